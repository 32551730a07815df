"""Checks of who is on the register: the dead, former members, officials, lists for the poor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from sanbian.contract import ShareClass
from sanbian.findings.grounds import case, collectives, practice, recalled
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.leaving import OnLeaving
from sanbian.register import (
    STATUS_NAMES,
    EntryKind,
    Household,
    Membership,
    Person,
    Register,
    Status,
    holdings,
    household_on,
    households_on,
    in_force,
    person_holdings,
    persons_on,
)
from sanbian.wording import Text, join, number

FOR_THE_POOR = ("贫困", "扶贫")
"""Words by which a class of shares is for the poor."""

_CIVIL_SERVANT = ("公务员",)
_OWNED = {
    "car": Text(zh="汽车", en="a car"),
    "house": Text(zh="商品房", en="a house bought in town"),
    "company": Text(zh="企业", en="a company"),
    "public_pay": Text(zh="财政供养", en="public pay"),
}
_ON_THE_LIST = frozenset({Status.POOR, Status.MONITORED})


def is_for_the_poor(share_class: ShareClass) -> bool:
    """Whether shares of a class are meant for poor households."""
    return any(word in share_class.name for word in FOR_THE_POOR)


def held_by(register: Register, on: date) -> Mapping[str, Fraction]:
    """Shares of each household, whatever the class."""
    held: dict[str, Fraction] = defaultdict(Fraction)
    for (code, _), shares in holdings(register, on=on).items():
        held[code] += shares
    return held


# --- gone and still holding ------------------------------------------------------------


def _gone(subject: Subject) -> Iterator[Found]:
    register, on = subject.register, subject.on
    if register is None:
        return
    held = held_by(register, on)
    persons = persons_on(register, on=on)
    parts: dict[str, Fraction] = defaultdict(Fraction)
    for (_, _, code), part in person_holdings(register, on=on).items():
        parts[code] += part
    families: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        families[person.household].append(person)
    told: set[str] = set()
    for household in households_on(register, on=on):
        shares = held.get(household.code, Fraction(0))
        if not shares:
            continue
        if household.left is not None and household.left < on:
            yield _told(household.code, _left(household.left), shares)
            continue
        why = _nobody_left(subject, household, families[household.code])
        if why is not None:
            told.add(household.code)
            yield _told(household.code, why, shares)
    for person in persons:
        why = _standing(subject, person)
        if parts.get(person.code) and why is not None and person.household not in told:
            yield _told(person.code, why, parts[person.code])


def _left(day: date) -> Text:
    return Text(zh=f"{day} 已退出", en=f"left on {day}")


def _nobody_left(
    subject: Subject, household: Household, persons: list[Person]
) -> Text | None:
    """Why nobody of a household may hold; None where somebody may, or is not listed."""
    told = [_standing(subject, person) for person in persons]
    is_whole = persons and household.people <= len(persons)
    if not is_whole or any(each is None for each in told):
        return None
    if len(told) == 1:
        return told[0]
    return Text(
        zh=f"名单上的 {len(told)} 人都已死亡或不是成员",
        en=f"all {len(told)} persons listed are dead or no members",
    )


def _standing(subject: Subject, person: Person) -> Text | None:
    """Why a person should hold nothing any more, or None."""
    if person.is_dead_on(subject.on):
        return Text(zh=f"{person.left} 已死亡", en=f"died on {person.left}")
    if subject.contract.vehicle is not Vehicle.COLLECTIVE:
        return None
    if person.membership is Membership.LOST:
        return Text(zh="已丧失成员身份", en="lost membership")
    if person.membership is Membership.ELSEWHERE:
        return Text(
            zh="已是另一个集体经济组织的成员", en="is a member of another collective"
        )
    if any(word in office for office in person.offices for word in _CIVIL_SERVANT):
        return Text(zh="已是公务员", en="is a public servant")
    return None


def _told(at: str, why: Text, shares: Fraction) -> Found:
    return Found(
        at=at,
        says=why
        + Text(
            zh=f"，名下还有 {number(shares)} 股",
            en=f", and still holds {number(shares)} shares",
        ),
    )


# --- shares for the poor -----------------------------------------------------------------


def _not_poor(subject: Subject) -> Iterator[Found]:
    """Shares for the poor with who is not; only where statuses are kept."""
    register, on = subject.register, subject.on
    if register is None:
        return
    households = {each.code: each for each in households_on(register, on=on)}
    if not any(each.status for each in households.values()):
        return
    classes = {
        each.id: each for each in subject.contract.share_classes if is_for_the_poor(each)
    }
    for (code, share_class), shares in holdings(register, on=on).items():
        if share_class not in classes:
            continue
        known = households[code].status
        if all(now is Status.GENERAL for _, now in known):
            yield Found(
                at=code,
                says=Text(
                    zh=f"持有 “{classes[share_class].name}” {number(shares)} 股，"
                    "名册中从来不是贫困户或监测户",
                    en=f"holds {number(shares)} shares of {share_class}, and was never poor or "
                    "monitored by the register",
                ),
            )
            continue
        over = _kept_until(households[code], classes[share_class], on)
        if over is not None:
            yield Found(
                at=code,
                says=Text(
                    zh=f"脱贫后保留的年限到 {over} 为止，名册仍记 "
                    f"“{classes[share_class].name}” {number(shares)} 股",
                    en=f"the years for which the right was kept ended on {over}, and the "
                    f"register still has {number(shares)} shares of {share_class}",
                ),
                severity="warning",
            )
    yield from _not_poor_then(register, classes)


def _kept_until(household: Household, share_class: ShareClass, on: date) -> date | None:
    """The day on which a kept right ended, where it has."""
    rule = share_class.on_leaving_poverty
    if rule is None or rule.then is not OnLeaving.KEEP or rule.keep_years is None:
        return None
    if household.status_on(on) is not Status.GRADUATED:
        return None
    last = [day for day, now in household.status if day <= on and now is Status.GRADUATED]
    over = last[-1] + relativedelta(years=rule.keep_years)
    return over if over <= on else None


def _not_poor_then(
    register: Register, classes: Mapping[str, ShareClass]
) -> Iterator[Found]:
    """Who was on no list on the day on which shares for the poor were issued."""
    for entry in in_force(register.entries):
        if entry.kind is not EntryKind.ISSUE or entry.share_class not in classes:
            continue
        household = household_on(register, entry.household, on=entry.day)
        now = household.status_on(entry.day)
        is_said = any(first <= entry.day for first, _ in household.status)
        was_ever = any(each in _ON_THE_LIST for _, each in household.status)
        if is_said and was_ever and now not in _ON_THE_LIST:
            name = STATUS_NAMES[now]
            yield Found(
                at=entry.household,
                says=Text(
                    zh=f"{entry.day} 得到 “{classes[entry.share_class].name}”，"
                    f"当天是{name.zh}",
                    en=f"got shares of {entry.share_class} on {entry.day}, when it was a "
                    f"{name.en}",
                ),
            )


def _well_off(subject: Subject) -> Iterator[Found]:
    """People on a list for the poor who own what such a list asks about."""
    register, on = subject.register, subject.on
    if register is None or not register.persons:
        return
    classes = {each.id for each in subject.contract.share_classes if is_for_the_poor(each)}
    holders = {code for code, name in holdings(register, on=on) if name in classes}
    listed = {
        each.code
        for each in households_on(register, on=on)
        if each.code in holders or each.status_on(on) in _ON_THE_LIST
    }
    owned: dict[str, dict[str, None]] = {}
    for person in persons_on(register, on=on):
        if person.owns and person.household in listed and person.belongs_on(on):
            owned.setdefault(person.household, {}).update(dict.fromkeys(person.owns))
    for code, words in owned.items():
        told = join([_OWNED[word] for word in words])
        yield Found(
            at=code,
            says=Text(
                zh=f"在贫困户、监测户或扶贫股名单上，登记有：{told.zh}",
                en=f"is on a list for the poor, and is written down with {told.en}",
            ),
        )


CHECKS = (
    Check(
        code="SB304",
        title=Text(
            zh="退出、死亡、不是成员的不再持股",
            en="Who left, died or is no member holds nothing",
        ),
        severity="warning",
        do=Text(
            zh="补记转让、继承或退股（entries），或更正退出、死亡、成员身份；"
            "因第三项、第四项丧失身份的，可按章程保留一段时间",
            en="record the transfer, inheritance or redemption, or correct the day or the "
            "membership; by nos. 3 and 4 rights may be kept for a time by the charter",
        ),
        rests_on=(
            collectives("第十七条", "art. 17"),
            recalled("股权台账与成员名册应当一致", "shares and members should agree"),
        ),
        look=_gone,
    ),
    Check(
        code="SB306",
        title=Text(zh="扶贫股由贫困户持有", en="Shares for the poor are held by the poor"),
        severity="error",
        do=Text(
            zh="核对建档立卡和监测名单；补记状态，或更正持股",
            en="look at the lists of poor and monitored households; add the status or correct "
            "the holding",
        ),
        rests_on=(
            case("马山：3,119 人错列为扶贫对象", "Mashan: 3,119 wrong beneficiaries"),
        ),
        look=_not_poor,
    ),
    Check(
        code="SB307",
        title=Text(
            zh="名单上的人没有车、房、企业和财政工资",
            en="Nobody on a list for the poor has a car, a house in town, a company or public pay",
        ),
        severity="warning",
        do=Text(
            zh="入户核实：登记的可能是他人冒用、已经卖掉，或脱贫以后所得；不等于弄虚作假",
            en="visit the household: it may be another's, sold, or got after leaving poverty; it "
            "need not be false",
        ),
        rests_on=(
            case("马山：3,119 人错列为扶贫对象", "Mashan: 3,119 wrong beneficiaries"),
            practice(
                "名单与车辆、房产、工商、财政供养登记比对",
                "lists are compared with the registers of cars, houses, companies and public pay",
            ),
        ),
        look=_well_off,
    ),
)
