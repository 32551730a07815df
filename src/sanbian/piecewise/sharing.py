"""Sharing a line by weights between bounds, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sanbian.piecewise.lines import NOTHING, Line, Path
from sanbian.wording import Text


def shared_within(
    path: Path,
    total: Line,
    weights: Sequence[Line],
    *,
    at_least: Sequence[Line],
    at_most: Sequence[Line | None],
) -> list[Line]:
    """Each one's part of a total, between bounds; what nobody may take is left out.

    Those whom a bound holds get their bound; the others share what is left by weight. As in
    `sanbian.money.apportion_within`, the side that is further out is held first.
    """
    if path.sign(_sum(at_least) - total) > 0:
        raise path.refused(
            Text(
                zh=f"金额为 {path.start} 分时，应够付各户下限，得到不够的款项",
                en=f"expected enough for everyone's lower bound at an amount of {path.start} "
                "fen, got less",
            )
        )
    found = list(at_least)  # a weight of zero gets its lower bound and no more
    free = [at for at, weight in enumerate(weights) if path.sign(weight)]
    left = total - _sum(found[at] for at in range(len(weights)) if at not in set(free))
    while free:
        weight = _sum(weights[at] for at in free)
        dues = {at: path.part(left, weights[at], weight) for at in free}
        over = {
            at: high
            for at, due in dues.items()
            if (high := at_most[at]) is not None and path.sign(due - high) > 0
        }
        under = {
            at: at_least[at]
            for at, due in dues.items()
            if at not in over and path.sign(at_least[at] - due) > 0
        }
        if not over and not under:
            for at, due in dues.items():
                found[at] = due
            return found
        excess = _sum(dues[at] - high for at, high in over.items())
        lack = _sum(low - dues[at] for at, low in under.items())
        side = path.sign(excess - lack)
        held = over if side > 0 else under if side < 0 else over | under
        for at, bound in held.items():
            found[at] = bound
            left = left - bound
        free = [at for at in free if at not in held]
    return found


def _sum(lines: Iterable[Line]) -> Line:
    result = NOTHING
    for line in lines:
        result = result + line
    return result
