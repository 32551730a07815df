"""Entries of the register: dated, in two ways, and only ever added (记载).

An entry has two days: the day on which it takes effect, and the day on which it became
known. Nothing is edited or deleted: what was wrong is corrected by a further entry, and what
was believed on an earlier day can still be asked.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field as attribute
from attrs import frozen

from sanbian.register.households import MemberKind, Monitoring, Status
from sanbian.register.persons import Labour, LeftBy, Membership

FactValue: TypeAlias = (
    str
    | int
    | date
    | Fraction
    | Status
    | Monitoring
    | MemberKind
    | Labour
    | LeftBy
    | Membership
    | tuple[str, ...]
    | None
)
"""What a fact says, as the attribute of `Household` or `Person` has it."""


class EntryKind(Enum):
    """What an entry records (事项)."""

    ISSUE = "issue"
    """Shares given to a household (配股、入股)."""
    TRANSFER = "transfer"
    """Shares that pass from one household to another (转让)."""
    INHERIT = "inherit"
    """Shares that pass to an heir (继承)."""
    SPLIT = "split"
    """Shares that a new household takes along when a household divides (分户)."""
    MERGE = "merge"
    """All shares of a household that joins another (并户)."""
    REDEEM = "redeem"
    """Shares taken back and gone (退股)."""
    BUY_BACK = "buy_back"
    """Shares that another holder, the collective as a rule, buys back (回购)."""
    CONVERT = "convert"
    """Shares of one class that become shares of another (转换)."""
    RE_AVERAGE = "re_average"
    """All shares of a class shared out anew, by household or by people (重新平均)."""
    PLEDGE = "pledge"
    """Shares pledged: they cannot pass on until released (质押)."""
    RELEASE = "release"
    """Pledged shares that are free again (解除质押)."""
    LOCK = "lock"
    """Shares that cannot pass on before a day (锁定)."""
    VOID = "void"
    """In place of the entry that it corrects there is nothing (作废)."""
    FACT = "fact"
    """What is known of a household or a person from a day on (情况)."""


@frozen(kw_only=True)
class Entry:
    """One dated entry (记载).

    Which attributes an entry has goes by its kind; `Register` refuses one too many and one
    too few. A transfer, inheritance or split is of `shares` of one class, or of a `part` of
    what is held, in one class or, with an empty `share_class`, in all.

    Attributes:
        day: The day on which it takes effect.
        kind: What it records.
        household: Code of the holder; empty for `EntryKind.RE_AVERAGE`.
        share_class: Class of the shares, or empty for all classes.
        shares: How many, above zero; may be fractional.
        to: Code of the new holder; of a pledge, to whom, in words.
        part: Part of what is held, above zero, at most one.
        to_class: For a conversion: the new class.
        gets: For a conversion: how many shares of the new class come out.
        by: For re-averaging: by household, by people, or to each person by name.
        until: For a pledge or lock: the last day, or None for until it is released.
        known: The day on which it became known, or None for the day of effect.
        id: Its number, by which it can be corrected; empty if it has none.
        corrects: Number of the entry in whose place this one stands from now on.
        voucher: Where it is recorded.
        person: Code of the person within the household, or empty for the household.
        to_person: Code of the person who takes them over, or empty for the household `to`;
            when a household divides or joins another, each keeps what was his.
        field: For a fact: attribute of `Household`, ``measures/<measure>``, or, with a
            person, attribute of `Person`.
        value: For a fact: what it is from the day on.
    """

    day: date
    kind: EntryKind
    household: str = ""
    share_class: str = ""
    shares: Fraction | None = None
    to: str = ""
    part: Fraction | None = None
    to_class: str = ""
    gets: Fraction | None = None
    by: Literal["household", "people", "person"] | None = None
    until: date | None = None
    known: date | None = None
    id: str = ""
    corrects: str = ""
    voucher: str = ""
    person: str = ""
    to_person: str = ""
    field: str = ""
    value: FactValue = attribute(default=None, repr=False)

    @property
    def known_on(self) -> date:
        """The day on which it became known."""
        return self.day if self.known is None else self.known
