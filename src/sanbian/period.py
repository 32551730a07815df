"""Days and periods: closed on both ends, never overlapping by accident."""

from __future__ import annotations

import re
from datetime import date, timedelta

from attrs import frozen
from dateutil.relativedelta import relativedelta

from sanbian.errors import InvalidInputError, Problem
from sanbian.wording import Text

_YEARS = re.compile(r"(\d{1,3})(?:(-)(\d{1,3})?)?\Z", re.ASCII)


@frozen
class Period:
    """The days from `start` to `end`, both counted (结算期).

    Examples:
        >>> from datetime import date
        >>> from sanbian import Period
        >>> Period(date(2024, 1, 1), date(2024, 12, 31)).days
        366
    """

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidInputError(
                Problem(
                    at="$.period",
                    says=Text(
                        zh=f"应为不早于 {self.start} 的结束日，得到 {self.end}",
                        en=f"expected an end not before {self.start}, got {self.end}",
                    ),
                    do=Text(zh="更正起止日期", en="correct the days"),
                )
            )

    def __str__(self) -> str:
        """The first and the last day; of one day only that day."""
        return str(self.start) if self.days == 1 else f"{self.start} – {self.end}"

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1

    def has(self, day: date) -> bool:
        """Whether a day lies in the period."""
        return self.start <= day <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two periods share a day."""
        return self.start <= other.end and other.start <= self.end


def follows(later: Period, earlier: Period) -> bool:
    """Whether `later` begins on the day after `earlier` ends."""
    return later.start == earlier.end + timedelta(days=1)


@frozen
class Years:
    """Which years of a term: the first, and the last or None for all that follow (第几年).

    Year one begins on the day from which years are counted.
    """

    first: int
    last: int | None

    def __str__(self) -> str:
        """As it is written in a contract file: ``1-3``, ``4-``, ``2``."""
        if self.last == self.first:
            return str(self.first)
        return f"{self.first}-{'' if self.last is None else self.last}"

    def overlaps(self, other: Years) -> bool:
        """Whether the two share a year."""
        return (self.last is None or other.first <= self.last) and (
            other.last is None or self.first <= other.last
        )

    def has(self, year: int) -> bool:
        """Whether a year is among them."""
        return self.first <= year and (self.last is None or year <= self.last)


def years(written: str) -> Years:
    """Read which years of a term are meant: ``"1-3"``, ``"4-"`` or ``"2"``.

    Raises:
        InvalidInputError: Anything else, year zero, or a range that runs backwards.

    Examples:
        >>> from sanbian.period import years
        >>> years("1-3"), years("4-")
        (Years(first=1, last=3), Years(first=4, last=None))
    """
    found = _YEARS.match(written.strip())
    if found is not None:
        first = int(found[1])
        last = first if found[2] is None else int(found[3]) if found[3] else None
        if first >= 1 and (last is None or last >= first):
            return Years(first, last)
    raise InvalidInputError(
        Problem(
            at="years",
            says=Text(
                zh=f"应为年数范围，得到 “{written}”",
                en=f"expected a range of years, got {written!r}",
            ),
            do=Text(zh='例如 "1-3"、"4-"、"2"', en='write it like "1-3", "4-" or "2"'),
        )
    )


def year_of_term(counted_from: date, on: date) -> int:
    """In which year of a term a day lies; 1 in the first year, 0 or less before it.

    Examples:
        >>> from datetime import date
        >>> from sanbian.period import year_of_term
        >>> year_of_term(date(2019, 6, 1), date(2020, 5, 31))
        1
        >>> year_of_term(date(2019, 6, 1), date(2020, 6, 1))
        2
    """
    gone = relativedelta(on, counted_from).years
    return gone + 1 if on >= counted_from else gone


@frozen(kw_only=True)
class Due:
    """The last day on which a payment for a period is in time (付款期限).

    Attributes:
        days: Days after the last day of the period, or None for a day of the calendar.
        month: Month of that day.
        day: Its day; where a month is shorter, its last.
        years: Years after the one in which the period ends: 0 or 1.
    """

    days: int | None = None
    month: int = 0
    day: int = 0
    years: int = 0

    def __str__(self) -> str:
        """As it is written."""
        if self.days is not None:
            return f"{self.days} days"
        return f"{'next ' * self.years}{self.month:02d}-{self.day:02d}"

    def on(self, end: date) -> date:
        """The day, for a period that ends on a day."""
        if self.days is not None:
            return end + timedelta(days=self.days)
        first = date(end.year + self.years, self.month, 1)
        return first + relativedelta(day=self.day)


_DUE = re.compile(r"(?:(\d{1,4}) days?|(next )?(\d{2})-(\d{2}))\Z")


def due(written: str) -> Due:
    """Read until when a payment is in time.

    Args:
        written: ``"30 days"`` after the last day of the period; ``"11-15"`` of the year in
            which the period ends; ``"next 03-31"`` of the year after it.

    Raises:
        InvalidInputError: Anything else, or a day that no year has.

    Examples:
        >>> from datetime import date
        >>> from sanbian import due
        >>> [due(text).on(date(2021, 12, 31)).isoformat() for text in ("30 days", "11-15")]
        ['2022-01-30', '2021-11-15']
        >>> due("next 03-31").on(date(2021, 12, 31)).isoformat()
        '2022-03-31'
    """
    found = _DUE.match(written.strip())
    if found is not None and found[1]:
        return Due(days=int(found[1]))
    if found is not None and _is_day(int(found[3]), int(found[4])):
        return Due(month=int(found[3]), day=int(found[4]), years=int(found[2] is not None))
    raise InvalidInputError(
        Problem(
            at="due",
            says=Text(
                zh=f"应为付款期限，得到 “{written}”",
                en=f"expected until when a payment is in time, got {written!r}",
            ),
            do=Text(
                zh='写 "30 days"（期末后 30 天）、"11-15"（期末当年）或 "next 03-31"（次年）',
                en='write "30 days" after the period, "11-15" of its last year, or "next 03-31"',
            ),
        )
    )


def _is_day(month: int, day: int) -> bool:
    """Whether a leap year has that day."""
    try:
        date(2024, month, day)
    except ValueError:
        return False
    return True
