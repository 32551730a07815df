"""Words by a dictionary, however it was made: the same as plain words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from batch_builders import (
    both,
    contracts,
    facts_of,
    form,
    households,
    payment,
    settled,
    year,
)

from sanbian import Fixed, PerUnit
from sanbian.batch import settle_many
from sanbian.batch.layout import BOOKS_SCHEMA
from sanbian.errors import InvalidInputError


def coded(codes, words, kind="int8"):
    """A column of words by their codes."""
    return pa.DictionaryArray.from_arrays(pa.array(codes, kind), pa.array(words))


def by_mu():
    return form(payment(PerUnit(Fraction(500), "mu")))


def test_a_null_among_the_words_of_a_dictionary_is_a_null():
    hidden = households(**{"measure.mu": coded([0, 1, 0, 0, 0], ["1", None])})
    plain = households(**{"measure.mu": ["1", None, "1", "1", "1"]})

    (portion,) = both(by_mu(), hidden, contracts())
    assert [each.contract for each in portion.refused] == ["A"]
    assert facts_of([portion]) == facts_of(settled(by_mu(), plain, contracts()))


def test_a_row_of_no_contract_is_refused_also_where_a_dictionary_hides_it():
    hidden = households().set_column(0, "contract", coded([0, 0, 0, 1, 1], ["A", None]))

    with pytest.raises(
        InvalidInputError, match="expected the id of a contract, got a null"
    ):
        settled(form(payment(Fixed(5))), hidden, contracts())


def test_a_claim_that_comes_twice_is_refused_under_two_codes_of_one_word():
    ids = ["A", "B", "C"]
    row = {
        "what": "claim", "account": "owed/1", "since": date(2020, 12, 31), "until": None,
        "level": "member", "key": None, "household": 3, "amount": 5, "unit": "fen",
    }  # fmt: skip
    rows = [{"contract": id_, **row} for id_ in [*ids, "C"]]
    place = BOOKS_SCHEMA.get_field_index("account")
    books = pa.Table.from_pylist(rows, BOOKS_SCHEMA).set_column(
        place, "account", coded([0, 0, 0, 1], ["owed/1", "owed/1"], "int32")
    )
    people = pa.table({"contract": ids, "household": [3, 3, 3]})
    agreed = pa.table({"contract": ids, "form": ["f"] * 3})

    (portion,) = both(form(payment(Fixed(5))), people, agreed, books=books, alone="C")
    assert [each.contract for each in portion.refused] == ["C"]


def test_dictionaries_that_together_have_too_many_words_for_their_codes():
    ids = [f"V{number:03d}" for number in range(180)]

    def part(first):
        here = ids[first : first + 90]
        words = coded(range(90), here)
        ones = pa.array([1] * 90)
        return pa.RecordBatch.from_arrays(
            [words, ones, ones, words, pa.array([1] * 90)],
            names=["contract", "household", "people", "group", "measure.mu"],
        )

    parts = [part(0), part(90)]
    named = pa.chunked_array([each.column("contract") for each in parts])
    agreed = pa.table({"contract": named, "form": ["f"] * 180})
    told = list(
        settle_many(
            {"f": by_mu()},
            year(2021),
            contracts=agreed,
            households=parts,
        )
    )
    assert [each.lines.num_rows for each in told] == [180]
