"""Checks of members' accounts: equal parts, columns, the reserve of the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sanbian.clause import Reserve
from sanbian.contract import ShareClass
from sanbian.findings.grounds import cooperatives, provincial
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.lowering.membership import with_ends
from sanbian.register import EntryKind, Household, holdings, households_on
from sanbian.wording import Text, join, money, number

_SUBSIDY = ("财政补助", "补助量化", "补助股")
_STRICT = ("上海", "重庆")
_PASSING = frozenset({EntryKind.TRANSFER, EntryKind.INHERIT, EntryKind.REDEEM})


# --- equal parts ---------------------------------------------------------------------


def _subsidy_shares(subject: Subject) -> Iterator[Found]:
    if subject.register is None:
        return
    yield from _unequal_accounts(subject)
    for share_class in subject.contract.share_classes:
        if any(word in share_class.name for word in _SUBSIDY):
            yield from _unequal_holdings(subject, share_class)
            yield from _passed_on(subject, share_class)


def present_members(subject: Subject) -> dict[str, Household]:
    """Members whose membership goes on after the day."""
    assert subject.register is not None
    households = households_on(subject.register, on=subject.on)
    next_day = subject.on + timedelta(days=1)
    return {
        code: each
        for code, each in with_ends(households, subject.contract).items()
        if each.counts_on(subject.on) and each.counts_on(next_day)
    }


def _unequal_accounts(subject: Subject) -> Iterator[Found]:
    """What stands on the accounts after the settlement, over those who are still members."""
    accounts, settlement = subject.contract.member_accounts, subject.settlement
    fund = None if accounts is None else accounts.subsidy_share
    if settlement is None or fund is None:
        return
    parts = settlement.books.funds[fund]
    there = {code: parts.get(code, 0) for code in present_members(subject)}
    if there and max(there.values()) - min(there.values()) > 1:
        least, most = (money(pick(there.values())) for pick in (min, max))
        yield Found(
            at=fund,
            says=Text(
                zh=f"补助量化份额应人人相同，得到 {least.zh} 至 {most.zh}",
                en=f"expected the same subsidy share for each member, got {least.en} to "
                f"{most.en}",
            ),
        )
    gone = {code: part for code, part in parts.items() if part and code not in there}
    for code, part in gone.items():
        kept = money(part)
        yield Found(
            at=code,
            says=Text(
                zh=f"{code} 已不是成员，账户上还有补助量化份额 {kept.zh}，没有重新平均",
                en=f"{code} is no member any more and still has a subsidy share of {kept.en}: "
                "it was not averaged anew",
            ),
        )


def _unequal_holdings(subject: Subject, share_class: ShareClass) -> Iterator[Found]:
    assert subject.register is not None
    held = holdings(subject.register, on=subject.on)
    shares = {
        code: held.get((code, share_class.id), 0) for code in present_members(subject)
    }
    if len(set(shares.values())) > 1:
        least, most = (number(pick(shares.values())) for pick in (min, max))
        yield Found(
            at=share_class.id,
            says=Text(
                zh=f"“{share_class.name}” 应人人相同，得到每户 {least} 至 {most} 股",
                en=f"expected the same for each member in {share_class.id}, got {least} to "
                f"{most} shares",
            ),
        )


def _passed_on(subject: Subject, share_class: ShareClass) -> Iterator[Found]:
    assert subject.register is not None
    for place, entry in enumerate(subject.register.entries):
        if entry.kind in _PASSING and entry.share_class == share_class.id:
            yield Found(
                at=f"$.entries[{place}]",
                says=Text(
                    zh=f"{entry.household} 的 “{share_class.name}” 被转让或退股：它不能转让，"
                    "也不退还",
                    en=f"shares of {share_class.id} of {entry.household} were passed on or "
                    "redeemed: they are neither transferable nor refunded",
                ),
            )


# --- what an account has -------------------------------------------------------------


def _columns(subject: Subject) -> Iterator[Found]:
    accounts = subject.contract.member_accounts
    if accounts is None:
        return
    kept = {column for column, _ in accounts.funds} | (
        {"trade"} if accounts.trade else set()
    )
    has_reserve = any(
        isinstance(clause, Reserve)
        for version in subject.contract.versions
        for clause in version.clauses
    )
    asked = {"trade"} | ({"reserve_share"} if has_reserve else set())
    where = f"{subject.contract.place}{subject.region.name if subject.region else ''}"
    place = next((word for word in _STRICT if word in where), None)
    if place is not None:
        asked |= {"subsidy_share", "donation_share"}
    lacking = [told for column, told in _COLUMNS.items() if column in asked - kept]
    if lacking:
        named = join(lacking, zh="、", en=", ")
        yield Found(
            at="$.member_accounts",
            says=Text(
                zh=f"成员账户没有记载：{named.zh}" + (f"（{place}）" if place else ""),
                en=f"the accounts of members lack: {named.en}"
                + (" (asked for there)" if place else ""),
            ),
        )


_COLUMNS = {
    "reserve_share": Text(zh="公积金份额", en="the reserve share"),
    "trade": Text(zh="交易量（额）", en="volume or amount of trade"),
    "subsidy_share": Text(zh="补助量化份额", en="the subsidy share"),
    "donation_share": Text(zh="捐赠量化份额", en="the donation share"),
}


# --- the year's reserve --------------------------------------------------------------


def _not_quantified(subject: Subject) -> Iterator[Found]:
    """A reserve that stays in common, where accounts are kept; others may quantify elsewhere."""
    if subject.settlement is None or subject.contract.member_accounts is None:
        return
    names = subject.contract.names
    reserves = {
        clause.id: clause.to
        for _, clause in subject.clauses()
        if isinstance(clause, Reserve) and not names.is_own_fund(clause.to)
    }
    for clause, fund in reserves.items():
        set_aside = sum(
            sum(flow.amounts)
            for flow in subject.settlement.flows
            if flow.clause == clause and flow.target == f"fund/{fund}"
        )
        if set_aside:
            amount = money(set_aside)
            yield Found(
                at=clause,
                says=Text(
                    zh=f"第 {clause} 条提取公积金 {amount.zh}，没有量化到成员账户",
                    en=f"clause {clause} set {amount.en} aside that was not quantified to "
                    "members",
                ),
            )


CHECKS = (
    Check(
        code="SB310",
        title=Text(
            zh="补助量化份额人人相同，不转让，退社后重新平均",
            en="Subsidy shares are equal, not passed on, and averaged anew after exits",
        ),
        severity="error",
        do=Text(
            zh="写一条 averaging，每年末重新平均；转让、退股的记载作废",
            en="write an averaging clause and average at each year end; void the transfers",
        ),
        rests_on=(
            cooperatives("第四十四条第二款", "art. 44 para. 2"),
            provincial("beijing", "第二十条", "art. 20"),
            provincial("shandong", "第二十二条", "art. 22"),
            provincial("chongqing", "第十三条、第十四条", "art. 13 and 14"),
        ),
        look=_subsidy_shares,
    ),
    Check(
        code="SB317",
        title=Text(zh="成员账户各栏齐全", en="Members' accounts have all columns"),
        severity="warning",
        do=Text(
            zh="在 member_accounts 中补写这些栏",
            en="add these columns under member_accounts",
        ),
        rests_on=(
            cooperatives("第四十三条", "art. 43"),
            provincial("shanghai", "第十八条", "art. 18"),
            provincial("chongqing", "第十一条", "art. 11"),
        ),
        look=_columns,
    ),
    Check(
        code="SB425",
        title=Text(
            zh="当年公积金量化到成员", en="The year's reserve is quantified to members"
        ),
        severity="warning",
        do=Text(
            zh="给公积金写 per_member 的基金和 by，量化到成员账户",
            en="give the reserve a fund per member and a weight (by)",
        ),
        rests_on=(cooperatives("第四十二条第二款", "art. 42 para. 2"),),
        look=_not_quantified,
    ),
)
