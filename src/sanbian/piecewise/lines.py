"""Lines: amounts that hang on one unknown, as long as no decision turns."""

from __future__ import annotations

from fractions import Fraction

from attrs import define, field, frozen

from sanbian.errors import InvalidInputError, Problem
from sanbian.wording import Text


@frozen
class Line:
    """``fixed + slope * unknown``, exact (一次函数).

    Attributes:
        fixed: What does not hang on the unknown.
        slope: What each unit of the unknown adds.
    """

    fixed: Fraction
    slope: Fraction = Fraction(0)

    def __add__(self, other: Line) -> Line:
        return Line(self.fixed + other.fixed, self.slope + other.slope)

    def __sub__(self, other: Line) -> Line:
        return Line(self.fixed - other.fixed, self.slope - other.slope)

    def times(self, factor: Fraction) -> Line:
        """So many times the line."""
        return Line(self.fixed * factor, self.slope * factor)

    def at(self, unknown: Fraction) -> Fraction:
        """What it comes to at one value of the unknown."""
        return self.fixed + self.slope * unknown


NOTHING = Line(Fraction(0))
ONE = Line(Fraction(1))


@define
class Path:
    """One way through all decisions of a run: at a value of the unknown, or right after it.

    Attributes:
        start: The value of the unknown.
        is_after: Whether decisions are those right after it, not at it.
        until: First value above at which a decision may turn, or None.
        clause: Clause whose turn it is, for errors.
    """

    start: Fraction
    is_after: bool
    until: Fraction | None = None
    clause: str = field(default="", eq=False)

    def sign(self, line: Line) -> int:
        """Below zero, zero or above; remembers where that may turn."""
        value = line.at(self.start)
        if self.is_after and line.slope:
            root = -line.fixed / line.slope
            if root > self.start and (self.until is None or root < self.until):
                self.until = root
            value = value or line.slope
        return (value > 0) - (value < 0)

    def lesser(self, one: Line, other: Line) -> Line:
        """The lesser of two."""
        return one if self.sign(other - one) >= 0 else other

    def greater(self, one: Line, other: Line) -> Line:
        """The greater of two."""
        return one if self.sign(one - other) >= 0 else other

    def multiplied(self, one: Line, other: Line) -> Line:
        """The product of two of which one does not hang on the unknown."""
        if not other.slope:
            return one.times(other.fixed)
        if not one.slope:
            return other.times(one.fixed)
        raise self._bent()

    def divided(self, one: Line, other: Line) -> Line:
        """The quotient of two; the divisor is in proportion or does not hang on the unknown.

        Raises:
            InvalidInputError: A divisor of zero, or a quotient that is no line.
        """
        if not other.slope:
            if not other.fixed:
                raise self.refused(
                    Text(
                        zh="应为不为零的除数，得到 0",
                        en="expected a divisor other than zero, got 0",
                    )
                )
            return one.times(1 / other.fixed)
        if one.fixed * other.slope == one.slope * other.fixed:
            return Line(one.slope / other.slope)
        raise self._bent()

    def part(self, total: Line, weight: Line, weights: Line) -> Line:
        """The part of a total that falls to one weight out of all weights."""
        if total == weights:
            return weight
        if not weight.slope and not weights.slope:
            return total.times(weight.fixed / weights.fixed)
        if weight.fixed * weights.slope == weight.slope * weights.fixed:
            return self.multiplied(total, self.divided(weight, weights))
        return self.multiplied(weight, self.divided(total, weights))

    def _bent(self) -> InvalidInputError:
        return self.refused(
            Text(
                zh="应为随金额按直线变化的数，得到两个都随它变化的数的乘积或比例",
                en="expected amounts that are straight lines of the unknown, got a product or "
                "ratio of two that both hang on it",
            )
        )

    def refused(self, says: Text) -> InvalidInputError:
        """What cannot be followed, at the clause whose turn it is."""
        return InvalidInputError(
            Problem(
                at=f"clause {self.clause}",
                says=says,
                do=Text(
                    zh="对该条款逐个金额用 settle 计算",
                    en="settle amount by amount where this clause takes part",
                ),
            )
        )
