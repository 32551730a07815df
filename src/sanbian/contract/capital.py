"""Checks of what holders have in their own names: funds, reinvestment, deductions."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.clause import (
    ALL,
    DEDUCTION_KINDS,
    Clause,
    Deduction,
    Guarantee,
    Kind,
    LossSharing,
    Payment,
    Reinvestment,
)
from sanbian.contract.combining import result_shares
from sanbian.contract.names import MEMBERS, Names, measures_in, takers_of, terms_of
from sanbian.contract.parts import ContractParts, Place, clauses_of, problem
from sanbian.contract.terms import MONEY
from sanbian.contract.values import Fund, NamedMeasure, ShareClass
from sanbian.errors import Problem, unknown_name
from sanbian.wording import Text


def own_funds_hold(parts: ContractParts) -> Iterator[Problem]:
    """A fund is common, of each group or of each holder; what opens it is each holder's money."""
    funds = [thing for thing in parts.declared if isinstance(thing, Fund)]
    for place, fund in enumerate(funds):
        at = f"$.funds[{place}]"
        if fund.per_member and (fund.per_group or fund.target is not None):
            yield problem(
                at,
                zh=f"各户自有的基金（per_member）不应有 per_group 或 target，得到 “{fund.id}”",
                en=f"expected no per_group and no target with per_member, got {fund.id!r}",
                do_zh="删去一项；集体提取的另设一个基金",
                do_en="remove one of them; declare another fund for what is set aside",
            )
        if fund.opens_with and not fund.per_member:
            yield problem(
                f"{at}.opens_with",
                zh=f"只有各户自有的基金才按各户的金额开户，得到 “{fund.id}”",
                en=f"expected opens_with only for a fund of each member, got {fund.id!r}",
                do_zh="写 per_member = true；共有的基金写 opening",
                do_en="write per_member = true, or opening for a common fund",
            )
        known = {
            thing.id
            for thing in parts.declared
            if isinstance(thing, NamedMeasure)
            and (thing.unit, thing.level) == (MONEY, "member")
        }
        if fund.opens_with and fund.opens_with not in known:
            what = Text(zh="各户的金额计量项", en="measure in yuan of each member")
            at = f"{at}.opens_with"
            yield unknown_name(at, name=fund.opens_with, known=known, what=what)


def deductions_hold(parts: ContractParts) -> Iterator[Problem]:
    """A deduction takes from holders, as a kind of money that can be taken."""
    holders = {MEMBERS, *parts.names.of(ShareClass)}
    for place in clauses_of(parts):
        clause = place.clause
        if isinstance(clause, Deduction | Reinvestment) and not clause.out_of:
            yield problem(
                f"{place.at}.out_of",
                zh="应写明从哪些条款所给的款项中扣留，得到空白",
                en="expected the clauses out of whose lines it comes, got none",
                do_zh=f'写条款编号，例如 ["4"]；从全部应得中扣写 ["{ALL}"]',
                do_en=f'write their numbers, such as ["4"], or ["{ALL}"] for all lines',
            )
        if not isinstance(clause, Deduction):
            continue
        if clause.holders not in holders:
            what = Text(zh="成员或股份类别", en="members or share class")
            at = f"{place.at}.from"
            yield unknown_name(at, name=clause.holders, known=holders, what=what)
        if clause.kind not in DEDUCTION_KINDS:
            yield problem(
                f"{place.at}.pays_as",
                zh=f"应为可以代扣的款项种类，得到 “{clause.kind.value}”",
                en=f"expected a kind that can be deducted, got {clause.kind.value!r}",
                do_zh="可选：" + "、".join(kind.value for kind in DEDUCTION_KINDS),
                do_en="one of: " + ", ".join(kind.value for kind in DEDUCTION_KINDS),
            )


def reinvestments_hold(parts: ContractParts) -> Iterator[Problem]:
    """What is reinvested has been given before, and earns as it is said."""
    words: dict[str, str] = {}
    for place in clauses_of(parts):
        clause = place.clause
        if not isinstance(clause, Reinvestment):
            continue
        yield from _given_before(place, clause, parts.names)
        first = words.setdefault(clause.to, clause.earns_from)
        if first != clause.earns_from:
            yield problem(
                f"{place.at}.earns_from",
                zh=f"同一基金 “{clause.to}” 计息约定应一致，得到 {first} 与 {clause.earns_from}",
                en=f"expected one word for all that goes to {clause.to!r}, got {first} and "
                f"{clause.earns_from}",
                do_zh="另设一个 per_member 的基金",
                do_en="declare another fund per member",
            )
    idle = {fund for fund, word in words.items() if word == "never"}
    for place in clauses_of(parts):
        if isinstance(place.clause, Payment) and place.clause.kind is Kind.PRINCIPAL:
            continue
        for field, term, _ in terms_of(place.clause):
            for where, name in measures_in(term):
                if name in idle:
                    yield problem(
                        f"{place.at}.{field}.{where}",
                        zh=f"“{name}” 约定不计收益（never），得到按它计算的金额",
                        en=f"expected no amount on {name!r}, which never earns, got one",
                        do_zh="改 earns_from，或删去这一项",
                        do_en="change earns_from, or leave it out of the amount",
                    )


def _given_before(place: Place, clause: Reinvestment, names: Names) -> Iterator[Problem]:
    """The clauses whose lines are reinvested are all worked out before it."""
    clauses = place.version.clauses
    before = clauses[: clauses.index(clause)]
    given = {other.id for other in before}
    for other in before:
        if isinstance(other, Guarantee) and other.combine == "greater":
            shares = {share.id for share in result_shares(place.version, other, names)}
            if not shares <= given:  # it waits for them
                given.discard(other.id)
    there = {other.id for other in clauses}
    named = [*enumerate(clause.out_of)]
    if ALL in clause.out_of:
        named = [(0, other.id) for other in clauses if _gives(other, names)]
    for number, id_ in named:
        if id_ in there - given:
            yield problem(
                f"{place.at}.out_of[{number}]",
                zh=f"第 {id_} 条应在转增之前算出，得到在其后",
                en=f"expected clause {id_} to be worked out before, got it after",
                do_zh="把转增条款写在它和它所等待的分红之后",
                do_en="write the reinvestment after it and the shares for which it waits",
            )


def _gives(clause: Clause, names: Names) -> bool:
    """Whether a clause gives holders a line that a reinvestment can be made of."""
    if isinstance(clause, Reinvestment | Deduction | LossSharing):
        return False
    return any(names.is_holders(to) for _, to in takers_of(clause))


def principal_holds(parts: ContractParts) -> Iterator[Problem]:
    """Principal that is paid down stands on a fund of those to whom it is paid."""
    names = parts.names
    for place in clauses_of(parts):
        clause = place.clause
        if not isinstance(clause, Payment) or clause.pays_down is None:
            continue
        fund = clause.pays_down
        if fund not in names.of(Fund):
            what = Text(zh="基金", en="fund")
            at = f"{place.at}.pays_down"
            yield unknown_name(at, name=fund, known=names.of(Fund), what=what)
            continue
        fits = names.is_own_fund(fund) or (
            not names.is_per_holder(clause.to)
            and names.is_per_group(fund) is names.is_per_group(clause.to)
        )
        if (
            not fits
            or clause.kind is not Kind.PRINCIPAL
            or clause.unpaid == "lapse"
            or fund in {clause.to, *clause.paid_from}
        ):
            yield problem(
                f"{place.at}.pays_down",
                zh=f"还本应付给 “{fund}” 名下的人、由基金以外的来源支付、不足时不作废，"
                f"得到 {clause.kind.value}、to = {clause.to}、unpaid = {clause.unpaid}",
                en=f"expected principal paid to those who have {fund!r}, from elsewhere than the "
                f"fund, and carried where unpaid, got {clause.kind.value}, to = {clause.to}, "
                f"unpaid = {clause.unpaid}",
                do_zh='写 kind = "principal"、unpaid = "carry"；各户的本金用 per_member 的基金',
                do_en='write kind = "principal" and unpaid = "carry"; the principal of each '
                "holder stands on a fund per member",
            )
