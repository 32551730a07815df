"""Reading expressions: from an expression and the state of the accounts to a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import assert_never

from attrs import frozen

from sanbian.errors import InvalidInputError, Problem
from sanbian.exact import columns
from sanbian.exact.columns import Column
from sanbian.exact.sharing import Division, share_out
from sanbian.program import (
    Arithmetic,
    Balance,
    Because,
    Choose,
    Compare,
    Constant,
    Expr,
    Inputs,
    Measure,
    Round,
    Share,
    SumTo,
)
from sanbian.wording import Text

EVERYWHERE = ""  # level of a number that is the same for all keys of all levels


@frozen
class Value:
    """A column at its level; a constant stands at the level `EVERYWHERE`."""

    level: str
    column: Column


class Values:
    """What the expressions of one move came to, kept for the explanation.

    One is made for each move: a balance means the balance at that move.

    Attributes:
        before: For a division: what the source held, per key.
    """

    __slots__ = (
        "_balances",
        "_because",
        "_credits",
        "_inputs",
        "_known",
        "_odd",
        "before",
    )

    def __init__(
        self,
        inputs: Inputs,
        balances: Mapping[str, Sequence[int]],
        credits_micro: dict[str, Mapping[str, int]],
        because: Because,
    ) -> None:
        self._inputs = inputs
        self._balances = balances
        self._credits = credits_micro
        self._because = because
        self._known: dict[int, tuple[Expr, Value]] = {}
        self._odd: tuple[str, tuple[int, ...]] = (EVERYWHERE, ())
        self.before: tuple[int, ...] = ()

    def of(self, expr: Expr) -> Value:
        """The value of an expression at its own level; each is computed once."""
        known = self._known.get(id(expr))
        if known is None:
            known = self._known[id(expr)] = (expr, self._read(expr))
        return known[1]

    def at(self, expr: Expr, level: str) -> Column:
        """The value of an expression, spread to the keys of a finer level."""
        return self._spread(self.of(expr), level)

    def whole_at(self, expr: Expr, level: str) -> Sequence[int]:
        """The value of an expression that must be whole, at a level."""
        numbers = columns.whole(self.at(expr, level))
        assert numbers is not None, f"clause {self._because.clause}: not rounded"
        return numbers

    def odd_at(self, level: str) -> tuple[int, ...]:
        """Keys of a level that got an odd unit in the share that was read last."""
        return self._odd[1] if self._odd[0] == level else ()

    def _read(self, expr: Expr) -> Value:
        match expr:
            case Measure():
                return Value(expr.level, Column(*self._inputs.measures[expr.name]))
            case Arithmetic():
                return self._combine(expr)
            case Balance():  # a copy: the account moves on, the explanation does not
                balance = list(self._balances[expr.family.name])
                return Value(expr.family.level, Column(balance))
            case Constant():
                value = expr.value
                return Value(EVERYWHERE, Column([value.numerator], value.denominator))
            case Compare():
                level, (left, right) = self._meet(expr.left, expr.right)
                return Value(level, columns.compare(expr.relation, left, right))
            case Choose():
                level, sides = self._meet(expr.condition, expr.then, expr.otherwise)
                return Value(level, columns.choose(*sides))
            case SumTo():
                return self._sum(expr)
            case Round():
                inner = self.of(expr.of)
                column = columns.rounded(inner.column, expr.step, expr.mode)
                return Value(inner.level, column)
            case Share():
                return self._share(expr)
            case _:
                assert_never(expr)

    def _spread(self, value: Value, level: str) -> Column:
        if value.level == level:
            return value.column
        numbers, scale = value.column.numbers, value.column.scale
        if len(numbers) == 1:
            return Column([numbers[0]] * self._inputs.space.size(level), scale)
        path = self._inputs.space.path(level, value.level)
        return Column([numbers[place] for place in path], scale)

    def _meet(self, *exprs: Expr) -> tuple[str, list[Column]]:
        """Several expressions at the finest of their levels; one number may stand for all."""
        values = [self.of(expr) for expr in exprs]
        levels = [value.level for value in values if value.level != EVERYWHERE]
        level = reduce(self._inputs.space.finer, levels) if levels else EVERYWHERE
        return level, [
            value.column if len(value.column.numbers) == 1 else self._spread(value, level)
            for value in values
        ]

    def _combine(self, expr: Arithmetic) -> Value:
        level, (left, right) = self._meet(expr.left, expr.right)
        try:
            return Value(level, columns.combine(expr.op, left, right))
        except ZeroDivisionError:
            keys = self._inputs.space.by_name[level].keys if level else ("",)
            key = keys[list(right.numbers).index(0)]
            raise InvalidInputError(
                Problem(
                    at=f"clause {self._because.clause}, {level} {key}",
                    says=Text(
                        zh="应为不为零的除数，得到 0",
                        en="expected a divisor other than zero, got 0",
                    ),
                    do=Text(zh="核对该户的数量", en="check the measures of this key"),
                )
            ) from None

    def _sum(self, expr: SumTo) -> Value:
        inner, space = self.of(expr.of), self._inputs.space
        path = space.path(inner.level, expr.level)
        return Value(expr.level, columns.summed(inner.column, path, space.size(expr.level)))

    def _share(self, expr: Share) -> Value:
        total, weights = self.of(expr.total), self.of(expr.weights)
        level, space = weights.level, self._inputs.space
        floors = None if expr.at_least is None else self.whole_at(expr.at_least, level)
        division = Division(
            name=expr.name,
            clause=self._because.clause,
            odd_fen=expr.odd_fen,
            segments=space.segments(total.level, level),
            weights=weights.column.numbers,
            keys=space.by_name[level].keys,
            at_least=floors,
            step=expr.step,
        )
        totals = self.whole_at(expr.total, total.level)
        shared, odd = share_out(division, totals, self._inputs, self._credits)
        self._odd = (level, odd)
        return Value(level, Column(shared))
