"""A third reading of programs: every amount as a function of one unknown.

`follow` runs a program whose inputs hang on one unknown, a surplus say, and gives what
stands on every account as a function of it, exact and before any rounding.
"""

from sanbian.piecewise.functions import Piece, Piecewise
from sanbian.piecewise.lines import NOTHING, Line
from sanbian.piecewise.moving import Ran, Unknowns, total
from sanbian.piecewise.walking import Step, follow, function_of

__all__ = [
    "NOTHING",
    "Line",
    "Piece",
    "Piecewise",
    "Ran",
    "Step",
    "Unknowns",
    "follow",
    "function_of",
    "total",
]
