"""Running many contracts, and what each of them came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import numpy as np
from attrs import frozen

from sanbian.columnar.batches import Batch
from sanbian.columnar.postings import Posting
from sanbian.columnar.running import Machine
from sanbian.columnar.ways import Flags, Whole
from sanbian.errors import SanbianError
from sanbian.exact import Posting as ExactPosting
from sanbian.exact import Run, Values
from sanbian.exact import run as run_exactly
from sanbian.program import Program


@frozen(kw_only=True, eq=False)
class Ran:
    """A program that was run for many contracts (批量运行的结果).

    Attributes:
        program: The program.
        batch: Its numbers.
        postings: In order, for all contracts; of those set aside they mean nothing.
        closing: Closing balances by family name, likewise. Postings, balances and the batch
            share arrays: read them, write to none.
        aside: Contracts that the exact interpreter ran, shape ``(contracts,)``.
        exactly: What it gave, by contract.
        refused: What it refused, by contract: the same error as for the contract alone.
    """

    program: Program
    batch: Batch
    postings: tuple[Posting, ...]
    closing: Mapping[str, Whole]
    aside: Flags
    exactly: Mapping[int, Run]
    refused: Mapping[int, SanbianError]

    def of(self, place: int) -> Run:
        """What one contract came to, as the exact interpreter tells it.

        Raises:
            SanbianError: The contract is refused.
        """
        if place in self.refused:
            raise self.refused[place]
        if place in self.exactly:
            return self.exactly[place]
        inputs = self.batch.alone(place)
        return Run(
            program=self.program,
            inputs=inputs,
            postings=tuple(self._postings_of(place)),
            values=Again(self, place),
            closing={
                family.name: self._mine(self.closing[family.name], family.level, place)
                for family in self.program.families
            },
            credits_micro=dict(inputs.credits_micro),
        )

    def _postings_of(self, place: int) -> Iterator[ExactPosting]:
        for each in self.postings:
            amounts = self._mine(each.amounts, each.level, place)
            if any(amounts):
                odd = () if each.odd is None else self._mine(each.odd, each.level, place)
                yield ExactPosting(
                    each.move,
                    each.source,
                    each.target,
                    each.level,
                    amounts,
                    tuple(at for at, got in enumerate(odd) if got),
                    each.kind,
                )

    def _mine(self, rows: Whole | Flags, level: str, place: int) -> tuple[int, ...]:
        """The rows of one contract."""
        segments = self.batch.ways.segments(self.batch.ways.top, level)
        start, end = segments.starts[place], segments.starts[place + 1]
        mine = (
            rows[start:end] if segments.order is None else rows[segments.order[start:end]]
        )
        return tuple(mine.tolist())


class Again(Sequence[Values]):
    """The numbers behind each move of one contract; it is run again when they are asked for."""

    __slots__ = ("_place", "_ran", "_values")

    def __init__(self, ran: Ran, place: int) -> None:
        self._ran, self._place = ran, place
        self._values: Sequence[Values] | None = None

    def _read(self) -> Sequence[Values]:
        if self._values is None:
            inputs = self._ran.batch.alone(self._place)
            self._values = run_exactly(self._ran.program, inputs).values
        return self._values

    def __len__(self) -> int:
        return len(self._ran.program.moves)

    @overload
    def __getitem__(self, at: int) -> Values: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Values]: ...
    def __getitem__(self, at: int | slice) -> Values | Sequence[Values]:
        return self._read()[at]


# Freed at once: from then on the C library keeps as much memory for the arrays to come, which
# would otherwise cost more in fresh pages than in arithmetic.
np.empty(1 << 21)


def run(program: Program, batch: Batch) -> Ran:
    """Run a program for many contracts at once (批量运行).

    Each contract gets what `sanbian.exact.run` gives it alone, to the fen and posting by
    posting. What does not fit 64 bits, and what would be refused, is run by the exact
    interpreter: it costs time and changes nothing.

    Args:
        program: The program, of the common shape of all contracts.
        batch: Their numbers, see `side_by_side`.

    Examples:
        >>> from sanbian.columnar import run, side_by_side
        >>> from sanbian.program import Inputs, Level, Program, Space
        >>> one = Inputs(space=Space((Level("contract", ("A",)),)), measures={}, opening={})
        >>> ran = run(Program((), ()), side_by_side(Program((), ()), [one, one]))
        >>> ran.of(1).postings, ran.aside.tolist()
        ((), [False, False])
    """
    machine = Machine(program, batch)
    for position, move in enumerate(program.moves):
        machine.do(position, move)
    machine.check()
    exactly: dict[int, Run] = {}
    refused: dict[int, SanbianError] = {}
    for place in np.flatnonzero(machine.aside.flags).tolist():
        try:
            exactly[place] = run_exactly(program, batch.alone(place))
        except SanbianError as error:
            refused[place] = error
    return Ran(
        program=program,
        batch=batch,
        postings=tuple(machine.postings),
        closing={name: balance for name, (balance, _) in machine.balances.items()},
        aside=machine.aside.flags,
        exactly=exactly,
        refused=refused,
    )
