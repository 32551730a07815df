"""The lines of a settlement as a table: one row for each amount."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from sanbian.clause.kinds import KIND_NAMES
from sanbian.files.columns import write_rows
from sanbian.files.writing import Written
from sanbian.settlement import Settlement
from sanbian.settlement.dues import DueLine, dues_and_lines
from sanbian.wording import plain_yuan, same

LINE_HEADERS = (
    "条款 clause",
    "种类 kind",
    "款项 what",
    "付款方 payer",
    "收款方 payee",
    "户编号 code",
    "户主 name",
    "应付（元） due",
    "已付（元） paid",
    "实物数量 quantity",
    "单位 unit",
    "零头 odd_fen",
)
_TEXT = LINE_HEADERS[:7]


def write_lines(settlement: Settlement, path: str | Path) -> None:
    """Write every amount that became due or was paid, a row each, in order.

    Args:
        settlement: The settlement.
        path: A file ``.csv`` or ``.xlsx``; what stood there is replaced in one step.

    Raises:
        InvalidInputError: The name ends in something else, or the file cannot be written.
    """
    rows = (_row(settlement, row) for row in dues_and_lines(settlement))
    write_rows(Path(path), "明细 lines", LINE_HEADERS, rows, _TEXT)


def _row(settlement: Settlement, row: DueLine) -> tuple[Written, ...]:
    line = row.line
    kind = KIND_NAMES[line.kind]
    is_money = line.unit == "fen"
    return (
        line.clause,
        f"{kind.zh} {line.kind.value}",
        row.says.zh,
        settlement.accounts.get(line.payer, same(line.payer)).zh,
        settlement.accounts.get(line.payee, same(line.payee)).zh,
        line.holder,
        settlement.names.get(line.holder, ""),
        _yuan(row.due) if is_money else None,
        _yuan(row.paid) if is_money else None,
        None if is_money else line.amount,
        "元" if is_money else line.unit,
        "1" if line.odd else "",
    )


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(plain_yuan(fen))
