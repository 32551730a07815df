"""Worlds as tables: what `settle` reads, laid out as `settle_many` reads it."""

from __future__ import annotations

import pyarrow as pa
from attrs import frozen

from sanbian.batch import settle_many
from sanbian.contract.contracts import version_on
from sanbian.lowering.records import held_on, record_day_of


@frozen
class Tables:
    """Forms, a period, and the tables of some contracts."""

    forms: dict
    period: object
    contracts: object
    households: object
    groups: object

    def settled(self, *, books=(), rows=1 << 16, batch=None):
        """All portions."""

        def batches(table):
            return table.to_batches(max_chunksize=batch) if batch else table.to_batches()

        return list(
            settle_many(
                self.forms,
                self.period,
                contracts=self.contracts,
                households=batches(self.households),
                groups=batches(self.groups),
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
    forms, contracts, households, groups = {}, [], [], []
    for id_, world in worlds.items():
        facts = facts_of[id_]
        (part,) = facts.parts
        forms[id_] = world.contract
        row = {"contract": id_, "form": id_}
        row |= {f"amount.{name}": each for name, each in part.amounts.items()}
        row |= {f"measure.{name}": str(each) for name, each in part.measures.items()}
        row |= {f"put_up.{name}": each for name, each in facts.put_up.items()}
        contracts.append(row)
        households += _household_rows(id_, world, facts, part)
        names = {name for by_group in part.group_measures.values() for name in by_group}
        groups += [
            {"contract": id_, "group": group}
            | {
                f"measure.{name}": str(by_group.get(group, 0))
                for name, by_group in part.group_measures.items()
            }
            for group in sorted(names)
        ]
    period = next(iter(facts_of.values())).period
    return Tables(
        forms,
        period,
        table(contracts, ["contract", "form"]),
        table(households, ["contract", "household"]),
        table(groups, ["contract", "group"]),
    )


def _household_rows(id_, world, facts, part):
    contract = world.contract
    version = contract.versions[version_on(contract, part.period.end)]
    day = record_day_of(version, facts, part, "")
    held = held_on(contract, world.register, version, part, day, "")
    members = [each.id for each in contract.measures if each.level == "member"]
    measured = {
        name
        for name in members
        if name in part.activity
        or any(name in household.measures for household in world.register.households)
    }
    for number, household in enumerate(world.register.households, 1):
        assert household.code == f"H{number}", "codes that are numbers once the H is off"
        yield {
            "contract": id_,
            "household": number,
            "group": household.group,
            "people": household.people,
            "status": household.status_on(day).value,
            "entered": household.entered,
            "left": household.left,
            "noticed": household.noticed,
            "kind": household.kind and household.kind.value,
            **{
                f"shares.{each.id}": str(held.get((household.code, each.id), 0))
                for each in contract.share_classes
            },
            **{
                f"measure.{name}": str(
                    part.activity[name].get(household.code, 0)
                    if name in part.activity
                    else household.measures.get(name, 0)
                )
                for name in measured
            },
        }


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
