"""Waivers: what someone gives up of what is owed to him lowers that debt before any payment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

from sanbian.books import Claim
from sanbian.clause import Kind
from sanbian.clause.naming import clause_text
from sanbian.contract import takers_of
from sanbian.errors import Problem, raise_any
from sanbian.facts import Waiver
from sanbian.lowering.carrying import promised_by
from sanbian.lowering.draft import CONTRACT
from sanbian.lowering.readings import claim_account
from sanbian.lowering.setting import Setting
from sanbian.program import Accrue, Because, Family
from sanbian.wording import Text, join, money

Debt: TypeAlias = tuple[str, date, str]
"""The account of a claim, the day since which it is owed, and whom."""


def waive(setting: Setting) -> None:
    """Lower the claims of the books by what was given up, never below zero."""
    owed = {
        (claim.account, claim.since, holder_of(setting, claim)): claim
        for claim in setting.books.claims
        if claim.account.startswith(claim_account("")) and claim.unit == "fen"
    }
    raise_any(_problems(setting, owed))
    given_up: dict[tuple[str, str, str], dict[str, int]] = {}
    for waiver in setting.facts.waivers:
        claim = owed[_named(waiver)]
        name = f"{claim.account}@{claim.since.isoformat()}"
        by_key = given_up.setdefault((name, waiver.clause, waiver.why), {})
        by_key[claim.key] = by_key.get(claim.key, 0) + waiver.amount
    claims = {claim.name: claim for claim in setting.draft.claims()}
    for number, ((name, clause, why), by_key) in enumerate(given_up.items()):
        _lower(setting, claims[name], number, by_key, _because(clause, name, why))


def holder_of(setting: Setting, claim: Claim) -> str:
    """Whom a claim is owed to: a household, a group, or the party that the clause names."""
    if claim.level != CONTRACT:
        return claim.key
    clause = promised_by(
        claim.account.removeprefix(claim_account("")), claim.since.isoformat(), setting
    )
    return "" if clause is None else takers_of(clause)[0][1]


def _named(waiver: Waiver) -> Debt:
    return claim_account(waiver.clause), waiver.since, waiver.holder


def _because(clause: str, name: str, why: str) -> Because:
    since = name.rpartition("@")[2]
    return Because(
        clause,
        Kind.WAIVER.value,
        Text(zh=f"免除 {since} 期欠付：{why}", en=f"owed from {since}, waived: {why}"),
    )


def _lower(
    setting: Setting, claim: Family, number: int, by_key: dict[str, int], why: Because
) -> None:
    keys = setting.draft.keys(claim.level)
    column = setting.draft.column(
        f"waived/{number}",
        claim.level,
        [-by_key.get(key, 0) for key in keys],
        Text(zh="免除", en="waived"),
        unit="fen",
    )
    setting.draft.add(Accrue(claim=claim, amount=column, because=why))


def _problems(setting: Setting, owed: Mapping[Debt, Claim]) -> Iterator[Problem]:
    """Waivers of what nobody owes, or of more than is owed."""
    left = {name: claim.amount for name, claim in owed.items()}
    for place, waiver in enumerate(setting.facts.waivers):
        name = _named(waiver)
        debt = owed.get(name)
        if debt is not None:
            left[name] -= waiver.amount
            if left[name] >= 0:
                continue
        named = clause_text(waiver.clause)
        yield Problem(
            at=f"$.waivers[{place}]",
            says=Text(
                zh=f"应免除 {waiver.holder} {named.zh} {waiver.since} 期欠付中的一笔，"
                "最多 ",
                en=f"expected at most what is owed to {waiver.holder} under {named.en} "
                f"from {waiver.since}, ",
            )
            + money(0 if debt is None else debt.amount)
            + Text(zh="，得到共 ", en=", got ")
            + money(waiver.amount if debt is None else debt.amount - left[name]),
            do=_debts(owed, waiver.holder),
        )


def _debts(owed: Mapping[Debt, Claim], holder: str) -> Text:
    """What is owed to one holder, as the books have it."""
    mine = [
        Text(
            zh=f"第{claim.account.partition('/')[2]}条 {claim.since} 期 ",
            en=f"clause {claim.account.partition('/')[2]} from {claim.since}: ",
        )
        + money(claim.amount)
        for (_, _, name), claim in owed.items()
        if name == holder
    ]
    if not mine:
        return Text(
            zh=f"账上不欠 {holder}；核对户编号、条款和期末日",
            en=f"the books owe {holder} nothing; check the code, the clause and the day",
        )
    return Text(zh="账上欠：", en="the books owe: ") + join(mine, zh="；", en="; ")
