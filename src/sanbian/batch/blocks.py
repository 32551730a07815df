"""Rows of lines or books on their way out: numbers in columns, words by entries.

What rows of one kind say in words (clause, kind, payer ...) is an entry, written once; a row
has its number. Rows of several roads are put in the order of the contracts, and become Arrow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from attrs import evolve, frozen

from sanbian.batch.layout import BOOKS_SCHEMA, LINES_SCHEMA
from sanbian.batch.numbers import (
    INT64_MAX,
    Array,
    array_of,
    bools,
    coded,
    coded_or_null,
    nullable,
)
from sanbian.errors import Problem
from sanbian.wording import Text

Entry: TypeAlias = tuple[Any, ...]

LINE_ENTRY = ("clause", "kind", "payer", "payee", "unit")
BOOK_ENTRY = ("what", "account", "since", "until", "level", "unit")

_EPOCH = date(1970, 1, 1).toordinal()


@frozen(kw_only=True, eq=False)
class Block:
    """Some rows, those of one contract after those of another.

    Attributes:
        places: Place of the contract of each row.
        households: Number of the household of each, zero where it is of none.
        entries: Position of its entry.
        keys: Position of the group or other key that it is of, below zero where of none.
        amounts: Whole units.
        odd: Whether an odd unit is in it.
        is_household: Whether it is of a household.
        listed: The entries.
        names: The groups and other keys.
    """

    places: Array
    households: Array
    entries: Array
    keys: Array
    amounts: Array
    odd: Array
    is_household: Array
    listed: tuple[Entry, ...]
    names: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.places)


_COLUMNS = ("places", "households", "entries", "keys", "amounts", "odd", "is_household")

Row: TypeAlias = tuple[int | None, str | None, Entry, int, bool]
"""Household, other key, entry, amount, and whether an odd unit is in it."""


def block_of(rows: Sequence[tuple[int, Row]]) -> Block:
    """A block of rows, each with the place of its contract."""
    listed: dict[Entry, int] = {}
    names: dict[str, int] = {}
    entries, keys = [], []
    for _, (_, key, entry, _, _) in rows:
        entries.append(listed.setdefault(entry, len(listed)))
        keys.append(-1 if key is None else names.setdefault(key, len(names)))
    households = [household for _, (household, *_) in rows]
    return Block(
        places=np.array([place for place, _ in rows], np.int32),
        households=np.array([each or 0 for each in households], np.int64),
        entries=np.array(entries, np.int32),
        keys=np.array(keys, np.int32),
        amounts=np.array([amount for _, (*_, amount, _) in rows], np.int64),
        odd=np.array([odd for _, (*_, odd) in rows], bool),
        is_household=np.array([each is not None for each in households], bool),
        listed=tuple(listed),
        names=tuple(names),
    )


def overflows(rows: Sequence[Row], at: str) -> Iterator[Problem]:
    """Amounts that no int64 holds."""
    for household, key, entry, amount, _ in rows:
        if abs(amount) > INT64_MAX:
            who = next((each for each in (household, key) if each is not None), "")
            what = "household" if household is not None else "key"
            yield too_large(f"{at}, {what} {who}: {entry[0]}", amount)


def too_large(at: str, amount: int) -> Problem:
    """The problem that an amount is one that no int64 holds."""
    return Problem(
        at=at,
        says=Text(
            zh=f"应为 64 位整数能表示的金额，得到 {amount}",
            en=f"expected an amount that 64 bits hold, got {amount}",
        ),
        do=Text(
            zh="核对单位（金额以分计）；确实这样大的，单独用 settle 结算",
            en="check the units (money is in fen); if it is so large, settle it by itself",
        ),
    )


def joined(blocks: Sequence[Block]) -> Block:
    """Blocks as one, one after another."""
    blocks = [block for block in blocks if len(block)] or list(blocks[:1])
    if len(blocks) == 1:
        return blocks[0]
    listed: dict[Entry, int] = {}
    names: dict[str, int] = {}
    entries, keys = [], []
    for block in blocks:
        new = [listed.setdefault(entry, len(listed)) for entry in block.listed]
        entries.append(_recoded(block.entries, new))
        known = [names.setdefault(name, len(names)) for name in block.names]
        keys.append(_recoded(block.keys, known))
    return Block(
        entries=np.concatenate(entries),
        keys=np.concatenate(keys),
        listed=tuple(listed),
        names=tuple(names),
        **{
            name: np.concatenate([getattr(block, name) for block in blocks])
            for name in ("places", "households", "amounts", "odd", "is_household")
        },
    )


def _recoded(codes: Array, new: Sequence[int]) -> Array:
    """Codes by another list; below zero stays below zero."""
    if list(new) == list(range(len(new))):
        return codes
    return np.array([*new, -1], np.int32)[codes]


def merged(blocks: Sequence[Block]) -> Block:
    """Blocks of different contracts as one, in the order of the contracts."""
    block = joined(blocks)
    if bool((block.places[1:] >= block.places[:-1]).all()):
        return block
    return taken(block, np.argsort(block.places, kind="stable"))


def taken(block: Block, rows: Array | slice) -> Block:
    """Some rows of a block, in the order in which they are named."""
    return evolve(block, **{name: getattr(block, name)[rows] for name in _COLUMNS})


def line_batch(block: Block, ids: Any) -> Any:
    """Lines as an Arrow record batch; `ids` are all contracts of the run."""
    columns = {
        **_common(block, ids),
        "group": coded_or_null(block.keys, block.names),
        **_words(block, LINE_ENTRY),
        "odd": bools(block.odd),
    }
    return pa.RecordBatch.from_arrays(
        [columns[name] for name in LINES_SCHEMA.names], schema=LINES_SCHEMA
    )


def book_batch(block: Block, ids: Any) -> Any:
    """Rows of books as an Arrow record batch; `ids` are all contracts of the run."""
    columns = {
        **_common(block, ids),
        "key": coded_or_null(block.keys, block.names),
        **_words(block, BOOK_ENTRY),
    }
    return pa.RecordBatch.from_arrays(
        [columns[name] for name in BOOKS_SCHEMA.names], schema=BOOKS_SCHEMA
    )


def _common(block: Block, ids: Any) -> dict[str, Any]:
    first, last = (int(block.places[at]) for at in (0, -1)) if len(block) else (0, -1)
    if block.is_household.all():
        households = array_of(block.households)
    else:
        households = nullable(block.households, block.is_household)
    return {
        "contract": coded(block.places - np.int32(first), ids[first : last + 1]),
        "household": households,
        "amount": array_of(block.amounts),
    }


def _words(block: Block, attributes: Sequence[str]) -> Mapping[str, Any]:
    """A column for each attribute of the entries."""
    found = {}
    rows, none = block.entries.astype(np.intp), np.zeros(len(block), np.int32)
    for position, name in enumerate(attributes):
        said = [entry[position] for entry in block.listed]
        if name in {"since", "until"}:
            found[name] = _days(said, block.entries)
            continue
        words: dict[str, int] = {}
        codes = [words.setdefault(each, len(words)) for each in said]
        if len(words) > 1:
            found[name] = coded(np.array(codes, np.int32)[rows], words)
        else:
            found[name] = coded(none, words)
    return found


def _days(said: Sequence[date | None], entries: Array) -> Any:
    days = [0 if day is None else day.toordinal() - _EPOCH for day in said]
    valid = [day is not None for day in said]
    return nullable(
        np.array([*days, 0], np.int32)[entries],
        np.array([*valid, False], bool)[entries],
        pa.date32(),
    )
