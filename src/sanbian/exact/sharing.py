"""Divisions of a run: each with its draw or its fen-credits, group by group."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from sanbian.errors import InvalidInputError, MissingFactError, Problem
from sanbian.money import (
    Apportioned,
    OddFen,
    apportion,
    apportion_within,
    bounds_above,
    closing_credits,
    draw_order,
)
from sanbian.program import Inputs
from sanbian.wording import Text

_NAMES_SHOWN = 8


@frozen(kw_only=True)
class Division:
    """Totals to be shared, each over the keys of its own segment, in the order it lists.

    Attributes:
        name: Under which its draw and fen-credits are kept.
        clause: The clause that orders it, for errors.
        odd_fen: Rule for the odd fen.
        segments: For each total, the positions of its keys.
        weights: Whole weights, shape ``(keys,)``.
        keys: Names of the keys, shape ``(keys,)``.
        at_least: Lower bounds, shape ``(keys,)``, or None.
        at_most: Upper bounds, shape ``(keys,)``, or None.
        step: Smallest amount shared, in fen.
    """

    name: str
    clause: str
    odd_fen: OddFen
    segments: Sequence[Sequence[int]]
    weights: Sequence[int]
    keys: Sequence[str]
    at_least: Sequence[int] | None = None
    at_most: Sequence[int | None] | None = None
    step: int = 1

    @property
    def is_bounded(self) -> bool:
        """Whether there are bounds."""
        return self.at_least is not None or self.at_most is not None


def share_out(
    division: Division,
    totals: Sequence[int],
    inputs: Inputs,
    credits_micro: dict[str, Mapping[str, int]],
) -> tuple[list[int], tuple[int, ...]]:
    """Share each total over the keys of its segment; a total of zero needs no takers.

    Args:
        division: How.
        totals: One amount per segment.
        inputs: Where recorded draws stand.
        credits_micro: Fen-credits by division; those of this one are replaced.

    Returns:
        The amounts, shape ``(keys,)``, and the positions of who got an odd unit, in order.

    Raises:
        InvalidInputError: Weights that are all zero with money to share, or bad bounds.
        MissingFactError: A draw is needed that was not recorded.
    """
    name, keys = division.name, division.keys
    is_lottery = division.odd_fen is OddFen.LOTTERY
    carries = division.odd_fen is OddFen.CARRY_FORWARD and not division.is_bounded
    drawn = inputs.draws.get(name, ())
    order = draw_order(keys, drawn, at=f"$.draws.{name}") if is_lottery else ()
    known = credits_micro.get(name, {}) if carries else {}
    before = [known.get(key, 0) for key in keys] if carries else ()
    after = list(before)
    shared, odd = [0] * len(keys), list[int]()
    for total, segment in zip(totals, division.segments, strict=True):
        if total == 0 and not _has_floor(division, segment):
            continue
        weights = _pick(division.weights, segment)
        opening = _pick(before, segment) if carries else ()
        result = _share_segment(division, total, segment, weights, order, opening)
        if carries:  # the rest goes to an account: nobody is still owed it
            kept = total - result.rest
            closing = closing_credits(kept, weights, result.parts, opening)
            for place, credit in zip(segment, closing, strict=True):
                after[place] = credit
        if isinstance(segment, range) and len(segment) == len(keys):
            shared = list(result.parts)
        else:
            for place, amount in zip(segment, result.parts, strict=True):
                shared[place] = amount
        odd.extend(segment[place] for place in result.odd)
    if carries:
        credits_micro[name] = {**known, **dict(zip(keys, after, strict=True))}
    return shared, tuple(sorted(odd))


def _has_floor(division: Division, segment: Sequence[int]) -> bool:
    """Whether someone is to get something at least, even of nothing."""
    low = division.at_least
    return low is not None and any(low[place] for place in segment)


def _pick(numbers: Sequence[int], segment: Sequence[int]) -> Sequence[int]:
    if isinstance(segment, range) and len(segment) == len(numbers):
        return numbers
    return [numbers[place] for place in segment]


def _share_segment(
    division: Division,
    total: int,
    segment: Sequence[int],
    weights: Sequence[int],
    order: Sequence[int],
    opening: Sequence[int],
) -> Apportioned:
    local = {place: position for position, place in enumerate(segment)} if order else {}
    drawn = [local[place] for place in order if place in local]
    try:
        if division.is_bounded:
            return _share_within(division, total, segment, weights, drawn)
        return apportion(
            total,
            weights,
            division.odd_fen,
            order=drawn,
            credits_micro=opening,
            step=division.step,
        )
    except MissingFactError:
        raise _draw_missing(division, segment, len(drawn)) from None
    except InvalidInputError as error:
        if min(weights, default=0) < 0:
            below = [place for place in segment if division.weights[place] < 0]
            raise _weights_below_zero(division, below) from None
        raise InvalidInputError(
            *(
                evolve(problem, at=f"clause {division.clause}: {problem.at}")
                for problem in error.problems
            )
        ) from None


def _weights_below_zero(division: Division, places: Sequence[int]) -> InvalidInputError:
    """Weights that cannot be; how far below zero is not said, since they share one scale."""
    return InvalidInputError(
        *(
            Problem(
                at=f"clause {division.clause}, {division.keys[place]}",
                says=Text(
                    zh="权重应不小于零，得到负数",
                    en="expected a weight of at least zero, got one below it",
                ),
                do=Text(
                    zh="核对名册和当期事实中用作权重的数",
                    en="check the numbers of the register and the facts that it is made of",
                ),
            )
            for place in places[:_NAMES_SHOWN]
        )
    )


def _share_within(
    division: Division,
    total: int,
    segment: Sequence[int],
    weights: Sequence[int],
    drawn: Sequence[int],
) -> Apportioned:
    """Share within bounds, in whole steps: a lower bound is met, an upper one not passed."""
    low, high, step = division.at_least, division.at_most, division.step
    units, under_step = divmod(total, step)
    lows = [0 if low is None else -(-low[place] // step) for place in segment]
    if sum(lows) > units:
        raise bounds_above(total, sum(lows) * step)
    shared = apportion_within(
        units,
        weights,
        division.odd_fen,
        at_least=lows,
        at_most=[_steps(None if high is None else high[place], step) for place in segment],
        order=drawn,
    )
    return evolve(
        shared,
        parts=tuple(part * step for part in shared.parts),
        rest=shared.rest * step + under_step,
    )


def _steps(bound: int | None, step: int) -> int | None:
    return None if bound is None else bound // step


def _draw_missing(
    division: Division, segment: Sequence[int], drawn: int
) -> MissingFactError:
    named = [division.keys[place] for place in segment if division.weights[place]]
    listed = "、".join(named[:_NAMES_SHOWN]) + (" …" if len(named) > _NAMES_SHOWN else "")
    return MissingFactError(
        Problem(
            at=f"$.draws.{division.name}",
            says=Text(
                zh=f"零头应有公开抽签记录，参加者 {len(named)} 名（{listed}），"
                f"得到 {drawn} 名",
                en=f"expected a recorded draw for the odd units among {len(named)} holders "
                f"({listed}), got {drawn} of them",
            ),
            do=Text(
                zh="公开抽签后，按抽中先后把编号记入当期事实的 draws",
                en="hold the draw and record the codes, in the order drawn, under draws",
            ),
        )
    )


def over_claims(wanted: Sequence[int], owed: Sequence[Sequence[int]]) -> list[list[int]]:
    """Spread what is wanted over claims of equal rank, never more than each is owed."""
    if len(owed) == 1:
        return [list(map(min, wanted, owed[0]))]
    blocks = [[0] * len(wanted) for _ in owed]
    for key, due in enumerate(wanted):
        ranks = [claim[key] for claim in owed]
        if any(ranks):
            most = min(due, sum(ranks))
            parts = apportion(most, ranks, OddFen.LARGEST_REMAINDER).parts
            for block, part in zip(blocks, parts, strict=True):
                block[key] = part
    return blocks


def fill_in_order(
    available: Sequence[int], segments: Sequence[Sequence[int]], dues: Sequence[int]
) -> list[int]:
    """Pay each key of a segment in full before the next, as far as the amount goes."""
    paid = [0] * len(dues)
    for most, segment in zip(available, segments, strict=True):
        left = most
        for place in segment:
            paid[place] = min(left, dues[place])
            left -= paid[place]
    return paid


def lesser(one: Sequence[int], other: Sequence[int]) -> Sequence[int]:
    """The lesser of two numbers, key by key; most often all are on one side."""
    if all(map(operator.le, one, other)):
        return one
    return list(map(min, one, other))


def not_below_zero(numbers: Sequence[int]) -> Sequence[int]:
    """The numbers, with zero in place of what is below it."""
    return numbers if min(numbers, default=0) >= 0 else [max(0, each) for each in numbers]


def of_block(positions: Sequence[int], block: int, size: int) -> tuple[int, ...]:
    """Those of the positions that lie in a block, counted from its beginning."""
    start = block * size
    return tuple(place - start for place in positions if start <= place < start + size)
