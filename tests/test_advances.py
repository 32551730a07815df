"""What was given before: advances of money, and animals that are lent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import (
    contract,
    numbers_of,
    paid,
    register,
    settled,
)

from sanbian import (
    Advance,
    Dividend,
    Fixed,
    InvalidInputError,
    Kind,
    LendAndReturn,
    Measured,
    Payment,
    lines,
    statements,
    years,
)

RENT = Payment(
    id="3",
    kind=Kind.RENT,
    to="members",
    paid_from=("firm",),
    amount=Fixed(100),
    unpaid="carry",
)
DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("equal"))
TWO = register(("H1", "1"), ("H2", "3"))


LENT = LendAndReturn(id="4", lent="lent", returned="returned", to="firm", unit="head")


def heads(lent, returned):
    return {"lent": {"H1": Fraction(lent)}, "returned": {"H1": Fraction(returned)}}


def test_animals_come_back_oldest_first_and_too_many_are_said():
    agreement, who = contract(LENT), register("H1")
    first = settled(agreement, who, activity=heads(5, 2))
    then = settled(agreement, who, 2021, first.books, activity=heads(4, 4))
    last = settled(agreement, who, 2022, then.books, activity=heads(0, 5))

    owed = [
        [(claim.since.year, claim.amount) for claim in done.books.claims]
        for done in (first, then, last)
    ]
    assert owed == [[(2020, 3)], [(2021, 3)], []]
    assert [note.at for note in last.notices] == ["4"]
    assert "2 head more than was to be returned" in last.notices[0].says.en


@pytest.mark.parametrize(("lent", "returned"), [("5/2", 0), (1, "1/2"), (1, -1), (-1, 0)])
def test_half_a_head_is_neither_lent_nor_returned(lent, returned):
    with pytest.raises(InvalidInputError, match="a whole number of at least zero"):
        settled(contract(LENT), register("H1"), activity=heads(lent, returned))


def advance(**given):
    stated = {"household": "H1", "clause": "7", "amount": 5, "day": date(2020, 5, 1)}
    return Advance(**{**stated, **given})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"household": "H9"}, "household"),
        ({"clause": "8"}, "clause"),
        ({"amount": -1}, "amount"),
        ({"by": "nobody"}, "by"),
        ({"by": "reserve"}, "by"),
    ],
)
def test_an_advance_names_who_got_it_for_what_and_from_whom(wrong, field):
    with pytest.raises(InvalidInputError) as raised:
        settled(
            contract(DIVIDEND), TWO, amounts={"profit": 9}, advances=(advance(**wrong),)
        )

    assert (
        raised.value.problems[0].at
        == f"$.advances ({wrong.get('household', 'H1')}, 2020-05-01).{field}"
    )


def test_an_advance_without_any_party_to_have_paid_it_is_refused():
    nobody = contract(DIVIDEND, parties=())
    with pytest.raises(InvalidInputError, match="a party that paid it"):
        settled(nobody, TWO, amounts={"profit": 9}, advances=(advance(),))


def test_an_advance_by_a_payer_is_the_first_payment_of_its_clause():
    rent = evolve(RENT, paid_from=("deposit", "county"))
    done = settled(contract(rent), TWO, advances=(advance(clause="3"),))

    assert [line.payee for line in lines(done) if line.kind is Kind.ADVANCE] == [
        "end/in_hand"
    ]


def test_an_advance_by_someone_else_goes_back_to_him():
    rent = evolve(RENT, paid_from=("deposit",))
    done = settled(
        contract(rent), TWO, advances=(evolve(advance(clause="3"), by="county"),)
    )

    assert {line.payee for line in lines(done) if line.kind is Kind.ADVANCE} <= {
        "party/county"
    }


def test_what_was_advanced_is_not_owed_again_when_the_payer_puts_up_nothing():
    # a new user's case: rent of 100 fen each, 60 advanced to one, nothing put up at the end
    done = settled(
        contract(RENT),
        TWO,
        put_up={"firm": 0},
        advances=(evolve(advance(clause="3"), amount=60, by="firm"),),
    )

    assert sorted(each.arrears for each in statements(done)) == [40, 100]
    assert [each.over_advanced for each in statements(done)] == [0, 0]
    assert [each.paid for each in statements(done)] == [0, 0]


def test_an_advance_waits_while_its_clause_gives_nothing():
    agreement = contract(evolve(RENT, years=years("2-")))
    first = settled(agreement, TWO, advances=(advance(clause="3"), advance(clause="3")))
    assert numbers_of(first, "over_advanced") == [10, 0]

    then = settled(agreement, TWO, 2021, first.books)
    assert paid(then) == [90, 100]
