"""Functions of one unknown in straight pieces, exact, with jumps where a rule jumps."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen

from sanbian.piecewise.lines import Line


@frozen
class Piece:
    """A straight piece of a function (分段).

    Attributes:
        since: Where it begins.
        line: What it is from there to the next piece.
        is_after: It begins right after `since`, not at it.
    """

    since: Fraction
    line: Line
    is_after: bool = False


@frozen
class Piecewise:
    """A function in straight pieces, before any rounding (分段一次函数).

    Attributes:
        pieces: From the least value of the unknown on, without gap or overlap.
    """

    pieces: tuple[Piece, ...]

    def __call__(self, unknown: Fraction | int) -> Fraction:
        """What it comes to at one value of the unknown."""
        return self._piece(unknown, is_after=False).line.at(Fraction(unknown))

    @property
    def breakpoints(self) -> tuple[Fraction, ...]:
        """Where it bends or jumps, in order."""
        return tuple(dict.fromkeys(piece.since for piece in self.pieces[1:]))

    def marginal(self, unknown: Fraction | int) -> Fraction:
        """What one more unit adds from there on: the marginal share (边际分成)."""
        return self._piece(unknown, is_after=True).line.slope

    def reaches(self, target: Fraction | int) -> Fraction | None:
        """The least value of the unknown at which it comes to a target, or None.

        Where it jumps over the target right after a value, that value is given.
        """
        for place, piece in enumerate(self.pieces):
            line, end = piece.line, self._end(place)
            if line.at(piece.since) >= target:
                return piece.since
            if line.slope > 0:
                found = (target - line.fixed) / line.slope
                if end is None or found < end:
                    return found
        return None

    def _end(self, place: int) -> Fraction | None:
        later = self.pieces[place + 1 : place + 2]
        return later[0].since if later else None

    def _piece(self, unknown: Fraction | int, *, is_after: bool) -> Piece:
        least = self.pieces[0].since
        if unknown < least:
            message = f"expected a value of at least {least}, got {unknown}"
            raise ValueError(message)
        found = self.pieces[0]
        for piece in self.pieces:
            if (piece.since, piece.is_after) <= (unknown, is_after):
                found = piece
        return found


def joined(steps: Iterable[tuple[Fraction, Fraction, Line]]) -> Piecewise:
    """A function from steps: a place, the value there, and the line right after it."""
    pieces: list[Piece] = []
    for since, value, line in steps:
        before = pieces[-1].line if pieces else None
        goes_on = before is not None and before.at(since) == value
        if goes_on and before == line:
            continue
        if line.at(since) == value:
            pieces.append(Piece(since, line))
        elif goes_on:
            pieces.append(Piece(since, line, is_after=True))
        else:
            pieces += [Piece(since, Line(value)), Piece(since, line, is_after=True)]
    return Piecewise(tuple(pieces))
