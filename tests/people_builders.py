"""A small register of households and persons, and entries about them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from contract_builders import FIRST
from hypothesis import strategies as st
from number_strategies import fractions

from sanbian import (
    Contract,
    Entry,
    EntryKind,
    Household,
    InvalidInputError,
    Labour,
    LeftBy,
    Membership,
    Monitoring,
    NamedMeasure,
    OddFen,
    Person,
    Register,
    Rounding,
    ShareClass,
    Status,
    Vehicle,
    Version,
    person_holdings,
    recorded,
)

CODES = ("H1", "H2", "H3")
PEOPLE = ("H1-1", "H1-2", "H2-1", "H2-2", "H3-1")
PERSONS = tuple(
    Person(code=code, household=code[:2], relation="户主" if code.endswith("1") else "")
    for code in PEOPLE
)
EMPTY = Register(
    households=tuple(Household(code=code, people=2) for code in CODES), persons=PERSONS
)


def day(number):
    return FIRST + timedelta(days=number)


def entry(kind, number=0, **given):
    return Entry(day=day(number), kind=kind, **given)


def fact(number, about, field, value=None, **given):
    who = {"person": about} if "-" in about else {"household": about}
    return entry(EntryKind.FACT, number, field=field, value=value, **who, **given)


def own(shares, person="", household="H1", **given):
    return entry(
        EntryKind.ISSUE, household=household, share_class="land", shares=Fraction(shares),
        person=person, **given,
    )  # fmt: skip


def parts(register, on=400):
    held = person_holdings(register, on=day(on))
    return {(code, person): shares for (code, _, person), shares in held.items()}


def refused(match, *entries, register=EMPTY):
    with pytest.raises(InvalidInputError, match=match):
        recorded(register, *entries)


MOVES = (EntryKind.TRANSFER, EntryKind.INHERIT, EntryKind.SPLIT)
FACTS = st.one_of(
    st.tuples(st.just("people"), st.integers(0, 9)),
    st.tuples(st.just("group"), st.sampled_from(["一组", "二组"])),
    st.tuples(st.just("status"), st.sampled_from([*Status, *Monitoring])),
    st.tuples(st.sampled_from(["entered", "left", "noticed"]), st.none()),
    st.tuples(st.just("measures/mu"), fractions(0, 9, max_denominator=4)),
)
PERSON_FACTS = st.one_of(
    st.tuples(st.just("left"), st.sampled_from(LeftBy)),
    st.tuples(st.just("household"), st.sampled_from(CODES)),
    st.tuples(st.just("labour"), st.sampled_from(Labour)),
    st.tuples(st.just("membership"), st.sampled_from(Membership)),
)

CONTRACT = Contract(
    id="C",
    title="例",
    vehicle=Vehicle.COLLECTIVE,
    starts=date(2020, 1, 1),
    share_classes=(ShareClass(id="land", name="土地股"),),
    measures=(
        NamedMeasure(id="mu", name="面积", unit="mu"),
        NamedMeasure(id="capital", name="资金", unit="yuan"),
    ),
    versions=(
        Version(
            since=date(2020, 1, 1),
            odd_fen=OddFen.FIRST,
            rounding=Rounding.HALF_UP,
            record_day="period_end",
            clauses=(),
        ),
    ),
)
