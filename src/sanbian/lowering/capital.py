"""Lowering of what stays with a holder or is kept of what he gets: his own funds."""

from __future__ import annotations

from sanbian.clause import Kind
from sanbian.lowering.draft import MEMBER, name_of
from sanbian.lowering.setting import Setting
from sanbian.program import Balance, Because, Family, Pay
from sanbian.wording import Text


def open_own_funds(setting: Setting) -> None:
    """Open the funds that holders have in their own names, whether a clause uses them or not."""
    for fund in setting.contract.funds:
        if fund.per_member:
            setting.account(fund.id)


def put_into_own_fund(setting: Setting, clause: str, payable: Family, fund: str) -> None:
    """Put what a clause gave each holder into his own fund instead of his hand."""
    says = name_of(setting.contract, fund)
    setting.draft.add(
        Pay(
            due=Balance(payable, payable.says),
            level=MEMBER,
            sources=(payable,),
            to=setting.account(fund),
            unpaid="lapse",
            odd_fen=setting.version.odd_fen,
            name=f"{payable.name}/{fund}",
            because=Because(
                clause,
                Kind.TRANSFER.value,
                Text(zh=f"计入{says.zh}", en=f"kept in {says.en}"),
            ),
        )
    )
