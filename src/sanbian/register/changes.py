"""What entries do to holdings: which are in force, in which order, and what each changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from sanbian.register.circumstances import Known
from sanbian.register.entries import Entry, EntryKind
from sanbian.register.persons import Membership, Person

Key: TypeAlias = tuple[str, str]
"""Code of the household and share class."""

Change: TypeAlias = tuple[Key, Fraction]

PartKey: TypeAlias = tuple[str, str, str]
"""Code of the household, share class, and code of the person in it."""

TransferDay: TypeAlias = Literal["buyer", "seller", "split"]
"""Who counts on the day of a transfer: the new holder, the old one, or each by half."""

NONE = Fraction(0)
_A_DAY = timedelta(days=1)


def in_force(entries: Sequence[Entry], known: date | None = None) -> list[Entry]:
    """The entries that stand, as far as was known on a day, in order.

    What a known entry corrects does not stand; one that was made void leaves nothing.
    """
    recorded = [entry for entry in entries if known is None or entry.known_on <= known]
    corrected = {entry.corrects for entry in recorded} - {""}
    return [
        entry
        for entry in recorded
        if entry.kind is not EntryKind.VOID and entry.id not in corrected
    ]


_STAYING = frozenset(
    {
        EntryKind.PLEDGE,
        EntryKind.RELEASE,
        EntryKind.LOCK,
        EntryKind.VOID,
        EntryKind.FACT,
    }
)


def passes(entry: Entry) -> bool:
    """Whether shares leave a holder: then it matters who counts on the day."""
    return entry.kind is not EntryKind.ISSUE and entry.kind not in _STAYING


def effect_day(entry: Entry, transfer_day: TransferDay = "buyer") -> date:
    """From which day on an entry counts; where the old holder counts, from the next."""
    if transfer_day != "seller" or not passes(entry):
        return entry.day
    return entry.day + _A_DAY


def by_effect(entries: Iterable[Entry], transfer_day: TransferDay = "buyer") -> list[Entry]:
    """Entries in the order in which they take effect; of one day, as they were recorded."""
    return sorted(entries, key=lambda entry: effect_day(entry, transfer_day))


class Held:
    """Holdings while entries are gone through.

    Attributes:
        shares: By household and class; zero where all are gone.
        parts: What of it is a person's: by household and class, then by person.
        classes: All classes so far, in the order in which they came up.
    """

    __slots__ = ("classes", "parts", "shares")

    def __init__(self) -> None:
        self.shares: dict[Key, Fraction] = {}
        self.parts: dict[Key, dict[str, Fraction]] = {}
        self.classes: dict[str, None] = {}

    def add(self, key: Key, change: Fraction) -> None:
        """Change what is held."""
        if key in self.shares:
            self.shares[key] += change
        else:
            self.shares[key] = change
            self.classes[key[1]] = None

    def of(self, key: Key, person: str = "") -> Fraction:
        """What is held, by the household or by one person in it."""
        if person:
            return self.parts.get(key, {}).get(person, NONE)
        return self.shares.get(key, NONE)

    def names(self, entry: Entry) -> bool:
        """Whether it matters for an entry what persons hold."""
        return bool(self.parts or entry.person or entry.to_person) or entry.by == "person"

    def add_parts(self, changes: Iterable[tuple[PartKey, Fraction]]) -> None:
        """Change what persons hold."""
        for (code, share_class, person), change in changes:
            parts = self.parts.setdefault((code, share_class), {})
            parts[person] = parts.get(person, NONE) + change

    def take(self, entry: Entry, known: Known) -> Sequence[Change]:
        """Go through an entry; returns what it changes."""
        changes = changes_of(entry, self, known)
        if self.names(entry):
            self.add_parts(list(parts_of(entry, self, known)))
        for key, change in changes:
            self.add(key, change)
        return changes


def dated_changes(
    known: Known, transfer_day: TransferDay
) -> Iterator[tuple[date, Key, Fraction]]:
    """Every change of the holdings with the day from which it counts, in order.

    Where each side counts by half on the day, half of a change counts from the day on and
    half from the next.
    """
    held = Held()
    if transfer_day != "split":
        for entry in by_effect(known.entries, transfer_day):
            day = effect_day(entry, transfer_day)
            for key, change in held.take(entry, known):
                yield day, key, change
        return
    halves = []
    for entry in by_effect(known.entries):
        for key, change in held.take(entry, known):
            if passes(entry):
                halves.append((entry.day, key, change / 2))
                halves.append((entry.day + _A_DAY, key, change / 2))
            else:
                halves.append((entry.day, key, change))
    yield from sorted(halves, key=lambda each: each[0])


def changes_of(entry: Entry, held: Held, known: Known) -> Sequence[Change]:
    """What an entry does to the holdings that stand before it."""
    mine = (entry.household, entry.share_class)
    match entry.kind:
        case EntryKind.ISSUE:
            return ((mine, _stated(entry.shares)),)
        case EntryKind.REDEEM:
            return ((mine, -_stated(entry.shares)),)
        case (
            EntryKind.TRANSFER
            | EntryKind.INHERIT
            | EntryKind.SPLIT
            | EntryKind.MERGE
            | EntryKind.BUY_BACK
        ):
            return [
                change
                for share_class, shares in _passing(entry, held)
                for change in (
                    ((entry.household, share_class), -shares),
                    ((entry.to, share_class), shares),
                )
            ]
        case EntryKind.CONVERT:
            theirs = (entry.household, entry.to_class)
            return ((mine, -_stated(entry.shares)), (theirs, _stated(entry.gets)))
        case EntryKind.RE_AVERAGE:
            return list(_averaged(entry, held, known))
        case (
            EntryKind.PLEDGE
            | EntryKind.RELEASE
            | EntryKind.LOCK
            | EntryKind.VOID
            | EntryKind.FACT
        ):
            return ()
        case _:
            assert_never(entry.kind)


def _stated(shares: Fraction | None) -> Fraction:
    assert shares is not None
    return shares


def _passing(entry: Entry, held: Held) -> list[tuple[str, Fraction]]:
    """Shares by class that pass on: those stated, or a part of what is held."""
    if entry.shares is not None:
        return [(entry.share_class, entry.shares)]
    part = Fraction(1) if entry.part is None else entry.part
    classes = (entry.share_class,) if entry.share_class else tuple(held.classes)
    owned = ((each, held.of((entry.household, each), entry.person)) for each in classes)
    return [(share_class, shares * part) for share_class, shares in owned if shares]


def _averaged(entry: Entry, held: Held, known: Known) -> Iterator[Change]:
    """The shares of a class, shared out anew among the households of the day."""
    weights = weights_of(entry, known)
    weight = sum(weights.values())
    now = {
        code: shares
        for (code, share_class), shares in held.shares.items()
        if share_class == entry.share_class
    }
    total = sum(now.values(), NONE)
    for code in dict.fromkeys((*now, *weights)):
        change = total * weights.get(code, 0) / weight - now.get(code, NONE)
        if change:
            yield (code, entry.share_class), change


def weights_of(entry: Entry, known: Known) -> dict[str, int]:
    """Who takes part when a class is shared out anew, and with which weight."""
    households = {
        household.code: household
        for household in known.households_on(entry.day)
        if household.counts_on(entry.day)
    }
    if entry.by != "person":
        by_people = entry.by == "people"
        return {code: each.people if by_people else 1 for code, each in households.items()}
    persons = Counter(each.household for each in takers(entry, known))
    return {code: persons[code] for code in households if persons[code]}


def takers(entry: Entry, known: Known) -> list[Person]:
    """The persons among whom a class is shared out anew: all who are there and are members."""
    return [
        person
        for person in known.persons_on(entry.day)
        if person.belongs_on(entry.day) and person.membership in {None, Membership.MEMBER}
    ]


def parts_of(entry: Entry, held: Held, known: Known) -> Iterator[tuple[PartKey, Fraction]]:
    """What an entry does to that which persons hold within their households.

    Where nobody is named, a stated number of shares comes out of what is the household's own;
    a part of what is held is that part of each one's. When a household divides or joins
    another, each keeps what was his, in the new household.
    """
    mine = (entry.household, entry.share_class, entry.person)
    match entry.kind:
        case EntryKind.ISSUE if entry.person:
            yield mine, _stated(entry.shares)
        case EntryKind.REDEEM if entry.person:
            yield mine, -_stated(entry.shares)
        case EntryKind.CONVERT if entry.person:
            yield mine, -_stated(entry.shares)
            yield (entry.household, entry.to_class, entry.person), _stated(entry.gets)
        case (
            EntryKind.TRANSFER
            | EntryKind.INHERIT
            | EntryKind.SPLIT
            | EntryKind.MERGE
            | EntryKind.BUY_BACK
        ):
            yield from _parts_passing(entry, held)
        case EntryKind.RE_AVERAGE:
            for key, parts in held.parts.items():
                if key[1] == entry.share_class:
                    yield from (((*key, person), -n) for person, n in parts.items())
            if entry.by == "person":
                yield from _parts_averaged(entry, held, known)
        case _:
            return


def _parts_averaged(
    entry: Entry, held: Held, known: Known
) -> Iterator[tuple[PartKey, Fraction]]:
    weights = weights_of(entry, known)
    total = sum(
        (n for (_, name), n in held.shares.items() if name == entry.share_class), NONE
    )
    for person in takers(entry, known):
        if person.household in weights:
            part = (person.household, entry.share_class, person.code)
            yield part, total / sum(weights.values())


def _parts_passing(entry: Entry, held: Held) -> Iterator[tuple[PartKey, Fraction]]:
    keeps = entry.kind in {EntryKind.SPLIT, EntryKind.MERGE}
    for share_class, shares in _passing(entry, held):
        giver = (entry.household, share_class)
        named = {entry.person: shares} if entry.person else {}
        if not entry.person and entry.shares is None:
            part = Fraction(1) if entry.part is None else entry.part
            named = {who: n * part for who, n in held.parts.get(giver, {}).items()}
        for person, passed in named.items():
            yield (*giver, person), -passed
            taker = entry.to_person or (person if keeps else "")
            if taker:
                yield (entry.to, share_class, taker), passed
        rest = shares - sum(named.values(), NONE)
        if entry.to_person and rest:
            yield (entry.to, share_class, entry.to_person), rest
