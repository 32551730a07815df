"""Checks of the register: what is held, by whom, and whose account it is (股权台账)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction

from sanbian.findings.grounds import case, collectives, land, recalled
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.register import Household, Register, Status, holdings, mask
from sanbian.wording import Text, number, same

_NAMED_MAX = 5


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


def _shared_numbers(subject: Subject) -> Iterator[Found]:
    if subject.register is not None:
        yield from _twice(
            subject.register,
            lambda household: household.account,
            Text(zh="银行账号", en="bank account"),
        )
        yield from _twice(
            subject.register,
            lambda household: household.id_number,
            Text(zh="身份证号", en="identity number"),
        )


def _twice(
    register: Register, read: Callable[[Household], str], what: Text
) -> Iterator[Found]:
    owners: dict[str, list[str]] = defaultdict(list)
    for household in register.households:
        if read(household):
            owners[read(household)].append(household.code)
    for value, codes in owners.items():
        if len(codes) > 1:
            told = _listed(codes)
            yield Found(
                at=codes[0],
                says=Text(
                    zh=f"{len(codes)} 户用同一个{what.zh} {mask(value)}：{told.zh}",
                    en=f"{len(codes)} households have one {what.en} {mask(value)}: {told.en}",
                ),
            )


def _listed(codes: list[str]) -> Text:
    more = len(codes) - _NAMED_MAX
    named = ", ".join(codes[:_NAMED_MAX])
    if more <= 0:
        return same(named)
    return Text(zh=f"{named} 等", en=f"{named} and {more} more")


def _gone(subject: Subject) -> Iterator[Found]:
    if subject.register is None:
        return
    held: dict[str, Fraction] = defaultdict(Fraction)
    for (code, _), count in holdings(subject.register, on=subject.on).items():
        held[code] += count
    for household in subject.register.households:
        if (
            household.left is not None
            and household.left < subject.on
            and held[household.code]
        ):
            shares = number(held[household.code])
            yield Found(
                at=household.code,
                says=Text(
                    zh=f"{household.left} 已退出，名下还有 {shares} 股",
                    en=f"left on {household.left}, and still holds {shares} shares",
                ),
            )


def _never_poor(subject: Subject) -> Iterator[Found]:
    """Shares for the poor in the hands of who never was; only where statuses are kept."""
    register = subject.register
    if register is None or not any(each.status for each in register.households):
        return
    for_poor = {
        each.id
        for each in subject.contract.share_classes
        if any(word in each.name for word in ("贫困", "扶贫"))
    }
    households = {each.code: each for each in register.households}
    for (code, share_class), shares in holdings(register, on=subject.on).items():
        known = households[code].status
        if share_class in for_poor and all(now is Status.GENERAL for _, now in known):
            yield Found(
                at=code,
                says=Text(
                    zh=f"持有 “{share_class}” {number(shares)} 股，名册中从来不是贫困户或监测户",
                    en=f"holds {number(shares)} shares of {share_class}, and was never poor or "
                    "monitored by the register",
                ),
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
    counting = [each for each in subject.register.households if each.counts_on(subject.on)]
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
        code="SB302",
        title=Text(zh="一户一号", en="One number for one household"),
        severity="error",
        do=Text(
            zh="逐户核对存折和身份证；确由一人代收的，要有本户书面委托",
            en="look at each passbook and identity card; where one collects for another, there "
            "must be a written mandate",
        ),
        rests_on=(
            case(
                "报道：一名村干部扣留 34 本存折",
                "reported: a village cadre withheld 34 passbooks",
            ),
        ),
        look=_shared_numbers,
    ),
    Check(
        code="SB304",
        title=Text(zh="退出的户不再持股", en="Who left holds nothing"),
        severity="warning",
        do=Text(
            zh="补记转让、继承或退股（entries），或更正退出日期",
            en="record the transfer, inheritance or redemption, or correct the day of leaving",
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
        look=_never_poor,
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
