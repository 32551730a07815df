"""Findings: what a careful reader would say of a contract, and what it rests on (审查意见)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, TypeAlias

from attrs import frozen

from sanbian.contract import Acceptance
from sanbian.findings.subjects import Subject
from sanbian.law import Vehicle
from sanbian.wording import Text

Severity: TypeAlias = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the gravest down."""
SEVERITY_NAMES: dict[Severity, Text] = {
    "error": Text(zh="错误", en="error"),
    "warning": Text(zh="警告", en="warning"),
    "info": Text(zh="提示", en="info"),
}


@frozen(kw_only=True)
class Ground:
    """What a finding rests on: an article in force, a case, or practice (依据).

    Attributes:
        kind: ``law`` where the text was read; ``case`` or ``practice`` else.
        says: Act and article, or where the case or practice was met.
        since: First day on which it holds, or None where it is as old as the contracts here.
        vehicle: Holds for contracts of this body only, or None for all.
        is_recalled: Known from memory only, not read: a reason to look, never law.
    """

    kind: Literal["law", "case", "practice"]
    says: Text
    since: date | None = None
    vehicle: Vehicle | None = None
    is_recalled: bool = False


_RECALLED = Text(zh="（仅凭记忆，不是法律依据）", en=" (recalled only, no law)")


def ground_words(ground: Ground) -> Text:
    """What a finding rests on, since when, and whether it is only recalled.

    Examples:
        >>> from datetime import date
        >>> from sanbian.findings import Ground, ground_words
        >>> from sanbian.wording import same
        >>> ground_words(Ground(kind="law", says=same("A 1"), since=date(2021, 1, 1))).en
        'A 1 (from 2021-01-01)'
    """
    says = ground.says
    if ground.since is not None:
        says += Text(zh=f"（{ground.since} 起）", en=f" (from {ground.since})")
    return says + _RECALLED if ground.is_recalled else says


@frozen(kw_only=True)
class Finding:
    """One thing that is wrong, missing or doubtful (审查意见).

    Attributes:
        code: ``SB1..`` the contract, ``SB2..`` the procedure, ``SB3..`` the register,
            ``SB4..`` the settlement.
        severity: ``error`` should not be signed or paid so; ``warning`` should be looked at;
            ``info`` should be known.
        at: Where: a place in the contract such as ``$.versions[0].clauses[2]``, or a holder.
        says: What was found, with its numbers.
        do: What to do.
        rests_on: The grounds in force on the day of the review, law first.
        accepted: Why it stands, where the contract file says so; it is still listed.
    """

    code: str
    severity: Severity
    at: str
    says: Text
    do: Text
    rests_on: tuple[Ground, ...]
    accepted: Acceptance | None = None


@frozen(kw_only=True)
class Found:
    """What a check found: where, what, and how grave if not as grave as the check says."""

    at: str
    says: Text
    severity: Severity | None = None


@frozen(kw_only=True)
class Question:
    """What no program can decide, and who can (待答问题).

    Attributes:
        asks: The question, to be answered by a person.
        who: Who can answer it.
        where: Where to look.
        why: Why a program cannot decide it.
        arises: Whether it arises in what is reviewed.
    """

    asks: Text
    who: Text
    where: Text
    why: Text
    arises: Callable[[Subject], bool] = lambda _: True


@frozen(kw_only=True)
class Check:
    """One check: a code, and how it is decided whether something is wrong (审查项).

    It is found by a function, refused on reading or settling, so that no finding can be left,
    or asked; a check that is found may leave a question besides.

    Attributes:
        code: Never used again for anything else.
        title: What is asked for.
        severity: How grave a finding is, unless it says otherwise.
        do: What to do about it.
        rests_on: All grounds, whatever the day, law first.
        look: Finds the places where it is not so, or None.
        is_refused: What is wrong in this way cannot be read or settled at all.
        question: What is left to a person, or None.
        is_about_notes: It is about what the contract file notes of its own review.
    """

    code: str
    title: Text
    severity: Severity
    do: Text
    rests_on: tuple[Ground, ...]
    look: Callable[[Subject], Iterator[Found]] | None = None
    is_refused: bool = False
    question: Question | None = None
    is_about_notes: bool = False

    def __attrs_post_init__(self) -> None:
        assert self.is_decided or self.question is not None

    @property
    def is_decided(self) -> bool:
        """Whether a program decides it, so that it has a bad case and a good one."""
        return self.look is not None or self.is_refused or self.is_about_notes
