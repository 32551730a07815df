"""Worked examples on the command line."""

from __future__ import annotations

import json

import pytest

EXAMPLE = """
[[examples]]
name = "一户"
period = { start = 2024-01-01, end = 2024-12-31 }
amounts = { profit = "1000.00" }
measures = { fund = "2000.00" }
households = [{ code = "甲", shares = { poor = 1 } }]
expect.paid = "390.00"
expect.totals = { "5 guarantee holders" = "100.00" }
"""


@pytest.fixture(name="exemplary")
def fixture_exemplary(folder):
    """A folder whose contract has a worked example: text to replace -> folder."""

    def build(old="", new=""):
        path = folder / "contract.toml"
        text = path.read_text(encoding="utf-8") + EXAMPLE.replace(old, new)
        path.write_text(text, encoding="utf-8")
        return folder

    return build


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "，算例 1 个都相符"), ("en", ", 1 worked example holds")]
)
def test_a_check_compares_the_examples_line_by_line(run, exemplary, language, said):
    code, out, err = run("check", exemplary(), "--lang", language)

    assert (0, "") == (code, err)
    assert said in out
    assert 2 == out.count("390.00")
    assert "≠" not in out


def test_a_proposed_example_is_counted_apart(run, exemplary):
    folder = exemplary('name = "一户"', 'name = "一户"\nproposed = true')
    code, out, _ = run("check", folder, "--lang", "en")

    assert 0 == code
    assert "Example '一户' (proposed, not checked): holds" in out
    assert "1 of them proposed by the program and not yet checked" in " ".join(out.split())


def test_a_failed_example_ends_a_check_with_one_and_stops_settling(run, exemplary):
    folder = exemplary("390.00", "391.00")
    code, out, _ = run("check", folder, "--lang", "zh")

    assert 1 == code
    assert "算例 “一户”：不符" in out
    assert "不符：实付（各户合计）（第5条 保底收益 100.00 元、第7条 分红 290.00 元）" in out
    assert "不符 1 个" in out

    code, _, err = run("settle", folder, "--lang", "zh")
    assert 2 == code
    assert "contract.toml" in err
    assert "算例 “一户”：实付（各户合计）应为 391.00 元，得到 390.00 元" in err


def test_an_example_that_cannot_be_settled_fails(run, exemplary):
    folder = exemplary('measures = { fund = "2000.00" }\n', "")
    code, out, _ = run("check", folder / "contract.toml", "--lang", "en")

    assert 1 == code
    assert "Example '一户': fails" in out
    assert "fund" in out


def test_the_comparison_is_there_for_programs(run, exemplary):
    code, out, _ = run("check", exemplary("390.00", "391.00"), "--json")
    record = json.loads(out)

    assert 1 == code
    assert not record["is_clean"]
    (example,) = record["examples"]
    assert [("paid", False), ("totals.5 guarantee holders", True)] == [
        (each["at"], each["holds"]) for each in example["compared"]
    ]
    assert "391.00 yuan" == example["compared"][0]["expected"]["en"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_examples_are_proposed_as_a_contract_file_takes_them(run, folder, language):
    code, out, err = run("examples", folder, "--lang", language)
    assert (0, "") == (code, err)
    assert out.startswith("# ")
    assert "proposed = true" in out

    contract = folder / "contract.toml"
    before = contract.read_text(encoding="utf-8")
    contract.write_text(f"{before}\n{out}", encoding="utf-8")
    code, out, _ = run("check", folder, "--lang", language)

    assert 0 == code
