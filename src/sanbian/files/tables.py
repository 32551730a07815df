"""A spreadsheet of the accountant -> typed rows, or every problem of the file at once.

Read are title rows, rows of units, merged cells, 小计 and 合计 (which must add up) and
footnotes. Nothing is guessed: what could mean two things is a problem with its place.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from attrs import Factory, define, field, frozen

from sanbian.errors import InvalidInputError, Problem
from sanbian.files.cells import (
    read_code,
    read_date,
    read_money,
    read_number,
    read_text,
    read_whole,
)
from sanbian.files.headers import UNITS
from sanbian.files.layout import Column, Kind, Layout, cell_at, lay_out, line_at
from sanbian.files.merges import SharedNumbers
from sanbian.files.numerals import Cell, is_blank
from sanbian.files.sheets import Cells, Sheet
from sanbian.files.sources import open_sheets
from sanbian.files.totals import (
    Tally,
    Total,
    is_footnote,
    is_header_again,
    total_in,
    total_problems,
)
from sanbian.files.writing import write_csv, write_xlsx
from sanbian.wording import Text

__all__ = [
    "Column",
    "Kind",
    "Row",
    "Table",
    "Value",
    "read_table",
    "write_csv",
    "write_xlsx",
]

Value: TypeAlias = str | int | Fraction | date | None

PROBLEMS_MAX = 200


def _read_only(values: Mapping[str, Value]) -> Mapping[str, Value]:
    return MappingProxyType(dict(values))


@frozen(kw_only=True)
class Row:
    """One row of a table (行).

    Attributes:
        line: Row of the spreadsheet, from 1.
        values: By column name: text, `Fraction`, whole fen, whole number or day; None for
            an empty cell and for a column that the sheet does not have.
    """

    line: int
    values: Mapping[str, Value] = field(converter=_read_only)


@frozen(kw_only=True)
class Table:
    """A table as it was read (表格).

    Attributes:
        file: Name of the file.
        sheet: Name of the sheet; empty for CSV.
        rows: Its rows, without totals, footnotes and empty rows.
        unread: Headers that no column was asked for, so that the caller can warn.
        header_line: Row of the header, from 1.
        headers: Header as written, by column name.
        places: Column number from 1, by column name.
    """

    file: str
    sheet: str
    rows: tuple[Row, ...]
    unread: tuple[str, ...]
    header_line: int
    headers: Mapping[str, str]
    places: Mapping[str, int]

    def at(self, row: Row, name: str) -> str:
        """Where a value came from, for a problem that only the caller can see."""
        sheet = Sheet(
            file=self.file,
            name=self.sheet,
            is_hidden=False,
            rows=lambda: iter(()),
            merges=None,
        )
        if name not in self.places:
            return line_at(sheet, row.line)
        return cell_at(sheet, row.line, self.places[name], self.headers[name])


@define
class _Problems:
    """The first problems of a file, and how many more there are."""

    listed: list[Problem] = Factory(list)
    more: int = 0

    def add(self, *problems: Problem) -> None:
        for problem in problems:
            if len(self.listed) < PROBLEMS_MAX:
                self.listed.append(problem)
            else:
                self.more += 1


def read_table(
    path: str | Path, columns: Sequence[Column], *, sheet: str | None = None
) -> Table:
    r"""Read a CSV or XLSX file into typed rows.

    Args:
        path: A ``.csv``, ``.tsv`` or ``.txt`` file in UTF-8 or GB18030, or ``.xlsx``.
        columns: Columns to read; the file may have others, and in any order.
        sheet: Name of the worksheet; None for the only visible one with the headers.

    Returns:
        The rows of the table, with the row of the spreadsheet that each came from.

    Raises:
        InvalidInputError: All problems of the file at once, each with its place; from the
            201st on they are only counted.

    Examples:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from sanbian.files.tables import Column, read_table
        >>> columns = (
        ...     Column(name="household", headers=("户号", "household"), kind="code"),
        ...     Column(name="paid", headers=("金额", "amount"), kind="money"),
        ... )
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "paid.csv")
        ...     text = "户号,金额（万元）\nH1,1.25\n合计,1.25\n"
        ...     _ = path.write_text(text, encoding="gb18030")
        ...     table = read_table(path, columns)
        >>> [(row.line, dict(row.values)) for row in table.rows]
        [(2, {'household': 'H1', 'paid': 1250000})]
    """
    assert len({column.name for column in columns}) == len(columns) > 0
    with open_sheets(Path(path)) as sheets:
        layout = lay_out(sheets, columns, sheet)
        found = _Problems()
        found.add(*layout.problems)
        rows: list[Row] = []
        if layout.is_complete or not layout.header:
            rows = _rows(layout, found, {column.name: None for column in columns})
    if found.more:
        found.listed.append(_and_more(layout, found.more))
    if found.listed:
        raise InvalidInputError(*found.listed)
    return Table(
        file=layout.sheet.file,
        sheet=layout.sheet.name,
        rows=tuple(rows),
        unread=layout.unread,
        header_line=layout.header_line,
        headers=MappingProxyType(
            {name: layout.header[place - 1] for name, place in layout.places.items()}
        ),
        places=MappingProxyType(dict(layout.places)),
    )


def _rows(layout: Layout, found: _Problems, missing: dict[str, Value]) -> list[Row]:
    """Typed rows; what is wrong is added to `found`."""
    rows: list[Row] = []
    tally = Tally()
    carried: dict[str, Cell] = {}
    merged = {c.name: _merged_lines(layout, c) for c in layout.columns if c.fill_down}
    shared = SharedNumbers(layout)
    for line, cells in enumerate(layout.sheet.rows(), 1):
        if line < layout.first_line or all(map(is_blank, cells)):
            continue
        total = total_in(cells, layout)
        if total is not None:
            _check_total(layout, line, cells, total=total, tally=tally, found=found)
            carried.clear()
        elif not is_header_again(cells, layout) and not is_footnote(cells, layout):
            found.add(*_cells_beyond(layout, line, cells))
            met = {c.name: _cell(cells, layout.places[c.name]) for c in layout.columns}
            _fill_down(line, met, merged, carried)
            values = _values(layout, line, met, tally=tally, found=found)
            shared.meet(line, values)
            rows.append(Row(line=line, values=missing | values))
    found.add(*shared.problems())
    return rows


def _values(
    layout: Layout, line: int, met: Mapping[str, Cell], *, tally: Tally, found: _Problems
) -> dict[str, Value]:
    """Values of one row by column name, counted into `tally`."""
    values: dict[str, Value] = {}
    for column in layout.columns:
        value = _read(column, met[column.name], layout, line)
        if value is None and column.required:
            value = _empty(layout, column, line)
        if isinstance(value, Problem):
            found.add(value)
            tally.doubtful.add(column.name)
            continue
        values[column.name] = value
        if column.summed and isinstance(value, int | Fraction):
            tally.add(column.name, value)
    return values


def _read(column: Column, cell: Cell, layout: Layout, line: int) -> Value | Problem:
    if cell is None:
        return None
    at = _at(layout, column, line)
    if not column.is_numeric:
        return _READERS[column.kind](cell, at=at)
    unit = layout.units[column.name]
    value = _READERS[column.kind](cell, at=at, unit=unit)
    wanted = column.wanted
    if isinstance(value, Fraction) and wanted is not None and wanted.measures == "money":
        return value * UNITS[unit].size / wanted.size
    return value


_READERS: Mapping[Kind, Callable[..., Value | Problem]] = MappingProxyType(
    {
        "code": read_code,
        "text": read_text,
        "number": read_number,
        "money": read_money,
        "whole": read_whole,
        "date": read_date,
    }
)


def _at(layout: Layout, column: Column, line: int) -> str:
    place = layout.places[column.name]
    return cell_at(layout.sheet, line, place, layout.header[place - 1])


def _empty(layout: Layout, column: Column, line: int) -> Problem:
    header = layout.header[layout.places[column.name] - 1]
    return Problem(
        at=_at(layout, column, line),
        says=Text(
            zh=f"“{header}” 不得为空，得到空单元格",
            en=f"expected a value for {header!r}, got an empty cell",
        ),
        do=Text(
            zh="填写；合并的单元格请拆开逐行填写",
            en="fill it in; split merged cells, row by row",
        ),
    )


def _check_total(
    layout: Layout, line: int, cells: Cells, *, total: Total, tally: Tally, found: _Problems
) -> None:
    met: list[tuple[Column, Fraction | int, str]] = []
    for column in layout.columns:
        cell = _cell(cells, layout.places[column.name])
        is_rate = layout.units[column.name] in {"%", "‰"}
        if not column.is_numeric or not column.summed or is_rate or is_blank(cell):
            continue
        if isinstance(cell, str) and cell.strip() == total.label:
            continue
        value = _read(column, cell, layout, line)
        if isinstance(value, Problem):
            found.add(value)
        elif isinstance(value, int | Fraction):
            met.append((column, value, _at(layout, column, line)))
    found.add(*total_problems(met, tally, total))
    tally.close(total)


def _cells_beyond(layout: Layout, line: int, cells: Cells) -> list[Problem]:
    """A CSV row with more cells than the header: a comma inside a cell was not quoted."""
    width = len(layout.header)
    if layout.sheet.merges is not None or len(cells) <= width:
        return []
    return [
        Problem(
            at=line_at(layout.sheet, line),
            says=Text(
                zh=f"应最多 {width} 格，得到 {len(cells)} 格",
                en=f"expected at most {width} cells, got {len(cells)}",
            ),
            do=Text(
                zh='含分隔符的格加引号（如 "1,234.50"），或给多出的列加表头',
                en='quote a cell with the separator in it ("1,234.50"), or add the header',
            ),
        )
    ]


def _merged_lines(layout: Layout, column: Column) -> list[tuple[int, int]] | None:
    """First and last line of each merged cell in the column, sorted; None for CSV."""
    if layout.sheet.merges is None:
        return None
    place = layout.places[column.name]
    return sorted(
        (merge.top, merge.bottom)
        for merge in layout.sheet.merges()
        if merge.left <= place <= merge.right
    )


def _fill_down(
    line: int,
    met: dict[str, Cell],
    merged: Mapping[str, list[tuple[int, int]] | None],
    carried: dict[str, Cell],
) -> None:
    """Repeat the cell above where it is merged over this line, or where nobody can tell."""
    for name, blocks in merged.items():
        if not is_blank(met[name]):
            carried[name] = met[name]
        elif blocks is None or _is_inside(line, blocks):
            met[name] = carried.get(name)
        else:
            carried.pop(name, None)


def _is_inside(line: int, blocks: Sequence[tuple[int, int]]) -> bool:
    """Whether a line is covered by a block below its first line."""
    before = bisect(blocks, (line, 0)) - 1
    return before >= 0 and line <= blocks[before][1]


def _cell(cells: Cells, place: int) -> Cell:
    return cells[place - 1] if place <= len(cells) else None


def _and_more(layout: Layout, more: int) -> Problem:
    return Problem(
        at=layout.sheet.file,
        says=Text(zh=f"还有 {more} 个问题未列出", en=f"and {more} more problems"),
        do=Text(zh="先改正以上问题，再读一次", en="mend those above and read it again"),
    )
