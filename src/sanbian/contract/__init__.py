"""The contract as a value: who, what, how much, from when, and in which words (合同).

Building a `Contract` checks it: everything that keeps it from being settled is raised at
once, each problem with its place.
"""

from sanbian.contract.accounts import MemberAccounts
from sanbian.contract.contracts import Contract
from sanbian.contract.contributions import Contribution, Plot
from sanbian.contract.examples import (
    HOLDER_NUMBERS,
    Example,
    ExampleHousehold,
    Expected,
    facts_of_example,
    households_of_example,
    register_of_example,
)
from sanbian.contract.names import (
    BUILT_IN_MEASURES,
    MEMBERS,
    Names,
    measures_in,
    names_of,
    sources_of,
    takers_of,
    terms_of,
)
from sanbian.contract.notes import Acceptance, Answer, ReviewNotes
from sanbian.contract.places import stable_place
from sanbian.contract.procedures import Matter, Procedure, ProcedureStep, Signature
from sanbian.contract.values import (
    Base,
    BaseKind,
    Fund,
    Matters,
    MeasureLevel,
    NamedMeasure,
    Party,
    PartyRole,
    Pool,
    Safeguard,
    SafeguardKind,
    ShareClass,
    Version,
)

__all__ = [
    "BUILT_IN_MEASURES",
    "HOLDER_NUMBERS",
    "MEMBERS",
    "Acceptance",
    "Answer",
    "Base",
    "BaseKind",
    "Contract",
    "Contribution",
    "Example",
    "ExampleHousehold",
    "Expected",
    "Fund",
    "Matter",
    "Matters",
    "MeasureLevel",
    "MemberAccounts",
    "NamedMeasure",
    "Names",
    "Party",
    "PartyRole",
    "Plot",
    "Pool",
    "Procedure",
    "ProcedureStep",
    "ReviewNotes",
    "Safeguard",
    "SafeguardKind",
    "ShareClass",
    "Signature",
    "Version",
    "facts_of_example",
    "households_of_example",
    "measures_in",
    "names_of",
    "register_of_example",
    "sources_of",
    "stable_place",
    "takers_of",
    "terms_of",
]
