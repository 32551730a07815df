"""What people note in a contract file about its review: accepted findings, answers."""

from __future__ import annotations

from datetime import date

from attrs import frozen


@frozen(kw_only=True)
class Acceptance:
    """A finding that stands, and why it need not be mended (已说明的意见).

    It is listed in every review, with its reason, and no longer counts as an error.

    Attributes:
        code: Code of the finding.
        at: Its place, as the review prints it.
        reason: Why it need not be mended.
        by: Who decided so.
        until: Last day on which it counts, or None.
    """

    code: str
    at: str
    reason: str
    by: str
    until: date | None = None


@frozen(kw_only=True)
class Answer:
    """What a person answered to a question of the checklist (答复).

    Attributes:
        code: Code of the question.
        answer: The answer.
        by: Who answered.
        day: When.
    """

    code: str
    answer: str
    by: str
    day: date


@frozen(kw_only=True)
class ReviewNotes:
    """What people decided about what a review says (审查记录).

    Attributes:
        accepted: Findings that stand, each with its reason.
        answers: Answers to what no program can decide.
    """

    accepted: tuple[Acceptance, ...] = ()
    answers: tuple[Answer, ...] = ()
