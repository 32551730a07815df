"""Checks of a settlement beside the earlier ones: same amounts, gaps, versions, jumps (历年)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from sanbian.clause import Kind
from sanbian.contract.contracts import version_on
from sanbian.findings.grounds import case, practice
from sanbian.findings.settled import (
    RESULTS,
    account,
    bases_of,
    every_settlement,
    gained,
    given,
    households,
    is_current,
    out_of_bases,
    paid_out,
)
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.records import Origin
from sanbian.register import EntryKind, Register, Status, holdings
from sanbian.settlement import Settlement
from sanbian.wording import Text, money, number, percent

_RUNNING = 3
_JUMP = Fraction(1, 2)
_POOR_FALL = Fraction(1, 10)
_POOR = frozenset({Status.POOR, Status.MONITORED, Status.GRADUATED})
_SHORTLY_DAYS = 30
_SHORTLY_PART = Fraction(1, 10)


# --- the same amount, year after year ------------------------------------------------


def _same_again(subject: Subject) -> Iterator[Found]:
    last = every_settlement(subject)[-_RUNNING:]
    if len(last) < _RUNNING:
        return
    got = [given(each, kinds=(Kind.DIVIDEND,)) for each in last]
    codes = [code for code in got[0] if all(code in each for each in got)]
    same = [code for code in codes if len({each[code] for each in got}) == 1]
    has_moved = len({_result(subject, each) for each in last}) > 1
    if codes and len(same) == len(codes) and has_moved:
        first, until = last[0].period, last[-1].period
        each = money(got[-1][same[0]])
        yield Found(
            at=same[0],
            says=Text(
                zh=f"{first.start} 至 {until.end} 连续 {_RUNNING} 期，{len(same)} 户的“分红”"
                f"分文不变（{same[0]} 每期 {each.zh}），收益却有增减："
                "像固定利息；封顶、保底也会这样",
                en=f"{_RUNNING} times running, {first.start} to {until.end}, the dividend of "
                f"{households(len(same)).en} is the same to the fen ({same[0]}: {each.en}), "
                "while the result moved: that is like interest, unless a cap or a floor "
                "explains it",
            ),
        )


def _result(subject: Subject, settlement: Settlement) -> tuple[object, ...]:
    """What was earned, as far as the settlement shows: what left each base, losses, rests."""
    went: dict[str, int] = defaultdict(int)
    results = bases_of(subject.contract, RESULTS)
    for _, base, flow in out_of_bases(settlement):
        if base in results:
            went[base] += sum(flow.amounts)
    for flow in settlement.flows:
        arisen = account(flow.target)
        if flow.source is None and arisen.what == "deficit":
            went[arisen.name] -= sum(flow.amounts)
    rests = (each.says for each in settlement.notices if each.about == "left_over")
    return (*sorted(went.items()), *rests)


# --- new capital pays old dividends --------------------------------------------------


def _new_for_old(subject: Subject) -> Iterator[Found]:
    records, settlement = subject.records, subject.settlement
    if records is None or settlement is None:
        return
    shared: dict[str, int] = defaultdict(int)
    for _, base, flow in out_of_bases(settlement):
        if account(flow.target).what in {"payable", "pool", "party"}:
            shared[base] += sum(flow.amounts)
    new: dict[str, int] = defaultdict(int)
    for receipt in records.receipts:
        if receipt.origin is Origin.NEW_CAPITAL:
            new[receipt.base] += receipt.amount
    for base, amount in new.items():
        if amount and shared[base]:
            yield Found(
                at=f"base/{base}",
                says=Text(
                    zh=f"分出的 {money(shared[base]).zh}所在的基数里有新入股金 "
                    f"{money(amount).zh}：可能是新股金在付旧分红",
                    en=f"{money(shared[base]).en} were shared out of a base that holds "
                    f"{money(amount).en} of new capital: it may pay for old dividends",
                ),
            )
    yield from _more_than_income(subject)


def _more_than_income(subject: Subject) -> Iterator[Found]:
    """More paid out of the business than all it took in; where every year's income is known."""
    assert subject.records is not None
    income = {each.year: each.income for each in subject.records.business}
    every = every_settlement(subject)
    taken = [income.get(each.period.end.year) for each in every]
    known = [amount for amount in taken if amount is not None]
    if len(known) < len(taken):
        return
    paid = sum(
        sum(flow.amounts)
        for each in every
        for flow in each.flows
        if is_current(flow) and account(flow.source).what in {"base", "pool"}
    )
    years = len({each.period.end.year for each in every})
    if paid > sum(known) and years == len(every):
        yield Found(
            at="business",
            says=Text(
                zh=f"{len(every)} 期付给各户 {money(paid).zh}，同期经营收入一共 "
                f"{money(sum(known)).zh}",
                en=f"over {len(every)} period{'' if len(every) == 1 else 's'} "
                f"{money(paid).en} were paid to households, while the business took in "
                f"{money(sum(known)).en}",
            ),
        )


# --- jumps ---------------------------------------------------------------------------


def _jumps(subject: Subject) -> Iterator[Found]:
    settlement = subject.settlement
    if settlement is not None and subject.earlier:
        before = subject.earlier[-1]
        yield from _jump(before, settlement)
        if subject.register is not None:
            yield from _poor_share(subject.register, before, settlement)
    if subject.register is not None:
        yield from _shortly_before(subject, subject.register)


def _jump(before: Settlement, now: Settlement) -> Iterator[Found]:
    was, is_ = (sum(gained(each).values()) for each in (before, now))
    lengths = before.period.days, now.period.days
    is_like = max(lengths) <= min(lengths) * Fraction(11, 10)
    if was and is_like and abs(is_ - was) > _JUMP * was:
        part = Fraction(abs(is_ - was) * 100 // was, 100)
        way = Text(zh="增加", en="more") if is_ > was else Text(zh="减少", en="less")
        yield Found(
            at=str(now.period.end),
            says=Text(
                zh=f"上期付给各户 {money(was).zh}，本期 {money(is_).zh}，{way.zh} "
                f"{percent(part)}",
                en=f"households were paid {money(was).en} last time and {money(is_).en} now, "
                f"{percent(part)} {way.en}",
            ),
        )


def _poor_share(register: Register, before: Settlement, now: Settlement) -> Iterator[Found]:
    parts = [_part_of_poor(register, each) for each in (before, now)]
    was, is_ = parts
    if was is not None and is_ is not None and was - is_ > _POOR_FALL:
        told = [percent(Fraction(round(each * 1000), 1000)) for each in (was, is_)]
        yield Found(
            at=str(now.period.end),
            says=Text(
                zh=f"贫困户、脱贫户和监测户所得占比从约 {told[0]} 降到约 {told[1]}",
                en="the part of poor, graduated and monitored households in all payouts fell "
                f"from about {told[0]} to about {told[1]}",
            ),
        )


def _part_of_poor(register: Register, settlement: Settlement) -> Fraction | None:
    """The part of all payouts that goes to households whose status is known."""
    day = settlement.period.end
    poor = {
        each.code
        for each in register.known().households_on(day)
        if each.status and each.status_on(day) in _POOR
    }
    got = paid_out(settlement)
    total = sum(got.values())
    if not poor or total <= 0:
        return None
    return Fraction(sum(fen for code, fen in got.items() if code in poor), total)


def _shortly_before(subject: Subject, register: Register) -> Iterator[Found]:
    """Shares that came to a household shortly before the day that decides."""
    day = _record_day(subject)
    if day is None:
        return
    since = max(day - timedelta(days=_SHORTLY_DAYS), subject.contract.starts)
    totals: dict[str, Fraction] = defaultdict(Fraction)
    for (_, share_class), shares in holdings(register, on=day).items():
        totals[share_class] += shares
    for entry in register.known().entries:
        total = totals[entry.share_class]
        is_gain = entry.kind in {EntryKind.ISSUE, EntryKind.TRANSFER}
        if not is_gain or entry.shares is None or not since < entry.day <= day or not total:
            continue
        part = Fraction(entry.shares) / total
        if part >= _SHORTLY_PART:
            holder = entry.to or entry.household
            about = percent(Fraction(round(part * 1000), 1000))
            yield Found(
                at=holder,
                says=Text(
                    zh=f"{entry.day}（登记日 {day} 前 {_SHORTLY_DAYS} 天内）{holder} 得到 "
                    f"{number(entry.shares)} 股，约占“{entry.share_class}”的 {about}；新入股、"
                    "分户、继承都会这样，请核对",
                    en=f"on {entry.day}, within {_SHORTLY_DAYS} days of the record day {day}, "
                    f"{holder} came to {number(entry.shares)} shares, about {about} of "
                    f"{entry.share_class}; it may be new capital or a household that divided",
                ),
            )


def _record_day(subject: Subject) -> date | None:
    """The day whose holdings decide; None where shares are weighted by days."""
    if subject.settlement is None:
        return None
    period = subject.settlement.period
    place = version_on(subject.contract, period.end) or 0
    written = subject.contract.versions[place].record_day
    if written in {"period_end", "period_start"}:
        return period.end if written == "period_end" else period.start
    days = (
        period.start + timedelta(days=after)
        for after in range(period.days)
        if written != "share_days"
    )
    return next((day for day in days if f"{day:%m-%d}" == written), None)


CHECKS = (
    Check(
        code="SB409",
        title=Text(zh="分红随收益增减", en="A dividend moves with the result"),
        severity="warning",
        do=Text(
            zh="核对各年收益和分配方案；本来就是固定收益的，按保底或利息写明，不叫分红",
            en="look at the results and plans of the years; where a fixed return is meant, call "
            "it guarantee or interest, not dividend",
        ),
        rests_on=(
            practice(
                "2020 年市级会议：以固定利息代替分红的要纠正",
                "a city meeting of 2020: fixed interest in place of dividends is to be mended",
            ),
        ),
        look=_same_again,
    ),
    Check(
        code="SB422",
        title=Text(zh="不拿新股金付旧分红", en="No new capital pays old dividends"),
        severity="warning",
        do=Text(
            zh="查清资金来源；股金退出分配基数，分红只来自收益或合同外的保证",
            en="find out where the money came from; capital is no part of a base, and dividends "
            "come from results or a guarantee from outside",
        ),
        rests_on=(
            case(
                "冕宁建设村：千万元分红的来源受到质疑",
                "Jianshe, Mianning: the source of ten million in dividends was doubted",
            ),
        ),
        look=_new_for_old,
    ),
    Check(
        code="SB427",
        title=Text(zh="大增大减有原因", en="A jump has its reason"),
        severity="info",
        do=Text(
            zh="写明原因：收成、价格、户数、股数变动、约定的递增",
            en="write down why: yield, price, households, shares, an agreed step",
        ),
        rests_on=(
            practice(
                "2020 年市级会议：带贫能力下降的要说明",
                "a city meeting of 2020: a falling part for the poor is to be explained",
            ),
        ),
        look=_jumps,
    ),
)
