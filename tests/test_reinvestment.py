"""Reinvestment: a part of what a clause gives becomes the holder's own capital."""

from datetime import date
from fractions import Fraction

import pytest
from contract_builders import FUNDS, MEASURES, PARTIES, contract, numbers_of, paid, settled
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Fund,
    Guarantee,
    Household,
    InvalidInputError,
    Kind,
    NamedMeasure,
    PartOf,
    Party,
    PartyRole,
    Payment,
    Register,
    Reinvestment,
    SumOf,
    describe,
    explain,
)
from sanbian.period import Years

FIRM = ("firm",)
PRINCIPAL = Fund(id="principal", name="贷款入股本金", per_member=True, opens_with="loan")
OWN = Fund(id="grown", name="转增投入", per_member=True)
GIVEN = {
    "parties": (*PARTIES, Party(id="bank", name="银行", role=PartyRole.BANK)),
    "funds": (*FUNDS, PRINCIPAL, OWN),
    "measures": (*MEASURES, NamedMeasure(id="loan", name="贷款", unit="yuan")),
}


def household(loan=5_000_000, code="H1", **given):
    return Household(code=code, measures={"loan": Fraction(loan)}, **given)


def guarantee(*of, **given):
    rates = tuple(PartOf(Fraction(1, 10), name) for name in of)
    stated = {
        "id": "3",
        "to": "members",
        "paid_from": FIRM,
        "amount": SumOf(rates),
        "charged": "guarantor",
        "unpaid": "carry",
    }
    return Guarantee(**{**stated, **given})


def reinvestment(**given):
    stated = {
        "id": "4",
        "out_of": ("3",),
        "rate": Fraction(2, 5),
        "to": "grown",
        "earns_from": "never",
    }
    return Reinvestment(**{**stated, **given})


def principal(fund, number="5", **given):
    stated = {
        "id": number,
        "kind": Kind.PRINCIPAL,
        "to": "members",
        "paid_from": FIRM,
        "amount": PartOf(Fraction(1), fund),
        "pays_down": fund,
        "unpaid": "carry",
        "years": Years(5, 5),
    }
    return Payment(**{**stated, **given})


def years(agreement, register, last, **given):
    books, done = None, []
    for number in range(2020, last + 1):
        done.append(settled(agreement, register, number, books, **given))
        books = done[-1].books
    return done


def test_w21_five_years_without_earning_leave_sixty_thousand():
    agreement = contract(
        guarantee("principal"),
        reinvestment(),
        principal("principal"),
        principal("grown", "6"),
        **GIVEN,
    )
    done = years(agreement, Register(households=(household(),)), 2024)

    assert [[300_000]] * 4 + [[6_300_000]] == [paid(one) for one in done]
    assert [200_000 * n for n in (1, 2, 3, 4, 0)] == [
        one.books.funds["grown"]["H1"] for one in done
    ]
    assert {"H1": 0} == done[-1].books.funds["principal"]


def test_w21_what_earns_from_the_next_period_gives_5200_in_year_two():
    agreement = contract(
        guarantee("principal", "grown"),
        reinvestment(earns_from="next_period"),
        **GIVEN,
    )
    first, second = years(agreement, Register(households=(household(),)), 2021)

    assert [500_000, 520_000] == [numbers_of(one, "entitled")[0] for one in (first, second)]
    assert [200_000, 208_000] == [numbers_of(one, "withheld")[0] for one in (first, second)]
    assert {"H1": 408_000} == second.books.funds["grown"]
    told = describe(explain(second, "H1"), "zh")
    assert "转增投入 -2,080.00 元（第4条）：第3条应得 5,200.00 元 × 转增比例 40%" in told
    assert "合计 3,120.00 元" in told


def test_what_comes_in_during_the_period_does_not_earn_in_it():
    later = guarantee("grown", id="7", combine=None)
    agreement = contract(
        guarantee("principal"), reinvestment(earns_from="next_period"), later, **GIVEN
    )
    first, second = years(agreement, Register(households=(household(),)), 2021)

    assert [500_000, 520_000] == [numbers_of(one, "entitled")[0] for one in (first, second)]


def test_arrears_are_reinvested_when_they_are_paid():
    agreement = contract(guarantee("principal"), reinvestment(), **GIVEN)
    register = Register(households=(household(),))
    first = settled(agreement, register, put_up={"firm": 100_000})
    later = settled(agreement, register, 2021, first.books)

    assert {"H1": 40_000} == first.books.funds["grown"]
    assert {"H1": 400_000} == later.books.funds["grown"]
    assert [540_000] == paid(later)


def test_a_reinvestment_holds_in_its_years_and_for_its_status():
    agreement = contract(
        guarantee("principal"),
        reinvestment(years=Years(2, None)),
        reinvestment(id="8", out_of=("all",), years=Years(1, 1), counted_from="entry"),
        reinvestment(id="9", status="poor"),
        **GIVEN,
    )
    new = household(1_000_000, "H2", entered=date(2021, 3, 1))
    first, second = years(agreement, Register(households=(household(), new)), 2021)

    assert {"H1": 200_000, "H2": 0} == first.books.funds["grown"]
    assert {"H1": 400_000, "H2": 40_000 + 24_000} == second.books.funds["grown"]


def test_all_that_is_given_comes_before_what_is_reinvested_of_it():
    late = reinvestment(out_of=("all",))

    with pytest.raises(
        InvalidInputError, match="expected clause 3 to be worked out before"
    ):
        contract(late, guarantee("principal"), **GIVEN)
    assert contract(guarantee("principal"), late, **GIVEN).versions


def test_a_reinvestment_of_what_is_not_given_this_year_is_nothing():
    agreement = contract(
        guarantee("principal", years=Years(2, None)), reinvestment(), **GIVEN
    )
    done = settled(agreement, Register(households=(household(),)))

    assert {"H1": 0} == done.books.funds["grown"]


@given(
    loans=st.lists(st.integers(0, 10**8), min_size=1, max_size=5),
    rate=st.fractions(0, 1, max_denominator=100),
    put_up=st.integers(0, 10**8),
)
def test_what_is_given_is_paid_reinvested_or_owed(loans, rate, put_up):
    agreement = contract(guarantee("principal"), reinvestment(rate=rate), **GIVEN)
    register = Register(
        households=tuple(household(loan, f"H{n}") for n, loan in enumerate(loans))
    )
    done = settled(agreement, register, put_up={"firm": put_up})
    parts = [numbers_of(done, name) for name in ("paid", "withheld", "arrears")]

    assert numbers_of(done, "entitled") == [sum(each) for each in zip(*parts, strict=True)]
    assert min(map(min, parts)) >= 0
    assert numbers_of(done, "withheld") == list(done.books.funds["grown"].values())
