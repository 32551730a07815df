"""Spaces, expressions and programs at random."""

from __future__ import annotations

from attrs import frozen
from hypothesis import strategies as st
from number_strategies import fractions

from sanbian.money import OddFen, Rounding
from sanbian.program import (
    Accrue,
    Arithmetic,
    Because,
    Choose,
    Compare,
    Constant,
    Divide,
    Family,
    Inputs,
    Join,
    Level,
    Measure,
    Op,
    Part,
    Pay,
    Program,
    Relation,
    Role,
    Round,
    Share,
    Space,
    SumTo,
)
from sanbian.wording import Text, same

WHY = Because("1", "rent", Text(zh="租金", en="rent"))
RULES = (OddFen.LARGEST_REMAINDER, OddFen.FIRST, OddFen.LAST, OddFen.LARGEST_SHARE)
STEPS = st.sampled_from([1, 1, 1, 10])
TOP = "contract"


@frozen
class Shape:
    """Levels of every world: a chain from the finest to the top, and one branch off it."""

    chain: tuple[str, ...]
    branch_from: str

    @property
    def levels(self):
        return (*self.chain, "class")

    def chain_of(self, level):
        """The levels that an expression may use together, finest first."""
        if level != "class":
            return self.chain
        return (*self.chain[: self.chain.index(self.branch_from) + 1], "class")


@st.composite
def shapes(draw):
    names = ("plot", "member", "group", "town")[: draw(st.integers(2, 4))]
    return Shape((*names, TOP), draw(st.sampled_from(names)))


@st.composite
def worlds(draw, shape):
    """One contract: keys and joins of every level."""
    sizes = {name: draw(st.integers(1, 4)) for name in (*shape.chain[1:-1], "class")}
    sizes[TOP] = 1
    sizes[shape.chain[0]] = draw(st.integers(0, 5))
    joins = {
        (fine, coarse): _index(draw, sizes[fine], sizes[coarse])
        for fine, coarse in zip(shape.chain, shape.chain[1:], strict=False)
    }
    joins[shape.branch_from, "class"] = _index(
        draw, sizes[shape.branch_from], sizes["class"]
    )
    joins["class", TOP] = (0,) * sizes["class"]
    return sizes, joins


def _index(draw, fine, coarse):
    return tuple(draw(st.integers(0, coarse - 1)) for _ in range(fine))


def space_of(shape, chosen):
    """Some worlds side by side as one space: many contracts are one more key at the top."""
    levels = tuple(
        Level(
            name,
            tuple(
                f"{world}.{key}"
                for world, (sizes, _) in enumerate(chosen)
                for key in range(sizes[name])
            ),
        )
        for name in shape.levels
    )
    joins = []
    for fine, coarse in chosen[0][1]:
        index, offset = [], 0
        for sizes, own in chosen:
            index += [offset + place for place in own[fine, coarse]]
            offset += sizes[coarse]
        joins.append(Join(fine, coarse, tuple(index)))
    return Space(levels, tuple(joins))


# --- expressions ---------------------------------------------------------------------


def measure(name, level):
    return Measure(f"{name}/{level}", level)


@st.composite
def exprs(draw, chain, depth=3):
    """An expression over the levels of a chain, and its own level; '' for a constant."""
    kind = draw(st.integers(0, 6)) if depth else draw(st.integers(0, 1))
    if kind == 0:
        level = draw(st.sampled_from(chain))
        return measure(draw(st.sampled_from("aw")), level), level
    if kind == 1:
        value = draw(fractions(-3, 3, max_denominator=7))
        return Constant(value), ""
    left, level = draw(exprs(chain, depth - 1))
    if kind == 2:
        mode = draw(st.sampled_from(Rounding))
        return Round(left, draw(st.sampled_from([1, 10, 100])), mode), level
    if kind == 3 and level:
        coarser = draw(st.sampled_from(chain[chain.index(level) :]))
        return SumTo(coarser, left), coarser
    if kind == 4 and level:
        finer = draw(st.sampled_from(chain[: chain.index(level) + 1]))
        total = Round(left, 1, Rounding.HALF_UP)
        return Share(total, measure("w", finer), draw(st.sampled_from(RULES)), "s"), finer
    right, other = draw(exprs(chain, depth - 1))
    finest = min((level, other), key=lambda name: chain.index(name) if name else len(chain))
    if kind == 5:
        condition = Compare(draw(st.sampled_from(Relation)), left, right)
        return Choose(condition, left, right), finest
    return Arithmetic(draw(st.sampled_from(Op)), left, right), finest


# --- programs ------------------------------------------------------------------------


def family(role, level, name=None, unit="fen"):
    return Family(name or f"{role.value}/{level}", level, role, same(role.value), unit)


ROLES = (Role.SOURCE, Role.FUND, Role.POCKET, Role.END)


def families_at(levels):
    roles = (*ROLES, Role.CLAIM)
    twins = [family(Role.CLAIM, level, f"claim2/{level}") for level in levels]
    return (*(family(role, level) for level in levels for role in roles), *twins)


@st.composite
def programs(draw, shape):
    """A few moves over the accounts of every level."""
    moves = draw(st.lists(_moves(shape), min_size=1, max_size=6))
    return Program(families_at(shape.levels), tuple(moves))


@st.composite
def _moves(draw, shape):
    level = draw(st.sampled_from(shape.levels))
    chain = shape.chain_of(level)
    place = chain.index(level)
    coarser = (*chain[place:], TOP) if level == "class" else chain[place:]
    finer = chain[: place + 1]
    kinds = (
        _accruals(level, coarser),
        _payments(level, coarser),
        _divisions(level, coarser, finer),
    )
    return draw(st.one_of(kinds))


def _accruals(level, coarser):
    return st.builds(
        Accrue,
        claim=st.sampled_from(_claims(level)),
        amount=st.sampled_from([measure("n", at) for at in coarser]),
        because=st.just(WHY),
    )


def _claims(level):
    names = (f"claim/{level}", f"claim2/{level}")
    return tuple(family(Role.CLAIM, level, name) for name in names)


@st.composite
def _payments(draw, level, coarser):
    discharges = _claims(level)[: draw(st.integers(0, 2))]
    sources = draw(st.permutations([(role, at) for role in ROLES[:3] for at in coarser]))
    return Pay(
        due=None if discharges and draw(st.booleans()) else measure("n", level),
        level=level,
        sources=tuple(family(*at) for at in sources[: draw(st.integers(1, 3))]),
        to=family(Role.END, draw(st.sampled_from(coarser))),
        discharges=discharges,
        short=draw(st.sampled_from(["pro_rata", "in_order"])),
        unpaid=draw(st.sampled_from(["carry", "lapse"])) if discharges else "lapse",
        odd_fen=draw(st.sampled_from(RULES)),
        name="pay",
        because=WHY,
        step=draw(STEPS),
    )


@st.composite
def _divisions(draw, level, coarser, finer):
    takers = st.sampled_from([Role.END, Role.FUND])
    parts = tuple(
        Part(
            to=family(role, at := draw(st.sampled_from(finer))),
            weight=measure("z", at),
            at_most=measure("n", at) if draw(st.booleans()) else None,
        )
        for role in draw(st.lists(takers, min_size=1, max_size=2, unique=True))
    )
    return Divide(
        source=family(Role.SOURCE, level),
        parts=parts,
        rest=family(Role.POCKET, draw(st.sampled_from(coarser))),
        odd_fen=draw(st.sampled_from(RULES)),
        name="divide",
        because=WHY,
        step=draw(STEPS),
    )


@st.composite
def numbers_for(draw, shape, sizes):
    """Measures and opening balances of one world."""
    numbers, opening = {}, {}
    ranges = {"a": (-20, 20), "w": (1, 9), "z": (0, 3), "n": (0, 40)}
    for level in shape.levels:
        for name, (low, high) in ranges.items():
            column = tuple(draw(st.integers(low, high)) for _ in range(sizes[level]))
            numbers[f"{name}/{level}"] = column
        for role in ROLES[:3]:
            amounts = tuple(draw(st.integers(0, 60)) for _ in range(sizes[level]))
            opening[f"{role.value}/{level}"] = amounts
    return numbers, opening


def inputs_of(shape, chosen, numbers, *, scale=1):
    """Some worlds with their numbers side by side; whole numbers stay whole."""
    joined, opening = {}, {}
    for own, opened in numbers:
        for name, column in own.items():
            joined[name] = joined.get(name, ()) + column
        for name, column in opened.items():
            opening[name] = opening.get(name, ()) + column
    measures = {
        name: (column, scale if name[0] in "aw" else 1) for name, column in joined.items()
    }
    return Inputs(
        space=space_of(shape, chosen),
        measures=measures,
        opening=opening,
        unlimited=frozenset({f"pocket/{shape.chain[0]}"}),
    )


@st.composite
def runs(draw, worlds_max=3):
    """A shape, some worlds with their numbers, and a program for all of them."""
    shape = draw(shapes())
    chosen = draw(st.lists(worlds(shape), min_size=1, max_size=worlds_max))
    numbers = [draw(numbers_for(shape, sizes)) for sizes, _ in chosen]
    return shape, chosen, numbers, draw(programs(shape))
