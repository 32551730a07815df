"""Checks of what is promised: interest in the dress of a dividend, and guarantees."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.clause import (
    Dividend,
    Kind,
    PatronageRefund,
    PreferredDividend,
)
from sanbian.contract import Base, BaseKind, Fund, SafeguardKind
from sanbian.findings.grounds import case, companies, cooperatives, practice, recalled
from sanbian.findings.subjects import (
    FIRMS,
    Subject,
    guarantees,
)
from sanbian.findings.values import Check, Found
from sanbian.wording import Text, join

_CALLED_DIVIDEND = ("分红", "红利", "股息")
_PRICED = ("价", "本金", "原值", "评估", "净值", "元", "入股金额", "原额")
_SECURED = (
    SafeguardKind.RISK_DEPOSIT,
    SafeguardKind.RISK_FUND,
    SafeguardKind.INSURANCE,
)


def _unsecured(subject: Subject) -> Iterator[Found]:
    """Guarantees that only who pays them stands for, and a buy-back by nobody at no price."""
    yield from _open_buy_backs(subject)
    if subject.has_safeguard(*_SECURED):
        return
    guarantors = {
        each.by
        for each in subject.contract.safeguards
        if each.kind is SafeguardKind.GUARANTOR and each.by
    }
    for at, clause in guarantees(subject):
        payers = [subject.party(name) for name in clause.paid_from]
        firms = [payer for payer in payers if payer is not None]
        is_alone = len(payers) == 1 and firms and not subject.is_by_land(clause.amount)
        if is_alone and not guarantors - set(clause.paid_from):
            name = Text(zh=firms[0].name, en=firms[0].name_en or firms[0].id)
            itself = Text(
                zh="，保证人就是它自己" if guarantors else "",
                en=", and its own guarantor is itself" if guarantors else "",
            )
            yield Found(
                at=at,
                says=Text(
                    zh=f"保底只由“{name.zh}”一方支付，没有保证人、保证金、风险基金或保险{itself.zh}",
                    en=f"the guarantee is paid by {name.en} alone: no guarantor, deposit, risk "
                    f"fund or insurance stands behind it{itself.en}",
                ),
            )


def _open_buy_backs(subject: Subject) -> Iterator[Found]:
    for place, each in enumerate(subject.contract.safeguards):
        if each.kind is not SafeguardKind.BUY_BACK:
            continue
        lacks = []
        if not each.by and not any(
            party.name in each.words for party in subject.contract.parties
        ):
            lacks.append(Text(zh="谁回购", en="who buys"))
        priced = each.amount is not None or each.rate is not None
        if not priced and not any(word in each.words for word in _PRICED):
            lacks.append(Text(zh="什么价", en="at what price"))
        if lacks:
            told = join(lacks)
            yield Found(
                at=f"$.safeguards[{place}]",
                says=Text(
                    zh=f"回购没有写{told.zh}",
                    en=f"a buy-back that does not say {told.en}",
                ),
            )


def _called_dividend(subject: Subject) -> Iterator[Found]:
    for at, clause in guarantees(subject):
        called = next((word for word in _CALLED_DIVIDEND if word in clause.words), None)
        if called is not None and clause.charged != "first_charge":
            yield Found(
                at=f"{at}.words",
                says=Text(
                    zh=f"无论盈亏都付的保底，原文称为“{called}”",
                    en=f"what is paid whatever the result is called a dividend ({called})",
                ),
            )


def _all_by_capital(subject: Subject) -> Iterator[Found]:
    """A surplus of a cooperative that goes to members by capital, and none of it by trade."""
    in_force = tuple(subject.clauses())
    if any(isinstance(clause, PatronageRefund) for _, clause in in_force):
        return
    for at, clause in in_force:
        if (
            isinstance(clause, Dividend)
            and clause.kind is Kind.DIVIDEND
            and _is_surplus(subject, clause.of)
            and _goes_by_capital(subject, clause)
        ):
            yield Found(
                at=at,
                says=Text(
                    zh="合作社的可分配盈余全部按股金分，没有按交易量（额）返还",
                    en="the cooperative's surplus is all shared by capital, and nothing is "
                    "refunded by trade",
                ),
            )


def _is_surplus(subject: Subject, name: str) -> bool:
    base = subject.contract.names.declared.get(name)
    return isinstance(base, Base) and base.base in {
        BaseKind.SURPLUS,
        BaseKind.DISTRIBUTABLE,
    }


def _goes_by_capital(subject: Subject, clause: Dividend) -> bool:
    by = clause.by
    return getattr(by, "of", None) == "shares" or subject.is_rate_on_money(by)


def _class_shares(subject: Subject) -> Iterator[Found]:
    for at, clause in subject.clauses():
        if isinstance(clause, PreferredDividend):
            yield Found(
                at=at,
                says=Text(
                    zh="公司的优先股息：有限责任公司只能靠全体股东约定",
                    en="a preferred dividend of a company: in a limited liability company it "
                    "rests on the agreement of all shareholders alone",
                ),
            )


def _land_to_firm(subject: Subject) -> Iterator[Found]:
    yield from _deposits_of_nothing(subject)
    is_safe = subject.has_safeguard(*_SECURED, SafeguardKind.GUARANTOR)
    firms = [each for each in subject.contract.parties if each.role in FIRMS]
    if is_safe or not firms:
        return
    for at, given in subject.contributions("land"):
        if subject.party(given.by) is None:
            firm = Text(zh=firms[0].name, en=firms[0].name_en or firms[0].id)
            yield Found(
                at=at,
                says=Text(
                    zh=f"农户的土地交给“{firm.zh}”经营，没有风险保障金、履约保险或担保",
                    en=f"households' land is run by {firm.en}: no risk deposit, performance "
                    "insurance or guarantor",
                ),
            )


def _deposits_of_nothing(subject: Subject) -> Iterator[Found]:
    """A deposit that has no amount."""
    for place, each in enumerate(subject.contract.safeguards):
        has_amount = (
            each.amount is not None
            or each.rate is not None
            or any(char.isdigit() for char in each.words)
            or each.by in subject.contract.names.of(Fund)
        )
        if each.kind is SafeguardKind.RISK_DEPOSIT and not has_amount:
            yield Found(
                at=f"$.safeguards[{place}]",
                says=Text(
                    zh="风险保证金没有写多少、什么时候缴",
                    en="a risk deposit that does not say how much, and by when",
                ),
            )


CHECKS = (
    Check(
        code="SB115",
        title=Text(zh="保底有人担保", en="Someone stands behind a guarantee"),
        severity="warning",
        do=Text(
            zh="写明保证人、保证金、风险基金或保险（safeguards），担保的要写 by",
            en="name a guarantor, deposit, risk fund or insurance under safeguards, a guarantor "
            "with by",
        ),
        rests_on=(
            case(
                "陇县奶牛托养：约定 4,000 加 5 年每年 600，实付 1,000",
                "Longxian: 4,000 and 600 a year for 5 years promised, 1,000 paid",
            ),
        ),
        look=_unsecured,
    ),
    Check(
        code="SB116",
        title=Text(zh="公司的保底不叫分红", en="A company's guarantee is no dividend"),
        severity="warning",
        do=Text(
            zh="改称租金、费用或保底收益，亏损年度列作费用，不作利润分配",
            en="call it rent, fee or guarantee; in a loss year it is an expense, not profit "
            "shared out",
        ),
        rests_on=(companies("第二百一十条、第二百一十一条", "art. 210 and 211"),),
        look=_called_dividend,
    ),
    Check(
        code="SB117",
        title=Text(zh="合作社按交易量返还", en="A cooperative refunds by trade"),
        severity="error",
        do=Text(
            zh="先按交易量（额）返还不低于可分配盈余的 60%（patronage_refund），余下的再按股金分",
            en="first refund at least 60 % of the distributable surplus by trade "
            "(patronage_refund), then share the rest by capital",
        ),
        rests_on=(cooperatives("第四十四条", "art. 44"),),
        look=_all_by_capital,
    ),
    Check(
        code="SB126",
        title=Text(zh="企业用地有风险保障", en="A firm on households' land gives security"),
        severity="warning",
        do=Text(
            zh="约定风险保障金或履约保证保险，写进 safeguards",
            en="agree on a risk deposit or performance insurance and write it under safeguards",
        ),
        rests_on=(
            practice(
                "土地经营权入股试点：财政或公司缴风险保证金，配保险",
                "trials of land as shares: a risk deposit by finance or company, and insurance",
            ),
            recalled(
                "《农村土地经营权流转管理办法》（2021）第三十条",
                "Measures on the circulation of land management rights (2021), art. 30",
            ),
        ),
        look=_land_to_firm,
    ),
    Check(
        code="SB137",
        title=Text(
            zh="公司的优先股息靠什么", en="What a company's preferred share rests on"
        ),
        severity="info",
        do=Text(
            zh="附上全体股东的约定；类别股只有股份有限公司才有",
            en="attach the agreement of all shareholders; only joint-stock companies have "
            "classes of shares by law",
        ),
        rests_on=(companies("第一百四十四条", "art. 144"),),
        look=_class_shares,
    ),
)
