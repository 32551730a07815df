"""Members' accounts: reserves quantified, property put to all alike, members who leave."""

from datetime import date
from fractions import Fraction

import pytest
from contract_builders import paid, version
from cooperative_builders import (
    averaging,
    cooperative,
    member,
    members,
    on,
    refund,
    remainder,
    reserve,
    settled,
)
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Kind,
    Measured,
    OddFen,
    lines,
)

NOTICE = date(2020, 9, 30)


def notices_of(settlement, about):
    return {note.at: note.says for note in settlement.notices if note.about == about}


# --- reserves ------------------------------------------------------------------------


def test_a_reserve_is_quantified_to_members_by_the_weight_of_the_charter():
    who = members(member("A", volume=2), member("B", volume=1))
    done = settled(cooperative(reserve(), refund()), who, surplus=100_000)

    assert {"A": 6667, "B": 3333} == on(done, "reserve")
    assert 10_000 == sum(line.amount for line in lines(done) if line.kind is Kind.RESERVE)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("next_period", [45_000, 45_000]), ("this_period", [48_462, 41_538])],
)
def test_the_charter_says_whether_the_reserve_of_the_year_counts(word, expected):
    agreement = cooperative(
        reserve(by=Measured("volume"), counts_from=word), remainder("capital", "reserve")
    )
    who = members(member("A", 60_000, volume=1), member("B", 60_000))
    done = settled(agreement, who, surplus=100_000)

    assert expected == paid(done)


def test_a_reserve_that_counts_from_the_next_period_counts_then():
    agreement = cooperative(reserve(), remainder("capital", "reserve"))
    who = members(member("A", 60_000, volume=1), member("B", 60_000))
    first = settled(agreement, who, surplus=100_000)
    second = settled(agreement, who, 2021, first.books, surplus=100_000)

    assert [48_462, 41_538] == paid(second)  # 90,000 by 70,000 and 60,000


@given(
    surplus=st.integers(0, 10**9),
    volumes=st.lists(st.integers(1, 10**6), min_size=1, max_size=8),
)
def test_members_shares_of_the_reserve_are_the_reserve(surplus, volumes):
    who = members(*(member(f"M{n}", volume=each) for n, each in enumerate(volumes)))
    done = settled(cooperative(reserve()), who, surplus=surplus)

    assert sum(on(done, "reserve").values()) in {surplus // 10, surplus // 10 + 1}


# --- property of all alike -----------------------------------------------------------


def test_what_a_subsidy_formed_is_the_same_for_each_to_the_fen():
    who = members(*(member(code) for code in "ABC"))
    done = settled(cooperative(averaging()), who, amounts={"formed": 1_000_000})

    assert {"A": 333_334, "B": 333_333, "C": 333_333} == on(done, "subsidy")


def test_who_joins_is_given_an_equal_part_by_the_others():
    first = settled(
        cooperative(averaging()), members(member("A"), member("B")), amounts={"formed": 900}
    )
    joined = members(member("A"), member("B"), member("C", entered=date(2021, 5, 1)))
    second = settled(cooperative(averaging()), joined, 2021, first.books)

    assert {"A": 450, "B": 450} == on(first, "subsidy")
    assert {"A": 300, "B": 300, "C": 300} == on(second, "subsidy")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("count", {"A": 300, "B": 300, "C": 300}),
        ("do_not_count", {"A": 450, "B": 450, "C": 0}),
    ],
)
def test_the_charter_says_whether_those_who_leave_count(word, expected):
    agreement = cooperative(averaging(leavers=word))
    who = members(member("A"), member("B"), member("C", left=date(2020, 12, 31)))

    assert expected == on(settled(agreement, who, amounts={"formed": 900}), "subsidy")


def test_property_that_is_written_down_leaves_the_accounts_alike():
    agreement = cooperative(averaging(written_down="lost_value"))
    who = members(member("A", subsidy=600), member("B", subsidy=600))
    lost = {"lost_value": Fraction(200)}
    one = settled(agreement, who, amounts={"formed": 400}, measures=lost)
    gone = settled(
        agreement, who, 2021, one.books, measures={"lost_value": Fraction(9_000)}
    )

    assert {"A": 700, "B": 700} == on(one, "subsidy")
    assert {"A": 0, "B": 0} == on(gone, "subsidy")


def test_no_odd_fen_of_the_property_leaves_the_accounts():
    agreement = cooperative(
        versions=(version(averaging(), odd_fen=OddFen.TO_ACCOUNT, odd_fen_to="common"),)
    )
    who = members(*(member(code) for code in "ABC"))
    done = settled(agreement, who, amounts={"formed": 100})

    assert {"A": 34, "B": 33, "C": 33} == on(done, "subsidy")
