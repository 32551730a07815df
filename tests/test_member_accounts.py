"""Members' accounts: opening, changes, closing; over all members they are the funds."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from contract_builders import version, year
from cooperative_builders import (
    ACCOUNT,
    CLAUSES,
    cooperative,
    leaving,
    member,
    members,
    refund,
    reserve,
    settled,
)
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Facts,
    InvalidInputError,
    PartFacts,
    Period,
    Reinvestment,
    UnknownNameError,
    facts_of,
    member_account,
    member_accounts,
    settle,
)
from sanbian.report import account_headers, account_rows, account_table

COOP = cooperative(*CLAUSES[:4], leaving(loss_of="surplus", loss_by=ACCOUNT))
WHO = members(
    member("A", 10_000, volume=30, noticed=date(2021, 3, 1), name="甲"),
    member("B", 20_000, volume=10),
    member("C", 5_000, volume=5, entered=date(2021, 2, 1)),
)


def history(agreement=COOP, who=WHO, surpluses=(100_000, -30_000), formed=900):
    """Each year's facts, settlement and the books before it."""
    books, found = None, []
    for number, surplus in enumerate(surpluses):
        done = settled(
            agreement,
            who,
            2020 + number,
            books,
            surplus=surplus,
            amounts={"formed": formed},
        )
        facts = facts_of(year(2020 + number))
        found.append((facts, done, books))
        books = done.books
    return found


def accounts(facts, done, before, agreement=COOP, who=WHO):
    return {
        each.member: each for each in member_accounts(agreement, who, facts, done, before)
    }


def told(account):
    return [(each.column, each.clause, each.amount) for each in account.changes]


def test_an_account_tells_what_came_and_what_left_and_why():
    _, last = (accounts(*one) for one in history())
    mine = last["A"]

    assert (10_000, 7_500, 450) == tuple(mine.opening[name] for name in STAKES)
    assert [
        ("subsidy_share", "3", 150),
        ("capital", "5", -10_000),
        ("reserve_share", "5", -1_667),
        ("reserve_share", "5", -5_833),
        ("subsidy_share", "5", -600),
    ] == told(mine)
    assert 0 == sum(mine.closing.values())


STAKES = ("capital", "reserve_share", "subsidy_share")


def test_what_is_entered_when_an_account_opens_is_a_change():
    first, last = (accounts(*one) for one in history())

    assert ("capital", "", 10_000) == told(first["A"])[0]
    assert ("capital", "", 5_000) == told(last["C"])[0]
    assert "C" not in first


def test_what_a_joiner_brings_is_entered_on_the_day_of_joining():
    first, last = (accounts(*one) for one in history())

    assert {date(2020, 1, 1), date(2020, 12, 31)} == {
        change.day for change in first["A"].changes
    }
    assert date(2021, 2, 1) == last["C"].changes[0].day
    assert ["2021-01-01", "2021-02-01", "2021-12-31"] == list(
        dict.fromkeys(row[2] for row in account_rows([last["C"]], "en"))
    )


def test_refunds_and_trade_are_those_of_the_period():
    first, last = (accounts(*one) for one in history())

    assert 40_500 == first["A"].patronage_refund
    assert 36_000 == sum(each.surplus_refund for each in first.values())
    assert [Fraction(30)] == [each.quantity for each in first["A"].trade]
    assert (0, 0) == (last["A"].patronage_refund, last["A"].surplus_refund)


def test_trade_is_the_activity_of_all_parts_of_the_period():
    spans = (("01-01", "06-30"), ("07-01", "12-31"))
    parts = tuple(
        PartFacts(
            period=Period(*(date.fromisoformat(f"2020-{day}") for day in span)),
            amounts={"surplus": 1000, "formed": 0, "given": 0},
            activity={"volume": {"A": Fraction(number), "B": Fraction(1)}},
        )
        for number, span in enumerate(spans, start=1)
    )
    facts = Facts(parts=parts)
    agreement = cooperative(
        versions=(version(refund()), version(refund(), since=date(2020, 7, 1)))
    )
    found = accounts(facts, settle(agreement, WHO, facts), None, agreement)

    assert Fraction(3) == found["A"].trade[0].quantity
    assert 1200 == sum(each.patronage_refund for each in found.values())


def test_surplus_that_becomes_capital_stands_on_the_account():
    turned = Reinvestment(
        id="6", out_of=("2",), rate=Fraction(1, 2), to="capital", earns_from="next_period"
    )
    agreement = cooperative(refund(), turned)
    who = members(member("A", 100, volume=1))
    facts, done, _ = history(agreement, who, (1000,), 0)[0]
    found = member_account(agreement, who, facts, done, "A")

    assert [("capital", "", 100), ("capital", "6", 300)] == told(found)
    assert 600 == found.patronage_refund


def test_who_has_nothing_and_did_nothing_has_no_account():
    who = members(member("A", 10, volume=1), member("B"))
    facts, done, _ = history(cooperative(refund()), who, (100,), 0)[0]
    agreement = cooperative(refund())

    assert ["A"] == [one.member for one in member_accounts(agreement, who, facts, done)]
    with pytest.raises(UnknownNameError) as error:
        member_account(agreement, who, facts, done, "B")
    assert "B" in error.value.problems[0].says.zh


def test_who_only_traded_has_an_account():
    who = members(member("A", 10, volume=1), member("B", volume=7))
    agreement = cooperative(reserve(to="common", by=None, counts_from=None))
    facts, done, _ = history(agreement, who, (0,), 0)[0]

    assert {"A", "B"} == set(accounts(facts, done, None, agreement, who))


def test_a_contract_without_accounts_is_told_to_say_what_they_are():
    agreement = cooperative(refund(), member_accounts=None)
    facts, done, _ = history(agreement, WHO, (1000,), 0)[0]
    with pytest.raises(InvalidInputError) as error:
        member_accounts(agreement, WHO, facts, done)

    assert "$.member_accounts" == error.value.problems[0].at


@given(
    surpluses=st.lists(st.integers(-(10**6), 10**7), min_size=1, max_size=4),
    formed=st.integers(0, 10**6),
)
def test_years_follow_one_another_and_members_make_up_the_fund(surpluses, formed):
    closing = {}
    for one in history(surpluses=surpluses, formed=formed):
        found = accounts(*one)
        for code, account in found.items():
            assert closing.get(code, dict.fromkeys(account.opening, 0)) == account.opening
        for column, fund in COOP.member_accounts.funds:
            assert sum(one[1].books.funds[fund].values()) == sum(
                account.closing[column] for account in found.values()
            )
        closing = {code: account.closing for code, account in found.items()}


# --- as rows -------------------------------------------------------------------------


def test_rows_have_the_columns_of_the_official_form():
    facts, done, before = history()[0]
    mine = accounts(facts, done, before)["A"]
    rows = account_rows([mine], "zh")

    assert (
        *("户编号", "户主", "年月日", "摘要", "成员出资", "公积金份额"),
        *("形成财产的财政补助资金量化份额", "捐赠财产量化份额", "交易量（公斤）"),
        *("盈余返还金额", "剩余盈余返还金额"),
    ) == account_headers(COOP, "zh")
    assert [
        ("期初余额", Decimal("0.00"), Decimal("0.00"), "", ""),
        ("入社或建账时记入", Decimal("100.00"), "", "", ""),
        ("公积金量化（第1条）", "", Decimal("75.00"), "", ""),
        ("平均量化（第3条）", "", "", "", ""),
        ("本期交易和返还", "", "", Fraction(30), Decimal("405.00")),
        ("期末余额", Decimal("100.00"), Decimal("75.00"), "", ""),
    ] == [(row[3], row[4], row[5], row[8], row[9]) for row in rows]


def test_a_table_for_people_leaves_out_who_it_is():
    facts, done, before = history()[0]
    table = account_table(COOP, [accounts(facts, done, before)["A"]], "en")

    assert "Day" == table.columns[0].title
    assert ("2020-12-31", "reserve quantified (clause 1)") == table.rows[2][:2]
    assert "30" == table.rows[4][6]
