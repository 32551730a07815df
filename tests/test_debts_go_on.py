"""Debts go on: of those who left, after the term, when clauses change, each by its own clause."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import evolve
from contract_builders import (
    contract,
    numbers_of,
    paid,
    register,
    settled,
    shareholders,
    version,
    year,
)

from sanbian import (
    Deliver,
    Fixed,
    Kind,
    LendAndReturn,
    LossPart,
    LossSharing,
    Measured,
    OddFen,
    Payment,
    Register,
    ShareClass,
    correct,
    facts_of,
    lines,
    settle,
)

ONE = register("H1")
TWO = register(("H1", "2.5"), ("H2", "1"))
LOAN = LendAndReturn(id="4", lent="lent", returned="returned", to="firm", unit="head")
GRAIN = Deliver(
    id="7",
    to="members",
    by="firm",
    each=Fraction(300),
    per="mu",
    unit="kg",
    delivered="taken",
    undelivered="carry",
)
RENT = Payment(
    id="5",
    kind=Kind.RENT,
    to="members",
    paid_from=("firm",),
    amount=Fixed(300),
    unpaid="carry",
)


def each(**columns):
    """Facts of one household: ``lent=3``."""
    return {name: {"H1": Fraction(value)} for name, value in columns.items()}


def test_who_has_left_is_paid_for_the_goods_that_he_did_not_take():
    priced = evolve(
        GRAIN, undelivered="money", price="grain_price", kind=Kind.RENT, unpaid="carry"
    )
    agreement = contract(versions=(version(GRAIN), version(priced, since=date(2021, 1, 1))))
    one = settled(agreement, TWO, activity=each(taken=0))
    gone = Register(
        households=(TWO.households[0], evolve(TWO.households[1], left=date(2021, 3, 1)))
    )
    two = settled(
        agreement,
        gone,
        2021,
        one.books,
        activity=each(taken=0),
        measures={"grain_price": Fraction(2)},
    )

    assert paid(two) == [2 * 1500, 2 * 300]
    assert () == two.books.claims


def test_after_the_term_goods_come_back_and_are_taken_and_nothing_new_is_due():
    fed = evolve(LOAN, herd=5)
    ewes = evolve(GRAIN, each=Fraction(4), per="equal", unit="head", delivered="died")
    agreement = contract(fed, ewes, ends=date(2020, 12, 31))
    one = settled(agreement, ONE, activity=each(lent=3, returned=0, died=1))
    two = settled(agreement, ONE, 2021, one.books, activity=each(returned=2, died=3))

    assert {claim.account: claim.amount for claim in one.books.claims} == {
        "due/7": 3,
        "lent/4": 3,
    }
    assert {claim.account: claim.amount for claim in two.books.claims} == {"lent/4": 1}
    assert two.books.goods["herd/4"] == {"A": 4}


def test_what_is_owed_for_a_loss_is_set_off_by_the_clause_under_which_it_arose():
    lost = evolve(LOAN, lost="lost", lost_price=Fraction(1000), set_off=("5",))
    agreement = contract(
        versions=(version(lost, RENT), version(RENT, since=date(2021, 1, 1)))
    )
    one = settled(agreement, ONE, activity=each(lent=3, returned=0, lost=1))
    two = settled(agreement, ONE, 2021, one.books)

    assert numbers_of(one, "owing") == [700]
    assert numbers_of(two, "withheld") == [300]
    assert numbers_of(two, "owing") == [400]


def test_each_side_is_set_off_against_the_clauses_that_are_named_for_it():
    land = ShareClass(id="land", name="土地股", par=100)
    half = LossPart(
        to="members", ratio=Fraction(1, 2), by=Measured("equal"), set_off=("5",)
    )
    sides = (half, evolve(half, to="land", set_off=("6",)))
    sharing = LossSharing(id="8", of="profit", parts=sides, rest="deficit")
    agreement = contract(
        sharing,
        evolve(RENT, amount=Fixed(100)),
        evolve(RENT, id="6", amount=Fixed(0)),
        share_classes=(land,),
    )
    done = settled(agreement, shareholders(H1=1), amounts={"profit": -400})

    assert [(claim.account, claim.amount) for claim in done.books.claims] == [
        ("loss/8/land", 200),
        ("loss/8/members", 100),
    ]
    assert numbers_of(done, "withheld") == [100]
    assert numbers_of(done, "owing") == [300]


def test_a_correction_states_what_each_should_have_borne_of_a_loss():
    side = LossPart(to="members", ratio=Fraction(1), by=Measured("mu"), set_off=("5",))
    sharing = LossSharing(id="8", of="profit", parts=(side,), rest="deficit")
    agreement = contract(sharing, RENT)
    facts = facts_of(year(2020), amounts={"profit": -4000})
    was, right = register(("H1", "1"), ("H2", "1")), register(("H1", "1"), ("H2", "3"))
    correction = correct(
        (settle(agreement, was, facts),),
        agreement,
        right,
        (facts,),
        through="firm",
        reason="H2 为 3 亩",
    )

    assert [
        (one.holder, one.clause, one.settled, one.right) for one in correction.lines
    ] == [
        ("H1", "8", -1700, -700),
        ("H2", "8", -1700, -2700),
    ]


def test_the_odd_fen_of_a_loss_goes_to_no_account():
    third = Fraction(1, 3)
    sides = (LossPart(to="firm", ratio=third), LossPart(to="county", ratio=1 - third))
    sharing = LossSharing(id="8", of="profit", parts=sides, rest="deficit")
    agreement = contract(
        versions=(version(sharing, odd_fen=OddFen.TO_ACCOUNT, odd_fen_to="reserve"),)
    )
    done = settled(agreement, ONE, amounts={"profit": -400})

    assert [(one.payer, one.amount) for one in lines(done)] == [
        ("pocket/firm", 133),
        ("pocket/county", 267),
    ]
    assert () == done.books.claims
