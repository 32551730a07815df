"""All that is wrong with tables of which one cannot be read as a whole (逐表查错).

Settling stops at the first such problem. Here the rest is looked for: columns that are wrong are
left out, rows that are out of order are passed over, and the others are checked all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, field

from sanbian.batch.agreements import Agreements, agreements_of, whole_problems
from sanbian.batch.layout import (
    CONTRACTS,
    column_problems,
    layout_problems,
    wanted_of,
)
from sanbian.batch.numbers import (
    Array,
    Words,
    array_of,
    bools,
    filled,
    flags,
    is_there,
    wholes,
    words_of,
)
from sanbian.batch.refusing import window_problems
from sanbian.batch.settling import windows_of
from sanbian.batch.streams import Rows, null_contract, unknown_contract, unsorted
from sanbian.contract import Contract
from sanbian.errors import Problem
from sanbian.period import Period

_AT_MOST = 20  # of one kind of problem in one table; more of the same tells nothing


@define(eq=False)
class _Table:
    """A table that is read row by row, and what is wrong with it.

    Attributes:
        name: Its name.
        batches: Its record batches.
        forms: Contracts by the name of their form.
        passed_over: Ids of contracts that cannot be read themselves; their rows are passed over.
        found: What is wrong with its columns and with the order of its rows.
    """

    name: str
    batches: Iterable[Any]
    forms: Mapping[str, Contract]
    passed_over: Any
    found: list[Problem] = field(factory=list)
    _told: set[tuple[str, object]] = field(factory=set)
    _last: int = -1
    _seen: int = 0

    def in_order(self, listed: Any) -> Iterator[Any]:
        """Its rows that can be read, with the columns that are as they should be."""
        batches = iter(self.batches)
        first = next(batches, None)
        if first is None:
            return
        self.found += layout_problems(self.name, first.schema, self.forms)
        names = _sound(self.name, first.schema, self.forms)
        if names is None:
            return
        for batch in chain([first], batches):
            good = self._good(batch.column("contract").cast(pa.string()), listed)
            yield batch.select(names).filter(bools(good))

    def _good(self, contracts: Any, listed: Any) -> Array:
        """Which rows stand where they should; what is wrong with the others is told."""
        places = wholes(filled(pc.index_in(contracts, listed), -1))
        is_passed = flags(pc.is_in(contracts, self.passed_over))
        is_null = ~is_there(contracts)
        known = np.maximum.accumulate(np.append(self._last, places))
        before, self._last = known[:-1], int(known[-1])
        is_late = (places >= 0) & (places < before)
        for row in np.flatnonzero(((places < 0) & ~is_passed) | is_late).tolist():
            at, contract = self._seen + row, contracts[row].as_py()
            if is_null[row]:
                problem = null_contract(self.name, at)
            elif places[row] < 0:
                problem = unknown_contract(self.name, at, contract, listed)
            else:
                earlier = listed[int(before[row])].as_py()
                problem = unsorted(self.name, at, contract, earlier)
            kind = "late" if is_late[row] else "unknown"
            self._tell(problem, kind, at if contract is None else contract)
        self._seen += len(places)
        good: Array = (places >= 0) & ~is_late
        return good

    def _tell(self, problem: Problem, kind: str, what: object) -> None:
        """Write a problem down, once for each contract and so many of a kind."""
        of_kind = sum(each == kind for each, _ in self._told)
        if (kind, what) not in self._told and of_kind < _AT_MOST:
            self._told.add((kind, what))
            self.found.append(problem)


def _sound(table: str, schema: Any, forms: Mapping[str, Contract]) -> list[str] | None:
    """The columns that are as they should be; None where one that is needed is not."""
    bad = {
        name
        for place, name in enumerate(schema.names)
        if schema.names.index(name) != place
        or any(column_problems(table, name, schema.field(place).type, forms))
    }
    wanted = [name for name in schema.names if name not in bad]
    return wanted if wanted_of(table) <= {*wanted} else None


def _readable(contracts: Any, forms: Mapping[str, Contract]) -> tuple[Any, Any]:
    """The rows of contracts that can be read, and the ids of those that cannot.

    Of one that comes twice the first row stands for all its households.
    """
    ids, named = (
        contracts.column(name).combine_chunks().cast(pa.string())
        for name in ("contract", "form")
    )
    is_read = flags(pc.is_in(named, words_of([*forms]))) & is_there(ids)
    passed_over = ids.filter(bools(~is_read))
    rows = np.flatnonzero(is_read)
    _, first = np.unique(Words(ids.take(array_of(rows))).codes, return_index=True)
    return contracts.take(array_of(rows[np.sort(first)])), passed_over


def survey(
    forms: Mapping[str, Contract],
    period: Period,
    *,
    contracts: Any,
    rows: int,
    **batches: Iterable[Any],
) -> Iterator[Problem]:
    """Everything that is wrong with the tables of a batch, whatever it is that stops it.

    Args:
        forms: Contracts by the name of their form.
        period: The days that are settled.
        contracts: Table of contracts.
        rows: About how many households are held at a time.
        batches: Record batches of ``households``, ``groups`` and ``books``.
    """
    yield from whole_problems(contracts, forms)
    names = _sound(CONTRACTS, contracts.schema, forms)
    if names is None:
        return
    readable, passed_over = _readable(contracts.select(names), forms)
    agreements = agreements_of(readable, forms, period, {})
    tables = [_Table(name, each, forms, passed_over) for name, each in batches.items()]
    yield from _of_rows(agreements, tables, rows)
    for table in tables:
        yield from table.found


def _of_rows(agreements: Agreements, tables: list[_Table], rows: int) -> Iterator[Problem]:
    """What is wrong with the rows that can be read, contract by contract."""
    forms, listed = tables[0].forms, agreements.listed
    read = [
        Rows(each.name, each.in_order(listed), listed, forms, most=rows) for each in tables
    ]
    for window in windows_of(agreements, read, rows):
        yield from (problem for _, problem in window_problems(window, forms))
    for each in read:
        each.read_out()
