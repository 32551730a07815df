"""Terms at random, over the names of `contract_builders`."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import get_args

from hypothesis import strategies as st
from number_strategies import fractions

from sanbian import (
    Band,
    Bands,
    ByStatus,
    Condition,
    Conditional,
    Daily,
    DayCount,
    Equally,
    Escalating,
    Fixed,
    Greatest,
    Least,
    LeftOf,
    Measured,
    PartOf,
    PerUnit,
    Phase,
    Phased,
    Product,
    SharedTotal,
    SumOf,
    Yearly,
    years,
)
from sanbian.clause.terms import RelationWord

RATES = fractions(0, 1, max_denominator=12)


@cache  # to build a strategy takes longer than to draw from it
def amounts_due():
    """Terms in money for each who receives."""
    plain = st.one_of(
        st.integers(0, 500).map(Fixed),
        fractions(0, 300, max_denominator=7).map(lambda price: PerUnit(price, "mu")),
        RATES.map(lambda rate: PartOf(rate, "own")),
        st.integers(0, 900).map(lambda total: SharedTotal(Fixed(total), Measured("equal"))),
        st.integers(0, 900).map(lambda total: Equally(Fixed(total))),
        st.just(SharedTotal(PerUnit(Fraction(50), "mu"), Measured("people"))),
        st.just(Product((ByStatus({"poor": Fraction(2)}), Fixed(30)))),
        RATES.map(lambda rate: PartOf(rate, PerUnit(Fraction(700), "mu"))),
        RATES.map(lambda rate: PartOf(rate, LeftOf("deposit"))),
    )
    pairs = st.tuples(plain, plain)
    return st.one_of(
        plain,
        pairs.map(Greatest),
        pairs.map(Least),
        pairs.map(SumOf),
        st.builds(
            lambda low, high, method: Bands(
                bands=(Band(low, 300), Band(high)), of="own", method=method
            ),
            RATES,
            RATES,
            st.sampled_from(["slices", "whole"]),
        ),
        st.builds(Yearly, amount=plain, days=st.sampled_from(DayCount)),
        st.builds(lambda amount: Daily(amount=amount, until=date(2020, 3, 1)), plain),
        st.builds(
            lambda when, pair: Conditional(when=when, then=pair[0], otherwise=pair[1]),
            conditions(),
            pairs,
        ),
        st.builds(
            lambda one, two, day: Phased(
                (Phase(years("1-2"), one), Phase(years("3-"), two)), counted_from=day
            ),
            plain,
            plain,
            st.sampled_from(["start", "entry", date(2019, 6, 1)]),
        ),
        st.builds(
            Escalating,
            amount=plain,
            every_years=st.integers(1, 2),
            rate=RATES,
            method=st.sampled_from(["simple", "compound"]),
            counted_from=st.sampled_from(["start", "entry"]),
        ),
    )


@cache
def limits():
    """An amount that may be stated, or none."""
    return st.none() | amounts_due()


def conditions():
    """Comparisons for each holder, and for the whole contract."""
    return st.builds(
        Condition,
        st.sampled_from(["own", LeftOf("reserve"), PerUnit(Fraction(100), "mu"), "price"]),
        st.sampled_from(get_args(RelationWord)),
        st.integers(1, 500).map(Fixed) | st.just(PerUnit(Fraction(50), "people")),
    )
