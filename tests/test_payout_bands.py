"""A decided payout: within its band it is paid, outside it is refused with the numbers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import (
    MEASURES,
    POOLS,
    contract,
    households,
    paid,
    register,
    settled,
    year,
)
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Allotment,
    Dividend,
    Facts,
    Fixed,
    InvalidInputError,
    Kind,
    Measured,
    NamedMeasure,
    PartFacts,
    Payment,
    Payout,
    Period,
    Pool,
    Register,
    Reserve,
    Split,
    SplitPart,
    Vehicle,
    settle,
)
from sanbian.files import contract_text, load_contract

BAND = Payout(
    id="4",
    of="profit",
    decided="decided",
    at_least=Fraction(3, 10),
    at_most=Fraction(1, 2),
    to="pool",
    rest="profit",
)
SHARE = Dividend(id="5", of="pool", to="members", by=Measured("equal"))
RESERVE = Reserve(id="1", of="profit", rate=Fraction(1, 5), to="reserve")
DECIDED = NamedMeasure(id="decided", name="决定分配额", unit="yuan", level="contract")
TWO = register("H1", "H2")


def agreed(*clauses, **given):
    return contract(*clauses, measures=(*MEASURES, DECIDED), **given)


def decided(agreement, profit, payout, year=2020, books=None):
    given = {"amounts": {"profit": profit}, "measures": {"decided": Fraction(payout)}}
    return settled(agreement, TWO, year, books, **given)


def test_what_is_decided_is_paid_and_the_rest_waits_for_the_next_year():
    agreement = agreed(RESERVE, BAND, SHARE)
    first = decided(agreement, 10_000, 3000)  # 8,000 after the reserve: 2,400 to 4,000
    second = decided(agreement, 5000, 3500, 2021, first.books)  # 8,000 again

    assert paid(first) == [1500, 1500]
    assert first.books.funds["carried/profit"] == {"A": 5000}
    assert second.books.funds["reserve"] == {"A": 4000}
    assert paid(second) == [1750, 1750]


@pytest.mark.parametrize(
    ("payout", "zh"),
    [
        (
            2399,
            "可分 80.00 元，应分 24.00 元（30%）至 40.00 元（50%），得到决定分配 23.99 元",
        ),
        (
            4001,
            "可分 80.00 元，应分 24.00 元（30%）至 40.00 元（50%），得到决定分配 40.01 元",
        ),
        (-1, "得到决定分配 -0.01 元"),
    ],
)
def test_a_decision_outside_the_band_is_refused_with_the_amounts(payout, zh):
    with pytest.raises(InvalidInputError) as caught:
        decided(agreed(RESERVE, BAND, SHARE), 10_000, payout)

    (problem,) = caught.value.problems
    assert zh in problem.says.zh
    assert problem.at == "clause 4"
    assert "expected a payout out of 80.00 yuan from 24.00 yuan (30%)" in problem.says.en


def test_without_a_band_no_more_is_paid_than_there_is():
    agreement = agreed(evolve(BAND, at_least=None, at_most=None, rest="firm"), SHARE)

    assert paid(decided(agreement, 120_500, 60_000)) == [30_000, 30_000]
    assert paid(decided(agreement, 120_500, 0)) == [0, 0]
    with pytest.raises(
        InvalidInputError, match=r"from 0.00 yuan \(0%\) to 1,205.00 yuan \(100%\)"
    ):
        decided(agreement, 120_500, 120_501)


@given(st.integers(0, 10**6), st.fractions(0, 1, max_denominator=1000))
def test_the_least_part_rounds_up_and_all_of_it_comes_to_rest(profit, rate):
    agreement = agreed(evolve(BAND, at_least=rate, at_most=None), SHARE)
    least = -(-profit * rate.numerator // rate.denominator)
    done = decided(agreement, profit, least)

    assert sum(paid(done)) == least
    assert sum(done.books.funds["carried/profit"].values()) == profit - least
    if least:
        with pytest.raises(InvalidInputError):
            decided(agreement, profit, least - 1)


def test_a_band_of_one_point_that_is_no_whole_fen_is_the_fen_above():
    agreement = agreed(evolve(BAND, at_least=Fraction(1, 2)), SHARE)

    assert sum(paid(decided(agreement, 3, 2))) == 2


def test_each_village_decides_within_its_own_band():
    village = evolve(DECIDED, level="group")
    agreement = contract(
        Allotment(id="1", of="profit", to="local", by=Measured("equal")),
        evolve(BAND, of="local", to="out", rest="local_fund"),
        evolve(SHARE, of="out"),
        measures=(village,),
        pools=(*POOLS, Pool(id="out", name="分配款", per_group=True)),
    )
    who = Register(
        households=(*households("H1", group="甲"), *households("H2", group="乙"))
    )
    part = PartFacts(
        period=year(2020),
        amounts={"profit": 2000},
        group_measures={"decided": {"甲": Fraction(300), "乙": Fraction(500)}},
    )
    done = settle(agreement, who, Facts(parts=(part,)))

    assert paid(done) == [300, 500]
    assert done.books.funds["local_fund"] == {"甲": 700, "乙": 500}


@pytest.mark.parametrize(
    "band",
    [
        evolve(BAND, at_least=Fraction(3, 5)),
        evolve(BAND, at_most=Fraction(6, 5)),
        evolve(BAND, at_least=Fraction(6, 5), at_most=None),
    ],
)
def test_a_band_without_room_is_refused(band):
    with pytest.raises(InvalidInputError, match="expected a payout band from 0 to 100%"):
        agreed(band, SHARE)


def test_the_reserve_comes_before_what_is_paid_out():
    with pytest.raises(InvalidInputError, match="expected the reserve before"):
        agreed(BAND, RESERVE, SHARE)
    with pytest.raises(InvalidInputError, match="expected a company to set aside 10%"):
        agreed(BAND, SHARE, vehicle=Vehicle.COMPANY)


def test_a_side_with_a_payout_of_profit_and_a_part_of_income_must_be_said_to_get_both():
    parts = (SplitPart("firm", Fraction(1, 2)), SplitPart("pool", Fraction(1, 2)))
    split = Split(id="2", of="income", parts=parts)
    with pytest.raises(InvalidInputError, match="expected one base"):
        agreed(split, BAND, SHARE)

    assert agreed(evolve(split, besides=("4",)), BAND, SHARE)


def test_a_payout_is_written_and_read_again(tmp_path):
    agreement = agreed(BAND, SHARE)
    path = tmp_path / "contract.toml"
    path.write_text(contract_text(agreement), encoding="utf-8")

    assert load_contract(path) == agreement


def test_a_reserve_may_be_the_amount_of_the_year():
    reserve = evolve(RESERVE, rate=None, amount=Measured("decided"))
    agreement = agreed(reserve, evolve(SHARE, of="profit"))
    done = decided(agreement, 10_000, 7000)

    assert done.books.funds["reserve"] == {"A": 7000}
    assert paid(done) == [1500, 1500]
    assert decided(agreement, 5000, 7000).books.funds["reserve"] == {"A": 5000}


def test_costs_are_paid_before_anything_is_shared():
    cost = Payment(
        id="1",
        kind=Kind.COST,
        to="firm",
        paid_from=("profit",),
        amount=Fixed(400),
        unpaid="error",
    )
    agreement = agreed(cost, evolve(SHARE, of="profit"))

    assert paid(settled(agreement, TWO, amounts={"profit": 1000})) == [300, 300]


def test_a_part_of_a_period_leaves_its_rest_to_the_next_period_every_year():
    agreement = agreed(BAND, SHARE)

    def halves(number):
        days = (date(number, 1, 1), date(number, 6, 30), date(number, 7, 1))
        return tuple(
            PartFacts(
                period=Period(first, last),
                amounts={"profit": 1000},
                measures={"decided": Fraction(decided)},
            )
            for first, last, decided in (
                (days[0], days[1], 400 if number == 2020 else 1000),
                (days[2], date(number, 12, 31), 400),
            )
        )

    one = settle(agreement, TWO, Facts(parts=halves(2020)))
    two = settle(agreement, TWO, Facts(parts=halves(2021)), one.books)

    assert one.books.funds["carried/profit"] == {"A": 1200}
    assert two.books.funds["carried/profit"] == {"A": 1200 + 600}
