"""Clauses over debts that are paid late.

Attributes that mean the same everywhere are told in `sanbian.clause.clauses`; here once more:

- `id`: number of the clause on paper, unique in its version.
- `to`: who receives: ``members``, a share class or a party.
- `paid_from`: bases, pools, funds or parties that pay, in order.
- `unpaid`: what stays unpaid is carried as arrears, lapses, or is an error.
- `rounding`: named rounding of this clause, or None for that of its version.
- `words`: the clause as it stands on paper.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from sanbian.money import Rounding
from sanbian.period import Due


@frozen(kw_only=True)
class LateFee:
    """A fee by the day on what is paid late under other clauses (违约金).

    It is a debt of its own under its own number: part of the debt times the rate times the
    days after the due day. It bears no fee itself.

    Attributes:
        on: Numbers of the clauses whose debts bear it; written after those clauses.
        rate: Part of the debt for each day.
        due: Last day on which payment is in time; the day after it is the first late day.
        at_most: Largest fee as a part of the amount that is late, or None.
    """

    id: str
    on: tuple[str, ...]
    to: str
    paid_from: tuple[str, ...]
    rate: Fraction
    due: Due
    at_most: Fraction | None = None
    unpaid: Literal["carry", "lapse", "error"]
    rounding: Rounding | None = None
    words: str = ""
