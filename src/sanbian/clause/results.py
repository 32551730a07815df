"""Clauses over the result of the year: how much of it is paid out.

Attributes that mean the same everywhere are told in `sanbian.clause.clauses`; here once more:

- `id`: number of the clause on paper, unique in its version.
- `words`: the clause as it stands on paper.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen


@frozen(kw_only=True)
class Payout:
    """How much of a base or pool is paid out, as was decided, within a band (分配额度).

    A decision outside the band is refused, never mended.

    Attributes:
        of: The base or pool, as it stands when the turn of the clause comes.
        decided: Measure in money: what the meeting decided to pay out.
        at_least: Least part of it, rounded up to the fen, or None.
        at_most: Largest part of it, rounded down, or None.
        to: The pool that takes what is paid out.
        rest: Where all else goes: a fund, party or pool, or a base for its next period.
    """

    id: str
    of: str
    decided: str
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    to: str
    rest: str
    words: str = ""
