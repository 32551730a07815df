"""Random terms and clauses, over the names that `contract_strategies` declares."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import get_args

from hypothesis import strategies as st

from sanbian.clause import (
    PAYMENT_KINDS,
    Allotment,
    ByStatus,
    Condition,
    Conditional,
    Deliver,
    Dividend,
    Equally,
    Escalating,
    Fixed,
    Grade,
    Greatest,
    Guarantee,
    Kind,
    LateFee,
    Least,
    LeftOf,
    LendAndReturn,
    Measured,
    Number,
    OrderPurchase,
    PartOf,
    PatronageRefund,
    Payment,
    PerUnit,
    Phase,
    Phased,
    PreferredDividend,
    Product,
    Reserve,
    Retention,
    SharedTotal,
    Split,
    SplitPart,
    SumOf,
    TopUp,
)
from sanbian.clause.terms import RelationWord
from sanbian.money import Rounding
from sanbian.period import Years, due
from sanbian.register import Status

FEN_MAX = 10**15
STARTS = date(2016, 1, 1)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.text("合作社股份甲乙丙丁戊己庚辛", min_size=1, max_size=8)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
fens = st.integers(0, FEN_MAX) | st.integers(0, 10**6)
rates = st.fractions(0, 1, max_denominator=1000) | st.integers(0, 100).map(
    lambda percent: Fraction(percent, 100)
)
numbers = st.fractions(0, 10**6, max_denominator=1000)
prices = st.fractions(0, 10**6, max_denominator=10**4)
statuses = st.sampled_from([status.value for status in Status])
counted_from = st.sampled_from(["start", "entry"]) | days
counted_for_all = st.just("start") | days
roundings = st.none() | st.sampled_from(Rounding)
unpaid = st.sampled_from(["carry", "lapse", "error"])


def year_ranges():
    bounds = st.tuples(st.integers(1, 30), st.none() | st.integers(0, 30))
    return bounds.map(
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


_money_leaves = (
    _plain_money | _either(_plain_money) | st.builds(PartOf, rates, _plain_money)
)
_number_leaves = _plain_numbers | _either(_plain_numbers)


@st.composite
def _phases(draw, inner):
    """Phases from year one on, without gap."""
    lengths = draw(st.lists(st.integers(1, 5), max_size=2))
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

# --- clauses ---------------------------------------------------------------------------


def _payments():
    return st.builds(
        Payment,
        id=st.just("1"),
        kind=st.sampled_from(PAYMENT_KINDS),
        to=st.sampled_from(["members", "land", "poor"]),
        paid_from=st.sampled_from([("coop",), ("receipts", "company"), ("reserve",)]),
        amount=money_terms,
        unpaid=unpaid,
        status=st.none() | statuses,
        years=st.none() | year_ranges(),
        counted_from=counted_from,
        rounding=roundings,
        words=texts,
    )


def _reserves():
    return st.builds(
        Reserve,
        id=st.just("2"),
        of=st.just("profit"),
        rate=rates,
        to=st.just("reserve"),
        rounding=roundings,
        words=texts,
    )


def _guarantees():
    charged = st.sampled_from(
        [
            {"charged": "cost", "paid_from": ("receipts", "coop"), "combine": "add"},
            {"charged": "first_charge", "paid_from": ("profit",), "combine": "add"},
            {"charged": "guarantor", "paid_from": ("company",), "combine": "greater"},
        ]
    )
    return charged.flatmap(
        lambda how: st.builds(
            Guarantee,
            id=st.just("3"),
            to=st.sampled_from(["members", "poor"]),
            amount=money_terms,
            unpaid=unpaid,
            status=st.none() | statuses,
            years=st.none() | year_ranges(),
            counted_from=counted_from,
            rounding=roundings,
            words=texts,
            **{name: st.just(value) for name, value in how.items()},
        )
    )


def _preferred():
    return st.builds(
        PreferredDividend,
        id=st.just("4"),
        of=st.just("profit"),
        to=st.just("poor"),
        rate=rates,
        on=st.just("capital"),
        cumulative=st.booleans(),
        rounding=roundings,
        words=texts,
    )


def _purchases():
    grade = st.builds(
        Grade,
        quantity=st.just("milk"),
        floor_price=prices,
        market_price=st.sampled_from([None, "price"]),
    )
    what = st.fixed_dictionaries(
        {
            "quantity": st.just("milk"),
            "floor_price": prices,
            "market_price": st.sampled_from([None, "price"]),
        }
    ) | st.fixed_dictionaries(
        {"grades": st.lists(grade, min_size=1, max_size=3).map(tuple)}
    )
    minimum = st.just({}) | st.fixed_dictionaries(
        {"minimum": numbers, "below": st.sampled_from(["floor_only", "nothing"])}
    )
    return st.builds(
        lambda what, minimum, **given: OrderPurchase(**what, **minimum, **given),
        what,
        minimum,
        id=st.just("5.1"),
        to=st.just("members"),
        paid_from=st.just(("company",)),
        fee=prices,
        unpaid=unpaid,
        rounding=roundings,
        words=texts,
    )


@st.composite
def _splits(draw):
    weights = draw(st.tuples(st.integers(0, 10), st.integers(1, 10), st.integers(0, 10)))
    kinds = st.sampled_from(Kind)
    parts = tuple(
        SplitPart(to, Fraction(weight, sum(weights)), draw(kinds))
        for to, weight in zip(("company", "pool", "coop"), weights, strict=True)
        if weight
    )
    return Split(
        id="6",
        of="receipts",
        parts=parts,
        years=draw(st.none() | year_ranges()),
        counted_from=draw(counted_for_all),
        words=draw(texts),
    )


def _allotments():
    return st.builds(
        Allotment,
        id=st.just("7"),
        of=st.just("grant"),
        to=st.just("village_pool"),
        by=number_terms,
        words=texts,
    )


def _dividends(number, of):
    return st.builds(
        Dividend,
        id=st.just(number),
        of=st.just(of),
        to=st.sampled_from(["members", "land"]),
        by=number_terms,
        at_least=st.none() | money_terms,
        at_most=st.none() | money_terms,
        rest=st.sampled_from([None, "reserve", "coop"]),
        kind=st.sampled_from(Kind),
        status=st.none() | statuses,
        years=st.none() | year_ranges(),
        counted_from=counted_from,
        words=texts,
    )


def _refunds():
    return st.builds(
        PatronageRefund,
        id=st.just("10"),
        of=st.just("profit"),
        to=st.just("members"),
        by=number_terms,
        rate=st.fractions(Fraction(3, 5), 1, max_denominator=100),
        words=texts,
    )


def _retentions():
    return st.builds(
        Retention,
        id=st.just("第十一条"),
        of=st.just("profit"),
        to=st.sampled_from(["reserve", "coop"]),
        words=texts,
    )


def _top_ups(counting):
    return st.builds(
        TopUp,
        id=st.just("12"),
        to=st.just("members"),
        paid_from=st.just(("coop",)),
        amount=money_terms,
        counting=st.just(counting),
        within=st.sampled_from(["period", "year"]),
        unpaid=unpaid,
        status=st.none() | statuses,
        rounding=roundings,
        words=texts,
    )


def _loans():
    lost = st.sampled_from([{}, {"lost": "lost", "lost_price": Fraction(80_000)}])
    return lost.flatmap(
        lambda given: st.builds(
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
    )


def _deliveries():
    rest = st.sampled_from(
        [
            {"undelivered": "carry"},
            {
                "undelivered": "money",
                "price": "price",
                "kind": Kind.RENT,
                "unpaid": "carry",
            },
        ]
    )
    return rest.flatmap(
        lambda given: st.builds(
            Deliver,
            id=st.just("14"),
            to=st.sampled_from(["members", "land"]),
            by=st.just("company"),
            each=numbers,
            per=st.sampled_from(["area", "equal", "shares"]),
            unit=st.just("kg"),
            delivered=st.just("taken"),
            status=st.none() | statuses,
            years=st.none() | year_ranges(),
            counted_from=counted_from,
            rounding=roundings,
            words=texts,
            **{name: st.just(value) for name, value in given.items()},
        )
    )


def _late_fees(on):
    days = st.sampled_from(["30 days", "11-15", "next 03-31"]).map(due)
    return st.builds(
        LateFee,
        id=st.just("14"),
        on=st.just(on),
        to=st.just("members"),
        paid_from=st.just(("coop", "company")),
        rate=st.fractions(0, 1, max_denominator=1000),
        due=days,
        at_most=st.none() | st.fractions(Fraction(1, 100), 1, max_denominator=100),
        unpaid=unpaid,
        rounding=roundings,
        words=texts,
    )


@st.composite
def clauses(draw):
    """Some of the clauses, in an order that the law allows; no pool filled for nobody."""
    groups = (
        (_payments(),),
        (_guarantees(),),
        (_refunds(),),
        (_preferred(),),
        (_purchases(),),
        (_splits(), _dividends("8", "pool")),
        (_allotments(), _dividends("9", "village_pool")),
        (_retentions(),),
        (_loans(),),
        (_deliveries(),),
    )
    clauses = [draw(_reserves())]
    for group in groups:
        if draw(st.booleans()):
            clauses += [draw(clause) for clause in group]
    if draw(st.booleans()):
        clauses.append(draw(_top_ups(tuple(clause.id for clause in clauses[:2]))))
    owing = tuple(clause.id for clause in clauses if isinstance(clause, OrderPurchase))
    if owing and draw(st.booleans()):
        clauses.append(draw(_late_fees(owing)))
    return tuple(clauses)
