"""Futures give what each gives alone, year after year."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve
from contract_builders import contract
from contract_worlds import many_worlds
from future_builders import assert_as_alone, settled_alone
from hypothesis import given
from hypothesis import strategies as st
from test_futures_told import people, years
from test_settle_many import in_columns
from test_tables_of import told_worlds
from worked_folders import SETTLED, folder_of

from sanbian import Books, Dividend, Fixed, Measured, SanbianError, TopUp


def numbers(years, count, least=-900, most=3000):
    row = st.lists(st.integers(least, most), min_size=count, max_size=count)
    return st.lists(row, min_size=years, max_size=years)


@given(many_worlds() | many_worlds().map(in_columns), st.integers(1, 4), st.data())
def test_futures_give_what_each_gives_alone(world, count, data):
    years = len(world.facts)
    assert_as_alone(
        world.contract,
        world.register,
        world.facts,
        amounts={"profit": data.draw(numbers(years, count))},
        measures={"price": data.draw(numbers(years, count, 0, 9))},
        put_up={"firm": np.array(data.draw(numbers(years, count, 0, 800)))},
        rows=data.draw(st.sampled_from([1, 10, 99])),
    )


@given(told_worlds(), st.integers(1, 3), st.data())
def test_futures_go_on_from_books_whatever_the_register_tells(world, count, data):
    first, *later = world.facts
    one = settled_alone(world.contract, world.register, first, None)
    if not later or isinstance(one, SanbianError):
        return
    assert_as_alone(
        world.contract,
        world.register,
        later,
        one.books,
        amounts={"profit": data.draw(numbers(len(later), count))},
    )


@pytest.mark.parametrize("name", SETTLED)
def test_futures_of_a_folder_give_what_each_gives_alone(name):
    """Its amounts, more, nearly nothing, and below zero."""
    folder = folder_of(name)
    stated = sorted(set.intersection(*(set(f.parts[0].amounts) for f in folder.facts)))
    if not stated or any(len(each.parts) > 1 for each in folder.facts):
        return
    times = (Fraction(1), Fraction(7, 3), Fraction(1, 1000), Fraction(-1, 2))
    assert_as_alone(
        evolve(folder.contract, examples=()),
        folder.register,
        folder.facts,
        folder.books,
        amounts={
            base: [
                [int(each.parts[0].amounts[base] * multiple) for multiple in times]
                for each in folder.facts
            ]
            for base in stated
        },
    )


def test_what_books_without_periods_have_of_the_year_counts():
    """They say what was got, not when: it is of the year that is settled next."""
    top_up = TopUp(
        id="10", to="members", paid_from=("firm",), amount=Fixed(900), counting=("9",),
        within="year", unpaid="carry",
    )  # fmt: skip
    split = Dividend(id="9", of="income", to="members", by=Measured("equal"))
    books = Books(
        contract="A", year_to_date={"9": {"甲": 500, "己": 3}, "owed/10": {"乙": 7}}
    )
    assert_as_alone(
        contract(split, top_up),
        people("甲", "乙"),
        years(2),
        books,
        amounts={"income": [[0, 100, 9_000], [50, 0, 0]]},
        put_up={"firm": [[0, 900, 9_000], [900, 900, 900]]},
    )
