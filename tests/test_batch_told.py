"""What tables lack or have otherwise is told with the column and what to write, never guessed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from batch_builders import both, contracts, form, households, lines_of, payment, settled

from sanbian import (
    ByStatus,
    Dividend,
    Fixed,
    InvalidInputError,
    Measured,
    PerUnit,
    Product,
)

PEOPLE = {"people": [1, 2, 3, 4, 5]}


def refused(made, people, agreed, **given):
    (portion,) = both(made, people, agreed, **given)
    return [problem for each in portion.refused for problem in each.problems]


# --- columns that clauses read -------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "column"),
    [
        (form(payment(PerUnit(Fraction(7), "people"))), "people"),
        (form(payment(Fixed(7), status="poor")), "status"),
        (
            form(payment(PerUnit(Fraction(7), "equal"), to="land")),
            "shares.land",
        ),
        (
            form(
                Dividend(
                    id="1",
                    of="profit",
                    to="members",
                    by=Product((ByStatus({"poor": Fraction(2)}), Measured("equal"))),
                )
            ),
            "status",
        ),
    ],
)
def test_a_column_that_clauses_read_is_not_taken_for_zero(made, column):
    agreed = contracts(**{"amount.profit": [0, 0]})
    found = refused(made, households(), agreed)

    assert [each.at for each in found] == [
        f"households: contract {id_}, {column}" for id_ in "AB"
    ]
    assert ("write general" in found[0].do.en) is (column == "status")
    zeros = ["general"] * 5 if column == "status" else [0] * 5
    assert not refused(made, households(**{column: zeros}), agreed)


def test_shares_of_all_classes_want_a_column_of_each():
    made = form(payment(PerUnit(Fraction(7), "shares")))
    found = refused(made, households(**{"shares.land": [1] * 5}), contracts())

    assert {each.at.rpartition(", ")[2] for each in found} == {"shares.money"}
    assert "write 0" in found[0].do.en


# --- columns of nulls alone ----------------------------------------------------------------


def test_columns_of_nulls_alone_have_no_type_and_say_nothing():
    made = form(payment(PerUnit(Fraction(7), "mu")))
    nothing = pa.nulls(2)
    here = households(**{"measure.mu": [1, 2, 3, 4, 5]})
    people = here.append_column("entered", pa.nulls(5)).append_column("status", pa.nulls(5))
    agreed = contracts(
        **{"amount.profit": nothing, "term.1.amount.yuan": nothing, "put_up.firm": nothing}
    )

    assert lines_of(both(made, people, agreed)) == lines_of(both(made, here, contracts()))


def test_a_null_that_has_no_type_is_told_as_any_other():
    made = form(payment(PerUnit(Fraction(7), "mu")))
    people = households().append_column("measure.mu", pa.nulls(5))
    found = refused(made, people, contracts())

    assert found[0].at == "households: contract A, household 5, measure.mu"
    assert "got a null" in found[0].says.en
    for table in ({"contract": pa.nulls(2)}, {"form": pa.nulls(2)}):
        with pytest.raises(InvalidInputError, match="got a null") as error:
            settled(made, people, contracts(**table))
        assert len(error.value.problems) == 2


# --- what to write -------------------------------------------------------------------------


def test_what_names_a_row_is_not_written_as_zero():
    made = form(payment(Fixed(7)))
    (problem,) = refused(made, households(household=[5, None, 9, 3, 4]), contracts())
    assert problem.do.en == "fill it in, or take the row out"
    with pytest.raises(InvalidInputError, match="take the row out"):
        settled(made, households(contract=["A", "A", "A", None, "B"]), contracts())


@pytest.mark.parametrize(
    "column",
    [
        pa.array([Decimal("9.00"), None], pa.decimal128(9, 2)),
        pa.array(["9.00", None]),
    ],
)
def test_money_in_yuan_is_to_be_written_in_fen(column):
    made = form(payment(Fixed(7)))
    with pytest.raises(InvalidInputError, match="yuan times 100"):
        settled(made, households(), contracts(**{"amount.profit": column}))


def test_a_type_is_called_as_the_one_who_wrote_it_calls_it():
    made = form(payment(Fixed(7)))
    words = pa.array(list("abcde")).dictionary_encode()
    with pytest.raises(InvalidInputError, match="got string"):
        settled(made, households(household=words), contracts())


def test_an_id_that_differs_in_blanks_is_told_as_it_stands_there():
    made = form(payment(Fixed(7)))
    with pytest.raises(InvalidInputError, match="the table contracts has 'B '"):
        settled(made, households(), contracts(contract=["A", "B "]))


@pytest.mark.parametrize(
    ("made", "where", "is_money"),
    [
        (
            form(Dividend(id="1", of="profit", to="members", by=Measured("equal"))),
            "column amount.profit of the table contracts",
            True,
        ),
        (
            form(payment(PerUnit(Fraction(7), "mu"))),
            "column measure.mu of the table households",
            False,
        ),
    ],
)
def test_a_fact_that_is_missing_is_told_by_its_column(made, where, is_money):
    found = refused(made, households(), contracts(), alone="AB")

    assert len(found) == 2
    assert all(where in each.do.en for each in found)
    assert all(("in whole fen" in each.do.en) is is_money for each in found)
    assert all(("以分计" in each.do.zh) is is_money for each in found)


def test_a_household_whose_weight_is_below_zero_is_named():
    made = form(Dividend(id="1", of="profit", to="members", by=Measured("mu")))
    people = households(**{"measure.mu": [Decimal("0.50"), -1, 2, -3, 4]})
    found = refused(made, people, contracts(**{"amount.profit": [9, 9]}), alone="AB")

    assert [each.at for each in found] == [
        "contract A: clause 1, 3",
        "contract B: clause 1, 3",
    ]
