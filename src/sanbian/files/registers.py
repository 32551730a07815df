"""Registers: a roster with its dated entries -> `Register`, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import evolve

from sanbian.contract import Contract
from sanbian.errors import InvalidInputError, Problem, raise_any, unknown_name
from sanbian.files.columns import (
    CODE_HEADERS,
    column,
    member_measures,
    outside,
    write_rows,
)
from sanbian.files.composites import nearest
from sanbian.files.layout import Column
from sanbian.files.rosters import (
    PERSONAL,
    Roster,
    read_roster,
    roster_columns,
    share_class_of,
    silent_on,
    unknown_class,
)
from sanbian.files.tables import Row, Table, read_table
from sanbian.register import Entry, EntryKind, Household, Register
from sanbian.wording import Text

KIND_WORDS: Mapping[str, EntryKind] = {
    **{kind.value: kind for kind in EntryKind},
    "配股": EntryKind.ISSUE,
    "入股": EntryKind.ISSUE,
    "转让": EntryKind.TRANSFER,
    "继承": EntryKind.INHERIT,
    "分户": EntryKind.SPLIT,
    "并户": EntryKind.MERGE,
    "退股": EntryKind.REDEEM,
    "回购": EntryKind.BUY_BACK,
    "转换": EntryKind.CONVERT,
    "重新平均": EntryKind.RE_AVERAGE,
    "质押": EntryKind.PLEDGE,
    "解除质押": EntryKind.RELEASE,
    "锁定": EntryKind.LOCK,
    "作废": EntryKind.VOID,
}
_BY_WORDS = {
    "household": "household",
    "people": "people",
    "户": "household",
    "人": "people",
}
_ENTRY_COLUMNS = (
    Column(name="day", headers=("日期", "day", "date"), kind="date"),
    Column(name="kind", headers=("事项", "kind"), kind="text"),
    column("household", "户编号", "户号", "code", kind="code"),
    column("share_class", "股份类别"),
    column("shares", "股数", kind="number"),
    column("to", "转入户", "转入户编号", kind="code"),
    column("part", "部分", "所转部分", kind="number"),
    column("to_class", "转为类别"),
    column("gets", "转后股数", kind="number"),
    column("by", "平均方式"),
    column("until", "截止日", kind="date"),
    column("known", "得知日", kind="date"),
    column("id", "记载编号", kind="code"),
    column("corrects", "更正记载", kind="code"),
    column("voucher", "凭证"),
)
_ENTRY_PLACE = re.compile(r"\$\.entries\[(\d+)\](\.\w+)?\Z")


def load_register(
    path: str | Path,
    contract: Contract,
    sheet: str | None = None,
    entries: str | Path | None = None,
) -> Register:
    """Read a roster, and the dated entries where there are any.

    Args:
        path: A CSV or XLSX file with a row for each household.
        contract: The contract, which names the share classes and measures.
        sheet: Name of the worksheet; None for the only one that fits.
        entries: A further table of dated entries, or None.

    Raises:
        InvalidInputError: Every problem of the files at once, with row and column.
    """
    return read_register(path, contract, sheet, entries)[0]


def read_register(
    path: str | Path,
    contract: Contract,
    sheet: str | None = None,
    entries: str | Path | None = None,
) -> tuple[Register, tuple[str, ...]]:
    """Read a roster as `load_register` does, and say which of its columns were not read.

    Returns:
        The register, and the headers that the contract has no use for.
    """
    roster = read_roster(Path(path), contract, sheet)
    placed = list(roster.entries)
    if entries is not None:
        placed += _read_entries(Path(entries), contract, roster.households)
    return _register(roster, placed), roster.table.unread


def read_new_roster(
    path: str | Path, contract: Contract
) -> tuple[Register, frozenset[str]]:
    """Read a roster that is to be laid beside the register.

    Returns:
        The roster as a register of its own, and what it has no column for, as
        `sanbian.roster_differences` takes it.

    Raises:
        InvalidInputError: Every problem of the file at once, with row and column.
    """
    roster = read_roster(Path(path), contract, None)
    return _register(roster, roster.entries), silent_on(roster)


def _register(roster: Roster, placed: Sequence[tuple[Entry, str]]) -> Register:
    """The register, in the order in which entries became known; problems with their places."""
    placed = sorted(placed, key=lambda each: each[0].known_on)
    try:
        return Register(
            households=tuple(roster.households.values()),
            entries=tuple(entry for entry, _ in placed),
        )
    except InvalidInputError as error:
        places = [at for _, at in placed]
        raise InvalidInputError(
            *(_replaced(found, places, roster.table.file) for found in error.problems)
        ) from None


def _replaced(problem: Problem, places: Sequence[str], file: str) -> Problem:
    """A problem of the register with the place in its file."""
    found = _ENTRY_PLACE.match(problem.at)
    at = places[int(found[1])] if found else f"{file}: {problem.at}"
    return evolve(problem, at=at)


def _read_entries(
    path: Path, contract: Contract, households: Iterable[str]
) -> list[tuple[Entry, str]]:
    table = read_table(path, _ENTRY_COLUMNS)
    known = frozenset(households)
    problems: list[Problem] = []
    made = []
    for row in table.rows:
        problems += _entry_problems(table, row, contract, known)
        if not problems:
            made.append((_entry(row, contract), table.at(row, "kind")))
    raise_any(problems)
    return made


def _entry(row: Row, contract: Contract) -> Entry:
    values: dict[str, Any] = {
        name: value for name, value in row.values.items() if value is not None
    }
    for name in ("share_class", "to_class"):
        if name in values:
            values[name] = share_class_of(contract, values[name])
    if "by" in values:
        values["by"] = _BY_WORDS[values["by"].casefold()]
    values["kind"] = KIND_WORDS[values["kind"].casefold()]
    return Entry(**values)


def _entry_problems(
    table: Table, row: Row, contract: Contract, known: frozenset[str]
) -> Iterable[Problem]:
    """Words and names of a row that mean nothing; what an entry wants is told by `Register`."""
    values: Mapping[str, Any] = row.values
    for name, words in (("kind", KIND_WORDS), ("by", _BY_WORDS)):
        word = values[name]
        if word is not None and word.casefold() not in words:
            listed = "、".join(words)
            yield Problem(
                at=table.at(row, name),
                says=Text(
                    zh=f"应为 {listed} 之一，得到 “{word}”",
                    en=f"expected one of {listed}, got {word!r}",
                ),
                do=nearest(word, words),
            )
    for name in ("share_class", "to_class"):
        if values[name] is not None and share_class_of(contract, values[name]) is None:
            yield unknown_class(contract, values[name], table.at(row, name))
    what = Text(zh="名册中的户", en="household of the roster")
    names = ["household"] if _is_pledge(values) else ["household", "to"]
    for name in names:
        if values[name] is not None and values[name] not in known:
            yield unknown_name(
                table.at(row, name), name=values[name], known=known, what=what
            )


def _is_pledge(values: Mapping[str, Any]) -> bool:
    """Whether shares are pledged: to someone who need not be in the roster."""
    return KIND_WORDS.get((values["kind"] or "").casefold()) is EntryKind.PLEDGE


# --- writing -------------------------------------------------------------------------


def save_register(
    register: Register,
    path: str | Path,
    contract: Contract,
    entries: str | Path | None = None,
) -> None:
    """Write a register as a roster, with a table of entries or without.

    Args:
        register: The register.
        path: The roster to write, ``.csv`` or ``.xlsx``.
        contract: The contract, which names the share classes and measures.
        entries: The table for all entries; None to write the shares into the roster, which
            holds only what each household was given when it entered.

    Raises:
        InvalidInputError: Without a table of entries, an entry that a roster cannot hold.
    """
    held = {} if entries is not None else _held_at_entry(register, contract)
    _write_roster(register, Path(path), contract, held)
    if entries is not None:
        save_entries(register.entries, entries)


def save_entries(entries: Sequence[Entry], path: str | Path) -> None:
    """Write dated entries as a table, ``.csv`` or ``.xlsx``: the second sheet of a register."""
    used = [each for each in _ENTRY_COLUMNS if _is_used(entries, each)]
    rows = (tuple(_cell(entry, each.name) for each in used) for entry in entries)
    texts = [each.headers[0] for each in used if each.kind in {"code", "text"}]
    headers = [each.headers[0] for each in used]
    write_rows(Path(path), "变动", headers, rows, texts)


def _is_used(entries: Sequence[Entry], column: Column) -> bool:
    """Whether any entry has something in a column."""
    return column.required or any(getattr(e, column.name) for e in entries)


def _cell(entry: Entry, name: str) -> Any:
    value = getattr(entry, name)
    return value.value if isinstance(value, EntryKind) else value


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
    personal = [each for each in PERSONAL if each.name != "status_day"]
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


_TEXT_HEADERS = {"户编号", "户主", "村组", "身份证号", "银行账号"}


def _personal(household: Household, name: str) -> Any:
    """A cell of a household's own columns."""
    value = getattr(household, name)
    if name == "status":
        return "; ".join(f"{status.value} {day}" for day, status in value)
    return value


def _held_at_entry(
    register: Register, contract: Contract
) -> dict[tuple[str, str], Fraction]:
    """Shares by household and class, all issued on the day on which each entered."""
    entered = {each.code: each.entered or contract.starts for each in register.households}
    held: dict[tuple[str, str], Fraction] = {}
    for place, entry in enumerate(register.entries):
        key = entry.household, entry.share_class
        is_first = entry.kind is EntryKind.ISSUE and entry.day == entered[entry.household]
        if not is_first or key in held:
            raise InvalidInputError(
                Problem(
                    at=f"$.entries[{place}]",
                    says=Text(
                        zh=f"名册只能记载入社时的股份，得到 {entry.day} 的变动",
                        en=f"expected only what was held on entry, got an entry of {entry.day}",
                    ),
                    do=Text(
                        zh="另写变动表：entries=…",
                        en="write a table of entries: entries=...",
                    ),
                )
            )
        assert entry.shares is not None
        held[key] = entry.shares
    return held
