"""Contracts of cooperatives with members' accounts: what keeps them from being settled."""

import tomllib
from fractions import Fraction

import pytest
from attrs import evolve
from cooperative_builders import (
    ACCOUNTS,
    averaging,
    cooperative,
    leaving,
    remainder,
    reserve,
)

from sanbian import InvalidInputError, Kind, LateFee, Measured, Payment, due
from sanbian.files.contracts import contract_of, contract_text


def problem_of(*clauses, **given):
    with pytest.raises(InvalidInputError) as error:
        cooperative(*clauses, **given)
    (problem,) = error.value.problems
    return problem


AT = "$.versions[0].clauses[0]"


@pytest.mark.parametrize(
    ("clause", "place", "words"),
    [
        (reserve(by=None), "by", "expected by"),
        (reserve(counts_from=None), "counts_from", "expected counts_from"),
        (reserve(to="common", counts_from=None), "by", "is common"),
        (averaging(to="common"), "to", "declared taker"),
        (averaging(of=("capital",)), "of[0]", "declared base"),
        (averaging(written_down="volume"), "written_down", "measure in yuan"),
        (leaving(refunds=()), "refunds", "expected the funds"),
        (leaving(refunds=("common",)), "refunds[0]", "fund of each member"),
        (leaving(stays=("capital",)), "stays[0]", "got it twice"),
        (leaving(stays=("surplus",)), "stays[0]", "fund of each member"),
        (leaving(paid_from=("capital",)), "paid_from[0]", "base, pool, fund or party"),
        (leaving(notice_months=-1), "notice_months", "at least zero"),
        (leaving(institution_months=-1), "institution_months", "at least zero"),
        (leaving(year_end="31-12"), "year_end", "last day of the fiscal year"),
        (leaving(loss_of="surplus"), "loss_by", "got one of them"),
        (leaving(loss_by=Measured("capital")), "loss_of", "got one of them"),
        (leaving(loss_of="coop", loss_by=Measured("capital")), "loss_of", "declared base"),
        (leaving(loss_of="surplus", loss_by=Measured("herds")), "loss_by.of", "measure"),
    ],
)
def test_what_a_clause_on_accounts_needs_is_asked_for(clause, place, words):
    problem = problem_of(clause)

    assert f"{AT}.{place}" == problem.at
    assert words in problem.says.en


def test_one_fund_has_one_word_on_when_its_reserve_counts():
    problem = problem_of(reserve(), reserve(id="6", counts_from="this_period"))

    assert "$.versions[0].clauses[1].counts_from" == problem.at


def test_there_is_one_clause_on_leaving():
    problem = problem_of(leaving(), leaving(id="6"))

    assert "$.versions[0]" == problem.at
    assert "5, 6" in problem.says.en


@pytest.mark.parametrize(
    ("accounts", "place", "words"),
    [
        (evolve(ACCOUNTS, capital="common"), "capital", "fund of each member"),
        (evolve(ACCOUNTS, donation_share="subsidy"), "donation_share", "again"),
        (evolve(ACCOUNTS, trade=("lost_value",)), "trade[0]", "measure of each member"),
    ],
)
def test_columns_of_an_account_are_funds_of_each_member(accounts, place, words):
    problem = problem_of(member_accounts=accounts)

    assert f"$.member_accounts.{place}" == problem.at
    assert words in problem.says.en


def test_a_common_fund_is_no_weight_of_each_member():
    problem = problem_of(remainder("common"))

    assert f"{AT}.by.sum[0].of" == problem.at


def test_a_late_fee_on_a_refund_is_for_the_members():
    fee = LateFee(
        id="6",
        on=("5",),
        to="coop",
        paid_from=("coop",),
        rate=Fraction(1, 1000),
        due=due("30 days"),
        unpaid="carry",
    )
    problem = problem_of(leaving(), fee)

    assert "'members', whom clause 5 pays" in problem.says.en


def test_what_is_on_an_account_is_an_amount_of_money():
    paid = Payment(
        id="1",
        kind=Kind.INTEREST,
        to="members",
        paid_from=("coop",),
        amount=Measured("capital"),
        unpaid="carry",
    )

    assert cooperative(paid).versions[0].clauses == (paid,)


def test_a_contract_with_accounts_is_the_same_after_writing_and_reading():
    contract = cooperative(
        reserve(),
        averaging(written_down="lost_value"),
        remainder(),
        leaving(loss_of="surplus", loss_by=Measured("capital")),
    )

    assert contract == contract_of(tomllib.loads(contract_text(contract)))
