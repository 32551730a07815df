"""The table and the chart of an outlook."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from sanbian import outlook
from sanbian.errors import InvalidInputError
from sanbian.files import load_folder
from sanbian.report import charts, markdown_of
from sanbian.report.charts import chart_of
from sanbian.report.outlooks import (
    outlook_document,
    outlook_rows,
    outlook_sheet,
    outlook_table,
)
from sanbian.wording import same

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n"


def looked_at(name):
    folder = load_folder(ROOT / "examples" / name)
    return outlook(folder.contract, folder.register, folder.facts[-1])


@pytest.fixture(name="gaoxian", scope="module")
def fixture_gaoxian():
    return looked_at("R08-gaoxian")


def english(looked):
    """The outlook with names that every font has."""
    from attrs import evolve  # noqa: PLC0415 - used here alone

    rows = [
        evolve(row, says=same(f"side {place}")) for place, row in enumerate(looked.rows)
    ]
    return evolve(looked, rows=tuple(rows))


def only_dejavu(monkeypatch):
    from matplotlib import font_manager  # noqa: PLC0415 - used here alone

    plain = [e for e in font_manager.fontManager.ttflist if e.name.startswith("DejaVu")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", plain)
    monkeypatch.setattr(font_manager, "findSystemFonts", list)


def test_the_table_has_a_row_for_each_side(gaoxian):
    table = outlook_table(gaoxian, "en")

    assert "normal year (100%)" == table.columns[3].title
    assert ("households", "贫困户优先股 (138 households)") == table.rows[1][:2]
    assert "677.53 ~ 677.54" == table.rows[2][2]
    assert ["parties"] == [row[0] for row in table.rows if "-50,000.00" in row[1:]][1:]


def test_rows_of_nothing_are_left_out(gaoxian):
    told = [row.says.en for row in outlook_rows(gaoxian)]

    assert "loss carried on" in told
    assert "owed to households" not in told


def test_a_year_that_cannot_be_settled_is_told():
    looked = looked_at("R31-murenju")
    text = markdown_of(outlook_document(looked, "A", same("x"), "zh"))

    assert "不能结算" in text
    assert "灾年（-50%）不能结算：" in text
    headers, rows = outlook_sheet(looked, "en")
    assert "ruinous year (-50%)" == headers[-1]
    assert rows[1][-1] is None
    assert any(isinstance(cell, Decimal) for row in rows for cell in row)


def test_a_household_alone_has_no_second_row():
    table = outlook_table(looked_at("C03-preferred"), "zh")

    assert ["农户（1 户）"] == [row[1] for row in table.rows if "（1 户）" in row[1]]
    assert 2 == sum(row[1] == "　其中每户" for row in table.rows)


def test_the_same_outlook_gives_the_same_chart(gaoxian, monkeypatch):
    only_dejavu(monkeypatch)
    drawn = chart_of(english(gaoxian), "A", "en")

    assert drawn == chart_of(english(gaoxian), "A", "en")
    assert b"<svg" in drawn
    assert b"<text" not in drawn  # letters are drawn, whatever fonts the reader has
    assert chart_of(english(gaoxian), "A", "en", kind="png").startswith(PNG)


def test_no_chart_is_drawn_with_empty_boxes(gaoxian, monkeypatch):
    only_dejavu(monkeypatch)

    with pytest.raises(InvalidInputError) as caught:
        chart_of(gaoxian, "各方", "zh")

    (problem,) = caught.value.problems
    assert re.search("[一-鿿]", problem.says.en)
    assert "--font" in problem.do.en


def test_a_font_without_the_characters_is_refused(gaoxian, tmp_path):
    file = tmp_path / "font.ttf"
    file.write_bytes(b"no font")

    with pytest.raises(InvalidInputError, match=r"font\.ttf, which has not"):
        chart_of(gaoxian, "A", "en", font=file)


def test_a_font_that_is_named_is_taken(gaoxian):
    from matplotlib import font_manager  # noqa: PLC0415 - used here alone

    plain = font_manager.findfont("DejaVu Sans")

    assert chart_of(english(gaoxian), "A", "en", kind="png", font=plain).startswith(PNG)


def test_chinese_is_drawn_where_a_font_has_it(gaoxian):
    try:
        drawn = chart_of(gaoxian, "各方得失", "zh", kind="png")
    except InvalidInputError as error:
        pytest.skip(f"no Chinese font here: {error.problems[0].says.en}")

    assert drawn.startswith(PNG)


def test_a_year_that_cannot_be_settled_is_drawn_as_such(monkeypatch):
    only_dejavu(monkeypatch)
    looked = english(looked_at("R31-murenju"))

    assert chart_of(looked, "A", "en", kind="png").startswith(PNG)


def test_a_missing_extra_is_named(gaoxian, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    with pytest.raises(InvalidInputError, match=r"sanbian\[report\]"):
        chart_of(gaoxian, "A", "en")


def test_the_last_resort_is_no_font():
    class Entry:
        style = "normal"
        name = "Last Resort High-Efficiency"
        fname = "last.ttf"

    class Manager:
        fontManager = type("M", (), {"ttflist": [Entry]})  # noqa: N815 - matplotlib's name

        @staticmethod
        def findSystemFonts():  # noqa: N802 - matplotlib's name
            return ["new.ttf", "last.ttf"]

    assert ["new.ttf"] == list(charts._installed(Manager))  # noqa: SLF001 - the order


@pytest.mark.parametrize("title", [r"A $\frac$ B", "A $x^2$ B"])
def test_dollar_signs_in_a_name_are_drawn_as_they_are(gaoxian, monkeypatch, title):
    only_dejavu(monkeypatch)
    plain = chart_of(english(gaoxian), title.replace("$", "S"), "en")

    # a letter of its own each: drawn, not read as a formula
    assert chart_of(english(gaoxian), title, "en").count(b"<use ") == plain.count(b"<use ")
