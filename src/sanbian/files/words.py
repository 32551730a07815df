"""Words of registers: what the cells of rosters, lists of persons and entries may say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar

from sanbian.errors import Problem
from sanbian.files.composites import in_each_language, nearest
from sanbian.files.headers import header_key
from sanbian.files.statuses import STATUS_WORDS
from sanbian.files.tables import Row, Table
from sanbian.register import Labour, LeftBy, MemberKind, Membership, Monitoring
from sanbian.wording import Text

_E = TypeVar("_E", bound=Enum)


def _words(of: type[_E], **chinese: _E) -> Mapping[str, _E]:
    """The words of an enumeration: ours, and the Chinese ones, the first of each for writing."""
    return MappingProxyType({**chinese, **{each.value: each for each in of}})


MONITORING_WORDS = _words(
    Monitoring,
    脱贫不稳定户=Monitoring.UNSTABLE,
    边缘易致贫户=Monitoring.MARGINAL,
    突发严重困难户=Monitoring.SUDDEN,
)
MEMBER_KIND_WORDS = _words(
    MemberKind,
    农民=MemberKind.FARMER,
    非农民=MemberKind.PERSON,
    单位=MemberKind.INSTITUTION,
    企业=MemberKind.INSTITUTION,
)
LABOUR_WORDS = _words(
    Labour,
    普通劳动力=Labour.ABLE,
    技能劳动力=Labour.SKILLED,
    弱劳动力=Labour.PARTLY,
    半劳动力=Labour.PARTLY,
    弱劳动力或半劳动力=Labour.PARTLY,
    丧失劳动力=Labour.LOST,
    无劳动力=Labour.NONE,
)
LEFT_WORDS = _words(
    LeftBy,
    死亡=LeftBy.DEATH,
    去世=LeftBy.DEATH,
    婚出=LeftBy.MARRIAGE,
    离婚=LeftBy.DIVORCE,
    迁出=LeftBy.MOVED,
    其他=LeftBy.OTHER,
)
MEMBERSHIP_WORDS = _words(
    Membership,
    成员=Membership.MEMBER,
    丧失=Membership.LOST,
    外村成员=Membership.ELSEWHERE,
    非成员=Membership.NONE,
)
SEX_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "女": "female",
        "男": "male",
        "female": "female",
        "male": "male",
        "f": "female",
        "m": "male",
    }
)
YES_WORDS: Mapping[str, bool] = MappingProxyType(
    {
        **dict.fromkeys(("是", "有", "yes", "1", "√"), True),
        **dict.fromkeys(("否", "无", "没有", "no", "0", "×"), False),
    }
)
OWNED_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "汽车": "car", "商品房": "house", "企业": "company", "财政供养": "public_pay",
        "car": "car", "house": "house", "company": "company", "public_pay": "public_pay",
    }
)  # fmt: skip
ENUM_WORDS: Mapping[type, Mapping[str, Any]] = MappingProxyType(
    {
        MemberKind: MEMBER_KIND_WORDS,
        Labour: LABOUR_WORDS,
        LeftBy: LEFT_WORDS,
        Membership: MEMBERSHIP_WORDS,
        Monitoring: MONITORING_WORDS,
    }
)
STATE_WORDS: Mapping[str, Any] = MappingProxyType({**STATUS_WORDS, **MONITORING_WORDS})
"""What a fact may say of a household's status."""


def chosen(text: str, words: Mapping[str, Any], at: str) -> Any:
    """What a word stands for, or the problem that it is none of them."""
    key = header_key(text)
    return words[key] if key in words else _none_of(text, words, at)


def unknown_words(
    table: Table, row: Row, choices: Mapping[str, Mapping[str, Any]]
) -> Iterator[Problem]:
    """The cells of a row, by column, whose word is none of those that may be written."""
    for name, words in choices.items():
        word = row.values[name]
        if word is not None and str(word).casefold() not in words:
            yield _none_of(str(word), words, table.at(row, name))


def _none_of(text: str, words: Mapping[str, Any], at: str) -> Problem:
    listed = in_each_language(words)
    return Problem(
        at=at,
        says=Text(
            zh=f"应为 {listed.zh} 之一，得到 “{text}”",
            en=f"expected one of {listed.en}, got {text!r}",
        ),
        do=nearest(text, words),
    )


def chinese(value: object, words: Mapping[str, Any]) -> str:
    """The first Chinese word for a value."""
    return next(word for word, each in words.items() if each == value)
