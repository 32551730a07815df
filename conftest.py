"""Hypothesis profiles, and every example of the documentation as a test."""

from __future__ import annotations

import os
import sys
from pathlib import Path

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
