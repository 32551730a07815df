"""The proof sheet of a shard: counts, totals by kind and account, digests, versions (校验单)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sanbian.errors import Problem
from sanbian.files.batches import BOOKS_FILE
from sanbian.files.behind import Behind
from sanbian.files.parquet import ROW_GROUP, writer_of
from sanbian.wording import Text, numbers_hidden

LINES_FILE = "lines.parquet"
_PROBLEMS_KEPT = 1000


class _File:
    """The rows of one table, written in row groups of some size."""

    def __init__(
        self, path: Path, schema: Any, batch_of: Callable[[Any, Any], Any]
    ) -> None:
        self._writer = writer_of(path, schema)
        self._batch_of = batch_of
        self._held: list[Any] = []
        self._ids: Any = None

    def add(self, block: Any, ids: Any) -> None:
        """Write rows of contracts whose `ids` are an Arrow column, once they are enough."""
        self._ids = ids
        self._held.append(block)
        if sum(map(len, self._held)) >= ROW_GROUP:
            self._write()

    def _write(self) -> None:
        from sanbian.batch.blocks import joined  # noqa: PLC0415 - loaded when first used

        batch = self._batch_of(joined(self._held), self._ids)
        self._writer.write_batch(batch, row_group_size=batch.num_rows)
        self._held = []

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        try:
            if any(map(len, self._held)):
                self._write()
        finally:
            self._writer.close()


class Gathered:
    """The lines and books of a shard while they are written, with what proves them."""

    def __init__(self, shard: str, folder: Path) -> None:
        """Open the files.

        Args:
            shard: Name of the shard.
            folder: Where its files are written.
        """
        from sanbian.batch import Proof  # noqa: PLC0415 - an extra, loaded when first used
        from sanbian.batch.blocks import book_batch, line_batch  # noqa: PLC0415 - likewise
        from sanbian.batch.layout import (  # noqa: PLC0415 - likewise
            BOOKS_SCHEMA,
            LINES_SCHEMA,
        )

        self._shard, self._folder = shard, folder
        self._counts = {"contracts": 0, "households": 0, "refused": 0}
        self._proofs = {LINES_FILE: Proof(), BOOKS_FILE: Proof()}
        self._files = {
            LINES_FILE: _File(folder / LINES_FILE, LINES_SCHEMA, line_batch),
            BOOKS_FILE: _File(folder / BOOKS_FILE, BOOKS_SCHEMA, book_batch),
        }
        self._writing = Behind()

    def add(self, portion: Any) -> None:
        """Prove what a portion came to, and write it while the next is settled.

        Raises:
            OSError: What came before cannot be written.
        """
        self._counts["contracts"] += len(portion.contracts)
        self._counts["households"] += portion.households
        self._counts["refused"] += len(portion.refused)
        blocks = {LINES_FILE: portion.line_block, BOOKS_FILE: portion.book_block}
        for name, block in blocks.items():
            self._proofs[name].add(block, portion.contracts, portion.first)
            self._writing.do(self._files[name].add, block, portion.listed)

    def close(self) -> None:
        """Close the files.

        Raises:
            OSError: They cannot be written.
        """
        self._writing.finish(*(file.close for file in self._files.values()))

    def sheet(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """The proof sheet."""
        lines, books = self._proofs[LINES_FILE], self._proofs[BOOKS_FILE]
        return {
            "format": 1,
            "shard": self._shard,
            "inputs": dict(inputs),
            "counts": {**self._counts, "lines": lines.rows, "books": books.rows},
            "digests": {"lines": lines.digest(), "books": books.digest()},
            "files": {name: digest_of(self._folder / name) for name in self._files},
            "lines": list(_line_rows(lines)),
            "kinds": _kinds(lines),
            "accounts": _accounts(lines),
            "books": list(_book_rows(books)),
        }


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def refused(problems: Sequence[Problem]) -> dict[str, Any]:
    """What was refused, for a program: where, and what in both languages."""
    return {
        "count": len(problems),
        "problems": [
            {
                "at": numbers_hidden(each.at),
                "zh": numbers_hidden(each.of("zh")),
                "en": numbers_hidden(each.of("en")),
                "says": _both(each.says),
                "do": _both(each.do),
            }
            for each in problems[:_PROBLEMS_KEPT]
        ],
    }


def _both(words: Text) -> dict[str, str]:
    return {"zh": numbers_hidden(words.zh), "en": numbers_hidden(words.en)}


def problems_of(told: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What was refused, as `refused` has told it.

    Raises:
        KeyError, TypeError: Another program has written it.
    """
    return tuple(
        Problem(at=each["at"], says=Text(**each["says"]), do=Text(**each["do"]))
        for each in told["problems"]
    )


def _line_rows(proof: Any) -> Iterator[dict[str, Any]]:
    """Lines and their sum, by clause, kind, payer, payee and unit."""
    for entry, count in sorted(proof.counts.items()):
        clause, kind, payer, payee, unit = entry
        yield {
            "clause": clause,
            "kind": kind,
            "payer": payer,
            "payee": payee,
            "unit": unit,
            "lines": count,
            "amount": proof.totals[entry],
        }


def _kinds(proof: Any) -> dict[str, dict[str, int]]:
    """Sums by kind and unit."""
    found: dict[str, Counter[str]] = {}
    for (_, kind, _, _, unit), total in sorted(proof.totals.items()):
        found.setdefault(kind, Counter())[unit] += total
    return {kind: dict(by_unit) for kind, by_unit in found.items()}


def _accounts(proof: Any) -> dict[str, dict[str, int]]:
    """What left and what reached each account, in its unit."""
    found: dict[str, dict[str, int]] = {}
    for (_, _, payer, payee, unit), total in sorted(proof.totals.items()):
        for account, side in ((payer, "out"), (payee, "in")):
            name = account if unit == "fen" else f"{account} ({unit})"
            sums = found.setdefault(name, {"in": 0, "out": 0})
            sums[side] += total
    return found


def _book_rows(proof: Any) -> Iterator[dict[str, Any]]:
    """Rows of the closing books and their sum, by account and day."""
    for entry, count in sorted(proof.counts.items(), key=lambda each: str(each[0])):
        what, account, since, _, level, unit = entry
        yield {
            "what": what,
            "account": account,
            "since": None if since is None else since.isoformat(),
            "level": level,
            "unit": unit,
            "rows": count,
            "amount": proof.totals[entry],
        }
