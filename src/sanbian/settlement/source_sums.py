"""What each source of a promise really gave, in the order of the contract (各来源实付)."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from sanbian.contract import Contract
from sanbian.settlement.promised import promises
from sanbian.settlement.values import Settlement
from sanbian.wording import Text

_PAYING = ("pocket/", "base/", "pool/", "fund/", "advanced/")


@frozen(kw_only=True)
class SourceGave:
    """What one source gave (一个来源实付).

    Attributes:
        source: Base, pool, fund or party, by its id.
        says: Its name for people.
        gave: Fen; zero where its turn did not come, or it had nothing.
    """

    source: str
    says: Text
    gave: int


@frozen(kw_only=True)
class Sources:
    """The sources of one clause and what is short (一条的来源).

    ``due = sum of what the sources gave + short``, always.

    Attributes:
        clause: Number of the clause.
        due: Fen that became due in the period, with what was owed before and not waived.
        gave: The sources, in the order of the contract.
        short: Fen that nobody gave: still owed, or lapsed.
    """

    clause: str
    due: int
    gave: tuple[SourceGave, ...]
    short: int


def sources(settlement: Settlement, contract: Contract) -> tuple[Sources, ...]:
    """What each source of each promise really gave, clause by clause.

    Examples:
        >>> from sanbian import settle, sources
        >>> from sanbian.files import load_folder
        >>> folder = load_folder("examples/C04-drought")
        >>> settled = settle(folder.contract, folder.register, folder.facts[0])
        >>> for each in sources(settled, folder.contract)[:2]:
        ...     print(each.clause, each.due, [(one.source, one.gave) for one in each.gave])
        1 300000 [('livestock', 150000), ('risk', 50000)]
        2 90000 [('county', 90000)]
    """
    due: dict[str, int] = {}
    for each in promises((settlement,)):
        due[each.clause] = due.get(each.clause, 0) + each.promised - each.waived
    return tuple(_sources(settlement, contract, due))


def _sources(
    settlement: Settlement, contract: Contract, due: dict[str, int]
) -> Iterator[Sources]:
    given = _given(settlement)
    for clause, amount in due.items():
        stated = [
            name
            for version in contract.versions
            for each in version.clauses
            if each.id == clause
            for name in getattr(each, "paid_from", ())
        ]
        by_source = given.get(clause, {})
        names = dict.fromkeys((*stated, *by_source))
        declared = contract.names.declared
        rows = tuple(
            SourceGave(
                source=name,
                says=Text(zh=declared[name].name, en=declared[name].name_en or name),
                gave=by_source.get(name, 0),
            )
            for name in names
        )
        short = amount - sum(row.gave for row in rows)
        yield Sources(clause=clause, due=amount, gave=rows, short=short)


def _given(settlement: Settlement) -> dict[str, dict[str, int]]:
    """What each source paid on the promises of each clause."""
    discharging = {
        flow.move
        for flow in settlement.flows
        if flow.target is None and (flow.source or "").startswith("owed/")
    }
    found: dict[str, dict[str, int]] = {}
    for flow in settlement.flows:
        source = flow.source or ""
        if flow.move not in discharging or not source.startswith(_PAYING):
            continue
        word, _, name = source.partition("@")[0].partition("~")[0].partition("/")
        if word == "advanced":  # advanced/<clause>/<party>
            name = name.partition("/")[2]
        by_source = found.setdefault(flow.clause, {})
        by_source[name] = by_source.get(name, 0) + sum(flow.amounts)
    return found
