"""Which road each contract takes: in columns with others of its shape, or alone, exactly.

Contracts of one form whose facts and books have the same entries share a program. It is lowered
for one of them, and what the tables give for its columns is compared with what lowering gave,
number by number, for two of them; a difference is our own slip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs
import numpy as np
import pyarrow as pa
from attrs import frozen

from sanbian.batch.blocks import Block
from sanbian.batch.crowds import CannotBindError, Crowd
from sanbian.batch.kept import Kept
from sanbian.batch.numbers import Array, wholes
from sanbian.batch.one import is_closed
from sanbian.batch.together import books_of, lines_of, run_together
from sanbian.batch.windows import Window
from sanbian.batch.worlds import SETTLED, World, world_of
from sanbian.clause import (
    Allotment,
    Dividend,
    Guarantee,
    OrderPurchase,
    PatronageRefund,
    Payment,
    PreferredDividend,
    Reserve,
    Retention,
    Split,
    TopUp,
)
from sanbian.columnar import Batch, column_of
from sanbian.columnar.columns import LIMIT, most
from sanbian.columnar.running import Machine
from sanbian.contract import Contract
from sanbian.contract.contracts import version_on
from sanbian.errors import SanbianError
from sanbian.facts import Facts, PartFacts
from sanbian.lowering.draft import CONTRACT
from sanbian.lowering.plan import Lowered
from sanbian.lowering.records import record_day_of
from sanbian.money import OddFen
from sanbian.period import Period
from sanbian.program import Inputs, Program, measures_of
from sanbian.settlement.settling import prepared

IN_COLUMNS = (
    Allotment,
    Dividend,
    Guarantee,
    OrderPurchase,
    PatronageRefund,
    Payment,
    PreferredDividend,
    Reserve,
    Retention,
    Split,
    TopUp,
)
"""Clauses whose numbers the tables give in columns; any other takes the exact road."""


@frozen(kw_only=True, eq=False)
class Shape:
    """A program that contracts share, and the numbers that are the same for all of them.

    Attributes:
        program: The program.
        inputs: Those of the contract for which it was lowered.
        settled: The periods that are settled once it has run.
        measures: The level of each measure that it reads.
    """

    program: Program
    inputs: Inputs
    settled: tuple[Period, ...]
    measures: Mapping[str, str]


class Roads:
    """The shapes that were met so far, for one run over many contracts."""

    def __init__(self, forms: Mapping[str, Contract], period: Period) -> None:
        """Meet none yet."""
        self._forms = forms
        self._period = period
        self._shapes: dict[tuple[object, ...], Shape | None] = {}
        self._days = {name: _record_day(form, period) for name, form in forms.items()}
        self._by_entry = {name: _counts_from_entry(form) for name, form in forms.items()}

    def together(
        self, window: Window, refused: Iterable[int]
    ) -> Iterator[tuple[Block | None, Block | None, list[int]]]:
        """Settle contracts of a window in crowds.

        Args:
            window: The window.
            refused: Places of contracts that are not settled.

        Yields:
            Lines, closing books, and the places of those that were settled so.
        """
        kept = Kept(window)
        for key, at in self._crowds(window, kept, refused):
            form, day = str(key[0]), self._days[str(key[0])]
            assert day is not None
            crowd = Crowd(
                window=window,
                kept=kept,
                form=self._forms[form],
                day=day,
                period=self._period,
                is_new_year=_is_new_year(key[2], self._period),
                at=at,
            )
            shape = self._shape(key, crowd)
            if shape is not None:
                yield from self._settled(crowd, shape)

    def _crowds(
        self, window: Window, kept: Kept, refused: Iterable[int]
    ) -> Iterator[tuple[tuple[object, ...], Array]]:
        """Contracts by form, facts that are stated, and entries of their books."""
        if not len(window.households):
            return
        forms = window.agreements.forms
        shapes = window.agreements.shapes[window.first : window.until]
        goes = (np.diff(window.households.starts) > 0) & ~kept.odd_ones
        goes[np.array(list(refused), np.int64) - window.first] = False
        for name in ("noticed", "kind"):  # who leaves is asked of the exact road
            if window.households.has(name):
                here = window.households.column(name).is_valid()
                rows = np.flatnonzero(wholes(here.cast(pa.int8())))
                goes[window.households.places[rows] - window.first] = False
        has_entered = window.households.has("entered")
        books = kept.shapes
        both = shapes * len(books.listed) + books.codes
        for code in np.unique(both[goes]).tolist():
            at = np.flatnonzero(goes & (both == code))
            form = forms[window.first + int(at[0])]
            if self._days[form] is None or (has_entered and self._by_entry[form]):
                continue
            shape, entries = divmod(code, len(books.listed))
            yield (form, shape, books.listed[entries]), at

    def _shape(self, key: tuple[object, ...], crowd: Crowd) -> Shape | None:
        """The shape of a crowd; None where the exact road has to be taken."""
        if key not in self._shapes:
            self._shapes[key] = self._met(crowd)
        return self._shapes[key]

    def _met(self, crowd: Crowd) -> Shape | None:
        first, last_at = _two_smallest(crowd.sizes)
        places = crowd.places
        try:
            before, lowered = self._prepared(crowd, int(places[first]))
            shape = Shape(
                program=lowered.program,
                inputs=lowered.inputs,
                settled=(*before.settled, self._period),
                measures=measures_of(lowered.program),
            )
            batch = batch_of(crowd, shape)
            _, last = self._prepared(crowd, int(places[last_at]))
        except (SanbianError, CannotBindError):
            return None
        assert last.program == lowered.program, "one shape, two programs"
        _assert_same(batch, shape, lowered.inputs, first)
        _assert_same(batch, shape, last.inputs, last_at)
        return shape

    def _prepared(self, crowd: Crowd, place: int) -> tuple[Any, Lowered]:
        world: World = world_of(crowd.window, place, crowd.form, self._period)
        return prepared(world.contract, world.register, world.facts, world.books)

    def _settled(
        self, crowd: Crowd, shape: Shape
    ) -> Iterator[tuple[Block | None, Block | None, list[int]]]:
        try:
            batch = batch_of(crowd, shape)
        except CannotBindError:
            return
        machine = Machine(shape.program, batch)
        alone = run_together(crowd, shape.program, machine)
        lines = lines_of(crowd, shape.program, machine, alone)
        books = books_of(crowd, shape.program, machine, alone, shape.settled)
        places = crowd.places[~alone].tolist()
        for block in lines:
            yield block, None, []
        yield None, books, places


def _two_smallest(sizes: Array) -> tuple[int, int]:
    """Two contracts of few households, which are quickly lowered; one, where there is one."""
    order = np.argsort(sizes, kind="stable")
    return int(order[0]), int(order[min(1, len(order) - 1)])


def _is_new_year(entries: Any, period: Period) -> bool:
    """Whether what was got in the year before is out of date; see `Books.year_to_date`."""
    ends = [until for what, _, _, until, _, _ in entries if what == SETTLED]
    return not ends or max(ends).year != period.end.year


def batch_of(crowd: Crowd, shape: Shape) -> Batch:
    """The numbers of a crowd, for the program of its shape.

    Raises:
        CannotBindError: A column that the tables cannot give.
    """
    aside = np.zeros(len(crowd.at), bool)
    measures = {}
    for name, level in shape.measures.items():
        column = crowd.measure(name, level, shape.inputs)
        if column.bound > LIMIT:
            numbers = _fitting(crowd, column.numbers, level, aside)
            column = column_of(numbers, column.scale)
        measures[name] = column
    opening = {
        family.name: _fitting(
            crowd, crowd.opening(family, shape.inputs), family.level, aside
        )
        for family in shape.program.families
    }
    return Batch(
        ways=crowd.ways,
        measures=measures,
        opening=opening,
        unlimited=shape.inputs.unlimited,
        aside=aside,
        drawn=np.zeros(len(crowd.at), bool),
        alone=_nobody_alone,
    )


def _fitting(crowd: Crowd, numbers: Array, level: str, aside: Array) -> Array:
    """Numbers within the safe range; contracts with others are set aside."""
    if most(numbers) <= LIMIT:
        return numbers
    over = (numbers > LIMIT) | (numbers < -LIMIT)
    aside[crowd.ways.path(level, CONTRACT)[over]] = True
    return np.where(over, 0, numbers)


def _nobody_alone(place: int) -> Inputs:
    raise AssertionError(place)


def _assert_same(batch: Batch, shape: Shape, inputs: Inputs, at: int) -> None:
    """What the tables give for one contract is what lowering gave for it."""
    if batch.aside[at]:  # its numbers are left to the exact road
        return
    for name, level in shape.measures.items():
        numbers, scale = inputs.measures[name]
        column = batch.measures[name]
        assert isinstance(column.scale, int)
        mine = column.numbers[batch.ways.path(level, batch.ways.top) == at].tolist()
        theirs = [number * column.scale for number in numbers]
        assert [number * scale for number in mine] == theirs, f"{name} is bound wrongly"
    for family in shape.program.families:
        opened = batch.opening[family.name]
        mine = opened[batch.ways.path(family.level, batch.ways.top) == at].tolist()
        theirs = list(inputs.opening.get(family.name, [0] * len(mine)))
        assert mine == theirs, f"{family.name} opens wrongly"


def _record_day(form: Contract, period: Period) -> date | None:
    """The record day of a form; None where only the exact road tells what holds."""
    first, last = version_on(form, period.start), version_on(form, period.end)
    if first is None or first != last or not is_closed(period):
        return None
    version = form.versions[last]
    if version.odd_fen in {OddFen.LOTTERY, OddFen.CARRY_FORWARD} or any(
        not isinstance(clause, IN_COLUMNS)
        for each in form.versions
        for clause in each.clauses
    ):
        return None
    part = PartFacts(period=period)
    try:
        return record_day_of(version, Facts(parts=(part,)), part, "")
    except SanbianError:
        return None


def _counts_from_entry(value: Any) -> bool:
    """Whether anything in a contract counts years from each household's own entry."""
    if attrs.has(type(value)):
        return any(
            (each.name == "counted_from" and getattr(value, each.name) == "entry")
            or _counts_from_entry(getattr(value, each.name))
            for each in attrs.fields(type(value))
            if each.init
        )
    if isinstance(value, tuple):
        return any(map(_counts_from_entry, value))
    return False
