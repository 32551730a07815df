"""What is wrong, missing or doubtful in a contract, a register or a settlement (审查).

Each check is a small function in the list of its module; all lists together are `CHECKS`.
"""

from sanbian.findings.asking import Asked
from sanbian.findings.rectifying import (
    STATE_NAMES,
    ListRow,
    Looked,
    RowState,
    counted_rows,
    rectification,
)
from sanbian.findings.reviewing import CHECKS, checklist, review, selected
from sanbian.findings.values import (
    SEVERITIES,
    SEVERITY_NAMES,
    Check,
    Finding,
    Ground,
    Question,
    Severity,
    ground_words,
)

__all__ = [
    "CHECKS",
    "SEVERITIES",
    "SEVERITY_NAMES",
    "STATE_NAMES",
    "Asked",
    "Check",
    "Finding",
    "Ground",
    "ListRow",
    "Looked",
    "Question",
    "RowState",
    "Severity",
    "checklist",
    "counted_rows",
    "ground_words",
    "rectification",
    "review",
    "selected",
]
