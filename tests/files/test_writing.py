"""What is written: it reads back as it was, and carries out nothing in Excel."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from files.spreadsheets import ALL, values
from hypothesis import given, settings
from hypothesis import strategies as st

from sanbian.errors import InvalidInputError
from sanbian.files import writing
from sanbian.files.cells import read_code, read_text
from sanbian.files.tables import read_table, write_csv, write_xlsx
from sanbian.files.totals import _TOTAL

codes = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
    )
    .filter(lambda text: read_code(text, at="") == text)
    .filter(lambda text: not _TOTAL.match(text.casefold()))
)
texts = (
    st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=20)
    .map(str.strip)
    .filter(lambda text: read_text(text, at="") == text)
    .filter(lambda text: not _TOTAL.match(text.casefold()))
)
formulas = st.sampled_from(["=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1", "'=1", "-12", "甲"])
money = st.integers(-(10**14), 10**14)
records = st.lists(
    st.tuples(
        codes,
        money,
        st.fractions(0, 1000, max_denominator=1000),
        st.none() | st.dates(date(1900, 3, 1), date(2199, 12, 31)),
        st.none() | texts | formulas,
    ),
    max_size=6,
)
NAMES = ("code", "paid", "land", "day", "note")
HEADERS = ("户号", "金额（元）", "面积（亩）", "日期", "备注")


def as_written(record):
    code, fen, land, day, note = record
    return (code, Decimal(fen) / 100, land, day, note)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@settings(max_examples=30)
@given(records=records)
def test_csv_reads_back_as_written(tmp_path_factory, encoding, records):
    path = tmp_path_factory.mktemp("csv") / "out.csv"
    write_csv(path, HEADERS, map(as_written, records))
    path.write_bytes(path.read_bytes().decode("utf-8-sig").encode(encoding))

    assert values(read_table(path, ALL), *NAMES) == records


@settings(max_examples=30)
@given(records=records)
def test_xlsx_reads_back_as_written(tmp_path_factory, records):
    path = tmp_path_factory.mktemp("xlsx") / "out.xlsx"
    write_xlsx(path, "发放", HEADERS, map(as_written, records), text_columns=("户号",))

    assert values(read_table(path, ALL), *NAMES) == records


def test_written_csv_opens_in_excel_and_carries_out_nothing(tmp_path):
    path = tmp_path / "out.csv"
    write_csv(path, ("户号", "备注"), [("=1+1", "-5"), ("\t=1", "-5+1"), ("@a", None)])

    assert path.read_bytes() == (
        b"\xef\xbb\xbf" + "户号,备注\r\n'=1+1,-5\r\n'\t=1,'-5+1\r\n'@a,\r\n".encode()
    )


def test_written_numbers_are_exact(tmp_path):
    path = tmp_path / "out.csv"
    day = datetime(2024, 1, 2, 3)  # noqa: DTZ001 - a sheet has no zones
    write_csv(
        path, ("a", "b", "c"), [(Fraction(1, 3), Fraction(5, 4), day), (1234, "1,2", "")]
    )

    assert path.read_text("utf-8-sig") == 'a,b,c\n1/3,1.25,2024-01-02\n1234,"1,2",\n'


def test_written_xlsx_is_the_same_bytes_each_time_and_holds_no_formula(tmp_path):
    contents = []
    for name in ("one.xlsx", "two.xlsx"):
        path = tmp_path / name
        rows = [(10**15, "=1+1", Fraction(1, 3), date(2024, 1, 2), -5)]
        write_xlsx(path, "表", ("a", "b", "c", "d", "e"), rows, text_columns=("a",))
        contents.append(path.read_bytes())
    cells = openpyxl.load_workbook(tmp_path / "one.xlsx").active[2]

    assert contents[0] == contents[1]
    assert [cell.value for cell in cells][:3] == ["1000000000000000", "'=1+1", "1/3"]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "d", "n"]
    assert cells[0].number_format == "@"


def test_writing_leaves_the_old_file_when_it_fails(tmp_path, monkeypatch):
    path = tmp_path / "out.csv"
    write_csv(path, ("a",), [("1",)])
    before = path.read_bytes()

    def fail(_descriptor):
        raise OSError("disk full")

    monkeypatch.setattr(writing.os, "fsync", fail)
    with pytest.raises(InvalidInputError, match="disk full"):
        write_csv(path, ("a",), [("2",)])

    assert before == path.read_bytes()
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_refused(tmp_path):
    path = tmp_path / "out.xlsx"
    for sheet in ("", "a/b", "长" * 32):
        with pytest.raises(InvalidInputError, match="sheet name"):
            write_xlsx(path, sheet, ("a",), [])
    for text in ("\x07", "长" * 40_000):
        with pytest.raises(InvalidInputError, match="a workbook can hold"):
            write_xlsx(path, "a", ("a",), [(text,)])
    with pytest.raises(InvalidInputError, match="a writable file"):
        write_csv(tmp_path / "none" / "out.csv", ("a",), [])
    with pytest.raises(InvalidInputError, match="a writable file"):
        write_csv(tmp_path / "out.csv", ("a",), [("\ud800",)])


def test_a_folder_that_is_missing_is_told_without_the_name_of_the_file_aside(tmp_path):
    with pytest.raises(InvalidInputError) as refused:
        write_csv(tmp_path / "none" / "out.csv", ("a",), [])

    (problem,) = refused.value.problems
    assert "out.csv" == problem.at
    assert "应为可写的文件，得到：没有这个文件夹" == problem.says.zh
    assert ".part" not in problem.says.en
