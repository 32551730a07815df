"""The columns of rosters and activity sheets, by the names that a contract declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from sanbian.contract import Contract, NamedMeasure
from sanbian.errors import InvalidInputError, Problem
from sanbian.files.headers import UNITS, header_key, split_header
from sanbian.files.layout import Column, Kind
from sanbian.files.tables import Row, Table, Value, write_csv, write_xlsx
from sanbian.files.writing import Written
from sanbian.wording import Text

CODE_HEADERS = ("户编号", "户号", "编号", "code", "household")
MONEY = "yuan"

CODE = Column(name="code", headers=CODE_HEADERS, kind="code")


def column(name: str, *headers: str, kind: Kind = "text", summed: bool = False) -> Column:
    """A column that need not be there."""
    return Column(
        name=name, headers=(*headers, name), kind=kind, required=False, summed=summed
    )


def named_columns(
    named: Iterable[tuple[str, str, str]], taken: Sequence[Column]
) -> Iterator[Column]:
    """Columns titled by a name or id; a title that is already taken does not count.

    Args:
        named: Id, title and unit of each.
        taken: The columns that have their titles already.
    """
    used = {key for each in taken for key in _keys(each.headers)}
    for word, title, unit in named:
        wanted = (title, f"{title}({unit})", word, f"{word}({unit})")
        headers = tuple(text for text in wanted if not used & _keys((text,)))
        if headers:
            known = unit.casefold() if unit.casefold() in UNITS else ""
            yield Column(
                name=f"={word}", headers=headers, kind="number", required=False, unit=known
            )
            used |= _keys(headers)


def member_measures(contract: Contract) -> tuple[NamedMeasure, ...]:
    """The measures that have one number for each household."""
    return tuple(each for each in contract.measures if each.level == "member")


def measure_columns(contract: Contract, taken: Sequence[Column]) -> Iterator[Column]:
    """A column for each measure of the households."""
    named = ((each.id, each.name, each.unit) for each in member_measures(contract))
    return named_columns(named, taken)


def inside(measure: NamedMeasure, value: Value) -> Fraction:
    """A number of a sheet as we keep it: money in fen."""
    assert isinstance(value, Fraction)
    return value * 100 if measure.unit == MONEY else value


def outside(measure: NamedMeasure, value: Fraction) -> Fraction:
    """A number of ours as a sheet keeps it: money in yuan."""
    return value / 100 if measure.unit == MONEY else value


def row_problem(table: Table, row: Row, name: str, says: Text, do: Text) -> Problem:
    """A problem with a cell, or with the whole row where there is no such column."""
    return Problem(at=table.at(row, name), says=says, do=do)


def write_rows(
    path: Path,
    sheet: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Written]],
    text_columns: Sequence[str] = (),
) -> None:
    """Write a table as CSV or XLSX, as the name of the file says."""
    match path.suffix.casefold():
        case ".csv":
            write_csv(path, headers, rows)
        case ".xlsx":
            write_xlsx(path, sheet, headers, rows, text_columns=text_columns)
        case suffix:
            raise InvalidInputError(
                Problem(
                    at=path.name,
                    says=Text(
                        zh=f"应为 .csv 或 .xlsx 文件名，得到 “{suffix}”",
                        en=f"expected a name that ends in .csv or .xlsx, got {suffix!r}",
                    ),
                    do=Text(zh="更改文件名", en="change the name of the file"),
                )
            )


def _keys(headers: Iterable[str]) -> set[str]:
    return {key for text in headers for key in (header_key(text), split_header(text)[0])}
