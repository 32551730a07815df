"""Clauses and terms: the words of the field as frozen values.

A *term* is a number in the contract's own words: so much per mu, 5 % of the capital, the
greater of two. A *clause* says who gets what, from where, as which kind of money. Both are
only read here; what they mean is in `sanbian.lowering`, where each `match` over them ends
in `assert_never`, so a new one cannot be forgotten.
"""

from sanbian.clause.clauses import (
    CLAUSES,
    PAYMENT_KINDS,
    Allotment,
    Clause,
    Dividend,
    Grade,
    Guarantee,
    OrderPurchase,
    PatronageRefund,
    Payment,
    PreferredDividend,
    Reserve,
    Retention,
    Split,
    SplitPart,
    TopUp,
    grades_of,
)
from sanbian.clause.in_kind import KEPT_AS, Deliver, LendAndReturn
from sanbian.clause.kinds import Kind
from sanbian.clause.results import Payout
from sanbian.clause.terms import (
    TERMS,
    ByStatus,
    CountedFrom,
    Equally,
    Escalating,
    Fen,
    Fixed,
    Greatest,
    Least,
    Measured,
    PartOf,
    PerUnit,
    Phase,
    Phased,
    Product,
    SharedTotal,
    SumOf,
    Term,
)

__all__ = [
    "CLAUSES",
    "KEPT_AS",
    "PAYMENT_KINDS",
    "TERMS",
    "Allotment",
    "ByStatus",
    "Clause",
    "CountedFrom",
    "Deliver",
    "Dividend",
    "Equally",
    "Escalating",
    "Fen",
    "Fixed",
    "Grade",
    "Greatest",
    "Guarantee",
    "Kind",
    "Least",
    "LendAndReturn",
    "Measured",
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
    "Reserve",
    "Retention",
    "SharedTotal",
    "Split",
    "SplitPart",
    "SumOf",
    "Term",
    "TopUp",
    "grades_of",
]
