"""Words and numbers for people: both languages, nothing rounded unseen."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from strategies import exact_numbers, fens

from sanbian.money import rational, yuan
from sanbian.wording import (
    LENGTH_MAX,
    Text,
    brief,
    grouped_yuan,
    join,
    money,
    number,
    percent,
    plain_yuan,
    same,
)

LAND = Text(zh="土地", en="land")
MONEY = Text(zh="资金", en="money")


def test_a_text_is_told_in_the_language_that_is_asked_for():
    assert ("土地", "land") == (LAND.of("zh"), LAND.of("en"))


def test_a_text_prints_english_first_then_chinese():
    assert "land\n土地" == str(LAND)


def test_texts_are_added_language_by_language():
    assert Text(zh="土地资金", en="landmoney") == LAND + MONEY


def test_texts_are_joined_with_the_separator_of_each_language():
    assert Text(zh="土地、资金", en="land, money") == join(iter((LAND, MONEY)))
    assert Text(zh="土地和资金", en="land and money") == join(
        (LAND, MONEY), zh="和", en=" and "
    )
    assert Text(zh="", en="") == join(())


def test_a_code_is_the_same_in_both_languages():
    assert Text(zh="H001", en="H001") == same("H001")


def test_a_short_value_is_quoted_whole_and_a_long_one_cut():
    longest = "x" * (LENGTH_MAX - 2)

    assert same(f"'{longest}'") == brief(longest)
    assert same(f"'{longest}x…") == brief(longest + "x")
    assert LENGTH_MAX + 1 == len(brief("y" * 10**6).zh)


@pytest.mark.parametrize(
    ("fen", "plain", "grouped"),
    [
        (0, "0.00", "0.00"),
        (5, "0.05", "0.05"),
        (-5, "-0.05", "-0.05"),
        (100, "1.00", "1.00"),
        (-100, "-1.00", "-1.00"),
        (126438, "1264.38", "1,264.38"),
        (-123456789, "-1234567.89", "-1,234,567.89"),
        (10**15, "10000000000000.00", "10,000,000,000,000.00"),
    ],
)
def test_fen_are_written_as_yuan(fen, plain, grouped):
    assert plain == plain_yuan(fen)
    assert grouped == grouped_yuan(fen)
    assert Text(zh=f"{grouped} 元", en=f"{grouped} yuan") == money(fen)


@given(fens)
def test_written_yuan_are_read_back_to_the_same_fen(fen):
    assert fen == yuan(plain_yuan(fen)) == yuan(grouped_yuan(fen).replace(",", ""))


@given(exact_numbers)
def test_written_numbers_are_read_back_the_same(value):
    assert value == rational(number(value).replace(",", ""))
    assert value == rational(percent(Fraction(value)).replace(",", ""))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1234, "1,234"),
        (-1234, "-1,234"),
        (Fraction(5, 4), "1.25"),
        (Fraction(-5, 4), "-1.25"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 5), "0.2"),
        (Fraction(1, 40), "0.025"),
        (Fraction(1, 100), "0.01"),
        (Fraction(1234567, 1000), "1,234.567"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-1, 6), "-1/6"),
        (Fraction(2000, 7), "2000/7"),
        (Fraction(1, 2**10), "0.0009765625"),
    ],
)
def test_numbers_are_decimals_where_they_end_and_fractions_elsewhere(value, written):
    assert written == number(value)


@pytest.mark.parametrize(
    ("rate", "written"),
    [
        (Fraction(29, 100), "29%"),
        (Fraction(0), "0%"),
        (Fraction(-1, 8), "-12.5%"),
        (Fraction(20), "2,000%"),
        (Fraction(1, 3), "1/3"),
        (Fraction(1, 7000), "1/7000"),
    ],
)
def test_rates_are_percentages_where_they_end_and_fractions_elsewhere(rate, written):
    assert written == percent(rate)
