"""Notices: what a person should know about a settlement, and records that disagree.

A record that disagrees is said, never mended: 150 shares for 146 households, an announced
total that is not the sum of its parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from sanbian.books import Books
from sanbian.clause import Kind
from sanbian.clause.kinds import KIND_NAMES
from sanbian.clause.naming import clause_text
from sanbian.contract import Contract, Contribution
from sanbian.exact import Run
from sanbian.facts import Facts, announced_for
from sanbian.leaving import OnLeaving, placed_holdings
from sanbian.lowering.carrying import Promise, kind_of
from sanbian.lowering.draft import name_of
from sanbian.program import Role
from sanbian.register import (
    Register,
    holdings,
    households_on,
    person_holdings,
    persons_on,
)
from sanbian.settlement.by_time import due_in_full
from sanbian.settlement.in_kind import goods_notices
from sanbian.settlement.values import Flow, Notice
from sanbian.wording import Text, join, money, number, percent


def state_notices(contract: Contract, done: Run, closing: Books) -> Iterator[Notice]:
    """What a person should know: arrears, advances above what was due, losses, leftovers."""
    totals: dict[tuple[str, date], int] = {}
    for claim in closing.claims:
        key = (claim.account, claim.since)
        totals[key] = totals.get(key, 0) + claim.amount
        if claim.account.startswith("advance/"):
            yield Notice(
                "over_advanced",
                claim.key,
                Text(zh=f"{claim.key} 预付超过应得 ", en=f"{claim.key} was advanced ")
                + money(claim.amount)
                + Text(zh="，结转冲抵", en=" more than was due; it is carried"),
            )
    for (account, since), amount in sorted(totals.items()):
        what, clause, *_ = account.split("/")
        if what == "owed":
            yield Notice(
                "arrears",
                clause,
                _named_clause(contract, clause)
                + Text(zh=f" {since} 期欠付 ", en=f", {since}: owed ")
                + money(amount),
            )
        if what in {"deduction", "loss"}:
            yield Notice(
                "owing", clause, _owing(what, clause, since) + money(amount) + _LATER
            )
        if what == "deficit":
            base = name_of(contract, clause)
            yield Notice(
                "deficit",
                clause,
                Text(
                    zh=f"{base.zh} {since} 期亏损待补 ",
                    en=f"deficit of {base.en} from {since}: ",
                )
                + money(amount),
            )
    yield from _waived(contract, done)
    yield from _left_over(done)
    yield from goods_notices(contract, done, closing)


def _waived(contract: Contract, done: Run) -> Iterator[Notice]:
    """What was given up of older debts, with the reason."""
    for posting in done.postings:
        if posting.kind == Kind.WAIVER.value:
            why = done.program.moves[posting.move].because
            yield Notice(
                "waived",
                why.clause,
                _named_clause(contract, why.clause)
                + Text(zh="，", en=", ")
                + why.says
                + Text(zh="；共 ", en="; in all ")
                + money(-sum(posting.amounts)),
            )


def _left_over(done: Run) -> Iterator[Notice]:
    """Money that no clause shares out, and more returned than was lent."""
    for family in done.program.families:
        left = sum(done.closing[family.name])
        if family.role is not Role.SOURCE or not left:
            continue
        what, _, name = family.name.partition("/")
        if what == "base":
            says = Text(zh="：合同未分配的有 ", en=": not shared out by the contract ")
            yield Notice("left_over", name, family.says + says + money(left))


_LATER = Text(zh="，以后从应得中扣", en=", taken from what comes later")


def _owing(what: str, clause: str, since: date) -> Text:
    """What is still to be taken from holders: of a loss, or of a deduction."""
    named = clause_text(clause)
    if what == "loss":
        return Text(
            zh=f"{named.zh} {since} 期亏损，各户尚未承担 ",
            en=f"{named.en}, loss of {since}: holders are still to bear ",
        )
    return Text(
        zh=f"{named.zh} {since} 期未扣足 ",
        en=f"{named.en}, {since}: still to be deducted ",
    )


def _named_clause(contract: Contract, clause: str) -> Text:
    """A clause by its number and what it promises."""
    found = next(
        (
            found
            for version in reversed(contract.versions)
            for found in version.clauses
            if found.id == clause
        ),
        None,
    )
    named = clause_text(clause)
    if not isinstance(found, Promise):
        return named
    what = KIND_NAMES[kind_of(found)]
    return Text(zh=named.zh + what.zh, en=f"{named.en} ({what.en})")


def disagreements(
    contract: Contract, register: Register, facts: Facts, flows: Sequence[Flow]
) -> Iterator[Notice]:
    """Where the records do not agree with one another."""
    yield from _totals_of_shares(contract, register, facts.period.end)
    yield from _values_put_in(contract)
    yield from _printed_parts(contract)
    yield from _left_but_holding(contract, register, facts.period.end)
    yield from _dead_but_holding(register, facts.period.end)
    yield from _not_handed_on(contract, register, facts.period.end)
    yield from due_in_full(contract, facts, flows)
    for written, announced in sorted(facts.announced.items()):
        clauses = announced_for(written)
        paid = sum(
            sum(flow.amounts)
            for flow in flows
            if any(_is_given(flow, clause) for clause in clauses)
        )
        if paid != announced:
            named = join(
                (_named_clause(contract, clause) for clause in clauses), zh="、", en=" and "
            )
            yield Notice(
                "disagreement",
                written,
                named
                + Text(zh="公布的总额 ", en=": announced ")
                + money(announced)
                + Text(zh="，按合同计算为 ", en=", by the contract ")
                + money(paid),
            )


def _is_given(flow: Flow, clause: str) -> bool:
    """Whether a flow is what a clause gives of this period, to holders or to a party."""
    target = flow.target or ""
    given = target.startswith(("payable/", "party/")) and "@" not in target
    return flow.clause == clause and flow.source is not None and given


def _totals_of_shares(contract: Contract, register: Register, on: date) -> Iterator[Notice]:
    if all(share_class.total is None for share_class in contract.share_classes):
        return
    held = holdings(register, on=on)
    for share_class in contract.share_classes:
        if share_class.total is None:
            continue
        found = sum(
            (shares for (_, name), shares in held.items() if name == share_class.id),
            Fraction(0),
        )
        if found != share_class.total:
            yield Notice(
                "disagreement",
                share_class.id,
                Text(
                    zh=f"“{share_class.name}” 合同记 {number(share_class.total)} 股，"
                    f"名册合计 {number(found)} 股",
                    en=f"{name_of(contract, share_class.id).en}: "
                    f"{number(share_class.total)} shares by the contract, "
                    f"{number(found)} by the register",
                ),
            )


def _values_put_in(contract: Contract) -> Iterator[Notice]:
    for place, given in enumerate(contract.contributions):
        if given.quantity is None or given.unit_value is None or given.appraised is None:
            continue
        value = given.quantity * given.unit_value
        if value != given.appraised:
            yield Notice(
                "disagreement",
                f"$.contributions[{place}]",
                Text(zh="作价 ", en="appraised at ")
                + money(given.appraised)
                + Text(
                    zh=f"，数量乘单价为 {number(value / 100)} 元",
                    en=f", quantity times unit value is {number(value / 100)} yuan",
                ),
            )


def _printed_parts(contract: Contract) -> Iterator[Notice]:
    """Parts that the certificates print and that the values put in do not give."""
    printed = {
        place: given
        for place, given in enumerate(contract.contributions)
        if given.printed is not None
    }
    values = {place: _value_of(given) for place, given in printed.items()}
    whole = sum(values.values())
    for place, given in printed.items():
        if not whole or not all(values.values()) or given.printed is None:
            continue
        part = Fraction(values[place], whole)
        if part != given.printed:
            by = name_of(contract, given.by)
            hundredths = number(Fraction(int(part * 10_000 + Fraction(1, 2)), 100))
            yield Notice(
                "disagreement",
                f"$.contributions[{place}].printed",
                by
                + Text(
                    zh=f"：股权证印 {percent(given.printed)}，按作价为 {number(part)}"
                    f"（约 {hundredths}%）；分配按股数，不按印的比例",
                    en=f": the certificates print {percent(given.printed)}, by value it is "
                    f"{number(part)} (about {hundredths}%); shares decide, not print",
                ),
            )


def _value_of(given: Contribution) -> Fraction:
    """What a contribution is worth, as appraised or by quantity; zero where nothing says."""
    if given.appraised is not None:
        return Fraction(given.appraised)
    return (given.quantity or Fraction(0)) * (given.unit_value or Fraction(0))


def _left_but_holding(contract: Contract, register: Register, on: date) -> Iterator[Notice]:
    """Households that left and still hold shares: their class still pays them."""
    gone = {
        household.code: household.left
        for household in households_on(register, on=on)
        if household.left is not None and household.left < on
    }
    if not gone:
        return
    for (code, share_class), shares in holdings(register, on=on).items():
        if code in gone:
            held_in = name_of(contract, share_class)
            yield Notice(
                "disagreement",
                code,
                Text(
                    zh=f"{code} 已于 {gone[code]} 退出，名册仍记 {number(shares)} 股"
                    f"（{held_in.zh}）；应登记退股或转让",
                    en=f"{code} left on {gone[code]} and still holds {number(shares)} shares "
                    f"of {held_in.en}; enter a redemption or transfer",
                ),
            )


def _dead_but_holding(register: Register, on: date) -> Iterator[Notice]:
    """Persons who had died before the day and still hold a part of their household's shares."""
    dead = {each.code: each for each in persons_on(register, on=on) if each.is_dead_on(on)}
    held: dict[str, Fraction] = {}
    for (_, _, code), shares in (person_holdings(register, on=on) if dead else {}).items():
        if code in dead:
            held[code] = held.get(code, Fraction(0)) + shares
    for code, shares in held.items():
        yield Notice(
            "disagreement",
            dead[code].household,
            Text(
                zh=f"{code} 已于 {dead[code].left} 死亡，台账仍记其名下 {number(shares)} 股；"
                "应登记继承",
                en=f"{code} died on {dead[code].left} and still holds {number(shares)} shares "
                "in the register; enter the inheritance",
            ),
        )


def _not_handed_on(contract: Contract, register: Register, on: date) -> Iterator[Notice]:
    """Shares that a household left behind and that nobody on the list could take."""
    rules = {
        share_class.id: share_class.on_leaving_poverty
        for share_class in contract.share_classes
        if share_class.on_leaving_poverty is not None
        and share_class.on_leaving_poverty.then in {OnLeaving.REASSIGN, OnLeaving.SPREAD}
    }
    if not rules:
        return
    held = holdings(register, on=on)
    resting = placed_holdings(register, held, rules, on=on).resting
    for share_class in contract.share_classes:
        lost = sum(
            (shares for (_, name), shares in resting.items() if name == share_class.id),
            Fraction(0),
        )
        if lost:
            yield Notice(
                "disagreement",
                share_class.id,
                Text(
                    zh=f"“{share_class.name}” 有 {number(lost)} 股无人可接，本期不计",
                    en=f"{share_class.name_en or share_class.name}: nobody may take "
                    f"{number(lost)} shares; they do not count this period",
                ),
            )
