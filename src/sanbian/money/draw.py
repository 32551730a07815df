"""Public draws: who was drawn, and who is served an odd unit by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sanbian.errors import MissingFactError, Problem, raise_any
from sanbian.money.refusal import refusal
from sanbian.wording import Text


def draw_order(keys: Sequence[str], drawn: Sequence[str], *, at: str) -> tuple[int, ...]:
    """Positions in the order of a recorded public draw (抽签结果).

    Args:
        keys: Codes of the holders, in register order.
        drawn: Codes in the order in which they were drawn; not all need to be.
        at: Where the draw was recorded, for the error.

    Raises:
        InvalidInputError: Codes are drawn twice or are not among the holders.

    Examples:
        >>> from sanbian.money import draw_order
        >>> draw_order(("H1", "H2", "H3"), ("H3", "H1"), at="draw")
        (2, 0)
    """
    place = {key: position for position, key in enumerate(keys)}
    raise_any(
        Problem(
            at=at,
            says=Text(
                zh="抽签记录应为参与者，每位至多一次，得到",
                en="expected holders, each drawn at most once, got ",
            )
            + (
                Text(zh=f" “{code}” {count} 次", en=f"{code!r} {count} times")
                if code in place
                else Text(zh=f"未登记的 “{code}”", en=f"the unknown {code!r}")
            ),
            do=Text(zh="按原始记录更正", en="correct it from the original record"),
        )
        for code, count in Counter(drawn).items()
        if count > 1 or code not in place
    )
    return tuple(place[code] for code in drawn)


def takers_drawn(order: Sequence[int], weights: Sequence[int], left: int) -> list[int]:
    """Those with a weight in the order of the draw, of whom `left` are needed."""
    if len(set(order)) < len(order) or not set(order) <= set(range(len(weights))):
        raise refusal(
            "order",
            zh="每位参与者至多一次的位次",
            en="each position at most once",
            got=order,
        )
    takers = [position for position in order if weights[position]]
    if len(takers) < left:
        raise MissingFactError(
            Problem(
                at="order",
                says=Text(
                    zh=f"应有至少 {left} 位有份额者的抽签结果，得到 {len(takers)} 位",
                    en=f"expected a draw of at least {left} holders with a weight, "
                    f"got {len(takers)}",
                ),
                do=Text(
                    zh="公开抽签并记录顺序", en="hold the public draw and record its order"
                ),
            )
        )
    return takers
