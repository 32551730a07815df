"""Each code has its smallest case, which provokes it and nothing else, and a clean twin."""

from __future__ import annotations

import re
import runpy
import tomllib
from datetime import date
from pathlib import Path

import pytest

from sanbian import SanbianError
from sanbian.findings import CHECKS, Check

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "write_findings.py"))
GALLERY, reviewed = TOOL["GALLERY"], TOOL["reviewed"]
CODES = [check.code for check in CHECKS]
REFUSED = [check.code for check in CHECKS if check.is_refused]
SHOWN = [check.code for check in CHECKS if check.is_decided]
ASKED_FOR = tomllib.loads((Path(__file__).parent / "codes.toml").read_text("utf-8"))


def expected(code):
    return tomllib.loads((GALLERY / code / "expected.toml").read_text("utf-8"))


def test_every_code_has_a_folder_and_every_folder_a_code():
    assert sorted(path.name for path in GALLERY.iterdir()) == SHOWN


def test_no_code_is_used_twice():
    assert sorted(set(CODES)) == CODES
    assert all(re.fullmatch(r"SB[1-4]\d\d", code) for code in CODES)


def test_each_of_the_97_is_found_refused_or_asked():
    assert 97 == len(ASKED_FOR)
    assert [] == sorted(set(ASKED_FOR) - set(CODES))


def test_what_is_asked_says_whom_where_and_why():
    for check in CHECKS:
        if check.question is not None:
            asked = check.question
            texts = (asked.asks, asked.who, asked.where, asked.why)
            assert all(text.zh and text.en for text in texts)


def test_a_check_that_decides_nothing_is_no_check():
    check = CHECKS[0]
    with pytest.raises(AssertionError):
        Check(
            code="SB199",
            title=check.title,
            severity="info",
            do=check.do,
            rests_on=check.rests_on,
        )


@pytest.mark.parametrize("code", SHOWN)
def test_the_bad_case_provokes_exactly_this(code):
    said = expected(code)
    if "refused" in said:
        with pytest.raises(SanbianError) as error:
            reviewed(GALLERY / code / "bad")
        (problem,) = error.value.problems
        assert code in REFUSED
        assert said == {
            "refused": True,
            "at": problem.at,
            "zh": problem.says.zh,
            "en": problem.says.en,
        }
        return

    (found,) = reviewed(GALLERY / code / "bad")

    assert code == found.code
    assert said == {
        "severity": found.severity,
        "at": found.at,
        "zh": found.says.zh,
        "en": found.says.en,
    }
    assert found.rests_on


@pytest.mark.parametrize("code", SHOWN)
def test_the_good_case_provokes_nothing(code):
    assert () == reviewed(GALLERY / code / "good")


def test_what_the_gallery_says_is_current():
    assert 0 == TOOL["main"](["--check"])


def test_law_has_a_day_and_is_never_recalled():
    for check in CHECKS:
        for ground in check.rests_on:
            if ground.kind == "law":
                assert isinstance(ground.since, date)
                assert not ground.is_recalled


def test_the_rules_of_a_province_say_that_they_hold_there_only():
    said = {ground.says for check in CHECKS for ground in check.rests_on}
    provinces = ("北京市", "山东省", "上海市", "重庆市", "浙江省")
    told = [each for each in said if each.zh.startswith(tuple(f"《{p}" for p in provinces))]

    assert len(told) >= len(provinces)
    for each in told:
        assert "（只在" in each.zh
        assert " only)" in each.en
