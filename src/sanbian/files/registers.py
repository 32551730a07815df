"""Registers: a roster with its dated entries -> `Register`, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve

from sanbian.contract import Contract
from sanbian.errors import InvalidInputError, Problem, raise_any
from sanbian.files.columns import (
    CODE,
    CODE_HEADERS,
    member_measures,
    outside,
    write_rows,
)
from sanbian.files.entries import EntriesRead, read_entries, save_entries
from sanbian.files.identities import wrong_in_roster
from sanbian.files.persons import PersonList, read_persons, save_persons
from sanbian.files.roster_columns import PERSONAL, roster_columns
from sanbian.files.rosters import Roster, read_roster, silent_on
from sanbian.files.words import MEMBER_KIND_WORDS, MONITORING_WORDS, chinese
from sanbian.register import Entry, EntryKind, Household, Register
from sanbian.wording import Text, number

_PLACE = re.compile(r"\$\.(entries|persons)\[(\d+)\](\.\w+)?\Z")


def load_register(
    path: str | Path,
    contract: Contract,
    sheet: str | None = None,
    entries: str | Path | None = None,
    persons: str | Path | None = None,
) -> Register:
    """Read a roster, and the dated entries and the list of persons where there are any.

    Args:
        path: A CSV or XLSX file with a row for each household.
        contract: The contract, which names the share classes and measures.
        sheet: Name of the worksheet; None for the only one that fits.
        entries: A further table of dated entries, or None.
        persons: A further table with a row for each person, or None.

    Raises:
        InvalidInputError: Every problem of the files at once, with row and column.
    """
    return read_register(path, contract, sheet, entries, persons)[0]


def read_register(
    path: str | Path,
    contract: Contract,
    sheet: str | None = None,
    entries: str | Path | None = None,
    persons: str | Path | None = None,
) -> tuple[Register, tuple[str, ...]]:
    """Read a roster as `load_register` does, and say which of its columns were not read.

    Returns:
        The register, and the headers that the contract has no use for.
    """
    roster = read_roster(Path(path), contract, sheet)
    codes = tuple(roster.households)
    problems: list[Problem] = []
    people: PersonList | None = None
    if persons is not None:
        people = _gathered(problems, partial(read_persons, Path(persons), contract, codes))
    numbers = {} if people is None else people.by_number
    told: EntriesRead | None = EntriesRead()
    if entries is not None:
        read = partial(read_entries, Path(entries), contract, codes, numbers)
        told = _gathered(problems, read)
    raise_any(problems)
    assert told is not None
    return _register(roster, people, told), roster.table.unread


def _gathered(problems: list[Problem], read: Callable[[], Any]) -> Any:
    """What a file says; None, with its problems kept, where it is refused."""
    try:
        return read()
    except InvalidInputError as error:
        problems.extend(error.problems)
        return None


def read_new_roster(
    path: str | Path, contract: Contract
) -> tuple[Register, frozenset[str]]:
    """Read a roster that is to be laid beside the register.

    What is taken into a register is looked at more closely than what it has: identity
    numbers that are wrong, and numbers that two households have, are refused.

    Returns:
        The roster as a register of its own, and what it has no column for, as
        `sanbian.roster_differences` takes it.

    Raises:
        InvalidInputError: Every problem of the file at once, with row and column.
    """
    roster = read_roster(Path(path), contract, None)
    raise_any(wrong_in_roster(roster))
    return _register(roster, None, EntriesRead()), silent_on(roster)


def _register(roster: Roster, people: PersonList | None, told: EntriesRead) -> Register:
    """The register, in the order in which entries became known; problems with their places."""
    first = roster.entries if people is None else _named(roster, people)
    placed = sorted((*first, *told.placed), key=lambda each: each[0].known_on)
    persons = () if people is None else tuple(people.persons)
    try:
        return Register(
            households=tuple(roster.households.values()),
            entries=tuple(entry for entry, _ in placed),
            persons=persons,
            opens=told.opens,
        )
    except InvalidInputError as error:
        places = {"entries": [at for _, at in placed]}
        if people is not None:
            places["persons"] = [people.places[each.code] for each in persons]
        raise InvalidInputError(
            *(
                _replaced(found, places, told.cells, roster.table.file)
                for found in error.problems
            )
        ) from None


def _named(roster: Roster, people: PersonList) -> list[tuple[Entry, str]]:
    """What the roster issues, parted among the persons whose it is; the rest is the household's."""
    parts: dict[tuple[str, str], list[tuple[str, Fraction, str]]] = {}
    for (code, share_class, person), (shares, at) in people.parts.items():
        parts.setdefault((code, share_class), []).append((person, shares, at))
    placed: list[tuple[Entry, str]] = []
    problems = []
    for entry, at in roster.entries:
        named = parts.pop((entry.household, entry.share_class), [])
        assert entry.shares is not None
        whole = entry.shares
        placed += [
            (evolve(entry, person=person, shares=n), place) for person, n, place in named
        ]
        rest = whole - sum(n for _, n, _ in named)
        if rest > 0:
            placed.append((evolve(entry, shares=rest), at))
        elif rest < 0:
            problems.append(
                _more_than_all(entry.household, whole - rest, whole, named[0][2])
            )
    for (code, share_class), named in parts.items():
        if f"={share_class}" in roster.table.places or "shares" in roster.table.places:
            summed = sum((n for _, n, _ in named), Fraction(0))
            problems.append(_more_than_all(code, summed, Fraction(0), named[0][2]))
        day = roster.households[code].entered or roster.contract.starts
        placed += [
            (
                Entry(
                    day=day, kind=EntryKind.ISSUE, household=code, person=person,
                    share_class=share_class, shares=n,
                ),
                at,
            )
            for person, n, at in named
        ]  # fmt: skip
    raise_any(problems)
    return placed


def _more_than_all(code: str, summed: Fraction, whole: Fraction, at: str) -> Problem:
    return Problem(
        at=at,
        says=Text(
            zh=f"{code} 名册共 {number(whole)} 股，各人合计应不超过它，得到 {number(summed)} 股",
            en=f"expected the persons of {code} to hold at most its {number(whole)} shares of "
            f"the roster, got {number(summed)}",
        ),
        do=Text(zh="核对名册和人员名单", en="compare the roster and the list of persons"),
    )


def _replaced(
    problem: Problem,
    places: Mapping[str, Sequence[str]],
    cells: Mapping[str, Mapping[str, str]],
    file: str,
) -> Problem:
    """A problem of the register with the place in its file: the cell where there is one."""
    found = _PLACE.match(problem.at)
    if found is None:
        return evolve(problem, at=f"{file}: {problem.at}")
    at = places[found[1]][int(found[2])]
    attribute = (found[3] or "").removeprefix(".")
    return evolve(problem, at=cells.get(at, {}).get(attribute, at))


# --- writing -------------------------------------------------------------------------


def save_register(
    register: Register,
    path: str | Path,
    contract: Contract,
    entries: str | Path | None = None,
    persons: str | Path | None = None,
) -> None:
    """Write a register as a roster, with tables of entries and of persons or without.

    Args:
        register: The register.
        path: The roster to write, ``.csv`` or ``.xlsx``.
        contract: The contract, which names the share classes and measures.
        entries: The table for all entries; None to write the shares into the roster, which
            holds only what each household was given when it entered.
        persons: The table for the persons; needed where there are any.

    Raises:
        InvalidInputError: Without the further tables, what a roster cannot hold.
    """
    if register.persons and persons is None:
        raise InvalidInputError(_NO_PERSONS)
    held: Mapping[tuple[str, str], Fraction] = {}
    parts: Mapping[tuple[str, str, str], Fraction] = {}
    if entries is None:
        held, parts = _held_at_entry(register, contract)
    _write_roster(register, Path(path), contract, held)
    if entries is not None:
        save_entries(register.entries, entries, contract, register.opens)
    if persons is not None:
        save_persons(register.persons, Path(persons), contract, parts)


def _write_roster(
    register: Register,
    path: Path,
    contract: Contract,
    held: Mapping[tuple[str, str], Fraction],
) -> None:
    """A row for each household, with what it was given on entering."""
    titles = {each.name: each.headers[0] for each in roster_columns(contract)}
    words = {word for _, word in held}
    classes = [each.id for each in contract.share_classes if each.id in words]
    measures = [
        each
        for each in member_measures(contract)
        if any(each.id in household.measures for household in register.households)
    ]
    personal = [
        each
        for each in PERSONAL
        if each.name != "status_day"
        and (
            each.name in _ALWAYS
            or any(_personal(one, each.name) is not None for one in register.households)
        )
    ]
    rows = [
        (
            household.code,
            *(_personal(household, each.name) for each in personal),
            *(held.get((household.code, word)) for word in classes),
            *(
                outside(each, household.measures.get(each.id, Fraction(0)))
                for each in measures
            ),
        )
        for household in register.households
    ]
    headers = (
        CODE_HEADERS[0],
        *(each.headers[0] for each in personal),
        *(titles[f"={word}"] for word in (*classes, *(each.id for each in measures))),
    )
    write_rows(
        path, "名册", headers, rows, [each for each in headers if each in _TEXT_HEADERS]
    )


_TEXT_HEADERS = {
    each.headers[0] for each in (CODE, *PERSONAL) if each.kind in {"code", "text"}
} - {"贫困状态"}
_ALWAYS = frozenset(
    {"name", "group", "people", "entered", "left", "status", "id_number", "account"}
)
_NO_PERSONS = Problem(
    at="$.persons",
    says=Text(
        zh="名册只能记载户，得到还有人员",
        en="expected only households, as a roster has them, got persons",
    ),
    do=Text(zh="另写人员表：persons=…", en="write a table of persons: persons=..."),
)


def _personal(household: Household, name: str) -> Any:
    """A cell of a household's own columns; None where there is nothing to say."""
    value = getattr(household, name)
    match name:
        case "status":
            return "; ".join(f"{status.value} {day}" for day, status in value)
        case "monitoring" | "kind" if value is not None:
            words = MONITORING_WORDS if name == "monitoring" else MEMBER_KIND_WORDS
            return chinese(value, words)
        case _:
            return value if name in _ALWAYS or value != "" else None


def _held_at_entry(
    register: Register, contract: Contract
) -> tuple[dict[tuple[str, str], Fraction], dict[tuple[str, str, str], Fraction]]:
    """Shares by household and class, all issued on entering, and what of them is a person's."""
    if register.opens is not None:
        raise InvalidInputError(
            _not_in_a_roster(
                "$.opens",
                Text(zh=f"建册日 {register.opens}", en=f"an opening on {register.opens}"),
            )
        )
    entered = {each.code: each.entered or contract.starts for each in register.households}
    held: dict[tuple[str, str], Fraction] = {}
    parts: dict[tuple[str, str, str], Fraction] = {}
    seen = set()
    for place, entry in enumerate(register.entries):
        key = entry.household, entry.share_class
        is_first = entry.kind is EntryKind.ISSUE and entry.day == entered.get(
            entry.household
        )
        if not is_first or (*key, entry.person) in seen:
            got = Text(zh=f"{entry.day} 的变动", en=f"an entry of {entry.day}")
            raise InvalidInputError(_not_in_a_roster(f"$.entries[{place}]", got))
        seen.add((*key, entry.person))
        assert entry.shares is not None
        held[key] = held.get(key, Fraction(0)) + entry.shares
        if entry.person:
            parts[(*key, entry.person)] = entry.shares
    return held, parts


def _not_in_a_roster(at: str, got: Text) -> Problem:
    return Problem(
        at=at,
        says=Text(
            zh=f"名册只能记载入社时的股份，得到 {got.zh}",
            en=f"expected only what was held on entry, got {got.en}",
        ),
        do=Text(zh="另写变动表：entries=…", en="write a table of entries: entries=..."),
    )
