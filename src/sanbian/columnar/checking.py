"""Afterwards: books that do not balance, and accounts below zero, are our own slip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sanbian.columnar import columns
from sanbian.columnar.aside import Aside
from sanbian.columnar.batches import Batch
from sanbian.columnar.postings import Posting
from sanbian.columnar.reading import Held
from sanbian.columnar.ways import Flags, Places, Ways, Whole
from sanbian.program import Program, Role


def check(
    program: Program,
    batch: Batch,
    balances: Mapping[str, Held],
    postings: Sequence[Posting],
    aside: Aside,
) -> None:
    """Set contracts aside whose pools are not empty; then prove the books of all others."""
    for family in program.families:
        balance, _ = balances[family.name]
        if family.role is Role.POOL and not columns.is_nothing(balance):
            aside.rows(family.level, balance != 0)
    sums, moved = _Sums(batch.ways, aside.flags), dict.fromkeys(balances, 0)
    for posting in postings:
        amount = sums.of(posting.amounts, posting.level)
        if posting.source is not None:
            moved[posting.source.name] -= amount
        if posting.target is not None:
            moved[posting.target.name] += amount
    for family in program.families:
        closed, _ = balances[family.name]
        off = sums.of(closed, family.level) - moved[family.name]
        if family.name in batch.opening:
            off -= sums.of(batch.opening[family.name], family.level)
        assert off % (1 << 64) == 0, f"{family.name} does not balance"
        may_be_negative = family.role is Role.CLAIM or family.name in batch.unlimited
        assert (
            may_be_negative
            or not columns.extent(closed)[1]
            or sums.is_set_aside(closed < 0, family.level)
        ), f"{family.name} below zero"


class _Sums:
    """Sums over all contracts that were not set aside, modulo 2^64; of each array once."""

    __slots__ = ("_flags", "_is_any_aside", "_known", "_rows", "_ways")

    def __init__(self, ways: Ways, flags: Flags) -> None:
        self._ways, self._flags = ways, flags
        self._is_any_aside = bool(np.count_nonzero(flags))
        self._known: dict[int, int] = {}  # by array: they are all held meanwhile
        self._rows: dict[str, Places] = {}

    def of(self, numbers: Whole, level: str) -> int:
        """The sum of the numbers at a level."""
        known = self._known.get(id(numbers))
        if known is None:
            known = columns.reduced(np.add, numbers)
            if self._is_any_aside:
                known -= columns.reduced(np.add, numbers[self._aside(level)])
            self._known[id(numbers)] = known
        return known

    def is_set_aside(self, rows: Flags, level: str) -> bool:
        """Whether the contracts of all rows that are flagged were set aside."""
        aside = rows[self._aside(level)]
        return bool(np.count_nonzero(rows) == np.count_nonzero(aside))

    def _aside(self, level: str) -> Places:
        """The rows of a level whose contracts were set aside."""
        if level not in self._rows:
            path = self._ways.path(level, self._ways.top)
            self._rows[level] = np.flatnonzero(self._flags[path])
        return self._rows[level]
