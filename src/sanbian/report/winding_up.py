"""The ranks of a winding up, and what is left of each kind of property, as a table."""

from __future__ import annotations

from sanbian.clause.naming import ENDING_NAMES
from sanbian.report.pages import Column, Table
from sanbian.report.tables import capital_letter
from sanbian.winding_up import RANK_NAMES, WindingUp
from sanbian.wording import Language, Text, grouped_yuan

RANK_HEADERS = (
    Text(zh="清偿顺序", en="what"),
    Text(zh="应付", en="due"),
    Text(zh="已付", en="paid"),
    Text(zh="未付", en="unpaid"),
)
"""The columns of `rank_rows`, money in yuan."""


def rank_rows(done: WindingUp) -> tuple[tuple[Text, int, int, int], ...]:
    """What each rank was owed, got and lacks, in order, then what is left, in fen."""
    ranks = [
        (RANK_NAMES[each.rank], each.due, each.paid, each.due - each.paid)
        for each in done.ranks
    ]
    left = (
        (ENDING_NAMES["rest"], done.rest),
        (ENDING_NAMES["subsidy_property"], done.subsidy_property),
    )
    return (*ranks, *((says, fen, fen, 0) for says, fen in left))


def rank_table(done: WindingUp, language: Language) -> Table:
    """The rows of `rank_rows` for people."""
    first, *numbers = (capital_letter(title.of(language)) for title in RANK_HEADERS)
    return Table(
        columns=(Column(first), *(Column(title, "number") for title in numbers)),
        rows=tuple(
            (capital_letter(says.of(language)), *map(grouped_yuan, amounts))
            for says, *amounts in rank_rows(done)
        ),
    )
