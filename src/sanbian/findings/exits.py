"""Checks of cooperatives' charters: leaving, and property that subsidies or gifts formed."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.clause import Averaging, Exit, Kind, LossSharing, Payment
from sanbian.contract import Base, PartyRole, SafeguardKind, sources_of, takers_of
from sanbian.findings.grounds import case, cooperatives, provincial
from sanbian.findings.subjects import Subject, is_public
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.settlement import Settlement
from sanbian.wording import Text, join, money, same

_FORMED = ("补助", "捐赠")
_PRIVATE = frozenset(
    {
        PartyRole.STATE_COMPANY,
        PartyRole.LEADING_ENTERPRISE,
        PartyRole.OPERATOR,
        PartyRole.BIG_GROWER,
        PartyRole.OTHER,
    }
)
_ASKED = (
    (("书面", "提前", "通知", "申请", "提出"), Text(zh="提前多久提出", en="what notice")),
    (("退还", "返还", "退回", "付清"), Text(zh="退还什么", en="what is refunded")),
    (("日内", "天内", "月内"), Text(zh="几日内付清", en="by when it is paid")),
    (("亏损", "损失", "债务"), Text(zh="亏损怎样分担", en="what part of a loss")),
)
"""What the words of an exit clause are looked through for, and what is asked where none is."""


def _leaving(subject: Subject) -> Iterator[Found]:
    exits = [(at, clause) for at, clause in subject.clauses() if isinstance(clause, Exit)]
    for at, clause in exits:
        yield from _what_an_exit_lacks(subject, at, clause)
    if not exits:
        yield from _nothing_on_leaving(subject)
        yield from _words_on_leaving(subject)


def _nothing_on_leaving(subject: Subject) -> Iterator[Found]:
    if subject.has_safeguard(SafeguardKind.EXIT, SafeguardKind.BUY_BACK):
        return
    returns_principal = any(
        isinstance(clause, Payment) and clause.kind is Kind.PRINCIPAL
        for _, clause in subject.clauses()
    )
    if subject.contract.contributions and not returns_principal:
        yield Found(
            at="$.safeguards",
            says=Text(
                zh="没有写怎样退出：谁可以退、提前几天、退什么、几天内退",
                en="nothing says how to leave: who may, on what notice, what is refunded, by "
                "when",
            ),
        )


def _words_on_leaving(subject: Subject) -> Iterator[Found]:
    """What the words of a cooperative's exit clause are silent about."""
    if subject.contract.vehicle is not Vehicle.FARMERS_COOPERATIVE:
        return
    for place, each in enumerate(subject.contract.safeguards):
        if each.kind is not SafeguardKind.EXIT or not each.words:
            continue
        lacking = [
            told for words, told in _ASKED if not any(word in each.words for word in words)
        ]
        if lacking:
            asked = join(lacking, zh="、", en=", ")
            yield Found(
                at=f"$.safeguards[{place}].words",
                says=Text(
                    zh=f"退社条款没有写：{asked.zh}",
                    en=f"the clause on leaving does not say: {asked.en}",
                ),
            )


def _what_an_exit_lacks(subject: Subject, at: str, clause: Exit) -> Iterator[Found]:
    accounts = subject.contract.member_accounts
    funds = {} if accounts is None else dict(accounts.funds)
    for column, told in (
        ("capital", Text(zh="出资额", en="capital")),
        ("reserve_share", Text(zh="公积金份额", en="the reserve share")),
    ):
        if column in funds and funds[column] not in clause.refunds:
            yield Found(
                at=f"{at}.refunds",
                says=Text(
                    zh=f"退社不退还{told.zh}", en=f"who leaves is not refunded {told.en}"
                ),
                severity="error",
            )
    subsidy = funds.get("subsidy_share")
    is_refunded = subsidy is not None and subsidy in clause.refunds
    if is_refunded and subject.settlement is None:
        yield Found(at=f"{at}.refunds", says=_SUBSIDY_REFUNDED, severity="error")
    if subsidy is not None and not is_refunded and subsidy not in clause.stays:
        yield Found(
            at=f"{at}.stays",
            says=Text(
                zh="没有写退社成员的补助量化份额留给在社成员",
                en="nothing says that the subsidy share of who leaves goes to those who stay",
            ),
        )
    shares_losses = any(isinstance(each, LossSharing) for _, each in subject.clauses())
    if clause.loss_of is None and not shares_losses:
        yield Found(
            at=f"{at}.loss_of",
            says=Text(
                zh="没有写退社成员怎样分担以前的亏损",
                en="nothing says what part of earlier losses who leaves bears",
            ),
        )


_SUBSIDY_REFUNDED = Text(
    zh="财政补助形成的量化份额列入了退还：它不退，由在社成员重新平均",
    en="the subsidy share is among what is refunded: it stays and is averaged anew",
)


def _put_to_one(subject: Subject) -> Iterator[Found]:
    """Property from subsidies or gifts in one private hand instead of on all accounts."""
    for place, given in enumerate(subject.contract.contributions):
        is_gift = "捐赠" in given.funded_by
        party = subject.party(given.by)
        if party is not None and party.role in _PRIVATE and (is_public(given) or is_gift):
            yield Found(
                at=f"$.contributions[{place}]",
                says=Text(
                    zh=f"财政补助或捐赠形成的财产记作“{party.name}”的出资",
                    en=f"property formed by a subsidy or gift counts as what {party.id} put in",
                ),
            )
    for at, clause in subject.clauses():
        if isinstance(clause, Averaging):
            continue
        formed = [name for _, name in sources_of(clause) if _is_formed(subject, name)]
        owners = [
            party
            for _, name in takers_of(clause)
            if (party := subject.party(name)) is not None and party.role in _PRIVATE
        ]
        if formed and owners:
            named = join((same(each.name) for each in owners), zh="、", en=", ")
            yield Found(
                at=at,
                says=Text(
                    zh=f"财政补助或捐赠形成的财产归了“{named.zh}”，没有平均量化到成员",
                    en=f"property formed by a subsidy or gift goes to {named.en}, not to all "
                    "members alike",
                ),
            )


def _is_formed(subject: Subject, name: str) -> bool:
    """Whether a base is what subsidies or gifts formed, by its name."""
    found = subject.contract.names.declared.get(name)
    return isinstance(found, Base) and any(word in found.name for word in _FORMED)


def _refunds(subject: Subject) -> Iterator[Found]:
    if subject.settlement is None:
        return
    for at, clause in subject.clauses():
        if isinstance(clause, Exit):
            yield from _refunds_of(subject, subject.settlement, at, clause)


def _refunds_of(
    subject: Subject, settlement: Settlement, at: str, clause: Exit
) -> Iterator[Found]:
    refunded = _by_member(settlement, clause.id, arises=True)
    accounts = subject.contract.member_accounts
    subsidy = None if accounts is None else accounts.subsidy_share
    if refunded and subsidy is not None and subsidy in clause.refunds:
        yield Found(at=f"{at}.refunds", says=_SUBSIDY_REFUNDED)
    deficit = sum(
        claim.amount
        for claim in settlement.books.claims
        if claim.account.startswith("deficit/")
    )
    shares = any(isinstance(each, LossSharing) for _, each in subject.clauses())
    if refunded and deficit and clause.loss_of is None and not shares:
        left, back = money(deficit), money(sum(refunded.values()))
        yield Found(
            at=", ".join(refunded),
            says=Text(
                zh=f"退还 {back.zh}，没有分担未弥补的亏损 {left.zh}",
                en=f"{back.en} refunded, and no part borne of a deficit of {left.en}",
            ),
        )
    since = None if subject.facts is None else subject.facts.winding_up_since
    if since is not None and since <= settlement.period.end:
        paid = _by_member(settlement, clause.id, arises=False)
        if paid:
            total = money(sum(paid.values()))
            yield Found(
                at=", ".join(paid),
                says=Text(
                    zh=f"自 {since} 起解散或破产，仍付退社返还 {total.zh}",
                    en=f"{total.en} refunded to members who left, after winding up began on "
                    f"{since}",
                ),
            )


def _by_member(settlement: Settlement, clause: str, *, arises: bool) -> dict[str, int]:
    """Refunds by member: those that arose in the period, or those that were paid."""
    found: dict[str, int] = {}
    for flow in settlement.flows:
        is_one = (
            (flow.source is None) if arises else (flow.target or "").startswith("payable/")
        )
        if flow.clause != clause or flow.kind is not Kind.REFUND or not is_one:
            continue
        for code, amount in zip(settlement.members, flow.amounts, strict=True):
            if amount:
                found[code] = found.get(code, 0) + amount
    return found


CHECKS = (
    Check(
        code="SB119",
        title=Text(
            zh="补助和捐赠形成的财产属于全体成员",
            en="Property from subsidies and gifts is all members' alike",
        ),
        severity="error",
        do=Text(
            zh="改由合作社接受，写一条 averaging 平均量化到成员；捐赠另有约定的写明约定",
            en="have the cooperative receive it, and write an averaging clause; where a donor "
            "agreed otherwise, say so",
        ),
        rests_on=(
            cooperatives("第四十四条第二款、第五十三条", "art. 44 para. 2 and art. 53"),
            provincial("chongqing", "第十三条", "art. 13"),
        ),
        look=_put_to_one,
    ),
    Check(
        code="SB120",
        title=Text(zh="写明怎样退出", en="Leaving is settled"),
        severity="warning",
        do=Text(
            zh="写 exit 条款：谁、提前几天、退什么（股金、公积金份额）、不退什么（补助份额）、"
            "亏损怎样分担",
            en="write an exit clause: who, what notice, what is refunded (capital, reserve "
            "share), what stays (subsidy share), what part of a loss",
        ),
        rests_on=(
            cooperatives("第二十五条、第二十八条", "art. 25 and 28"),
            case(
                "一份合同：年终决算后 30 日内退还，分担亏损",
                "refund within 30 days of closing, losses shared",
            ),
        ),
        look=_leaving,
    ),
    Check(
        code="SB430",
        title=Text(zh="退社返还合法", en="Refunds to those who leave follow the act"),
        severity="error",
        do=Text(
            zh="改正退社条款后重新结算：补助份额不退，分担亏损，清算期间不办理",
            en="correct the exit clause and settle again: the subsidy share stays, losses are "
            "shared, nobody leaves while winding up",
        ),
        rests_on=(
            cooperatives("第二十八条、第五十一条、第五十三条", "art. 28, 51 and 53"),
            provincial("chongqing", "第十四条", "art. 14"),
        ),
        look=_refunds,
    ),
)
