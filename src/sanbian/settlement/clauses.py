"""How a clause is named to people."""

from __future__ import annotations

from sanbian.clause.naming import clause_text
from sanbian.wording import Text

UNWRITTEN = frozenset({"law", "books", "payout"})
"""What no clause says."""


def clause_of(clause: str) -> Text:
    """The clause in brackets; nothing for what no clause says."""
    if clause in UNWRITTEN:
        return Text(zh="", en="")
    named = clause_text(clause)
    return Text(zh=f"（{named.zh}）", en=f" ({named.en})")
