"""Each messy cell: the exact value that it is, or the refusal that it gets."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbian.errors import Problem
from sanbian.files.cells import (
    read_code,
    read_date,
    read_money,
    read_number,
    read_text,
    read_whole,
)
from sanbian.files.headers import UNITS, split_header, unit_clash
from sanbian.files.numerals import Formula, is_blank
from sanbian.wording import plain_yuan

UNDERSTOOD = [
    (read_code, "H001", "H001"),
    (read_code, "　Ｈ００１\xa0", "H001"),
    (read_code, 1001.0, "1001"),
    (read_code, 1001, "1001"),
    (read_code, 999_999_999_999_999.0, "999999999999999"),
    (read_code, "000000190001010000", "000000190001010000"),
    (read_code, "00000019000101000X", "00000019000101000X"),
    (read_code, "'0012", "0012"),
    (read_code, '="0012"', "0012"),
    (read_code, "'=0012", "=0012"),
    (read_code, "'", None),
    (read_code, "0000 0000 0000 0000 001", "0000000000000000001"),
    (read_code, "01 02", "01 02"),
    (read_code, "\t0000000000000000001", "0000000000000000001"),
    (read_code, "3E2", "3E2"),
    (read_code, "1-2", "1-2"),
    (read_code, "\u202d0012\u202c", "0012"),
    (read_text, " 甲　组 ", "甲　组"),
    (read_text, 3, "3"),
    (read_text, 3.5, "3.5"),
    (read_text, True, "TRUE"),
    (read_text, "'=1+1", "=1+1"),
    (read_number, "１，２３４．５０", Fraction("1234.5")),
    (read_number, "1,234,567", Fraction(1234567)),
    (read_number, "12.", Fraction(12)),
    (read_number, ".5", Fraction(1, 2)),
    (read_number, "3/10", Fraction(3, 10)),
    (read_number, "60％", Fraction(3, 5)),
    (read_number, "5 ‰", Fraction(1, 200)),
    (read_number, "（12.5）", Fraction("-12.5")),
    (read_number, "−3", Fraction(-3)),
    (read_number, "－3", Fraction(-3)),
    (read_number, "+3", Fraction(3)),
    (read_number, "3 人", Fraction(3)),
    (read_number, 0.1 + 0.2, Fraction(3, 10)),
    (read_number, 1234.5, Fraction("1234.5")),
    (read_number, 0, Fraction(0)),
    (read_whole, "1,200", 1200),
    (read_whole, 3.0, 3),
    (read_whole, "3.0", 3),
    (read_money, "￥1,234.50", 123450),
    (read_money, "¥ -5", -500),
    (read_money, "-¥5", -500),
    (read_money, "(¥1,234.50)", -123450),
    (read_money, "1234.5元", 123450),
    (read_money, "￥5元", 500),
    (read_money, "1.5万元", 1_500_000),
    (read_money, "1.5万", 1_500_000),
    (read_money, "RMB 12", 1200),
    (read_money, 1234.5, 123450),
    (read_money, 0.1 + 0.2, 30),
    (read_money, 1_000_000_000.1 + 0.2, 100_000_000_030),
    (read_money, 12, 1200),
    (read_date, "2024-12-31", date(2024, 12, 31)),
    (read_date, "2024/12/31", date(2024, 12, 31)),
    (read_date, "2024.1.5", date(2024, 1, 5)),
    (read_date, "２０２４年１２月３１日", date(2024, 12, 31)),
    (read_date, "2024 年 1 月 5 日", date(2024, 1, 5)),
    (read_date, "20241231", date(2024, 12, 31)),
    (read_date, 20241231, date(2024, 12, 31)),
    (read_date, 20241231.0, date(2024, 12, 31)),
    (read_date, "2024-12-31 08:30:00", date(2024, 12, 31)),
    (read_date, datetime(2024, 12, 31, 8, 30), date(2024, 12, 31)),  # noqa: DTZ001 - a sheet has no zones
    (read_date, date(2024, 12, 31), date(2024, 12, 31)),
]

REFUSED = [
    (read_code, "6.2E+17", "digits are lost"),
    (read_code, "6E+17", "digits are lost"),
    (read_code, 1.9000101e17, "digits are lost"),
    (read_code, 190001010000000000, "digits are lost"),
    (read_code, 10**15, "digits are lost"),
    (read_code, float("nan"), "digits are lost"),
    (read_code, float("inf"), "digits are lost"),
    (read_code, 1.5, "format the column as text"),
    (read_code, -1, "format the column as text"),
    (read_code, datetime(2024, 1, 2), "turned into a date"),  # noqa: DTZ001 - a sheet has no zones
    (read_code, "H1\nH2", "one code"),
    (read_code, True, "correct it"),
    (read_text, date(2024, 1, 2), "turned into a date"),
    (read_text, 1e300, "too large"),
    (read_text, "a\x07b", "control"),
    (read_text, "甲" * 1001, "at most 1000"),
    (read_number, "12,34", "1,234.50"),
    (read_number, "1,2345", "1,234.50"),
    (read_number, "1,234,5", "1,234.50"),
    (read_number, "1.2.3", "1,234.50"),
    (read_number, "1 234", "1,234.50"),
    (read_number, "(5", "1,234.50"),
    (read_number, "(-5)", "1,234.50"),
    (read_number, "3/0", "1,234.50"),
    (read_number, "--5", "1,234.50"),
    (read_number, "五", "1,234.50"),
    (read_number, "5垧", "1,234.50"),
    (read_number, "¥5亩", "1,234.50"),
    (read_number, "5亩", "remove the unit"),
    (read_number, "¥5", "remove the unit"),
    (read_number, "9" * 41, "1,234.50"),
    (read_number, "1e999999999", "digits are lost"),
    (read_number, 1 / 3, "ROUND()"),
    (read_number, 1e16, "too large"),
    (read_number, 10**5000, "too large"),
    (read_number, float("nan"), "too large"),
    (read_number, float("-inf"), "too large"),
    (read_number, True, "correct it"),
    (read_number, time(8, 30), "correct it"),
    (read_number, timedelta(hours=30), "correct it"),
    (read_number, datetime(2024, 1, 2), "1,234.50"),  # noqa: DTZ001 - a sheet has no zones
    (read_number, Formula(), "recalculate"),
    (read_number, "#REF!", "mend the formula"),
    (read_number, "#n/a", "mend the formula"),
    (read_number, "########", "mend the formula"),
    (read_whole, "3.5", "no decimals"),
    (read_whole, "x", "in digits, such as 4"),
    (read_money, "12.345", "two decimals"),
    (read_money, "1/4", "1,234.50"),
    (read_money, "4/2", "1,234.50"),
    (read_money, "60%", "1,234.50"),
    (read_money, 12.345, "ROUND()"),
    (read_money, 10_000_000.005, "ROUND()"),
    (read_money, 100 / 3, "ROUND()"),
    (read_money, False, "correct it"),
    (read_money, "0.0000001万元", "two decimals"),
    (read_date, "12/31/24", "2024-12-31"),
    (read_date, "31.12.2024", "2024-12-31"),
    (read_date, "2024-12", "2024-12-31"),
    (read_date, "2024-12/31", "2024-12-31"),
    (read_date, "2024-02-30", "no such day"),
    (read_date, "0024-12-31", "2024-12-31"),
    (read_date, 45657, "2024-12-31"),
    (read_date, 45657.5, "2024-12-31"),
    (read_date, float("nan"), "2024-12-31"),
    (read_date, date(1, 1, 1), "2024-12-31"),
    (read_date, True, "correct it"),
]


READERS = (read_code, read_text, read_number, read_whole, read_money, read_date)


@pytest.mark.parametrize(("read", "cell", "value"), UNDERSTOOD, ids=range(len(UNDERSTOOD)))
def test_messy_cell_is_understood(read, cell, value):
    got = read(cell, at="A2")

    assert value == got
    assert type(value) is type(got)


@pytest.mark.parametrize(("read", "cell", "do"), REFUSED, ids=range(len(REFUSED)))
def test_unsafe_cell_is_refused_with_its_place(read, cell, do):
    got = read(cell, at="roster.xlsx · 花名册 · D7")

    assert isinstance(got, Problem)
    assert got.at == "roster.xlsx · 花名册 · D7"
    assert do in got.do.en
    assert got.says.en.startswith("expected ")
    assert got.says.zh.startswith("应")
    assert got.do.zh
    assert len(got.of("en")) < 300


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    "cell", [None, "", " ", "\xa0", "　", "-", "—", "——", "/", "－", "／"]
)
def test_empty_marks_are_empty(read, cell):
    assert read(cell, at="A2") is None
    assert is_blank(cell)


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        ("1.5", "万元", 1_500_000),
        (0.1 + 0.2, "万元", 300_000),
        ("3元", "万元", 300),
        ("￥3", "万元", 3_000_000),
        (2, "千元", 200_000),
    ],
)
def test_money_is_scaled_exactly(cell, unit, fen):
    assert read_money(cell, at="A2", unit=unit) == fen


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("60", "%", Fraction(3, 5)),
        ("60%", "%", Fraction(3, 5)),
        (12.5, "%", Fraction(1, 8)),
        ("5亩", "亩", Fraction(5)),
        (5, "亩", Fraction(5)),
    ],
)
def test_number_in_its_unit(cell, unit, value):
    assert read_number(cell, at="A2", unit=unit) == value


@pytest.mark.parametrize(
    ("cell", "unit", "factor"),
    [
        ("2公顷", "亩", "1 公顷 = 15 亩"),
        ("2公斤", "斤", "1 公斤 = 2 斤"),
        ("2斤", "公斤", "1 公斤 = 2 斤"),
        ("2平方米", "亩", "1 亩 = 2000/3 平方米"),
    ],
)
def test_other_unit_is_refused_with_the_factor(cell, unit, factor):
    got = read_number(cell, at="A2", unit=unit)

    assert factor in got.do.en
    assert factor in got.do.zh


def test_unit_of_another_thing_is_refused():
    got = read_number("5%", at="A2", unit="亩")

    assert got.says.en == "expected the unit 亩, got %"


def test_units_of_count_need_no_column_unit():
    assert unit_clash(UNITS["人"], None) is None
    assert unit_clash(UNITS["亩"], None) is not None


@pytest.mark.parametrize(
    ("header", "key", "unit"),
    [
        ("金额（元）", "金额", "元"),
        ("面积(亩)", "面积", "亩"),
        ("金 额\n【单位：万元】", "金额", "万元"),
        ("Amount (Yuan)", "amount", "元"),
        ("*姓名：", "姓名", None),
    ],
)
def test_header_is_parted_from_its_unit(header, key, unit):
    got_key, got_unit = split_header(header)

    assert key == got_key
    assert unit == (got_unit and got_unit.name)


@given(st.integers(-(10**15), 10**15))
def test_every_amount_reads_back_from_text(fen):
    assert read_money(plain_yuan(fen), at="A2") == fen


@given(st.integers(-(10**11), 10**11))
def test_every_amount_reads_back_from_a_float(fen):
    assert read_money(fen / 100, at="A2") == fen


@given(st.lists(st.integers(0, 10**7), max_size=50))
def test_a_sum_of_floats_reads_as_the_sum(amounts):
    total = sum(fen / 100 for fen in amounts)

    assert read_money(total, at="A2") == sum(amounts)


@given(st.integers(1, 10**9), st.integers(1, 9))
def test_a_tenth_of_a_fen_is_never_rounded_away(fen, tenth):
    got = read_money((10 * fen + tenth) / 1000, at="A2")

    assert isinstance(got, Problem)


@given(
    st.floats() | st.text() | st.integers() | st.booleans() | st.dates() | st.datetimes()
)
def test_no_cell_raises(cell):
    for read in READERS:
        got = read(cell, at="A2")

        assert not isinstance(got, float)


@given(st.text(alphabet="0123456789.,-+()￥¥元万%％/E eX#'=", max_size=60))
def test_no_number_like_text_raises(text):
    for read in READERS:
        read(text, at="A2")
