"""The record day of a part of a period, and what counts of the holdings on it."""

from __future__ import annotations

from datetime import date

from sanbian.contract import Contract, Version
from sanbian.errors import InvalidInputError, Problem
from sanbian.facts import Facts, PartFacts
from sanbian.leaving import counted_holdings
from sanbian.register import Holdings, Register, holdings, share_days
from sanbian.wording import Text


def record_day_of(version: Version, facts: Facts, part: PartFacts, at: str) -> date:
    """The record day of a part: its end, its start, or a stated day of the period."""
    match version.record_day:
        case "period_end" | "share_days":
            return part.period.end
        case "period_start":
            return part.period.start
        case word:
            month, day = map(int, word.split("-"))
            years = range(facts.period.start.year, facts.period.end.year + 1)
            days = [date(year, month, day) for year in years]
            within = [day for day in days if facts.period.has(day)]
            if len(within) != 1:
                raise InvalidInputError(
                    Problem(
                        at=f"{at}.record_day",
                        says=Text(
                            zh=f"应为本期内唯一的登记日，得到 {word}（本期 {facts.period}）",
                            en=f"expected one record day within {facts.period}, got {word}",
                        ),
                        do=Text(
                            zh='改用 "period_end" 或 "period_start"',
                            en='use "period_end" or "period_start"',
                        ),
                    )
                )
            return within[0]


def held_on(
    contract: Contract, register: Register, version: Version, part: PartFacts, day: date
) -> Holdings:
    """What counts of the holdings of a part, after the rules for leaving poverty."""
    rules = {
        share_class.id: share_class.on_leaving_poverty
        for share_class in contract.share_classes
        if share_class.on_leaving_poverty is not None
    }
    held: Holdings
    if version.record_day == "share_days":
        days = part.period.days
        held = {
            key: shares / days for key, shares in share_days(register, part.period).items()
        }
    else:
        held = holdings(register, on=day)
    return counted_holdings(register, held, rules, on=day)
