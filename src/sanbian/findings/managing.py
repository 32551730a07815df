"""Check of static and dynamic management: do the entries do what the class permits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sanbian.contract import ShareClass
from sanbian.findings.grounds import case, recalled
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.register import Entry, EntryKind, in_force
from sanbian.wording import Text

_GIVES = frozenset({EntryKind.ISSUE, EntryKind.RE_AVERAGE})
_ADJUSTS = frozenset({EntryKind.ISSUE, EntryKind.RE_AVERAGE, EntryKind.REDEEM})


def _management(subject: Subject) -> Iterator[Found]:
    """Only classes of which the contract says how they are managed."""
    for place, share_class in enumerate(subject.contract.share_classes):
        at = f"$.share_classes[{place}]"
        if share_class.management == "dynamic" and not share_class.adjusted_on:
            yield Found(
                at=f"{at}.adjusted_on",
                says=Text(
                    zh=f"“{share_class.name}” 动态管理，没有写每年哪天调整",
                    en=f"{share_class.id} is adjusted to the people, and nothing says on which "
                    "day of the year",
                ),
                severity="warning",
            )
        elif share_class.management is not None and subject.register is not None:
            entries = [
                each
                for each in in_force(subject.register.entries)
                if each.share_class == share_class.id and each.day <= subject.on
            ]
            yield from _not_permitted(share_class, entries)


def _not_permitted(share_class: ShareClass, entries: list[Entry]) -> Iterator[Found]:
    """What happened after the shares were first given out, and should not have."""
    given = [each.day for each in entries if each.kind in _GIVES]
    first = min(given, default=date.max)
    is_static = share_class.management == "static"
    kinds = _GIVES if is_static else _ADJUSTS
    for entry in entries:
        if entry.day <= first or entry.kind not in kinds:
            continue
        if is_static:
            yield Found(
                at=entry.household or share_class.id,
                says=Text(
                    zh=f"“{share_class.name}” 静态管理（{first} 起），{entry.day} 又有"
                    + _what(entry).zh,
                    en=f"{share_class.id} is static since {first}, and there is "
                    f"{_what(entry).en} on {entry.day}",
                ),
            )
        elif f"{entry.day:%m-%d}" != share_class.adjusted_on:
            yield Found(
                at=entry.household or share_class.id,
                says=Text(
                    zh=f"“{share_class.name}” 每年 {share_class.adjusted_on} 调整，"
                    f"{entry.day} 有{_what(entry).zh}",
                    en=f"{share_class.id} is adjusted on {share_class.adjusted_on} each year, "
                    f"and there is {_what(entry).en} on {entry.day}",
                ),
            )


def _what(entry: Entry) -> Text:
    match entry.kind:
        case EntryKind.RE_AVERAGE:
            return Text(zh="重新平均", en="re-averaging")
        case EntryKind.REDEEM:
            return Text(zh="退股", en="a redemption")
        case _:
            return Text(zh="新配股", en="a new issue")


CHECKS = (
    Check(
        code="SB305",
        title=Text(
            zh="静态不增减，动态按日调整",
            en="Static shares stay, dynamic ones are adjusted on their day",
        ),
        severity="error",
        do=Text(
            zh="静态管理的，改记转让或继承，或由成员大会决定并更正合同；动态管理的，写明调整日"
            "（adjusted_on），按日调整",
            en="for static shares record a transfer or inheritance, or let the assembly decide and "
            "change the contract; for dynamic ones write the day (adjusted_on) and keep to it",
        ),
        rests_on=(
            case("铁塬村：增人不增股、减人不减股", "Tieyuan: static shares"),
            recalled(
                "中发〔2016〕37 号：提倡不随人口增减变动而调整",
                "Zhongfa [2016] 37 favours shares that do not follow births and deaths",
            ),
        ),
        look=_management,
    ),
)
