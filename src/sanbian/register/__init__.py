"""The register: households, and who held what, on which day, as known when (股权台账)."""

from sanbian.register.changes import TransferDay, in_force, passes
from sanbian.register.comparing import (
    Count,
    FactDifference,
    RosterDifferences,
    confirmed,
    roster_differences,
)
from sanbian.register.entries import Entry, EntryKind
from sanbian.register.history import Holdings, Timeline, holdings, share_days, timeline
from sanbian.register.households import STATUS_NAMES, Household, Status, mask, states_from
from sanbian.register.registers import Register, recorded

__all__ = [
    "STATUS_NAMES",
    "Count",
    "Entry",
    "EntryKind",
    "FactDifference",
    "Holdings",
    "Household",
    "Register",
    "RosterDifferences",
    "Status",
    "Timeline",
    "TransferDay",
    "confirmed",
    "holdings",
    "in_force",
    "mask",
    "passes",
    "recorded",
    "roster_differences",
    "share_days",
    "states_from",
    "timeline",
]
