"""Days, periods, and years of a term."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbian import InvalidInputError, Period, Years, years
from sanbian.period import follows, year_of_term

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
periods = st.tuples(days, days).map(sorted).map(lambda pair: Period(*pair))


@given(periods)
def test_a_period_has_just_its_days(period):
    before, after = period.start - timedelta(days=1), period.end + timedelta(days=1)

    assert [period.has(day) for day in (before, period.start, period.end, after)] == [
        False,
        True,
        True,
        False,
    ]
    assert period.days == (after - period.start).days
    both = f"{period.start} – {period.end}"
    assert str(period) == (both if period.start < period.end else str(period.start))


@given(periods, periods)
def test_periods_overlap_where_they_share_a_day(one, other):
    shared = max(one.start, other.start) <= min(one.end, other.end)

    assert one.overlaps(other) is other.overlaps(one) is shared
    assert not (shared and (follows(one, other) or follows(other, one)))


def test_a_period_follows_on_the_next_day_only():
    one = Period(date(2023, 1, 1), date(2024, 2, 28))

    assert follows(Period(date(2024, 2, 29), date(2024, 3, 1)), one)
    assert not follows(Period(date(2024, 3, 1), date(2024, 3, 1)), one)


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(InvalidInputError, match="not before 2024-01-02"):
        Period(date(2024, 1, 2), date(2024, 1, 1))


year_ranges = st.integers(1, 99).flatmap(
    lambda first: st.builds(Years, st.just(first), st.none() | st.integers(first, 199))
)


@given(year_ranges)
def test_years_are_read_as_they_are_written(found):
    assert years(str(found)) == found
    assert years(f" {found} ") == found


@given(year_ranges, year_ranges)
def test_years_overlap_where_they_share_a_year(one, other):
    shared = any(one.has(year) and other.has(year) for year in range(1, 200))

    assert one.overlaps(other) is other.overlaps(one) is shared


@pytest.mark.parametrize(
    "written", ["", "0", "3-1", "0-2", "a", "1-2-3", "-3", "1.5", "１-２", "1000", "1–3"]
)
def test_what_is_no_range_of_years_is_refused(written):
    with pytest.raises(InvalidInputError, match="expected a range of years"):
        years(written)


@given(days, days)
def test_a_new_year_of_a_term_begins_on_its_anniversary(first, on):
    number = year_of_term(first, on)
    anniversary = first.month, min(first.day, 28) if first.month == 2 else first.day

    assert (number >= 1) is (on >= first)
    if on >= first and first.day != 29:
        gone = on.year - first.year - ((on.month, on.day) < anniversary)
        assert number == gone + 1


def test_a_term_from_the_29th_of_february_has_its_years_too():
    first = date(2020, 2, 29)

    assert year_of_term(first, date(2021, 2, 27)) == 1
    assert year_of_term(first, date(2021, 2, 28)) == 2
    assert year_of_term(first, date(2024, 2, 28)) == 4
    assert year_of_term(first, date(2024, 2, 29)) == 5
    assert year_of_term(first, date(2020, 2, 28)) == 0
