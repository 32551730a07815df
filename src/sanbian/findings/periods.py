"""Checks of the periods: each settled once, by the clauses of its own time (结算期)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from sanbian.findings.grounds import case
from sanbian.findings.settled import account, clauses_within, every_settlement, is_current
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.period import Period, follows
from sanbian.settlement import Settlement
from sanbian.wording import Text


def _versions(subject: Subject) -> Iterator[Found]:
    """Clauses that were not in force, and a change within the period that nothing shows."""
    settlement = subject.settlement
    if settlement is None:
        return
    within = clauses_within(subject)
    known = {
        clause.id for version in subject.contract.versions for clause in version.clauses
    }
    strange = dict.fromkeys(
        flow.clause
        for flow in settlement.flows
        if is_current(flow) and flow.clause in known and flow.clause not in within
    )
    for number_ in strange:
        yield Found(
            at=number_,
            says=Text(
                zh=f"第 {number_} 条在 {settlement.period} 没有生效",
                en=f"clause {number_} was not in force in {settlement.period}",
            ),
        )
    start, end = settlement.period.start, settlement.period.end
    changes = [
        each.since for each in subject.contract.versions if start < each.since <= end
    ]
    if changes and settlement.flows and not strange and not _has_parts(settlement):
        yield Found(
            at=str(changes[0]),
            says=Text(
                zh=f"条款在 {changes[0]} 变更，{settlement.period} 却按一个版本结算",
                en=f"the clauses changed on {changes[0]}, yet {settlement.period} was "
                "settled under one version",
            ),
        )


def _has_parts(settlement: Settlement) -> bool:
    """Whether anything was settled for a part of the period by itself."""
    first, last = (str(day) for day in (settlement.period.start, settlement.period.end))
    named = (
        account(name) for flow in settlement.flows for name in (flow.source, flow.target)
    )
    return any(each.part or first <= each.since < last for each in named)


def _periods(subject: Subject) -> Iterator[Found]:
    """Periods that come twice, overlap, or leave a gap."""
    if subject.settlement is None:
        return
    told: dict[tuple[Period, Period], None] = {}
    periods = [each.period for each in every_settlement(subject)]
    for one, other in pairwise(periods):
        told.setdefault((one, other))
    settled = sorted(subject.settlement.books.settled, key=lambda each: each.start)
    own = subject.settlement.period
    if own not in settled:
        yield Found(
            at=str(own.start),
            says=Text(
                zh=f"结算写的是 {own}，账上却没有结算这一期",
                en=f"the settlement is of {own}, which its books have not settled",
            ),
        )
    for one, other in pairwise(settled):
        told.setdefault((one, other))
    for one, other in told:
        if one.overlaps(other):
            yield Found(
                at=str(other.start),
                says=Text(
                    zh=f"{one} 和 {other} 重叠：同一段时间结算了两次",
                    en=f"{one} and {other} overlap: those days were settled twice",
                ),
            )
        elif not follows(other, one):
            first, last = one.end + timedelta(days=1), other.start - timedelta(days=1)
            yield Found(
                at=str(first),
                says=Text(
                    zh=f"{first} 至 {last} 没有结算",
                    en=f"{first} to {last} was not settled",
                ),
            )


CHECKS = (
    Check(
        code="SB418",
        title=Text(zh="各段按当时的条款结算", en="Each part goes by its own version"),
        severity="error",
        do=Text(
            zh="按版本分段写事实（parts），重新结算",
            en="write facts for each version (parts) and settle again",
        ),
        rests_on=(
            case(
                "灵台柳家铺：2019 年 6 月起改为 45/55",
                "Liujiapu, Lingtai: 45/55 from June 2019 on",
            ),
        ),
        look=_versions,
    ),
    Check(
        code="SB419",
        title=Text(
            zh="每期结算一次、不缺期", en="Each period is settled once, none is left out"
        ),
        severity="error",
        do=Text(
            zh="补上缺的一期；重复的，作废一份并更正以后各期",
            en="settle what is missing; of two for the same days, void one and correct what "
            "came after",
        ),
        rests_on=(
            case(
                "灵台柳家铺：每半年结算一次",
                "Liujiapu, Lingtai: settled every half year",
            ),
        ),
        look=_periods,
    ),
)
