"""Clauses that share only where a condition holds; else the money stays for later ones."""

from __future__ import annotations

from fractions import Fraction

import pytest
from contract_builders import FUNDS, contract, paid, register, settled, year
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Allotment,
    Condition,
    Dividend,
    Facts,
    Fixed,
    Fund,
    InvalidInputError,
    Measured,
    Number,
    PartFacts,
    Retention,
    Split,
    SplitPart,
    facts_of,
    settle,
    where_it_goes,
    yuan,
)

DAYS = Condition("days", "more_than", Number(Fraction(9), "day"))
PEOPLE = Condition("people", "equals", Number(Fraction(9), "person"))
GOOD = Condition("profit", "more_than", Fixed(yuan(1000)))
SPLIT = Split(
    id="1", of="profit", when=GOOD,
    parts=(SplitPart("pool", Fraction(1, 2)), SplitPart("firm", Fraction(1, 2))),
)  # fmt: skip
SHARED = Dividend(id="2", of="pool", to="members", by=Measured("equal"))
REST = Retention(id="3", of="profit", to="reserve")


def shared(profit, *clauses):
    return settled(contract(*clauses), register("H1", "H2"), amounts={"profit": profit})


def test_a_split_that_is_not_due_leaves_all_to_the_next_clause():
    assert paid(shared(yuan(1000), SPLIT, SHARED, REST)) == [0, 0]
    assert shared(yuan(1000), SPLIT, SHARED, REST).books.funds["reserve"] == {
        "A": yuan(1000)
    }
    assert paid(shared(yuan(1001), SPLIT, SHARED, REST)) == [25_025, 25_025]
    assert shared(yuan(1001), SPLIT, SHARED, REST).books.funds["reserve"] == {"A": 0}


@given(st.integers(0, 300_000))
def test_every_fen_goes_one_way_or_the_other(profit):
    done = shared(profit, SPLIT, SHARED, REST)
    kept = done.books.funds["reserve"]["A"]

    assert kept == (profit if profit <= yuan(1000) else 0)
    assert bool(sum(paid(done))) is (profit > yuan(1000))


def test_a_dividend_with_a_floor_and_a_retention_wait_for_their_condition_too():
    poor = Condition("profit", "at_most", Fixed(yuan(1000)))
    floor = Dividend(
        id="1", of="profit", to="members", by=Measured("equal"), at_least=Fixed(yuan(100)),
        when=GOOD,
    )  # fmt: skip
    kept = Retention(id="2", of="profit", to="reserve", when=poor)

    assert paid(shared(yuan(50), floor, kept)) == [0, 0]
    assert paid(shared(yuan(3000), floor, kept)) == [yuan(1500), yuan(1500)]


def test_the_functions_jump_where_the_condition_turns():
    agreement = contract(SPLIT, SHARED, REST)
    facts = facts_of(year(2020), amounts={"profit": 0})
    goes = where_it_goes(agreement, register("H1"), facts, of="profit")

    assert goes.holders["H1"].breakpoints == (yuan(1000),)
    assert [goes.holders["H1"](n) for n in (yuan(1000), yuan(1000) + 2)] == [0, 50_001]
    assert not goes.has_gap


@pytest.mark.parametrize(
    ("clause", "name"),
    [
        (Split(id="1", of="profit", when=DAYS,
               parts=(SplitPart("firm", Fraction(1)),)), "days"),
        (Split(id="1", of="profit", when=PEOPLE,
               parts=(SplitPart("firm", Fraction(1)),)), "people"),
        (Retention(id="1", of="profit", to="reserve",
                   when=Condition("weight", "equals", Number(Fraction(9), "mu"))), "weight"),
    ],
)  # fmt: skip
def test_a_condition_of_each_holder_or_group_is_no_condition_of_the_whole(clause, name):
    with pytest.raises(InvalidInputError, match=f"one answer for all .* got '{name}'"):
        contract(clause)


def test_a_group_may_ask_a_condition_of_its_own():
    out = Allotment(id="1", of="profit", to="local", by=Measured("weight"))
    own = Retention(
        id="2", of="local", to="local_fund",
        when=Condition("weight", "at_least", Number(Fraction(2), "mu")),
    )  # fmt: skip
    rest = Retention(id="3", of="local", to="village")
    part = PartFacts(
        period=year(2020),
        amounts={"profit": 90},
        group_measures={"weight": {"": Fraction(2)}},
    )
    done = settle(contract(out, own, rest), register("H1"), Facts(parts=(part,)))
    assert done.books.funds["local_fund"] == {"": 90}


def test_a_fund_of_each_holder_is_no_condition_of_the_whole():
    own = Fund(id="own_fund", name="本户基金", per_member=True)
    asked = Condition("own_fund", "more_than", Fixed(1))
    kept = Retention(id="1", of="profit", to="reserve", when=asked)

    with pytest.raises(InvalidInputError, match=r"one answer for all .* got 'own_fund'"):
        contract(kept, funds=(*FUNDS, own))
