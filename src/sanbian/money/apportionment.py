"""Sharing an amount by weights: no fen lost, none made, the odd ones by a named rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction
from math import lcm
from typing import assert_never, cast

from attrs import frozen

from sanbian.errors import InvalidInputError, Problem
from sanbian.money.draw import takers_drawn
from sanbian.money.refusal import refusal
from sanbian.wording import Text, brief

_EXACT = frozenset({int, bool, Fraction})
MICRO = 1_000_000  # a fen-credit is kept in millionths of a fen


class OddFen(Enum):
    """Who gets the fen that are left when every part has been rounded down (零头规则).

    There is no default: each contract names its rule.
    """

    LARGEST_REMAINDER = "largest_remainder"
    """最大余额法: one each to the largest dropped fractions, ties in register order."""
    FIRST = "first"
    """从前往后: one each from the first holder on."""
    LAST = "last"
    """从后往前: one each from the last holder back."""
    LARGEST_SHARE = "largest_share"
    """给份额最大者: one each from the largest weight down, ties in register order."""
    TO_ACCOUNT = "to_account"
    """归入指定账户: nobody; they go to an account that the contract names."""
    LOTTERY = "lottery"
    """公开抽签: one each in the order of a recorded draw."""
    CARRY_FORWARD = "carry_forward"
    """零头结转: each holder's unpaid fraction is kept; the largest is served first."""


@frozen(kw_only=True)
class Apportioned:
    """An amount that was shared out (分配结果).

    Attributes:
        parts: One amount per holder, shape ``(holders,)``, in the order of the weights.
        rest: What nobody may take: odd fen kept apart, or money above every upper bound.
        odd: Positions of the holders who got one odd unit, in the order of receiving.
    """

    parts: tuple[int, ...]
    rest: int
    odd: tuple[int, ...]


def whole_weights(weights: Sequence[Fraction | int]) -> list[int]:
    """Scale exact weights to whole numbers in the same proportions.

    Examples:
        >>> from fractions import Fraction
        >>> from sanbian.money import whole_weights
        >>> whole_weights((Fraction(3, 2), Fraction(1, 3), 2))
        [9, 2, 12]
    """
    scale = lcm(*(weight.denominator for weight in weights))
    return [weight.numerator * (scale // weight.denominator) for weight in weights]


def apportion(
    total: int,
    weights: Sequence[Fraction | int],
    odd_fen: OddFen,
    *,
    order: Sequence[int] = (),
    credits_micro: Sequence[int] = (),
    step: int = 1,
) -> Apportioned:
    """Share an amount by weights so that no fen is lost or made (按权重分配).

    Each part is rounded down; the units that are left go one each to the holders that the
    rule names. A negative total mirrors the positive one. A weight of zero never receives.

    Every part is within one unit of its exact share of what is paid out. With credits it
    is instead whatever leaves the credits of all who take part closest together. A larger
    total can give one holder a unit less, under every rule but `OddFen.TO_ACCOUNT`: so
    never divide twice and take the difference.

    Args:
        total: Amount in fen; negative for a loss.
        weights: One weight per holder, shape ``(holders,)``, none negative.
        odd_fen: The contract's rule for the odd fen.
        order: For `OddFen.LOTTERY`: positions in the order in which they were drawn.
        credits_micro: For `OddFen.CARRY_FORWARD`: each holder's unpaid fraction so far,
            in millionths of a fen, shape ``(holders,)``; empty for none.
        step: Smallest amount that is paid out, in fen: 1, 10 (jiao) or 100 (yuan). What
            does not fill a step is the rest.

    Returns:
        Parts, rest and who got an odd unit: ``sum(parts) + rest == total``. A holder's
        new credit is `closing_credits`.

    Raises:
        InvalidInputError: No holders, a negative weight, money to share and no weight,
            a step below one fen, or an order or credits that are not the holders'.
        MissingFactError: Fewer holders were drawn than there are odd units.

    Examples:
        >>> from sanbian import OddFen, apportion
        >>> apportion(100, (1, 1, 1), OddFen.LARGEST_REMAINDER).parts
        (34, 33, 33)
    """
    whole, weight = checked_weights(total, weights)
    if step < 1:
        raise refusal(
            "step", zh="一分以上的步长", en="a step of at least one fen", got=step
        )
    units, under_step = divmod(abs(total), step)
    odd: list[int] = []
    kept = 0
    if units == 0:
        parts = [0] * len(whole)
    elif odd_fen is OddFen.CARRY_FORWARD:
        sign = 1 if total > 0 else -1
        carried = [sign * credit for credit in credits_micro]
        parts, odd = _apportion_carrying(units, step, whole, carried)
    else:
        parts, odd, kept = _share_units(units, whole, weight, odd_fen, order)
    rest = kept * step + under_step
    if step != 1:
        parts = [part * step for part in parts]
    if total < 0:
        parts, rest = [-part for part in parts], -rest
    return Apportioned(parts=tuple(parts), rest=rest, odd=tuple(odd))


def closing_credits(
    total: int,
    weights: Sequence[Fraction | int],
    parts: Sequence[int],
    opening: Sequence[int],
) -> tuple[int, ...]:
    """Each holder's unpaid fraction after a division, in millionths of a fen.

    Credits are kept at a millionth of a fen, shared by largest remainder, so that they sum
    to the opening credits plus what the division left over. Where the rest was paid to an
    account, leave it out of `total`: nobody is still owed it.

    While the same holders take part each year, all credits stay above minus one fen and,
    for ``n`` holders, at most at ``1/2 + 1/3 + ... + 1/n`` fen; where every due is at least
    one fen, below one. The exact credit differs by less than a millionth of a fen a year.
    A holder without a weight is not served and keeps the credit for later.

    Args:
        total: Amount that was divided, in fen.
        weights: One weight per holder, shape ``(holders,)``.
        parts: What each holder got, in fen.
        opening: Credits before, in millionths of a fen; empty for none.

    Examples:
        >>> from sanbian.money import closing_credits
        >>> closing_credits(100, (1, 1, 1), (34, 33, 33), ())
        (-666666, 333333, 333333)
    """
    dues = apportion(total * MICRO, weights, OddFen.LARGEST_REMAINDER).parts
    return tuple(
        before + due - part * MICRO
        for before, due, part in zip(opening or [0] * len(dues), dues, parts, strict=True)
    )


def checked_weights(
    total: int, weights: Sequence[Fraction | int]
) -> tuple[Sequence[int], int]:
    """The weights as whole numbers, and their sum."""
    if type(total) is not int:
        raise refusal("total", zh="以分计的整数", en="a whole number of fen", got=total)
    if weights and type(weights[0]) is int and type(weight := sum(weights)) is int:
        # A fraction, or a float, anywhere among them would show in the type of the sum.
        whole = cast("Sequence[int]", weights)
    else:
        for value in weights:
            if type(value) not in _EXACT:
                raise refusal(
                    "weights", zh="整数或分数", en="whole numbers or fractions", got=value
                )
        whole = whole_weights(weights)
        weight = sum(whole)
    if whole and min(whole) >= 0 and (weight > 0 or total == 0):
        return whole, weight
    got = Text(zh="没有权重", en="no weights")
    if whole and min(whole) < 0:
        got = Text(zh="负权重 ", en="a negative weight ") + brief(min(weights))
    elif whole:
        got = Text(zh="全为零的权重", en="weights that are all zero")
    raise InvalidInputError(
        Problem(
            at="weights",
            says=Text(
                zh="应至少有一个正权重、没有负权重，得到",
                en="expected weights of which none is negative and one is above zero, got ",
            )
            + got,
            do=Text(
                zh="核对名册；无人可得时，在条款中写明归入何处（rest）",
                en="check the register, or name a rest account in the clause",
            ),
        )
    )


def _share_units(
    units: int, weights: Sequence[int], weight: int, odd_fen: OddFen, order: Sequence[int]
) -> tuple[list[int], list[int], int]:
    """Parts rounded down, odd units served by the rule; then who got one; what is kept."""
    products = [units * share for share in weights]
    parts = [product // weight for product in products]
    left = units - sum(parts)
    if left == 0:
        return parts, [], 0
    everyone = range(len(weights))
    match odd_fen:
        case OddFen.LARGEST_REMAINDER:
            remainders = [product % weight for product in products]
            takers = sorted(everyone, key=remainders.__getitem__, reverse=True)
        case OddFen.LARGEST_SHARE:
            takers = sorted(everyone, key=weights.__getitem__, reverse=True)
        case OddFen.FIRST:
            takers = [position for position in everyone if weights[position]]
        case OddFen.LAST:
            takers = [position for position in reversed(everyone) if weights[position]]
        case OddFen.LOTTERY:
            takers = takers_drawn(order, weights, left)
        case OddFen.TO_ACCOUNT | OddFen.CARRY_FORWARD:  # the latter is served elsewhere
            takers = []
        case _:
            assert_never(odd_fen)
    odd = takers[:left]
    for position in odd:
        parts[position] += 1
    return parts, odd, left - len(odd)


def _apportion_carrying(
    units: int, step: int, weights: Sequence[int], credits_micro: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Serve the largest unpaid due first, unit by unit, among those with a weight.

    Solved at once: all dues are lowered to the level at which what is above it is just
    the amount, rounded down, and the odd units go to the largest remainders.
    """
    if credits_micro and len(credits_micro) != len(weights):
        raise refusal(
            "credits_micro",
            zh=f" {len(weights)} 位参与者各一个结转数",
            en=f"one credit for each of {len(weights)} holders",
            got=len(credits_micro),
        )
    unit = step * MICRO
    shares = apportion(units * unit, weights, OddFen.LARGEST_REMAINDER).parts
    dues = {
        position: shares[position] + (credits_micro[position] if credits_micro else 0)
        for position, weight in enumerate(weights)
        if weight
    }
    count, over = _level(dues.values(), units * unit)
    above = {
        position: due * count - over for position, due in dues.items() if due * count > over
    }
    parts = [above.get(position, 0) // (unit * count) for position in range(len(weights))]
    ranked = sorted(above, key=lambda at: above[at] % (unit * count), reverse=True)
    odd = ranked[: units - sum(parts)]
    for position in odd:
        parts[position] += 1
    return parts, odd


def _level(dues: Iterable[int], amount: int) -> tuple[int, int]:
    """The level ``over / count`` above which the dues hold just the amount, above zero."""
    count = over = running = 0
    for place, due in enumerate(sorted(dues, reverse=True), start=1):
        running += due
        if due * place <= running - amount:
            break
        count, over = place, running - amount
    return count, over
