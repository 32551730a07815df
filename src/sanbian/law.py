"""Dated legal numbers with their sources. A change of law adds a row; no row is edited.

Only what was read is here: rates of an act in its text, published rates in tables that name
who published them. What practice or memory says is left to findings that name it as such.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from types import MappingProxyType

from attrs import frozen

from sanbian.wording import Text


class Vehicle(Enum):
    """The body that divides the money; it decides which law reads the contract (主体类型)."""

    FARMERS_COOPERATIVE = "farmers_cooperative"
    """农民专业合作社."""
    COLLECTIVE = "collective"
    """农村集体经济组织."""
    COMPANY = "company"
    """公司."""
    PARTNERSHIP = "partnership"
    """合伙或合同型合作: by the contract, else Civil Code 972."""
    LAND_CONTRACT = "land_contract"
    """土地经营权流转、入股合同."""


@frozen
class Citation:
    """Where a rule stands: the act and its article."""

    act: Text
    article: Text

    def __str__(self) -> str:
        """The article in Chinese."""
        return f"《{self.act.zh}》{self.article.zh}"


@frozen
class LegalRate:
    """A rate set by law, by the day from which it holds (法定比例).

    Attributes:
        source: Act and article.
        since: Pairs of first day and rate, earliest first.
    """

    source: Citation
    since: tuple[tuple[date, Fraction], ...]

    def on(self, day: date) -> Fraction | None:
        """The rate in force on a day; None before the first."""
        rate = None
        for first, value in self.since:
            if first <= day:
                rate = value
        return rate


_COOPERATIVES = Text(zh="农民专业合作社法", en="Act on Specialized Farmers Cooperatives")
_COMPANIES = Text(zh="公司法", en="Company Act")
_COLLECTIVES = Text(
    zh="农村集体经济组织法", en="Act on Rural Collective Economic Organizations"
)

PATRONAGE_RATE_MIN = LegalRate(
    source=Citation(_COOPERATIVES, Text(zh="第四十四条第二款", en="art. 44 para. 2")),
    since=((date(2007, 7, 1), Fraction(60, 100)),),
)

STATUTORY_RESERVE_RATE = LegalRate(
    source=Citation(_COMPANIES, Text(zh="第二百一十条第一款", en="art. 210 para. 1")),
    since=((date(2006, 1, 1), Fraction(10, 100)),),
)

LENDING_CAP_TIMES = LegalRate(
    source=Citation(
        Text(
            zh="最高人民法院关于审理民间借贷案件适用法律若干问题的规定",
            en="Supreme People's Court, Provisions on Private Lending",
        ),
        Text(zh="第二十五条、第三十一条", en="art. 25 and 31"),
    ),
    since=((date(2020, 8, 20), Fraction(4)),),
)
"""How many times the one-year loan prime rate of the day of signing interest may reach."""


@frozen
class PublishedRate:
    """A rate that an office publishes, from a day on (公布的利率).

    Attributes:
        since: Day of publication.
        rate: A year.
        source: Where it was read.
    """

    since: date
    rate: Fraction
    source: Text


_TABLES = Text(
    zh="全国银行间同业拆借中心公布，读自 chl.cn 和 caijing.hongyunlai.com.cn 两份互相一致的表",
    en="published by the National Interbank Funding Center, read in two tables that agree: "
    "chl.cn and caijing.hongyunlai.com.cn",
)
_FILE = Text(
    zh="全国银行间同业拆借中心公布，读自一份数据文件",
    en="published by the National Interbank Funding Center, read in one data file",
)
_REPORT = Text(
    zh="读自 2026-02-24 的报道：连续第十个月为 3%，起始月由此推得",
    en="read in a report of 2026-02-24 that 3 % is unchanged for the tenth month, from which "
    "the first month follows",
)

LPR: tuple[PublishedRate, ...] = tuple(
    PublishedRate(date.fromisoformat(since), Fraction(rate) / 100, source)
    for since, rate, source in (
        ("2019-08-20", "4.25", _TABLES),
        ("2019-09-20", "4.20", _TABLES),
        ("2019-11-20", "4.15", _TABLES),
        ("2020-02-20", "4.05", _TABLES),
        ("2020-04-20", "3.85", _TABLES),
        ("2021-12-20", "3.80", _TABLES),
        ("2022-01-20", "3.70", _TABLES),
        ("2022-08-22", "3.65", _TABLES),
        ("2023-06-20", "3.55", _TABLES),
        ("2023-08-21", "3.45", _TABLES),
        ("2024-07-22", "3.35", _FILE),
        ("2024-10-21", "3.10", _FILE),
        ("2025-05-20", "3.00", _REPORT),
    )
)
"""The one-year loan prime rate by the days on which it changed (一年期贷款市场报价利率)."""

LPR_READ_UNTIL = date(2026, 2, 24)
"""The last day of which the loan prime rate was read; later ones are not known here."""


def lpr_on(day: date) -> PublishedRate | None:
    """The one-year loan prime rate in force on a day; None where it was not read.

    Examples:
        >>> from datetime import date
        >>> from sanbian.law import lpr_on
        >>> lpr_on(date(2022, 7, 30)).rate
        Fraction(37, 1000)
        >>> lpr_on(date(2019, 8, 19)) is None
        True
    """
    if day > LPR_READ_UNTIL:
        return None
    begun = [row for row in LPR if row.since <= day]
    return begun[-1] if begun else None


DEFICIT_FIRST: Mapping[Vehicle, Citation] = MappingProxyType(
    {
        Vehicle.FARMERS_COOPERATIVE: Citation(
            _COOPERATIVES, Text(zh="第四十四条", en="art. 44")
        ),
        Vehicle.COLLECTIVE: Citation(_COLLECTIVES, Text(zh="第四十二条", en="art. 42")),
        Vehicle.COMPANY: Citation(_COMPANIES, Text(zh="第二百一十条", en="art. 210")),
    }
)
"""Vehicles for which a deficit is made up before anything is shared out.

For cooperatives and companies the article says so. For collectives it names what the reserve is
for; that deficits come first is how this library reads it.
"""
