"""Settlement: who gets what, from whom, under which clause, and why (结算)."""

from sanbian.settlement.accounts import (
    AccountChange,
    MemberAccount,
    Trade,
    member_account,
    member_accounts,
)
from sanbian.settlement.correcting import Correction, Difference, correct
from sanbian.settlement.describe import describe
from sanbian.settlement.examples import Compared, ExampleResult, check_examples
from sanbian.settlement.explain import Explanation, explain
from sanbian.settlement.figures import Figure
from sanbian.settlement.nodes import Node
from sanbian.settlement.outcomes import outcome
from sanbian.settlement.promised import Promised, promises
from sanbian.settlement.quantified import issue_shares
from sanbian.settlement.settle import settle, settle_years
from sanbian.settlement.source_sums import SourceGave, Sources, sources
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
    "AccountChange",
    "Compared",
    "Correction",
    "Difference",
    "ExampleResult",
    "Explanation",
    "Figure",
    "Flow",
    "Line",
    "MemberAccount",
    "Node",
    "Notice",
    "Promised",
    "Settlement",
    "SourceGave",
    "Sources",
    "Statement",
    "Trade",
    "check_examples",
    "correct",
    "describe",
    "explain",
    "issue_shares",
    "lines",
    "member_account",
    "member_accounts",
    "outcome",
    "promises",
    "settle",
    "settle_years",
    "sources",
    "statements",
]
