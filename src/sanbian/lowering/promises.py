"""Lowering of clauses that promise: a claim is accrued and paid from its sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from sanbian.clause import (
    Guarantee,
    Kind,
    PartOf,
    Payment,
    PreferredDividend,
    Term,
    TopUp,
)
from sanbian.clause.naming import clause_text
from sanbian.contract import measures_in
from sanbian.contract.combining import result_shares
from sanbian.lowering.capital import at_most_left, pay_down, put_into_own_fund
from sanbian.lowering.draft import MEMBER
from sanbian.lowering.readings import (
    at_level,
    because,
    claim_account,
    got_under,
    kind_paid_to,
    promised_before,
    reading_of,
    short_of,
    simple_reading,
)
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import ZERO, Reading, term_expr
from sanbian.program import (
    Accrue,
    Arithmetic,
    Choose,
    Expr,
    Family,
    Op,
    Pay,
    Role,
    Round,
)
from sanbian.wording import Text

Unpaid: TypeAlias = Literal["carry", "lapse", "error"]


def promise(
    reading: Reading,
    amount: Expr,
    *,
    to: str,
    kind: Kind,
    paid_from: Sequence[str],
    unpaid: Unpaid,
    step: int | None = None,
) -> None:
    """Accrue what is due and pay it from the sources in order, in the steps of the contract."""
    setting, draft = reading.setting, reading.setting.draft
    due: Expr
    names = setting.contract.names
    if names.is_per_holder(to):
        level, target = MEMBER, setting.payable(reading.clause)
        due = Choose(reading.who, amount, ZERO)
    else:
        target = setting.account(to)
        level = target.level
        due = at_level(amount, level, reading)
    vintage = setting.part.period.end.isoformat()
    claim = draft.family(
        f"{claim_account(reading.clause)}@{vintage}",
        level,
        Role.CLAIM,
        Text(zh="", en="due under ") + clause_text(reading.clause) + Text(zh="应付", en=""),
    )
    why = because(reading.clause, kind, kind_paid_to(setting.contract, kind, to))
    smallest = setting.step if step is None else step
    rounded = Round(due, smallest, reading.rounding)
    draft.add(
        Accrue(claim=claim, amount=rounded, because=why),
        Pay(
            due=None,
            level=level,
            sources=(
                *_advanced(reading, level),
                *(setting.source(name) for name in paid_from),
            ),
            to=target,
            discharges=(claim,),
            unpaid=unpaid,
            odd_fen=setting.version.odd_fen,
            name=f"{reading.clause}{setting.suffix}",
            because=why,
            step=smallest,
        ),
    )
    if names.is_own_fund(to):
        put_into_own_fund(setting, reading.clause, target, to)


def _advanced(reading: Reading, level: str) -> tuple[Family, ...]:
    """What holders got in advance under this clause: it pays first."""
    start = f"advanced/{reading.clause}/"
    families = reading.setting.draft.families() if level == MEMBER else ()
    return tuple(family for family in families if family.name.startswith(start))


def lower_payment(clause: Payment, setting: Setting) -> None:
    """Something due to each who receives."""
    if not setting.in_years(clause.years, clause.counted_from):
        return
    reading = reading_of(clause, setting, clause.rounding)
    amount = term_expr(clause.amount, reading)
    if _may_be_negative(clause.amount, setting):  # a loss is no debt of who would receive
        amount = Arithmetic(Op.GREATER, amount, ZERO)
    if clause.pays_down is not None:
        amount = at_most_left(clause.pays_down, amount, reading)
    promise(
        reading,
        amount,
        to=clause.to,
        kind=clause.kind,
        paid_from=clause.paid_from,
        unpaid=clause.unpaid,
    )
    if clause.pays_down is not None:
        pay_down(clause, clause.pays_down, amount, reading)


def _may_be_negative(term: Term, setting: Setting) -> bool:
    """Whether a term reads an amount of money that can be a loss: each one's own result."""
    measures = (setting.contract.names.measure(name) for _, name in measures_in(term))
    return any(measure is not None and measure.unit == "yuan" for measure in measures)


def lower_guarantee(clause: Guarantee, setting: Setting) -> None:
    """A promised return; the greater of it and the result is what is short of it."""
    if not setting.in_years(clause.years, clause.counted_from):
        return
    reading = reading_of(clause, setting, clause.rounding)
    amount = term_expr(clause.amount, reading)
    if clause.combine == "greater":
        due = Round(amount, setting.step, reading.rounding)
        amount = short_of(due, _share_of_result(clause, setting))
    promise(
        reading,
        amount,
        to=clause.to,
        kind=Kind.GUARANTEE,
        paid_from=clause.paid_from,
        unpaid=clause.unpaid,
    )


def _share_of_result(clause: Guarantee, setting: Setting) -> Expr:
    """What the result gives the holders of a guarantee in this period, paid or still owed."""
    found: Expr = ZERO
    for share in result_shares(setting.version, clause, setting.contract.names):
        found = Arithmetic(Op.ADD, found, promised_before(share.id, setting))
    return found


def lower_preferred_dividend(clause: PreferredDividend, setting: Setting) -> None:
    """A fixed rate on capital, out of surplus only."""
    reading = simple_reading(clause.id, clause.to, setting, clause.rounding)
    promise(
        reading,
        term_expr(PartOf(clause.rate, clause.on), reading),
        to=clause.to,
        kind=Kind.DIVIDEND,
        paid_from=(clause.of,),
        unpaid="carry" if clause.cumulative else "lapse",
    )


def lower_top_up(clause: TopUp, setting: Setting) -> None:
    """What is missing to a floor, in this period or in the year to date."""
    reading = reading_of(clause, setting, clause.rounding)
    counting = tuple(id_ for id_ in clause.counting if id_ != clause.id)
    got = Arithmetic(
        Op.ADD, got_under(counting, setting), promised_before(clause.id, setting)
    )
    if clause.within == "year":
        for id_ in (*counting, claim_account(clause.id)):
            got = Arithmetic(Op.ADD, got, setting.year_to_date(id_))
    floor = Round(term_expr(clause.amount, reading), setting.step, reading.rounding)
    promise(
        reading,
        short_of(floor, got),
        to=clause.to,
        kind=Kind.GUARANTEE,
        paid_from=clause.paid_from,
        unpaid=clause.unpaid,
    )
