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

NONE = Fraction(0)


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
    return placed_holdings(register, held, rules, on=on).counted


@frozen(kw_only=True)
class Placed:
    """Where all shares of a day are: what counts, what rests, what counts as another class.

    In each class, what counts and what rests are what is held, less what was converted into
    another class, and what was converted into this one.

    Attributes:
        counted: What counts, by household and class, in register order.
        resting: What counts for nobody, by the household that holds it in the register: the
            right has stopped, or nobody is there who may take it over.
        converted: What counts as another class: by household, its class, and that class.
    """

    counted: Holdings
    resting: Holdings
    converted: Mapping[tuple[str, str, str], Fraction]


def placed_holdings(
    register: Register, held: Holdings, rules: Mapping[str, LeavingRule], *, on: date
) -> Placed:
    """Where the shares of a day are, after the rule of each class for those who left poverty.

    Args:
        register: The register.
        held: Holdings, or share-days.
        rules: Rule by share class; a class without one is not tied to poverty.
        on: The day.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import *
        >>> day = date(2020, 1, 1)
        >>> gone = Household(code="H1", status=((day, Status.GRADUATED),))
        >>> register = Register(households=(gone, Household(code="H2")))
        >>> held = {("H1", "poor"): Fraction(2), ("H2", "poor"): Fraction(1)}
        >>> rules = {"poor": LeavingRule(then=OnLeaving.STOP)}
        >>> placed = placed_holdings(register, held, rules, on=day)
        >>> dict(placed.counted), dict(placed.resting)
        ({('H2', 'poor'): Fraction(1, 1)}, {('H1', 'poor'): Fraction(2, 1)})
    """
    counted = dict(held)
    resting: dict[tuple[str, str], Fraction] = {}
    converted: dict[tuple[str, str, str], Fraction] = {}
    households = {each.code: each for each in households_on(register, on=on)}
    for name, rule in rules.items():
        leavers = sorted(
            (
                code
                for code in households
                if (code, name) in held and _has_left(households[code], rule, on)
            ),
            key=lambda code: _left_on(households[code], on),
        )
        free = {code: counted.pop((code, name)) for code in leavers}
        placed = _placed(free, name, rule, counted, households, on)
        for key, shares in placed:
            counted[key] = counted.get(key, NONE) + shares
        match rule.then:
            case OnLeaving.CONVERT:
                for code, shares in free.items():
                    converted[code, name, rule.convert_to] = shares
            case OnLeaving.SPREAD if placed:
                pass
            case _:  # who left first is taken over first
                rest = list(free.items())[len(placed) :]
                resting |= {(code, name): shares for code, shares in rest}
    return Placed(
        counted=MappingProxyType(counted),
        resting=MappingProxyType(resting),
        converted=MappingProxyType(converted),
    )


def _has_left(household: Household, rule: LeavingRule, on: date) -> bool:
    """Whether a household has left poverty, and the years for which it keeps are over."""
    if household.status_on(on) is not Status.GRADUATED:
        return False
    if rule.keep_years is None:
        return rule.then is not OnLeaving.KEEP
    return on >= _left_on(household, on) + relativedelta(years=rule.keep_years)


def _left_on(household: Household, on: date) -> date:
    """The day on which a household that has left poverty did so last."""
    return [
        day for day, status in household.status if status is Status.GRADUATED and day <= on
    ][-1]


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
            each = sum(free.values(), NONE) / max(1, len(poor))
            return [((code, name), each) for code in poor if each]
        case _:
            assert_never(rule.then)
