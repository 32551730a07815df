"""What is wrong with a line of TOML, in our own words."""

from __future__ import annotations

import re
from datetime import date

from sanbian.errors import Problem
from sanbian.files.cells import read_date
from sanbian.files.suggesting import write_day
from sanbian.wording import Text, brief

_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_FULL_WIDTH = str.maketrans("“”＂‘’＝，：［］｛｝．", '"""\'\'=,:[]{}.')
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)
_ODD_DAY = re.compile(
    r"(?<![\d.-])\d{4}(?:[/.]\d{1,2}[/.]\d{1,2}|年\d{1,2}月\d{1,2}日?|-\d{1,2}-\d{1,2})"
    r"(?![\d.])",
    re.ASCII,
)
_OUTSIDE = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')

_FIX_LINE = Text(zh="更正这一行", en="mend this line")
_A_DAY = Text(zh="有这一天的日期", en="a day that exists")
_LIKE_A_DAY = Text(zh="写成 2024-12-31 样子的日期", en="a day written like 2024-12-31")
_QUOTE_IT = Text(
    zh='文字、金额和比例加英文引号（"…"）；日期写成 2016-01-01',
    en='put text, money and rates in quotes ("..."); write days as 2016-01-01',
)
_PAIR = Text(zh="补上结尾的英文引号", en="close the quotes")
_ONCE = Text(zh="只留一个", en="keep one of them")
_KEY = Text(
    zh="键用英文词，例如 title；村组等名称作键时加引号",
    en="keys are English words such as title; put names of villages and the like in quotes",
)

_MESSAGES: tuple[tuple[str, Text, Text], ...] = (
    ("Cannot overwrite a value", Text(zh="只出现一次的键", en="each key once"), _ONCE),
    ("Duplicate inline table key", Text(zh="只出现一次的键", en="each key once"), _ONCE),
    ("Cannot declare", Text(zh="只声明一次的表", en="each table once"), _ONCE),
    ("Cannot redefine", Text(zh="只声明一次的表", en="each table once"), _ONCE),
    ("Cannot mutate", Text(zh="不再补充的 { } 表", en="nothing added to a { } table"), _ONCE),
    ("Expected '=' after", Text(zh="键后的 =", en="= after a key"), _FIX_LINE),
    ("Invalid value", Text(zh="TOML 的值", en="a TOML value"), _QUOTE_IT),
    ("Invalid date", _A_DAY, _FIX_LINE),
    ("Unterminated string", Text(zh="成对的引号", en="paired quotes"), _PAIR),
    ("Expected '\"'", Text(zh="成对的引号", en="paired quotes"), _PAIR),
    ("Expected \"'", Text(zh="成对的引号", en="paired quotes"), _PAIR),
    ("Illegal character", Text(zh="同一行内成对的引号", en="quotes paired on one line"), _PAIR),
    ("Unclosed array", Text(zh="用逗号分开、以 ] 结尾的列表", en="a list with commas and ]"),
     Text(zh="补上逗号或 ]", en="add the comma or ]")),
    ("Unclosed inline table", Text(zh="用逗号分开、以 } 结尾的表", en="a table with commas and }"),
     Text(zh="补上逗号或 }；{ } 写在一行内", en="add the comma or }; keep { } on one line")),
    ("Expected newline", Text(zh="一行一项", en="one entry on a line"), _QUOTE_IT),
    ("Expected ']", Text(zh="以 ] 或 ]] 结尾的表名", en="a table name closed by ] or ]]"),
     Text(zh="补上 ] 或 ]]", en="add ] or ]]")),
    ("Invalid initial character", Text(zh="键", en="a key"), _KEY),
    ("Invalid statement", Text(zh="键 = 值 或 [表名]", en="key = value or [table]"), _KEY),
    ("Unescaped", Text(zh="写成 \\\\ 的反斜杠", en="a backslash written as \\\\"),
     Text(zh="改用单引号，或写两个反斜杠", en="use single quotes, or two backslashes")),
)  # fmt: skip
_OTHER = (Text(zh="正确的 TOML", en="sound TOML"), _FIX_LINE)


def syntax_problem(file: str, text: str, message: str) -> Problem:
    """The problem behind a message of the TOML reader, with line and column.

    Args:
        file: Name of the file.
        text: Its text.
        message: What the reader said.
    """
    place = _PLACE.search(message)
    lines = text.splitlines() or [""]
    number, column = len(lines), len(lines[-1]) + 1
    if place is not None and place[1]:
        number, column = int(place[1]), int(place[2])
    line = lines[min(number, len(lines)) - 1].strip()
    found = (entry for entry in _MESSAGES if message.startswith(entry[0]))
    expected, do = next(((one, two) for _, one, two in found), _OTHER)
    if _has_no_such_day(line):
        expected, do = _A_DAY, _FIX_LINE
    elif (day := _day_written_otherwise(line)) is not None:
        expected, do = _LIKE_A_DAY, write_day(day)
    got = brief(line)
    if (mended := _half_width_marks(line)) != line:
        do = Text(
            zh=f"引号、等号和逗号用半角：{mended}",
            en=f"write quotes, = and commas in half width: {mended}",
        )
    return Problem(
        at=f"{file} · {number}:{column}",
        says=Text(
            zh=f"应为{expected.zh}，得到 {got.zh}（第 {number} 行第 {column} 列）",
            en=f"expected {expected.en}, got {got.en} (line {number}, column {column})",
        ),
        do=do,
    )


def _has_no_such_day(line: str) -> bool:
    """Whether a date outside quotes is none."""
    for found in _DAY.finditer(_OUTSIDE.sub("", line)):
        try:
            date.fromisoformat(found[0])
        except ValueError:
            return True
    return False


def _day_written_otherwise(line: str) -> date | None:
    """The day outside quotes that has slashes, dots, 年月日, or a digit too few."""
    for found in _ODD_DAY.finditer(_OUTSIDE.sub("", line)):
        day = None if _DAY.match(found[0]) else read_date(_with_slashes(found[0]), at="")
        if isinstance(day, date):
            return day
    return None


def _with_slashes(day: str) -> str:
    return re.sub(r"\D+", "/", day).rstrip("/")


def _half_width_marks(line: str) -> str:
    """The line with full-width marks outside quotes made half-width."""
    parts, start = [], 0
    for kept in _OUTSIDE.finditer(line):
        parts += [line[start : kept.start()].translate(_FULL_WIDTH), kept[0]]
        start = kept.end()
    return "".join([*parts, line[start:].translate(_FULL_WIDTH)])
