"""Columns that clauses read and a table of households does not have.

A household of no people, of no poverty status, or without shares is one of whom the table says
so. What it does not say at all is not taken for zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sanbian.batch.layout import HOUSEHOLDS
from sanbian.batch.windows import Window
from sanbian.clause import ByStatus, Clause
from sanbian.contract import MEMBERS, Contract, ShareClass
from sanbian.errors import Problem
from sanbian.wording import Text

_OF_SHARES = {"shares", "share_capital"}


def lacking_problems(
    window: Window, forms: Mapping[str, Contract]
) -> Iterator[tuple[int, Problem]]:
    """What the clauses of each contract read of households and no column tells."""
    sheet = window.households
    lacks = {
        name: tuple(each for each in columns_read(form) if not sheet.has(each))
        for name, form in forms.items()
    }
    if not any(lacks.values()):
        return
    agreements = window.agreements
    for place in range(window.first, window.until):
        for column in lacks[agreements.forms[place]]:
            yield place, _lacking(f"{HOUSEHOLDS}: contract {agreements.ids[place]}", column)


def columns_read(form: Contract) -> tuple[str, ...]:
    """The columns of households that clauses of a form read, but for measures.

    Examples:
        >>> from sanbian.batch.lacking import columns_read
        >>> from sanbian.files import load_contract
        >>> columns_read(load_contract("batches/example/forms/fund/contract.toml"))
        ('people',)
        >>> columns_read(load_contract("batches/example/forms/land/contract.toml"))
        ('shares.land',)
    """
    found: dict[str, None] = {}
    for version in form.versions:
        for clause in version.clauses:
            found |= dict.fromkeys(_read_by(clause, form))
    return tuple(found)


def _read_by(clause: Clause, form: Contract) -> Iterator[str]:
    parts = tuple(_parts(clause))
    names = {each for each in parts if isinstance(each, str)}
    if "people" in names:
        yield "people"
    if getattr(clause, "status", None) or any(isinstance(each, ByStatus) for each in parts):
        yield "status"
    classes = form.names.of(ShareClass)
    receives = {getattr(clause, "to", "")}
    if _OF_SHARES & names and MEMBERS in receives:
        receives |= {*classes}
    yield from (f"shares.{each}" for each in classes if each in receives)


def _parts(value: object) -> Iterator[object]:
    """A value and all that it is made of."""
    yield value
    fields = getattr(type(value), "__attrs_attrs__", ())
    yield from (part for each in fields for part in _parts(getattr(value, each.name)))
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        yield from (part for each in value for part in _parts(each))


def _lacking(at: str, column: str) -> Problem:
    word = "general" if column == "status" else "0"
    return Problem(
        at=f"{at}, {column}",
        says=Text(
            zh=f"条款要用 {column} 列，应有这一列，得到空白",
            en=f"expected a column {column}, which clauses read, got none",
        ),
        do=Text(
            zh=f"在 households 表中加上这一列；确实没有的写 {word}",
            en=f"add it to the table households; write {word} where there is none",
        ),
    )
