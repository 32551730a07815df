"""Whose membership ends, and when: notices, the days on which it ends, and who stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import evolve

from sanbian.clause import Exit
from sanbian.contract import MEMBERS, Contract, Version
from sanbian.contract.contracts import version_on
from sanbian.errors import Problem
from sanbian.exits import membership_end
from sanbian.facts import Facts
from sanbian.lowering.draft import MEMBER
from sanbian.lowering.setting import Setting
from sanbian.program import Measure
from sanbian.register import Household, MemberKind, Register, households_on
from sanbian.wording import Text


def exit_of(version: Version) -> Exit | None:
    """The clause on leaving, if a version has one."""
    return next((each for each in version.clauses if isinstance(each, Exit)), None)


def end_by_notice(household: Household, contract: Contract) -> date | None:
    """The day on which the membership of a household ends by its notice, if it gave one.

    The clause in force on the day of the notice says it, or the first that there is later.
    """
    if household.noticed is None:
        return None
    in_force = version_on(contract, household.noticed) or 0
    clauses = (exit_of(version) for version in contract.versions[in_force:])
    clause = next((clause for clause in clauses if clause is not None), None)
    if clause is None:
        return None
    is_institution = household.kind is MemberKind.INSTITUTION
    months = clause.institution_months if is_institution else clause.notice_months
    return membership_end(household.noticed, months=months, year_end=clause.year_end)


def with_ends(
    households: Iterable[Household], contract: Contract
) -> Mapping[str, Household]:
    """Households by code, each with the last day on which it counts by its notice."""
    found: dict[str, Household] = {}
    for household in households:
        end = end_by_notice(household, contract)
        found[household.code] = household if end is None else evolve(household, left=end)
    return found


def last_days(contract: Contract, register: Register, on: date) -> Mapping[str, date]:
    """The last day of each household whose membership has ended by the end of a day."""
    known = with_ends(households_on(register, on=on), contract)
    return {
        code: each.left
        for code, each in known.items()
        if each.left is not None and each.left <= on
    }


def exit_problems(
    contract: Contract, register: Register, facts: Facts
) -> Iterator[Problem]:
    """Notices that nothing says the effect of, days that disagree, leaving while winding up."""
    period, since = facts.period, facts.winding_up_since
    for household in households_on(register, on=period.end):
        end = household.left
        if household.noticed is not None and household.noticed <= period.end:
            end = end_by_notice(household, contract)
            if end is None:
                yield _no_clause(household)
                continue
            yield from _days_that_disagree(household, household.noticed, end)
        if since and end and max(since, period.start) <= end <= period.end:
            yield _while_winding_up(household, end, since)


def _days_that_disagree(
    household: Household, noticed: date, end: date
) -> Iterator[Problem]:
    if household.left not in {None, end}:
        yield _another_day(household, end)
    if household.entered is not None and noticed < household.entered:
        yield Problem(
            at=f"$.households.{household.code}.noticed",
            says=Text(
                zh=f"退社申请日期应不早于入社日期 {household.entered}，得到 {noticed}",
                en=f"expected a notice not before the entry on {household.entered}, "
                f"got {noticed}",
            ),
            do=Text(zh="更正其中一个日期", en="correct one of the days"),
        )


def _no_clause(household: Household) -> Problem:
    return Problem(
        at=f"$.households.{household.code}.noticed",
        says=Text(
            zh=f"{household.code} 于 {household.noticed} 申请退社，合同应有退社条款，得到没有",
            en=f"expected an exit clause, since {household.code} gave notice on "
            f"{household.noticed}, got none",
        ),
        do=Text(
            zh='写一条 kind = "exit"：通知期、返还什么、什么留下、何时付清',
            en='write a clause of kind = "exit": notice, what is refunded, what stays, until when',
        ),
    )


def _another_day(household: Household, end: date | None) -> Problem:
    return Problem(
        at=f"$.households.{household.code}.left",
        says=Text(
            zh=f"{household.noticed} 的申请使成员资格于 {end} 终止，得到退社日期 {household.left}",
            en=f"expected membership to end on {end} by the notice of {household.noticed}, "
            f"got {household.left}",
        ),
        do=Text(
            zh="更正其中一个日期；因死亡、除名等终止的，删去申请日期",
            en="correct one of the days; where membership ended otherwise (death, expulsion), "
            "remove the day of the notice",
        ),
    )


def _while_winding_up(household: Household, end: date, since: date) -> Problem:
    return Problem(
        at=f"$.households.{household.code}",
        says=Text(
            zh=f"合作社自 {since} 起解散或破产，期间不能办理成员退社，"
            f"得到 {household.code} 于 {end} 终止资格",
            en=f"expected nobody to leave since {since}, when winding up began, got "
            f"{household.code} on {end}",
        ),
        do=Text(
            zh="删去该户的申请和退社日期，随清算分配（农民专业合作社法第五十一条）",
            en="remove its notice and last day: it takes part in the winding up (Act on "
            "Specialized Farmers Cooperatives, art. 51)",
        ),
    )


# --- columns -------------------------------------------------------------------------


def _column(setting: Setting, name: str, values: list[int], says: Text) -> Measure:
    return setting.draft.column(f"{name}{setting.suffix}", MEMBER, values, says)


def leavers(setting: Setting) -> Measure:
    """One for each household whose membership has ended by the end of this part."""
    values = [int(code in setting.roster.left) for code in setting.roster.codes]
    return _column(
        setting, "who/leaving", values, Text(zh="退社成员", en="leaving members")
    )


def staying(setting: Setting) -> Measure:
    """One for each member on the record day whose membership goes on."""
    values = [
        int(counts and code not in setting.roster.left)
        for code, counts in zip(
            setting.roster.codes, setting.roster.among(MEMBERS), strict=True
        )
    ]
    return _column(
        setting, "who/staying", values, Text(zh="在社成员", en="members who stay")
    )


def bearing(setting: Setting) -> Measure:
    """One for each member on the record day, and each whose membership ended in this part."""
    roster, period = setting.roster, setting.part.period
    values = [
        int(bool(counts) or (code in roster.left and period.has(roster.left[code])))
        for code, counts in zip(roster.codes, roster.among(MEMBERS), strict=True)
    ]
    return _column(
        setting, "who/bearing", values, Text(zh="分担成员", en="members who bear")
    )
