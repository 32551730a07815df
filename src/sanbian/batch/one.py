"""The exact road: one contract after another through `settle`, its lines and books as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from attrs import evolve

from sanbian.batch.blocks import Entry, Row, overflows
from sanbian.batch.telling import in_tables
from sanbian.batch.windows import Window
from sanbian.batch.worlds import (
    CLAIM,
    CREDIT,
    FUND,
    GOODS,
    SETTLED,
    YEAR,
    world_of,
)
from sanbian.batch.years import is_closed
from sanbian.books import Books
from sanbian.contract import Contract
from sanbian.errors import SanbianError, raise_any
from sanbian.lowering.draft import MEMBER
from sanbian.period import Period
from sanbian.settlement import Settlement, settle
from sanbian.settlement.values import is_payment


def settled_alone(
    window: Window, place: int, form: Contract, period: Period
) -> tuple[list[Row], list[Row]]:
    """The lines and the closing books of the contract at a place.

    Raises:
        SanbianError: What `settle` refuses, each problem with the contract.
    """
    at = f"contract {window.agreements.ids[place]}"
    try:
        world = world_of(window, place, form, period)
        settlement = settle(world.contract, world.register, world.facts, world.books)
    except SanbianError as error:
        told = (
            evolve(in_tables(each, form), at=f"{at}: {each.at}") for each in error.problems
        )
        raise type(error)(*told) from None
    found = line_rows(settlement)
    kept = list(
        book_rows(
            settlement.books, form, settlement.members, keeps_year=not is_closed(period)
        )
    )
    raise_any((*overflows(found, at), *overflows(kept, at)))
    return found, kept


def line_rows(settlement: Settlement) -> list[Row]:
    """Lines of parties, funds and groups first, then household by household in their order."""
    found: list[Row] = []
    by_household: dict[int, list[Row]] = {}
    for flow in settlement.flows:
        if not is_payment(flow):
            continue
        entry = (flow.clause, flow.kind.value, flow.source, flow.target, flow.unit)
        keys, odd = settlement.levels[flow.level], set(flow.odd)
        for place, amount in enumerate(flow.amounts):
            if not amount:
                continue
            if flow.level == MEMBER:
                row: Row = (int(keys[place]), None, entry, amount, place in odd)
                by_household.setdefault(place, []).append(row)
            else:
                key = None if flow.level == "contract" else keys[place]
                found.append((None, key, entry, amount, place in odd))
    for place in sorted(by_household):
        found += by_household[place]
    return found


def book_rows(
    books: Books, form: Contract, members: Sequence[str], *, keeps_year: bool
) -> Iterator[Row]:
    """What books say, row by row: periods, funds, goods, claims, the year, fen-credits."""
    order = {code: place for place, code in enumerate(members)}
    for period in books.settled:
        yield None, None, (SETTLED, "", period.start, period.end, "", ""), 0, False
    for account, by_key in books.funds.items():
        is_own = form.names.is_own_fund(account)
        entry: Entry = (FUND, account, None, None, MEMBER if is_own else "", "fen")
        yield from _keyed(entry, by_key, order, is_member=is_own)
    for account, by_key in books.goods.items():
        yield from _keyed((GOODS, account, None, None, "", ""), by_key, order)
    vintages: dict[tuple[str, date, str, str], dict[str, int]] = {}
    for claim in books.claims:
        of = vintages.setdefault((claim.account, claim.since, claim.level, claim.unit), {})
        of[claim.key] = claim.amount
    for (account, since, level, unit), by_key in vintages.items():
        entry = (CLAIM, account, since, None, level, unit)
        yield from _keyed(entry, by_key, order, is_member=level == MEMBER)
    for clause, by_key in sorted(books.year_to_date.items()) if keeps_year else ():
        entry = (YEAR, clause, None, None, MEMBER, "fen")
        yield from _keyed(entry, by_key, order, is_member=True)
    for name, by_key in books.credits_micro.items():
        yield from _keyed((CREDIT, name, None, None, "", ""), by_key, order)


def _keyed(
    entry: Entry,
    by_key: Mapping[str, int],
    order: Mapping[str, int],
    *,
    is_member: bool = False,
) -> Iterator[Row]:
    """A row for each key, households in the order of the rows."""
    listed = sorted(by_key, key=lambda key: (order.get(key, len(order)), key))
    for key in listed:
        household = int(key) if is_member else None
        yield household, None if is_member else key, entry, by_key[key], False
