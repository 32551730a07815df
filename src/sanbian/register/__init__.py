"""The register: households, and who held what, on which day, as known when (股权台账)."""

from sanbian.register.changes import TransferDay, in_force, passes
from sanbian.register.entries import Entry, EntryKind
from sanbian.register.history import Holdings, Timeline, holdings, share_days, timeline
from sanbian.register.households import STATUS_NAMES, Household, Status, mask, states_from
from sanbian.register.registers import Register, recorded

__all__ = [
    "STATUS_NAMES",
    "Entry",
    "EntryKind",
    "Holdings",
    "Household",
    "Register",
    "Status",
    "Timeline",
    "TransferDay",
    "holdings",
    "in_force",
    "mask",
    "passes",
    "recorded",
    "share_days",
    "states_from",
    "timeline",
]
