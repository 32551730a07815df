"""Running a program on lines: the three moves, before any rounding.

This reads programs as `sanbian.exact` does, with three differences: a number is a line of
the unknown, nothing is rounded, and a short source or a bounded share is solved exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import TypeAlias, assert_never

from attrs import define, field, frozen

from sanbian.piecewise.lines import NOTHING, ONE, Line, Path
from sanbian.piecewise.sharing import shared_within
from sanbian.program import (
    Accrue,
    Arithmetic,
    Balance,
    Choose,
    Compare,
    Constant,
    Divide,
    Expr,
    Family,
    Inputs,
    Measure,
    Move,
    Op,
    Pay,
    Program,
    Relation,
    Round,
    Share,
    SumTo,
)

Lines: TypeAlias = Sequence[Line]
EVERYWHERE = ""


@frozen(kw_only=True)
class Unknowns:
    """The inputs of a run that hang on the unknown.

    Attributes:
        measures: Lines by measure, one per key.
        opening: Lines by family, one per key.
    """

    measures: Mapping[str, Lines]
    opening: Mapping[str, Lines]


@frozen(kw_only=True)
class Ran:
    """A program that was run on lines.

    Attributes:
        opening: Lines by family, one per key.
        closing: Lines by family, one per key.
        paid: All that came to each family.
        moved: Clauses that moved something.
    """

    opening: Mapping[str, Lines]
    closing: Mapping[str, Lines]
    paid: Mapping[str, Line]
    moved: frozenset[str]


def run_lines(program: Program, inputs: Inputs, given: Unknowns, path: Path) -> Ran:
    """Run a program on lines along one path."""
    opening = {family.name: _opened(family, inputs, given) for family in program.families}
    machine = _Machine(
        inputs=inputs,
        given=given,
        path=path,
        balances={name: list(lines) for name, lines in opening.items()},
        paid=dict.fromkeys(opening, NOTHING),
    )
    for move in program.moves:
        machine.do(move)
    return Ran(
        opening=opening,
        closing=machine.balances,
        paid=machine.paid,
        moved=frozenset(machine.moved),
    )


def _opened(family: Family, inputs: Inputs, given: Unknowns) -> Lines:
    lines = given.opening.get(family.name)
    if lines is not None:
        return lines
    stated = inputs.opening.get(family.name, (0,) * inputs.space.size(family.level))
    return [Line(Fraction(each)) for each in stated]


@define
class _Machine:
    """The state while a program runs on lines."""

    inputs: Inputs
    given: Unknowns
    path: Path
    balances: dict[str, list[Line]]
    paid: dict[str, Line]
    moved: set[str] = field(factory=set)
    known: dict[int, tuple[Expr, str, Lines]] = field(factory=dict)

    def do(self, move: Move) -> None:
        """Make one move."""
        self.known = {}  # a balance means the balance at this move
        self.path.clause = move.because.clause
        match move:
            case Accrue():
                amounts = self.at(move.amount, move.claim.level)
                self.post(None, move.claim, move.claim.level, amounts)
            case Pay():
                self.pay(move)
            case Divide():
                self.divide(move)
            case _:
                assert_never(move)

    # --- moves -----------------------------------------------------------------------

    def post(
        self, source: Family | None, target: Family | None, level: str, amounts: Lines
    ) -> None:
        """Move amounts between two accounts."""
        if any(amount != NOTHING for amount in amounts):
            self.moved.add(self.path.clause)
        for family, sign in ((source, Fraction(-1)), (target, Fraction(1))):
            if family is None:
                continue
            balance = self.balances[family.name]
            path = self.inputs.space.path(level, family.level)
            for place, amount in zip(path, amounts, strict=True):
                balance[place] = balance[place] + amount.times(sign)
        if target is not None:
            self.paid[target.name] = total(amounts, self.paid[target.name])

    def pay(self, move: Pay) -> None:
        """Pay what is due from the sources in order, then let the rest lapse or stay."""
        dues = self.dues(move)
        for source in move.sources:
            paid = self.paid_by(source, move, dues)
            for block, amounts in enumerate(paid):
                self.post(source, move.to, move.level, amounts)
                if move.discharges:
                    self.post(move.discharges[block], None, move.level, amounts)
            dues = [
                [due - amount for due, amount in zip(*pair, strict=True)]
                for pair in zip(dues, paid, strict=True)
            ]
        if move.unpaid == "lapse":
            for claim, left in zip(move.discharges, dues, strict=False):
                self.post(claim, None, move.level, left)

    def dues(self, move: Pay) -> list[Lines]:
        """What is due: one block for each claim, or one without claims."""
        path = self.path
        owed: list[Lines] = [
            [path.greater(each, NOTHING) for each in self.balances[claim.name]]
            for claim in move.discharges
        ]
        if move.due is None:
            return owed
        wanted = [path.greater(each, NOTHING) for each in self.at(move.due, move.level)]
        if not owed:
            return [wanted]
        blocks: list[list[Line]] = [[] for _ in owed]
        for place, due in enumerate(wanted):
            ranks = [claim[place] for claim in owed]
            most = path.lesser(due, total(ranks))
            for block, part in zip(blocks, self.parts(most, ranks), strict=True):
                block.append(part)
        return list(blocks)

    def paid_by(self, source: Family, move: Pay, dues: Sequence[Lines]) -> Sequence[Lines]:
        """What one source pays towards each block of dues."""
        if source.name in self.inputs.unlimited:
            return dues
        paid = [list(block) for block in dues]
        segments = self.inputs.space.segments(source.level, move.level)
        for has, segment in zip(self.balances[source.name], segments, strict=True):
            places = [(block, at) for at in segment for block in range(len(dues))]
            mine = [dues[block][at] for block, at in places]
            wanted = total(mine)
            if self.path.sign(has - wanted) >= 0:
                continue
            share = self.in_order if move.short == "in_order" else self.parts
            shares = share(has, mine)
            for (block, at), amount in zip(places, shares, strict=True):
                paid[block][at] = amount
        return paid

    def in_order(self, amount: Line, dues: Lines) -> Lines:
        """Each due in full before the next, as far as the amount goes."""
        paid = []
        for due in dues:
            paid.append(self.path.lesser(due, amount))
            amount = amount - paid[-1]
        return paid

    def parts(self, amount: Line, weights: Lines) -> Lines:
        """An amount by weights; nothing where there are no weights."""
        weight = total(weights)
        if self.path.sign(weight) == 0:
            return [NOTHING] * len(weights)
        return [self.path.part(amount, each, weight) for each in weights]

    def divide(self, move: Divide) -> None:
        """Share out the whole balance of a source, key by key."""
        space, source = self.inputs.space, move.source
        weights = [self.at(part.weight, part.to.level) for part in move.parts]
        low = [self.bound(part.at_least, part.to.level) for part in move.parts]
        high = [self.bound(part.at_most, part.to.level) for part in move.parts]
        shares = [[NOTHING] * len(each) for each in weights]
        ways = [space.segments(source.level, part.to.level) for part in move.parts]
        for key, has in enumerate(list(self.balances[source.name])):
            takers = [(n, at) for n, way in enumerate(ways) for at in way[key]]
            found = shared_within(
                self.path,
                has,
                [weights[n][at] for n, at in takers],
                at_least=[low[n][at] or NOTHING for n, at in takers],
                at_most=[high[n][at] for n, at in takers],
            )
            for (n, at), amount in zip(takers, found, strict=True):
                shares[n][at] = amount
        for part, amounts in zip(move.parts, shares, strict=True):
            self.post(source, part.to, part.to.level, amounts)
        if move.rest is not None:
            left = list(self.balances[source.name])
            self.post(source, move.rest, source.level, left)

    def bound(self, expr: Expr | None, level: str) -> Sequence[Line | None]:
        """Bounds at a level, or none."""
        if expr is None:
            return [None] * self.inputs.space.size(level)
        return self.at(expr, level)

    # --- expressions -----------------------------------------------------------------

    def at(self, expr: Expr, level: str) -> Lines:
        """The lines of an expression, spread to the keys of a finer level."""
        own, lines = self.of(expr)
        if own == level:
            return lines
        if len(lines) == 1:
            return [lines[0]] * self.inputs.space.size(level)
        return [lines[place] for place in self.inputs.space.path(level, own)]

    def of(self, expr: Expr) -> tuple[str, Lines]:
        """The lines of an expression at its own level; each is worked out once."""
        known = self.known.get(id(expr))
        if known is None:
            known = self.known[id(expr)] = (expr, *self.read(expr))
        return known[1:]

    def read(self, expr: Expr) -> tuple[str, Lines]:
        """Work an expression out."""
        path = self.path
        match expr:
            case Constant():
                return EVERYWHERE, [Line(expr.value)]
            case Measure():
                return expr.level, self.measure(expr)
            case Balance():
                return expr.family.level, list(self.balances[expr.family.name])
            case Arithmetic():
                level, (left, right) = self.meet(expr.left, expr.right)
                pairs = zip(left, right, strict=True)
                return level, [self.combined(expr.op, one, other) for one, other in pairs]
            case Compare():
                level, (left, right) = self.meet(expr.left, expr.right)
                return level, [
                    ONE if _holds(expr.relation, path.sign(one - other)) else NOTHING
                    for one, other in zip(left, right, strict=True)
                ]
            case Choose():
                level, sides = self.meet(expr.condition, expr.then, expr.otherwise)
                return level, [
                    yes if path.sign(holds) else no
                    for holds, yes, no in zip(*sides, strict=True)
                ]
            case SumTo():
                return expr.level, self.summed(expr)
            case Round():  # before any rounding
                return self.of(expr.of)
            case Share():
                return self.share(expr)
            case _:
                assert_never(expr)

    def measure(self, expr: Measure) -> Lines:
        """A measure: a line where it hangs on the unknown."""
        lines = self.given.measures.get(expr.name)
        if lines is None:
            numbers, scale = self.inputs.measures[expr.name]
            lines = [Line(Fraction(number, scale)) for number in numbers]
        return lines

    def meet(self, *exprs: Expr) -> tuple[str, list[Lines]]:
        """Several expressions at the finest of their levels."""
        levels = [level for level, _ in map(self.of, exprs) if level != EVERYWHERE]
        if not levels:
            return EVERYWHERE, [self.of(expr)[1] for expr in exprs]
        level = reduce(self.inputs.space.finer, levels)
        return level, [self.at(expr, level) for expr in exprs]

    def combined(self, op: Op, one: Line, other: Line) -> Line:
        """An operation on two lines."""
        match op:
            case Op.ADD:
                return one + other
            case Op.SUBTRACT:
                return one - other
            case Op.MULTIPLY:
                return self.path.multiplied(one, other)
            case Op.DIVIDE:
                return self.path.divided(one, other)
            case Op.LESSER:
                return self.path.lesser(one, other)
            case Op.GREATER:
                return self.path.greater(one, other)
            case _:
                assert_never(op)

    def summed(self, expr: SumTo) -> Lines:
        """The sums over each coarse key."""
        level, lines = self.of(expr.of)
        sums = [NOTHING] * self.inputs.space.size(expr.level)
        for place, line in zip(
            self.inputs.space.path(level, expr.level), lines, strict=True
        ):
            sums[place] = sums[place] + line
        return sums

    def share(self, expr: Share) -> tuple[str, Lines]:
        """Totals shared out by weights."""
        coarse, totals = self.of(expr.total)
        level, weights = self.of(expr.weights)
        low = self.bound(expr.at_least, level)
        found = [NOTHING] * len(weights)
        segments = self.inputs.space.segments(coarse, level)
        for amount, segment in zip(totals, segments, strict=True):
            shares = shared_within(
                self.path,
                amount,
                [weights[at] for at in segment],
                at_least=[low[at] or NOTHING for at in segment],
                at_most=[None] * len(segment),
            )
            for at, share in zip(segment, shares, strict=True):
                found[at] = share
        return level, found


def total(lines: Lines, start: Line = NOTHING) -> Line:
    """The sum of lines."""
    fixed = sum((line.fixed for line in lines), start.fixed)
    return Line(fixed, sum((line.slope for line in lines), start.slope))


def _holds(relation: Relation, sign: int) -> bool:
    match relation:
        case Relation.AT_LEAST:
            return sign >= 0
        case Relation.MORE_THAN:
            return sign > 0
        case Relation.EQUAL:
            return sign == 0
        case Relation.AT_MOST:
            return sign <= 0
        case Relation.LESS_THAN:
            return sign < 0
        case _:
            assert_never(relation)
