"""The checklist: questions that people have to answer, and what they answered (待答清单)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from sanbian.contract import Answer
from sanbian.findings.holding import holding
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Ground, Question
from sanbian.wording import Text


@frozen(kw_only=True)
class Asked:
    """A question that arises in what is reviewed, and its answer (待答问题).

    Attributes:
        code: Code of the check that it belongs to.
        title: What the check asks for.
        question: The question: who can answer it, where to look, and why it is asked.
        rests_on: The grounds in force on the day of the review, law first.
        answer: What was answered in the contract file, or None while it is open.
    """

    code: str
    title: Text
    question: Question
    rests_on: tuple[Ground, ...]
    answer: Answer | None


def questions_of(checks: Sequence[Check], subject: Subject) -> Iterator[Asked]:
    """The questions that arise, in order of their codes; the last answer to each counts."""
    answers = {each.code: each for each in subject.contract.review.answers}
    for check in checks:
        question = check.question
        grounds = holding(check.rests_on, subject)
        if question is not None and grounds and question.arises(subject):
            yield Asked(
                code=check.code,
                title=check.title,
                question=question,
                rests_on=grounds,
                answer=answers.get(check.code),
            )
