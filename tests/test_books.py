"""Books and facts: what is carried, in one order, and what is refused at the edge."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from contract_builders import contract, register, settled, year

from sanbian import (
    Advance,
    Books,
    Claim,
    Dividend,
    Facts,
    InvalidInputError,
    Measured,
    PartFacts,
    Period,
    facts_of,
    settle,
)
from sanbian.law import PATRONAGE_RATE_MIN

CLAIMS = tuple(
    Claim(account=account, since=date(number, 12, 31), level="member", key=key, amount=1)
    for account, number, key in (
        ("owed/5", 2021, "H1"),
        ("owed/5", 2020, "H2"),
        ("a", 2022, "H3"),
    )
)


def test_books_stand_in_one_order_whatever_the_order_of_writing():
    one = Books(contract="A", claims=CLAIMS, funds={"b": {"y": 1, "x": 2}, "a": {}})
    other = Books(contract="A", claims=CLAIMS[::-1], funds={"a": {}, "b": {"x": 2, "y": 1}})

    assert one == other
    assert [claim.key for claim in one.claims] == ["H3", "H2", "H1"]
    assert list(one.funds) == ["a", "b"]
    assert list(one.funds["b"]) == ["x", "y"]


def test_books_and_facts_cannot_be_changed():
    books = Books(contract="A", funds={"a": {"x": 1}})
    facts = facts_of(
        year(2020), amounts={"profit": 1}, activity={"kg": {"H1": Fraction(1)}}
    )
    for given in (books.funds, books.funds["a"], facts.put_up, facts.parts[0].amounts):
        with pytest.raises(TypeError):
            given["b"] = 1


def test_a_new_year_begins_with_nothing_got_to_date():
    agreement = contract(Dividend(id="7", of="profit", to="members", by=Measured("equal")))
    who, books = register("H1"), None
    found = []
    for first, last in (
        (date(2020, 1, 1), date(2020, 6, 30)),
        (date(2020, 7, 1), date(2020, 12, 31)),
        (date(2021, 1, 1), date(2021, 6, 30)),
    ):
        facts = facts_of(Period(first, last), amounts={"profit": 10})
        books = settle(agreement, who, facts, books).books
        found.append(dict(books.year_to_date["7"]))

    assert found == [{"H1": 10}, {"H1": 20}, {"H1": 10}]


def test_a_fund_that_nothing_touches_is_kept():
    agreement = contract(Dividend(id="7", of="profit", to="members", by=Measured("equal")))
    books = Books(contract="A", funds={"deposit": {"A": 5}})

    assert settled(
        agreement, register("H1"), 2020, books, amounts={"profit": 1}
    ).books.funds == {"deposit": {"A": 5}}


def test_parts_follow_one_another():
    parts = (
        PartFacts(period=Period(date(2020, 1, 1), date(2020, 5, 31))),
        PartFacts(period=Period(date(2020, 6, 2), date(2020, 12, 31))),
    )
    with pytest.raises(InvalidInputError, match="expected the day after 2020-05-31"):
        Facts(parts=parts)
    with pytest.raises(InvalidInputError, match="expected a period, got none"):
        Facts(parts=())


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"amounts": {"profit": 1.0}}, "$.amounts.profit"),
        ({"amounts": {"profit": True}}, "$.amounts.profit"),
        ({"amounts": {"profit": "1"}}, "$.amounts.profit"),
        ({"measures": {"price": 0.1}}, "$.measures.price"),
        ({"activity": {"kg": {"H1": Fraction(1), "H2": 0.5}}}, "$.activity.kg.H2"),
        ({"put_up": {"firm": -1}}, "$.put_up.firm"),
        ({"put_up": {"firm": Fraction(1)}}, "$.put_up.firm"),
    ],
    ids=range(7),
)
def test_amounts_are_whole_fen_and_numbers_are_exact(given, at):
    with pytest.raises(InvalidInputError) as raised:
        facts_of(year(2020), **given)

    assert [problem.at for problem in raised.value.problems] == [at]


def test_facts_have_the_whole_period():
    parts = (
        PartFacts(period=Period(date(2020, 1, 1), date(2020, 5, 31))),
        PartFacts(period=Period(date(2020, 6, 1), date(2020, 12, 31))),
    )
    advance = Advance(household="H1", clause="7", amount=1, day=date(2020, 2, 1))

    assert Facts(parts=parts, advances=(advance,)).period == year(2020)


def test_a_legal_rate_holds_from_its_first_day():
    assert PATRONAGE_RATE_MIN.on(date(2007, 6, 30)) is None
    assert PATRONAGE_RATE_MIN.on(date(2007, 7, 1)) == Fraction(60, 100)
    assert str(PATRONAGE_RATE_MIN.source) == "《农民专业合作社法》第四十四条第二款"
