"""`sanbian review --outlook`: what is expected, what is printed and written."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from sanbian.cli.outlooking import year_of

ROOT = Path(__file__).parents[2]
GAOXIAN = ROOT / "examples" / "R08-gaoxian"


def test_the_four_years_are_printed(run):
    code, out, err = run("review", GAOXIAN, "--outlook", "--lang", "en")

    assert (0, "") == (code, err)
    assert "ruinous year (-50%)" in out
    assert "-14,500.00" in out
    assert "A normal year is the facts of facts.toml; the other years are" in out


def test_what_is_expected_can_be_stated(run):
    out = run(
        *("review", GAOXIAN, "--outlook", "--lang", "en"),
        *(
            "--expect",
            "当年净利润=200,000",
            "--year",
            "normal=100%",
            "--year",
            "flood=-10%",
        ),
    )[1]

    assert "flood (-10%)" in out
    assert "good year" not in out
    assert "200,000.00" in out
    assert "facts.toml with 当年净利润 200,000.00 yuan;" in out


def test_without_facts_all_is_stated(run, tmp_path):
    folder = tmp_path / "a"
    shutil.copytree(ROOT / "examples" / "C03-preferred", folder)
    for facts in folder.glob("facts*.toml"):
        facts.unlink()
    code, _, err = run("review", folder, "--outlook", "--lang", "en")

    assert 2 == code
    assert "expected a worked example in the contract, or a roster with facts" in err
    code, out, _ = run(
        *("review", folder, "--outlook", "--lang", "en"),
        *("--expect", "profit=30000"),
    )
    assert 0 == code
    assert "A normal year is what is stated with 税后利润 30,000.00 yuan" in out


def test_an_outlook_is_there_for_programs(run):
    told = json.loads(
        run("review", ROOT / "examples" / "R31-murenju", "--outlook", "--json")[1]
    )

    assert ["3/2", "1", "1/2", "-1/2"] == [year["multiple"] for year in told["years"]]
    assert "lacking" in told["years"][2]["refused"][0]["en"]
    assert told["rows"][1]["amounts"][3] is None


def test_one_folder_is_looked_at_at_a_time(run):
    code, out, err = run("review", GAOXIAN, GAOXIAN, "--outlook", "--lang", "en")

    assert (2, "") == (code, out)
    assert "--outlook looks at one folder at a time" in err


def test_a_contract_alone_needs_a_worked_example(run):
    code, _, err = run("review", GAOXIAN / "contract.toml", "--outlook", "--lang", "en")

    assert 2 == code
    assert "got neither" in err


def test_the_worked_example_goes_first(run, tmp_path):
    folder = tmp_path / "a"
    shutil.copytree(GAOXIAN, folder)
    with (folder / "contract.toml").open("a", encoding="utf-8") as opened:
        opened.write(
            '\n[[examples]]\nname = "平年"\n'
            "period = { start = 2016-01-01, end = 2016-12-31 }\n"
            'amounts = { profit = "1000.00" }\n'
            'measures = { poverty_fund = "2000.00" }\n'
            'households = [{ code = "甲", shares = { poor = 1 } }]\n'
            'expect = { arrears = "0.00" }\n'
        )
    out = run("review", folder, "--outlook", "--lang", "en")[1]

    assert "A normal year is the contract's example '平年'" in out
    code, _, err = run("review", folder, "--outlook", "--example", "丰年", "--lang", "en")
    assert 2 == code
    assert "there are: 平年" in err


def test_table_and_report_are_written(run, tmp_path):
    sheet, text, page = (tmp_path / name for name in ("a.csv", "a.md", "a.html"))
    run("review", GAOXIAN, "--outlook", "--csv", sheet, "--markdown", text, "--html", page)
    with sheet.open(encoding="utf-8-sig", newline="") as opened:
        header, *rows = csv.reader(opened)

    assert "好年景（150%）" == header[2]
    assert [
        "年景带来",
        "当年净利润",
        "150000.00",
        "100000.00",
        "50000.00",
        "-50000.00",
    ] == (rows[0])
    assert text.read_text("utf-8").startswith("# 各方得失预估\n")
    assert "<h1>各方得失预估</h1>" in page.read_text("utf-8")


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_a_chart_is_written_or_refused_for_want_of_a_font(run, tmp_path, suffix):
    file = tmp_path / f"a.{suffix}"
    code, _, err = run("review", GAOXIAN, "--outlook", "--chart", file, "--lang", "en")

    assert (code == 0) == file.exists()
    assert code == 0 or "expected a font with characters such as" in err


def test_a_chart_is_a_picture(run, tmp_path):
    code, out, err = run(
        "review", GAOXIAN, "--outlook", "--chart", tmp_path / "a.doc", "--lang", "en"
    )

    assert (2, "") == (code, out)
    assert "expected a .svg or .png file, got 'a.doc'" in err


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--expect", "profits=1"), "did you mean one of: profit"),
        (("--expect", "profit=many"), "--expect profit"),
        (("--year", "60%"), "expected NAME=PERCENT, got '60%'"),
        (("--year", "bad=x"), "--year bad"),
    ],
)
def test_what_is_stated_wrongly_is_told(run, asked, words):
    code, out, err = run("review", GAOXIAN, "--outlook", *asked, "--lang", "en")

    assert (2, "") == (code, out)
    assert words in err


def test_a_year_may_be_called_anything():
    assert "a=b" == year_of("a=b=20%").name.en
