"""Which file has to be mended where a settlement is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve

from sanbian.errors import MissingFactError, Problem, SanbianError

BOOKS = "books.json"

_OF_FACTS = tuple(
    f"$.{name}"
    for name in (
        *("amounts", "measures", "group_measures", "activity", "parts"),
        *("put_up", "advances", "draws", "period"),
    )
)
_OF_CONTRACT = (
    *("$.versions", "$.examples", "$.bases", "$.funds", "$.pools", "$.share_classes"),
    "clause ",
)
_OF_A_NUMBER = re.compile(r"clause [^:]+: ")  # a number that a clause cannot take
_OF_ROSTER = ("$.households", "$.entries")


def placed(
    error: SanbianError, *, contract: str, roster: str, facts: str, books: str = BOOKS
) -> Iterator[Problem]:
    """Problems of a settlement with the file in front that has to be mended.

    A fact that a clause misses is missing in the facts, whatever the clause.
    """
    files = [
        (books, ("$.claims", "$.settled", "$.funds.", "$.books.", "$.contract")),
        (contract, ("$.bases", "$.vehicle")),
        *([(facts, ("",))] if isinstance(error, MissingFactError) else []),
        (facts, _OF_FACTS),
        (contract, _OF_CONTRACT),
        (roster, _OF_ROSTER),
        (facts, ("",)),
    ]
    for problem in error.problems:
        file = next(name for name, heads in files if problem.at.startswith(heads))
        if file == contract and _OF_A_NUMBER.match(problem.at):
            file = facts
        yield evolve(problem, at=f"{file}: {problem.at}")
