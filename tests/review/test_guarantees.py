"""Guarantees: within the region's band, earned by the project, and borne as was told."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from review_cases import case, changed, only, with_clause

from sanbian import (
    BaseKind,
    Example,
    ExampleHousehold,
    Expected,
    Fixed,
    Household,
    Measured,
    Number,
    PartOf,
    Period,
    PerUnit,
    Product,
    Region,
    RegionalRate,
    Register,
    SharedTotal,
    yuan,
)

GUARANTEE = 2
YEAR = Period(date(2025, 7, 1), date(2026, 6, 30))


def band(least=None, most=None):
    def rows(rate):
        row = RegionalRate(since=date(2024, 1, 1), rate=Fraction(rate or 0), source="通知")
        return () if rate is None else (row,)

    return Region(name="某县", guarantee_min=rows(least), guarantee_max=rows(most))


def promised(amount, **changes):
    return with_clause(case("SB135", **changes), GUARANTEE, amount=amount)


RATE = PartOf(Fraction(6, 100), "capital")


@pytest.mark.parametrize(
    ("least", "most", "says"),
    [
        ("6/100", "6/100", None),
        ("61/1000", None, "below the region's 6.1%"),
        (None, "59/1000", "above the region's 5.9%"),
        (None, None, None),
    ],
)
def test_a_rate_lies_within_the_band(least, most, says):
    for amount in (RATE, SharedTotal(RATE, Number(Fraction(1)))):
        found = only("SB135", promised(amount), region=band(least, most))

        assert (says is None) == (found == [])
        assert all(says in each.says.en for each in found)


def test_only_rates_on_money_have_a_band():
    for amount in (Fixed(100), PerUnit(Fraction(5), "capital")):
        assert [] == only("SB135", promised(amount), region=band("1/10", "1/10"))
    assert [] == only("SB135", promised(RATE))
    early = Region(
        name="某县",
        guarantee_min=(
            RegionalRate(since=date(2030, 1, 1), rate=Fraction(1, 2), source="通知"),
        ),
    )
    assert [] == only("SB135", promised(RATE), region=early)


# What is earned


JUST_TOO_LITTLE = yuan("5999.99")


def expecting(amount=RATE, income=JUST_TOO_LITTLE, appraised=None):
    contract = changed(promised(amount), "contributions", appraised=appraised)
    return evolve(contract, expected_income=income)


REGISTER = Register(
    households=(
        Household(code="H1", measures={"capital": Fraction(yuan(60_000))}),
        Household(code="H2", measures={"capital": Fraction(yuan(40_000))}),
        Household(code="H3", measures={}),
        Household(code="H4", measures={"capital": Fraction(10**9)}, left=date(2024, 1, 1)),
    )
)


def test_all_guarantees_together_are_expected_to_be_earned():
    (found,) = only("SB136", expecting(), REGISTER)

    assert "6,000.00 yuan a year, while 5,999.99 yuan are expected" in found.says.en
    assert [] == only("SB136", expecting(income=yuan(6000)), REGISTER)
    assert [] == only("SB136", expecting(income=None), REGISTER)


def test_without_a_register_what_was_put_in_counts():
    assert ["$.expected_income"] == [
        each.at for each in only("SB136", expecting(appraised=yuan(100_000)))
    ]
    assert [] == only("SB136", expecting(appraised=None))
    assert [] == only("SB136", expecting(PerUnit(Fraction(1), "capital"), appraised=10**9))


def test_a_measure_that_the_register_lacks_is_read_from_what_was_put_in():
    bare = Register(households=(Household(code="H1"),))

    assert 1 == len(only("SB136", expecting(appraised=yuan(100_000)), bare))


def test_an_amount_by_unit_or_shared_is_counted_too():
    by_unit = PerUnit(Fraction(6, 100), "capital")
    shared = SharedTotal(RATE, Measured("capital"))

    assert 1 == len(only("SB136", expecting(by_unit), REGISTER))
    assert 1 == len(only("SB136", expecting(shared), REGISTER))


def test_what_no_measure_says_is_left_out():
    product = Product((Measured("people"), Fixed(10**9)))

    assert [] == only("SB136", expecting(product), REGISTER)


# The bad year of its own examples


def example(name, profit, **changes):
    return Example(
        name=name,
        period=YEAR,
        amounts={"profit": yuan(profit)},
        households=(
            ExampleHousehold(code="甲", measures={"capital": Fraction(yuan(100_000))}),
        ),
        expect=Expected(paid=0),
        **changes,
    )


def with_examples(*examples, charged="cost", base=BaseKind.NET_PROFIT, **changes):
    contract = changed(case("SB135"), "bases", base=base, carry_loss=True)
    contract = with_clause(contract, GUARANTEE, amount=RATE, charged=charged, **changes)
    return evolve(contract, examples=examples)


def test_the_worst_of_the_examples_is_told():
    good, bad = example("好年景", 20_000), example("差年景", "-1000")

    (found,) = only("SB136", with_examples(good, bad))

    assert "$.examples[1]" == found.at or "差年景" in found.at
    assert "5,000.00 yuan are earned before the guarantee" in found.says.en
    assert "6,000.00 yuan" in found.says.en
    assert [] == only("SB136", with_examples(good))


def test_a_cost_has_left_the_profit_and_is_added_back():
    even = example("持平", 0)

    assert [] == only("SB136", with_examples(even))


def test_a_first_charge_is_taken_out_of_the_profit():
    first = {"charged": "first_charge", "paid_from": ("profit",)}

    assert [] == only("SB136", with_examples(example("正好", 6000), **first))
    (found,) = only("SB136", with_examples(example("少一分", "5999.99"), **first))
    assert "5,999.99 yuan are earned" in found.says.en


def test_receipts_say_nothing_of_what_is_earned():
    receipts = with_examples(example("收入", 100), base=BaseKind.GROSS_RECEIPTS)

    assert [] == only("SB136", receipts)


def test_examples_that_cannot_be_settled_are_left_out():
    lost = evolve(example("缺数", 100), amounts={})
    later = example("下一年", "-1000", after="缺数")

    assert [] == only("SB136", with_examples(lost, later))


def test_without_a_guarantee_nothing_has_to_be_earned():
    contract = with_examples(example("差年景", "-1000"))
    version = contract.versions[0]
    free = evolve(version, clauses=version.clauses[:GUARANTEE])

    assert [] == only("SB136", evolve(contract, versions=(free,)))
