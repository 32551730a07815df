"""Many pools shared out at once: no fen lost, none made, the odd ones by a named rule.

Each quotient is estimated as a float and set right by its exact residue, which integers give
even where they wrap: the estimate is off by one at most while totals stay below 2^50 and sums
of weights below 2^61. What is beyond is dropped, not estimated.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

import numpy as np

from sanbian.columnar.columns import Drop, greatest, least, sums
from sanbian.columnar.ways import Flags, Places, Segments, Whole
from sanbian.money import OddFen

TOTAL_BELOW = 1 << 50
WEIGHT_BELOW = 1 << 61
_BUCKETS = 64
_COMPARED = 6  # rows of a segment that are compared with one another

Shared: TypeAlias = tuple[Whole, Flags]
"""What each row gets, and whether it got an odd unit."""


def share(
    totals: Whole,
    weights: Whole,
    segments: Segments,
    odd_fen: OddFen,
    drop: Drop,
    *,
    step: int = 1,
) -> Shared:
    """Share each total over the rows of its segment by weights (按权重分配).

    Args:
        totals: One amount per segment; negative for a loss.
        weights: One weight per row, in the order of the segments.
        segments: Which rows share which total.
        odd_fen: The rule for odd units; one that needs more than the columns hold drops
            the segments in which units are odd.
        drop: Gives up segments that are flagged: weights that are negative, or all zero with
            something to share, numbers beyond the safe range.
        step: Smallest amount shared; what does not fill one is left over.
    """
    lightest, lowest = least(weights), least(totals)
    highest = max(greatest(weights), -lightest)
    weight, bound = sums(weights, highest, segments, drop)
    units = np.abs(totals) if lowest < 0 else totals
    is_empty = weight <= 0
    wrong = (units != 0) & is_empty
    if lightest < 0:
        wrong |= segments.any(weights < 0) & (units != 0)
    if bound >= WEIGHT_BELOW or greatest(units) >= TOTAL_BELOW:
        wrong |= (units >= TOTAL_BELOW) | (weight >= WEIGHT_BELOW)
    if np.count_nonzero(wrong):
        drop(wrong)
        units = np.where(wrong, 0, units)
        weights = np.where(segments.each(wrong), 0, weights)
    if step != 1:
        units = units // step
    weight = np.where(is_empty | wrong, 1, weight)
    parts, residues = _rounded_down(units, weights, weight, segments)
    left = units - segments.sums(parts)
    odd = np.zeros(len(weights), np.bool_)
    if np.count_nonzero(left):
        odd = _odd(
            odd_fen,
            left,
            weights=weights,
            residues=residues,
            weight=weight,
            segments=segments,
            drop=drop,
        )
        parts += odd
    if step != 1:
        parts *= step
    if lowest < 0:
        parts = np.where(segments.each(totals) < 0, -parts, parts)
    return parts, odd


def _rounded_down(
    units: Whole, weights: Whole, weight: Whole, segments: Segments
) -> tuple[Whole, Whole]:
    """Each row's part rounded down, and what its division left over."""
    unit_each, weight_each = segments.each(units), segments.each(weight)
    parts: Whole = (weights * segments.each(units / weight)).astype(np.int64)
    residues: Whole = weights * unit_each - parts * weight_each
    off = (residues >= weight_each).astype(np.int64)
    off -= residues < 0
    if np.count_nonzero(off):
        parts += off
        residues -= weight_each * off
    return parts, residues


def _odd(
    odd_fen: OddFen,
    left: Whole,
    *,
    weights: Whole,
    residues: Whole,
    weight: Whole,
    segments: Segments,
    drop: Drop,
) -> Flags:
    """Who gets one of the units that are left in each segment."""
    match odd_fen:
        case OddFen.LARGEST_REMAINDER:
            return _highest(residues, left, weight, segments)
        case OddFen.LARGEST_SHARE:
            return _highest(weights, left, segments.highest(weights), segments)
        case OddFen.FIRST:
            takes = weights > 0
            return takes & (segments.before(takes) < segments.each(left))
        case OddFen.LAST:
            takes = weights > 0
            after = segments.each(segments.sums(takes.astype(np.int64)))
            after = after - segments.before(takes) - takes
            return takes & (after < segments.each(left))
        case OddFen.TO_ACCOUNT:
            return np.zeros(len(weights), np.bool_)
        case OddFen.LOTTERY | OddFen.CARRY_FORWARD:
            drop(left > 0)
            return np.zeros(len(weights), np.bool_)
        case _:
            assert_never(odd_fen)


def _highest(keys: Whole, count: Whole, limit: Whole, segments: Segments) -> Flags:
    """So many rows of each segment with the greatest keys; of equal ones, the earlier.

    Keys are counted into buckets: whole buckets are taken from the top, and only the rows of
    the last one are put in order.
    """
    if segments.size is not None and segments.size <= _COMPARED:
        return _compared(keys, count, segments)
    if len(keys) < _BUCKETS * segments.count:
        return _in_front(keys, count, np.flatnonzero(segments.each(count) > 0), segments)
    per_key = segments.each(_BUCKETS / np.maximum(limit, 1))
    bucket = np.minimum((keys * per_key).astype(np.int64), _BUCKETS - 1)
    places = segments.of_row * _BUCKETS + bucket
    held = np.bincount(places, minlength=segments.count * _BUCKETS)
    down = held.reshape(-1, _BUCKETS)[:, ::-1].cumsum(axis=1)
    place = (down < count[:, None]).sum(axis=1)
    above = np.where(place > 0, down[np.arange(len(count)), place - 1], 0)
    edge = segments.each(_BUCKETS - 1 - place)
    found: Flags = bucket > edge
    rows = np.flatnonzero((bucket == edge) & (segments.each(count) > 0))
    return found | _in_front(keys, count - above, rows, segments)


def _compared(keys: Whole, count: Whole, segments: Segments) -> Flags:
    """The same for short segments: how many of its segment stand before each row."""
    table = segments.table(keys)
    place = np.zeros(table.shape, np.int8)
    for later in range(1, len(table)):
        for earlier in range(later):
            is_behind = table[earlier] >= table[later]
            place[later] += is_behind
            place[earlier] += ~is_behind
    found: Flags = place < count
    return found.ravel() if segments.is_stacked else found.T.ravel()


def _in_front(keys: Whole, count: Whole, rows: Places, segments: Segments) -> Flags:
    """So many of some rows of each segment with the greatest keys, by putting them in order."""
    of_row, mine = segments.of_row[rows], keys[rows]
    ranked = rows
    if ((mine[1:] > mine[:-1]) & (of_row[1:] == of_row[:-1])).any():
        ranked = rows[np.lexsort((-mine, of_row))]
    sizes = np.bincount(of_row, minlength=segments.count)
    place = np.arange(len(rows)) - (np.cumsum(sizes) - sizes)[of_row]
    found: Flags = np.zeros(len(keys), np.bool_)
    found[ranked[place < count[of_row]]] = True
    return found
