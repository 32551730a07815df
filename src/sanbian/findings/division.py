"""Checks of how a settlement shared out: sums, order, minimum, deficit, guarantee, cap (结算)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import (
    Kind,
    PatronageRefund,
    Reserve,
    Retention,
)
from sanbian.errors import SanbianError
from sanbian.findings.grounds import case, collectives, companies, cooperatives, practice
from sanbian.findings.settled import (
    RESULTS,
    SHARED_KINDS,
    account,
    bases_of,
    clauses_within,
    given,
    households,
    named,
    of_type,
    out_of_bases,
    told_account,
)
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.law import DEFICIT_FIRST, PATRONAGE_RATE_MIN, STATUTORY_RESERVE_RATE, Vehicle
from sanbian.settlement import Settlement, settle
from sanbian.wording import Text, money, percent


def _sums(subject: Subject) -> Iterator[Found]:
    """What comes to a pool or to a household goes on in full, and follows from the facts."""
    settlement = subject.settlement
    if settlement is None:
        return
    yield from _left_on_the_way(settlement)
    yield from _more_than_there_was(subject, settlement)
    if not settlement.odd_fen and any(flow.odd for flow in settlement.flows):
        yield Found(
            at="odd_fen",
            says=Text(
                zh="有零头分给了个别户，没有记载按什么规则",
                en="odd fen went to some holders, and by which rule is not recorded",
            ),
        )
    again = _settled_again(subject, settlement)
    if again is not None:
        yield from _differences(settlement, again)


def _left_on_the_way(settlement: Settlement) -> Iterator[Found]:
    came: dict[tuple[str, str], int] = defaultdict(int)
    for flow in settlement.flows:
        for name, sign in ((flow.target, 1), (flow.source, -1)):
            if account(name).what == "pool":
                came[name or "", ""] += sign * sum(flow.amounts)
            elif account(name).what == "payable":
                keys = settlement.levels[flow.level]
                for key, amount in zip(keys, flow.amounts, strict=True):
                    came[name or "", key] += sign * amount
    by_account: dict[str, list[int]] = defaultdict(list)
    for (name, _), left in came.items():
        if left:
            by_account[name].append(left)
    for name, every in by_account.items():
        gap = sum(every) or max(every, key=abs)
        what = told_account(settlement, name)
        more = Text(zh="多付", en="more") if gap < 0 else Text(zh="少付", en="less")
        yield Found(
            at=name,
            says=Text(
                zh=f"{what.zh}：付出的合计与应分的不等，{more.zh} {money(abs(gap)).zh}",
                en=f"{what.en}: {money(abs(gap)).en} {more.en} was paid out than there was "
                "to share",
            ),
        )


def _more_than_there_was(subject: Subject, settlement: Settlement) -> Iterator[Found]:
    if subject.facts is None or subject.facts.period != settlement.period:
        return
    went: dict[str, int] = defaultdict(int)
    for flow in settlement.flows:
        for name, sign in ((flow.source, 1), (flow.target, -1)):
            if account(name).what == "base":
                went[account(name).name] += sign * sum(flow.amounts)
    for base, amount in went.items():
        there = sum(
            max(0, part.amounts[base])
            for part in subject.facts.parts
            if base in part.amounts
        )
        is_stated = any(base in part.amounts for part in subject.facts.parts)
        if is_stated and amount > there:
            told = told_account(settlement, f"base/{base}")
            yield Found(
                at=f"base/{base}",
                says=Text(
                    zh=f"{told.zh}：事实中有 {money(there).zh}，分出 {money(amount).zh}",
                    en=f"{told.en}: {money(there).en} by the facts, {money(amount).en} "
                    "shared out",
                ),
            )


def _settled_again(subject: Subject, settlement: Settlement) -> Settlement | None:
    """What contract, register and facts give; None where they are not all known."""
    facts, register = subject.facts, subject.register
    before = subject.earlier[-1].books if subject.earlier else None
    known = () if before is None else before.settled
    is_known = settlement.books.settled == (*known, settlement.period)
    if facts is None or register is None or not is_known:
        return None
    if facts.period != settlement.period:
        return None
    try:
        return settle(subject.contract, register, facts, before)
    except SanbianError:
        return None


def _came_by(settlement: Settlement, clause: str) -> dict[str, int]:
    """What each holder got by a clause: of this period, of earlier ones, on his own account."""
    came = given(settlement, clauses=(clause,))
    for flow in settlement.flows:
        target = flow.target or ""
        is_further = flow.clause == clause and ("@" in target or target.startswith("fund/"))
        if is_further and flow.level == "member" and flow.unit == "fen":
            for code, amount in zip(settlement.members, flow.amounts, strict=True):
                came[code] = came.get(code, 0) + amount
    return came


def _other_books(settlement: Settlement, again: Settlement) -> Iterator[Found]:
    """Funds and debts that are carried on otherwise than they come out."""
    ours, right = settlement.books, again.books
    funds = [
        name
        for name in dict.fromkeys((*right.funds, *ours.funds))
        if right.funds.get(name) != ours.funds.get(name)
    ]
    for name in funds:
        got, due = (sum(each.funds.get(name, {}).values()) for each in (ours, right))
        told = told_account(settlement, f"fund/{name}")
        yield Found(
            at=f"fund/{name}",
            says=Text(
                zh=f"{told.zh}：结转 {money(got).zh}，重算 {money(due).zh}",
                en=f"{told.en}: {money(got).en} is carried on, computed again "
                f"{money(due).en}",
            ),
        )
    if sorted(map(str, ours.claims)) != sorted(map(str, right.claims)):
        yield Found(
            at="books",
            says=Text(
                zh=f"结转的债权债务 {len(ours.claims)} 笔，与重算的 {len(right.claims)} 笔不同",
                en=f"{len(ours.claims)} debts are carried on, which are not the "
                f"{len(right.claims)} computed again",
            ),
        )


def _differences(settlement: Settlement, again: Settlement) -> Iterator[Found]:
    yield from _other_books(settlement, again)
    if settlement.flows == again.flows:
        return
    clauses = dict.fromkeys(
        flow.clause for each in (again, settlement) for flow in each.flows
    )
    for clause in clauses:
        ours, right = (_came_by(each, clause) for each in (settlement, again))
        wrong = [
            code
            for code in dict.fromkeys((*right, *ours))
            if ours.get(code, 0) != right.get(code, 0)
        ]
        if wrong:
            first = wrong[0]
            got, due = money(ours.get(first, 0)), money(right.get(first, 0))
            yield Found(
                at=clause,
                says=Text(
                    zh=f"第 {clause} 条：{len(wrong)} 户的金额与按合同、名册和事实重算的不同"
                    f"（{named(wrong).zh}）；{first} 结算 {got.zh}，重算 {due.zh}",
                    en=f"clause {clause}: {households(len(wrong)).en} got another amount than "
                    f"contract, register and facts give ({named(wrong).en}); {first} got "
                    f"{got.en}, computed again {due.en}",
                ),
            )


def _order(subject: Subject) -> Iterator[Found]:
    """Deficit, then reserve, then what is shared, out of each base."""
    settlement = subject.settlement
    if settlement is None or subject.contract.vehicle not in DEFICIT_FIRST:
        return
    reserves = {clause.id for clause in of_type(clauses_within(subject), Reserve)}
    results = bases_of(subject.contract, RESULTS)
    shared: dict[str, int] = {}
    for place, base, flow in out_of_bases(settlement):
        is_reserve = flow.kind is Kind.RESERVE and flow.clause in reserves
        if base in shared and (is_reserve or flow.kind is Kind.DEFICIT):
            what = (
                Text(zh="提取公积金", en="the reserve was set aside")
                if is_reserve
                else Text(zh="弥补亏损", en="the deficit was made good")
            )
            yield Found(
                at=flow.clause,
                says=Text(
                    zh=f"“{results[base].name}” 先分配、后{what.zh}"
                    f"（{money(sum(flow.amounts)).zh}）",
                    en=f"{results[base].name_en or base}: shared out first, and only then "
                    f"{what.en} ({money(sum(flow.amounts)).en})",
                ),
            )
        elif base in results and flow.kind in SHARED_KINDS and any(flow.amounts):
            shared.setdefault(base, place)
    if subject.contract.vehicle is Vehicle.COMPANY:
        yield from _statutory(subject, settlement, reserves)


def _statutory(
    subject: Subject, settlement: Settlement, reserves: set[str]
) -> Iterator[Found]:
    """A company's reserve out of its profit: only where the contract has one, and not full."""
    rate = STATUTORY_RESERVE_RATE.on(subject.on)
    clauses = list(of_type(clauses_within(subject), Reserve))
    for base in bases_of(subject.contract, RESULTS):
        own = [clause for clause in clauses if clause.of == base]
        if rate is None or not own or any(_is_full(subject, each) for each in own):
            continue
        flows = [flow for _, name, flow in out_of_bases(settlement) if name == base]
        profit = sum(sum(flow.amounts) for flow in flows if flow.kind is not Kind.DEFICIT)
        kept = sum(sum(flow.amounts) for flow in flows if flow.clause in reserves)
        if profit and any(flow.kind in SHARED_KINDS for flow in flows):
            least = rate * profit
            if kept + 1 <= least:
                yield Found(
                    at=own[0].id,
                    says=Text(
                        zh=f"提取法定公积金 {money(kept).zh}，不到 {money(profit).zh}的 "
                        f"{percent(rate)}",
                        en=f"{money(kept).en} were set aside, less than {percent(rate)} of "
                        f"{money(profit).en}",
                    ),
                )


def _is_full(subject: Subject, clause: Reserve) -> bool:
    """Whether the fund of a reserve has reached what it is to reach."""
    fund = next((each for each in subject.contract.funds if each.id == clause.to), None)
    if fund is None or fund.target is None or subject.settlement is None:
        return False
    return sum(subject.settlement.books.funds.get(fund.id, {}).values()) >= fund.target


def _patronage(subject: Subject) -> Iterator[Found]:
    """The refund by trade, as a part of all that was distributable."""
    settlement = subject.settlement
    rate = PATRONAGE_RATE_MIN.on(subject.on)
    if settlement is None or rate is None:
        return
    within = clauses_within(subject)
    kept = {clause.id for clause in of_type(within, Retention)}
    for clause in of_type(within, PatronageRefund):
        flows = [flow for _, base, flow in out_of_bases(settlement) if base == clause.of]
        distributable = sum(
            sum(flow.amounts)
            for flow in flows
            if flow.kind in SHARED_KINDS or flow.clause in kept
        )
        refund = sum(
            sum(flow.amounts)
            for flow in settlement.flows
            if flow.clause == clause.id and flow.kind is Kind.PATRONAGE_REFUND
        )
        if refund < rate * distributable:
            part = Fraction(refund * 10_000 // distributable, 10_000)
            yield Found(
                at=clause.id,
                says=Text(
                    zh=f"可分配盈余 {money(distributable).zh}，按交易量返还 "
                    f"{money(refund).zh}，约 {percent(part)}，不到 {percent(rate)}",
                    en=f"of {money(distributable).en} distributable, {money(refund).en} were "
                    f"refunded by trade, about {percent(part)}: less than {percent(rate)}",
                ),
            )


def _deficit(subject: Subject) -> Iterator[Found]:
    """What was shared of a result while a deficit remains."""
    settlement = subject.settlement
    if settlement is None or subject.contract.vehicle not in DEFICIT_FIRST:
        return
    remains = sum(
        claim.amount
        for claim in settlement.books.claims
        if account(claim.account).what == "deficit"
    )
    results = bases_of(subject.contract, RESULTS)
    shared = sum(
        sum(flow.amounts)
        for _, base, flow in out_of_bases(settlement)
        if base in results and flow.kind in SHARED_KINDS
    )
    if remains > 0 and shared > 0:
        yield Found(
            at="deficit",
            says=Text(
                zh=f"还有亏损 {money(remains).zh}未弥补，却分配了 {money(shared).zh}",
                en=f"{money(shared).en} were shared out while a deficit of "
                f"{money(remains).en} remains",
            ),
        )


CHECKS = (
    Check(
        code="SB401",
        title=Text(zh="分出的合计等于应分的", en="What is paid out sums to what there was"),
        severity="error",
        do=Text(
            zh="找出差额在哪一户，改正后重新公示；零头规则写进结算",
            en="find the household with the difference, correct it and publish again; record the "
            "rule for odd fen",
        ),
        rests_on=(
            case(
                "高县黄桷村：29,000 元分给 138 户，余下的分逐一记到户",
                "Huangjue, Gaoxian: 29,000 yuan among 138 households, each odd fen recorded",
            ),
            practice(
                "结算应能从合同、名册和事实重算出来",
                "a settlement can be computed again from contract, register and facts",
            ),
        ),
        look=_sums,
    ),
    Check(
        code="SB402",
        title=Text(
            zh="先弥补亏损，再提公积金，再分配", en="Deficit, then reserve, then shares"
        ),
        severity="error",
        do=Text(
            zh="按法定次序重算：弥补亏损、提取公积金之后才是可分配的",
            en="compute it again in the order of the law: only what is left after deficit and "
            "reserve can be shared",
        ),
        rests_on=(
            cooperatives("第四十四条第一款", "art. 44 para. 1"),
            companies("第二百一十条", "art. 210"),
            collectives("第四十二条", "art. 42"),
        ),
        look=_order,
    ),
    Check(
        code="SB403",
        title=Text(zh="按交易量返还不低于六成", en="At least 60 % is refunded by trade"),
        severity="error",
        do=Text(
            zh="返还总额进一到分，补足到可分配盈余的百分之六十",
            en="raise the refund to 60 % of what is distributable, rounded up to the fen",
        ),
        rests_on=(cooperatives("第四十四条第二款", "art. 44 para. 2"),),
        look=_patronage,
    ),
    Check(
        code="SB404",
        title=Text(zh="亏损未补不分配", en="Nothing is shared while a deficit remains"),
        severity="error",
        do=Text(
            zh="停止分配，已分的收回或冲抵；约定的租金、费用、保底另按成本列支",
            en="stop, and take back or set off what was shared; rent, fees and guarantees by "
            "contract are costs",
        ),
        rests_on=(
            cooperatives("第四十四条第一款", "art. 44 para. 1"),
            companies("第二百一十条、第二百一十一条", "art. 210 and 211"),
            collectives("第四十二条", "art. 42"),
        ),
        look=_deficit,
    ),
)
