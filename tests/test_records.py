"""Every collected contract and worked case is settled or refused, or it is said what is missing.

`tests/records/coverage.toml` says where each of them is. What it calls a gap is pinned: a folder
that appears for it fails here until the gap is taken out, so that the number told is the true one.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
from worked_folders import FOLDERS, REFUSED, ROOT, as_expected, expected_of, folder_of

RECORDS = ROOT / "tests" / "records"
IDS = {
    "records": """
        R01 R02 R03 R04 R06 R07 R08 R11 R12 R14 R15 R17 R18 R19 R21 R23 R25 R27 R28 R30 R31 R32
        R34 R35 R37 R39 R40 R42 R44 R45 R46 R48 R49 R51 R52 R55 R56 R58 R60 R61 R64 R65 R66 R68
        R70
    """.split(),  # noqa: SIM905 a table is easier to compare with the collection than a list
    "cases": """
        W01 W02 W04 W05 W06 W08 W10 W11 W14 W15 W17 W18 W19 W21 W22 W23 W25 W27 W28 W29 W32 W34
        W35 W36 W37 W38 W39 W40 W42 W43 W45 W46 W48
    """.split(),  # noqa: SIM905 likewise
}
COVERAGE = tomllib.loads((RECORDS / "coverage.toml").read_text(encoding="utf-8"))
ENTRIES = {key: entry for part in COVERAGE.values() for key, entry in part.items()}
PAGES = [ROOT / "docs" / language / "reference" / "records.md" for language in ("zh", "en")]


def is_covered(entry):
    """Whether all that the record stipulates is said, and comes out as expected."""
    if {"gap", "left_out"} & set(entry):
        return False
    return all(as_expected(name) for name in entry.get("folders", ()))


def coverage_line():
    counts = (
        f"{sum(is_covered(entry) for entry in COVERAGE[part].values())} of {len(ids)} {part}"
        for part, ids in IDS.items()
    )
    return ", ".join(counts)


def test_every_record_and_case_is_in_the_map():
    assert {part: sorted(found) for part, found in COVERAGE.items()} == IDS
    assert [45, 33] == [len(ids) for ids in IDS.values()]


@pytest.mark.parametrize("key", ENTRIES)
def test_an_entry_says_one_thing(key):
    entry = ENTRIES[key]

    assert 1 == len({"folders", "tests", "gap"} & set(entry))
    assert set(entry) <= {
        "folders",
        "tests",
        "gap",
        "left_out",
        "refused",
        "says",
        "holders",
    }
    assert all(entry.values())
    refused = [name in REFUSED for name in entry.get("folders", ())]
    assert all(refused) if "refused" in entry else not refused or not all(refused)


@pytest.mark.parametrize("key", ENTRIES)
def test_what_covers_a_record_is_there_and_runs(key):
    entry = ENTRIES[key]

    for name in entry.get("folders", ()):
        assert as_expected(name)
    for test in entry.get("tests", ()):
        file, _, function = test.partition("::")
        assert f"def {function}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("key", [key for key in ENTRIES if "holders" in ENTRIES[key]])
def test_a_roster_has_as_many_as_are_reported(key):
    register = folder_of(ENTRIES[key]["folders"][0]).register

    assert ENTRIES[key]["holders"] == len(register.households)


def filled_gaps(entries, folders):
    """Gaps for which there is a folder: it belongs into the map, and the gap out of it."""
    return [
        (key, name)
        for key, entry in entries.items()
        for name in folders
        if "gap" in entry and re.match(rf"{key}\b", name)
    ]


def test_a_gap_is_still_one():
    assert [] == filled_gaps(ENTRIES, FOLDERS)


def test_a_gap_that_has_a_folder_is_found():
    entries = {"R35": {"gap": ["缺", "missing"]}, "R37": {"folders": ["R37-a"]}}

    assert [("R35", "R35-a")] == filled_gaps(entries, ["R35-a", "R37-a"])


@pytest.mark.parametrize(
    ("entry", "covered"),
    [
        ({"folders": ["R08-gaoxian", "R04-runyongheng"]}, True),
        ({"folders": ["R08-gaoxian"], "left_out": ["缺", "missing"]}, False),
        ({"gap": ["缺", "missing"]}, False),
    ],
)
def test_only_what_is_whole_is_counted(entry, covered):
    assert covered == is_covered(entry)


@pytest.mark.parametrize(
    "name", [name for name in FOLDERS if FOLDERS[name].parent == RECORDS]
)
def test_a_record_says_its_source_and_what_is_assumed(name):
    contract = (FOLDERS[name] / "contract.toml").read_text(encoding="utf-8")

    assert re.search(r'^source = "(https?://|github:).+"$', contract, re.MULTILINE)
    assert expected_of(name)["assumed"].strip()
    assert any(name in entry.get("folders", ()) for entry in ENTRIES.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parts[-3])
def test_the_pages_tell_how_many_there_are(page, capsys):
    assert coverage_line() in page.read_text(encoding="utf-8")

    with capsys.disabled():
        print(f"\n{coverage_line()}", end=" ")  # noqa: T201 the number is what this test is for


def test_the_pages_are_current():
    tool = ROOT / "tools" / "write_records.py"

    done = subprocess.run(
        [sys.executable, str(tool), "--check"], capture_output=True, check=False, text=True
    )

    assert ("", 0) == (done.stdout, done.returncode)
