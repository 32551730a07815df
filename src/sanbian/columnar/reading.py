"""Reading expressions: from an expression and the state of the accounts to a column."""

from __future__ import annotations

from collections.abc import Container, Mapping
from fractions import Fraction
from typing import TypeAlias, assert_never

import numpy as np
from attrs import evolve, frozen

from sanbian.columnar import columns
from sanbian.columnar.aside import Aside
from sanbian.columnar.batches import Batch
from sanbian.columnar.bounding import NO_BOUND, Bounds, share_within
from sanbian.columnar.columns import LIMIT, Column, column_of
from sanbian.columnar.rounding import rounded
from sanbian.columnar.sharing import share
from sanbian.columnar.ways import Flags, Whole
from sanbian.money import OddFen
from sanbian.program import (
    Arithmetic,
    Balance,
    Choose,
    Compare,
    Constant,
    Expr,
    Family,
    Measure,
    Round,
    Share,
    SumTo,
)

EVERYWHERE = ""  # level of a number that is the same for all keys of all levels

Held: TypeAlias = tuple[Whole, int]
"""What stands on the accounts of a family, and a bound of it."""


@frozen(eq=False)
class Value:
    """A column at its level; a constant stands at the level `EVERYWHERE`."""

    level: str
    column: Column


class Reader:
    """What the expressions of one move come to; a balance means the balance at that move."""

    __slots__ = ("_aside", "_balances", "_batch", "_known", "_odd", "_signed")

    def __init__(
        self,
        batch: Batch,
        balances: Mapping[str, Held],
        signed: Container[str],
        aside: Aside,
    ) -> None:
        self._batch = batch
        self._balances = balances
        self._signed = signed
        self._aside = aside
        self._known: dict[int, tuple[Expr, Value]] = {}
        self._odd: tuple[str, Flags] | None = None

    def of(self, expr: Expr) -> Value:
        """The value of an expression at its own level; each is computed once."""
        known = self._known.get(id(expr))
        if known is None:
            known = self._known[id(expr)] = (expr, self._read(expr))
        return known[1]

    def at(self, expr: Expr, level: str) -> Column:
        """The value of an expression, spread to the keys of a finer level."""
        return self._spread(self.of(expr), level)

    def whole_at(self, expr: Expr, level: str) -> Column:
        """The value of an expression that must be whole, with a number for each key."""
        column, size = self.at(expr, level), self._batch.ways.size(level)
        numbers, is_whole = (
            column.numbers,
            isinstance(column.scale, int) and column.scale == 1,
        )
        if is_whole and len(numbers) == size:
            return column
        if not is_whole:
            numbers = columns.whole(column, self._aside.at(level))
        numbers = columns.full(numbers, size)
        return Column(numbers, column.bound, may_be_negative=column.may_be_negative)

    def due_at(self, expr: Expr, level: str) -> Held:
        """The same, with nothing in place of what is below zero."""
        column = self.whole_at(expr, level)
        numbers = column.numbers
        return np.maximum(numbers, 0) if column.may_be_negative else numbers, column.bound

    def odd_at(self, level: str) -> Flags | None:
        """Which keys of a level got an odd unit in the share that was read last."""
        return self._odd[1] if self._odd is not None and self._odd[0] == level else None

    def _read(self, expr: Expr) -> Value:
        match expr:
            case Measure():
                return Value(expr.level, self._batch.measures[expr.name])
            case Balance():
                return Value(expr.family.level, self._balance(expr.family))
            case Constant():
                return Value(EVERYWHERE, self._constant(expr.value))
            case Arithmetic():
                level, (left, right) = self._meet(expr.left, expr.right)
                drop = self._aside.at(level)
                return Value(level, columns.combine(expr.op, left, right, drop))
            case Compare():
                level, (left, right) = self._meet(expr.left, expr.right)
                drop = self._aside.at(level)
                return Value(level, columns.compare(expr.relation, left, right, drop))
            case Choose():
                level, sides = self._meet(expr.condition, expr.then, expr.otherwise)
                return Value(level, columns.choose(sides, self._aside.at(level)))
            case SumTo():
                inner = self.of(expr.of)
                segments = self._batch.ways.segments(expr.level, inner.level)
                drop = self._aside.at(expr.level)
                return Value(expr.level, columns.summed(inner.column, segments, drop))
            case Round():
                inner = self.of(expr.of)
                drop = self._aside.at(inner.level)
                column = rounded(inner.column, expr.step, expr.mode, drop)
                return Value(inner.level, column)
            case Share():
                return self._share(expr)
            case _:
                assert_never(expr)

    def _balance(self, family: Family) -> Column:
        below = family.name in self._signed
        return Column(*self._balances[family.name], may_be_negative=below)

    def _constant(self, value: Fraction) -> Column:
        if max(abs(value.numerator), value.denominator) > LIMIT:
            self._aside.everyone()
            value = Fraction(0)
        return column_of(np.array([value.numerator], np.int64), value.denominator)

    def _spread(self, value: Value, level: str) -> Column:
        column = value.column
        numbers, scale = column.numbers, column.scale
        if value.level == level or len(numbers) == 1:
            return column
        if isinstance(scale, int) and len(numbers) and (numbers == numbers[0]).all():
            return evolve(column, numbers=numbers[:1])  # a term that is the same for all
        path = self._batch.ways.path(level, value.level)
        if not isinstance(scale, int) and len(scale) > 1:
            scale = scale[path]
        return evolve(column, numbers=numbers.take(path), scale=scale)

    def _meet(self, *exprs: Expr) -> tuple[str, list[Column]]:
        """Several expressions at the finest of their levels; one number may stand for all."""
        values = [self.of(expr) for expr in exprs]
        level = EVERYWHERE
        for value in values:
            if level == EVERYWHERE:
                level = value.level
            elif value.level not in {level, EVERYWHERE}:
                level = self._batch.ways.finer(level, value.level)
        return level, [self._spread(value, level) for value in values]

    def _share(self, expr: Share) -> Value:
        total, weights = self.of(expr.total), self.of(expr.weights)
        level, aside = weights.level, self._aside
        segments = self._batch.ways.segments(total.level, level)
        drop = aside.at(total.level)
        row, _, _ = columns.in_segments(weights.column, segments, drop)
        if expr.at_least is None:
            low = None
        else:
            low = segments.in_order(self.whole_at(expr.at_least, level).numbers)
        whole = self.whole_at(expr.total, total.level)
        totals, bound = whole.numbers, whole.bound
        if expr.odd_fen is OddFen.LOTTERY:
            aside.flags |= self._batch.drawn
        if expr.odd_fen is OddFen.CARRY_FORWARD and low is None:
            aside.everyone()
        step = expr.step
        if low is None:
            shared, odd = share(totals, row, segments, expr.odd_fen, drop, step=step)
        else:
            bounds = Bounds(low, np.full(len(low), NO_BOUND))
            shared, odd = share_within(
                totals, row, bounds, segments, expr.odd_fen, drop, step=step
            )
        self._odd = (level, segments.put_back(odd))
        below = total.column.may_be_negative
        column = Column(segments.put_back(shared), bound, may_be_negative=below)
        return Value(level, column)
