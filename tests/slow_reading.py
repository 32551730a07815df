"""A slow reading of programs by the rules, to hold the interpreter against.

Nothing here uses the interpreter: levels are climbed join by join, expressions are read
key by key in fractions, and a share serves one odd unit after another.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from sanbian.money import OddFen, Rounding
from sanbian.program import (
    Arithmetic,
    Balance,
    Choose,
    Compare,
    Constant,
    Measure,
    Op,
    Relation,
    Round,
    Share,
    SumTo,
)


def climb(space, fine, coarse, position):
    """Where a key lies at a coarser level, join by join; None where no way leads there."""
    if fine == coarse:
        return position
    for join in space.joins:
        if join.fine == fine:
            found = climb(space, join.coarse, coarse, join.index[position])
            if found is not None:
                return found
    return None


class Slow:
    """Reads expressions key by key, as the rules say, in fractions."""

    def __init__(self, inputs, balances):
        self.inputs, self.space, self.balances = inputs, inputs.space, balances

    def level(self, expr):
        match expr:
            case Constant():
                return ""
            case Measure() | SumTo():
                return expr.level
            case Balance():
                return expr.family.level
            case Round():
                return self.level(expr.of)
            case Share():
                return self.level(expr.weights)
            case Choose():
                return self.finest(expr.condition, expr.then, expr.otherwise)
        return self.finest(expr.left, expr.right)

    def finest(self, *parts):
        levels = [level for part in parts if (level := self.level(part))]
        for level in levels:
            if all(self.leads(level, other) for other in levels):
                return level
        return ""

    def leads(self, fine, coarse):
        joins = [join.coarse for join in self.space.joins if join.fine == fine]
        return fine == coarse or any(self.leads(up, coarse) for up in joins)

    def at(self, expr, level, position):
        """The number that counts for a key of a level as fine as that of the expression."""
        own = self.level(expr)
        return self.read(expr, climb(self.space, level, own, position) if own else 0)

    def read(self, expr, position):
        level = self.level(expr)
        match expr:
            case Constant():
                return expr.value
            case Measure():
                numbers, scale = self.inputs.measures[expr.name]
                return Fraction(numbers[position], scale)
            case Balance():
                return Fraction(self.balances[expr.family.name][position])
            case Arithmetic():
                left = self.at(expr.left, level, position)
                return _operate(expr.op, left, self.at(expr.right, level, position))
            case Compare():
                left = self.at(expr.left, level, position)
                right = self.at(expr.right, level, position)
                return Fraction(_holds(expr.relation, left, right))
            case Choose():
                then = self.at(expr.then, level, position)
                other = self.at(expr.otherwise, level, position)
                return then if self.at(expr.condition, level, position) else other
            case Round():
                return slow_round(self.read(expr.of, position), expr.step, expr.mode)
            case SumTo():
                own = self.level(expr.of)
                return sum(
                    (self.read(expr.of, at) for at in self.below(own, level, position)),
                    Fraction(0),
                )
            case Share():
                return Fraction(self.shared(expr, level, position))
        raise AssertionError(expr)

    def below(self, fine, coarse, position):
        keys = range(len(self.space.by_name[fine].keys))
        return [at for at in keys if climb(self.space, fine, coarse, at) == position]

    def shared(self, expr, level, position):
        own = self.level(expr.total)
        key = climb(self.space, level, own, position)
        takers = self.below(level, own, key)
        weights = [self.read(expr.weights, at) for at in takers]
        parts = slow_share(int(self.read(expr.total, key)), weights, expr.odd_fen)
        return parts[takers.index(position)]


def _operate(op, left, right):
    match op:
        case Op.ADD:
            return left + right
        case Op.SUBTRACT:
            return left - right
        case Op.MULTIPLY:
            return left * right
        case Op.DIVIDE:
            return left / right
        case Op.LESSER:
            return min(left, right)
        case Op.GREATER:
            return max(left, right)


def _holds(relation, left, right):
    match relation:
        case Relation.AT_LEAST:
            return left >= right
        case Relation.MORE_THAN:
            return left > right
        case Relation.EQUAL:
            return left == right
        case Relation.AT_MOST:
            return left <= right
        case Relation.LESS_THAN:
            return left < right


def slow_round(value, step, mode):
    units = value / step
    low, high = floor(units), ceil(units)
    near = low if units - low < high - units else high
    toward, away = (low, high) if units >= 0 else (high, low)
    is_half = units - low == Fraction(1, 2)
    chosen = {
        Rounding.FLOOR: low,
        Rounding.CEILING: high,
        Rounding.DOWN: toward,
        Rounding.UP: away,
        Rounding.HALF_UP: away if is_half else near,
        Rounding.HALF_DOWN: toward if is_half else near,
        Rounding.HALF_EVEN: (low if low % 2 == 0 else high) if is_half else near,
    }[mode]
    return Fraction(chosen * step)


def slow_share(total, weights, rule):
    """Rounded down, then one odd unit after another to whom the rule names."""
    if total < 0:
        return [-part for part in slow_share(-total, weights, rule)]
    exact = [total * weight / sum(weights) if total else Fraction(0) for weight in weights]
    parts = [floor(due) for due in exact]
    places = [place for place, weight in enumerate(weights) if weight]
    order = {
        OddFen.LARGEST_REMAINDER: sorted(places, key=lambda at: parts[at] - exact[at]),
        OddFen.FIRST: places,
        OddFen.LAST: places[::-1],
        OddFen.LARGEST_SHARE: sorted(places, key=lambda at: -weights[at]),
    }[rule]
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts
