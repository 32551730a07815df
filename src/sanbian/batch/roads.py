"""Which road each contract takes: in columns with others of its shape, or alone, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sanbian.batch.blocks import Block, Entry
from sanbian.batch.crowds import CannotBindError, Crowd
from sanbian.batch.kept import Kept
from sanbian.batch.numbers import Array, filled, is_there, wholes
from sanbian.batch.shapes import Key, Shape, Shapes, batch_of
from sanbian.batch.together import books_of, lines_of, run_together
from sanbian.batch.windows import Window
from sanbian.batch.worlds import FUND
from sanbian.batch.years import got_to_date
from sanbian.clause import (
    Allotment,
    Dividend,
    Guarantee,
    OrderPurchase,
    PatronageRefund,
    Payment,
    PreferredDividend,
    Reserve,
    Retention,
    Split,
    TopUp,
)
from sanbian.columnar.columns import most
from sanbian.columnar.running import Machine
from sanbian.contract import Contract
from sanbian.contract.contracts import version_on
from sanbian.errors import SanbianError
from sanbian.facts import Facts, PartFacts
from sanbian.lowering.records import record_day_of
from sanbian.money import OddFen
from sanbian.period import Period

IN_COLUMNS = (
    Allotment,
    Dividend,
    Guarantee,
    OrderPurchase,
    PatronageRefund,
    Payment,
    PreferredDividend,
    Reserve,
    Retention,
    Split,
    TopUp,
)
"""Clauses whose numbers the tables give in columns; any other takes the exact road."""


_SAFE = 1 << 50
"""No number that is meant is larger; a contract with one takes the exact road."""


class Roads:
    """The shapes that were met so far, for one run over many contracts."""

    def __init__(self, forms: Mapping[str, Contract], period: Period) -> None:
        """Meet none yet."""
        self._forms = forms
        self._period = period
        self._shapes = Shapes(period)
        self._days = {name: _record_day(form, period) for name, form in forms.items()}
        self._by_entry = {name: _counts_from_entry(form) for name, form in forms.items()}

    def together(
        self, window: Window, refused: Iterable[int]
    ) -> Iterator[tuple[Block | None, Block | None, list[int]]]:
        """Settle contracts of a window in crowds.

        Args:
            window: The window.
            refused: Places of contracts that are not settled.

        Yields:
            Lines, closing books, and the places of those that were settled so.
        """
        kept = Kept(window)
        for key, at in self._crowds(window, kept, refused):
            form, day = key[0], self._days[key[0]]
            assert day is not None
            crowd = Crowd(
                window=window,
                kept=kept,
                form=self._forms[form],
                day=day,
                period=self._period,
                entries=key[2],
                at=at,
            )
            for part, shape in self._shapes.parted(key, crowd):
                yield from _settled(part, shape)

    def _crowds(
        self, window: Window, kept: Kept, refused: Iterable[int]
    ) -> Iterator[tuple[Key, Array]]:
        """Contracts by form, facts that are stated, and entries of their books."""
        if not len(window.households):
            return
        forms = window.agreements.forms
        shapes = window.agreements.shapes[window.first : window.until] * 2
        shapes = shapes + (
            np.diff(window.groups.starts) > 0
        )  # nothing is measured: no fact
        goes = (np.diff(window.households.starts) > 0) & ~kept.odd_ones
        goes[np.array(list(refused), np.int64) - window.first] = False
        for name in ("noticed", "kind"):  # who leaves is asked of the exact road
            if window.households.has(name):
                rows = np.flatnonzero(is_there(window.households.column(name)))
                goes[window.households.places[rows] - window.first] = False
        goes[unbound(window) - window.first] = False
        has_entered = window.households.has("entered")
        books = kept.shapes
        both = shapes * len(books.listed) + books.codes
        for code in np.unique(both[goes]).tolist():
            at = np.flatnonzero(goes & (both == code))
            form = forms[window.first + int(at[0])]
            if self._days[form] is None or (has_entered and self._by_entry[form]):
                continue
            shape, code_of_entries = divmod(code, len(books.listed))
            entries = books.listed[code_of_entries]
            at = at[~kept.under_others(_common_funds(self._forms[form], entries))[at]]
            if len(at):
                yield (form, shape, entries), at


def _common_funds(form: Contract, entries: Iterable[Entry]) -> set[str]:
    """Funds of the books that are of the contract as a whole."""
    names = form.names
    return {
        account
        for what, account, *_ in entries
        if what == FUND
        and not names.is_per_group(account)
        and not names.is_own_fund(account)
    }


def _settled(
    crowd: Crowd, shape: Shape
) -> Iterator[tuple[Block | None, Block | None, list[int]]]:
    """Lines, closing books and places of a crowd; nothing where the exact road has to go."""
    try:
        batch = batch_of(crowd, shape)
    except CannotBindError:
        return
    machine = Machine(shape.program, batch)
    alone = run_together(crowd, shape.program, machine)
    got = got_to_date(crowd, shape.program, machine)
    for each in got:
        alone[crowd.contract_of[each.is_large]] = True
    lines = lines_of(crowd, shape.program, machine, alone)
    books = books_of(crowd, shape.program, machine, alone, shape.settled, got)
    places = crowd.places[~alone].tolist()
    for block in lines:
        yield block, None, []
    yield None, books, places


def unbound(window: Window) -> Array:
    """Places of contracts that no crowd can take: they would keep others out of the columns.

    Numbers beyond the safe range, and measures of groups that have no household.
    """
    first, until = window.first, window.until
    found = [
        np.flatnonzero(_beyond(held.numbers[first:until])) + first
        for held in window.agreements.numbers.values()
    ]
    for sheet in (window.households, window.groups):
        found += [sheet.places[_beyond(held.numbers)] for held in sheet.numbers.values()]
    found.append(_of_strange_groups(window))
    return np.unique(np.concatenate(found))


def _beyond(numbers: Array) -> Array:
    """Which numbers are larger than any that is meant."""
    if numbers.dtype == np.int64 and most(numbers) <= _SAFE:
        return np.zeros(len(numbers), bool)
    return ((numbers > _SAFE) | (numbers < -_SAFE)).astype(bool)


def _of_strange_groups(window: Window) -> Array:
    """Places of the rows of groups that no household is in."""
    groups = window.groups
    if not len(groups):
        return np.zeros(0, np.int64)
    named = window.households
    words = filled(
        named.column("group").cast(pa.string())
        if named.has("group")
        else pa.nulls(len(named), pa.string()),
        "",
    ).dictionary_encode()
    size = len(words.dictionary) + 1
    known = np.unique(named.places.astype(np.int64) * size + wholes(words.indices))
    asked = pc.index_in(groups.column("group").cast(pa.string()), words.dictionary)
    codes = groups.places.astype(np.int64) * size + wholes(filled(asked, size - 1))
    strange: Array = groups.places[~np.isin(codes, known)]
    return strange


def _record_day(form: Contract, period: Period) -> date | None:
    """The record day of a form; None where only the exact road tells what holds."""
    first, last = version_on(form, period.start), version_on(form, period.end)
    if first is None or first != last:
        return None
    version = form.versions[last]
    if version.odd_fen in {OddFen.LOTTERY, OddFen.CARRY_FORWARD} or any(
        not isinstance(clause, IN_COLUMNS)
        for each in form.versions
        for clause in each.clauses
    ):
        return None
    part = PartFacts(period=period)
    try:
        return record_day_of(version, Facts(parts=(part,)), part, "")
    except SanbianError:
        return None


def _counts_from_entry(value: Any) -> bool:
    """Whether anything in a contract counts years from each household's own entry."""
    if attrs.has(type(value)):
        return any(
            (each.name == "counted_from" and getattr(value, each.name) == "entry")
            or _counts_from_entry(getattr(value, each.name))
            for each in attrs.fields(type(value))
            if each.init
        )
    if isinstance(value, tuple):
        return any(map(_counts_from_entry, value))
    return False
