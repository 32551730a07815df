"""A new roster beside the register: what differs, as entries for a person to confirm."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen
from attrs import field as attribute

from sanbian.register.changes import NONE
from sanbian.register.entries import Entry, EntryKind
from sanbian.register.history import Holdings, holdings
from sanbian.register.households import Household
from sanbian.register.registers import Register

_FACTS = ("name", "group", "people", "status", "id_number", "account")


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
        name: ``households``, ``people``, ``shares/<class>`` or ``measures/<measure>``.
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
        facts: What it says otherwise of the others.
        entries: Entries that would make the holdings the same, proposed: where just one
            household has less of a class and just one as much more, a transfer; else what
            was issued and what was redeemed.
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
            attributes of `Household`, ``measures/<measure>``, ``shares/<class>``.

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
        [('transfer', 'H2', 'H3')]
    """
    before = {each.code: each for each in register.households if each.counts_on(on)}
    after = {each.code: each for each in roster.households if each.counts_on(on)}
    held = {
        key: n
        for key, n in holdings(register, on=on).items()
        if f"shares/{key[1]}" not in silent
    }
    told = {key: n for key, n in holdings(roster, on=on).items() if key[0] in after}
    return RosterDifferences(
        day=on,
        joined=tuple(each for code, each in after.items() if code not in before),
        left=tuple(code for code in before if code not in after),
        facts=tuple(
            found
            for code, each in after.items()
            if code in before
            for found in _otherwise(before[code], each)
            if found.field not in silent
        ),
        entries=tuple(_proposed(held, told, on)),
        counts=tuple(
            count
            for count in _counts(list(before.values()), list(after.values()), held, told)
            if count.name not in silent
        ),
    )


def _otherwise(before: Household, after: Household) -> Iterator[FactDifference]:
    """What a roster says otherwise of a household that stays."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in _FACTS}
    for name in dict.fromkeys((*before.measures, *after.measures)):
        pairs[f"measures/{name}"] = (before.measures.get(name), after.measures.get(name))
    for name, (one, other) in pairs.items():
        if one != other:
            yield FactDifference(before.code, name, one, other)


def confirmed(register: Register, differences: RosterDifferences) -> Register:
    """The register after a person has confirmed the differences of a roster.

    Who joined counts from the day on, who left until the day before; entries are added as
    proposed. What a roster says otherwise of a household is left as it is: that is for a
    person to write.

    Raises:
        InvalidInputError: An entry that does not fit; the register stays as it was.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> old = Register(households=(Household(code="H1"),))
        >>> new = Register(households=(Household(code="H1"), Household(code="H2")))
        >>> found = roster_differences(old, new, on=date(2023, 12, 31))
        >>> [household.code for household in confirmed(old, found).households]
        ['H1', 'H2']
    """
    gone = set(differences.left)
    codes = {household.code for household in register.households}
    kept = [
        evolve(each, left=differences.day - timedelta(days=1))
        if each.code in gone
        else each
        for each in register.households
    ]
    joined = [
        evolve(each, entered=each.entered or differences.day)
        for each in differences.joined
        if each.code not in codes
    ]
    return Register(
        households=(*kept, *joined), entries=(*register.entries, *differences.entries)
    )


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
