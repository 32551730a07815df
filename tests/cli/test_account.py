"""`sanbian account`: a member's account on the terminal, all accounts as a sheet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

COOP = Path(__file__).parents[2] / "examples" / "W04-member-accounts"
PLAIN = Path(__file__).parents[2] / "examples" / "W04-egg-coop"


def test_an_account_is_printed_year_by_year(run):
    code, out, _ = run("account", COOP, "DJ03", "--lang", "zh")

    assert 0 == code
    assert "DJ03 成员账户" in out
    assert 3 == out.count("期初余额")
    assert "-104,390.24" in out
    assert "DJ01" not in out


def test_an_account_in_english_for_one_year(run):
    code, out, _ = run("account", COOP, "dj05", "--period", "2017", "--lang", "en")

    assert 0 == code
    assert "entered on joining or opening" in out
    assert 1 == out.count("before the period")


@pytest.mark.parametrize(("language", "says"), [("zh", "没有账户"), ("en", "No account")])
def test_a_member_who_has_not_joined_yet_has_no_account_and_is_told(run, language, says):
    code, out, _ = run("account", COOP, "DJ05", "--period", "2016", "--lang", language)

    assert 0 == code
    assert out.startswith(("这些期中" + says, says))


def test_accounts_for_programs_add_up(run):
    _, out, _ = run("account", COOP, "DJ04", "--json")

    for account in json.loads(out)["accounts"]:
        moved = {name: float(amount) for name, amount in account["opening"].items()}
        for change in account["changes"]:
            moved[change["column"]] += float(change["amount"])
        assert {name: float(x) for name, x in account["closing"].items()} == pytest.approx(
            moved
        )
    assert "1000000" == json.loads(out)["accounts"][0]["trade"]["volume_jin"]


@pytest.mark.parametrize("name", ["accounts.csv", "accounts.xlsx"])
def test_all_accounts_are_written_as_a_sheet_once(run, tmp_path, monkeypatch, name):
    out = tmp_path / name

    assert 0 == run("account", COOP, "--out", out)[0]
    assert out.stat().st_size > 1000
    monkeypatch.chdir(tmp_path)
    _, told, _ = run("account", COOP, "--out", f"again-{name}", "--lang", "zh")
    assert f"已写入：again-{name}" == told.strip()
    code, _, told = run("account", COOP, "--out", out, "--lang", "en")
    assert 2 == code
    assert "there already" in told


def test_a_sheet_is_called_by_its_kind(run, tmp_path):
    code, _, told = run("account", COOP, "--out", tmp_path / "accounts.txt", "--lang", "zh")

    assert 2 == code
    assert ".xlsx" in told


def test_a_folder_that_cannot_be_written_is_told(run, tmp_path):
    code, _, told = run(
        "account", COOP, "--out", tmp_path / "none" / "a.csv", "--lang", "en"
    )

    assert 2 == code
    assert "expected a writable file" in told


def test_a_contract_without_accounts_says_so(run):
    code, _, told = run("account", PLAIN, "--lang", "en")

    assert 2 == code
    assert "[member_accounts]" in told


def test_settle_writes_the_accounts_beside_the_other_sheets(run, tmp_path):
    run("settle", COOP, "--out", tmp_path / "out")
    rows = (tmp_path / "out" / "2016" / "accounts.csv").read_text("utf-8-sig").splitlines()

    assert 1 + 4 * 5 == len(rows)
    assert rows[0].startswith("户编号,户主,年月日,摘要,成员出资")
