"""Forms: how one kind of value is read from a file, written to it, and described.

Each form does all three, so that the reader, the writer and the published JSON Schema
cannot drift apart. Reading takes what TOML or JSON gives and is strict: nothing is turned
into something else unasked. Money in a contract is yuan in text; inside it is whole fen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import Factory, define, evolve, frozen

from sanbian.errors import InvalidInputError, Problem, raise_any
from sanbian.files.documents import Float
from sanbian.files.suggesting import suggested_day, suggested_money, suggested_rate
from sanbian.money import DIGITS_MAX
from sanbian.period import Due, Years, due, years
from sanbian.wording import Text, brief, number, plain_yuan

Schema: TypeAlias = dict[str, Any]
Definitions: TypeAlias = dict[str, Schema]

YUAN_MAX = 10**13  # a tenth of the world's yearly product: more is a slip of the unit
YEARS = range(1900, 2200)

_AMOUNT = re.compile(r"[+-]?\d+(\.\d+)?\Z", re.ASCII)
_EXACT = re.compile(r"[+-]?\d+(\.\d+)?\s*[%‰]?\Z|[+-]?\d+/0*[1-9]\d*\Z", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


@frozen(kw_only=True)
class Form:
    """One kind of value in a file (值的写法).

    Attributes:
        expected: What it is, for messages.
        do: How to write it, for messages.
        read: Turns a value of the file, and its place, into ours.
        write: Turns ours back into a value of the file.
        schema: Gives its JSON Schema, adding to the definitions.
    """

    expected: Text
    do: Text
    read: Callable[[object, str], Any]
    write: Callable[[Any], Any]
    schema: Callable[[Definitions], Schema]


@define
class Gathering:
    """The problems of many places, raised together."""

    problems: list[Problem] = Factory(list)

    def read(self, form: Form, value: object, at: str) -> Any:
        """Read a value; if it is refused, keep its problems and go on with None."""
        try:
            return form.read(value, at)
        except InvalidInputError as error:
            self.problems.extend(error.problems)
            return None

    def close(self) -> None:
        """Raise what was gathered."""
        raise_any(self.problems)


def refused(at: str, expected: Text, got: Text, do: Text) -> InvalidInputError:
    """The error that `expected` was wanted at a place and something else was met."""
    return InvalidInputError(
        Problem(
            at=at,
            says=Text(
                zh=f"应为{expected.zh}，得到{got.zh}",
                en=f"expected {expected.en}, got {got.en}",
            ),
            do=do,
        )
    )


def shown(value: object) -> Text:
    """A value of a file as a message shows it."""
    match value:
        case Float():
            return Text(
                zh=f"小数 {value.written[:60]}", en=f"the float {value.written[:60]}"
            )
        case bool():
            return Text(zh=f" {str(value).lower()}", en=str(value).lower())
        case int():
            return Text(zh="整数 ", en="the number ") + brief(value)
        case str():
            return Text(zh=" ", en="") + brief(value)
        case dict():
            return Text(zh="表 { }", en="a table")
        case list():
            return Text(zh="列表 [ ]", en="a list")
        case datetime():
            return Text(zh=f"带时刻的 {value}", en=f"a time of day in {value}")
        case None:
            return Text(zh="空值", en="null")
        case _:
            return Text(zh=f" {value}", en=str(value))


def _quote(value: object, do: Text) -> Text:
    """What to do, with the very text to write where a number lacks its quotes."""
    written = value.written if isinstance(value, Float) else None
    if isinstance(value, int) and not isinstance(value, bool):
        written = str(value)
    if written is None or len(written) > DIGITS_MAX:
        return do
    return Text(zh=f'加引号写成 "{written}"', en=f'write "{written}" in quotes')


def _simple(
    expected: Text, do: Text, read: Callable[[object, str], Any], schema: Schema, write: Any
) -> Form:
    return Form(
        expected=expected, do=do, read=read, write=write, schema=lambda _: dict(schema)
    )


def _same(value: Any) -> Any:
    return value


# --- text, yes or no, whole numbers --------------------------------------------------

_A_TEXT = Text(zh="文字", en="text")
_WRITE_TEXT = Text(zh='加引号，例如 "……"', en='write it in quotes, such as "..."')


def _read_text(value: object, at: str) -> str:
    if isinstance(value, str):
        return value
    raise refused(at, _A_TEXT, shown(value), _quote(value, _WRITE_TEXT))


TEXT = _simple(_A_TEXT, _WRITE_TEXT, _read_text, {"type": "string"}, _same)

_YES_NO = Text(zh=" true 或 false", en="true or false")
_WRITE_YES_NO = Text(
    zh="写 true 或 false，不加引号", en="write true or false, without quotes"
)


def _read_flag(value: object, at: str) -> bool:
    if isinstance(value, bool):
        return value
    raise refused(at, _YES_NO, shown(value), _WRITE_YES_NO)


FLAG = _simple(_YES_NO, _WRITE_YES_NO, _read_flag, {"type": "boolean"}, _same)

_A_WHOLE = Text(zh="整数", en="a whole number")
_A_COUNT = Text(zh="不小于零的整数", en="a whole number of at least zero")
_WRITE_WHOLE = Text(zh="写整数，不加引号，例如 5", en="write it without quotes, such as 5")


def _read_whole(value: object, at: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise refused(at, _A_WHOLE, shown(value), _WRITE_WHOLE)


def _read_count(value: object, at: str) -> int:
    whole = _read_whole(value, at)
    if whole < 0:
        raise refused(at, _A_COUNT, shown(value), _WRITE_WHOLE)
    return whole


WHOLE = _simple(_A_WHOLE, _WRITE_WHOLE, _read_whole, {"type": "integer"}, _same)
COUNT = _simple(
    _A_COUNT, _WRITE_WHOLE, _read_count, {"type": "integer", "minimum": 0}, _same
)

# --- money and exact numbers ---------------------------------------------------------

_MONEY = Text(zh="以元计、精确到分的金额", en="an amount of yuan in whole fen")
_WRITE_MONEY = Text(
    zh='加引号写半角数字，例如 "1264.38"', en='write digits in quotes, such as "1264.38"'
)
_PRICE = Text(zh="以元计的单价", en="a price in yuan")
_WRITE_PRICE = Text(
    zh='加引号写半角数字，例如 "0.0315"', en='write digits in quotes, such as "0.0315"'
)
_NUMBER = Text(zh="精确的数", en="an exact number")
_WRITE_NUMBER = Text(
    zh='加引号，例如 "1.25"、"1/3"', en='write it in quotes, such as "1.25" or "1/3"'
)
_RATE = Text(zh="比例", en="a rate")
_WRITE_RATE = Text(
    zh='加引号，例如 "5%"、"3/10"、"0.05"',
    en='write it in quotes, such as "5%", "3/10" or "0.05"',
)
_FEWER_DIGITS = Text(
    zh=f"不超过 {DIGITS_MAX} 个字符", en=f"write at most {DIGITS_MAX} characters"
)
_CHECK_UNIT = Text(
    zh="核对单位：这里以元计，不是分", en="check the unit: it is yuan here, not fen"
)
_NUMBER_SCHEMA: Schema = {
    "anyOf": [
        {
            "type": "string",
            "pattern": r"^\s*[+-]?\d+(\.\d+)?\s*[%‰]?\s*$|^\s*[+-]?\d+/\d+\s*$",
        },
        {"type": "integer"},
    ]
}


def _exact(value: object, at: str, expected: Text, do: Text) -> Fraction:
    """An exact number from text or a whole number; ``%`` and ``‰`` count."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, str):
        raise refused(at, expected, shown(value), _quote(value, do))
    text = value.strip()
    if len(text) > DIGITS_MAX:
        raise refused(at, expected, shown(value), _FEWER_DIGITS)
    if not _EXACT.match(text):
        raise refused(at, expected, shown(value), do)
    over = {"%": 100, "‰": 1000}.get(text[-1], 1)
    return Fraction(text.rstrip("%‰ ")) / over


def _yuan(value: object, at: str, expected: Text, do: Text) -> Fraction:
    """Yuan from plain digits, within reason."""
    is_plain = not isinstance(value, str) or (
        not {"%", "‰"} & set(value) and _EXACT.match(value.strip()) is not None
    )
    if isinstance(value, str) and not is_plain:
        raise refused(at, expected, shown(value), suggested_money(value[:DIGITS_MAX], do))
    amount = _exact(value, at, expected, do)
    if abs(amount) > YUAN_MAX:
        most = Text(zh=f"不超过 {YUAN_MAX:,} 元的金额", en=f"at most {YUAN_MAX:,} yuan")
        raise refused(at, most, shown(value), _CHECK_UNIT)
    return amount


def _read_fen(value: object, at: str) -> int:
    if isinstance(value, str) and "/" in value:
        raise refused(at, _MONEY, shown(value), _WRITE_MONEY)
    fen = _yuan(value, at, _MONEY, _WRITE_MONEY) * 100
    if fen.denominator != 1:
        do = Text(zh="最多写两位小数", en="write at most two decimals")
        raise refused(at, _MONEY, shown(value), do)
    return fen.numerator


def _read_price(value: object, at: str) -> Fraction:
    return _yuan(value, at, _PRICE, _WRITE_PRICE) * 100


def _read_number(value: object, at: str) -> Fraction:
    return _exact(value, at, _NUMBER, _WRITE_NUMBER)


def _read_rate(value: object, at: str) -> Fraction:
    do = suggested_rate(value[:DIGITS_MAX]) if isinstance(value, str) else _WRITE_RATE
    rate = _exact(value, at, _RATE, do)
    is_bare = not isinstance(value, str) or not {"%", "‰", "/"} & set(value)
    if is_bare and abs(rate) > 1:
        bare = str(value).strip()
        do = Text(
            zh=f'若指百分之 {bare}，写成 "{bare}%"；若确为 {bare} 倍，写成 "{bare}/1"',
            en=f'if {bare} per cent is meant, write "{bare}%"; if {bare} times, "{bare}/1"',
        )
        raise refused(at, _RATE, shown(value), do)
    return rate


def plain_number(value: Fraction) -> str:
    """An exact number as a file keeps it: a decimal where it ends, else ``p/q``.

    Examples:
        >>> from fractions import Fraction
        >>> from sanbian.files.forms import plain_number
        >>> plain_number(Fraction(12345, 4)), plain_number(Fraction(1, 3))
        ('3086.25', '1/3')
    """
    return number(value).replace(",", "")


def _written_rate(rate: Fraction) -> str:
    over_100 = plain_number(rate * 100)
    return plain_number(rate) if "/" in over_100 else f"{over_100}%"


MONEY = _simple(
    _MONEY,
    _WRITE_MONEY,
    _read_fen,
    {
        "anyOf": [
            {"type": "string", "pattern": r"^\s*[+-]?\d+(\.\d{1,2}0*)?\s*$"},
            {"type": "integer"},
        ]
    },
    plain_yuan,
)
PRICE = _simple(
    _PRICE,
    _WRITE_PRICE,
    _read_price,
    {
        "anyOf": [
            {"type": "string", "pattern": r"^\s*[+-]?\d+(\.\d+|/\d+)?\s*$"},
            {"type": "integer"},
        ]
    },
    lambda fen: plain_number(Fraction(fen) / 100),
)
NUMBER = _simple(_NUMBER, _WRITE_NUMBER, _read_number, _NUMBER_SCHEMA, plain_number)
RATE = _simple(_RATE, _WRITE_RATE, _read_rate, _NUMBER_SCHEMA, _written_rate)

# --- days and years ------------------------------------------------------------------

_DAY = Text(zh="日期", en="a day")
_WRITE_DAY = Text(
    zh="写成 2016-01-01；年份 1900 至 2199", en="write it as 2016-01-01; years 1900 to 2199"
)
_YEARS_TEXT = Text(zh="年数范围", en="a range of years")
_WRITE_YEARS = Text(zh='例如 "1-3"、"4-"、"2"', en='write it like "1-3", "4-" or "2"')


def _read_day(value: object, at: str) -> date:
    if isinstance(value, str) and _ISO_DAY.match(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            do = Text(zh="没有这一天，请更正", en="there is no such day; correct it")
            raise refused(at, _DAY, shown(value), do) from None
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    if isinstance(value, date) and is_day and value.year in YEARS:
        return value
    written = value[:DIGITS_MAX] if isinstance(value, str) else ""
    raise refused(at, _DAY, shown(value), suggested_day(written, _WRITE_DAY))


def _read_years(value: object, at: str) -> Years:
    if isinstance(value, str):
        try:
            return years(value)
        except InvalidInputError:
            pass
    raise refused(at, _YEARS_TEXT, shown(value), _quote(value, _WRITE_YEARS))


def _read_due(value: object, at: str) -> Due:
    if isinstance(value, str):
        try:
            return due(value)
        except InvalidInputError as error:
            raise InvalidInputError(
                *(evolve(each, at=at) for each in error.problems)
            ) from None
    raise refused(at, _DUE_TEXT, shown(value), _WRITE_DUE)


_DUE_TEXT = Text(zh="付款期限", en="until when a payment is in time")
_WRITE_DUE = Text(
    zh='例如 "30 days"、"11-15"、"next 03-31"',
    en='write it like "30 days", "11-15" or "next 03-31"',
)

DAY = _simple(_DAY, _WRITE_DAY, _read_day, {"type": "string", "format": "date"}, _same)
YEARS_OF_TERM = _simple(
    _YEARS_TEXT,
    _WRITE_YEARS,
    _read_years,
    {"type": "string", "pattern": r"^\s*\d{1,3}(-(\d{1,3})?)?\s*$"},
    str,
)
DUE_DAY = _simple(
    _DUE_TEXT,
    _WRITE_DUE,
    _read_due,
    {"type": "string", "pattern": r"^\s*(\d{1,4} days?|(next )?\d{2}-\d{2})\s*$"},
    str,
)
