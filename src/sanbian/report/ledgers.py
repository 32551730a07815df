"""Every amount of a settlement as rows of a sheet: the accountant's own list."""

from __future__ import annotations

from fractions import Fraction

from sanbian.clause.kinds import KIND_NAMES
from sanbian.report.tables import clause_name
from sanbian.settlement import Settlement, lines
from sanbian.wording import Language, Text

LINE_HEADERS = (
    Text(zh="条款", en="clause"),
    Text(zh="款项", en="what"),
    Text(zh="种类", en="kind"),
    Text(zh="付款方", en="from"),
    Text(zh="收款方", en="to"),
    Text(zh="户编号", en="code"),
    Text(zh="户主", en="name"),
    Text(zh="金额", en="amount"),
    Text(zh="单位", en="unit"),
    Text(zh="零头", en="odd fen"),
)
"""Titles of the columns of a list of lines."""

Cell = str | Fraction


def line_list(settlement: Settlement, language: Language) -> tuple[tuple[Cell, ...], ...]:
    """List every amount that was paid, holder by holder (明细).

    Returns:
        Rows in the order of the flows, shape ``(lines, 10)``; money in exact yuan.
    """
    odd, yuan = Text(zh="含零头", en="odd fen"), Text(zh="元", en="yuan")
    return tuple(
        (
            clause_name(line.clause).of(language),
            line.says.of(language),
            KIND_NAMES[line.kind].of(language),
            settlement.accounts[line.payer].of(language),
            settlement.accounts[line.payee].of(language),
            line.holder,
            settlement.names.get(line.holder, ""),
            Fraction(line.amount, 100 if line.unit == "fen" else 1),
            yuan.of(language) if line.unit == "fen" else line.unit,
            odd.of(language) if line.odd else "",
        )
        for line in lines(settlement)
    )
