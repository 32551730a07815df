"""Random clauses, over the names that `contract_strategies` declares."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from member_strategies import averagings, exits, quantified_reserves
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
    Deliver,
    Dividend,
    Fixed,
    Grade,
    Guarantee,
    Kind,
    LateFee,
    LendAndReturn,
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
        when=draw(st.none() | conditions_of_all),
        years=draw(st.none() | year_ranges()),
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
        years=st.none() | year_ranges(),
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
        years=st.none() | year_ranges(),
        counted_from=counted_from,
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
        id=st.just("15"),
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
        (_splits_of_each(),),
        (_deliveries(),),
        (_deductions(),),
        (averagings,),
        (exits(),),
    )
    clauses = [draw(_reserves() | quantified_reserves)]
    for group in groups:
        if draw(st.booleans()):
            clauses += [draw(clause) for clause in group]
    if draw(st.booleans()):
        clauses.append(draw(_top_ups(tuple(clause.id for clause in clauses[:2]))))
    owing = tuple(clause.id for clause in clauses if isinstance(clause, OrderPurchase))
    if owing and draw(st.booleans()):
        clauses.append(draw(_late_fees(owing)))
    if draw(st.booleans()):  # of all lines, so after all that give them
        clauses.append(draw(_reinvestments()))
    return tuple(clauses)
