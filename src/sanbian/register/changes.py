"""What entries do to holdings: which are in force, in which order, and what each changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def passes(entry: Entry) -> bool:
    """Whether shares leave a holder: then it matters who counts on the day."""
    return entry.kind not in {
        EntryKind.ISSUE,
        EntryKind.PLEDGE,
        EntryKind.RELEASE,
        EntryKind.LOCK,
        EntryKind.VOID,
    }


def effect_day(entry: Entry, transfer_day: TransferDay = "buyer") -> date:
    """From which day on an entry counts; where the old holder counts, from the next."""
    if transfer_day == "buyer" or not passes(entry):
        return entry.day
    return entry.day + timedelta(days=1)


def by_effect(entries: Iterable[Entry], transfer_day: TransferDay = "buyer") -> list[Entry]:
    """Entries in the order in which they take effect; of one day, as they were recorded."""
    return sorted(entries, key=lambda entry: effect_day(entry, transfer_day))


def dated_changes(
    entries: Sequence[Entry],
    households: Sequence[Household],
    known: date | None,
    transfer_day: TransferDay,
) -> Iterator[tuple[date, Key, Fraction]]:
    """Every change of the holdings with the day from which it counts, in order."""
    held: dict[Key, Fraction] = {}
    for entry in by_effect(in_force(entries, known), transfer_day):
        day = effect_day(entry, transfer_day)
        for key, change in tuple(changes_of(entry, held, households)):
            held[key] = held[key] + change if key in held else change
            yield day, key, change


def changes_of(
    entry: Entry, held: Mapping[Key, Fraction], households: Sequence[Household]
) -> Iterator[Change]:
    """What an entry does to the holdings that stand before it."""
    mine = (entry.household, entry.share_class)
    match entry.kind:
        case EntryKind.ISSUE:
            yield mine, _stated(entry.shares)
        case EntryKind.REDEEM:
            yield mine, -_stated(entry.shares)
        case (
            EntryKind.TRANSFER
            | EntryKind.INHERIT
            | EntryKind.SPLIT
            | EntryKind.MERGE
            | EntryKind.BUY_BACK
        ):
            for share_class, shares in _passing(entry, held):
                yield (entry.household, share_class), -shares
                yield (entry.to, share_class), shares
        case EntryKind.CONVERT:
            yield mine, -_stated(entry.shares)
            yield (entry.household, entry.to_class), _stated(entry.gets)
        case EntryKind.RE_AVERAGE:
            yield from _averaged(entry, held, households)
        case EntryKind.PLEDGE | EntryKind.RELEASE | EntryKind.LOCK | EntryKind.VOID:
            return
        case _:
            assert_never(entry.kind)


def _stated(shares: Fraction | None) -> Fraction:
    assert shares is not None
    return shares


def _passing(entry: Entry, held: Mapping[Key, Fraction]) -> list[tuple[str, Fraction]]:
    """Shares by class that pass on: those stated, or a part of what is held."""
    if entry.shares is not None:
        return [(entry.share_class, entry.shares)]
    part = Fraction(1) if entry.part is None else entry.part
    return [
        (share_class, shares * part)
        for (code, share_class), shares in held.items()
        if code == entry.household and entry.share_class in {"", share_class} and shares
    ]


def _averaged(
    entry: Entry, held: Mapping[Key, Fraction], households: Sequence[Household]
) -> Iterator[Change]:
    """The shares of a class, shared out anew among the households of the day."""
    weights = weights_of(entry, households)
    weight = sum(weights.values())
    now = {
        code: shares
        for (code, share_class), shares in held.items()
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
