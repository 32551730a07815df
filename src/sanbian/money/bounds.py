"""Sharing an amount by weights between a lower and an upper bound for each holder."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sanbian.errors import InvalidInputError, Problem, raise_any
from sanbian.money.apportionment import Apportioned, OddFen, apportion, checked_weights
from sanbian.money.refusal import refusal
from sanbian.wording import Text, money


def apportion_within(
    total: int,
    weights: Sequence[Fraction | int],
    odd_fen: OddFen,
    *,
    at_least: Sequence[int],
    at_most: Sequence[int | None],
    order: Sequence[int] = (),
) -> Apportioned:
    """Share an amount by weights, each part within its own bounds (保底封顶的分配).

    Finds the one level at which the parts, cut to their bounds, use up the total: floors
    and caps are solved together, so money above a cap goes round again until no cap binds.
    A weight of zero receives its lower bound and no more.

    Args:
        total: Amount in fen, at least zero.
        weights: One weight per holder, shape ``(holders,)``, none negative.
        odd_fen: Rule for the odd fen among those whom no bound holds. Fractions that are
            carried forward have no opening credits here.
        at_least: Lower bound per holder, in fen, shape ``(holders,)``; they sum to at most
            `total`.
        at_most: Upper bound per holder in fen, or None for no bound.
        order: For `OddFen.LOTTERY`: positions in the order in which they were drawn.

    Returns:
        Parts within their bounds; the rest is what nobody may take.

    Raises:
        InvalidInputError: A negative total, bounds that are negative, cross or are not one
            per holder, lower bounds above `total` together, or weights that `apportion`
            refuses for what is above them, unless no bound leaves room for it.
        MissingFactError: Fewer holders were drawn than there are odd fen.

    Examples:
        >>> from sanbian import OddFen, apportion_within
        >>> apportion_within(
        ...     100, (5, 3, 2), OddFen.FIRST, at_least=(0, 0, 30), at_most=(40, None, None)
        ... ).parts
        (40, 30, 30)
    """
    _check_bounds(total, len(weights), at_least, at_most)
    above = 0 if list(at_least) == list(at_most) else total - sum(at_least)
    whole, _ = checked_weights(above, weights)
    fixed = {
        position: at_least[position] for position, weight in enumerate(whole) if not weight
    }
    free = [position for position, weight in enumerate(whole) if weight]
    left = total - sum(fixed.values())
    while held := _held_by_bounds(left, whole, free, at_least=at_least, at_most=at_most):
        fixed |= held
        free = [position for position in free if position not in held]
        left -= sum(held.values())
    odd: tuple[int, ...] = ()
    if free:
        place_of = {position: place for place, position in enumerate(free)}
        shared = apportion(
            left,
            [whole[position] for position in free],
            odd_fen,
            order=[place_of[position] for position in order if position in place_of],
        )
        fixed |= dict(zip(free, shared.parts, strict=True))
        odd = tuple(free[place] for place in shared.odd)
    parts = tuple(fixed[position] for position in range(len(whole)))
    rest = total - sum(parts)
    assert rest >= 0
    return Apportioned(parts=parts, rest=rest, odd=odd)


def _held_by_bounds(
    left: int,
    weights: Sequence[int],
    free: Sequence[int],
    *,
    at_least: Sequence[int],
    at_most: Sequence[int | None],
) -> dict[int, int]:
    """Those whom a bound holds at this level: the side that is further out, or both."""
    weight = sum(weights[position] for position in free)
    over: dict[int, int] = {}
    under: dict[int, int] = {}
    excess = lack = 0
    for position in free:
        due = left * weights[position]
        low = at_least[position] * weight
        cap = at_most[position]
        if cap is not None and due > cap * weight:
            over[position] = cap
            excess += due - cap * weight
        elif due < low:
            under[position] = at_least[position]
            lack += low - due
    if excess == lack:
        return over | under
    return over if excess > lack else under


def _check_bounds(
    total: int, holders: int, at_least: Sequence[int], at_most: Sequence[int | None]
) -> None:
    """Refuse bounds that no division can keep."""
    if total < 0:
        raise refusal(
            "total", zh="不为负的金额", en="an amount of at least zero", got=total
        )
    for at, bounds in (("at_least", at_least), ("at_most", at_most)):
        if len(bounds) != holders:
            raise refusal(
                at,
                zh=f" {holders} 位参与者各一个界限",
                en=f"one bound for each of {holders} holders",
                got=len(bounds),
            )
    raise_any(
        Problem(
            at=f"at_least[{position}]",
            says=Text(
                zh=f"下限应不为负且不高于上限 {'（无）' if high is None else high}，"
                f"得到 {low}",
                en="expected a lower bound from zero "
                f"up to {'any' if high is None else high}, got {low}",
            ),
            do=Text(zh="更正上下限", en="correct the bounds"),
        )
        for position, (low, high) in enumerate(zip(at_least, at_most, strict=True))
        if low < 0 or (high is not None and low > high)
    )
    if sum(at_least) > total:
        raise bounds_above(total, sum(at_least))


def bounds_above(total: int, least: int) -> InvalidInputError:
    """Lower bounds that together are above what there is to share.

    Args:
        total: What there is, in fen.
        least: The bounds together, in fen.

    Examples:
        >>> from sanbian.money import bounds_above
        >>> bounds_above(900, 1000).problems[0].says.en
        'expected lower bounds that sum to at most 9.00 yuan, got 10.00 yuan'
    """
    return InvalidInputError(
        Problem(
            at="at_least",
            says=Text(
                zh="下限合计不得超过 ", en="expected lower bounds that sum to at most "
            )
            + money(total)
            + Text(zh="，得到 ", en=", got ")
            + money(least),
            do=Text(
                zh="降低下限，或另写一条 top_up，由指定的付款人补足",
                en="lower the bounds, or write a top_up with a payer of its own",
            ),
        )
    )
