"""Lowering of clauses: each kind of clause becomes a few of the three moves.

A clause that promises something becomes a claim that is accrued and paid; a clause that
shares something out becomes a division. What holders get waits on the clause's ``payable``
account for the one payout.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

from sanbian.clause import (
    Allotment,
    Averaging,
    Clause,
    Deduction,
    Deliver,
    Dividend,
    Exit,
    Guarantee,
    LateFee,
    LendAndReturn,
    LossSharing,
    OrderPurchase,
    PatronageRefund,
    Payment,
    Payout,
    PreferredDividend,
    Reinvestment,
    Reserve,
    Retention,
    Split,
    SplitOfEach,
    TopUp,
)
from sanbian.lowering.capital import lower_deduction, lower_reinvestment
from sanbian.lowering.divisions import (
    lower_allotment,
    lower_dividend,
    lower_patronage_refund,
    lower_reserve,
    lower_retention,
    lower_split,
    lower_split_of_each,
)
from sanbian.lowering.exits import lower_averaging, lower_exit
from sanbian.lowering.in_kind import lower_deliver, lower_lend_and_return
from sanbian.lowering.lateness import lower_late_fee
from sanbian.lowering.losses import lower_loss_sharing
from sanbian.lowering.payouts import lower_payout
from sanbian.lowering.promises import (
    lower_guarantee,
    lower_payment,
    lower_preferred_dividend,
    lower_top_up,
)
from sanbian.lowering.purchases import lower_order_purchase
from sanbian.lowering.setting import Setting

Sharing: TypeAlias = (
    Split
    | SplitOfEach
    | Allotment
    | Dividend
    | PatronageRefund
    | Reserve
    | Retention
    | Payout
    | LossSharing
)
"""Clauses that share out a base or pool, or its loss."""


def lower_clause(clause: Clause, setting: Setting) -> None:
    """Write the moves of one clause into the draft."""
    match clause:
        case Payment():
            lower_payment(clause, setting)
        case Guarantee():
            lower_guarantee(clause, setting)
        case PreferredDividend():
            lower_preferred_dividend(clause, setting)
        case OrderPurchase():
            lower_order_purchase(clause, setting)
        case TopUp():
            lower_top_up(clause, setting)
        case LateFee():
            lower_late_fee(clause, setting)
        case LendAndReturn():
            lower_lend_and_return(clause, setting)
        case Deliver():
            lower_deliver(clause, setting)
        case Deduction():
            lower_deduction(clause, setting)
        case Reinvestment():
            lower_reinvestment(clause, setting)
        case Averaging():
            lower_averaging(clause, setting)
        case Exit():
            lower_exit(clause, setting)
        case _:
            _lower_sharing(clause, setting)


def _lower_sharing(clause: Sharing, setting: Setting) -> None:
    match clause:
        case Split():
            lower_split(clause, setting)
        case SplitOfEach():
            lower_split_of_each(clause, setting)
        case Allotment():
            lower_allotment(clause, setting)
        case Dividend():
            lower_dividend(clause, setting)
        case PatronageRefund():
            lower_patronage_refund(clause, setting)
        case Reserve():
            lower_reserve(clause, setting)
        case Retention():
            lower_retention(clause, setting)
        case Payout():
            lower_payout(clause, setting)
        case LossSharing():
            lower_loss_sharing(clause, setting)
        case _:
            assert_never(clause)
