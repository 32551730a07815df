"""The list of payments for the bank: one row per household that is paid."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from sanbian.register import Register, households_on, mask
from sanbian.settlement import Settlement, statements
from sanbian.wording import Text

PAYMENT_HEADERS = (
    Text(zh="户编号", en="code"),
    Text(zh="户主", en="name"),
    Text(zh="银行账号", en="account"),
    Text(zh="金额", en="amount"),
)
"""Titles of the columns of a payment list."""


@frozen(kw_only=True)
class PaymentRow:
    """One payment to a household (付款明细).

    Attributes:
        code: Code of the household.
        name: Its head, or empty.
        account: Bank account, masked unless asked for whole; empty where there is none.
        amount: Fen, above zero.
    """

    code: str
    name: str
    account: str = field(repr=False)
    amount: int


def payment_list(
    settlement: Settlement,
    register: Register,
    *,
    accounts: Literal["masked", "whole"] = "masked",
) -> tuple[PaymentRow, ...]:
    """List what is to be paid to whom (付款清单).

    Args:
        settlement: The settlement.
        register: The register with the bank accounts.
        accounts: ``masked`` but for the last digits, or ``whole`` for the bank itself.

    Returns:
        Rows in register order; they sum to what the settlement pays out to households.
    """
    listed = households_on(register, on=settlement.period.end)
    by_code = {household.code: household for household in listed}
    rows = []
    for statement in statements(settlement):
        if not statement.paid:
            continue
        household = by_code.get(statement.holder)
        account = "" if household is None else household.account
        rows.append(
            PaymentRow(
                code=statement.holder,
                name=settlement.names.get(statement.holder, ""),
                account=account if accounts == "whole" else mask(account),
                amount=statement.paid,
            )
        )
    return tuple(rows)
