"""Floors and caps out of one pool, against a slow search for the one level."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from strategies import bounded_pools, pools, rules, totals

from sanbian.errors import InvalidInputError, MissingFactError
from sanbian.money import Apportioned, OddFen, apportion, apportion_within

HAMILTON = OddFen.LARGEST_REMAINDER
AGAIN = ("更正后重新计算", "correct it and compute again")
CORRECT = ("更正上下限", "correct the bounds")
LOWER = (
    "降低下限，或另写一条 top_up，由指定的付款人补足",
    "lower the bounds, or write a top_up with a payer of its own",
)


def clamped(level, shares, low, high):
    return [
        max(bottom, level * share if top is None else min(level * share, top))
        for share, bottom, top in zip(shares, low, high, strict=True)
    ]


def exact_parts(total, shares, low, high):
    """Exact parts at the level where they use up the total, or at the highest there is.

    The sum of the clamped parts rises with the level, in straight pieces between the
    levels at which a bound begins or ceases to bind: try these, then draw the line.
    """
    shares = [Fraction(share) for share in shares]
    breaks = {Fraction(0)} | {
        Fraction(bound) / share
        for share, bottom, top in zip(shares, low, high, strict=True)
        for bound in (bottom, top)
        if share and bound is not None
    }
    used = {level: sum(clamped(level, shares, low, high)) for level in breaks}
    below = max(level for level in breaks if used[level] <= total)
    open_share = sum(clamped(below + 1, shares, low, high)) - used[below]
    above = [level for level in breaks if level > below]
    if above:
        open_share = (used[min(above)] - used[below]) / (min(above) - below)
    elif not any(share and top is None for share, top in zip(shares, high, strict=True)):
        open_share = 0
    level = below + (total - used[below]) / open_share if open_share else below
    return clamped(level, shares, low, high)


@given(bounded_pools(), rules)
def test_bounds_hold_and_no_fen_is_lost_or_made(pool, rule):
    total, shares, low, high, order = pool
    result = apportion_within(total, shares, rule, at_least=low, at_most=high, order=order)

    assert total == sum(result.parts) + result.rest
    assert result.rest >= 0
    assert {int} == {type(part) for part in (*result.parts, result.rest)}
    for part, bottom, top in zip(result.parts, low, high, strict=True):
        assert bottom <= part
        assert top is None or part <= top


@given(bounded_pools(), rules)
def test_each_part_is_within_a_fen_of_the_exact_level(pool, rule):
    total, shares, low, high, order = pool
    result = apportion_within(total, shares, rule, at_least=low, at_most=high, order=order)
    exact = exact_parts(total, shares, low, high)

    for part, due in zip(result.parts, exact, strict=True):
        assert abs(part - due) < 1
    if rule is not OddFen.TO_ACCOUNT:
        assert total - sum(exact) == result.rest


@given(bounded_pools(), rules)
def test_odd_fen_go_only_to_those_whom_no_bound_holds(pool, rule):
    total, shares, low, high, order = pool
    result = apportion_within(total, shares, rule, at_least=low, at_most=high, order=order)
    exact = exact_parts(total, shares, low, high)

    assert len(result.odd) == len(set(result.odd))
    for place in result.odd:
        assert exact[place] < result.parts[place]


@given(pools(total=totals), rules)
def test_bounds_that_do_not_bind_change_nothing(pool, rule):
    total, shares, order = pool
    parts = apportion(total, shares, rule, order=order)
    free = (None,) * len(shares)

    assert parts == apportion_within(
        total, shares, rule, at_least=[0] * len(shares), at_most=free, order=order
    )
    assert parts == apportion_within(
        total,
        shares,
        rule,
        at_least=[0] * len(shares),
        at_most=parts_up(parts),
        order=order,
    )


def parts_up(parts):
    return [part + 1 for part in parts.parts]


@given(bounded_pools(), rules)
def test_sharing_again_by_the_parts_changes_nothing(pool, rule):
    total, shares, low, high, order = pool
    parts = apportion_within(
        total, shares, rule, at_least=low, at_most=high, order=order
    ).parts

    assert Apportioned(parts=parts, rest=0, odd=()) == apportion_within(
        sum(parts), parts, rule, at_least=low, at_most=high, order=order
    )


@given(bounded_pools())
def test_scaling_all_weights_changes_nothing_within_bounds(pool):
    total, shares, low, high, _ = pool
    thirds = [share * Fraction(1, 3) for share in shares]

    assert apportion_within(total, shares, HAMILTON, at_least=low, at_most=high) == (
        apportion_within(total, thirds, HAMILTON, at_least=low, at_most=high)
    )


def test_money_above_a_cap_goes_round_until_no_cap_binds():
    result = apportion_within(
        1000001,
        (50, 30, 15, 5),
        HAMILTON,
        at_least=(0,) * 4,
        at_most=(300000, 320000, 300000, None),
    )

    assert Apportioned(parts=(300000, 320000, 285001, 95000), rest=0, odd=(2,)) == result


def test_what_nobody_may_take_is_the_rest():
    result = apportion_within(
        1000001, (5, 3, 2), HAMILTON, at_least=(0,) * 3, at_most=(300000, 320000, 300000)
    )

    assert Apportioned(parts=(300000, 320000, 300000), rest=80001, odd=()) == result


def test_floors_and_caps_are_solved_together():
    result = apportion_within(
        1000001,
        (50, 30, 15, 5),
        HAMILTON,
        at_least=(0, 0, 200000, 150000),
        at_most=(400000, None, None, None),
    )

    assert Apportioned(parts=(400000, 250001, 200000, 150000), rest=0, odd=()) == result


def test_excess_and_lack_in_balance_are_held_at_once():
    result = apportion_within(
        100,
        (1, 1, 1, 1),
        OddFen.FIRST,
        at_least=(0, 30, 0, 0),
        at_most=(20, None, None, None),
    )

    assert Apportioned(parts=(20, 30, 25, 25), rest=0, odd=()) == result


def test_the_side_that_is_further_out_is_held_first():
    # At 90/16 a weight the cap frees 16.5 fen and the floor lacks 4.25; above, it binds no more.
    result = apportion_within(
        90, (2, 4, 6, 4), HAMILTON, at_least=(0, 10, 38, 0), at_most=(None, None, None, 6)
    )

    assert Apportioned(parts=(14, 28, 42, 6), rest=0, odd=()) == result


def test_a_weight_of_zero_receives_its_lower_bound_and_no_more():
    result = apportion_within(
        100, (0, 1, 0), OddFen.FIRST, at_least=(10, 0, 0), at_most=(20, 40, None)
    )

    assert Apportioned(parts=(10, 40, 0), rest=50, odd=()) == result


@pytest.mark.parametrize(
    ("low", "high", "parts", "rest"),
    [((10, 20), (None, None), (10, 20), 0), ((0, 0), (0, 0), (0, 0), 30)],
)
def test_no_weight_is_needed_where_nothing_can_be_shared(low, high, parts, rest):
    assert Apportioned(parts=parts, rest=rest, odd=()) == apportion_within(
        30, (0, 0), HAMILTON, at_least=low, at_most=high
    )


def test_a_draw_serves_those_whom_no_bound_holds():
    result = apportion_within(
        100,
        (1, 1, 1, 1),
        OddFen.LOTTERY,
        at_least=(0,) * 4,
        at_most=(10, None, None, None),
        order=(0, 3, 1, 2),
    )
    fewer = apportion_within(
        101,
        (1, 1, 1, 1),
        OddFen.LOTTERY,
        at_least=(0,) * 4,
        at_most=(10, None, None, None),
        order=(3, 2),
    )

    assert Apportioned(parts=(10, 30, 30, 30), rest=0, odd=()) == result
    assert Apportioned(parts=(10, 30, 30, 31), rest=0, odd=(3,)) == fewer
    with pytest.raises(MissingFactError):
        apportion_within(
            1, (1, 1), OddFen.LOTTERY, at_least=(0, 0), at_most=(None, None), order=()
        )


@pytest.mark.parametrize(
    ("at", "total", "bounds", "says", "do"),
    [
        (
            "total",
            -1,
            ((0, 0), (None, None)),
            ("应为不为负的金额，得到 -1", "expected an amount of at least zero, got -1"),
            AGAIN,
        ),
        (
            "at_least",
            1,
            ((0,), (None, None)),
            (
                "应为 2 位参与者各一个界限，得到 1",
                "expected one bound for each of 2 holders, got 1",
            ),
            AGAIN,
        ),
        (
            "at_most",
            1,
            ((0, 0), (None, None, 1)),
            (
                "应为 2 位参与者各一个界限，得到 3",
                "expected one bound for each of 2 holders, got 3",
            ),
            AGAIN,
        ),
        (
            "at_least[1]",
            9,
            ((0, -1), (None, None)),
            (
                "下限应不为负且不高于上限 （无），得到 -1",
                "expected a lower bound from zero up to any, got -1",
            ),
            CORRECT,
        ),
        (
            "at_least[0]",
            9,
            ((4, 3), (3, 3)),
            (
                "下限应不为负且不高于上限 3，得到 4",
                "expected a lower bound from zero up to 3, got 4",
            ),
            CORRECT,
        ),
        (
            "at_least",
            9,
            ((5, 5), (None, None)),
            (
                "下限合计不得超过 0.09 元，得到 0.10 元",
                "expected lower bounds that sum to at most 0.09 yuan, got 0.10 yuan",
            ),
            LOWER,
        ),
    ],
)
def test_bounds_that_no_division_can_keep_are_refused(at, total, bounds, says, do):
    low, high = bounds
    with pytest.raises(InvalidInputError) as caught:
        apportion_within(total, (1, 1), HAMILTON, at_least=low, at_most=high)
    (problem,) = caught.value.problems

    assert at == problem.at
    assert says == (problem.says.zh, problem.says.en)
    assert do == (problem.do.zh, problem.do.en)


def test_all_crossed_bounds_are_told_at_once():
    with pytest.raises(InvalidInputError) as caught:
        apportion_within(9, (1, 1), HAMILTON, at_least=(-1, 2), at_most=(None, 1))

    assert ["at_least[0]", "at_least[1]"] == [
        problem.at for problem in caught.value.problems
    ]


def test_all_zero_weights_with_room_and_money_are_refused():
    with pytest.raises(InvalidInputError, match="weights that are all zero"):
        apportion_within(31, (0, 0), HAMILTON, at_least=(10, 20), at_most=(10, None))
    with pytest.raises(InvalidInputError, match="a negative weight"):
        apportion_within(0, (1, -1), HAMILTON, at_least=(0, 0), at_most=(0, 0))
