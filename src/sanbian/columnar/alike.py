"""Many totals divided by the same few weights: the terms of one contract, future by future."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import gcd, lcm

import numpy as np

from sanbian.columnar.columns import Column, quotient
from sanbian.columnar.sharing import Shared, share
from sanbian.columnar.ways import Flags, stacked
from sanbian.money import OddFen

_TOTALS_MOST = 1 << 12  # of which what each comes to is kept in a table
_NOT_IN_TABLES = {OddFen.LOTTERY, OddFen.CARRY_FORWARD}


def share_alike(
    totals: Column, weights: Sequence[Column], odd_fen: OddFen, *, step: int = 1
) -> Shared | None:
    """Share each total by weights that are the same for all; as `share` does, and quicker.

    Where weights sum to 10, a total of 57 units comes to five times the weights and to what a
    total of 7 comes to: the remainders are the same. So totals below the sum are looked up.

    Args:
        totals: One amount for each key.
        weights: One column for each taker of a key.
        odd_fen: The rule for odd units.
        step: Smallest amount shared.

    Returns:
        What each taker gets of all keys, taker by taker, and whether it is an odd unit more;
        None where weights differ, or are too large for a table.
    """
    row = _same(weights)
    if totals.may_be_negative or row is None or odd_fen in _NOT_IN_TABLES:
        return None
    weight = sum(row)
    if min(row) < 0 or not 0 < weight <= _TOTALS_MOST:
        return None
    units = totals.numbers
    if step != 1:
        units = quotient(units, step, may_be_negative=False)
    times = quotient(units, weight, may_be_negative=False)
    over = units - times * weight
    parts_below, odd_below = _table(row, odd_fen)
    parts = np.array(row, np.int64)[:, None] * times
    parts += parts_below.take(over, axis=1)
    if step != 1:
        parts *= step
    return parts.ravel(), odd_below.take(over, axis=1).ravel()


def _same(weights: Sequence[Column]) -> tuple[int, ...] | None:
    """Weights in lowest terms where each is a single number."""
    scales = [each.scale for each in weights if isinstance(each.scale, int)]
    if len(scales) < len(weights) or any(len(each.numbers) != 1 for each in weights):
        return None
    common = lcm(*scales)
    row = [
        each.numbers.item() * (common // scale)
        for each, scale in zip(weights, scales, strict=True)
    ]
    divisor = gcd(*row) or 1
    return tuple(number // divisor for number in row)


@lru_cache(maxsize=256)
def _table(row: tuple[int, ...], odd_fen: OddFen) -> Shared:
    """What each total below the sum of some weights comes to, with a line for each taker."""
    weight, takers = sum(row), len(row)
    parts, odd = share(
        np.arange(weight),
        np.repeat(np.array(row, np.int64), weight),
        stacked(weight, takers),
        odd_fen,
        _nobody,
    )
    return parts.reshape(takers, weight), odd.reshape(takers, weight)


def _nobody(flagged: Flags) -> None:
    raise AssertionError(flagged)
