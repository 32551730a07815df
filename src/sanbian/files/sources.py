"""A CSV or XLSX file opened as sheets of raw cells.

CSV comes as one candidate sheet for each delimiter, since only the headers can tell which
is meant.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sanbian.errors import InvalidInputError, Problem
from sanbian.files.sheets import (
    OLE_MAGIC,
    SAVE_AS,
    Cells,
    Sheet,
    bounded,
    too_large,
    unreadable,
)
from sanbian.files.workbooks import open_workbook
from sanbian.wording import Text, same

FILE_BYTES_MAX = 64 * 2**20

_CSV_SUFFIXES = (".csv", ".tsv", ".txt")
_DELIMITERS = (",", "\t", ";", "，")
_ZIP_MAGIC = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@contextmanager
def open_sheets(path: Path) -> Iterator[tuple[Sheet, ...]]:
    """Open a CSV or XLSX file; its sheets can be read until the block is left.

    Raises:
        InvalidInputError: The file is missing, too large, damaged, locked by a password or
            of another kind.
    """
    content = _read_bytes(path)
    suffix = path.suffix.casefold()
    if suffix in _CSV_SUFFIXES:
        yield _csv_sheets(path.name, content)
    elif suffix == ".xlsx":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that nobody reads
            yield open_workbook(path.name, content)
    else:
        got = Text(zh="旧式 .xls 文件", en="an old binary .xls file")
        if suffix != ".xls":
            got = Text(zh=f"后缀 “{path.suffix}”", en=f"the suffix {path.suffix!r}")
        raise unreadable(path.name, _XLSX_OR_CSV, got, SAVE_AS)


_XLSX_OR_CSV = Text(zh=".xlsx 或 .csv 文件", en="an .xlsx or .csv file")


def _read_bytes(path: Path) -> bytes:
    a_file = Text(zh="可读的文件", en="a file that can be read")
    check = Text(zh="核对路径", en="check the path")
    try:
        if path.is_dir():
            got = Text(zh="文件夹", en="a folder")
            raise unreadable(path.name, a_file, got, check)
        with path.open("rb") as opened:
            content = opened.read(FILE_BYTES_MAX + 1)
    except FileNotFoundError:
        got = Text(zh="没有这个文件", en="no such file")
        raise unreadable(path.name, a_file, got, check) from None
    except OSError as error:
        got = Text(zh=f"无法打开（{error}）", en=f"one that cannot be opened ({error})")
        raise unreadable(path.name, a_file, got, check) from None
    if len(content) > FILE_BYTES_MAX:
        raise too_large(path.name, FILE_BYTES_MAX // 2**20, "MiB")
    return content


def _csv_sheets(file: str, content: bytes) -> tuple[Sheet, ...]:
    text = _decoded(file, content)
    return tuple(
        Sheet(
            file=file,
            name="",
            is_hidden=False,
            rows=partial(_csv_rows, file, text, delimiter),
            merges=None,
        )
        for delimiter in _DELIMITERS
    )


def _decoded(file: str, content: bytes) -> str:
    if content.startswith((_ZIP_MAGIC, OLE_MAGIC)):
        got = Text(zh="Excel 工作簿的内容", en="the content of an Excel workbook")
        do = Text(
            zh="把后缀改回 .xlsx，或另存为 CSV", en="rename it to .xlsx, or save it as CSV"
        )
        raise unreadable(file, Text(zh="CSV 文字", en="CSV text"), got, do)
    with_mark = content.startswith(b"\xef\xbb\xbf")
    for encoding in ("utf-8-sig",) if with_mark else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    got = Text(zh="其他编码或二进制内容", en="another encoding or binary content")
    if content.startswith(_UTF16):
        got = same("UTF-16")
    raise unreadable(
        file,
        Text(zh="UTF-8 或 GB18030 编码的文字", en="text in UTF-8 or GB18030"),
        got,
        SAVE_AS,
    )


def _csv_rows(file: str, text: str, delimiter: str) -> Iterator[Cells]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines = bounded(file, reader)
    while True:
        try:
            row = next(lines, None)
        except csv.Error as error:
            raise InvalidInputError(
                Problem(
                    at=f"{file} · {reader.line_num}",
                    says=Text(
                        zh=f"应为引号成对的 CSV，得到不成对的一行（{error}）",
                        en=f"expected CSV with paired quotes, got an odd line ({error})",
                    ),
                    do=Text(
                        zh="补上成对的引号，或在表格软件中重新导出",
                        en="pair the quotes, or export it again from the spreadsheet",
                    ),
                )
            ) from None
        if row is None:
            return
        yield row
