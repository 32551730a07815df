"""Random contracts that pass their own checks, with every clause and every term."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from sanbian.clause import (
    PAYMENT_KINDS,
    Allotment,
    ByStatus,
    Dividend,
    Equally,
    Escalating,
    Fixed,
    Greatest,
    Guarantee,
    Kind,
    Least,
    LendAndReturn,
    Measured,
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
from sanbian.contract import (
    Base,
    BaseKind,
    Contract,
    Contribution,
    Fund,
    Matters,
    NamedMeasure,
    Party,
    PartyRole,
    Pool,
    Procedure,
    ProcedureStep,
    Safeguard,
    SafeguardKind,
    ShareClass,
    Version,
)
from sanbian.law import Vehicle
from sanbian.money import OddFen, Rounding
from sanbian.period import Years
from sanbian.register import LeavingRule, OnLeaving, Status

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

_money_leaves = (
    st.builds(Fixed, fens)
    | st.builds(Measured, st.sampled_from(["capital", "share_capital", "budget"]))
    | st.builds(PerUnit, prices, st.sampled_from(["area", "shares", "people"]))
    | st.builds(PartOf, rates, st.sampled_from(["capital", "profit", "reserve", "budget"]))
)
_number_leaves = (
    st.builds(Measured, st.sampled_from(["area", "shares", "equal", "people", "factor"]))
    | st.builds(ByStatus, st.dictionaries(statuses, numbers, max_size=4))
    | st.builds(PartOf, rates, st.just("area"))
)


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
            {"charged": "cost", "paid_from": ("receipts", "coop")},
            {"charged": "first_charge", "paid_from": ("profit",)},
            {"charged": "guarantor", "paid_from": ("company",)},
        ]
    )
    return charged.flatmap(
        lambda how: st.builds(
            Guarantee,
            id=st.just("3"),
            to=st.sampled_from(["members", "poor"]),
            amount=money_terms,
            combine=st.sampled_from(["add", "excess", "greater"]),
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
    return st.builds(
        OrderPurchase,
        id=st.just("5.1"),
        to=st.just("members"),
        paid_from=st.just(("company",)),
        quantity=st.just("milk"),
        floor_price=prices,
        market_price=st.sampled_from([None, "price"]),
        fee=prices,
        unpaid=unpaid,
        rounding=roundings,
        words=texts,
    )


@st.composite
def _splits(draw):
    weights = draw(st.tuples(*[st.integers(0, 10)] * 3).filter(any))
    kinds = st.sampled_from(Kind)
    parts = tuple(
        SplitPart(to, Fraction(weight, sum(weights)), draw(kinds))
        for to, weight in zip(("company", "pool", "coop"), weights, strict=True)
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
    return st.builds(
        LendAndReturn,
        id=st.just("13"),
        lent=st.just("lent"),
        returned=st.just("returned"),
        to=st.just("company"),
        unit=st.sampled_from(["head", "gram"]),
        words=texts,
    )


@st.composite
def _clauses(draw):
    """Some of the clauses, in an order that the law allows; no pool filled for nobody."""
    groups = (
        (_payments(),),
        (_guarantees(),),
        (_preferred(),),
        (_purchases(),),
        (_splits(), _dividends("8", "pool")),
        (_allotments(), _dividends("9", "village_pool")),
        (_refunds(),),
        (_retentions(),),
        (_loans(),),
    )
    clauses = [draw(_reserves())]
    for group in groups:
        if draw(st.booleans()):
            clauses += [draw(clause) for clause in group]
    if draw(st.booleans()):
        clauses.append(draw(_top_ups(tuple(clause.id for clause in clauses[:2]))))
    return tuple(clauses)


@st.composite
def _versions(draw, since):
    odd_fen = draw(st.sampled_from(OddFen))
    pay_in = draw(st.sampled_from(["fen", "jiao", "yuan"]))
    accounts = st.sampled_from(["reserve", "coop"])
    return Version(
        since=since,
        odd_fen=odd_fen,
        odd_fen_to=draw(accounts) if odd_fen is OddFen.TO_ACCOUNT else None,
        rounding=draw(st.sampled_from(Rounding)),
        record_day=draw(
            st.sampled_from(["period_end", "period_start", "share_days", "12-31"])
        ),
        pay_in=pay_in,
        left_to=None if pay_in == "fen" else draw(accounts),
        clauses=draw(_clauses()),
        words=draw(texts),
    )


# --- the rest of a contract ------------------------------------------------------------

leaving_rules = st.sampled_from(
    [
        None,
        LeavingRule(then=OnLeaving.KEEP),
        LeavingRule(then=OnLeaving.KEEP, keep_years=3),
        LeavingRule(then=OnLeaving.STOP),
        LeavingRule(then=OnLeaving.SPREAD),
        LeavingRule(then=OnLeaving.CONVERT, convert_to="land"),
        LeavingRule(then=OnLeaving.REASSIGN, successors=("H1", "H2")),
    ]
)
contributions = st.builds(
    Contribution,
    by=st.sampled_from(["coop", "land", "members"]),
    what=st.sampled_from(["land", "money", "livestock", "fiscal_funds", "loan"]),
    quantity=st.none() | numbers,
    unit=texts,
    unit_value=st.none() | prices,
    appraised=st.none() | fens,
    day=st.none() | days,
    method=texts,
    approved_by=texts,
    funded_by=texts,
    words=texts,
)
safeguards = st.builds(
    Safeguard,
    kind=st.sampled_from(SafeguardKind),
    by=st.sampled_from(["", "company", "reserve"]),
    amount=st.none() | fens,
    rate=st.none() | rates,
    days=st.none() | st.integers(0, 999),
    words=texts,
)
steps = st.builds(
    ProcedureStep,
    step=texts,
    day=days,
    due=st.none() | st.integers(0, 999),
    present=st.none() | st.integers(0, 999),
    in_favour=st.none() | st.integers(0, 999),
    words=texts,
)
procedures = st.builds(
    Procedure,
    steps=st.lists(steps, max_size=2).map(tuple),
    consents=st.none() | st.integers(0, 999),
    households=st.none() | st.integers(0, 999),
)
MEASURES = (
    NamedMeasure(id="area", name="入股面积", unit="mu"),
    NamedMeasure(id="capital", name="入股资金", unit="yuan"),
    NamedMeasure(id="milk", name="交奶量", unit="kg"),
    NamedMeasure(id="price", name="市场价", unit="yuan"),
    NamedMeasure(id="lent", name="借出", unit="head"),
    NamedMeasure(id="returned", name="归还", unit="head"),
    NamedMeasure(id="village_area", name="村面积", unit="mu", level="group"),
    NamedMeasure(id="village_aid", name="村补助", unit="yuan", level="group"),
    NamedMeasure(id="budget", name="财政资金", unit="yuan", level="contract"),
    NamedMeasure(id="factor", name="系数", unit="", level="contract"),
)


@st.composite
def contracts(draw):
    """A contract that can be settled, as far as its own checks know."""
    parties = (
        Party(id="coop", name=draw(names), role=PartyRole.COOPERATIVE),
        Party(
            id="company",
            name=draw(names),
            role=draw(st.sampled_from(PartyRole)),
            pays_up_to=draw(st.none() | fens),
        ),
        Party(id="village", name="村集体", role=PartyRole.COLLECTIVE, per_group=True),
    )
    share_classes = (
        ShareClass(
            id="land", name="土地股", par=draw(fens), total=draw(st.none() | numbers)
        ),
        ShareClass(
            id="poor",
            name="贫困户优先股",
            par=draw(fens),
            management=draw(st.sampled_from(["static", "dynamic"])),
            on_leaving_poverty=draw(leaving_rules),
        ),
    )
    later = draw(st.lists(st.integers(1, 3000), max_size=1, unique=True))
    return Contract(
        id=draw(names),
        title=draw(texts),
        vehicle=draw(st.sampled_from(Vehicle)),
        starts=STARTS,
        ends=draw(st.none() | st.dates(STARTS, date(2199, 12, 31))),
        signed=draw(st.none() | days),
        place=draw(texts),
        source=draw(texts),
        matters=draw(st.builds(Matters, project=texts, distribution=texts)),
        parties=parties,
        share_classes=share_classes,
        contributions=tuple(draw(st.lists(contributions, max_size=2))),
        bases=(
            Base(id="receipts", name="收入", base=BaseKind.GROSS_RECEIPTS),
            Base(
                id="profit",
                name="净利润",
                base=BaseKind.NET_PROFIT,
                carry_loss=draw(st.sampled_from([None, True, False])),
            ),
            Base(id="grant", name="补助", base=BaseKind.STATED_AMOUNT),
        ),
        pools=(
            Pool(id="pool", name="待分配款"),
            Pool(id="village_pool", name="各村款", per_group=True),
        ),
        funds=(
            Fund(
                id="reserve",
                name="公积金",
                opening=draw(fens),
                target=draw(st.none() | fens),
            ),
        ),
        measures=MEASURES,
        versions=tuple(
            draw(_versions(STARTS.replace(year=2016 + shift // 365)))
            for shift in (0, *(365 + days_later for days_later in later))
        ),
        safeguards=tuple(draw(st.lists(safeguards, max_size=2))),
        procedure=draw(procedures),
    )
