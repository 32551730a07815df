"""Books and settlements: the same bytes for the same value, and back."""

from __future__ import annotations

import json
from datetime import date

import pytest
from files.test_registers import contract
from hypothesis import HealthCheck, given, settings
from register_strategies import books as any_books

from sanbian.books import Books
from sanbian.errors import InvalidInputError
from sanbian.facts import facts_of
from sanbian.files import (
    load_books,
    load_register,
    load_settlement,
    save_books,
    save_settlement,
    write_lines,
)
from sanbian.files.tables import Column, read_table
from sanbian.period import Period
from sanbian.settlement import lines, settle

quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def settled(csv_of):
    register = load_register(csv_of("code,name,land\nH1,甲,1\nH2,乙,2\n"), contract())
    year = Period(date(2016, 1, 1), date(2016, 12, 31))
    return settle(contract(), register, facts_of(year, amounts={"receipts": 12_345}))


def test_books_are_read_as_they_were_written_and_keep_their_bytes(tmp_path):
    @given(any_books)
    @quick
    def check(books):
        path, again = tmp_path / "books.json", tmp_path / "again.json"
        save_books(books, path)
        save_books(load_books(path), again)

        assert books == load_books(path)
        assert path.read_bytes() == again.read_bytes()

    check()


def test_books_are_json_that_git_can_compare(tmp_path):
    path = tmp_path / "books.json"
    save_books(Books(contract="C", funds={"b": {"": 2}, "a": {"": 1}}), path)

    assert (
        '{\n "contract": "C",\n "format": 1,\n "funds": {\n  "a": {\n   "": 1\n  },\n'
        '  "b": {\n   "": 2\n  }\n }\n}\n'
    ) == path.read_text(encoding="utf-8")


def test_a_settlement_is_read_as_it_was_written(tmp_path, settled):
    path, again = tmp_path / "settlement.json", tmp_path / "again.json"
    save_settlement(settled, path)
    save_settlement(load_settlement(path), again)

    assert settled == load_settlement(path)
    assert path.read_bytes() == again.read_bytes()


def test_lines_are_a_row_each(tmp_path, settled):
    columns = (
        Column(name="kind", headers=("种类 kind",), kind="text"),
        Column(name="amount", headers=("已付（元） paid",), kind="number"),
    )
    for path in (tmp_path / "lines.csv", tmp_path / "lines.xlsx"):
        write_lines(settled, path)
        rows = read_table(path, columns).rows

        assert [line.amount for line in lines(settled)] == [
            row.values["amount"] * 100 for row in rows
        ]


@pytest.mark.parametrize(
    ("change", "at", "says"),
    [
        ({"format": 2}, "$.format", "file format 1"),
        ({"contract": 5}, "$.contract", "expected text"),
        ({"bunds": {}}, "$.bunds", "a key that is known here"),
        ({"funds": {"a": {"": 1.5}}}, "$.funds.a['']", "the float 1.5"),
        ({"funds": {"a": {"": float("nan")}}}, "$.funds.a['']", "the float NaN"),
        ({"claims": [{}]}, "$.claims[0].account", "account"),
        ({"settled": [{"start": "2016-01-01"}]}, "$.settled[0].end", "end"),
        ({"funds": {"a": {"": 10**2000}}}, "$.funds", "at most 1000 digits"),
    ],
)
def test_books_are_refused_with_their_place(tmp_path, change, at, says):
    path = tmp_path / "books.json"
    path.write_text(json.dumps({"format": 1, "contract": "C", **change}), encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        load_books(path)
    problem = caught.value.problems[0]

    assert says in problem.says.en
    assert problem.at.startswith(f"books.json: {at}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "incomplete or damaged"),
        ('{"a": 1, "a": 2}', "'a' twice"),
        ("[" * 100_000, "levels of nesting"),
        ("[" * 300 + "]" * 300, "levels of nesting"),
        ("1" * 10_000, "at most 1000 digits"),
        ("[]", "expected a table"),
    ],
)
def test_damaged_json_is_refused(tmp_path, text, says):
    path = tmp_path / "books.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidInputError, match=says):
        load_books(path)


def test_a_settlement_with_a_number_too_few_is_refused(tmp_path, settled):
    path = tmp_path / "settlement.json"
    save_settlement(settled, path)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["flows"][0]["amounts"] = []
    path.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(InvalidInputError, match="one number for each"):
        load_settlement(path)


def test_a_claim_of_no_day_is_refused(tmp_path, settled):
    path = tmp_path / "settlement.json"
    save_settlement(settled, path)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["flows"][0]["target"] = "owed/1@last year"
    path.write_text(json.dumps(document), encoding="utf-8")

    with pytest.raises(InvalidInputError, match="expected a day behind the @"):
        load_settlement(path)
