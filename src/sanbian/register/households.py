"""Households and what is known of them by day: status, entering, leaving (农户)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from types import MappingProxyType

from attrs import field, frozen

from sanbian.wording import Text


class Status(Enum):
    """A household's poverty status on a day (贫困状态)."""

    GENERAL = "general"
    """一般户."""
    POOR = "poor"
    """建档立卡贫困户."""
    GRADUATED = "graduated"
    """脱贫户."""
    MONITORED = "monitored"
    """防止返贫监测对象."""


class Monitoring(Enum):
    """Why a household is monitored against falling back into poverty (监测类型)."""

    UNSTABLE = "unstable_graduate"
    """脱贫不稳定户."""
    MARGINAL = "marginal_household"
    """边缘易致贫户."""
    SUDDEN = "sudden_hardship"
    """突发严重困难户."""


class MemberKind(Enum):
    """What a holder is, as the law on cooperatives counts members (成员类型)."""

    FARMER = "farmer"
    """农民."""
    PERSON = "person"
    """A citizen who is no farmer (非农民)."""
    INSTITUTION = "institution"
    """An enterprise, institution or social organisation (单位)."""


STATUS_NAMES: Mapping[Status, Text] = MappingProxyType(
    {
        Status.GENERAL: Text(zh="一般户", en="general household"),
        Status.POOR: Text(zh="贫困户", en="poor household"),
        Status.GRADUATED: Text(zh="脱贫户", en="graduated household"),
        Status.MONITORED: Text(zh="监测户", en="monitored household"),
    }
)
"""The statuses in words."""


def states_from(
    status: Status, *, since: date | None, first: date
) -> tuple[tuple[date, Status], ...]:
    """The history of one stated status; who left poverty on a day was poor before it.

    Args:
        status: The status.
        since: Its first day, or None for from `first` on.
        first: The day from which the register knows of the household.

    Examples:
        >>> from datetime import date
        >>> from sanbian.register import Status, states_from
        >>> left = states_from(Status.GRADUATED, since=date(2018, 1, 1), first=date(2016, 1, 1))
        >>> [(str(day), status.value) for day, status in left]
        [('2016-01-01', 'poor'), ('2018-01-01', 'graduated')]
    """
    if status is Status.GRADUATED and since is not None and since > first:
        return ((first, Status.POOR), (since, status))
    if status is Status.GENERAL and since is None:
        return ()
    return ((since or first, status),)


def _numbers(given: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    return MappingProxyType(dict(given))


@frozen(kw_only=True)
class Household:
    """A household, or another holder, in the register (农户).

    The register may say more of it from a day on (`EntryKind.FACT`); `sanbian.household_on`
    gives the household as it was on a day, as known on a day.

    Attributes:
        code: Unique in the register.
        name: Head of the household, or empty.
        group: Village or team, or empty: the level at which funds per group are kept.
        people: Members of the household.
        entered: First day on which it counts, or None for from the beginning.
        left: Last day on which it counts, or None.
        status: Pairs of first day and status, earliest first; before the first it is
            general.
        measures: What the register says of it: ``area_mu``, ``capital`` in fen ...
        id_number: Identity number; masked wherever it is shown.
        account: Bank account; masked wherever it is shown.
        village: Administrative village, where `group` is a team; or empty.
        township: Township, or empty.
        county: County, or empty.
        monitoring: Why it is monitored, while it is; or None.
        account_holder: Name in which the account is kept, or empty where nothing says.
        certificate: Number of its share certificate, or empty.
        certificate_shares: Shares that the certificate states, or None.
        certificate_day: Day of the certificate, or None.
        kind: What the holder is, or None where nothing says.
        votes: Base votes in the assembly, or None where nothing says.
        extra_votes: Additional votes, or None where nothing says.
        noticed: Day on which it gave written notice of leaving the cooperative, or None.
    """

    code: str
    name: str = ""
    group: str = ""
    people: int = 0
    entered: date | None = None
    left: date | None = None
    status: tuple[tuple[date, Status], ...] = ()
    measures: Mapping[str, Fraction] = field(factory=dict, converter=_numbers)
    id_number: str = field(default="", repr=False)
    account: str = field(default="", repr=False)
    village: str = ""
    township: str = ""
    county: str = ""
    monitoring: Monitoring | None = None
    account_holder: str = ""
    certificate: str = ""
    certificate_shares: Fraction | None = None
    certificate_day: date | None = None
    kind: MemberKind | None = None
    votes: int | None = None
    extra_votes: int | None = None
    noticed: date | None = None

    def status_on(self, day: date) -> Status:
        """The poverty status on a day."""
        now = Status.GENERAL
        for first, status in self.status:
            if first <= day:
                now = status
        return now

    def counts_on(self, day: date) -> bool:
        """Whether the household has entered and not left."""
        return (self.entered is None or self.entered <= day) and (
            self.left is None or day <= self.left
        )


def mask(number: str, *, shown: int = 4) -> str:
    """Hide an identity or account number but for its last digits.

    Examples:
        >>> from sanbian import mask
        >>> mask("000000190001010000")
        '**************0000'
    """
    hidden = max(0, len(number) - shown)
    return "*" * hidden + number[hidden:]
