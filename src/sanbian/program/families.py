"""Account families: one whole number per key of a level, in one unit."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from sanbian.wording import Text


class Role(Enum):
    """What an account is for, and so what may stand on it."""

    SOURCE = "source"
    """Opened by a fact of the period; never below zero."""
    POOL = "pool"
    """Empty at the end of the period."""
    FUND = "fund"
    """Carried from period to period; never below zero."""
    POCKET = "pocket"
    """An outside party's own money, up to a limit for the period."""
    END = "end"
    """Where money finally rests."""
    CLAIM = "claim"
    """What someone is owed: signed, carried."""


@frozen
class Family:
    """One account per key of a level (账户族).

    Attributes:
        name: Unique within a program: ``base/profit``, ``payable/5`` ...
        level: The level whose keys have an account each.
        role: What the account is for.
        says: Its name for people.
        unit: ``fen``, ``head``, ``gram`` ...; units are never added to one another.
    """

    name: str
    level: str
    role: Role
    says: Text = field(eq=False)
    unit: str = "fen"
