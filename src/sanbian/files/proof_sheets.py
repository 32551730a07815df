"""The proof sheet of a shard: counts, totals by kind and account, digests, versions (校验单)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sanbian.errors import Problem
from sanbian.files.batches import BOOKS_FILE
from sanbian.files.parquet import ParquetWriter
from sanbian.wording import numbers_hidden

LINES_FILE = "lines.parquet"
_PROBLEMS_KEPT = 1000


class Gathered:
    """The lines and books of a shard while they are written, with what proves them."""

    def __init__(self, shard: str, folder: Path) -> None:
        """Open the files.

        Args:
            shard: Name of the shard.
            folder: Where its files are written.
        """
        from sanbian.batch import Proof  # noqa: PLC0415 - an extra, loaded when first used
        from sanbian.batch.layout import (  # noqa: PLC0415 - likewise
            BOOKS_SCHEMA,
            LINES_SCHEMA,
        )

        self._shard, self._folder = shard, folder
        self._counts = {"contracts": 0, "households": 0, "refused": 0}
        self._proofs = {LINES_FILE: Proof(), BOOKS_FILE: Proof()}
        self._writers = {
            LINES_FILE: ParquetWriter(folder / LINES_FILE, LINES_SCHEMA),
            BOOKS_FILE: ParquetWriter(folder / BOOKS_FILE, BOOKS_SCHEMA),
        }

    def add(self, portion: Any) -> None:
        """Write what a portion came to."""
        self._counts["contracts"] += len(portion.contracts)
        self._counts["households"] += portion.households
        self._counts["refused"] += len(portion.refused)
        blocks = {LINES_FILE: portion.line_block, BOOKS_FILE: portion.book_block}
        batches = {LINES_FILE: portion.lines, BOOKS_FILE: portion.books}
        for name, block in blocks.items():
            self._proofs[name].add(block, portion.contracts, portion.first)
            self._writers[name].write(batches[name])

    def close(self) -> None:
        """Close the files."""
        for writer in self._writers.values():
            writer.close()

    def sheet(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """The proof sheet."""
        lines, books = self._proofs[LINES_FILE], self._proofs[BOOKS_FILE]
        return {
            "format": 1,
            "shard": self._shard,
            "inputs": dict(inputs),
            "counts": {**self._counts, "lines": lines.rows, "books": books.rows},
            "digests": {"lines": lines.digest(), "books": books.digest()},
            "files": {name: digest_of(self._folder / name) for name in self._writers},
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
            }
            for each in problems[:_PROBLEMS_KEPT]
        ],
    }


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
