"""Lowering of late fees: part of each debt, times the rate, times the days it is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce

from sanbian.books import Books
from sanbian.clause import Kind, LateFee
from sanbian.clause.naming import clause_text
from sanbian.errors import Problem
from sanbian.facts import Facts
from sanbian.lowering.carrying import claims_of
from sanbian.lowering.promises import promise
from sanbian.lowering.readings import claim_account
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import ZERO, Reading
from sanbian.program import Arithmetic, Balance, Expr, Family, Op
from sanbian.wording import Text

_RATE = Text(zh="日违约金率", en="rate a day")
_DAYS = Text(zh="逾期天数", en="days late")
_CAPPED = Text(zh="违约金比例（到上限为止）", en="late part, up to its cap")


def lower_late_fee(clause: LateFee, setting: Setting) -> None:
    """The fee of a period, for all debts of the clauses that it is on.

    A debt of the books is late until the day on which it is paid, else to the end of the
    period; what stays unpaid of this period's own promise, from the day after it is due.
    A period in parts has its fee once, by the clauses of its last part.
    """
    period = setting.facts.period
    if setting.part.period.end != period.end:
        return
    terms = [
        term
        for id_ in clause.on
        for claim in claims_of(setting.draft, claim_account(id_))
        if claim.unit == "fen"
        for term in _fees(clause, claim, setting)
    ]
    reading = Reading(
        setting=setting,
        clause=clause.id,
        to=clause.to,
        who=setting.everyone(),
        rounding=clause.rounding or setting.version.rounding,
    )
    promise(
        reading,
        reduce(lambda one, other: Arithmetic(Op.ADD, one, other), terms, ZERO),
        to=clause.to,
        kind=Kind.LATE_FEE,
        paid_from=clause.paid_from,
        unpaid=clause.unpaid,
    )


def _fees(clause: LateFee, claim: Family, setting: Setting) -> Iterator[Expr]:
    """What one debt costs in this period: all of it until it was paid, the rest after that."""
    period = setting.facts.period
    account, _, day = claim.name.rpartition("@")
    since = date.fromisoformat(day)
    late_from = clause.due.on(since)
    opened = max(late_from, period.start - timedelta(days=1))
    says = Text(zh=f"{day} 期欠付", en=f"owed from {day}")
    paid_on = _paid_on(account, since, setting)
    if since < period.start:
        owed = _opening(claim, setting, says)
        yield from _fee(clause, owed, claim, setting, (late_from, opened, paid_on))
        opened = max(opened, paid_on)
    rest = Balance(claim, says)
    yield from _fee(clause, rest, claim, setting, (late_from, opened, period.end))


def _paid_on(account: str, since: date, setting: Setting) -> date:
    """The day on which a debt was paid as far as it was: as stated, else the last day."""
    stated = {
        (claim_account(each.clause), each.since): each.day for each in setting.facts.paid_on
    }
    return stated.get((account, since), setting.facts.period.end)


def _opening(claim: Family, setting: Setting, says: Text) -> Expr:
    """What was owed of a claim when the period began, less what was waived."""
    draft = setting.draft
    owed = draft.opened(claim)
    account, _, day = claim.name.rpartition("@")
    for waiver in setting.facts.waivers:
        if (claim_account(waiver.clause), waiver.since.isoformat()) == (account, day):
            key = waiver.holder if waiver.holder in owed else setting.contract.id
            owed[key] -= waiver.amount
    name = f"late/{claim.name}{setting.suffix}"
    return draft.column(name, claim.level, list(owed.values()), says, unit="fen")


def _fee(
    clause: LateFee,
    owed: Expr,
    claim: Family,
    setting: Setting,
    days: tuple[date, date, date],
) -> Iterator[Expr]:
    """An amount times the rate times the days of the period on which it was late.

    The cap counts from the first late day on, over all periods.
    """
    late_from, opened, closed = days
    count = (closed - opened).days
    if count <= 0:
        return
    name = f"{clause.id}/{claim.name}/{opened.isoformat()}"
    whole = clause.rate * (closed - late_from).days
    if clause.at_most is None or whole <= clause.at_most:
        rate = setting.term(f"{name}/rate", clause.rate, _RATE, unit="%")
        late = setting.term(f"{name}/days", count, _DAYS, unit="day")
        part: Expr = Arithmetic(Op.MULTIPLY, rate, late)
    else:
        before = clause.rate * (opened - late_from).days
        left = max(Fraction(0), clause.at_most - before)
        part = setting.term(f"{name}/part", left, _CAPPED, unit="%")
    yield Arithmetic(Op.MULTIPLY, owed, part)


def paid_on_problems(facts: Facts, books: Books) -> Iterator[Problem]:
    """Days of payment outside the period, or of debts that the books do not have."""
    owed = {(claim.account, claim.since) for claim in books.claims}
    for place, paid in enumerate(facts.paid_on):
        if not facts.period.has(paid.day):
            yield Problem(
                at=f"$.paid_on[{place}].day",
                says=Text(
                    zh=f"应为本期（{facts.period}）内的一天，得到 {paid.day}",
                    en=f"expected a day of the period {facts.period}, got {paid.day}",
                ),
                do=Text(
                    zh="写当期内付款的那一天；以前各期的付款已经结算",
                    en="write the day of this period on which it was paid",
                ),
            )
        if (claim_account(paid.clause), paid.since) not in owed:
            named = clause_text(paid.clause)
            yield Problem(
                at=f"$.paid_on[{place}]",
                says=Text(
                    zh=f"应为账上的一笔旧欠，得到{named.zh} {paid.since} 期",
                    en=f"expected an older debt of the books, got {named.en} from {paid.since}",
                ),
                do=Text(
                    zh="核对条款编号和欠付那一期的期末日",
                    en="check the clause and the last day of the period from which it is owed",
                ),
            )
