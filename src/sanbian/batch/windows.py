"""A window: some contracts with all their rows, read into exact columns (一段合同)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from attrs import frozen

from sanbian.batch.agreements import Agreements, readable
from sanbian.batch.layout import GROUPS, HOUSEHOLDS, family_of
from sanbian.batch.numbers import Array, Numbers, Words, filled, wholes, with_nulls
from sanbian.contract import Contract, NamedMeasure, ShareClass

DECLARED = {"shares": ShareClass, "measure": NamedMeasure}
"""Families of columns, and what a contract declares under their names."""


@frozen(kw_only=True, eq=False)
class Sheet:
    """The rows that one table has of the contracts of a window.

    Attributes:
        table: Name of the table.
        rows: The rows, as one record batch.
        places: For each row, the place of its contract.
        ids: Id of every contract of the run.
        first: Place of the first contract of the window.
        until: Place after the last.
    """

    table: str
    rows: Any
    places: Array
    ids: Words
    first: int
    until: int

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.places)

    def has(self, column: str) -> bool:
        """Whether there is such a column."""
        return column in self.rows.schema.names

    def column(self, name: str) -> Any:
        """A column, as Arrow has it; a null is no word of a dictionary."""
        return with_nulls(self.rows.column(name))

    @cached_property
    def starts(self) -> Array:
        """Where the rows of each contract begin, and at last where they all end."""
        return np.searchsorted(self.places, np.arange(self.first, self.until + 1))

    def of(self, place: int) -> slice:
        """The rows of the contract at a place."""
        at = place - self.first
        return slice(int(self.starts[at]), int(self.starts[at + 1]))

    @cached_property
    def households(self) -> Array:
        """Number of the household of each row; zero where it is null."""
        return wholes(filled(self.column("household")))

    @cached_property
    def numbers(self) -> Mapping[str, Numbers]:
        """The columns of shares and measures; nothing where a cell is null or no number."""
        return {
            name: readable(self.column(name))
            for name in self.rows.schema.names
            if family_of(name)[0] in DECLARED
        }

    def declared(self, form: Contract) -> Iterator[tuple[str, str, Numbers]]:
        """Family, name and numbers of the columns that a form of contract declares."""
        for column, held in self.numbers.items():
            family, name = family_of(column)
            if name in form.names.of(DECLARED[family]):
                yield family, name, held

    def at(self, row: int, column: str = "") -> str:
        """Where a row stands, for a message."""
        where = f"{self.table}: contract {self.ids[int(self.places[row])]}"
        if self.table == HOUSEHOLDS:
            household = self.column("household")[row].as_py()
            place = int(self.places[row])
            its_row = row - self.of(place).start + 1
            where += f", row {its_row}" if household is None else f", household {household}"
        if self.table == GROUPS:
            where += f", group {self.column('group')[row].as_py()}"
        return f"{where}, {column}" if column else where


@frozen(kw_only=True, eq=False)
class Window:
    """Some contracts, one after another.

    Attributes:
        agreements: All contracts of the run.
        first: Place of the first contract of the window.
        until: Place after the last.
        households: The rows of their households.
        groups: The rows of their groups.
        books: The rows of their books.
    """

    agreements: Agreements
    first: int
    until: int
    households: Sheet
    groups: Sheet
    books: Sheet
