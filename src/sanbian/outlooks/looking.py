"""Settling the years of an outlook, from what is expected times their multiples."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from attrs import evolve

from sanbian.contract import (
    BaseKind,
    Contract,
    Example,
    facts_of_example,
    households_of_example,
    register_of_example,
)
from sanbian.errors import InvalidInputError, Problem, SanbianError
from sanbian.facts import Facts
from sanbian.outlooks.rows import rows_of
from sanbian.outlooks.values import YEARS, Expectation, Outlook, OutlookYear
from sanbian.register import Register
from sanbian.settlement import Settlement, settle
from sanbian.wording import Text, join, same


def expectation_of(contract: Contract, example: str = "") -> Expectation | None:
    """The contract's own expectation: its first worked example, or the one of a name.

    Returns:
        None where the contract has no worked example.

    Raises:
        InvalidInputError: There is none of that name.

    Examples:
        >>> from sanbian import expectation_of
        >>> from sanbian.files import load_folder
        >>> expectation_of(load_folder("examples/R08-gaoxian").contract) is None
        True
    """
    firsts = [each for each in contract.examples if not each.after]
    found = next((e for e in firsts if example in {"", e.name}), None)
    if found is None and example:
        names = join([same(each.name) for each in firsts])
        raise InvalidInputError(
            Problem(
                at="$.examples",
                says=Text(
                    zh=f"应为首期算例之一，得到 “{example}”",
                    en=f"expected a worked example of a first period, got {example!r}",
                ),
                do=Text(zh=f"可选：{names.zh or '（无）'}", en=f"there are: {names.en}"),
            )
        )
    return None if found is None else _expected(contract, found)


def _expected(contract: Contract, example: Example) -> Expectation:
    households = households_of_example(contract.examples, example)
    return Expectation(
        register=register_of_example(households, contract.starts),
        facts=facts_of_example(example),
        says=Text(
            zh=f"合同中的算例“{example.name}”",
            en=f"the contract's example {example.name!r}",
        ),
    )


def outlook(
    contract: Contract,
    register: Register,
    facts: Facts,
    *,
    years: Sequence[OutlookYear] = YEARS,
    vary: Collection[str] = (),
) -> Outlook:
    """Set out what each side gets or bears in good and bad years (各方得失预估).

    Args:
        contract: The contract.
        register: Who holds what.
        facts: What a normal year is expected to be; everything but the bases is the same in
            every year.
        years: The years, each with its multiple of what is expected.
        vary: Bases that the multiple goes for; empty for all but stated sums (grants, rents
            received), or for these where there are no others.

    Returns:
        A row for each side, with one amount for each year.

    Raises:
        SanbianError: Not one of the years can be settled.

    Examples:
        >>> from sanbian.files import load_folder
        >>> from sanbian import outlook
        >>> folder = load_folder("examples/C04-drought")
        >>> looked = outlook(folder.contract, folder.register, folder.facts[0])
        >>> [year.name.en for year in looked.years]
        ['good year', 'normal year', 'bad year', 'ruinous year']
    """
    varied = vary or _varied(contract)
    plain = evolve(
        contract, examples=()
    )  # they were compared when the contract was written
    asked = [_times(contract, facts, year.multiple, varied) for year in years]
    settled: list[Settlement | None] = []
    refused: dict[int, tuple[Problem, ...]] = {}
    errors: list[SanbianError] = []
    for place, stated in enumerate(asked):
        try:
            settled.append(settle(plain, register, stated))
        except SanbianError as error:
            settled.append(None)
            refused[place] = error.problems
            errors.append(error)
    if len(errors) == len(years):
        raise errors[0]
    rows = rows_of(contract, register, asked, settled)
    return Outlook(years=tuple(years), settlements=settled, rows=rows, refused=refused)


_SIGNED = frozenset(
    {
        BaseKind.AFTER_COSTS,
        BaseKind.AFTER_GUARANTEE,
        BaseKind.NET_PROFIT,
        BaseKind.SURPLUS,
        BaseKind.DISTRIBUTABLE,
    }
)
"""Bases that a loss makes negative; receipts and stated sums are zero at least."""


def _varied(contract: Contract) -> tuple[str, ...]:
    bases = contract.bases
    results = tuple(e.id for e in bases if e.base is not BaseKind.STATED_AMOUNT)
    return results or tuple(each.id for each in bases)


def _times(
    contract: Contract, facts: Facts, multiple: Fraction, varied: Collection[str]
) -> Facts:
    """The facts with some bases times a multiple, cut to whole fen."""
    signed = {each.id for each in contract.bases if each.base in _SIGNED}

    def changed(name: str, amount: int) -> int:
        if name not in varied:
            return amount
        made = int(amount * multiple)
        return made if name in signed else max(0, made)

    return evolve(
        facts,
        parts=tuple(
            evolve(
                part, amounts={name: changed(name, a) for name, a in part.amounts.items()}
            )
            for part in facts.parts
        ),
    )
