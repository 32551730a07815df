"""Contract files: read, written, and refused with everything that is wrong at once."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from contract_strategies import contracts
from hypothesis import HealthCheck, given, settings

from sanbian.clause import (
    CLAUSES,
    PAYMENT_KINDS,
    TERMS,
    Fixed,
    Measured,
    PerUnit,
    SplitPart,
    SumOf,
)
from sanbian.contract import ShareClass
from sanbian.errors import InvalidInputError
from sanbian.files import contract_text, load_contract
from sanbian.files.choices import CHOICES, CLAUSE_KINDS, meanings
from sanbian.files.clauses import OTHERS, PAYMENTS
from sanbian.files.contracts import contract_of
from sanbian.files.documents import Float
from sanbian.files.terms import HEADS

BAD = Path(__file__).parent / "bad_contracts"
TOLD = re.compile(r"^# at: (.*)\n# zh: (.*)\n# en: (.*)$", re.MULTILINE)
SMALL = """\
format = 1
id = "B"
title = "例"
vehicle = "land_contract"
starts = 2016-01-01

[[parties]]
id = "coop"
name = "合作社"
role = "cooperative"

[[parties]]
id = "farmers"
name = "农户"
role = "household_group"

[[share_classes]]
id = "land"
name = "土地股"

[[bases]]
id = "receipts"
name = "收入"
base = "gross_receipts"

[[measures]]
id = "area"
name = "面积"
unit = "mu"

[[versions]]
since = 2016-01-01
odd_fen = "first"
rounding = "half_up"
record_day = "period_end"

[[versions.clauses]]
id = "1"
kind = "retention"
of = "receipts"
to = "coop"
"""
RENT = """
[[versions.clauses]]
id = "2"
kind = "rent"
to = "members"
paid_from = ["coop"]
amount = {}
unpaid = "carry"
"""
SPLIT = """
[[versions.clauses]]
id = "2"
kind = "split"
of = "receipts"
{}
"""

quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def loaded(tmp_path, text):
    path = tmp_path / "contract.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_contract(path)


def refused(tmp_path, text):
    with pytest.raises(InvalidInputError) as caught:
        loaded(tmp_path, text)
    return caught.value.problems


def only(tmp_path, text):
    (problem,) = refused(tmp_path, text)
    return problem


# Round trip


@given(contracts())
@quick
def test_a_contract_is_read_as_it_was_written(contract):
    document = tomllib.loads(contract_text(contract), parse_float=Float)

    assert contract == contract_of(document)


@given(contracts())
@quick
def test_a_contract_is_written_the_same_each_time(contract):
    text = contract_text(contract)

    assert text == contract_text(contract_of(tomllib.loads(text, parse_float=Float)))


# The gallery of bad contracts


@pytest.mark.parametrize("path", sorted(BAD.glob("*.toml")), ids=lambda path: path.stem)
def test_a_bad_contract_is_refused_in_both_languages(path):
    told = TOLD.findall(path.read_text(encoding="utf-8"))
    with pytest.raises(InvalidInputError) as caught:
        load_contract(path)

    assert len(told) == len(caught.value.problems) > 0
    for (at, zh, en), problem in zip(told, caught.value.problems, strict=True):
        assert problem.at in {f"{path.name}: {at}", f"{path.name} · {at}"}
        assert zh in problem.says.zh
        assert en in problem.says.en
        assert problem.do.zh
        assert problem.do.en


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("odd-fen-missing", {"largest_remainder", "最大余额法", "lottery", "公开抽签"}),
        ("rounding-missing", {"half_up", "四舍五入", "towards zero"}),
        ("record-day-missing", {"period_end", "期末在册", "share_days", "12-31"}),
        ("vehicle-missing", {"farmers_cooperative", "农民专业合作社", "land_contract"}),
        ("unpaid-missing", {"carry", "欠付结转下期", "lapse", "a shortfall is an error"}),
        ("charged-missing", {"cost", "first_charge", "保证人的债务"}),
        ("clause-kind-missing", {"rent", "租金", "lend_and_return", "借还实物"}),
    ],
)
def test_a_missing_choice_is_told_with_its_words(name, words):
    with pytest.raises(InvalidInputError) as caught:
        load_contract(BAD / f"{name}.toml")
    (problem,) = caught.value.problems

    assert set() == {word for word in words if word not in problem.do.zh + problem.do.en}


def test_all_problems_of_a_shape_are_told_at_once(tmp_path):
    text = SMALL.replace('"first"', '"frist"').replace('to = "coop"', "to = 5")

    assert [
        "contract.toml: $.titel",
        "contract.toml: $.title",
        "contract.toml: $.versions[0].odd_fen",
        "contract.toml: $.versions[0].clauses[0].to",
    ] == [problem.at for problem in refused(tmp_path, text.replace("title", "titel"))]


def test_all_problems_of_meaning_are_told_at_once(tmp_path):
    text = SMALL.replace('of = "receipts"', 'of = "income"').replace("period_end", "end")

    assert [
        "contract.toml: $.versions[0].clauses[0].of",
        "contract.toml: $.versions[0].record_day",
    ] == [problem.at for problem in refused(tmp_path, text)]


# Files


def test_the_mark_of_utf_8_is_passed_over(tmp_path):
    assert "B" == loaded(tmp_path, SMALL.encode("utf-8-sig")).id


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_another_encoding_is_named_with_advice(tmp_path, encoding):
    problem = only(tmp_path, SMALL.encode(encoding))

    assert encoding.split("_")[0].upper() in problem.says.en
    assert "UTF-8" in problem.do.zh


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(InvalidInputError, match="no such file"):
        load_contract(tmp_path / "contract.toml")
    with pytest.raises(InvalidInputError, match="cannot be opened"):
        load_contract(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("#" * (4 * 2**20 + 1), "at most 4 MiB"),
        ("a = " + "[" * 40 + "]" * 40, "at most 32 levels"),
        ("a = " + "[" * 100_000, "at most 32 levels"),
        ("a = " + "{a=" * 40 + "1" + "}" * 40, "at most 32 levels"),
        (".".join(["a"] * 200_000) + " = 1", "at most 32 levels"),
        (f"[{'.'.join(['a'] * 40)}]", "at most 32 levels"),
        ("starts = 1" + "0" * 50, "at most 40 digits"),
        ("starts = [1" + "0" * 50 + "]", "at most 40 digits"),
        ("starts = " + "9" * 100_000, "at most 40 digits"),
        ("format = 1." + "0" * 100_000, "the float 1.0"),
        ("format = 1\n" + "a" * 100_000 + " = 1", "aaa…"),
        ("format = 1\n" + "".join(f"a{n} = 1\n" for n in range(20_000)), "is known here"),
    ],
)
def test_a_hostile_file_is_refused_in_short(tmp_path, text, says):
    problems = refused(tmp_path, text)

    assert says in problems[0].of("en")
    assert len(problems) <= 201
    assert all(len(problem.of("en")) < 2000 for problem in problems)


# What may be written in several ways


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ('"1600.00"', Fixed(160_000)),
        ("1600", Fixed(160_000)),
        (
            '{ sum = ["1600.00", "-50"] }',
            SumOf((Fixed(160_000), Fixed(-5_000))),
        ),
        ('{ per = "area", yuan = "0.0315" }', PerUnit(Fraction("3.15"), "area")),
        ('{ per = "area", yuan = "1/3" }', PerUnit(Fraction(100, 3), "area")),
        ('"share_capital"', Measured("share_capital")),
        ('{ measure = "share_capital" }', Measured("share_capital")),
    ],
)
def test_a_term_is_read(tmp_path, written, term):
    contract = loaded(tmp_path, SMALL + RENT.format(written))

    assert term == contract.versions[0].clauses[1].amount


@pytest.mark.parametrize(
    ("ratio", "parts"),
    [
        ("7:3", (Fraction(7, 10), Fraction(3, 10))),
        ("７：３", (Fraction(7, 10), Fraction(3, 10))),
        ("70%:30%", (Fraction(7, 10), Fraction(3, 10))),
        ("1:2", (Fraction(1, 3), Fraction(2, 3))),
        ("0.5:0.5", (Fraction(1, 2), Fraction(1, 2))),
        ("三七开", (Fraction(3, 10), Fraction(7, 10))),
        ("倒三七开", (Fraction(7, 10), Fraction(3, 10))),
        ("四六分成", (Fraction(2, 5), Fraction(3, 5))),
    ],
)
def test_a_ratio_between_named_sides_is_exact(tmp_path, ratio, parts):
    sides = f'ratio = "{ratio}"\nbetween = ["coop", "farmers"]'
    (_, split) = loaded(tmp_path, SMALL + SPLIT.format(sides)).versions[0].clauses

    assert tuple(map(SplitPart, ("coop", "farmers"), parts)) == split.parts


@pytest.mark.parametrize(
    ("ratio", "readings"),
    [
        ("三七开", ("A has 30% and B 70%", "A has 70% and B 30%")),
        ("7:3", ("甲方得 70%、乙方得 30%", "甲方得 30%、乙方得 70%")),
        ("1:2", ("A has 1/3 and B 2/3", "A has 2/3 and B 1/3")),
        ("1:2:7", ("10%、20%、70% 各归哪一方", "which side has each of 10%, 20%, 70%")),
    ],
)
def test_a_ratio_without_sides_is_refused_with_its_readings(tmp_path, ratio, readings):
    problem = only(tmp_path, SMALL + SPLIT.format(f'ratio = "{ratio}"'))

    assert "contract.toml: $.versions[0].clauses[1].ratio" == problem.at
    assert all(reading in problem.says.zh + problem.says.en for reading in readings)


@pytest.mark.parametrize("word", list(PAYMENTS))
def test_each_word_for_a_payment_gives_its_kind(tmp_path, word):
    text = SMALL + RENT.format('"1.00"').replace('"rent"', f'"{word}"')

    assert PAYMENTS[word] is loaded(tmp_path, text).versions[0].clauses[1].kind


def test_days_may_be_text(tmp_path):
    text = SMALL.replace("starts = 2016-01-01", 'starts = "2016-02-29"')

    assert date(2016, 2, 29) == loaded(tmp_path, text).starts


def test_money_is_kept_in_fen(tmp_path):
    text = SMALL.replace('name = "土地股"', 'name = "土地股"\npar = 100\ntotal = "1/3"')
    expected = ShareClass(id="land", name="土地股", par=10_000, total=Fraction(1, 3))

    assert (expected,) == loaded(tmp_path, text).share_classes


# Nothing is forgotten


def test_each_kind_of_clause_and_term_has_its_words():
    assert set(CLAUSES) == {*OTHERS.values()} | {CLAUSES[0]}
    assert set(PAYMENT_KINDS) == set(PAYMENTS.values())
    assert set(CLAUSE_KINDS) == {*PAYMENTS, *OTHERS}
    assert {*TERMS} == set(HEADS.values())


def test_each_choice_is_found_by_its_words():
    assert len({frozenset(choice) for choice in CHOICES}) == len(CHOICES)
    assert {"a": "a"} == {word: text.zh for word, text in meanings(["a"]).items()}
