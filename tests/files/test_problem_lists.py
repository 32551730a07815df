"""Rectification lists as sheets: round trips, what people change, what is refused."""

from __future__ import annotations

import csv
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbian.errors import InvalidInputError
from sanbian.files import read_problem_list, write_problem_list
from sanbian.files.numerals import is_blank
from sanbian.findings import ListRow, RowState

ROW = ListRow(
    number=1,
    contract="R35",
    code="SB101",
    place="$.matters",
    severity="warning",
    found="六项内容缺 1 项",
    source="民法典",
    measure="补齐",
    state=RowState.NEW,
    first_found=date(2026, 1, 31),
)
texts = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="—–―－-"),
    max_size=12,
).filter(lambda words: not words or not is_blank(words)) | st.sampled_from(
    ("=1+1", "'=x", "@a", "+86", "注：看", "合计", "a\nb", "2025-01-01")
)
days = st.none() | st.dates(date(1990, 1, 1), date(2199, 12, 31))


@st.composite
def listed(draw):
    """Rows as a list holds them, with hostile words."""
    rows = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        found = draw(texts.filter(bool))
        rows.append(
            ListRow(
                number=number,
                contract=draw(st.sampled_from(("R35", "", "A-1"))),
                code=draw(st.sampled_from(("SB101", "SB412", ""))),
                place=draw(st.sampled_from(("$.matters", "H1", "$.a[id=1]", ""))),
                period=draw(st.sampled_from(("", "2025-01-01 – 2025-12-31"))),
                severity=draw(st.sampled_from(("error", "warning", "info", None))),
                found=f"问题{found}",
                measure=draw(texts),
                deadline=draw(days),
                unit=draw(texts),
                state=draw(st.sampled_from(RowState)),
                solved=draw(days),
                remarks=draw(texts),
                further={"督办": draw(texts)},
            )
        )
    return tuple(rows)


def plain(rows):
    """Rows without the blanks around words, which no sheet keeps."""
    return [
        {
            name: value.strip() if isinstance(value, str) else value
            for name, value in (
                (name, getattr(row, name)) for name in ListRow.__annotations__
            )
        }
        | {"further": {name: each.strip() for name, each in row.further.items()}}
        for row in rows
    ]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_list_is_read_as_it_was_written(tmp_path, suffix, language):
    file = tmp_path / f"list.{suffix}"
    write_problem_list(file, (ROW,), language)

    assert (ROW,) == read_problem_list(file)


@given(rows=listed(), suffix=st.sampled_from(("csv", "xlsx")))
def test_a_round_trip_keeps_every_word(tmp_path_factory, rows, suffix):
    file = tmp_path_factory.mktemp("list") / f"list.{suffix}"
    write_problem_list(file, rows)

    assert plain(rows) == plain(read_problem_list(file))


def test_no_cell_carries_a_formula_out(tmp_path):
    bad = ListRow(number=1, found="=1+1", state=RowState.OPEN, remarks="@x")
    write_problem_list(tmp_path / "list.xlsx", (bad,))
    write_problem_list(tmp_path / "list.csv", (bad,))
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as opened:
        cells = [cell for row in csv.reader(opened) for cell in row]

    assert "f" not in kinds
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]


def test_what_people_add_and_move_is_kept(tmp_path):
    file = tmp_path / "list.xlsx"
    write_problem_list(file, (ROW,))
    book = openpyxl.load_workbook(file)
    sheet = book.active
    sheet.insert_rows(1)
    sheet["A1"] = "某县问题清单"
    sheet.insert_rows(3)
    headers = [cell.value for cell in sheet[2]]
    sheet.cell(3, headers.index("发现的问题") + 1, "公示栏没有照片")
    sheet.cell(3, headers.index("类别") + 1, "公开")
    sheet.cell(2, len(headers) + 1, "督办领导")
    sheet.cell(4, len(headers) + 1, "副县长")
    sheet.cell(4, headers.index("整改期限") + 1, date(2026, 6, 30))
    book.save(file)
    own, found = read_problem_list(file)

    assert (2, "公示栏没有照片", RowState.OPEN) == (own.number, own.found, own.state)
    assert ("公开", "") == (own.part, found.part)
    assert (1, date(2026, 6, 30), "副县长") == (
        found.number,
        found.deadline,
        found.further["督办领导"],
    )
    write_problem_list(file, (own, found))
    assert (own, found) == read_problem_list(file)


HEAD = "序号,合同,程度,发现的问题,整改期限,整改状态,代码,位置"


@pytest.mark.parametrize(
    ("line", "at", "words"),
    [
        ("1,A,警告,缺项,2026-02-30,未解决,SB101,$.m", "2:5 · 整改期限", "2026-02-30"),
        ("1,A,警告,缺项,,做完了,SB101,$.m", "2:6 · 整改状态", "'做完了'"),
        ("1,A,严重,缺项,,未解决,SB101,$.m", "2:3 · 程度", "'严重'"),
        ("0,A,警告,缺项,,未解决,SB101,$.m", "2:1 · 序号", "at least 1"),
        ("1,A,警告,,2026-01-01,未解决,SB101,$.m", "2:4 · 发现的问题", "expected"),
        ("1,A,警告,缺,,,,\n1,A,警告,缺,,,,", "3:1 · 序号", "row 2"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place(tmp_path, line, at, words):
    file = tmp_path / "list.csv"
    file.write_text(f"{HEAD}\n{line}\n", encoding="utf-8")

    with pytest.raises(InvalidInputError) as caught:
        read_problem_list(file)

    (problem,) = caught.value.problems
    assert f"list.csv · {at}" == problem.at
    assert words in problem.says.en


def test_a_list_without_its_own_columns_is_refused(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("序号,发现的问题\n1,缺项\n", encoding="utf-8")

    with pytest.raises(InvalidInputError) as caught:
        read_problem_list(file)

    assert {"list.csv · 1"} == {problem.at for problem in caught.value.problems}
    assert 4 == len(caught.value.problems)


def test_a_list_is_a_sheet(tmp_path):
    with pytest.raises(InvalidInputError, match=r"\.xlsx or \.csv"):
        write_problem_list(tmp_path / "list.txt", (ROW,))


def test_the_words_of_one_language_are_offered(tmp_path):
    file = tmp_path / "list.csv"
    write_problem_list(file, (ROW,))
    file.write_text(file.read_text("utf-8-sig").replace("新发现", "整改中"), "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_problem_list(file)
    (problem,) = caught.value.problems

    assert "未解决" in problem.says.zh
    assert "open" not in problem.says.zh
    assert "open" in problem.says.en
    assert "未解决" not in problem.says.en
