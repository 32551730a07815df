"""One spreadsheet cell -> one exact value, or the problem that says why not.

A cell is text (CSV) or a typed value (XLSX). What is safe to understand is understood:
full-width digits, thousand separators, `￥`, `万元`, percent, a negative in brackets.
What has lost digits or could mean two things is refused: an ID number that became
``6.2E+17``, a code that became a date, ``12/31/24``. An empty cell is None.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction

from attrs import evolve

from sanbian.errors import Problem
from sanbian.files.headers import UNITS, half_width
from sanbian.files.numerals import (
    DIGITS_KEPT,
    FLOAT_WHOLE_MAX,
    NUMBER_LIKE,
    ROUND_IT,
    TYPE_AGAIN,
    Cell,
    from_number,
    is_lost,
    met_in,
    number_in,
    refuse,
    refuse_as,
    written_in,
)
from sanbian.wording import Text

_YEARS = range(1900, 2200)
_TYPED_AS_TEXT = re.compile(r'="([^"]*)"\Z|\'(.*)\Z', re.DOTALL)
_SHORTENED = re.compile(
    r"[+-]?\d+(?:\.\d+)?E\+\d+\Z|[+-]?\d+\.\d+E\d+\Z", re.ASCII | re.IGNORECASE
)
_SPACED_DIGITS = re.compile(r"\d+(?: \d+)+[Xx]?\Z", re.ASCII)
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})"
    r"|(\d{2})(\d{2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?)"
    r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\Z",
    re.ASCII,
)
_TWO_WAYS = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:\d{2}|\d{4})\Z", re.ASCII)

_A_CODE = Text(zh="编号", en="a code")
_A_TEXT = Text(zh="文字", en="text")
_A_NUMBER = Text(zh="数", en="a number")
_AN_AMOUNT = Text(zh="精确到分的金额", en="an amount in whole fen")
_A_WHOLE = Text(zh="整数", en="a whole number")
_A_DATE = Text(zh="日期", en="a date")
_CODE_AS_DATE = Text(
    zh="表格把它变成了日期：把这一列设为“文本”格式，重新录入",
    en="it was turned into a date: format the column as text and type it again",
)
_AS_TEXT = Text(
    zh="把这一列设为“文本”格式，重新录入", en="format the column as text and type it again"
)
_ONE_CODE = Text(zh="一格只写一个编号", en="write one code in the cell")
_DATE_LIKE = Text(
    zh="写成 2024-12-31，或把单元格设为日期格式；年份 1900 至 2199",
    en="write it as 2024-12-31 or format the cell as a date; years 1900 to 2199",
)
_NO_SUCH_DAY = Text(zh="没有这一天，请更正", en="there is no such day; correct it")
_WHOLE_LIKE = Text(zh="写成数字，例如 4", en="write it in digits, such as 4")
_NO_DECIMALS = Text(zh="去掉小数", en="write no decimals")
_TWO_DECIMALS = Text(zh="最多写到分（两位小数）", en="write at most two decimals of a yuan")


def read_code(cell: Cell, *, at: str) -> str | Problem | None:
    """Read a household code, ID number or bank account (编号、身份证号、账号).

    Full-width digits and letters are made half-width, an apostrophe or ``="..."`` that kept
    the cell as text is dropped, and so are the spaces inside a long account number.

    Args:
        cell: Text, or a whole number of at most 15 digits.
        at: Where the cell is, for the problem.

    Returns:
        The code; None where the cell is empty; the problem where digits are gone.

    Examples:
        >>> from sanbian.files.cells import read_code
        >>> read_code(1001.0, at="A2"), read_code(" Ｈ００１ ", at="A3")
        ('1001', 'H001')
        >>> read_code("6.2E+17", at="A4").do.en
        'digits are lost: format the column as text and type it again from the original'
    """
    met = met_in(cell, _A_CODE, at)
    if met is None or isinstance(met, Problem):
        return met
    if isinstance(met, date):
        return refuse(_A_CODE, met, _CODE_AS_DATE, at)
    if isinstance(met, str):
        return _code_from_text(half_width(met).strip(), at)
    if is_lost(met):
        return refuse(_A_CODE, met, TYPE_AGAIN, at)
    if met < 0 or met != int(met):
        return refuse(_A_CODE, met, _AS_TEXT, at)
    return str(int(met))


def _code_from_text(text: str, at: str) -> str | Problem | None:
    typed = _TYPED_AS_TEXT.match(text)
    if typed is not None:
        text = (typed[1] or typed[2] or "").strip()
    if _SHORTENED.match(text):
        return refuse(_A_CODE, text, TYPE_AGAIN, at)
    if any(char in text for char in "\t\n\r"):
        return refuse(_A_CODE, text, _ONE_CODE, at)
    if _SPACED_DIGITS.match(text) and len(text) > DIGITS_KEPT:
        return text.replace(" ", "")
    return text or None


def read_text(cell: Cell, *, at: str) -> str | Problem | None:
    """Read a name or a remark, with the spaces around it removed.

    Args:
        cell: Text, or a number that is taken as it is written.
        at: Where the cell is, for the problem.

    Returns:
        The text as written; None where the cell is empty or holds a dash.

    Examples:
        >>> from sanbian.files.cells import read_text
        >>> read_text("　甲组 ", at="B2"), read_text("—", at="B3"), read_text(3.0, at="B4")
        ('甲组', None, '3')
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    met = met_in(cell, _A_TEXT, at)
    if met is None or isinstance(met, str | Problem):
        return met
    if isinstance(met, date):
        return refuse(_A_TEXT, met, _CODE_AS_DATE, at)
    exact = from_number(met, _A_TEXT, at)
    if isinstance(exact, Problem):
        return exact
    return str(exact.value) if exact.value.denominator == 1 else repr(met)


def read_number(cell: Cell, *, at: str, unit: str = "") -> Fraction | Problem | None:
    """Read an exact number: ``"1,234.5"``, ``"60%"``, ``"3/10"``, ``"(12.5)"`` or typed.

    Args:
        cell: Text, or a number as the workbook stores it.
        at: Where the cell is, for the problem.
        unit: The unit of a number that names none; ``"%"`` divides it by 100. A cell that
            names another unit (``"2 公顷"`` where ``"亩"`` is wanted) is a problem.

    Returns:
        The exact number; None where the cell is empty.

    Examples:
        >>> from sanbian.files.cells import read_number
        >>> read_number("１２．５", at="C2"), read_number("60％", at="C3")
        (Fraction(25, 2), Fraction(3, 5))
        >>> read_number(0.1 + 0.2, at="C4"), read_number("60", at="C5", unit="%")
        (Fraction(3, 10), Fraction(3, 5))
    """
    return number_in(cell, _A_NUMBER, at, unit)


def read_whole(cell: Cell, *, at: str, unit: str = "") -> int | Problem | None:
    """Read a whole number, such as a count of people or shares.

    Args:
        cell: Text, or a number as the workbook stores it.
        at: Where the cell is, for the problem.
        unit: The unit that the cell may name, as in ``"3 人"``.

    Returns:
        The whole number; None where the cell is empty.

    Examples:
        >>> from sanbian.files.cells import read_whole
        >>> read_whole("1,200", at="D2"), read_whole(3.0, at="D3")
        (1200, 3)
    """
    value = number_in(cell, _A_WHOLE, at, unit)
    if isinstance(value, Problem) and value.do == NUMBER_LIKE:
        return evolve(value, do=_WHOLE_LIKE)
    if value is None or isinstance(value, Problem):
        return value
    if value.denominator != 1:
        return refuse(_A_WHOLE, cell, _NO_DECIMALS, at)
    return value.numerator


def read_money(cell: Cell, *, at: str, unit: str = "元") -> int | Problem | None:
    """Read an amount of money in whole fen.

    Args:
        cell: Text such as ``"￥1,234.50"``, ``"(12.00)"``, ``"1.5万元"``, or a number.
        at: Where the cell is, for the problem.
        unit: What a number that names no unit is in: ``"元"``, ``"千元"``, ``"万元"``.

    Returns:
        Whole fen, negative for an amount in brackets; None where the cell is empty.

    Examples:
        >>> from sanbian.files.cells import read_money
        >>> read_money("￥1,234.50", at="E2"), read_money("1.5", at="E3", unit="万元")
        (123450, 1500000)
        >>> read_money(0.1 + 0.2, at="E4"), read_money("12.345", at="E5").do.en
        (30, 'write at most two decimals of a yuan')
    """
    written = written_in(cell, _AN_AMOUNT, at)
    if written is None or isinstance(written, Problem):
        return written
    own = written.unit or UNITS[unit]
    if own.measures != "money" or (isinstance(cell, str) and "/" in half_width(cell)):
        return refuse(_AN_AMOUNT, cell, NUMBER_LIKE, at)
    fen = written.value * own.size
    if fen.denominator == 1:
        return fen.numerator
    whole = round(fen)
    off = abs(fen - whole)
    is_noise = off * 10**9 <= abs(whole) < FLOAT_WHOLE_MAX and off * 1000 < 1
    if written.is_float and is_noise:
        return whole
    do = ROUND_IT if written.is_float else _TWO_DECIMALS
    return refuse(_AN_AMOUNT, cell, do, at)


def read_date(cell: Cell, *, at: str) -> date | Problem | None:
    """Read a day; a time of day beside it is dropped.

    Args:
        cell: ``2024-12-31``, ``2024/12/31``, ``2024.12.31``, ``2024年12月31日``,
            ``20241231``, or a cell that the workbook itself types as a date.
        at: Where the cell is, for the problem.

    Returns:
        The day; None where the cell is empty; the problem where it could be two days.

    Examples:
        >>> from sanbian.files.cells import read_date
        >>> read_date("2024年12月31日", at="F2")
        datetime.date(2024, 12, 31)
        >>> read_date("12/31/24", at="F3").says.en
        "expected a date, got '12/31/24', which could be two days"
    """
    met = met_in(cell, _A_DATE, at)
    if met is None or isinstance(met, Problem):
        return met
    if isinstance(met, date):
        found = met.date() if isinstance(met, datetime) else met
        return found if found.year in _YEARS else refuse(_A_DATE, met, _DATE_LIKE, at)
    if isinstance(met, str):
        return _date_from_text(half_width(met).strip(), at)
    if is_lost(met) or met != int(met):
        return refuse(_A_DATE, met, _DATE_LIKE, at)
    return _date_from_text(str(int(met)), at)


def _date_from_text(text: str, at: str) -> date | Problem:
    if _TWO_WAYS.match(text):
        got = Text(zh=f"可能是两个日子的 “{text}”", en=f"{text!r}, which could be two days")
        return refuse_as(_A_DATE, got, _DATE_LIKE, at)
    parts = _DATE.match(text)
    if parts is None or int(parts[1]) not in _YEARS:
        return refuse(_A_DATE, text, _DATE_LIKE, at)
    try:
        return date(*(int(part) for part in parts.groups() if part is not None))
    except ValueError:
        return refuse(_A_DATE, text, _NO_SUCH_DAY, at)
