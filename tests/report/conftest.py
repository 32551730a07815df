"""A small cooperative, two years: a short first year, arrears paid in the second."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from sanbian import (
    Base,
    BaseKind,
    Contract,
    Dividend,
    Entry,
    EntryKind,
    Fund,
    Guarantee,
    Household,
    Matters,
    Measured,
    NamedMeasure,
    OddFen,
    PartOf,
    Party,
    PartyRole,
    Period,
    Pool,
    Register,
    Reserve,
    Rounding,
    ShareClass,
    SharedTotal,
    Split,
    SplitPart,
    Vehicle,
    Version,
    facts_of,
    settle,
)

NAMES = ("张三", "李四", "王五")
YEARS = (2016, 2017)
YEAR = Period(date(2016, 1, 1), date(2016, 12, 31))


def contract_with(**changes):
    given = {
        "id": "R08",
        "title": "百家蔬果合作社财政资金股权量化合同",
        "vehicle": Vehicle.FARMERS_COOPERATIVE,
        "starts": date(2016, 1, 1),
        "matters": Matters(project="蔬菜基地", distribution="保底 5%，另分净利润的 29%"),
        "parties": (Party(id="coop", name="合作社", role=PartyRole.COOPERATIVE),),
        "share_classes": (ShareClass(id="poor", name="贫困户优先股", par=10_000),),
        "bases": (Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        "pools": (Pool(id="preferred", name="优先股分红款"),),
        "funds": (Fund(id="reserve", name="公积金"),),
        "measures": (
            NamedMeasure(id="fund", name="财政资金", unit="yuan", level="contract"),
        ),
        "versions": (version(),),
    }
    return Contract(**(given | changes))


def version():
    guaranteed = SharedTotal(PartOf(Fraction(5, 100), "fund"), Measured("equal"))
    return Version(
        since=date(2016, 1, 1),
        odd_fen=OddFen.LARGEST_REMAINDER,
        rounding=Rounding.HALF_UP,
        record_day="period_end",
        clauses=(
            Guarantee(
                id="5",
                to="poor",
                paid_from=("coop",),
                amount=guaranteed,
                charged="cost",
                combine="add",
                unpaid="carry",
            ),
            Reserve(id="6", of="profit", rate=Fraction(1, 10), to="reserve"),
            Split(
                id="7",
                of="profit",
                parts=(
                    SplitPart("coop", Fraction(71, 100)),
                    SplitPart("preferred", Fraction(29, 100)),
                ),
            ),
            Dividend(id="8", of="preferred", to="poor", by=Measured("shares")),
        ),
    )


def register_of(names=NAMES, groups=()):
    households = tuple(
        Household(
            code=f"H{place}",
            name=name,
            people=3,
            group=groups[place - 1] if groups else "",
            id_number=f"00000019000101{place:04d}",
            account=f"6200000000000{place:06d}",
        )
        for place, name in enumerate(names, start=1)
    )
    entries = tuple(
        Entry(
            day=date(2016, 1, 1),
            kind=EntryKind.ISSUE,
            household=household.code,
            share_class="poor",
            shares=Fraction(1),
        )
        for household in households
    )
    left = Household(code="H9", name="赵六", left=date(2015, 12, 31))
    return Register(households=(*households, left), entries=entries)


def facts_in(year, *, profit=10_000, fund=100_000, put_up=None):
    return facts_of(
        Period(date(year, 1, 1), date(year, 12, 31)),
        amounts={"profit": profit},
        measures={"fund": Fraction(fund)},
        put_up=put_up,
    )


@pytest.fixture(name="build")
def fixture_build():
    """The builders, since test modules here cannot import one another."""
    return type(
        "Build",
        (),
        {
            "contract": staticmethod(contract_with),
            "register": staticmethod(register_of),
            "facts": staticmethod(facts_in),
        },
    )


@pytest.fixture(name="contract")
def fixture_contract():
    return contract_with()


@pytest.fixture(name="register")
def fixture_register():
    return register_of()


@pytest.fixture(name="facts")
def fixture_facts():
    return facts_in(2016, put_up={"coop": 2_000})


@pytest.fixture(name="short_year")
def fixture_short_year(contract, register, facts):
    return settle(contract, register, facts)


@pytest.fixture(name="next_year")
def fixture_next_year(contract, register, short_year):
    return settle(contract, register, facts_in(2017), short_year.books)
