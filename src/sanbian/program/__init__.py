"""The core: levels, account families, one algebra and three moves.

A `Program` is a shape. It says which accounts there are and which moves run over them, and
holds no number of any contract: those come beside it as `Inputs`. So the same program
serves one contract or a million, one future or ten thousand.

```
Level      keys, joined many-to-one:   plot -> member -> group -> contract
Family     one whole number per key of a level, in one unit, with a role
Expr       constant, measure, balance, + - * /, min, max, choose, sum to, round, share
Accrue     raises a claim
Pay        moves money from sources in order to what is still due
Divide     shares out the whole balance of a source
```
"""

from sanbian.program.algebra import (
    Arithmetic,
    Balance,
    Choose,
    Compare,
    Constant,
    Expr,
    Measure,
    Op,
    Relation,
    Round,
    Share,
    SumTo,
    parts_of,
)
from sanbian.program.families import Family, Role
from sanbian.program.levels import Join, Level, Space
from sanbian.program.many import apart, exprs_of, measures_of, shape_of, side_by_side
from sanbian.program.moves import (
    Accrue,
    Because,
    Divide,
    Inputs,
    Move,
    Numbers,
    Part,
    Pay,
    Program,
    families_of,
)

__all__ = [
    "Accrue",
    "Arithmetic",
    "Balance",
    "Because",
    "Choose",
    "Compare",
    "Constant",
    "Divide",
    "Expr",
    "Family",
    "Inputs",
    "Join",
    "Level",
    "Measure",
    "Move",
    "Numbers",
    "Op",
    "Part",
    "Pay",
    "Program",
    "Relation",
    "Role",
    "Round",
    "Share",
    "Space",
    "SumTo",
    "apart",
    "exprs_of",
    "families_of",
    "measures_of",
    "parts_of",
    "shape_of",
    "side_by_side",
]
