"""A crowd that was run, as blocks of lines and of closing books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from sanbian.batch.blocks import Block, Entry
from sanbian.batch.crowds import Crowd
from sanbian.batch.numbers import Array
from sanbian.batch.worlds import YEAR
from sanbian.batch.years import Got
from sanbian.clause import Kind
from sanbian.columnar import Posting
from sanbian.columnar.running import Machine
from sanbian.lowering.draft import CONTRACT, GROUP, MEMBER
from sanbian.period import Period
from sanbian.program import Family, Program, Role
from sanbian.settlement.refusals import OWED
from sanbian.settlement.settling import kind_of_posting
from sanbian.settlement.values import CASH, RETURNED


def run_together(crowd: Crowd, program: Program, machine: Machine) -> Array:
    """Run the program; the positions of contracts that only the exact road can settle."""
    for position, move in enumerate(program.moves):
        machine.do(position, move)
    machine.check()
    alone = machine.aside.flags.copy()
    for posting in machine.postings:  # a due below zero is refused, in words
        if (
            posting.source is None
            and posting.target is not None
            and posting.target.name.startswith(OWED)
            and posting.kind != Kind.WAIVER.value
            and len(posting.amounts)
            and int(posting.amounts.min()) < 0
        ):
            path = crowd.ways.path(posting.level, CONTRACT)
            alone[path[posting.amounts < 0]] = True
    return alone


def lines_of(crowd: Crowd, program: Program, machine: Machine, alone: Array) -> list[Block]:
    """The lines of the crowd: those of contracts and groups, and those of households."""
    paid = [
        (posting, _line_entry(program, posting))
        for posting in machine.postings
        if _is_payment(posting)
    ]
    own = [each for each in paid if each[0].level == MEMBER]
    others = [each for each in paid if each[0].level != MEMBER]
    keep = ~alone
    found = []
    if others:
        found.append(_lines_of_others(crowd, others, keep))
    if own:
        found.append(_lines_of_households(crowd, own, keep))
    return found


def _is_payment(posting: Posting) -> bool:
    """Whether a posting is a line; see `sanbian.settlement.values.is_payment`."""
    if posting.source is None or posting.target is None:
        return False
    name = posting.target.name
    return name != CASH and not name.startswith(RETURNED)


def _line_entry(program: Program, posting: Posting) -> Entry:
    move = program.moves[posting.move]
    assert posting.source is not None
    assert posting.target is not None
    kind = kind_of_posting(posting.kind, posting.target, move)
    return (
        move.because.clause,
        kind.value,
        posting.source.name,
        posting.target.name,
        posting.source.unit,
    )


def _lines_of_households(
    crowd: Crowd, paid: Sequence[tuple[Posting, Entry]], keep: Array
) -> Block:
    """Household by household, each in the order of the moves."""
    count = len(paid)
    if count == 1:
        amounts = paid[0][0].amounts
    else:
        amounts = np.stack([posting.amounts for posting, _ in paid], axis=1).ravel()
    here = amounts != 0
    if not keep.all():
        here &= np.repeat(keep[crowd.contract_of], count)
    rows, of, entries = _which(here, count)
    sheet = crowd.window.households
    if not crowd.is_whole:
        of = crowd.rows[of]
    return Block(
        places=sheet.places[of],
        households=sheet.households[of],
        entries=entries,
        keys=np.full(len(entries), -1, np.int32),
        amounts=amounts[rows],
        odd=_odd(paid, len(crowd.contract_of))[rows],
        is_household=np.ones(len(entries), bool),
        listed=tuple(entry for _, entry in paid),
    )


def _which(here: Array, count: int) -> tuple[Any, Any, Array]:
    """The rows that are something, the household of each, and its entry of so many."""
    if count == 1 and bool(here.all()):
        return slice(None), slice(None), np.zeros(len(here), np.int32)
    rows = np.flatnonzero(here)
    of = rows // count
    return rows, of, (rows - of * count).astype(np.int32)


def _odd(paid: Sequence[tuple[Posting, Entry]], rows: int) -> Array:
    nobody = np.zeros(rows, bool)
    flags = [nobody if posting.odd is None else posting.odd for posting, _ in paid]
    return flags[0] if len(flags) == 1 else np.stack(flags, axis=1).ravel()


def _lines_of_others(
    crowd: Crowd, paid: Sequence[tuple[Posting, Entry]], keep: Array
) -> Block:
    """Of parties, pools, funds and groups: contract by contract, in the order of the moves."""
    contract: list[Array] = []
    keys: list[Array] = []
    entries: list[Array] = []
    amounts: list[Array] = []
    odd: list[Array] = []
    names = _Names(crowd)
    for number, (posting, _) in enumerate(paid):
        of = crowd.ways.path(posting.level, CONTRACT)
        rows = np.flatnonzero((posting.amounts != 0) & keep[of])
        contract.append(of[rows])
        keys.append(names.of(posting.level, rows))
        entries.append(np.full(len(rows), number, np.int32))
        amounts.append(posting.amounts[rows])
        odd.append(np.zeros(len(rows), bool) if posting.odd is None else posting.odd[rows])
    return _block(
        crowd, contract, keys, entries, amounts, [e for _, e in paid], names, odd=odd
    )


class _Names:
    """Names of groups, each once."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self.listed: dict[str, int] = {}
        self._codes: Array | None = None

    def of(self, level: str, rows: Array) -> Array:
        """Codes of the names of some keys of a level; below zero where it is the contract."""
        if level != GROUP:
            return np.full(len(rows), -1, np.int32)
        if self._codes is None:
            self._codes = np.array(
                [
                    self.listed.setdefault(name, len(self.listed))
                    for name in self._crowd.group_names
                ],
                np.int32,
            )
        return self._codes[rows]


def _block(  # noqa: PLR0913, PLR0917 - one argument for each column of a block
    crowd: Crowd,
    contract: Sequence[Array],
    keys: Sequence[Array],
    entries: Sequence[Array],
    amounts: Sequence[Array],
    listed: Sequence[Entry],
    names: _Names,
    *,
    odd: Sequence[Array] | None = None,
    households: Sequence[Array] | None = None,
    is_household: Sequence[Array] | None = None,
) -> Block:
    """Rows that were gathered entry by entry, contract by contract."""
    of = np.concatenate(contract)
    order = np.argsort(of, kind="stable")
    size = len(of)

    def sorted_(pieces: Sequence[Array] | None, kind: type) -> Array:
        if pieces is None:
            return np.zeros(size, kind)
        found: Array = np.concatenate(pieces)[order]
        return found

    return Block(
        places=crowd.places[of[order]].astype(np.int32),
        households=sorted_(households, np.int64),
        entries=sorted_(entries, np.int32),
        keys=sorted_(keys, np.int32),
        amounts=sorted_(amounts, np.int64),
        odd=sorted_(odd, bool),
        is_household=sorted_(is_household, bool),
        listed=tuple(listed),
        names=tuple(names.listed),
    )


# --- books -----------------------------------------------------------------------------


def books_of(
    crowd: Crowd,
    program: Program,
    machine: Machine,
    alone: Array,
    settled: Sequence[Period],
    got: Sequence[Got],
) -> Block:
    """The closing books of the crowd, in the order in which the exact road writes them."""
    keep = ~alone
    gathered = _Gathered(crowd, keep)
    for period in settled:
        entry: Entry = ("settled", "", period.start, period.end, "", "")
        gathered.add_contracts(entry, np.zeros(len(crowd.at), np.int64))
    families = {family.name: family for family in program.families}
    funds = sorted(
        (name.removeprefix("fund/"), family)
        for name, family in families.items()
        if family.role is Role.FUND
    )
    for name, family in funds:
        own = family.level == MEMBER
        entry = ("fund", name, None, None, MEMBER if own else "", "fen")
        gathered.add(entry, family, machine, is_sparse=False)
    for (account, since, _), family in sorted(_claims(families.values()), key=_of_claim):
        entry = ("claim", account, since, None, family.level, family.unit)
        gathered.add(entry, family, machine, is_sparse=True)
    for each in got:
        gathered.add_households((YEAR, each.account, None, None, MEMBER, "fen"), each)
    return gathered.block()


def _of_claim(found: tuple[tuple[str, date, str], Family]) -> tuple[str, date, str]:
    return found[0]


def _claims(families: Iterable[Family]) -> Iterator[tuple[tuple[str, date, str], Family]]:
    for family in families:
        if family.role is Role.CLAIM:
            account, _, since = family.name.rpartition("@")
            yield (account, date.fromisoformat(since), family.level), family


class _Gathered:
    """Rows of closing books, entry by entry."""

    def __init__(self, crowd: Crowd, keep: Array) -> None:
        self._crowd, self._keep = crowd, keep
        self._names = _Names(crowd)
        self._ids = crowd.window.agreements.ids
        self._contract: list[Array] = []
        self._keys: list[Array] = []
        self._households: list[Array] = []
        self._is_household: list[Array] = []
        self._amounts: list[Array] = []
        self._entries: list[Array] = []
        self._listed: list[Entry] = []

    def add_contracts(self, entry: Entry, amounts: Array) -> None:
        """A row for each contract that names nobody."""
        rows = np.flatnonzero(self._keep)
        self._put(entry, rows, np.full(len(rows), -1, np.int32), amounts[rows])

    def add(
        self, entry: Entry, family: Family, machine: Machine, *, is_sparse: bool
    ) -> None:
        """The closing balances of a family; of claims only those that are something."""
        crowd, level = self._crowd, family.level
        amounts, _ = machine.balances[family.name]
        of = crowd.ways.path(level, CONTRACT)
        here = self._keep[of]
        if is_sparse:
            here = here & (amounts != 0)
        rows = np.flatnonzero(here)
        if level == MEMBER:
            households = crowd.window.households.households[crowd.rows]
            self._put(entry, of[rows], None, amounts[rows], households[rows])
            return
        if level == GROUP:
            codes = self._names.of(level, rows)
            named = np.array(crowd.group_names, object)[rows]
            order = np.lexsort((named.astype(str), of[rows]))
            self._put(entry, of[rows][order], codes[order], amounts[rows][order])
            return
        listed = self._names.listed
        own = [
            listed.setdefault(self._ids[place], len(listed))
            for place in crowd.places[of[rows]].tolist()
        ]
        self._put(entry, of[rows], np.array(own, np.int32), amounts[rows])

    def add_households(self, entry: Entry, got: Got) -> None:
        """What households got to date."""
        crowd = self._crowd
        rows = np.flatnonzero(self._keep[crowd.contract_of] & got.is_there)
        households = crowd.window.households.households[crowd.rows]
        of = crowd.contract_of[rows]
        self._put(entry, of, None, got.amounts[rows], households[rows])

    def _put(
        self,
        entry: Entry,
        of: Array,
        keys: Array | None,
        amounts: Array,
        households: Array | None = None,
    ) -> None:
        size = len(of)
        self._contract.append(of)
        self._keys.append(np.full(size, -1, np.int32) if keys is None else keys)
        is_household = households is not None
        self._households.append(
            np.zeros(size, np.int64) if households is None else households
        )
        self._is_household.append(np.full(size, is_household))
        self._amounts.append(amounts)
        self._entries.append(np.full(size, len(self._listed), np.int32))
        self._listed.append(entry)

    def block(self) -> Block:
        """All of them, contract by contract."""
        return _block(
            self._crowd,
            self._contract,
            self._keys,
            self._entries,
            self._amounts,
            self._listed,
            self._names,
            households=self._households,
            is_household=self._is_household,
        )
