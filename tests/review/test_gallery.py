"""Each code has its smallest case, which provokes it and nothing else, and a clean twin."""

from __future__ import annotations

import re
import runpy
import tomllib
from datetime import date
from pathlib import Path

import pytest

from sanbian.findings import CHECKS

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "write_findings.py"))
GALLERY, reviewed = TOOL["GALLERY"], TOOL["reviewed"]
CODES = [check.code for check in CHECKS]


def test_every_code_has_a_folder_and_every_folder_a_code():
    assert sorted(CODES) == sorted(path.name for path in GALLERY.iterdir())


def test_no_code_is_used_twice():
    assert sorted(set(CODES)) == CODES
    assert all(re.fullmatch(r"SB[1-4]\d\d", code) for code in CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_bad_case_provokes_exactly_this_finding(code):
    expected = tomllib.loads((GALLERY / code / "expected.toml").read_text("utf-8"))

    (found,) = reviewed(GALLERY / code / "bad")

    assert code == found.code
    assert expected == {
        "severity": found.severity,
        "at": found.at,
        "zh": found.says.zh,
        "en": found.says.en,
    }
    assert found.rests_on


@pytest.mark.parametrize("code", CODES)
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
