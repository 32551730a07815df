"""Worked examples that cannot be meant are refused when the contract is built."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from example_builders import PEOPLE, example, with_examples

from sanbian import (
    Advance,
    ExampleHousehold,
    Expected,
    InvalidInputError,
)


@pytest.mark.parametrize(
    ("given", "at", "says"),
    [
        ({"name": " "}, "name", "a name of its own"),
        ({"expect": Expected()}, "expect", "at least one amount"),
        (
            {"households": (), "expect": Expected(paid=1)},
            "households",
            "at least one household",
        ),
        ({"households": (*PEOPLE, PEOPLE[0])}, "households[2].code", "a code of its own"),
        ({"after": "丰年"}, "after", "example that stands before"),
        ({"amounts": {"profits": 1}}, "amounts.profits", "base"),
        ({"amounts": {"profit": 1.5}}, "amounts.profit", "exact number"),
        ({"measures": {"mu": Fraction(1)}}, "measures.mu", "measure of the whole contract"),
        ({"group_measures": {"price": {}}}, "group_measures.price", "measure of groups"),
        (
            {"group_measures": {"weight": {"东": Fraction(1)}}},
            "group_measures.weight.东",
            "group of",
        ),
        ({"put_up": {"bank": 1}}, "put_up.bank", "party"),
        ({"draws": {"9": ()}}, "draws.9", "clause number"),
        ({"draws": {"1": ("丙",)}}, "draws.1.丙", "household of the example"),
        (
            {"expect": Expected(holders={"丙": {"paid": 1}})},
            "expect.holders.丙",
            "household of",
        ),
        (
            {"expect": Expected(holders={"甲": {"pay": 1}})},
            "expect.holders.甲.pay",
            "number of",
        ),
        (
            {"expect": Expected(totals={"1 guarantee": 1})},
            "expect.totals",
            "'<clause> <kind>",
        ),
        (
            {"expect": Expected(totals={"9 rent holders": 1})},
            "expect.totals.9",
            "clause number",
        ),
        (
            {"expect": Expected(totals={"1 pay holders": 1})},
            "expect.totals.pay",
            "kind of money",
        ),
        ({"expect": Expected(totals={"1 rent mu": 1})}, "expect.totals.mu", "payee"),
        (
            {"expect": Expected(groups={"village 东": 1})},
            "expect.groups.village 东",
            "group",
        ),
        ({"expect": Expected(funds={"pool": 1})}, "expect.funds.pool", "fund"),
        ({"expect": Expected(in_kind={"9": 1})}, "expect.in_kind.9", "clause number"),
        (
            {
                "households": (
                    ExampleHousehold(code="甲", shares={"land": Fraction(1)}),
                    PEOPLE[1],
                )
            },
            "households[0].shares.land",
            "share class",
        ),
        (
            {"households": (ExampleHousehold(code="甲", measures={"price": 1}), PEOPLE[1])},
            "households[0].measures.price",
            "measure of households",
        ),
    ],
)
def test_an_example_that_cannot_be_meant_is_refused(given, at, says):
    with pytest.raises(InvalidInputError) as caught:
        with_examples(example(**given))

    assert [f"$.examples[0].{at}"] == [problem.at for problem in caught.value.problems]
    assert says in caught.value.problems[0].says.en


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"household": "丙"}, "household of the example"),
        ({"clause": "9"}, "clause number"),
        ({"by": "bank"}, "party"),
    ],
)
def test_an_advance_of_an_example_names_what_there_is(given, what):
    stated = {
        "household": "甲",
        "clause": "1",
        "amount": 1,
        "day": date(2020, 5, 1),
        "by": "firm",
    }
    with pytest.raises(InvalidInputError, match=what):
        with_examples(example(advances=(Advance(**{**stated, **given}),)))


def test_examples_have_names_of_their_own():
    with pytest.raises(InvalidInputError) as caught:
        with_examples(example(), example())

    assert ["$.examples[1].name"] == [problem.at for problem in caught.value.problems]


def test_examples_that_come_after_each_other_in_a_ring_are_refused():
    first = example(name="一", after="二", households=())
    second = example(name="二", after="一", households=())
    with pytest.raises(InvalidInputError) as caught:
        with_examples(first, second)

    assert "$.examples[0].after" == caught.value.problems[0].at
