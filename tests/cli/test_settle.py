"""`sanbian settle`: what it prints, what it writes, and that it writes whole or not at all."""

from __future__ import annotations

import csv
import json

import openpyxl
import pytest

from sanbian.cli import folders, outputs
from sanbian.files import load_books, load_settlement

ONE_PERIOD = {
    *("books.json", "lines.csv", "manifest.json", "notice.html", "notice.md"),
    *("payments.csv", "settlement-2024.json", "slips.html"),
}


def names_in(folder):
    return {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    }


def test_a_settlement_is_shown_without_writing(run, folder):
    before = names_in(folder.parent)

    code, out, err = run("settle", folder, "--lang", "zh")

    assert (0, "") == (code, err)
    for words in ("2024 年度", "第5条", "张三", "合计 2 户", "390.00"):
        assert words in out
    assert before == names_in(folder.parent)


def test_it_speaks_english_too(run, folder):
    _, out, _ = run("settle", folder, "--lang", "en")

    assert "By household (yuan)" in out
    assert "Odd fen: largest remainder" in out


def test_one_period_is_written_into_the_folder(run, folder, tmp_path):
    code, out, _ = run("settle", folder, "--out", tmp_path / "out", "--lang", "zh")

    assert 0 == code
    assert "notice.html" in out
    assert names_in(tmp_path / "out") == ONE_PERIOD
    settlement = load_settlement(tmp_path / "out" / "settlement-2024.json")
    assert settlement.books == load_books(tmp_path / "out" / "books.json")


def test_several_periods_are_written_each_into_its_own(run, years, tmp_path):
    code, out, _ = run("settle", years, "--out", tmp_path / "out", "--lang", "zh")

    assert 0 == code
    assert "2024 年度：2 户实付 290.00 元" in out
    assert "2024/notice.html" in names_in(tmp_path / "out")
    assert "2027/settlement-2027.json" in names_in(tmp_path / "out")
    assert 4 == len(load_books(tmp_path / "out" / "books.json").settled)


def test_a_period_is_settled_with_the_books_of_those_before(run, years, tmp_path):
    run("settle", years, "--period", "2025", "--out", tmp_path / "out")

    assert "settlement-2025.json" in names_in(tmp_path / "out")
    found = load_settlement(tmp_path / "out" / "settlement-2025.json")
    assert ["2024", "2025"] == [str(p.start.year) for p in found.books.settled]


def test_periods_in_the_opening_books_are_left_out(run, years, tmp_path):
    run("settle", years, "--period", "2024", "--out", tmp_path / "out")
    (years / "books.json").write_bytes((tmp_path / "out" / "books.json").read_bytes())

    code, out, err = run("settle", years, "--period", "2025", "--json")

    assert 0 == code
    assert "2024" in err
    (record,) = json.loads(out)["settlements"]
    assert "100.00" == record["total"]["older_paid"]


def test_nothing_left_to_settle_is_said(run, folder, tmp_path):
    run("settle", folder, "--out", tmp_path / "out")
    (folder / "books.json").write_bytes((tmp_path / "out" / "books.json").read_bytes())

    code, _, err = run("settle", folder)

    assert 2 == code
    assert "books.json" in err


def test_an_unknown_period_is_told_which_there_are(run, years):
    code, _, err = run("settle", years, "--period", "1999", "--lang", "zh")

    assert 2 == code
    assert "没有要结算的 “1999” 期" in err
    assert "2024、2025、2026、2027" in err


def test_files_can_be_named_one_by_one(run, folder):
    named = (
        *("--contract", folder / "contract.toml", "--roster", folder / "roster.csv"),
        *("--facts", folder / "facts.toml"),
    )

    code, out, _ = run("settle", *named, "--json")

    assert 0 == code
    assert json.loads(out)["settlements"][0]["contract"] == "preferred-1"


def test_json_has_sums_that_agree(run, folder):
    _, out, _ = run("settle", folder, "--json")

    (record,) = json.loads(out)["settlements"]
    assert "390.00" == record["total"]["entitled"]
    assert ["195.00", "195.00"] == [row["paid"] for row in record["households"]]


def test_a_formula_in_a_name_is_text_in_every_sheet(run, filled, tmp_path):
    folder = filled(households=(("H1", '=HYPERLINK("x")', "3"), ("H2", "@SUM(1)", "2")))
    run("settle", folder, "--out", tmp_path / "a")
    run("settle", folder, "--out", tmp_path / "b", "--format", "xlsx")

    for name in ("lines.csv", "payments.csv"):
        with (tmp_path / "a" / name).open(encoding="utf-8-sig", newline="") as opened:
            cells = [cell for row in csv.reader(opened) for cell in row]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell[:1] in {"=", "@", "+"}]
    for name in ("lines.xlsx", "payments.xlsx"):
        sheet = openpyxl.load_workbook(tmp_path / "b" / name).active
        assert not [cell for row in sheet for cell in row if cell.data_type == "f"]


def test_account_numbers_are_masked_unless_asked_for(run, folder, tmp_path):
    whole = "6200000000000000001"
    run("settle", folder, "--out", tmp_path / "a")
    run("settle", folder, "--out", tmp_path / "b", "--format", "xlsx", "--whole-accounts")

    for path in (tmp_path / "a").rglob("*"):
        assert whole.encode() not in path.read_bytes()
        assert b"110101190001010006" not in path.read_bytes()
    sheet = openpyxl.load_workbook(tmp_path / "b" / "payments.xlsx").active
    assert [whole, whole] == [row[2].value for row in sheet.iter_rows(min_row=2)]
    assert 195 == sheet["D2"].value


# --- whole or not at all -------------------------------------------------------------


@pytest.mark.parametrize("slip", [RuntimeError, KeyboardInterrupt])
@pytest.mark.parametrize("is_there", [True, False])
def test_an_end_in_the_middle_leaves_nothing_half_written(
    run, years, tmp_path, monkeypatch, slip, is_there
):
    target = tmp_path / "out"
    if is_there:
        run("settle", years, "--period", "2024", "--out", target)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    monkeypatch.setattr(outputs, "slips", _ends_at_third(outputs.slips, slip))

    code, _, err = run("settle", years, "--out", target)

    assert (130 if slip is KeyboardInterrupt else 2) == code
    assert "Traceback" not in err
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before
    assert target.exists() == is_there


def _ends_at_third(function, slip):
    calls = []

    def ends(*given, **named):
        calls.append(1)
        if len(calls) == 3:
            raise slip("in the middle")
        return function(*given, **named)

    return ends


def test_an_earlier_result_is_replaced_and_nothing_old_stays(run, years, tmp_path):
    target = tmp_path / "out"
    run("settle", years, "--out", target)

    assert 0 == run("settle", years, "--period", "2024", "--out", target)[0]
    assert names_in(target) == ONE_PERIOD
    assert {"out", years.name} == {path.name for path in tmp_path.iterdir()}


def test_the_same_input_gives_the_same_bytes(run, folder, tmp_path):
    for name in ("a", "b"):
        run("settle", folder, "--out", tmp_path / name, "--format", "xlsx")

    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name


def test_files_of_others_are_not_written_over_and_are_kept_when_forced(
    run, folder, tmp_path
):
    target = tmp_path / "out"
    (target / "photos").mkdir(parents=True)
    (target / "photos" / "wall.jpg").write_text("mine", encoding="utf-8")

    code, _, err = run("settle", folder, "--out", target)
    assert 2 == code
    assert "photos/wall.jpg" in err
    assert 0 == run("settle", folder, "--out", target, "--force")[0]
    assert {*ONE_PERIOD, "photos/wall.jpg"} == names_in(target)


def test_a_notice_that_a_person_filled_in_is_not_written_over(run, folder, tmp_path):
    target = tmp_path / "out"
    run("settle", folder, "--out", target)
    (target / "notice.md").write_text("filled in", encoding="utf-8")

    code, _, err = run("settle", folder, "--out", target, "--lang", "zh")

    assert 2 == code
    assert "notice.md" in err
    assert "--force" in err
    assert "filled in" == (target / "notice.md").read_text(encoding="utf-8")
    assert 0 == run("settle", folder, "--out", target, "--force")[0]
    assert "filled in" != (target / "notice.md").read_text(encoding="utf-8")


def test_results_never_go_into_the_folder_that_was_read(run, folder):
    before = names_in(folder)

    code, _, err = run("settle", folder, "--out", folder, "--force")

    assert 2 == code
    assert "contract.toml" in err
    assert before == names_in(folder)


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_results_never_go_into_the_current_folder_of_the_contract(
    run, folder, monkeypatch, force
):
    monkeypatch.chdir(folder)
    before = names_in(folder)
    code, _, err = run("settle", ".", "--out", ".", *force, "--lang", "en")

    assert 2 == code
    assert "got that of the files read" in err
    assert before == names_in(folder)


def test_results_never_go_into_the_folder_of_another_contract(run, folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "contract.toml").write_text("", encoding="utf-8")
    code, _, err = run("settle", folder, "--out", other, "--force", "--lang", "en")

    assert 2 == code
    assert "got that of a contract: contract.toml" in err
    assert ["contract.toml"] == [path.name for path in other.iterdir()]


@pytest.mark.parametrize(
    ("language", "told"), [("zh", "应为可写的文件夹"), ("en", "expected a folder")]
)
def test_an_out_that_cannot_be_written_is_a_problem_and_no_slip(
    run, folder, tmp_path, language, told
):
    (tmp_path / "file").write_text("", encoding="utf-8")

    for target in (tmp_path / "file" / "out", "/proc/out", tmp_path / ("n" * 300)):
        code, _, err = run("settle", folder, "--out", target, "--lang", language)

        assert 2 == code
        assert told in err
        assert str(target) in err


@pytest.mark.parametrize("step", ["mkdtemp", "rglob"])
def test_a_system_that_refuses_is_told_wherever_it_does(
    run, folder, tmp_path, monkeypatch, step
):
    run("settle", folder, "--out", tmp_path / "out")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    owner = folders.tempfile if step == "mkdtemp" else type(tmp_path)
    monkeypatch.setattr(owner, step, refuse)
    code, _, err = run("settle", folder, "--out", tmp_path / "out", "--lang", "zh")

    assert 2 == code
    assert "没有写入的权限" in err


def test_an_out_that_is_a_file_is_refused(run, folder, tmp_path):
    (tmp_path / "out").write_text("mine", encoding="utf-8")

    assert 2 == run("settle", folder, "--out", tmp_path / "out", "--force")[0]
    assert "mine" == (tmp_path / "out").read_text(encoding="utf-8")
