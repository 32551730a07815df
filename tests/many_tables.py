"""Worlds as tables, settled: contracts under ids of their own, by `sanbian.batch.tables_of`."""

from __future__ import annotations

import pyarrow as pa
from attrs import evolve, frozen

from sanbian import batch


@frozen
class Tables:
    """Forms, a period, and the tables of some contracts."""

    made: object

    @property
    def codes(self):
        """The number of each household, by contract and code."""
        return self.made.codes

    def settled(self, *, books=(), rows=1 << 16, batch_rows=None):
        """All portions."""

        def batches(table):
            return (
                table.to_batches(max_chunksize=batch_rows)
                if batch_rows
                else table.to_batches()
            )

        return list(
            batch.settle_many(
                self.made.forms,
                self.made.period,
                contracts=self.made.contracts,
                households=batches(self.made.households),
                groups=batches(self.made.groups),
                books=batches(books) if books else (),
                rows=rows,
            )
        )


def tables_of(worlds, facts_of):
    """The worlds, each under an id of its own, as tables.

    Args:
        worlds: By the id that each gets: contract and register.
        facts_of: By the same id, the facts of the one period.
    """
    return Tables(
        batch.tables_of(
            batch.World(
                contract=evolve(world.contract, id=id_),
                register=world.register,
                facts=facts_of[id_],
                books=None,
            )
            for id_, world in worlds.items()
        )
    )


_KINDS = {
    "contract": pa.dictionary(pa.int32(), pa.string()),
    "household": pa.int64(),
    "people": pa.int32(),
    "entered": pa.date32(),
    "left": pa.date32(),
    "noticed": pa.date32(),
}


def table(rows, always):
    """A table of rows with the columns that any of them has."""
    names = dict.fromkeys([*always, *(name for row in rows for name in row)])
    return pa.table(
        {name: pa.array([row.get(name) for row in rows], _kind(name)) for name in names}
    )


def _kind(name):
    if name.startswith(("amount.", "put_up.")):
        return pa.int64()
    return _KINDS.get(name, pa.string())
