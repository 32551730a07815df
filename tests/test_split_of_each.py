"""Each holder's own amount, split by itself: every fen of his, and no fen of another's."""

from __future__ import annotations

from fractions import Fraction

import pytest
from contract_builders import contract, paid, register, settled
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Fixed,
    Guarantee,
    InvalidInputError,
    Kind,
    MissingFactError,
    Payment,
    SplitOfEach,
    SplitPart,
    lines,
)
from sanbian.contract import takers_of
from sanbian.report import summary

THIRD = Fraction(1, 3)
EACH = SplitOfEach(
    id="1", of="own", paid_from=("income",),
    parts=(SplitPart("members", THIRD), SplitPart("firm", THIRD), SplitPart("village", THIRD)),
)  # fmt: skip
CODES = ("H1", "H2", "H3")


def shared(*own, clause=EACH, income=None):
    activity = {"own": {code: Fraction(n) for code, n in zip(CODES, own, strict=False)}}
    total = sum(own) if income is None else income
    return settled(
        contract(clause), register(*CODES), amounts={"income": total}, activity=activity
    )


def given_to(done, name):
    return sum(line.amount for line in lines(done) if line.payee == name)


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=3))
def test_each_one_gets_his_part_of_his_own_to_the_fen(own):
    done = shared(*own)

    for mine, got in zip(own, paid(done), strict=True):
        assert 0 <= got - mine // 3 <= 1
    assert sum(paid(done)) + given_to(done, "party/firm") + given_to(
        done, "party/village"
    ) == sum(own)


def test_the_odd_fen_of_one_house_goes_to_a_side_of_that_house():
    """10 fen are 4, 3, 3 and 5 fen are 2, 2, 1; together 15 would have been 5, 5, 5."""
    done = shared(10, 5, 0)

    assert paid(done) == [4, 2, 0]
    assert (given_to(done, "party/firm"), given_to(done, "party/village")) == (5, 4)


def test_who_received_it_pays_it_on_in_full():
    with pytest.raises(MissingFactError, match="paid in full"):
        shared(10, 5, 0, income=14)


@pytest.mark.parametrize("own", [-1, Fraction(1, 2)])
def test_a_loss_and_a_part_of_a_fen_are_refused_with_the_household(own):
    with pytest.raises(InvalidInputError, match="clause 1: own, H1"):
        shared(own, income=0)


def test_a_loss_is_told_in_yuan_and_what_to_write():
    with pytest.raises(InvalidInputError) as refused:
        shared(-20_000, income=0)
    (problem,) = refused.value.problems

    assert (
        "H1 的“各户净收益”应为不小于零的金额，精确到分，得到 -200.00 元" == problem.says.zh
    )
    assert problem.do.zh.startswith("亏损的户写 0")


def test_a_guarantee_beside_it_says_how_they_combine():
    floor = {
        "id": "2", "to": "members", "paid_from": ("firm",), "amount": Fixed(5),
        "charged": "guarantor", "unpaid": "carry",
    }  # fmt: skip
    with pytest.raises(InvalidInputError, match="how the guarantee combines"):
        contract(EACH, Guarantee(**floor))
    both = contract(EACH, Guarantee(**floor, combine="greater"))
    activity = {"own": {"H1": Fraction(30), "H2": Fraction(9)}}
    facts = {"amounts": {"income": 39}, "activity": activity}

    assert paid(settled(both, register("H1", "H2"), **facts)) == [10, 5]
    elsewhere = SplitOfEach(
        id="1", of="own", paid_from=("income",),
        parts=(SplitPart("firm", THIRD), SplitPart("county", 1 - THIRD)),
    )  # fmt: skip
    assert contract(elsewhere, Guarantee(**floor)).versions


def test_a_share_of_a_party_asks_for_no_word_of_the_holders_guarantee():
    floor = Guarantee(
        id="2", to="members", paid_from=("firm",), amount=Fixed(5), charged="guarantor",
        unpaid="carry",
    )  # fmt: skip
    fee = Payment(
        id="3", kind=Kind.DIVIDEND, to="county", paid_from=("firm",), amount=Fixed(9),
        unpaid="carry",
    )  # fmt: skip

    assert contract(floor, fee).versions


def test_ratios_sum_to_one_and_sides_are_known():
    short = SplitOfEach(
        id="1", of="own", paid_from=("income",), parts=(SplitPart("members", THIRD),)
    )
    nobody = SplitOfEach(
        id="1", of="own", paid_from=("income",), parts=(SplitPart("moon", Fraction(1)),)
    )
    with pytest.raises(InvalidInputError, match="sum to exactly 100%"):
        contract(short)
    with pytest.raises(InvalidInputError, match="got 'moon'"):
        contract(nobody)
    assert [to for _, to in takers_of(EACH)] == ["members", "firm", "village"]


def test_the_summary_tells_each_side_and_who_paid_it():
    rows = summary(shared(10, 5, 0)).clauses
    told = [(row.payers[0].zh, row.payee.zh, row.paid, row.to_households) for row in rows]

    assert told == [
        ("收入", "农户", 6, True), ("收入", "公司", 5, False), ("收入", "村集体", 4, False),
    ]  # fmt: skip
