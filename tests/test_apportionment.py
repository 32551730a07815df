"""Sharing an amount by weights: no fen lost, none made, the odd ones by the named rule."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    FEN_MAX,
    SERVING,
    exact_weight,
    pools,
    rules,
    serving_rules,
    steps,
    totals,
    weights,
    whole_weight,
)

from sanbian.errors import InvalidInputError, MissingFactError
from sanbian.money import Apportioned, OddFen, apportion

HAMILTON = OddFen.LARGEST_REMAINDER


def quotas(amount, shares):
    return [amount * Fraction(share) / sum(map(Fraction, shares)) for share in shares]


def by_the_rule(total, shares, rule, order):
    """The rule in its own words: round down, then one fen each in the order of the rule."""
    exact = quotas(total, shares)
    parts = [quota.__floor__() for quota in exact]
    holders = [place for place, share in enumerate(shares) if share]
    match rule:
        case OddFen.LARGEST_REMAINDER | OddFen.CARRY_FORWARD:
            holders.sort(key=lambda place: (parts[place] - exact[place], place))
        case OddFen.LARGEST_SHARE:
            holders.sort(key=lambda place: (-shares[place], place))
        case OddFen.LAST:
            holders.reverse()
        case OddFen.LOTTERY:
            holders = [place for place in order if place in holders]
        case OddFen.TO_ACCOUNT:
            holders = []
    odd = holders[: total - sum(parts)]
    for place in odd:
        parts[place] += 1
    return Apportioned(parts=tuple(parts), rest=total - sum(parts), odd=tuple(odd))


@given(pools(), rules, steps)
def test_no_fen_is_lost_or_made(pool, rule, step):
    total, shares, order = pool
    result = apportion(total, shares, rule, order=order, step=step)

    assert total == sum(result.parts) + result.rest
    assert len(shares) == len(result.parts)
    assert {0} == {part % step for part in result.parts}
    assert all(part * total >= 0 for part in (*result.parts, result.rest))
    assert all(type(part) is int for part in (*result.parts, result.rest))
    if rule is not OddFen.TO_ACCOUNT:
        assert abs(result.rest) == abs(total) % step


@given(pools(), serving_rules | st.just(OddFen.CARRY_FORWARD), steps)
def test_each_part_is_within_one_step_of_its_quota(pool, rule, step):
    total, shares, order = pool
    result = apportion(total, shares, rule, order=order, step=step)
    quota = quotas(total - result.rest, shares)

    for part, due in zip(result.parts, quota, strict=True):
        assert abs(part - due) < step


@given(pools(total=totals), rules)
def test_each_rule_serves_in_its_own_order(pool, rule):
    total, shares, order = pool
    expected = by_the_rule(total, shares, rule, order)
    # Credits are kept at a millionth of a fen: closer remainders than that are a tie.
    if rule is OddFen.CARRY_FORWARD:
        gaps = sorted(quota % 1 for quota in quotas(total, shares))
        assume(all(b - a > Fraction(2, 10**6) for a, b in pairwise(gaps)))

    assert expected == apportion(total, shares, rule, order=order)


@given(pools(total=totals), rules, steps)
def test_a_loss_mirrors_the_gain(pool, rule, step):
    total, shares, order = pool
    gain = apportion(total, shares, rule, order=order, step=step)
    loss = apportion(-total, shares, rule, order=order, step=step)

    assert tuple(-part for part in gain.parts) == loss.parts
    assert (-gain.rest, gain.odd) == (loss.rest, loss.odd)


@given(pools(), rules, st.fractions(min_value=Fraction(1, 1000), max_value=1000))
def test_scaling_all_weights_changes_nothing(pool, rule, factor):
    total, shares, order = pool
    scaled = tuple(share * factor for share in shares)

    assert apportion(total, shares, rule, order=order) == apportion(
        total, scaled, rule, order=order
    )


@given(pools(), rules, steps)
def test_a_weight_of_zero_never_receives(pool, rule, step):
    total, shares, order = pool
    result = apportion(total, shares, rule, order=order, step=step)

    for place, share in enumerate(shares):
        assert share or (result.parts[place] == 0 and place not in result.odd)


@given(pools(), st.sampled_from([HAMILTON, OddFen.TO_ACCOUNT, OddFen.LARGEST_SHARE]))
def test_the_order_of_the_register_decides_ties_only(pool, rule):
    total, shares, order = pool
    remainders = [quota % 1 for quota in quotas(abs(total), shares)]
    deciding = shares if rule is OddFen.LARGEST_SHARE else remainders
    assume(rule is OddFen.TO_ACCOUNT or len(set(deciding)) == len(deciding))
    parts = apportion(total, shares, rule).parts
    shuffled = apportion(total, [shares[place] for place in order], rule).parts

    assert tuple(parts[place] for place in order) == shuffled


@given(pools(), rules)
def test_who_got_an_odd_fen_is_recorded(pool, rule):
    total, shares, order = pool
    result = apportion(total, shares, rule, order=order)
    plain = apportion(total, shares, OddFen.TO_ACCOUNT)
    sign = 1 if total > 0 else -1

    assert len(result.odd) == len(set(result.odd))
    if rule is not OddFen.CARRY_FORWARD:  # its remainders are rounded to a millionth
        more = [sign * (place in result.odd) for place in range(len(shares))]
        assert result.parts == tuple(map(sum, zip(plain.parts, more, strict=True)))


@given(totals, exact_weight.filter(bool), rules)
def test_one_holder_gets_everything(total, share, rule):
    assert Apportioned(parts=(total,), rest=0, odd=()) == apportion(
        total, (share,), rule, order=(0,)
    )


@given(st.integers(FEN_MAX - 1000, FEN_MAX), weights(st.integers(10**12 - 1000, 10**12)))
def test_the_largest_amounts_and_weights_stay_exact(total, shares):
    assert by_the_rule(total, shares, HAMILTON, ()) == apportion(total, shares, HAMILTON)


@given(pools(whole_weight, totals))
def test_money_that_stays_apart_is_the_only_rule_that_never_takes_back(pool):
    total, shares, _ = pool
    less = apportion(total, shares, OddFen.TO_ACCOUNT).parts
    more = apportion(total + 1, shares, OddFen.TO_ACCOUNT).parts

    assert all(a <= b for a, b in zip(less, more, strict=True))


@pytest.mark.parametrize(
    ("rule", "total", "shares", "less", "more"),
    [
        (
            HAMILTON,
            1_400_010,
            (6, 6, 2),
            (600004, 600004, 200002),
            (600005, 600005, 200001),
        ),
        (OddFen.FIRST, 2, (1, 1, 3, 3), (1, 1, 0, 0), (1, 0, 1, 1)),
        (OddFen.LAST, 2, (3, 3, 1, 1), (0, 0, 1, 1), (1, 1, 0, 1)),
        (OddFen.LARGEST_SHARE, 5, (3, 3, 1, 1), (2, 2, 1, 0), (3, 3, 0, 0)),
        (OddFen.LOTTERY, 2, (1, 1, 3, 3), (1, 1, 0, 0), (0, 1, 1, 1)),
        (OddFen.CARRY_FORWARD, 10, (6, 6, 2), (4, 4, 2), (5, 5, 1)),
    ],
)
def test_one_fen_more_in_the_pool_can_mean_one_fen_less_for_a_holder(
    rule, total, shares, less, more
):
    order = (1, 0, 2, 3)[: len(shares)]

    assert less == apportion(total, shares, rule, order=order).parts
    assert more == apportion(total + 1, shares, rule, order=order).parts


def test_floats_paid_the_wrong_party_here():
    assert (2333333333333333, 4666666666666667) == apportion(
        7 * 10**15, (1, 2), HAMILTON
    ).parts


@pytest.mark.parametrize(
    ("rule", "parts", "odd"),
    [  # 2.333, 0, 3.111, 1.556 of 7 fen
        (HAMILTON, (2, 0, 3, 2), (3,)),
        (OddFen.FIRST, (3, 0, 3, 1), (0,)),
        (OddFen.LAST, (2, 0, 3, 2), (3,)),
        (OddFen.LARGEST_SHARE, (2, 0, 4, 1), (2,)),
        (OddFen.LOTTERY, (3, 0, 3, 1), (0,)),
        (OddFen.TO_ACCOUNT, (2, 0, 3, 1), ()),
        (OddFen.CARRY_FORWARD, (2, 0, 3, 2), (3,)),
    ],
)
def test_the_rules_side_by_side(rule, parts, odd):
    result = apportion(7, (3, 0, 4, 2), rule, order=(1, 0, 3, 2))

    assert (parts, 7 - sum(parts), odd) == (result.parts, result.rest, result.odd)


@pytest.mark.parametrize("rule", SERVING)
def test_a_weight_of_zero_gets_no_odd_fen_at_either_end(rule):
    result = apportion(101, (0, 5, 5, 0), rule, order=(0, 3, 2, 1))
    served = 2 if rule in (OddFen.LAST, OddFen.LOTTERY) else 1

    assert (served,) == result.odd
    assert (0, 50 + (served == 1), 50 + (served == 2), 0) == result.parts


@pytest.mark.parametrize("rule", OddFen)
def test_nothing_to_share_is_shared_as_nothing(rule):
    nothing = Apportioned(parts=(0, 0), rest=0, odd=())

    assert nothing == apportion(0, (0, 0), rule)
    assert nothing == apportion(0, (1, 2), rule)


def test_what_does_not_fill_a_step_is_the_rest():
    assert Apportioned(parts=(600, 500), rest=99, odd=(0,)) == apportion(
        1199, (1, 1), OddFen.FIRST, step=100
    )
    assert Apportioned(parts=(-500, -500), rest=-199, odd=()) == apportion(
        -1199, (1, 1), OddFen.TO_ACCOUNT, step=100
    )
    assert Apportioned(parts=(4, 2), rest=1, odd=(0,)) == apportion(
        7, (1, 1), OddFen.FIRST, step=2
    )
    assert Apportioned(parts=(0, 0), rest=99, odd=()) == apportion(
        99, (1, 1), OddFen.FIRST, step=100
    )


def problem_of(error, call, *arguments, **named):
    with pytest.raises(error) as caught:
        call(*arguments, **named)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("total", "shares", "got", "en"),
    [
        (100, (), "没有权重", "no weights"),
        (0, (), "没有权重", "no weights"),
        (100, (3, -1, -2), "负权重 -2", "a negative weight -2"),
        (
            0,
            (Fraction(1), Fraction(-1, 2)),
            "负权重 Fraction(-1, 2)",
            "a negative weight Fraction(-1, 2)",
        ),
        (1, (0, 0), "全为零的权重", "weights that are all zero"),
        (-1, (Fraction(0),), "全为零的权重", "weights that are all zero"),
        (1, (-2, 2), "负权重 -2", "a negative weight -2"),
    ],
)
def test_weights_that_cannot_share_are_refused(total, shares, got, en):
    problem = problem_of(InvalidInputError, apportion, total, shares, HAMILTON)

    assert "weights" == problem.at
    assert f"应至少有一个正权重、没有负权重，得到{got}" == problem.says.zh
    assert (
        f"expected weights of which none is negative and one is above zero, got {en}"
        == problem.says.en
    )
    assert "核对名册；无人可得时，在条款中写明归入何处（rest）" == problem.do.zh
    assert "check the register, or name a rest account in the clause" == problem.do.en


FEN = ("以分计的整数", "a whole number of fen")
WHOLE = ("整数或分数", "whole numbers or fractions")
STEP = ("一分以上的步长", "a step of at least one fen")
ONCE = ("每位参与者至多一次的位次", "each position at most once")
CREDIT = (" 2 位参与者各一个结转数", "one credit for each of 2 holders")


@pytest.mark.parametrize(
    ("at", "call", "wanted", "got"),
    [
        ("total", {"total": 1.0}, FEN, "1.0"),
        ("total", {"total": True}, FEN, "True"),
        ("weights", {"weights": (0.5, 0.5)}, WHOLE, "0.5"),
        ("weights", {"weights": (1, 0.5)}, WHOLE, "0.5"),
        ("weights", {"weights": ("1",)}, WHOLE, "'1'"),
        ("step", {"step": 0}, STEP, "0"),
        ("step", {"step": -1}, STEP, "-1"),
        ("order", {"odd_fen": OddFen.LOTTERY, "order": (0, 0)}, ONCE, "(0, 0)"),
        ("order", {"odd_fen": OddFen.LOTTERY, "order": (0, 2)}, ONCE, "(0, 2)"),
        ("order", {"odd_fen": OddFen.LOTTERY, "order": (0, -1)}, ONCE, "(0, -1)"),
        (
            "credits_micro",
            {"odd_fen": OddFen.CARRY_FORWARD, "credits_micro": (0, 0, 0)},
            CREDIT,
            "3",
        ),
    ],
)
def test_what_is_not_a_division_is_refused(at, call, wanted, got):
    division = {"total": 1, "weights": (1, 1), "odd_fen": HAMILTON} | call
    problem = problem_of(InvalidInputError, apportion, **division)

    assert at == problem.at
    assert f"应为{wanted[0]}，得到 {got}" == problem.says.zh
    assert f"expected {wanted[1]}, got {got}" == problem.says.en
    assert ("更正后重新计算", "correct it and compute again") == (
        problem.do.zh,
        problem.do.en,
    )


def test_a_truth_value_counts_as_a_whole_weight():
    assert (34, 33, 33) == apportion(100, (True, 1, Fraction(1)), HAMILTON).parts


def test_odd_fen_without_enough_drawn_are_a_missing_fact():
    problem = problem_of(
        MissingFactError, apportion, 101, (1, 0, 1, 1), OddFen.LOTTERY, order=(1, 3)
    )

    assert "order" == problem.at
    assert "expected a draw of at least 2 holders with a weight, got 1" == problem.says.en
    assert "应有至少 2 位有份额者的抽签结果，得到 1 位" == problem.says.zh
    assert "公开抽签并记录顺序" == problem.do.zh
    assert "hold the public draw and record its order" == problem.do.en


def test_no_draw_is_needed_where_no_fen_is_odd():
    assert (50, 50) == apportion(100, (1, 1), OddFen.LOTTERY).parts
    assert (34, 33, 33) == apportion(100, (1, 1, 1), OddFen.LOTTERY, order=(0,)).parts


def test_the_serving_rules_are_all_but_the_two_that_keep_something():
    assert {*SERVING, OddFen.TO_ACCOUNT, OddFen.CARRY_FORWARD} == set(OddFen)
