"""The process's own streams: every character can be written, on Windows as UTF-8."""

from __future__ import annotations

import io
import sys

import pytest

from sanbian.cli.reading import find, load
from sanbian.cli.screens import console, progress, show_settlement
from sanbian.cli.settling import periods_of, settled_in_order
from sanbian.cli.streams import prepare_streams
from sanbian.report.pages import width_of


@pytest.mark.parametrize(
    ("platform", "encoding", "written"),
    [("win32", "cp1252", "张 ✓".encode()), ("linux", "ascii", b"\\u5f20 \\u2713")],
)
def test_every_character_can_be_written(monkeypatch, platform, encoding, written):
    packed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(packed, encoding=encoding))

    prepare_streams(platform)
    sys.stdout.write("张 ✓")
    sys.stdout.flush()

    assert written == packed.getvalue()


def test_words_are_taken_as_they_are_and_without_colour():
    packed = io.StringIO()

    console(packed).print("[red]x[/red] :smile: 100")

    assert "[red]x[/red] :smile: 100\n" == packed.getvalue()


def test_a_progress_bar_is_for_terminals_and_many_periods():
    assert progress("zh", 100).disable
    assert progress("en", 1).disable


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [30, 60, 80, 100])
def test_no_number_and_no_code_is_cut_on_a_narrow_terminal(filled, language, width):
    rows = (("H000000001", "欧阳建国", "3"), ("H000000002", "李四", "2"))
    loaded = load(find(filled(households=rows)))
    (one,) = settled_in_order(loaded, periods_of(loaded, None), lambda: None)
    written = io.StringIO()
    to = console(written)
    to.width = width

    show_settlement(one.settlement, loaded.contract, language, to)

    for words in ("710.00", "H000000001", "145.00", "290.00", "390.00"):
        assert words in written.getvalue()
    assert width == to.width
    if width >= 80:
        assert all(width_of(line) <= width for line in written.getvalue().splitlines())
