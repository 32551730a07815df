"""What entries do to holdings: which are in force, in which order, and what each changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, TypeAlias, assert_never

from sanbian.register.entries import Entry, EntryKind
from sanbian.register.households import Household

Key: TypeAlias = tuple[str, str]
"""Code of the household and share class."""

Change: TypeAlias = tuple[Key, Fraction]

TransferDay: TypeAlias = Literal["buyer", "seller"]
"""Who counts on the day of a transfer: the new holder, or the old one."""

NONE = Fraction(0)


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


_STAYING = frozenset({EntryKind.PLEDGE, EntryKind.RELEASE, EntryKind.LOCK, EntryKind.VOID})


def passes(entry: Entry) -> bool:
    """Whether shares leave a holder: then it matters who counts on the day."""
    return entry.kind is not EntryKind.ISSUE and entry.kind not in _STAYING


def effect_day(entry: Entry, transfer_day: TransferDay = "buyer") -> date:
    """From which day on an entry counts; where the old holder counts, from the next."""
    if transfer_day == "buyer" or not passes(entry):
        return entry.day
    return entry.day + timedelta(days=1)


def by_effect(entries: Iterable[Entry], transfer_day: TransferDay = "buyer") -> list[Entry]:
    """Entries in the order in which they take effect; of one day, as they were recorded."""
    return sorted(entries, key=lambda entry: effect_day(entry, transfer_day))


class Held:
    """Holdings while entries are gone through.

    Attributes:
        shares: By household and class; zero where all are gone.
        classes: All classes so far, in the order in which they came up.
    """

    __slots__ = ("classes", "shares")

    def __init__(self) -> None:
        self.shares: dict[Key, Fraction] = {}
        self.classes: dict[str, None] = {}

    def add(self, key: Key, change: Fraction) -> None:
        """Change what is held."""
        if key in self.shares:
            self.shares[key] += change
        else:
            self.shares[key] = change
            self.classes[key[1]] = None

    def of(self, key: Key) -> Fraction:
        """What is held."""
        return self.shares.get(key, NONE)


def dated_changes(
    entries: Sequence[Entry],
    households: Sequence[Household],
    known: date | None,
    transfer_day: TransferDay,
) -> Iterator[tuple[date, Key, Fraction]]:
    """Every change of the holdings with the day from which it counts, in order."""
    held = Held()
    for entry in by_effect(in_force(entries, known), transfer_day):
        day = effect_day(entry, transfer_day)
        for key, change in changes_of(entry, held, households):
            held.add(key, change)
            yield day, key, change


def changes_of(
    entry: Entry, held: Held, households: Sequence[Household]
) -> Sequence[Change]:
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
            return list(_averaged(entry, held, households))
        case EntryKind.PLEDGE | EntryKind.RELEASE | EntryKind.LOCK | EntryKind.VOID:
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
    owned = ((each, held.of((entry.household, each))) for each in classes)
    return [(share_class, shares * part) for share_class, shares in owned if shares]


def _averaged(
    entry: Entry, held: Held, households: Sequence[Household]
) -> Iterator[Change]:
    """The shares of a class, shared out anew among the households of the day."""
    weights = weights_of(entry, households)
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


def weights_of(entry: Entry, households: Sequence[Household]) -> dict[str, int]:
    """Who takes part when a class is shared out anew, and with which weight."""
    return {
        household.code: household.people if entry.by == "people" else 1
        for household in households
        if household.counts_on(entry.day)
    }
