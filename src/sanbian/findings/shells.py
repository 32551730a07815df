"""The check of cooperatives that exist in name only (空壳社)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from sanbian.clause import Measured, PatronageRefund
from sanbian.findings.grounds import case, cooperatives
from sanbian.findings.members import present_members
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.register import MemberKind
from sanbian.settlement import Settlement
from sanbian.wording import Text, join

_SHELL_YEARS = 2


def _shell(subject: Subject) -> Iterator[Found]:
    """Signs of a cooperative that only exists on paper."""
    is_one = subject.contract.vehicle is Vehicle.FARMERS_COOPERATIVE
    if subject.settlement is None or not is_one:
        return
    signs = [*_idle(subject), *_no_farmer(subject), *_no_trade(subject)]
    if signs:
        told = join(signs, zh="；", en="; ")
        yield Found(at=str(subject.settlement.period), says=told)


def _idle(subject: Subject) -> Iterator[Text]:
    assert subject.settlement is not None
    since: date | None = None
    for each in (subject.settlement, *reversed(subject.earlier)):
        if not _is_idle(each):
            break
        since = each.period.start
    end = subject.settlement.period.end + timedelta(days=1)
    if since is not None and since + relativedelta(years=_SHELL_YEARS) <= end:
        yield Text(
            zh=f"自 {since} 起没有任何收支", en=f"nothing earned or paid since {since}"
        )


def _is_idle(settlement: Settlement) -> bool:
    """Whether nothing happened in a period."""
    return not settlement.flows


def _no_farmer(subject: Subject) -> Iterator[Text]:
    if subject.register is None:
        return
    kinds = [each.kind for each in present_members(subject).values()]
    if kinds and None not in kinds and MemberKind.FARMER not in kinds:
        yield Text(
            zh=f"{len(kinds)} 个成员中没有农民", en=f"no farmer among {len(kinds)} members"
        )


def _no_trade(subject: Subject) -> Iterator[Text]:
    """A refund by trade, and no trade of anyone in the facts."""
    if subject.facts is None or _idle_now(subject):
        return
    measures = {
        clause.by.of
        for _, clause in subject.clauses()
        if isinstance(clause, PatronageRefund) and isinstance(clause.by, Measured)
    }
    sheets = [
        sheet
        for part in subject.facts.parts
        for name, sheet in part.activity.items()
        if name in measures
    ]
    if sheets and not any(any(sheet.values()) for sheet in sheets):
        yield Text(
            zh="本期没有成员与合作社的任何交易记录",
            en="no trade of any member with the cooperative in the period",
        )


def _idle_now(subject: Subject) -> bool:
    assert subject.settlement is not None
    return _is_idle(subject.settlement)


_SHELLS = case(
    "中农发〔2019〕3号：六类空壳社（据地方转发）",
    "Zhongnongfa (2019) 3, six kinds of shells, as passed on by counties",
)

CHECKS = (
    Check(
        code="SB429",
        title=Text(zh="不是空壳社", en="It is no cooperative in name only"),
        severity="warning",
        do=Text(
            zh="核对经营和成员的真实情况；没有业务的恢复经营或注销",
            en="look at what is really done and by whom; resume business or deregister",
        ),
        rests_on=(cooperatives("第七十一条", "art. 71"), _SHELLS),
        look=_shell,
    ),
)
