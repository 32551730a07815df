"""A small contract with worked examples, for tests."""

from __future__ import annotations

from fractions import Fraction

from contract_builders import contract, year

from sanbian import (
    Dividend,
    Example,
    ExampleHousehold,
    Expected,
    Guarantee,
    Measured,
    PerUnit,
    Split,
    SplitPart,
    yuan,
)

RENT = Guarantee(
    id="1",
    to="members",
    paid_from=("firm",),
    amount=PerUnit(yuan("100"), "mu"),
    charged="cost",
    combine="add",
    unpaid="carry",
)
SHARE = Split(
    id="2",
    of="profit",
    parts=(SplitPart("pool", Fraction(3, 10)), SplitPart("firm", Fraction(7, 10))),
)
BY_PEOPLE = Dividend(id="3", of="pool", to="members", by=Measured("people"))
PEOPLE = (
    ExampleHousehold(code="甲", people=1, measures={"mu": Fraction(2)}),
    ExampleHousehold(code="乙", people=2, measures={"mu": Fraction(1)}),
)
HALF = Expected(
    paid=yuan("330"),
    totals={"1 guarantee holders": yuan("300"), "3 dividend holders": yuan("30")},
    holders={"甲": {"paid": yuan("210"), "arrears": 0}, "乙": {"entitled": yuan("120")}},
)


def example(expect=HALF, **given):
    stated = {
        "name": "平年",
        "period": year(2020),
        "amounts": {"profit": yuan("100")},
        "households": PEOPLE,
        "expect": expect,
    }
    return Example(**{**stated, **given})


def with_examples(*examples, **given):
    return contract(RENT, SHARE, BY_PEOPLE, examples=examples, **given)
