"""Books that no settlement writes: each contract is refused or settled as by itself."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from batch_builders import both, contracts, form, households, lines_of, payment
from hypothesis import given
from hypothesis import strategies as st
from test_batch_encodings import agreed, groups_of, people, told

from sanbian import Dividend, Fixed, Fund, Measured, Period, Reserve, TopUp
from sanbian.batch.layout import BOOKS_SCHEMA

NOTHING = dict.fromkeys(BOOKS_SCHEMA.names) | {
    "contract": "B", "what": "fund", "account": "reserve", "level": "", "key": "B",
    "amount": 5, "unit": "fen",
}  # fmt: skip
YEAR = {"what": "settled", "account": "", "key": None, "amount": 0, "unit": ""}


def books(*rows):
    return pa.Table.from_pylist([NOTHING | row for row in rows], BOOKS_SCHEMA)


def reserving():
    return form(Reserve(id="2", of="profit", rate=Fraction(1, 10), to="reserve"))


@pytest.mark.parametrize(
    ("rows", "alone", "refused"),
    [
        ([{}], "", ""),
        ([{"since": date(2020, 12, 31)}], "B", ""),
        ([{}, {}], "B", ""),
        ([{"key": "A"}], "B", "B"),
        ([{"household": 3}], "B", "B"),
        ([{"key": None}], "", "B"),
        ([{"amount": -5}], "B", "B"),
        (
            [YEAR | {"since": date(2020, 1, 1), "until": date(2020, 12, 31)}] * 2,
            "B",
            "B",
        ),
    ],
)
def test_a_row_that_no_settlement_writes(rows, alone, refused):
    profit = contracts(**{"amount.profit": [1000, 1000]})
    portions = both(reserving(), households(), profit, books=books(*rows), alone=alone)

    assert [each.contract for each in portions[0].refused] == list(refused)


def test_a_fund_of_each_holder_below_nothing_is_refused():
    own = Fund(id="own", name="个人账户", per_member=True)
    row = {"account": "own", "level": "member", "key": None, "household": 3, "amount": -1}
    made = form(payment(Fixed(30), to="own"), funds=(own,))
    (portion,) = both(made, households(), contracts(), books=books(row), alone="B")

    assert [each.contract for each in portion.refused] == ["B"]

    beside = row | {"contract": "A", "amount": 1}  # A is the one that is looked at
    pair = books(beside, row | {"amount": -5})
    (portion,) = both(made, households(), contracts(), books=pair, alone="B")

    assert [each.contract for each in portion.refused] == ["B"]


@pytest.mark.parametrize("ends", [date(2021, 6, 30), date(2021, 12, 31)])
def test_what_was_got_in_a_year_counts_where_books_have_no_period(ends):
    split = Dividend(id="9", of="income", to="members", by=Measured("equal"))
    top_up = TopUp(
        id="10", to="members", paid_from=("firm",), amount=Fixed(900), counting=("9",),
        within="year", unpaid="carry",
    )  # fmt: skip
    row = {"what": "year", "account": "9", "level": "member", "key": None, "household": 3}
    income = contracts(**{"amount.income": [300, 300]})
    portions = both(
        form(split, top_up),
        households(),
        income,
        books=books(row | {"amount": 700}),
        period=Period(date(2021, 1, 1), ends),
    )
    paid = [
        (each["contract"], each["household"], each["amount"])
        for each in lines_of(portions)
        if each["clause"] == "10"
    ]

    assert [row for row in paid if row[0] == "B"] == [("B", 3, 50), ("B", 4, 750)]


CELLS = {
    "level": ["member", "group", "contract", ""],
    "key": [None, "东", "", "V0", "X", "3"],
    "household": [None, 1, 5, 50, 99],
    "amount": [0, -5, 7, 2**61, 2**62 + 5],
    "unit": ["fen", "head", "gram", ""],
    "account": ["owed/1", "owed/2", "reserve", "of_team", "deficit/profit", "nothing", "1"],
    "since": [date(2021, 12, 31), date(2020, 12, 31), date(2022, 12, 31), None],
    "until": [date(2021, 12, 31), date(2021, 6, 30), None],
    "what": ["settled", "fund", "claim", "year", "credit", "goods"],
}


def spoiled(table, rng):
    """Books with some cells changed, and some rows twice."""
    rows = table.to_pylist()
    for _ in range(rng.choice([1, 1, 2, 5]) if rows else 0):
        row = rng.choice(rows)
        name = rng.choice([*CELLS, "twice"])
        if name == "twice":
            rows.insert(rows.index(row), dict(row))
        else:
            row[name] = rng.choice(CELLS[name])
    return pa.Table.from_pylist(rows, table.schema)


@given(st.randoms(use_true_random=True))
def test_spoiled_books_come_to_the_same_on_both_roads(rng):
    agreements = agreed(rng)
    held = people(agreements["contract"].to_pylist(), rng)
    tables = {"contracts": agreements, "households": held, "groups": groups_of(held, rng)}
    _, portions = told(tables, 2021, 99)
    before = pa.Table.from_batches([each.books for each in portions], BOOKS_SCHEMA)
    tables["books"] = spoiled(before, rng)

    exact, _ = told(tables, 2022, 99, alone=True)
    assert told(tables, 2022, 99)[0] == exact
    assert told(tables, 2022, 2)[0] == exact
