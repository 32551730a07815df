"""Contract files: TOML -> `Contract`, and back to text that loads equal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from sanbian.clause import Condition
from sanbian.contract import Contract, Contribution, Example, Safeguard, Signature, Version
from sanbian.errors import InvalidInputError, Problem
from sanbian.files.choices import RECORD_DAYS, listed
from sanbian.files.clauses import CLAUSE_FIELDS, ClauseMark, clause_form
from sanbian.files.composites import optional_form
from sanbian.files.conditions import (
    NamedAmountMark,
    condition_form,
    named_amount_form,
)
from sanbian.files.documents import in_file, read_toml
from sanbian.files.examples import example_form, with_examples
from sanbian.files.forms import (
    COUNT,
    MONEY,
    PRICE,
    RATE,
    TEXT,
    Form,
)
from sanbian.files.records import Field, Forms, plain_forms
from sanbian.files.signatures import signature_form
from sanbian.files.terms import (
    TERM_FIELDS,
    CountedFromMark,
    TermMark,
    counted_from_form,
    term_form,
)
from sanbian.files.toml_writing import toml_text
from sanbian.files.versioned import versioned_form
from sanbian.leaving import LeavingRule, OnLeaving
from sanbian.wording import Text


@frozen
class FenMark:
    """Stands for an amount of money among the types of a contract file."""


def load_contract(path: str | Path) -> Contract:
    """Read a contract file.

    Args:
        path: A TOML file in UTF-8; see the page on files.

    Returns:
        The contract, checked.

    Raises:
        InvalidInputError: Every problem of the file at once, each with its place: first
            those of its shape; when that is right, those of its meaning.
    """
    file = Path(path)
    document = read_toml(file)
    try:
        return contract_of(document)
    except InvalidInputError as error:
        raise in_file(file.name, error.problems) from None


def contract_of(document: dict[str, Any]) -> Contract:
    """The contract that a document of plain values says."""
    made = contract_form().read(document, "$")
    assert isinstance(made, Contract)
    return made


def contract_text(contract: Contract) -> str:
    """Write a contract as the text of a contract file.

    Returns:
        TOML that loads equal to the contract.
    """
    return toml_text(contract_form().write(contract))


def contract_form() -> Form:
    """The form of a contract file."""
    return versioned_form(with_examples(contract_forms().of(Contract)))


@cache
def contract_forms() -> Forms:
    """The forms of all that a contract file holds."""
    forms = Forms(
        known={**plain_forms(), int: COUNT, FenMark: MONEY},
        aliases={
            "Fen": FenMark,
            "Term": TermMark,
            "NamedAmount": NamedAmountMark,
            "Clause": ClauseMark,
            "CountedFrom": CountedFromMark,
        },
        fields={
            **TERM_FIELDS,
            **CLAUSE_FIELDS,
            (Version, "record_day"): Field(form=_record_day()),
            (Contribution, "unit_value"): Field(form=optional_form(PRICE)),
            (Contribution, "printed"): Field(form=optional_form(RATE)),
            (Contract, "lpr"): Field(form=optional_form(RATE)),
            (Safeguard, "rate"): Field(form=optional_form(RATE)),
        },
        checks={LeavingRule: _leaving_problems},
    )
    term = forms.known[TermMark] = term_form(forms)
    amount = forms.known[NamedAmountMark] = named_amount_form(forms, term)
    forms.known[Condition] = condition_form(amount, term)
    forms.known[Example] = example_form(frozenset())
    forms.known[ClauseMark] = clause_form(forms)
    forms.known[CountedFromMark] = counted_from_form()
    forms.known[Signature] = signature_form(forms.of(Signature))
    return forms


def _record_day() -> Form:
    do = listed(RECORD_DAYS)
    words = [word for word in RECORD_DAYS if not word[0].isdigit()]
    return evolve(
        TEXT,
        expected=Text(zh="登记日", en="the record day"),
        do=do,
        schema=lambda _: {
            "description": f"{do.zh}\n{do.en}",
            "anyOf": [{"enum": words}, {"type": "string", "pattern": r"^\d\d-\d\d$"}],
        },
    )


def _leaving_problems(rule: LeavingRule, at: str) -> Iterator[Problem]:
    """What a rule for leaving poverty needs, and only that."""
    given = {
        "convert_to": bool(rule.convert_to),
        "successors": bool(rule.successors),
    }
    needed = {OnLeaving.CONVERT: "convert_to", OnLeaving.REASSIGN: "successors"}
    missing = needed.get(rule.then)
    if missing is not None and not given[missing]:
        yield Problem(
            at=f"{at}.{missing}",
            says=Text(
                zh=f"then 为 “{rule.then.value}” 时应写明 {missing}，得到空白",
                en=f"expected {missing} with then = {rule.then.value!r}, got nothing",
            ),
            do=Text(zh=f"写 {missing}", en=f"write {missing}"),
        )
    for name, is_given in given.items():
        if is_given and name != missing:
            yield Problem(
                at=f"{at}.{name}",
                says=Text(
                    zh=f"then 为 “{rule.then.value}” 时不应有 {name}，得到了",
                    en=f"expected no {name} with then = {rule.then.value!r}, got one",
                ),
                do=Text(
                    zh=f"删去 {name}，或更正 then", en=f"remove {name}, or correct then"
                ),
            )
