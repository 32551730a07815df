"""What became due beside what was paid: the accountant's list, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from sanbian.clause import Kind
from sanbian.clause.kinds import KIND_NAMES
from sanbian.settlement.values import (
    Flow,
    Line,
    Settlement,
    has_arisen,
    is_payment,
    lines_of,
)
from sanbian.wording import Text


@frozen(kw_only=True)
class DueLine:
    """One amount that became due, was paid, or both at once (应付与已付).

    Attributes:
        line: The amount; of what only became due, the payer is empty.
        says: Words for people; what is set aside in a fund has the fund's name.
        due: Whole units that became due or are paid of an earlier period, or None for a
            payment on what is due by a row before.
        paid: Whole units that were paid, or None.
    """

    line: Line
    says: Text
    due: int | None
    paid: int | None


def dues_and_lines(settlement: Settlement) -> Iterator[DueLine]:
    """Every amount that became due or was paid, in the order in which it happened.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> from sanbian.settlement.dues import dues_and_lines
        >>> settled = Settlement(
        ...     contract="A", title="", period=Period(date(2023, 1, 1), date(2023, 12, 31)),
        ...     levels={}, groups=(), accounts={}, names={}, odd_fen=(), flows=(),
        ...     books=Books(contract="A"),
        ... )
        >>> list(dues_and_lines(settled))
        []
    """
    promised = _promises(settlement)
    for flow in settlement.flows:
        target = flow.target or ""
        arises = flow.source is None and target.startswith(("owed/", "deduction/"))
        if not arises and not is_payment(flow):
            continue
        on_promise = _discharged(settlement, flow) & promised
        for line in lines_of(settlement, flow):
            yield DueLine(
                line=line,
                says=flow_words(settlement, flow),
                due=None if on_promise or flow.unit != "fen" else line.amount,
                paid=None if arises else line.amount,
            )


def flow_words(settlement: Settlement, flow: Flow) -> Text:
    """What a flow is called: what is set aside in a fund, by the name of the fund."""
    target = flow.target or ""
    is_set_aside = flow.kind is Kind.RESERVE and flow.says == KIND_NAMES[Kind.RESERVE]
    if not is_set_aside or not target.startswith("fund/"):
        return flow.says
    return Text(zh=f"提取{settlement.accounts[target].zh}", en=flow.says.en)


def _promises(settlement: Settlement) -> set[str]:
    """Claims that arose in this period."""
    return {
        flow.target
        for flow in settlement.flows
        if has_arisen(flow) and flow.target is not None
    }


def _discharged(settlement: Settlement, flow: Flow) -> set[str]:
    """Claims on which the move of a flow pays."""
    return {
        each.source
        for each in settlement.flows
        if each.move == flow.move and each.target is None and each.source is not None
    }
