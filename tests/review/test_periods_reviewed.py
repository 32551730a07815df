"""Settlements by the clauses of their time, each period once."""

from __future__ import annotations

from datetime import date

from attrs import evolve
from review_cases import (
    dossier,
    told,
    with_flow,
)

from sanbian import (
    Period,
)

YEAR = Period(date(2025, 7, 1), date(2026, 6, 30))
NEXT = Period(date(2026, 7, 1), date(2027, 6, 30))


def place_of(settlement, **wanted):
    """Position of the first flow that is so."""
    return next(
        place
        for place, flow in enumerate(settlement.flows)
        if all(getattr(flow, name) == value for name, value in wanted.items())
    )


def test_a_clause_that_was_not_in_force_is_found():
    found = dossier("SB418")
    first, second = found.contract.versions
    clauses = tuple(evolve(each, id=f"n{each.id}") for each in second.clauses)
    second = evolve(second, since=date(2027, 1, 1), clauses=clauses)
    contract = evolve(found.contract, versions=(first, second))
    place = place_of(found.settlement, clause="2")
    later = with_flow(found.settlement, place, clause="n2")

    said = told("SB418", evolve(found, contract=contract, settlement=later))

    assert ["clause n2 was not in force in 2025-07-01 – 2026-06-30"] == said


def test_parts_of_which_nothing_was_paid_are_parts():
    found = dossier("SB418")
    owed = found.settlement.flows[0]
    arisen = evolve(owed, source=None, target="owed/2@2025-12-31")
    unpaid = evolve(found.settlement, flows=(arisen,))

    assert [] == told("SB418", evolve(found, settlement=unpaid))
    whole = evolve(found.settlement, flows=(evolve(arisen, target="owed/2@2026-06-30"),))
    assert 1 == len(told("SB418", evolve(found, settlement=whole)))


def test_periods_that_overlap_are_found():
    found = dossier("SB419")
    period = Period(date(2026, 1, 1), NEXT.end)
    books = evolve(found.settlement.books, settled=(period,))
    longer = evolve(found.settlement, period=period, books=books)

    (said,) = told("SB419", evolve(found, settlement=longer))

    assert "overlap: those days were settled twice" in said


def test_books_that_leave_a_gap_are_found_without_earlier_settlements():
    found = dossier("SB419")
    settled = (NEXT, Period(date(2028, 7, 1), date(2029, 6, 30)))
    books = evolve(found.settlement.books, settled=settled)
    changed = evolve(found.settlement, books=books)

    (said,) = told("SB419", evolve(found, settlement=changed, earlier=()))

    assert "2027-07-01 to 2028-06-30 was not settled" == said


def test_a_period_that_the_books_have_not_settled_is_told():
    found = dossier("SB419")
    later = evolve(found.settlement, period=Period(date(2027, 7, 1), date(2028, 6, 30)))

    said = told("SB419", evolve(found, settlement=later, earlier=()))

    assert [
        "the settlement is of 2027-07-01 – 2028-06-30, which its books have not settled"
    ] == said
