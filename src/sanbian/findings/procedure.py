"""Checks of how the contract came about: meetings in order, with enough people (程序)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sanbian.contract import ProcedureStep
from sanbian.findings.assemblies import HALF, TWO_THIRDS, counted
from sanbian.findings.grounds import collectives, practice, villages
from sanbian.findings.subjects import DECISION, PUBLICATION, Subject
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.region import in_force
from sanbian.wording import Text, join

_STEPS = (
    (("proposal", "提议"), Text(zh="党支部提议", en="proposal")),
    (("discussion", "商议"), Text(zh="两委商议", en="discussion")),
    (("deliberation", "审议"), Text(zh="党员大会审议", en="deliberation")),
    (DECISION, Text(zh="村民会议决议", en="decision")),
    (PUBLICATION, Text(zh="公开", en="publication")),
)
_DELIBERATION = _STEPS[2][0]
_VILLAGES = villages("第三十条", "art. 30")


def _four_and_two(subject: Subject) -> Iterator[Found]:
    """Four meetings and two publications, where a collective decides (四议两公开)."""
    if subject.contract.vehicle is not Vehicle.COLLECTIVE:
        return
    found = [(list(subject.steps(*words)), told) for words, told in _STEPS]
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
    yield from _one_publication(subject)
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
    for place, step in subject.steps(*_DELIBERATION):
        yield from counted(place, step, present=TWO_THIRDS, in_favour=HALF)


def _one_publication(subject: Subject) -> Iterator[Found]:
    """The decision is published, and once something was paid, what came of it."""
    published = list(subject.steps(*PUBLICATION))
    if len(published) == 1 and subject.settlement is not None:
        place, step = published[0]
        yield Found(
            at=f"$.procedure.steps[{place}]",
            says=Text(
                zh=f"两公开只有一次（{step.day}）：决议公开之后，实施结果也要公开",
                en=f"one publication instead of two ({step.day}): the decision, and then its "
                "result",
            ),
            severity="info",
        )


def _published(subject: Subject) -> Iterator[Found]:
    """Whether what was published hung long enough, and objections were settled."""
    for place, step in subject.steps(*PUBLICATION):
        at = f"$.procedure.steps[{place}]"
        rule = (
            None
            if subject.region is None
            else in_force(subject.region.publication_days, step.day)
        )
        if rule is not None and step.until is not None:
            days = (step.until - step.day).days + 1
            if days < rule.days:
                yield Found(
                    at=f"{at}.until",
                    says=Text(
                        zh=f"{step.step}从 {step.day} 到 {step.until} 共 {days} 日，"
                        f"应公示 {rule.days} 日（{rule.source}）",
                        en=f"{step.step} from {step.day} to {step.until} is {days} days, "
                        f"instead of {rule.days} ({rule.source})",
                    ),
                )
        if step.objections:
            yield from _objections(subject, at, step)


def _objections(subject: Subject, at: str, step: ProcedureStep) -> Iterator[Found]:
    """Objections that nobody settled, or only after money was due."""
    starts = subject.contract.starts
    if step.handled is None:
        yield Found(
            at=f"{at}.handled",
            says=Text(
                zh=f"{step.day} {step.step}：{step.objections} 人提出异议，没有写处理结果",
                en=f"{step.step} on {step.day}: {step.objections} objected, and nothing says "
                "that it was settled",
            ),
        )
    elif step.handled > max(starts, step.day):
        yield Found(
            at=f"{at}.handled",
            says=Text(
                zh=f"{step.day} {step.step}：{step.objections} 人的异议到 {step.handled} 才处理完，"
                f"合同从 {starts} 起已经履行",
                en=f"{step.step} on {step.day}: {step.objections} objections were settled only "
                f"on {step.handled}, with the contract in force since {starts}",
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
        code="SB205",
        title=Text(
            zh="公示够天数，异议先处理", en="Published long enough, objections settled"
        ),
        severity="warning",
        do=Text(
            zh="按当地规定的天数公示；异议核实答复后再签订、兑现",
            en="publish for as many days as the region sets; answer objections before signing "
            "and paying",
        ),
        rests_on=(
            collectives("第四十五条", "art. 45"),
            _VILLAGES,
            practice(
                "公示天数由各地规定（region.toml），没有全国统一的数",
                "each region sets the days (region.toml); there is no national number",
            ),
        ),
        look=_published,
    ),
)
