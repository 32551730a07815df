"""Winding a cooperative up: the order of debts, the property from subsidies, what is left."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from cooperative_builders import (
    ACCOUNT,
    CLAUSES,
    cooperative,
    leaving,
    member,
    members,
    on,
    settled,
)
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Books,
    Debt,
    Entry,
    EntryKind,
    Estate,
    InvalidInputError,
    Kind,
    Measured,
    MemberKind,
    Person,
    Rank,
    Vehicle,
    describe,
    explain,
    lines,
    statements,
    wind_up,
)
from sanbian.books import Claim

SINCE, DAY = date(2021, 3, 1), date(2021, 6, 30)
FARMER = MemberKind.FARMER
COOP = cooperative(*CLAUSES[:4], leaving())
WHO = members(
    member("A", 3_000, volume=2, kind=FARMER),
    member("B", 1_000, volume=1, kind=FARMER),
    member("C", 0, kind=MemberKind.INSTITUTION),
)
YEAR = settled(COOP, WHO, surplus=10_000, amounts={"formed": 900})


def debt(creditor, amount, rank=Rank.OTHERS):
    return Debt(creditor=creditor, rank=rank, amount=amount)


def estate(*debts, **given):
    stated = {
        "since": SINCE,
        "day": DAY,
        "is_bankrupt": True,
        "assets": 10_000,
        "subsidy_property": 900,
        "subsidy_to": "县财政局",
        "debts": debts,
        "rest_by": ACCOUNT,
    }
    return Estate(**{**stated, **given})


def ended(*debts, books=YEAR.books, who=WHO, agreement=COOP, **given):
    return wind_up(agreement, who, estate(*debts, **given), books)


def ranks(done):
    return [(each.rank, each.due, each.paid) for each in done.ranks]


def got(done):
    return {each.holder: each.paid for each in statements(done.settlement) if each.paid}


def test_what_is_left_goes_by_the_weight_of_the_charter_without_the_subsidy_property():
    done = ended(debt("饲料厂", 4_000), is_bankrupt=False)

    assert [(Rank.OTHERS, 4_000, 4_000)] == ranks(done)
    assert (6_000, 900) == (done.rest, done.subsidy_property)
    assert {"A": 4_400, "B": 1_600} == got(done)  # by 3,667 and 1,333
    assert {Kind.LIQUIDATION} == {
        line.kind for line in lines(done.settlement) if line.holder and line.amount
    }


@pytest.mark.parametrize(
    ("day", "since", "says"),
    [
        (date(2021, 2, 28), SINCE, "from 2021-03-01 on"),
        (date(2020, 12, 31), date(2020, 6, 1), "after the last settlement, of 2020-12-31"),
    ],
)
def test_a_plan_comes_after_the_end_began_and_after_the_last_settlement(day, since, says):
    with pytest.raises(InvalidInputError) as caught:
        ended(day=day, since=since)

    (problem,) = caught.value.problems
    assert "$.day" == problem.at
    assert says in problem.says.en
    ended(day=date(2021, 1, 1), since=date(2021, 1, 1))


def test_a_bankruptcy_pays_rank_by_rank_and_farmers_before_wages():
    debts = (
        debt("饲料厂", 9_000),
        debt("税务局", 700, Rank.TAXES),
        debt("员工", 2_000, Rank.WAGES),
        debt("A", 4_000, Rank.FARMERS),
        debt("B", 2_000, Rank.FARMERS),
        debt("电力公司", 1_000, Rank.COMMON),
        debt("清算组", 1_000, Rank.COSTS),
    )
    done = ended(*debts, assets=9_000, subsidy_property=0)

    assert [
        (Rank.COSTS, 1_000, 1_000),
        (Rank.COMMON, 1_000, 1_000),
        (Rank.FARMERS, 6_000, 6_000),
        (Rank.WAGES, 2_000, 1_000),
        (Rank.TAXES, 700, 0),
        (Rank.OTHERS, 9_000, 0),
    ] == ranks(done)
    assert {"A": 4_000, "B": 2_000} == got(done)
    assert 0 == done.rest == done.subsidy_property


def test_one_rank_is_paid_in_proportion_members_and_others_alike():
    debts = (debt("甲厂", 300), debt("乙厂", 100), debt("C", 200))
    done = ended(*debts, assets=300, subsidy_property=0)
    split = [
        line for line in lines(done.settlement) if line.clause == "wind_up_others_each"
    ]

    assert [(Rank.OTHERS, 600, 300)] == ranks(done)
    assert {"C": 100} == got(done)
    assert [150, 50, 100] == [line.amount for line in split]


def test_others_alone_share_their_rank_in_proportion():
    done = ended(debt("甲厂", 300), debt("乙厂", 100), assets=200, subsidy_property=0)

    assert [(Rank.OTHERS, 400, 200)] == ranks(done)
    assert {} == got(done)


def test_farmers_share_what_there_is_for_them():
    debts = (debt("A", 300, Rank.FARMERS), debt("B", 100, Rank.FARMERS))

    assert {"A": 75, "B": 25} == got(ended(*debts, assets=100, subsidy_property=0))


def test_the_subsidy_property_is_liable_when_the_rest_is_used_up():
    done = ended(debt("饲料厂", 10_500))

    assert [(Rank.OTHERS, 10_500, 10_500)] == ranks(done)
    assert (0, 400) == (done.rest, done.subsidy_property)


def test_what_the_books_owe_is_a_debt_like_others():
    who = members(member("L", 50_000, noticed=date(2020, 5, 5)), member("M", 10, volume=1))
    owed = settled(COOP, who, put_up={"coop": 20_000})
    done = ended(books=owed.books, who=who, assets=40_000, is_bankrupt=False)

    assert [(Rank.OTHERS, 30_000, 30_000)] == ranks(done)
    assert {"M": 10_000} == got(done)
    assert "L" in {says.zh for says in done.settlement.accounts.values()}


def test_what_the_books_owe_to_others_is_named():
    books = evolve(
        YEAR.books,
        claims=(
            Claim(
                account="owed/7",
                since=date(2020, 12, 31),
                level="contract",
                key="K",
                amount=5,
            ),
        ),
    )
    done = ended(books=books, is_bankrupt=False)

    assert [(Rank.OTHERS, 5, 5)] == ranks(done)
    assert any("owed/7" in says.zh for says in done.settlement.accounts.values())


def test_nobody_leaves_while_winding_up_and_who_left_before_is_out():
    who = members(
        member("A", 100, noticed=date(2021, 1, 5)),
        member("B", 100, left=date(2021, 1, 31)),
        member("C", 100, left=date(2021, 4, 1)),
    )
    still = (evolve(each, noticed=None, left=None) for each in who.households)
    first = settled(COOP, members(*still))
    given = {"books": first.books, "who": who, "subsidy_property": 0}
    done = ended(debt("B", 100), rest_by=Measured("equal"), **given)

    assert {"A": 4_950, "C": 4_950} == got(done)
    assert [(Rank.OTHERS, 100, 100)] == ranks(done)
    with pytest.raises(InvalidInputError) as error:
        ended(rest_by=Measured("equal"), **given)
    (problem,) = error.value.problems
    assert "$.households.B" == problem.at
    assert "1.00 yuan" in problem.says.en


def test_shares_and_facts_of_the_register_do_not_disturb():
    day = date(2020, 2, 2)
    issue = {"day": day, "kind": EntryKind.ISSUE, "household": "A", "share_class": "land"}
    who = evolve(
        WHO,
        persons=(Person(code="A-1", household="A"),),
        entries=(
            Entry(
                day=day,
                kind=EntryKind.FACT,
                household="A",
                field="name",
                value="甲",
                id="1",
            ),
            Entry(day=day, kind=EntryKind.VOID, corrects="1"),
            Entry(shares=Fraction(3), **issue),
            Entry(shares=Fraction(1), person="A-1", **issue),
        ),
    )

    assert got(ended()) == got(ended(who=who))


OTHERS_TOO = (
    debt("A", 300, Rank.FARMERS),
    debt("员工", 500, Rank.WAGES),
    debt("A", 400),
    debt("饲料厂", 800),
)


def told(language):
    done = ended(*OTHERS_TOO, is_bankrupt=False)
    return describe(explain(done.settlement, "A"), language, whole=True).splitlines()


def test_it_is_explained_by_ranks_that_have_names_and_no_numbers():
    zh, en = told("zh"), told("en")
    trade, rest, own = "与农民成员未结清的交易款", "其他债务", "4.00 元"

    assert zh[0].startswith("A  2021-06-30  ")
    assert zh[0].endswith("（清算）")
    assert {
        f"订单收购款 3.00 元（{trade}）：{trade}中欠本户的 3.00 元",
        f"清偿债务 4.00 元（{rest}）：{rest}中付给成员的 {own} × {rest}中欠本户的 {own} ÷ {own}",
        "      劳务报酬（员工工资和基本社会保险） -5.00 元",
    } <= set(zh)
    trade, rest, own = "trade owed to farmer members", "other debts", "4.00 yuan"
    ours = "owed to the household"
    assert "清算分配 58.67 元（清偿后的剩余财产）" in "\n".join(zh)
    assert {
        f"order payment 3.00 yuan ({trade}): {trade}, {ours} 3.00 yuan",
        f"debt paid 4.00 yuan ({rest}): {rest}, to members {own} × {rest}, {ours} {own} ÷ {own}",
        "      wage (wages and basic social insurance) -5.00 yuan",
    } <= set(en)
    assert not any("wind_up" in line for line in (*zh, *en))


def test_accounts_stand_in_the_books_until_they_are_closed():
    assert on(YEAR, "capital") == on(ended().settlement, "capital")
    assert ended(books=None, rest_by=Measured("volume")).rest == 10_000


@pytest.mark.parametrize(
    ("debts", "given", "at", "words"),
    [
        (
            (debt("饲料厂", 99_000),),
            {"is_bankrupt": False},
            "$.debts",
            "bankruptcy is to be applied",
        ),
        ((debt("饲料厂", 0),), {}, "$.debts[0].amount", "correct it"),
        ((), {"assets": -1}, "$.assets", "correct it"),
        ((), {"subsidy_property": -1}, "$.subsidy_property", "correct it"),
        ((), {"subsidy_to": " "}, "$.subsidy_to", "art. 53"),
        ((debt("X", 1, Rank.FARMERS),), {}, "$.debts[0].creditor", "did you mean"),
        ((debt("C", 1, Rank.FARMERS),), {}, "$.debts[0].creditor", "kind of member"),
    ],
)
def test_what_cannot_be_wound_up_so_is_told(debts, given, at, words):
    with pytest.raises(InvalidInputError) as error:
        ended(*debts, **given)
    (problem,) = error.value.problems

    assert at == problem.at
    assert words in problem.do.en or words in str(error.value)


def test_debts_of_members_are_collected_first():
    claim = Claim(
        account="deduction/5", since=date(2020, 12, 31), level="member", key="A", amount=5
    )
    with pytest.raises(InvalidInputError) as error:
        ended(books=Books(contract="K", claims=(claim,)))

    assert "$.books.deduction/5.A" == error.value.problems[0].at


def test_other_bodies_end_by_their_own_law():
    with pytest.raises(InvalidInputError) as error:
        ended(agreement=cooperative(vehicle=Vehicle.PARTNERSHIP))

    assert "$.vehicle" == error.value.problems[0].at


@given(
    assets=st.integers(0, 10**6),
    property_=st.integers(0, 10**6),
    debts=st.lists(
        st.tuples(
            st.sampled_from(list(Rank)), st.sampled_from("AB甲乙"), st.integers(1, 10**6)
        ),
        max_size=8,
    ),
)
def test_nothing_is_lost_or_made_and_no_later_rank_is_paid_before_an_earlier(
    assets, property_, debts
):
    owed = [
        debt(who if rank is not Rank.FARMERS or who in "AB" else "A", amount, rank)
        for rank, who, amount in debts
    ]
    done = ended(*owed, assets=assets, subsidy_property=property_)
    paid = sum(each.paid for each in done.ranks)

    assert assets + property_ == paid + done.rest + done.subsidy_property
    assert all(0 <= each.paid <= each.due for each in done.ranks)
    short = [each for each in done.ranks if each.paid < each.due]
    if short:
        assert 0 == done.rest == done.subsidy_property
        order = list(Rank)
        assert all(
            each.paid == 0
            for each in done.ranks
            if order.index(each.rank) > order.index(short[0].rank)
        )
    assert done.rest <= assets
    assert Fraction(done.subsidy_property) <= property_
