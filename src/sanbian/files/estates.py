"""Files of a winding up: what there is, what is owed, and by which weight the rest goes."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from sanbian.clause import Fen, Term
from sanbian.contract import Contract
from sanbian.errors import InvalidInputError, raise_any
from sanbian.files.composites import choice_form
from sanbian.files.contracts import contract_forms
from sanbian.files.documents import in_file, of_another_contract, read_toml
from sanbian.files.forms import MONEY, Form
from sanbian.files.records import Field, Forms
from sanbian.files.toml_writing import toml_text
from sanbian.files.versioned import versioned_form
from sanbian.winding_up import RANK_NAMES, Debt, Estate, Rank

ESTATE = "winding-up.toml"


@frozen(kw_only=True)
class EstateFile:
    """A file of what is wound up (清算).

    Attributes:
        contract: Id of the contract.
        since: Day on which the cooperative was dissolved, or its bankruptcy accepted.
        day: Day of the plan; its members take part.
        is_bankrupt: Whether it is a bankruptcy; a dissolution pays all debts.
        assets: Yuan that everything brought but for the property from direct state subsidies.
        subsidy_property: Yuan of that property; members get none of it.
        subsidy_to: Who has it afterwards, by the rules of the finance authority.
        rest_by: Weight of each member in what is left, by the charter.
        debts: What is owed; what the books owe is added to the last rank.
    """

    contract: str
    since: date
    day: date
    is_bankrupt: bool
    assets: Fen
    subsidy_property: Fen
    subsidy_to: str = ""
    rest_by: Term
    debts: tuple[Debt, ...] = ()


def load_estate(path: str | Path, contract: Contract) -> Estate:
    """Read what is wound up.

    Args:
        path: A TOML file in UTF-8, or a folder that holds a ``winding-up.toml``.
        contract: The charter of the cooperative.

    Raises:
        InvalidInputError: Every problem of the file at once, each with its place.

    Examples:
        >>> from sanbian.files import load_contract, load_estate
        >>> folder = "examples/W04-member-accounts"
        >>> estate = load_estate(folder, load_contract(f"{folder}/contract.toml"))
        >>> str(estate.since), estate.assets
        ('2019-03-01', 95000000)
    """
    file = Path(path) / ESTATE if Path(path).is_dir() else Path(path)
    document = read_toml(file)
    try:
        raise_any(of_another_contract(document.get("contract"), contract.id))
        written: EstateFile = estate_form().read(document, "$")
    except InvalidInputError as error:
        raise in_file(file.name, error.problems) from None
    known = asdict(written, recurse=False)
    del known["contract"]
    return Estate(**known)


def estate_text(estate: Estate, contract: Contract) -> str:
    """Write what is wound up as the text of a file that loads equal to it."""
    written = EstateFile(contract=contract.id, **asdict(estate, recurse=False))
    table: dict[str, Any] = estate_form().write(written)
    return toml_text(table)


@cache
def estate_form() -> Form:
    """The form of the file; its terms are those of a contract file."""
    ours = contract_forms()
    ranks = choice_form(
        {rank.value: rank for rank in Rank},
        {rank.value: RANK_NAMES[rank] for rank in Rank},
    )
    forms = Forms(
        known={**ours.known, Rank: ranks},
        aliases=ours.aliases,
        fields={**ours.fields, (Debt, "amount"): Field(form=MONEY)},
    )
    return versioned_form(forms.of(EstateFile))
