"""Where the columns of a table stand on its sheet, and in which units.

The header row is the first of the top rows that has all required columns. Above it stand
titles (one may say `单位：万元`), below it may stand a row of units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal

from attrs import frozen

from sanbian.errors import InvalidInputError, Problem
from sanbian.files.headers import (
    UNITS,
    Unit,
    header_key,
    split_header,
    unit_clash,
    unit_of,
    units_said,
)
from sanbian.files.numerals import Cell, is_blank
from sanbian.files.sheets import Cells, Sheet
from sanbian.wording import Text, join, same

Kind = Literal["code", "text", "number", "money", "whole", "date"]

HEADER_ROWS = 20
_NUMERIC = frozenset({"number", "money", "whole"})
_UNIT_LABELS = frozenset({"单位", "计量单位", "金额单位", "unit", "units"})


@frozen(kw_only=True)
class Column:
    """A column that a table is read for (列).

    Attributes:
        name: Its key in the values of a row.
        headers: Headers that name it, in Chinese and English; width, spaces, case and a
            unit in brackets behind make no difference.
        kind: What its cells are turned into: text for ``code`` and ``text``, a `Fraction`,
            whole fen, a whole number or a day.
        required: Whether the column must be there and none of its cells empty.
        unit: Unit of the values: money defaults to 元, anything else to a bare number.
        fill_down: Whether a cell merged over many rows counts for each of them; in a CSV,
            which keeps no merged cells, an empty cell repeats the one above.
        summed: Whether the cell of a 小计 or 合计 row must be the sum of the cells above;
            not so for a price or an age.
    """

    name: str
    headers: tuple[str, ...]
    kind: Kind
    required: bool = True
    unit: str = ""
    fill_down: bool = False
    summed: bool = True

    def __attrs_post_init__(self) -> None:
        """A column has a header; its unit is known; only words are filled down."""
        assert self.headers
        assert not self.unit or self.unit in UNITS
        assert not self.fill_down or self.kind in {"code", "text"}
        assert self.kind != "money" or UNITS[self.unit or "元"].measures == "money"

    @property
    def is_numeric(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in _NUMERIC

    @property
    def wanted(self) -> Unit | None:
        """The unit of its values, if it has one."""
        return UNITS[self.unit or "元"] if self.unit or self.kind == "money" else None


@frozen(kw_only=True)
class Layout:
    """Where the columns stand on a sheet.

    Attributes:
        sheet: The sheet.
        columns: The columns that it has, in the order they were asked for.
        header: Its header row, as written.
        header_line: Row of the header, from 1.
        first_line: First row below the header and the row of units.
        places: Column number from 1, by name.
        units: Unit of a number that names none, by name.
        is_complete: Whether every required column is there.
        problems: Headers that are missing or double, and units that clash.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    header: tuple[str, ...]
    header_line: int
    first_line: int
    places: Mapping[str, int]
    units: Mapping[str, str]
    is_complete: bool
    problems: tuple[Problem, ...]

    @property
    def unread(self) -> tuple[str, ...]:
        """Headers that no column was asked for."""
        taken = set(self.places.values())
        return tuple(
            written
            for place, written in enumerate(self.header, 1)
            if place not in taken and header_key(written)
        )


def column_letters(place: int) -> str:
    """The letters of a column, counted from 1.

    Examples:
        >>> from sanbian.files.layout import column_letters
        >>> column_letters(4), column_letters(28)
        ('D', 'AB')
    """
    letters = ""
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def cell_at(sheet: Sheet, line: int, place: int, header: str) -> str:
    """Where a cell is: ``roster.xlsx · 花名册 · D7``, ``roster.csv · 7:4 · 金额``."""
    if sheet.name:
        return f"{sheet.file} · {sheet.name} · {column_letters(place)}{line}"
    return f"{sheet.file} · {line}:{place} · {' '.join(header.split())}"


def line_at(sheet: Sheet, line: int) -> str:
    """Where a row is: ``roster.xlsx · 花名册 · 7``."""
    return " · ".join(part for part in (sheet.file, sheet.name, str(line)) if part)


def lay_out(sheets: Sequence[Sheet], columns: Sequence[Column], name: str | None) -> Layout:
    """Find the sheet that holds the table, and the columns on it.

    Args:
        sheets: Sheets of one file, or the candidates of a CSV file.
        columns: Columns that are looked for.
        name: Name of the sheet; None for the only visible one with the headers.

    Raises:
        InvalidInputError: No such sheet, or several that would do.
    """
    found = [_layout(sheet, columns) for sheet in _candidates(sheets, name)]
    best = max(found, key=lambda layout: _score(layout.places, columns))
    fitting = [layout for layout in found if _has_all(layout.places, columns)]
    if len(fitting) > 1 and best.sheet.name:
        names = join((same(layout.sheet.name) for layout in fitting), zh="、")
        raise InvalidInputError(
            Problem(
                at=best.sheet.file,
                says=Text(
                    zh="应只有一个带这些表头的工作表，得到 ",
                    en="expected one sheet with these headers, got ",
                )
                + names,
                do=Text(
                    zh="只留要读的一个：删去或隐藏别的工作表",
                    en="keep the one to read: delete or hide the others",
                ),
            )
        )
    return best


def _candidates(sheets: Sequence[Sheet], name: str | None) -> list[Sheet]:
    found = [sheet for sheet in sheets if name in (None, sheet.name)]
    if name is None:
        found = [sheet for sheet in found if not sheet.is_hidden]
    if found:
        return found
    file, names = (sheets[0].file, [sheet.name for sheet in sheets]) if sheets else ("", [])
    if sheets and not sheets[0].name:
        do = Text(zh="CSV 没有工作表，不要指明", en="a CSV file has no sheets; name none")
    else:
        do = Text(
            zh=f"可选：{'、'.join(names)}；隐藏的请先取消隐藏",
            en=f"choose one of: {', '.join(names)}; unhide it if it is hidden",
        )
    wanted = "" if name is None else name
    raise InvalidInputError(
        Problem(
            at=file,
            says=Text(
                zh=f"应有可见的工作表 “{wanted}”，没有找到",
                en=f"expected a visible sheet {wanted!r}, got none",
            ),
            do=do,
        )
    )


def _layout(sheet: Sheet, columns: Sequence[Column]) -> Layout:
    top = _top_rows(sheet)
    keys = _keys(columns)
    matches = [_matches(row, keys) for row in top]
    index = _header_index(top, matches, columns)
    header = tuple(_written(cell) for cell in top[index]) if top else ()
    met = matches[index] if top else {}
    under = next((row for row in islice(top, index + 1, None) if row), ())
    below = under if _is_unit_row(under) else ()
    first_line = index + 2 + (top[index + 1 :].index(under) + 1 if below else 0)
    places = {name: standing[0] for name, standing in met.items()}
    said = [*_said(top[:index]), *_said([below])]
    present = tuple(column for column in columns if column.name in places)
    units: dict[str, str] = {}
    problems = list(_missing(sheet, columns, header, places))
    problems += _doubled(sheet, header, met, index + 1)
    for column in present:
        place = places[column.name]
        at = cell_at(sheet, index + 1, place, header[place - 1])
        local = _local_units(header, below, place)
        unit = _unit_for(column, local, said, at)
        if isinstance(unit, Problem):
            problems.append(unit)
            unit = column.wanted.name if column.wanted else ""
        units[column.name] = unit
    return Layout(
        sheet=sheet,
        columns=present,
        header=header,
        header_line=index + 1,
        first_line=first_line,
        places=places,
        units=units,
        is_complete=_has_all(places, columns),
        problems=tuple(problems),
    )


def _top_rows(sheet: Sheet) -> list[Cells]:
    """The rows where the header may stand, and some below for the row of units."""
    try:
        return list(islice(sheet.rows(), HEADER_ROWS + 5))
    except InvalidInputError:
        if sheet.name:
            raise
        return []  # another delimiter may do; if none does, reading raises it again


def _keys(columns: Sequence[Column]) -> dict[str, str]:
    """Header key -> column; a header with its unit goes before one without."""
    whole = {header_key(text): column.name for column in columns for text in column.headers}
    bare = {
        split_header(text)[0]: column.name for column in columns for text in column.headers
    }
    return bare | whole


def _matches(row: Cells, keys: Mapping[str, str]) -> dict[str, list[int]]:
    """Places of each column in a row, from 1."""
    met: dict[str, list[int]] = {}
    for place, cell in enumerate(row, 1):
        written = _written(cell)
        name = keys.get(header_key(written)) or keys.get(split_header(written)[0])
        if name is not None:
            met.setdefault(name, []).append(place)
    return met


def _written(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _has_all(met: Mapping[str, object], columns: Sequence[Column]) -> bool:
    return bool(met) and all(column.name in met for column in columns if column.required)


def _score(met: Mapping[str, object], columns: Sequence[Column]) -> tuple[bool, int]:
    return _has_all(met, columns), len(met)


def _header_index(
    top: Sequence[Cells],
    matches: Sequence[Mapping[str, list[int]]],
    columns: Sequence[Column],
) -> int:
    rows = range(min(len(top), HEADER_ROWS))
    fitting = (index for index in rows if _has_all(matches[index], columns))
    best = max(rows, key=lambda index: (len(matches[index]), len(top[index])), default=0)
    return next(fitting, best)


def _is_unit_row(row: Cells) -> bool:
    written = [text for text in map(_written, row) if text and not is_blank(text)]
    bare = [text.strip("()（） ") for text in written]
    units = [text for text in bare if unit_of(text) is not None or units_said(text)]
    labels = [text for text in bare if header_key(text) in _UNIT_LABELS]
    return bool(units) and len(units) + len(labels) == len(written)


def _said(rows: Sequence[Cells]) -> Iterator[Unit]:
    return (unit for row in rows for cell in row for unit in units_said(_written(cell)))


def _local_units(header: Sequence[str], below: Cells, place: int) -> set[Unit]:
    in_header = split_header(header[place - 1])[1]
    under = _written(below[place - 1]) if place <= len(below) else ""
    in_row = unit_of(under.strip("()（） "))
    return {unit for unit in (in_header, in_row) if unit is not None}


def _unit_for(
    column: Column, local: set[Unit], said: Sequence[Unit], at: str
) -> str | Problem:
    """The unit of a bare number in a column: its own, else the sheet's, else as asked."""
    wanted = column.wanted
    if not column.is_numeric:
        return ""
    of_sheet = {unit for unit in said if wanted and unit.measures == wanted.measures}
    met = local or of_sheet
    if len(met) > 1:
        names = join((same(name) for name in sorted(unit.name for unit in met)), zh="、")
        return Problem(
            at=at,
            says=Text(zh="应只有一个单位，得到 ", en="expected one unit, got ") + names,
            do=Text(
                zh="核对表头和单位行，只留一个",
                en="keep one of them in header and unit row",
            ),
        )
    if not met:
        return wanted.name if wanted else ""
    unit = next(iter(met))
    clash = unit_clash(unit, wanted)
    return unit.name if clash is None else Problem(at, *clash)


def _missing(
    sheet: Sheet, columns: Sequence[Column], header: Sequence[str], met: Mapping[str, int]
) -> Iterator[Problem]:
    seen = [" ".join(text.split()) for text in header if text][:30]
    at = " · ".join(part for part in (sheet.file, sheet.name) if part)
    for column in columns:
        if column.required and column.name not in met:
            wanted = " / ".join(column.headers)
            yield Problem(
                at=at,
                says=Text(
                    zh=f"应有表头 “{wanted}”，得到 {'、'.join(seen) or '（无）'}",
                    en=f"expected a header {wanted!r}, got {', '.join(seen) or 'none'}",
                ),
                do=Text(
                    zh=f"在前 {HEADER_ROWS} 行内补上这个表头",
                    en=f"add that header within the first {HEADER_ROWS} rows",
                ),
            )


def _doubled(
    sheet: Sheet, header: Sequence[str], met: Mapping[str, list[int]], line: int
) -> Iterator[Problem]:
    for standing in met.values():
        if len(standing) > 1:
            written = "、".join(header[place - 1] for place in standing)
            yield Problem(
                at=cell_at(sheet, line, standing[1], header[standing[1] - 1]),
                says=Text(
                    zh=f"应只有一列，得到 {written}",
                    en=f"expected one column, got {written}",
                ),
                do=Text(zh="只留一列，或改名", en="keep one of them, or rename the other"),
            )
