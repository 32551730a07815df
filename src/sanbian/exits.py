"""Leaving a cooperative: on which day membership ends (成员资格终止)."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta


def membership_end(noticed: date, *, months: int, year_end: str) -> date:
    """The day on which membership ends, by the day of the notice (成员资格终止日).

    It is the last day of the fiscal year, where the notice came in time: so many months before
    that year is over. A notice that came later is one for the next year.

    Args:
        noticed: The day on which the written notice was given.
        months: Months before the end of the fiscal year.
        year_end: Last day of the fiscal year, such as ``12-31``.

    Law:
        农民专业合作社法 第二十五条.

    Examples:
        >>> from datetime import date
        >>> from sanbian import membership_end
        >>> str(membership_end(date(2023, 9, 30), months=3, year_end="12-31"))
        '2023-12-31'
        >>> str(membership_end(date(2023, 10, 1), months=3, year_end="12-31"))
        '2024-12-31'
    """
    month, day = map(int, year_end.split("-"))
    year = noticed.year
    while True:
        end = date(year, month, 1) + relativedelta(day=day)
        if noticed < end + timedelta(days=1) - relativedelta(months=months):
            return end
        year += 1
