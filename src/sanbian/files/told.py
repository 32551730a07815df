"""Facts among the entries: what is known of a household or a person from a day on (情况)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from sanbian.contract import Contract
from sanbian.errors import Problem
from sanbian.files.cells import read_code, read_date, read_number, read_whole
from sanbian.files.columns import inside, member_measures, outside
from sanbian.files.composites import nearest
from sanbian.files.headers import header_key
from sanbian.files.roster_columns import group_key
from sanbian.files.words import (
    ENUM_WORDS,
    OWNED_WORDS,
    STATE_WORDS,
    chinese,
    chosen,
)
from sanbian.register import FactValue, Monitoring, Status
from sanbian.register.circumstances import HOUSEHOLD_FIELDS, MEASURES, PERSON_FIELDS
from sanbian.wording import Text, number

HOUSEHOLD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "户主": "name",
        "村组": "group",
        "行政村": "village",
        "乡镇": "township",
        "县": "county",
        "人口": "people",
        "贫困状态": "status",
        "入社": "entered",
        "退出": "left",
        "退社申请": "noticed",
        "身份证号": "id_number",
        "银行账号": "account",
        "开户名": "account_holder",
        "股权证号": "certificate",
        "证载股数": "certificate_shares",
        "发证日期": "certificate_day",
        "成员类型": "kind",
        "基本表决权": "votes",
        "附加表决权": "extra_votes",
        **{name: name for name in HOUSEHOLD_FIELDS},
    }
)
PERSON_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "所在户": "household",
        "姓名": "name",
        "与户主关系": "relation",
        "加入": "joined",
        "离开": "left",
        "劳动能力": "labour",
        "成员身份": "membership",
        "职务": "offices",
        "财产": "owns",
        "身份证号": "id_number",
        **{name: name for name in PERSON_FIELDS},
    }
)


def field_of(
    contract: Contract, written: str, *, of_person: bool, at: str
) -> str | Problem:
    """The attribute that a cell names, in our words or the field's."""
    key = header_key(written)
    words = PERSON_WORDS if of_person else {**HOUSEHOLD_WORDS, **_measures(contract)}
    known = {header_key(word): field for word, field in words.items()}
    if key in known:
        return known[key]
    what = Text(zh="人员情况的项目", en="fact about a person")
    if not of_person:
        what = Text(zh="户情况的项目", en="fact about a household")
    return Problem(
        at=at,
        says=Text(
            zh=f"应为{what.zh}，得到 “{written}”",
            en=f"expected a {what.en}, got {written!r}",
        ),
        do=nearest(written, words),
    )


def _measures(contract: Contract) -> Mapping[str, str]:
    return {
        word: f"{MEASURES}{each.id}"
        for each in member_measures(contract)
        for word in (each.name, each.id, f"{MEASURES}{each.id}")
    }


def value_of(
    contract: Contract, field: str, written: str | None, *, of_person: bool, at: str
) -> FactValue | Problem:
    """What a cell says of a field, in the type that the field has."""
    if field.startswith(MEASURES):
        told: Fraction | Problem = _needed(read_number(written, at=at), at)
        return (
            told if isinstance(told, Problem) else inside(_measure(contract, field), told)
        )
    types = (PERSON_FIELDS if of_person else HOUSEHOLD_FIELDS)[field]
    first = types[0]
    if first is type(None):
        return None if written is None else _nothing(written, at)
    if first is tuple:
        return _several(written, field, at)
    if first is str:
        return _text(field, written or "", at)
    empty: Problem | str = _needed(written, at)
    return empty if isinstance(empty, Problem) else _typed(first, empty, at)


def _text(field: str, written: str, at: str) -> str | Problem:
    match field:
        case "group":
            return group_key(written)
        case "id_number" | "account" | "certificate" | "household":
            return read_code(written, at=at) or ""
        case _:
            return written


def _typed(first: type, written: str, at: str) -> FactValue | Problem:
    if first is int:
        return read_whole(written, at=at)
    if first is Fraction:
        return read_number(written, at=at)
    if first is date:
        return read_date(written, at=at)
    words = STATE_WORDS if first is Status else ENUM_WORDS[first]
    found: FactValue | Problem = chosen(written, words, at)
    return found


def _several(written: str | None, field: str, at: str) -> FactValue | Problem:
    """Several words in one cell."""
    found = []
    for word in words_in(written):
        one = chosen(word, OWNED_WORDS, at) if field == "owns" else word
        if isinstance(one, Problem):
            return one
        found.append(one)
    return tuple(found)


def words_in(written: str | None) -> Iterator[str]:
    """The words of a cell, parted by commas and the like."""
    text = written or ""
    for mark in "；;，、":
        text = text.replace(mark, ",")
    yield from (word.strip() for word in text.split(",") if word.strip())


def _needed(value: Any, at: str) -> Any:
    if value is not None:
        return value
    return Problem(
        at=at,
        says=Text(
            zh="应写明内容，得到空白",
            en="expected what it is from that day on, got nothing",
        ),
        do=Text(zh="填写内容（value）", en="fill in the value"),
    )


def _nothing(written: str, at: str) -> Problem:
    return Problem(
        at=at,
        says=Text(
            zh=f"这一项只看日期，不应有内容，得到 “{written}”",
            en=f"expected no value, as the day says it all, got {written!r}",
        ),
        do=Text(
            zh="删去内容，日期写在日期列", en="take it out; the day goes into its column"
        ),
    )


def _measure(contract: Contract, field: str) -> Any:
    name = field.removeprefix(MEASURES)
    return next(each for each in contract.measures if each.id == name)


def written_field(field: str, *, of_person: bool) -> str:
    """A field as a table of entries names it."""
    if field.startswith(MEASURES):
        return field.removeprefix(MEASURES)
    return chinese(field, PERSON_WORDS if of_person else HOUSEHOLD_WORDS)


def written_value(contract: Contract | None, field: str, value: FactValue) -> str:
    """A value as a table of entries writes it."""
    if value is None:
        return ""
    if field.startswith(MEASURES):
        assert isinstance(value, int | Fraction)
        plain = Fraction(value)
        return number(
            plain if contract is None else outside(_measure(contract, field), plain)
        )
    if isinstance(value, Status | Monitoring):
        return chinese(value, {w: v for w, v in STATE_WORDS.items() if not w.isascii()})
    if isinstance(value, tuple):
        return "；".join(
            chinese(word, OWNED_WORDS) if field == "owns" else word for word in value
        )
    if type(value) in ENUM_WORDS:
        return chinese(value, ENUM_WORDS[type(value)])
    if isinstance(value, int | Fraction):
        return number(Fraction(value))
    return str(value)
