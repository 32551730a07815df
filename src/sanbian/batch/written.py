"""One contract with its register, facts and books as rows of tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import count
from types import MappingProxyType
from typing import Any

from attrs import evolve, frozen

from sanbian.batch.blocks import Row
from sanbian.batch.cells import Cells
from sanbian.batch.numbers import INT64_MAX
from sanbian.batch.one import book_rows
from sanbian.batch.unheld import (
    amount_problems,
    credit_problems,
    moved_problems,
    world_problems,
)
from sanbian.batch.worlds import World
from sanbian.books import Books
from sanbian.contract import Contract, Version
from sanbian.contract.contracts import version_on
from sanbian.errors import raise_any
from sanbian.facts import PartFacts
from sanbian.lowering.draft import MEMBER
from sanbian.lowering.records import held_on, record_day_of
from sanbian.register import Household, households_on
from sanbian.settlement.examples import refuse_failed


@frozen(kw_only=True, eq=False)
class Written:
    """A contract as rows (一份合同的各行).

    Attributes:
        form: The contract as the tables take it: rules for leaving poverty were applied to
            the shares, worked examples were compared.
        contract: Its row of the table of contracts, but for its id and form.
        households: Its rows of households.
        groups: Its rows of groups.
        books: Its rows of books.
        codes: The number of each household by its code.
    """

    form: Contract
    contract: Cells
    households: tuple[Cells, ...]
    groups: tuple[Cells, ...]
    books: tuple[Row, ...]
    codes: Mapping[str, int]


def written(world: World) -> Written:
    """Write a contract as rows.

    Raises:
        SanbianError: What tables cannot hold, or what `settle` refuses of the record day.
    """
    contract, facts = world.contract, world.facts
    refuse_failed(contract)
    raise_any(world_problems(world))
    (part,) = facts.parts
    codes = numbers_of(world)
    raise_any(credit_problems(world, codes))
    households = tuple(_household_rows(world, part, codes))
    books = () if world.books is None else tuple(_book_rows(world.books, contract, codes))
    row = {
        **{f"amount.{name}": each for name, each in part.amounts.items()},
        **{f"measure.{name}": each for name, each in part.measures.items()},
        **{f"put_up.{name}": each for name, each in facts.put_up.items()},
    }
    raise_any(amount_problems(row, books))
    return Written(
        form=_form(contract),
        contract=row,
        households=households,
        groups=tuple(_group_rows(world, part)),
        books=books,
        codes=codes,
    )


def _form(contract: Contract) -> Contract:
    classes = tuple(evolve(e, on_leaving_poverty=None) for e in contract.share_classes)
    return evolve(contract, share_classes=classes, examples=())


# --- numbers of households -------------------------------------------------------------


def numbers_of(world: World) -> Mapping[str, int]:
    """The number of each household by its code; see `tables_of`."""
    listed = [each.code for each in world.register.households]
    only_owed = sorted(_holders(world) - set(listed))
    if all(map(_is_number, (*listed, *only_owed))):
        return MappingProxyType({code: int(code) for code in (*listed, *only_owed)})
    numbers = dict(zip(listed, count(1), strict=False))
    first = 1
    while first <= len(listed) + len(only_owed):  # their text is in the order of the codes
        first *= 10
    return MappingProxyType(numbers | dict(zip(only_owed, count(first), strict=False)))


def _is_number(code: str) -> bool:
    is_digits = code.isascii() and code.isdigit()
    return is_digits and str(int(code)) == code and int(code) <= INT64_MAX


def _holders(world: World) -> set[str]:
    """Holders who are in the books."""
    books = world.books
    if books is None:
        return set()
    held = {each.key for each in books.claims if each.level == MEMBER}
    for by_key in books.year_to_date.values():
        held |= set(by_key)
    for account, by_key in books.funds.items():
        held |= set(by_key) if world.contract.names.is_own_fund(account) else set()
    return held


# --- households and groups -------------------------------------------------------------


def _household_rows(
    world: World, part: PartFacts, codes: Mapping[str, int]
) -> Iterator[Cells]:
    contract, register = world.contract, world.register
    version, at = _version_of(contract, part)
    day = record_day_of(version, world.facts, part, at)
    held = held_on(contract, register, version, part, day, at)
    then = households_on(register, on=day)
    at_end = households_on(register, on=part.period.end)
    raise_any(moved_problems(contract, then, at_end, day))
    measured = {
        each.id: _measured(each.id, part, then)
        for each in contract.measures
        if each.level == MEMBER
    }
    for now, last in zip(then, at_end, strict=True):
        yield {
            "household": codes[now.code],
            **_known(now, last, day),
            **{
                f"shares.{each.id}": held.get((now.code, each.id), 0)
                for each in contract.share_classes
            },
            **{
                f"measure.{name}": by_code.get(now.code, 0)
                for name, by_code in measured.items()
                if by_code is not None
            },
        }


def _version_of(contract: Contract, part: PartFacts) -> tuple[Version, str]:
    """The version at the end of the period; `settle` refuses a period that has another."""
    place = version_on(contract, part.period.end) or 0
    return contract.versions[place], f"$.versions[{place}]"


def _known(now: Household, last: Household, day: date) -> dict[str, Any]:
    """What is known of a household: its people and status on the day, else at the end."""
    return {
        "group": last.group,
        "people": now.people,
        "status": now.status_on(day).value,
        "entered": last.entered,
        "left": last.left,
        "noticed": last.noticed,
        "kind": None if last.kind is None else last.kind.value,
    }


def _measured(
    name: str, part: PartFacts, households: tuple[Household, ...]
) -> Mapping[str, Fraction] | None:
    """A measure by code, from the activity sheet, else from the register; None if unknown."""
    if name in part.activity:
        return part.activity[name]
    known = {e.code: e.measures[name] for e in households if name in e.measures}
    return known or None


def _group_rows(world: World, part: PartFacts) -> Iterator[Cells]:
    """A row for each group, where anything is measured of groups."""
    by_name = part.group_measures
    if not by_name:
        return
    households = households_on(world.register, on=part.period.end)
    named = {group for by_group in by_name.values() for group in by_group}
    for group in sorted({each.group for each in households} | named):
        yield {
            "group": group,
            **{f"measure.{name}": of.get(group, 0) for name, of in by_name.items()},
        }


# --- books -----------------------------------------------------------------------------


def _book_rows(books: Books, contract: Contract, codes: Mapping[str, int]) -> Iterator[Row]:
    """What the books say, with the numbers of the tables in place of codes."""
    numbers = {code: str(number) for code, number in codes.items()}

    def named(key: str) -> str:
        return numbers.get(key, key)

    def renamed(balances: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
        return {
            name: {named(key): each for key, each in by_key.items()}
            for name, by_key in balances.items()
        }

    own = {name for name in books.funds if contract.names.is_own_fund(name)}
    told = evolve(
        books,
        funds={**books.funds, **renamed({name: books.funds[name] for name in own})},
        claims=tuple(
            evolve(each, key=named(each.key)) if each.level == MEMBER else each
            for each in books.claims
        ),
        year_to_date=renamed(books.year_to_date),
        credits_micro=renamed(books.credits_micro),
    )
    members = list(numbers.values())
    yield from book_rows(told, contract, members, keeps_year=True)
