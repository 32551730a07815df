"""Shapes: programs that contracts share, met by lowering some of them (合同的共同程序).

Contracts of one form whose facts and books have the same entries share a program. It is lowered
for one of them, and what the tables give for its columns is compared with what lowering gave,
number by number, for two of them; a difference is our own slip. Where contracts have numbers of
their own in the clauses, each set of numbers is lowered once: it comes to the same program with
other terms, or to another shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import lcm
from typing import TypeAlias

import numpy as np
from attrs import evolve, frozen

from sanbian.batch.blocks import Entry
from sanbian.batch.crowds import CannotBindError, Crowd
from sanbian.batch.numbers import Array
from sanbian.batch.terms import under
from sanbian.batch.worlds import FUND, World, world_of
from sanbian.books import Books
from sanbian.columnar import Batch, Column, column_of
from sanbian.columnar.columns import LIMIT, most
from sanbian.errors import SanbianError
from sanbian.lowering.draft import CONTRACT
from sanbian.lowering.plan import Lowered
from sanbian.period import Period
from sanbian.program import Inputs, Numbers, Program, measures_of
from sanbian.settlement.settling import prepared

_SMALL, _SPREAD = 8, 8  # contracts that are tried in one window, until two can be lowered
_WINDOWS = 8  # in which a shape is looked for, until it is given up
_SCALE_MAX = 1 << 40  # one scale for all rows up to here

Key: TypeAlias = tuple[str, int, frozenset[Entry]]
"""Form, facts that are stated, and entries of the books."""


@frozen(kw_only=True, eq=False)
class Shape:
    """A program that contracts share, and the numbers that are the same for all of them.

    Attributes:
        program: The program.
        world: The contract for which it was lowered, with what it is settled from.
        inputs: Those of that contract.
        settled: The periods that are settled once it has run.
        measures: The level of each measure that it reads.
    """

    program: Program
    world: World
    inputs: Inputs
    settled: tuple[Period, ...]
    measures: Mapping[str, str]


@frozen(kw_only=True, eq=False)
class Fit:
    """A set of numbers of clauses, with the shape that it comes to and its terms there."""

    shape: Shape
    terms: Mapping[str, Numbers]


class Shapes:
    """The shapes that were met so far."""

    def __init__(self, period: Period) -> None:
        """Meet none yet."""
        self._period = period
        self._met: dict[Key, list[Shape]] = {}
        self._fits: dict[tuple[Key, int], Fit] = {}
        self._tries: dict[tuple[Key, int], int] = {}

    def parted(self, key: Key, crowd: Crowd) -> Iterator[tuple[Crowd, Shape]]:
        """A crowd by shapes, without those contracts that have to take the exact road."""
        codes = crowd.window.agreements.terms.variants[crowd.places]
        variants, inverse = np.unique(codes, return_inverse=True)
        fits = [
            self._fit(key, variant, crowd, inverse == number)
            for number, variant in enumerate(variants.tolist())
        ]
        for shape in dict.fromkeys(fit.shape for fit in fits if fit is not None):
            if _forgets(key, shape.program):
                continue
            mine = [fit for fit in fits if fit is not None and fit.shape is shape]
            is_mine = np.array([fit is not None and fit.shape is shape for fit in fits])
            part = crowd.only(is_mine[inverse])
            at = (np.cumsum(is_mine) - 1)[inverse[is_mine[inverse]]]
            yield evolve(part, terms=_columns(mine, at)), shape

    def _fit(self, key: Key, variant: int, crowd: Crowd, chosen: Array) -> Fit | None:
        """What a set of numbers comes to; None where the exact road has to be taken."""
        known = self._fits.get((key, variant))
        tries = self._tries.get((key, variant), 0)
        if known is not None or tries == _WINDOWS:
            return known
        crowd = crowd.only(chosen)
        shapes = self._met.setdefault(key, [])
        fit = self._like(shapes, crowd)
        if fit is None:
            shape = self._lowered_anew(crowd)
            if shape is not None:
                shapes.append(shape)
                fit = Fit(shape=shape, terms=_terms_of(shape.inputs))
        if fit is None:
            self._tries[key, variant] = tries + 1
        else:
            self._fits[key, variant] = fit
        return fit

    def _like(self, shapes: Sequence[Shape], crowd: Crowd) -> Fit | None:
        """The shape that was met already to which the numbers of a crowd come, if any."""
        if not shapes:
            return None
        world = shapes[0].world
        contract = crowd.window.agreements.terms.contract(int(crowd.places[0]))
        contract = under(contract, world.contract.id)
        try:
            _, lowered = prepared(contract, world.register, world.facts, world.books)
        except SanbianError:
            return None
        terms = _terms_of(lowered.inputs)
        if not _are_small(terms):
            return None
        return next(
            (
                Fit(shape=shape, terms=terms)
                for shape in shapes
                if shape.program == lowered.program
                and shape.inputs.unlimited == lowered.inputs.unlimited
            ),
            None,
        )

    def _lowered_anew(self, crowd: Crowd) -> Shape | None:
        """The shape of a crowd, of which two contracts are lowered."""
        samples = list(islice(self._lowered(crowd), 2))
        if not samples:
            return None
        (first, world, before, lowered), (last_at, _, _, last) = samples[0], samples[-1]
        shape = Shape(
            program=lowered.program,
            world=world,
            inputs=lowered.inputs,
            settled=(*before.settled, self._period),
            measures=measures_of(lowered.program),
        )
        if not _are_small(_terms_of(lowered.inputs)):
            return None
        try:
            batch = batch_of(crowd, shape)
        except CannotBindError:
            return None
        assert last.program == lowered.program, "one shape, two programs"
        _assert_same(batch, shape, lowered.inputs, first)
        _assert_same(batch, shape, last.inputs, last_at)
        return shape

    def _lowered(self, crowd: Crowd) -> Iterator[tuple[int, World, Books, Lowered]]:
        """Contracts of a crowd that can be lowered; what is wrong with others stops none."""
        for at in _samples(crowd.sizes):
            try:
                world = world_of(
                    crowd.window, int(crowd.places[at]), crowd.form, self._period
                )
                yield (
                    at,
                    world,
                    *prepared(world.contract, world.register, world.facts, world.books),
                )
            except SanbianError:
                continue


def _forgets(key: Key, program: Program) -> bool:
    """Whether the books have a fund that no clause of this period uses: it is carried on."""
    _, _, entries = key
    funds = {f"fund/{account}" for what, account, *_ in entries if what == FUND}
    return not funds <= {family.name for family in program.families}


def _samples(sizes: Array) -> list[int]:
    """Some contracts, those of few households first, which are quickly lowered."""
    order = np.argsort(sizes, kind="stable")
    rest = order[_SMALL:]
    spread = rest[:: max(1, len(rest) // _SPREAD)][:_SPREAD]
    return [*order[:_SMALL].tolist(), *spread.tolist()]


def _terms_of(inputs: Inputs) -> dict[str, Numbers]:
    """The numbers of clauses, each one number of the whole contract."""
    return {
        name: held
        for name, held in inputs.measures.items()
        if name.startswith("term/") and len(held[0]) == 1
    }


def _are_small(terms: Mapping[str, Numbers]) -> bool:
    """Whether all terms are within the safe range."""
    return all(abs(number) <= LIMIT >= scale for (number,), scale in terms.values())


def _columns(fits: Sequence[Fit], at: Array) -> dict[str, Column]:
    """The terms of contracts as columns; `at` says whose numbers each contract has."""
    found = {}
    for name in fits[0].terms:
        numbers = [fit.terms[name][0][0] for fit in fits]
        scales = [fit.terms[name][1] for fit in fits]
        scale = lcm(*scales)
        whole = [
            number * (scale // own) for number, own in zip(numbers, scales, strict=True)
        ]
        if scale <= _SCALE_MAX and max(map(abs, whole)) <= LIMIT:
            found[name] = column_of(np.array(whole, np.int64)[at], scale)
        else:
            own_scales = np.array(scales, np.int64)[at]
            found[name] = column_of(np.array(numbers, np.int64)[at], own_scales)
    return found


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
