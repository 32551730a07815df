"""Checks of how shares are spread: over members, against land and people, and among women.

What is found here is a question, never an accusation: shares follow what was put in, and there
may be good reasons for each number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from sanbian.findings.grounds import ZHEJIANG_CAP, collectives, recalled, womens_rights
from sanbian.findings.subjects import MU, Subject
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.register import (
    Household,
    LeftBy,
    MemberKind,
    Membership,
    Person,
    holdings,
    households_on,
    person_holdings,
    persons_on,
)
from sanbian.wording import Text, number

_TOP_MAX = Fraction(1, 5)
_HOLDERS_MIN = 6  # with fewer somebody has a fifth anyway
_SPREAD_MIN = 10  # holders, from whom on a spread says something
_GAP = Fraction(1, 5)
_OFFICE_TIMES = 2
_MEMBERS = frozenset({None, Membership.MEMBER})
_BY_MARRIAGE = frozenset({LeftBy.MARRIAGE, LeftBy.DIVORCE})


def gini(amounts: Sequence[Fraction]) -> Fraction:
    """How unequal amounts are: 0 where all are equal, near 1 where one has all (基尼系数).

    Examples:
        >>> from fractions import Fraction
        >>> from sanbian.findings.concentration import gini
        >>> gini([Fraction(1)] * 4), gini([Fraction(n) for n in (0, 0, 0, 1)])
        (Fraction(0, 1), Fraction(3, 4))
    """
    total, count = sum(amounts, Fraction(0)), len(amounts)
    if not total:
        return Fraction(0)
    ranked = sum(
        ((place * each) for place, each in enumerate(sorted(amounts), 1)), Fraction(0)
    )
    return (2 * ranked / total - count - 1) / count


def _percent(part: Fraction) -> str:
    """A part as a percentage of two decimals, cut."""
    hundredths = int(part * 10_000)
    return f"{number(Fraction(hundredths, 100))}%"


def _concentration(subject: Subject) -> Iterator[Found]:
    if subject.register is None:
        return
    people = {
        each.code: each
        for each in households_on(subject.register, on=subject.on)
        if each.counts_on(subject.on) and each.kind is not MemberKind.INSTITUTION
    }
    for share_class in subject.contract.share_classes:
        held = {
            code: shares
            for (code, name), shares in holdings(subject.register, on=subject.on).items()
            if name == share_class.id and code in people
        }
        if held:
            if subject.contract.vehicle is Vehicle.FARMERS_COOPERATIVE:
                yield from _top(share_class.id, share_class.name, held)
            yield from _against(subject, share_class.id, share_class.name, held, people)
            yield from _of_officials(subject, share_class.id, share_class.name, held)


def _top(at: str, name: str, held: Mapping[str, Fraction]) -> Iterator[Found]:
    """One member with more than a fifth of a class."""
    total = sum(held.values(), Fraction(0))
    code = max(held, key=lambda each: held[each])
    if len(held) >= _HOLDERS_MIN and held[code] > _TOP_MAX * total:
        part = _percent(held[code] / total)
        yield Found(
            at=at,
            says=Text(
                zh=f"“{name}” 共 {len(held)} 个持有人，{code} 一户持有 {part}"
                f"（{number(held[code])} / {number(total)} 股）",
                en=f"of {len(held)} holders of {at}, {code} alone holds {part} "
                f"({number(held[code])} of {number(total)} shares)",
            ),
        )


def _against(
    subject: Subject,
    at: str,
    name: str,
    held: Mapping[str, Fraction],
    people: Mapping[str, Household],
) -> Iterator[Found]:
    """Shares that are spread much more unequally than the land, or else the people."""
    if len(held) < _SPREAD_MIN:
        return
    land = [
        each.id
        for each in subject.contract.measures
        if each.unit in MU and each.level == "member"
    ]
    by_land = len(land) == 1 and all(land[0] in people[code].measures for code in held)
    if not by_land and not all(people[code].people for code in held):
        return
    other = [
        people[code].measures[land[0]] if by_land else Fraction(people[code].people)
        for code in held
    ]
    what = Text(zh="土地", en="land") if by_land else Text(zh="人口", en="people")
    one, two = gini(list(held.values())), gini(other)
    if one - two > _GAP:
        told, beside = number(round(one, 2)), number(round(two, 2))
        yield Found(
            at=at,
            says=Text(
                zh=f"“{name}” 在 {len(held)} 户之间的基尼系数 {told}，{what.zh}是 {beside}",
                en=f"the shares of {at} are spread over {len(held)} households with a Gini of "
                f"{told}, their {what.en} with one of {beside}",
            ),
        )


def _of_officials(
    subject: Subject, at: str, name: str, held: Mapping[str, Fraction]
) -> Iterator[Found]:
    """Families of those who hold an office, with a multiple of their part of the households."""
    assert subject.register is not None
    families = {
        person.household
        for person in persons_on(subject.register, on=subject.on)
        if person.offices and person.belongs_on(subject.on)
    } & held.keys()
    if len(held) < _SPREAD_MIN or not families:
        return
    part = sum((held[code] for code in families), Fraction(0)) / sum(held.values())
    count = Fraction(len(families), len(held))
    if part > _OFFICE_TIMES * count:
        yield Found(
            at=at,
            says=Text(
                zh=f"任职人员的 {len(families)} 户占 {len(held)} 户的 {_percent(count)}，"
                f"持有 “{name}” 的 {_percent(part)}",
                en=f"the {len(families)} families with an office are {_percent(count)} of "
                f"{len(held)} holders and have {_percent(part)} of {at}",
            ),
        )


# --- women -------------------------------------------------------------------------------


def _women(subject: Subject) -> Iterator[Found]:
    """Women who hold less than every man of the household; only where parts are told."""
    if subject.register is None:
        return
    persons = [
        each
        for each in persons_on(subject.register, on=subject.on)
        if each.membership in _MEMBERS and _may_hold(each, subject)
    ]
    held = person_holdings(subject.register, on=subject.on)
    mine: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    named: dict[tuple[str, str], None] = {}
    for (code, share_class, person), shares in held.items():
        mine[share_class, person] += shares
        named[code, share_class] = None
    names = {each.id: each.name for each in subject.contract.share_classes}
    for code, share_class in named:
        family = [each for each in persons if each.household == code]
        men = [mine[share_class, each.code] for each in family if each.sex == "male"]
        for woman in family:
            has = mine[share_class, woman.code]
            if woman.sex == "female" and men and has < min(men):
                yield Found(
                    at=woman.code,
                    says=Text(
                        zh=f"{woman.name or woman.code}（{woman.relation or '女'}）在 "
                        f"“{names.get(share_class, share_class)}” 中有 {number(has)} 股，"
                        f"本户男性每人至少 {number(min(men))} 股",
                        en=f"{woman.name or woman.code} has {number(has)} shares of "
                        f"{share_class}, each man of the household at least "
                        f"{number(min(men))}",
                    ),
                )


def _may_hold(person: Person, subject: Subject) -> bool:
    """Who is there, and who went by marriage or divorce and is still a member."""
    return person.belongs_on(subject.on) or (
        person.left_by in _BY_MARRIAGE and person.membership is Membership.MEMBER
    )


CHECKS = (
    Check(
        code="SB311",
        title=Text(zh="股份没有集中到少数人", en="Shares are not in the hands of a few"),
        severity="warning",
        do=Text(
            zh="对照出资、土地和人口说明来由，向成员公开；没有来由的，由成员大会重新议定。"
            "这是请求说明，不是指控",
            en="set out beside capital, land and people why it is so, and tell the members; where "
            "there is no reason, let the assembly decide anew. This asks, it does not accuse",
        ),
        rests_on=(
            ZHEJIANG_CAP,
            recalled(
                "研究文献中的精英俘获；差距多大才算，没有统一的数",
                "elite capture in the literature; no number says how far is too far",
            ),
        ),
        look=_concentration,
    ),
    Check(
        code="SB312",
        title=Text(
            zh="妇女的份额与户内他人相当", en="Women hold what others of the household do"
        ),
        severity="warning",
        do=Text(
            zh="核对成员身份和量化方案；不因未婚、结婚、离婚、丧偶减少，漏记的补记",
            en="look at membership and the plan of quantification; nothing is less for being "
            "unmarried, married, divorced or widowed; record what was left out",
        ),
        rests_on=(
            collectives("第八条、第十八条", "art. 8 and 18"),
            womens_rights("第五十五条、第五十六条", "art. 55 and 56"),
        ),
        look=_women,
    ),
)
