"""One contract of a window as the values that `settle` reads: the meaning of the tables.

What `settle_many` gives for a contract is what `settle` gives on these four values. The column
road is quicker and comes to the same; where it does not go, this one is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from sanbian.batch.numbers import Numbers
from sanbian.batch.windows import Sheet, Window
from sanbian.books import Books, Claim
from sanbian.contract import Contract
from sanbian.facts import Facts, PartFacts
from sanbian.period import Period
from sanbian.register import Entry, EntryKind, Household, MemberKind, Register, Status

WHATS = ("settled", "fund", "goods", "claim", "year", "credit")
"""What a row of the books is about."""

SETTLED, FUND, GOODS, CLAIM, YEAR, CREDIT = WHATS


@frozen(kw_only=True)
class World:
    """One contract with what it is settled from (一份合同和结算它的依据).

    Attributes:
        contract: The contract.
        register: Who holds what.
        facts: What happened in the period.
        books: What the period before left, or None for the first settlement.
    """

    contract: Contract
    register: Register
    facts: Facts
    books: Books | None = None


def world_of(window: Window, place: int, form: Contract, period: Period) -> World:
    """The values of the contract at a place: its form with the numbers of its own.

    Raises:
        SanbianError: Values that do not fit: books of no settlement, a fund of no contract.
    """
    agreements = window.agreements
    mine = agreements.terms.contract(place)
    contract = evolve(mine, id=agreements.ids[place], examples=())
    return World(
        contract=contract,
        register=_register(window.households, place, form),
        facts=Facts(
            parts=(
                PartFacts(
                    period=period,
                    amounts=_whole(agreements.of("amount", place)),
                    measures=agreements.of("measure", place),
                    group_measures=_group_measures(window.groups, place, form),
                    activity=_activity(window.households, place, form),
                ),
            ),
            put_up=_whole(agreements.of("put_up", place)),
        ),
        books=_books(window.books, place, contract.id),
    )


def _whole(numbers: Mapping[str, Fraction]) -> dict[str, int]:
    return {name: int(each) for name, each in numbers.items()}


def _group_measures(
    sheet: Sheet, place: int, form: Contract
) -> dict[str, dict[str, Fraction]]:
    """Measures of groups, by name and group."""
    if not len(sheet):
        return {}
    of = sheet.of(place)
    groups = sheet.column("group")[of].to_pylist()
    return {
        name: dict(zip(groups, _fractions(held, of), strict=True))
        for _, name, held in sheet.declared(form)
        if groups
    }


def _fractions(held: Numbers, of: slice) -> list[Fraction]:
    return [Fraction(each, held.scale) for each in held.numbers[of].tolist()]


def _activity(sheet: Sheet, place: int, form: Contract) -> dict[str, dict[str, Fraction]]:
    """Measures of households, by name and code."""
    of = sheet.of(place)
    codes = list(map(str, sheet.households[of].tolist())) if len(sheet) else []
    return {
        name: dict(zip(codes, _fractions(held, of), strict=True))
        for family, name, held in sheet.declared(form)
        if family == "measure"
    }


def _register(sheet: Sheet, place: int, form: Contract) -> Register:
    """Households in the order of the rows, and one entry for what each holds."""
    if not len(sheet):
        return Register(households=())
    of = sheet.of(place)
    columns = {
        name: sheet.column(name)[of].to_pylist()
        for name in ("group", "people", "status", "entered", "left", "noticed", "kind")
        if sheet.has(name)
    }
    codes = [str(each) for each in sheet.households[of].tolist()]
    households = tuple(
        Household(code=code, **_known(columns, row, form.starts))
        for row, code in enumerate(codes)
    )
    entries = tuple(
        Entry(
            day=form.starts,
            kind=EntryKind.ISSUE,
            household=code,
            share_class=name,
            shares=each,
        )
        for family, name, held in sheet.declared(form)
        if family == "shares"
        for code, each in zip(codes, _fractions(held, of), strict=True)
        if each
    )
    return Register(households=households, entries=entries)


def _known(columns: Mapping[str, list[Any]], row: int, since: date) -> dict[str, Any]:
    """What the columns that are there say of a household; nulls say nothing."""
    found = {name: values[row] for name, values in columns.items()}
    found = {name: value for name, value in found.items() if value is not None}
    if "kind" in found:
        found["kind"] = MemberKind(found["kind"])
    status = found.get("status")
    if status is not None:
        found["status"] = () if status == "general" else ((since, Status(status)),)
    return found


def _books(sheet: Sheet, place: int, contract: str) -> Books | None:
    """The books before the period; None where there is no row of them."""
    of = sheet.of(place)
    if of.start == of.stop:
        return None
    rows = sheet.rows.slice(of.start, of.stop - of.start).to_pylist()
    balances: dict[str, dict[str, dict[str, int]]] = {
        what: {} for what in (FUND, GOODS, YEAR, CREDIT)
    }
    for row in rows:
        if row["what"] in balances:
            by_key = balances[row["what"]].setdefault(row["account"], {})
            by_key[key_of(row)] = row["amount"]
    return Books(
        contract=contract,
        settled=tuple(
            Period(row["since"], row["until"]) for row in rows if row["what"] == SETTLED
        ),
        funds=balances[FUND],
        goods=balances[GOODS],
        claims=tuple(_claims(rows)),
        year_to_date=balances[YEAR],
        credits_micro=balances[CREDIT],
    )


def _claims(rows: list[dict[str, Any]]) -> Iterator[Claim]:
    for row in rows:
        if row["what"] == CLAIM:
            yield Claim(
                account=row["account"],
                since=row["since"],
                level=row["level"],
                key=key_of(row),
                amount=row["amount"],
                unit=row["unit"],
            )


def key_of(row: Mapping[str, Any]) -> str:
    """The key of a row of the books: a household by its number, else as it is written."""
    return row["key"] if row["household"] is None else str(row["household"])
