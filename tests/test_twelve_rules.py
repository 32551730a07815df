"""The twelve rules that no engine may bend, each by name."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import (
    BASES,
    contract,
    paid,
    register,
    settled,
    shareholders,
    year,
)
from hypothesis import given
from hypothesis import strategies as st
from strategies import pools, serving_rules

from sanbian import (
    Base,
    BaseKind,
    Dividend,
    Fixed,
    Guarantee,
    InvalidInputError,
    Kind,
    Measured,
    OddFen,
    PatronageRefund,
    Payment,
    PerUnit,
    ShareClass,
    Split,
    SplitPart,
    Vehicle,
    apportion,
    facts_of,
    lines,
    years,
)

DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("equal"))
GUARANTEE = Guarantee(
    id="5",
    to="members",
    paid_from=("firm",),
    amount=PerUnit(Fraction(100), "mu"),
    charged="cost",
    unpaid="carry",
)
LAND = ShareClass(id="land", name="土地股", par=100)
TWO = register(("H1", "1"), ("H2", "3"))


def kinds(settlement):
    return [
        (line.kind, line.holder, line.amount) for line in lines(settlement) if line.holder
    ]


# 1. Money is whole fen; a float is an error at the edge


@pytest.mark.parametrize(
    "make",
    [
        lambda: settled(contract(DIVIDEND), TWO, amounts={"profit": 100.0}),
        lambda: settled(contract(DIVIDEND), TWO, amounts={"profit": Fraction(1, 2)}),
        lambda: settled(contract(GUARANTEE), TWO, put_up={"firm": 1.5}),
        lambda: facts_of(year(2020), measures={"price": 0.1}),
        lambda: facts_of(year(2020), activity={"kg": {"H1": 0.1}}),
        lambda: contract(evolve(GUARANTEE, amount=PerUnit(0.1, "mu"))),
        lambda: contract(
            Split(id="1", of="profit", parts=(SplitPart("firm", 0.5), SplitPart("county", 0.5)))
        ),
        lambda: contract(DIVIDEND, share_classes=(evolve(LAND, par=1.5),)),
        lambda: apportion(100.0, (1, 1), OddFen.FIRST),
        lambda: apportion(100, (0.5, 0.5), OddFen.FIRST),
    ],
    ids=range(10),
)  # fmt: skip
def test_rule_01_a_float_is_an_error_at_the_edge(make):
    with pytest.raises(InvalidInputError, match="expected"):
        make()


@given(st.integers(0, 10**9), st.fractions(0, 10**6, max_denominator=10**6))
def test_rule_01_rates_are_exact(base, rate):
    agreement = contract(evolve(GUARANTEE, amount=PerUnit(rate, "mu")))
    who = register(("H1", str(base)))

    assert paid(settled(agreement, who)) == [int(base * rate + Fraction(1, 2))]


# 2. Named roundings, sums that match, losses mirrored, 60 % up


@given(pools(), serving_rules)
def test_rule_02_a_loss_mirrors_the_gain(pool, rule):
    total, weights, order = pool
    gain = apportion(total, weights, rule, order=order)
    loss = apportion(-total, weights, rule, order=order)

    assert loss.parts == tuple(-part for part in gain.parts)
    assert (loss.rest, loss.odd) == (-gain.rest, gain.odd)


@given(
    st.integers(1, 10**9), st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any)
)
def test_rule_02_the_patronage_pool_rounds_up_and_sums_match(surplus, volumes):
    agreement = contract(
        PatronageRefund(
            id="8", of="surplus", to="members", by=Measured("kg"), rate=Fraction(6, 10)
        ),
        evolve(DIVIDEND, of="surplus"),
        vehicle=Vehicle.FARMERS_COOPERATIVE,
        bases=(*BASES, Base(id="surplus", name="可分配盈余", base=BaseKind.DISTRIBUTABLE)),
    )
    codes = [f"H{n}" for n in range(len(volumes))]
    done = settled(
        agreement,
        register(*codes),
        amounts={"surplus": surplus},
        activity={"kg": dict(zip(codes, map(Fraction, volumes), strict=True))},
    )
    refund = sum(n for kind, _, n in kinds(done) if kind is Kind.PATRONAGE_REFUND)

    assert refund == -(-surplus * 6 // 10)
    assert sum(paid(done)) == surplus


def test_rule_02_who_got_the_odd_fen_is_on_the_line():
    done = settled(contract(DIVIDEND), register("H1", "H2", "H3"), amounts={"profit": 101})
    assert [line.odd for line in lines(done)] == [True, True, False]

    short = settled(contract(GUARANTEE), TWO, put_up={"firm": 101})
    assert [(line.amount, line.odd) for line in lines(short)] == [(25, False), (76, True)]


def test_rule_02_weights_that_are_all_zero_are_an_error_unless_a_rest_is_named():
    by_kg = evolve(DIVIDEND, by=Measured("kg"))
    given = {"amounts": {"profit": 100}, "activity": {"kg": {}}}
    with pytest.raises(InvalidInputError, match=r"nobody may take 1\.00 yuan"):
        settled(contract(by_kg), TWO, **given)

    done = settled(contract(evolve(by_kg, rest="reserve")), TWO, **given)
    assert done.books.funds["reserve"] == {"A": 100}


# 3. Share counts decide


def test_rule_03_fractional_share_counts_decide():
    agreement = contract(
        evolve(DIVIDEND, to="land", by=Measured("shares")), share_classes=(LAND,)
    )
    done = settled(
        agreement, shareholders(H1="2.5", H2="1/3", H3=0), amounts={"profit": 170}
    )

    assert paid(done) == [150, 20, 0]


# 4. Every line has a kind


def test_rule_04_kinds_are_never_mixed():
    rent = Payment(
        id="3",
        kind=Kind.RENT,
        to="members",
        paid_from=("firm",),
        amount=Fixed(10),
        unpaid="carry",
    )
    agreement = contract(rent, evolve(GUARANTEE, combine="add"), DIVIDEND)
    done = settled(agreement, TWO, amounts={"profit": 100})

    assert kinds(done) == [
        (Kind.RENT, "H1", 10),
        (Kind.RENT, "H2", 10),
        (Kind.GUARANTEE, "H1", 100),
        (Kind.GUARANTEE, "H2", 300),
        (Kind.DIVIDEND, "H1", 50),
        (Kind.DIVIDEND, "H2", 50),
    ]
    with pytest.raises(InvalidInputError, match="kind of payment"):
        contract(evolve(rent, kind=Kind.PATRONAGE_REFUND))


# 5. Guarantee and result combine as the contract says


def test_rule_05_silence_about_how_they_combine_is_an_error():
    with pytest.raises(InvalidInputError, match="how the guarantee combines"):
        contract(GUARANTEE, DIVIDEND)


def test_rule_05_add_gives_both():
    agreement = contract(evolve(GUARANTEE, combine="add"), DIVIDEND)

    assert paid(settled(agreement, TWO, amounts={"profit": 1000})) == [600, 800]


def test_rule_05_excess_splits_only_what_is_above_the_guarantee():
    first = evolve(
        GUARANTEE, combine="excess", charged="first_charge", paid_from=("profit",)
    )

    agreement = contract(first, DIVIDEND)
    assert paid(settled(agreement, TWO, amounts={"profit": 1000})) == [400, 600]
    assert paid(settled(agreement, TWO, amounts={"profit": 300})) == [75, 225]


def test_rule_05_replace_gives_the_guarantee_in_its_years_only():
    agreement = contract(
        evolve(GUARANTEE, combine="replace", years=years("1-2")),
        evolve(DIVIDEND, years=years("3-")),
    )
    books, found = None, []
    for number in (2020, 2021, 2022):
        done = settled(agreement, TWO, number, books, amounts={"profit": 1000})
        books = done.books
        found.append(paid(done))
    assert found == [[100, 300], [100, 300], [500, 500]]
    with pytest.raises(InvalidInputError, match="to hold in other years"):
        contract(evolve(GUARANTEE, combine="replace"), DIVIDEND)


@given(st.integers(0, 2000))
def test_rule_05_greater_is_never_less_than_either(profit):
    agreement = contract(evolve(GUARANTEE, combine="greater"), DIVIDEND)
    done = settled(agreement, TWO, amounts={"profit": profit})
    shares = apportion(profit, (1, 1), OddFen.LARGEST_REMAINDER).parts

    assert paid(done) == [max(100, shares[0]), max(300, shares[1])]
