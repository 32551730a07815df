"""Small contracts, registers and facts for tests, with what most of them share filled in."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sanbian import (
    Base,
    BaseKind,
    Contract,
    Entry,
    EntryKind,
    Fund,
    Household,
    NamedMeasure,
    OddFen,
    Party,
    PartyRole,
    Period,
    Pool,
    Register,
    Rounding,
    Vehicle,
    Version,
    facts_of,
    settle,
    statements,
)

FIRST = date(2020, 1, 1)
PARTIES = (
    Party(id="firm", name="公司", role=PartyRole.OPERATOR),
    Party(id="county", name="县平台", role=PartyRole.STATE_COMPANY),
    Party(id="village", name="村集体", role=PartyRole.COLLECTIVE, per_group=True),
)
BASES = (
    Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT, carry_loss=True),
    Base(id="income", name="收入", base=BaseKind.GROSS_RECEIPTS, carry_loss=False),
)
POOLS = (
    Pool(id="pool", name="待分配"),
    Pool(id="part", name="一部分"),
    Pool(id="local", name="村份额", per_group=True),
    Pool(id="poor_pool", name="贫困户份额", per_group=True),
)
FUNDS = (
    Fund(id="reserve", name="公积金"),
    Fund(id="deposit", name="保证金"),
    Fund(id="local_fund", name="村基金", per_group=True),
)
MEASURES = (
    NamedMeasure(id="mu", name="面积", unit="mu"),
    NamedMeasure(id="kg", name="交售量", unit="kg"),
    NamedMeasure(id="days", name="工日", unit="day"),
    NamedMeasure(id="own", name="各户净收益", unit="yuan"),
    NamedMeasure(id="price", name="市价", unit="yuan", level="contract"),
    NamedMeasure(id="grant", name="财政资金", unit="yuan", level="contract"),
    NamedMeasure(id="weight", name="村权重", unit="mu", level="group"),
    NamedMeasure(id="lent", name="借出", unit="head"),
    NamedMeasure(id="returned", name="归还", unit="head"),
    NamedMeasure(id="died", name="死亡", unit="head"),
    NamedMeasure(id="lost", name="丢失", unit="head"),
    NamedMeasure(id="taken", name="已领", unit="kg"),
    NamedMeasure(id="grain_price", name="粮价", unit="yuan", level="contract"),
)


def version(*clauses, **given):
    stated = {
        "since": FIRST,
        "odd_fen": OddFen.LARGEST_REMAINDER,
        "rounding": Rounding.HALF_UP,
        "record_day": "period_end",
        "clauses": clauses,
    }
    return Version(**{**stated, **given})


def contract(*clauses, versions=None, **given):
    """A contract between a firm and its members; names as listed above."""
    stated = {
        "id": "A",
        "title": "入股合同",
        "vehicle": Vehicle.PARTNERSHIP,
        "starts": FIRST,
        "parties": PARTIES,
        "bases": BASES,
        "pools": POOLS,
        "funds": FUNDS,
        "measures": MEASURES,
        "versions": versions or (version(*clauses),),
    }
    return Contract(**{**stated, **given})


def households(*codes, group="", **given):
    return tuple(Household(code=code, group=group, **given) for code in codes)


def register(*codes, **given):
    """Households by code; each may come with its mu: ``("H1", "2.5")``."""
    return Register(
        households=tuple(
            Household(code=code, **given)
            if isinstance(code, str)
            else Household(code=code[0], measures={"mu": Fraction(code[1])}, **given)
            for code in codes
        )
    )


def shareholders(**shares):
    """A register of holders of one class, ``land``, from the first day on."""
    return Register(
        households=tuple(Household(code=code) for code in shares),
        entries=tuple(
            issue(code, number, day=FIRST) for code, number in shares.items() if number
        ),
    )


def issue(code, shares, *, day=FIRST, kind=EntryKind.ISSUE, share_class="land", to=""):
    return Entry(
        day=day,
        kind=kind,
        household=code,
        share_class=share_class,
        shares=Fraction(shares),
        to=to,
    )


def year(number, last=None):
    return Period(date(number, 1, 1), date(last or number, 12, 31))


def settled(agreement, who, number=2020, books=None, **given):
    """Settle one calendar year."""
    return settle(agreement, who, facts_of(year(number), **given), books)


def paid(settlement):
    return [statement.paid for statement in statements(settlement)]


def numbers_of(settlement, name):
    """One of the four numbers, holder by holder."""
    return [getattr(statement, name) for statement in statements(settlement)]
