"""Random clauses, over the names that `contract_strategies` declares."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from goods_strategies import deliveries, loans
from hypothesis import strategies as st
from member_strategies import averagings, exits, quantified_reserves
from number_strategies import fractions
from term_strategies import (
    counted_for_all,
    counted_from,
    money_terms,
    number_terms,
    numbers,
    prices,
    rates,
    roundings,
    statuses,
    texts,
    unpaid,
    year_ranges,
)

from sanbian.clause import (
    DEDUCTION_KINDS,
    PAYMENT_KINDS,
    Allotment,
    Condition,
    Deduction,
    Dividend,
    Fixed,
    Grade,
    Guarantee,
    Kind,
    LateFee,
    OrderPurchase,
    PatronageRefund,
    Payment,
    PreferredDividend,
    Reinvestment,
    Reserve,
    Retention,
    Split,
    SplitOfEach,
    SplitPart,
    TopUp,
)
from sanbian.period import due


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
        years=st.none() | year_ranges,
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
    charged = (
        {"charged": "cost", "paid_from": ("receipts", "coop"), "combine": "add"},
        {"charged": "first_charge", "paid_from": ("profit",), "combine": "add"},
        {"charged": "guarantor", "paid_from": ("company",), "combine": "greater"},
    )
    return st.one_of(
        st.builds(
            Guarantee,
            id=st.just("3"),
            to=st.sampled_from(["members", "poor"]),
            amount=money_terms,
            unpaid=unpaid,
            status=st.none() | statuses,
            years=st.none() | year_ranges,
            counted_from=counted_from,
            rounding=roundings,
            words=texts,
            **{name: st.just(value) for name, value in how.items()},
        )
        for how in charged
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
        participating=st.just(value=True),
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


conditions_of_all = st.builds(
    Condition,
    st.just("budget"),
    st.sampled_from(["more_than", "at_most"]),
    st.integers(1, 10**9).map(Fixed),
)


_weights = st.tuples(st.integers(0, 10), st.integers(1, 10), st.integers(0, 10))
_kinds = st.sampled_from(Kind)
_when = st.none() | conditions_of_all
_years = st.none() | year_ranges


@st.composite
def _splits(draw):
    weights = draw(_weights)
    parts = tuple(
        SplitPart(to, Fraction(weight, sum(weights)), draw(_kinds))
        for to, weight in zip(("company", "pool", "coop"), weights, strict=True)
        if weight
    )
    return Split(
        id="6",
        of="receipts",
        parts=parts,
        when=draw(_when),
        years=draw(_years),
        counted_from=draw(counted_for_all),
        words=draw(texts),
    )


def _splits_of_each():
    sides = st.lists(
        st.sampled_from(["members", "company", "coop"]), min_size=1, max_size=3, unique=True
    )
    return sides.map(
        lambda names: SplitOfEach(
            id="31",
            of="capital",
            paid_from=("company",),
            parts=tuple(SplitPart(name, Fraction(1, len(names))) for name in names),
        )
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
        years=st.none() | year_ranges,
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
        rate=fractions(Fraction(3, 5), 1, max_denominator=100),
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


@cache
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


def _deductions():
    return st.builds(
        Deduction,
        id=st.just("21"),
        kind=st.sampled_from(DEDUCTION_KINDS),
        holders=st.sampled_from(["members", "land"]),
        out_of=st.just(("all",)),
        to=st.sampled_from(["coop", "reserve", "own"]),
        amount=money_terms,
        unpaid=unpaid,
        status=st.none() | statuses,
        years=st.none() | year_ranges,
        counted_from=counted_from,
        rounding=roundings,
        words=texts,
    )


def _reinvestments():
    return st.builds(
        Reinvestment,
        id=st.just("22"),
        out_of=st.just(("all",)),
        rate=rates,
        to=st.just("own"),
        earns_from=st.just("next_period"),
        status=st.none() | statuses,
        years=st.none() | year_ranges,
        counted_from=counted_from,
        rounding=roundings,
        words=texts,
    )


@cache
def _late_fees(on):
    days = st.sampled_from(["30 days", "11-15", "next 03-31"]).map(due)
    return st.builds(
        LateFee,
        id=st.just("15"),
        on=st.just(on),
        to=st.just("members"),
        paid_from=st.just(("coop", "company")),
        rate=fractions(0, 1, max_denominator=1000),
        due=days,
        at_most=st.none() | fractions(Fraction(1, 100), 1, max_denominator=100),
        unpaid=unpaid,
        rounding=roundings,
        words=texts,
    )


GROUPS = (
    (_payments(),),
    (_guarantees(),),
    (_refunds(),),
    (_preferred(),),
    (_purchases(),),
    (_splits(), _dividends("8", "pool")),
    (_allotments(), _dividends("9", "village_pool")),
    (_retentions(),),
    (loans(),),
    (_splits_of_each(),),
    (deliveries(),),
    (_deductions(),),
    (averagings,),
    (exits(),),
)
"""Built once: to build a strategy takes longer than to draw from it."""

_first = _reserves() | quantified_reserves
_last = _reinvestments()


@st.composite
def clauses(draw):
    """Some of the clauses, in an order that the law allows; no pool filled for nobody."""
    clauses = [draw(_first)]
    for group in GROUPS:
        if draw(st.booleans()):
            clauses += [draw(clause) for clause in group]
    if draw(st.booleans()):
        clauses.append(draw(_top_ups(tuple(clause.id for clause in clauses[:2]))))
    owing = tuple(clause.id for clause in clauses if isinstance(clause, OrderPurchase))
    if owing and draw(st.booleans()):
        clauses.append(draw(_late_fees(owing)))
    if draw(st.booleans()):  # of all lines, so after all that give them
        clauses.append(draw(_last))
    return tuple(clauses)
