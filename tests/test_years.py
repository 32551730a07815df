"""Years: settlements in a row, each with the books of the one before."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, paid, register, year
from contract_worlds import folded, many_worlds
from hypothesis import HealthCheck, given, settings

from sanbian import (
    Guarantee,
    InvalidInputError,
    MissingFactError,
    Period,
    PerUnit,
    facts_of,
    settle_years,
)

quick = settings(deadline=None, suppress_health_check=list(HealthCheck))
GUARANTEE = Guarantee(
    id="5",
    to="members",
    paid_from=("firm",),
    amount=PerUnit(Fraction(100), "mu"),
    charged="cost",
    unpaid="carry",
)
ONE = register(("H1", "1"))
TWO = register(("H1", "1"), ("H2", "3"))


def facts(number, **given):
    return facts_of(year(number), **given)


@given(many_worlds(years_max=3))
@quick
def test_years_are_the_fold_of_settlements(world):
    found = settle_years(world.contract, world.register, world.facts)

    assert tuple(folded(world)) == found


def test_each_period_may_have_a_register_of_its_own():
    found = settle_years(contract(GUARANTEE), (ONE, TWO), (facts(2020), facts(2021)))

    assert [[100], [100, 300]] == [paid(settlement) for settlement in found]
    with pytest.raises(
        InvalidInputError, match="one register for each of 1 periods, got 2"
    ):
        settle_years(contract(GUARANTEE), (ONE, TWO), (facts(2020),))


def test_nothing_to_settle_is_no_settlement():
    assert () == settle_years(contract(GUARANTEE), ONE, ())


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (year(2020), "which overlaps"),
        (year(2022), "from the day after 2020-12-31"),
        (Period(date(2020, 12, 31), date(2021, 12, 31)), "which overlaps"),
    ],
)
def test_a_period_twice_skipped_or_overlapping_is_refused_by_name(second, says):
    with pytest.raises(InvalidInputError, match=says) as caught:
        settle_years(contract(GUARANTEE), ONE, (facts(2020), facts_of(second)))

    assert f"{second}: $.period" == caught.value.problems[0].at


def test_a_missing_fact_is_told_with_its_period():
    agreement = contract(evolve(GUARANTEE, amount=PerUnit(Fraction(1), "kg")))
    kg = {"kg": {"H1": Fraction(7)}}
    with pytest.raises(MissingFactError) as caught:
        settle_years(agreement, ONE, (facts(2020, activity=kg), facts(2021)))

    assert caught.value.problems[0].at.startswith(f"{year(2021)}: ")
