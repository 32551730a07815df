"""Rosters and entries: read as they are, written back equal, refused with their rows."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from contract_strategies import contracts
from hypothesis import HealthCheck, given, settings
from register_strategies import entry_registers, registers

from sanbian.clause import Retention
from sanbian.contract import (
    Base,
    BaseKind,
    Contract,
    NamedMeasure,
    Party,
    PartyRole,
    ShareClass,
    Version,
)
from sanbian.errors import InvalidInputError
from sanbian.files import load_register, read_register, save_register
from sanbian.law import Vehicle
from sanbian.leaving import LeavingRule, OnLeaving
from sanbian.money import OddFen, Rounding
from sanbian.register import Entry, EntryKind, Household, Register, Status

quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
START = date(2016, 1, 1)
LATER = date(2018, 12, 31)


def contract(leaving=None):
    return Contract(
        id="C",
        title="例",
        vehicle=Vehicle.LAND_CONTRACT,
        starts=START,
        parties=(Party(id="coop", name="合作社", role=PartyRole.COOPERATIVE),),
        share_classes=(
            ShareClass(id="land", name="土地股"),
            ShareClass(id="poor", name="优先股", on_leaving_poverty=leaving),
        ),
        bases=(Base(id="receipts", name="收入", base=BaseKind.GROSS_RECEIPTS),),
        measures=(
            NamedMeasure(id="area", name="面积", unit="mu"),
            NamedMeasure(id="capital", name="资金", unit="yuan"),
            NamedMeasure(id="power", name="容量", unit="kW"),
        ),
        versions=(
            Version(
                since=START,
                odd_fen=OddFen.FIRST,
                rounding=Rounding.HALF_UP,
                record_day="period_end",
                clauses=(Retention(id="1", of="receipts", to="coop"),),
            ),
        ),
    )


@pytest.fixture(scope="module")
def any_contract():
    """Any of them: all name the same share classes and measures."""
    found = []

    @given(contracts())
    @settings(max_examples=1, database=None, deadline=None)
    def take(one):
        found.append(one)

    take()
    return found[0]


def issued(code, share_class, shares, day=START):
    return Entry(
        day=day,
        kind=EntryKind.ISSUE,
        household=code,
        share_class=share_class,
        shares=Fraction(shares),
    )


def problems_of(path, entries=None, leaving=None):
    with pytest.raises(InvalidInputError) as caught:
        load_register(path, contract(leaving), entries=entries)
    for problem in caught.value.problems:
        assert problem.says.zh
        assert problem.do.zh
    return caught.value.problems


def only(path, **options):
    (problem,) = problems_of(path, **options)
    return problem


# Round trips


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_register_of_first_holdings_is_one_roster(tmp_path, any_contract, suffix):
    @given(entry_registers())
    @quick
    def check(register):
        path = tmp_path / f"roster.{suffix}"
        save_register(register, path, any_contract)

        assert register == load_register(path, any_contract)

    check()


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_register_with_changes_has_a_table_of_entries(tmp_path, any_contract, suffix):
    @given(registers())
    @quick
    def check(register):
        path, entries = tmp_path / f"roster.{suffix}", tmp_path / f"entries.{suffix}"
        save_register(register, path, any_contract, entries)

        assert register == load_register(path, any_contract, entries=entries)

    check()


def test_changes_are_not_written_into_a_roster(tmp_path):
    register = Register(
        households=(Household(code="H1"),), entries=(issued("H1", "land", 1, LATER),)
    )

    with pytest.raises(InvalidInputError, match="only what was held on entry"):
        save_register(register, tmp_path / "roster.csv", contract())


def test_a_table_is_csv_or_xlsx(tmp_path):
    with pytest.raises(InvalidInputError, match=r"\.csv or \.xlsx"):
        save_register(Register(households=()), tmp_path / "roster.ods", contract())


# What a roster says


def test_a_chinese_roster_is_read(csv_of):
    text = (
        "某村股权台账,,,,,,,,,,,\n"
        "户编号,户主,村组,人口,入社日期,退出日期,身份证号,土地股,优先股,面积（亩）,资金（万元）,备注\n"
        "H1,甲,一组,3,2017-03-01,,110000000000000001,1.5,,5.25,1.25,x\n"
        "H2,乙,一组,0,,2018/12/31,,0,2,0,0.3,\n"
    )
    register, unread = read_register(csv_of(text, encoding="gb18030"), contract())
    measures = {"area": Fraction("5.25"), "capital": Fraction(1_250_000)}

    assert ("备注",) == unread
    assert register.households == (
        Household(
            code="H1",
            name="甲",
            group="一组",
            people=3,
            entered=date(2017, 3, 1),
            id_number="110000000000000001",
            measures=measures,
        ),
        Household(
            code="H2",
            name="乙",
            group="一组",
            left=LATER,
            measures={"area": Fraction(0), "capital": Fraction(300_000)},
        ),
    )
    assert register.entries == (
        issued("H2", "poor", 2),
        issued("H1", "land", "1.5", date(2017, 3, 1)),
    )


def test_an_english_roster_is_read(csv_of):
    text = "code,name,people,land,area,power(kW)\nH1,Li,2,3,1/3,5\n"
    register = load_register(csv_of(text), contract())

    assert {"area": Fraction(1, 3), "power": Fraction(5)} == dict(
        register.households[0].measures
    )
    assert (issued("H1", "land", 3),) == register.entries


def test_a_long_roster_has_a_row_for_each_class(csv_of):
    text = "户编号,户主,股份类别,股数,面积\nH1,甲,土地股,3,5\nH1,,poor,1,\nH2,乙,,,0\n"
    register = load_register(csv_of(text), contract())

    assert ["H1", "H2"] == [household.code for household in register.households]
    assert (issued("H1", "land", 3), issued("H1", "poor", 1)) == register.entries


def test_a_price_with_parts_of_a_fen_is_exact(csv_of):
    register = load_register(csv_of("code,资金\nH1,0.0315\n"), contract())

    assert Fraction("3.15") == register.households[0].measures["capital"]


def test_a_group_merged_over_rows_counts_for_each(xlsx_of):
    def merge(_, sheet):
        sheet.merge_cells("B2:B3")

    path = xlsx_of(("户编号", "村组"), ("H1", "一组"), ("H2", None), edit=merge)

    assert ["一组", "一组"] == [
        household.group for household in load_register(path, contract()).households
    ]


@pytest.mark.parametrize(
    ("status", "day", "states"),
    [
        ("贫困户", "", ((START, Status.POOR),)),
        ("贫困户", "2016-05-01", ((date(2016, 5, 1), Status.POOR),)),
        ("一般户", "", ()),
        ("monitored", "", ((START, Status.MONITORED),)),
        ("脱贫户", "", ((START, Status.GRADUATED),)),
        ("脱贫户", "2018-12-31", ((START, Status.POOR), (LATER, Status.GRADUATED))),
        ("脱贫户", "2015-12-31", ((date(2015, 12, 31), Status.GRADUATED),)),
        (
            "贫困户2016年1月1日；脱贫户 2018-12-31",
            "",
            ((START, Status.POOR), (LATER, Status.GRADUATED)),
        ),
        ("graduated 2018-12-31", "", ((LATER, Status.GRADUATED),)),
        ("", "", ()),
    ],
)
def test_a_poverty_status_is_read(csv_of, status, day, states):
    path = csv_of(f"户编号,贫困状态,状态日期\nH1,{status},{day}\n")

    assert states == load_register(path, contract()).households[0].status


def test_entries_are_read_in_both_languages(csv_of):
    roster = csv_of("code,land\nH1,2\nH2,\n")
    text = (
        "日期,事项,户编号,股份类别,股数,转入户\n"
        "2017-01-01,转让,H1,土地股,1,H2\n"
        "2018-01-01,redeem,H2,land,1,\n"
    )
    register = load_register(roster, contract(), entries=csv_of(text, name="entries.csv"))

    assert [EntryKind.ISSUE, EntryKind.TRANSFER, EntryKind.REDEEM] == [
        entry.kind for entry in register.entries
    ]


# What is refused


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("code\nH1\nH2\nH1\n", "4:1", "'H1' in rows 2 and 4"),
        ("code,entered,left\nH1,2018-01-01,2017-01-01\n", "2:3", "not before the entry"),
        ("code,people\nH1,-3\n", "2:2", "at least zero, got -3"),
        ("code,area\nH1,-3\n", "2:2", "at least zero, got -3"),
        ("code,land\nH1,-3\n", "2:2", "at least zero, got -3"),
        ("code,status\nH1,rich\n", "2:2", "a poverty status, got 'rich'"),
        ("code,status\nH1,poor 2016-02-30\n", "2:2", "expected a date"),
        ("code,status\nH1,poor; graduated 2018-01-01\n", "2:2", "each with its day"),
        (
            "code,status\nH1,poor 2018-01-01; graduated 2016-01-01\n",
            "2:2",
            "each with its day, in order",
        ),
        ("code,status,status_day\nH1,,2018-01-01\n", "2:2", "only the day 2018-01-01"),
        ("code,id_number\nH1,6.2E+17\n", "2:2", "a code"),
        ("code,share_class,shares\nH1,gold,1\n", "2:2", "declared share class"),
        ("code,share_class,shares\nH1,,1\n", "2:2", "a share class, got none"),
        ("code,share_class,shares\nH1,land,1\nH1,土地股,2\n", "3:2", "another"),
        ("code,name,share_class,shares\nH1,a,land,1\nH1,b,poor,2\n", "3:2", "as in row 2"),
        ("code,area,share_class,shares\nH1,1,land,1\nH1,2,poor,2\n", "3:2", "as in row 2"),
        ("code,share_class,shares,land\nH1,land,1,1\n", "", "shares in one way"),
        ("code,share_class\nH1,land\n", "", "a column shares"),
        ("name\nH1\n", "", "expected a header"),
    ],
)
def test_a_roster_is_refused_with_its_cell(csv_of, text, at, says):
    problem = problems_of(csv_of(text))[0]

    assert says in problem.says.en
    assert problem.at.startswith(f"roster.csv · {at}" if at else "roster.csv")


def test_a_day_of_leaving_poverty_is_needed_where_years_are_kept(csv_of):
    leaving = LeavingRule(then=OnLeaving.KEEP, keep_years=3)
    problem = only(csv_of("code,status\nH1,脱贫户\n"), leaving=leaving)

    assert "the day on which it left poverty" in problem.says.en


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2017-01-01,sell,H1,land,1,", "fact, got 'sell'"),
        ("2017-01-01,issue,H9,land,1,", "household of the roster, got 'H9'"),
        ("2017-01-01,transfer,H1,land,1,H9", "household of the roster, got 'H9'"),
        ("2017-01-01,transfer,H1,land,1,", "expected to of transfer, got nothing"),
        ("2017-01-01,issue,H1,land,1,H2", "expected no to of issue"),
        ("2017-01-01,issue,H1,gold,1,", "share class, got 'gold'"),
        ("2017-01-01,redeem,H1,land,9,", "to hold at least 9 shares, got 2"),
    ],
)
def test_an_entry_is_refused_with_its_row(csv_of, row, says):
    roster = csv_of("code,land\nH1,2\nH2,\n")
    header = "day,kind,household,share_class,shares,to\n"
    problem = only(roster, entries=csv_of(f"{header}{row}\n", name="entries.csv"))

    assert says in problem.says.en
    assert problem.at.startswith("entries.csv · 2:")


@pytest.mark.parametrize(
    ("rows", "groups"),
    [
        ("户编号,村\nH1,东村\nH2,西村\n", [("", "东村"), ("", "西村")]),
        (
            "户编号,村,组\nH1,东村,一组\nH2,东村,二组\n",
            [("东村", "一组"), ("东村", "二组")],
        ),
        ("户编号,行政村\nH1,东村\nH2,东村\n", [("东村", ""), ("东村", "")]),
        ("户编号,行政村,村组\nH1,东村,一组\nH2,东村,一组\n", [("东村", "一组")] * 2),
    ],
)
def test_a_village_is_the_group_where_no_teams_are_told_apart(csv_of, rows, groups):
    register = load_register(csv_of(rows), contract())

    assert [(each.village, each.group) for each in register.households] == groups


def test_two_villages_do_not_have_a_team_of_one_name(csv_of):
    problem = only(csv_of("户编号,村,组\nH1,东村,一组\nH2,西村,一组\n"))

    assert problem.at == "roster.csv · 3:3 · 组"
    assert "'一组', which is in 东村 as well" in problem.says.en
    assert "西村一组" in problem.do.zh
