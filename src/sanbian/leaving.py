"""Leaving poverty: what happens to a right, class by class (脱贫后的股权).

The register says who held what. What counts of it, once a household has left poverty, is
for the contract to say: kept, stopped, converted, handed on, or spread.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import assert_never

from attrs import frozen
from dateutil.relativedelta import relativedelta

from sanbian.register import Holdings, Household, Register, Status, households_on


class OnLeaving(Enum):
    """What happens to a right when the household leaves poverty (脱贫后)."""

    KEEP = "keep"
    """The right stays; with a number of years, so long (保留)."""
    STOP = "stop"
    """The right rests: nobody is paid for those shares (停止)."""
    CONVERT = "convert"
    """The shares become shares of a common class (转为普通股)."""
    REASSIGN = "reassign"
    """The shares go to the next on a stated list (谁贫困谁享受)."""
    SPREAD = "spread"
    """The shares go in equal parts to those of the class who are still poor (平摊)."""


@frozen(kw_only=True)
class LeavingRule:
    """The rule of one share class for those who leave poverty.

    Attributes:
        then: What happens.
        keep_years: For how many years after leaving the right first stays (渐退), or None:
            for ``keep`` for ever, else not at all.
        convert_to: For ``convert``: the common class.
        successors: For ``reassign``: codes of households, in order.
    """

    then: OnLeaving
    keep_years: int | None = None
    convert_to: str = ""
    successors: tuple[str, ...] = ()


def counted_holdings(
    register: Register, held: Holdings, rules: Mapping[str, LeavingRule], *, on: date
) -> Holdings:
    """What counts on a day, after the rule of each class for those who left poverty.

    Args:
        register: The register.
        held: Holdings, or share-days.
        rules: Rule by share class; a class without one is not tied to poverty.
        on: The day.

    Returns:
        Shares by (household code, share class), in register order.
    """
    counted = dict(held)
    households = {each.code: each for each in households_on(register, on=on)}
    for name, rule in rules.items():
        leavers = [
            code
            for code in households
            if (code, name) in held and _has_left(households[code], rule, on)
        ]
        free = {code: counted.pop((code, name)) for code in leavers}
        for key, shares in _placed(free, name, rule, counted, households, on):
            counted[key] = counted.get(key, Fraction(0)) + shares
    return MappingProxyType(counted)


def _has_left(household: Household, rule: LeavingRule, on: date) -> bool:
    """Whether a household has left poverty, and the years for which it keeps are over."""
    if household.status_on(on) is not Status.GRADUATED:
        return False
    if rule.keep_years is None:
        return rule.then is not OnLeaving.KEEP
    last = [
        day for day, status in household.status if status is Status.GRADUATED and day <= on
    ]
    return on >= last[-1] + relativedelta(years=rule.keep_years)


def _placed(
    free: Mapping[str, Fraction],
    name: str,
    rule: LeavingRule,
    counted: Mapping[tuple[str, str], Fraction],
    households: Mapping[str, Household],
    on: date,
) -> list[tuple[tuple[str, str], Fraction]]:
    """Where the shares of those who left go."""
    match rule.then:
        case OnLeaving.KEEP | OnLeaving.STOP:
            return []
        case OnLeaving.CONVERT:
            return [((code, rule.convert_to), shares) for code, shares in free.items()]
        case OnLeaving.REASSIGN:
            waiting = [
                code
                for code in rule.successors
                if code in households
                and (code, name) not in counted
                and households[code].status_on(on) is Status.POOR
            ]
            return [
                ((code, name), shares)
                for code, shares in zip(waiting, free.values(), strict=False)
            ]
        case OnLeaving.SPREAD:
            poor = [
                code
                for code in households
                if (code, name) in counted and households[code].status_on(on) is Status.POOR
            ]
            each = sum(free.values(), Fraction(0)) / max(1, len(poor))
            return [((code, name), each) for code in poor if each]
        case _:
            assert_never(rule.then)
