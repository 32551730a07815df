"""Amounts by bands, and yearly amounts by days."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from attrs import evolve
from contract_builders import contract, numbers_of, paid, register, settled, version, year
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Band,
    Bands,
    ByStatus,
    Condition,
    Conditional,
    Daily,
    DayCount,
    Dividend,
    Equally,
    Escalating,
    Facts,
    Fixed,
    Greatest,
    Guarantee,
    Kind,
    Measured,
    Monthly,
    Number,
    PartFacts,
    PartOf,
    Payment,
    Period,
    PerUnit,
    Phase,
    Phased,
    PreferredDividend,
    Product,
    SharedTotal,
    SumOf,
    Yearly,
    describe,
    explain,
    facts_of,
    settle,
    year_fraction,
    years,
)
from sanbian.daycount import ADDITIVE

BANDS = (Band(Fraction(3, 10), 10_000_000), Band(Fraction(1, 2)))
FIRM = {"to": "firm", "paid_from": ("county",), "unpaid": "carry"}
HOLDERS = {"to": "members", "paid_from": ("firm",), "unpaid": "carry"}


def payment(amount, **given):
    return Payment(**{"id": "3", "kind": Kind.RENT, "amount": amount, **HOLDERS, **given})


def due(amount, profit):
    """What a party is due of a profit, in fen."""
    done = settled(
        contract(
            payment(amount, **FIRM),
            Dividend(id="9", of="profit", to="members", by=Measured("equal")),
        ),
        register("H1"),
        amounts={"profit": profit},
    )
    return sum(flow.amounts[0] for flow in done.flows if flow.target == "party/firm")


# Bands


@pytest.mark.parametrize(
    ("profit", "slices", "whole"),
    [
        (-500_000, 0, 0),
        (0, 0, 0),
        (8_000_000, 2_400_000, 2_400_000),
        (10_000_000, 3_000_000, 3_000_000),
        (10_000_100, 3_000_050, 5_000_050),
        (15_000_000, 5_500_000, 7_500_000),  # 30 % of 100,000 and 50 % of 50,000
    ],
)
def test_slices_and_whole_differ_above_the_first_band(profit, slices, whole):
    assert slices == due(Bands(bands=BANDS, of="profit", method="slices"), profit)
    assert whole == due(Bands(bands=BANDS, of="profit", method="whole"), profit)


def test_bands_are_told_slice_by_slice():
    three = (Band(Fraction(3, 10), 10_000), Band(Fraction(2, 5), 20_000), BANDS[1])

    def line(method, language="zh"):
        done = settled(
            contract(payment(Bands(bands=three, of="own", method=method))),
            register("H1"),
            activity={"own": {"H1": Fraction(15_000)}},
        )
        return describe(explain(done, "H1"), language).splitlines()[1]

    assert line("slices") == (
        "租金 50.00 元（第3条）：不超过 100.00 元的部分 100.00 元 × 比例 30% + "
        "超过 100.00 元至 200.00 元的部分 50.00 元 × 比例 40%"
    )
    assert line("whole") == (
        "租金 60.00 元（第3条）：各户净收益 150.00 元 超过 100.00 元，"
        "各户净收益 150.00 元 不超过 200.00 元，各户净收益 150.00 元 × 比例 40%"
    )
    assert "the part above 100.00 yuan up to 200.00 yuan 50.00 yuan × rate 40%" in line(
        "slices", "en"
    )


@st.composite
def some_bands(draw, rates):
    ends = sorted(draw(st.sets(st.integers(1, 10**6), min_size=1, max_size=4)))
    return tuple(
        Band(rate, end)
        for rate, end in zip(
            draw(st.lists(rates, min_size=len(ends) + 1, max_size=len(ends) + 1)),
            [*ends, None],
            strict=True,
        )
    )


RATES = st.fractions(0, 1, max_denominator=20)


@given(some_bands(RATES), st.integers(0, 2 * 10**6))
def test_slices_together_are_the_amount(bands, profit):
    flat = tuple(evolve(band, rate=Fraction(1)) for band in bands)

    assert profit == due(Bands(bands=flat, of="profit", method="slices"), profit)
    expected = Fraction(0)
    before = 0
    for band in bands:  # by hand: slice by slice
        upper = profit if band.up_to is None else min(profit, band.up_to)
        expected += band.rate * max(0, upper - before)
        before = band.up_to
    got = due(Bands(bands=bands, of="profit", method="slices"), profit)
    assert abs(got - expected) <= Fraction(1, 2)


@given(some_bands(RATES), st.integers(0, 10**6), st.integers(0, 10**6))
def test_of_slices_a_bigger_amount_never_bears_less(bands, profit, more):
    term = Bands(bands=bands, of="profit", method="slices")

    assert due(term, profit) <= due(term, profit + more)


@given(RATES, st.integers(1, 10**6), st.integers(0, 10**6))
def test_bands_of_one_rate_are_that_rate(rate, end, profit):
    bands = (Band(rate, end), Band(rate))

    for method in ("slices", "whole"):
        term = Bands(bands=bands, of="profit", method=method)
        assert due(term, profit) == due(PartOf(rate, "profit"), profit)


# Days


AGREED = date(2020, 2, 4)
PRINCIPAL = Fixed(30_000_000)


def test_the_interest_of_a_court():  # W48: 2 % a month to 19 August, then 12 % a year
    both = SumOf(
        (
            Monthly(
                amount=PartOf(Fraction(2, 100), PRINCIPAL),
                days=DayCount.ACTUAL_365,
                until=date(2020, 8, 19),
            ),
            Yearly(
                amount=PartOf(Fraction(12, 100), Fixed(35_000_000)),
                days=DayCount.ACTUAL_365,
                since=date(2020, 8, 20),
            ),
        )
    )
    done = settle(
        contract(payment(both, kind=Kind.INTEREST)),
        register("H1"),
        facts_of(Period(AGREED, date(2020, 12, 31))),
    )

    assert [5_447_671] == paid(done)
    assert describe(explain(done, "H1"), "zh").splitlines()[1] == (
        "利息 54,476.71 元（第3条）：定额 300,000.00 元 × 比例 2% × 198 天 ÷ 365 天 × 12 个月 + "
        "定额 350,000.00 元 × 比例 12% × 134 天 ÷ 365 天"
    )


def test_days_outside_the_period_pay_nothing():
    later = Daily(amount=Fixed(100), since=date(2021, 1, 1))
    done = settled(contract(payment(SumOf((later, Fixed(5))))), register("H1"))

    assert [5] == paid(done)


def test_a_daily_amount_counts_the_days():
    three = Daily(amount=Fixed(100), since=date(2020, 2, 28), until=date(2020, 3, 1))
    done = settled(contract(payment(three)), register("H1"))

    assert [300] == paid(done)
    assert (
        describe(explain(done, "H1"), "zh").splitlines()[1].endswith("定额 1.00 元 × 3 天")
    )


RENT = PerUnit(Fraction(50000), "mu")


def in_parts(agreement, *days):
    """Settle 2020 in parts that begin on some days."""
    firsts = [date(2020, 1, 1), *days, date(2021, 1, 1)]
    parts = tuple(
        PartFacts(period=Period(one, other - timedelta(days=1)))
        for one, other in pairwise(firsts)
    )
    return settle(agreement, register(("H1", "1")), Facts(parts=parts))


def test_a_cut_year_pays_once_by_days_and_says_so_where_it_pays_twice():
    full, by_days = (
        contract(payment(RENT)),
        contract(payment(Yearly(amount=RENT, days=DayCount.CONTRACT_YEAR))),
    )
    cut = date(2020, 7, 1)

    assert [100_000] == numbers_of(in_parts(full, cut), "entitled")
    (notice,) = in_parts(full, cut).notices
    assert (notice.about, notice.at) == ("period", "3")
    assert notice.says.zh == (
        "第3条在本期的 2 段中各按全额计算一次，未按天数折算；"
        "一年只付一次的，数额写 { yearly = …, days = … }"
    )
    assert "clause 3: due in full in each of 2 parts" in notice.says.en
    assert [50_000] == numbers_of(in_parts(by_days, cut), "entitled")
    assert () == in_parts(by_days, cut).notices


def test_a_period_that_is_no_year_is_noticed_unless_it_is_by_days():
    half = facts_of(Period(date(2020, 1, 1), date(2020, 6, 30)))
    full, by_days = (
        settle(contract(payment(term)), register(("H1", "1")), half).notices
        for term in (RENT, Yearly(amount=RENT, days=DayCount.THIRTY_360))
    )

    assert ["period"] == [notice.about for notice in full]
    assert () == by_days


YEARLY = Yearly(amount=Fixed(100), days=DayCount.ACTUAL_365)
IS_NEVER = Condition("price", "less_than", Fixed(1))


@pytest.mark.parametrize(
    ("term", "is_by_days"),
    [
        (Monthly(amount=Fixed(1), days=DayCount.ACTUAL_360), True),
        (Greatest((YEARLY, Fixed(0))), True),
        (SumOf((YEARLY, Fixed(1))), False),
        (Product((Number(Fraction(2)), YEARLY)), True),
        (Product((Number(Fraction(2)), Fixed(1))), False),
        (Phased((Phase(years("1-"), YEARLY),), "start"), True),
        (Conditional(when=IS_NEVER, then=YEARLY, otherwise=Fixed(0)), True),
        (Conditional(when=IS_NEVER, then=YEARLY, otherwise=Fixed(1)), False),
        (SharedTotal(YEARLY, Measured("equal")), True),
        (Equally(YEARLY), True),
        (
            Escalating(
                amount=YEARLY,
                every_years=1,
                rate=Fraction(0),
                method="simple",
                counted_from="start",
            ),
            True,
        ),
        (PartOf(Fraction(1, 2), YEARLY), True),
        (PartOf(Fraction(1, 2), "price"), False),
        (Bands(bands=BANDS, of=YEARLY, method="whole"), True),
        (Product((ByStatus({}), Fixed(1))), False),
    ],
)
def test_what_goes_by_days(term, is_by_days):
    facts = facts_of(
        Period(date(2020, 1, 1), date(2020, 1, 31)), measures={"price": Fraction(5)}
    )
    guarantee = Guarantee(
        id="3",
        to="members",
        paid_from=("firm",),
        amount=term,
        charged="guarantor",
        unpaid="carry",
    )
    done = settle(contract(guarantee), register("H1"), facts)

    assert is_by_days == (not done.notices)


def test_what_is_not_promised_by_time_is_not_noticed():
    month = Period(date(2020, 1, 1), date(2020, 1, 31))
    wage = settle(
        contract(payment(Fixed(1), kind=Kind.WAGE)), register("H1"), facts_of(month)
    )
    preferred = PreferredDividend(
        id="3",
        of="profit",
        to="members",
        rate=Fraction(1, 10),
        on="own",
        cumulative=True,
        participating=True,
    )
    rest = Dividend(id="4", of="profit", to="members", by=Measured("equal"))
    own = {"own": {"H1": Fraction(5)}}
    shares = settle(
        contract(preferred, rest),
        register("H1"),
        facts_of(month, amounts={"profit": 9}, activity=own),
    )

    assert () == wage.notices
    assert ["period"] == [notice.about for notice in shares.notices]


# Cutting


cuts = st.sets(st.dates(date(2020, 1, 2), date(2020, 12, 31)), max_size=4).map(sorted)


@given(st.sampled_from(sorted(ADDITIVE, key=lambda each: each.value)), cuts)
def test_an_unchanged_clause_cut_at_any_days_is_due_the_same(convention, days):
    firsts = [date(2020, 1, 1), *days, date(2021, 1, 1)]
    begins = date(2019, 5, 31)
    parts = [
        year_fraction(one, other, convention, counted_from=begins)
        for one, other in pairwise(firsts)
    ]

    assert sum(parts) == year_fraction(
        firsts[0], firsts[-1], convention, counted_from=begins
    )
    exact = contract(
        starts=begins,
        versions=(
            version(
                payment(Yearly(amount=PerUnit(Fraction(10**9), "mu"), days=convention)),
                since=begins,
            ),
        ),
    )
    whole, cut = (numbers_of(in_parts(exact, *at), "entitled")[0] for at in ((), days))
    assert abs(whole - cut) <= len(parts)  # before rounding they are equal


# The ladder of 银湖 (W19): 100 a year, 10 % more every five years


@pytest.mark.parametrize(
    ("method", "amounts"), [("simple", [100, 110, 120]), ("compound", [100, 110, 121])]
)
def test_a_ladder_simple_and_compound(method, amounts):
    ladder = Escalating(
        amount=Fixed(10000),
        every_years=5,
        rate=Fraction(1, 10),
        method=method,
        counted_from="start",
    )
    agreement = contract(payment(ladder))
    got = [
        settle(agreement, register("H1"), facts_of(year(number)))
        for number in (2024, 2025, 2030)
    ]

    assert [[amount * 100] for amount in amounts] == [paid(done) for done in got]
