"""Rounding of columns: to a stated step, by a named mode."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from sanbian.columnar.columns import LIMIT, Column, Drop, most, product, quotient
from sanbian.columnar.ways import Whole
from sanbian.money import Rounding


def rounded(column: Column, step: int, mode: Rounding, drop: Drop) -> Column:
    """Each number rounded to a multiple of `step`."""
    scale, below = column.scale, column.may_be_negative
    unit: int | Whole
    if isinstance(scale, int):
        unit = finest = scale * step
        if unit == 1:
            return column
    else:
        held, _ = product(scale, step, (most(scale), step), drop)
        unit, finest = np.maximum(held, 1), 1
    if finest > LIMIT:
        drop(np.ones(len(column.numbers), np.bool_))
        return Column(np.zeros_like(column.numbers), 0)
    if mode is Rounding.HALF_UP and not below and isinstance(unit, int):
        raised = column.numbers + unit // 2  # of an odd unit no half is met
        numbers = quotient(raised, unit, may_be_negative=False)
    else:
        lowered = quotient(column.numbers, unit, may_be_negative=below)
        numbers = _rounded(column.numbers, unit, lowered, mode)
    bound = column.bound // finest + 1
    numbers, bound = (
        (numbers, bound) if step == 1 else product(numbers, step, (bound, step), drop)
    )
    return Column(numbers, bound, may_be_negative=below)


def _rounded(numbers: Whole, unit: int | Whole, below: Whole, mode: Rounding) -> Whole:
    """Each number over its unit, rounded to a whole number; `below` is rounded down."""
    left = numbers - below * unit
    match mode:
        case Rounding.FLOOR:
            return below
        case Rounding.CEILING:
            up = left > 0
        case Rounding.DOWN:
            up = (left > 0) & (numbers < 0)
        case Rounding.UP:
            up = (left > 0) & (numbers > 0)
        case Rounding.HALF_UP:
            up = (2 * left > unit) | ((2 * left == unit) & (numbers > 0))
        case Rounding.HALF_DOWN:
            up = (2 * left > unit) | ((2 * left == unit) & (numbers < 0))
        case Rounding.HALF_EVEN:
            up = (2 * left > unit) | ((2 * left == unit) & (below % 2 == 1))
        case _:
            assert_never(mode)
    return below + up
