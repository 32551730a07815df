"""What stands in a cell, and the number it writes, before a column gives it a meaning.

Numbers that a workbook stores as binary floats are taken as the shortest decimal that is
that float. Sums in a sheet carry noise in the last digits (``0.1 + 0.2`` is stored as
``0.30000000000000004``); it is removed only where it cannot be meant:

- money: the value lies within one part in 10**9 and within a thousandth of a fen of a whole
  number of fen, and that number of fen is below 2**53;
- other numbers: at most 15 digits are taken as they are; more only within one part in
  10**13 of a number of at most 12 digits. ``1/3`` is refused: the sheet must round it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from sanbian.errors import Problem
from sanbian.files.headers import UNITS, Unit, half_width, unit_clash, unit_of
from sanbian.wording import Text


@frozen
class Formula:
    """A formula whose result the workbook does not hold (未计算的公式)."""


Cell: TypeAlias = str | int | float | bool | date | time | timedelta | Formula | None
Met: TypeAlias = str | int | float | date | None

TEXT_MAX = 1_000  # characters in one cell
NUMBER_TEXT_MAX = 40  # characters in the text of one number
DIGITS_KEPT = 15  # a spreadsheet keeps no more digits of a number
FLOAT_WHOLE_MAX = 2**53  # up to here every whole number is a float of its own

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_EMPTY = re.compile(r"(?:[-—–―]+|/)\Z")
_ERROR = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)", re.IGNORECASE
)
_GUARDED = re.compile(r"'+[=+\-@\t\r＝＋－＠]")
_EXPONENT = re.compile(r"[+-]?\d*\.?\d+E[+-]?\d+\Z", re.ASCII | re.IGNORECASE)
_CURRENCY = re.compile(r"([(+\-\s]*)(?:¥|RMB|CNY)", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[+-])?\s*"
    r"(?P<body>\d+/\d+|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)"
    r"\s*(?P<unit>[^\d\s(),./][^\s()]*)?\s*(?P<close>\))?\Z",
    re.ASCII,
)

TYPE_AGAIN = Text(
    zh="位数已经丢失：把这一列设为“文本”格式，按原件重新录入",
    en="digits are lost: format the column as text and type it again from the original",
)
ROUND_IT = Text(
    zh="在表格中用 ROUND() 舍入，或按原件录入确切的数",
    en="round it in the sheet with ROUND(), or type the exact number",
)
NUMBER_LIKE = Text(
    zh="写成 1234.50、1,234.50 或 (1,234.50)",
    en="write it as 1234.50, 1,234.50 or (1,234.50)",
)
_NO_CONTROL = Text(zh="删去控制字符", en="remove control characters")
_MEND_FORMULA = Text(
    zh="修正出错的公式后重新保存", en="mend the formula behind it and save again"
)
_RECALCULATE = Text(
    zh="在表格软件中打开、重新计算并保存，或改为数值",
    en="open it in the spreadsheet program, recalculate and save, or paste values",
)


@frozen
class Written:
    """A number as a cell gives it.

    Attributes:
        value: The number, in the unit below.
        unit: The unit that the cell names itself.
        is_money: Whether a currency sign stands there. It is no unit: ``￥1.50`` in a
            column of 万元 is 1.50 万元.
        is_float: Whether the workbook stores it as a binary float.
    """

    value: Fraction
    unit: Unit | None = None
    is_money: bool = False
    is_float: bool = False


def met_in(cell: Cell, expected: Text, at: str) -> Met | Problem:
    """The cell without spaces around it; None if empty; a problem if no kind takes it."""
    if isinstance(cell, Formula):
        got = Text(zh="没有存下结果的公式", en="a formula without a stored result")
        return refuse_as(expected, got, _RECALCULATE, at)
    if isinstance(cell, bool | time | timedelta):
        do = Text(zh="按原件更正", en="correct it from the original")
        return refuse(expected, cell, do, at)
    if isinstance(cell, str):
        return _met_text(cell, expected, at)
    return cell


def _met_text(cell: str, expected: Text, at: str) -> str | Problem | None:
    if len(cell) > TEXT_MAX:
        got = Text(zh=f"{len(cell)} 个字符", en=f"{len(cell)} characters")
        do = Text(
            zh=f"一格最多 {TEXT_MAX} 个字符", en=f"write at most {TEXT_MAX} characters"
        )
        return refuse_as(expected, got, do, at)
    text = cell.strip()
    if _GUARDED.match(text):
        text = text[1:].strip()
    if is_blank(text):
        return None
    if _CONTROL.search(text):
        return refuse(expected, text, _NO_CONTROL, at)
    if _ERROR.match(half_width(text)):
        return refuse(expected, text, _MEND_FORMULA, at)
    return text


def is_blank(cell: Cell) -> bool:
    """Whether a cell is empty or holds a mark for nothing: a dash or a slash."""
    if not isinstance(cell, str):
        return cell is None
    plain = half_width(cell).strip()
    return not plain or _EMPTY.match(plain) is not None


def written_in(cell: Cell, expected: Text, at: str) -> Written | Problem | None:
    """A number and the unit that the cell names, if any."""
    met = met_in(cell, expected, at)
    if met is None or isinstance(met, Problem):
        return met
    if isinstance(met, date):
        return refuse(expected, met, NUMBER_LIKE, at)
    if isinstance(met, int | float):
        return from_number(met, expected, at)
    text = half_width(met).strip()
    if len(text) > NUMBER_TEXT_MAX:
        return refuse(expected, met, NUMBER_LIKE, at)
    if _EXPONENT.match(text):
        return refuse(expected, met, TYPE_AGAIN, at)
    found = _from_text(text)
    return refuse(expected, met, NUMBER_LIKE, at) if found is None else found


def is_lost(typed: float) -> bool:
    """Whether a typed number has more digits than a sheet keeps, or is no number at all."""
    return not -(10**DIGITS_KEPT) < typed < 10**DIGITS_KEPT


def from_number(met: float, expected: Text, at: str) -> Written | Problem:
    """The shortest decimal that is this typed number."""
    if is_lost(met):
        do = Text(
            zh="位数超过表格所能保存，请核对", en="too large for a sheet to keep; check it"
        )
        return refuse(expected, met, do, at)
    return Written(Fraction(repr(met)), is_float=isinstance(met, float))


def _from_text(text: str) -> Written | None:
    currency = _CURRENCY.match(text)
    if currency is not None:
        text = currency[1] + text[currency.end() :].lstrip()
    parts = _NUMBER.match(text)
    if parts is None or bool(parts["open"]) != bool(parts["close"]):
        return None
    over, _, under = parts["body"].replace(",", "").partition("/")
    if (parts["open"] and parts["sign"]) or (under and int(under) == 0):
        return None
    value = Fraction(over) / int(under or 1)
    unit = None
    if parts["unit"] is not None:
        unit = unit_of(parts["unit"])
        if unit is None or (currency and unit.measures != "money"):
            return None
    return Written(
        -value if parts["open"] or parts["sign"] == "-" else value,
        unit,
        currency is not None,
    )


def number_in(cell: Cell, expected: Text, at: str, unit: str) -> Fraction | Problem | None:
    """An exact number in `unit`; a rate is divided by its 100 or 1000."""
    written = written_in(cell, expected, at)
    if written is None or isinstance(written, Problem):
        return written
    wanted = UNITS[unit] if unit else None
    own = written.unit or wanted
    if written.unit is None and written.is_money and not (own and own.measures == "money"):
        own = UNITS["元"]
    clash = unit_clash(own, wanted) if own else None
    if clash is not None:
        return Problem(at, *clash)
    exact = _without_noise(written, expected, cell, at)
    if isinstance(exact, Problem) or own is None:
        return exact
    if own.measures == "money" and wanted is not None:
        return exact * own.size / wanted.size
    return exact * own.size if own.measures == "rate" else exact


def _without_noise(
    written: Written, expected: Text, cell: Cell, at: str
) -> Fraction | Problem:
    """The decimal that a float stands for; see the head of this page."""
    if not written.is_float:
        return written.value
    value = float(written.value)
    if len(Decimal(repr(value)).normalize().as_tuple().digits) <= DIGITS_KEPT:
        return written.value
    short = Fraction(f"{value:.12g}")
    if abs(short - written.value) * 10**13 <= abs(short):
        return short
    return refuse(expected, cell, ROUND_IT, at)


def refuse(expected: Text, got: Cell, do: Text, at: str) -> Problem:
    """The problem that `expected` was wanted and the cell `got` was met."""
    shown = _shown(got)
    return refuse_as(expected, Text(zh=f"“{shown}”", en=repr(shown)), do, at)


def refuse_as(expected: Text, got: Text, do: Text, at: str) -> Problem:
    """The problem that `expected` was wanted and what `got` says was met."""
    says = Text(
        zh=f"应为{expected.zh}，得到 {got.zh}", en=f"expected {expected.en}, got {got.en}"
    )
    return Problem(at=at, says=says, do=do)


def _shown(got: Cell) -> str:
    """A cell as a message shows it: its first characters, without line breaks."""
    if isinstance(got, datetime):
        return got.isoformat(sep=" ")
    if isinstance(got, int) and abs(got) >= 10**NUMBER_TEXT_MAX:
        return f"…{abs(got) % 10**6:06d}"
    text = repr(got) if isinstance(got, float) else " ".join(str(got).split())
    return text if len(text) <= NUMBER_TEXT_MAX else text[:NUMBER_TEXT_MAX] + "…"
