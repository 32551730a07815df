"""What is reviewed together: as much of a folder as there is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sanbian import SanbianError
from sanbian.files import load_review, review_dossier, save_books, save_settlement

ROOT = Path(__file__).parents[2]
GALLERY = ROOT / "tests" / "review" / "gallery"


@pytest.fixture(name="years")
def fixture_years(tmp_path):
    """A folder with five years of facts."""
    folder = tmp_path / "years"
    shutil.copytree(ROOT / "examples" / "R35-qitian", folder)
    return folder


def problem_of(path):
    with pytest.raises(SanbianError) as caught:
        load_review(path)
    (problem,) = caught.value.problems
    return problem


def test_a_contract_file_is_read_alone():
    read = load_review(GALLERY / "SB412" / "bad" / "contract.toml")

    assert (None, None, None, ()) == (
        read.register,
        read.settlement,
        read.facts,
        read.earlier,
    )


def test_a_contract_file_is_read_with_the_region_beside_it(tmp_path):
    folder = tmp_path / "lone"
    shutil.copytree(GALLERY / "SB134" / "bad", folder)
    whole = load_review(folder)
    alone = load_review(folder / "contract.toml")

    assert whole.region is not None
    assert (whole.contract, whole.region) == (alone.contract, alone.region)
    assert "SB134" in {finding.code for finding in review_dossier(alone)}
    (folder / "region.toml").write_text("format = 2", encoding="utf-8")
    assert "region.toml: $.format" == problem_of(folder / "contract.toml").at


def test_facts_are_not_read_without_a_roster(years):
    (years / "roster.csv").unlink()
    (years / "facts-2022.toml").write_text("not read", encoding="utf-8")
    read = load_review(years)

    assert read.register is None
    assert read.settlement is None


def test_facts_are_settled_in_order(years):
    read = load_review(years)

    periods = [each.period for each in (*read.earlier, read.settlement)]
    assert 5 == len(periods)
    assert sorted(periods, key=lambda each: each.start) == periods
    assert read.settlement.period == read.facts.period


def test_a_settlement_stands_in_for_the_last(years):
    whole = load_review(years)
    save_settlement(whole.settlement, years / "settlement.json")
    (years / "facts-2021.toml").unlink()
    read = load_review(years)

    assert whole.settlement == read.settlement
    assert whole.earlier == read.earlier
    assert read.facts is None


def test_facts_after_the_settlement_are_refused(years):
    save_settlement(load_review(years).earlier[-1], years / "settlement.json")
    problem = problem_of(years)

    assert "facts-2021.toml: $.period" == problem.at
    assert "settlement.json stands in for the last" in problem.says.en


def test_a_settlement_needs_no_facts(years):
    save_settlement(load_review(years).settlement, years / "settlement.json")
    for path in years.glob("facts*"):
        path.unlink()
    read = load_review(years)

    assert read.settlement is not None
    assert (None, ()) == (read.facts, read.earlier)


def test_a_settlement_of_another_contract_is_refused(years):
    other = load_review(GALLERY / "SB412" / "bad").settlement
    save_settlement(other, years / "settlement.json")

    assert "settlement.json: $.contract" == problem_of(years).at


def test_a_period_that_cannot_be_settled_names_the_file(years):
    facts = years / "facts-2019.toml"
    facts.write_text(facts.read_text("utf-8").replace("2019-01-01", "2019-02-01"), "utf-8")

    assert "facts-2019.toml: $.period" == problem_of(years).at


def test_periods_settled_before_are_not_settled_again(years):
    whole = load_review(years)
    save_books(whole.earlier[1].books, years / "books.json")
    read = load_review(years)

    assert whole.settlement.flows == read.settlement.flows
    assert 2 == len(read.earlier)

    save_books(whole.settlement.books, years / "books.json")
    assert "have them all" in problem_of(years).says.en


@pytest.mark.parametrize("code", ["SB101", "SB301", "SB413"])
def test_all_that_was_read_is_reviewed(code):
    (found,) = review_dossier(load_review(GALLERY / code / "bad"))

    assert code == found.code
