"""Contracts set aside: the exact interpreter runs them alone, and says what it says."""

from __future__ import annotations

from sanbian.columnar.columns import Drop
from sanbian.columnar.ways import Flags, Ways


class Aside:
    """Which contracts left the columns: a status instead of an exception (另行逐份计算).

    A row whose numbers could leave 64 bits, or for which the exact interpreter would refuse,
    sets its whole contract aside. Setting aside one too many changes no result.

    Attributes:
        flags: One per contract.
    """

    __slots__ = ("_ways", "flags")

    def __init__(self, ways: Ways, flags: Flags) -> None:
        self._ways = ways
        self.flags = flags.copy()

    def rows(self, level: str, flagged: Flags) -> None:
        """Set aside the contracts of the rows of a level that are flagged."""
        if not flagged.any():
            return
        if not level or len(flagged) == 1:  # one number that may stand for every contract
            self.flags[:] = True
        elif level == self._ways.top:
            self.flags |= flagged
        else:
            self.flags[self._ways.path(level, self._ways.top)[flagged]] = True

    def at(self, level: str) -> Drop:
        """What sets aside the contracts of flagged rows of a level."""
        return lambda flagged: self.rows(level, flagged)

    def everyone(self) -> None:
        """Set all contracts aside."""
        self.flags[:] = True
