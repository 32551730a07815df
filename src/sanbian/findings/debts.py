"""Checks of loans in the dress of shares: the four marks, and the lawful rate (名股实债)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from attrs import frozen

from sanbian.clause import (
    Clause,
    Daily,
    Guarantee,
    Kind,
    LossSharing,
    Monthly,
    PartOf,
    Payment,
    Term,
)
from sanbian.contract import Base, Contribution, SafeguardKind, measures_in
from sanbian.contract.names import inner_terms
from sanbian.findings.grounds import PRIVATE_LENDING, case, practice, recalled
from sanbian.findings.subjects import (
    Subject,
    is_lent,
    is_public,
    meets,
    taker_of_result,
)
from sanbian.findings.values import Check, Found, Severity
from sanbian.law import LENDING_CAP_TIMES, lpr_on
from sanbian.lending import Instalment, recalculate, told
from sanbian.region import in_force
from sanbian.settlement import lines
from sanbian.wording import NOTHING, Text, join, percent, same

_ASKED, _DEBT_LIKE = 2, 3
_MONEY = ("money", "fiscal_funds", "loan")
_OLD_CAP = Fraction(24, 100)  # recalled: the older rule, up to 2020-08-19

_FIXED = Text(zh="回报固定，不随盈亏变动", en="the return is fixed whatever the result")
_BACK = Text(zh="到期还本", en="the principal comes back")
_NO_LOSS = Text(zh="没有写分担亏损", en="nothing says that a loss is borne")
_NO_VOICE = Text(
    zh="没有表决、管理和知情的权利",
    en="they have no vote, no part in management and are not told",
)
_ASK_VOICE = Text(
    zh="；合同没有写出资人有没有表决、管理和知情的权利",
    en="; the contract does not say whether they have a vote, a part in management, or are told",
)


@frozen(kw_only=True)
class _Debt:
    """A promise that looks like interest: its place, clause, marks, and what was put in."""

    at: str
    clause: Guarantee | Payment
    marks: tuple[Text, ...]
    given: tuple[Contribution, ...]

    @property
    def is_silent_on_voice(self) -> bool:
        return all(one.voice is None for one in self.given)

    @property
    def is_debt_like(self) -> bool:
        return len(self.marks) >= _DEBT_LIKE


def _debts(subject: Subject) -> Iterator[_Debt]:
    """Fixed returns on money, by nothing else; what goes by area is rent and left out.

    A share of the result that is a rate on money is a fixed return, whatever it is called.
    """
    for at, clause in subject.clauses():
        if not isinstance(clause, Guarantee | Payment) or not _is_fixed(subject, clause):
            continue
        given = tuple(
            one
            for _, one in subject.contributions(*_MONEY)
            if subject.contract.names.is_holders(one.by) and meets(one.by, clause.to)
        )
        if given and not _shares_result(subject, clause.to):
            marks = tuple(_marks(subject, clause, given))
            yield _Debt(at=at, clause=clause, marks=marks, given=given)


def _is_fixed(subject: Subject, clause: Clause) -> bool:
    """Whether a clause gives a stated sum or a rate on money, and nothing that moves."""
    if not (
        isinstance(clause, Guarantee)
        or (isinstance(clause, Payment) and clause.kind is Kind.DIVIDEND)
    ):
        return False
    names = [name for _, name in measures_in(clause.amount)]
    if not names:
        return True
    moves = any(
        isinstance(subject.contract.names.declared.get(name), Base) for name in names
    )
    is_a_rate = isinstance(clause, Guarantee) or any(_rates(clause.amount, Fraction(1)))
    return (
        is_a_rate
        and subject.is_rate_on_money(clause.amount)
        and not moves
        and not subject.is_by_land(clause.amount)
    )


def _shares_result(subject: Subject, holders: str) -> bool:
    """Whether these holders get a part of the result that moves with it."""
    return any(
        taker is not None and meets(taker, holders) and not _is_fixed(subject, clause)
        for _, clause in subject.clauses()
        for taker in (taker_of_result(clause),)
    )


def _marks(
    subject: Subject, clause: Guarantee | Payment, given: tuple[Contribution, ...]
) -> Iterator[Text]:
    yield _FIXED
    in_force = [other for _, other in subject.clauses()]
    if subject.has_safeguard(SafeguardKind.BUY_BACK) or any(
        isinstance(other, Payment) and other.kind is Kind.PRINCIPAL for other in in_force
    ):
        yield _BACK
    bears = any(
        isinstance(other, LossSharing)
        and any(meets(one.to, clause.to) for one in other.parts)
        for other in in_force
    )
    if not bears and not subject.has_safeguard(SafeguardKind.LOSS_SHARING):
        yield _NO_LOSS
    if all(one.voice == () for one in given):
        yield _NO_VOICE


def _debt_like(subject: Subject) -> Iterator[Found]:
    """What is above the lawful rate as well is told once, with that."""
    for debt in _debts(subject):
        kept = _whose_money(debt.given)
        is_told = kept is not None or len(debt.marks) >= _ASKED
        if is_told and _beyond(subject, debt) is None:
            severity, says = _told_debt_like(debt, kept)
            yield Found(at=debt.at, says=says, severity=severity)


def _whose_money(given: tuple[Contribution, ...]) -> Text | None:
    if any(is_public(one) for one in given):
        return Text(zh="财政资金", en="money of a public budget")
    if any(is_lent(one) for one in given):
        return Text(zh="贷款", en="a loan")
    return None


def _told_debt_like(debt: _Debt, whose: Text | None) -> tuple[Severity, Text]:
    marks, count = join(debt.marks, zh="；", en="; "), len(debt.marks)
    severity: Severity = "warning" if debt.is_debt_like else "info"
    if debt.is_debt_like:
        least = Text(zh="至少有 ", en="at least ") if debt.is_silent_on_voice else NOTHING
        says = Text(
            zh=f"名股实债：四项特征{least.zh or '有 '}{count} 项（{marks.zh}）",
            en=f"a loan in the dress of shares: {least.en}{count} of 4 marks ({marks.en})",
        )
    elif whose is not None:
        says = Text(
            zh=f"以息代红：只付固定回报，不按股分红（{marks.zh}）",
            en=f"interest in place of a dividend: only a fixed return is paid ({marks.en})",
        )
    else:
        says = Text(
            zh=f"可能是名股实债：四项特征有 {count} 项（{marks.zh}）",
            en=f"perhaps a loan in the dress of shares: {count} of 4 marks ({marks.en})",
        )
    if debt.is_silent_on_voice:
        says += _ASK_VOICE
    if whose is not None:
        severity = "error"
        says += Text(zh=f"；入股的是{whose.zh}", en=f"; what was put in is {whose.en}")
    return severity, says


# --- the lawful rate -----------------------------------------------------------------


def _above_the_cap(subject: Subject) -> Iterator[Found]:
    signed = _signed(subject)
    for debt in _debts(subject):
        rate = _rate(debt)
        if rate is None:
            continue
        beyond = _beyond(subject, debt)
        at = f"{debt.at}.amount"
        if LENDING_CAP_TIMES.on(signed) is None:
            yield from _by_the_old_rule(at, rate, signed)
        elif _lpr(subject, signed) is None:
            yield _unknown(at, rate, signed)
        elif beyond is not None:
            _, says = _told_debt_like(debt, _whose_money(debt.given))
            says += Text(zh="。", en=". ") + beyond.says
            yield Found(at=at, says=says + _recalculated(subject, debt, beyond.cap))


def _signed(subject: Subject) -> date:
    return subject.contract.signed or subject.contract.starts


def _rate(debt: _Debt) -> Fraction | None:
    """The rate a year of what is a loan, or may be one and is made of public or lent money."""
    if not (debt.is_debt_like or _whose_money(debt.given)):
        return None
    return max(_rates(debt.clause.amount, Fraction(1)), default=None)


@frozen
class _Beyond:
    """That a rate is beyond the cap."""

    cap: Fraction
    says: Text


def _beyond(subject: Subject, debt: _Debt) -> _Beyond | None:
    signed, rate = _signed(subject), _rate(debt)
    times, known = LENDING_CAP_TIMES.on(signed), _lpr(subject, signed)
    if rate is None or times is None or known is None or rate <= times * known[0]:
        return None
    lpr, source = known
    cap = times * lpr
    says = Text(
        zh=f"年率 {percent(rate)}，超过签订时（{signed}）一年期 LPR {percent(lpr)} 的 "
        f"{times} 倍 {percent(cap)}（{source.zh}）；超过的部分抵本金",
        en=f"{percent(rate)} a year is more than {times} x the one-year LPR of {percent(lpr)} "
        f"at signing ({signed}), {percent(cap)} ({source.en}); what is beyond pays principal "
        "down",
    )
    return _Beyond(cap, says)


def _rates(term: Term, times: Fraction) -> Iterator[Fraction]:
    """The rates a year within a term; one by the month or day counts as often as there are."""
    match term:
        case PartOf():
            yield times * term.rate
        case Monthly():
            times *= 12
        case Daily():
            times *= 365
        case _:
            pass
    for _, inner in inner_terms(term):
        yield from _rates(inner, times)


def _lpr(subject: Subject, day: date) -> tuple[Fraction, Text] | None:
    """The rate of the day of signing: by the contract, else the region, else as published."""
    contract, region = subject.contract, subject.region
    if contract.lpr is not None:
        return contract.lpr, Text(zh="按合同所写", en="as the contract states it")
    stated = None if region is None else in_force(region.lpr, day)
    if stated is not None and (stated.since.year, stated.since.month) >= _month_before(day):
        return stated.rate, same(stated.source)
    published = lpr_on(day)
    return None if published is None else (published.rate, published.source)


def _month_before(day: date) -> tuple[int, int]:
    """The month before: each month has its own rate, so an older row says nothing of it."""
    return (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)


def _unknown(at: str, rate: Fraction, signed: date) -> Found:
    return Found(
        at=at,
        says=Text(
            zh=f"年率 {percent(rate)}，但这里没有 {signed:%Y-%m} 的一年期 LPR，"
            "不知道是否超过四倍",
            en=f"{percent(rate)} a year, but the one-year LPR of {signed:%Y-%m} is not known "
            "here, so nobody can say whether it is above four times of it",
        ),
        severity="info",
    )


def _by_the_old_rule(at: str, rate: Fraction, signed: date) -> Iterator[Found]:
    if rate > _OLD_CAP:
        yield Found(
            at=at,
            says=Text(
                zh=f"年率 {percent(rate)}，签订于 {signed}，早于 2020-08-20，那时的上限记得是 "
                f"{percent(_OLD_CAP)}（未读原文）",
                en=f"{percent(rate)} a year, signed on {signed}, before 2020-08-20: the cap of "
                f"then is remembered as {percent(_OLD_CAP)} (not read)",
            ),
            severity="warning",
        )


def _recalculated(subject: Subject, debt: _Debt, cap: Fraction) -> Text:
    """What a court would make of what was paid, where payments and principal are known."""
    values = [one.appraised for one in debt.given if one.appraised is not None]
    principal = sum(values) if len(values) == len(debt.given) else 0
    since = min((one.day or subject.contract.starts) for one in debt.given)
    settled = [*subject.earlier, *filter(None, (subject.settlement,))]
    paid = [
        Instalment(
            day=each.period.end,
            amount=sum(
                line.amount for line in lines(each) if line.clause == debt.clause.id
            ),
        )
        for each in sorted(settled, key=lambda each: each.period.end)
    ]
    is_known = principal > 0 and any(one.amount for one in paid)
    if not is_known or paid[0].day < since:
        return NOTHING
    rows = recalculate(principal, paid, since=since, rate=cap)
    total = Text(zh="按上限重算：", en="recalculated at the cap: ")
    return Text(zh="。", en="; ") + total + join(map(told, rows), zh="；", en="; ")


CHECKS = (
    Check(
        code="SB113",
        title=Text(zh="不是名股实债", en="Not a loan in the dress of shares"),
        severity="warning",
        do=Text(
            zh="改为随盈亏分配的比例，写明亏损怎样分担、出资人有什么权利（voice）；确是借款的，按借款订合同",
            en="agree on a part of the result, on who bears a loss and on the voice of those who "
            "put money in (voice); if it is a loan, write it as a loan",
        ),
        rests_on=(
            case(
                "法院：固定回报、到期还本、不担风险、不参与管理的，按借款处理"
                "（（2020）最高法民申7050号；（2025）鄂0281民初5989号）",
                "courts: a fixed return, principal back, no risk and no management make a loan "
                "((2020) 最高法民申 7050; (2025) 鄂 0281 民初 5989)",
            ),
            practice(
                "财农〔2017〕52号：财政资金用于资产收益，不是放贷（只见开头）",
                "Cainong (2017) 52: public money is for income from assets, not for lending "
                "(opening seen only)",
            ),
        ),
        look=_debt_like,
    ),
    Check(
        code="SB114",
        title=Text(zh="不超过 LPR 的四倍", en="No more than four times the LPR"),
        severity="error",
        do=Text(
            zh="降到上限以下，已多付的抵减本金（`recalculate` 逐笔重算）；缺 LPR 的，"
            "写进合同的 lpr 或 region.toml",
            en="lower it to the cap and set what was paid beyond off against principal "
            "(`recalculate` does it payment by payment); where the LPR is missing, write it as "
            "lpr in the contract or into region.toml",
        ),
        rests_on=(
            PRIVATE_LENDING,
            case(
                "家具厂案：约定每月 1,500 元，已付 18,000 元，合法利息 16,061 元，余额抵本金",
                "the furniture works: 1,500 a month agreed, 18,000 paid, 16,061 lawful, the rest "
                "pays principal down",
            ),
            recalled(
                "2020 年 8 月 19 日以前的旧规则：年率 24%、36%",
                "the older rule up to 2020-08-19: 24 % and 36 % a year",
            ),
        ),
        look=_above_the_cap,
    ),
)
