"""A small cooperative with accounts for its members, for tests."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from contract_builders import version, year

from sanbian import (
    Averaging,
    Base,
    BaseKind,
    Contract,
    Dividend,
    Exit,
    Fund,
    Household,
    Measured,
    MemberAccounts,
    NamedMeasure,
    Party,
    PartyRole,
    PatronageRefund,
    Register,
    Reserve,
    SumOf,
    Vehicle,
    due,
    facts_of,
    settle,
)

ACCOUNTS = MemberAccounts(
    capital="capital",
    reserve_share="reserve",
    subsidy_share="subsidy",
    donation_share="donation",
    trade=("volume",),
)
FUNDS = (
    Fund(id="capital", name="成员出资", per_member=True, opens_with="paid_in"),
    Fund(id="reserve", name="公积金份额", per_member=True, opens_with="reserve_before"),
    Fund(id="subsidy", name="补助量化份额", per_member=True, opens_with="subsidy_before"),
    Fund(id="donation", name="捐赠量化份额", per_member=True),
    Fund(id="common", name="共有公积金"),
)
BASES = (
    Base(id="surplus", name="本年盈余", base=BaseKind.SURPLUS),
    Base(id="formed", name="补助形成的财产", base=BaseKind.STATED_AMOUNT),
    Base(id="given", name="捐赠的财产", base=BaseKind.STATED_AMOUNT),
)
MEASURES = (
    NamedMeasure(id="paid_in", name="出资额", unit="yuan"),
    NamedMeasure(id="reserve_before", name="以前的公积金份额", unit="yuan"),
    NamedMeasure(id="subsidy_before", name="以前的补助份额", unit="yuan"),
    NamedMeasure(id="volume", name="交易量", unit="kg"),
    NamedMeasure(id="lost_value", name="折旧", unit="yuan", level="contract"),
)
COOP = Party(id="coop", name="合作社", role=PartyRole.COOPERATIVE)
ACCOUNT = SumOf((Measured("capital"), Measured("reserve")))


def reserve(**given):
    stated = {
        "id": "1",
        "of": "surplus",
        "rate": Fraction(1, 10),
        "to": "reserve",
        "by": Measured("volume"),
        "counts_from": "next_period",
    }
    return Reserve(**{**stated, **given})


def refund():
    return PatronageRefund(
        id="2", of="surplus", to="members", by=Measured("volume"), rate=Fraction(60, 100)
    )


def averaging(**given):
    stated = {
        "id": "3",
        "of": ("formed",),
        "to": "subsidy",
        "leavers": "count",
        "written_down": "never",
    }
    return Averaging(**{**stated, **given})


def remainder(*columns):
    names = columns or ("capital", "reserve", "subsidy")
    by = SumOf(tuple(Measured(name) for name in names))
    return Dividend(id="4", of="surplus", to="members", by=by)


def leaving(**given):
    stated = {
        "id": "5",
        "paid_from": ("coop",),
        "refunds": ("capital", "reserve"),
        "stays": ("subsidy",),
        "notice_months": 3,
        "institution_months": 6,
        "year_end": "12-31",
        "due": due("30 days"),
        "unpaid": "carry",
    }
    return Exit(**{**stated, **given})


CLAUSES = (reserve(), refund(), averaging(), remainder(), leaving())


def cooperative(*clauses, **given):
    stated = {
        "id": "K",
        "title": "蔬菜专业合作社章程",
        "vehicle": Vehicle.FARMERS_COOPERATIVE,
        "starts": date(2020, 1, 1),
        "parties": (COOP,),
        "bases": BASES,
        "funds": FUNDS,
        "measures": MEASURES,
        "member_accounts": ACCOUNTS,
    }
    named = {"versions": (version(*(clauses or CLAUSES)),)}
    return Contract(**{**stated, **named, **given})


def member(code, capital=0, *, volume=0, reserve=0, subsidy=0, **given):
    """A member with what stands on its account when it opens, in fen."""
    numbers = {
        "paid_in": capital,
        "reserve_before": reserve,
        "subsidy_before": subsidy,
        "volume": volume,
    }
    measures = {name: Fraction(number) for name, number in numbers.items()}
    return Household(code=code, measures=measures, **given)


def members(*who):
    return Register(households=who)


def settled(agreement, who, number=2020, books=None, *, surplus=0, **given):
    """Settle one calendar year; money in fen."""
    amounts = {"surplus": surplus} | given.pop("amounts", {})
    for base in ("formed", "given"):
        amounts.setdefault(base, 0)
    facts = facts_of(year(number), amounts=amounts, **given)
    return settle(agreement, who, facts, books)


def on(settlement, fund):
    """What stands on a fund of each member."""
    return dict(settlement.books.funds[fund])
