"""Checks of what each is due at least and at most: guarantee, floor, cap (保底和封顶)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sanbian.clause import Dividend, Fixed, Guarantee
from sanbian.findings.grounds import case
from sanbian.findings.settled import (
    account,
    clauses_within,
    given,
    households,
    named,
    of_type,
)
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.settlement import Settlement, promises
from sanbian.wording import Text, money


def _guarantees(subject: Subject) -> Iterator[Found]:
    """What a guarantee promised and what became of it; who has less or more than his bound."""
    settlement = subject.settlement
    if settlement is None:
        return
    within = clauses_within(subject)
    numbers = {clause.id for clause in of_type(within, Guarantee)}
    lost: dict[str, dict[str, int]] = defaultdict(dict)
    for each in promises((settlement,)):
        clause = each.clause.partition("~")[0]
        gap = each.promised - each.paid - each.waived - each.lapsed - each.owed
        if clause in numbers and gap > 0:
            lost[clause][each.holder] = gap
    for clause, gaps in lost.items():
        total = money(sum(gaps.values()))
        yield Found(
            at=clause,
            says=Text(
                zh=f"第 {clause} 条保底：{len(gaps)} 户少得 {total.zh}，也没有记为欠付"
                f"（{named(gaps).zh}）",
                en=f"guarantee {clause}: {households(len(gaps)).en} got {total.en} too "
                f"little, and nothing says that it is owed ({named(gaps).en})",
            ),
        )
    for dividend in of_type(within, Dividend):
        yield from _out_of_bounds(settlement, dividend)


def _out_of_bounds(settlement: Settlement, clause: Dividend) -> Iterator[Found]:
    """Who got more than the most, or less than the least, where that is one fixed amount."""
    got = given(settlement, clauses=(clause.id,))
    parts = {account(flow.target).part for flow in settlement.flows}
    if len(parts - {""}) > 1:
        return  # the bound holds for each part of the period
    if isinstance(clause.at_most, Fixed):
        most = clause.at_most.amount
        over = [code for code, amount in got.items() if amount > most]
        yield from _bound(
            clause.id, over, Text(zh="高于封顶", en="more than the most"), most
        )
    if isinstance(clause.at_least, Fixed):
        least = clause.at_least.amount
        under = [code for code, amount in got.items() if amount < least]
        low = Text(zh="低于最低", en="less than the least")
        yield from _bound(clause.id, under, low, least)


def _bound(clause: str, codes: list[str], what: Text, bound: int) -> Iterator[Found]:
    if codes:
        limit = money(bound) + Text(zh="：", en=": ") + named(codes)
        yield Found(
            at=clause,
            says=Text(zh=f"第 {clause} 条：", en=f"clause {clause}: ")
            + households(len(codes))
            + Text(zh="所得", en=" got ")
            + what
            + Text(zh=" ", en=", ")
            + limit,
        )


CHECKS = (
    Check(
        code="SB407",
        title=Text(zh="保底和封顶都兑现", en="Guarantee and cap are kept"),
        severity="error",
        do=Text(
            zh="补付，或把差额记为保证方的欠付；高于封顶的收回",
            en="pay what is missing or book it as the guarantor's debt; take back what exceeds "
            "the cap",
        ),
        rests_on=(
            case(
                "南川长坪村：股息保底、分红封顶",
                "Changping, Nanchuan: a floor for the dividend and a cap on it",
            ),
        ),
        look=_guarantees,
    ),
)
