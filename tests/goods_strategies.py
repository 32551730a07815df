"""Random clauses in kind, over the names that `contract_strategies` declares."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from term_strategies import (
    counted_from,
    numbers,
    roundings,
    statuses,
    texts,
    year_ranges,
)

from sanbian.clause import Deliver, Kind, LendAndReturn


def loans():
    lost = ({}, {"lost": "lost", "lost_price": Fraction(80_000)})
    return st.one_of(
        st.builds(
            LendAndReturn,
            id=st.just("13"),
            lent=st.just("lent"),
            returned=st.just("returned"),
            to=st.just("company"),
            unit=st.just("head"),
            offspring=numbers,
            herd=st.none() | st.integers(0, 10**6),
            due_years=st.none() | st.integers(1, 30),
            words=texts,
            **{name: st.just(value) for name, value in given.items()},
        )
        for given in lost
    )


def deliveries():
    rest = (
        {"undelivered": "carry"},
        {"undelivered": "money", "price": "price", "kind": Kind.RENT, "unpaid": "carry"},
    )
    return st.one_of(
        st.builds(
            Deliver,
            id=st.just("14"),
            to=st.sampled_from(["members", "land"]),
            by=st.just("company"),
            each=numbers,
            per=st.sampled_from(["area", "equal", "shares"]),
            unit=st.just("kg"),
            delivered=st.just("taken"),
            status=st.none() | statuses,
            years=st.none() | year_ranges,
            counted_from=counted_from,
            rounding=roundings,
            words=texts,
            **{name: st.just(value) for name, value in given.items()},
        )
        for given in rest
    )
