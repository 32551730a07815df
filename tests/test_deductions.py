"""Deductions: what is taken from what a holder gets, before it is paid out."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import (
    FIRST,
    FUNDS,
    MEASURES,
    PARTIES,
    contract,
    numbers_of,
    paid,
    settled,
    version,
    year,
)
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Advance,
    Books,
    Claim,
    Deduction,
    Dividend,
    Fixed,
    Fund,
    Household,
    InvalidInputError,
    Kind,
    Measured,
    MissingFactError,
    NamedMeasure,
    PartOf,
    Party,
    PartyRole,
    Payment,
    Period,
    Register,
    describe,
    explain,
    facts_of,
    lines,
    settle,
)
from sanbian.facts import Facts, PartFacts
from sanbian.period import Years
from sanbian.report import summary
from sanbian.settlement.dues import dues_and_lines

GIVEN = {
    "parties": (*PARTIES, Party(id="bank", name="银行", role=PartyRole.BANK)),
    "funds": (*FUNDS, Fund(id="pledge", name="各户押金", per_member=True)),
    "measures": (
        *MEASURES,
        NamedMeasure(id="loan", name="贷款", unit="yuan"),
        NamedMeasure(id="fault", name="过失损失", unit="yuan"),
    ),
}


def rent(amount=300, **given):
    stated = {
        "id": "3",
        "kind": Kind.RENT,
        "to": "members",
        "paid_from": ("firm",),
        "amount": Fixed(amount),
        "unpaid": "carry",
    }
    return Payment(**{**stated, **given})


def deduction(**given):
    stated = {
        "id": "6",
        "kind": Kind.INTEREST,
        "holders": "members",
        "out_of": ("all",),
        "to": "bank",
        "amount": PartOf(Fraction(1, 10), "loan"),
        "unpaid": "carry",
    }
    return Deduction(**{**stated, **given})


def owing(*loans, **given):
    return Register(
        households=tuple(
            Household(code=f"H{n}", measures={"loan": Fraction(loan)}, **given)
            for n, loan in enumerate(loans, 1)
        )
    )


def test_interest_is_taken_from_what_is_paid_out():
    done = settled(contract(rent(), deduction(), **GIVEN), owing(1000, 0))

    assert [200, 300] == paid(done)
    assert [100, 0] == numbers_of(done, "withheld")
    assert [300, 300] == numbers_of(done, "entitled")
    told = describe(explain(done, "H1"), "zh").splitlines()
    assert [
        "租金 3.00 元（第3条）：定额 3.00 元",
        "代扣利息 -1.00 元（第6条）：贷款 10.00 元 × 比例 10%",
        "合计 2.00 元",
    ] == told[1:]
    taken = [line for line in lines(done) if line.clause == "6"]
    assert [("interest", "payable/3", "party/bank", "H1", 100)] == [
        (line.kind.value, line.payer, line.payee, line.holder, line.amount)
        for line in taken
    ]


def test_no_line_is_negative_and_what_is_not_covered_is_the_holders_debt():
    agreement = contract(rent(), deduction(), **GIVEN)
    first = settled(agreement, owing(5000, 1000))
    later = settled(agreement, owing(1000, 1000), 2021, first.books)

    assert [0, 200] == paid(first)
    assert [300, 100] == numbers_of(first, "withheld")
    assert [200, 0] == numbers_of(first, "owing")
    assert [0, 0] == numbers_of(first, "arrears")
    assert [("owing", "6")] == [(one.about, one.at) for one in first.notices]
    assert "本户尚欠 2.00 元" in describe(explain(first, "H1"), "zh")

    assert [0, 200] == paid(later)
    assert [0, 0] == numbers_of(later, "owing")
    assert "补扣 2020-12-31 期利息 -2.00 元" in describe(explain(later, "H1"), "zh")


def test_older_debts_are_taken_first_by_the_clause_under_which_they_arose():
    moved = deduction(to="reserve", kind=Kind.INPUTS, out_of=("3",))
    versions = (
        version(rent(), deduction()),
        version(rent(), moved, since=date(2021, 1, 1)),
    )
    agreement = contract(versions=versions, **GIVEN)
    first = settled(agreement, owing(5000))
    later = settled(agreement, owing(1000), 2021, first.books)

    assert [200] == numbers_of(first, "owing")
    assert [("party/bank", 200), ("fund/reserve", 100)] == [
        (line.payee, line.amount) for line in lines(later) if line.clause == "6"
    ]


def test_only_the_named_lines_bear_it():
    wage = rent(50, id="4", kind=Kind.WAGE)
    agreement = contract(rent(), wage, deduction(out_of=("4",)), **GIVEN)
    done = settled(agreement, owing(1000))

    assert [300] == paid(done)
    assert [50] == numbers_of(done, "owing")


def test_one_deduction_out_of_two_lines_is_one_line_to_the_household():
    wage = rent(50, id="4", kind=Kind.WAGE)
    agreement = contract(wage, rent(), deduction(), **GIVEN)
    explained = explain(settled(agreement, owing(1000)), "H1")

    assert [50, 300, -100] == [line.amount for line in explained.lines]


@pytest.mark.parametrize(("amount", "left"), [(PartOf(Fraction(1, 10), "loan"), 0)])
def test_what_is_not_covered_lapses_where_the_contract_says_so(amount, left):
    agreement = contract(rent(), deduction(amount=amount, unpaid="lapse"), **GIVEN)
    done = settled(agreement, owing(5000))

    assert [left] == numbers_of(done, "owing")
    assert () == done.books.claims


def test_what_is_not_covered_is_an_error_where_the_contract_says_so():
    for clauses in ((rent(),), ()):
        agreement = contract(*clauses, deduction(unpaid="error"), **GIVEN)
        with pytest.raises(MissingFactError):
            settled(agreement, owing(5000))


def test_a_loss_is_no_deduction():
    activity = {"loan": {"H1": Fraction(-50)}}

    assert [300] == paid(
        settled(contract(rent(), deduction(), **GIVEN), owing(0), activity=activity)
    )


def test_advances_are_set_off_before_a_deduction():
    agreement = contract(rent(), deduction(), **GIVEN)
    advance = Advance(household="H1", clause="3", amount=250, day=FIRST, by="firm")
    done = settled(agreement, owing(1000), advances=(advance,))

    assert [0] == paid(done)
    assert [250] == numbers_of(done, "advanced")
    assert [50] == numbers_of(done, "withheld") == numbers_of(done, "owing")


def test_it_holds_in_its_years_for_its_holders_and_goes_where_it_says():
    agreement = contract(
        rent(),
        deduction(to="reserve", amount=Fixed(10), years=Years(2, 2)),
        deduction(
            id="7", to="pledge", amount=Fixed(20), years=Years(1, 1), counted_from="entry"
        ),
        **GIVEN,
    )
    old = Household(code="H1")
    new = Household(code="H2", entered=date(2021, 5, 1))
    first = settled(agreement, Register(households=(old, new)))
    second = settled(agreement, Register(households=(old, new)), 2021, first.books)

    assert [20, 0] == numbers_of(first, "withheld")
    assert [10, 30] == numbers_of(second, "withheld")
    assert {"A": 20} == second.books.funds["reserve"]
    assert {"H1": 20, "H2": 20} == second.books.funds["pledge"]


def test_parts_of_a_period_are_taken_from_all_that_it_gave():
    agreement = contract(rent(), deduction(), **GIVEN)
    parts = tuple(
        PartFacts(period=Period(*days))
        for days in (
            (date(2020, 1, 1), date(2020, 6, 30)),
            (date(2020, 7, 1), date(2020, 12, 31)),
        )
    )
    done = settle(agreement, owing(4000), Facts(parts=parts))

    assert [600] == numbers_of(done, "entitled") == numbers_of(done, "withheld")
    assert [200] == numbers_of(done, "owing")


def test_after_the_term_old_debts_are_taken_from_old_arrears():
    agreement = contract(rent(), deduction(), ends=date(2020, 12, 31), **GIVEN)
    first = settled(agreement, owing(1000), put_up={"firm": 0})
    after = settled(agreement, owing(1000), 2021, first.books)

    assert [100] == numbers_of(first, "owing")
    assert [300] == numbers_of(first, "arrears")
    assert [200] == paid(after)
    assert () == after.books.claims


def test_the_reports_tell_who_gave_and_who_got():
    done = settled(contract(rent(), deduction(), **GIVEN), owing(5000, 1000))
    sums = {row.clause: row for row in summary(done).clauses}

    assert (600, 400) == (sums["6"].due, sums["6"].paid)
    assert "银行" == sums["6"].payee.zh
    assert not sums["6"].to_households
    assert 600 == sum(
        row.due or 0 for row in dues_and_lines(done) if row.line.clause == "6"
    )
    assert 400 == sum(
        row.paid or 0 for row in dues_and_lines(done) if row.line.clause == "6"
    )


@given(
    loans=st.lists(st.integers(0, 10**6), min_size=1, max_size=5),
    profit=st.integers(0, 10**5),
    put_up=st.integers(0, 10**5),
)
def test_what_is_due_is_taken_or_owed_over_the_years(loans, profit, put_up):
    agreement = contract(
        rent(),
        Dividend(id="4", of="profit", to="members", by=Measured("equal")),
        deduction(),
        **GIVEN,
    )
    books, taken = None, 0
    for number in (2020, 2021, 2022):
        facts = facts_of(year(number), amounts={"profit": profit}, put_up={"firm": put_up})
        done = settle(agreement, owing(*loans), facts, books)
        books = done.books
        columns = {
            name: numbers_of(done, name)
            for name in ("paid", "withheld", "owing", "arrears")
        }
        assert min(map(min, columns.values())) >= 0
        taken += sum(columns["withheld"])
        due = sum((loan + 5) // 10 for loan in loans) * (number - 2019)
        assert due == taken + sum(columns["owing"])
        before = zip(numbers_of(done, "paid"), numbers_of(done, "owing"), strict=True)
        assert all(not each_paid or not each_owing for each_paid, each_owing in before)


def test_books_that_owe_under_a_clause_that_deducts_nothing_are_refused():
    claim = Claim(
        account="deduction/3",
        since=date(2019, 12, 31),
        level="member",
        key="H1",
        amount=5,
    )
    books = Books(contract="A", claims=(claim,))
    agreement = contract(rent(), deduction(), **GIVEN)

    with pytest.raises(InvalidInputError, match="clause number"):
        settled(agreement, owing(0), books=books)
    older = settled(
        agreement,
        owing(0),
        books=evolve(books, claims=(evolve(claim, account="deduction/6"),)),
    )
    assert [295] == paid(older)
