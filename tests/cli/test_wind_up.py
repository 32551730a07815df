"""`sanbian wind-up`: a cooperative wound up, on the terminal, as files, for programs."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

COOP = Path(__file__).parents[2] / "examples" / "W04-member-accounts"
BANKRUPT = (
    ("is_bankrupt = false", "is_bankrupt = true"),
    ('assets = "950000.00"', 'assets = "40000.00"'),
    ('subsidy_property = "300000.00"', 'subsidy_property = "0.00"'),
)


@pytest.fixture(name="coop")
def fixture_coop(tmp_path):
    """The example, to be changed."""
    return Path(shutil.copytree(COOP, tmp_path / "coop"))


def change(path, *pairs):
    text = path.read_text("utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("清偿后的剩余财产", "清偿和剩余", "财政补助形成的财产", "农户合计")),
        ("en", ("What is left after debts", "Costs of winding up", "Households")),
    ],
)
def test_a_winding_up_is_printed_with_its_ranks(run, language, words):
    code, out, _ = run("wind-up", COOP, "--lang", language)

    assert 0 == code
    assert "wind_up" not in out
    assert "447,550.10" in out
    assert [] == [word for word in words if word not in out]


def test_its_files_are_those_of_a_settlement_and_the_ranks(run, tmp_path):
    out = tmp_path / "ended"
    code, told, _ = run("wind-up", COOP, "--out", out, "--lang", "zh")

    assert 0 == code
    assert {
        *("books.json", "lines.csv", "manifest.json", "notice.html", "notice.md"),
        *("payments.csv", "ranks.csv", "settlement-2019-06-30.json", "slips.html"),
    } == {path.name for path in out.iterdir()}
    assert "ranks.csv" in told
    assert "winding-up.toml" in json.loads((out / "manifest.json").read_text())["read"]
    with (out / "ranks.csv").open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    assert ["其他债务", "100000.00", "100000.00", "0.00"] == rows[3]
    assert "清算分配公示（2019-06-30）" in (out / "notice.md").read_text("utf-8")


def test_one_household_is_explained_from_the_files(run, tmp_path):
    run("wind-up", COOP, "--out", tmp_path / "ended", "--format", "xlsx")
    file = tmp_path / "ended" / "settlement-2019-06-30.json"
    _, out, _ = run("explain", file, "DJ02", "--lang", "zh")

    assert (tmp_path / "ended" / "ranks.xlsx").exists()
    assert "清算分配 316,273.21 元（清偿后的剩余财产）：清算财产余额 800,000.00 元" in out


def test_a_bankruptcy_for_programs_has_what_is_short(run, coop):
    change(coop / "winding-up.toml", *BANKRUPT)
    code, out, _ = run("wind-up", coop, "--json", "--whole-accounts")
    found = json.loads(out)

    assert 0 == code
    assert [("costs", "20000.00"), ("wages", "20000.00"), ("others", "0.00")] == [
        (each["rank"], each["paid"]) for each in found["ranks"]
    ]
    assert ("0.00", "0.00") == (found["rest"], found["subsidy_property"])
    assert "W04M" == found["settlement"]["contract"]
    assert [] == found["files"]


def test_it_goes_on_from_books_alone(run, coop, tmp_path):
    run("settle", coop, "--out", tmp_path / "settled")
    _, whole, _ = run("wind-up", coop, "--json")
    shutil.copy(tmp_path / "settled" / "books.json", coop)
    for path in (*coop.glob("facts*"), *coop.glob("activity*")):
        path.unlink()
    code, out, _ = run("wind-up", coop, "--json")

    assert 0 == code
    assert json.loads(whole) == json.loads(out)


def test_who_left_before_anything_was_settled_is_to_be_refunded_first(run, coop):
    for path in (*coop.glob("facts*"), *coop.glob("activity*")):
        path.unlink()
    code, _, error = run("wind-up", coop, "--lang", "en")

    assert 2 == code
    assert "expected DJ03, no member after 2018-12-31, to be refunded" in error
    assert "292,500.00 yuan" in error  # as the register opens the accounts
    assert "$.households.DJ04" in error


def test_a_file_of_another_name_is_named(run, coop):
    (coop / "winding-up.toml").rename(coop / "清算.toml")
    code, _, error = run("wind-up", coop, "--lang", "zh")

    assert 2 == code
    assert "winding-up.toml" in error
    assert 0 == run("wind-up", coop, "--estate", coop / "清算.toml")[0]


@pytest.mark.parametrize(
    ("file", "pairs", "where", "says"),
    [
        ("winding-up.toml", BANKRUPT[1:], "winding-up.toml", "is to be applied for"),
        (
            "winding-up.toml",
            [('"capital", "reserve_share"', '"captal"')],
            "$.rest_by",
            "'captal'",
        ),
        ("winding-up.toml", [("day = 2019", "day = 2018")], "$.day", "expected a day"),
        ("winding-up.toml", [('"950000.00"', '"-1.05"')], "$.assets", "got -1.05 yuan"),
        ("winding-up.toml", [('"20000.00"', '"0"')], "$.debts[0].amount", "got 0.00 yuan"),
        ("winding-up.toml", [('"员工"', '" "')], "$.debts[1].creditor", "creditor's name"),
        (
            "winding-up.toml",
            [('creditor = "员工"\nrank = "wages"', 'creditor = "D"\nrank = "farmers"')],
            "$.debts[1].creditor",
            "code of a member",
        ),
        (
            "contract.toml",
            [('vehicle = "farmers_cooperative"', 'vehicle = "company"')],
            "contract.toml",
            "farmers' cooperative",
        ),
        ("winding-up.toml", [("format = 1", "format == 1")], "winding-up.toml", "line 1"),
    ],
)
def test_what_keeps_it_from_being_wound_up_is_told_with_its_file(
    run, coop, file, pairs, where, says
):
    change(coop / file, *pairs)
    code, out, error = run("wind-up", coop, "--lang", "en", "--out", coop.parent / "ended")

    assert (2, "") == (code, out)
    assert where in error
    assert says in error
    assert not (coop.parent / "ended").exists()


def test_a_check_reads_the_file_and_winds_up_on_trial(run, coop):
    code, out, _ = run("check", coop, "--json")

    assert 0 == code
    assert "winding-up.toml" in json.loads(out)["read"]
    assert 0 == run("check", coop / "winding-up.toml")[0]
    change(coop / "winding-up.toml", ("day = 2019", "day = 2018"))
    code, out, _ = run("check", coop, "--lang", "en")
    assert 2 == code
    assert "winding-up.toml" in out
    assert "expected a day" in out


def test_the_folder_of_the_contract_takes_no_results(run, coop):
    code, _, error = run("wind-up", coop, "--out", coop, "--force", "--lang", "en")

    assert 2 == code
    assert "folder of its own" in error
