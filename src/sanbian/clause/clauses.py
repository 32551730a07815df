"""Clauses: who gets what, from where, as which kind of money, as frozen values.

Attributes that mean the same everywhere are told once, here:

- `id`: number of the clause on paper, unique in its version.
- `words`: the clause as it stands on paper.
- `to`: who receives: ``members``, a share class, a party, a pool or a fund. What is owed to
  a pool is shared when it is paid; where arrears must stay with those who held then, the
  promise is made to the holders themselves.
- `of`: the base or pool that the clause divides, as it stands when its turn comes.
- `paid_from`: bases, pools, funds or parties that pay, in order.
- `unpaid`: what stays unpaid is carried as arrears, lapses, or is an error.
- `status`: only holders with this poverty status, or None for all.
- `when`: the clause shares only where this holds; else the money stays for later clauses.
- `years`, `counted_from`: only in these years of the term, or None for all.
- `rounding`: named rounding of this clause, or None for that of its version.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from attrs import frozen

from sanbian.clause.capital import Deduction, Reinvestment
from sanbian.clause.in_kind import Deliver, LendAndReturn
from sanbian.clause.kinds import Kind
from sanbian.clause.lateness import LateFee
from sanbian.clause.members import Averaging, Exit
from sanbian.clause.purchases import OrderPurchase
from sanbian.clause.results import LossSharing, Payout
from sanbian.clause.terms import Condition, CountedFrom, Term
from sanbian.money import Rounding
from sanbian.period import Years

PAYMENT_KINDS = (
    Kind.RENT,
    Kind.WAGE,
    Kind.CUSTODY_FEE,
    Kind.LEVY,
    Kind.COST,
    Kind.SUBSIDY,
    Kind.INSURANCE,
    Kind.INTEREST,
    Kind.PRINCIPAL,
    Kind.COMPENSATION,
    Kind.DIVIDEND,
    Kind.ORDER_PAYMENT,
    Kind.DEBT,
)
"""Kinds that a `Payment` may have; the others have clauses of their own."""


@frozen(kw_only=True)
class Payment:
    """Something due to each who receives: rent, wage, custody fee, levy, subsidy ... (支付).

    Attributes:
        kind: What the money is: one of `PAYMENT_KINDS`.
        amount: What is due to each.
        besides: For a share of a result: clauses on another base that are due as well.
        pays_down: For principal: the fund on which it stands; no more is due than is left on
            it, and what falls due leaves it. None where the amount alone is stated.
    """

    id: str
    kind: Kind
    to: str
    paid_from: tuple[str, ...]
    amount: Term
    unpaid: Literal["carry", "lapse", "error"]
    besides: tuple[str, ...] = ()
    pays_down: str | None = None
    status: str | None = None
    years: Years | None = None
    counted_from: CountedFrom = "start"
    rounding: Rounding | None = None
    words: str = ""


@frozen(kw_only=True)
class Guarantee:
    """A return that is promised whatever the result: 保底收益; never called a dividend.

    Attributes:
        amount: What is due to each.
        charged: ``cost`` before surplus, ``first_charge`` on surplus, or the ``guarantor``'s
            debt.
        combine: How it meets the result share of the same holders: ``add`` both; split
            only the ``excess`` above it; it ``replace``s the share in its years; or the
            ``greater`` of the two. Needed as soon as they have a result share.
    """

    id: str
    to: str
    paid_from: tuple[str, ...]
    amount: Term
    charged: Literal["cost", "first_charge", "guarantor"]
    combine: Literal["add", "excess", "replace", "greater"] | None = None
    unpaid: Literal["carry", "lapse", "error"]
    status: str | None = None
    years: Years | None = None
    counted_from: CountedFrom = "start"
    rounding: Rounding | None = None
    words: str = ""


@frozen(kw_only=True)
class PreferredDividend:
    """A dividend at a fixed rate, before the others, out of surplus only (优先股股息).

    Attributes:
        rate: Rate a year on `on`.
        on: A measure in money: the capital of each holder.
        cumulative: Whether what one year could not pay is owed in the next.
        participating: Whether its holders also share what is left, by a later dividend.
    """

    id: str
    of: str
    to: str
    rate: Fraction
    on: str
    cumulative: bool
    participating: bool
    rounding: Rounding | None = None
    words: str = ""


@frozen
class SplitPart:
    """One side of a split.

    Attributes:
        to: A party, pool or fund.
        ratio: Its exact part.
        kind: What the money is.
    """

    to: str
    ratio: Fraction
    kind: Kind = Kind.DIVIDEND


@frozen(kw_only=True)
class Split:
    """The whole of a base or pool, split by ratio between named sides (分成).

    Attributes:
        parts: The sides with their exact ratios, which sum to one.
        besides: Clauses on another base that the same sides are due as well; silence about
            two bases is refused.
    """

    id: str
    of: str
    parts: tuple[SplitPart, ...]
    besides: tuple[str, ...] = ()
    when: Condition | None = None
    years: Years | None = None
    counted_from: CountedFrom = "start"
    words: str = ""


@frozen(kw_only=True)
class SplitOfEach:
    """What each holder's own earned, split by ratio, holder by holder (逐户分成).

    Each amount is split to the fen by itself: no side loses a fen to another holder's.

    Attributes:
        of: Measure in money of each holder: what his own house, shed or tree earned.
        paid_from: Who received it, in order; they pay it on in full, or it is an error.
        parts: The sides with their exact ratios, which sum to one; the holder's own side is
            ``members``.
    """

    id: str
    of: str
    paid_from: tuple[str, ...]
    parts: tuple[SplitPart, ...]
    words: str = ""


@frozen(kw_only=True)
class Allotment:
    """A base or pool shared among the groups, each getting its own part (分配到各村).

    Attributes:
        to: A pool or party that each group has of its own.
        by: Weight of each group; a measure of members is summed to the group.
    """

    id: str
    of: str
    to: str
    by: Term
    when: Condition | None = None
    words: str = ""


@frozen(kw_only=True)
class Dividend:
    """A base or pool divided among holders by weights: 按股分红, 按户平均 ... (分红).

    Attributes:
        by: Weight of each holder: ``shares``, ``equal``, ``people``, a measure ...
        at_least: What each gets at least out of this pool, or None.
        at_most: What each gets at most, or None; the excess goes round again.
        rest: Party, fund or pool for what nobody may take, or None if that is an error.
        kind: What the money is.
    """

    id: str
    of: str
    to: str
    by: Term
    at_least: Term | None = None
    at_most: Term | None = None
    rest: str | None = None
    kind: Kind = Kind.DIVIDEND
    when: Condition | None = None
    status: str | None = None
    years: Years | None = None
    counted_from: CountedFrom = "start"
    words: str = ""


@frozen(kw_only=True)
class PatronageRefund:
    """The part of the surplus that goes back by trade with the cooperative (按交易量返还).

    Attributes:
        by: Measure of volume or amount of trade.
        rate: Part of the distributable surplus, at least 60 %; the pool rounds up.

    Law:
        农民专业合作社法 第四十四条第二款第一项.
    """

    id: str
    of: str
    to: str
    by: Term
    rate: Fraction
    words: str = ""


@frozen(kw_only=True)
class Reserve:
    """A part set aside into a fund before members are paid (提取公积金).

    Attributes:
        rate: Part of the base or pool.
        amount: So much of it, in money of the whole contract; either this or `rate`.
        to: The fund; where it has a target, no more than is missing. A fund of each member is
            a reserve that is quantified to members.
        by: Weight by which it is quantified to members; for a fund of each member.
        counts_from: Whether rates and weights on the fund count what is set aside in
            ``this_period`` already, or from the ``next_period`` on; with `by`.
    """

    id: str
    of: str
    rate: Fraction | None = None
    amount: Term | None = None
    to: str
    by: Term | None = None
    counts_from: Literal["this_period", "next_period"] | None = None
    rounding: Rounding | None = None
    words: str = ""


@frozen(kw_only=True)
class Retention:
    """All that is left of a base or pool, kept in a fund or by a party (留存)."""

    id: str
    of: str
    to: str
    when: Condition | None = None
    words: str = ""


@frozen(kw_only=True)
class TopUp:
    """Makes good what a holder got short of a floor (补足).

    Attributes:
        amount: The floor for each holder.
        counting: Clauses whose lines count towards the floor.
        within: The floor holds for each ``period``, or for the ``year`` to date.
    """

    id: str
    to: str
    paid_from: tuple[str, ...]
    amount: Term
    counting: tuple[str, ...]
    within: Literal["period", "year"]
    unpaid: Literal["carry", "lapse", "error"]
    status: str | None = None
    rounding: Rounding | None = None
    words: str = ""


Clause: TypeAlias = (
    Payment
    | Guarantee
    | PreferredDividend
    | OrderPurchase
    | Split
    | SplitOfEach
    | Allotment
    | Dividend
    | PatronageRefund
    | Reserve
    | Retention
    | TopUp
    | LendAndReturn
    | Payout
    | Deliver
    | LateFee
    | LossSharing
    | Deduction
    | Reinvestment
    | Averaging
    | Exit
)

CLAUSES: tuple[type, ...] = get_args(Clause)
