"""Checks of where the money came from and what the collective's part is used for (来源和用途)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from sanbian.clause import Kind
from sanbian.clause.kinds import KIND_NAMES
from sanbian.contract import PartyRole
from sanbian.findings.grounds import case, practice
from sanbian.findings.settled import account, out_of_bases
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.records import Origin, Post, Purpose, Records
from sanbian.register import Status
from sanbian.settlement import Settlement
from sanbian.wording import Text, join, money, percent

_NOT_SHARED: Mapping[Origin, Text] = {
    Origin.REQUISITION: Text(zh="征地补偿", en="compensation for land taken"),
    Origin.ASSET_SALE: Text(zh="处置资产所得", en="money from selling assets"),
    Origin.DONATION: Text(zh="捐赠", en="donations"),
    Origin.EARMARKED: Text(zh="专项补助", en="subsidies with a purpose"),
    Origin.PREPAID_RENT: Text(zh="多年租金", en="rent of several years"),
}
_COMMON = frozenset({Vehicle.COLLECTIVE, Vehicle.FARMERS_COOPERATIVE})
_SUN_YEAR = 2020
_TO_WORK = Fraction(8, 10)


def _not_to_share(subject: Subject) -> Iterator[Found]:
    """Money in a base that may not be shared, or not all in one year."""
    records, settlement = subject.records, subject.settlement
    if records is None or settlement is None or subject.contract.vehicle not in _COMMON:
        return
    kept_out: dict[str, dict[Origin, int]] = defaultdict(lambda: defaultdict(int))
    for receipt in records.receipts:
        if receipt.origin is Origin.PREPAID_RENT:
            ahead = receipt.amount - receipt.amount // receipt.years
            kept_out[receipt.base][receipt.origin] += ahead
        elif receipt.origin in _NOT_SHARED:
            kept_out[receipt.base][receipt.origin] += receipt.amount
    for base, by_origin in kept_out.items():
        flows = [flow for _, name, flow in out_of_bases(settlement) if name == base]
        whole = sum(sum(flow.amounts) for flow in flows)
        shared = sum(sum(flow.amounts) for flow in flows if _is_shared(flow.target))
        barred = {origin: fen for origin, fen in by_origin.items() if fen}
        over = shared - (whole - sum(barred.values()))
        if barred and over > 0:
            inside = join(
                _NOT_SHARED[origin] + Text(zh=" ", en=" ") + money(fen)
                for origin, fen in barred.items()
            )
            yield Found(
                at=f"base/{base}",
                says=Text(
                    zh=f"分出的 {money(shared).zh}中至少 {money(over).zh}不应在当年分配："
                    f"基数里有{inside.zh}",
                    en=f"of {money(shared).en} shared out, at least {money(over).en} are not to "
                    f"be shared this year: the base holds {inside.en}",
                ),
            )


def _is_shared(target: str | None) -> bool:
    return account(target).what in {"payable", "pool", "party"}


def _uses(subject: Subject) -> Iterator[Found]:
    """What the collective's part was used for, without a plan or against it."""
    records = subject.records
    if records is None or not records.uses:
        return
    if records.uses_decided is None:
        spent = money(sum(each.spent for each in records.uses))
        part = _collective_part(subject)
        of_part = (
            Text(zh="", en="")
            if part is None
            else Text(zh=f"（本期分得 {money(part).zh}）", en=f" (it got {money(part).en})")
        )
        yield Found(
            at="$.uses",
            says=Text(
                zh=f"集体部分{of_part.zh}用了 {spent.zh}，没有二次分配方案",
                en=f"of the collective's part{of_part.en} {spent.en} were used, without a plan",
            ),
        )
    for place, each in enumerate(records.uses):
        planned = each.planned or 0
        if each.purpose is Purpose.ADMINISTRATION and each.spent > planned:
            more = money(each.spent - planned)
            yield Found(
                at=f"$.uses[{place}].spent",
                says=Text(
                    zh=f"管理费用用了 {money(each.spent).zh}，方案 {money(planned).zh}，超 "
                    f"{more.zh}",
                    en=f"{money(each.spent).en} went to administration, planned were "
                    f"{money(planned).en}: {more.en} too much",
                ),
            )


def _collective_part(subject: Subject) -> int | None:
    """What parties that are collectives got of this settlement; None where there are none."""
    if subject.settlement is None:
        return None
    ids = {
        party.id for party in subject.contract.parties if party.role is PartyRole.COLLECTIVE
    }
    if not ids:
        return None
    return sum(
        sum(flow.amounts)
        for flow in subject.settlement.flows
        if account(flow.target).what == "party" and account(flow.target).name in ids
    )


def _sun(subject: Subject) -> Iterator[Found]:
    """Income from the sun: most of it to work in 2020, by days, and called pay."""
    records = subject.records
    if records is None or not any(
        each.origin is Origin.PHOTOVOLTAIC for each in records.receipts
    ):
        return
    yield from _to_work(subject, records)
    called = [each for each in records.posts if each.booked_as is Kind.DIVIDEND]
    if called:
        total, name = money(sum(each.amount for each in called)), KIND_NAMES[Kind.DIVIDEND]
        yield Found(
            at="$.posts",
            says=Text(
                zh=f"{len(called)} 人的岗位报酬 {total.zh}记成了{name.zh}",
                en=f"the pay of {len(called)} in posts, {total.en}, is booked as {name.en}",
            ),
        )
    yield from _by_days(records.posts)


def _to_work(subject: Subject, records: Records) -> Iterator[Found]:
    settlement = subject.settlement
    if settlement is None or settlement.period.end.year != _SUN_YEAR:
        return
    general = _never_poor(subject, settlement)
    income = sum(
        each.amount for each in records.receipts if each.origin is Origin.PHOTOVOLTAIC
    )
    to_work = sum(each.amount for each in records.posts if each.household not in general)
    if income and to_work < _TO_WORK * income:
        part = Fraction(to_work * 1000 // income, 1000)
        yield Found(
            at="$.posts",
            says=Text(
                zh=f"{_SUN_YEAR} 年光伏收入 {money(income).zh}，用于贫困人口岗位工资和村内劳务 "
                f"{money(to_work).zh}，约 {percent(part)}，不到 {percent(_TO_WORK)}",
                en=f"of {money(income).en} from the sun in {_SUN_YEAR}, {money(to_work).en} "
                f"went to posts and labour of the poor, about {percent(part)}: less than "
                f"{percent(_TO_WORK)}",
            ),
        )


def _never_poor(subject: Subject, settlement: Settlement) -> set[str]:
    """Households whose status is known and is none of the poor."""
    register = subject.register
    if register is None:
        return set()
    day = settlement.period.end
    return {
        each.code
        for each in register.known().households_on(day)
        if each.status and each.status_on(day) is Status.GENERAL
    }


def _by_days(posts: tuple[Post, ...]) -> Iterator[Found]:
    days = {each.days for each in posts if each.days is not None}
    amounts = {each.amount for each in posts if each.days is not None}
    if len(days) > 1 and len(amounts) == 1:
        each = money(next(iter(amounts)))
        yield Found(
            at="$.posts",
            says=Text(
                zh=f"出工天数不同，报酬都是 {each.zh}：没有按天数计",
                en=f"the days of work differ and the pay is {each.en} for all: it does not go "
                "by days",
            ),
        )


CHECKS = (
    Check(
        code="SB405",
        title=Text(zh="不该分的钱不进分配", en="What may not be shared is kept out"),
        severity="error",
        do=Text(
            zh="从基数中剔除，转入公积公益金或专项；多年租金逐年结转",
            en="take it out of the base and book it to the reserve or its purpose; spread rent "
            "of several years over them",
        ),
        rests_on=(
            practice(
                "山东鲁农政改字〔2020〕5号（见报道）、玉环 2022-01-11、合阳 2023 年草案",
                "Shandong Lunong zhenggai (2020) 5 (as reported), Yuhuan 2022-01-11, Heyang, "
                "draft of 2023",
            ),
        ),
        look=_not_to_share,
    ),
    Check(
        code="SB416",
        title=Text(
            zh="集体部分有方案、按方案用", en="The collective's part goes by its plan"
        ),
        severity="warning",
        do=Text(
            zh="补方案并按四议两公开决定；超支的管理费用退回或另行决定",
            en="decide a plan in the four deliberations; what administration took too much goes "
            "back or is decided anew",
        ),
        rests_on=(
            case(
                "陇县铁塬村：14 万元中 98,000 元给贫困户",
                "Tieyuan, Longxian: of 140,000, 98,000 to poor households",
            ),
            case(
                "明溪岩里村：集体部分留作公积，用于返贫的户",
                "Yanli, Mingxi: the collective's part is kept for those who fall back",
            ),
        ),
        look=_uses,
    ),
    Check(
        code="SB417",
        title=Text(zh="光伏收入八成用于岗位和劳务", en="Sun income pays for work"),
        severity="error",
        do=Text(
            zh="按岗位和出工天数重算，补足比例；报酬按劳务报酬记",
            en="compute it again by posts and days, make up the part, and book it as pay",
        ),
        rests_on=(
            practice(
                "国开办司发〔2020〕3号（人民日报 2020-02-25）",
                "Guokaibansifa (2020) 3 (People's Daily of 2020-02-25)",
            ),
            case(
                "灵台柳家铺：2019 年 6 月起按劳分配",
                "Liujiapu, Lingtai: by work done from June 2019 on",
            ),
        ),
        look=_sun,
    ),
)
