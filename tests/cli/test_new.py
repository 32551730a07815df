"""Models: each loads, passes the check and settles once filled in, in both languages."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from sanbian import lines
from sanbian.cli.reading import find, load
from sanbian.cli.settling import periods_of, settled_in_order
from sanbian.cli.starting import MODELS
from sanbian.report import markdown_of, notice, slips

ALL = [(model, language) for model in MODELS for language in ("zh", "en")]
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(("model", "language"), ALL)
def test_a_model_filled_in_passes_the_check_and_settles(filled, run, model, language):
    folder = filled(model, language)

    code, out, err = run("check", folder, "--lang", language)
    assert (0, "") == (code, err), out + err
    assert ("没有问题" if language == "zh" else "clean") in out.splitlines()[-1]

    loaded = load(find(folder))
    (settled,) = settled_in_order(loaded, periods_of(loaded, None), lambda: None)
    assert any(line.holder for line in lines(settled.settlement))
    for said_in in ("zh", "en"):
        assert notice(
            settled.settlement, loaded.contract, said_in, facts=settled.facts
        ).blocks
        assert slips(settled.settlement, said_in)
    assert 0 == run("settle", folder, "--out", folder.parent / "out")[0]


@pytest.mark.parametrize("model", MODELS)
def test_a_model_is_the_same_contract_in_both_languages(model):
    def bare(value):
        if isinstance(value, dict):
            told = {"title", "name", "words", "matters"}
            return {key: bare(part) for key, part in value.items() if key not in told}
        return [bare(part) for part in value] if isinstance(value, list) else value

    home = Path(str(files("sanbian.cli"))) / "models" / model
    for name in ("contract.toml", "facts.toml"):
        zh, en = ((home / lang / name).read_text(encoding="utf-8") for lang in ("zh", "en"))
        assert bare(tomllib.loads(zh)) == bare(tomllib.loads(en))
        assert len(zh.splitlines()) == len(en.splitlines())
        assert HAN.search(zh)
        assert not HAN.search(en)


def test_animals_are_on_the_wall_and_on_the_slip_of_each_household(filled):
    loaded = load(find(filled("lend_and_return", "zh")))
    (one,) = settled_in_order(loaded, periods_of(loaded, None), lambda: None)

    wall = markdown_of(notice(one.settlement, loaded.contract, "zh"))
    cut = markdown_of(slips(one.settlement, "zh"))

    assert "合计 2 户" in wall
    assert "尚在外" in wall
    assert 2 == cut.count(
        "实物：第2条：新借出 2 头（只），归还 1 头（只），尚在外 1 头（只）"
    )


def test_every_folder_of_models_is_a_model():
    home = Path(str(files("sanbian.cli"))) / "models"

    assert set(MODELS) == {path.name for path in home.iterdir()}


def test_the_roster_keeps_long_numbers_as_text(run, tmp_path):
    assert 0 == run("new", "preferred_fund", tmp_path / "a", "--lang", "zh")[0]

    sheet = openpyxl.load_workbook(tmp_path / "a" / "roster.xlsx").active
    headers = [cell.value for cell in sheet[1]]
    formats = {
        cell.value: sheet.column_dimensions[cell.column_letter].number_format
        for cell in sheet[1]
    }
    assert ["户编号", "户主", "村组", "人口"] == headers[:4]
    assert "贫困户优先股" in headers
    assert {"@"} == {formats[name] for name in ("户编号", "身份证号", "银行账号")}
    assert "yyyy-mm-dd" == formats["入社日期"]
    assert 1 == len(sheet.data_validations.dataValidation)


def test_an_xlsx_roster_is_read_again(run, tmp_path):
    run("new", "land_guarantee", tmp_path / "a", "--lang", "en")
    path = tmp_path / "a" / "roster.xlsx"
    book = openpyxl.load_workbook(path)
    headers = [cell.value for cell in book.active[1]]
    book.active.append(
        [{"code": "007", "area": 2, "people": 3}.get(header) for header in headers]
    )
    book.save(path)

    code, out, err = run("check", tmp_path / "a", "--lang", "en")

    assert (0, "") == (code, err), out
    assert "1 households" in out


def test_nothing_is_written_over(run, tmp_path):
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "facts.toml").write_text("mine", encoding="utf-8")

    code, out, err = run("new", "custody", folder)

    assert (2, "") == (code, out)
    assert "facts.toml" in err
    assert ["facts.toml"] == [path.name for path in folder.iterdir()]
    assert "mine" == (folder / "facts.toml").read_text(encoding="utf-8")


def test_a_folder_with_other_files_is_joined(run, tmp_path):
    (tmp_path / "scan.txt").write_text("mine", encoding="utf-8")

    assert 0 == run("new", "custody", tmp_path)[0]
    assert {"scan.txt", "contract.toml", "facts.toml", "roster.xlsx"} == {
        path.name for path in tmp_path.iterdir()
    }


def test_a_folder_that_cannot_be_made_is_a_problem_and_no_slip(run, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")

    code, _, err = run("new", "custody", tmp_path / "file" / "a", "--lang", "en")

    assert 2 == code
    assert "expected a folder" in err


def test_an_unknown_model_is_told_the_nearest(run, tmp_path):
    code, _, err = run("new", "land_garantee", tmp_path / "a")

    assert 2 == code
    assert "land_guarantee" in err
    assert not (tmp_path / "a").exists()


def test_all_models_are_listed(run):
    _, out, _ = run("new", "--list", "--lang", "zh")

    assert list(MODELS) == [line.split()[0] for line in out.splitlines()]
    assert "借羊还羔" in out


def test_the_options_of_each_command_say_what_that_command_does(run):
    assert "列出范本" in run("new", "--help", "--lang", "zh")[1]
    assert "问题清单" in run("review", "--help", "--lang", "zh")[1]
