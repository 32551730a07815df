"""Notices about goods: what is overdue, what is to be paid for, what fits no claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from dateutil.relativedelta import relativedelta

from sanbian.books import Books, Claim
from sanbian.clause import LendAndReturn
from sanbian.contract import Contract
from sanbian.contract.contracts import version_on
from sanbian.exact import Run
from sanbian.program import Role
from sanbian.settlement.clauses import clause_of
from sanbian.settlement.values import Notice
from sanbian.wording import Text, goods, money

_TOO_MUCH: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "returned": ("超过应还", "more than was to be returned"),
        "died": ("超过在外", "more than was out"),
        "lost": ("超过在外", "more than was out"),
        "delivered": ("超过应给", "more than was due"),
    }
)


def goods_notices(contract: Contract, done: Run, closing: Books) -> Iterator[Notice]:
    """What a person should know about goods that are lent, returned and delivered."""
    for claim in closing.claims:
        word, _, clause = claim.account.partition("/")
        if word == "lent":
            yield from _overdue(contract, clause, claim, closing)
        if word == "owed_by":
            yield Notice(
                "owes",
                claim.key,
                Text(zh=f"{claim.key} 应赔付 ", en=f"{claim.key} owes ")
                + money(claim.amount)
                + Text(zh=f"（{claim.since} 期）", en=f" from {claim.since}")
                + clause_of(clause),
            )
    for family in done.program.families:
        word, _, name = family.name.partition("/")
        left = sum(done.closing[family.name])
        if family.role is not Role.SOURCE or word not in _TOO_MUCH or not left:
            continue
        zh, en = _TOO_MUCH[word]
        loan = _loan(contract, name.partition("~")[0], closing)
        if word == "returned" and loan is not None and loan.weight is not None:
            zh, en = f"{zh}或未达体重", f"{en}, or below the weight agreed upon"
        says = Text(zh=f"：{zh} ", en=": ") + goods(left, family.unit)
        yield Notice("left_over", name, family.says + says + Text(zh="", en=f" {en}"))


def _overdue(
    contract: Contract, clause: str, claim: Claim, closing: Books
) -> Iterator[Notice]:
    """What should have come back by the last day of the period."""
    in_force = version_on(contract, claim.since) or 0
    for loan in contract.versions[in_force].clauses:
        if loan.id != clause or not isinstance(loan, LendAndReturn) or not loan.due_years:
            continue
        due = claim.since + relativedelta(years=loan.due_years)
        if due <= closing.settled[-1].end:
            yield Notice(
                "overdue",
                claim.key,
                Text(
                    zh=f"{claim.key} 应于 {due} 前归还，尚欠 ",
                    en=f"{claim.key} was to return by {due}, still out: ",
                )
                + goods(claim.amount, claim.unit)
                + clause_of(clause),
            )


def _loan(contract: Contract, clause: str, closing: Books) -> LendAndReturn | None:
    """The clause under which something was lent, as it stands at the end of the period."""
    in_force = version_on(contract, closing.settled[-1].end) or 0
    for found in contract.versions[in_force].clauses:
        if found.id == clause and isinstance(found, LendAndReturn):
            return found
    return None
