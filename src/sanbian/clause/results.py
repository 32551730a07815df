"""Clauses over the result of the year: how much of it is paid out, and who bears a loss.

Attributes that mean the same everywhere are told in `sanbian.clause.clauses`; here once more:

- `id`: number of the clause on paper, unique in its version.
- `words`: the clause as it stands on paper.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from sanbian.clause.terms import Term


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


@frozen(kw_only=True)
class LossPart:
    """One side that bears a part of a loss.

    Attributes:
        to: A party, which pays from its own pocket, or the members or a share class.
        ratio: Its exact part of what is left of the loss.
        by: Holders: weight of each.
        at_most: Holders: what each bears at most, or None; the others bear what is above it.
        exempt: Holders: poverty statuses that bear nothing.
        exempt_part: Holders: whether the ``others`` bear the part of those who are exempt, or
            it goes to the ``rest``.
        reduces: Holders: the fund in each one's own name from which it is taken; nobody
            bears more than there is on it.
        set_off: Holders: the clauses against which it is set off, now and later, until it is
            borne. Either this or `reduces` is stated.
    """

    to: str
    ratio: Fraction
    by: Term | None = None
    at_most: Term | None = None
    exempt: tuple[str, ...] = ()
    exempt_part: Literal["others", "rest"] | None = None
    reduces: str | None = None
    set_off: tuple[str, ...] = ()


@frozen(kw_only=True)
class LossSharing:
    """Who bears a loss: funds and insurers first, then sides by ratio (亏损分担).

    Attributes:
        of: The base whose loss is borne; in a year without a loss nothing happens.
        first: Funds, parties and other bases that bear it first, in order, each as far as it
            goes.
        parts: The sides with their exact ratios, which sum to one.
        rest: What becomes of the part that nobody bore: it stays a ``deficit``, made good
            before anything else from later years, or a party bears it.
    """

    id: str
    of: str
    first: tuple[str, ...] = ()
    parts: tuple[LossPart, ...] = ()
    rest: str
    words: str = ""
