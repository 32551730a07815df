"""Columns of exact numbers: whole numbers over one common scale.

`Column((1, 2), 4)` is one quarter and one half. Additions bring two columns to one scale;
nothing is ever rounded unasked. One column has one number per key of its level.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import repeat
from math import gcd, lcm
from typing import assert_never

from attrs import frozen

from sanbian.money import Rounding, round_ratio
from sanbian.program import Op, Relation

_SCALE_KEPT = 1 << 40  # above this a column is reduced, so that numbers stay short


@frozen
class Column:
    """Exact numbers, one per key: ``numbers[i] / scale``.

    Attributes:
        numbers: Whole numbers, shape ``(keys,)``.
        scale: What divides them all, above zero.
    """

    numbers: Sequence[int]
    scale: int = 1

    def at(self, position: int) -> Fraction:
        """The exact number of one key."""
        return Fraction(self.numbers[position], self.scale)


def column_of(values: Iterable[Fraction | int]) -> Column:
    """A column from exact numbers."""
    listed = list(values)
    scale = lcm(*(value.denominator for value in listed))
    return Column(
        [value.numerator * (scale // value.denominator) for value in listed], scale
    )


def whole(column: Column) -> Sequence[int] | None:
    """The numbers of a column of whole numbers; None where one is not whole."""
    if column.scale == 1:
        return column.numbers
    scale = column.scale
    if any(number % scale for number in column.numbers):
        return None
    return [number // scale for number in column.numbers]


def _reduced(numbers: list[int], scale: int) -> Column:
    if scale > _SCALE_KEPT:
        common = gcd(scale, *numbers)
        if common > 1:
            return Column([number // common for number in numbers], scale // common)
    return Column(numbers, scale)


def _size(*columns: Column) -> int:
    """How many keys some columns have; a single number stands for every key."""
    return next((size for each in columns if (size := len(each.numbers)) != 1), 1)


def _aligned(
    left: Column, right: Column, size: int
) -> tuple[Iterable[int], Iterable[int], int]:
    """Both columns' numbers over one scale."""
    scale = left.scale if left.scale == right.scale else lcm(left.scale, right.scale)
    return (
        _repeated(_scaled(left, scale), size),
        _repeated(_scaled(right, scale), size),
        scale,
    )


def _repeated(numbers: Sequence[int], size: int) -> Iterable[int]:
    return numbers if len(numbers) == size else repeat(numbers[0], size)


def _scaled(column: Column, scale: int) -> Sequence[int]:
    factor = scale // column.scale
    return column.numbers if factor == 1 else [number * factor for number in column.numbers]


def _holds(relation: Relation) -> Callable[[int, int], bool]:
    """The test of a relation between two numbers over one scale."""
    match relation:
        case Relation.AT_LEAST:
            return operator.ge
        case Relation.MORE_THAN:
            return operator.gt
        case Relation.EQUAL:
            return operator.eq
        case Relation.AT_MOST:
            return operator.le
        case Relation.LESS_THAN:
            return operator.lt
        case _:
            assert_never(relation)


def combine(op: Op, left: Column, right: Column) -> Column:
    """An operation on two columns, key by key; a single number stands for every key.

    Raises:
        ZeroDivisionError: A divisor is zero.
    """
    match op:
        case Op.MULTIPLY:
            return _multiply(left, right)
        case Op.DIVIDE:
            some = _size(left, right)
            return _multiply(left, _inverse(right)) if some else Column([])
        case Op.ADD:
            return _key_by_key(operator.add, left, right)
        case Op.SUBTRACT:
            return _key_by_key(operator.sub, left, right)
        case Op.LESSER:
            return _key_by_key(min, left, right)
        case Op.GREATER:
            return _key_by_key(max, left, right)
        case _:
            assert_never(op)


def _key_by_key(by: Callable[[int, int], int], left: Column, right: Column) -> Column:
    one, other, scale = _aligned(left, right, _size(left, right))
    return _reduced(list(map(by, one, other)), scale)


def _multiply(left: Column, right: Column) -> Column:
    size = _size(left, right)
    one, other = _repeated(left.numbers, size), _repeated(right.numbers, size)
    return _reduced(list(map(operator.mul, one, other)), left.scale * right.scale)


def _inverse(column: Column) -> Column:
    if not all(column.numbers):
        raise ZeroDivisionError
    scale = lcm(*column.numbers)
    return _reduced([column.scale * (scale // number) for number in column.numbers], scale)


def compare(relation: Relation, left: Column, right: Column) -> Column:
    """One where the relation holds between two columns, else zero, key by key."""
    one, other, _ = _aligned(left, right, _size(left, right))
    return Column([int(holds) for holds in map(_holds(relation), one, other)])


def choose(condition: Column, then: Column, otherwise: Column) -> Column:
    """`then` where the condition is not zero, else `otherwise`, key by key."""
    size = _size(condition, then, otherwise)
    if len(then.numbers) == size and all(condition.numbers):
        return then
    one, other, scale = _aligned(then, otherwise, size)
    conditions = _repeated(condition.numbers, size)
    return Column(
        [
            yes if holds else no
            for holds, yes, no in zip(conditions, one, other, strict=True)
        ],
        scale,
    )


def rounded(column: Column, step: int, mode: Rounding) -> Column:
    """Each number rounded to a multiple of `step`."""
    unit = column.scale * step
    if unit == 1:
        return column
    numbers = column.numbers
    if mode is Rounding.HALF_UP and numbers and min(numbers) >= 0:
        double = 2 * unit
        return Column([(2 * number + unit) // double * step for number in numbers])
    return Column([round_ratio(number, unit, mode) * step for number in numbers])


def summed(column: Column, path: Sequence[int], size: int) -> Column:
    """The sums over each coarse key; `path` gives the coarse position of each fine key."""
    if size == 1:
        return Column([sum(column.numbers)], column.scale)
    sums = [0] * size
    for place, number in zip(path, column.numbers, strict=True):
        sums[place] += number
    return Column(sums, column.scale)


def side_by_side(blocks: Sequence[Column]) -> tuple[Sequence[int], list[int]]:
    """Several columns over one scale, in a row, and where each of them begins."""
    if len(blocks) == 1:
        return blocks[0].numbers, [0]
    scale = lcm(*(block.scale for block in blocks))
    row: list[int] = []
    offsets: list[int] = []
    for block in blocks:
        offsets.append(len(row))
        row += _scaled(block, scale)
    return row, offsets
