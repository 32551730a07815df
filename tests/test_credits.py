"""Fractions of a fen that are carried forward, year after year."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import FEN_MAX, HOLDERS_MAX, steps

from sanbian.money import MICRO, OddFen, apportion, closing_credits

CARRY = OddFen.CARRY_FORWARD
YEARS = 60


def year_by_year(totals, rows):
    """Parts and credits of each year, and the dues so far without any rounding."""
    count = len(rows[0])
    opening, exact = (0,) * count, [Fraction(0)] * count
    for total, shares in zip(totals, rows, strict=True):
        parts = apportion(total, shares, CARRY, credits_micro=opening).parts
        opening = closing_credits(total, shares, parts, opening)
        for place, share in enumerate(shares):
            exact[place] += Fraction(total * share, sum(shares)) - parts[place]
        yield total, parts, opening, tuple(exact)


def served_one_by_one(units, step, shares, credits_micro):
    """The rule in its own words: each unit to whoever is then owed most."""
    dues = apportion(units * step * MICRO, shares, OddFen.LARGEST_REMAINDER).parts
    owed = [due + credit for due, credit in zip(dues, credits_micro, strict=True)]
    takers = [place for place, share in enumerate(shares) if share]
    parts = [0] * len(shares)
    for _ in range(units):
        place = max(takers, key=owed.__getitem__)
        owed[place] -= step * MICRO
        parts[place] += step
    return tuple(parts)


@st.composite
def pasts(draw):
    shares = draw(st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any))
    credit = st.integers(-5 * MICRO, 5 * MICRO) | st.integers(-2, 2).map(MICRO.__mul__)
    return (
        draw(st.integers(0, 40)),
        draw(steps),
        shares,
        [draw(credit) for _ in shares],
    )


@given(pasts())
def test_each_unit_goes_to_whoever_is_then_owed_most(past):
    units, step, shares, before = past
    result = apportion(units * step, shares, CARRY, credits_micro=before, step=step)

    assert served_one_by_one(units, step, shares, before) == result.parts
    assert 0 == result.rest


@given(pasts())
def test_a_loss_mirrors_the_gain_with_its_credits(past):
    units, step, shares, before = past
    gain = apportion(units, shares, CARRY, credits_micro=before, step=step)
    owed = [-credit for credit in before]
    loss = apportion(-units, shares, CARRY, credits_micro=owed, step=step)

    assert tuple(-part for part in gain.parts) == loss.parts
    assert (-gain.rest, gain.odd) == (loss.rest, loss.odd)


@given(st.data(), st.integers(1, 8))
def test_every_year_adds_up_and_no_credit_reaches_a_fen(data, count):
    rows = data.draw(
        st.lists(
            st.lists(st.integers(1, 50), min_size=count, max_size=count),
            min_size=1,
            max_size=YEARS,
        )
    )
    # Enough for a due of one fen to the smallest weight of the year.
    totals = [
        -(-sum(shares) // min(shares)) + data.draw(st.integers(0, 1000)) for shares in rows
    ]

    for year, (total, parts, kept, exact) in enumerate(year_by_year(totals, rows), start=1):
        assert total == sum(parts)
        assert 0 == sum(kept)
        assert all(abs(credit) < MICRO for credit in kept)
        for credit, due in zip(kept, exact, strict=True):
            assert abs(due - Fraction(credit, MICRO)) < Fraction(year, MICRO)
            assert abs(due) < 1 + Fraction(year, MICRO)


def test_the_rounded_millionth_adds_up_to_the_bound_and_no_further():
    *_, (_, _, kept, exact) = year_by_year([100] * YEARS, [(1, 1, 1)] * YEARS)

    assert Fraction(2, 3) * YEARS / MICRO == Fraction(kept[0], MICRO) - exact[0]


def test_after_three_equal_years_all_have_the_same():
    years = list(year_by_year([100] * 3, [(1, 1, 1)] * 3))

    assert [(34, 33, 33), (33, 34, 33), (33, 33, 34)] == [parts for _, parts, _, _ in years]


def test_dues_below_a_fen_can_leave_more_than_a_fen_unpaid():
    # One fen a year, each time among those who have had none yet: 1/2 + ... + 1/5 of it.
    count = 5
    rows = [
        [10**9 * (place >= year) + 1 for place in range(count)] for year in range(count - 1)
    ]
    *_, (_, _, kept, _) = year_by_year([1] * (count - 1), rows)

    assert 1.283 < max(kept) / MICRO < 1.284
    assert min(kept) > -MICRO


@given(st.data(), st.integers(2, HOLDERS_MAX))
def test_small_dues_stay_below_the_harmonic_bound(data, count):
    share = st.sampled_from([1, 10, 10**6])
    rows = data.draw(
        st.lists(
            st.lists(share, min_size=count, max_size=count), min_size=1, max_size=YEARS
        )
    )
    totals = [data.draw(st.integers(1, 3)) for _ in rows]
    bound = sum(Fraction(1, place) for place in range(2, count + 1))

    for total, parts, kept, _ in year_by_year(totals, rows):
        assert total == sum(parts)
        assert max(kept) <= bound * MICRO
        assert min(kept) > -MICRO


@pytest.mark.parametrize("total", [7, -7, 0])
def test_credits_close_at_what_they_opened_with_and_what_was_left_over(total):
    shares, opening = (3, 1, 2), (100, -300, 250)
    parts = apportion(total, shares, OddFen.TO_ACCOUNT)
    served = apportion(total, shares, CARRY, credits_micro=opening)
    after = closing_credits(total, shares, parts.parts, opening)

    assert sum(opening) + parts.rest * MICRO == sum(after)
    assert sum(opening) == sum(closing_credits(total, shares, served.parts, opening))


@given(st.integers(-FEN_MAX, FEN_MAX), st.lists(st.integers(0, 9), min_size=1).filter(any))
def test_closing_credits_are_opening_plus_due_less_part(total, shares):
    parts = apportion(total, shares, CARRY).parts
    kept = closing_credits(total, shares, parts, ())

    assert kept == closing_credits(total, shares, parts, [0] * len(shares))
    assert 0 == sum(kept)
    for credit, part, share in zip(kept, parts, shares, strict=True):
        due = Fraction(total * share, sum(shares))
        assert abs((due - part) * MICRO - credit) < 1


def test_one_credit_too_few_or_too_many_is_our_own_slip():
    for opening in ((0,), (0, 0, 0)):
        with pytest.raises(ValueError, match="argument"):
            closing_credits(1, (1, 1), (1, 0), opening)


def test_a_holder_without_weight_keeps_the_credit_for_later():
    opening = (-500_000, 0, 5 * MICRO)
    parts = apportion(10, (1, 1, 0), CARRY, credits_micro=opening).parts

    assert (5, 5, 0) == parts
    assert opening == closing_credits(10, (1, 1, 0), parts, opening)


def test_credits_far_beyond_the_pool_are_served_at_once():
    before = (-(10**15), 10**15, -(10**15))

    assert (0, 10**9, 0) == apportion(10**9, (1, 1, 1), CARRY, credits_micro=before).parts
    assert (0, 0, 3) == apportion(
        3, (5, 1, 1), CARRY, credits_micro=(-(10**9), 0, 10**9)
    ).parts
