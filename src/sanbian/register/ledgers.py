"""What a register refuses of holdings: more taken than is held, pledged or locked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from attrs import define, field

from sanbian.errors import Problem
from sanbian.register.changes import (
    NONE,
    Held,
    Key,
    by_effect,
    changes_of,
    parts_of,
    weights_of,
)
from sanbian.register.circumstances import Known
from sanbian.register.entries import Entry, EntryKind
from sanbian.register.wrong import THIS_ENTRY, problem
from sanbian.wording import Text, number


@define
class _Ledger:
    """Holdings while the entries are gone through, with what cannot pass on."""

    held: Held = field(factory=Held)
    pledged: dict[Key, list[tuple[Fraction, date | None]]] = field(
        factory=lambda: defaultdict(list)
    )
    locked: dict[Key, date] = field(factory=dict)

    def bound(self, key: Key, day: date) -> Fraction:
        """Shares that are pledged on a day."""
        pledges = self.pledged.get(key, ())
        return sum((n for n, until in pledges if until is None or until >= day), NONE)

    def is_locked(self, key: Key, day: date) -> bool:
        """Whether shares cannot pass on yet."""
        return any(self.locked.get(each, date.min) >= day for each in (key, (key[0], "")))

    def release(self, key: Key, shares: Fraction) -> Fraction:
        """Free pledged shares, earliest pledge first; what is left was never pledged."""
        kept = []
        for pledged, until in self.pledged.get(key, ()):
            freed = min(pledged, shares)
            shares -= freed
            if pledged > freed:
                kept.append((pledged - freed, until))
        self.pledged[key] = kept
        return shares


def holding_problems(known: Known, places: Mapping[int, str]) -> Iterator[Problem]:
    """More taken than is held or free, as far as all is known now."""
    ledger = _Ledger()
    for entry in by_effect(known.entries):
        at = places[id(entry)]
        match entry.kind:
            case EntryKind.FACT:
                continue
            case EntryKind.LOCK:
                assert entry.until is not None
                ledger.locked[entry.household, entry.share_class] = entry.until
                continue
            case EntryKind.PLEDGE | EntryKind.RELEASE:
                yield from _pledge_problems(entry, ledger, at)
                continue
            case EntryKind.RE_AVERAGE if not sum(weights_of(entry, known).values()):
                yield problem(
                    at,
                    zh="应有可参加重新平均的户，得到零户零人",
                    en="expected households to share among, got none",
                )
                continue
            case _:
                pass
        held = ledger.held
        changes = changes_of(entry, held, known)
        parts = list(parts_of(entry, held, known)) if held.names(entry) else []
        if not changes and entry.kind is not EntryKind.RE_AVERAGE:
            yield _short(at, entry.person or entry.household, "", NONE)
        for key, change in changes:
            yield from _change_problems(entry, key, change, ledger, at)
            held.add(key, change)
        held.add_parts(parts)
        if held.parts:
            for key in dict.fromkeys(key for key, _ in changes):
                yield from _part_problems(held, key, at)


def _change_problems(
    entry: Entry, key: Key, change: Fraction, ledger: _Ledger, at: str
) -> Iterator[Problem]:
    """One change that takes what is not held, is pledged or locked."""
    has = ledger.held.of(key)
    if change >= 0:
        return
    if has + change < 0:
        yield _short(at, key[0], number(-change), has)
    if entry.kind is EntryKind.RE_AVERAGE:
        return
    if 0 <= has + change < ledger.bound(key, entry.day):
        free = number(has - ledger.bound(key, entry.day))
        yield problem(
            at,
            zh=f"{key[0]} 可处分 {free} 股（其余已质押），得到 {number(-change)} 股",
            en=f"expected at most the {free} shares of {key[0]} that are not pledged, got "
            f"{number(-change)}",
        )
    if ledger.is_locked(key, entry.day):
        yield problem(
            at,
            zh=f"{key[0]} 的 {key[1]} 在锁定期内，不应变动，得到 {entry.day} 的变动",
            en=f"expected no change of {key[1]} of {key[0]} while it is locked, got one of "
            f"{entry.day}",
        )


def _part_problems(held: Held, key: Key, at: str) -> Iterator[Problem]:
    """More taken from a person than is his, or from a household than is its own."""
    parts = held.parts.get(key, {})
    for person, shares in parts.items():
        if shares < 0:
            yield problem(
                at,
                zh=f"{person} 名下的股份不够，差 {number(-shares)} 股",
                en=f"expected {person} to hold as much, got {number(-shares)} shares too few",
            )
    named, whole = sum(parts.values(), NONE), held.of(key)
    if 0 <= whole < named:
        yield problem(
            at,
            zh=f"{key[0]} 余下 {number(whole)} 股，其中写明到人的有 {number(named)} 股",
            en=f"expected {key[0]} to keep the {number(named)} shares that are its persons', "
            f"got {number(whole)} left",
            do=Text(
                zh="写明是谁的股份（人员编号 person）",
                en="say whose shares they are (person)",
            ),
        )


def _pledge_problems(entry: Entry, ledger: _Ledger, at: str) -> Iterator[Problem]:
    key = (entry.household, entry.share_class)
    assert entry.shares is not None
    if entry.kind is EntryKind.RELEASE:
        over = ledger.release(key, entry.shares)
        if over:
            yield problem(
                at,
                zh=f"{key[0]} 应有至少 {number(entry.shares)} 股质押，"
                f"得到 {number(entry.shares - over)} 股",
                en=f"expected at least {number(entry.shares)} pledged shares of {key[0]}, got "
                f"{number(entry.shares - over)}",
            )
        return
    free = ledger.held.of(key) - ledger.bound(key, entry.day)
    if free < entry.shares:
        yield _short(at, key[0], number(entry.shares), free)
    ledger.pledged[key].append((entry.shares, entry.until))


def _short(at: str, code: str, least: str, has: Fraction) -> Problem:
    zh, en = (
        (f"至少 {least} 股", f"at least {least} shares") if least else ("股份", "shares")
    )
    return problem(
        at,
        zh=f"{code} 应持有{zh}，得到 {number(has)} 股",
        en=f"expected {code} to hold {en}, got {number(has)}",
        do=THIS_ENTRY,
    )
