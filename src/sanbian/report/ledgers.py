"""Every amount of a settlement as rows of a sheet: the accountant's own list."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from sanbian.clause.kinds import KIND_NAMES
from sanbian.clause.naming import short_clause
from sanbian.settlement import Settlement
from sanbian.settlement.dues import DueLine, dues_and_lines
from sanbian.wording import Language, Text, plain_yuan

LINE_HEADERS = (
    Text(zh="条款", en="clause"),
    Text(zh="款项", en="what"),
    Text(zh="种类", en="kind"),
    Text(zh="付款方", en="from"),
    Text(zh="收款方", en="to"),
    Text(zh="户编号", en="code"),
    Text(zh="户主", en="name"),
    Text(zh="应付", en="due"),
    Text(zh="已付", en="paid"),
    Text(zh="单位", en="unit"),
    Text(zh="零头", en="odd fen"),
)
"""Titles of the columns of a list of lines."""

Cell = str | Fraction | Decimal


def line_list(settlement: Settlement, language: Language) -> tuple[tuple[Cell, ...], ...]:
    """List every amount that became due or was paid, holder by holder (明细).

    A promise is a row when it becomes due, and a row for each payment on it. Due less paid,
    over all rows of a holder, is what this period left unpaid.

    Returns:
        Rows in the order of the flows, shape ``(lines, 11)``; money in exact yuan.
    """
    return tuple(_row(settlement, row, language) for row in dues_and_lines(settlement))


def _row(settlement: Settlement, row: DueLine, language: Language) -> tuple[Cell, ...]:
    odd, yuan = Text(zh="含零头", en="odd fen"), Text(zh="元", en="yuan")
    line = row.line
    return (
        short_clause(line.clause).of(language),
        row.says.of(language),
        KIND_NAMES[line.kind].of(language),
        settlement.accounts[line.payer].of(language) if line.payer else "",
        settlement.accounts[line.payee].of(language),
        line.holder,
        settlement.names.get(line.holder, ""),
        _amount(row.due, line.unit),
        _amount(row.paid, line.unit),
        yuan.of(language) if line.unit == "fen" else line.unit,
        odd.of(language) if line.odd else "",
    )


def _amount(units: int | None, unit: str) -> Cell:
    if units is None:
        return ""
    return Decimal(plain_yuan(units)) if unit == "fen" else Fraction(units)
