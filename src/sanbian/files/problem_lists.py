"""Rectification lists as sheets: written for a county, and read again with what it wrote."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve

from sanbian.errors import InvalidInputError, Problem
from sanbian.files.composites import in_each_language
from sanbian.files.layout import Column, Kind
from sanbian.files.tables import Row, Table, read_table
from sanbian.files.writing import write_csv, write_xlsx
from sanbian.findings import SEVERITY_NAMES, STATE_NAMES, ListRow, RowState, Severity
from sanbian.wording import Language, Text

_HEADERS: dict[str, tuple[Text, Kind, int]] = {
    "number": (Text(zh="序号", en="number"), "whole", 6),
    "contract": (Text(zh="合同", en="contract"), "text", 10),
    "part": (Text(zh="类别", en="kind"), "text", 8),
    "severity": (Text(zh="程度", en="severity"), "text", 8),
    "found": (Text(zh="发现的问题", en="found"), "text", 40),
    "source": (Text(zh="依据", en="rests on"), "text", 32),
    "measure": (Text(zh="整改措施", en="measure"), "text", 32),
    "deadline": (Text(zh="整改期限", en="deadline"), "date", 12),
    "unit": (Text(zh="责任单位", en="unit responsible"), "text", 14),
    "person": (Text(zh="责任人", en="person responsible"), "text", 10),
    "state": (Text(zh="整改状态", en="state"), "text", 10),
    "first_found": (Text(zh="首次发现", en="first found"), "date", 12),
    "solved": (Text(zh="解决日期", en="solved on"), "date", 12),
    "reopened": (Text(zh="再次出现", en="found again"), "date", 12),
    "remarks": (Text(zh="备注", en="remarks"), "text", 16),
    "code": (Text(zh="代码", en="code"), "text", 8),
    "place": (Text(zh="位置", en="place"), "text", 24),
    "period": (Text(zh="结算期间", en="settlement"), "text", 24),
}
_NEEDED = ("state", "contract", "code", "place")
_PARTS = {
    "SB1": Text(zh="合同", en="contract"),
    "SB2": Text(zh="程序", en="procedure"),
    "SB3": Text(zh="台账", en="register"),
    "SB4": Text(zh="结算", en="settlement"),
}
_TITLE = Text(zh="问题清单", en="problems")


def read_problem_list(path: str | Path) -> tuple[ListRow, ...]:
    """Read a rectification list that `write_problem_list` wrote and people filled in.

    Args:
        path: A CSV or XLSX file, with headers in Chinese or English; further columns are
            kept, and so are rows without a code, which people added.

    Returns:
        Its rows.

    Raises:
        InvalidInputError: Every problem of the sheet at once, with row and column.
    """
    file = Path(path)
    further = read_table(file, _columns()).unread
    columns = [_further_column(header) for header in further]
    table = read_table(file, (*_columns(), *columns))
    problems = [*_headers_missing(table)]
    rows = [_row(table, row, further, problems) for row in table.rows]
    problems += _numbers_twice(table, rows)
    if problems:
        raise InvalidInputError(*problems)
    last = max((row.number for row in rows), default=0)
    numbered = []
    for row in rows:
        if row.number == 0:
            last += 1
        numbered.append(row if row.number else evolve(row, number=last))
    return tuple(numbered)


def write_problem_list(
    path: str | Path, rows: Sequence[ListRow], language: Language = "zh"
) -> None:
    """Write a rectification list as CSV or XLSX, in one step.

    Args:
        path: File to write, ``.csv`` or ``.xlsx``; what stood there is replaced.
        rows: Its rows.
        language: Of the headers and of the words for states.

    Raises:
        InvalidInputError: The file cannot be written, or is no ``.csv`` or ``.xlsx``.
    """
    file = Path(path)
    further = tuple(dict.fromkeys(name for row in rows for name in row.further))
    headers = [*(text.of(language) for text, _, _ in _HEADERS.values()), *further]
    cells = [_cells(row, further, language) for row in rows]
    if file.suffix == ".csv":
        write_csv(file, headers, cells)
    elif file.suffix == ".xlsx":
        widths = [*(width for _, _, width in _HEADERS.values()), *(16 for _ in further)]
        write_xlsx(
            file,
            _TITLE.of(language),
            headers,
            cells,
            text_columns=further,
            widths=widths,
        )
    else:
        raise InvalidInputError(
            Problem(
                at=file.name,
                says=Text(
                    zh=f"应为 .xlsx 或 .csv 文件，得到 “{file.suffix}”",
                    en=f"expected a .xlsx or .csv file, got {file.suffix!r}",
                ),
                do=Text(zh="换一个文件名", en="choose another name"),
            )
        )


def _columns() -> tuple[Column, ...]:
    return tuple(
        Column(
            name=name,
            headers=(text.zh, text.en),
            kind=kind,
            required=name == "found",
            summed=False,
        )
        for name, (text, kind, _) in _HEADERS.items()
    )


def _further_column(header: str) -> Column:
    return Column(name=f"+{header}", headers=(header,), kind="text", required=False)


def _row(
    table: Table, row: Row, further: Sequence[str], problems: list[Problem]
) -> ListRow:
    values: dict[str, Any] = {
        name: row.values[name]
        for name, (_, kind, _) in _HEADERS.items()
        if kind == "date" or name == "number"
    }
    values |= {
        name: row.values[name] or ""
        for name, (_, kind, _) in _HEADERS.items()
        if kind == "text" and name not in {"part", "severity", "state"}
    }
    if not values["code"]:
        values["part"] = row.values["part"] or ""
    severity = _word(table, row, "severity", _SEVERITIES, problems)
    state = _word(table, row, "state", _STATES, problems)
    if values["number"] is not None and values["number"] < 1:
        problems.append(_no_number(table, row))
    return ListRow(
        **values | {"number": values["number"] or 0},
        severity=severity,
        state=state or RowState.OPEN,
        further={name: str(row.values[f"+{name}"] or "") for name in further},
    )


def _cells(row: ListRow, further: Sequence[str], language: Language) -> list[Any]:
    part = _PARTS.get(row.code[:3])
    words = {
        "part": row.part if part is None else part.of(language),
        "severity": ""
        if row.severity is None
        else SEVERITY_NAMES[row.severity].of(language),
        "state": STATE_NAMES[row.state].of(language),
    }
    own = [words.get(name, getattr(row, name, "")) for name in _HEADERS]
    return [*own, *(row.further.get(name, "") for name in further)]


# --- what a sheet may say --------------------------------------------------------------

_SEVERITIES: Mapping[str, Severity] = {
    word: severity
    for severity, name in SEVERITY_NAMES.items()
    for word in (name.zh, name.en)
}
_STATES: Mapping[str, RowState] = {
    word: state for state, name in STATE_NAMES.items() for word in (name.zh, name.en)
}


def _word(
    table: Table, row: Row, name: str, words: Mapping[str, Any], problems: list[Problem]
) -> Any:
    """What a word of a column stands for; None, with its problem kept, where nothing."""
    written = row.values[name]
    if written is None:
        return None
    key = unicodedata.normalize("NFKC", str(written)).strip().casefold()
    if key not in words:
        listed = in_each_language(words)
        problems.append(
            Problem(
                at=table.at(row, name),
                says=Text(
                    zh=f"应为 {listed.zh} 之一，得到 “{written}”",
                    en=f"expected one of {listed.en}, got {written!r}",
                ),
                do=Text(zh="改成其中一个词", en="write one of these words"),
            )
        )
    return words.get(key)


def _no_number(table: Table, row: Row) -> Problem:
    return Problem(
        at=table.at(row, "number"),
        says=Text(
            zh=f"应为不小于 1 的序号，得到 {row.values['number']}",
            en=f"expected a number of at least 1, got {row.values['number']}",
        ),
        do=Text(zh="新加的行把序号留空", en="leave it empty in a row that you add"),
    )


def _numbers_twice(table: Table, rows: Sequence[ListRow]) -> Iterator[Problem]:
    met: dict[int, int] = {}
    for row, made in zip(table.rows, rows, strict=True):
        if made.number and made.number in met:
            yield Problem(
                at=table.at(row, "number"),
                says=Text(
                    zh=f"每个序号应只有一行，得到第 {met[made.number]} 行已有的 {made.number}",
                    en=f"expected each number once, got {made.number} of row "
                    f"{met[made.number]} again",
                ),
                do=Text(zh="新加的行把序号留空", en="leave it empty in a row that you add"),
            )
        met.setdefault(made.number, row.line)


def _headers_missing(table: Table) -> Iterator[Problem]:
    """By these columns a row is known again; without them it would be listed twice."""
    for name in _NEEDED:
        if name not in table.places:
            header = _HEADERS[name][0]
            yield Problem(
                at=f"{table.file} · {table.header_line}",
                says=Text(
                    zh=f"表头应有 “{header.zh}” 一列，得到没有",
                    en=f"expected the column {header.en!r} in the header, got none",
                ),
                do=Text(
                    zh="从上次的清单恢复这一列",
                    en="restore the column from the list as it was written",
                ),
            )
