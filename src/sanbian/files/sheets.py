"""Sheets of raw cells, whatever file they come from, and how a whole file is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from attrs import frozen

from sanbian.errors import InvalidInputError, Problem
from sanbian.files.numerals import Cell
from sanbian.wording import Text, same

ROWS_MAX = 2_000_000
COLUMNS_MAX = 1_000
OLE_MAGIC = b"\xd0\xcf\x11\xe0"  # old .xls files and workbooks locked by a password

Cells: TypeAlias = Sequence[Cell]

SAVE_AS = Text(
    zh="在表格软件中另存为 .xlsx 或 CSV（UTF-8）",
    en="save it as .xlsx or as CSV (UTF-8) in the spreadsheet program",
)
_SPLIT_IT = Text(
    zh="只保留需要的表和行，或拆成几个文件", en="keep what is needed, or split it"
)
_SAVE_AGAIN = Text(
    zh="用表格软件打开并重新保存", en="open it in the spreadsheet program and save it again"
)


@frozen(kw_only=True)
class Merge:
    """A block of merged cells (合并单元格); lines and columns count from 1."""

    top: int
    bottom: int
    left: int
    right: int


@frozen(kw_only=True)
class Sheet:
    """One sheet of a file (工作表).

    Attributes:
        file: Name of the file, without its folder.
        name: Name of the sheet; empty for CSV.
        is_hidden: Whether the workbook hides it.
        rows: Gives its rows from the top, each without the empty cells at its end.
        merges: Gives the blocks of merged cells; None where the file keeps none (CSV).
    """

    file: str
    name: str
    is_hidden: bool
    rows: Callable[[], Iterator[Cells]]
    merges: Callable[[], tuple[Merge, ...]] | None


def bounded(file: str, rows: Iterator[Sequence[Cell]]) -> Iterator[Cells]:
    """Rows without the empty cells at their ends, as long as there are not too many."""
    for line, row in enumerate(rows, 1):
        end = len(row)
        while end and (row[end - 1] is None or row[end - 1] == ""):
            end -= 1
        if line > ROWS_MAX:
            raise too_large(file, ROWS_MAX, "rows")
        if end > COLUMNS_MAX:
            raise too_large(f"{file} · {line}", COLUMNS_MAX, "columns")
        yield row[:end]


_SIZES = {
    "MiB": Text(zh="MiB", en="MiB"),
    "MiB unpacked": Text(zh="MiB（解压后）", en="MiB unpacked"),
    "times unpacked": Text(
        zh="倍（解压后与压缩时之比）", en="times its packed size unpacked"
    ),
    "rows": Text(zh="行", en="rows"),
    "columns": Text(zh="列", en="columns"),
}


def too_large(at: str, limit: int, of: str) -> InvalidInputError:
    """The error that a file is above a bound."""
    size = same(f"{limit:,} ") + _SIZES[of]
    says = Text(zh="应不超过 ", en="expected at most ") + size
    return InvalidInputError(
        Problem(at=at, says=says + Text(zh="，得到更多", en=", got more"), do=_SPLIT_IT)
    )


def damaged(at: str, error: Exception) -> InvalidInputError:
    """The error that a workbook cannot be read."""
    kind = type(error).__name__
    got = Text(zh=f"损坏的文件（{kind}）", en=f"a damaged file ({kind})")
    expected = Text(zh="完好的 .xlsx 工作簿", en="a sound .xlsx workbook")
    return unreadable(at, expected, got, _SAVE_AGAIN)


def missing_openpyxl(file: str) -> InvalidInputError:
    """The error that XLSX files need an extra package."""
    do = 'pip install "sanbian[files]"'
    expected = Text(zh="已安装 openpyxl", en="the package openpyxl")
    got = Text(zh="未安装", en="none installed")
    return unreadable(file, expected, got, Text(zh=f"运行 {do}", en=f"run {do}"))


def unreadable(at: str, expected: Text, got: Text, do: Text) -> InvalidInputError:
    """The error that a whole file is not what it should be."""
    says = Text(
        zh=f"应为{expected.zh}，得到{got.zh}", en=f"expected {expected.en}, got {got.en}"
    )
    return InvalidInputError(Problem(at=at or ".", says=says, do=do))
