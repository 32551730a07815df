"""What is refused in a spreadsheet, where, and what to do about it."""

import io
import sys
from datetime import datetime, time

import openpyxl
import pytest
from files.spreadsheets import ALL, only_problem, problems_of, rewritten, values
from hypothesis import given, settings
from hypothesis import strategies as st

from sanbian.errors import InvalidInputError
from sanbian.files import sheets, sources, tables, workbooks
from sanbian.files.layout import HEADER_ROWS
from sanbian.files.tables import read_table, write_xlsx


def test_all_problems_of_a_file_come_at_once(csv_of):
    text = "户号,金额,面积,日期\n6.2E+17,12.345,12.3.4,12/31/24\n,x,,\n合计,7,,\n"
    got = problems_of(csv_of(text))

    assert [problem.at for problem in got] == [
        "roster.csv · 2:1 · 户号",
        "roster.csv · 2:2 · 金额",
        "roster.csv · 2:3 · 面积",
        "roster.csv · 2:4 · 日期",
        "roster.csv · 3:1 · 户号",
        "roster.csv · 3:2 · 金额",
    ]
    assert "empty cell" in got[4].says.en


def test_xlsx_problem_names_sheet_and_cell(xlsx_of):
    path = xlsx_of(
        ["户号", "金额", "日期"],
        [1.9000101e17, True, time(8, 30)],
        ["#REF!", "=1+1", 45657],
        [datetime(2024, 1, 2), 1e300, 1],  # noqa: DTZ001 - a sheet has no zones
    )

    assert [
        problem.at.removeprefix("roster.xlsx · 花名册 · ") for problem in problems_of(path)
    ] == [
        *("A2", "B2", "C2", "A3", "B3", "C3", "A4", "B4", "C4"),
    ]


def test_percentages_that_do_not_end_are_refused(xlsx_of):
    def edit(_book, sheet):
        sheet["C2"].number_format = "0%"

    path = xlsx_of(["户号", "金额", "比例(%)"], ["H1", 1, 1 / 3], edit=edit)

    assert only_problem(path).at == "roster.xlsx · 花名册 · C2"


def test_many_problems_are_counted(csv_of):
    got = problems_of(csv_of("户号,金额\n" + "H1,x\n" * 250))

    assert len(got) == tables.PROBLEMS_MAX + 1
    assert got[-1].says.en == "and 50 more problems"


def test_totals_that_disagree_are_problems(csv_of):
    text = (
        "户号,金额,面积,人口\nH1,1,2,3\n小计,2,2,3\nH2,1,2,3\n小计,1,x,3\nH3,1,1,1\n"
        "合计,3,5,8\nH4,1,1,1\n合计,1,1,1\n总计,4,6,8\n"
    )
    got = problems_of(csv_of(text))

    assert [(problem.at, problem.says.en.partition(" to be ")[2]) for problem in got] == [
        ("roster.csv · 3:2 · 金额", "the sum 1.00 of the rows above, got 2.00"),
        ("roster.csv · 5:3 · 面积", ""),
        ("roster.csv · 7:4 · 人口", "the sum 7 of the rows above, got 8"),
    ]


def test_totals_above_an_unreadable_cell_are_not_checked(csv_of):
    got = problems_of(csv_of("户号,金额\nH1,x\n合计,5\n"))

    assert [problem.at for problem in got] == ["roster.csv · 2:2 · 金额"]


@pytest.mark.parametrize(
    ("header", "says", "do"),
    [
        ("户号,金额,面积（公顷）", "the unit 亩, got 公顷", "1 公顷 = 15 亩"),
        ("户号,金额,人口(亩)", "no unit, got 亩", "remove the unit"),
        ("户号,金额（亩）", "the unit 元, got 亩", "right column"),
        ("户号,金额（元）\n,万元", "one unit, got 万元, 元", "keep one"),
        ("单位：元、万元,\n户号,金额", "one unit, got 万元, 元", "keep one"),
        ("单位：公顷,,\n户号,金额,面积", "the unit 亩, got 公顷", "1 公顷 = 15 亩"),
        ("户号,金额,金额（元）", "one column, got 金额、金额（元）", "keep one"),
    ],
)
def test_headers_and_units_that_clash(csv_of, header, says, do):
    problem = only_problem(csv_of(header + "\nH1,1\n"))

    assert problem.says.en == "expected " + says
    assert do in problem.do.en


def test_missing_header_names_the_headers_seen(csv_of):
    got = problems_of(csv_of("标题\n姓名,金额（含税）,人口\n甲,1,2\n"))

    assert [problem.says.en for problem in got] == [
        "expected a header '户号 / household', got 姓名, 金额（含税）, 人口",
        "expected a header '金额 / amount', got 姓名, 金额（含税）, 人口",
    ]


def test_header_below_the_top_rows_is_not_found(csv_of):
    got = problems_of(csv_of("\n" * HEADER_ROWS + "户号,金额\nH1,1\n"))

    assert f"first {HEADER_ROWS} rows" in got[0].do.en


def test_empty_file_has_no_headers(csv_of):
    assert "got none" in problems_of(csv_of(""))[0].says.en


def test_unquoted_comma_is_refused(csv_of):
    problem = only_problem(csv_of("户号,金额\nH1,1,234.50\n"))

    assert problem.at == "roster.csv · 2"
    assert problem.says.en == "expected at most 2 cells, got 3"


def test_unpaired_quote_is_refused(csv_of):
    assert "paired quotes" in only_problem(csv_of('户号,金额\nH1,"1\nH2,2\n')).says.en


def test_cells_beside_an_xlsx_table_are_left_out(xlsx_of):
    path = xlsx_of(["户号", "金额"], ["H1", 1, None, "旁注"])

    assert values(read_table(path, ALL), "paid") == [(100,)]


def test_several_fitting_sheets_are_listed(xlsx_of):
    path = xlsx_of(["户号", "金额"], edit=lambda book, sheet: book.copy_worksheet(sheet))
    problem = only_problem(path)

    assert problem.says.en.endswith("got 花名册, 花名册 Copy")


def test_unknown_sheet_is_refused_with_the_names(xlsx_of, csv_of):
    assert "花名册" in only_problem(xlsx_of(["户号"]), sheet="名册").do.en
    assert "no sheets" in only_problem(csv_of("户号,金额\n"), sheet="名册").do.en


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", "an old binary .xls file"),
        ("a.et", b"", "the suffix '.et'"),
        ("a", b"", "the suffix ''"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600), "locked by a password"),
        ("a.xlsx", b"PK\x03\x04", "damaged"),
        ("a.xlsx", b"", "damaged"),
        ("a.csv", b"PK\x03\x04", "the content of an Excel workbook"),
        ("a.csv", "户号".encode("utf-16"), "UTF-16"),
        ("a.csv", b"\xff\xff\xff", "another encoding"),
        ("a.csv", b"a\x00b", "another encoding"),
        ("a.csv", b"\xef\xbb\xbf\xbb\xa7", "another encoding"),
    ],
)
def test_files_of_another_kind_are_refused(csv_of, name, content, says):
    assert says in only_problem(csv_of(content, name)).says.en


def test_missing_file_folder_and_odd_path_are_refused(tmp_path):
    assert "no such file" in only_problem(tmp_path / "none.csv").says.en
    assert "a folder" in only_problem(tmp_path).says.en
    assert "cannot be opened" in only_problem(tmp_path / ("长" * 300 + ".csv")).says.en


def test_files_above_a_bound_are_refused(csv_of, monkeypatch):
    path = csv_of("户号,金额\nH1,1\nH2,2\nH3,3\n")
    monkeypatch.setattr(sheets, "COLUMNS_MAX", 1)
    assert "at most 1 columns" in only_problem(path).says.en
    monkeypatch.setattr(sheets, "COLUMNS_MAX", 1000)
    monkeypatch.setattr(sheets, "ROWS_MAX", 3)
    assert "at most 3 rows" in only_problem(path).says.en
    monkeypatch.setattr(sources, "FILE_BYTES_MAX", 5)
    assert "MiB" in only_problem(path).says.en


def test_zip_bombs_are_refused(xlsx_of, monkeypatch):
    path = xlsx_of(["户号", "金额"], ["H1", 1])
    monkeypatch.setattr(workbooks, "_RATIO_FREE_BYTES", 100)
    monkeypatch.setattr(workbooks, "UNPACKED_TIMES_MAX", 1)
    assert "times its packed size" in only_problem(path).says.en
    monkeypatch.setattr(workbooks, "UNPACKED_BYTES_MAX", 100)
    assert "MiB unpacked" in only_problem(path).says.en


@pytest.mark.parametrize(
    "damage",
    [
        lambda xml: xml[:-30],
        lambda xml: xml.replace(b'r="A2"', b'r="AAAA2"'),
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData><mergeCell >"),
        lambda xml: xml.replace(
            b"</sheetData>", b'<row><c t="s"><v>999</v></c></row></sheetData>'
        ),
    ],
    ids=["cut", "column", "tag", "string"],
)
def test_damaged_sheets_are_refused(xlsx_of, damage):
    path = xlsx_of(["户号", "金额"], ["H1", 1])

    assert (
        "damaged"
        in only_problem(rewritten(path, "xl/worksheets/sheet1.xml", damage)).says.en
    )


def test_rows_far_below_are_bounded(xlsx_of, monkeypatch):
    monkeypatch.setattr(sheets, "ROWS_MAX", 1000)
    path = xlsx_of(["户号", "金额"], ["H1", 1])
    far = b'<row r="99999999"><c r="A99999999"><v>1</v></c></row></sheetData>'
    rewritten(
        path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far)
    )

    assert "at most 1,000 rows" in only_problem(path).says.en


def test_odd_merges_are_left_out(xlsx_of):
    path = xlsx_of(
        ["村", "户号", "金额"],
        ["甲", "H1", 1],
        edit=lambda _, sheet: sheet.merge_cells("A2:A3"),
    )
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"A2:A3", b"A2"))

    assert values(read_table(path, ALL), "village") == [("甲",)]


def test_missing_openpyxl_is_named(csv_of, tmp_path, monkeypatch):
    path = csv_of(b"PK\x03\x04", "a.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    assert 'pip install "sanbian[files]"' in only_problem(path).do.en
    with pytest.raises(InvalidInputError, match="the package openpyxl"):
        write_xlsx(tmp_path / "b.xlsx", "a", ("a",), [])


@given(st.binary(max_size=300))
def test_no_bytes_give_a_traceback(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("bytes")
    for name in ("a.csv", "a.xlsx"):
        path = folder / name
        path.write_bytes(content)
        with pytest.raises(InvalidInputError):
            read_table(path, ALL)


@settings(max_examples=40)
@given(cut=st.integers(0, 5000), at=st.integers(0, 5000), byte=st.integers(0, 255))
def test_no_damaged_workbook_gives_a_traceback(tmp_path_factory, cut, at, byte):
    packed = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["户号", "金额"])
    book.save(packed)
    content = bytearray(packed.getvalue())
    content[at % len(content)] = byte
    path = tmp_path_factory.mktemp("bytes") / "a.xlsx"
    path.write_bytes(bytes(content[: len(content) - cut % 200]))
    try:
        table = read_table(path, ALL)
    except InvalidInputError:
        return

    assert table.rows == ()
