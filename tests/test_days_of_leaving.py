"""Notices and days of leaving: other versions, parts of a year, steps of payment, books."""

from datetime import date

import pytest
from contract_builders import paid, version
from cooperative_builders import (
    averaging,
    cooperative,
    leaving,
    member,
    members,
    refund,
    remainder,
    reserve,
    settled,
)

from sanbian import Facts, InvalidInputError, Measured, PartFacts, Period, settle
from sanbian.files import load_books, save_books

NOTICE = date(2020, 9, 30)


def test_a_notice_before_the_entry_is_refused():
    who = members(member("L", noticed=NOTICE, entered=date(2020, 10, 10)), member("M"))
    with pytest.raises(InvalidInputError) as error:
        settled(cooperative(), who)
    (problem,) = error.value.problems

    assert "$.households.L.noticed" == problem.at
    assert "2020-10-10" in problem.says.zh


def test_the_clause_of_the_day_of_the_notice_says_when_membership_ends():
    longer = version(leaving(notice_months=9), since=date(2021, 1, 1))
    agreement = cooperative(versions=(version(leaving()), longer))
    who = members(member("L", 500, noticed=NOTICE), member("M"))
    first = settled(agreement, who)
    second = settled(agreement, who, 2021, first.books)

    assert [500, 0] == paid(first)
    assert [0, 0] == paid(second)


def test_a_first_clause_that_comes_later_counts_for_earlier_notices():
    later = version(leaving(), since=date(2021, 1, 1))
    agreement = cooperative(versions=(version(averaging()), later))
    who = members(member("L", 500, noticed=NOTICE, subsidy=10), member("M", subsidy=10))
    first = settled(agreement, who)
    second = settled(agreement, who, 2021, first.books)

    assert [0, 0] == paid(first)
    assert [500, 0] == paid(second)  # it left at the end of 2020; the clause pays in 2021


def test_a_refund_is_to_the_fen_where_others_are_paid_in_yuan():
    whole = version(leaving(), pay_in="yuan", left_to="common")
    agreement = cooperative(versions=(whole,))
    who = members(member("L", 50_045, noticed=NOTICE), member("M"))

    assert [50_045, 0] == paid(settled(agreement, who))


def test_who_leaves_in_the_first_part_of_a_year_is_refunded_in_it():
    parts = (version(leaving(year_end="06-30")), version(leaving(), since=date(2020, 7, 1)))
    agreement = cooperative(versions=parts)
    who = members(member("L", 500, noticed=date(2020, 3, 1)), member("M"))
    half = [
        PartFacts(period=Period(date(2020, *first), date(2020, *last)))
        for first, last in (((1, 1), (6, 30)), ((7, 1), (12, 31)))
    ]
    done = settle(agreement, who, Facts(parts=tuple(half)))

    assert [500, 0] == paid(done)
    assert any("2020-07-30" in note.says.en for note in done.notices)


def test_what_is_owed_to_a_leaver_travels_with_the_books(tmp_path):
    agreement = cooperative(leaving())
    who = members(member("L", 50_000, noticed=NOTICE), member("M"))
    done = settled(agreement, who, put_up={"coop": 1})
    save_books(done.books, tmp_path / "books.json")
    later = settled(agreement, who, 2021, load_books(tmp_path / "books.json"))

    assert [49_999, 0] == paid(later)


ALL_LEAVE = members(
    member("L", 500, noticed=NOTICE), member("M", 300, left=date(2020, 5, 1))
)


@pytest.mark.parametrize(
    "clauses",
    [
        (averaging(), leaving()),
        (averaging(leavers="do_not_count"), leaving()),
        (
            reserve(by=Measured("paid_in")),
            leaving(stays=("reserve",), refunds=("capital",)),
        ),
    ],
)
def test_where_all_members_leave_the_refusal_says_to_wind_up(clauses):
    with pytest.raises(InvalidInputError) as error:
        settled(cooperative(*clauses), ALL_LEAVE, surplus=1_000, amounts={"formed": 100})
    (problem,) = error.value.problems

    assert "$.households" == problem.at
    assert "to stay with, got that the last leaves by 2020-12-31" in problem.says.en
    assert "wind_up" in problem.do.en
    assert "清算" in problem.do.zh


def test_all_members_may_leave_where_nothing_is_to_stay():
    settlement = settled(cooperative(leaving(stays=())), ALL_LEAVE)

    assert [500, 300] == paid(settlement)


def test_another_refusal_stays_as_it_is_where_all_leave():
    agreement = cooperative(remainder("volume"), leaving())
    with pytest.raises(InvalidInputError) as error:
        settled(agreement, ALL_LEAVE, surplus=100)

    assert ["clause 4"] == [each.at for each in error.value.problems]
    with pytest.raises(InvalidInputError, match="nobody may take"):
        settled(cooperative(remainder("volume")), members(member("M", 1)), surplus=100)


def half_year(first, last, surplus, volumes):
    return PartFacts(
        period=Period(date(2020, *first), date(2020, *last)),
        amounts={"surplus": surplus, "formed": 0, "given": 0},
        activity={"volume": volumes},
    )


SHARED = cooperative(refund(), remainder("capital"), leaving())
DIES = members(
    member("L", 3_000, volume=2, left=date(2020, 5, 1)), member("M", 1_000, volume=1)
)


def test_who_leaves_before_the_record_day_gets_none_of_the_year_and_that_is_said():
    whole = settled(SHARED, DIES, surplus=10_000)
    (leaves,) = [note.says.en for note in whole.notices if note.about == "leaving"]

    assert [3_000, 10_000] == paid(whole)
    assert "not on the record day 2020-12-31" in leaves
    on_it = settled(
        SHARED, members(member("L", 3_000, volume=2, noticed=NOTICE)), surplus=1
    )
    assert not [note for note in on_it.notices if "record day" in note.says.en]


def test_who_leaves_shares_in_the_surplus_until_then_where_the_facts_are_in_two_parts():
    parts = (
        half_year((1, 1), (5, 1), 4_000, {"L": 2, "M": 1}),
        half_year((5, 2), (12, 31), 6_000, {"M": 1}),
    )
    done = settle(SHARED, DIES, Facts(parts=parts))

    assert [3_000 + 1_600 + 1_200, 800 + 400 + 6_000] == paid(done)
    assert not [note for note in done.notices if "record day" in note.says.en]
