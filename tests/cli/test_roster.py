"""A new roster beside the register, on the command line."""

from __future__ import annotations

import json

import pytest

from sanbian.files import load_contract, load_register

HEAD = "户编号,户主,人口,贫困状态,状态日期,贫困户"
OLD = ("H1,张三,3,贫困户,2023-01-01,2", "H2,李四,2,贫困户,2023-01-01,1")
DAY = ("--day", "2024-06-30")


def sheet(path, *rows, head=HEAD):
    path.write_text("\n".join((head, *rows, "")), encoding="utf-8")
    return path


@pytest.fixture(name="beside")
def fixture_beside(run, folder, tmp_path):
    """Lay rows of a new roster beside the old one: rows, words -> code, output, errors."""
    contract = load_contract(folder / "contract.toml")
    head = HEAD.replace(",贫困户", f",{contract.share_classes[0].name}")
    sheet(folder / "roster.csv", *OLD, head=head)

    def build(*rows, words=(), head=head):
        new = sheet(tmp_path / "new.csv", *rows, head=head)
        return run("roster", folder, new, *DAY, *words)

    return build


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "新名册与台账相同"), ("en", "says what the register says")],
)
def test_the_same_roster_is_the_same(beside, language, said):
    code, out, err = beside(*OLD, words=("--lang", language))

    assert (0, "") == (code, err)
    assert said in out


def test_what_differs_is_shown_and_nothing_is_changed(beside, folder, tmp_path):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    code, out, err = beside(
        "H1,张三,4,脱贫户,2024-01-01,2", "H3,王五,1,贫困户,2023-01-01,1",
        words=("--lang", "zh", "--out", tmp_path / "建议.csv"),
    )  # fmt: skip
    lines = [" ".join(line.split()) for line in out.splitlines()]

    assert (1, "") == (code, err)
    for line in (
        "H3 王五 1 加入", "H2 李四 2 离开", "H1 人口 3 4", "户数 2 2 0", "人口 5 5 0",
        "H1 贫困状态 贫困户 2023-01-01 脱贫户 2024-01-01",
    ):  # fmt: skip
        assert line in lines or any(each.startswith(line) for each in lines), line
    assert any(line.startswith("转让 H2") and line.endswith("1 H3") for line in lines)
    assert "什么都没有改" in out
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_a_person_has_looked_at_is_read_and_then_the_roster_is_the_same(
    beside, folder, tmp_path
):
    proposed = tmp_path / "proposed.csv"
    rows = (OLD[0], "H3,王五,1,贫困户,2023-01-01,1")
    assert 1 == beside(*rows, words=("--out", proposed))[0]

    path = folder / "roster.csv"
    head, first, second = path.read_text(encoding="utf-8").splitlines()
    joined = "H3,王五,1,贫困户,2023-01-01,0,"
    sheet(path, f"{first},", f"{second},2024-06-29", joined, head=f"{head},退出日期")
    (folder / "entries.csv").write_bytes(proposed.read_bytes())
    contract = load_contract(folder / "contract.toml")
    load_register(path, contract, entries=proposed)

    assert 0 == beside(*rows)[0]


def test_columns_that_the_new_roster_does_not_have_are_not_compared(beside):
    code, out, _ = beside("H1,张三", "H2,李四", head="户编号,户主", words=("--json",))

    assert 0 == code
    assert ["households"] == [each["name"] for each in json.loads(out)["counts"]]


def test_numbers_of_people_are_masked(beside, folder):
    head = (folder / "roster.csv").read_text(encoding="utf-8").splitlines()[0]
    code, out, _ = beside(
        f"{OLD[0]},110101190001010006", f"{OLD[1]},", head=f"{head},身份证号"
    )

    assert 1 == code
    assert "**************0006" in out
    assert "110101190001010006" not in out


def test_differences_for_programs(beside, tmp_path):
    out = tmp_path / "p.csv"
    code, said, _ = beside(
        "H1,张三,4,脱贫户,2024-01-01,1000.5", "H3,王五,1,,,1",
        words=("--json", "--out", out),
    )  # fmt: skip
    found = json.loads(said)

    assert 1 == code
    assert not found["is_same"]
    assert "2024-06-30" == found["day"]
    assert [("H3", 1)] == [(each["code"], each["people"]) for each in found["joined"]]
    assert ["H2"] == found["left"]
    assert {"household": "H1", "field": "people", "register": "3", "roster": "4"} in found[
        "facts"
    ]
    assert [{"day": "2024-01-01", "status": "graduated"}] == next(
        each["roster"] for each in found["facts"] if each["field"] == "status"
    )
    assert ("issue", "H1", "1997/2") in [
        (each["kind"], each["household"], each["shares"]) for each in found["entries"]
    ]
    assert ("3", "2003/2", "1997/2") == next(
        (each["register"], each["roster"], each["difference"])
        for each in found["counts"]
        if each["name"].startswith("shares/")
    )
    assert "p.csv" == found["written"]


def test_a_file_that_is_there_is_not_written_over(beside, tmp_path):
    there = tmp_path / "p.csv"
    there.write_text("mine", encoding="utf-8")
    code, _, err = beside(OLD[0], words=("--out", there, "--lang", "en"))

    assert 2 == code
    assert "never written over" in err
    assert "mine" == there.read_text(encoding="utf-8")


def test_what_cannot_be_read_is_told_of_both_rosters(beside, folder):
    (folder / "entries.csv").write_text("日期,事项\n2024-01-01,什么\n", encoding="utf-8")
    code, out, err = beside("H1,张三,x,,,1", words=("--lang", "zh"))

    assert (2, "") == (code, out)
    assert "entries.csv" in err
    assert "new.csv" in err


def test_a_day_before_the_contract_and_no_day_are_told(run, folder):
    roster = folder / "roster.csv"
    code, _, err = run("roster", folder, roster, "--day", "1999-01-01", "--lang", "en")
    assert 2 == code
    assert "when the contract starts" in err
    code, _, err = run("roster", folder, roster, "--lang", "zh")
    assert 2 == code
    assert "还缺参数：--day YYYY-MM-DD" in err
