"""What a settlement says of members who leave: when, how much, until when, what stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sanbian.books import Books
from sanbian.clause import Averaging, Exit
from sanbian.contract import Contract
from sanbian.contract.contracts import version_on
from sanbian.errors import Problem
from sanbian.facts import Facts
from sanbian.lowering.membership import end_by_notice, exit_of, with_ends
from sanbian.lowering.records import record_day_of
from sanbian.period import Period
from sanbian.register import Household, Register, households_on
from sanbian.settlement.values import OWING, Flow, Notice, has_arisen
from sanbian.wording import Text, money

_IN_HAND = ("advance", *OWING)


def exit_notices(
    contract: Contract,
    register: Register,
    facts: Facts,
    members: Sequence[str],
    flows: Sequence[Flow],
    closing: Books,
) -> Iterator[Notice]:
    """Who leaves in the period, who leaves later, and who leaves and still owes."""
    period = facts.period
    version = contract.versions[version_on(contract, period.end) or 0]
    clause = exit_of(version)
    if clause is None:
        return
    households = households_on(register, on=period.end)
    of_clause = [flow for flow in flows if flow.clause == clause.id]
    owed = (f for f in of_clause if (f.target or "").startswith("owed/") and has_arisen(f))
    refunds = _by_member(members, owed)
    stays = {f"fund/{name}" for name in clause.stays}
    left = _by_member(members, (flow for flow in of_clause if flow.source in stays))
    for household in with_ends(households, contract).values():
        end, code = household.left, household.code
        if end is not None and period.has(end):
            told = _leaving(household, end, refunds.get(code, 0), clause)
            if left.get(code):
                told += Text(zh="；留在社里 ", en="; left behind ") + money(left[code])
            told += _shares_nothing(contract, facts, end)
            yield Notice("leaving", code, told)
            yield from _owes(code, closing)
    for household in households:
        asked = household.noticed
        end = end_by_notice(household, contract)
        if asked is not None and end is not None and asked <= period.end < end:
            yield Notice("leaving", household.code, _later(household.code, asked, end))


def nobody_stays(
    contract: Contract, register: Register, period: Period, refused: Sequence[Problem]
) -> Iterator[Problem]:
    """What to do where all members leave and something was to stay: it stays with nobody."""
    clauses = (clause for version in contract.versions for clause in version.clauses)
    ids = [clause.id for clause in clauses if isinstance(clause, Exit | Averaging)]
    places = {f"clause {id_}{what}" for id_ in ids for what in ("", ": weights")}
    known = with_ends(households_on(register, on=period.end), contract).values()
    is_empty = all(each.left is not None and each.left <= period.end for each in known)
    if is_empty and any(problem.at in places for problem in refused):
        yield Problem(
            at="$.households",
            says=Text(
                zh=f"退社后留在社里的财产应有成员承接，得到截至 {period.end} 全体成员都已退社",
                en="expected members for what leavers leave behind to stay with, got that the "
                f"last leaves by {period.end}",
            ),
            do=Text(
                zh="全体退出的合作社应先解散：删去申请和退社日期，"
                "按清算分配（wind_up；农民专业合作社法第四十八条、第五十一条）",
                en="a cooperative that all leave ends: remove the notices and last days, and "
                "wind it up (wind_up; Act on Specialized Farmers Cooperatives, art. 48, 51)",
            ),
        )


def _by_member(members: Sequence[str], flows: Iterable[Flow]) -> Mapping[str, int]:
    """What some flows moved of each member."""
    found: dict[str, int] = {}
    for flow in flows:
        for code, amount in zip(members, flow.amounts, strict=True):
            found[code] = found.get(code, 0) + amount
    return found


def _leaving(household: Household, end: date, refund: int, clause: Exit) -> Text:
    due = clause.due.on(end)
    return (
        Text(
            zh=f"{household.code} 成员资格于 {end} 终止，返还 ",
            en=f"{household.code} is no member after {end}: refund of ",
        )
        + money(refund)
        + Text(zh=f"，应于 {due} 前付清", en=f", due by {due}")
    )


def _shares_nothing(contract: Contract, facts: Facts, end: date) -> Text:
    """What to do for one whose last day is before the record day: he gets none of the part."""
    part = next(part for part in facts.parts if part.period.has(end))
    version = contract.versions[version_on(contract, part.period.end) or 0]
    day = record_day_of(version, facts, part, at="$.versions")
    if end >= day:
        return Text(zh="", en="")
    return Text(
        zh=f"；登记日 {day} 已不是成员，按登记日分的没有他的份："
        "把当期事实按最后一日分成两段，才分给他此前的盈余（农民专业合作社法第二十八条）",
        en=f"; not on the record day {day}, so without a part of what is shared by it: give the "
        "facts in two parts, until his last day and after it, to share the surplus until then "
        "(Act on Specialized Farmers Cooperatives, art. 28)",
    )


def _later(code: str, asked: date, end: date) -> Text:
    return Text(
        zh=f"{code} 于 {asked} 申请退社，成员资格于 {end} 终止，在此之前仍为成员",
        en=f"{code} gave notice on {asked}: membership ends on {end}, until then it goes on",
    )


def _owes(code: str, closing: Books) -> Iterator[Notice]:
    """What a member who leaves still owes, so that it is squared with his refund."""
    owed = sum(
        claim.amount
        for claim in closing.claims
        if claim.key == code
        and claim.account.partition("/")[0] in _IN_HAND
        and claim.unit == "fen"
    )
    if owed:
        says = Text(
            zh=f"{code} 退社时尚欠合作社 ",
            en=f"{code} leaves and still owes the cooperative ",
        )
        do = Text(
            zh="；付返还款前核对，可写明从退社返还中扣",
            en="; square it before the refund is paid, or say that it is taken out of it",
        )
        yield Notice("leaver_owes", code, says + money(owed) + do)
