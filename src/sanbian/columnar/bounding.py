"""Many pools shared out at once between a lower and an upper bound for each row."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from sanbian.columnar.columns import LIMIT, Drop, most, sums
from sanbian.columnar.sharing import TOTAL_BELOW, WEIGHT_BELOW, Shared, share
from sanbian.columnar.ways import Flags, Segments, Whole
from sanbian.money import OddFen

NO_BOUND = LIMIT


@frozen(eq=False)
class Bounds:
    """Bounds of each row, in the order of the segments; `NO_BOUND` for no upper one."""

    low: Whole
    high: Whole

    def in_steps(self, step: int) -> Bounds:
        """The same in whole steps: a lower bound is met, an upper one not passed."""
        if step == 1:
            return self
        has_none = self.high == NO_BOUND
        high = np.where(has_none, NO_BOUND, self.high // step)
        return Bounds(-(-self.low // step), high)


def share_within(
    totals: Whole,
    weights: Whole,
    bounds: Bounds,
    segments: Segments,
    odd_fen: OddFen,
    drop: Drop,
    *,
    step: int = 1,
) -> Shared:
    """Share each total over the rows of its segment, each part within its bounds.

    As `sanbian.money.apportion_within`: in each round, those whom a bound holds get it, on
    the side that is further out; then the others share what is left.
    """
    units, bounds = totals // step, bounds.in_steps(step)
    wrong = _wrong(units, weights, bounds, segments, drop)
    drop(wrong)
    wrong_each = segments.each(wrong)
    units = np.where(wrong, 0, units)
    weights = np.where(wrong_each, 0, weights)
    low = np.where(wrong_each, 0, bounds.low)
    high = np.minimum(bounds.high, segments.each(units))  # nothing is above the whole
    free = weights > 0
    parts = np.where(free, 0, low)
    left = units - segments.sums(parts)
    while True:
        mine = np.where(free, weights, 0)
        weight = segments.each(segments.sums(mine))
        due = segments.each(left) * mine
        over = np.where(free, due - high * weight, 0)
        under = np.where(free & (over <= 0), low * weight - due, 0)
        over, under = np.maximum(over, 0), np.maximum(under, 0)
        excess, lack = segments.sums(over), segments.sums(under)
        if not (excess | lack).any():
            break
        capped = (over > 0) & segments.each(excess >= lack)
        held = capped | ((under > 0) & segments.each(lack >= excess))
        bound = np.where(capped, high, low)
        parts = np.where(held, bound, parts)
        left = left - segments.sums(np.where(held, bound, 0))
        free = free & ~held
    shared, odd = share(
        np.where(segments.any(free), left, 0),
        np.where(free, weights, 0),
        segments,
        odd_fen,
        drop,
    )
    return (parts + shared) * step, odd


def _wrong(
    units: Whole, weights: Whole, bounds: Bounds, segments: Segments, drop: Drop
) -> Flags:
    """Segments that the exact interpreter refuses or whose products might not fit."""
    low, high = bounds.low, bounds.high
    least, _ = sums(low, most(low), segments, drop)
    weight, _ = sums(weights, most(weights), segments, drop)
    out_of_range = (units < 0) | (units >= TOTAL_BELOW) | (weight >= WEIGHT_BELOW)
    too_large = np.maximum(units, 1) > LIMIT // np.maximum(weight, 1)
    unlike = segments.any((low < 0) | (low > high) | (weights < 0))
    nobody = (weight <= 0) & ((units != 0) | (least != 0))
    found: Flags = out_of_range | too_large | unlike | nobody | (least > units)
    return found
