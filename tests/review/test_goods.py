"""Orders and animals: what a contract has to say of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from review_cases import case, only, with_clause

from sanbian import (
    Contribution,
    Fixed,
    Grade,
    Kind,
    LateFee,
    LendAndReturn,
    OrderPurchase,
    Payment,
    Safeguard,
    SafeguardKind,
    due,
)

ORDER, LOAN = 2, 2


def order(**changes):
    contract = case("SB124")
    assert isinstance(contract.versions[0].clauses[ORDER], OrderPurchase)
    bare = {"words": "", "market": "", "minimum": None, "below": None}
    return with_clause(contract, ORDER, **{**bare, **changes})


@pytest.mark.parametrize(
    ("facts", "lacks"),
    [
        ({}, ["market", "grade", "how much", "weighs", "payment"]),
        ({"words": "一等每公斤 4 元"}, ["market", "how much", "weighs", "payment"]),
        ({"words": "当日批发市场价，标准见附件，全部收购，公司过磅，当天付款"}, []),
        ({"market_price": None}, ["grade", "how much", "weighs", "payment"]),
        (
            {"market": "县批发市场当日价", "weighing": "公司", "paid_by": "11 月"},
            ["grade", "how much"],
        ),
        (
            {"minimum": Fraction(5), "below": "nothing"},
            ["market", "grade", "weighs", "payment"],
        ),
    ],
)
def test_an_order_says_what_it_needs(facts, lacks):
    found = only("SB124", order(**facts))

    if not lacks:
        assert [] == found
        return
    (one,) = found
    said = one.says.en.partition(": ")[2].split("; ")
    assert len(lacks) == len(said)
    assert all(word in each for word, each in zip(lacks, said, strict=True))


def test_grades_are_quality_and_each_may_follow_the_market():
    grade = Grade(quantity="sold_kg", floor_price=Fraction(400))
    graded = order(grades=(grade,), quantity=None, floor_price=None, market_price=None)

    (found,) = only("SB124", graded)
    assert "grade" not in found.says.en
    assert "market" not in found.says.en


def test_a_late_fee_says_when_it_is_due():
    contract = order()
    version = contract.versions[0]
    fee = LateFee(
        id="9",
        on=("3",),
        to="members",
        paid_from=("farm",),
        rate=Fraction(1, 1000),
        due=due("30 days"),
        unpaid="carry",
    )
    late = evolve(contract, versions=(evolve(version, clauses=(*version.clauses, fee)),))

    (found,) = only("SB124", late)

    assert "day of payment" not in found.says.en


# Animals


def loan(**changes):
    contract = case("SB125")
    assert isinstance(contract.versions[0].clauses[LOAN], LendAndReturn)
    return with_clause(contract, LOAN, **{"words": "", "due_years": None, **changes})


def test_what_is_lent_and_not_spoken_of_is_all_named():
    (found,) = only("SB125", loan())

    assert 6 == len(found.says.en.partition(": ")[2].split("; "))


def test_terms_say_it_as_well_as_words():
    measures = case("SB125").measures
    said = loan(
        died="returned",
        lost="returned",
        lost_price=Fraction(50000),
        offspring=Fraction(1, 3),
        due_years=3,
        herd=30,
    )

    (found,) = only("SB125", said)

    assert measures
    assert found.says.en.endswith("insurance: who pays it, who gets it")
    insured = Safeguard(kind=SafeguardKind.INSURANCE)
    assert [] == only("SB125", evolve(said, safeguards=(*said.safeguards, insured)))


def kept(words="", what="livestock"):
    contract = loan()
    version = contract.versions[0]
    fee = Payment(
        id="9",
        kind=Kind.CUSTODY_FEE,
        to="members",
        paid_from=("farm",),
        amount=Fixed(100000),
        unpaid="lapse",
        words=words,
    )
    premium = evolve(fee, id="10", kind=Kind.INSURANCE, to="farm", words="")
    return evolve(
        contract,
        contributions=(Contribution(by="members", what=what),),
        versions=(evolve(version, clauses=(*version.clauses[:2], fee, premium)),),
    )


def test_custody_says_what_comes_back():
    (found,) = only("SB125", kept())

    assert "insurance" not in found.says.en
    assert "whether heads or weight come back" in found.says.en
    assert [] == only(
        "SB125", kept("期满归还同等体重的牛，犊归农户；病死归公司，看管不当由公司赔")
    )


def test_what_is_paid_for_keeping_no_animals_is_another_matter():
    assert [] == only("SB125", kept(what="house"))


def test_the_day_of_the_review_chooses_the_clauses():
    assert ["SB125"] == [each.code for each in only("SB125", loan(), on=date(2025, 7, 1))]
