"""What `settle` misses, told to one who fills in tables: which column, and that money is in fen."""

from __future__ import annotations

import re

from attrs import evolve

from sanbian.batch.layout import CONTRACTS, GROUPS, HOUSEHOLDS
from sanbian.contract import Contract
from sanbian.errors import Problem
from sanbian.wording import Text

_AMOUNT = re.compile(r"\$\.amounts\.(.+)\Z")
_MEASURE = re.compile(r"expected the measure '([^']+)' .*got nothing\Z", re.DOTALL)

_TABLES = {"member": HOUSEHOLDS, "group": GROUPS, "contract": CONTRACTS}


def in_tables(problem: Problem, form: Contract) -> Problem:
    """A fact that is missing, as a cell that is; any other problem is as it is."""
    if (amount := _AMOUNT.match(problem.at)) is not None:
        return evolve(problem, do=_fill(CONTRACTS, f"amount.{amount[1]}", is_money=True))
    if (named := _MEASURE.match(problem.says.en)) is not None:
        measure = form.names.measure(named[1])
        assert measure is not None, named[1]
        column, is_money = f"measure.{measure.id}", measure.unit == "yuan"
        return evolve(problem, do=_fill(_TABLES[measure.level], column, is_money=is_money))
    return problem


def _fill(table: str, column: str, *, is_money: bool) -> Text:
    return Text(
        zh=f"在 {table} 表的 {column} 列中写明"
        f"{'（以分计的整数）' if is_money else ''}；没有的写 0",
        en=f"state it in the column {column} of the table {table}"
        f"{', in whole fen' if is_money else ''}; 0 where there was none",
    )
