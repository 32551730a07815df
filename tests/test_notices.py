"""Notices: what a person should know, and records that do not agree with one another."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import evolve
from contract_builders import contract, issue, paid, register, settled, year

from sanbian import (
    Contribution,
    Dividend,
    Fixed,
    Guarantee,
    Household,
    Measured,
    Register,
    ShareClass,
    facts_of,
    settle,
)

DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("equal"))
GUARANTEE = Guarantee(
    id="5",
    to="members",
    paid_from=("firm",),
    amount=Fixed(100),
    charged="cost",
    unpaid="carry",
)
TWO = register("H1", "H2")


def said(settlement):
    return [(notice.about, notice.at, notice.says.en) for notice in settlement.notices]


def test_a_settlement_without_anything_to_say_says_nothing():
    assert said(settled(contract(DIVIDEND), TWO, amounts={"profit": 10})) == []


def test_arrears_and_losses_are_said_by_year():
    agreement = contract(evolve(GUARANTEE, combine="add"), DIVIDEND)
    first = settled(agreement, TWO, amounts={"profit": -50}, put_up={"firm": 20})
    then = settled(
        agreement, TWO, 2021, first.books, amounts={"profit": 10}, put_up={"firm": 0}
    )

    assert said(first) == [
        ("deficit", "profit", "deficit of 净利润 from 2020-12-31: 0.50 yuan"),
        ("arrears", "5", "clause 5 (guarantee), 2020-12-31: owed 1.80 yuan"),
    ]
    assert said(then) == [
        ("deficit", "profit", "deficit of 净利润 from 2020-12-31: 0.40 yuan"),
        ("arrears", "5", "clause 5 (guarantee), 2020-12-31: owed 1.80 yuan"),
        ("arrears", "5", "clause 5 (guarantee), 2021-12-31: owed 2.00 yuan"),
    ]
    assert paid(then) == [0, 0]


def test_shares_that_do_not_sum_to_the_total_are_said():
    classes = (
        ShareClass(id="land", name="土地股", total=Fraction(3)),
        ShareClass(id="money", name="资金股", total=Fraction(5)),
        ShareClass(id="poor", name="贫困户股"),
    )
    who = Register(
        households=TWO.households,
        entries=(issue("H1", 3), issue("H2", "4.5", share_class="money")),
    )
    done = settled(contract(DIVIDEND, share_classes=classes), who, amounts={"profit": 2})

    assert said(done) == [
        ("disagreement", "money", "资金股: 5 shares by the contract, 4.5 by the register")
    ]


def test_a_value_that_is_not_quantity_times_unit_value_is_said():
    land = Contribution(
        by="members",
        what="land",
        quantity=Fraction("2.5"),
        unit="mu",
        unit_value=Fraction(1000),
        appraised=2400,
    )
    given = (land, evolve(land, appraised=2500), evolve(land, quantity=None))
    done = settled(contract(DIVIDEND, contributions=given), TWO, amounts={"profit": 2})

    assert said(done) == [
        (
            "disagreement",
            "$.contributions[0]",
            "appraised at 24.00 yuan, quantity times unit value is 25 yuan",
        )
    ]


def test_who_left_and_still_holds_shares_is_said():
    who = Register(
        households=(Household(code="H1", left=date(2020, 5, 1)), Household(code="H2")),
        entries=(issue("H1", 3), issue("H2", 1)),
    )
    classes = (ShareClass(id="land", name="土地股"),)
    done = settled(contract(DIVIDEND, share_classes=classes), who, amounts={"profit": 2})

    assert [(about, at) for about, at, _ in said(done)] == [("disagreement", "H1")]
    assert paid(done) == [0, 2]


def test_an_announced_total_is_held_against_what_was_given():
    facts = facts_of(year(2020), amounts={"profit": 200})
    agreement = contract(evolve(GUARANTEE, combine="add"), DIVIDEND)
    done = settle(agreement, TWO, evolve(facts, announced={"5": 200, "7": 201}))

    assert said(done) == [
        ("disagreement", "7", "clause 7: announced 2.01 yuan, by the contract 2.00 yuan")
    ]
