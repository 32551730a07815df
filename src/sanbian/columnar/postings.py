"""Postings: what a move did between two accounts, for all contracts at once."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

from sanbian.columnar.ways import Flags, Whole
from sanbian.program import Family

Odd: TypeAlias = Flags | None


@frozen(eq=False)
class Posting:
    """What one move did between two accounts, for all keys of a level (记账).

    Attributes:
        move: Position of the move in the program.
        source: Family that the amounts leave, or None where a claim is raised.
        target: Family that the amounts reach, or None where a claim is lowered.
        level: Level of the amounts; source and target stand there or coarser.
        amounts: One whole number per key of the level.
        odd: Which keys got an odd unit, or None where none did.
        kind: Kind of the amounts.
    """

    move: int
    source: Family | None
    target: Family | None
    level: str
    amounts: Whole
    odd: Odd
    kind: str
