"""Moving an amount from one account to another, within what a clause says."""

from __future__ import annotations

from sanbian.lowering.setting import Setting
from sanbian.program import Because, Expr, Family, Pay


def transfer(
    setting: Setting,
    source: Family,
    to: Family,
    due: Expr,
    *,
    why: Because,
    part: str = "",
) -> Pay:
    """Move an amount key by key of its source; no more than there is.

    Args:
        setting: The part of the period.
        source: Where the amount is taken.
        to: Where it goes.
        due: How much.
        why: The clause and the words.
        part: What tells this move of the clause from its others, where it has several.
    """
    name = f"{why.clause}/{part}" if part else why.clause
    return Pay(
        due=due,
        level=source.level,
        sources=(source,),
        to=to,
        unpaid="lapse",
        odd_fen=setting.version.odd_fen,
        name=f"{name}{setting.suffix}",
        because=why,
    )
