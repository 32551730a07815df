"""The lines of a settlement as a table: one row for each amount."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from sanbian.clause.kinds import KIND_NAMES
from sanbian.files.columns import write_rows
from sanbian.files.writing import Written
from sanbian.settlement import Line, Settlement, lines
from sanbian.wording import plain_yuan, same

LINE_HEADERS = (
    "条款 clause",
    "种类 kind",
    "款项 what",
    "付款方 payer",
    "收款方 payee",
    "户编号 code",
    "户主 name",
    "金额（元） amount",
    "实物数量 quantity",
    "单位 unit",
    "零头 odd_fen",
)
_TEXT = LINE_HEADERS[:7]


def write_lines(settlement: Settlement, path: str | Path) -> None:
    """Write every amount of a settlement, a row each, in the order in which it happened.

    Args:
        settlement: The settlement.
        path: A file ``.csv`` or ``.xlsx``; what stood there is replaced in one step.

    Raises:
        InvalidInputError: The name ends in something else, or the file cannot be written.
    """
    rows = (_row(settlement, line) for line in lines(settlement))
    write_rows(Path(path), "明细 lines", LINE_HEADERS, rows, _TEXT)


def _row(settlement: Settlement, line: Line) -> tuple[Written, ...]:
    kind = KIND_NAMES[line.kind]
    is_money = line.unit == "fen"
    return (
        line.clause,
        f"{kind.zh} {line.kind.value}",
        line.says.zh,
        settlement.accounts.get(line.payer, same(line.payer)).zh,
        settlement.accounts.get(line.payee, same(line.payee)).zh,
        line.holder,
        settlement.names.get(line.holder, ""),
        Decimal(plain_yuan(line.amount)) if is_money else None,
        None if is_money else line.amount,
        "元" if is_money else line.unit,
        "1" if line.odd else "",
    )
