"""Divisions: who takes how much of a balance, and where the rest goes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from move_builders import (
    CASH,
    FUND,
    GROUP,
    GROUPS,
    VILLAGE,
    WEIGHT,
    after,
    divide,
)

from sanbian.errors import InvalidInputError, MissingFactError
from sanbian.money import OddFen
from sanbian.program import Constant, Measure, Part


def test_a_division_with_several_parts_shares_one_balance():
    done = after(
        divide(Part(to=CASH, weight=WEIGHT), Part(to=FUND, weight=Constant(6))),
        source_contract=(100,),
    )

    assert done.closing["end/member"] == (25, 17, 8)
    assert done.closing["fund/contract"] == (50,)


def test_a_part_with_half_a_weight_gets_half():
    done = after(
        divide(
            Part(to=CASH, weight=WEIGHT), Part(to=FUND, weight=Constant(Fraction(3, 2)))
        ),
        source_contract=(75,),
    )
    each = after(
        divide(
            Part(to=CASH, weight=Constant(Fraction(1, 3))),
            Part(to=FUND, weight=Constant(Fraction(1, 2))),
        ),
        source_contract=(90,),
    )

    assert done.closing["end/member"] == (30, 20, 10)
    assert done.closing["fund/contract"] == (15,)
    assert each.closing["end/member"] == (20, 20, 20)
    assert each.closing["fund/contract"] == (30,)


def test_a_group_source_is_divided_inside_each_group():
    done = after(divide(Part(to=CASH, weight=WEIGHT), source=GROUP), source_group=(10, 10))

    assert done.closing["end/member"] == (10, 7, 3)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_groups_get_together_what_each_gets_alone(east, west):
    part = Part(to=CASH, weight=WEIGHT)
    together = after(divide(part, source=GROUP), source_group=(east, west))
    first = after(divide(part, source=GROUP), source_group=(east, 0))
    second = after(divide(part, source=GROUP), source_group=(0, west))

    assert together.closing["end/member"] == (
        first.closing["end/member"][0],
        *second.closing["end/member"][1:],
    )


@pytest.mark.parametrize(
    ("rule", "expected", "odd"),
    [
        (OddFen.LARGEST_REMAINDER, (50, 34, 17), (1, 2)),
        (OddFen.FIRST, (51, 34, 16), (0, 1)),
        (OddFen.LAST, (50, 34, 17), (1, 2)),
        (OddFen.LARGEST_SHARE, (51, 34, 16), (0, 1)),
        (OddFen.CARRY_FORWARD, (50, 34, 17), (1, 2)),
    ],
)
def test_each_rule_serves_its_own_holders(rule, expected, odd):
    done = after(divide(Part(to=CASH, weight=WEIGHT), odd_fen=rule), source_contract=(101,))

    assert done.closing["end/member"] == expected
    assert done.postings[0].odd == odd


def test_odd_units_to_an_account_go_to_the_named_rest():
    part = Part(to=CASH, weight=WEIGHT)
    done = after(divide(part, rest=FUND, odd_fen=OddFen.TO_ACCOUNT), source_contract=(101,))

    assert done.closing["end/member"] == (50, 33, 16)
    assert done.closing["fund/contract"] == (2,)
    with pytest.raises(InvalidInputError, match=r"nobody may take 0\.02 yuan"):
        after(divide(part, odd_fen=OddFen.TO_ACCOUNT), source_contract=(101,))


def test_a_draw_names_who_gets_the_odd_units():
    move = divide(Part(to=CASH, weight=WEIGHT), odd_fen=OddFen.LOTTERY)
    done = after(move, draws={"divide": ("h3", "h2", "h1")}, source_contract=(101,))

    assert done.closing["end/member"] == (50, 34, 17)
    assert done.postings[0].odd == (1, 2)
    with pytest.raises(MissingFactError) as raised:
        after(move, draws={"divide": ("h3",)}, source_contract=(101,))
    assert raised.value.problems[0].at == "$.draws.divide"
    assert "3 holders (h1、h2、h3), got 1 of them" in str(raised.value)


def test_a_draw_among_several_families_names_the_family():
    moves = divide(
        Part(to=CASH, weight=WEIGHT),
        Part(to=FUND, weight=Constant(1)),
        odd_fen=OddFen.LOTTERY,
    )
    done = after(
        moves,
        draws={"divide": ("contract", "member/h1", "member/h2")},
        source_contract=(20,),
    )

    assert done.closing["fund/contract"] == (3,)
    assert done.closing["end/member"] == (9, 6, 2)


def test_credits_are_carried_and_not_given_for_money_that_went_elsewhere():
    move = divide(
        Part(to=CASH, weight=Constant(1)), rest=FUND, odd_fen=OddFen.CARRY_FORWARD, step=10
    )
    done = after(move, source_contract=(105,))

    assert done.closing["end/member"] == (40, 30, 30)
    assert done.closing["fund/contract"] == (5,)
    assert dict(done.credits_micro["divide"]) == {
        "h1": -6_666_666, "h2": 3_333_333, "h3": 3_333_333
    }  # fmt: skip
    again = after(move, credits_micro=done.credits_micro, source_contract=(100,))
    assert again.closing["end/member"] == (30, 40, 30)


def test_bounds_are_solved_together():
    """T14 in small: a floor and a cap out of one pool."""
    low, high = Measure("low", "member"), Measure("high", "member")
    done = after(
        divide(Part(to=CASH, weight=WEIGHT, at_least=low, at_most=high)),
        measures={"low": ((0, 0, 30), 1), "high": ((40, 99, 99), 1)},
        source_contract=(101,),
    )

    assert done.closing["end/member"] == (40, 31, 30)


def test_bounds_of_one_part_leave_the_other_free():
    done = after(
        divide(
            Part(to=CASH, weight=WEIGHT, at_most=Constant(5)),
            Part(to=VILLAGE, weight=GROUPS, at_least=Constant(20)),
        ),
        source_contract=(100,),
    )

    assert done.closing["end/member"] == (5, 5, 5)
    assert done.closing["end/group"] == (21, 64)


def test_bounds_hold_in_whole_steps():
    part = Part(to=CASH, weight=WEIGHT, at_least=Constant(11), at_most=Constant(45))
    done = after(divide(part, rest=FUND, step=10), source_contract=(107,))

    assert done.closing["end/member"] == (40, 40, 20)
    assert done.closing["fund/contract"] == (7,)


def test_money_without_takers_goes_to_the_rest_or_is_an_error():
    nobody = Part(to=CASH, weight=Constant(0))
    done = after(divide(nobody, rest=FUND), source_contract=(7,))

    assert done.closing["fund/contract"] == (7,)
    with pytest.raises(InvalidInputError, match="nobody may take"):
        after(divide(nobody), source_contract=(7,))
    assert after(divide(nobody)).closing["end/member"] == (0, 0, 0)


def test_bad_bounds_and_weights_are_told_with_their_clause():
    negative = Part(to=CASH, weight=Measure("x", "member"))
    with pytest.raises(InvalidInputError) as raised:
        after(divide(negative), measures={"x": ((-1, 2, 3), 1)}, source_contract=(7,))
    assert [each.at for each in raised.value.problems] == ["clause 1, h1"]

    greedy = Part(to=CASH, weight=WEIGHT, at_least=Constant(50))
    with pytest.raises(InvalidInputError, match="clause 1: at_least"):
        after(divide(greedy), source_contract=(7,))


def test_a_pool_must_be_empty_at_the_end():
    with pytest.raises(InvalidInputError, match="to be given out"):
        after(pool_contract=(7,))
