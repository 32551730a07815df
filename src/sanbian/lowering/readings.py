"""How a clause is read: for whom, from which amounts, and what holders already got."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from sanbian.clause import (
    Deliver,
    Dividend,
    Guarantee,
    Kind,
    Payment,
    TopUp,
)
from sanbian.clause.kinds import KIND_NAMES, PREMIUM
from sanbian.contract import MEMBERS, Contract, Party, PartyRole
from sanbian.lowering.draft import MEMBER
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import ZERO, Reading
from sanbian.money import Rounding
from sanbian.program import (
    Arithmetic,
    Balance,
    Because,
    Choose,
    Expr,
    Op,
    Role,
    SumTo,
)
from sanbian.wording import Text


def because(clause: str, kind: Kind, says: Text | None = None) -> Because:
    """The reason of a clause's moves, in the words of its kind or in others."""
    return Because(clause, kind.value, says or KIND_NAMES[kind])


def kind_paid_to(contract: Contract, kind: Kind, to: str) -> Text:
    """What money of a kind is called by who gets it: an insurer gets premiums."""
    party = contract.names.declared.get(to)
    is_insurer = isinstance(party, Party) and party.role is PartyRole.INSURER
    return PREMIUM if kind is Kind.INSURANCE and is_insurer else KIND_NAMES[kind]


def claim_account(clause: str) -> str:
    """The name in the books of what a clause still owes."""
    return f"owed/{clause}"


def reading_of(
    clause: Payment | Guarantee | TopUp | Dividend | Deliver,
    setting: Setting,
    rounding: Rounding | None,
) -> Reading:
    """How the terms of a clause are read."""
    years = None if isinstance(clause, TopUp) else clause.years
    counted_from = "start" if isinstance(clause, TopUp) else clause.counted_from
    to = clause.to if setting.contract.names.is_holders(clause.to) else MEMBERS
    return Reading(
        setting=setting,
        clause=clause.id,
        to=to,
        who=setting.who(to, clause.status, years, counted_from),
        rounding=rounding or setting.version.rounding,
        is_principal=isinstance(clause, Payment) and clause.kind is Kind.PRINCIPAL,
    )


def simple_reading(
    id_: str, to: str, setting: Setting, rounding: Rounding | None
) -> Reading:
    """How the terms of a clause are read that names nobody but its takers."""
    return Reading(
        setting=setting,
        clause=id_,
        to=to,
        who=setting.who(to),
        rounding=rounding or setting.version.rounding,
    )


def at_level(amount: Expr, level: str, reading: Reading) -> Expr:
    """An amount due to a party: what is measured per member is summed over those who count."""
    draft = reading.setting.draft
    found = draft.level_of(amount)
    if found == level or draft.space.leads(level, found):
        return amount
    counted = Choose(reading.who, amount, ZERO) if found == MEMBER else amount
    return SumTo(level, counted)


def short_of(floor: Expr, got: Expr) -> Expr:
    """What is missing to a floor."""
    return Arithmetic(Op.GREATER, Arithmetic(Op.SUBTRACT, floor, got), ZERO)


def got_under(clauses: Sequence[str], setting: Setting) -> Expr:
    """What each holder got under some clauses in this period, in all its parts so far."""
    draft = setting.draft
    names = [
        family
        for family in draft.families()
        if family.role is Role.POOL
        and any(
            family.name == f"payable/{id_}" or family.name.startswith(f"payable/{id_}~")
            for id_ in clauses
        )
    ]
    balances: list[Expr] = [Balance(family, family.says) for family in names]
    return reduce(lambda left, right: Arithmetic(Op.ADD, left, right), balances, ZERO)


def promised_before(clause: str, setting: Setting) -> Expr:
    """What a clause promised each holder in earlier parts of this period, paid or not."""
    start = setting.facts.period.start.isoformat()
    found: Expr = got_under((clause,), setting)
    for family in setting.draft.families():
        account, _, since = family.name.rpartition("@")
        is_own = account in {claim_account(clause), f"payable/{clause}"}
        if is_own and family.level == MEMBER and since >= start:
            found = Arithmetic(Op.ADD, found, Balance(family, family.says))
    return found
