"""Amounts, exact numbers, rounding and draws; dividing is in `test_apportionment`."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import fens

from sanbian.errors import InvalidInputError
from sanbian.money import (
    DIGITS_MAX,
    Rounding,
    draw_order,
    rational,
    round_ratio,
    round_to,
    whole_weights,
    yuan,
)

DECIMAL_MODE = {
    Rounding.DOWN: decimal.ROUND_DOWN,
    Rounding.UP: decimal.ROUND_UP,
    Rounding.FLOOR: decimal.ROUND_FLOOR,
    Rounding.CEILING: decimal.ROUND_CEILING,
    Rounding.HALF_UP: decimal.ROUND_HALF_UP,
    Rounding.HALF_DOWN: decimal.ROUND_HALF_DOWN,
    Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN,
}
NOT_NUMBERS = [
    *(0.1, float("nan"), float("inf"), True, False, None, b"1", 1j, Decimal("1.5"), [1]),
    *("", " ", "%", "abc", "nan", "NaN", "inf", "-inf", "Infinity", "1e5", "1E-5", "0x10"),
    *("１２", "٣", "1_000", "1,000", ".5", "5.", "1.2.3", "--1", "+-1", "- 1", "1 2", "½"),
    *("3/0", "3/00", "0/0", "3/", "/3", "3/-4", "3/+4", "1.5/2", "3//4", "3/4/5", "3 /4"),
    *("5%%", "5%‰", "%5", "5％", "1.%", "3/0%", "￥5", "5元", "1\n2", "1\x00"),
    *("9" * 41, "0" * 10**6, "1/" + "3" * 39),
]


REMEDY = (
    '用半角数字写成文字，例如 "60%"、"3/10"、"1.25"，不超过 40 个字符；不能用浮点数',
    (
        'write it as text, such as "60%", "3/10" or "1.25", of at most 40 characters; '
        "floats are not exact"
    ),
)


def refusal(call, *arguments, **named):
    with pytest.raises(InvalidInputError) as caught:
        call(*arguments, **named)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("value", NOT_NUMBERS, ids=range(len(NOT_NUMBERS)))
def test_what_is_not_an_exact_number_is_refused_briefly(value):
    for read in (rational, yuan):
        problem = refusal(read, value)

        assert "number" == problem.at
        assert problem.says.en.startswith(
            f"expected an exact number, got {repr(value)[:60]}"
        )
        assert problem.says.zh.startswith(f"应为精确的数，得到 {repr(value)[:60]}")
        assert len(problem.says.en) < 100
        assert REMEDY == (problem.do.zh, problem.do.en)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("60%", Fraction(3, 5)),
        (" 60 % ", Fraction(3, 5)),
        ("3‰", Fraction(3, 1000)),
        ("-2.5‰", Fraction(-1, 400)),
        ("3/10", Fraction(3, 10)),
        ("-3/10", Fraction(-3, 10)),
        ("+6/4", Fraction(3, 2)),
        ("0/7", Fraction(0)),
        ("1/2%", Fraction(1, 200)),
        ("1/3‰", Fraction(1, 3000)),
        ("1.25", Fraction(5, 4)),
        ("+1.250", Fraction(5, 4)),
        ("-0", Fraction(0)),
        ("007", Fraction(7)),
        ("\u3000800\n", Fraction(800)),
        ("9" * DIGITS_MAX, Fraction(10**DIGITS_MAX - 1)),
        (7, Fraction(7)),
        (10**5000, Fraction(10**5000)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
    ids=range(19),
)
def test_exact_numbers_are_read_exactly(text, value):
    assert value == rational(text)
    assert type(rational(text)) is Fraction


@given(st.fractions(), st.sampled_from(["", "%", "‰"]))
def test_a_ratio_reads_as_itself_and_a_rate_as_its_part(value, unit):
    text = f"{value.numerator}/{value.denominator}{unit}"

    if len(text) <= DIGITS_MAX:
        assert value / {"": 1, "%": 100, "‰": 1000}[unit] == rational(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, max_value=10**9))
def test_a_decimal_text_reads_as_the_decimal(value):
    text = f"{value:f}"

    if len(text) <= DIGITS_MAX:
        assert Fraction(value) == rational(text)


@given(fens)
def test_whole_yuan_and_texts_give_the_same_fen(fen):
    assert fen * 100 == yuan(fen)
    assert fen * 100 == yuan(str(fen)) == yuan(f"{fen}.0") == yuan(f"{fen * 100}%")
    assert type(yuan(fen)) is int


@pytest.mark.parametrize("amount", ["0.001", "1264.385", "1/3", "-0.005", "1/2%"])
def test_part_of_a_fen_is_refused(amount):
    problem = refusal(yuan, amount)

    assert "amount" == problem.at
    assert f"expected an amount in whole fen, got {amount!r}" == problem.says.en
    assert f"应为精确到分的金额，得到 {amount!r}" == problem.says.zh
    assert ("小数最多两位", "write at most two decimals") == (problem.do.zh, problem.do.en)


@given(
    st.integers(-(10**30), 10**30) | st.integers(-50, 50),
    st.integers(1, 10**12) | st.integers(1, 12),
    st.sampled_from(Rounding),
)
def test_rounding_agrees_with_decimal(numerator, denominator, mode):
    with decimal.localcontext(prec=100):
        twice = Decimal(2 * numerator // denominator)
        inexact = 2 * numerator % denominator != 0
        exact = twice / 2 + (
            Decimal("0.25") if inexact else 0
        )  # the same side of each half
        expected = int(exact.quantize(Decimal(1), rounding=DECIMAL_MODE[mode]))

    assert expected == round_ratio(numerator, denominator, mode)


@pytest.mark.parametrize(
    ("mode", "rounded"),
    [
        (Rounding.DOWN, [-2, -1, -1, 0, 0, 0, 1, 1, 2]),
        (Rounding.UP, [-3, -2, -2, -1, 0, 1, 2, 2, 3]),
        (Rounding.FLOOR, [-3, -2, -2, -1, 0, 0, 1, 1, 2]),
        (Rounding.CEILING, [-2, -1, -1, 0, 0, 1, 2, 2, 3]),
        (Rounding.HALF_UP, [-3, -2, -1, -1, 0, 1, 1, 2, 3]),
        (Rounding.HALF_DOWN, [-2, -1, -1, 0, 0, 0, 1, 1, 2]),
        (Rounding.HALF_EVEN, [-2, -2, -1, 0, 0, 0, 1, 2, 2]),
    ],
)
def test_each_rounding_does_what_its_name_says(mode, rounded):
    quarters = [-10, -6, -5, -2, 0, 2, 5, 6, 10]

    assert rounded == [round_ratio(quarter, 4, mode) for quarter in quarters]
    assert rounded == [
        round_ratio(quarter * 10**20, 4 * 10**20, mode) for quarter in quarters
    ]
    assert len(Rounding) == len(DECIMAL_MODE)


@pytest.mark.parametrize("mode", Rounding)
def test_the_smallest_half_is_rounded_as_any_other(mode):
    assert round_ratio(6, 12, mode) == round_ratio(1, 2, mode)
    assert round_ratio(-6, 12, mode) == round_ratio(-1, 2, mode)
    assert round_ratio(4, 12, mode) == round_ratio(1, 3, mode)
    assert round_ratio(-4, 12, mode) == round_ratio(-1, 3, mode)


@given(
    st.fractions(), st.fractions(min_value=Fraction(1, 10**6)), st.sampled_from(Rounding)
)
def test_rounding_to_a_step_is_whole_steps_within_one(value, step, mode):
    rounded = round_to(value, step, mode)

    assert 1 == (rounded / step).denominator
    assert abs(rounded - value) < step
    assert rounded == round_to(rounded, step, mode)
    if mode.value.startswith("half"):
        assert abs(rounded - value) * 2 <= step


def test_a_step_can_be_a_quarter_a_jiao_or_a_yuan():
    assert Fraction(20) == round_to(Fraction("18.76"), Fraction("1.25"), Rounding.UP)
    assert 12340 == round_to(12344, 10, Rounding.HALF_UP)
    assert 12300 == round_to(12344, 100, Rounding.DOWN)


@pytest.mark.parametrize("step", [0, -1])
def test_a_step_or_denominator_that_is_not_above_zero_is_our_own_slip(step):
    with pytest.raises(AssertionError):
        round_to(1, step, Rounding.DOWN)
    with pytest.raises(AssertionError):
        round_ratio(1, step, Rounding.DOWN)


@given(st.lists(st.fractions(max_denominator=10**6), min_size=1, max_size=8))
def test_whole_weights_keep_all_proportions(weights):
    whole = whole_weights(weights)
    (scale,) = {Fraction(a) / b for a, b in zip(whole, weights, strict=True) if b} or {1}

    assert {int} == {*map(type, whole)}
    assert scale > 0
    assert [weight * scale for weight in weights] == whole


def test_no_weights_are_no_weights():
    assert [] == whole_weights(())


def test_a_draw_becomes_positions_in_the_order_drawn():
    assert (2, 0, 1) == draw_order(("甲", "乙", "丙"), ("丙", "甲", "乙"), at="draws.odd")
    assert (1,) == draw_order(("甲", "乙"), ["乙"], at="draws.odd")
    assert () == draw_order((), (), at="draws.odd")


def test_every_wrong_code_of_a_draw_is_told_at_once():
    with pytest.raises(InvalidInputError) as caught:
        draw_order(("甲", "乙"), ("乙", "丁", "乙", "甲", "戊", "戊"), at="draws.odd")

    twice, unknown, both = caught.value.problems
    assert {"draws.odd"} == {twice.at, unknown.at, both.at}
    assert "expected holders, each drawn at most once, got '乙' 2 times" == twice.says.en
    assert "抽签记录应为参与者，每位至多一次，得到 “乙” 2 次" == twice.says.zh
    assert (
        "expected holders, each drawn at most once, got the unknown '丁'" == unknown.says.en
    )
    assert "抽签记录应为参与者，每位至多一次，得到未登记的 “丁”" == unknown.says.zh
    assert unknown.says.en.replace("丁", "戊") == both.says.en
    assert "按原始记录更正" == twice.do.zh
    assert "correct it from the original record" == twice.do.en
