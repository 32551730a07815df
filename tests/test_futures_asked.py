"""What settle_futures is asked with, and what is read off the years that it gives."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from attrs import evolve
from batch_builders import payment
from contract_builders import contract, version, year
from future_builders import assert_as_alone
from hypothesis import given
from hypothesis import strategies as st
from test_futures_told import alone_in, people, years

from sanbian import (
    Allotment,
    Books,
    Claim,
    Dividend,
    Facts,
    Fixed,
    Household,
    InvalidInputError,
    Measured,
    PartFacts,
    Period,
    PerUnit,
    Register,
    facts_of,
)
from sanbian.batch import FlowKey, quantile, settle_futures
from sanbian.contract.examples import Example, ExampleHousehold, Expected

SPLIT = Dividend(id="9", of="income", to="members", by=Measured("equal"))
AGREED = contract(payment(Fixed(5)), SPLIT)


def said(facts=None, register=None, books=None, agreement=AGREED, **varied):
    with pytest.raises(InvalidInputError) as raised:
        settle_futures(
            agreement,
            people("甲") if register is None else register,
            years(2) if facts is None else facts,
            books,
            **varied,
        )
    return [(each.at, each.says.en) for each in raised.value.problems]


TWO = [[1, 2, 3], [4, 5, 6]]


@pytest.mark.parametrize(
    "numbers",
    [
        TWO,
        tuple(map(tuple, TWO)),
        np.array(TWO),
        np.array(TWO, np.uint64),
        np.array(TWO, np.int16),
        [np.array(row) for row in TWO],
        [pa.array(row) for row in TWO],
        [pa.chunked_array([row[:1], row[1:]]) for row in TWO],
        pa.table({"2020": TWO[0], "2021": pa.array(TWO[1], pa.int32())}),
        pa.table({"2020": TWO[0], "2021": TWO[1]}).to_batches()[0],
    ],
)
def test_numbers_may_come_in_many_ways(numbers):
    found = list(
        settle_futures(AGREED, people("甲"), years(2), amounts={"income": numbers})
    )

    assert [each.total(clause="9").tolist() for each in found] == TWO


@pytest.mark.parametrize(
    ("numbers", "got"),
    [
        (np.array(TWO) / 2, "2 dimensions of float64"),
        (np.array(TWO)[:, :, None], "3 dimensions of int64"),
        (np.array(TWO) > 2, "2 dimensions of bool"),
        (np.full((2, 3), 2**63, np.uint64), "2 dimensions of uint64"),
        ([[1, 2.5], [3, 4]], "2.5"),
        ([[1, None], [3, 4]], "None"),
        ([[1, True], [3, 4]], "True"),
        ([[1, 2**63], [3, 4]], str(2**63)),
        ([pa.array([1.0]), pa.array([2])], "double"),
        ([pa.array([1, None]), pa.array([2, 3])], "a null"),
        (["12", "34"], "'12'"),
        ([1, 2], "1"),
    ],
)
def test_numbers_that_are_not_whole_are_refused(numbers, got):
    ((at, says),) = said(amounts={"income": numbers})

    assert at == "amounts.income, year 1"
    assert says == f"expected whole numbers of 64 bits (money in fen), got {got}"


def test_the_shape_of_numbers_is_asked_for():
    assert said(amounts={"income": [[1]]}) == [
        ("amounts.income", "expected numbers of 2 years, got those of 1")
    ]
    assert said(amounts={"income": [[1], [1, 2]]}) == [
        ("amounts.income", "expected as many futures in every year, got 1, 2")
    ]
    assert said(amounts={"income": [[1], [2]]}, put_up={"firm": TWO}) == [
        (
            "amounts.income",
            "expected as many futures in every fact, got amounts.income 1, put_up.firm 3",
        )
    ]
    assert said() == [
        ("amounts", "expected a fact that differs from future to future, got none")
    ]


def test_names_that_the_contract_does_not_declare_are_refused_all_at_once():
    told = said(
        amounts={"incme": TWO}, measures={"mu": TWO}, put_up={"village": TWO, "firm": [[1]]}
    )

    assert [at for at, _ in told] == [
        "amounts.incme",
        "measures.mu",
        "put_up.village",
        "put_up.firm",
    ]
    assert told[0][1] == "expected a declared base, got 'incme'"


def test_facts_registers_and_books_that_do_not_fit_are_refused():
    parts = Facts(
        parts=tuple(
            PartFacts(period=Period(*days))
            for days in (
                (year(2020).start, year(2020).start),
                (year(2020).start.replace(day=2), year(2020).end),
            )
        )
    )
    assert said([parts], amounts={"income": [[1]]}) == [
        ("facts, year 1: $.parts", "expected a period in one part, got 2 parts")
    ]
    assert said([], amounts={"income": []}) == [("facts", "expected a year, got none")]
    assert said(register=[people("甲")], amounts={"income": TWO}) == [
        ("registers", "expected one register for each of 2 years, got 1")
    ]
    owed = Claim(
        account="owed/77", since=year(2019).end, level="member", key="甲", amount=1
    )
    told = said(books=Books(contract="A", claims=(owed,)), amounts={"income": TWO})
    assert [at for at, _ in told] == ["$.claims[0].account"]


def test_worked_examples_are_compared_before_anything_is_settled():
    wrong = Example(
        name="x",
        period=year(2020),
        households=(ExampleHousehold(code="甲"),),
        amounts={"income": 9},
        expect=Expected(paid=6),
    )
    told = said(agreement=evolve(AGREED, examples=(wrong,)), amounts={"income": TWO})

    assert told[0][0].startswith("$.examples[0]")


# The safe range


def test_numbers_beyond_the_safe_range_go_alone(monkeypatch):
    went = alone_in(monkeypatch)
    split = Dividend(
        id="9", of="income", to="members", by=Measured("people"), rest="reserve"
    )
    income = [[5, 2**62 + 1, 2**54], [5, 6, 7]]
    agreement = contract(split)
    assert_as_alone(agreement, people("甲", "乙"), years(2), amounts={"income": income})
    assert went == [2020, 2020]
    went.clear()
    activity = {"mu": {"甲": Fraction(2**63), "乙": Fraction(1)}}
    by_mu = evolve(split, by=Measured("mu"))
    stated = years(2, activity=activity)
    assert_as_alone(
        contract(by_mu), people("甲", "乙"), stated, amounts={"income": [[5], [6]]}
    )
    activity = {"mu": {"甲": Fraction(1, 2**63), "乙": Fraction(1)}}
    stated = years(2, activity=activity)
    assert_as_alone(
        contract(by_mu), people("甲", "乙"), stated, amounts={"income": [[5], [6]]}
    )
    assert went == [2020, 2021] * 2


def test_amounts_that_64_bits_do_not_hold_are_refused_and_the_others_go_on():
    agreement = contract(payment(PerUnit(Fraction(2**61), "days")))
    activity = {"days": {"甲": Fraction(3), "乙": Fraction(3)}}
    stated = years(1, activity=activity)
    put_up = {"firm": [[2**63 - 1, 0]]}
    (only,) = settle_futures(agreement, people("甲", "乙"), stated, put_up=put_up)

    assert only.settled.tolist() == [True, False]
    assert only.total(payer="pocket/firm").tolist() == [2**63 - 1, 0]
    assert only.claims["owed/1"].tolist() == [6 * 2**61 - 2**63 + 1, 0]
    (refused,) = only.refused
    assert refused.future == 1
    assert "64 bits hold" in refused.problems[0].says.en
    (only,) = settle_futures(
        agreement, people("甲", "乙"), stated, put_up={"county": [[1]]}
    )
    assert "64 bits hold" in only.refused[0].problems[0].says.en


def test_debts_that_64_bits_do_not_hold_together_are_refused():
    """Each fits, and those of a year; those of six years do not."""
    households = people(*(f"H{number}" for number in range(3_000)))
    agreement = contract(payment(Fixed(2**49)))
    nothing = {"firm": [[0]] * 6}
    found = list(settle_futures(agreement, households, years(6), put_up=nothing))

    assert [each.settled.tolist() for each in found] == [[True]] * 5 + [[False]]
    assert found[4].claims["owed/1"].tolist() == [15_000 * 2**49]


# What is read off the years


def test_totals_are_told_by_clause_kind_and_account():
    local = Allotment(id="8", of="income", to="local", by=Measured("weight"))
    shared = Dividend(id="9", of="local", to="members", by=Measured("equal"))
    register = Register(
        households=(Household(code="甲", group="east"), Household(code="乙", group="west"))
    )
    facts = facts_of(year(2020))
    weight = {"weight": {"east": Fraction(1), "west": Fraction(2)}}
    facts = evolve(facts, parts=(evolve(facts.parts[0], group_measures=weight),))
    agreement = contract(payment(Fixed(50)), local, shared)
    (only,) = settle_futures(
        agreement,
        register,
        [facts],
        amounts={"income": [[90, 0]]},
        put_up={"firm": [[80, 100]]},
    )

    assert only.total(kind="wage").tolist() == [80, 100]
    assert only.total(payer="pocket").tolist() == [80, 100]
    assert only.total(payer="pocket/firm", payee="payable").tolist() == [80, 100]
    assert only.total(payer="pocket/fir").tolist() == [0, 0]
    assert only.total(clause="9", payee="payable/9").tolist() == [90, 0]
    assert only.paid.tolist() == [[70, 100], [50, 50]]
    assert only.arrears.tolist() == [[10, 10], [0, 0]]
    assert only.claims["owed/1"].tolist() == [20, 0]
    key = FlowKey("1", "wage", "pocket/firm", "payable/1", "fen")
    assert only.flows[key].tolist() == [80, 100]
    told = only.lines.to_pylist()
    assert [
        (row["future"], row["household"], row["group"], row["amount"]) for row in told
    ] == [
        (0, None, "east", 30),
        (0, None, "west", 60),
        (0, "甲", None, 40),
        (0, "甲", None, 30),
        (0, "乙", None, 40),
        (0, "乙", None, 60),
        (1, "甲", None, 50),
        (1, "乙", None, 50),
    ]


def test_the_books_of_a_future_that_was_not_settled_are_not_told():
    agreement = contract(versions=(version(payment(Fixed(50), unpaid="error")),))
    put_up = {"firm": [[50, 9], [9, 50]]}
    found = list(settle_futures(agreement, people("甲"), years(2), put_up=put_up, rows=1))
    first = found[0]

    assert [each.first for each in found] == [0, 0, 1, 1]
    assert first.books(0).settled == (year(2020),)
    assert [each.settled.tolist() for each in found] == [[True], [False], [False], [False]]
    refused = [(each.future, each.period) for every in found for each in every.refused]
    assert refused == [(0, year(2021)), (1, year(2020))]
    for year_, future in ((found[1], 0), (first, 1), (first, -1)):
        with pytest.raises(InvalidInputError, match="that was settled, got"):
            year_.books(future)


def test_no_futures_are_no_years():
    assert (
        list(settle_futures(AGREED, people("甲"), years(1), amounts={"income": [[]]})) == []
    )


def test_a_contract_without_households():
    agreement = contract(payment(Fixed(50), to="county"))
    (only,) = settle_futures(
        agreement, Register(households=()), years(1), put_up={"firm": [[50, 9]]}
    )

    assert only.paid.shape == (2, 0)
    assert only.total(payee="party/county").tolist() == [50, 9]


# Quantiles


@given(
    st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=30),
    st.fractions(Fraction(1, 100), 1),
)
def test_a_quantile_is_the_lowest_that_so_many_do_not_exceed(numbers, part):
    found = int(quantile(np.array(numbers), part))
    at_most = [each for each in numbers if each <= found]

    assert found in numbers
    assert len(at_most) >= part * len(numbers)
    assert sum(each < found for each in numbers) < part * len(numbers)


def test_quantiles_go_by_column():
    table = np.array([[5, 1], [4, 2], [3, 9], [2, 8]])

    assert quantile(table, "50%").tolist() == [3, 2]
    assert quantile(table, 1).tolist() == [5, 9]


@pytest.mark.parametrize(
    ("numbers", "part", "at", "got"),
    [
        (np.array([1.5]), "5%", "numbers", "float64"),
        ([1, 2], "5%", "numbers", "[1, 2]"),
        (np.zeros(0, np.int64), "5%", "numbers", "none"),
        (np.array([1]), "0%", "part", "'0%'"),
        (np.array([1]), "101%", "part", "'101%'"),
    ],
)
def test_what_is_no_quantile_is_refused(numbers, part, at, got):
    with pytest.raises(InvalidInputError) as raised:
        quantile(numbers, part)
    (problem,) = raised.value.problems

    assert problem.at == at
    assert problem.says.en.endswith(f"got {got}")
