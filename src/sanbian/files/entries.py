"""Tables of dated entries: what happened to shares, and what became known of whom (变动)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attrs import frozen

from sanbian.contract import Contract
from sanbian.errors import Problem, raise_any, unknown_name
from sanbian.files.columns import column, write_rows
from sanbian.files.layout import Column
from sanbian.files.roster_columns import share_class_of, unknown_class
from sanbian.files.tables import Row, Table, read_table
from sanbian.files.told import field_of, value_of, written_field, written_value
from sanbian.files.words import unknown_words
from sanbian.register import Entry, EntryKind
from sanbian.register.wrong import ENTRY_NAMES
from sanbian.wording import Text

KIND_WORDS: Mapping[str, EntryKind] = {
    **{kind.value: kind for kind in EntryKind},
    **{word: kind for kind, word in ENTRY_NAMES.items()},
    "入股": EntryKind.ISSUE,
}
_BY_WORDS = {
    "户": "household",
    "人": "people",
    "到人": "person",
    "household": "household",
    "people": "people",
    "person": "person",
}
_OPENS = frozenset({"建册", "opens"})
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
    column("person", "人员编号", "人员", kind="code"),
    column("to_person", "承接人", "承接人编号", kind="code"),
    column("field", "项目"),
    column("value", "内容"),
    column("known", "得知日", kind="date"),
    column("id", "记载编号", kind="code"),
    column("corrects", "更正记载", kind="code"),
    column("voucher", "凭证"),
)


@frozen(kw_only=True)
class EntriesRead:
    """What a table of entries says, each entry with its place, and the day of opening.

    Attributes:
        placed: The entries in order, each with its place.
        opens: The first day of which the register speaks, or None.
        cells: By the place of an entry, where each of its attributes stands.
    """

    placed: tuple[tuple[Entry, str], ...] = ()
    opens: date | None = None
    cells: Mapping[str, Mapping[str, str]] = MappingProxyType({})


def read_entries(
    path: Path, contract: Contract, households: Iterable[str], persons: Mapping[str, str]
) -> EntriesRead:
    """Read the entries of a table, in its order.

    Args:
        path: A CSV or XLSX file.
        contract: The contract, which names the share classes and measures.
        households: Codes of the roster.
        persons: Codes of persons, by code or identity number.

    Raises:
        InvalidInputError: Every problem of the file at once.
    """
    table = read_table(path, _ENTRY_COLUMNS)
    known = frozenset(households)
    problems: list[Problem] = []
    made = []
    opens: list[date] = []
    cells: dict[str, Mapping[str, str]] = {}
    for row in table.rows:
        if str(row.values["kind"]).casefold() in _OPENS:
            if opens:
                problems.append(_opened_twice(table.at(row, "kind"), opens[0]))
            day = row.values["day"]
            assert isinstance(day, date)
            opens.append(day)
            continue
        found = list(_entry_problems(table, row, contract, known))
        entry = None if found else _entry(table, row, contract, persons)
        if isinstance(entry, Problem):
            found.append(entry)
        elif entry is not None:
            made.append((entry, table.at(row, "kind")))
            cells[made[-1][1]] = {name: table.at(row, name) for name in table.places}
        problems += found
    raise_any(problems)
    first = opens[0] if opens else None
    return EntriesRead(placed=tuple(made), opens=first, cells=cells)


def _opened_twice(at: str, first: date) -> Problem:
    return Problem(
        at=at,
        says=Text(
            zh=f"建册只写一行（已有 {first}），得到又一行",
            en=f"expected the register to open once (on {first}), got another row",
        ),
        do=Text(zh="删去一行", en="take one row out"),
    )


def _entry(
    table: Table, row: Row, contract: Contract, persons: Mapping[str, str]
) -> Entry | Problem:
    values: dict[str, Any] = {
        name: value for name, value in row.values.items() if value is not None
    }
    for name in ("share_class", "to_class"):
        if name in values:
            values[name] = share_class_of(contract, values[name])
    for name in ("person", "to_person"):
        if name in values:
            values[name] = persons.get(values[name], values[name])
    if "by" in values:
        values["by"] = _BY_WORDS[values["by"].casefold()]
    values["kind"] = KIND_WORDS[values["kind"].casefold()]
    if values["kind"] is EntryKind.FACT and "field" in values:
        of_person = "person" in values
        field = field_of(
            contract, values["field"], of_person=of_person, at=table.at(row, "field")
        )
        if isinstance(field, Problem):
            return field
        at = table.at(row, "value")
        told = value_of(contract, field, values.get("value"), of_person=of_person, at=at)
        if isinstance(told, Problem):
            return told
        values |= {"field": field, "value": told}
    return Entry(**values)


def _entry_problems(
    table: Table, row: Row, contract: Contract, known: frozenset[str]
) -> Iterable[Problem]:
    """Words and names of a row that mean nothing; what an entry wants is told by `Register`."""
    values: Mapping[str, Any] = row.values
    yield from unknown_words(table, row, {"kind": KIND_WORDS, "by": _BY_WORDS})
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


def save_entries(
    entries: Sequence[Entry],
    path: str | Path,
    contract: Contract | None = None,
    opens: date | None = None,
) -> None:
    """Write dated entries as a table, ``.csv`` or ``.xlsx``: the second sheet of a register.

    Args:
        entries: In the order in which they became known.
        path: The table to write.
        contract: The contract, needed for facts about measures in yuan.
        opens: The first day of which the register speaks, or None.
    """
    used = [each for each in _ENTRY_COLUMNS if _is_used(entries, each)]
    opening = [] if opens is None else [tuple(_opening(opens, each.name) for each in used)]
    rows = (tuple(_cell(entry, each.name, contract) for each in used) for entry in entries)
    texts = [each.headers[0] for each in used if each.kind in {"code", "text"}]
    headers = [each.headers[0] for each in used]
    write_rows(Path(path), "变动", headers, (*opening, *rows), texts)


def entries_out_of_order(told: EntriesRead) -> Iterator[Problem]:
    """Entries behind later knowledge that say themselves known at once: a slip as a rule.

    What was believed on an earlier day would change with them; nothing is refused.
    """
    latest: date | None = None
    for entry, at in told.placed:
        if entry.known is None and latest is not None and entry.day < latest:
            kind = ENTRY_NAMES[entry.kind]
            yield Problem(
                at=at,
                says=Text(
                    zh=f"排在 {latest} 得知的记载之后，{entry.day} 的{kind}应写得知日，得到空白："
                    "以前某天所知的也会变",
                    en=f"behind an entry known on {latest}, expected the day on which the "
                    f"{entry.kind.value} of {entry.day} became known, got nothing: what was "
                    "known on earlier days changes too",
                ),
                do=Text(
                    zh="补记的写得知日；当天就记下的移到前面",
                    en="write when it became known; move it up if it was recorded at once",
                ),
            )
        if entry.known is not None:
            latest = max(latest or entry.known, entry.known)


def _opening(opens: date, name: str) -> Any:
    return {"day": opens, "kind": "建册"}.get(name)


def _class_name(contract: Contract, share_class: str) -> str:
    """The name of a class, where it is the name of no other."""
    names = [each.name for each in contract.share_classes if each.id == share_class]
    is_plain = names and share_class_of(contract, names[0]) == share_class
    return names[0] if is_plain else share_class


def _is_used(entries: Sequence[Entry], column: Column) -> bool:
    """Whether any entry has something in a column."""
    return column.required or any(
        getattr(e, column.name) not in {None, ""} for e in entries
    )


def _cell(entry: Entry, name: str, contract: Contract | None) -> Any:
    value = getattr(entry, name)
    match name:
        case "kind":
            return ENTRY_NAMES[value]
        case "share_class" | "to_class" if contract is not None and value:
            return _class_name(contract, value)
        case "by" if value:
            return next(word for word, by in _BY_WORDS.items() if by == value)
        case "field" if value:
            return written_field(value, of_person=bool(entry.person))
        case "value" if entry.kind is EntryKind.FACT:
            return written_value(contract, entry.field, value)
        case _:
            return value
