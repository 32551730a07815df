"""Accepted findings: which still count, and which of the contract's notes match nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import evolve

from sanbian.contract import Acceptance, stable_place
from sanbian.findings.grounds import practice
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Finding, Found
from sanbian.wording import Text

_PRACTICE = practice(
    "审查的做法：搁置一条意见要有理由、有期限，并一直列出",
    "how reviews are kept: what is accepted has a reason and a day, and stays listed",
)


def with_acceptances(
    found: Sequence[Finding], subject: Subject, today: date
) -> Iterator[Finding]:
    """The findings, those that the contract accepts marked so.

    What was accepted until a day that is past is found again, and says so.
    """
    if not subject.contract.review.accepted:
        yield from found
        return
    for finding in found:
        places = {finding.at, stable_place(subject.contract, finding.at)}
        accepted = [
            each
            for each in subject.contract.review.accepted
            if each.code == finding.code and each.at in places
        ]
        lasting = [each for each in accepted if each.until is None or today <= each.until]
        if accepted and not lasting:
            until = max(each.until for each in accepted if each.until is not None)
            yield evolve(finding, says=finding.says + _lapsed(until))
        else:
            yield evolve(finding, accepted=lasting[0] if lasting else None)


def _lapsed(until: date) -> Text:
    return Text(
        zh=f"；曾写明不改，到 {until} 为止，已经过期",
        en=f"; it was accepted until {until}, which is past",
    )


def stale_notes(
    found: Sequence[Finding], asked: Sequence[str], subject: Subject
) -> Iterator[Found]:
    """Acceptances that match no finding, and answers to what is not asked."""
    notes = subject.contract.review
    if not notes.accepted and not notes.answers:
        return
    met = {
        (finding.code, place)
        for finding in found
        for place in (finding.at, stable_place(subject.contract, finding.at))
    }
    for number, each in enumerate(notes.accepted):
        at = f"$.review.accepted[{number}]"
        if (each.code, each.at) not in met and _is_reviewed(each.code, subject):
            yield _unmatched(at, each)
    for number, answer in enumerate(notes.answers):
        if answer.code not in asked and _is_reviewed(answer.code, subject):
            says = Text(
                zh=f"答复了 {answer.code}，但没有这个待答问题",
                en=f"an answer to {answer.code}, which is not asked",
            )
            yield Found(at=f"$.review.answers[{number}]", says=says)


def _is_reviewed(code: str, subject: Subject) -> bool:
    """Whether there is at all what a code is about."""
    if code.startswith("SB3"):
        return subject.register is not None
    return not code.startswith("SB4") or subject.settlement is not None


def _unmatched(at: str, each: Acceptance) -> Found:
    return Found(
        at=at,
        says=Text(
            zh=f"写明不改 {each.code}（{each.at}），但没有这条意见",
            en=f"{each.code} is accepted at {each.at}, but nothing is found there",
        ),
    )


STALE = Check(
    code="SB144",
    title=Text(zh="审查记录都对得上", en="Every note on the review matches something"),
    severity="warning",
    do=Text(
        zh="问题已经解决就删去这条；条款移动了就改写所在位置",
        en="remove it where it is solved; where the clause has moved, correct the place",
    ),
    rests_on=(_PRACTICE,),
    is_about_notes=True,
)
CHECKS = (STALE,)
"""In order of their codes."""
