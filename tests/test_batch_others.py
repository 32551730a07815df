"""What is wrong with one contract, or stands in its books, is nothing to another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from batch_builders import (
    books_of,
    both,
    column,
    contracts,
    facts_of,
    form,
    households,
    lines_of,
    payment,
    settled,
)
from many_tables import table

from sanbian import Allotment, Fixed, Fund, Measured, PerUnit, Reserve, Split, SplitPart

MANY = [f"V{number:02d}" for number in range(30)]


def agreed(*ids, **columns):
    return pa.table({"contract": ids, "form": ["f"] * len(ids), **columns})


def by_mu():
    return form(payment(PerUnit(Fraction(500), "mu")))


def owed_to(portions):
    """Who is owed how much, by contract and household."""
    return {
        (row["contract"], row["household"]): row["amount"]
        for row in books_of(portions).to_pylist()
        if row["what"] == "claim"
    }


def test_what_is_owed_to_a_holder_who_left_goes_to_nobody_else():
    people = pa.table(
        {
            "contract": [id_ for id_ in MANY for _ in "ab"],
            "household": [1, 2] * len(MANY),
            "measure.mu": [1, 1] * len(MANY),
        }
    )
    nothing = agreed(*MANY, **{"put_up.firm": [0] * len(MANY)})
    first = settled(by_mu(), people, nothing)
    last = (MANY[-1], 2)
    owed = books_of(first).filter(
        pa.array(
            [
                (each["contract"], each["household"]) != last
                for each in books_of(first).to_pylist()
            ]
        )
    )
    without_one = people.slice(1)

    later = both(by_mu(), without_one, nothing, number=2022, books=owed, alone=["V00"])
    assert owed_to(later)[last] == 500  # of this year alone
    assert owed_to(later)["V00", 1] == 500


def test_a_fund_of_each_holder_is_not_the_common_fund_of_another_form():
    own = Fund(id="own", name="个人账户", per_member=True, opening=9)
    common = Fund(id="own", name="公积金", opening=700)
    paid = payment(Fixed(30), to="own")
    forms = {"a": form(paid, funds=(common,)), "b": form(paid, funds=(own,))}
    named = pa.table({"contract": ["A", "B"], "form": ["a", "b"]})
    books = books_of(both(forms, households(), named))
    more = {
        "contract": list("AAABBB"),
        "household": [5, 3, 9, 3, 4, 12],
        "entered": pa.array([None] * 5 + [date(2022, 3, 1)], pa.date32()),
    }

    later = both(forms, pa.table(more), named, number=2022, books=books)
    held = {
        row["household"]: row["amount"]
        for row in books_of(later).to_pylist()
        if (row["contract"], row["what"]) == ("B", "fund")
    }
    assert held == {3: 69, 4: 69, 12: 39}


def test_a_contract_that_measures_no_group_is_refused_as_it_is_alone():
    people = households(group=["south", "north", "south", None, "north"])
    groups = table(
        [
            {"contract": "A", "group": "north", "measure.weight": "1"},
            {"contract": "A", "group": "south", "measure.weight": "2"},
        ],
        ["contract", "group"],
    )
    paid = form(payment(PerUnit(Fraction(500), "weight"), to="team"))
    (portion,) = both(paid, people, contracts(), groups=groups, alone="B")
    assert [each.contract for each in portion.refused] == ["B"]
    shared = form(
        Split(id="1", of="profit", parts=(SplitPart("teams", Fraction(1)),)),
        Allotment(id="2", of="teams", to="mine", by=Measured("weight")),
        Split(id="3", of="mine", parts=(SplitPart("of_team", Fraction(1)),)),
    )
    made = contracts(**{"amount.profit": [1001, 0]})
    both(shared, people, made, groups=groups, alone="B")
    both(shared, people, made, alone="AB")


def test_a_new_contract_opens_its_funds_beside_older_ones():
    made = form(Reserve(id="2", of="profit", rate=Fraction(1, 10), to="reserve"))
    profit = contracts(**{"amount.profit": [1000, 1000]})
    books = books_of(both(made, households(), profit))
    of_a = books.filter(pa.array([each == "A" for each in books["contract"].to_pylist()]))

    later = both(made, households(), profit, number=2022, books=of_a)
    assert [
        row["amount"] for row in books_of(later).to_pylist() if row["what"] == "fund"
    ] == [
        900,
        800,
    ]


@pytest.mark.parametrize("rows", [1, 99])
@pytest.mark.parametrize(
    "area", [[1, 2, 3], ["1", "2", "3"], list(map(Decimal, (1, 2, 3)))]
)
def test_a_contract_without_households_comes_to_the_same_in_every_window(area, rows):
    people = pa.table(
        {"contract": ["A"] * 3, "household": [5, 3, 9], "measure.mu": column("mu", area)}
    )
    whole = both(by_mu(), people, contracts(), alone="B", rows=rows)

    assert not [each for portion in whole for each in portion.refused]
    nobody = both(by_mu(), people.slice(0, 0), contracts(), alone="AB", rows=rows)
    assert not [each for portion in nobody for each in portion.refused]


@pytest.mark.parametrize(
    "wrong",
    [
        {"measure.mu": pa.nulls(60, pa.int64())},
        {"measure.mu": [1] * 60, "household": pa.nulls(60, pa.int64())},
        {"measure.mu": [1] * 60, "household": [1] * 60},
        {"measure.mu": [1] * 60, "people": [-1] * 60},
        {"measure.mu": [1] * 60, "status": ["rich"] * 60},
        {"measure.mu": [1] * 60, "kind": ["friend"] * 60},
        {"measure.mu": ["many"] * 60},
        {"measure.mu": [1] * 60, "shares.land": [-1] * 60},
    ],
)
def test_every_contract_with_a_bad_row_is_refused_however_many_they_are(wrong):
    people = pa.table(
        {"contract": [each for each in MANY for _ in "ab"], "household": [1, 2] * 30}
        | wrong
    )
    whole = settled(by_mu(), people, agreed(*MANY))
    cut = settled(by_mu(), people, agreed(*MANY), rows=1)

    assert [each.contract for portion in whole for each in portion.refused] == MANY
    assert not lines_of(whole)
    assert facts_of(whole) == facts_of(cut)


def test_so_many_problems_of_one_kind_are_told_of_a_contract():
    people = pa.table(
        {
            "contract": ["A"] * 50 + ["B"],
            "household": range(51),
            "measure.mu": pa.nulls(51, pa.int64()),
        }
    )
    (portion,) = settled(by_mu(), people, contracts())

    assert [len(each.problems) for each in portion.refused] == [5, 1]
