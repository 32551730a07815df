"""Clauses over what stays with a holder, or is taken from him, instead of being paid out.

Attributes that mean the same everywhere are told in `sanbian.clause.clauses`; here once more:

- `id`: number of the clause on paper, unique in its version.
- `words`: the clause as it stands on paper.
- `out_of`: numbers of the clauses whose lines it comes out of; ``all`` for all lines.
- `status`: only holders with this poverty status, or None for all.
- `years`, `counted_from`: only in these years of the term, or None for all.
- `rounding`: named rounding of this clause, or None for that of its version.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from sanbian.clause.kinds import Kind
from sanbian.clause.terms import CountedFrom, Term
from sanbian.money import Rounding
from sanbian.period import Years

ALL = "all"
"""In `out_of`: all that a holder gets in the period."""

DEDUCTION_KINDS = (
    Kind.INPUTS,
    Kind.INTEREST,
    Kind.INSURANCE,
    Kind.LEVY,
    Kind.COMPENSATION,
    Kind.PRINCIPAL,
    Kind.RENT,
)
"""Kinds of money that a `Deduction` may take."""


@frozen(kw_only=True)
class Deduction:
    """Taken from what a holder gets in the period, before it is paid out (代扣).

    No line becomes negative: what the lines do not cover is carried as the holder's debt.

    Attributes:
        kind: What the money is: one of `DEDUCTION_KINDS`.
        holders: From whom: ``members`` or a share class.
        to: Party or fund that receives it.
        amount: What is to be taken from each.
        unpaid: What the lines do not cover is carried as the holder's debt, lapses, or is an
            error.
    """

    id: str
    kind: Kind
    holders: str
    out_of: tuple[str, ...]
    to: str
    amount: Term
    unpaid: Literal["carry", "lapse", "error"]
    status: str | None = None
    years: Years | None = None
    counted_from: CountedFrom = "start"
    rounding: Rounding | None = None
    words: str = ""


@frozen(kw_only=True)
class Reinvestment:
    """A part of what clauses give is turned into capital in the holder's own fund (转增投入).

    Attributes:
        rate: Part of what the clauses give each holder.
        to: Fund of each member that takes it.
        earns_from: Whether rates on the fund count it from the ``next_period`` on, or
            ``never``; it is the holder's either way.
    """

    id: str
    out_of: tuple[str, ...]
    rate: Fraction
    to: str
    earns_from: Literal["next_period", "never"]
    status: str | None = None
    years: Years | None = None
    counted_from: CountedFrom = "start"
    rounding: Rounding | None = None
    words: str = ""
