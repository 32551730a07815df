"""Lists of persons, and facts among the entries: read as they are, refused with their rows."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people_builders import CONTRACT, EMPTY, FACTS, PERSON_FACTS, PERSONS, fact, own

from sanbian import (
    Household,
    InvalidInputError,
    Labour,
    LeftBy,
    MemberKind,
    Membership,
    Monitoring,
    Person,
    Status,
    holdings,
    household_on,
    person_holdings,
    persons_on,
)
from sanbian.files import load_register, save_register

quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
DAY = date(2023, 6, 30)
ROSTER = "户编号,户主,村组,人口,贫困状态,土地股\nH1,张三,一组,3,贫困户,5\nH2,李四,二组,2,一般户,2\n"
PEOPLE = (
    "户编号,人员编号,姓名,与户主关系,性别,出生日期,离开日期,离开原因,劳动能力,成员身份,职务,汽车,土地股\n"
    "H1,H1-1,张三,户主,男,1960-05-01,,,普通劳动力,成员,村主任；会计,是,2\n"
    "H1,H1-2,张小红,长女,女,1990-05-01,2023-05-01,婚出,技能劳动力,成员,,否,1.5\n"
    "H2,H2-1,李四,户主,男,,,,无劳动力,非成员,,,\n"
)


def read(csv_of, entries=None, persons=PEOPLE, roster=ROSTER):
    files = {"persons": csv_of(persons, name="persons.csv")}
    if entries is not None:
        header = "日期,事项,户编号,人员编号,项目,内容,得知日,记载编号,更正记载\n"
        files["entries"] = csv_of(header + entries, name="entries.csv")
    return load_register(csv_of(roster), CONTRACT, **files)


def refused(csv_of, *args, **given):
    with pytest.raises(InvalidInputError) as caught:
        read(csv_of, *args, **given)
    assert all(each.says.zh and each.do.zh and each.do.en for each in caught.value.problems)
    return [(each.at, each.says.en) for each in caught.value.problems]


def test_a_list_of_persons_as_a_village_keeps_it(csv_of):
    register = read(csv_of)

    assert register.persons == (
        Person(
            code="H1-1", household="H1", name="张三", relation="户主", sex="male",
            born=date(1960, 5, 1), labour=Labour.ABLE, membership=Membership.MEMBER,
            offices=("村主任", "会计"), owns=("car",),
        ),
        Person(
            code="H1-2", household="H1", name="张小红", relation="长女", sex="female",
            born=date(1990, 5, 1), left=date(2023, 5, 1), left_by=LeftBy.MARRIAGE,
            labour=Labour.SKILLED, membership=Membership.MEMBER,
        ),
        Person(
            code="H2-1", household="H2", name="李四", relation="户主", sex="male",
            labour=Labour.NONE, membership=Membership.NONE,
        ),
    )  # fmt: skip
    assert holdings(register, on=DAY) == {("H1", "land"): 5, ("H2", "land"): 2}
    assert person_holdings(register, on=DAY) == {
        ("H1", "land", "H1-1"): 2, ("H1", "land", "H1-2"): Fraction(3, 2),
    }  # fmt: skip


def test_persons_without_codes_are_numbered_and_named_by_identity_number(csv_of):
    number = "110101199003070000"
    persons = f"户编号,姓名,身份证号\nH1,张三,\nH1,张小红,{number}\n"
    register = read(csv_of, f"2023-05-01,情况,,{number},离开,婚出,,,\n", persons=persons)

    assert [each.code for each in register.persons] == ["H1-1", "H1-2"]
    assert persons_on(register, on=DAY)[1].left_by is LeftBy.MARRIAGE


def test_what_persons_hold_is_all_where_the_roster_has_no_shares(csv_of):
    register = read(csv_of, roster="户编号,人口\nH1,3\nH2,2\n")

    assert holdings(register, on=DAY) == {("H1", "land"): Fraction(7, 2)}


FACT_ROWS = (
    "2023-01-01,情况,H1,,人口,4,,1,\n"
    "2023-02-01,情况,H1,,贫困状态,边缘易致贫户,,,\n"
    "2023-02-01,情况,H1,,面积,2.5,,,\n"
    "2023-02-01,情况,H1,,资金,100.50,,,\n"
    "2023-02-01,情况,H1,,村组,二 组,,,\n"
    "2023-03-01,情况,H1,,户主,张大,,,\n"
    "2023-03-01,fact,H1,,certificate_day,2023-02-28,,,\n"
    "2023-03-01,情况,H1,,成员类型,农民,,,\n"
    "2023-03-01,情况,H1,,证载股数,5,,,\n"
    "2023-03-01,情况,H2,,退出,,,,\n"
    "2023-03-02,情况,,H1-1,劳动能力,丧失劳动力,,,\n"
    "2023-03-02,情况,,H1-1,职务,,,,\n"
    "2023-03-02,情况,,H1-1,财产,汽车、企业,,,\n"
    "2023-03-03,情况,H1,,身份证号,110101196005010000,,,\n"
    "2023-01-01,情况,H1,,人口,2,2023-07-20,,1\n"
)


def test_facts_among_the_entries(csv_of):
    register = read(csv_of, FACT_ROWS)
    household = household_on(register, "H1", on=DAY)
    head = persons_on(register, on=DAY)[0]

    assert household == Household(
        code="H1", name="张大", group="二组", people=2,
        status=((date(2020, 1, 1), Status.POOR), (date(2023, 2, 1), Status.MONITORED)),
        monitoring=Monitoring.MARGINAL, kind=MemberKind.FARMER,
        certificate_day=date(2023, 2, 28), certificate_shares=Fraction(5),
        id_number="110101196005010000",
        measures={"mu": Fraction(5, 2), "capital": Fraction(10050)},
    )  # fmt: skip
    assert household_on(register, "H1", on=DAY, known=date(2023, 7, 10)).people == 4
    assert household_on(register, "H2", on=DAY).left == date(2023, 3, 1)
    assert (head.labour, head.offices, head.owns) == (Labour.LOST, (), ("car", "company"))


def test_the_day_on_which_the_register_opens_is_a_row(csv_of):
    row = "2020-01-01,建册,,,,,,,\n"

    assert read(csv_of, row).opens == date(2020, 1, 1)
    assert refused(csv_of, row + "2021-01-01,opens,,,,,,,\n") == [
        ("entries.csv · 3:2 · 事项",
         "expected the register to open once (on 2020-01-01), got another row"),
    ]  # fmt: skip
    late = refused(csv_of, "2022-01-01,建册,,,,,,,\n")
    assert late[0][0] == "persons.csv · 2:13 · 土地股"
    assert "when the register opens" in late[0][1]


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("情况,H1,,鞋码,4", "项目", "expected a fact about a household, got '鞋码'"),
        ("情况,,H1-1,鞋码,4", "项目", "expected a fact about a person, got '鞋码'"),
        ("情况,H1,,人口,很多", "内容", "expected a whole number, got '很多'"),
        ("情况,H1,,人口,", "内容", "expected what it is from that day on, got nothing"),
        ("情况,H1,,面积,", "内容", "expected what it is from that day on, got nothing"),
        ("情况,H1,,退出,2023-01-01", "内容", "expected no value, as the day says it all"),
        ("情况,H1,,贫困状态,富裕", "内容", "got '富裕'"),
        ("情况,,H1-1,财产,飞机", "内容", "got '飞机'"),
        ("情况,H1,,银行账号,6.2E+17", "内容", "expected a code, got '6.2E+17'"),
        ("情况,,H1-9,姓名,张", "事项", "a person of the list of persons, got 'H1-9'"),
        ("情况,,H1-1,所在户,H9", "内容", "a household of the register, got 'H9'"),
        ("情况,,,姓名,张", "项目", "expected a fact about a household, got '姓名'"),
        ("情况,H1,,,张", "项目", "expected field of fact"),
    ],
)  # fmt: skip
def test_a_fact_that_cannot_be_read_is_refused_with_its_row(csv_of, row, column, says):
    ((at, found),) = refused(csv_of, f"2023-01-01,{row},,,\n")

    assert at.startswith("entries.csv · 2:")
    assert at.endswith(f" · {column}")
    assert says in found


def test_all_that_is_wrong_with_a_list_of_persons_is_told_at_once(csv_of):
    persons = (
        "户编号,人员编号,姓名,性别,劳动能力,汽车,土地股\n"
        "H9,A,,未知,,,\n"
        "H1,B,,,强,,\n"
        "H1,B,,,,也许,-1\n"
    )
    found = refused(csv_of, persons=persons)

    assert [at for at, _ in found] == [
        "persons.csv · 2:1 · 户编号", "persons.csv · 2:4 · 性别",
        "persons.csv · 3:5 · 劳动能力", "persons.csv · 4:6 · 汽车",
        "persons.csv · 4:2 · 人员编号", "persons.csv · 4:7 · 土地股",
    ]  # fmt: skip


def test_a_problem_of_the_register_stands_at_the_row_of_the_person(csv_of):
    persons = "户编号,人员编号,离开日期,离开原因\nH1,A,,死亡\n"

    assert refused(csv_of, persons=persons) == [
        (
            "persons.csv · 2:2 · 人员编号",
            "expected the day of leaving by death, got nothing",
        )
    ]


def test_persons_hold_no_more_than_the_roster_gives_their_household(csv_of):
    persons = "户编号,人员编号,土地股\nH1,A,4\nH1,B,3\nH2,C,2\n"
    assert refused(csv_of, persons=persons) == [
        ("persons.csv · 2:3 · 土地股",
         "expected the persons of H1 to hold at most its 5 shares of the roster, got 7"),
    ]  # fmt: skip
    nothing = "户编号,人口,土地股\nH1,3,5\nH2,2,\n"
    assert refused(csv_of, persons="户编号,土地股\nH2,1\n", roster=nothing) == [
        ("persons.csv · 2:2 · 土地股",
         "expected the persons of H2 to hold at most its 0 shares of the roster, got 1"),
    ]  # fmt: skip


def test_lists_of_persons_and_entries_are_told_of_together(csv_of):
    found = refused(csv_of, "2023-01-01,情况,H1,,人口,x,,,\n", persons="户编号\nH9\n")

    assert [at.partition(" ")[0] for at, _ in found] == ["persons.csv", "entries.csv"]


# --- round trips -------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_persons_and_facts_are_written_and_read_back_the_same(tmp_path, suffix):
    facts = st.lists(
        st.tuples(st.integers(30, 300), st.sampled_from(["H1", "H2"]), FACTS)
        | st.tuples(st.integers(30, 300), st.sampled_from(["H1-1", "H2-2"]), PERSON_FACTS),
        max_size=5,
    )
    owned = st.sets(st.sampled_from(["car", "house"])).map(sorted).map(tuple)
    persons = st.builds(
        evolve,
        st.sampled_from(PERSONS),
        name=st.sampled_from(["", "张三"]),
        sex=st.sampled_from(["female", "male", None]),
        born=st.none() | st.dates(date(1930, 1, 1), date(2000, 1, 1)),
        labour=st.none() | st.sampled_from(Labour),
        membership=st.none() | st.sampled_from(Membership),
        offices=st.sampled_from([(), ("村主任",), ("村主任", "会计")]),
        owns=owned,
    )

    @given(facts, st.lists(persons, unique_by=lambda each: each.code, min_size=1))
    @quick
    def check(facts, persons):
        told = [fact(*each[:2], *each[2]) for each in sorted(facts, key=lambda f: f[0])]
        known = {each.code for each in persons}
        register = evolve(
            EMPTY,
            persons=tuple(persons),
            opens=date(2020, 1, 1),
            entries=(
                own(3), own(2, persons[0].code, household=persons[0].household),
                *(each for each in told if not each.person or each.person in known),
            ),
        )  # fmt: skip
        files = {name: tmp_path / f"{name}.{suffix}" for name in ("entries", "persons")}
        path = tmp_path / f"roster.{suffix}"
        save_register(register, path, CONTRACT, **files)

        assert register == load_register(path, CONTRACT, **files)

    check()


def test_what_persons_hold_is_written_beside_a_roster_without_entries(tmp_path):
    register = evolve(EMPTY, entries=(own(3), own(2, "H1-1"), own(1, "H2-1", "H2")))
    path, persons = tmp_path / "roster.csv", tmp_path / "persons.csv"
    contract = evolve(CONTRACT, starts=register.entries[0].day)
    save_register(register, path, contract, persons=persons)
    again = load_register(path, contract, persons=persons)

    assert again.persons == register.persons
    for ask in (holdings, person_holdings):
        assert ask(again, on=DAY) == ask(register, on=DAY)


@pytest.mark.parametrize(
    ("at", "register", "files"),
    [
        ("$.persons", EMPTY, ()),
        ("$.opens", evolve(EMPTY, opens=date(2020, 1, 1)), ("persons",)),
        ("$.entries[1]", evolve(EMPTY, entries=(own(1), own(2))), ("persons",)),
    ],
)
def test_what_a_roster_cannot_hold_is_refused_on_writing(tmp_path, at, register, files):
    paths = {name: tmp_path / f"{name}.csv" for name in files}
    with pytest.raises(InvalidInputError) as caught:
        save_register(register, tmp_path / "roster.csv", CONTRACT, **paths)

    assert [each.at for each in caught.value.problems] == [at]
    assert not list(tmp_path.iterdir())


def test_what_a_roster_says_besides(csv_of, tmp_path):
    roster = (
        "户编号,行政村,乡镇,县,贫困状态,开户名,股权证号,证载股数,发证日期,成员类型,基本表决权,附加表决权\n"
        "H1,东村,清水乡,示例县,脱贫不稳定户,张三,0001,2.5,2021-01-02,农民,1,\n"
        "H2,东村,清水乡,示例县,贫困户,,,,,单位,1,2\n"
    )
    register = load_register(csv_of(roster), CONTRACT)
    one, two = register.households

    assert (one.village, one.township, one.county) == ("东村", "清水乡", "示例县")
    assert (one.monitoring, one.status_on(DAY)) == (Monitoring.UNSTABLE, Status.MONITORED)
    assert (one.account_holder, one.certificate) == ("张三", "0001")
    assert (one.certificate_shares, one.certificate_day) == (
        Fraction("2.5"), date(2021, 1, 2),
    )  # fmt: skip
    assert (one.kind, two.kind) == (MemberKind.FARMER, MemberKind.INSTITUTION)
    assert (one.votes, one.extra_votes, two.extra_votes) == (1, None, 2)
    save_register(register, tmp_path / "again.csv", CONTRACT)
    assert register == load_register(tmp_path / "again.csv", CONTRACT)


def test_a_word_or_number_that_a_roster_cannot_say_is_refused(csv_of):
    roster = "户编号,监测类型,成员类型,基本表决权\nH1,穷,团体,-1\n"
    with pytest.raises(InvalidInputError) as caught:
        load_register(csv_of(roster), CONTRACT)

    assert sorted(each.at for each in caught.value.problems) == [
        "roster.csv · 2:2 · 监测类型", "roster.csv · 2:3 · 成员类型",
        "roster.csv · 2:4 · 基本表决权",
    ]  # fmt: skip
