"""The register: households and the dated entries that say who holds what (股权台账).

An entry is never edited. What someone holds on a day is what the entries up to that day
add up to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import assert_never

from attrs import field, frozen

from sanbian.errors import Problem, not_exact, raise_any
from sanbian.period import Period
from sanbian.wording import Text, number


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

    Attributes:
        code: Unique in the register.
        name: Head of the household, or empty.
        group: Village or team, or empty.
        people: Members of the household.
        entered: First day on which it counts, or None for from the beginning.
        left: Last day on which it counts, or None.
        status: Pairs of first day and status, earliest first; before the first it is
            general.
        measures: What the register says of it: ``area_mu``, ``capital`` in fen ...
        id_number: Identity number; masked wherever it is shown.
        account: Bank account; masked wherever it is shown.
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


class EntryKind(Enum):
    """What an entry records."""

    ISSUE = "issue"
    """Shares given to a household (配股)."""
    TRANSFER = "transfer"
    """Shares that pass from one household to another (转让、继承)."""
    REDEEM = "redeem"
    """Shares taken back (退股)."""


@frozen(kw_only=True)
class Entry:
    """One dated entry (记载). The new holder counts from the day of the entry on.

    Attributes:
        day: First day on which it counts.
        kind: What it records.
        household: Code of the holder.
        share_class: Class of the shares.
        shares: How many, above zero; may be fractional.
        to: For a transfer: code of the new holder.
    """

    day: date
    kind: EntryKind
    household: str
    share_class: str
    shares: Fraction
    to: str = ""


@frozen(kw_only=True)
class Register:
    """Households and entries (股权台账).

    Attributes:
        households: In register order, which is the order of ties.
        entries: In order of their day.
    """

    households: tuple[Household, ...]
    entries: tuple[Entry, ...] = ()

    def __attrs_post_init__(self) -> None:
        raise_any(_register_problems(self))


Holdings = Mapping[tuple[str, str], Fraction]
"""Shares by code of the household and share class."""


def holdings(register: Register, *, on: date) -> Holdings:
    """Who holds what at the end of a day.

    Args:
        register: The register.
        on: The day.

    Returns:
        Shares by (household code, share class); those who hold none are not in it.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import Entry, EntryKind, Household, Register, holdings
        >>> register = Register(
        ...     households=(Household(code="H1"),),
        ...     entries=(
        ...         Entry(
        ...             day=date(2020, 1, 1), kind=EntryKind.ISSUE, household="H1",
        ...             share_class="land", shares=Fraction("2.5"),
        ...         ),
        ...     ),
        ... )
        >>> holdings(register, on=date(2020, 1, 1))[("H1", "land")]
        Fraction(5, 2)
    """
    held: dict[tuple[str, str], Fraction] = {}
    only_issued = True
    for entry in register.entries:
        if entry.day > on:
            break
        only_issued = only_issued and entry.kind is EntryKind.ISSUE
        for key, change in _changes(entry):
            held[key] = held[key] + change if key in held else change
    if not only_issued:
        held = {key: shares for key, shares in held.items() if shares}
    return MappingProxyType(held)


def share_days(register: Register, period: Period) -> Holdings:
    """Shares times the days on which they were held in a period (按持有天数加权).

    Returns:
        Share-days by (household code, share class). Over all holders they sum to the
        shares times the days, whatever was transferred in between.

    Examples:
        Two shares from 1 January, of which one is handed over on 11 January:

        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import Entry, EntryKind, Household, Period, Register, share_days
        >>> def entry(day, kind, shares, to=""):
        ...     return Entry(
        ...         day=day, kind=kind, household="H1", share_class="land",
        ...         shares=Fraction(shares), to=to,
        ...     )
        >>> register = Register(
        ...     households=(Household(code="H1"), Household(code="H2")),
        ...     entries=(
        ...         entry(date(2023, 1, 1), EntryKind.ISSUE, 2),
        ...         entry(date(2023, 1, 11), EntryKind.TRANSFER, 1, to="H2"),
        ...     ),
        ... )
        >>> counted = share_days(register, Period(date(2023, 1, 1), date(2023, 1, 31)))
        >>> counted["H1", "land"], counted["H2", "land"]
        (Fraction(41, 1), Fraction(21, 1))
    """
    before = period.start - timedelta(days=1)
    counted = {
        key: shares * period.days for key, shares in holdings(register, on=before).items()
    }
    for entry in register.entries:
        if period.has(entry.day):
            left = (period.end - entry.day).days + 1
            for key, change in _changes(entry):
                counted[key] = counted.get(key, Fraction(0)) + change * left
    return MappingProxyType({key: shares for key, shares in counted.items() if shares})


def mask(number: str, *, shown: int = 4) -> str:
    """Hide an identity or account number but for its last digits.

    Examples:
        >>> from sanbian import mask
        >>> mask("000000190001010000")
        '**************0000'
    """
    hidden = max(0, len(number) - shown)
    return "*" * hidden + number[hidden:]


def _changes(entry: Entry) -> tuple[tuple[tuple[str, str], Fraction], ...]:
    """What an entry does to the holdings."""
    mine = (entry.household, entry.share_class)
    match entry.kind:
        case EntryKind.ISSUE:
            return ((mine, entry.shares),)
        case EntryKind.REDEEM:
            return ((mine, -entry.shares),)
        case EntryKind.TRANSFER:
            theirs = (entry.to, entry.share_class)
            return ((mine, -entry.shares), (theirs, entry.shares))
        case _:
            assert_never(entry.kind)


def _register_problems(register: Register) -> Iterable[Problem]:
    yield from _household_problems(register)
    codes = {household.code for household in register.households}
    held: dict[tuple[str, str], Fraction] = {}
    last = date.min
    for position, entry in enumerate(register.entries):
        at = f"$.entries[{position}]"
        if entry.day < last:
            yield _problem(
                at,
                zh=f"应按日期先后记载，得到 {entry.day} 在 {last} 之后",
                en=f"expected entries in order of day, got {entry.day} after {last}",
            )
        last = max(last, entry.day)
        for (code, _), _ in _changes(entry):
            if code not in codes:
                yield _problem(
                    at,
                    zh=f"应为名册中的户，得到 “{code}”",
                    en=f"expected a household of the register, got {code!r}",
                )
        if inexact := tuple(not_exact(at, {"shares": entry.shares})):
            yield from inexact
            continue
        if entry.shares <= 0:
            yield _problem(
                at,
                zh=f"应为正股数，得到 {number(entry.shares)}",
                en=f"expected shares above zero, got {number(entry.shares)}",
            )
        for key, change in _changes(entry):
            held[key] = held[key] + change if key in held else change
            if held[key] < 0 and change < 0 < entry.shares:
                least, has = number(entry.shares), number(held[key] - change)
                yield _problem(
                    at,
                    zh=f"{key[0]} 应持有至少 {least} 股，得到 {has} 股",
                    en=f"expected {key[0]} to hold at least {least} shares, got {has}",
                )


def _household_problems(register: Register) -> Iterable[Problem]:
    seen: set[str] = set()
    for position, household in enumerate(register.households):
        at = f"$.households[{position}]"
        if not household.code or household.code in seen:
            yield _problem(
                at,
                zh=f"应为不重复的户编号，得到 “{household.code}”",
                en=f"expected a code of its own, got {household.code!r}",
            )
        seen.add(household.code)
        yield from not_exact(at, household.measures)
        people = ("people", Fraction(household.people))
        for name, value in (people, *household.measures.items()):
            if value < 0:
                got = number(value)
                yield _problem(
                    f"{at}.{name}",
                    zh=f"应为不小于零的数，得到 {got}",
                    en=f"expected a number of at least zero, got {got}",
                )
        if (days := [day for day, _ in household.status]) != sorted(set(days)):
            written = ", ".join(map(str, days))
            yield _problem(
                f"{at}.status",
                zh=f"各状态应按起始日先后排列、每日一个，得到 {written}",
                en=f"expected each status on a later day than the one before, got {written}",
            )


def _problem(at: str, *, zh: str, en: str) -> Problem:
    return Problem(
        at=at,
        says=Text(zh=zh, en=en),
        do=Text(zh="按原始凭证更正名册", en="correct the register from its vouchers"),
    )
