"""Books that no settlement can have left are refused, each claim with its place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, register, settled, version

from sanbian import (
    Books,
    Claim,
    Fixed,
    InvalidInputError,
    Kind,
    LendAndReturn,
    Payment,
    Period,
    PerUnit,
)

RENT = Payment(
    id="3",
    kind=Kind.RENT,
    to="members",
    paid_from=("firm",),
    amount=Fixed(100),
    unpaid="carry",
)
LEVY = Payment(
    id="4",
    kind=Kind.LEVY,
    to="county",
    paid_from=("firm",),
    amount=PerUnit(Fraction(1), "mu"),
    unpaid="carry",
)
LOCAL = evolve(LEVY, id="5", to="village", amount=Fixed(1))
LOAN = LendAndReturn(id="7", lent="lent", returned="returned", to="firm", unit="head")
LAST = date(2019, 12, 31)
ONE = Claim(account="owed/3", since=LAST, level="member", key="H1", amount=5)
AGREEMENT = contract(RENT, LEVY, LOCAL, starts=date(2019, 1, 1))


def opened(*claims, agreement=AGREEMENT, **given):
    books = Books(contract="A", claims=claims, **given)
    return settled(agreement, register(("H1", "1")), books=books)


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"account": "nonsense"}, "account"),
        ({"account": "owed/"}, "account"),
        ({"account": "owed/99"}, "account"),
        ({"account": "advance/3/nobody"}, "account"),
        ({"account": "deficit/nothing", "level": "contract", "key": "A"}, "account"),
        ({"account": "deficit/profit"}, "level"),
        ({"account": "deficit/profit", "level": "contract", "key": "B"}, "key"),
        ({"level": "village"}, "level"),
        ({"level": "contract", "key": "A"}, "level"),
        ({"account": "owed/4"}, "level"),
        ({"account": "owed/5"}, "level"),
        ({"unit": "head"}, "unit"),
        ({"account": "lent/3"}, "unit"),
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
    ],
)
def test_a_claim_that_no_settlement_left_is_refused_at_its_place(wrong, at):
    with pytest.raises(InvalidInputError) as refused:
        opened(evolve(ONE, **wrong))

    assert f"$.claims[0].{at}" in [problem.at for problem in refused.value.problems]


def test_a_claim_stands_once_and_in_one_unit():
    with pytest.raises(InvalidInputError, match="each claim once"):
        opened(ONE, evolve(ONE, amount=6))
    lent = Claim(
        account="lent/7", since=LAST, level="member", key="H1", amount=1, unit="head"
    )
    with pytest.raises(InvalidInputError, match="the level and unit of the others"):
        opened(
            lent,
            evolve(lent, key="H2", unit="gram"),
            agreement=contract(RENT, LOAN, starts=date(2019, 1, 1)),
        )
    with pytest.raises(InvalidInputError, match="the level and unit of the others"):
        opened(ONE, evolve(ONE, key="一组", level="group"))


def test_periods_are_in_order_and_funds_are_declared():
    last = date(2020, 12, 31)
    late, early = Period(date(2020, 12, 1), last), Period(date(2020, 11, 1), last)
    with pytest.raises(InvalidInputError, match="a period after"):
        settled(
            AGREEMENT,
            register("H1"),
            2021,
            Books(contract="A", settled=(late, early)),
        )
    with pytest.raises(InvalidInputError, match="expected a declared fund, got 'zz'"):
        opened(funds={"zz": {"A": 1}})


def test_good_books_are_opened():
    done = opened(
        ONE,
        Claim(account="owed/4", since=LAST, level="contract", key="A", amount=5),
        Claim(account="owed/5", since=LAST, level="group", key="", amount=5),
        Claim(account="advance/3/firm", since=LAST, level="member", key="H1", amount=5),
        funds={"carried/profit": {"A": 0}, "reserve": {"A": 7}},
    )

    assert () == done.books.claims  # what is older than the first version is paid by it


def test_a_claim_whose_clause_promises_no_more_is_kept():
    # the version in force when it arose shares out under that number: nobody promised it
    from sanbian import Dividend, Measured  # noqa: PLC0415 - of this test alone

    share = Dividend(id="3", of="profit", to="members", by=Measured("equal"))
    two = contract(
        versions=(
            version(RENT, since=date(2018, 1, 1)),
            version(share, since=date(2019, 1, 1)),
        ),
        starts=date(2018, 1, 1),
    )
    books = Books(contract="A", claims=(ONE,))
    done = settled(two, register("H1"), books=books, amounts={"profit": 0})

    assert (ONE,) == done.books.claims
