"""Many contracts as one more level of keys: put side by side, and taken apart again.

The core knows neither one nor many: a contract is a key of the top level. Contracts whose
programs are equal but for their words can stand side by side in one run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import lcm
from typing import assert_never

from sanbian.program.algebra import Expr, Measure, parts_of
from sanbian.program.levels import Join, Level, Space
from sanbian.program.moves import Accrue, Divide, Inputs, Move, Numbers, Pay, Program


def exprs_of(move: Move) -> tuple[Expr, ...]:
    """The expressions of a move, in the order in which they are read."""
    match move:
        case Accrue():
            return (move.amount,)
        case Pay():
            return () if move.due is None else (move.due,)
        case Divide():
            bounds = (
                bound
                for part in move.parts
                for bound in (part.at_least, part.at_most)
                if bound is not None
            )
            return (*(part.weight for part in move.parts), *bounds)
        case _:
            assert_never(move)


def measures_of(program: Program) -> Mapping[str, str]:
    """The level of every measure that a program reads, by name."""
    found: dict[str, str] = {}
    to_read = [expr for move in program.moves for expr in exprs_of(move)]
    while to_read:
        expr = to_read.pop()
        if isinstance(expr, Measure):
            found[expr.name] = expr.level
        to_read += parts_of(expr)
    return found


def shape_of(program: Program, inputs: Inputs) -> tuple[object, ...]:
    """What contracts must have in common to stand side by side; a key for grouping them.

    Programs are equal where they are but for their words: the same accounts, moves,
    measures, clause numbers and constants. Their numbers may all differ.
    """
    return (program, inputs.space.shape, inputs.unlimited)


def side_by_side(program: Program, each: Sequence[Inputs]) -> Inputs:
    """The inputs of many contracts of one shape as those of one run (并排).

    Keys get the number of their contract before them: ``0/H1``, ``1/H1``. Recorded draws
    and credits keep their codes in the same way, where one family takes part.

    Examples:
        >>> from sanbian.program import Inputs, Level, Program, Space
        >>> from sanbian.program.many import side_by_side
        >>> one = Inputs(space=Space((Level("contract", ("A",)),)), measures={}, opening={})
        >>> side_by_side(Program((), ()), (one, one)).space.levels[0].keys
        ('0/A', '1/A')
    """
    first, levels = each[0], measures_of(program)
    assert len({shape_of(program, inputs) for inputs in each}) == 1, "shapes differ"
    return Inputs(
        space=_joined_space([inputs.space for inputs in each]),
        measures={
            name: _one_scale([inputs.measures[name] for inputs in each]) for name in levels
        },
        opening={
            family.name: tuple(
                amount
                for inputs in each
                for amount in inputs.opening.get(
                    family.name, (0,) * inputs.space.size(family.level)
                )
            )
            for family in program.families
        },
        unlimited=first.unlimited,
        credits_micro=_numbered_credits(each),
        draws=_numbered_draws(each),
    )


def _joined_space(spaces: Sequence[Space]) -> Space:
    levels = tuple(
        Level(
            level.name,
            tuple(
                f"{number}/{key}"
                for number, space in enumerate(spaces)
                for key in space.by_name[level.name].keys
            ),
        )
        for level in spaces[0].levels
    )
    joins = []
    for place, join in enumerate(spaces[0].joins):
        starts = accumulate((space.size(join.coarse) for space in spaces), initial=0)
        index = tuple(
            start + at
            for start, space in zip(starts, spaces, strict=False)
            for at in space.joins[place].index
        )
        joins.append(Join(join.fine, join.coarse, index))
    return Space(levels, tuple(joins))


def _one_scale(columns: Sequence[Numbers]) -> Numbers:
    scale = lcm(*(own for _, own in columns))
    return tuple(
        number * (scale // own) for numbers, own in columns for number in numbers
    ), scale


def _numbered_credits(each: Sequence[Inputs]) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for number, inputs in enumerate(each):
        for name, known in inputs.credits_micro.items():
            mine = found.setdefault(name, {})
            mine |= {f"{number}/{key}": credit for key, credit in known.items()}
    return found


def _numbered_draws(each: Sequence[Inputs]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for number, inputs in enumerate(each):
        for name, codes in inputs.draws.items():
            mine = tuple(f"{number}/{code}" for code in codes)
            found[name] = (*found.get(name, ()), *mine)
    return found


def apart(program: Program, inputs: Inputs, place: int) -> Inputs:
    """The inputs of one contract of a run over many, by its place at the top level (拆分).

    Examples:
        >>> from sanbian.program import Inputs, Level, Program, Space
        >>> from sanbian.program.many import apart
        >>> both = Inputs(space=Space((Level("contract", ("A", "B")),)), measures={}, opening={})
        >>> apart(Program((), ()), both, 1).space.levels[0].keys
        ('B',)
    """
    space = inputs.space
    rows = {
        level.name: space.segments(space.top, level.name)[place] for level in space.levels
    }
    keys = {
        level.name: tuple(level.keys[row] for row in rows[level.name])
        for level in space.levels
    }
    joins = []
    for join in space.joins:
        new = {row: number for number, row in enumerate(rows[join.coarse])}
        index = tuple(new[join.index[row]] for row in rows[join.fine])
        joins.append(Join(join.fine, join.coarse, index))
    mine = {key for level in keys.values() for key in level}
    return Inputs(
        space=Space(tuple(Level(name, own) for name, own in keys.items()), tuple(joins)),
        measures={
            name: (
                tuple(inputs.measures[name][0][row] for row in rows[level]),
                inputs.measures[name][1],
            )
            for name, level in measures_of(program).items()
        },
        opening={
            family.name: tuple(
                inputs.opening[family.name][row] for row in rows[family.level]
            )
            for family in program.families
            if family.name in inputs.opening
        },
        unlimited=inputs.unlimited,
        credits_micro={
            name: {key: credit for key, credit in known.items() if key in mine}
            for name, known in inputs.credits_micro.items()
        },
        draws={
            name: tuple(code for code in codes if code in mine)
            for name, codes in inputs.draws.items()
        },
    )
