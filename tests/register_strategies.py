"""Random registers, facts and books for the contracts of `contract_strategies`."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from contract_strategies import MEASURES
from hypothesis import strategies as st
from number_strategies import fractions
from term_strategies import STARTS, fens, names, numbers

from sanbian.books import Books, Claim
from sanbian.facts import Advance, Facts, PaidOn, PartFacts, Waiver
from sanbian.period import Period
from sanbian.register import Entry, EntryKind, Household, Register, Status

codes = st.lists(st.integers(1, 99), min_size=1, max_size=6, unique=True).map(
    lambda found: tuple(f"H{number:02d}" for number in found)
)
near_days = st.dates(STARTS, date(2030, 12, 31))
digits = st.text("0123456789", min_size=15, max_size=19)
shares = fractions(Fraction(1, 100), 1000, max_denominator=100)
signed_fens = st.integers(-(10**12), 10**12)
fractions_of_fen = numbers.map(lambda number: number * 100)
MEMBER = tuple(measure for measure in MEASURES if measure.level == "member")
BASES = ("receipts", "profit", "grant")


_entered = st.none() | near_days
_stay = st.none() | st.integers(0, 4000)
_history = st.lists(near_days, max_size=3, unique=True).map(sorted)
_known = fractions(0, 1000, max_denominator=100)
_name, _digits = names | st.just(""), digits | st.just("")


@st.composite
def households(draw, code):
    entered = draw(_entered)
    stay = draw(_stay)
    history = draw(_history)
    return Household(
        code=code,
        name=draw(_name),
        group=draw(st.sampled_from(["三组", "一组", "二组"])),
        people=draw(st.integers(0, 12)),
        entered=entered,
        left=None if stay is None else (entered or STARTS) + timedelta(days=stay),
        status=tuple((day, draw(st.sampled_from(Status))) for day in history),
        measures={measure.id: draw(_known) for measure in MEMBER},
        id_number=draw(_digits),
        account=draw(_digits),
    )


@st.composite
def entry_registers(draw):
    """A register as a roster alone holds it: what each was given on entering."""
    held = tuple(draw(households(code)) for code in draw(codes))
    entries = [
        Entry(
            day=each.entered or STARTS,
            kind=EntryKind.ISSUE,
            household=each.code,
            share_class=share_class,
            shares=draw(shares),
        )
        for each in held
        for share_class in ("land", "poor")
        if draw(st.booleans())
    ]
    return Register(
        households=held, entries=tuple(sorted(entries, key=lambda entry: entry.day))
    )


_first = entry_registers()
_kinds = st.sampled_from([EntryKind.TRANSFER, EntryKind.REDEEM, None])
_part = fractions(Fraction(1, 10), 1, max_denominator=10)


@st.composite
def registers(draw):
    """A register with transfers and redemptions after what was given first."""
    first = draw(_first)
    known = [each.code for each in first.households]
    entries = list(first.entries)
    day = max((entry.day for entry in entries), default=STARTS)
    for entry in first.entries:
        day += timedelta(days=draw(st.integers(0, 400)))
        kind = draw(_kinds)
        others = [code for code in known if code != entry.household]
        if kind is None or (kind is EntryKind.TRANSFER and not others):
            continue
        entries.append(
            Entry(
                day=day,
                kind=kind,
                household=entry.household,
                share_class=entry.share_class,
                shares=entry.shares * draw(_part),
                to=draw(st.sampled_from(others)) if kind is EntryKind.TRANSFER else "",
            )
        )
    return Register(households=first.households, entries=tuple(entries))


_measures = st.dictionaries(st.sampled_from(["budget", "factor"]), fractions_of_fen)
_amounts = st.dictionaries(st.sampled_from(BASES), signed_fens)
_by_group = st.dictionaries(
    st.sampled_from(["village_area", "village_aid"]),
    st.dictionaries(st.sampled_from(["一组", "二组", "三.组"]), fractions_of_fen),
)


@st.composite
def _parts(draw, period, known):
    columns = st.dictionaries(st.sampled_from(known), fractions_of_fen, min_size=1)
    activity = {measure.id: draw(columns) for measure in MEMBER if draw(st.booleans())}
    return PartFacts(
        period=period,
        amounts=draw(_amounts),
        measures=draw(_measures),
        group_measures=draw(_by_group),
        activity=activity,
    )


@st.composite
def facts(draw, contract):
    known = draw(codes)
    first = Period(date(2019, 1, 1), date(2019, 5, 31))
    second = Period(date(2019, 6, 1), date(2019, 12, 31))
    periods = draw(st.sampled_from([(first,), (first, second)]))
    clauses = st.sampled_from([clause.id for clause in contract.versions[0].clauses])
    advances = st.builds(
        Advance,
        household=st.sampled_from(known),
        clause=clauses,
        amount=st.integers(1, 10**9),
        day=near_days,
        by=st.sampled_from(["", "coop", "company"]),
    )
    waivers = st.builds(
        Waiver,
        clause=clauses,
        holder=st.sampled_from(known),
        since=near_days,
        amount=st.integers(1, 10**9),
        why=st.sampled_from(["双方协商", "村民会议 2019-03-01 决定"]),
    )
    paid_on = st.builds(PaidOn, clause=clauses, since=near_days, day=near_days)
    return Facts(
        parts=tuple(draw(_parts(period, known)) for period in periods),
        put_up=draw(st.dictionaries(st.sampled_from(["coop", "company"]), fens)),
        advances=tuple(draw(st.lists(advances, max_size=3))),
        draws=draw(
            st.dictionaries(
                clauses, st.lists(st.sampled_from(known), unique=True).map(tuple)
            )
        ),
        announced=draw(
            st.dictionaries(
                clauses | st.lists(clauses, min_size=1, max_size=2).map(" + ".join), fens
            )
        ),
        waivers=tuple(draw(st.lists(waivers, max_size=2))),
        paid_on=tuple(draw(st.lists(paid_on, max_size=2))),
    )


balances = st.dictionaries(
    st.text("abc/基金", min_size=1, max_size=6),
    st.dictionaries(st.text("H01组", min_size=1, max_size=4), st.integers()),
    max_size=3,
)
accounts = st.sampled_from(
    [
        ("owed/5", "member", "fen"),
        ("owed/6", "group", "fen"),
        ("advance/5/coop", "member", "fen"),
        ("deficit/profit", "contract", "fen"),
        ("lent/7", "member", "head"),
        ("lent/8", "member", "gram"),
        ("due/9", "member", "gram"),
        ("owed_by/7", "member", "fen"),
    ]
)
claims = accounts.flatmap(
    lambda kind: st.builds(
        Claim,
        account=st.just(kind[0]),
        since=near_days,
        level=st.just(kind[1]),
        key=st.text("H01组", min_size=1, max_size=4),
        amount=st.integers(1, 10**15),
        unit=st.just(kind[2]),
    )
)
books = st.builds(
    Books,
    contract=names,
    settled=st.lists(near_days, max_size=2, unique=True).map(
        lambda days: tuple(Period(day, day) for day in sorted(days))
    ),
    funds=balances,
    goods=balances,
    claims=st.lists(
        claims, max_size=4, unique_by=lambda one: (one.account, one.since, one.key)
    ),
    year_to_date=balances,
    credits_micro=balances,
)
