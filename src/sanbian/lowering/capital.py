"""Lowering of what stays with a holder, is taken from him, or is paid back to him.

His own funds, what is reinvested in them, deductions from what he gets, and principal that
falls due. Reinvestment comes at its place among the clauses; a deduction becomes due at its
place and is taken before the payout, when advances have been set off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import reduce
from typing import TypeVar

from sanbian.clause import (
    ALL,
    Clause,
    Deduction,
    Kind,
    Payment,
    Reinvestment,
)
from sanbian.clause.naming import clause_text
from sanbian.contract import MEMBERS
from sanbian.contract.contracts import version_on
from sanbian.lowering.draft import MEMBER, Draft, name_of
from sanbian.lowering.readings import at_level, because, kind_paid_to
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import ZERO, Reading, term_expr
from sanbian.lowering.transfers import transfer
from sanbian.money import Rounding
from sanbian.program import (
    Accrue,
    Arithmetic,
    Balance,
    Because,
    Choose,
    Expr,
    Family,
    Op,
    Pay,
    Role,
    Round,
)
from sanbian.wording import Text

Taking = TypeVar("Taking", bound=Clause)
"""A kind of clause under which holders are to pay something out of what they get."""

# --- own funds -----------------------------------------------------------------------


def open_own_funds(setting: Setting) -> None:
    """Open the funds that holders have in their own names, whether a clause uses them or not."""
    for fund in setting.contract.funds:
        if fund.per_member:
            setting.account(fund.id)


def put_into_own_fund(setting: Setting, clause: str, payable: Family, fund: str) -> None:
    """Put what a clause gave each holder into his own fund instead of his hand."""
    says = name_of(setting.contract, fund)
    kept = Text(zh=f"计入{says.zh}", en=f"kept in {says.en}")
    setting.draft.add(
        _take(
            setting,
            due=Balance(payable, payable.says),
            sources=(payable,),
            to=setting.account(fund),
            name=f"{payable.name}/{fund}",
            why=Because(clause, Kind.TRANSFER.value, kept),
        )
    )


def lower_reinvestment(clause: Reinvestment, setting: Setting) -> None:
    """A part of what clauses gave each holder, into his own fund.

    What they pay of earlier periods is reinvested too, once, in the last part of the period.
    """
    if not setting.in_years(clause.years, clause.counted_from):
        return
    is_last = setting.part is setting.facts.parts[-1]
    sources = tuple(
        family
        for family in payables_of(setting.draft, clause.out_of)
        if ("@" in family.name and is_last)
        or ("@" not in family.name and family.name.endswith(setting.suffix))
    )
    if not sources:
        return
    says = Text(zh="转增比例", en="part reinvested")
    rate = setting.term(f"{clause.id}/rate", clause.rate, says, unit="%")
    who = setting.who(MEMBERS, clause.status, clause.years, clause.counted_from)
    part = Arithmetic(Op.MULTIPLY, _together(sources), rate)
    rounding = clause.rounding or setting.version.rounding
    setting.draft.add(
        _take(
            setting,
            due=Round(Choose(who, part, ZERO), setting.step, rounding),
            sources=sources,
            to=setting.account(clause.to),
            name=f"{clause.id}{setting.suffix}",
            why=because(clause.id, Kind.REINVESTMENT),
        )
    )


def payables_of(draft: Draft, clauses: Sequence[str]) -> Iterator[Family]:
    """What some clauses, or all of them, gave holders in this period and is not paid yet."""
    for family in draft.families():
        head, _, tail = family.name.partition("/")
        clause = tail.partition("@")[0].partition("~")[0]
        if head == "payable" and (ALL in clauses or clause in clauses):
            yield family


def _together(families: Sequence[Family]) -> Expr:
    balances: list[Expr] = [Balance(family, family.says) for family in families]
    return reduce(lambda one, other: Arithmetic(Op.ADD, one, other), balances)


def _take(
    setting: Setting,
    *,
    due: Expr,
    sources: tuple[Family, ...],
    to: Family,
    name: str,
    why: Because,
) -> Pay:
    """Take from each holder's own accounts; no more than there is."""
    return Pay(
        due=due,
        level=MEMBER,
        sources=sources,
        to=to,
        unpaid="lapse",
        odd_fen=setting.version.odd_fen,
        name=name,
        because=why,
    )


# --- deductions ----------------------------------------------------------------------


def lower_deduction(clause: Deduction, setting: Setting) -> None:
    """What is to be taken becomes due; it is taken before the payout."""
    if not setting.in_years(clause.years, clause.counted_from):
        return
    years, counted_from = clause.years, clause.counted_from
    reading = Reading(
        setting=setting,
        clause=clause.id,
        to=clause.holders,
        who=setting.who(clause.holders, clause.status, years, counted_from),
        rounding=clause.rounding or setting.version.rounding,
    )
    amount = Arithmetic(Op.GREATER, term_expr(clause.amount, reading), ZERO)
    due = Round(Choose(reading.who, amount, ZERO), setting.step, reading.rounding)
    vintage = setting.part.period.end.isoformat()
    named = clause_text(clause.id)
    claim = setting.draft.family(
        f"deduction/{clause.id}@{vintage}",
        MEMBER,
        Role.CLAIM,
        Text(zh=f"{named.zh}应扣", en=f"to be taken under {named.en}"),
    )
    setting.draft.add(Accrue(claim=claim, amount=due, because=_taken(setting, clause)))


def take_deductions(settings: Sequence[Setting]) -> None:
    """Take what is due, oldest first, then in the order of the clauses, from what holders get."""
    setting, start = settings[-1], settings[0].part.period.start
    for since, clause, claim in claims_on_holders("deduction", Deduction, setting):
        is_older = since < start
        setting.draft.add(
            Pay(
                due=None,
                level=MEMBER,
                sources=tuple(payables_of(setting.draft, clause.out_of)),
                to=setting.account(clause.to),
                discharges=(claim,),
                unpaid="carry" if is_older else clause.unpaid,
                odd_fen=setting.version.odd_fen,
                name=claim.name,
                because=_taken(setting, clause, since if is_older else None),
            )
        )


def claims_on_holders(
    word: str, kind: type[Taking], setting: Setting
) -> Iterator[tuple[date, Taking, Family]]:
    """What holders are still to pay, oldest first, each with the clause under which it arose.

    Args:
        word: First word of the claims' accounts; the clause is the second.
        kind: Kind of those clauses.
        setting: The last part of the period.
    """
    found = []
    for claim in setting.draft.claims():
        account, _, written = claim.name.rpartition("@")
        if account.partition("/")[0] == word:
            since = date.fromisoformat(written)
            place, clause = _arisen_under(account.split("/")[1], since, kind, setting)
            found.append((since, place, claim.name, clause, claim))
    for since, _, _, clause, claim in sorted(found, key=lambda one: one[:3]):
        yield since, clause, claim


def _arisen_under(
    id_: str, since: date, kind: type[Taking], setting: Setting
) -> tuple[int, Taking]:
    """The clause of that number in the version then in force, with its place in it."""
    versions = setting.contract.versions
    in_force = version_on(setting.contract, since) or 0
    found = [
        (place, clause)
        for version in (*versions[in_force::-1], *versions[in_force + 1 :])
        for place, clause in enumerate(version.clauses)
        if clause.id == id_ and isinstance(clause, kind)
    ]
    return found[0]  # there is one: the books were checked when they were opened


def _taken(setting: Setting, clause: Deduction, since: date | None = None) -> Because:
    what = kind_paid_to(setting.contract, clause.kind, clause.to)
    says = Text(zh=f"代扣{what.zh}", en=f"{what.en} deducted")
    if since is not None:
        says = Text(zh=f"补扣 {since} 期{what.zh}", en=f"{what.en} of {since} deducted")
    return Because(clause.id, clause.kind.value, says)


# --- principal -----------------------------------------------------------------------


def at_most_left(fund: str, amount: Expr, reading: Reading) -> Expr:
    """What falls due of a principal: no more than is left of it on its fund."""
    setting = reading.setting
    account = setting.account(fund)
    if account.level != MEMBER:
        amount = at_level(amount, account.level, reading)
    wanted = Round(amount, setting.step, reading.rounding)
    left = Balance(account, Text(zh="本金余额", en="principal left"))
    return Round(Arithmetic(Op.LESSER, wanted, left), setting.step, Rounding.FLOOR)


def pay_down(clause: Payment, fund: str, due: Expr, reading: Reading) -> None:
    """Take what has fallen due off the fund: from now on it is owed under its clause."""
    setting = reading.setting
    account = setting.account(fund)
    says = name_of(setting.contract, fund)
    returned = setting.draft.family(
        f"end/returned/{fund}",
        account.level,
        Role.END,
        Text(zh=f"{says.zh}已到期", en=f"{says.en}, fallen due"),
    )
    if account.level == MEMBER:
        due = Choose(reading.who, due, ZERO)
    taken = Text(zh=f"冲减{says.zh}", en=f"taken off {says.en}")
    why = Because(clause.id, Kind.TRANSFER.value, taken)
    setting.draft.add(transfer(setting, account, returned, due, why=why, part=fund))
