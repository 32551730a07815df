"""`sanbian review`: what is read, what is printed, and the exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

GALLERY = Path(__file__).parents[1] / "review" / "gallery"


def test_what_is_clean_is_quiet(run):
    assert (0, "", "") == run("review", GALLERY / "SB101" / "good")


def test_an_error_is_told_with_its_ground_and_ends_with_one(run):
    code, out, err = run("review", GALLERY / "SB204" / "bad", "--lang", "en")

    assert (1, "") == (code, err)
    assert out.startswith("procedure\n  SB204 error  $.procedure.consents\n")
    assert "    1 of 2 households signed" in out
    assert (
        "    § Rural Land Contracting Act, art. 38 no. 1, 57 and 60 (from 2019-01-01)"
        in out
    )
    assert out.endswith("1 error.\n")


def test_a_warning_does_not_fail(run):
    code, out, _ = run("review", GALLERY / "SB126" / "bad", "--lang", "zh")

    assert 0 == code
    assert "SB126 警告" in out
    assert "（仅凭记忆，不是法律依据）" in out
    assert out.endswith("警告 1 项。\n")


@pytest.mark.parametrize("code", ["SB101", "SB301", "SB413"])
def test_as_much_is_read_as_there_is(run, code):
    _, out, _ = run("review", GALLERY / code / "bad", "--json")

    (found,) = json.loads(out)["findings"]
    assert code == found["code"]
    assert {"zh", "en"} == set(found["says"])
    assert all(
        {"kind", "says", "since", "is_recalled"} == set(g) for g in found["rests_on"]
    )


def test_entries_are_read_with_a_roster(run, tmp_path):
    folder = tmp_path / "a"
    shutil.copytree(GALLERY / "SB301" / "bad", folder)
    entries = "日期,事项,户编号,股份类别,股数\n2025-07-01,退股,B,普通股,2\n"
    (folder / "entries.csv").write_text(entries, encoding="utf-8")

    assert (0, "", "") == run("review", folder)


def test_a_contract_alone_is_reviewed(run):
    code, out, _ = run("review", GALLERY / "SB301" / "bad" / "contract.toml")

    assert (0, "") == (code, out)


def test_codes_are_selected(run):
    folder = GALLERY / "SB204" / "bad"

    assert (0, "", "") == run("review", folder, "--select", "SB1", "--select", "SB3")
    assert 1 == run("review", folder, "--select", "SB20")[0]


def test_the_day_decides_which_law_counts(run):
    folder = GALLERY / "SB116" / "bad"

    assert "SB116" in run("review", folder)[1]
    assert "SB116" not in run("review", folder, "--on", "2024-06-30")[1]


def test_a_code_is_explained(run):
    code, out, _ = run("review", "--explain", "sb113", "--lang", "en")

    assert 0 == code
    assert out.startswith("SB113 Not a loan in the dress of shares\nwarning\n→ ")


def test_an_unknown_code_is_told(run):
    code, _, err = run("review", "--explain", "SB999", "--lang", "en")

    assert 2 == code
    assert "expected a code from SB101 to SB413, got 'SB999'" in err


def test_something_must_be_named(run):
    code, _, err = run("review", "--lang", "en")

    assert 2 == code
    assert "name a folder or a contract file" in err


def test_a_folder_that_is_not_there_is_told(run, tmp_path):
    code, _, err = run("review", tmp_path / "nothing", "--lang", "en")

    assert 2 == code
    assert err
