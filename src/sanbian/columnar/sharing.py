"""Many pools shared out at once: no fen lost, none made, the odd ones by a named rule.

Each quotient is estimated as a float and set right by its exact residue, which integers give
even where they wrap: the estimate is off by one at most while totals stay below 2^50 and sums
of weights below 2^61. What is beyond is dropped, not estimated.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never, cast

import numpy as np

from sanbian.columnar.columns import Drop, extent, sums
from sanbian.columnar.ways import Flags, Places, Segments, Whole
from sanbian.money import OddFen

TOTAL_BELOW = 1 << 50
WEIGHT_BELOW = 1 << 61
_BITS = 62  # of a key with its segment above it
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
    (highest, is_below), (largest, is_loss) = extent(weights), extent(totals)
    weight, bound = sums(weights, highest, segments, drop)
    units = np.abs(totals) if is_loss else totals
    is_empty = weight <= 0
    wrong = (units != 0) & is_empty
    if is_below:
        wrong |= segments.any(weights < 0)
    if bound >= WEIGHT_BELOW or largest >= TOTAL_BELOW:
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
            bound=max(bound, 1),
            segments=segments,
            drop=drop,
        )
        parts += odd
    if step != 1:
        parts *= step
    if is_loss:
        parts = np.where(segments.each(totals) < 0, -parts, parts)
    return parts, odd


def _rounded_down(
    units: Whole, weights: Whole, weight: Whole, segments: Segments
) -> tuple[Whole, Whole]:
    """Each row's part rounded down, and what its division left over."""
    unit_each, weight_each = segments.each(units), segments.each(weight)
    parts: Whole = (weights * segments.each(units / weight)).astype(np.int64)
    residues: Whole = weights * unit_each - parts * weight_each
    off = residues.view(np.uint64) >= weight_each.view(np.uint64)  # one below zero is too
    if np.count_nonzero(off):
        rows = np.flatnonzero(off)
        by = np.where(residues[rows] < 0, -1, 1)
        parts[rows] += by
        residues[rows] -= by * weight_each[rows]
    return parts, residues


def _odd(
    odd_fen: OddFen,
    left: Whole,
    *,
    weights: Whole,
    residues: Whole,
    bound: int,
    segments: Segments,
    drop: Drop,
) -> Flags:
    """Who gets one of the units that are left in each segment."""
    match odd_fen:
        case OddFen.LARGEST_REMAINDER:
            return _highest(residues, left, bound, segments)
        case OddFen.LARGEST_SHARE:
            return _highest(weights, left, bound, segments)
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


def _highest(keys: Whole, count: Whole, bound: int, segments: Segments) -> Flags:
    """So many rows of each segment with the greatest keys; of equal ones, the earlier.

    All keys are sorted at once, each with its segment above it and, where there is room, with
    its place below it: quick, for nothing but numbers is moved.
    """
    if segments.size is not None and segments.size <= _COMPARED:
        return _compared(keys, count, segments)
    room = _BITS - segments.count.bit_length()
    above, ends = np.arange(segments.count) << room, segments.starts[1:]
    last = np.maximum(
        ends - np.maximum(count, 1), 0
    )  # the last that is taken, once in order
    below = segments.longest.bit_length()
    if bound.bit_length() + below <= room and not segments.is_stacked:
        marked = keys << below
        marked += segments.each(above + ends)
        marked -= np.arange(len(keys))  # how far from the end: the earlier are greater
        edge = np.sort(marked)[last] + (count == 0)
        return cast("Flags", marked >= segments.each(edge))
    marked = (keys >> max(0, bound.bit_length() - room)) + segments.each(above)
    ordered = np.sort(marked)
    edge = ordered[last]
    wanted = count - (ends - np.searchsorted(ordered, edge, side="right"))
    edge_each = segments.each(edge)
    at_edge = _in_front(keys, wanted, np.flatnonzero(marked == edge_each), segments)
    return (marked > edge_each) | at_edge


def _compared(keys: Whole, count: Whole, segments: Segments) -> Flags:
    """The same for short segments: how many of its segment stand before each row."""
    table = segments.table(keys)
    place = np.zeros(table.shape, np.int8)
    for later in range(1, len(table)):
        place[later] += later
        for earlier in range(later):
            is_before = (table[earlier] < table[later]).view(np.int8)
            place[later] -= is_before
            place[earlier] += is_before
    found: Flags = place < count.astype(np.int8)  # at most as many as there are rows
    return found.ravel() if segments.is_stacked else found.T.ravel()


def _in_front(keys: Whole, count: Whole, rows: Places, segments: Segments) -> Flags:
    """So many of some rows of each segment with the greatest keys, by putting them in order."""
    of_row, mine = segments.of_row[rows], keys[rows]
    ranked = rows
    is_same = of_row[1:] == of_row[:-1]
    if segments.is_stacked or ((mine[1:] > mine[:-1]) & is_same).any():
        order = np.lexsort((-mine, of_row))
        ranked, of_row = rows[order], of_row[order]
    sizes = np.bincount(of_row, minlength=segments.count)
    place = np.arange(len(rows)) - (np.cumsum(sizes) - sizes)[of_row]
    found: Flags = np.zeros(len(keys), np.bool_)
    found[ranked[place < count[of_row]]] = True
    return found
