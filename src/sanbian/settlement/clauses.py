"""How a clause is named to people."""

from __future__ import annotations

from sanbian.wording import Text


def clause_of(clause: str) -> Text:
    """The clause in brackets; nothing for what no clause says."""
    if clause in {"law", "books", "payout"}:
        return Text(zh="", en="")
    return Text(zh=f"（{clause_zh(clause)}）", en=f" (clause {clause})")


def clause_zh(clause: str) -> str:
    """The number of a clause as it is said in Chinese."""
    return clause if clause.startswith("第") else f"第{clause}条"
