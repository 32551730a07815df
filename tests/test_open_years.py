"""Parts of a year: what each got to date is in the books, on both roads as `settle` keeps it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from attrs import evolve
from batch_builders import books_of, both, contracts, form, households, payment
from hypothesis import given, settings
from many_tables import tables_of
from test_batch_alone import BOOK
from test_batch_roads import YEARS
from test_settle_many import as_alone, books_table, settled_alone, several_worlds

from sanbian import Fixed, Period, PerUnit
from sanbian.batch.layout import BOOKS_SCHEMA

few = settings(max_examples=max(15, settings().max_examples // 4))  # of several worlds
PARTS = (
    Period(date(2020, 1, 1), date(2020, 6, 30)),
    Period(date(2020, 7, 1), date(2020, 9, 30)),
    Period(date(2020, 10, 1), date(2021, 3, 31)),
    Period(date(2021, 4, 1), date(2021, 12, 31)),
)


@few
@given(several_worlds(1, 3, years_max=1))
def test_parts_of_years_give_what_each_contract_gets_alone(worlds):
    here = {
        f"V{number}": evolve(world, contract=evolve(world.contract, id=f"V{number}"))
        for number, world in enumerate(worlds)
    }
    books, opened = {}, ()
    for period in PARTS:
        facts = {
            id_: evolve(
                world.facts[0], parts=(evolve(world.facts[0].parts[0], period=period),)
            )
            for id_, world in here.items()
        }
        tables = tables_of(here, facts)
        portions = tables.settled(books=opened)
        alone = {
            id_: settled_alone(world, facts[id_], books.get(id_))
            for id_, world in here.items()
        }
        alone = as_alone(portions, alone, tables.codes)
        here = {id_: world for id_, world in here.items() if id_ in alone}
        if not here:
            return
        books, opened = (
            {id_: one.books for id_, one in alone.items()},
            books_table(portions),
        )


@pytest.mark.parametrize("entered", [None, date(2021, 8, 1)])
def test_parts_of_years_go_in_columns(entered):
    """Three parts of two years, of which the last begins a new one; someone enters meanwhile."""
    made = form(*YEARS)
    people = households(
        **{
            "measure.mu": [1, 2, 3, 4, 5],
            "shares.land": [1, 0, 2, 3, 1],
            "entered": [None, entered, None, None, None],
        }
    )
    agreed = contracts(**{"amount.profit": [500, 300]})
    books = None
    for start, end in (
        (date(2021, 1, 1), date(2021, 6, 30)),
        (date(2021, 7, 1), date(2021, 9, 30)),
        (date(2021, 10, 1), date(2022, 6, 30)),
    ):
        portions = both(made, people, agreed, period=Period(start, end), books=books)
        books = books_of(portions)
        assert {row["account"] for row in books.to_pylist() if row["what"] == "year"} >= {
            "4"
        }


def test_sums_of_a_year_beyond_the_safe_range_go_alone():
    half, rest = (
        Period(date(2021, 1, 1), date(2021, 6, 30)),
        Period(date(2021, 7, 1), date(2021, 9, 30)),
    )
    rows = [
        {**BOOK, "contract": id_, **each}
        for id_, got in (("A", 2**62), ("B", 7))
        for each in (
            {"what": "settled", "account": "", "since": half.start, "until": half.end,
             "amount": 0},
            {"what": "year", "account": "1", "level": "member", "household": 3, "amount": got},
        )
    ]  # fmt: skip
    books = pa.Table.from_pylist(rows, BOOKS_SCHEMA)
    made = form(payment(Fixed(5000)), payment(PerUnit(Fraction(3), "people"), id_="2"))
    both(made, households(people=[0] * 5), contracts(), books=books, period=rest, alone="A")
