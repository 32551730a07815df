"""What a register refuses: each problem with its entry, all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sanbian.errors import Problem, not_exact
from sanbian.register.changes import (
    in_force,
)
from sanbian.register.circumstances import Known
from sanbian.register.entries import Entry, EntryKind
from sanbian.register.households import Household
from sanbian.register.ledgers import holding_problems
from sanbian.register.listed import (
    death_problems,
    fact_problems,
    household_problems,
    person_problems,
)
from sanbian.register.persons import Person
from sanbian.register.wrong import ENTRY_FIELDS, ENTRY_NAMES, THIS_ENTRY, problem
from sanbian.wording import Text, number

_OF_CLASS = ("household", "share_class", "shares")
_OF_PART = ("share_class", "shares", "part", "person", "to_person")

_WANTED: Mapping[EntryKind, tuple[str, ...]] = MappingProxyType(
    {
        EntryKind.ISSUE: _OF_CLASS,
        EntryKind.TRANSFER: ("household", "to"),
        EntryKind.INHERIT: ("household", "to"),
        EntryKind.SPLIT: ("household", "to"),
        EntryKind.MERGE: ("household", "to"),
        EntryKind.REDEEM: _OF_CLASS,
        EntryKind.BUY_BACK: (*_OF_CLASS, "to"),
        EntryKind.CONVERT: (*_OF_CLASS, "to_class", "gets"),
        EntryKind.RE_AVERAGE: ("share_class", "by"),
        EntryKind.PLEDGE: _OF_CLASS,
        EntryKind.RELEASE: _OF_CLASS,
        EntryKind.LOCK: ("household", "until"),
        EntryKind.VOID: ("corrects",),
        EntryKind.FACT: ("field",),
    }
)
_ALLOWED: Mapping[EntryKind, tuple[str, ...]] = MappingProxyType(
    {
        EntryKind.ISSUE: ("person",),
        EntryKind.TRANSFER: _OF_PART,
        EntryKind.INHERIT: _OF_PART,
        EntryKind.SPLIT: _OF_PART,
        EntryKind.REDEEM: ("person",),
        EntryKind.BUY_BACK: ("person",),
        EntryKind.CONVERT: ("person",),
        EntryKind.PLEDGE: ("to", "until"),
        EntryKind.LOCK: ("share_class",),
        EntryKind.FACT: ("household", "person", "value"),
    }
)
_FIELDS = (
    "household", "share_class", "shares", "to", "part", "to_class", "gets", "by", "until",
    "person", "to_person", "field", "value",
)  # fmt: skip
_WITHIN = frozenset({EntryKind.TRANSFER, EntryKind.INHERIT})
"""Kinds by which shares may pass from one person of a household to another."""


def register_problems(
    households: Sequence[Household],
    entries: Sequence[Entry],
    persons: Sequence[Person] = (),
    opens: date | None = None,
) -> Iterator[Problem]:
    """Everything that does not hold together, in order."""
    codes = frozenset(household.code for household in households)
    people = frozenset(person.code for person in persons)
    yield from household_problems(households)
    yield from person_problems(persons, codes)
    malformed: set[int] = set()
    for place, entry in enumerate(entries):
        at = f"$.entries[{place}]"
        wrong = (
            *_form_problems(entry, at),
            *_number_problems(entry, at),
            *fact_problems(entry, codes, at),
        )
        if wrong:
            malformed.add(place)
        yield from wrong
        yield from _name_problems(entry, codes, people, at)
        yield from _early_problems(entry, opens, at)
    yield from _order_problems(entries)
    sound = [each for place, each in enumerate(entries) if place not in malformed]
    known = Known(households=households, persons=persons, entries=in_force(sound))
    places = {id(entry): f"$.entries[{place}]" for place, entry in enumerate(entries)}
    yield from holding_problems(known, places)
    if persons:
        yield from death_problems(known, places)


# --- one entry -------------------------------------------------------------------------


def _form_problems(entry: Entry, at: str) -> Iterator[Problem]:
    """Attributes that the kind wants and that are missing, or that it has no use for."""
    wanted = _WANTED[entry.kind]
    allowed = (*wanted, *_ALLOWED.get(entry.kind, ()))
    kind, said = entry.kind.value, ENTRY_NAMES[entry.kind]
    for name in wanted:
        if getattr(entry, name) in {None, ""}:
            yield problem(
                f"{at}.{name}",
                zh=f"{said}应写明{ENTRY_FIELDS[name]}（{name}），得到空白",
                en=f"expected {name} of {kind}, got nothing",
                do=THIS_ENTRY,
            )
    for name in _FIELDS:
        if name not in allowed and getattr(entry, name) not in {None, ""}:
            yield problem(
                f"{at}.{name}",
                zh=f"{said}不应有{ENTRY_FIELDS[name]}（{name}），得到 “{getattr(entry, name)}”",
                en=f"expected no {name} of {kind}, got '{getattr(entry, name)}'",
                do=THIS_ENTRY,
            )
    if "part" in allowed:
        stated = [entry.shares is not None, entry.part is not None]
        if sum(stated) != 1 or (entry.shares is not None and not entry.share_class):
            yield problem(
                at,
                zh=f"{said}应写明某一类别的股数，或所持的一部分，二者取一",
                en=f"expected of {kind} either shares of one class or a part of what is held",
                do=THIS_ENTRY,
            )


def _early_problems(entry: Entry, opens: date | None, at: str) -> Iterator[Problem]:
    """An entry that takes effect before the register opens."""
    if opens is not None and entry.day < opens:
        yield problem(
            at,
            zh=f"应为建册日 {opens} 或之后的日期，得到 {entry.day}",
            en=f"expected a day from {opens} on, when the register opens, got {entry.day}",
            do=Text(
                zh="建册以前的变动归入建册时的名册；日期写错的，更正日期",
                en="put what was before into the roster with which it opens; correct a wrong day",
            ),
        )


def _name_problems(
    entry: Entry, codes: Collection[str], people: Collection[str], at: str
) -> Iterator[Problem]:
    """Households and persons that the register does not have."""
    for person in {entry.person: None, entry.to_person: None}:
        if person and person not in people:
            yield problem(
                at,
                zh=f"应为人员名单中的人，得到 “{person}”",
                en=f"expected a person of the list of persons, got {person!r}",
                do=Text(
                    zh="先写进人员名单（persons）", en="put the person on the list first"
                ),
            )
    named = [entry.household]
    if entry.kind is not EntryKind.PLEDGE:
        named.append(entry.to)
    for code in named:
        if code and code not in codes:
            yield problem(
                at,
                zh=f"应为名册中的户，得到 “{code}”",
                en=f"expected a household of the register, got {code!r}",
            )
    within = entry.person != entry.to_person and entry.kind in _WITHIN
    if entry.to and entry.to == entry.household and not within:
        yield problem(
            at,
            zh=f"应转给另一户，得到同一户 “{entry.to}”",
            en=f"expected another household, got {entry.to!r} itself",
        )


def _number_problems(entry: Entry, at: str) -> Iterator[Problem]:
    """Numbers that are not exact, or not above zero."""
    for name in ("shares", "gets", "part"):
        value = getattr(entry, name)
        if value is None:
            continue
        if inexact := tuple(not_exact(at, {name: value})):
            yield from inexact
        elif value <= 0 or (name == "part" and value > 1):
            yield problem(
                at,
                zh=f"应为正股数，得到 {number(value)}"
                if name != "part"
                else f"应为大于零、不超过一的部分，得到 {number(value)}",
                en=f"expected shares above zero, got {number(value)}"
                if name != "part"
                else f"expected a part above zero and at most one, got {number(value)}",
            )


# --- all entries -----------------------------------------------------------------------


def _order_problems(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Entries out of order, numbers used twice, corrections of nothing."""
    last = date.min
    numbers: dict[str, int] = {}
    corrected: set[str] = set()
    for place, entry in enumerate(entries):
        at = f"$.entries[{place}]"
        if entry.known_on < last:
            yield problem(
                at,
                zh=f"应按得知的日期先后记载，得到 {entry.known_on} 在 {last} 之后",
                en=f"expected entries in order of the day on which they became known, got "
                f"{entry.known_on} after {last}",
                do=Text(
                    zh="补记的事项写明得知日（known），记在末尾",
                    en="say when a late entry became known (known) and put it last",
                ),
            )
        last = max(last, entry.known_on)
        if entry.corrects and (
            entry.corrects not in numbers or entry.corrects in corrected
        ):
            yield problem(
                f"{at}.corrects",
                zh=f"应为之前尚未更正的记载编号，得到 “{entry.corrects}”",
                en=f"expected the number of an earlier entry not yet corrected, got "
                f"{entry.corrects!r}",
            )
        corrected.add(entry.corrects)
        if entry.id and entry.id in numbers:
            yield problem(
                f"{at}.id",
                zh=f"编号应不重复，得到第二个 “{entry.id}”",
                en=f"expected a number of its own, got {entry.id!r} again",
            )
        numbers[entry.id] = place
