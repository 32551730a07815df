"""Amounts in capital characters: read back, they are the same fen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbian.wording import capital_yuan

DIGITS = {letter: value for value, letter in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def whole_of(written):
    """Read capital characters as a person does: section by section."""
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in written:
            high, _, low = written.rpartition(unit)
            return whole_of(high) * size + whole_of(low)
    total = digit = 0
    for letter in written:
        if letter in UNITS:
            total += digit * UNITS[letter]
            digit = 0
        else:
            digit = DIGITS[letter]
    return total + digit


def fen_of(written):
    sign = -1 if written.startswith("负") else 1
    rest = written.removeprefix("负").removesuffix("整")
    yuan, found, small = rest.rpartition("元")
    jiao, has_jiao, single = (small if found else rest).rpartition("角")
    fen = 10 * DIGITS[jiao.removeprefix("零")] if has_jiao else 0
    fen += DIGITS[single.removesuffix("分").removeprefix("零") or "零"]
    return sign * (100 * (whole_of(yuan) if found else 0) + fen)


@given(st.integers(min_value=-(10**18), max_value=10**18))
def test_capitals_are_read_back_to_the_same_fen(fen):
    assert fen == fen_of(capital_yuan(fen))


@given(st.integers(min_value=0, max_value=10**18))
def test_capitals_have_no_two_zeros_in_a_row_and_close_what_could_be_added_to(fen):
    written = capital_yuan(fen)

    assert "零零" not in written
    assert written.endswith("整") == (fen % 10 == 0)


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (126_438, "壹仟贰佰陆拾肆元叁角捌分"),
        (0, "零元整"),
        (1, "壹分"),
        (10, "壹角整"),
        (101, "壹元零壹分"),
        (110, "壹元壹角整"),
        (1_000, "壹拾元整"),
        (10_100, "壹佰零壹元整"),
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (10_050_000, "壹拾万零伍佰元整"),
        (10_000_050_000, "壹亿零伍佰元整"),
        (20_000_000_000, "贰亿元整"),
        (10_500_000_000, "壹亿零伍佰万元整"),
        (10**18, "壹亿亿元整"),
        (-5, "负伍分"),
    ],
)
def test_capitals_are_those_of_a_cheque(fen, written):
    assert written == capital_yuan(fen)
