"""Columns of exact numbers in 64 bits, each with a bound that proves that they fit.

As in `sanbian.exact`, a column is whole numbers over a scale. Every operation first proves
from the bounds that no number leaves 64 bits; where it cannot, it looks row by row and drops
the rows that might. So nothing ever wraps, and nothing is ever a float.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import lcm
from typing import Any, TypeAlias, assert_never, cast

import numpy as np
import numpy.typing as npt
from attrs import frozen

from sanbian.columnar.ways import Flags, Segments, Whole
from sanbian.program import Op, Relation

LIMIT = 1 << 62  # no number, scale or sum is above this; two of them still fit together
_SIGN = 1 << 63  # where the numbers below zero begin, read without their signs
_WHOLE = np.dtype(np.int64)
_FROM_THE_FIRST = np.zeros(1, np.intp)
_HALF = 20  # bits that are cut off where sums are estimated
_SCALE_KEPT = 1 << 40  # above this each row keeps its own scale, so that numbers stay short

Drop: TypeAlias = Callable[[Flags], None]
"""Gives up the rows that are flagged; what stands in them afterwards means nothing."""


@frozen(eq=False)
class Column:
    """Exact numbers: ``numbers / scale``, one scale for all rows or one for each.

    Attributes:
        numbers: Whole numbers, shape ``(rows,)``; a single one may stand for every row.
        bound: At least the greatest absolute number.
        scale: What divides them, above zero.
        may_be_negative: Whether one could be below zero.
    """

    numbers: Whole
    bound: int
    scale: int | Whole = 1
    may_be_negative: bool = True


def extent(numbers: Whole) -> tuple[int, bool]:
    """The greatest absolute number, and whether one is below zero.

    Read without their signs, numbers below zero are above all others: mostly one look is enough.
    """
    assert numbers.dtype == _WHOLE, f"expected int64, got {numbers.dtype}"
    unsigned = reduced(np.maximum, numbers.view(np.uint64))
    if unsigned < _SIGN:
        return unsigned, False
    return max(reduced(np.maximum, numbers), -reduced(np.minimum, numbers)), True


def reduced(by: np.ufunc, numbers: npt.NDArray[Any]) -> int:
    """All numbers brought to one; zero where there are none; `reduce` has more to set up."""
    return int(by.reduceat(numbers, _FROM_THE_FIRST).item()) if len(numbers) else 0


def most(numbers: Whole) -> int:
    """The greatest absolute number."""
    return extent(numbers)[0]


def is_nothing(numbers: Whole) -> bool:
    """Whether all are zero; mostly the last one tells at once that they are not."""
    if len(numbers) and numbers.item(-1):
        return False
    return reduced(np.maximum, numbers.view(np.uint64)) == 0


def column_of(numbers: Whole, scale: int | Whole = 1) -> Column:
    """A column with its exact bound."""
    bound, may_be_negative = extent(numbers)
    return Column(numbers, bound, scale, may_be_negative=may_be_negative)


def product(
    one: Whole, other: Whole | int, bounds: tuple[int, int], drop: Drop
) -> tuple[Whole, int]:
    """The product row by row, with its bound; rows that might not fit are dropped."""
    bound = bounds[0] * bounds[1]
    if bounds[1] == 1 and _is_one(other):
        return one, bound
    if bound <= LIMIT:
        return one * other, bound
    second = np.asarray(other)
    bound = most(one) * most(np.atleast_1d(second))
    if bound <= LIMIT:
        return one * other, bound
    fits = np.abs(one) <= LIMIT // np.maximum(np.abs(second), 1)
    drop(~fits)
    return np.where(fits, one * second, 0), LIMIT


def _is_one(factor: Whole | int) -> bool:
    """Whether a factor is a single one, which changes nothing."""
    if isinstance(factor, int):
        return factor == 1
    return len(factor) == 1 and factor.item() == 1


def kept(numbers: Whole, bound: int, drop: Drop) -> tuple[Whole, int]:
    """Sums of two numbers that were each within the limit, with what is above it dropped."""
    if bound <= LIMIT:
        return numbers, bound
    bound = most(numbers)
    if bound <= LIMIT:
        return numbers, bound
    fits = np.abs(numbers) <= LIMIT
    drop(~fits)
    return np.where(fits, numbers, 0), LIMIT


def _each_scale(column: Column) -> Whole:
    scale = column.scale
    return np.array([scale], np.int64) if isinstance(scale, int) else scale


def _scaled(
    numbers: Whole, bound: int, factor: int | Whole, drop: Drop
) -> tuple[Whole, int]:
    if isinstance(factor, int):
        return product(numbers, factor, (bound, factor), drop)
    return product(numbers, factor, (bound, most(factor)), drop)


def aligned(columns: list[Column], drop: Drop) -> tuple[list[Column], int | Whole]:
    """Several columns over one scale, row by row."""
    scales = [column.scale for column in columns]
    if all(isinstance(scale, int) for scale in scales):
        common = lcm(*(scale for scale in scales if isinstance(scale, int)))
        if common <= _SCALE_KEPT:
            found = [
                each
                if scale == common
                else Column(
                    *_scaled(each.numbers, each.bound, common // scale, drop),
                    common,
                    may_be_negative=each.may_be_negative,
                )
                for each, scale in zip(columns, scales, strict=True)
                if isinstance(scale, int)
            ]
            return found, common
    shared = _each_scale(columns[0])
    for column in columns[1:]:
        shared = _common(shared, _each_scale(column), drop)
    found = []
    for column in columns:
        factor = shared // _each_scale(column)
        numbers, bound = _scaled(column.numbers, column.bound, factor, drop)
        found.append(Column(numbers, bound, shared))
    return found, shared


def _common(one: Whole, other: Whole, drop: Drop) -> Whole:
    """The least common multiple row by row; one of both where it might not fit."""
    factor = other // np.gcd(one, other)
    shared, _ = product(one, factor, (most(one), most(factor)), drop)
    return np.where(shared == 0, 1, shared)


# --- operations ----------------------------------------------------------------------


def combine(op: Op, left: Column, right: Column, drop: Drop) -> Column:
    """An operation on two columns, row by row; a divisor of zero drops its row."""
    either = left.may_be_negative or right.may_be_negative
    both = left.may_be_negative and right.may_be_negative
    match op:
        case Op.MULTIPLY:
            return _multiply(left, right, drop)
        case Op.DIVIDE:
            return _multiply(left, _inverse(right, drop), drop)
        case Op.ADD:
            (one, other), scale = aligned([left, right], drop)
            summed = one.numbers + other.numbers
            held = kept(summed, one.bound + other.bound, drop)
            return Column(*held, scale, may_be_negative=either)
        case Op.SUBTRACT:
            (one, other), scale = aligned([left, right], drop)
            held = kept(one.numbers - other.numbers, one.bound + other.bound, drop)
            return Column(*held, scale)
        case Op.LESSER:
            (one, other), scale = aligned([left, right], drop)
            numbers = np.minimum(one.numbers, other.numbers)
            bound = max(one.bound, other.bound)
            return Column(numbers, bound, scale, may_be_negative=either)
        case Op.GREATER:
            (one, other), scale = aligned([left, right], drop)
            numbers = np.maximum(one.numbers, other.numbers)
            bound = max(one.bound, other.bound)
            return Column(numbers, bound, scale, may_be_negative=both)
        case _:
            assert_never(op)


def _multiply(left: Column, right: Column, drop: Drop) -> Column:
    one, other = left.scale, right.scale
    below = left.may_be_negative or right.may_be_negative
    if isinstance(one, int) and isinstance(other, int) and one * other <= _SCALE_KEPT:
        numbers, bound = product(
            left.numbers, right.numbers, (left.bound, right.bound), drop
        )
        return Column(numbers, bound, one * other, may_be_negative=below)
    scales = _each_scale(left), _each_scale(right)
    highest = most(scales[0]), most(scales[1])
    if left.bound * right.bound > LIMIT or highest[0] * highest[1] > LIMIT:
        left, right = _reduced(left, right), _reduced(right, left)
        scales = _each_scale(left), _each_scale(right)
        highest = most(scales[0]), most(scales[1])
    numbers, bound = product(left.numbers, right.numbers, (left.bound, right.bound), drop)
    scale, _ = product(*scales, highest, drop)
    return Column(numbers, bound, np.where(scale == 0, 1, scale), may_be_negative=below)


def _reduced(column: Column, other: Column) -> Column:
    """A factor in lowest terms across both: its numbers by the scale of the other too."""
    numbers, scale = column.numbers, _each_scale(column)
    own = np.gcd(numbers, scale)
    numbers, scale = numbers // own, scale // own
    theirs = np.gcd(other.numbers, _each_scale(other))
    numbers = numbers // np.gcd(numbers, _each_scale(other) // theirs)
    scale = scale // np.gcd(scale, other.numbers // theirs)
    return Column(numbers, most(numbers), scale)


def _inverse(column: Column, drop: Drop) -> Column:
    is_zero = column.numbers == 0
    drop(is_zero)
    numbers = np.where(is_zero, 1, column.numbers)
    return column_of(np.sign(numbers) * _each_scale(column), np.abs(numbers))


def compare(relation: Relation, left: Column, right: Column, drop: Drop) -> Column:
    """One where the relation holds between two columns, else zero, row by row."""
    (one, other), _ = aligned([left, right], drop)
    holds = _holds(relation, one.numbers, other.numbers)
    return Column(holds.astype(np.int64), 1, may_be_negative=False)


def _holds(relation: Relation, one: Whole, other: Whole) -> Any:
    match relation:
        case Relation.AT_LEAST:
            return one >= other
        case Relation.MORE_THAN:
            return one > other
        case Relation.EQUAL:
            return one == other
        case Relation.AT_MOST:
            return one <= other
        case Relation.LESS_THAN:
            return one < other
        case _:
            assert_never(relation)


def choose(sides: Sequence[Column], drop: Drop) -> Column:
    """Condition, then, otherwise: the second where the first is not zero, else the third."""
    condition, then, otherwise = sides
    (one, other), scale = aligned([then, otherwise], drop)
    numbers = np.where(condition.numbers != 0, one.numbers, other.numbers)
    below = then.may_be_negative or otherwise.may_be_negative
    return Column(numbers, max(one.bound, other.bound), scale, may_be_negative=below)


def full(numbers: Whole, size: int) -> Whole:
    """The numbers of a column, one for each of so many rows."""
    return numbers if len(numbers) == size else np.full(size, numbers.item(), np.int64)


def quotient(numbers: Whole, divisor: int | Whole, *, may_be_negative: bool) -> Whole:
    """Each number divided and rounded down; without signs that is much quicker."""
    if may_be_negative or not isinstance(divisor, int):
        return cast("Whole", numbers // divisor)
    return (numbers.view(np.uint64) // np.uint64(divisor)).view(np.int64)


def whole(column: Column, drop: Drop) -> Whole:
    """The numbers of a column of whole numbers; a row that is not whole is dropped."""
    numbers: Whole = column.numbers // column.scale
    drop(numbers * column.scale != column.numbers)
    return numbers


def sums(numbers: Whole, bound: int, segments: Segments, drop: Drop) -> tuple[Whole, int]:
    """The sum over each segment of rows in order; sums that might not fit are dropped."""
    found, longest = segments.sums(numbers), segments.longest
    if bound * longest <= LIMIT:
        return found, bound * longest
    bound = most(numbers)
    if bound * longest <= LIMIT:
        return found, bound * longest
    sizes = segments.sizes
    coarse = segments.sums(np.abs(numbers) >> _HALF) + sizes  # of numbers cut to 42 bits
    fits = (coarse <= LIMIT >> _HALF) & (sizes < 1 << _HALF)
    drop(~fits)
    return np.where(fits, found, 0), LIMIT


def summed(column: Column, segments: Segments, drop: Drop) -> Column:
    """The sums of a column over each segment; its rows stand in the order of the register."""
    numbers, bound, scale = in_segments(column, segments, drop)
    found, bound = sums(numbers, bound, segments, drop)
    return Column(found, bound, scale, may_be_negative=column.may_be_negative)


def in_segments(
    column: Column, segments: Segments, drop: Drop
) -> tuple[Whole, int, int | Whole]:
    """Rows in the order of their segments, over one scale in each; segments may be dropped."""
    numbers, scale = (
        segments.in_order(full(column.numbers, len(segments.of_row))),
        column.scale,
    )
    if isinstance(scale, int):
        return numbers, column.bound, scale
    scale = segments.in_order(np.broadcast_to(scale, segments.of_row.shape))
    shared = np.maximum(segments.highest(scale), 1)
    factor, left = np.divmod(segments.each(shared), scale)
    if left.any():  # no scale of the segment that all others divide
        drop(segments.any(left != 0))
    numbers, bound = product(
        numbers,
        factor,
        (column.bound, most(factor)),
        lambda flagged: drop(segments.any(flagged)),
    )
    return numbers, bound, shared


def in_a_row(
    columns: Sequence[Column], sizes: Sequence[int], drops: Sequence[Drop]
) -> Column:
    """Several columns one after another."""
    rows = [full(column.numbers, size) for column, size in zip(columns, sizes, strict=True)]
    scales = [column.scale for column in columns]
    common = lcm(*(scale for scale in scales if isinstance(scale, int)))
    if common <= _SCALE_KEPT and all(isinstance(scale, int) for scale in scales):
        scaled = [
            _scaled(row, column.bound, common // scale, drop)
            for row, column, scale, drop in zip(rows, columns, scales, drops, strict=True)
            if isinstance(scale, int)
        ]
        bound = max(most for _, most in scaled)
        return Column(np.concatenate([row for row, _ in scaled]), bound, common)
    each = [
        np.broadcast_to(_each_scale(column), (size,))
        for column, size in zip(columns, sizes, strict=True)
    ]
    bound = max(column.bound for column in columns)
    return Column(np.concatenate(rows), bound, np.concatenate(each))
