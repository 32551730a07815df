"""Records files and lists of payments: read, written back equal, refused with their places."""

from __future__ import annotations

import shutil
import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from contract_strategies import contracts
from files.test_contracts import SMALL
from files.test_schema import plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from records_strategies import records as records_of_contract

from sanbian import (
    Announced,
    Dealing,
    DealingKind,
    InvalidInputError,
    Kind,
    Origin,
    PaidBy,
    PaymentMade,
    Period,
    Printed,
    Receipt,
    Records,
    Signed,
    YearOfBusiness,
)
from sanbian.files import (
    load_contract,
    load_records,
    load_records_in,
    load_review,
    records_of,
    records_schema,
    save_records,
)

quick = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
SCHEMA = Draft202012Validator(records_schema())
ROOT = Path(__file__).parents[2]
YEAR = Period(date(2016, 1, 1), date(2016, 12, 31))


@pytest.fixture
def contract(tmp_path):
    (tmp_path / "contract.toml").write_text(SMALL, encoding="utf-8")
    return load_contract(tmp_path / "contract.toml")


def problems_of(call):
    with pytest.raises(InvalidInputError) as caught:
        call()
    return [f"{each.at} {each.says.en}" for each in caught.value.problems]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_records_are_read_as_they_were_written(tmp_path, suffix):
    @given(st.data())
    @quick
    def check(data):
        made = data.draw(contracts())
        written = data.draw(records_of_contract(made, period=data.draw(st.none() | YEARS)))
        path, table = tmp_path / "records.toml", tmp_path / f"payments.{suffix}"
        save_records(written, path, table)

        assert written == load_records(path, made, table)
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        assert [] == list(SCHEMA.iter_errors(plain(document)))

    check()


YEARS = st.just(YEAR)


def payments(tmp_path, contract, text):
    table = tmp_path / "payments.csv"
    table.write_text(text, encoding="utf-8")
    return load_records(None, contract, table).payments


def test_a_signature_sheet_is_read_as_it_is(tmp_path, contract):
    text = (
        "2016 年发放签领表\n户编号,户主,实发金额（元）,发放方式,签字,代领人,款项\n"
        "H1,甲,100.00,现金,√,,分红\nH2,乙,50.00,一卡通,,丙,保底分红\n合计,,150.00,,,,\n"
    )
    one, two = payments(tmp_path, contract, text)

    assert (
        PaymentMade(
            household="H1",
            name="甲",
            amount=10000,
            by=PaidBy.CASH,
            signed=Signed.SIGNATURE,
            called=Kind.DIVIDEND,
        )
        == one
    )
    assert (Signed.NOTHING, "丙", Kind.GUARANTEE) == (
        two.signed,
        two.received_by,
        two.called,
    )


def test_a_header_that_is_not_known_is_not_passed_over(tmp_path, contract):
    text = "户主,金额,备注,本人签字栏,打卡信息现金\n甲,100.00,,√,\n"

    met = problems_of(lambda: payments(tmp_path, contract, text))

    assert 2 == len(met)
    assert met[0].endswith("expected a header that is known, got '本人签字栏'")


@pytest.mark.parametrize("header", ["签字（手印）", "签 字", "领款人签字"])
def test_signatures_are_known_by_many_headers(tmp_path, contract, header):
    (one,) = payments(tmp_path, contract, f"户主,金额,{header}\n甲,100.00,\n")

    assert Signed.NOTHING is one.signed


def test_a_list_without_a_column_for_signatures_says_nothing_of_them(tmp_path, contract):
    (one,) = payments(tmp_path, contract, "户主,金额\n甲,100.00\n")

    assert one.signed is None


def test_an_account_is_not_shown(tmp_path, contract):
    (one,) = payments(tmp_path, contract, "户主,金额,卡号\n甲,1.00,6200000000000001\n")

    assert "6200000000000001" == one.account
    assert "6200" not in repr(one)


def test_all_that_is_wrong_with_a_list_is_told_at_once(tmp_path, contract):
    text = "户编号,户主,金额,签字,条款\n,,1.00,,\nH1,,1.00,也许,\nH2,,1.00,,99\n"

    met = problems_of(lambda: payments(tmp_path, contract, text))

    assert ["2:1", "3:4", "4:5"] == [each.split(" · ")[1].split()[0] for each in met]
    assert "expected who was paid (code or name), got nothing" in met[0]
    assert "got '也许'" in met[1]
    assert "expected a declared clause number, got '99'" in met[2]


def test_both_files_tell_their_problems_at_once(tmp_path, contract):
    (tmp_path / "records.toml").write_text("format = 1\n", encoding="utf-8")
    table = tmp_path / "payments.csv"
    table.write_text("户主,金额\n甲,x\n", encoding="utf-8")

    met = problems_of(lambda: load_records(tmp_path / "records.toml", contract, table))

    assert ["records.toml:", "payments.csv"] == [each.split()[0] for each in met]


def written(tmp_path, text, name="records.toml"):
    (tmp_path / name).write_text(f"format = 1\n{text}", encoding="utf-8")
    return tmp_path / name


def test_names_that_point_nowhere_are_refused(tmp_path, contract):
    text = (
        f'contract = "{contract.id}"\n[[receipts]]\nbase = "x"\norigin = "rent"\namount = "1"\n'
        '[[announced]]\nwords = "w"\nclauses = ["77"]\n'
    )
    met = problems_of(lambda: load_records(written(tmp_path, text), contract))

    assert "records.toml: $.receipts[0].base expected a declared base, got 'x'" == met[0]
    assert met[1].startswith("records.toml: $.announced[0].clauses")


def test_records_of_another_contract_are_refused(tmp_path, contract):
    (met,) = problems_of(
        lambda: load_records(written(tmp_path, 'contract = "Z"'), contract)
    )

    assert met.endswith(f"expected the contract {contract.id!r}, got 'Z'")


def test_a_word_that_is_none_is_told_with_its_meanings(tmp_path, contract):
    text = f'contract = "{contract.id}"\n[[uses]]\npurpose = "administratoin"\n'
    with pytest.raises(InvalidInputError) as caught:
        load_records(written(tmp_path, text), contract)

    (problem,) = caught.value.problems
    assert "管理费用" in problem.do.zh
    assert "did you mean 'administration'" in problem.do.en


@pytest.mark.parametrize(
    ("make", "at"),
    [
        (lambda: PaymentMade(amount=1.5), "$.amount expected a whole"),
        (lambda: Receipt(base="b", origin=Origin.RENT, amount=1, years=0), "$.years"),
        (lambda: Receipt(base="b", origin=Origin.RENT, amount=-1), "$.amount"),
        (lambda: Dealing(kind=DealingKind.LOAN, other="x", amount=1, rate=0.1), "$.rate"),
        (lambda: Printed(words="", rate=Fraction(1, 2), part=1, whole=0), "$.whole"),
        (lambda: Announced(words="", count=-1), "$.count"),
        (
            lambda: Records(
                contract="A",
                business=(YearOfBusiness(year=2016), YearOfBusiness(year=2016)),
            ),
            "$.business[1].year",
        ),
    ],
)
def test_values_that_make_no_sense_are_refused(make, at):
    (met,) = problems_of(make)

    assert met.startswith(at)


# A folder


def test_the_records_of_a_folder_go_by_their_period(tmp_path, contract):
    head = f'contract = "{contract.id}"\n'
    written(tmp_path, head, "records.toml")
    later = head + "period = { start = 2017-01-01, end = 2017-12-31 }\n"
    written(tmp_path, later, "records-2017.toml")
    (tmp_path / "payments-2017.csv").write_text("户主,金额\n甲,1.00\n", encoding="utf-8")

    every = load_records_in(tmp_path, contract)

    assert 2 == len(every)
    of_2017 = records_of(every, Period(date(2017, 1, 1), date(2017, 12, 31)))
    assert 1 == len(of_2017.payments)
    assert () == records_of(every, YEAR).payments
    assert records_of((), YEAR) is None


def test_a_list_of_payments_is_read_without_records(tmp_path, contract):
    (tmp_path / "payments.csv").write_text("户主,金额\n甲,1.00\n", encoding="utf-8")

    (found,) = load_records_in(tmp_path, contract)

    assert (contract.id, None, 1) == (found.contract, found.period, len(found.payments))


def test_records_are_of_a_period_that_was_settled(tmp_path):
    shutil.copytree(ROOT / "examples" / "R08-gaoxian", tmp_path / "a")
    head = 'contract = "R08"\nperiod = { start = 2015-01-01, end = 2015-12-31 }\n'
    written(tmp_path / "a", head)

    (met,) = problems_of(lambda: load_review(tmp_path / "a"))

    assert met.endswith(
        "expected a period that was settled (2016-01-01 – 2016-12-31), "
        "got 2015-01-01 – 2015-12-31"
    )


def test_one_file_of_records_is_enough_for_a_period(tmp_path):
    shutil.copytree(ROOT / "examples" / "R08-gaoxian", tmp_path / "a")
    for name in ("records.toml", "records-2.toml"):
        written(tmp_path / "a", 'contract = "R08"\n', name)

    (met,) = problems_of(lambda: load_review(tmp_path / "a"))

    assert "got two: none that names a period" in met


def test_two_lists_of_one_name_are_refused(tmp_path, contract):
    (tmp_path / "payments.csv").write_text("户主,金额\n甲,1.00\n", encoding="utf-8")
    (tmp_path / "payments.xlsx").write_bytes(b"")
    written(tmp_path, "", "records-1.toml")

    met = problems_of(lambda: load_records_in(tmp_path, contract))

    assert met[0].startswith("records-1.toml")
    assert met[1].endswith("expected one table payments, got payments.csv、payments.xlsx")
