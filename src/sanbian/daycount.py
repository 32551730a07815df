"""Which part of a year some days are, by the conventions of contracts and banks (计息天数)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from dateutil.relativedelta import relativedelta

from sanbian.errors import InvalidInputError, Problem
from sanbian.wording import Text

YearPart: TypeAlias = tuple[int, int]
"""Some days, and how many days make the year of which they are a part."""


class DayCount(Enum):
    """How days are turned into parts of a year (计息天数约定).

    Additive are those by which a period cut at any day has the same parts together as in one:
    all but `ACTUAL_365_ACTUAL`, `ACTUAL_365_LEAP` and the three of 30 days to the month that
    look at both days at once (`THIRTY_PLUS_360`, `THIRTY_360_ISDA`, `THIRTY_360_US`).
    """

    ACTUAL_365 = "actual_365"
    """Days over 365, leap year or not."""
    ACTUAL_360 = "actual_360"
    """Days over 360: a daily rate is a 360th of the yearly one, as banks reckon."""
    CALENDAR_YEAR = "calendar_year"
    """The days of each calendar year over its own 365 or 366 (actual/actual)."""
    CONTRACT_YEAR = "contract_year"
    """The days of each year of the contract over its own days: a whole one is exactly one."""
    THIRTY_360 = "30e_360"
    """Each month has 30 days: a whole month is exactly a twelfth (30E/360)."""
    THIRTY_360_GERMAN = "30_360_german"
    """As 30E/360, and the last of February is a 30th too."""
    THIRTY_PLUS_360 = "30e_plus_360"
    """As 30E/360, but an end on a 31st is the first of the next month (30E+/360)."""
    THIRTY_360_ISDA = "30_360_isda"
    """An end on a 31st is a 30th only after a start on the 30th or 31st (bond basis)."""
    THIRTY_360_US = "30_360_us"
    """As the bond basis, with the last of February as a 30th."""
    NO_LEAP_365 = "no_leap_365"
    """Days without the 29th of February, over 365."""
    ACTUAL_365_ACTUAL = "actual_365_actual"
    """Days over 366 where they reach over a 29th of February, else over 365."""
    ACTUAL_365_LEAP = "actual_365_leap"
    """Days over 366 where they end in a leap year, else over 365 (ACT/365L)."""


ADDITIVE = frozenset(DayCount) - {
    DayCount.THIRTY_PLUS_360,
    DayCount.THIRTY_360_ISDA,
    DayCount.THIRTY_360_US,
    DayCount.ACTUAL_365_ACTUAL,
    DayCount.ACTUAL_365_LEAP,
}
"""Conventions by which the parts of a period that is cut add up to the whole."""


def year_fraction(
    start: date, end: date, convention: DayCount, *, counted_from: date | None = None
) -> Fraction:
    """Which part of a year lies between two days.

    Args:
        start: The first day that counts.
        end: The first day that counts no more: the day after a period's end.
        convention: How days are turned into parts of a year.
        counted_from: First day of a year of the contract, for `DayCount.CONTRACT_YEAR`; the
            start where it is not given.

    Returns:
        An exact number of years; zero where both days are one.

    Raises:
        InvalidInputError: The end lies before the start.

    Examples:
        >>> from datetime import date
        >>> from sanbian import DayCount, year_fraction
        >>> half = date(2024, 1, 1), date(2024, 7, 1)
        >>> [str(year_fraction(*half, by)) for by in (DayCount.ACTUAL_365, DayCount.THIRTY_360)]
        ['182/365', '1/2']
    """
    if end < start:
        raise InvalidInputError(
            Problem(
                at="end",
                says=Text(
                    zh=f"应为不早于 {start} 的日期，得到 {end}",
                    en=f"expected a day not before {start}, got {end}",
                ),
                do=Text(zh="更正起止日期", en="correct the days"),
            )
        )
    parts = year_parts(start, end, convention, counted_from or start)
    return sum((Fraction(days, of) for days, of in parts), Fraction(0))


def year_parts(
    start: date, end: date, convention: DayCount, counted_from: date
) -> tuple[YearPart, ...]:
    """Which days of which year lie between two days, in order."""
    days = (end - start).days
    match convention:
        case DayCount.ACTUAL_365:
            return ((days, 365),)
        case DayCount.ACTUAL_360:
            return ((days, 360),)
        case DayCount.CALENDAR_YEAR:
            return tuple(_by_year(start, end, date(start.year, 1, 1)))
        case DayCount.CONTRACT_YEAR:
            return tuple(_by_year(start, end, counted_from))
        case DayCount.NO_LEAP_365:
            return ((days - _leap_days(start, end), 365),)
        case DayCount.ACTUAL_365_ACTUAL:
            return ((days, 366 if _leap_days(start, end) else 365),)
        case DayCount.ACTUAL_365_LEAP:
            return ((days, 365 + _is_leap(end.year)),)
        case _:
            return ((_days_of_30(start, end, convention), 360),)


def _by_year(start: date, end: date, counted_from: date) -> Iterator[YearPart]:
    """The days of each year that begins on a day of the calendar."""
    numbers = range(-1, end.year - start.year + 2)
    first = start.year - counted_from.year
    bounds = (counted_from + relativedelta(years=first + number) for number in numbers)
    for begins, ends in pairwise(bounds):
        if begins < end and start < ends:
            yield (min(ends, end) - max(begins, start)).days, (ends - begins).days


def _leap_days(start: date, end: date) -> int:
    """How many 29ths of February lie after a day, up to another."""
    years = range(start.year, end.year + 1)
    return sum(_is_leap(year) and start < date(year, 2, 29) <= end for year in years)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_of_30(start: date, end: date, convention: DayCount) -> int:
    """The days between two days where every month has 30."""
    first, last = start.day, end.day
    is_thirtieth = min(first, 30) == 30  # noqa: PLR2004 - the length of a month here
    match convention:
        case DayCount.THIRTY_360:
            last = min(last, 30)
        case DayCount.THIRTY_360_GERMAN:
            first, last = _or_30(start), _or_30(end)
        case DayCount.THIRTY_360_ISDA:
            last = min(last, 30) if is_thirtieth else last
        case DayCount.THIRTY_360_US:
            first = _or_30(start)
            both = _is_end_of_february(start) and _is_end_of_february(end)
            last = 30 if both else last
            last = min(last, 30) if first == 30 else last  # noqa: PLR2004 - as above
        case _:  # a 31st is the first of the next month: one day after the 30th
            pass
    months = (end.year - start.year) * 12 + end.month - start.month
    return months * 30 + last - min(first, 30)


def _or_30(day: date) -> int:
    return 30 if _is_end_of_february(day) else min(day.day, 30)


def _is_end_of_february(day: date) -> bool:
    return day.month == 2 and (day + timedelta(days=1)).month == 3  # noqa: PLR2004 - months
