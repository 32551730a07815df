"""Reading figures off a run: each expression of a move with what it came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import lcm
from typing import assert_never

from attrs import evolve

from sanbian.exact import Column, Values
from sanbian.exact.columns import summed
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
    Relation,
    Round,
    Share,
    Space,
    SumTo,
    parts_of,
)
from sanbian.settlement.figures import Figure, Operation
from sanbian.wording import Text

_OPERATIONS: dict[Op, Operation] = {
    Op.ADD: "+",
    Op.SUBTRACT: "-",
    Op.MULTIPLY: "*",
    Op.DIVIDE: "/",
    Op.LESSER: "min",
    Op.GREATER: "max",
}
_RELATIONS: dict[Relation, Operation] = {
    Relation.AT_LEAST: ">=",
    Relation.MORE_THAN: ">",
    Relation.EQUAL: "=",
    Relation.AT_MOST: "<=",
    Relation.LESS_THAN: "<",
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
    """What a figure is made of; of a share the pool, the weight and all weights together."""
    if not isinstance(expr, Share):
        return parts_of(expr)
    level = values.of(expr.total).level
    return (expr.total, expr.weights, SumTo(level, expr.weights, _TOGETHER))


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
            return _RELATIONS[expr.relation], "", ""
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
