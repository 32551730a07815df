"""XLSX workbooks as sheets of raw cells, through openpyxl.

What openpyxl leaves out when it reads row by row (merged cells, formulas without a stored
result) is looked up in the sheet's own XML, where there is any.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Any
from xml.etree import ElementTree as ET

from attrs import frozen

from sanbian.errors import Problem
from sanbian.files.numerals import Cell, Formula, is_lost, number_in
from sanbian.files.sheets import (
    OLE_MAGIC,
    Cells,
    Merge,
    Sheet,
    bounded,
    damaged,
    missing_openpyxl,
    too_large,
    unreadable,
)
from sanbian.wording import Text, same

UNPACKED_BYTES_MAX = 512 * 2**20
UNPACKED_TIMES_MAX = 200  # of a part above 16 MiB
_RATIO_FREE_BYTES = 16 * 2**20

_MARKED = re.compile(rb"<(?:\w+:)?(?:f|mergeCell)[\s>/]")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)\Z")
_ZEROS = re.compile(r"0{2,15}\Z")


@frozen
class _Marks:
    merges: tuple[Merge, ...]
    formulas: frozenset[str]  # coordinates of formulas without a stored result


def open_workbook(file: str, content: bytes) -> tuple[Sheet, ...]:
    """The worksheets of a workbook, hidden ones too; charts are left out."""
    try:
        import openpyxl  # noqa: PLC0415 - an extra, loaded where it is used
    except ImportError:
        raise missing_openpyxl(file) from None
    archive = _checked_archive(file, content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        worksheets = [
            sheet for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")
        ]
        return tuple(_xlsx_sheet(file, archive, worksheet) for worksheet in worksheets)
    except Exception as error:  # noqa: BLE001 - openpyxl raises anything on a damaged file
        raise damaged(file, error) from None


def _xlsx_sheet(file: str, archive: zipfile.ZipFile, worksheet: Any) -> Sheet:
    worksheet.reset_dimensions()  # what a workbook says of its own size is often wrong
    part = worksheet._worksheet_path  # noqa: SLF001 - openpyxl tells it nowhere else
    marks = cache(partial(_marks, file, archive, part))
    return Sheet(
        file=file,
        name=worksheet.title,
        is_hidden=worksheet.sheet_state != "visible",
        rows=partial(_xlsx_rows, file, worksheet, marks),
        merges=lambda: marks().merges,
    )


def _xlsx_rows(file: str, worksheet: Any, marks: Callable[[], _Marks]) -> Iterator[Cells]:
    formulas = marks().formulas
    met = (
        tuple(_typed(cell, formulas) for cell in row)
        for row in _guarded(f"{file} · {worksheet.title}", worksheet.iter_rows())
    )
    return bounded(file, met)


def _guarded(at: str, rows: Iterator[Any]) -> Iterator[Any]:
    while True:
        try:
            row = next(rows, None)
        except Exception as error:  # noqa: BLE001 - openpyxl raises anything on a damaged file
            raise damaged(at, error) from None
        if row is None:
            return
        yield row


def _typed(cell: Any, formulas: frozenset[str]) -> Cell:
    """A cell's value; a percentage or a padded code as the text that the sheet shows."""
    value = cell.value
    if value is None:
        return Formula() if formulas and _coordinate(cell) in formulas else None
    if isinstance(value, bool | str | date | time | timedelta):
        return value
    shape = cell.number_format
    if shape == "General" or is_lost(value):
        return value  # type: ignore[no-any-return] # a number
    if "%" in shape:
        exact = number_in(value, same(""), "", "")
        return value if isinstance(exact, Problem) else f"{Decimal(repr(value)) * 100:f}%"
    if _ZEROS.match(shape) and value == int(value) >= 0:
        return str(int(value)).zfill(len(shape))
    return value  # type: ignore[no-any-return] # a number


def _coordinate(cell: Any) -> str:
    return str(getattr(cell, "coordinate", ""))


def _marks(file: str, archive: zipfile.ZipFile, part: str) -> _Marks:
    """Merged cells and formulas without a stored result, read only if there are any."""
    if not _is_marked(archive, part):
        return _Marks((), frozenset())
    merges: list[Merge] = []
    formulas: set[str] = set()
    try:
        with archive.open(part) as opened:
            for _, element in ET.iterparse(opened):  # noqa: S314 - expat bounds entities
                tag = element.tag.rpartition("}")[2]
                if tag == "c" and _has_no_result(element):
                    formulas.add(element.get("r", ""))
                elif tag == "row":
                    element.clear()
                elif tag == "mergeCell":
                    merges += _merge(element.get("ref", ""))
    except (ET.ParseError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged(file, error) from None
    return _Marks(tuple(merges), frozenset(formulas))


def _is_marked(archive: zipfile.ZipFile, part: str) -> bool:
    with archive.open(part) as opened:
        end = b""
        for block in iter(partial(opened.read, 2**20), b""):
            if _MARKED.search(end + block):
                return True
            end = block[-64:]
    return False


def _has_no_result(cell: ET.Element) -> bool:
    parts = {child.tag.rpartition("}")[2]: child for child in cell}
    if "f" not in parts:
        return False
    result = parts.get("v")
    return result is None or (not result.text and cell.get("t") != "str")


def _merge(reference: str) -> tuple[Merge, ...]:
    from openpyxl.utils import column_index_from_string as index_of  # noqa: PLC0415 - an extra

    parts = _RANGE.match(reference)
    if parts is None:
        return ()
    left, top, right, bottom = parts.groups()
    return (
        Merge(top=int(top), bottom=int(bottom), left=index_of(left), right=index_of(right)),
    )


def _checked_archive(file: str, content: bytes) -> zipfile.ZipFile:
    """The workbook's archive, unless it is locked, damaged or a bomb."""
    if content.startswith(OLE_MAGIC):
        got = Text(
            zh="加密的文件（或旧式 .xls）", en="one locked by a password (or an old .xls)"
        )
        do = Text(
            zh="打开后去掉密码，另存为 .xlsx",
            en="open it, remove the password, save as .xlsx",
        )
        raise unreadable(
            file, Text(zh="未加密的 .xlsx", en="an unlocked .xlsx file"), got, do
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:  # noqa: BLE001 - zipfile raises several kinds on a damaged file
        raise damaged(file, error) from None
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
        raise too_large(file, UNPACKED_BYTES_MAX // 2**20, "MiB unpacked")
    for part in parts:
        is_bomb = part.file_size > UNPACKED_TIMES_MAX * max(1, part.compress_size)
        if part.file_size > _RATIO_FREE_BYTES and is_bomb:
            raise too_large(
                f"{file} · {part.filename}", UNPACKED_TIMES_MAX, "times unpacked"
            )
    return archive
