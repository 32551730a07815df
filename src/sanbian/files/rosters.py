"""Rosters: one row per household -> households, and the shares that each row gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import Factory, define, evolve

from sanbian.contract import Contract
from sanbian.errors import Problem, raise_any
from sanbian.files.columns import (
    inside,
    member_measures,
)
from sanbian.files.headers import header_key
from sanbian.files.layout import Column
from sanbian.files.roster_columns import (
    LONG,
    OTHERS,
    PERSONAL,
    TEXTS,
    group_key,
    roster_columns,
    share_class_of,
    unknown_class,
    village_as_group,
)
from sanbian.files.statuses import read_states
from sanbian.files.tables import Row, Table, read_table
from sanbian.files.words import MEMBER_KIND_WORDS, MONITORING_WORDS, chosen
from sanbian.register import Entry, EntryKind, Household, Monitoring, Status
from sanbian.wording import Text, number


@define
class Roster:
    """What a roster says, as it is read row by row.

    Attributes:
        households: In order of their first rows.
        lines: The first row of each household.
        given: Households with the share classes that a row of theirs named.
        entries: What each row issues, with the place of the row.
        problems: What is wrong with the rows.
    """

    contract: Contract
    table: Table
    households: dict[str, Household] = Factory(dict)
    lines: dict[str, int] = Factory(dict)
    given: set[tuple[str, str]] = Factory(set)
    entries: list[tuple[Entry, str]] = Factory(list)
    problems: list[Problem] = Factory(list)

    def refuse(self, row: Row, name: str, says: Text, do: Text) -> None:
        """Keep a problem of a cell."""
        self.problems.append(Problem(at=self.table.at(row, name), says=says, do=do))


def read_roster(path: Path, contract: Contract, sheet: str | None) -> Roster:
    """Read the households of a roster and what they hold.

    Raises:
        InvalidInputError: Every problem of the file at once.
    """
    named = tuple(roster_columns(contract))
    table = village_as_group(read_table(path, _filling_down(path, named), sheet=sheet))
    roster = Roster(contract, table)
    wide = [each.id for each in contract.share_classes if f"={each.id}" in table.places]
    is_long = "share_class" in table.places or "shares" in table.places
    if is_long:
        _check_long(roster, wide)
    for row in table.rows:
        _read_row(roster, row, wide=wide, is_long=is_long)
    roster.problems += _nobody(table) if not table.rows else _groupless(roster)
    roster.problems += _one_name_of_two(roster)
    raise_any(roster.problems)
    return roster


def silent_on(roster: Roster) -> frozenset[str]:
    """What a roster has no column for, as `sanbian.roster_differences` takes it."""
    contract, places = roster.contract, roster.table.places
    classes = () if "shares" in places else contract.share_classes
    headed = {
        **{each.name: each.name for each in PERSONAL},
        **{f"shares/{each.id}": f"={each.id}" for each in classes},
        **{f"measures/{each.id}": f"={each.id}" for each in member_measures(contract)},
    }
    return frozenset(name for name, header in headed.items() if header not in places)


def _filling_down(path: Path, columns: Sequence[Column]) -> tuple[Column, ...]:
    """In a workbook, a word merged over many rows counts for each of them."""
    is_workbook = path.suffix.casefold() == ".xlsx"
    merged = {"group", "village", "status"} if is_workbook else set()
    return tuple(
        evolve(each, fill_down=True) if each.name in merged else each for each in columns
    )


def _one_name_of_two(roster: Roster) -> Iterator[Problem]:
    """Teams of the same name in two villages: funds are kept by the name of the group."""
    villages: dict[str, str] = {}
    for row in roster.table.rows:
        household = roster.households.get(str(row.values["code"]))
        if household is None or not household.group or not household.village:
            continue
        first = villages.setdefault(household.group, household.village)
        if first != household.village and roster.lines[household.code] == row.line:
            yield Problem(
                at=roster.table.at(row, "group"),
                says=Text(
                    zh=f"组名在各村之间应不重复，得到 “{household.group}” 在{first}也有",
                    en=f"expected a group of one village, got {household.group!r}, which is in "
                    f"{first} as well",
                ),
                do=Text(
                    zh=f"写明哪个村的，如 “{household.village}{household.group}”",
                    en=f"say of which village, as '{household.village}{household.group}'",
                ),
            )


def _nobody(table: Table) -> Iterator[Problem]:
    """A roster of headers only."""
    yield Problem(
        at=" · ".join(part for part in (table.file, table.sheet) if part),
        says=Text(
            zh="应至少有一户，得到只有表头、没有一户的名册",
            en="expected at least one household, got a roster that has no household",
        ),
        do=Text(
            zh="在表头下填写，一户一行",
            en="fill it in below the header, a row for each household",
        ),
    )


def _groupless(roster: Roster) -> Iterator[Problem]:
    """Households of no group, where others have one."""
    groups = {household.group for household in roster.households.values()}
    if groups <= {""}:
        return
    for row in roster.table.rows:
        household = roster.households.get(str(row.values["code"]))
        if household is None or household.group:
            continue
        if roster.lines[household.code] == row.line:
            yield Problem(
                at=roster.table.at(row, "group"),
                says=Text(
                    zh="别的户都有村组，这一户也应有，得到空单元格",
                    en="expected a group, as other households have one, got an empty cell",
                ),
                do=Text(
                    zh="填写村组；不属于任何村组的也给一个名称",
                    en="fill in the group; give one that is in no village a name of its own",
                ),
            )


def _refuse_blanks(roster: Roster, row: Row) -> None:
    """An empty cell is no zero: who has nothing says so."""
    names = ["people", *(f"={each.id}" for each in member_measures(roster.contract))]
    for name in names:
        if name in roster.table.places and row.values[name] is None:
            header = " ".join(roster.table.headers[name].split())
            says = Text(
                zh=f"“{header}” 应为数，得到空单元格",
                en=f"expected a number for {header!r}, got an empty cell",
            )
            do = Text(zh="填写；没有就写 0", en="fill it in; write 0 if there is none")
            roster.refuse(row, name, says, do)


def _check_long(roster: Roster, wide: Sequence[str]) -> None:
    """A roster gives shares in one way, and then completely."""
    at = roster.table.file
    places = roster.table.places
    one_way = Text(zh="只留一种写法", en="keep one of the two ways")
    if wide:
        says = Text(
            zh=f"应只用一种写法登记股份，得到 “股份类别/股数” 和 {'、'.join(wide)} 两种",
            en="expected shares in one way, got the columns share_class and shares "
            f"beside those of {', '.join(wide)}",
        )
        roster.problems.append(Problem(at, says, one_way))
    for each in LONG:
        if each.name not in places:
            title = each.headers[0]
            says = Text(
                zh=f"应有 “{title}” 列，得到没有",
                en=f"expected a column {each.name} ({title}), got none",
            )
            do = Text(zh="股份类别和股数两列要齐", en="give both the class and the shares")
            roster.problems.append(Problem(at, says, do))


def _read_row(roster: Roster, row: Row, *, wide: Sequence[str], is_long: bool) -> None:
    household = _household(roster, row)
    code = household.code
    if code not in roster.households:
        _refuse_blanks(roster, row)
        roster.households[code] = household
        roster.lines[code] = row.line
    elif not is_long:
        _refuse_double(roster, row, code)
        return
    else:
        _check_same(roster, row, household)
    held = {word: row.values[f"={word}"] for word in wide}
    if is_long:
        held = _long_shares(roster, row)
    day = roster.households[code].entered or roster.contract.starts
    for word, shares in held.items():
        if not isinstance(shares, Fraction) or not shares:
            continue
        name = f"={word}" if f"={word}" in roster.table.places else "shares"
        if shares < 0:
            _refuse_number(roster, row, name, shares)
        entry = Entry(
            day=day, kind=EntryKind.ISSUE, household=code, share_class=word, shares=shares
        )
        roster.entries.append((entry, roster.table.at(row, name)))


def _household(roster: Roster, row: Row) -> Household:
    values: Mapping[str, Any] = row.values
    entered, left = values["entered"], values["left"]
    if entered is not None and left is not None and left < entered:
        roster.refuse(
            row,
            "left",
            Text(
                zh=f"应为不早于入社日期 {entered} 的退出日期，得到 {left}",
                en=f"expected a day not before the entry on {entered}, got {left}",
            ),
            Text(zh="更正日期", en="correct the days"),
        )
    people = values["people"] or 0
    for name in ("people", "certificate_shares", "votes", "extra_votes"):
        if (values[name] or 0) < 0:
            _refuse_number(roster, row, name, Fraction(values[name]))
    measures = {}
    for measure in member_measures(roster.contract):
        name = f"={measure.id}"
        if name in roster.table.places:
            value = values[name] or Fraction(0)
            if value < 0:
                _refuse_number(roster, row, name, value)
            measures[measure.id] = inside(measure, value)
    further: dict[str, Any] = {name: values[name] or "" for name in TEXTS}
    further |= {name: values[name] for name in OTHERS}
    return Household(
        code=values["code"],
        name=values["name"] or "",
        group=group_key(values["group"] or ""),
        people=people,
        entered=entered,
        left=left,
        status=_status(roster, row),
        measures=measures,
        id_number=values["id_number"] or "",
        account=values["account"] or "",
        noticed=values["noticed"],
        monitoring=_monitoring(roster, row),
        kind=_word(roster, row, "kind", MEMBER_KIND_WORDS),
        **further,
    )


def _word(roster: Roster, row: Row, name: str, words: Mapping[str, Any]) -> Any:
    """What a cell says, if anything; its problem is kept."""
    written = row.values[name]
    if written is None:
        return None
    found = chosen(str(written), words, roster.table.at(row, name))
    if isinstance(found, Problem):
        roster.problems.append(found)
        return None
    return found


def _monitoring(roster: Roster, row: Row) -> Monitoring | None:
    """Why a household is monitored: a column of its own, or the status itself says so."""
    stated = _word(roster, row, "monitoring", MONITORING_WORDS)
    return stated or MONITORING_WORDS.get(header_key(str(row.values["status"] or "")))


def _status(roster: Roster, row: Row) -> tuple[tuple[date, Status], ...]:
    """The poverty status of a row; its problems are kept."""
    contract, values = roster.contract, row.values
    written, day, entered = values["status"], values["status_day"], values["entered"]
    first = contract.starts
    if isinstance(entered, date) and entered < first:
        first = entered
    if header_key(str(written or "")) in MONITORING_WORDS:
        written = Status.MONITORED.value
    read = read_states(
        None if written is None else str(written),
        day=day if isinstance(day, date) else None,
        first=first,
        needs_day=_keeps_years(contract),
    )
    if isinstance(read, tuple):
        return read
    name = "status_day" if read.is_of_day else "status"
    roster.refuse(row, name, read.says, read.do)
    return ()


def _keeps_years(contract: Contract) -> bool:
    rules = (each.on_leaving_poverty for each in contract.share_classes)
    return any(rule is not None and rule.keep_years is not None for rule in rules)


def _refuse_number(roster: Roster, row: Row, name: str, value: Fraction) -> None:
    says = Text(
        zh=f"应为不小于零的数，得到 {number(value)}",
        en=f"expected a number of at least zero, got {number(value)}",
    )
    do = Text(zh="按原始凭证更正", en="correct it from its voucher")
    roster.refuse(row, name, says, do)


def _refuse_double(roster: Roster, row: Row, code: str) -> None:
    lines = roster.lines[code], row.line
    says = Text(
        zh=f"每户应有自己的编号，得到 “{code}” 在第 {lines[0]} 行和第 {lines[1]} 行",
        en=f"expected a code of its own, got {code!r} in rows {lines[0]} and {lines[1]}",
    )
    do = Text(zh="更正编号，或删去重复的一行", en="correct the code or remove one row")
    roster.refuse(row, "code", says, do)


def _check_same(roster: Roster, row: Row, again: Household) -> None:
    """A further row of a household leaves its cells empty, or repeats them."""
    first = roster.households[again.code]
    for each in PERSONAL:
        if row.values[each.name] is None or each.name == "status_day":
            continue
        if getattr(again, each.name) != getattr(first, each.name):
            line = roster.lines[again.code]
            says = Text(
                zh=f"“{again.code}” 的 {each.headers[0]} 应与第 {line} 行相同，得到不同",
                en=f"expected {each.name} of {again.code!r} as in row {line}, got another",
            )
            do = Text(zh="核对两行，或留空", en="check both rows, or leave it empty")
            roster.refuse(row, each.name, says, do)
    measures = {
        name: value for name, value in again.measures.items() if row.values[f"={name}"]
    }
    for name, value in measures.items():
        if first.measures[name] != value:
            says = Text(
                zh=f"“{again.code}” 的数应与第 {roster.lines[again.code]} 行相同，得到不同",
                en=f"expected the number of {again.code!r} as in row "
                f"{roster.lines[again.code]}, got another",
            )
            do = Text(zh="核对两行，或留空", en="check both rows, or leave it empty")
            roster.refuse(row, f"={name}", says, do)


def _long_shares(roster: Roster, row: Row) -> dict[str, Any]:
    """The class and the shares that a row names."""
    word, shares = row.values["share_class"], row.values["shares"]
    if word is None:
        if shares:
            says = Text(
                zh="应有股份类别，得到空单元格", en="expected a share class, got none"
            )
            do = Text(zh="填写类别", en="fill in the class")
            roster.refuse(row, "share_class", says, do)
        return {}
    found = share_class_of(roster.contract, str(word))
    if found is None:
        roster.problems.append(
            unknown_class(roster.contract, str(word), roster.table.at(row, "share_class"))
        )
        return {}
    code = row.values["code"]
    if (code, found) in roster.given:
        says = Text(
            zh=f"“{code}” 的 “{word}” 应只写一行，得到又一行",
            en=f"expected one row for {word!r} of {code!r}, got another",
        )
        do = Text(zh="核对后加总成一行", en="check them, and add them up in one row")
        roster.refuse(row, "share_class", says, do)
    roster.given.add((str(code), found))
    return {found: shares}
