"""Figures: how an amount came about, for all keys at once.

A figure is an expression together with what it came to. Nothing is worked out here: the
numbers were kept while the program ran, and a household's explanation is read from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import Literal, TypeAlias, assert_never

from attrs import evolve, frozen

from sanbian.exact import Column, Values
from sanbian.exact.columns import summed
from sanbian.money import OddFen
from sanbian.program import (
    Arithmetic,
    Balance,
    Choose,
    Compare,
    Constant,
    Divide,
    Expr,
    Measure,
    Op,
    Round,
    Share,
    Space,
    SumTo,
)
from sanbian.wording import Text

Operation: TypeAlias = Literal[
    "given", "balance", "+", "-", "*", "/", "min", "max", "compare", "choose", "sum", "round",
    "share",
]  # fmt: skip


@frozen
class Figure:
    """One step of how an amount came about (算式).

    Attributes:
        op: What was done with the parts.
        level: Level of the numbers; empty for a number that is the same for all.
        numbers: Whole numbers, one per key of the level.
        scale: What divides them all.
        unit: ``fen`` for money, ``%`` for a rate, else as it is printed.
        says: Words for people.
        account: For a balance: name of the account.
        parts: What it was made of, in order.
    """

    op: Operation
    level: str
    numbers: tuple[int, ...]
    scale: int = 1
    unit: str = ""
    says: Text | None = None
    account: str = ""
    parts: tuple[Figure, ...] = ()

    def at(self, place: int) -> Fraction:
        """The number at a position of its level."""
        return Fraction(self.numbers[place if len(self.numbers) > 1 else 0], self.scale)


_OPERATIONS: dict[Op, Operation] = {
    Op.ADD: "+",
    Op.SUBTRACT: "-",
    Op.MULTIPLY: "*",
    Op.DIVIDE: "/",
    Op.LESSER: "min",
    Op.GREATER: "max",
}


def figure_of(expr: Expr, values: Values) -> Figure:
    """The figure of an expression, from what it came to."""
    value = values.of(expr)
    parts = tuple(figure_of(part, values) for part in _parts(expr, values))
    if isinstance(expr, Share):
        parts = (*parts, *_bounds(expr.at_least, None, values))
    op, unit, account = _nature(expr, parts)
    return Figure(
        op=op,
        level=value.level,
        numbers=tuple(value.column.numbers),
        scale=value.column.scale,
        unit=unit,
        says=expr.says,
        account=account,
        parts=parts,
    )


def _parts(expr: Expr, values: Values) -> tuple[Expr, ...]:
    match expr:
        case Constant() | Measure() | Balance():
            return ()
        case Arithmetic() | Compare():
            return (expr.left, expr.right)
        case Choose():
            return (expr.condition, expr.then, expr.otherwise)
        case SumTo() | Round():
            return (expr.of,)
        case Share():
            level = values.of(expr.total).level
            return (expr.total, expr.weights, SumTo(level, expr.weights, _TOGETHER))
        case _:
            assert_never(expr)


def _nature(expr: Expr, parts: Sequence[Figure]) -> tuple[Operation, str, str]:
    """What an expression does, in which unit, and of which account it is the balance."""
    units = [part.unit for part in parts]
    match expr:
        case Constant():
            return "given", "", ""
        case Measure():
            return "given", expr.unit, ""
        case Balance():
            return "balance", expr.family.unit, expr.family.name
        case Arithmetic():
            return _OPERATIONS[expr.op], _unit(expr.op, units), ""
        case Compare():
            return "compare", "", ""
        case Choose():
            return "choose", units[1] or units[2], ""
        case SumTo():
            return "sum", units[0], ""
        case Round():
            return "round", units[0], ""
        case Share():
            return "share", units[0], ""
        case _:
            assert_never(expr)


def _unit(op: Op, units: Sequence[str]) -> str:
    """The unit of an operation on two units."""
    left, right = units
    if op in {Op.MULTIPLY, Op.DIVIDE}:
        return "fen" if "fen" in units and (op is Op.MULTIPLY or right != "fen") else ""
    return left or right


def division_figures(move: Divide, values: Values, space: Space) -> dict[str, Figure]:
    """For each family of takers: what was divided, by which weight, out of which total."""
    source = move.source
    pool = Figure(
        op="balance",
        level=source.level,
        numbers=values.before,
        unit=source.unit,
        says=source.says,
        account=source.name,
    )
    columns = [
        _summed(values.at(part.weight, part.to.level), part.to.level, source.level, space)
        for part in move.parts
    ]
    scale = lcm(*(column.scale for column in columns))
    totals = [0] * space.size(source.level)
    for column in columns:
        for place, number in enumerate(column.numbers):
            totals[place] += number * (scale // column.scale)
    weights = [figure_of(part.weight, values) for part in move.parts]
    units = {weight.unit for weight in weights}
    unit = units.pop() if len(units) == 1 and units != {"%"} else ""
    together = Figure("sum", source.level, tuple(totals), scale, unit, _TOGETHER)
    return {
        part.to.name: Figure(
            op="share",
            level=part.to.level,
            numbers=(),
            unit=source.unit,
            parts=(
                pool,
                weight,
                together,
                *_bounds(part.at_least, part.at_most, values),
            ),
        )
        for part, weight in zip(move.parts, weights, strict=True)
    }


def _bounds(low: Expr | None, high: Expr | None, values: Values) -> Iterator[Figure]:
    """The bounds within which a share was found, solved for all together."""
    for bound, says in ((low, _AT_LEAST), (high, _AT_MOST)):
        if bound is not None:
            yield evolve(figure_of(bound, values), says=says)


_TOGETHER = Text(zh="合计", en="all together")
_AT_LEAST = Text(zh="至少", en="at least")
_AT_MOST = Text(zh="至多", en="at most")


def _summed(column: Column, fine: str, coarse: str, space: Space) -> Column:
    return summed(column, space.path(fine, coarse), space.size(coarse))


ODD_RULES: dict[OddFen, Text] = {
    OddFen.LARGEST_REMAINDER: Text(zh="最大余额法", en="largest remainder"),
    OddFen.FIRST: Text(zh="从前往后", en="from the first on"),
    OddFen.LAST: Text(zh="从后往前", en="from the last back"),
    OddFen.LARGEST_SHARE: Text(zh="给份额最大者", en="to the largest share"),
    OddFen.TO_ACCOUNT: Text(zh="归入指定账户", en="to a named account"),
    OddFen.LOTTERY: Text(zh="公开抽签", en="by public lottery"),
    OddFen.CARRY_FORWARD: Text(zh="零头结转", en="carried forward"),
}
"""The rules for odd fen in words."""
