"""Numbers of clauses that are wrong are told with contract and column; the others go on."""

from __future__ import annotations

import pytest
from batch_builders import (
    contracts,
    form,
    households,
    payment,
    settled,
    year,
)
from test_batch_terms import MANY, PEOPLE, agreed_on

from sanbian import (
    Fixed,
    InvalidInputError,
)
from sanbian.batch import settle_many
from sanbian.batch.terms import YUAN_MAX


def refusals(columns, made=None):
    """Problems of contracts by id, and those of the whole table."""
    try:
        portions = settled(made or form(*MANY), households(**PEOPLE), agreed_on(**columns))
    except InvalidInputError as error:
        return error.problems
    return {one.contract: one.problems for portion in portions for one in portion.refused}


@pytest.mark.parametrize(
    ("columns", "at", "says"),
    [
        ({"3.rate": ["ten", None]}, "term.3.rate", "an exact number"),
        ({"3.rate": ["30", None]}, "term.3.rate", "a rate"),
        ({"3.rate": [30, None]}, "term.3.rate", "a rate"),
        ({"3.rate": ["-5%", None]}, "term.3.rate: $.versions[0].clauses[2].rate", "0 to 100%"),
        ({"1.amount.yuan": ["6%", None]}, "term.1.amount.yuan", "a price in yuan"),
        ({"1.amount.yuan": [str(YUAN_MAX + 1), None]}, "term.1.amount.yuan", "a price"),
        ({"5.at_most": ["1.005", None]}, "term.5.at_most", "in whole fen"),
        ({"5.at_most": ["1/4", None]}, "term.5.at_most", "in whole fen"),
        ({"5.at_most": ["-1", None]}, "term.5.at_most: $.versions[0].clauses[4].at_most", "zero"),
        ({"5.1.amount.every_years": ["1.5", None]}, "term.5.1.amount.every_years", "whole"),
        ({"5.1.amount.every_years": [-1, None]}, "term.5.1.amount.every_years", "least zero"),
        (
            {"5.1.amount.every_years": [0, None]},
            "term.5.1.amount.every_years: $.versions[0].clauses[1].amount.every_years",
            "one year",
        ),
        (
            {"4.parts[0].ratio": ["0", None], "4.parts[1].ratio": ["1", None]},
            "term.4.parts[0].ratio: $.versions[0].clauses[3].parts[0].ratio",
            "above zero",
        ),
        (
            {"4.parts[0].ratio": ["60%", None]},
            "term.4.parts[0].ratio: $.versions[0].clauses[3].parts",
            "1",
        ),
        (
            {"3.rate": ["5%", None], "4.parts[0].ratio": ["0.7", None],
             "4.parts[1].ratio": ["0.7", None]},
            "term.4.parts[0].ratio, term.4.parts[1].ratio: $.versions[0].clauses[3].parts",
            "1",
        ),
    ],
)  # fmt: skip
def test_a_number_that_the_contract_refuses_is_told_with_its_column(columns, at, says):
    told = refusals(columns)
    assert [*told] == ["A"]  # the others go on
    assert told["A"][0].at == f"contracts: row 1, contract A, {at}"
    assert says in told["A"][0].says.en


def test_all_that_is_wrong_with_a_contract_is_told_at_once():
    told = refusals({"3.rate": ["ten", None], "5.at_most": ["x", "y"]})

    assert [each.at.rpartition(", ")[2] for each in told["A"]] == [
        "term.3.rate",
        "term.5.at_most",
    ]
    assert len(told["B"]) == 1


@pytest.mark.parametrize(
    ("columns", "do"),
    [
        ({"8.rate": ["1%", None]}, "did you mean one of: 1"),
        ({"3.rates": ["1%", None]}, "did you mean one of: 3.rate"),
        ({"5.1.amount": ["1%", None]}, "did you mean one of: 5.1.amount.rate"),
        ({"1.amount.yuan": [600, None]}, "write yuan as the contract file does"),
        ({"1.amount.yuan": [600.0, None]}, "write yuan as the contract file does"),
        ({"3.rate": [0.1, None]}, "a float is not exact"),
    ],
)
def test_a_column_that_is_no_number_of_a_clause_is_refused_as_a_whole(columns, do):
    (problem,) = refusals(columns)
    ((column, _),) = columns.items()
    assert problem.at == f"contracts: term.{column}"
    assert do in problem.do.en


def test_a_number_that_the_own_form_of_a_contract_does_not_have_is_refused():
    forms = {"f": form(*MANY), "g": form(payment(Fixed(5)))}
    agreed = contracts(**{"term.3.rate": [None, "5%"]}).set_column(1, "form", [["g", "g"]])
    (portion,) = settle_many(
        forms, year(2021), contracts=agreed, households=households(**PEOPLE)
    )
    (one,) = portion.refused

    assert one.contract == "B"
    assert "'g' declares no such thing" in one.problems[0].says.en
