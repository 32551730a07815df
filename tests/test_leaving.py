"""Leaving poverty conserves the shares: what counts, rests and is converted is what is held."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Entry,
    EntryKind,
    Household,
    LeavingRule,
    Monitoring,
    OnLeaving,
    Period,
    Register,
    Status,
    holdings,
    placed_holdings,
    share_days,
)
from sanbian.leaving import counted_holdings

CODES = ("H1", "H2", "H3", "H4")
CLASSES = ("poor", "second", "common")
days = st.dates(date(2018, 1, 1), date(2024, 12, 31))
rules = st.builds(
    lambda then, keep_years, successors: LeavingRule(
        then=then,
        keep_years=keep_years,
        convert_to="common" if then is OnLeaving.CONVERT else "",
        successors=successors if then is OnLeaving.REASSIGN else (),
    ),
    st.sampled_from(OnLeaving),
    st.none() | st.integers(0, 3),
    st.permutations((*CODES, "H9")).map(tuple),
)


@st.composite
def registers(draw):
    """Households that go in and out of poverty, by the roster and by facts."""
    issued = [
        Entry(
            day=date(2018, 1, 1), kind=EntryKind.ISSUE, household=code, share_class=name,
            shares=draw(st.fractions(Fraction(1, 6), 9, max_denominator=6)),
        )
        for code in CODES
        for name in CLASSES
        if draw(st.booleans())
    ]  # fmt: skip
    told = [
        Entry(day=day, kind=EntryKind.FACT, household=code, field="status", value=value)
        for code in CODES
        for day, value in draw(
            st.lists(st.tuples(days, st.sampled_from([*Status, *Monitoring])), max_size=3)
        )
    ]
    history = st.lists(days, max_size=2, unique=True).map(sorted)
    return Register(
        households=tuple(
            Household(
                code=code,
                status=tuple((day, draw(st.sampled_from(Status))) for day in draw(history)),
            )
            for code in CODES
        ),
        entries=tuple(sorted((*issued, *told), key=lambda entry: entry.day)),
    )


def totals(shares, place=1):
    found = {}
    for key, n in shares.items():
        found[key[place]] = found.get(key[place], Fraction(0)) + n
    return {name: n for name, n in found.items() if n}


@given(
    registers(),
    st.fixed_dictionaries({"poor": rules}, optional={"second": rules}),
    days,
)
def test_the_total_of_each_class_is_kept_on_every_day(register, by_class, day):
    weighted = share_days(register, Period(date(2018, 1, 1), day))
    for held in (holdings(register, on=day), weighted):
        placed = placed_holdings(register, held, by_class, on=day)
        out, into = totals(placed.converted), totals(placed.converted, place=2)
        counted, resting = totals(placed.counted), totals(placed.resting)

        for name in CLASSES:
            kept = held_in(held, name) - out.get(name, 0) + into.get(name, 0)
            assert counted.get(name, 0) + resting.get(name, 0) == kept
        assert placed.resting.keys() <= held.keys()
        assert placed.counted == counted_holdings(register, held, by_class, on=day)


def held_in(held, name):
    return totals(held).get(name, Fraction(0))


LEFT = date(2020, 1, 1)


def of(then, *statuses, **given):
    households = tuple(
        Household(code=code, status=((LEFT, status),))
        for code, status in zip(CODES, statuses, strict=False)
    )
    held = {(code, "poor"): Fraction(n) for code, n in given.pop("held").items()}
    rule = LeavingRule(then=then, **given)
    return placed_holdings(
        Register(households=households), held, {"poor": rule}, on=date(2023, 1, 1)
    )


GONE, POOR = Status.GRADUATED, Status.POOR


def test_a_right_that_stopped_rests():
    placed = of(OnLeaving.STOP, GONE, POOR, held={"H1": 2, "H2": 1})

    assert (dict(placed.counted), dict(placed.resting)) == (
        {("H2", "poor"): 1}, {("H1", "poor"): 2},
    )  # fmt: skip


def test_what_nobody_on_the_list_may_take_rests():
    placed = of(
        OnLeaving.REASSIGN, GONE, GONE, POOR, held={"H1": 2, "H2": 1}, successors=("H3",)
    )
    assert (dict(placed.counted), dict(placed.resting)) == (
        {("H3", "poor"): 2}, {("H2", "poor"): 1},
    )  # fmt: skip


def test_what_nobody_poor_is_there_to_share_rests():
    nobody = of(OnLeaving.SPREAD, GONE, GONE, held={"H1": 2, "H2": 1})
    somebody = of(OnLeaving.SPREAD, GONE, POOR, held={"H1": 2, "H2": 1})

    assert (dict(nobody.counted), len(nobody.resting)) == ({}, 2)
    assert (dict(somebody.counted), dict(somebody.resting)) == ({("H2", "poor"): 3}, {})


def test_what_is_converted_counts_as_the_other_class():
    placed = of(OnLeaving.CONVERT, GONE, held={"H1": 2}, convert_to="common")

    assert dict(placed.counted) == {("H1", "common"): 2}
    assert dict(placed.converted) == {("H1", "poor", "common"): 2}
    assert not placed.resting


def test_who_left_first_is_taken_over_first_wherever_he_stands_in_the_roster():
    def left(code, day):
        return Household(
            code=code, status=((date(2016, 1, 1), Status.POOR), (day, Status.GRADUATED))
        )

    later, earlier = left("H1", date(2019, 6, 30)), left("H2", date(2018, 12, 31))
    next_one = Household(code="H3", status=((date(2016, 1, 1), Status.POOR),))
    who = Register(households=(later, earlier, next_one))
    held = {("H1", "poor"): Fraction(3), ("H2", "poor"): Fraction(1)}
    rules = {"poor": LeavingRule(then=OnLeaving.REASSIGN, successors=("H3",))}

    def counted(year):
        placed = placed_holdings(who, held, rules, on=date(year, 12, 31))
        return placed.counted.get(("H3", "poor")), dict(placed.resting)

    assert (Fraction(1), {}) == counted(2018)
    assert (Fraction(1), {("H1", "poor"): Fraction(3)}) == counted(2019)
