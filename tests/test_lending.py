"""What a court makes of payments on a loan in the dress of shares."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbian import DayCount, Instalment, InvalidInputError, recalculate, yuan
from sanbian.law import LENDING_CAP_TIMES, LPR, LPR_READ_UNTIL, lpr_on
from sanbian.lending import told

SINCE = date(2022, 7, 30)
RATES = st.fractions(0, Fraction(1, 2), max_denominator=1000)
PRINCIPALS = st.integers(1, 10**10)


@st.composite
def payments(draw):
    day, made = SINCE, []
    for _ in range(draw(st.integers(0, 8))):
        day += timedelta(days=draw(st.integers(0, 400)))
        made.append(Instalment(day=day, amount=draw(st.integers(0, 10**9))))
    return tuple(made)


# A court's own figures (W29)


def furniture(**changes):
    paid = Instalment(day=date(2023, 8, 31), amount=yuan(18_000), **changes)
    rate = LENDING_CAP_TIMES.on(SINCE) * lpr_on(SINCE).rate
    assert Fraction(148, 1000) == rate
    (row,) = recalculate(yuan(100_000), (paid,), since=SINCE, rate=rate)
    return row


def test_the_furniture_works_comes_to_what_the_court_found():
    row = furniture(lawful=yuan(16_061))

    assert (yuan(16_061), yuan(1_939)) == (row.interest, row.principal)
    assert yuan(98_061) == row.left
    assert "尚余本金 98,061.00 元" in told(row).zh


def test_counted_by_days_the_furniture_works_is_within_a_day_of_the_court():
    by_day = yuan("14800") / 365

    row = furniture()

    assert (
        yuan("16097.53") == row.interest
    )  # 397 days over 365; the court's count is unknown
    assert 0 < row.interest - yuan(16_061) < by_day


# What holds for every loan


@given(PRINCIPALS, payments(), RATES, st.sampled_from(DayCount))
def test_every_fen_paid_is_interest_principal_or_beyond(principal, paid, rate, count):
    rows = recalculate(principal, paid, since=SINCE, rate=rate, count=count)

    assert [each.amount for each in paid] == [
        row.interest + row.principal + row.beyond for row in rows
    ]
    for row in rows:
        assert min(row.interest, row.principal, row.beyond, row.left, row.unpaid) >= 0
        assert row.due == row.interest + row.unpaid
        assert row.left == 0 or row.beyond == 0
        assert row.principal == 0 or row.unpaid == 0
    assert principal - sum(row.principal for row in rows) == (
        rows[-1].left if rows else principal
    )


@given(PRINCIPALS, payments(), RATES)
def test_looking_on_a_day_without_paying_changes_nothing(principal, paid, rate):
    looked = []
    for each in paid:
        looked += [Instalment(day=each.day, amount=0), each]

    plain = recalculate(principal, paid, since=SINCE, rate=rate)

    assert plain == recalculate(principal, looked, since=SINCE, rate=rate)[1::2]


@given(PRINCIPALS, payments(), RATES, RATES)
def test_a_lower_cap_leaves_no_more_principal(principal, paid, rate, other):
    low, high = sorted((rate, other))

    left = [
        sum(row.principal for row in recalculate(principal, paid, since=SINCE, rate=each))
        for each in (low, high)
    ]

    assert left[0] >= left[1] - len(paid)


@given(PRINCIPALS, payments())
def test_without_interest_all_pays_principal_down(principal, paid):
    rows = recalculate(principal, paid, since=SINCE, rate=Fraction(0))

    assert 0 == sum(row.interest for row in rows)
    total = sum(each.amount for each in paid)
    assert min(total, principal) == sum(row.principal for row in rows)


@given(PRINCIPALS, RATES, st.integers(1, 8))
def test_paying_what_is_due_leaves_the_principal(principal, rate, times):
    paid, day, rows = [], SINCE, ()
    for _ in range(times):
        day += timedelta(days=97)
        due = recalculate(
            principal, [*paid, Instalment(day=day, amount=0)], since=SINCE, rate=rate
        )[-1].due
        paid.append(Instalment(day=day, amount=due))
        rows = recalculate(principal, paid, since=SINCE, rate=rate)

    assert principal == rows[-1].left
    exact = principal * rate * Fraction(97 * times, 365)
    assert abs(sum(row.interest for row in rows) - exact) <= Fraction(1, 2)


def test_what_stays_owed_and_what_is_beyond_is_told():
    short, last = recalculate(
        yuan(1000),
        (
            Instalment(day=date(2023, 7, 30), amount=yuan(100)),
            Instalment(day=date(2024, 7, 29), amount=yuan(2000)),
        ),
        since=SINCE,
        rate=Fraction(12, 100),
    )

    assert told(short).en.endswith(", with 20.00 yuan of interest unpaid")
    assert told(short).zh.endswith("，欠息 20.00 元")
    assert told(last).en.endswith(", with 860.00 yuan paid beyond the debt")
    assert (0, yuan(860)) == (last.left, last.beyond)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(InvalidInputError) as caught:
        recalculate(
            0,
            (
                Instalment(day=date(2021, 1, 1), amount=-1),
                Instalment(day=date(2020, 1, 1), amount=1, lawful=-5),
            ),
            since=SINCE,
            rate=Fraction(-1, 10),
        )

    assert [
        "principal",
        "instalments[0].amount",
        "instalments[1].lawful",
        "rate",
        "instalments[0].day",
        "instalments[1].day",
    ] == [each.at for each in caught.value.problems]


# The rate


def test_the_loan_prime_rate_is_in_order_and_known_up_to_a_day():
    days = [row.since for row in LPR]

    assert sorted(set(days)) == days
    assert all(0 < row.rate < Fraction(5, 100) and row.source.zh for row in LPR)
    assert lpr_on(LPR_READ_UNTIL) == LPR[-1]
    assert lpr_on(LPR_READ_UNTIL + timedelta(days=1)) is None
    assert lpr_on(LPR[0].since - timedelta(days=1)) is None


@given(st.dates(LPR[0].since, LPR_READ_UNTIL))
def test_the_rate_of_a_day_is_the_last_published(day):
    later = [row for row in LPR if row.since > lpr_on(day).since]

    assert lpr_on(day).since <= day
    assert all(row.since > day for row in later)
