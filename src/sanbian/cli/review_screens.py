"""A review on the terminal and for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from rich.console import Console
from rich.style import Style

from sanbian import Asked, Finding, Ground, Problem, Text
from sanbian.cli.exampling import both
from sanbian.contract import stable_place
from sanbian.findings import SEVERITY_NAMES, Check, Severity, ground_words
from sanbian.report.pages import seen
from sanbian.report.reviews import (
    PARTS,
    Reviewed,
    accepted_words,
    answer_words,
    counted,
    how_words,
)
from sanbian.wording import Language

_STYLES: dict[Severity, Style] = {
    "error": Style(color="red", bold=True),
    "warning": Style(color="yellow"),
    "info": Style(dim=True),
}
_FAINT = Style(dim=True)
_HEADING = Style(bold=True)


@frozen
class Refused:
    """A folder that cannot be read or settled, and why."""

    name: str
    problems: tuple[Problem, ...]


def show_review(
    reviewed: Reviewed, language: Language, screen: Console, *, is_named: bool
) -> None:
    """Print findings part by part, what is accepted last; nothing where there are none."""
    if not reviewed.found:
        return
    if is_named:
        screen.print(seen(reviewed.name), style=_HEADING, soft_wrap=True)
    for prefix, title in PARTS.items():
        part = [each for each in reviewed.open if each.code.startswith(prefix)]
        if part:
            screen.print(title.of(language), style=_HEADING)
        for each in part:
            _show_finding(each, reviewed, language, screen)
    if reviewed.accepted:
        screen.print(_ACCEPTED.of(language), style=_HEADING)
    for each in reviewed.accepted:
        head = _head(each, reviewed, language)
        why = seen(accepted_words(each).of(language))
        screen.print(f"  {head}", style=_FAINT, soft_wrap=True)
        screen.print(f"    {seen(each.says.of(language))}", style=_FAINT, soft_wrap=True)
        screen.print(f"    {_BECAUSE.of(language)}{why}", style=_FAINT, soft_wrap=True)
    questions = len(reviewed.unanswered)
    if questions:
        told = Text(
            zh=f"待答问题 {questions} 个：加 --checklist 查看",
            en=f"{questions} open question{'' if questions == 1 else 's'}: see --checklist",
        )
        screen.print(told.of(language), style=_FAINT)
    screen.print(counted(reviewed.found).of(language))


def _head(finding: Finding, reviewed: Reviewed, language: Language) -> str:
    name = SEVERITY_NAMES[finding.severity].of(language)
    return f"{finding.code} {name}  {seen(stable_place(reviewed.contract, finding.at))}"


def _show_finding(
    finding: Finding, reviewed: Reviewed, language: Language, screen: Console
) -> None:
    head = f"  {_head(finding, reviewed, language)}"
    screen.print(head, style=_STYLES[finding.severity], soft_wrap=True)
    screen.print(f"    {seen(finding.says.of(language))}", soft_wrap=True)
    screen.print(f"    → {finding.do.of(language)}", style=_FAINT, soft_wrap=True)
    for ground in finding.rests_on:
        told = f"    § {ground_words(ground).of(language)}"
        screen.print(told, style=_FAINT, soft_wrap=True)


def show_checklist(
    reviewed: Reviewed, language: Language, screen: Console, *, is_named: bool
) -> None:
    """Print the questions that people have to answer, then those that were answered."""
    if not reviewed.asked:
        return
    if is_named:
        screen.print(seen(reviewed.name), style=_HEADING, soft_wrap=True)
    for each in reviewed.unanswered:
        asked = each.question
        screen.print(f"  {each.code}  {asked.asks.of(language)}", soft_wrap=True)
        for label, words in ((_WHO, asked.who), (_LOOK, asked.where)):
            told = f"    {label.of(language)}{words.of(language)}"
            screen.print(told, style=_FAINT, soft_wrap=True)
    answered = [each for each in reviewed.asked if each.answer is not None]
    for each in answered:
        screen.print(
            f"  {seen(answer_words(each).of(language))}", style=_FAINT, soft_wrap=True
        )
    count = len(reviewed.unanswered)
    told = Text(
        zh=f"待答 {count} 个，已答 {len(answered)} 个。",
        en=f"{count} open, {len(answered)} answered.",
    ).of(language)
    screen.print(told)


def show_check(check: Check, language: Language, screen: Console) -> None:
    """Print what a code asks for, how it is decided, what to do and what it rests on."""
    screen.print(f"{check.code} {check.title.of(language)}", style=_HEADING)
    screen.print(how_words(check).of(language))
    screen.print(f"→ {check.do.of(language)}", soft_wrap=True)
    if check.question is not None:
        asked = check.question
        labelled = ((_ASKS, asked.asks), (_WHO, asked.who), (_LOOK, asked.where))
        for label, words in (*labelled, (_WHY, asked.why)):
            screen.print(f"? {label.of(language)}{words.of(language)}", soft_wrap=True)
    for ground in check.rests_on:
        screen.print(f"§ {ground_words(ground).of(language)}", soft_wrap=True)


# --- for programs --------------------------------------------------------------------


def record_of_reviews(
    reviews: Sequence[Reviewed], refused: Sequence[Refused]
) -> dict[str, Any]:
    """Reviews for programs: one list of each kind, every entry with its folder."""
    return {
        "format": 1,
        "findings": [_finding_record(each, one) for one in reviews for each in one.open],
        "accepted": [
            _finding_record(each, one) for one in reviews for each in one.accepted
        ],
        "questions": [_question_record(each, one) for one in reviews for each in one.asked],
        "refused": [
            {
                "folder": one.name,
                "at": seen(each.at),
                "says": both(each.says),
                "do": both(each.do),
            }
            for one in refused
            for each in one.problems
        ],
    }


def _finding_record(finding: Finding, reviewed: Reviewed) -> dict[str, Any]:
    record: dict[str, Any] = {
        "folder": reviewed.name,
        "code": finding.code,
        "severity": finding.severity,
        "at": seen(finding.at),
        "place": seen(stable_place(reviewed.contract, finding.at)),
        "says": both(finding.says),
        "do": both(finding.do),
        "rests_on": [_ground_record(ground) for ground in finding.rests_on],
    }
    if finding.accepted is not None:
        until = finding.accepted.until
        record["accepted"] = {
            "reason": seen(finding.accepted.reason),
            "by": seen(finding.accepted.by),
            "until": None if until is None else str(until),
        }
    return record


def _question_record(asked: Asked, reviewed: Reviewed) -> dict[str, Any]:
    given = asked.answer
    return {
        "folder": reviewed.name,
        "code": asked.code,
        "asks": both(asked.question.asks),
        "who": both(asked.question.who),
        "where": both(asked.question.where),
        "why": both(asked.question.why),
        "answer": None
        if given is None
        else {"answer": seen(given.answer), "by": seen(given.by), "day": str(given.day)},
    }


def _ground_record(ground: Ground) -> dict[str, Any]:
    return {
        "kind": ground.kind,
        "says": both(ground.says),
        "since": None if ground.since is None else str(ground.since),
        "is_recalled": ground.is_recalled,
    }


_ACCEPTED = Text(zh="已说明不改", en="accepted")
_BECAUSE = Text(zh="理由：", en="because: ")
_ASKS = Text(zh="问：", en="asks: ")
_WHO = Text(zh="谁来答：", en="who: ")
_LOOK = Text(zh="看哪里：", en="where: ")
_WHY = Text(zh="为什么由人来答：", en="why a person: ")
