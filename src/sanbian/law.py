"""Dated legal numbers with their sources. A change of law adds a row; no row is edited.

Only what was read in the statute's text is here. What practice or memory says is not law
and is left to findings that name it as such.
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
