"""Settlement: who gets what, from whom, under which clause, and why (结算)."""

from sanbian.settlement.correcting import Correction, Difference, correct
from sanbian.settlement.describe import describe
from sanbian.settlement.explain import (
    Explanation,
    Node,
    explain,
)
from sanbian.settlement.figures import Figure
from sanbian.settlement.promises import Promised, promises
from sanbian.settlement.settle import settle, settle_years
from sanbian.settlement.values import (
    Flow,
    Line,
    Notice,
    Settlement,
    Statement,
    lines,
    statements,
)

__all__ = [
    "Correction",
    "Difference",
    "Explanation",
    "Figure",
    "Flow",
    "Line",
    "Node",
    "Notice",
    "Promised",
    "Settlement",
    "Statement",
    "correct",
    "describe",
    "explain",
    "lines",
    "promises",
    "settle",
    "settle_years",
    "statements",
]
