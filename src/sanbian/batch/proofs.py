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

_SHORT = 1 << 16


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
        self._keys = hashlib.sha256()
        self._contracts = hashlib.sha256()
        self._per_contract = hashlib.sha256()

    def add(self, block: Block, ids: tuple[str, ...], first: int) -> None:
        """Count rows in; `ids` are the contracts from the place `first`."""
        self.rows += len(block)
        if len(block):
            self._count(block)
        lookup = [self._codes.get(entry, -1) for entry in block.listed]
        self._amounts.update(_bytes(block.amounts, "<i8"))
        self._households.update(_bytes(block.households, "<i8"))
        flags = block.is_household.view(np.uint8) | block.odd.view(np.uint8) << 2
        if block.names:
            is_keyed = block.keys >= 0
            flags |= is_keyed.view(np.uint8) << 1
            for key in block.keys[is_keyed].tolist():
                self._keys.update(f"{block.names[key]}\n".encode())
        entries = np.array(lookup, np.int32)[block.entries] << 3
        entries |= flags
        self._entries.update(_bytes(entries, "<i4"))
        per_contract = np.bincount(block.places - first, minlength=len(ids))
        self._per_contract.update(_bytes(per_contract, "<i8"))
        self._contracts.update("\n".join((*ids, "")).encode())

    def _count(self, block: Block) -> None:
        """Rows and sums of each entry; entries are known in the order of their first rows."""
        codes, firsts, sizes, totals = sums_by(block.entries, block.amounts)
        for at in np.argsort(firsts).tolist():
            entry = block.listed[codes[at]]
            self._codes.setdefault(entry, len(self._codes))
            self.counts[entry] = self.counts.get(entry, 0) + sizes[at]
            self.totals[entry] = self.totals.get(entry, 0) + totals[at]

    def digest(self) -> str:
        """The digest of all rows so far."""
        whole = hashlib.sha256()
        for part in (
            self._amounts,
            self._households,
            self._entries,
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


def sums_by(
    codes: Array, amounts: Array
) -> tuple[list[int], list[int], list[int], list[int]]:
    """The codes that occur, where each occurs first, how often, and its exact sum of amounts.

    Examples:
        >>> import numpy as np
        >>> from sanbian.batch.proofs import sums_by
        >>> sums_by(np.array([2, 0, 2]), np.array([2**62, 5, 2**62]))
        ([0, 2], [1, 0], [1, 2], [5, 9223372036854775808])
    """
    order, starts = _by_code(codes)
    sizes = np.diff(starts, append=len(codes))
    most = max(int(amounts.max()), -int(amounts.min()))
    ordered = amounts if len(starts) == 1 else amounts[order]
    if most * int(sizes.max()) <= INT64_MAX:
        totals = np.add.reduceat(ordered, starts).tolist()
    else:
        totals = [sum(each.tolist()) for each in np.split(ordered, starts[1:])]
    firsts = order[starts]
    return codes[firsts].tolist(), firsts.tolist(), sizes.tolist(), totals


def _by_code(codes: Array) -> tuple[Array, Array]:
    """The rows code by code, those of each in their order, and where each code begins."""
    if int(codes.max()) < _SHORT:  # short numbers are sorted in one pass
        codes = codes.astype(np.uint16)
    if bool((codes == codes[0]).all()):
        return np.arange(1), np.zeros(1, np.intp)
    order = np.argsort(codes, kind="stable")
    held = codes[order]
    return order, np.flatnonzero(np.diff(held, prepend=held[0] + 1))
