"""Programs that go down both roads: one by one, and all at once.

The exact interpreter is the reference. What a contract comes to is told in the same words for
both: its postings, its closing balances and credits, or its refusal.
"""

from __future__ import annotations

from contextlib import contextmanager

from attrs import evolve

from sanbian import SanbianError, columnar, exact
from sanbian.program import Join, Level, Role, Space, measures_of
from sanbian.settlement import settling

ROADS = ("one by one", "all at once")


def told(run, *given):
    """What a run came to, or what it refused."""
    try:
        done = run(*given)
    except (SanbianError, AssertionError) as error:
        return type(error), str(error)
    postings = [
        (
            each.move,
            each.source,
            each.target,
            each.level,
            each.amounts,
            each.kind,
            each.odd,
        )
        for each in done.postings
    ]
    return postings, dict(done.closing), dict(done.credits_micro)


def one_by_one(program, each):
    """What the exact interpreter tells of each contract."""
    return [told(exact.run, program, inputs) for inputs in each]


def all_at_once(program, batch):
    """What the column interpreter tells of each contract, and how many it set aside."""
    ran = columnar.run(program, batch)
    return [told(ran.of, place) for place in range(batch.size)], int(ran.aside.sum())


def by_columns(program, inputs):
    """One contract down the other road, between two others that are like it."""
    batch = columnar.side_by_side(program, [inputs] * 3)
    return columnar.run(program, batch).of(1)


@contextmanager
def watched():
    """Every program that is settled meanwhile, with its inputs."""
    seen, own = [], settling.run

    def run(program, inputs):
        seen.append((program, inputs))
        return own(program, inputs)

    settling.run = run
    try:
        yield seen
    finally:
        settling.run = own


# --- the same program on other numbers -----------------------------------------------


def varied(dice, program, inputs):
    """A contract of the same shape: other members, other numbers, now and then absurd ones."""
    space = inputs.space
    rows = {level.name: range(len(level.keys)) for level in space.levels}
    finest = space.levels[-1].name
    if finest != space.top:
        rows[finest] = [
            dice.randrange(space.size(finest))
            for _ in range(dice.choice((0, 1, 2, 3, 3, 5, 8)) if space.size(finest) else 0)
        ]
    levels = tuple(
        level
        if level.name != finest or finest == space.top
        else Level(finest, tuple(f"K{number}" for number in range(len(rows[finest]))))
        for level in space.levels
    )
    joins = tuple(
        Join(join.fine, join.coarse, tuple(join.index[row] for row in rows[join.fine]))
        for join in space.joins
    )
    wild = dice.random() < 0.1
    measures = {}
    for name, level in measures_of(program).items():
        numbers, scale = inputs.measures[name]
        column = tuple(_changed(dice, numbers[row], wild=wild) for row in rows[level])
        finer = 1 if scale == 1 or dice.random() < 0.9 else dice.randint(1, 12)
        measures[name] = (column, scale * finer)
    opening = {
        family.name: tuple(
            _changed(dice, inputs.opening[family.name][row], wild=wild)
            if family.role is Role.CLAIM
            else abs(_changed(dice, inputs.opening[family.name][row], wild=wild))
            for row in rows[family.level]
        )
        for family in program.families
        if family.name in inputs.opening
    }
    return evolve(
        inputs,
        space=Space(levels, joins),
        measures=measures,
        opening=opening,
        draws={},
        credits_micro={},
    )


def _changed(dice, number, *, wild):
    """Mostly the number or one near it; where wild, one at the edge of what fits."""
    kind = dice.random()
    if kind < 0.4:
        return number
    if wild and kind < 0.5:
        return dice.choice((-1, 1)) * (2 ** dice.randint(20, 66) + dice.randint(-2, 2))
    if kind < 0.6:
        return dice.choice((0, 0, 1, 1, 2, 100))
    return number * dice.randint(0, 3) + dice.randint(0, 9)
