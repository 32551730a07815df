"""Checks of the register: what is held, by whom, and whose account it is (股权台账)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from sanbian.findings.grounds import case, land, recalled
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.register import holdings, households_on
from sanbian.wording import Text, number


def _class_totals(subject: Subject) -> Iterator[Found]:
    if subject.register is None:
        return
    held: dict[str, Fraction] = defaultdict(Fraction)
    for (_, share_class), shares in holdings(subject.register, on=subject.on).items():
        held[share_class] += shares
    for place, each in enumerate(subject.contract.share_classes):
        total = each.total
        if total is None or each.id not in held or held[each.id] == total:
            continue
        more = held[each.id] > total
        gap = number(abs(held[each.id] - total))
        yield Found(
            at=f"$.share_classes[{place}].total",
            says=Text(
                zh=f"“{each.name}” 合同写 {number(total)} 股，名册在 {subject.on} 有 "
                f"{number(held[each.id])} 股，"
                + (f"多 {gap} 股" if more else f"少 {gap} 股"),
                en=f"{each.id}: the contract says {number(total)} shares, the register has "
                f"{number(held[each.id])} on {subject.on}, {gap} too "
                + ("many" if more else "few"),
            ),
            severity="error" if more else "warning",
        )


def _area(subject: Subject) -> Iterator[Found]:
    """The area of the contract and the sum over the register: only where both are stated."""
    lands = [
        (at, given)
        for at, given in subject.contributions("land")
        if given.by == "members" and given.unit in {"mu", "亩"}
    ]
    columns = [
        name
        for name, what in subject.contract.names.declared.items()
        if getattr(what, "unit", "") in {"mu", "亩"}
        and getattr(what, "level", "") == "member"
    ]
    if subject.register is None or len(lands) != 1 or len(columns) != 1:
        return
    at, given = lands[0]
    counting = [
        each
        for each in households_on(subject.register, on=subject.on)
        if each.counts_on(subject.on)
    ]
    areas = [each.measures[columns[0]] for each in counting if columns[0] in each.measures]
    if given.quantity is not None and areas and sum(areas) != given.quantity:
        written, summed = number(given.quantity), number(sum(areas, Fraction(0)))
        yield Found(
            at=f"{at}.quantity",
            says=Text(
                zh=f"合同写 {written} 亩，名册各户合计 {summed} 亩",
                en=f"the contract says {written} mu, the households of the register sum to "
                f"{summed} mu",
            ),
        )


CHECKS = (
    Check(
        code="SB301",
        title=Text(zh="各类股份合计相符", en="Shares sum to what the contract says"),
        severity="error",
        do=Text(
            zh="核对名册和合同；没有量化完的零头，写明归谁（residue_to）",
            en="compare register and contract; say who holds what was left over (residue_to)",
        ),
        rests_on=(
            case(
                "高县黄桷村：138 户各 7,246 股，合计 999,948 股",
                "Huangjue, Gaoxian: 138 times 7,246 shares is 999,948",
            ),
        ),
        look=_class_totals,
    ),
    Check(
        code="SB313",
        title=Text(zh="面积合计相符", en="The area sums up"),
        severity="error",
        do=Text(
            zh="逐户核对确权面积，更正合同或名册",
            en="look at each household's certified area and correct contract or register",
        ),
        rests_on=(
            land("第四十条", "art. 40"),
            recalled("以确权面积为准", "the certified area decides"),
        ),
        look=_area,
    ),
)
