"""Running a program: three moves, one after another, on balances that always add up."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import assert_never

from attrs import evolve, field, frozen

from sanbian.exact.columns import side_by_side
from sanbian.exact.evaluate import Values
from sanbian.exact.refusals import no_takers, not_empty, unpaid
from sanbian.exact.sharing import (
    Division,
    fill_in_order,
    lesser,
    not_below_zero,
    of_block,
    over_claims,
    share_out,
)
from sanbian.money import OddFen
from sanbian.program import Accrue, Divide, Family, Inputs, Move, Pay, Program, Role


@frozen
class Posting:
    """What one move did between two accounts, for all keys of a level (记账).

    Attributes:
        move: Position of the move in the program.
        source: Family that the amounts leave, or None where a claim is raised.
        target: Family that the amounts reach, or None where a claim is lowered.
        level: Level of the amounts; source and target stand there or coarser.
        amounts: One whole number per key of the level.
        odd: Positions that got an odd unit, in register order.
        kind: Kind of the amounts.
    """

    move: int
    source: Family | None
    target: Family | None
    level: str
    amounts: tuple[int, ...]
    odd: tuple[int, ...]
    kind: str


@frozen
class Run:
    """A program that was run: everything that happened, and what it left.

    Attributes:
        program: The program.
        inputs: Its numbers.
        postings: In order.
        values: For each move, what its expressions came to.
        closing: Closing balances by family name, one per key.
        credits_micro: Closing fen-credits by division and key, in millionths of a fen.
    """

    program: Program
    inputs: Inputs
    postings: tuple[Posting, ...]
    values: Sequence[Values] = field(eq=False, repr=False)
    closing: Mapping[str, tuple[int, ...]]
    credits_micro: Mapping[str, Mapping[str, int]]


def run(program: Program, inputs: Inputs) -> Run:
    """Run a program.

    For every account, key and unit: opening + in - out = closing. That is asserted.

    Raises:
        InvalidInputError: Money that nobody may take and no rest is named, a pool that no
            clause empties, or a divisor of zero.
        MissingFactError: A draw that was not recorded, or a due that must be paid and
            cannot.
    """
    machine = _Machine(program, inputs)
    for position, move in enumerate(program.moves):
        machine.do(position, move)
    machine.check_pools()
    done = Run(
        program=program,
        inputs=inputs,
        postings=tuple(machine.postings),
        values=tuple(machine.values),
        closing={name: tuple(balance) for name, balance in machine.balances.items()},
        credits_micro=dict(machine.credits_micro),
    )
    _assert_balanced(done)
    return done


class _Machine:
    """The state while a program runs."""

    def __init__(self, program: Program, inputs: Inputs) -> None:
        self.program = program
        self.inputs = inputs
        self.space = inputs.space
        self.balances = _opened(program, inputs)
        self.credits_micro = dict(inputs.credits_micro)
        self.postings: list[Posting] = []
        self.values: list[Values] = []

    def do(self, position: int, move: Move) -> None:
        values = Values(self.inputs, self.balances, self.credits_micro, move.because)
        self.values.append(values)
        match move:
            case Accrue():
                level = move.claim.level
                amounts = tuple(values.whole_at(move.amount, level))
                odd, kind = values.odd_at(level), move.because.kind
                self._post(Posting(position, None, move.claim, level, amounts, odd, kind))
            case Pay():
                self._pay(position, move, values)
            case Divide():
                self._divide(position, move, values)
            case _:
                assert_never(move)

    def _post(self, posting: Posting) -> None:
        """Move amounts between two accounts and write it down; nothing moved, no posting."""
        if not any(posting.amounts):
            return
        for family, sign in _sides(posting):
            self.balances[family.name] = _moved(
                self.inputs,
                self.balances[family.name],
                family,
                posting.level,
                posting.amounts,
                sign,
            )
        self.postings.append(posting)

    def _pay(self, position: int, move: Pay, values: Values) -> None:
        dues, level, kind = self._dues(move, values), move.level, move.because.kind
        for source in move.sources:
            paid, odd = self._pay_from(source, move, dues)
            for block, amounts in enumerate(map(tuple, paid)):
                served = of_block(odd, block, len(amounts)) or values.odd_at(level)
                self._post(Posting(position, source, move.to, level, amounts, served, kind))
                if move.discharges:
                    claim = move.discharges[block]
                    self._post(Posting(position, claim, None, level, amounts, (), kind))
            dues = [
                list(map(operator.sub, due, amounts))
                for due, amounts in zip(dues, paid, strict=True)
            ]
        lacking = sum(map(sum, dues))
        if move.unpaid == "error" and lacking:
            raise unpaid(move, lacking)
        if move.unpaid == "lapse":
            for claim, due in zip(move.discharges, dues, strict=False):
                self._post(Posting(position, claim, None, level, tuple(due), (), kind))

    def _dues(self, move: Pay, values: Values) -> Sequence[Sequence[int]]:
        """What is due, one block per discharged claim, or a single block without claims."""
        owed = [not_below_zero(self.balances[claim.name]) for claim in move.discharges]
        if move.due is None:
            return owed
        wanted = not_below_zero(values.whole_at(move.due, move.level))
        return over_claims(wanted, owed) if owed else [wanted]

    def _pay_from(
        self, source: Family, move: Pay, dues: Sequence[Sequence[int]]
    ) -> tuple[Sequence[Sequence[int]], tuple[int, ...]]:
        """What one source pays towards each block of dues, and who got an odd unit."""
        if source.name in self.inputs.unlimited:
            return dues, ()
        if source.level == move.level and len(dues) == 1:  # each key has its own source
            return [lesser(self.balances[source.name], dues[0])], ()
        wanted = [0] * self.space.size(source.level)
        for due in dues:
            wanted = _moved(self.inputs, wanted, source, move.level, due, operator.add)
        available = lesser(self.balances[source.name], wanted)
        if available == wanted:
            return dues, ()
        size = len(dues[0])
        segments = tuple(
            tuple(place + block * size for place in segment for block in range(len(dues)))
            for segment in self.space.segments(source.level, move.level)
        )
        together = list(chain.from_iterable(dues))
        short = [at for at, most in enumerate(wanted) if available[at] < most]
        taken = [available[at] for at in short]
        places = [segments[at] for at in short]
        odd: tuple[int, ...] = ()
        if move.short == "in_order":
            shared = fill_in_order(taken, places, together)
        else:
            shared, odd = self._share_short(source, move, taken, places, together)
        paid = list(together)  # a source that is not short pays in full
        for place in chain.from_iterable(places):
            paid[place] = shared[place]
        return [paid[at * size : (at + 1) * size] for at in range(len(dues))], odd

    def _share_short(
        self,
        source: Family,
        move: Pay,
        available: Sequence[int],
        segments: Sequence[Sequence[int]],
        dues: Sequence[int],
    ) -> tuple[list[int], tuple[int, ...]]:
        """A short source in proportion to what is still due.

        What is not paid now stays due to the fen: no credit of fractions is kept and no
        account takes them. Where the contract says so, the largest are served here.
        """
        stays_due = move.odd_fen in {OddFen.CARRY_FORWARD, OddFen.TO_ACCOUNT}
        keys = self.space.by_name[move.level].keys
        blocks = len(dues) // len(keys)
        division = Division(
            name=f"{move.name}/{source.name}",
            clause=move.because.clause,
            odd_fen=OddFen.LARGEST_REMAINDER if stays_due else move.odd_fen,
            segments=segments,
            weights=dues,
            keys=keys
            if blocks == 1
            else [f"{key}/{n}" for n in range(blocks) for key in keys],
            at_most=dues,
            step=move.step,
        )
        return share_out(division, available, self.inputs, self.credits_micro)

    def _divide(self, position: int, move: Divide, values: Values) -> None:
        source, space = move.source, self.space
        values.before = tuple(self.balances[source.name])
        blocks = [values.at(part.weight, part.to.level) for part in move.parts]
        weights, offsets = side_by_side(blocks)
        segments = _side_by_side(
            [space.segments(source.level, part.to.level) for part in move.parts], offsets
        )
        division = Division(
            name=move.name,
            clause=move.because.clause,
            odd_fen=move.odd_fen,
            segments=segments,
            weights=weights,
            keys=[key for part in move.parts for key in _keys(self.inputs, part.to, move)],
            at_least=self._low(move, values),
            at_most=self._high(move, values),
            step=move.step,
        )
        totals = [
            total if any(map(weights.__getitem__, segment)) else 0
            for total, segment in zip(self.balances[source.name], segments, strict=True)
        ]
        shared, odd = share_out(division, totals, self.inputs, self.credits_micro)
        for part, start, block in zip(move.parts, offsets, blocks, strict=True):
            end = start + len(block.numbers)
            mine = tuple(place - start for place in odd if start <= place < end)
            kind = part.kind or move.because.kind
            amounts = tuple(shared[start:end])
            self._hand_over(
                Posting(position, source, part.to, part.to.level, amounts, mine, kind)
            )
        self._send_rest(position, move)

    def _hand_over(self, posting: Posting) -> None:
        """Move a part of a division; of a claim that is divided, one is lowered, one raised."""
        assert posting.source is not None
        if posting.source.role is not Role.CLAIM:
            self._post(posting)
            return
        self._post(evolve(posting, target=None, odd=()))
        self._post(evolve(posting, source=None))

    def _low(self, move: Divide, values: Values) -> list[int] | None:
        """Lower bounds of all takers in a row, or None where no part has any."""
        if all(part.at_least is None for part in move.parts):
            return None
        low: list[int] = []
        for part in move.parts:
            level = part.to.level
            none = [0] * self.space.size(level)
            low += none if part.at_least is None else values.whole_at(part.at_least, level)
        return low

    def _high(self, move: Divide, values: Values) -> list[int | None] | None:
        """Upper bounds of all takers in a row, or None where no part has any."""
        if all(part.at_most is None for part in move.parts):
            return None
        high: list[int | None] = []
        for part in move.parts:
            level = part.to.level
            none = [None] * self.space.size(level)
            high += none if part.at_most is None else values.whole_at(part.at_most, level)
        return high

    def _send_rest(self, position: int, move: Divide) -> None:
        left = self.balances[move.source.name]
        if not any(left):
            return
        if move.rest is None:
            raise no_takers(move, sum(left))
        source, kind = move.source, move.because.kind
        self._hand_over(
            Posting(position, source, move.rest, source.level, tuple(left), (), kind)
        )

    def check_pools(self) -> None:
        """A pool must be empty at the end: money in it has not come to rest."""
        for family in self.program.families:
            left = self.balances[family.name]
            if family.role is Role.POOL and any(left):
                raise not_empty(family, sum(left))


def _opened(program: Program, inputs: Inputs) -> dict[str, list[int]]:
    """Opening balances of all families."""
    return {
        family.name: list(
            inputs.opening.get(family.name, (0,) * inputs.space.size(family.level))
        )
        for family in program.families
    }


def _side_by_side(
    takers: Sequence[Sequence[Sequence[int]]], offsets: Sequence[int]
) -> Sequence[Sequence[int]]:
    """For each source key, the positions of all its takers in the row of all parts."""
    if len(takers) == 1:
        return takers[0]
    return [
        [
            place + offset
            for offset, mine in zip(offsets, segments, strict=True)
            for place in mine
        ]
        for segments in zip(*takers, strict=True)
    ]


def _sides(posting: Posting) -> list[tuple[Family, Callable[[int, int], int]]]:
    """The accounts of a posting: less at the source, more at the target."""
    sides: list[tuple[Family, Callable[[int, int], int]]] = []
    if posting.source is not None:
        sides.append((posting.source, operator.sub))
    if posting.target is not None:
        sides.append((posting.target, operator.add))
    return sides


def _moved(
    inputs: Inputs,
    balance: list[int],
    family: Family,
    level: str,
    amounts: Sequence[int],
    sign: Callable[[int, int], int],
) -> list[int]:
    """A family's balance after amounts at a level as fine or finer were added or taken."""
    if level == family.level:
        return list(map(sign, balance, amounts))
    if len(balance) == 1:
        return [sign(balance[0], sum(amounts))]
    after = list(balance)
    for place, amount in zip(inputs.space.path(level, family.level), amounts, strict=True):
        after[place] = sign(after[place], amount)
    return after


def _keys(inputs: Inputs, family: Family, move: Divide) -> Sequence[str]:
    """Names of the keys in a draw; where several families take part, with the family."""
    keys = inputs.space.by_name[family.level].keys
    if len(move.parts) == 1:
        return keys
    name = family.name.rsplit("/", 1)[-1]
    return [name] if len(keys) == 1 else [f"{name}/{key}" for key in keys]


def _assert_balanced(done: Run) -> None:
    """Opening + in - out = closing, for every account and key, from the postings alone."""
    totals = _opened(done.program, done.inputs)
    for posting in done.postings:
        for family, sign in _sides(posting):
            totals[family.name] = _moved(
                done.inputs,
                totals[family.name],
                family,
                posting.level,
                posting.amounts,
                sign,
            )
    for family in done.program.families:
        closing = done.closing[family.name]
        assert tuple(totals[family.name]) == closing, f"{family.name} does not balance"
        may_be_negative = family.role is Role.CLAIM or family.name in done.inputs.unlimited
        assert may_be_negative or min(closing, default=0) >= 0, f"{family.name} below zero"
