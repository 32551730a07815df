"""Amounts that differ by just what one unit is of another."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from review_cases import dossier, told, with_clause, with_flow, with_records

from sanbian import (
    OrderPurchase,
    PaymentMade,
    PerUnit,
    PreferredDividend,
    Register,
    settle,
    yuan,
)
from sanbian.files import review_dossier
from sanbian.findings.settled import paid_out

ACCOUNT = "6200000000000001"


def listed(*rows, code="SB410", **changes):
    """A case whose list has just these rows."""
    return with_records(code, payments=rows, **changes)


def row(household, amount, **changes):
    return PaymentMade(household=household, amount=yuan(amount), **changes)


A, B = row("A", "2666.67"), row("B", "1333.33")


def test_a_list_in_ten_thousand_yuan_is_a_slip_of_the_unit():
    rows = (row("A", "0.27"), row("B", "0.13"))

    found = listed(*rows)

    assert [] == told("SB410", found)
    (said,) = told("SB420", found)
    assert said.startswith("the sum of the list is 0.40 yuan, the settlement 4,000.00 yuan")


def slipped(*weights):
    """The land of SB413 with five households, one of them perhaps in another unit."""
    found = dossier("SB406", records=None)
    pattern = found.register.households[0]
    many = Register(
        households=tuple(
            evolve(pattern, code=f"H{place}", measures={"area_mu": Fraction(weight)})
            for place, weight in enumerate(weights)
        )
    )
    return evolve(found, register=many, settlement=None, facts=None)


def test_an_area_in_hectares_is_told_from_the_others():
    (found,) = [
        each
        for each in review_dossier(slipped("6", "7.5", "8", "6", "0.5"))
        if each.code == "SB420"
    ]

    assert ("H4", "warning") == (found.at, found.severity)
    assert "0.5 with a median of 6" in found.says.en


@pytest.mark.parametrize(
    "areas",
    [("6", "7", "8", "6", "9"), ("6", "0.5"), ("0.5", "0.5", "0.5", "8", "8", "8")],
    ids=["all alike", "too few", "too many"],
)
def test_areas_that_tell_nothing(areas):
    assert [] == told("SB420", slipped(*areas))


def test_the_numbers_of_the_period_go_before_those_of_the_roster():
    found = slipped("6", "7", "8", "6", "6")
    codes = [each.code for each in found.register.households]
    facts = dossier("SB406").facts
    (part,) = facts.parts
    areas = dict(zip(codes, map(Fraction, (6, 7, 8, 6, 90)), strict=True))
    with_areas = evolve(facts, parts=(evolve(part, activity={"area_mu": areas}),))

    (said,) = told("SB420", evolve(found, facts=with_areas))

    assert "such as 90" in said


def two_years(now, unit="kg"):
    """Rent by a measure, this year and last, for three households."""
    found = dossier("SB406", records=None)
    measures = tuple(evolve(each, unit=unit) for each in found.contract.measures)
    contract = evolve(found.contract, measures=measures)
    pattern = found.register.households[0]

    def settled(areas):
        households = tuple(
            evolve(pattern, code=code, measures={"area_mu": Fraction(area)})
            for code, area in zip("ABC", areas, strict=True)
        )
        return settle(contract, Register(households=households), found.facts)

    last = settled(("5", "6", "7"))
    return evolve(
        found, contract=contract, settlement=settled(now), earlier=(last,), facts=None
    )


def test_twice_as_much_for_one_household_may_be_jin():
    (said,) = told("SB420", two_years(("5", "12", "7")))
    assert said.startswith(
        "B, clause 3, now is 7,200.00 yuan, last time 3,600.00 yuan: just 2"
    )

    assert [] == told("SB420", two_years(("5", "12", "7"), unit="mu"))
    assert [] == told("SB420", two_years(("10", "12", "14")))


def test_more_than_one_household_is_counted():
    found = two_years(("5", "12", "7"))
    codes = ("A", "B", "C", "D", "E")
    pattern = found.register.households[0]

    def settled(areas):
        households = tuple(
            evolve(pattern, code=code, measures={"area_mu": Fraction(area)})
            for code, area in zip(codes, areas, strict=True)
        )
        register = Register(households=households)
        return settle(found.contract, register, dossier("SB406").facts)

    more = evolve(
        found, settlement=settled((5, 12, 7, 8, 18)), earlier=(settled((5, 6, 7, 8, 9)),)
    )

    (said,) = told("SB420", more)

    assert said.endswith("; 1 more likewise")


def test_households_without_money_are_not_on_the_list():
    found = dossier("SB410", records=None)
    empty = settle(found.contract, found.register, facts_with(found.facts, "0"))

    assert [] == told("SB410", evolve(listed(row("A", "0")), settlement=empty, facts=None))


def test_who_is_paid_nothing_is_not_counted():
    settlement = dossier("SB410").settlement
    place = len(settlement.flows) - 1
    changed = with_flow(settlement, place, amounts=(settlement.flows[place].amounts[0], 0))

    assert {"A": 266667} == paid_out(changed)


def facts_with(facts, profit):
    (part,) = facts.parts
    return evolve(facts, parts=(evolve(part, amounts={"profit": yuan(profit)}),))


def test_an_order_goes_by_its_quantity_and_a_preferred_dividend_by_its_capital():
    found = two_years(("5", "12", "7"))
    rest = {"id": "3", "to": "members"}
    order = OrderPurchase(
        **rest,
        paid_from=("farm",),
        quantity="area_mu",
        floor_price=Fraction(yuan("600")),
        unpaid="carry",
    )
    preferred = PreferredDividend(
        **rest,
        of="profit",
        rate=Fraction(1, 20),
        on="area_mu",
        cumulative=False,
        participating=True,
    )

    def bought_by(clause, unit):
        version = found.contract.versions[0]
        clauses = (clause, *version.clauses[:2])
        measures = tuple(evolve(each, unit=unit) for each in found.contract.measures)
        first = evolve(version, clauses=clauses)
        return evolve(
            found, contract=evolve(found.contract, versions=(first,), measures=measures)
        )

    assert 1 == len(told("SB420", bought_by(order, "kg")))
    assert [] == told("SB420", bought_by(preferred, "yuan"))


def test_an_amount_that_goes_by_no_measure_is_not_compared():
    found = two_years(("5", "12", "7"))
    by_nothing = with_clause(found.contract, 2, amount=PerUnit(Fraction(1), "people"))

    assert [] == told("SB420", evolve(found, contract=by_nothing))
