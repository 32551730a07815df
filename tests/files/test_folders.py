"""Contract folders: all files of a contract at once."""

from __future__ import annotations

import pytest
from files.test_contracts import SMALL

from sanbian.books import Books
from sanbian.errors import InvalidInputError
from sanbian.files import load_folder, save_books

FACTS = """\
format = 1
contract = "B"
period = {{ start = {0}-01-01, end = {0}-12-31 }}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "contract.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "roster.csv").write_text("code,land\nH1,1\n", encoding="utf-8")
    for year in (2017, 2016):
        name = "facts.toml" if year == 2017 else "facts-2016.toml"
        (tmp_path / name).write_text(FACTS.format(year), encoding="utf-8")
    return tmp_path


def problems_of(path):
    with pytest.raises(InvalidInputError) as caught:
        load_folder(path)
    return [f"{problem.at} {problem.says.en}" for problem in caught.value.problems]


def test_a_folder_is_read_in_order_of_its_periods(folder):
    found = load_folder(folder)

    assert "B" == found.contract.id
    assert ["H1"] == [household.code for household in found.register.households]
    assert [2016, 2017] == [facts.period.start.year for facts in found.facts]
    assert found.books is None


def test_entries_and_books_are_read_where_they_are_there(folder):
    text = "day,kind,household,share_class,shares,to\n2017-01-01,redeem,H1,land,1,\n"
    (folder / "entries.csv").write_text(text, encoding="utf-8")
    save_books(Books(contract="B"), folder / "books.json")
    found = load_folder(folder)

    assert 2 == len(found.register.entries)
    assert Books(contract="B") == found.books


def test_problems_of_all_files_are_told_at_once(folder):
    (folder / "roster.csv").write_text("code,land\nH1,x\n", encoding="utf-8")
    (folder / "facts.toml").write_text("format = 1", encoding="utf-8")
    (folder / "books.json").write_text("{}", encoding="utf-8")

    assert ["roster.csv", "facts.toml:", "books.json:", "books.json:"] == [
        problem.split()[0] for problem in problems_of(folder)
    ]


def test_a_folder_without_its_files_says_what_is_there(tmp_path):
    (tmp_path / "花名册.csv").write_text("", encoding="utf-8")
    roster, contract = problems_of(tmp_path)

    assert "expected roster.csv or roster.xlsx, one of them, got 花名册.csv" in roster
    assert "contract.toml" in contract


def test_two_rosters_are_one_too_many(folder):
    (folder / "roster.xlsx").write_bytes(b"")

    assert "roster.csv、roster.xlsx" in problems_of(folder)[0]


def test_a_period_in_two_files_is_refused(folder):
    (folder / "facts-2.toml").write_text(FACTS.format(2016), encoding="utf-8")

    assert "a period after 2016-12-31" in problems_of(folder)[0]


def test_books_of_another_contract_are_refused(folder):
    save_books(Books(contract="R08"), folder / "books.json")

    assert "the books of 'B', got those of 'R08'" in problems_of(folder)[0]
