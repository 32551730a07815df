"""A new roster beside the register: what differs, for a person to look at; nothing is applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attrs import frozen
from rich.console import Console

from sanbian import (
    Contract,
    Entry,
    EntryKind,
    Household,
    InvalidInputError,
    Problem,
    Register,
    RosterDifferences,
    Text,
    households_on,
    mask,
    roster_differences,
)
from sanbian.cli.exampling import both
from sanbian.cli.reading import Places
from sanbian.cli.screens import rich_table
from sanbian.files import load_contract, load_register, read_new_roster, save_entries
from sanbian.files.columns import outside
from sanbian.files.roster_columns import PERSONAL
from sanbian.files.words import MEMBER_KIND_WORDS, MONITORING_WORDS, chinese
from sanbian.lowering.draft import name_of
from sanbian.register import STATUS_NAMES, MemberKind, Monitoring
from sanbian.register.wrong import ENTRY_NAMES
from sanbian.report import Table
from sanbian.report.pages import Align, Column, seen
from sanbian.wording import Language, join, number, same

_PRIVATE = {"id_number", "account"}


@frozen(kw_only=True)
class Beside:
    """A new roster beside the register (名册对照).

    Attributes:
        contract: The contract of both.
        households: By code, as the register has them.
        file: Name of the new roster.
        found: What differs.
    """

    contract: Contract
    households: Mapping[str, Household]
    file: str
    found: RosterDifferences


def lay_beside(places: Places, roster: Path, day: date) -> Beside:
    """Read a new roster and lay it beside the register of a folder.

    Identity numbers that are wrong, and numbers that stand for two households, are refused.

    Raises:
        SanbianError: Every problem of the files, or a day before the contract starts.
    """
    contract = load_contract(places.contract)
    if day < contract.starts:
        raise InvalidInputError(_too_early(day, contract.starts))
    register, new, silent = _both(places, roster, contract)
    return Beside(
        contract=contract,
        households={each.code: each for each in households_on(register, on=day)},
        file=roster.name,
        found=roster_differences(register, new, on=day, silent=silent),
    )


def _both(
    places: Places, new: Path, contract: Contract
) -> tuple[Register, Register, frozenset[str]]:
    """Both rosters, or all that is wrong with either."""
    problems: list[Problem] = []
    register = roster = None
    old, entries, persons = places.roster, places.entries, places.persons
    assert old is not None
    try:
        register = load_register(old, contract, entries=entries, persons=persons)
    except InvalidInputError as error:
        problems += error.problems
    try:
        roster, silent = read_new_roster(new, contract)
    except InvalidInputError as error:
        problems += error.problems
    if register is None or roster is None:
        raise InvalidInputError(*problems)
    return register, roster, silent


def write_proposed(target: Path, entries: Sequence[Entry], contract: Contract) -> None:
    """Write proposed entries as a table of their own.

    Raises:
        InvalidInputError: There is such a file already, or it cannot be written.
    """
    if target.exists():
        raise InvalidInputError(
            Problem(
                at=target.name,
                says=Text(
                    zh="应为还没有的文件，得到已有的",
                    en="expected a new file, got one there",
                ),
                do=Text(
                    zh="换一个文件名；已有的文件不会被覆盖",
                    en="choose another name; a file that is there is never written over",
                ),
            )
        )
    save_entries(entries, target, contract)


def _too_early(day: date, starts: date) -> Problem:
    return Problem(
        at="--day",
        says=Text(
            zh=f"应为合同起始日 {starts} 或之后的日期，得到 {day}",
            en=f"expected a day from {starts} on, when the contract starts, got {day}",
        ),
        do=Text(
            zh="写新名册所反映的那一天", en="give the day for which the new roster stands"
        ),
    )


# --- on the terminal -----------------------------------------------------------------


def show_beside(beside: Beside, language: Language, to: Console) -> None:
    """Print what differs, and the totals side by side."""
    found = beside.found
    head = Text(zh=f"{beside.file} 与台账，{found.day}", en=f"{beside.file}, {found.day}")
    to.print(seen(head.of(language)), soft_wrap=True)
    for title, columns, rows in (
        (_HOUSEHOLDS, _HOUSEHOLD_COLUMNS, _household_rows(beside)),
        (_FACTS, _FACT_COLUMNS, _fact_rows(beside)),
        (_ENTRIES, _ENTRY_COLUMNS, _entry_rows(beside)),
        (_COUNTS, _COUNT_COLUMNS, _count_rows(beside)),
    ):
        cells = tuple(tuple(each.of(language) for each in row) for row in rows)
        if cells:
            heads = tuple(Column(said.of(language), align) for said, align in columns)
            table = Table(columns=heads, rows=cells)
            to.print(rich_table(table, title.of(language), gap=1))
    last = _SAME if found.is_same else _DIFFERS
    to.print(seen(last.of(language)), soft_wrap=True)


_Columns = tuple[tuple[Text, Align], ...]
_CODE: tuple[Text, Align] = (Text(zh="户编号", en="Code"), "code")
_BEFORE: tuple[Text, Align] = (Text(zh="台账", en="Register"), "number")
_AFTER: tuple[Text, Align] = (Text(zh="新名册", en="New roster"), "number")
_WHAT: tuple[Text, Align] = (Text(zh="项目", en="What"), "text")
_HOUSEHOLDS = Text(zh="加入和离开的户", en="Households that joined or left")
_HOUSEHOLD_COLUMNS: _Columns = (
    _CODE,
    (Text(zh="户主", en="Head"), "text"),
    (Text(zh="村组", en="Group"), "text"),
    (Text(zh="人口", en="People"), "number"),
    (Text(zh="变化", en="Change"), "text"),
)
_FACTS = Text(zh="户情况不同", en="Facts that differ")
_FACT_COLUMNS: _Columns = (_CODE, _WHAT, _BEFORE, _AFTER)
_ENTRIES = Text(zh="建议的记载", en="Proposed entries")
_ENTRY_COLUMNS: _Columns = (
    (Text(zh="事项", en="Kind"), "text"),
    _CODE,
    (Text(zh="股份类别", en="Class"), "text"),
    (Text(zh="股数", en="Shares"), "number"),
    (Text(zh="转入户", en="To"), "code"),
)
_COUNTS = Text(zh="核对", en="Counts")
_COUNT_COLUMNS: _Columns = (
    _WHAT,
    _BEFORE,
    _AFTER,
    (Text(zh="差", en="Difference"), "number"),
)
_SAME = Text(zh="新名册与台账相同。", en="The new roster says what the register says.")
_DIFFERS = Text(
    zh="什么都没有改。请逐项核实：加入的户写进名册，核实过的记载（配股、转让、情况、退出）"
    "抄进 entries.csv。",
    en="Nothing was changed. Check each: put who joined into the roster, and entries that are "
    "right (shares, facts, last days) into entries.csv.",
)
_JOINED, _LEFT = Text(zh="加入", en="joined"), Text(zh="离开", en="left")
_FIELD_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "households": Text(zh="户数", en="households"),
        "certificates": Text(zh="股权证（本）", en="certificates"),
        **{
            each.name: Text(zh=each.headers[0], en=each.name.replace("_", " "))
            for each in PERSONAL
        },
    }
)


def _household_rows(beside: Beside) -> Iterator[tuple[Text, ...]]:
    left = (beside.households[code] for code in beside.found.left)
    for households, change in ((beside.found.joined, _JOINED), (left, _LEFT)):
        for each in households:
            known = (each.code, each.name, each.group, str(each.people))
            yield (*map(same, known), change)


def _fact_rows(beside: Beside) -> Iterator[tuple[Text, ...]]:
    for each in beside.found.facts:
        yield (
            same(each.household),
            _what(beside.contract, each.field),
            _value(beside.contract, each.field, each.before),
            _value(beside.contract, each.field, each.after),
        )


def _entry_rows(beside: Beside) -> Iterator[tuple[Text, ...]]:
    for each in beside.found.entries:
        if each.kind is EntryKind.FACT:
            continue  # told above, as who left and as what differs
        assert each.shares is not None
        yield (
            Text(zh=ENTRY_NAMES[each.kind], en=each.kind.value.replace("_", " ")),
            same(each.household),
            name_of(beside.contract, each.share_class),
            same(number(each.shares)),
            same(each.to),
        )


def _count_rows(beside: Beside) -> Iterator[tuple[Text, ...]]:
    for each in beside.found.counts:
        values = (each.before, each.after, each.after - each.before)
        said = (_value(beside.contract, each.name, value) for value in values)
        yield (_what(beside.contract, each.name), *said)


def _what(contract: Contract, field: str) -> Text:
    """What differs or is counted, in words."""
    what, _, name = field.partition("/")
    return name_of(contract, name) if name else _FIELD_NAMES[what]


def _value(contract: Contract, field: str, value: Any) -> Text:
    """A value in words."""
    if field == "status":
        said = [STATUS_NAMES[status] + same(f" {day}") for day, status in value]
        return join(said, zh="；", en="; ")
    if isinstance(value, MemberKind | Monitoring):
        words = MEMBER_KIND_WORDS if isinstance(value, MemberKind) else MONITORING_WORDS
        return Text(zh=chinese(value, words), en=value.value.replace("_", " "))
    shown = _outside(contract, field, value)
    return same(number(shown) if isinstance(shown, int | Fraction) else shown)


def _outside(contract: Contract, field: str, value: Any) -> str | Fraction:
    """A value as it leaves us: identity numbers and accounts masked, money in yuan."""
    what, _, name = field.partition("/")
    if value is None:
        return ""
    if what in _PRIVATE:
        return mask(value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if what == "measures":
        measure = next(each for each in contract.measures if each.id == name)
        return outside(measure, value)
    return value if isinstance(value, str) else Fraction(value)


# --- for programs --------------------------------------------------------------------


def record_of_beside(beside: Beside, written: Path | None) -> dict[str, Any]:
    """What differs, for programs."""
    contract, found = beside.contract, beside.found
    return {
        "format": 1,
        "roster": beside.file,
        "day": found.day.isoformat(),
        "is_same": found.is_same,
        "joined": [
            {
                "code": each.code,
                "name": each.name,
                "group": each.group,
                "people": each.people,
            }
            for each in found.joined
        ],
        "left": list(found.left),
        "facts": [
            {
                "household": each.household,
                "field": each.field,
                "register": _plain(contract, each.field, each.before),
                "roster": _plain(contract, each.field, each.after),
            }
            for each in found.facts
        ],
        "entries": [_entry_record(contract, each) for each in found.entries],
        "counts": [
            {
                "name": each.name,
                "says": both(_what(contract, each.name)),
                "register": _plain(contract, each.name, each.before),
                "roster": _plain(contract, each.name, each.after),
                "difference": _plain(contract, each.name, each.after - each.before),
            }
            for each in found.counts
        ],
        "written": None if written is None else written.name,
    }


def _entry_record(contract: Contract, entry: Entry) -> dict[str, str]:
    is_fact = entry.kind is EntryKind.FACT
    return {
        "day": entry.day.isoformat(),
        "known": entry.known_on.isoformat(),
        "kind": entry.kind.value,
        "household": entry.household,
        "share_class": entry.share_class,
        "shares": "" if entry.shares is None else str(entry.shares),
        "to": entry.to,
        "field": entry.field,
        "value": str(_outside(contract, entry.field, entry.value)) if is_fact else "",
    }


def _plain(contract: Contract, field: str, value: Any) -> Any:
    """A value for programs."""
    if field == "status":
        return [{"day": str(day), "status": status.value} for day, status in value]
    return str(_outside(contract, field, value))
