"""Clauses over the accounts that a cooperative keeps for its members (成员账户).

Attributes that mean the same everywhere are told in `sanbian.clause.clauses`; here once more:

- `id`: number of the clause on paper, unique in its version.
- `words`: the clause as it stands on paper.
- `paid_from`: bases, pools, funds or parties that pay, in order.
- `unpaid`: what stays unpaid is carried as arrears, lapses, or is an error.
- `rounding`: named rounding of this clause, or None for that of its version.
"""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from sanbian.clause.terms import Term
from sanbian.money import Rounding
from sanbian.period import Due

NEVER = "never"
"""In `written_down`: what the property is worth on the books does not fall."""


@frozen(kw_only=True)
class Averaging:
    """Property that belongs to all alike, in equal parts on members' accounts (平均量化).

    What stands on the accounts, and what was formed in the period, is shared anew among those
    who are members on the record day; who is none any more loses his part to the others.

    Attributes:
        to: Fund of each member that tells his part.
        of: Bases whose stated amounts join it: what subsidies or donations formed in the
            period.
        leavers: Whether those whose membership ends in the period ``count`` among the members,
            or ``do_not_count``.
        written_down: Measure in yuan of what the property lost in value in the period, or
            ``never``.

    Law:
        农民专业合作社法 第四十四条第二款第二项.
    """

    id: str
    to: str
    of: tuple[str, ...] = ()
    leavers: Literal["count", "do_not_count"]
    written_down: str
    words: str = ""


@frozen(kw_only=True)
class Exit:
    """What a member whose membership ends gets back, and what stays (退社).

    Attributes:
        refunds: Funds of each member that are paid back: capital, reserve share.
        stays: Funds of each member that are not: his part goes to those who stay, in equal
            parts.
        notice_months: Months before the end of the fiscal year by which notice is given.
        institution_months: The same for members that are enterprises or institutions.
        year_end: Last day of the fiscal year, such as ``12-31``; membership ends on it.
        due: Until when the refund is paid, after the day on which membership ends.
        loss_of: Base whose deficits he bears a part of before he is paid, or None.
        loss_by: Weight of each member in those deficits; needed with `loss_of`.

    Law:
        农民专业合作社法 第二十五条、第二十八条.
    """

    id: str
    paid_from: tuple[str, ...]
    refunds: tuple[str, ...]
    stays: tuple[str, ...] = ()
    notice_months: int
    institution_months: int
    year_end: str
    due: Due
    loss_of: str | None = None
    loss_by: Term | None = None
    unpaid: Literal["carry", "lapse", "error"]
    rounding: Rounding | None = None
    words: str = ""
