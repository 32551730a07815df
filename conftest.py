"""Hypothesis profiles, and every example of the documentation as a test."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings
from sybil import Sybil
from sybil.document import Document, PythonDocStringDocument
from sybil.parsers.doctest import DocTestParser
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

sys.path.insert(0, str(Path(__file__).parent / "tests"))  # for `import strategies`

settings.register_profile("ci", max_examples=200, derandomize=True, deadline=None)
settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("long", max_examples=5000, deadline=None)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)


class DocStrings(PythonDocStringDocument):
    """Docstrings whose examples see only what they import themselves, as a reader would."""

    def __init__(self, text: str, path: str) -> None:
        Document.__init__(self, text, path)


def nested(folder: str, name: str) -> list[str]:
    """Patterns for files at every depth: on Python 3.11 ``**`` matches one folder only."""
    return [f"{folder}/{'*/' * depth}{name}" for depth in range(6)]


pages = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README*.md", *nested("docs", "*.md")],
)
docstrings = Sybil(
    parsers=[DocTestParser()],
    patterns=nested("src", "*.py"),
    document_types={".py": DocStrings},
)
pytest_collect_file = (pages + docstrings).pytest()


# Every worked amount goes down two roads: the exact interpreter, and the column interpreter.

ROADS = ("one by one", "all at once")
ON_BOTH_ROADS = {
    *("test_advances", "test_combining", "test_conditional_sharing", "test_conditions"),
    *("test_debts_go_on", "test_deductions", "test_divisions", "test_flows", "test_goods"),
    *("test_insurance", "test_late_fees", "test_losses", "test_moves", "test_own_funds"),
    *("test_payout_bands", "test_principal", "test_purchases", "test_record_days"),
    *("test_refused_settlements", "test_reinvestment", "test_scales", "test_split_of_each"),
    *("test_tricky_cases", "test_tricky_years", "test_twelve_rules", "test_waivers"),
    "test_twelve_rules_of_years",
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of some modules once on each road; those that draw have their own."""
    module = metafunc.module.__name__.rpartition(".")[2]
    if module in ON_BOTH_ROADS and not hasattr(metafunc.function, "hypothesis"):
        metafunc.parametrize("road", ROADS, indirect=True)


@pytest.fixture(autouse=True)
def road(request: pytest.FixtureRequest) -> Iterator[None]:
    """The interpreter that runs every program of a test."""
    with pytest.MonkeyPatch.context() as patch:
        if getattr(request, "param", ROADS[0]) == ROADS[1]:
            other = import_module("roads").by_columns
            patch.setattr("sanbian.settlement.settling.run", other)
            patch.setattr("move_builders.run", other)
        yield
