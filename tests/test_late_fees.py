"""Late fees: by the day, on what is still owed, up to a cap; days that are stated."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from attrs import evolve
from contract_builders import contract, numbers_of, register, year
from hypothesis import given, settings
from hypothesis import strategies as st

from sanbian import (
    Due,
    Facts,
    Fixed,
    Guarantee,
    InvalidInputError,
    Kind,
    LateFee,
    PaidOn,
    PartFacts,
    Payment,
    Period,
    Waiver,
    describe,
    due,
    explain,
    facts_of,
    lines,
    promises,
    settle,
    settle_years,
)

END = date(2020, 12, 31)
RATE = Fraction(5, 10_000)
GUARANTEE = Guarantee(
    id="4",
    to="members",
    paid_from=("firm",),
    amount=Fixed(100_000),
    charged="cost",
    unpaid="carry",
)
FEE = LateFee(
    id="9",
    on=("4",),
    to="members",
    paid_from=("firm",),
    rate=RATE,
    due=due("30 days"),
    unpaid="carry",
)
ONE = register("H1")


def facts(number, put_up, **given):
    made = facts_of(year(number), put_up={"firm": put_up})
    return evolve(made, **given)


def fees(settlement):
    return [
        sum(flow.amounts)
        for flow in settlement.flows
        if flow.source is None and flow.kind is Kind.LATE_FEE
    ]


def settled(*years_, fee=FEE, who=ONE, **given):
    return settle_years(contract(GUARANTEE, fee, **given), who, years_)


# --- by hand -------------------------------------------------------------------------


def test_a_debt_is_late_from_the_day_after_it_is_due_to_the_end_of_the_period():
    # due 2021-01-30; late 2021-01-31 to 2021-12-31: 335 days; 1,000.00 x 0.05 % x 335 = 167.50
    first, second = settled(facts(2020, 0), facts(2021, 300_000))

    assert [] == fees(first)
    assert [16_750] == fees(second)
    kinds = [(line.kind, line.clause, line.amount) for line in lines(second)]
    assert kinds == [
        (Kind.GUARANTEE, "4", 100_000),  # the debt first, then this year's, then the fee
        (Kind.GUARANTEE, "4", 100_000),
        (Kind.LATE_FEE, "9", 16_750),
    ]
    assert (
        "违约金 167.50 元（第9条）：2020-12-31 期欠付 1,000.00 元 × 日违约金率 0.05%"
        " × 逾期天数 335 天" in (describe(explain(second, "H1"), "zh"))
    )


def test_the_day_of_payment_ends_the_fee():
    # paid on 2021-03-15: 31 January to 15 March are 44 days: 22.00
    paid = PaidOn(clause="4", since=END, day=date(2021, 3, 15))
    _, second = settled(facts(2020, 0), facts(2021, 300_000, paid_on=(paid,)))

    assert [2_200] == fees(second)


def test_what_is_not_paid_on_that_day_is_late_to_the_end():
    # 400.00 paid on 15 March: 1,000.00 x 44 days + 600.00 x 291 days, at 0.05 % a day
    paid = PaidOn(clause="4", since=END, day=date(2021, 3, 15))
    _, second = settled(facts(2020, 0), facts(2021, 40_000, paid_on=(paid,)))

    assert [(100_000 * 44 + 60_000 * 291) * 5 // 10_000] == fees(second) == [10_930]
    assert [60_000 + 100_000 + 10_930] == numbers_of(second, "arrears")


def test_a_day_of_payment_before_it_was_due_costs_nothing():
    paid = PaidOn(clause="4", since=END, day=date(2021, 1, 20))
    _, second = settled(facts(2020, 0), facts(2021, 300_000, paid_on=(paid,)))

    assert [] == fees(second)


def test_this_periods_own_promise_is_late_once_its_day_is_past():
    # due on 15 November of the year itself: 16 November to 31 December are 46 days
    first, second = settled(
        facts(2020, 20_000), facts(2021, 300_000), fee=evolve(FEE, due=due("11-15"))
    )

    assert [80_000 * 46 * 5 // 10_000] == fees(first) == [1_840]
    assert [80_000 * 365 * 5 // 10_000] == fees(second) == [14_600]
    assert [1_840] == [
        each.paid
        for each in promises((first, second))
        if (each.clause, each.since) == ("9", END)
    ]


def test_a_fee_stops_at_its_cap():
    # 20 % of the amount that is late: after 400 days; 335 in the first year, 65 in the second
    found = settled(
        *(facts(number, 0) for number in (2020, 2021, 2022, 2023)),
        fee=evolve(FEE, at_most=Fraction(1, 5)),
    )

    by_year = [fees(each) for each in found]
    assert [16_750] == by_year[1]
    assert [20_000 - 16_750 + 16_750] == by_year[2]  # the rest on 2020, 335 days on 2021
    assert [20_000 - 16_750 + 16_750] == by_year[3]
    shown = describe(explain(found[2], "H1"), "en", whole=True)
    assert "late part, up to its cap" in shown


def test_a_fee_bears_no_fee_and_is_waived_like_any_debt():
    waiver = Waiver(
        clause="9", holder="H1", since=date(2021, 12, 31), amount=750, why="协商"
    )
    half = Waiver(clause="4", holder="H1", since=END, amount=50_000, why="协商")
    found = settled(facts(2020, 0), facts(2021, 0), facts(2022, 0, waivers=(waiver, half)))

    assert [50_000 * 365 * 5 // 10_000 + 100_000 * 335 * 5 // 10_000] == fees(found[2])
    owed = {(each.clause, each.since.year): each.owed for each in promises(found)}
    assert owed["9", 2021] == 16_000
    assert owed["4", 2020] == 50_000


def test_who_left_has_his_fee_and_after_the_term_debts_go_on():
    two, one = register("H1", "H2"), register("H1")
    found = settle_years(
        contract(GUARANTEE, FEE, ends=END), (two, one), (facts(2020, 0), facts(2021, 0))
    )

    assert [33_500] == fees(found[1])
    assert {claim.key for claim in found[1].books.claims if claim.account == "owed/9"} == {
        "H1",
        "H2",
    }
    assert [] == list(lines(found[1]))


def test_a_party_is_owed_a_fee_too():
    rent = Payment(
        id="4",
        kind=Kind.RENT,
        to="county",
        paid_from=("firm",),
        amount=Fixed(1_000),
        unpaid="carry",
    )
    agreement = contract(rent, evolve(FEE, to="county", rate=Fraction(1, 100)))
    waiver = Waiver(clause="4", holder="county", since=END, amount=400, why="协商")
    _, second = settle_years(
        agreement, ONE, (facts(2020, 0), facts(2021, 0, waivers=(waiver,)))
    )

    assert [600 * 335 // 100] == fees(second)


def test_a_period_in_parts_has_its_fee_once():
    first = settled(facts(2020, 0))[0]
    spring, autumn = (
        PartFacts(period=Period(date(2021, 1, 1), date(2021, 6, 30))),
        PartFacts(period=Period(date(2021, 7, 1), date(2021, 12, 31))),
    )
    done = settle(
        contract(GUARANTEE, FEE),
        ONE,
        Facts(parts=(spring, autumn), put_up={"firm": 0}),
        first.books,
    )

    # the debt of 2020 for 335 days; that of the first half, due 30 July, for 154
    assert [16_750 + 7_700] == fees(done)


# --- what is refused -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("paid", "says"),
    [
        (
            PaidOn(clause="4", since=END, day=date(2022, 1, 1)),
            "expected a day of the period",
        ),
        (PaidOn(clause="5", since=END, day=date(2021, 1, 1)), "expected an older debt"),
    ],
)
def test_a_day_of_payment_is_of_this_period_and_of_a_debt(paid, says):
    with pytest.raises(InvalidInputError, match=says):
        settled(facts(2020, 0), facts(2021, 0, paid_on=(paid,)))


@pytest.mark.parametrize(
    ("fee", "says"),
    [
        (evolve(FEE, on=()), "clauses whose debts bear the fee"),
        (evolve(FEE, on=("9",)), "number of a clause that can owe money"),
        (evolve(FEE, to="county"), "whom clause 4 pays"),
        (evolve(FEE, at_most=Fraction(0)), "expected a cap above zero"),
        (evolve(FEE, rate=Fraction(2)), "expected a rate from 0 to 100%"),
    ],
)
def test_a_fee_that_cannot_hold_is_refused(fee, says):
    with pytest.raises(InvalidInputError, match=says):
        contract(GUARANTEE, fee)


def test_a_fee_stands_after_the_clause_that_owes():
    with pytest.raises(InvalidInputError, match="the late fee after clause 4"):
        contract(FEE, GUARANTEE)
    rent = Payment(
        id="4",
        kind=Kind.RENT,
        to="county",
        paid_from=("firm",),
        amount=Fixed(1),
        unpaid="carry",
    )
    with pytest.raises(InvalidInputError, match="the fee for 'county'"):
        contract(rent, FEE)


@pytest.mark.parametrize(
    "text", ["", "13-01", "02-30", "30", "30days", "last 03-31", "1-5"]
)
def test_a_due_day_is_written_in_one_of_three_ways(text):
    with pytest.raises(InvalidInputError, match="until when"):
        due(text)


@pytest.mark.parametrize("text", ["30 days", "11-15", "next 03-31", "02-29"])
def test_a_due_day_is_written_as_it_was_read(text):
    assert text == str(due(text))
    assert due(text).on(END) <= date(2021, 3, 31)


def test_a_month_that_is_shorter_has_its_last_day():
    assert date(2021, 2, 28) == Due(month=2, day=29, years=1).on(END)


# --- properties ----------------------------------------------------------------------


@given(
    st.integers(1, 10**8),
    st.fractions(0, Fraction(1, 100), max_denominator=10_000),
    st.none() | st.fractions(Fraction(1, 20), 1, max_denominator=20),
    st.lists(st.integers(1, 364), unique=True, max_size=4),
)
@settings(deadline=None)
def test_a_year_cut_at_any_days_costs_the_same_before_rounding(amount, rate, cap, cuts):
    """The fee of a debt that nobody pays does not depend on when accounts are made up."""
    fee = evolve(FEE, rate=rate, at_most=cap)
    agreement = contract(evolve(GUARANTEE, amount=Fixed(amount), years=None), fee, ends=END)
    first = settle(agreement, ONE, facts(2020, 0))
    books, total = first.books, 0
    starts = [date(2021, 1, 1) + timedelta(days=cut) for cut in sorted(cuts)]
    bounds = [date(2021, 1, 1), *starts, date(2022, 1, 1)]
    for start, after in pairwise(bounds):
        period = Period(start, after - timedelta(days=1))
        done = settle(agreement, ONE, facts_of(period, put_up={"firm": 0}), books)
        books, total = done.books, total + sum(fees(done))
    exact = amount * (rate * 335 if cap is None else min(cap, rate * 335))

    assert abs(total - exact) <= Fraction(len(bounds) - 1, 2)
