"""Proof of what was settled: counts, totals by account and kind, and a digest of every row.

The digest is taken over the rows themselves, as whole numbers and words, not over a file: it is
the same whatever the encoding, the size of the windows or the number of processes.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from sanbian.batch.blocks import Block, Entry
from sanbian.batch.numbers import INT64_MAX, Array

_FLOAT_IS_WHOLE = 1 << 53


class Proof:
    """Counts, totals and digest of the rows that were handed to it, in their order.

    Attributes:
        rows: How many.
        counts: Rows by entry.
        totals: Sums by entry.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.rows = 0
        self.counts: dict[Entry, int] = {}
        self.totals: dict[Entry, int] = {}
        self._codes: dict[Entry, int] = {}
        self._amounts = hashlib.sha256()
        self._households = hashlib.sha256()
        self._entries = hashlib.sha256()
        self._flags = hashlib.sha256()
        self._keys = hashlib.sha256()
        self._contracts = hashlib.sha256()
        self._per_contract = hashlib.sha256()

    def add(self, block: Block, ids: tuple[str, ...], first: int) -> None:
        """Count rows in; `ids` are the contracts from the place `first`."""
        self.rows += len(block)
        used = np.bincount(block.entries, minlength=len(block.listed))
        appears = _first_places(block.entries, len(block.listed))
        for code in sorted(np.flatnonzero(used).tolist(), key=appears.__getitem__):
            self._codes.setdefault(block.listed[code], len(self._codes))
        lookup = np.array(
            [self._codes.get(entry, -1) for entry in block.listed] or [0], "<i4"
        )
        for entry, count, total in zip(
            block.listed,
            used.tolist(),
            sums_by(block.entries, block.amounts, len(used)),
            strict=True,
        ):
            if count:
                self.counts[entry] = self.counts.get(entry, 0) + count
                self.totals[entry] = self.totals.get(entry, 0) + total
        self._amounts.update(_bytes(block.amounts, "<i8"))
        self._households.update(_bytes(block.households, "<i8"))
        is_same = bool(np.array_equal(lookup, np.arange(len(lookup))))
        entries = block.entries if is_same else lookup[block.entries]
        self._entries.update(_bytes(entries, "<i4"))
        is_keyed = block.keys >= 0
        flags = block.is_household.view(np.uint8) | is_keyed.view(np.uint8) << 1
        flags |= block.odd.view(np.uint8) << 2
        self._flags.update(_bytes(flags, np.uint8))
        for key in block.keys[is_keyed].tolist():
            self._keys.update(f"{block.names[key]}\n".encode())
        per_contract = np.bincount(block.places - first, minlength=len(ids))
        self._per_contract.update(_bytes(per_contract, "<i8"))
        self._contracts.update("\n".join((*ids, "")).encode())

    def digest(self) -> str:
        """The digest of all rows so far."""
        whole = hashlib.sha256()
        for part in (
            self._amounts,
            self._households,
            self._entries,
            self._flags,
            self._keys,
            self._contracts,
            self._per_contract,
        ):
            whole.update(part.digest())
        for entry in self._codes:
            whole.update(("\t".join(map(str, entry)) + "\n").encode())
        return whole.hexdigest()


def _bytes(numbers: Array, kind: Any) -> Any:
    """Numbers as bytes in one order on every machine."""
    return np.ascontiguousarray(numbers, dtype=kind).data


def _first_places(codes: Array, size: int) -> list[int]:
    """Where each code stands first; past the end for one that does not stand anywhere."""
    if size == 1:
        return [0]
    here = (codes == code for code in range(size))
    return [int(np.argmax(each)) if each.any() else len(codes) for each in here]


def sums_by(codes: Array, amounts: Array, size: int) -> list[int]:
    """Exact sums of amounts by code.

    Examples:
        >>> import numpy as np
        >>> from sanbian.batch.proofs import sums_by
        >>> sums_by(np.array([0, 1, 0]), np.array([2**62, 5, 2**62]), 2)
        [9223372036854775808, 5]
    """
    most = max(int(amounts.max(initial=0)), -int(amounts.min(initial=0)))
    if size == 1 and most * len(amounts) <= INT64_MAX:
        return [int(amounts.sum())]
    if most * len(amounts) < _FLOAT_IS_WHOLE:
        return [int(each) for each in np.bincount(codes, amounts, size).tolist()]
    return [sum(amounts[codes == code].tolist()) for code in range(size)]
