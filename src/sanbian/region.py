"""A region's own parameters, dated and with their sources (地方规定).

Provinces and counties set what national law leaves open: how much of a cooperative one member
may hold, what a guarantee must reach, how long a list hangs on the wall. None of it is built
in: it is given with its source, and holds from its day until the next row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias, TypeVar, assert_never

import attrs
from attrs import frozen

from sanbian.errors import Problem, raise_any
from sanbian.wording import Text, number, percent


@frozen(kw_only=True)
class RegionalRate:
    """A rate that a region sets (地方比例).

    Attributes:
        since: First day on which it holds.
        rate: From 0 to 100 %.
        source: Where it stands: document and article.
    """

    since: date
    rate: Fraction
    source: str


@frozen(kw_only=True)
class RegionalDays:
    """A number of days that a region sets (地方天数).

    Attributes:
        since: First day on which it holds.
        days: At least one.
        source: Where it stands: document and article.
    """

    since: date
    days: int
    source: str


@frozen(kw_only=True)
class RegionalAmount:
    """An amount that a region sets (地方金额).

    Attributes:
        since: First day on which it holds.
        amount: Above zero.
        source: Where it stands: document and article.
    """

    since: date
    amount: int
    source: str


RegionalRow: TypeAlias = RegionalRate | RegionalDays | RegionalAmount
_Row = TypeVar("_Row", RegionalRate, RegionalDays, RegionalAmount)


@frozen(kw_only=True)
class Region:
    """What a region has set; nothing holds that is not given (地方规定).

    Attributes:
        name: Province, city or county.
        concentration_cap: Most of a cooperative's capital that one member may hold.
        guarantee_min: Least rate a year that a guarantee on money must reach.
        guarantee_max: Highest rate a year that a guarantee on money should have.
        publication_days: Days for which a list or decision must hang.
        cash_limit: Yuan up to which a household may be paid in cash.
        monitoring_line: Yuan a person and year below which a household is monitored.
        yellow_line: Yuan a person and year below which a household is watched more closely.
        dividend_tax: Rate of income tax on dividends to members; zero where they are exempt.
        lpr: One-year loan prime rate by the day of its publication.

    Raises:
        InvalidInputError: Rows out of order, without a source, or beyond their bounds.
    """

    name: str
    concentration_cap: tuple[RegionalRate, ...] = ()
    guarantee_min: tuple[RegionalRate, ...] = ()
    guarantee_max: tuple[RegionalRate, ...] = ()
    publication_days: tuple[RegionalDays, ...] = ()
    cash_limit: tuple[RegionalAmount, ...] = ()
    monitoring_line: tuple[RegionalAmount, ...] = ()
    yellow_line: tuple[RegionalAmount, ...] = ()
    dividend_tax: tuple[RegionalRate, ...] = ()
    lpr: tuple[RegionalRate, ...] = ()

    def __attrs_post_init__(self) -> None:
        raise_any(_problems(self))


def in_force(rows: Sequence[_Row], day: date) -> _Row | None:
    """The row that holds on a day; None before the first, or where there is none.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import RegionalRate
        >>> from sanbian.region import in_force
        >>> cap = RegionalRate(
        ...     since=date(2010, 1, 1), rate=Fraction(1, 5), source="浙江省条例第十三条"
        ... )
        >>> in_force((cap,), date(2009, 12, 31)) is None
        True
        >>> in_force((cap,), date(2026, 1, 1)).rate
        Fraction(1, 5)
    """
    last = None
    for row in rows:
        if row.since <= day:
            last = row
    return last


def _problems(region: Region) -> Iterator[Problem]:
    for field in attrs.fields(Region):
        if field.name == "name":
            continue
        rows: tuple[RegionalRow, ...] = getattr(region, field.name)
        for place, (earlier, later) in enumerate(pairwise(rows), start=1):
            if later.since <= earlier.since:
                yield Problem(
                    at=f"$.{field.name}[{place}].since",
                    says=Text(
                        zh=f"应晚于上一行的 {earlier.since}，得到 {later.since}",
                        en=f"expected a day after {earlier.since} of the row before, got "
                        f"{later.since}",
                    ),
                    do=Text(zh="按日期先后排列", en="order the rows by day"),
                )
        for place, row in enumerate(rows):
            yield from _row_problems(f"$.{field.name}[{place}]", row)


def _row_problems(at: str, row: RegionalRow) -> Iterator[Problem]:
    if not row.source.strip():
        yield Problem(
            at=f"{at}.source",
            says=Text(
                zh="应写明出处，得到空白", en="expected where it stands, got nothing"
            ),
            do=Text(zh="写文件名和条款", en="write the document and its article"),
        )
    match row:
        case RegionalRate():
            is_within, got = 0 <= row.rate <= 1, percent(row.rate)
            field, wanted = "rate", Text(zh="0 到 100% 的比例", en="a rate from 0 to 100%")
        case RegionalDays():
            is_within, got = row.days >= 1, str(row.days)
            field, wanted = "days", Text(zh="至少 1 天", en="at least one day")
        case RegionalAmount():
            is_within, got = row.amount > 0, number(Fraction(row.amount, 100))
            field, wanted = "amount", Text(zh="大于零的金额", en="an amount above zero")
        case _:
            assert_never(row)
    if not is_within:
        yield Problem(
            at=f"{at}.{field}",
            says=Text(
                zh=f"应为{wanted.zh}，得到 {got}", en=f"expected {wanted.en}, got {got}"
            ),
            do=Text(zh="按文件更正", en="correct it from the document"),
        )
