"""Levels in arrays: how many keys each has, and the way from each key to a coarser level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, TypeVar, cast

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

Whole: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Floats: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.intp]
Row = TypeVar("Row", bound=npt.NDArray[Any])


@frozen(eq=False)
class Segments:
    """Rows grouped by a coarser key: a segment of rows for each key, some of them empty.

    Attributes:
        starts: Where each segment begins, and where the last ends, shape ``(segments + 1,)``,
            once the rows stand in the order of their segments.
        sizes: How many rows each has.
        of_row: For each row in that order, the position of its segment, shape ``(rows,)``.
        order: The rows in that order, or None where they stand so already.
        size: How many rows every segment has, or None where they differ.
        is_stacked: The rows stand block by block, one row of each segment in every block.
    """

    starts: Places
    sizes: Places
    of_row: Places
    order: Places | None = None
    size: int | None = None
    is_stacked: bool = False

    @property
    def count(self) -> int:
        """How many segments there are."""
        return len(self.sizes)

    @property
    def longest(self) -> int:
        """How many rows the longest segment has."""
        if self.size is not None:
            return self.size
        return int(self.sizes.max(initial=0))

    def in_order(self, rows: Row) -> Row:
        """Rows in the order of their segments."""
        return rows if self.order is None else cast("Row", rows[self.order])

    def put_back(self, rows: Row) -> Row:
        """Rows in the order of the register again."""
        if self.order is None:
            return rows
        back = np.empty_like(rows)
        back[self.order] = rows
        return cast("Row", back)

    def table(self, rows: Row) -> Row:
        """Rows in order with a column for each segment, where all have the same size."""
        assert self.size is not None
        if self.is_stacked:
            return cast("Row", rows.reshape(self.size, -1))
        return cast("Row", rows.reshape(-1, self.size).T)

    def sums(self, rows: Whole) -> Whole:
        """The sum over each segment of rows in order, exact modulo 2^64."""
        if self.size == 1:
            return rows
        return self._reduced(np.add, rows)

    def highest(self, rows: Whole) -> Whole:
        """The greatest of each segment of rows in order; zero where there is none."""
        return self._reduced(np.maximum, rows)

    def any(self, flagged: Flags) -> Flags:
        """Whether any row of each segment is flagged; rows in order."""
        return self._reduced(np.logical_or, flagged)

    def _reduced(self, by: np.ufunc, rows: Row) -> Row:
        if self.is_stacked:
            return cast("Row", by.reduce(self.table(rows), axis=0))
        filled = self.filled
        if len(filled) == self.count:
            return cast("Row", by.reduceat(rows, self.starts[:-1]))
        found = np.zeros(self.count, rows.dtype)
        if len(filled):
            found[filled] = by.reduceat(rows, self.starts[filled])
        return cast("Row", found)

    @property
    def filled(self) -> Places:
        """The segments that have rows."""
        return np.flatnonzero(self.sizes)

    def times(self, count: int) -> Segments:
        """The segments of rows in order that are repeated, each one so many times."""
        if count == 1:
            return self
        size = None if self.size is None else self.size * count
        of_row = np.repeat(self.of_row, count)
        return Segments(self.starts * count, self.sizes * count, of_row, None, size)

    def each(self, numbers: Row) -> Row:
        """A number of each segment for each of its rows, in order."""
        if self.size == 1:
            return numbers
        if self.is_stacked:
            return cast("Row", np.concatenate((numbers,) * self.longest))
        return cast("Row", np.repeat(numbers, self.sizes))

    def before(self, rows: Whole | Flags) -> Whole:
        """For each row in order, the sum of those before it in its segment."""
        if self.is_stacked:
            table = self.table(rows).astype(np.int64)
            return cast("Whole", (np.cumsum(table, axis=0) - table).ravel())
        running = np.zeros(len(rows) + 1, np.int64)
        np.cumsum(rows.astype(np.int64, copy=False), out=running[1:])
        found: Whole = running[:-1] - self.each(running[self.starts[:-1]])
        return found


def segments_of(of_row: Places, count: int) -> Segments:
    """Rows grouped by the position of their segment, in register order within each."""
    order = None
    if len(of_row) and (of_row[1:] < of_row[:-1]).any():
        order = np.argsort(of_row, kind="stable")
        of_row = of_row[order]
    sizes = np.bincount(of_row, minlength=count)
    starts = np.zeros(count + 1, np.intp)
    np.cumsum(sizes, out=starts[1:])
    is_even = len(of_row) > 0 and bool((sizes == sizes[0]).all())
    size = int(sizes[0]) if is_even else None
    return Segments(starts, sizes, of_row, order, size)


def stacked(count: int, blocks: int) -> Segments:
    """One row of each segment in every block, block by block."""
    starts, sizes = np.arange(count + 1) * blocks, np.full(count, blocks)
    of_row = np.tile(np.arange(count), blocks)
    return Segments(starts, sizes, of_row, None, blocks, is_stacked=True)


@frozen(eq=False)
class Ways:
    """The levels of many contracts side by side, and how they lead to one another.

    Attributes:
        sizes: How many keys each level has.
        joins: For each pair of neighbours, finer and coarser, the position of the coarse key.
        top: The level to which every other leads: one key for each contract, or scenario.
    """

    sizes: Mapping[str, int]
    joins: Mapping[tuple[str, str], Places]
    top: str
    _paths: dict[tuple[str, str], Places] = field(factory=dict, init=False, repr=False)
    _segments: dict[tuple[str, ...], Segments] = field(factory=dict, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for level, size in self.sizes.items():
            self._paths[level, level] = np.arange(size)
        while self._lengthen_paths():
            pass

    def _lengthen_paths(self) -> bool:
        """Add the paths that one more join reaches; True where there was one."""
        longer = {
            (fine, coarse): index[path]
            for (middle, coarse), index in self.joins.items()
            for (fine, end), path in self._paths.items()
            if end == middle and (fine, coarse) not in self._paths
        }
        self._paths.update(longer)
        return bool(longer)

    def size(self, level: str) -> int:
        """How many keys a level has."""
        return self.sizes[level]

    def path(self, fine: str, coarse: str) -> Places:
        """For each fine key, the position of its coarse key."""
        return self._paths[fine, coarse]

    def finer(self, left: str, right: str) -> str:
        """The finer of two levels that lie on one chain."""
        if (left, right) in self._paths:
            return left
        assert (right, left) in self._paths, f"{left} and {right} do not lie on one chain"
        return right

    def segments(self, coarse: str, *fine: str) -> Segments:
        """The keys of finer levels, one level after another, grouped by their coarse key."""
        known = self._segments.get((coarse, *fine))
        if known is None:
            known = self._segments[(coarse, *fine)] = self._grouped(coarse, fine)
        return known

    def _grouped(self, coarse: str, fine: tuple[str, ...]) -> Segments:
        count = self.size(coarse)
        if set(fine) == {coarse} and count:
            return stacked(count, len(fine))
        paths = [self.path(level, coarse) for level in fine]
        rows = paths[0] if len(paths) == 1 else np.concatenate(paths)
        return segments_of(rows, count)
