"""The record day of a part of a period, and what counts of the holdings on it."""

from __future__ import annotations

from datetime import date

from sanbian.contract import Contract, Version
from sanbian.errors import InvalidInputError, MissingFactError, Problem
from sanbian.facts import Facts, PartFacts
from sanbian.leaving import counted_holdings
from sanbian.period import Period
from sanbian.register import Holdings, Register, holdings, in_force, passes, share_days
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
    contract: Contract,
    register: Register,
    version: Version,
    part: PartFacts,
    day: date,
    at: str,
) -> Holdings:
    """What counts of the holdings of a part, after the rules for leaving poverty.

    Raises:
        MissingFactError: Shares pass on a day that counts, and the contract does not say
            who counts on it.
    """
    rules = {
        share_class.id: share_class.on_leaving_poverty
        for share_class in contract.share_classes
        if share_class.on_leaving_poverty is not None
    }
    weighted = version.record_day == "share_days"
    counted = part.period if weighted else Period(day, day)
    if version.transfer_day is None:
        _require_transfer_day(register, counted, at)
    rule = version.transfer_day or "buyer"
    held: Holdings
    if weighted:
        by_days = share_days(register, part.period, transfer_day=rule)
        held = {key: shares / part.period.days for key, shares in by_days.items()}
    else:
        held = holdings(register, on=day, transfer_day=rule)
    return counted_holdings(register, held, rules, on=day)


def _require_transfer_day(register: Register, counted: Period, at: str) -> None:
    """Whether the old or the new holder counts must be said once it matters."""
    start, end = counted.start, counted.end
    on_the_days = [entry for entry in register.entries if start <= entry.day <= end]
    for entry in in_force(register.entries) if any(map(passes, on_the_days)) else ():
        if not passes(entry) or not counted.has(entry.day):
            continue
        raise MissingFactError(
            Problem(
                at=f"{at}.transfer_day",
                says=Text(
                    zh=f"股份在 {entry.day} 变动，应写明当日算谁的，得到空白",
                    en=f"expected who counts on the day of a transfer, such as {entry.day}, "
                    "got nothing",
                ),
                do=Text(
                    zh='写 transfer_day = "buyer"（当日归新持有人）、"seller"（当日仍归原持有人）'
                    '或 "split"（当日各算一半）',
                    en='write transfer_day = "buyer" (the new holder), "seller" (the old one) '
                    'or "split" (each by half)',
                ),
            )
        )
