"""Contracts of China's rural 三变 reform as values: settled to the fen, explained.

A contract is a value; settling and explaining are pure functions that read it.

Importing the package is quick: each name is loaded when it is first used. What the names are
for a type checker stands in ``__init__.pyi``.
"""

from importlib import import_module

import sanbian.mappings  # noqa: F401 - lets all values travel between processes

_HOMES = {
    "sanbian.books": (
        "Books",
        "Claim",
    ),
    "sanbian.clause": (
        "Allotment",
        "Band",
        "Bands",
        "ByStatus",
        "Clause",
        "Condition",
        "Conditional",
        "Daily",
        "Deliver",
        "Deduction",
        "Dividend",
        "Equally",
        "Escalating",
        "Fixed",
        "Grade",
        "Greatest",
        "Guarantee",
        "Kind",
        "LateFee",
        "Least",
        "LeftOf",
        "LendAndReturn",
        "LossPart",
        "LossSharing",
        "Measured",
        "Monthly",
        "Number",
        "OrderPurchase",
        "PartOf",
        "PatronageRefund",
        "Payment",
        "Payout",
        "PerUnit",
        "Phase",
        "Phased",
        "PreferredDividend",
        "Product",
        "Reinvestment",
        "Reserve",
        "Retention",
        "SharedTotal",
        "Split",
        "SplitOfEach",
        "SplitPart",
        "SumOf",
        "Term",
        "TopUp",
        "Yearly",
    ),
    "sanbian.contract": (
        "Base",
        "BaseKind",
        "Contract",
        "Contribution",
        "Example",
        "ExampleHousehold",
        "Expected",
        "Fund",
        "Matters",
        "NamedMeasure",
        "Party",
        "PartyRole",
        "Plot",
        "Pool",
        "Procedure",
        "ProcedureStep",
        "Safeguard",
        "SafeguardKind",
        "ShareClass",
        "Signature",
        "Version",
    ),
    "sanbian.daycount": (
        "DayCount",
        "year_fraction",
    ),
    "sanbian.errors": (
        "InvalidInputError",
        "MissingFactError",
        "Problem",
        "SanbianError",
        "UnknownNameError",
    ),
    "sanbian.facts": (
        "Advance",
        "Facts",
        "PaidOn",
        "PartFacts",
        "Waiver",
        "facts_of",
    ),
    "sanbian.findings": (
        "Finding",
        "Ground",
        "review",
    ),
    "sanbian.law": ("Vehicle",),
    "sanbian.leaving": (
        "LeavingRule",
        "OnLeaving",
    ),
    "sanbian.money": (
        "OddFen",
        "Rounding",
        "apportion",
        "apportion_within",
        "rational",
        "yuan",
    ),
    "sanbian.payouts": (
        "Whereabouts",
        "payout_function",
        "where_it_goes",
    ),
    "sanbian.period": (
        "Due",
        "Period",
        "Years",
        "due",
        "years",
    ),
    "sanbian.piecewise": (
        "Piece",
        "Piecewise",
    ),
    "sanbian.proposals": ("propose_examples",),
    "sanbian.quantification": ("quantify",),
    "sanbian.region": (
        "Region",
        "RegionalAmount",
        "RegionalDays",
        "RegionalRate",
    ),
    "sanbian.records": (
        "Announced",
        "Dealing",
        "DealingKind",
        "Origin",
        "PaidBy",
        "PaymentMade",
        "Post",
        "Printed",
        "Purpose",
        "Receipt",
        "Records",
        "Signed",
        "Use",
        "Withheld",
        "WithheldFor",
        "YearOfBusiness",
    ),
    "sanbian.register": (
        "Entry",
        "EntryKind",
        "Household",
        "Labour",
        "LeftBy",
        "MemberKind",
        "Membership",
        "Monitoring",
        "Person",
        "Register",
        "RosterDifferences",
        "Status",
        "Timeline",
        "confirmed",
        "holdings",
        "household_on",
        "households_on",
        "mask",
        "person_holdings",
        "persons_on",
        "recorded",
        "roster_differences",
        "share_days",
        "timeline",
    ),
    "sanbian.settlement": (
        "Compared",
        "Correction",
        "Difference",
        "ExampleResult",
        "Explanation",
        "Line",
        "Promised",
        "Settlement",
        "SourceGave",
        "Sources",
        "Statement",
        "check_examples",
        "correct",
        "describe",
        "explain",
        "issue_shares",
        "lines",
        "outcome",
        "promises",
        "settle",
        "settle_years",
        "sources",
        "statements",
    ),
    "sanbian.wording": ("Text",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__version__ = "0.1.0"
__all__ = sorted(_HOME)  # noqa: PLE0605 - a list of names, made from the table above


def __getattr__(name: str) -> object:
    """Load a public name from its module, once."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return __all__
