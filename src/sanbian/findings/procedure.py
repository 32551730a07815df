"""Checks of how the contract came about: meetings in order, with enough people (程序)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from sanbian.contract import ProcedureStep
from sanbian.findings.grounds import (
    COLLECTIVES_SINCE,
    COOPERATIVES_SINCE,
    collectives,
    cooperatives,
    practice,
)
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.wording import Text, join

_STEPS = (
    (("proposal", "提议"), Text(zh="党支部提议", en="proposal")),
    (("discussion", "商议"), Text(zh="两委商议", en="discussion")),
    (("deliberation", "审议"), Text(zh="党员大会审议", en="deliberation")),
    (("decision", "决议"), Text(zh="村民会议决议", en="decision")),
    (("publication", "公示", "公开"), Text(zh="公开", en="publication")),
)
_DELIBERATION, _DECISION = _STEPS[2][0], _STEPS[3][0]
_REPRESENTATIVES = ("代表", "representatives")
_TWO_THIRDS, _HALF = Fraction(2, 3), Fraction(1, 2)


def _steps(subject: Subject, words: tuple[str, ...]) -> list[tuple[int, ProcedureStep]]:
    return [
        (place, step)
        for place, step in enumerate(subject.contract.procedure.steps)
        if any(word in step.step for word in words)
    ]


def _four_and_two(subject: Subject) -> Iterator[Found]:
    """Four meetings and two publications, where a collective decides (四议两公开)."""
    if subject.contract.vehicle is not Vehicle.COLLECTIVE:
        return
    found = [(_steps(subject, words), told) for words, told in _STEPS]
    missing = [told for steps, told in found if not steps]
    if missing:
        told = join(missing)
        yield Found(
            at="$.procedure.steps",
            says=Text(
                zh=f"四议两公开缺：{told.zh}",
                en=f"of four meetings and two publications there is no {told.en}",
            ),
            severity="warning",
        )
    first = [(steps[0], told) for steps, told in found if steps]
    for ((_, before), earlier), ((place, after), later) in pairwise(first):
        if after.day < before.day:
            yield Found(
                at=f"$.procedure.steps[{place}].day",
                says=Text(
                    zh=f"{later.zh}在 {after.day}，早于{earlier.zh}的 {before.day}",
                    en=f"the {later.en} was on {after.day}, before the {earlier.en} on "
                    f"{before.day}",
                ),
            )
    for place, step in _steps(subject, _DELIBERATION):
        yield from _counted(place, step, present=_TWO_THIRDS, in_favour=_HALF)


def _members_decide(subject: Subject) -> Iterator[Found]:
    for place, step in _decisions(subject, COLLECTIVES_SINCE):
        yield from _counted(place, step, present=_TWO_THIRDS, in_favour=_TWO_THIRDS)


def _cooperative_decides(subject: Subject) -> Iterator[Found]:
    for place, step in _decisions(subject, COOPERATIVES_SINCE):
        yield from _counted(place, step, present=_TWO_THIRDS, in_favour=_HALF)


def _decisions(subject: Subject, since: date) -> Iterator[tuple[int, ProcedureStep]]:
    """Decisions of all members under the act, which has other rules for representatives."""
    for place, step in _steps(subject, _DECISION):
        if step.day >= since and not any(word in step.step for word in _REPRESENTATIVES):
            yield place, step


def _counted(
    place: int, step: ProcedureStep, *, present: Fraction, in_favour: Fraction
) -> Iterator[Found]:
    """Whether enough came and enough of all agreed: two thirds suffice, a half does not."""
    if not step.due:
        return
    at = f"$.procedure.steps[{place}]"
    if step.present is not None and step.present < present * step.due:
        yield Found(
            at=f"{at}.present",
            says=Text(
                zh=f"{step.day} {step.step}：应到 {step.due} 人，实到 {step.present} 人，"
                f"不足 {present}",
                en=f"{step.step} on {step.day}: {step.present} of {step.due} came, less than "
                f"{present}",
            ),
        )
    enough = in_favour * step.due
    short = step.in_favour is not None and (
        step.in_favour < enough or (in_favour == _HALF and step.in_favour == enough)
    )
    if short:
        bound = Text(
            zh="没有过半" if in_favour == _HALF else f"不足 {in_favour}",
            en="no majority" if in_favour == _HALF else f"less than {in_favour}",
        )
        yield Found(
            at=f"{at}.in_favour",
            says=Text(
                zh=f"{step.day} {step.step}：应到 {step.due} 人，同意 {step.in_favour} 人，"
                f"{bound.zh}",
                en=f"{step.step} on {step.day}: {step.in_favour} of {step.due} agreed, "
                f"{bound.en}",
            ),
        )


CHECKS = (
    Check(
        code="SB201",
        title=Text(zh="四议两公开", en="Four meetings and two publications"),
        severity="error",
        do=Text(
            zh="补开会议、补公开，按次序记入 procedure.steps",
            en="hold and publish what is missing, and record it in order under procedure.steps",
        ),
        rests_on=(
            practice(
                "四议两公开工作法：党员应到三分之二以上到会，应到半数以上同意",
                "the method of four meetings and two publications: two thirds of party members "
                "present, more than half of all in favour",
            ),
        ),
        look=_four_and_two,
    ),
    Check(
        code="SB202",
        title=Text(zh="成员大会的人数", en="Enough members of the collective decide"),
        severity="error",
        do=Text(
            zh="重新召开成员大会：三分之二以上到会，全体成员三分之二以上同意",
            en="hold the assembly again: two thirds present, two thirds of all in favour",
        ),
        rests_on=(collectives("第二十六条至第二十八条", "art. 26 to 28"),),
        look=_members_decide,
    ),
    Check(
        code="SB203",
        title=Text(
            zh="合作社成员大会的人数", en="Enough members of the cooperative decide"
        ),
        severity="error",
        do=Text(
            zh="重新召开成员大会：三分之二以上到会，表决权总数过半同意",
            en="hold the assembly again: two thirds present, more than half of all votes",
        ),
        rests_on=(cooperatives("第三十条", "art. 30"),),
        look=_cooperative_decides,
    ),
)
