"""What is wrong, missing or doubtful in a contract, a register or a settlement (审查).

Each check is a small function in the list of its module; all lists together are `CHECKS`.
"""

from sanbian.findings.asking import Asked
from sanbian.findings.reviewing import CHECKS, checklist, review, selected
from sanbian.findings.values import SEVERITIES, Check, Finding, Ground, Question, Severity

__all__ = [
    "CHECKS",
    "SEVERITIES",
    "Asked",
    "Check",
    "Finding",
    "Ground",
    "Question",
    "Severity",
    "checklist",
    "review",
    "selected",
]
