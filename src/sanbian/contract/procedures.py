"""How a contract came about: who signed for whom, and which meetings decided (程序)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

from sanbian.errors import InvalidInputError, Problem
from sanbian.wording import Text

Matter = Literal[
    "plan",
    "charter",
    "membership",
    "quantification",
    "land_compensation",
    "merger",
    "investment",
    "outsiders",
]
"""What a meeting decides: the distribution plan, the charter, who is a member, what shares are
quantified, how compensation for land is used, merger or division, an investment, or that some
who are not members take part."""


@frozen(kw_only=True)
class Signature:
    """Who signed for a household (签字).

    Attributes:
        household: Its code in the register.
        by: Who signed in its place, or empty where one of the household did.
        mandate: The written mandate of who signed in its place: its day and where it lies.
        day: When, or None.
    """

    household: str
    by: str = ""
    mandate: str = ""
    day: date | None = None


@frozen(kw_only=True)
class ProcedureStep:
    """One dated step on the way to the contract (程序步骤).

    Attributes:
        step: Proposal, discussion, deliberation, decision, publication, appraisal,
            registration, risk statement ...
        day: When; the first day of a publication.
        due: How many were entitled to take part, or None.
        present: How many came, or None.
        in_favour: How many agreed, or None.
        matter: What was decided, or None.
        noticed: Day on which those entitled were told of the meeting, or None.
        laid_open: Day from which the plan and the accounts lay open, or None.
        votes: All votes where some have additional ones, or None for one each.
        votes_in_favour: Votes in favour of them, or None.
        members: All members, where their representatives met, or None.
        until: Last day of a publication, or None.
        objections: How many objected to what was published, or None.
        handled: Day by which the objections were settled, or None.
        words: Where it is recorded.

    Raises:
        InvalidInputError: A publication that ends before it begins.
    """

    step: str
    day: date
    due: int | None = None
    present: int | None = None
    in_favour: int | None = None
    matter: Matter | None = None
    noticed: date | None = None
    laid_open: date | None = None
    votes: int | None = None
    votes_in_favour: int | None = None
    members: int | None = None
    until: date | None = None
    objections: int | None = None
    handled: date | None = None
    words: str = ""

    def __attrs_post_init__(self) -> None:
        if self.until is not None and self.until < self.day:
            raise InvalidInputError(
                Problem(
                    at="$.until",
                    says=Text(
                        zh=f"应不早于第一天 {self.day}，得到 {self.until}",
                        en=f"expected a day not before the first, {self.day}, got "
                        f"{self.until}",
                    ),
                    do=Text(zh="更正公示的起止日期", en="correct the days of publication"),
                )
            )


@frozen(kw_only=True)
class Procedure:
    """How the contract came about (程序).

    Attributes:
        steps: Dated steps, 四议两公开 among them.
        written: Whether the contract is in writing, or None where that is not said.
        consents: Households that signed, or None.
        households: Households that had to sign, or None.
        signatures: Who signed for which household, one by one.
    """

    steps: tuple[ProcedureStep, ...] = ()
    written: bool | None = None
    consents: int | None = None
    households: int | None = None
    signatures: tuple[Signature, ...] = ()
