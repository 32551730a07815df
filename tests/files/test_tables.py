"""Whole spreadsheets that are messy but safe to understand."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from files.spreadsheets import (
    ALL,
    CODE,
    PAID,
    RATE,
    VILLAGE,
    only_problem,
    rewritten,
    values,
)
from openpyxl.chart import BarChart

from sanbian.files.tables import Column, read_table


def test_messy_csv_is_understood(csv_of):
    text = (
        "某村收益分配表,,,,\n"
        "单位：万元、亩,,,,\n"
        "序号,户号 ,金　额,面积,经办\n"
        "\n"
        '1,Ｈ１,"1,200.5",３.５,甲\n'
        "2,H2,￥0.5,—,乙\n"
        ",小计,1201,3.5,\n"
        "3,H3,1,2\n"
        ",,,,,,\n"
        ",小 计,1,2,\n"
        ",合计：3户,1202,5.5,\n"
        "制表人：,,,,\n"
        ",注：单位为万元,,,\n"
    )
    table = read_table(csv_of(text, encoding="gb18030"), ALL)

    assert values(table, "code", "paid", "land") == [
        ("H1", 1_200_500_000, Fraction("3.5")),
        ("H2", 500_000, None),
        ("H3", 1_000_000, Fraction(2)),
    ]
    assert [row.line for row in table.rows] == [5, 6, 8]
    assert table.unread == ("序号", "经办")
    assert table.rows[0].values["day"] is None
    assert table.at(table.rows[0], "paid") == "roster.csv · 5:3 · 金 额"
    assert table.at(table.rows[0], "day") == "roster.csv · 5"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
def test_delimiter_is_found_by_the_headers(csv_of, delimiter):
    text = "题, 目; 表\n户号|金额\nH1|1.5\n".replace("|", delimiter)

    assert values(read_table(csv_of(text), ALL), "code", "paid") == [("H1", 150)]


def test_quoted_line_break_in_header_and_cell(csv_of):
    text = '户号,"金额\n（元）",备注\r\nH1,1,"甲\n乙"\r\nH2,2,丙\r\n'
    table = read_table(csv_of(text), ALL)

    assert values(table, "note") == [("甲\n乙",), ("丙",)]
    assert table.at(table.rows[1], "paid") == "roster.csv · 3:2 · 金额 （元）"


@pytest.mark.parametrize(
    ("rows", "fen"),
    [
        (("户号,金额（万元）", "H1,1.5"), 1_500_000),
        (("户号,金额", ",万元", "H1,1.5"), 1_500_000),
        (("户号,金额", "单位,（千元）", "H1,1.5"), 150_000),
        (("户号,金额", "单位：万元,", "H1,1.5"), 1_500_000),
        (("单位：万元,", "户号,金额（元）", "H1,1.5"), 150),
        (("编制单位：示例村,", "户号,金额", "H1,1.5"), 150),
        (("户号,金额", "H1,1.5"), 150),
    ],
)
def test_units_of_money_scale_it(csv_of, rows, fen):
    table = read_table(csv_of("\n".join(rows)), ALL)

    assert values(table, "code", "paid") == [("H1", fen)]


def test_repeated_header_is_no_row(csv_of):
    table = read_table(csv_of("户号,金额\nH1,1\n户号,金额\nH2,2\n"), ALL)

    assert values(table, "code") == [("H1",), ("H2",)]


def test_empty_cell_of_a_csv_is_filled_down_until_a_total(csv_of):
    text = "村,户号,金额\n甲,H1,1\n,H2,2\n小计,,3\n,H3,4\n"
    table = read_table(csv_of(text), ALL)

    assert values(table, "village") == [("甲",), ("甲",), (None,)]


def test_merged_cells_fill_down_in_xlsx(xlsx_of):
    def edit(_book, sheet):
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:A4")
        sheet.merge_cells("A6:A7")

    path = xlsx_of(
        ["分配表"],
        ["村", "户号", "金额"],
        ["甲", "H1", 1],
        [None, "H2", 2],
        [None, "H3", 3],
        [None, "H4", 4],
        [None, "H5", 5],
        edit=edit,
    )

    assert values(read_table(path, ALL), "village") == [
        ("甲",),
        ("甲",),
        (None,),
        (None,),
        (None,),
    ]


def test_typed_cells_of_xlsx(xlsx_of):
    def edit(_book, sheet):
        sheet["A2"].number_format = "00000"
        sheet["D2"].number_format = "0.00%"
        sheet["D3"].number_format = "0%"
        sheet["C2"].number_format = "0.00"

    path = xlsx_of(
        ["户号", "金额", "面积（亩）", "比例(%)", "人口", "日期"],
        [12, 0.1 + 0.2, 3.5, 0.125, 3.0, datetime(2024, 12, 31)],  # noqa: DTZ001 - a sheet has no zones
        ["H2", "1,234.50", 2, 0.5, 4, "2024.1.5"],
        ["H3", 1234.5, 2, 50, 4, None],
        edit=edit,
    )
    table = read_table(path, ALL)

    assert values(table, "code", "paid", "land", "rate", "people", "day") == [
        ("00012", 30, Fraction("3.5"), Fraction(1, 8), 3, date(2024, 12, 31)),
        ("H2", 123450, Fraction(2), Fraction(1, 2), 4, date(2024, 1, 5)),
        ("H3", 123450, Fraction(2), Fraction(1, 2), 4, None),
    ]
    assert table.at(table.rows[0], "paid") == "roster.xlsx · 花名册 · B2"


def test_formula_with_a_stored_result_is_read(xlsx_of):
    path = xlsx_of(["户号", "金额", "备注"], ["H1", "=1+1", "=A1"])
    rewritten(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: (
            xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            .replace(b'r="C2"', b'r="C2" t="str"')
        ),
    )

    assert values(read_table(path, ALL), "paid", "note") == [(200, None)]


def test_hidden_sheet_and_chart_are_ignored(xlsx_of):
    def edit(book, sheet):
        copy = book.copy_worksheet(sheet)
        copy.sheet_state = "hidden"
        book.create_chartsheet("图").add_chart(BarChart())

    path = xlsx_of(["户号", "金额"], ["H1", 1], edit=edit)

    assert read_table(path, ALL).sheet == "花名册"
    assert read_table(path, ALL, sheet="花名册 Copy").sheet == "花名册 Copy"


def test_named_sheet_is_read(xlsx_of):
    path = xlsx_of(
        ["户号", "金额"], ["H1", 1], edit=lambda book, sheet: book.copy_worksheet(sheet)
    )

    assert read_table(path, ALL, sheet="花名册").sheet == "花名册"


def test_price_columns_need_no_sum(csv_of):
    price = Column(name="price", headers=("单价",), kind="money", summed=False)
    table = read_table(
        csv_of("户号,单价,比例\nH1,2,1\nH2,4,1\n合计,3,5\n"), (CODE, price, RATE)
    )

    assert values(table, "price") == [(200,), (400,)]


def test_label_and_dash_in_numeric_columns_of_a_total_row(csv_of):
    table = read_table(csv_of("金额,户号,面积\n1,H1,2\n合计,,'-\n"), ALL)

    assert values(table, "code", "paid") == [("H1", 100)]


def test_table_without_code_column(csv_of):
    text = "村,金额\n甲,1\n一组合计,1\n乙,2\n合计,2\n本表总计,3\n丙,合计\n"
    problem = only_problem(csv_of(text), (VILLAGE, PAID))

    assert problem.at == "roster.csv · 7:2 · 金额"


@pytest.mark.parametrize("suffix", [".tsv", ".txt", ".CSV"])
def test_other_suffixes_of_text(csv_of, suffix):
    assert read_table(csv_of("户号\t金额\nH1\t1\n", "a" + suffix), ALL).file == "a" + suffix
