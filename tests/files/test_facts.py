"""Facts files with their sheets: read, written back equal, refused with their places."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from contract_strategies import contracts
from files.test_registers import contract
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from register_strategies import facts as facts_for

from sanbian.errors import InvalidInputError
from sanbian.facts import Advance, Facts, PartFacts
from sanbian.files import load_facts, save_facts
from sanbian.files.fact_forms import PART_KEYS, FactsFile, PartFile

HEAD = 'format = 1\ncontract = "C"\n'
PERIOD = "period = { start = 2016-01-01, end = 2016-12-31 }\n"


def read(tmp_path, text, **sheets):
    for name, content in sheets.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    path = tmp_path / "facts.toml"
    path.write_text(text, encoding="utf-8")
    return load_facts(path, contract())


def problems_of(tmp_path, text, **sheets):
    with pytest.raises(InvalidInputError) as caught:
        read(tmp_path, text, **sheets)
    return caught.value.problems


def test_facts_are_read_as_they_were_written(tmp_path):
    @given(st.data())
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    def check(data):
        made = data.draw(contracts())
        facts = data.draw(facts_for(made))
        path = tmp_path / "facts-2019.toml"
        save_facts(facts, path, made)

        assert facts == load_facts(path, made)

    check()


def test_a_file_has_a_place_for_every_fact():
    facts = {field.name for field in attrs.fields(Facts)}
    parts = {field.name for field in attrs.fields(PartFacts)}

    assert facts | parts | {"contract"} == {each.name for each in attrs.fields(FactsFile)}
    assert parts == {each.name for each in attrs.fields(PartFile)} == {*PART_KEYS}


def test_facts_with_their_sheets_are_read(tmp_path):
    text = (
        f'{HEAD}{PERIOD}activity = "activity.csv"\nadvances = "advances.csv"\n'
        '[amounts]\nreceipts = "-5.00"\n[put_up]\ncoop = 432\n[draws]\n"1" = ["H2", "H1"]\n'
    )
    activity = "户编号,面积(亩),资金\nH1,1.5,2.345\nH2,,1\n合计,1.5,\n"
    advances = "户编号,条款,金额,日期,付款方\nH1,1,12.50,2016-06-01,合作社\n"
    facts = read(tmp_path, text, activity=activity, advances=advances)

    assert {"receipts": -500} == facts.parts[0].amounts
    assert {
        "area": {"H1": Fraction("1.5")},
        "capital": {"H1": Fraction("234.5"), "H2": Fraction(100)},
    } == facts.parts[0].activity
    assert {"coop": 43_200} == facts.put_up
    assert {"1": ("H2", "H1")} == facts.draws
    advance = Advance(
        household="H1", clause="1", amount=1250, day=date(2016, 6, 1), by="coop"
    )
    assert (advance,) == facts.advances


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        (HEAD, "$.period", "expected period, got nothing"),
        (HEAD.replace('"C"', '"D"') + PERIOD, "$.contract", "the contract 'C', got 'D'"),
        (f"{HEAD}{PERIOD}[amounts]\nincome = 1", "$.amounts.income", "declared base"),
        (f"{HEAD}{PERIOD}[amounts]\nreceipts = 0.5", "$.amounts.receipts", "the float 0.5"),
        (f"{HEAD}{PERIOD}[measures]\narea = 1", "$.measures.area", "declared measure"),
        (f"{HEAD}{PERIOD}[put_up]\nme = 1", "$.put_up.me", "declared party"),
        (f"{HEAD}{PERIOD}[put_up]\ncoop = -1", "$.put_up", "at least"),
        (f'{HEAD}{PERIOD}[draws]\n"9" = []', "$.draws['9']", "clause number"),
        (f'{HEAD}{PERIOD}[announced]\n"9" = "1"', "$.announced['9']", "clause number"),
        (
            f'{HEAD}{PERIOD}[announced]\n"1 + 9" = "1"',
            "$.announced['1 + 9']",
            "clause number",
        ),
        (f"{HEAD}{PERIOD}announced = 3", "$.announced", "a table"),
        (
            (
                f'{HEAD}{PERIOD}[[waivers]]\nclause = "1"\nholder = "H1"\n'
                'since = 2015-12-31\namount = "0"\nwhy = "x"'
            ),
            "$.waivers[0].amount",
            "at least 1 whole fen",
        ),
        (f"{HEAD}{PERIOD}amounts = 5", "$.amounts", "expected a table"),
        (HEAD + PERIOD.replace("12-31", "13-31"), "3", "a day that exists"),
        (
            HEAD + PERIOD.replace("2016-12-31", "2015-12-31"),
            "$.period.end",
            "not before 2016-01-01",
        ),
        (f"{HEAD}{PERIOD}[[parts]]\n{PERIOD}", "$.period", "no period beside [[parts]]"),
        (
            f"{HEAD}[[parts]]\n{PERIOD}[[parts]]\n{PERIOD}",
            "$.parts[1].period",
            "the day after 2016-12-31",
        ),
        (f'{HEAD}{PERIOD}activity = "../a.csv"', "$.activity", "beside this file"),
        (f'{HEAD}{PERIOD}activity = "/a.csv"', "$.activity", "beside this file"),
        (f'{HEAD}{PERIOD}activity = "C:\\\\a.csv"', "$.activity", "beside this file"),
    ],
)
def test_facts_are_refused_with_their_place(tmp_path, text, at, says):
    problem = problems_of(tmp_path, text)[0]

    assert says in problem.says.en
    assert problem.at.startswith(f"facts.toml: {at}" if "$" in at else "facts.toml")


def test_a_measure_of_households_is_sent_to_its_sheet(tmp_path):
    (problem,) = problems_of(tmp_path, f"{HEAD}{PERIOD}[measures]\narea = 1")

    assert "activity" in problem.do.en


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ("code,area\nH1,1\nH1,2\n", "'H1' in rows 2 and 3"),
        ("code,weight\nH1,1\n", "a column of at least one measure"),
        ("area\n1\n", "expected a header"),
    ],
)
def test_an_activity_sheet_is_refused(tmp_path, sheet, says):
    text = f'{HEAD}{PERIOD}activity = "activity.csv"'

    assert says in problems_of(tmp_path, text, activity=sheet)[0].says.en


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("H1,9,1.00,2016-06-01,", "clause number, got '9'"),
        ("H1,1,1.00,2016-06-01,me", "party, got 'me'"),
        ("H1,1,-1.00,2016-06-01,", "above zero"),
        ("H1,1,1.005,2016-06-01,", "whole fen"),
    ],
)
def test_an_advance_is_refused(tmp_path, row, says):
    text = f'{HEAD}{PERIOD}advances = "advances.csv"'
    sheet = f"code,clause,amount,day,by\n{row}\n"
    (problem,) = problems_of(tmp_path, text, advances=sheet)

    assert says in problem.says.en


def test_problems_of_all_sheets_are_told_at_once(tmp_path):
    text = f'{HEAD}{PERIOD}activity = "activity.csv"\nadvances = "none.csv"'
    found = problems_of(tmp_path, text, activity="code,area\nH1,x\n")

    assert ["activity.csv · 2:2 · area", "none.csv"] == [problem.at for problem in found]
