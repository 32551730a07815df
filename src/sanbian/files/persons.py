"""Lists of persons: one row per person -> who belongs to which household, and what is whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import Factory, define

from sanbian.contract import Contract
from sanbian.errors import Problem, raise_any, unknown_name
from sanbian.files.columns import CODE, column, named_columns, write_rows
from sanbian.files.layout import Column
from sanbian.files.tables import Row, Table, read_table
from sanbian.files.told import words_in
from sanbian.files.words import (
    LABOUR_WORDS,
    LEFT_WORDS,
    MEMBERSHIP_WORDS,
    OWNED_WORDS,
    SEX_WORDS,
    YES_WORDS,
    chinese,
    chosen,
)
from sanbian.register import Person, PersonHoldings
from sanbian.wording import Text, number

_OWNED = tuple(dict.fromkeys(OWNED_WORDS.values()))
_FIXED = (
    CODE,
    column("person", "人员编号", kind="code"),
    column("name", "姓名"),
    column("relation", "与户主关系", "关系"),
    column("sex", "性别"),
    column("born", "出生日期", kind="date"),
    column("id_number", "身份证号", "身份证号码", "身份证", kind="code"),
    column("joined", "加入日期", "迁入日期", kind="date"),
    column("left", "离开日期", "迁出日期", kind="date"),
    column("left_by", "离开原因"),
    column("labour", "劳动能力"),
    column("membership", "成员身份"),
    column("offices", "职务"),
    column("car", "汽车", "车辆"),
    column("house", "商品房", "城镇住房"),
    column("company", "企业", "工商登记"),
    column("public_pay", "财政供养"),
)
_CHOSEN: Mapping[str, Mapping[str, Any]] = {
    "sex": SEX_WORDS,
    "left_by": LEFT_WORDS,
    "labour": LABOUR_WORDS,
    "membership": MEMBERSHIP_WORDS,
}
_PLAIN = ("name", "relation", "born", "id_number", "joined", "left")


@define
class PersonList:
    """What a list of persons says, as it is read row by row.

    Attributes:
        persons: In order.
        places: Where each stands, by its code.
        parts: What is a person's of the shares of the household, by household, class and
            person, and where it stands.
        problems: What is wrong with the rows.
    """

    contract: Contract
    table: Table
    persons: list[Person] = Factory(list)
    places: dict[str, str] = Factory(dict)
    parts: dict[tuple[str, str, str], tuple[Fraction, str]] = Factory(dict)
    problems: list[Problem] = Factory(list)

    @property
    def by_number(self) -> Mapping[str, str]:
        """Codes by code and, where it is one person's, by identity number."""
        numbers = Counter(each.id_number for each in self.persons)
        single = {
            each.id_number: each.code
            for each in self.persons
            if each.id_number and numbers[each.id_number] == 1
        }
        return {**single, **{each.code: each.code for each in self.persons}}


def person_columns(contract: Contract) -> Iterator[Column]:
    """The columns that a list of persons may have."""
    named = ((each.id, each.name, "") for each in contract.share_classes)
    yield from (*_FIXED, *named_columns(named, _FIXED))


def read_persons(path: Path, contract: Contract, households: Sequence[str]) -> PersonList:
    """Read the persons of the households.

    Raises:
        InvalidInputError: Every problem of the file at once.
    """
    table = read_table(path, tuple(person_columns(contract)))
    read = PersonList(contract, table)
    known = frozenset(households)
    count: dict[str, int] = {}
    for row in table.rows:
        code = str(row.values["code"])
        count[code] = count.get(code, 0) + 1
        if code not in known:
            what = Text(zh="名册中的户", en="household of the roster")
            at = table.at(row, "code")
            read.problems.append(unknown_name(at, name=code, known=known, what=what))
        _read_person(read, row, f"{code}-{count[code]}")
    raise_any(read.problems)
    return read


def _read_person(read: PersonList, row: Row, numbered: str) -> None:
    values: Mapping[str, Any] = row.values
    given = {name: values[name] for name in _PLAIN if values[name] is not None}
    for name, words in _CHOSEN.items():
        if values[name] is not None:
            given[name] = _word(read, row, name, words)
    owns = tuple(
        name
        for name in _OWNED
        if values[name] is not None and _word(read, row, name, YES_WORDS)
    )
    code = values["person"] or numbered
    at = read.table.at(row, "person" if values["person"] else "code")
    if code in read.places:
        read.problems.append(_twice(code, read.places[code], at))
    read.places[code] = at
    read.persons.append(
        Person(
            code=code,
            household=values["code"],
            offices=tuple(words_in(values["offices"])),
            owns=owns,
            **given,
        )
    )
    for each in read.contract.share_classes:
        shares = values.get(f"={each.id}")
        if shares:
            place = read.table.at(row, f"={each.id}")
            if shares < 0:
                read.problems.append(_negative(shares, place))
            read.parts[values["code"], each.id, code] = (shares, place)


def _word(read: PersonList, row: Row, name: str, words: Mapping[str, Any]) -> Any:
    """What a cell says; its problem is kept."""
    found = chosen(str(row.values[name]), words, read.table.at(row, name))
    if isinstance(found, Problem):
        read.problems.append(found)
        return None
    return found


def _twice(code: str, first: str, at: str) -> Problem:
    return Problem(
        at=at,
        says=Text(
            zh=f"每人应有自己的编号，得到 “{code}” 又一次（见 {first}）",
            en=f"expected a code of one's own, got {code!r} again (see {first})",
        ),
        do=Text(zh="更正编号，或删去重复的一行", en="correct the code or remove one row"),
    )


def _negative(shares: Fraction, at: str) -> Problem:
    return Problem(
        at=at,
        says=Text(
            zh=f"应为不小于零的数，得到 {number(shares)}",
            en=f"expected a number of at least zero, got {number(shares)}",
        ),
        do=Text(zh="按原始凭证更正", en="correct it from its voucher"),
    )


def save_persons(
    persons: Sequence[Person], path: Path, contract: Contract, parts: PersonHoldings
) -> None:
    """Write a list of persons, ``.csv`` or ``.xlsx``, with what is whose."""
    classes = [
        each for each in person_columns(contract)
        if each.name.startswith("=") and any(name == each.name[1:] for _, name, _ in parts)
    ]  # fmt: skip
    used = [each for each in _FIXED if any(_cell(person, each.name) for person in persons)]
    rows = (
        (
            *(_cell(person, each.name) for each in used),
            *(
                parts.get((person.household, each.name[1:], person.code))
                for each in classes
            ),
        )
        for person in persons
    )
    headers = [each.headers[0] for each in (*used, *classes)]
    texts = [each.headers[0] for each in used if each.kind in {"code", "text"}]
    write_rows(path, "人员", headers, rows, texts)


def _cell(person: Person, name: str) -> Any:
    match name:
        case "code":
            return person.household
        case "person":
            return person.code
        case "offices":
            return "；".join(person.offices)
        case name if name in _OWNED:
            return "是" if name in person.owns else None
        case name if name in _CHOSEN:
            value = getattr(person, name)
            return None if value is None else chinese(value, _CHOSEN[name])
        case name:
            return getattr(person, name)
