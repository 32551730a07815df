"""How a clause is named to people."""

from __future__ import annotations

from sanbian.wording import Text

UNWRITTEN = frozenset({"law", "books", "payout"})
"""What no clause says."""


def clause_of(clause: str) -> Text:
    """The clause in brackets; nothing for what no clause says."""
    if clause in UNWRITTEN:
        return Text(zh="", en="")
    return Text(zh=f"（{clause_zh(clause)}）", en=f" (clause {clause})")


def clause_zh(clause: str) -> str:
    """The number of a clause as it is said in Chinese."""
    return clause if clause.startswith("第") else f"第{clause}条"
