"""Persons of a household: who belongs to it, from when to when, and able to work or not (人员)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Literal

from attrs import field, frozen

HEAD_WORDS = frozenset({"户主", "本人", "head"})
"""Relations by which a person is the head of the household."""


class Labour(Enum):
    """How far a person is able to work (劳动能力)."""

    ABLE = "able"
    """普通劳动力."""
    SKILLED = "skilled"
    """技能劳动力."""
    PARTLY = "partly"
    """弱劳动力、半劳动力."""
    LOST = "lost"
    """丧失劳动力."""
    NONE = "none"
    """无劳动力: children, pupils, the old."""


class LeftBy(Enum):
    """Why a person does not belong to the household any more (离开原因)."""

    DEATH = "death"
    """死亡."""
    MARRIAGE = "marriage"
    """婚出."""
    DIVORCE = "divorce"
    """离婚."""
    MOVED = "moved"
    """迁出."""
    OTHER = "other"
    """其他."""


class Membership(Enum):
    """Whether a person is a member of the collective (成员身份)."""

    MEMBER = "member"
    """本集体经济组织成员."""
    LOST = "lost"
    """丧失成员身份."""
    ELSEWHERE = "elsewhere"
    """Member of another collective (外村成员)."""
    NONE = "none"
    """非成员."""


@frozen(kw_only=True)
class Person:
    """A person of a household (人员).

    What a person is from a later day on is a fact of the register (`EntryKind.FACT`);
    `sanbian.persons_on` gives the persons as they were on a day, as known on a day. Marriage,
    divorce or moving change nothing of what someone holds: only an entry does.

    Attributes:
        code: Unique in the register.
        household: Code of the household to which the person belongs.
        name: The name, or empty.
        relation: To the head (户主 for the head), or empty.
        sex: ``female``, ``male``, or None where nothing says.
        born: Day of birth, or None.
        joined: First day on which the person belongs to the household, or None for from the
            beginning.
        left: Last day, or None.
        left_by: Why, or None.
        labour: How far able to work, or None where nothing says.
        membership: Whether a member of the collective, or None where nothing says.
        offices: What offices the person holds: village official, public servant ...
        owns: What a list for the poor asks about: ``car``, ``house``, ``company``,
            ``public_pay``.
        id_number: Identity number; masked wherever it is shown.
    """

    code: str
    household: str
    name: str = ""
    relation: str = ""
    sex: Literal["female", "male"] | None = None
    born: date | None = None
    joined: date | None = None
    left: date | None = None
    left_by: LeftBy | None = None
    labour: Labour | None = None
    membership: Membership | None = None
    offices: tuple[str, ...] = ()
    owns: tuple[str, ...] = ()
    id_number: str = field(default="", repr=False)

    @property
    def is_head(self) -> bool:
        """Whether the person is the head of the household."""
        return self.relation.casefold() in HEAD_WORDS

    def belongs_on(self, day: date) -> bool:
        """Whether the person has joined the household and not left it."""
        return (self.joined is None or self.joined <= day) and (
            self.left is None or day <= self.left
        )

    def is_dead_on(self, day: date) -> bool:
        """Whether the person had died before the day."""
        return self.left_by is LeftBy.DEATH and self.left is not None and self.left < day
