"""What a contract or its facts may not say, and what is said of a period that is no year."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, register, settled, version, year

from sanbian import (
    Dividend,
    Fixed,
    Guarantee,
    InvalidInputError,
    Kind,
    Measured,
    OddFen,
    PartOf,
    PatronageRefund,
    Payment,
    Period,
    PreferredDividend,
    Reserve,
    SharedTotal,
    Split,
    SplitPart,
    Vehicle,
    describe,
    explain,
    facts_of,
    lines,
    settle,
)
from sanbian.exact.columns import Column, combine
from sanbian.program import Op

RENT = Payment(
    id="3",
    kind=Kind.RENT,
    to="members",
    paid_from=("firm",),
    amount=Fixed(100),
    unpaid="carry",
)
SHARE = Dividend(id="6", of="profit", to="members", by=Measured("equal"))
GUARANTEE = Guarantee(
    id="5",
    to="members",
    paid_from=("firm",),
    amount=SharedTotal(Fixed(500), Measured("equal")),
    charged="guarantor",
    combine="add",
    unpaid="carry",
)
REFUND = PatronageRefund(
    id="8", of="pool", to="members", by=Measured("kg"), rate=Fraction(6, 10)
)
HALVES = Split(
    id="7",
    of="profit",
    parts=(SplitPart("pool", Fraction(1, 2)), SplitPart("firm", Fraction(1, 2))),
)
COOPERATIVE = Vehicle.FARMERS_COOPERATIVE


@pytest.mark.parametrize(
    ("clauses", "given", "said"),
    [
        ((RENT,), {"id": "../x"}, "without slashes"),
        ((RENT,), {"id": " "}, "without slashes"),
        (
            (evolve(RENT, amount=PartOf(Fraction(-1, 20), "own")),),
            {},
            "an amount of at least zero",
        ),
        ((evolve(RENT, amount=Fixed(-1)),), {}, "an amount of at least zero"),
        ((HALVES, REFUND), {"vehicle": COOPERATIVE}, "which is a part of it"),
        (
            (
                PreferredDividend(
                    id="4",
                    of="profit",
                    to="members",
                    rate=Fraction(1, 20),
                    on="own",
                    cumulative=True,
                    participating=True,
                ),
                evolve(REFUND, of="profit"),
            ),
            {"vehicle": COOPERATIVE},
            "after a part was shared",
        ),
        (
            (evolve(GUARANTEE, combine="excess"), SHARE),
            {},
            "only the excess is shared",
        ),
    ],
)
def test_a_contract_that_cannot_be_meant_is_refused(clauses, given, said):
    with pytest.raises(InvalidInputError, match=said):
        contract(*clauses, **given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"put_up": {"village": 5}}, "each 'village' of a group put up"),
        ({"draws": {"99": ("H1",)}}, "clause number, got '99'"),
    ],
)
def test_facts_that_cannot_be_told_apart_are_refused(given, said):
    with pytest.raises(InvalidInputError, match=said):
        settled(contract(RENT), register("H1"), **given)


def test_a_period_lies_within_the_term():
    agreement = contract(RENT, starts=date(2020, 1, 1), ends=date(2020, 12, 31))
    for period in (
        Period(date(2019, 7, 1), date(2020, 6, 30)),
        Period(date(2020, 7, 1), date(2021, 6, 30)),
    ):
        with pytest.raises(InvalidInputError, match="a period within the term"):
            settle(agreement, register("H1"), facts_of(period))


def test_after_the_term_only_what_is_still_owed_is_paid():
    agreement = contract(RENT, ends=date(2020, 12, 31))
    first = settled(agreement, register("H1"), put_up={"firm": 0})
    then = settled(agreement, register("H1"), 2021, first.books)

    assert [(line.payee, line.amount) for line in lines(then)] == [
        ("payable/3@2020-12-31", 100)
    ]
    assert () == then.books.claims


def test_what_is_owed_from_a_surplus_waits_for_the_reserve_of_the_new_clauses():
    preferred = PreferredDividend(
        id="4",
        of="profit",
        to="members",
        rate=Fraction(1),
        on="own",
        cumulative=True,
        participating=True,
    )
    reserve = Reserve(id="5", of="profit", rate=Fraction(1, 10), to="reserve")
    two = contract(
        versions=(
            version(preferred),
            version(reserve, SHARE, since=date(2021, 1, 1)),
            version(SHARE, since=date(2022, 1, 1)),
        )
    )
    first = settled(
        two, register("H1"), amounts={"profit": 0}, activity={"own": {"H1": Fraction(100)}}
    )
    then = settled(two, register("H1"), 2021, first.books, amounts={"profit": 50})
    last = settled(two, register("H1"), 2022, then.books, amounts={"profit": 60})

    assert {"A": 5} == then.books.funds["reserve"]
    assert [55] == [claim.amount for claim in then.books.claims]
    assert () == last.books.claims
    assert [55, 5] == [line.amount for line in lines(last)]


def test_a_period_that_is_no_year_is_said():
    half = facts_of(Period(date(2020, 1, 1), date(2020, 6, 30)))
    done = settle(contract(RENT), register("H1"), half)

    assert ["period"] == [notice.about for notice in done.notices]
    assert "182 天" in done.notices[0].says.zh
    assert () == settle(contract(RENT), register("H1"), facts_of(year(2020))).notices


def test_one_entitlement_in_whole_yuan_is_told_with_its_bound():
    agreement = contract(
        versions=(
            version(
                GUARANTEE,
                SHARE,
                odd_fen=OddFen.LARGEST_REMAINDER,
                pay_in="yuan",
                left_to="reserve",
            ),
        )
    )
    done = settled(agreement, register("H1", "H2", "H3"), amounts={"profit": 500})

    assert [400, 300, 300] == [explain(done, code).paid for code in ("H1", "H2", "H3")]
    assert "合计 4.00 元" in describe(explain(done, "H1"), "zh")


def test_a_scale_that_cannot_be_reduced_is_kept():
    found = combine(Op.MULTIPLY, Column([1], 2**21 + 1), Column([1], 2**21 + 3))

    assert (2**21 + 1) * (2**21 + 3) == found.scale
