"""Futures of one contract that share a program: lowered once, run in columns, or one by one.

Two futures have the same program in a year where the same bases make a loss and the same funds
are in the books. Debts of earlier years differ from future to future; the program has those of
all of them, and a future without one opens it at nothing, which moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain

import numpy as np
from attrs import frozen

from sanbian.batch.carried import Carried, Keys, Standing
from sanbian.batch.numbers import Array
from sanbian.batch.varied import Varied
from sanbian.books import Books, Claim
from sanbian.clause import Kind, Payout
from sanbian.columnar import Batch, Column, Ways, column_of
from sanbian.columnar.columns import LIMIT, most
from sanbian.columnar.running import Machine
from sanbian.contract import Contract
from sanbian.errors import SanbianError
from sanbian.facts import Facts
from sanbian.lowering.draft import CONTRACT, MEMBER
from sanbian.lowering.plan import space_of
from sanbian.program import Inputs, Program, Role, measures_of
from sanbian.register import EntryKind, Register
from sanbian.settlement.refusals import OWED
from sanbian.settlement.settling import prepared

SUM_LIMIT = 1 << 53
"""What all keys of an account may come to; a thousand such sums still fit in 64 bits."""


@frozen(kw_only=True, eq=False)
class Year:
    """What one year of all futures is settled from, but for the books (一年的依据).

    Attributes:
        contract: The contract, its worked examples compared and taken out.
        register: Who holds what.
        facts: The facts that are the same in all futures.
        keys: The keys of each level.
        households: Codes of all holders, those who are only in the books at the end.
        is_new_year: Whether nothing was got yet in the calendar year in which it ends.
    """

    contract: Contract
    register: Register
    facts: Facts
    keys: Keys
    households: tuple[str, ...]
    is_new_year: bool


def keys_of(contract: Contract, register: Register, day: date) -> Keys:
    """The keys of each level on a day, without those who are only in the books."""
    space = space_of(contract, register, Books(contract=contract.id), day)
    return {level.name: level.keys for level in space.levels}


@frozen(kw_only=True, eq=False)
class Ran:
    """Futures that went through one program (同一程序的各未来).

    Attributes:
        rows: Their places.
        program: The program.
        machine: The state after it ran.
    """

    rows: Array
    program: Program
    machine: Machine


@frozen(kw_only=True, eq=False)
class _Shape:
    program: Program
    inputs: Inputs
    measures: tuple[str, ...]


class Branches:
    """The programs of one year that were met so far."""

    def __init__(self, year: Year) -> None:
        """Meet none yet."""
        self._year = year
        self._shapes: dict[object, _Shape | None] = {}
        self._goes = _goes_in_columns(year)
        self._entering = _entering(year)

    def run(
        self, carried: Carried, varied: Varied, rows: Array
    ) -> Iterator[tuple[Ran | None, Array]]:
        """Run the futures of some rows together, as far as that goes.

        Args:
            carried: The books before.
            varied: The facts that differ.
            rows: Places of the futures that are settled.

        Yields:
            What ran, and the futures that have to be settled one by one.
        """
        alone = np.empty(carried.count, bool)
        alone[:] = not self._goes
        alone[list(carried.alone)] = True
        for standing in carried.claims.values():  # what was paid before it was due
            alone |= (standing.amounts < 0).any(axis=1)
        yield None, rows[alone[rows]]
        for group, key in self._groups(carried, varied, rows[~alone[rows]]):
            yield self._ran(carried, varied, group, key)

    def _groups(
        self, carried: Carried, varied: Varied, rows: Array
    ) -> Iterator[tuple[Array, tuple[object, ...]]]:
        """Futures by which bases make a loss, and what the books have of funds."""
        if not len(rows):
            return
        marks = [*varied.losses(rows)]
        for _, standing in sorted(carried.funds.items()):
            marks.append(standing.named[rows])
            if standing.level == MEMBER:  # who enters anew with nothing on his own fund
                here = standing.amounts[rows] == 0
                marks.append(here & np.array(self._entering))
        none = np.zeros((len(rows), 1), bool)
        table = np.packbits(np.concatenate([none, *marks], axis=1), axis=1)
        kinds, found = np.unique(table, axis=0, return_inverse=True)
        found = found.reshape(len(rows))
        for code, kind in enumerate(kinds):
            yield rows[found == code], (tuple(sorted(carried.funds)), kind.tobytes())

    def _ran(
        self, carried: Carried, varied: Varied, rows: Array, key: tuple[object, ...]
    ) -> tuple[Ran | None, Array]:
        claims = [
            name
            for name, standing in sorted(carried.claims.items())
            if np.count_nonzero(standing.named[rows])
        ]
        whole = (*key, *claims)
        if whole not in self._shapes:
            self._shapes[whole] = self._met(carried, varied, int(rows[0]), claims)
        shape = self._shapes[whole]
        if shape is None:
            return None, rows
        batch = _Columns(self._year, carried, varied, rows, shape, self._entering).batch()
        machine = Machine(shape.program, batch)
        for position, move in enumerate(shape.program.moves):
            machine.do(position, move)
        machine.check()
        _set_negative_dues_aside(machine)
        _set_large_sums_aside(shape.program, machine, batch)
        return (
            Ran(rows=rows, program=shape.program, machine=machine),
            rows[machine.aside.flags],
        )

    def _met(
        self, carried: Carried, varied: Varied, place: int, claims: Sequence[str]
    ) -> _Shape | None:
        """The program for one future and the debts of all; None where it has none."""
        year = self._year
        books = carried.books_with(place, (_claim(name, carried) for name in claims))
        facts = varied.put_into(year.facts, place)
        try:
            _, lowered = prepared(year.contract, year.register, facts, books)
        except SanbianError:
            return None
        inputs = lowered.inputs
        measures = tuple(measures_of(lowered.program))
        held = [inputs.measures[name] for name in measures]
        every = chain(*(each for each, _ in held), *inputs.opening.values())
        if any(abs(each) > LIMIT for each in (*every, *(scale for _, scale in held))):
            return None
        return _Shape(program=lowered.program, inputs=inputs, measures=measures)


def got_under(ran: Ran) -> Iterator[tuple[str, Array]]:
    """What each holder got, clause by clause, without those set aside; see `Books`.

    What a clause promised is kept under its claim account: it may be paid later.
    """
    keep = ~ran.machine.aside.flags
    for posting in ran.machine.postings:
        name = "" if posting.target is None else posting.target.name
        is_promise = name.startswith(OWED) and posting.level == MEMBER
        is_promise = is_promise and posting.kind != Kind.WAIVER.value
        if is_promise or (name.startswith("payable/") and "@" not in name):
            clause = ran.program.moves[posting.move].because.clause
            amounts = posting.amounts.reshape(len(keep), -1)[keep]
            yield (f"{OWED}{clause}" if is_promise else clause), amounts


def _goes_in_columns(year: Year) -> bool:
    """Whether every number of a program is known by its name, whatever the future.

    Facts about debts of the books, and payouts that are decided within a band, are left to
    the exact interpreter.
    """
    facts = year.facts
    told = facts.advances or facts.waivers or facts.paid_on or facts.winding_up_since
    decided = any(
        isinstance(clause, Payout)
        for version in year.contract.versions
        for clause in version.clauses
    )
    return not told and not decided


def _entering(year: Year) -> tuple[bool, ...]:
    """Which holders enter, perhaps again, in the period or later."""
    start = year.facts.period.start
    told = {
        entry.household
        for entry in year.register.entries
        if entry.kind is EntryKind.FACT and entry.field == "entered" and entry.day >= start
    }
    told |= {
        each.code
        for each in year.register.households
        if each.entered is not None and each.entered >= start
    }
    return tuple(code in told for code in year.keys[MEMBER])


def _claim(name: str, carried: Carried) -> Claim:
    """A debt that some future has, as the program is to know it."""
    account, _, since = name.rpartition("@")
    standing = carried.claims[name]
    return Claim(
        account=account,
        since=date.fromisoformat(since),
        level=standing.level,
        key=carried.keys[standing.level][0],
        amount=1,
        unit=standing.unit,
    )


def _set_negative_dues_aside(machine: Machine) -> None:
    """A due below zero is refused, in words, by the exact interpreter."""
    for posting in machine.postings:
        if (
            posting.source is None
            and posting.target is not None
            and posting.target.name.startswith(OWED)
            and posting.kind != Kind.WAIVER.value
        ):
            machine.aside.rows(posting.level, posting.amounts < 0)


def _set_large_sums_aside(program: Program, machine: Machine, batch: Batch) -> None:
    """Futures whose sums over holders, clauses and years might leave 64 bits."""
    moved = [(posting.level, posting.amounts) for posting in machine.postings]
    for level, numbers in (*moved, *_standing(program, machine)):
        most_each = SUM_LIMIT // max(1, batch.ways.size(level) // batch.size)
        if most(numbers) > most_each:
            machine.aside.rows(level, np.abs(numbers) > most_each)


def _standing(program: Program, machine: Machine) -> Iterator[tuple[str, Array]]:
    for family in program.families:
        if family.role in {Role.FUND, Role.CLAIM}:
            yield family.level, machine.balances[family.name][0]


@frozen(eq=False)
class _Columns:
    """The numbers of a program for the futures of some rows, future after future."""

    year: Year
    carried: Carried
    varied: Varied
    rows: Array
    shape: _Shape
    entering: tuple[bool, ...]

    def batch(self) -> Batch:
        """All of them."""
        count, aside = len(self.rows), np.zeros(len(self.rows), bool)
        measures = {name: self._measure(name, aside) for name in self.shape.measures}
        opening = {
            family.name: self._opening(family.name, family.role, aside)
            for family in self.shape.program.families
        }
        return Batch(
            ways=self._ways(count),
            measures=measures,
            opening={name: each for name, each in opening.items() if each is not None},
            unlimited=self.shape.inputs.unlimited,
            aside=aside,
            drawn=np.full(count, bool(self.year.facts.draws)),
            alone=_nobody_alone,
        )

    def _ways(self, count: int) -> Ways:
        space = self.shape.inputs.space
        sizes = {level.name: len(level.keys) for level in space.levels}
        joins = {}
        for join in space.joins:
            steps = np.repeat(np.arange(count) * sizes[join.coarse], sizes[join.fine])
            index = np.tile(np.array(join.index, np.int64), count)
            joins[join.fine, join.coarse] = index + steps
        return Ways({name: size * count for name, size in sizes.items()}, joins, CONTRACT)

    def _measure(self, name: str, aside: Array) -> Column:
        word, _, rest = name.partition("/")
        varied = self.varied.measure(word, rest, self.rows)
        if varied is not None:
            return column_of(_fitting(varied, aside))
        opened: Array | None = None
        if word == "late":
            opened = self._opened(self.carried.claims, rest)
        elif word == "ytd":
            opened = self._opened(self.carried.got, rest)
        elif word == "opening":
            opened = self._opening(f"fund/{rest}", Role.FUND, aside)
        if opened is not None:
            return column_of(opened)
        numbers, scale = self.shape.inputs.measures[name]
        one = np.array(
            numbers[:1], np.int64
        )  # where it is the same for all it stands alone
        is_one = len(numbers) and set(numbers) == {numbers[0]}
        every = one if is_one else np.tile(np.array(numbers, np.int64), len(self.rows))
        return column_of(every, scale)

    def _opened(self, kept: Mapping[str, Standing], name: str) -> Array | None:
        standing = kept.get(name)
        return None if standing is None else standing.amounts[self.rows].ravel()

    def _opening(self, name: str, role: Role, aside: Array) -> Array | None:
        """What stands on a family before the period; None for nothing."""
        word, _, rest = name.partition("/")
        varied = self.varied.opening(word, rest, self.rows)
        if varied is not None:
            return _fitting(varied, aside)
        if role is Role.CLAIM:
            return self._opened(self.carried.claims, name)
        first = self.shape.inputs.opening.get(name)
        stated = None if first is None else np.array(first, np.int64)
        standing = self.carried.funds.get(name)
        if standing is not None:
            return self._fund(name, stated)
        return None if stated is None else np.tile(stated, len(self.rows))

    def _fund(self, name: str, stated: Array | None) -> Array:
        """A fund as the books have it; as it opens, for who is new to it."""
        standing = self.carried.funds[name]
        amounts, known = standing.amounts[self.rows], standing.named[self.rows]
        if standing.level == MEMBER:
            known = known & ~((amounts == 0) & np.array(self.entering))
        opens = 0 if stated is None else stated
        return np.where(known, amounts, opens).ravel()


def _fitting(numbers: Array, aside: Array) -> Array:
    """One number a future within the safe range; futures with others are set aside."""
    if most(numbers) <= LIMIT:
        return numbers
    over = (numbers > LIMIT) | (numbers < -LIMIT)
    aside |= over
    return np.where(over, 0, numbers)


def _nobody_alone(place: int) -> Inputs:
    raise AssertionError(place)
