"""Tables written for Excel: no formula is carried out, no half-written file is left.

Text that a spreadsheet program would carry out as a formula gets an apostrophe in front,
which reading takes off again. A negative number stays a number.
"""

from __future__ import annotations

import csv
import errno
import io
import os
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from sanbian.errors import InvalidInputError, Problem
from sanbian.files.numerals import DIGITS_KEPT
from sanbian.files.sheets import missing_openpyxl
from sanbian.wording import Text, number

Written: TypeAlias = str | int | Decimal | Fraction | date | None

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_NEGATIVE = re.compile(r"-\d+(\.\d+)?%?\Z", re.ASCII)
_MODIFIED = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*(<)")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_SHEET = re.compile(r"[\[\]:*?/\\]")
_SHEET_NAME_MAX = 31
_XLSX_TEXT_MAX = 32_767
_FIXED_DAY = (1980, 1, 1, 0, 0, 0)


def write_csv(
    path: str | Path, headers: Sequence[str], rows: Iterable[Sequence[Written]]
) -> None:
    """Write a CSV file that Excel opens: UTF-8 with its mark, lines ended by CR LF.

    Args:
        path: File to write; what stood there is replaced in one step.
        headers: One per column, shape ``(columns,)``.
        rows: Cells of each row, shape ``(columns,)``: text, numbers, days or None.

    Raises:
        InvalidInputError: The file cannot be written.

    Examples:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from sanbian.files.tables import write_csv
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "notice.csv")
        ...     write_csv(path, ("户号", "金额"), [("H1", "-12.50"), ("=1+1", None)])
        ...     path.read_text(encoding="utf-8-sig").splitlines()
        ['户号,金额', 'H1,-12.50', "'=1+1,"]
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (headers, *rows):
        assert len(row) == len(headers)
        writer.writerow([harmless(_plain(cell)) for cell in row])
    try:
        content = text.getvalue().encode("utf-8-sig")
    except UnicodeEncodeError as error:
        raise unwritable(Path(path), error) from None
    write_aside(Path(path), content)


def write_xlsx(
    path: str | Path,
    sheet: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Written]],
    *,
    text_columns: Collection[str] = (),
    widths: Sequence[int] = (),
) -> None:
    """Write an XLSX file with one sheet; the same rows give the same bytes.

    Args:
        path: File to write; what stood there is replaced in one step.
        sheet: Name of the sheet, at most 31 characters.
        headers: One per column, shape ``(columns,)``.
        rows: Cells of each row, shape ``(columns,)``. Numbers of more than 15 digits, and
            fractions that no decimal ends, are written as text.
        text_columns: Headers of columns whose cells are text whatever they look like: ID
            numbers and bank accounts.
        widths: Width of each column in characters, shape ``(columns,)``, for a sheet that is
            printed: words are broken to it, and the header stays in sight. Empty for none.

    Raises:
        InvalidInputError: openpyxl is missing, a cell cannot stand in a workbook, or the
            file cannot be written.

    Examples:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from sanbian.files.tables import Column, read_table, write_xlsx
        >>> account = Column(name="account", headers=("账号",), kind="code")
        >>> rows = [("000000190001010000",)]
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "bank.xlsx")
        ...     write_xlsx(path, "付款", ("账号",), rows, text_columns=("账号",))
        ...     table = read_table(path, (account,))
        >>> table.rows[0].values["account"]
        '000000190001010000'
    """
    target = Path(path)
    try:
        import openpyxl  # noqa: PLC0415 - an extra, loaded where it is used
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - the same
    except ImportError:
        raise missing_openpyxl(target.name) from None
    assert set(text_columns) <= set(headers)
    _check_sheet_name(target, sheet)
    given = [*rows]
    stored = _stored_rows(target, headers, given, text_columns)
    book = openpyxl.Workbook(write_only=True)
    worksheet = book.create_sheet(sheet)
    wrapped = _print_well(worksheet, widths)
    for row, asked in zip(stored, (headers, *given), strict=True):
        cells = []
        for header, value, cell_given in zip(headers, row, asked, strict=True):
            cell = WriteOnlyCell(worksheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # otherwise "=..." would be a formula
            if header in text_columns:
                cell.number_format = "@"
            elif isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            elif isinstance(value, Decimal):
                cell.number_format = _shape(cell_given)
            if wrapped is not None:
                cell.alignment = wrapped
            cells.append(cell)
        worksheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    write_aside(target, _without_clock(packed.getvalue()))


def _print_well(worksheet: Any, widths: Sequence[int]) -> Any:
    """Set the widths of a sheet; how its cells break their words, or None without widths."""
    from openpyxl.styles import Alignment  # noqa: PLC0415 - an extra, loaded where it is used
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - the same

    if not widths:
        return None
    for place, width in enumerate(widths, 1):
        worksheet.column_dimensions[get_column_letter(place)].width = width
    worksheet.freeze_panes = "A2"
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.print_title_rows = "1:1"
    return Alignment(wrap_text=True, vertical="top")


def write_aside(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that a kill leaves no half.

    Raises:
        InvalidInputError: The folder is missing or cannot be written to.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with aside.open("wb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from None


def harmless(text: str) -> str:
    """Text that no spreadsheet program takes for a formula.

    Examples:
        >>> from sanbian.files.writing import harmless
        >>> harmless("=HYPERLINK(1)"), harmless("-12.50"), harmless("-1+1")
        ("'=HYPERLINK(1)", '-12.50', "'-1+1")
    """
    return f"'{text}" if _FORMULA.match(text) and not _NEGATIVE.match(text) else text


def _shape(cell: Written) -> str:
    """How a number is shown: a decimal with the places that it was given with."""
    places = cell.as_tuple().exponent if isinstance(cell, Decimal) else 0
    is_short = isinstance(places, int) and -DIGITS_KEPT < places < 0
    return f"0.{'0' * -int(places)}" if is_short else "General"


def _plain(cell: Written) -> str:
    """A cell as text: numbers as exact decimals or ``p/q``, days as ``2024-12-31``."""
    assert not isinstance(cell, bool | float)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, Fraction):
        return number(cell).replace(",", "")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def _stored_rows(
    path: Path,
    headers: Sequence[str],
    rows: Iterable[Sequence[Written]],
    text_columns: Collection[str],
) -> list[list[Any]]:
    """All cells as a workbook stores them, before openpyxl opens anything."""
    return [
        [
            _stored(path, line, cell, as_text=header in text_columns)
            for header, cell in zip(headers, row, strict=True)
        ]
        for line, row in enumerate((headers, *rows), 1)
    ]


def _stored(path: Path, line: int, cell: Written, *, as_text: bool) -> Written:
    """A cell as a workbook stores it."""
    if isinstance(cell, date) and not as_text:
        return cell.date() if isinstance(cell, datetime) else cell
    text = _plain(cell)
    if isinstance(cell, int | Decimal | Fraction) and not as_text:
        digits = text.lstrip("-").replace(".", "").lstrip("0")
        return text if "/" in text or len(digits) > DIGITS_KEPT else Decimal(text)
    if _NO_XML.search(text) or len(text) > _XLSX_TEXT_MAX:
        raise InvalidInputError(
            Problem(
                at=f"{path.name} · {line}",
                says=Text(
                    zh=f"应为可存入工作簿的文字，得到 {text[:40]!r}",
                    en=f"expected text that a workbook can hold, got {text[:40]!r}",
                ),
                do=Text(
                    zh=f"删去控制字符；一格最多 {_XLSX_TEXT_MAX} 个字符",
                    en=f"remove control characters; at most {_XLSX_TEXT_MAX} in a cell",
                ),
            )
        )
    return harmless(text) or None


def _check_sheet_name(path: Path, sheet: str) -> None:
    if sheet and len(sheet) <= _SHEET_NAME_MAX and not _BAD_SHEET.search(sheet):
        return
    most = _SHEET_NAME_MAX
    raise InvalidInputError(
        Problem(
            at=path.name,
            says=Text(
                zh=f"应为 1 至 {most} 个字的工作表名，得到 “{sheet}”",
                en=f"expected a sheet name of 1 to {most} characters, got {sheet!r}",
            ),
            do=Text(
                zh="缩短，不用方括号、冒号、星号、问号和斜杠",
                en="shorten it; leave out brackets, colons, stars, question marks and slashes",
            ),
        )
    )


def _without_clock(packed: bytes) -> bytes:
    """The same archive without the times at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            entry = zipfile.ZipInfo(part.filename, _FIXED_DAY)
            entry.create_system = 0
            after.writestr(entry, content, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


_REASONS: Mapping[int, str] = {
    errno.ENOENT: "没有这个文件夹",
    errno.ENOTDIR: "上级不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.EACCES: "没有写入的权限",
    errno.EPERM: "系统不允许写入",
    errno.EROFS: "只读的磁盘",
    errno.ENOSPC: "磁盘空间不足",
}


def unwritable(path: Path, error: OSError | UnicodeEncodeError) -> InvalidInputError:
    """What is said of a file that the system does not let us write."""
    code = error.errno if isinstance(error, OSError) else None
    reason = os.strerror(code) if code else str(error)
    return InvalidInputError(
        Problem(
            at=path.name or ".",
            says=Text(
                zh=f"应为可写的文件，得到：{_REASONS.get(code or 0, reason)}",
                en=f"expected a writable file, got: {reason}",
            ),
            do=Text(
                zh="文件夹须已建好；核对权限和磁盘空间，关闭正打开它的程序",
                en="make its folder first; check its rights and the room on the disk; close the "
                "program that has it open",
            ),
        )
    )
