"""Funds that each holder has in his own name, and common funds that give and take."""

from datetime import date
from fractions import Fraction

import pytest
from contract_builders import FUNDS, MEASURES, contract, numbers_of, paid, settled

from sanbian import (
    Books,
    Dividend,
    Fixed,
    Fund,
    Guarantee,
    Household,
    Kind,
    Measured,
    NamedMeasure,
    PartOf,
    Payment,
    Register,
    Retention,
    Split,
    SplitPart,
    describe,
    explain,
    lines,
)
from sanbian.errors import InvalidInputError, MissingFactError
from sanbian.period import Years

LOAN = NamedMeasure(id="loan", name="贷款入股额", unit="yuan")
CAPITAL = Fund(id="capital", name="入股本金", per_member=True, opens_with="loan")
MATCHED = Fund(id="matched", name="配股", per_member=True)
GIVEN = {"funds": (*FUNDS, CAPITAL, MATCHED), "measures": (*MEASURES, LOAN)}


def put_in(loan, code="H1", **given):
    return Household(code=code, measures={"loan": Fraction(loan)}, **given)


def who(*households):
    return Register(households=households)


def guarantee(**given):
    stated = {
        "id": "1",
        "to": "members",
        "paid_from": ("firm",),
        "amount": PartOf(Fraction(6, 100), "capital"),
        "charged": "guarantor",
        "combine": "add",
        "unpaid": "carry",
    }
    return Guarantee(**{**stated, **given})


def matching(**given):
    stated = {
        "id": "2",
        "kind": Kind.SUBSIDY,
        "to": "matched",
        "paid_from": ("deposit",),
        "amount": Measured("loan"),
        "unpaid": "carry",
    }
    return Payment(**{**stated, **given})


def test_a_fund_of_each_member_opens_with_what_he_put_in():
    agreement = contract(guarantee(), **GIVEN)
    done = settled(agreement, who(put_in(5_000_000), put_in(1_000_000, "H2")))

    assert [300_000, 60_000] == paid(done)
    assert {"H1": 5_000_000, "H2": 1_000_000} == done.books.funds["capital"]


def test_a_fund_of_each_member_is_carried_though_no_clause_uses_it():
    agreement = contract(**GIVEN)
    done = settled(agreement, who(put_in(100)))
    later = settled(agreement, who(put_in(999)), 2021, done.books)

    assert {"H1": 100} == later.books.funds["capital"]
    assert {"H1": 0} == later.books.funds["matched"]


def test_who_enters_later_brings_in_what_he_put_in_then():
    agreement = contract(guarantee(), **GIVEN)
    newcomer = put_in(200, "H2", entered=date(2021, 7, 1))
    done = settled(agreement, who(put_in(100), newcomer))
    later = settled(agreement, who(put_in(100), newcomer), 2021, done.books)
    after = settled(
        agreement, who(put_in(100), newcomer, put_in(50, "H3")), 2022, later.books
    )

    assert {"H1": 100, "H2": 0} == done.books.funds["capital"]
    assert {"H1": 100, "H2": 200} == later.books.funds["capital"]
    assert {"H1": 100, "H2": 200, "H3": 50} == after.books.funds["capital"]


def test_who_had_left_before_opens_no_fund_and_who_leaves_keeps_his():
    agreement = contract(guarantee(), **GIVEN)
    gone = put_in(100, "H2", left=date(2019, 12, 31))
    done = settled(agreement, who(put_in(100), gone))
    later = settled(agreement, who(), 2021, done.books)

    assert {"H1": 100, "H2": 0} == done.books.funds["capital"]
    assert {"H1": 100} == later.books.funds["capital"]
    assert [0] == paid(later)


def test_what_was_put_in_is_needed_to_open_and_never_again():
    agreement = contract(guarantee(), **GIVEN)
    unknown = Household(code="H1")
    books = Books(contract="A", funds={"capital": {"H1": 100}})

    with pytest.raises(MissingFactError, match="loan"):
        settled(agreement, who(unknown))
    assert [6] == paid(settled(agreement, who(unknown), books=books))


def test_matching_shares_go_to_the_fund_of_each_and_what_is_short_follows():
    deposit = Fund(id="deposit", name="保证金", opening=700)
    agreement = contract(
        matching(years=Years(1, 1)),
        **{**GIVEN, "funds": (deposit, CAPITAL, MATCHED)},
    )
    households = who(put_in(600), put_in(400, "H2"))
    done = settled(agreement, households)

    assert [420, 280] == numbers_of(done, "withheld")
    assert [600, 400] == numbers_of(done, "entitled")
    assert [180, 120] == numbers_of(done, "arrears")
    assert {"H1": 420, "H2": 280} == done.books.funds["matched"]
    assert "补助 4.20 元（第2条）：贷款入股额 6.00 元" in describe(
        explain(done, "H1"), "zh"
    )
    assert "计入配股 -4.20 元（第2条）" in describe(explain(done, "H1"), "zh")

    refilled = Books(
        contract="A",
        settled=done.books.settled,
        claims=done.books.claims,
        funds={**done.books.funds, "deposit": {"A": 1000}},
    )
    later = settled(agreement, households, 2021, refilled)

    assert [180, 120] == numbers_of(later, "older_paid") == numbers_of(later, "withheld")
    assert {"H1": 600, "H2": 400} == later.books.funds["matched"]
    assert () == later.books.claims


def test_a_fund_of_each_pays_its_own_holder_and_no_more_than_is_on_it():
    out = Payment(
        id="3",
        kind=Kind.PRINCIPAL,
        to="members",
        paid_from=("capital",),
        amount=Fixed(500),
        unpaid="lapse",
    )
    agreement = contract(out, **GIVEN)
    done = settled(agreement, who(put_in(600), put_in(400, "H2")))

    assert [500, 400] == paid(done)
    assert {"H1": 100, "H2": 0} == done.books.funds["capital"]


def test_a_common_fund_is_paid_into_and_shared_out():
    into = matching(to="deposit", paid_from=("firm",), kind=Kind.LEVY, amount=Fixed(1000))
    agreement = contract(
        into,
        Split(
            id="3",
            of="deposit",
            parts=(
                SplitPart("firm", Fraction(1, 4)),
                SplitPart("pool", Fraction(3, 4)),
            ),
        ),
        Dividend(id="4", of="pool", to="members", by=Measured("equal")),
        guarantee(id="5", to="reserve", amount=Fixed(90)),
        Dividend(id="6", of="reserve", to="members", by=Measured("equal")),
        matching(id="7", to="reserve", paid_from=("firm",), amount=Fixed(10)),
        Retention(id="8", of="reserve", to="deposit"),
        **GIVEN,
    )
    done = settled(agreement, who(put_in(1), put_in(1, "H2")))

    assert [420, 420] == paid(done)
    assert {"A": 10} == done.books.funds["deposit"]
    assert ["party/firm"] == [one.payee for one in lines(done) if one.clause == "3"][:1]


@pytest.mark.parametrize(
    ("clause", "at"),
    [
        (Retention(id="1", of="capital", to="firm"), "clauses[0].of"),
        (Retention(id="1", of="profit", to="capital"), "clauses[0].to"),
        (matching(to="firm", paid_from=("capital",)), "clauses[0].paid_from[0]"),
        (
            Split(
                id="1",
                of="profit",
                parts=(SplitPart("firm", Fraction(1)),),
                years=Years(1, 1),
                counted_from="entry",
            ),
            "clauses[0].counted_from",
        ),
        (
            Dividend(
                id="1", of="profit", to="members", by=Measured("equal"), rest="capital"
            ),
            "clauses[0].rest",
        ),
    ],
)
def test_a_fund_of_each_cannot_stand_for_money_of_all(clause, at):
    with pytest.raises(InvalidInputError) as refused:
        contract(clause, **GIVEN)
    (problem,) = refused.value.problems

    assert f"$.versions[0].{at}" == problem.at
