"""Identity numbers: what an import refuses, and what a check only asks to look at."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from people_builders import CONTRACT

from sanbian import Household, InvalidInputError, MemberKind, Person, Register
from sanbian.files import read_new_roster
from sanbian.files.identities import doubtful_numbers, wrong_number

GOOD = "110101190001010006"
OTHER = "110101196005010019"


def refused(csv_of, text):
    with pytest.raises(InvalidInputError) as caught:
        read_new_roster(csv_of(text), CONTRACT)
    return [(each.at, each.says.en, each.do.zh) for each in caught.value.problems]


def text_of(*rows, head="户编号,身份证号"):
    return "\n".join((head, *rows, ""))


def digit_of(seventeen):
    """The check digit, worked out once more: weights and remainder of the standard."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(
        int(digit) * weight for digit, weight in zip(seventeen, weights, strict=True)
    )
    return "10X98765432"[total % 11]


numbers = st.builds(
    lambda place, day, order: f"{place:06}{day:%Y%m%d}{order:03}",
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    st.integers(0, 999),
)


@given(numbers)
def test_a_number_with_its_check_digit_is_right_and_with_another_wrong(seventeen):
    right = digit_of(seventeen)
    for digit in "0123456789X":
        assert (wrong_number(seventeen + digit) is None) == (digit == right)
    assert wrong_number((seventeen + right).lower()) is None


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_one_digit_mistyped_is_found(seventeen, place, off):
    wrong = str((int(seventeen[place]) + off) % 10)
    mistyped = seventeen[:place] + wrong + seventeen[place + 1 :] + digit_of(seventeen)

    found = wrong_number(mistyped)

    assert found is not None
    assert mistyped[:14] not in found.zh + found.en  # only the last digits are told


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("1101011900010100", "expected 18 digits, the last of which may be X, got *"),
        ("11010119000101000A", "expected 18 digits"),
        ("110101900101001", "expected the number of 18 digits, got an old one of 15"),
        ("110101190002300006", "expected a day of birth as digits 7 to 14, got none in *"),
        ("", "expected 18 digits"),
    ],
)
def test_what_is_no_identity_number(number, says):
    assert says in wrong_number(number).en


def test_what_is_written_beside_it_has_to_agree():
    assert wrong_number(GOOD, born=date(1900, 1, 1), sex="female") is None
    assert "the day of birth 1900-01-02" in wrong_number(GOOD, born=date(1900, 1, 2)).en
    assert "of a male, got one of a female" in wrong_number(GOOD, sex="male").en
    assert "女性" in wrong_number(OTHER, sex="female").zh


def test_an_import_is_stopped_with_row_and_column_and_what_to_do(csv_of):
    text = text_of(
        f"H1,{GOOD}", f"H2,{GOOD[:-1]}5", f"H3,{GOOD}", "H4,", "H5,12345",
    )  # fmt: skip
    found = refused(csv_of, text)

    assert [(at, says) for at, says, _ in found] == [
        ("roster.csv · 3:2 · 身份证号", "expected a check digit of 6, got **************0005"),
        ("roster.csv · 6:2 · 身份证号",
         "expected 18 digits, the last of which may be X, got *2345 of 5"),
        ("roster.csv · 4:2 · 身份证号",
         "expected an identity number of its own, got **************0006 of H1, H3"),
    ]  # fmt: skip
    assert all(do for *_, do in found)


def test_two_households_on_one_account_stop_an_import_unless_both_name_its_holder(csv_of):
    head = "户编号,银行账号,开户名"
    rows = ("H1,62001,张三", "H2,62001,李四")
    assert refused(csv_of, text_of(*rows, head=head))[0][:2] == (
        "roster.csv · 3:2 · 银行账号", "expected a bank account of its own, got *2001 of H1, H2",
    )  # fmt: skip
    register, _ = read_new_roster(
        csv_of(text_of(rows[0], "H2,62001,张三", head=head)), CONTRACT
    )
    assert len(register.households) == 2


def test_an_institution_has_another_kind_of_number(csv_of):
    head = "户编号,成员类型,身份证号"
    register, _ = read_new_roster(csv_of(text_of("H1,单位,91110000X", head=head)), CONTRACT)

    assert register.households[0].kind is MemberKind.INSTITUTION


def test_what_a_register_has_is_only_to_be_looked_at():
    register = Register(
        households=(Household(code="H1", id_number="123"), Household(code="H2")),
        persons=(
            Person(code="H1-1", household="H1", id_number=GOOD, born=date(1950, 1, 1)),
            Person(code="H2-1", household="H2", id_number=OTHER, sex="male"),
            Person(code="H2-2", household="H2"),
        ),
    )
    assert [each.at for each in doubtful_numbers(register)] == ["H1", "H1-1"]


def test_the_package_that_is_missing_is_named_with_the_command(csv_of, monkeypatch):
    monkeypatch.setitem(sys.modules, "stdnum.cn", None)
    ((_, says, do),) = refused(csv_of, text_of(f"H1,{GOOD}"))

    assert "python-stdnum" in says
    assert do == '运行 pip install "sanbian[id]"'
    read_new_roster(csv_of("户编号,人口\nH1,2\n"), CONTRACT)  # nothing to look at
