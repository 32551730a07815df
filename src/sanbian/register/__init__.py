"""The register: households, and who held what, on which day, as known when (股权台账)."""

from sanbian.register.changes import TransferDay, in_force, passes
from sanbian.register.comparing import (
    Count,
    FactDifference,
    RosterDifferences,
    confirmed,
    roster_differences,
)
from sanbian.register.entries import Entry, EntryKind, FactValue
from sanbian.register.history import Holdings, Timeline, holdings, share_days, timeline
from sanbian.register.households import (
    STATUS_NAMES,
    Household,
    MemberKind,
    Monitoring,
    Status,
    mask,
    states_from,
)
from sanbian.register.people import (
    PersonHoldings,
    household_on,
    households_on,
    person_holdings,
    persons_on,
)
from sanbian.register.persons import Labour, LeftBy, Membership, Person
from sanbian.register.registers import Register, recorded

__all__ = [
    "STATUS_NAMES",
    "Count",
    "Entry",
    "EntryKind",
    "FactDifference",
    "FactValue",
    "Holdings",
    "Household",
    "Labour",
    "LeftBy",
    "MemberKind",
    "Membership",
    "Monitoring",
    "Person",
    "PersonHoldings",
    "Register",
    "RosterDifferences",
    "Status",
    "Timeline",
    "TransferDay",
    "confirmed",
    "holdings",
    "household_on",
    "households_on",
    "in_force",
    "mask",
    "passes",
    "person_holdings",
    "persons_on",
    "recorded",
    "roster_differences",
    "share_days",
    "states_from",
    "timeline",
]
