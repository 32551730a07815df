"""Parts of a year, by the conventions of contracts and banks."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sanbian import DayCount, InvalidInputError, year_fraction


@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.integers(0, 800),
    st.sampled_from(DayCount),
)
def test_parts_of_a_year_are_near_their_days(start, days, convention):
    found = year_fraction(start, start + timedelta(days=days), convention)

    assert 0 <= found
    assert abs(found * 365 - days) <= 3 + days / Fraction(50)


@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
)
def test_a_whole_year_of_the_contract_is_one(day, counted_from):
    assume((day.month, day.day) != (2, 29))
    after = day.replace(year=day.year + 1)

    assert year_fraction(day, after, DayCount.CONTRACT_YEAR) == 1
    assert year_fraction(day, after, DayCount.THIRTY_360) == 1
    shifted = year_fraction(day, after, DayCount.CONTRACT_YEAR, counted_from=counted_from)
    assert abs(shifted - 1) <= Fraction(1, 365)


def test_days_that_run_backwards_are_refused():
    with pytest.raises(InvalidInputError, match="not before"):
        year_fraction(date(2020, 1, 2), date(2020, 1, 1), DayCount.ACTUAL_365)


@pytest.mark.parametrize(
    ("start", "end", "convention", "days"),
    [
        ("2024-01-31", "2024-02-29", "30_360_german", 30),
        ("2023-02-28", "2024-02-29", "30_360_us", 360),
        ("2023-02-28", "2023-03-31", "30_360_us", 30),
        ("2023-01-30", "2023-03-31", "30_360_us", 60),
        ("2023-01-30", "2023-03-31", "30_360_isda", 60),
        ("2023-01-15", "2023-03-31", "30_360_isda", 76),
        ("2023-01-15", "2023-03-31", "30e_plus_360", 76),
        ("2023-01-15", "2023-03-31", "30e_360", 75),
    ],
)
def test_months_of_thirty_days(start, end, convention, days):
    found = year_fraction(
        date.fromisoformat(start), date.fromisoformat(end), DayCount(convention)
    )

    assert Fraction(days, 360) == found
