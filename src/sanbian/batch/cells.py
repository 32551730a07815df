"""Rows of values as Arrow columns: each number exactly, in the quickest type that holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from sanbian.batch.layout import CONTRACTS, GROUPS, HOUSEHOLDS
from sanbian.batch.numbers import INT64_MAX, array_of, coded_or_null, nullable, words_of

Cells: TypeAlias = Mapping[str, Any]
"""A row: cells by column; a column that is not there is null."""

_ALWAYS = {
    CONTRACTS: ("contract", "form"),
    HOUSEHOLDS: ("contract", "household"),
    GROUPS: ("contract", "group"),
}
_TEXTS = {"contract", "form", "group", "status", "kind"}
_DAYS = {"entered", "left", "noticed"}
_WHOLES = {"household", "people"}

_EPOCH = date(1970, 1, 1).toordinal()
_PLACES_MAX = 18  # of a decimal; more is written as text


def arrow_table(table: str, rows: Sequence[Cells]) -> Any:
    """An Arrow table of rows, with the columns that any of them has."""
    names = tuple(dict.fromkeys((*_ALWAYS[table], *(name for row in rows for name in row))))
    columns = [column_of(name, [row.get(name) for row in rows]) for name in names]
    return pa.Table.from_arrays(columns, names=list(names))


def column_of(name: str, cells: Sequence[Any]) -> Any:
    """A column of a table, of the type that its name asks for."""
    if name in _TEXTS:
        words: dict[str, int] = {}
        codes = [-1 if e is None else words.setdefault(e, len(words)) for e in cells]
        return coded_or_null(np.array(codes, np.int32), words)
    valid = np.array([each is not None for each in cells], bool)
    if name in _DAYS:
        days = [0 if each is None else each.toordinal() - _EPOCH for each in cells]
        return nullable(np.array(days, np.int32), valid, pa.date32())
    if name in _WHOLES or name.startswith(("amount.", "put_up.")):
        return _wholes([each or 0 for each in cells], valid)
    return _numbers([Fraction(each or 0) for each in cells], valid)


def _wholes(numbers: Sequence[int], valid: Any) -> Any:
    held = np.array(numbers, np.int64)
    return array_of(held) if valid.all() else nullable(held, valid)


def _numbers(numbers: Sequence[Fraction], valid: Any) -> Any:
    """Whole numbers, else decimals, else text such as ``1/3``."""
    places = _decimal_places({each.denominator for each in numbers})
    if places is None:
        written = words_of(map(str, numbers))
        return _nulled(written, valid)
    scaled = [int(each * 10**places) for each in numbers]
    if not places and all(abs(each) <= INT64_MAX for each in scaled):
        return _wholes(scaled, valid)
    if any(abs(each) >= 10**38 for each in scaled):
        return _nulled(words_of(map(str, numbers)), valid)
    raw = b"".join(each.to_bytes(16, "little", signed=True) for each in scaled)
    bits = np.packbits(valid, bitorder="little")
    kind = pa.decimal128(38, places)
    return pa.Array.from_buffers(kind, len(scaled), [pa.py_buffer(bits), pa.py_buffer(raw)])


def _nulled(column: Any, valid: Any) -> Any:
    """A column of text with nulls where nothing is stated."""
    if valid.all():
        return column
    places = np.where(valid, np.arange(len(valid)), 0)
    return column.take(nullable(places, valid))


def _decimal_places(denominators: Iterable[int]) -> int | None:
    """How many decimals write all of them exactly; None where so many do not."""
    return next(
        (
            places
            for places in range(_PLACES_MAX + 1)
            if all(10**places % each == 0 for each in denominators)
        ),
        None,
    )
