"""What is refused of a measure that must be whole and not below zero."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sanbian.contract import NamedMeasure
from sanbian.errors import Problem
from sanbian.wording import Text, money, number

_A_WHOLE: Mapping[int, Text] = {
    1: Text(zh="整数", en="a whole number"),
    1000: Text(zh="数、至多三位小数", en="a number of up to three decimals"),
}
"""What a measure must be that is kept in its own unit, or in thousandths of it."""
_AN_AMOUNT = Text(zh="金额，精确到分", en="an amount in whole fen")
_FROM_VOUCHERS = Text(zh="按凭证更正", en="correct it from the vouchers")
_NO_LOSS = Text(
    zh="亏损的户写 0：这一条只分盈利；亏损由谁承担，另写 loss_sharing",
    en="write 0 for a loss: this clause shares gains only; who bears a loss is for loss_sharing",
)


def not_whole(
    measure: NamedMeasure, code: str, value: Fraction, *, at: str, scale: int
) -> Problem:
    """The problem that a household's number is below zero or not whole.

    Args:
        measure: The measure, for its name and unit.
        code: The household.
        value: Its number; fen for money.
        at: The clause.
        scale: In how many parts of its unit the measure is kept.
    """
    is_money = measure.unit == "yuan"
    expected = _AN_AMOUNT if is_money else _A_WHOLE[scale]
    got = money(value) if is_money else Text(zh=number(value), en=number(value))
    return Problem(
        at=f"{at}: {measure.id}, {code}",
        says=Text(
            zh=f"{code} 的“{measure.name}”应为不小于零的{expected.zh}，得到 {got.zh}",
            en=f"expected {expected.en} of at least zero as {measure.id} of {code}, "
            f"got {got.en}",
        ),
        do=_NO_LOSS
        if is_money and value < 0 and at.startswith("clause")
        else _FROM_VOUCHERS,
    )
