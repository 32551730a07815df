"""Random contracts that pass their own checks, with every clause and every term."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import get_args

from clause_strategies import clauses
from hypothesis import strategies as st
from member_strategies import accounts
from term_strategies import (
    STARTS,
    days,
    fens,
    names,
    numbers,
    prices,
    rates,
    statuses,
    texts,
)

from sanbian.clause import Fixed, PerUnit
from sanbian.contract import (
    Base,
    BaseKind,
    Contract,
    Contribution,
    Example,
    ExampleHousehold,
    Expected,
    Fund,
    Matter,
    Matters,
    NamedMeasure,
    Party,
    PartyRole,
    Plot,
    Pool,
    Procedure,
    ProcedureStep,
    Safeguard,
    SafeguardKind,
    ShareClass,
    Signature,
    Version,
)
from sanbian.facts import Advance
from sanbian.law import Vehicle
from sanbian.leaving import LeavingRule, OnLeaving
from sanbian.money import OddFen, Rounding
from sanbian.period import Period
from sanbian.register import Status

LATER = date(2016, 1, 2)
LAST = date(2199, 12, 31)


_some_fens = st.none() | fens
_left_to = st.sampled_from(["reserve", "coop"])
_clauses = clauses()


@st.composite
def _versions(draw, since):
    odd_fen = draw(st.sampled_from(OddFen))
    pay_in = draw(st.sampled_from(["fen", "jiao", "yuan"]))
    return Version(
        since=since,
        odd_fen=odd_fen,
        odd_fen_to=draw(_left_to) if odd_fen is OddFen.TO_ACCOUNT else None,
        rounding=draw(st.sampled_from(Rounding)),
        record_day=draw(
            st.sampled_from(["period_end", "period_start", "share_days", "12-31"])
        ),
        pay_in=pay_in,
        left_to=None if pay_in == "fen" else draw(_left_to),
        clauses=draw(_clauses),
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
recorded = st.builds(
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
    plots=st.lists(
        st.builds(
            Plot,
            household=st.sampled_from(["", "H1", "H2"]),
            name=texts,
            location=texts,
            area_mu=st.none() | numbers,
            grade=texts,
            contracted_until=st.none() | days,
        ),
        max_size=2,
    ).map(tuple),
    contracted_until=st.none() | days,
    voice=st.sampled_from([None, (), ("vote",), ("management", "information")]),
    owner_after=texts,
    disposal_by=st.sampled_from([(), ("assembly", "county")]),
    words=texts,
)
quantified = st.builds(
    Contribution,
    by=st.sampled_from(["coop", "members"]),
    what=st.sampled_from(["land", "labour", "technology"]),
    into=st.just("common"),
    value=st.builds(Fixed, fens) | st.builds(PerUnit, prices, st.just("area")),
    status=st.none() | statuses,
    printed=st.none() | rates,
    words=texts,
)
contributions = recorded | quantified
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
    matter=st.none() | st.sampled_from(get_args(Matter)),
    noticed=st.none() | days,
    laid_open=st.none() | days,
    votes=st.none() | st.integers(0, 999),
    votes_in_favour=st.none() | st.integers(0, 999),
    members=st.none() | st.integers(0, 999),
    until=st.none() | st.just(LAST),
    objections=st.none() | st.integers(0, 9),
    handled=st.none() | days,
    words=texts,
)
procedures = st.builds(
    Procedure,
    steps=st.lists(steps, max_size=2).map(tuple),
    consents=st.none() | st.integers(0, 999),
    households=st.none() | st.integers(0, 999),
    written=st.none() | st.booleans(),
    signatures=st.lists(
        st.builds(
            Signature,
            household=st.sampled_from(["H1", "H2"]),
            by=texts,
            mandate=texts,
            day=st.none() | days,
        ),
        max_size=2,
    ).map(tuple),
)
MEASURES = (
    NamedMeasure(id="area", name="入股面积", unit="mu"),
    NamedMeasure(id="capital", name="入股资金", unit="yuan"),
    NamedMeasure(id="milk", name="交奶量", unit="kg"),
    NamedMeasure(id="price", name="市场价", unit="yuan"),
    NamedMeasure(id="lent", name="借出", unit="head"),
    NamedMeasure(id="returned", name="归还", unit="head"),
    NamedMeasure(id="lost", name="丢失", unit="head"),
    NamedMeasure(id="taken", name="已领", unit="kg"),
    NamedMeasure(id="village_area", name="村面积", unit="mu", level="group"),
    NamedMeasure(id="village_aid", name="村补助", unit="yuan", level="group"),
    NamedMeasure(id="budget", name="财政资金", unit="yuan", level="contract"),
    NamedMeasure(id="factor", name="系数", unit="", level="contract"),
)


@st.composite
def _parties(draw):
    company = Party(
        id="company",
        name=draw(names),
        role=draw(st.sampled_from(PartyRole)),
        pays_up_to=draw(_some_fens),
    )
    return (
        Party(id="coop", name=draw(names), role=PartyRole.COOPERATIVE),
        company,
        Party(id="village", name="村集体", role=PartyRole.COLLECTIVE, per_group=True),
    )


_some_number = st.none() | numbers


@st.composite
def _share_classes(draw):
    poor = ShareClass(
        id="poor",
        name="贫困户优先股",
        par=draw(fens),
        management=draw(st.sampled_from(["static", "dynamic"])),
        outsiders=draw(st.booleans()),
        on_leaving_poverty=draw(leaving_rules),
    )
    total = draw(_some_number)
    common = ShareClass(
        id="common",
        name="量化股",
        par=draw(st.integers(1, 10**9)),
        decimals=draw(st.integers(0, 6)),
        residue_to=draw(names),
    )
    land = ShareClass(id="land", name="土地股", par=draw(fens), total=total)
    return land, poor, common


@st.composite
def _bases(draw):
    carry_loss = draw(st.sampled_from([None, True, False]))
    return (
        Base(id="receipts", name="收入", base=BaseKind.GROSS_RECEIPTS),
        Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT, carry_loss=carry_loss),
        Base(id="grant", name="补助", base=BaseKind.STATED_AMOUNT),
    )


WORDS = st.text(min_size=1, max_size=6).filter(str.strip)


_signed = st.integers(-(10**9), 10**9)
_people = st.lists(
    st.builds(
        ExampleHousehold,
        code=WORDS,
        group=st.just("东村"),
        people=st.integers(0, 9),
        status=st.sampled_from(Status),
        status_day=st.none() | days,
        left=st.none() | days,
        shares=st.dictionaries(st.sampled_from(["land", "poor"]), numbers),
        measures=st.dictionaries(st.sampled_from(["area", "capital"]), numbers),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda each: each.code,
)
_amounts = st.dictionaries(st.just("receipts"), _signed)
_measures = st.fixed_dictionaries({"budget": prices, "factor": numbers})
_put_up = st.dictionaries(st.just("coop"), fens)
_advanced = st.lists(fens, max_size=2)
_funds = st.dictionaries(st.just("reserve"), _signed)
_groups = st.dictionaries(st.just("village 东村"), fens)
_some_notices = st.none() | st.just(("arrears",))


@st.composite
def _examples(draw, clause):
    """Worked examples that can be read; most of them would fail."""
    households = draw(_people)
    code = households[0].code
    first = draw(st.dates(STARTS, date(2100, 1, 1)))
    return Example(
        name=draw(WORDS),
        proposed=draw(st.booleans()),
        period=Period(first, draw(st.dates(first, LAST))),
        amounts=draw(_amounts),
        measures=draw(_measures),
        group_measures={"village_aid": {"东村": draw(prices)}},
        put_up=draw(_put_up),
        draws={clause: (code,)} if draw(st.booleans()) else {},
        advances=tuple(
            Advance(household=code, clause=clause, amount=amount, day=first, by="coop")
            for amount in draw(_advanced)
        ),
        households=tuple(households),
        expect=Expected(
            paid=draw(fens),
            arrears=draw(_some_fens),
            notices=draw(_some_notices),
            totals={f"{clause} rent holders": draw(fens)} if draw(st.booleans()) else {},
            holders={code: {"paid": draw(_signed)}},
            groups=draw(_groups),
            funds=draw(_funds),
            in_kind={clause: draw(st.integers(0, 99))} if draw(st.booleans()) else {},
        ),
    )


_examples_of = cache(
    lambda clause: st.lists(_examples(clause), max_size=2, unique_by=lambda each: each.name)
)
_later = st.lists(st.dates(LATER, LAST), max_size=1)
_some_day, _some_rate = st.none() | days, st.none() | rates
_matters = st.builds(Matters, project=texts, distribution=texts)
_contributions = st.lists(contributions, max_size=2).map(tuple)
_safeguards = st.lists(safeguards, max_size=2).map(tuple)


@st.composite
def contracts(draw):
    """A contract that can be settled, as far as its own checks know."""
    target = draw(_some_fens)
    first_days = [STARTS, *draw(_later)]
    versions = tuple(draw(_versions(day)) for day in first_days)
    return Contract(
        id=draw(names),
        title=draw(texts),
        vehicle=draw(st.sampled_from(Vehicle)),
        starts=STARTS,
        ends=draw(st.none() | st.dates(first_days[-1], LAST)),
        signed=draw(_some_day),
        place=draw(texts),
        source=draw(texts),
        matters=draw(_matters),
        parties=draw(_parties()),
        share_classes=draw(_share_classes()),
        contributions=draw(_contributions),
        bases=draw(_bases()),
        pools=(
            Pool(id="pool", name="待分配款"),
            Pool(id="village_pool", name="各村款", per_group=True),
        ),
        funds=(
            Fund(id="reserve", name="公积金", opening=draw(fens), target=target),
            Fund(
                id="own",
                name="各户账户",
                per_member=True,
                opens_with=draw(st.sampled_from(["", "capital"])),
            ),
        ),
        measures=MEASURES,
        versions=versions,
        safeguards=draw(_safeguards),
        procedure=draw(procedures),
        member_accounts=draw(accounts),
        lpr=draw(_some_rate),
        expected_income=draw(_some_fens),
        examples=tuple(draw(_examples_of(versions[0].clauses[0].id))),
    )
