"""Worked examples in a contract file: `[[examples]]` -> `Example`, and back.

Money and measures in yuan are told apart by the units that the same file declares.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve, frozen

from sanbian.contract import Contract, Example, ExampleHousehold, Expected
from sanbian.facts import Advance
from sanbian.files.composites import below, list_form, map_form, optional_form
from sanbian.files.fact_forms import period_form
from sanbian.files.forms import COUNT, MONEY, NUMBER, PRICE, Form, Gathering
from sanbian.files.records import Field, Forms, plain_forms
from sanbian.files.toml_writing import toml_text
from sanbian.period import Period

_YUAN = "yuan"


@frozen
class FenMark:
    """Stands for an amount of money among the types of an example."""


def example_form(in_yuan: frozenset[str]) -> Form:
    """The form of a worked example.

    Args:
        in_yuan: Measures whose unit is yuan.
    """
    numbers = _numbers(in_yuan, NUMBER, PRICE)
    by_group = _numbers(in_yuan, map_form(NUMBER), map_form(PRICE))
    forms = Forms(
        known={**plain_forms(), int: COUNT, FenMark: MONEY},
        aliases={"Fen": FenMark},
        fields={
            (ExampleHousehold, "shares"): Field(form=map_form(NUMBER)),
            (ExampleHousehold, "measures"): Field(form=numbers),
            (Advance, "amount"): Field(form=MONEY),
            (Example, "measures"): Field(form=numbers),
            (Example, "group_measures"): Field(form=by_group),
        },
    )
    forms.known[Period] = period_form(forms)
    return forms.of(Example)


def with_examples(inner: Form) -> Form:
    """The form of a contract with its worked examples, read by the units that it declares."""

    def read(value: object, at: str) -> object:
        if not isinstance(value, dict) or "examples" not in value:
            return inner.read(value, at)
        rest = {key: each for key, each in value.items() if key != "examples"}
        gathered = Gathering()
        contract = gathered.read(inner, rest, at)
        each_form = example_form(_declared_in_yuan(value.get("measures")))
        written = value["examples"]
        made = gathered.read(list_form(each_form), written, below(at, "examples"))
        gathered.close()
        return evolve(contract, examples=made)

    def write(contract: Contract) -> Any:
        table = inner.write(evolve(contract, examples=()))
        if contract.examples:
            table["examples"] = _written(contract, contract.examples)
        return table

    return evolve(inner, read=read, write=write)


def expected_form() -> Form:
    """The form of what is expected: in an example, and in a file beside a contract."""
    forms = Forms(
        known={**plain_forms(), int: COUNT, FenMark: MONEY}, aliases={"Fen": FenMark}
    )
    return optional_form(forms.of(Expected))


def examples_text(contract: Contract, examples: Iterable[Example]) -> str:
    """Worked examples as the text that a contract file takes.

    Args:
        contract: The contract, whose units the text uses.
        examples: The examples to write.
    """
    return toml_text({"examples": _written(contract, examples)})


def _written(contract: Contract, examples: Iterable[Example]) -> list[Any]:
    in_yuan = frozenset(each.id for each in contract.measures if each.unit == _YUAN)
    form = example_form(in_yuan)
    return [form.write(example) for example in examples]


def _declared_in_yuan(measures: object) -> frozenset[str]:
    """The measures in yuan of a file that may be wrong elsewhere."""
    listed = measures if isinstance(measures, list) else []
    return frozenset(
        str(each.get("id"))
        for each in listed
        if isinstance(each, dict) and each.get("unit") == _YUAN
    )


def _numbers(in_yuan: frozenset[str], number: Form, price: Form) -> Form:
    """A table by measure, with money where the measure is in yuan."""

    def form_of(name: str) -> Form:
        return price if name in in_yuan else number

    def read(value: object, at: str) -> Any:
        if not isinstance(value, dict):
            return free.read(value, at)
        gathered = Gathering()
        made = {
            name: gathered.read(form_of(name), each, below(at, name))
            for name, each in value.items()
        }
        gathered.close()
        return made

    free = map_form(number)
    return evolve(
        free,
        read=read,
        write=lambda values: {
            name: form_of(name).write(each) for name, each in values.items()
        },
    )
