"""The numbers of many contracts of one program, side by side in arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain

import numpy as np
from attrs import frozen

from sanbian.columnar.columns import LIMIT, Column, column_of, most
from sanbian.columnar.ways import Flags, Ways, Whole
from sanbian.program import Family, Inputs, Numbers, Program, apart, measures_of


@frozen(kw_only=True, eq=False)
class Batch:
    """Many contracts as one more level of keys (批量的数).

    Attributes:
        ways: The levels; each key of the top one is a contract, or a scenario.
        measures: Columns by name; one number where it is the same for all.
        opening: Opening balances by family name; a missing family opens at zero.
        unlimited: Names of pockets that pay whatever is due.
        aside: Contracts that the exact interpreter has to run: what does not fit 64 bits.
        drawn: Contracts for which draws are recorded.
        alone: The inputs of one contract by itself.
    """

    ways: Ways
    measures: Mapping[str, Column]
    opening: Mapping[str, Whole]
    unlimited: frozenset[str]
    aside: Flags
    drawn: Flags
    alone: Callable[[int], Inputs]

    @property
    def size(self) -> int:
        """How many contracts there are."""
        return self.ways.size(self.ways.top)


def side_by_side(program: Program, each: Sequence[Inputs]) -> Batch:
    """Put the inputs of contracts of one program side by side.

    Args:
        program: A program of their common shape, see `sanbian.program.shape_of`.
        each: Inputs, each of one contract.

    Examples:
        >>> from sanbian.columnar import side_by_side
        >>> from sanbian.program import Inputs, Join, Level, Program, Space
        >>> def village(*keys):
        ...     levels = Level("member", keys), Level("contract", ("A",))
        ...     space = Space(levels, (Join("member", "contract", (0,) * len(keys)),))
        ...     return Inputs(space=space, measures={}, opening={})
        >>> batch = side_by_side(Program((), ()), [village("H1", "H2"), village("H1")])
        >>> batch.size, batch.ways.path("member", "contract").tolist()
        (2, [0, 0, 1])
    """
    top = each[0].space.top
    assert all(inputs.space.size(top) == 1 for inputs in each), "more than one contract"
    return _batch(program, each, each.__getitem__)


def as_batch(program: Program, inputs: Inputs) -> Batch:
    """The inputs of a run over many contracts in arrays: each key of the top level is one."""
    return _batch(program, (inputs,), partial(apart, program, inputs))


def _batch(
    program: Program, each: Sequence[Inputs], alone: Callable[[int], Inputs]
) -> Batch:
    shapes = {(inputs.space.shape, inputs.unlimited) for inputs in each}
    assert len(shapes) == 1, "shapes differ"
    space = each[0].space
    sizes = {
        level.name: np.array([inputs.space.size(level.name) for inputs in each])
        for level in space.levels
    }
    joins = {}
    for place, join in enumerate(space.joins):
        starts = np.cumsum(sizes[join.coarse]) - sizes[join.coarse]
        index = _flat([inputs.space.joins[place].index for inputs in each])
        joins[join.fine, join.coarse] = index + np.repeat(starts, sizes[join.fine])
    too_large = np.zeros(len(each), np.bool_)
    measures = {
        name: _measure([inputs.measures[name] for inputs in each], too_large)
        for name in measures_of(program)
    }
    opening = {
        family.name: _fitting(_opened(family, each), too_large)
        for family in program.families
        if any(family.name in inputs.opening for inputs in each)
    }
    repeats = sizes[space.top]
    return Batch(
        ways=Ways({name: int(own.sum()) for name, own in sizes.items()}, joins, space.top),
        measures=measures,
        opening=opening,
        unlimited=each[0].unlimited,
        aside=np.repeat(too_large, repeats),
        drawn=np.repeat(np.array([bool(inputs.draws) for inputs in each]), repeats),
        alone=alone,
    )


def _opened(family: Family, each: Sequence[Inputs]) -> list[Sequence[int]]:
    return [
        inputs.opening.get(family.name, (0,) * inputs.space.size(family.level))
        for inputs in each
    ]


def _measure(each: Sequence[Numbers], too_large: Flags) -> Column:
    """A measure of all contracts, over one scale where they have one.

    A single number stands for all where they are the same: terms mostly are.
    """
    numbers = _fitting([own for own, _ in each], too_large)
    scales = [scale for _, scale in each]
    if max(scales) > LIMIT:
        too_large |= np.array([scale > LIMIT for scale in scales])
        scales = [min(scale, LIMIT) for scale in scales]
    if len(set(scales)) == 1:
        is_one = len(numbers) and (numbers == numbers[0]).all()
        return column_of(numbers[:1] if is_one else numbers, scales[0])
    lengths = [len(own) for own, _ in each]
    return column_of(numbers, np.repeat(np.array(scales, np.int64), lengths))


def _fitting(each: Sequence[Sequence[int]], too_large: Flags) -> Whole:
    """The numbers of all contracts in a row; contracts with one above the limit are flagged."""
    try:
        numbers = _flat(each)
        if most(numbers) <= LIMIT:
            return numbers
    except OverflowError:
        pass
    within = [max(map(abs, own), default=0) <= LIMIT for own in each]
    too_large |= ~np.array(within)
    return _flat(
        [own if fits else (0,) * len(own) for own, fits in zip(each, within, strict=True)]
    )


def _flat(each: Sequence[Sequence[int]]) -> Whole:
    return np.fromiter(chain.from_iterable(each), np.int64, sum(map(len, each)))
