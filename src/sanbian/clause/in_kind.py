"""Clauses in kind: animals and goods that are lent, returned and delivered, never money.

Attributes that mean the same in both are told once, here:

- `id`: number of the clause on paper, unique in its version.
- `words`: the clause as it stands on paper.
- `unit`: ``head``, ``kg`` or ``gram``; the measures of the clause are in it. Books keep
  weight in grams.
- `years`, `counted_from`: only in these years of the term, or None for all.
- `rounding`: named rounding of this clause, or None for that of its version.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeAlias

from attrs import frozen

from sanbian.clause.kinds import Kind
from sanbian.clause.terms import CountedFrom
from sanbian.money import Rounding
from sanbian.period import Years

InKindUnit: TypeAlias = Literal["head", "kg", "gram"]

KEPT_AS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {"head": ("head", 1), "kg": ("gram", 1000), "gram": ("gram", 1)}
)
"""The unit in which books keep each unit of a contract, and how many of it make one."""


@frozen(kw_only=True)
class LendAndReturn:
    """Animals or goods lent, to be returned in kind (借羊还羔).

    Attributes:
        lent: Measure: how much was newly lent to each holder in the period.
        returned: Measure: how much each holder returned in the period.
        to: Party that lent.
        offspring: How much is due besides for each one lent; a part of one is not due.
        weight: Measure: what a returned animal weighs, or None where weight is no matter.
        weight_min: Measure: what it must weigh before it counts as returned.
        died: Measure: how much died without fault and is not due any more, or None.
        lost: Measure: how much was lost by negligence and is paid for, or None.
        lost_price: Fen that the holder owes for each unit lost.
        set_off: Clauses against which what a holder owes for losses is set off, now and
            later; it goes to the lender.
        herd: How much the lender had to lend at first; then what comes back joins the herd
            and no more is lent than it holds. None where that is not kept.
        due_years: Years from the end of the period of lending after which it is overdue, or
            None for no such day.
    """

    id: str
    lent: str
    returned: str
    to: str
    unit: InKindUnit
    offspring: Fraction = Fraction(0)
    weight: str | None = None
    weight_min: str | None = None
    died: str | None = None
    lost: str | None = None
    lost_price: Fraction | None = None
    set_off: tuple[str, ...] = ()
    herd: int | None = None
    due_years: int | None = None
    words: str = ""


@frozen(kw_only=True)
class Deliver:
    """Goods owed to holders: four ewes at the end, 300 kg of grain for a mu (实物给付).

    Attributes:
        to: Who receives: ``members`` or a share class.
        by: Party that owes.
        each: How much for each unit of `per`.
        per: Measure: ``equal`` for each holder, an area, shares ...
        delivered: Measure: how much each holder took in kind in the period.
        undelivered: What was not taken is owed in kind (``carry``), or paid in ``money``.
        price: Measure: fen per unit on the day, where it is paid in money.
        kind: What that money is.
        unpaid: What happens to money that stays unpaid.
        status: Only holders with this poverty status, or None for all.
    """

    id: str
    to: str
    by: str
    each: Fraction
    per: str
    unit: InKindUnit
    delivered: str
    undelivered: Literal["carry", "money"]
    price: str | None = None
    kind: Kind | None = None
    unpaid: Literal["carry", "lapse", "error"] | None = None
    status: str | None = None
    years: Years | None = None
    counted_from: CountedFrom = "start"
    rounding: Rounding | None = None
    words: str = ""
