"""Amounts in whole fen, exact numbers read from text, and rounding by name."""

from __future__ import annotations

import re
from enum import Enum
from fractions import Fraction
from typing import assert_never

from sanbian.errors import InvalidInputError, Problem
from sanbian.wording import Text, brief

_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?\Z", re.ASCII)
_RATIO = re.compile(r"([+-]?\d+)/(\d+)\Z", re.ASCII)
DIGITS_MAX = 40  # longer texts are refused before they are turned into numbers


class Rounding(Enum):
    """How an exact amount comes to rest at a whole step (舍入方式)."""

    DOWN = "down"
    """Towards zero (舍去)."""
    UP = "up"
    """Away from zero (进一)."""
    FLOOR = "floor"
    """Towards minus infinity."""
    CEILING = "ceiling"
    """Towards plus infinity."""
    HALF_UP = "half_up"
    """To the nearest, halves away from zero (四舍五入)."""
    HALF_DOWN = "half_down"
    """To the nearest, halves towards zero (五舍六入)."""
    HALF_EVEN = "half_even"
    """To the nearest, halves to the even step (四舍六入五成双)."""


def yuan(amount: str | int) -> int:
    """Turn yuan into whole fen, exactly.

    Args:
        amount: Yuan as text with at most two decimals (``"1264.38"``), or whole yuan.

    Returns:
        The amount in fen.

    Raises:
        InvalidInputError: A float, a part of a fen, or text that is not a number.

    Examples:
        >>> from sanbian import yuan
        >>> yuan("1264.38"), yuan(800)
        (126438, 80000)
    """
    value = rational(amount) * 100
    if value.denominator != 1:
        raise InvalidInputError(
            Problem(
                at="amount",
                says=Text(
                    zh="应为精确到分的金额，得到 ",
                    en="expected an amount in whole fen, got ",
                )
                + brief(amount),
                do=Text(zh="小数最多两位", en="write at most two decimals"),
            )
        )
    return value.numerator


def rational(number: str | int | Fraction) -> Fraction:
    """Read an exact number from text: ``"60%"``, ``"3/10"``, ``"1.25"`` or ``"3‰"``.

    Args:
        number: Text of at most 40 characters, a whole number or a fraction; never a
            float, which is not exact.

    Raises:
        InvalidInputError: Anything else.

    Examples:
        >>> from sanbian import rational
        >>> rational("60%"), rational("1.25"), rational("3/10")
        (Fraction(3, 5), Fraction(5, 4), Fraction(3, 10))
    """
    if isinstance(number, int | Fraction) and not isinstance(number, bool):
        return Fraction(number)
    if isinstance(number, str) and len(number) <= DIGITS_MAX:
        text = number.strip()
        over = {"%": 100, "‰": 1000}.get(text[-1:], 1)
        body = text if over == 1 else text[:-1].rstrip()
        ratio = _RATIO.match(body)
        if ratio is not None and int(ratio[2]) != 0:
            return Fraction(int(ratio[1]), int(ratio[2]) * over)
        if _PLAIN.match(body):
            return Fraction(body) / over
    raise InvalidInputError(
        Problem(
            at="number",
            says=Text(zh="应为精确的数，得到 ", en="expected an exact number, got ")
            + brief(number),
            do=Text(
                zh='用半角数字写成文字，例如 "60%"、"3/10"、"1.25"，'
                f"不超过 {DIGITS_MAX} 个字符；不能用浮点数",
                en='write it as text, such as "60%", "3/10" or "1.25", '
                f"of at most {DIGITS_MAX} characters; floats are not exact",
            ),
        )
    )


def round_ratio(numerator: int, denominator: int, mode: Rounding) -> int:
    """Round ``numerator / denominator`` to a whole number.

    Args:
        numerator: Any whole number.
        denominator: A whole number above zero.
        mode: The named rounding.

    Examples:
        >>> from sanbian.money import Rounding, round_ratio
        >>> round_ratio(5, 2, Rounding.HALF_EVEN), round_ratio(-5, 2, Rounding.HALF_UP)
        (2, -3)
    """
    assert denominator > 0
    below, left = divmod(numerator, denominator)
    if left == 0:
        return below
    match mode:
        case Rounding.FLOOR:
            up = False
        case Rounding.CEILING:
            up = True
        case Rounding.DOWN:
            up = numerator < 0
        case Rounding.UP:
            up = numerator > 0
        case Rounding.HALF_UP:
            up = 2 * left > denominator or (2 * left == denominator and numerator > 0)
        case Rounding.HALF_DOWN:
            up = 2 * left > denominator or (2 * left == denominator and numerator < 0)
        case Rounding.HALF_EVEN:
            up = 2 * left > denominator or (2 * left == denominator and below % 2 == 1)
        case _:
            assert_never(mode)
    return below + up


def round_to(value: Fraction | int, step: Fraction | int, mode: Rounding) -> Fraction:
    """Round a value to a multiple of `step`.

    Examples:
        >>> from fractions import Fraction
        >>> from sanbian.money import Rounding, round_to
        >>> round_to(Fraction("18.76"), Fraction("1.25"), Rounding.UP)
        Fraction(20, 1)
    """
    assert step > 0
    ratio = Fraction(value) / Fraction(step)
    return round_ratio(ratio.numerator, ratio.denominator, mode) * Fraction(step)
