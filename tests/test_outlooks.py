"""What each side gets in good and bad years is what `settle` says, and nothing else."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from example_builders import example, with_examples

from sanbian import (
    BaseKind,
    InvalidInputError,
    OutlookYear,
    SanbianError,
    Text,
    expectation_of,
    outlook,
    settle,
    statements,
    yuan,
)
from sanbian.files import load_folder
from sanbian.outlooks import YEARS
from sanbian.report import summary

ROOT = Path(__file__).parents[1]
FOLDERS = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
REFUSED = {"R04-runyongheng", "R32-yangxin"}
GAOXIAN = "R08-gaoxian"


def folder_of(name):
    return load_folder(ROOT / "examples" / name)


def looked_at(name, **asked):
    folder = folder_of(name)
    return outlook(folder.contract, folder.register, folder.facts[-1], **asked)


def year(multiple, name="y"):
    return OutlookYear(name=Text(zh=name, en=name), multiple=Fraction(multiple))


def rows_of(looked, side):
    return {row.says.zh: row.amounts for row in looked.rows if row.side == side}


@pytest.mark.parametrize(
    "name", [path.name for path in FOLDERS if path.name not in REFUSED]
)
def test_a_normal_year_is_what_settle_says(name):
    folder = folder_of(name)
    facts = folder.facts[-1]
    looked = outlook(folder.contract, folder.register, facts, years=(year(1),))
    plain = evolve(folder.contract, examples=())
    settled = settle(plain, folder.register, facts)

    (same,) = looked.settlements
    assert settled == same
    got = sum(row.amounts[0] for row in looked.rows if row.side == "household")
    assert sum(each.entitled - each.owing for each in statements(settled)) == got
    count = sum(row.count for row in looked.rows if row.side == "household")
    assert len(settled.members) == count
    sums = {(each.side, each.says.zh): each for each in summary(settled).accounts}
    for side in ("party", "fund"):
        for says, (amount,) in rows_of(looked, side).items():
            stated = sums.get((side, says))
            assert amount == (0 if stated is None else stated.received - stated.paid)


@pytest.mark.parametrize(
    "name", [path.name for path in FOLDERS if path.name not in REFUSED]
)
def test_the_four_years_can_be_looked_at(name):
    looked = looked_at(name)

    for place, settled in enumerate(looked.settlements):
        assert (settled is None) == (place in looked.refused)
        for row in looked.rows:
            if row.side != "base":
                assert (row.amounts[place] is None) == (settled is None)


def test_the_guarantor_pays_in_the_ruinous_year():
    looked = looked_at(GAOXIAN)
    coop = "百家蔬果农民专业合作社"

    assert (15000000, 10000000, 5000000, -5000000) == rows_of(looked, "base")["当年净利润"]
    assert (5000000,) * 4 == rows_of(looked, "guarantee")[f"保底第 5 条：{coop}"]
    assert 9350000 == rows_of(looked, "household")["贫困户优先股"][0]
    assert (-1450000, -5000000) == rows_of(looked, "party")[coop][2:]
    assert (0, 0, 0, 5000000) == rows_of(looked, "left")["结转的亏损"]


def test_households_are_told_apart_by_shares_and_status():
    assert {"优先股", "普通股", "农户"} == set(
        rows_of(looked_at("C03-preferred"), "household")
    )
    assert {"贫困户·扶贫股", "脱贫户·扶贫股"} == set(
        rows_of(looked_at("R12-changping"), "household")
    )


def test_a_single_household_gets_between_the_least_and_the_most():
    (row,) = [row for row in looked_at(GAOXIAN).rows if row.side == "household"]

    assert (67753, 67754) == row.each[0]
    assert 138 == row.count


def test_what_the_contract_does_not_provide_for_is_said():
    looked = looked_at("R31-murenju")

    assert [2, 3] == sorted(looked.refused)
    assert "lacking 10,460.00 yuan" in looked.refused[2][0].says.en
    assert rows_of(looked, "household")["农户"][3] is None


def test_where_no_year_can_be_settled_the_first_says_why():
    with pytest.raises(SanbianError, match="lacking"):
        looked_at("R31-murenju", years=(year("1/10"), year(0)))


def test_only_what_varies_is_multiplied():
    name = "C04-drought"
    every = rows_of(looked_at(name, years=(year(2),)), "base")
    one = rows_of(looked_at(name, years=(year(2),), vary=("livestock",)), "base")

    assert [300000, 50000, 80000] == [amounts[0] for amounts in every.values()]
    assert [300000, 25000, 40000] == [amounts[0] for amounts in one.values()]


def test_stated_sums_stay_as_they_are_beside_results():
    folder = folder_of("C04-drought")
    first, *others = folder.contract.bases
    mixed = evolve(
        folder.contract, bases=(evolve(first, base=BaseKind.NET_PROFIT), *others)
    )
    stated = [each for each in others if each.base is BaseKind.STATED_AMOUNT]
    looked = outlook(mixed, folder.register, folder.facts[0], years=(year(2),))

    assert stated
    for each in stated:
        amount = folder.facts[0].parts[0].amounts[each.id]
        assert (amount,) == rows_of(looked, "base")[each.name]


def test_the_first_worked_example_is_the_expectation():
    contract = with_examples(example(), example(name="丰年"))
    expected = expectation_of(contract)
    looked = outlook(contract, expected.register, expected.facts)
    normal = looked.settlements[1]

    assert expected == expectation_of(contract, "平年")
    assert "the contract's example '平年'" == expected.says.en
    assert yuan("330") == sum(each.paid for each in statements(normal))


def test_an_example_that_is_not_there_is_told():
    with pytest.raises(InvalidInputError, match="there are: 平年"):
        expectation_of(with_examples(example()), "nothing")
    assert expectation_of(folder_of(GAOXIAN).contract) is None


def test_the_years_are_stated():
    assert [Fraction(3, 2), 1, Fraction(1, 2), Fraction(-1, 2)] == [
        each.multiple for each in YEARS
    ]
    assert yuan("150000") == rows_of(looked_at(GAOXIAN), "base")["当年净利润"][0]


def test_a_guarantee_of_nothing_has_no_row():
    folder = folder_of(GAOXIAN)
    facts = folder.facts[0]
    parts = tuple(evolve(p, measures=dict.fromkeys(p.measures, 0)) for p in facts.parts)
    looked = outlook(folder.contract, folder.register, evolve(facts, parts=parts))

    assert {} == rows_of(looked, "guarantee")


def test_animals_are_no_money():
    folder = load_folder(ROOT / "tests" / "records" / "W35-hongyuan")
    looked = outlook(folder.contract, folder.register, folder.facts[0], years=(year(1),))
    settled = looked.settlements[0]
    sums = {each.says.zh: each for each in summary(settled).accounts}

    assert {"fen", "head"} == {flow.unit for flow in settled.flows}
    for says, (amount,) in rows_of(looked, "party").items():
        stated = sums.get(says)
        assert amount == (0 if stated is None else stated.received - stated.paid)
