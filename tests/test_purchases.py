"""Order purchases: grades, a minimum, fees, inputs advanced; worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from contract_builders import MEASURES, contract, numbers_of, paid, register, settled

from sanbian import (
    Advance,
    Grade,
    Guarantee,
    NamedMeasure,
    OrderPurchase,
    PerUnit,
    SumOf,
    describe,
    explain,
)

TWO = register("H1", "H2")
GRADES = (
    Grade(quantity="first", floor_price=Fraction(110), market_price="price"),
    Grade(quantity="second", floor_price=Fraction(90)),
)
JIN = (
    *MEASURES,
    *(NamedMeasure(id=name, name=name, unit="jin") for name in ("first", "second")),
    *(NamedMeasure(id=f"mu{n}", name=f"第{n}块地", unit="mu") for n in range(4)),
)


def bought(**given):
    stated = {
        "id": "2",
        "to": "members",
        "paid_from": ("firm",),
        "grades": GRADES,
        "unpaid": "carry",
    }
    return contract(OrderPurchase(**{**stated, **given}), measures=JIN)


def delivered(**by_grade):
    return {
        "activity": {
            name: dict(zip(("H1", "H2"), map(Fraction, amounts), strict=True))
            for name, amounts in by_grade.items()
        },
        "measures": {"price": Fraction(130)},
    }


SOLD = delivered(first=(60, 10), second=(40, 5))


def test_each_grade_has_its_price():
    """60 at 1.30 and 40 at 0.90 are 114.00; 10 and 5 are 17.50; a fee of 0.20 on each jin."""
    assert [11_400, 1_750] == paid(settled(bought(), TWO, **SOLD))
    assert [9_400, 1_450] == paid(settled(bought(fee=Fraction(20)), TWO, **SOLD))


@pytest.mark.parametrize(
    ("below", "expected"), [("floor_only", [11_400, 1_550]), ("nothing", [11_400, 0])]
)
def test_who_delivers_less_than_the_minimum_gets_what_is_stated(below, expected):
    """100 jin and 15 against a minimum of 100: 15 get 10 × 1.10 + 5 × 0.90, or nothing."""
    agreement = bought(minimum=Fraction(100), below=below)

    assert expected == paid(settled(agreement, TWO, **SOLD))


def test_a_purchase_without_grades_reads_as_before():
    agreement = bought(grades=(), quantity="first", floor_price=Fraction(110))

    assert [6_600, 1_100] == paid(settled(agreement, TWO, **SOLD))


def test_a_purchase_by_grades_is_explained():
    done = settled(bought(), TWO, **SOLD)

    assert (
        "订单收购款 114.00 元（第2条）：first 60 斤 × 收购价 1.30 元 + "
        "second 40 斤 × 保底价 0.90 元"
    ) in describe(explain(done, "H1"), "zh")


def test_inputs_that_were_advanced_are_set_off_and_the_rest_is_carried():
    """The firm advanced 150.00 of seedlings; 114.00 were delivered: 36.00 are carried."""
    inputs = Advance(
        household="H1", clause="2", amount=15_000, day=date(2020, 3, 1), by="firm"
    )
    done = settled(bought(), TWO, advances=(inputs,), **SOLD)

    assert [0, 1_750] == paid(done)
    assert [3_600, 0] == numbers_of(done, "over_advanced")


def test_land_of_four_grades_has_its_four_floors():
    """W25: 24 mu at 400, 5 at 800, 1.2 at 500, 12.39 at 900."""
    prices = ("400", "800", "500", "900")
    amount = SumOf(
        tuple(PerUnit(Fraction(price) * 100, f"mu{n}") for n, price in enumerate(prices))
    )
    floor = Guarantee(
        id="3", to="members", paid_from=("firm",), amount=amount, charged="cost",
        unpaid="carry",
    )  # fmt: skip
    who = register(*(f"H{n}" for n in range(4)))
    areas = {
        f"mu{n}": {f"H{n}": Fraction(mu)}
        for n, mu in enumerate(("24", "5", "1.2", "12.39"))
    }
    done = settled(contract(floor, measures=JIN), who, activity=areas)

    assert [960_000, 400_000, 60_000, 1_115_100] == paid(done)
