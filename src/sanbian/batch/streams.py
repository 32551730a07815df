"""Streams of rows, contract by contract: cut at the borders of contracts, whatever the batches.

The rows of a table come in record batches of any size. A contract may lie across several of
them; what is taken from a stream are always the whole contracts of a stretch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, field, frozen

from sanbian.batch.layout import HOUSEHOLDS, layout_problems, null_problem, typed
from sanbian.batch.numbers import Array, array_of, filled, wholes, with_nulls
from sanbian.contract import Contract
from sanbian.errors import InvalidInputError, Problem, raise_any
from sanbian.wording import Text


@frozen(eq=False)
class _Piece:
    """Some rows of a record batch, one after another, and the place of the contract of each."""

    batch: Any
    start: int
    end: int
    places: Array = field(factory=lambda: np.zeros(0, np.int32))

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def rows(self) -> Any:
        return self.batch.slice(self.start, len(self))

    def part(self, first: int, until: int) -> _Piece:
        """Some of its rows."""
        start = self.start
        return _Piece(self.batch, start + first, start + until, self.places[first:until])


def _connected(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Pieces that follow one another in one record batch, as one: nothing has to be copied."""
    found: list[_Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is not None and last.batch is piece.batch and last.end == piece.start:
            found[-1] = evolve(last, end=piece.end)
        else:
            found.append(piece)
    return found


class Rows:
    """The rows of one table, in the order of the contracts (逐合同读取的行).

    Attributes:
        table: Name of the table.
        pending: How many rows were read and not yet taken.
        is_over: Whether all batches were read.
    """

    def __init__(
        self,
        table: str,
        batches: Iterable[Any],
        ids: Any,
        forms: Mapping[str, Contract],
        *,
        most: int,
    ) -> None:
        """Read from `batches`, at most so many rows at a time.

        Args:
            table: Name of the table.
            batches: Record batches of one schema.
            ids: Id of each contract, as an Arrow column.
            forms: The forms of contract, for the names of columns.
            most: Rows that are placed at a time.
        """
        self.table = table
        self.pending = 0
        self.is_over = False
        self._pieces = self._cut(batches)
        self._listed = ids
        self._forms = forms
        self._most = most
        self._held: list[_Piece] = []
        self._schema: Any = None
        self._last = -1
        self._seen = 0

    def read(self, rows: int) -> None:
        """Read until so many rows are pending, or there are no more."""
        while self.pending < rows and not self.is_over:
            piece = next(self._pieces, None)
            if piece is None:
                self.is_over = True
                break
            self._held.append(evolve(piece, places=self._placed(piece.rows)))
            self.pending += len(piece)

    def _cut(self, batches: Iterable[Any]) -> Iterator[_Piece]:
        """The record batches in pieces of the most rows that are placed at a time."""
        for batch in batches:
            if self._schema is None:
                self._schema = batch.schema
                raise_any(layout_problems(self.table, batch.schema, self._forms))
            if batch.schema != self._schema:
                raise InvalidInputError(_other_columns(self.table))
            rows = typed(self.table, batch)
            for start in range(0, batch.num_rows, self._most):
                yield _Piece(rows, start, min(start + self._most, batch.num_rows))

    def read_out(self) -> None:
        """Read what is left, so that rows of no contract are not passed over."""
        while not self.is_over:
            self.read(self.pending + 1)

    def whole_until(self) -> int:
        """The place up to which all contracts were read whole."""
        return len(self._listed) if self.is_over else max(self._last, 0)

    def take(self, until: int) -> tuple[Any, Array]:
        """Take all rows of the contracts before a place.

        Returns:
            The rows as one record batch, and the place of the contract of each.
        """
        while not self.is_over and self._last < until:
            self.read(self.pending + 1)
        taken: list[_Piece] = []
        kept: list[_Piece] = []
        for piece in self._held:
            cut = int(np.searchsorted(piece.places, until))
            if cut:
                taken.append(piece.part(0, cut))
            if cut < len(piece):
                kept.append(piece.part(cut, len(piece)))
        self._held = kept
        self.pending -= sum(map(len, taken))
        if not taken:
            schema = pa.schema([]) if self._schema is None else self._schema
            return _nothing(schema), np.zeros(0, np.int32)
        places = [piece.places for piece in taken]
        rows = [piece.rows for piece in _connected(taken)]
        return (
            rows[0] if len(rows) == 1 else _as_one(rows),
            places[0] if len(places) == 1 else np.concatenate(places),
        )

    def _placed(self, piece: Any) -> Array:
        """The place of the contract of each row.

        Raises:
            InvalidInputError: A contract that is not in the table of contracts, or rows that
                are not in its order.
        """
        column = with_nulls(piece.column("contract"))
        if not pa.types.is_dictionary(column.type):
            column = column.dictionary_encode()
        if column.null_count:
            row = self._seen + pc.index(column.is_null(), value=True).as_py()
            raise InvalidInputError(null_contract(self.table, row))
        codes: Array = np.from_dlpack(column.indices)
        starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
        places = self._looked_up(column.dictionary, codes[starts].astype(np.int64))
        if int(places.min()) < 0:
            row = int(starts[np.argmin(places)])
            raise InvalidInputError(
                unknown_contract(
                    self.table, self._seen + row, column[row].as_py(), self._listed
                )
            )
        steps = np.diff(places, prepend=self._last)
        if int(steps.min()) < 0:
            at = int(np.argmax(steps < 0))
            row, before = int(starts[at]), self._last if at == 0 else int(places[at - 1])
            raise InvalidInputError(
                unsorted(
                    self.table,
                    self._seen + row,
                    column[row].as_py(),
                    self._listed[before].as_py(),
                )
            )
        self._last = int(places[-1])
        self._seen += len(codes)
        sizes = np.diff(starts, append=len(codes))
        return np.repeat(places.astype(np.int32), sizes)

    def _looked_up(self, dictionary: Any, codes: Array) -> Array:
        """The place of the contract of each stretch of rows, below zero where there is none.

        Rows that are in order name contracts that come soon, so these are looked at first.
        """
        words = dictionary.take(array_of(codes)).cast(pa.string())
        first = max(self._last, 0)
        soon = self._listed[first : first + 2 * len(words)]
        for listed, start in ((soon, first), (self._listed, 0)):
            places = wholes(filled(pc.index_in(words, listed), -1))
            if int(places.min()) >= 0:
                return places + start
        return places


def null_contract(table: str, row: int) -> Problem:
    """The problem that a row is of no contract."""
    return null_problem(f"{table}: row {row + 1}, contract", _A_CONTRACT, is_name=True)


def unknown_contract(table: str, row: int, contract: str, listed: Any) -> Problem:
    """The problem that a row is of a contract that is not there, or is written otherwise."""
    bare = pc.utf8_trim_whitespace(listed)
    near = pc.index(bare, contract.strip()).as_py()
    return Problem(
        at=f"{table}: row {row + 1}, contract {contract}",
        says=Text(
            zh=f"应为 contracts 表中的合同，得到 “{contract}”",
            en=f"expected a contract of the table contracts, got {contract!r}",
        ),
        do=_ADD if near < 0 else _same_blanks(listed[near].as_py()),
    )


def unsorted(table: str, row: int, contract: str, earlier: str) -> Problem:
    """The problem that a row comes after one of a later contract."""
    return Problem(
        at=f"{table}: row {row + 1}, contract {contract}",
        says=Text(
            zh=f"各行应按 contracts 表中合同的先后排列，得到 {contract} 排在 {earlier} 之后",
            en="expected the rows in the order of the table contracts, got "
            f"{contract} after {earlier}",
        ),
        do=Text(
            zh="先按合同排序再写出（同一合同的各行放在一起）",
            en="sort the rows by contract before they are written, each contract together",
        ),
    )


_A_CONTRACT = Text(zh="合同编号", en="the id of a contract")
_ADD = Text(
    zh="在 contracts 表中加上它，或删去这些行",
    en="add it to the table contracts, or take its rows out",
)


def _same_blanks(known: str) -> Text:
    return Text(
        zh=f"contracts 表中是 “{known}”，只是空格不同；两表写成一样",
        en=f"the table contracts has {known!r}, which differs in blanks only: write it alike in "
        "both",
    )


def batches_of(given: Any) -> Iterable[Any]:
    """The record batches of a table, of one record batch, or as they are given."""
    if isinstance(given, pa.Table):  # one without rows has columns all the same
        return list(given.to_batches()) or [_nothing(given.schema)]
    return [given] if isinstance(given, pa.RecordBatch) else given


def _as_one(rows: list[Any]) -> Any:
    """Record batches one after another, in one."""
    try:
        return pa.concat_batches(rows)
    except (
        pa.ArrowInvalid
    ):  # more words together than the type of their codes can tell apart
        return pa.concat_batches(map(_plain, rows))


def _plain(rows: Any) -> Any:
    """Rows whose words stand in no dictionary."""
    columns = [
        each.cast(each.type.value_type) if pa.types.is_dictionary(each.type) else each
        for each in rows.columns
    ]
    return pa.RecordBatch.from_arrays(columns, names=rows.schema.names)


def _nothing(schema: Any) -> Any:
    """A record batch without rows."""
    nothing = [pa.nulls(0, each.type) for each in schema]
    return pa.RecordBatch.from_arrays(nothing, schema=schema)


def _other_columns(table: str) -> Problem:
    return Problem(
        at=table,
        says=Text(
            zh="每个 record batch 的列和类型应相同，得到不同的",
            en="expected the same columns and types in every record batch, got others",
        ),
        do=Text(zh="统一各列的类型", en="give each column one type"),
    )


def stretches(households: Rows, contracts: int, rows: int) -> Iterator[tuple[int, int]]:
    """First and last place, exclusive, of contracts with some `rows` households in all.

    A contract is never cut; the stretch of a contract of more households is as long as it.
    """
    assert households.table == HOUSEHOLDS
    first = 0
    while first < contracts:
        wanted = rows
        households.read(wanted)
        while households.whole_until() <= first and not households.is_over:
            wanted += rows
            households.read(wanted)
        until = households.whole_until()
        yield first, until
        first = until
