"""Checks of counts that should agree: certificates, persons, shares and beneficiaries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from sanbian.contract import ShareClass
from sanbian.findings.belonging import is_for_the_poor
from sanbian.findings.grounds import case
from sanbian.findings.subjects import Subject, is_public
from sanbian.findings.values import Check, Found
from sanbian.register import (
    EntryKind,
    Household,
    Register,
    holdings,
    households_on,
    in_force,
    mask,
    persons_on,
)
from sanbian.wording import Text, number

_NEARLY_ALL = Fraction(9, 10)
_NEAR = Fraction(1, 100)
_FEW_MIN = 10


def _there(subject: Subject) -> list[Household]:
    assert subject.register is not None
    listed = households_on(subject.register, on=subject.on)
    return [each for each in listed if each.counts_on(subject.on)]


# --- certificates ------------------------------------------------------------------------


def _certificates(subject: Subject) -> Iterator[Found]:
    register = subject.register
    if register is None:
        return
    households = [each for each in _there(subject) if each.certificate]
    held: dict[str, list[Fraction]] = defaultdict(list)
    for (code, _), shares in holdings(register, on=subject.on).items():
        held[code].append(shares)
    numbers = Counter(each.certificate for each in households)
    first = _first_issues(register)
    for each in households:
        stated, mine = each.certificate_shares, held[each.code]
        if numbers[each.certificate] > 1:
            yield _told(each, _same_number(each, numbers[each.certificate]))
        if stated is not None and stated not in {sum(mine, Fraction(0)), *mine}:
            yield _told(each, _other_shares(stated, sum(mine, Fraction(0)), subject.on))
        if each.certificate_day is not None and each.certificate_day < first.get(
            each.code, date.min
        ):
            yield _told(each, _too_early(each.certificate_day, first[each.code]))


def _first_issues(register: Register) -> dict[str, date]:
    """The first day on which each household got shares, from whom and how ever."""
    first: dict[str, date] = {}
    for entry in in_force(register.entries):
        is_issue = entry.kind in {EntryKind.ISSUE, EntryKind.RE_AVERAGE}
        for code in (entry.household if is_issue else "", entry.to):
            if code:
                first[code] = min(first.get(code, entry.day), entry.day)
        if entry.kind is EntryKind.RE_AVERAGE:
            for household in register.households:
                first[household.code] = min(first.get(household.code, entry.day), entry.day)
    return first


def _told(household: Household, says: Text) -> Found:
    return Found(at=household.code, says=says)


def _same_number(household: Household, count: int) -> Text:
    return Text(
        zh=f"股权证号 {mask(household.certificate)} 有 {count} 户",
        en=f"{count} households have the certificate number {mask(household.certificate)}",
    )


def _other_shares(stated: Fraction, has: Fraction, on: date) -> Text:
    return Text(
        zh=f"股权证写 {number(stated)} 股，台账在 {on} 有 {number(has)} 股",
        en=f"the certificate states {number(stated)} shares, the register has {number(has)} "
        f"on {on}",
    )


def _too_early(day: date, first: date) -> Text:
    return Text(
        zh=f"股权证 {day} 发出，台账到 {first} 才有股份",
        en=f"the certificate is of {day}, the register has shares from {first} only",
    )


# --- people and shares ---------------------------------------------------------------------


def _heads(subject: Subject) -> Iterator[Found]:
    """Households, people and persons listed that do not agree; shares near their number."""
    if subject.register is None:
        return
    households = _there(subject)
    listed = Counter(
        each.household
        for each in persons_on(subject.register, on=subject.on)
        if each.belongs_on(subject.on)
    )
    for each in households:
        if each.people and listed[each.code] and listed[each.code] != each.people:
            yield Found(
                at=each.code,
                says=Text(
                    zh=f"名册写 {each.people} 人，人员名单有 {listed[each.code]} 人",
                    en=f"the roster says {each.people} people, {listed[each.code]} persons are "
                    "listed",
                ),
            )
    people = sum(each.people for each in households)
    held: dict[str, Fraction] = defaultdict(Fraction)
    for (_, name), count in holdings(subject.register, on=subject.on).items():
        held[name] += count
    for share_class in subject.contract.share_classes:
        shares = held[share_class.id]
        gap = abs(shares - people)
        is_counted = (
            people >= _FEW_MIN and shares.denominator == 1
        )  # else it is by area, money
        if is_counted and 0 < gap <= max(Fraction(1), _NEAR * people):
            yield Found(
                at=share_class.id,
                says=Text(
                    zh=f"“{share_class.name}” {number(shares)} 股，{len(households)} 户 "
                    f"{people} 人：差 {number(gap)}",
                    en=f"{number(shares)} shares of {share_class.id} for {people} people of "
                    f"{len(households)} households: {number(gap)} apart",
                ),
            )


def _beneficiaries(subject: Subject) -> Iterator[Found]:
    """Shares bought with public money, one for each beneficiary, that are not as many."""
    if subject.register is None:
        return
    public = {given.by for given in subject.contract.contributions if is_public(given)} | {
        str(given.into)
        for given in subject.contract.contributions
        if is_public(given) and given.into
    }
    for share_class in subject.contract.share_classes:
        if share_class.id in public or is_for_the_poor(share_class):
            yield from _one_each(subject, share_class)


def _one_each(subject: Subject, share_class: ShareClass) -> Iterator[Found]:
    assert subject.register is not None
    held = [
        shares
        for (_, name), shares in holdings(subject.register, on=subject.on).items()
        if name == share_class.id
    ]
    ones, total = held.count(Fraction(1)), sum(held, Fraction(0))
    stated = total if share_class.total is None else share_class.total
    is_one_each = len(held) >= _FEW_MIN and ones >= _NEARLY_ALL * len(held)
    if is_one_each and ones < len(held) and stated == total:
        yield Found(
            at=share_class.id,
            says=Text(
                zh=f"“{share_class.name}” {number(total)} 股，受益 {len(held)} 户："
                f"{ones} 户各 1 股，{len(held) - ones} 户不是",
                en=f"{number(total)} shares of {share_class.id} for {len(held)} beneficiaries: "
                f"{ones} have one each, the others ({len(held) - ones}) have not",
            ),
        )


CHECKS = (
    Check(
        code="SB314",
        title=Text(zh="股权证与台账一致", en="Certificates agree with the register"),
        severity="warning",
        do=Text(
            zh="核对股权证存根；变动后换发，写错的更正",
            en="look at the stubs; issue a new one after a change, and correct what is wrong",
        ),
        rests_on=(
            case(
                "高县黄桷村：138 户各 7,246 股，合计 999,948 股",
                "Huangjue, Gaoxian: 138 times 7,246 shares is 999,948",
            ),
        ),
        look=_certificates,
    ),
    Check(
        code="SB315",
        title=Text(zh="户数、人数和股数相符", en="Households, people and shares agree"),
        severity="info",
        do=Text(
            zh="核对户口、成员名单和股份；差的那一个写明是谁、为什么",
            en="compare the household list, the members and the shares; say who makes the "
            "difference, and why",
        ),
        rests_on=(
            case(
                "西南行村：534 股，533 名成员，220 户",
                "Xinanhang: 534 shares, 533 members, 220 households",
            ),
        ),
        look=_heads,
    ),
    Check(
        code="SB316",
        title=Text(
            zh="财政股的股数与受益户数相符",
            en="Shares bought for beneficiaries are as many as these",
        ),
        severity="warning",
        do=Text(
            zh="对照受益名单；一户多股的写明依据，多出的股份写明归谁",
            en="compare the list of beneficiaries; say why one has more, and whose the others are",
        ),
        rests_on=(case("一处 150 股、146 户", "one place: 150 shares, 146 households"),),
        look=_beneficiaries,
    ),
)
