"""A new roster beside the register: what differs, as entries for a person to confirm."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen
from attrs import field as attribute

from sanbian.errors import raise_any
from sanbian.register.changes import NONE
from sanbian.register.circumstances import MEASURES
from sanbian.register.entries import Entry, EntryKind
from sanbian.register.history import Holdings, holdings
from sanbian.register.households import Household
from sanbian.register.identities import new_shared_numbers
from sanbian.register.people import households_on
from sanbian.register.registers import Register

_COLUMNS = {"certificates": "certificate"}
_FACTS = (
    *("name", "group", "village", "township", "county", "people", "status"),
    *("id_number", "account", "account_holder"),
    *("certificate", "certificate_shares", "certificate_day"),
    *("kind", "votes", "extra_votes"),
)


@frozen
class FactDifference:
    """Something about a household that the new roster says otherwise.

    Attributes:
        household: Its code.
        field: Attribute of `Household`, or ``measures/<measure>``.
        before: In the register; None for a measure that it does not have.
        after: In the roster.
    """

    household: str
    field: str
    before: Any = attribute(repr=False)
    after: Any = attribute(repr=False)


@frozen
class Count:
    """A total in the register and in the new roster (核对).

    Attributes:
        name: ``households``, ``people``, ``certificates`` (households that have one),
            ``certificate_shares``, ``shares/<class>`` or ``measures/<measure>``.
        before: In the register.
        after: In the roster.
    """

    name: str
    before: Fraction
    after: Fraction


@frozen(kw_only=True)
class RosterDifferences:
    """What a new roster says otherwise than the register; nothing is applied (名册差异).

    Attributes:
        day: The day for which the roster stands.
        joined: Households that the register does not have.
        left: Codes of households that the roster does not have any more.
        facts: What it says otherwise of the others, and of those who came back.
        entries: Entries that would make the register say the same, proposed. Of shares: where
            just one household has less of a class and just one as much more, a transfer; else
            what was issued and what was redeemed. Of households: facts that differ, and the
            last day of those that left, known from `day` on.
        counts: Totals side by side.
    """

    day: date
    joined: tuple[Household, ...]
    left: tuple[str, ...]
    facts: tuple[FactDifference, ...]
    entries: tuple[Entry, ...]
    counts: tuple[Count, ...]

    @property
    def is_same(self) -> bool:
        """Whether the roster says what the register says."""
        return not (self.joined or self.left or self.facts or self.entries)


def roster_differences(
    register: Register, roster: Register, *, on: date, silent: Collection[str] = ()
) -> RosterDifferences:
    """Lay a new roster beside the register.

    Args:
        register: What is known.
        roster: The new roster, read as a register of its own.
        on: The day for which the roster stands.
        silent: What the roster does not speak of, so that nothing follows from it:
            attributes of `Household`, ``status_day`` (since when), ``measures/<measure>``,
            ``shares/<class>``.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import *
        >>> def roster(**shares):
        ...     return Register(
        ...         households=tuple(Household(code=code) for code in shares),
        ...         entries=tuple(
        ...             Entry(
        ...                 day=date(2020, 1, 1), kind=EntryKind.ISSUE, household=code,
        ...                 share_class="land", shares=Fraction(held),
        ...             )
        ...             for code, held in shares.items()
        ...         ),
        ...     )
        >>> found = roster_differences(
        ...     roster(H1=3, H2=2), roster(H1=3, H3=2), on=date(2023, 12, 31)
        ... )
        >>> [household.code for household in found.joined], found.left
        (['H3'], ('H2',))
        >>> [(entry.kind.value, entry.household, entry.to) for entry in found.entries]
        [('fact', 'H2', ''), ('transfer', 'H2', 'H3')]
    """
    known = {each.code: each for each in households_on(register, on=on)}
    before = {code: each for code, each in known.items() if each.counts_on(on)}
    listed = {each.code: each for each in households_on(roster, on=on)}
    after = {code: each for code, each in listed.items() if each.counts_on(on)}
    held = {
        key: n
        for key, n in holdings(register, on=on).items()
        if f"shares/{key[1]}" not in silent
    }
    told = {key: n for key, n in holdings(roster, on=on).items() if key[0] in after}
    joined = tuple(each for code, each in after.items() if code not in before)
    left = tuple(code for code in before if code not in after)
    facts = tuple(
        found
        for code, each in after.items()
        if code in known
        for found in _otherwise(known[code], each, on, silent)
    )
    entries = (
        *(_last_day(code, listed.get(code), on) for code in left),
        *(_returned(each.code, on) for each in joined if each.code in register.by_code),
        *(
            entry
            for each in facts
            for entry in _told(
                each,
                known[each.household],
                after[each.household],
                on,
                says_since="status_day" not in silent,
            )
        ),
        *_proposed(held, told, on),
    )
    return RosterDifferences(
        day=on,
        joined=joined,
        left=left,
        facts=facts,
        entries=entries,
        counts=tuple(
            count
            for count in _counts(list(before.values()), list(after.values()), held, told)
            if _COLUMNS.get(count.name, count.name) not in silent
        ),
    )


_NOT_FORGOTTEN = frozenset({"id_number", "account", "account_holder"})


def _otherwise(
    before: Household, after: Household, on: date, silent: Collection[str]
) -> Iterator[FactDifference]:
    """What a roster says otherwise of a household that stays."""
    names = [
        *_FACTS,
        *(
            f"{MEASURES}{name}"
            for name in dict.fromkeys((*before.measures, *after.measures))
        ),
    ]
    for name in names:
        one, other = _read(before, name), _read(after, name)
        differs = one != other
        if name == "status":
            differs = _status_differs(
                before, after, on, says_since="status_day" not in silent
            )
        if name in _NOT_FORGOTTEN and not other:
            continue  # an empty cell takes no number back
        if differs and name not in silent:
            yield FactDifference(before.code, name, one, other)


def _read(household: Household, name: str) -> Any:
    """What is known of a household under the name of a fact."""
    if name.startswith(MEASURES):
        return household.measures.get(name.removeprefix(MEASURES))
    return getattr(household, name)


def _status_differs(
    before: Household, after: Household, on: date, *, says_since: bool
) -> bool:
    """Whether the status stands otherwise on the day, or since another one that is told."""
    since = _since(after, on) if says_since else None
    return (
        before.status_on(on) is not after.status_on(on)
        or before.monitoring is not after.monitoring
        or (since is not None and since != _since(before, on))
    )


def _since(household: Household, on: date) -> date | None:
    """The first day of the status that a household has on a day."""
    days = [first for first, _ in household.status if first <= on]
    return days[-1] if days else None


def _told(
    found: FactDifference,
    before: Household,
    after: Household,
    on: date,
    *,
    says_since: bool,
) -> Iterator[Entry]:
    """The entry by which the register would say of a household what the roster says.

    Where the roster says another day for a status, and the register has a later one, nothing
    that is added makes them the same: which is right is for a person to say.
    """
    if found.field != "status":
        if found.after is not None:
            yield _fact(after.code, found.field, found.after, on, on)
        return
    since = (_since(after, on) if says_since else None) or on
    is_last = all(not since < first <= on for first, _ in before.status)
    if is_last or _status_differs(before, after, on, says_since=False):
        value = after.monitoring or after.status_on(on)
        yield _fact(after.code, "status", value, since if is_last else on, on)


def _last_day(code: str, listed: Household | None, on: date) -> Entry:
    """The last day of a household: the one that the roster says, or the day before."""
    stated = None if listed is None else listed.left
    return _fact(code, "left", None, stated or on - timedelta(days=1), on)


def _returned(code: str, on: date) -> Entry:
    return _fact(code, "entered", None, on, on)


def _fact(code: str, field: str, value: Any, day: date, known: date) -> Entry:
    return Entry(
        day=day, kind=EntryKind.FACT, household=code, field=field, value=value,
        known=known if known != day else None,
    )  # fmt: skip


def confirmed(register: Register, differences: RosterDifferences) -> Register:
    """The register after a person has confirmed the differences of a roster.

    Who joined counts from the day on; entries are added as proposed, so that what was
    believed before is kept.

    Raises:
        InvalidInputError: An entry that does not fit, or an identity number or account that
            another household has already; the register stays as it was.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> old = Register(households=(Household(code="H1"),))
        >>> new = Register(households=(Household(code="H1"), Household(code="H2")))
        >>> found = roster_differences(old, new, on=date(2023, 12, 31))
        >>> [household.code for household in confirmed(old, found).households]
        ['H1', 'H2']
    """
    joined = [
        evolve(each, entered=each.entered or differences.day)
        for each in differences.joined
        if each.code not in register.by_code
    ]
    after = evolve(
        register,
        households=(*register.households, *joined),
        entries=(*register.entries, *differences.entries),
    )
    raise_any(new_shared_numbers(register.known(), after.known(), differences.day))
    return after


def _proposed(held: Holdings, told: Holdings, on: date) -> Iterator[Entry]:
    """Entries that turn what is held into what the roster tells, class by class."""
    changes: dict[str, dict[str, Fraction]] = {}
    for code, share_class in dict.fromkeys((*held, *told)):
        key = (code, share_class)
        change = told.get(key, NONE) - held.get(key, NONE)
        if change:
            changes.setdefault(share_class, {})[code] = change
    for share_class, by_code in changes.items():
        losers = [code for code, change in by_code.items() if change < 0]
        if len(losers) == 1 and len(by_code) == 2 and not sum(by_code.values()):  # noqa: PLR2004 - one and one
            (winner,) = by_code.keys() - losers
            yield Entry(
                day=on,
                kind=EntryKind.TRANSFER,
                household=losers[0],
                share_class=share_class,
                shares=by_code[winner],
                to=winner,
            )
            continue
        for code, change in by_code.items():
            yield Entry(
                day=on,
                kind=EntryKind.ISSUE if change > 0 else EntryKind.REDEEM,
                household=code,
                share_class=share_class,
                shares=abs(change),
            )


def _counts(
    before: Sequence[Household], after: Sequence[Household], held: Holdings, told: Holdings
) -> Iterator[Count]:
    """Totals side by side."""
    yield Count("households", Fraction(len(before)), Fraction(len(after)))
    people = [Fraction(sum(each.people for each in side)) for side in (before, after)]
    yield Count("people", *people)
    certified = [[each for each in side if each.certificate] for side in (before, after)]
    if any(certified):
        yield Count("certificates", *(Fraction(len(side)) for side in certified))
        stated = [
            sum((each.certificate_shares or NONE for each in side), NONE)
            for side in (before, after)
        ]
        if any(stated):
            yield Count("certificate_shares", *stated)
    for share_class in dict.fromkeys(name for _, name in (*held, *told)):
        totals = [
            sum((n for (_, name), n in side.items() if name == share_class), NONE)
            for side in (held, told)
        ]
        yield Count(f"shares/{share_class}", *totals)
    for measure in dict.fromkeys(
        name for each in (*before, *after) for name in each.measures
    ):
        sums = [
            sum((each.measures.get(measure, NONE) for each in side), NONE)
            for side in (before, after)
        ]
        yield Count(f"measures/{measure}", *sums)
