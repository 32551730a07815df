"""Kinds of money: every line has one, and the library never mixes them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

from sanbian.wording import Text


class Kind(Enum):
    """What a line of money is; the one word 分红 hides five of these (款项种类)."""

    RENT = "rent"
    GUARANTEE = "guarantee"
    DIVIDEND = "dividend"
    PATRONAGE_REFUND = "patronage_refund"
    ORDER_PAYMENT = "order_payment"
    CUSTODY_FEE = "custody_fee"
    WAGE = "wage"
    SUBSIDY = "subsidy"
    INSURANCE = "insurance"
    INTEREST = "interest"
    PRINCIPAL = "principal"
    COMPENSATION = "compensation"
    RESERVE = "reserve"
    LEVY = "levy"
    COST = "cost"
    """Costs and upkeep: paid for what was bought or done, before anything is shared."""
    INPUTS = "inputs"
    DEBT = "debt"
    """A debt that is paid when a cooperative ends."""
    LIQUIDATION = "liquidation"
    """What is left for members when a cooperative ends."""
    REINVESTMENT = "reinvestment"
    REFUND = "refund"
    """Capital and reserve share, paid back to a member who leaves."""
    TRANSFER = "transfer"
    """Between pools and funds of the contract: nobody has been paid yet."""
    DEFICIT = "deficit"
    """Making good a loss of earlier years."""
    LOSS = "loss"
    """A loss that someone bears: a fund, an insurer, a party, a holder."""
    ADVANCE = "advance"
    """Set off against what was paid in advance."""
    LATE_FEE = "late_fee"
    """By the day, on what is paid late."""
    WAIVER = "waiver"
    """What a holder gives up of what is owed to him."""
    IN_KIND = "in_kind"
    """Animals or goods lent and returned; never money."""
    PAYOUT = "payout"
    """The one payment to a holder of all that the other lines gave."""


PREMIUM = Text(zh="保险费", en="insurance premium")
"""What `Kind.INSURANCE` is called where it is paid to the insurer."""

KIND_NAMES: Mapping[Kind, Text] = MappingProxyType(
    {
        Kind.RENT: Text(zh="租金", en="rent"),
        Kind.GUARANTEE: Text(zh="保底收益", en="guarantee"),
        Kind.DIVIDEND: Text(zh="分红", en="dividend"),
        Kind.PATRONAGE_REFUND: Text(zh="按交易量返还", en="patronage refund"),
        Kind.ORDER_PAYMENT: Text(zh="订单收购款", en="order payment"),
        Kind.CUSTODY_FEE: Text(zh="托养费", en="custody fee"),
        Kind.WAGE: Text(zh="劳务报酬", en="wage"),
        Kind.SUBSIDY: Text(zh="补助", en="subsidy"),
        Kind.INSURANCE: Text(zh="保险赔款", en="insurance"),
        Kind.INTEREST: Text(zh="利息", en="interest"),
        Kind.PRINCIPAL: Text(zh="本金", en="principal"),
        Kind.COMPENSATION: Text(zh="补偿", en="compensation"),
        Kind.RESERVE: Text(zh="提取公积金", en="reserve"),
        Kind.COST: Text(zh="成本费用", en="cost"),
        Kind.LEVY: Text(zh="管理费", en="levy"),
        Kind.INPUTS: Text(zh="垫付投入", en="inputs advanced"),
        Kind.REINVESTMENT: Text(zh="转增投入", en="reinvestment"),
        Kind.DEBT: Text(zh="清偿债务", en="debt paid"),
        Kind.LIQUIDATION: Text(zh="清算分配", en="distribution on winding up"),
        Kind.REFUND: Text(zh="退社返还", en="refund on leaving"),
        Kind.TRANSFER: Text(zh="转入", en="transfer"),
        Kind.DEFICIT: Text(zh="弥补亏损", en="deficit made good"),
        Kind.LOSS: Text(zh="承担亏损", en="loss borne"),
        Kind.ADVANCE: Text(zh="冲抵预付", en="advance set off"),
        Kind.LATE_FEE: Text(zh="违约金", en="late fee"),
        Kind.WAIVER: Text(zh="免除", en="waived"),
        Kind.IN_KIND: Text(zh="实物", en="in kind"),
        Kind.PAYOUT: Text(zh="兑现", en="payout"),
    }
)
