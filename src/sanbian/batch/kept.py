"""The books of a window in columns: what each entry says, and for which household."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from sanbian.batch.blocks import BOOK_ENTRY, Entry
from sanbian.batch.numbers import Array, array_of, filled, flags, is_there, wholes
from sanbian.batch.windows import Window
from sanbian.batch.worlds import CLAIM, CREDIT, FUND, GOODS, YEAR
from sanbian.lowering.draft import MEMBER


@frozen(eq=False)
class Shapes:
    """Sets of entries, and which of them each contract has.

    Attributes:
        codes: For each contract, the position of its set.
        listed: The sets.
    """

    codes: Array
    listed: tuple[frozenset[Entry], ...]


@frozen(eq=False)
class Kept:
    """The rows of the books of a window, read by their entries.

    Attributes:
        window: The window.
    """

    window: Window

    @cached_property
    def _coded(self) -> tuple[Array, tuple[Entry, ...]]:
        """The entry of each row, and the entries."""
        sheet = self.window.books
        if not len(sheet):
            return np.zeros(0, np.int64), ()
        codes: Array = np.zeros(len(sheet), np.int64)
        said: list[list[Any]] = []
        for name in BOOK_ENTRY:
            mine, values = _encoded(sheet.column(name))
            codes = codes * (len(values) + 1) + mine
            said.append(values)
        whole = pa.Array.from_buffers(
            pa.int64(), len(codes), [None, pa.py_buffer(codes)]
        ).dictionary_encode()
        entries = []
        for code in whole.dictionary.to_pylist():
            left, entry = code, []
            for values in reversed(said):
                left, at = divmod(left, len(values) + 1)
                entry.append(values[at] if at < len(values) else None)
            entries.append(tuple(reversed(entry)))
        return wholes(whole.indices), tuple(entries)

    @cached_property
    def shapes(self) -> Shapes:
        """For each contract of the window, the entries that its books have."""
        codes, entries = self._coded
        count = self.window.until - self.window.first
        if not len(codes):
            return Shapes(np.zeros(count, np.int64), (frozenset(),))
        places = self.window.books.places - self.window.first
        has = np.zeros(count * len(entries), bool)
        has[places * len(entries) + codes] = True
        rows, found = np.unique(
            has.reshape(count, len(entries)), axis=0, return_inverse=True
        )
        listed = tuple(
            frozenset(entries[at] for at in np.flatnonzero(row).tolist()) for row in rows
        )
        return Shapes(found.reshape(count), listed)

    @cached_property
    def _rows_of(self) -> Array:
        """For each row of the books, the row of its household; below zero where it has none."""
        sheet, books = self.window.households, self.window.books
        found = np.full(len(books), -1, np.int64)
        asked = np.flatnonzero(is_there(books.column("household")))
        if not len(asked) or not len(sheet):
            return found
        keys = np.unique(sheet.households)
        mine = _combined(sheet.places, sheet.households, keys)
        order = None
        if bool(np.any(np.diff(mine) < 0)):
            order = np.argsort(mine, kind="stable")
            mine = mine[order]
        theirs = _combined(books.places[asked], books.households[asked], keys)
        at = np.minimum(np.searchsorted(mine, theirs), len(mine) - 1)
        is_held = (mine[at] == theirs) & np.isin(books.households[asked], keys)
        at = at if order is None else order[at]
        found[asked] = np.where(is_held, at, -1)
        return found

    @cached_property
    def odd_ones(self) -> Array:
        """Contracts of the window whose books only the exact road can read.

        A holder who is not in the register, a row that comes twice, a claim that is not above
        zero, a fund below it, fen-credits, a fund or claim of another contract, days or keys
        that no settlement writes.
        """
        count = self.window.until - self.window.first
        found = np.zeros(count, bool)
        codes, entries = self._coded
        if not len(codes):
            return found
        books = self.window.books
        places = books.places - self.window.first
        amounts = wholes(filled(books.column("amount")))
        wrong = (amounts <= 0) & np.array([entry[0] == CLAIM for entry in entries])[codes]
        wrong |= (amounts < 0) & np.array([entry[0] == FUND for entry in entries])[codes]
        wrong |= np.array([_is_odd(entry) for entry in entries])[codes]
        is_member = np.array([entry[4] == MEMBER for entry in entries])[codes]
        wrong |= is_member & (self._rows_of < 0)
        wrong |= ~is_member & is_there(books.column("household"))
        found[places[wrong]] = True
        found[places[self._again(codes, is_member)]] = True
        is_claim = np.array([entry[0] == CLAIM for entry in entries])[codes]
        of_contract = np.array([entry[4] == "contract" for entry in entries])[codes]
        found[places[is_claim & of_contract & ~self._is_own]] = True
        return found

    def under_others(self, funds: AbstractSet[str]) -> Array:
        """Contracts of the window that have common funds of theirs under another key."""
        found = np.zeros(self.window.until - self.window.first, bool)
        codes, entries = self._coded
        if funds and len(codes):
            asked = np.array([what == FUND and of in funds for what, of, *_ in entries])
            strange = asked[codes] & ~self._is_own
            found[self.window.books.places[strange] - self.window.first] = True
        return found

    @cached_property
    def _is_own(self) -> Array:
        """Whether each row is of the contract itself: its key is the contract's id."""
        books = self.window.books
        ids = self.window.agreements.listed
        own = ids.take(array_of(books.places, pa.int32()))
        keys = books.column("key").cast(pa.string())
        return flags(pc.equal(keys, own))

    def _again(self, codes: Array, is_member: Array) -> Array:
        """Rows that say for the second time what another row says."""
        keys, names = _encoded(self.window.books.column("key"))
        whose = np.where(is_member, self._rows_of, keys)
        size = max(len(self.window.households), len(names) + 1)
        entries = self.window.books.places.astype(np.int64) * len(self._coded[1]) + codes
        both = entries * size + np.maximum(whose, 0)
        order = np.argsort(both, kind="stable")
        again = np.flatnonzero(np.diff(both[order]) == 0) + 1
        found: Array = order[again]
        return found

    def _mask(self, what: str, account: str, since: date | None) -> Array:
        codes, entries = self._coded
        wanted = [entry[:3] == (what, account, since) for entry in entries]
        return np.flatnonzero(np.array(wanted, bool)[codes]) if wanted else codes

    def balances(
        self, what: str, account: str, level: str, since: date | None = None
    ) -> Array:
        """What each household, or each contract of the window, has on an account."""
        if level == MEMBER:
            found = np.zeros(len(self.window.households), np.int64)
            rows, households = self._of_households(what, account, since)
            if len(rows):
                amounts = wholes(filled(self.window.books.column("amount")))
                found[households] = amounts[rows]
            return found
        rows = self._mask(what, account, since)
        found = np.zeros(self.window.until - self.window.first, np.int64)
        rows = rows[self._is_own[rows]]
        amounts = wholes(filled(self.window.books.column("amount")))
        found[self.window.books.places[rows] - self.window.first] = amounts[rows]
        return found

    def named(self, what: str, account: str) -> Array:
        """Whether the books have a row of each household on an account."""
        found = np.zeros(len(self.window.households), bool)
        _, households = self._of_households(what, account, None)
        found[households] = True
        return found

    def _of_households(
        self, what: str, account: str, since: date | None
    ) -> tuple[Array, Array]:
        """Rows of an account that are of a household of the window, and its row there.

        Others have an account of that name too: a holder who is not in the register, and a
        contract of another form, whose own it is.
        """
        rows = self._mask(what, account, since)
        if not len(rows):
            return rows, rows
        rows = rows[self._rows_of[rows] >= 0]
        return rows, self._rows_of[rows]

    def by_group(
        self, what: str, account: str, since: date | None
    ) -> dict[tuple[int, str], int]:
        """What each group has on an account, by place within the window and name."""
        rows = self._mask(what, account, since)
        books, at = self.window.books, array_of(rows)
        names = books.column("key").take(at).to_pylist()
        amounts = books.column("amount").take(at).to_pylist()
        places = (books.places[rows] - self.window.first).tolist()
        return {
            (place, name or ""): amount
            for place, name, amount in zip(places, names, amounts, strict=True)
        }


def _is_odd(entry: Entry) -> bool:
    """What is not in columns, or has days that no settlement writes."""
    what, _, since, until, _, _ = entry
    return what in {CREDIT, GOODS} or (what in {FUND, YEAR} and not since is until is None)


def _combined(places: Array, households: Array, keys: Array) -> Array:
    """Contract and household as one number that is in the order of both."""
    rank = np.searchsorted(keys, households)
    return places.astype(np.int64) * (len(keys) + 1) + rank


def _encoded(column: Any) -> tuple[Array, list[Any]]:
    """Positions of values, and the values; a null is the position after the last."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    values = coded.dictionary.to_pylist()
    if len(set(values)) < len(values):  # one word, two codes
        return _encoded(coded.cast(coded.type.value_type))
    return wholes(filled(coded.indices, len(values))), values
