"""Random terms, over the names that `contract_strategies` declares."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import get_args

from hypothesis import strategies as st
from number_strategies import fractions

from sanbian.clause import (
    Band,
    Bands,
    ByStatus,
    Condition,
    Conditional,
    Daily,
    Equally,
    Escalating,
    Fixed,
    Greatest,
    Least,
    LeftOf,
    Measured,
    Monthly,
    Number,
    PartOf,
    PerUnit,
    Phase,
    Phased,
    Product,
    SharedTotal,
    SumOf,
    Yearly,
)
from sanbian.clause.terms import RelationWord
from sanbian.daycount import DayCount
from sanbian.money import Rounding
from sanbian.period import Years
from sanbian.register import Status

FEN_MAX = 10**15
STARTS = date(2016, 1, 1)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.text("合作社股份甲乙丙丁戊己庚辛", min_size=1, max_size=8)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
fens = st.integers(0, FEN_MAX) | st.integers(0, 10**6)
rates = fractions(0, 1, max_denominator=1000) | st.integers(0, 100).map(
    lambda percent: Fraction(percent, 100)
)
numbers = fractions(0, 10**6, max_denominator=1000)
prices = fractions(0, 10**6, max_denominator=10**4)
statuses = st.sampled_from([status.value for status in Status])
counted_from = st.sampled_from(["start", "entry"]) | days
counted_for_all = st.just("start") | days
roundings = st.none() | st.sampled_from(Rounding)
unpaid = st.sampled_from(["carry", "lapse", "error"])


year_ranges = st.tuples(st.integers(1, 30), st.none() | st.integers(0, 30)).map(
    lambda pair: Years(pair[0], None if pair[1] is None else pair[0] + pair[1])
)


# --- terms -----------------------------------------------------------------------------

_plain_money = (
    st.builds(Fixed, fens)
    | st.builds(Measured, st.sampled_from(["capital", "share_capital", "budget"]))
    | st.builds(PerUnit, prices, st.sampled_from(["area", "shares", "people"]))
    | st.builds(PartOf, rates, st.sampled_from(["capital", "profit", "reserve", "budget"]))
    | st.builds(LeftOf, st.sampled_from(["profit", "pool", "reserve"]))
)
_plain_numbers = (
    st.builds(Measured, st.sampled_from(["area", "shares", "equal", "people", "factor"]))
    | st.builds(ByStatus, st.dictionaries(statuses, numbers, max_size=4))
    | st.builds(PartOf, rates, st.just("area"))
    | st.builds(Number, numbers, st.sampled_from(["", "%", "kg", "kg  2", "元"]))
)
_conditions = st.builds(
    Condition,
    st.sampled_from(["capital", "budget"])
    | st.builds(PerUnit, prices, st.sampled_from(["area", "shares"])),
    st.sampled_from(get_args(RelationWord)),
    fens.map(Fixed),
) | st.builds(
    Condition,
    st.just("area"),
    st.sampled_from(get_args(RelationWord)),
    st.builds(Number, numbers, st.just("mu")),
)


def _either(inner):
    """One side or the other, by conditions that do not exclude one another."""
    return st.builds(Conditional, when=_conditions, then=inner, otherwise=inner)


_ends = st.sets(st.integers(1, FEN_MAX), min_size=1, max_size=3)
_of = st.sampled_from(["capital", "profit", "pool"]) | _plain_money


@st.composite
def _bands(draw):
    """Rates by ascending bands of money."""
    ends = sorted(draw(_ends))
    return Bands(
        bands=(*(Band(draw(rates), end) for end in ends), Band(draw(rates))),
        of=draw(_of),
        method=draw(st.sampled_from(["slices", "whole"])),
    )


def _by_days(inner):
    """Amounts by days, in the whole period or in some of its days."""
    start = st.none() | st.dates(date(1900, 1, 1), date(2000, 1, 1))
    end = st.none() | st.dates(date(2000, 1, 1), date(2199, 12, 31))
    convention = st.sampled_from(DayCount)
    return (
        st.builds(Yearly, amount=inner, days=convention, since=start, until=end)
        | st.builds(Monthly, amount=inner, days=convention, since=start, until=end)
        | st.builds(Daily, amount=inner, since=start, until=end)
    )


_money_leaves = (
    _plain_money | _either(_plain_money) | st.builds(PartOf, rates, _plain_money)
)
_number_leaves = _plain_numbers | _either(_plain_numbers)


_lengths = st.lists(st.integers(1, 5), max_size=2)


@st.composite
def _phases(draw, inner):
    """Phases from year one on, without gap."""
    lengths = draw(_lengths)
    first, phases = 1, []
    for length in lengths:
        phases.append(Phase(Years(first, first + length - 1), draw(inner)))
        first += length
    phases.append(Phase(Years(first, None), draw(inner)))
    return Phased(tuple(phases), draw(counted_from))


def _grown(inner):
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return (
        st.builds(Greatest, several)
        | st.builds(Least, several)
        | st.builds(SumOf, several)
        | st.builds(Equally, inner)
        | _phases(inner)
        | _by_days(inner)
        | st.builds(
            Escalating,
            amount=inner,
            every_years=st.integers(1, 10),
            rate=rates,
            method=st.sampled_from(["simple", "compound"]),
            counted_from=counted_from,
        )
    )


number_terms = st.recursive(
    _number_leaves,
    lambda inner: (
        _grown(inner)
        | st.builds(Product, st.lists(inner, min_size=1, max_size=2).map(tuple))
    ),
    max_leaves=4,
)
money_terms = st.recursive(
    _money_leaves,
    lambda inner: (
        _grown(inner)
        | st.builds(SharedTotal, inner, number_terms)
        | st.builds(Product, st.tuples(inner, number_terms))
    ),
    max_leaves=4,
)
