"""Households and persons through time: what was so on a day, as known on a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from contract_builders import FIRST, issue
from hypothesis import given
from hypothesis import strategies as st
from people_builders import (
    EMPTY,
    PEOPLE,
    PERSON_FACTS,
    day,
    entry,
    fact,
    own,
    parts,
    refused,
)

from sanbian import (
    Entry,
    EntryKind,
    Household,
    InvalidInputError,
    LeftBy,
    Membership,
    Monitoring,
    Period,
    Person,
    Register,
    SanbianError,
    Status,
    holdings,
    household_on,
    households_on,
    person_holdings,
    persons_on,
    recorded,
    share_days,
)

# --- marriage and divorce take nothing ---------------------------------------------------


@given(
    shares=st.fractions(Fraction(1, 9), 9, max_denominator=9),
    told=st.lists(st.tuples(st.integers(1, 300), PERSON_FACTS), max_size=6),
)
def test_what_a_person_holds_stays_hers_until_an_entry_says_otherwise(shares, told):
    """Married out, divorced, back, a member or not: not one share is lost or halved."""
    facts = [
        fact(number, "H1-2", *each) for number, each in sorted(told, key=lambda t: t[0])
    ]
    register = recorded(EMPTY, own(5), own(shares, "H1-2"), *facts)

    for on in (0, 150, 400):
        assert parts(register, on) == {("H1", "H1-2"): shares}
        assert holdings(register, on=day(on)) == {("H1", "land"): 5 + shares}


def test_a_daughter_marries_and_takes_her_shares_along_when_an_entry_says_so():
    married = (
        fact(10, "H1-2", "left", LeftBy.MARRIAGE),
        fact(11, "H1-2", "household", "H2"),
    )
    takes = entry(
        EntryKind.SPLIT, 20, household="H1", to="H2", person="H1-2", part=Fraction(1)
    )
    stayed = recorded(EMPTY, own(3), own(1, "H1-2"), *married)
    went = recorded(stayed, takes)

    assert parts(stayed) == {("H1", "H1-2"): 1}
    assert parts(went) == {("H2", "H1-2"): 1}
    assert holdings(went, on=day(20)) == {("H1", "land"): 3, ("H2", "land"): 1}
    her = {each.code: each for each in persons_on(went, on=day(20))}["H1-2"]
    assert (her.household, her.joined, her.left) == ("H2", day(11), None)


# --- who in a household holds which part -------------------------------------------------


def test_parts_pass_within_a_household_and_between_two():
    register = recorded(
        EMPTY,
        own(3),
        own(2, "H1-1"),
        entry(EntryKind.INHERIT, 1, household="H1", to="H1", person="H1-1",
              to_person="H1-2", share_class="land", part=Fraction(1)),
        entry(EntryKind.TRANSFER, 2, household="H1", to="H2", share_class="land",
              shares=Fraction(1), to_person="H2-2"),
        entry(EntryKind.REDEEM, 3, household="H1", person="H1-2", share_class="land",
              shares=Fraction(1, 2)),
        entry(EntryKind.CONVERT, 4, household="H1", person="H1-2", share_class="land",
              shares=Fraction(1, 2), to_class="fiscal", gets=Fraction(5)),
    )  # fmt: skip

    assert parts(register, 0) == {("H1", "H1-1"): 2}
    assert parts(register, 2) == {("H1", "H1-2"): 2, ("H2", "H2-2"): 1}
    assert dict(person_holdings(register, on=day(4))) == {
        ("H1", "land", "H1-2"): 1, ("H2", "land", "H2-2"): 1, ("H1", "fiscal", "H1-2"): 5,
    }  # fmt: skip
    assert holdings(register, on=day(4)) == {
        ("H1", "land"): 3, ("H2", "land"): 1, ("H1", "fiscal"): 5,
    }  # fmt: skip


def test_when_a_household_divides_or_joins_each_keeps_what_was_his():
    first = recorded(EMPTY, own(2), own(2, "H1-1"))
    divided = entry(EntryKind.SPLIT, 1, household="H1", to="H3", part=Fraction(1, 2))
    joined = entry(EntryKind.MERGE, 2, household="H1", to="H3")

    assert parts(recorded(first, divided)) == {("H1", "H1-1"): 1, ("H3", "H1-1"): 1}
    assert parts(recorded(first, divided, joined)) == {("H3", "H1-1"): 2}
    bought = entry(EntryKind.TRANSFER, 1, household="H1", to="H3", part=Fraction(1, 2))
    assert parts(recorded(first, bought)) == {("H1", "H1-1"): 1}


def test_a_class_shared_out_anew_by_household_is_nobodys_by_name_and_by_person_each_ones():
    first = recorded(
        EMPTY, own(8), own(2, "H1-1"), fact(1, "H2-2", "left", LeftBy.DEATH),
        fact(1, "H3-1", "membership", Membership.ELSEWHERE),
    )  # fmt: skip
    again = {
        by: recorded(first, entry(EntryKind.RE_AVERAGE, 5, share_class="land", by=by))
        for by in ("household", "person")
    }

    assert parts(again["household"]) == {}
    assert parts(again["person"]) == {
        ("H1", "H1-1"): Fraction(10, 3), ("H1", "H1-2"): Fraction(10, 3),
        ("H2", "H2-1"): Fraction(10, 3),
    }  # fmt: skip
    assert holdings(again["person"], on=day(5)) == {
        ("H1", "land"): Fraction(20, 3), ("H2", "land"): Fraction(10, 3),
    }  # fmt: skip


def test_sharing_out_anew_leaves_other_classes_and_households_that_left_alone():
    other = entry(
        EntryKind.ISSUE, household="H1", share_class="fiscal", shares=Fraction(2),
        person="H1-1",
    )  # fmt: skip
    register = recorded(
        EMPTY, own(9), other, fact(1, "H3", "left"),
        entry(EntryKind.RE_AVERAGE, 5, share_class="land", by="person"),
    )  # fmt: skip
    held = person_holdings(register, on=day(5))

    assert held["H1", "fiscal", "H1-1"] == 2
    assert {person: n for (_, name, person), n in held.items() if name == "land"} == (
        dict.fromkeys(("H1-1", "H1-2", "H2-1", "H2-2"), Fraction(9, 4))
    )


def test_a_class_is_shared_out_anew_by_the_people_of_the_day():
    more = fact(2, "H1", "people", 4)
    again = entry(EntryKind.RE_AVERAGE, 5, share_class="land", by="people")

    assert holdings(recorded(EMPTY, own(8), more, again), on=day(5))["H1", "land"] == 4


# --- facts of two days -------------------------------------------------------------------


def test_what_was_believed_of_a_household_on_10_july_about_30_june():
    gone = Entry(
        day=date(2023, 6, 1), kind=EntryKind.FACT, household="H1", field="people", value=1,
        known=date(2023, 7, 20), id="1",
    )  # fmt: skip
    taken_back = Entry(
        day=date(2023, 6, 1), kind=EntryKind.VOID, corrects="1", known=date(2023, 8, 1)
    )
    register = recorded(EMPTY, gone, taken_back)
    june = date(2023, 6, 30)

    def asked(known):
        return household_on(register, "H1", on=june, known=known).people

    assert [asked(date(2023, 7, 10)), asked(date(2023, 7, 20)), asked(None)] == [2, 1, 2]
    then = {"on": june, "known": date(2023, 7, 20)}
    assert [each.people for each in households_on(register, **then)] == [1, 2, 2]
    moved = recorded(
        register,
        Entry(
            day=date(2023, 6, 1), kind=EntryKind.FACT, person="H1-2", field="household",
            value="H3", known=date(2023, 9, 1),
        ),
    )  # fmt: skip
    assert [
        persons_on(moved, on=june, known=known)[1].household
        for known in (date(2023, 8, 31), date(2023, 9, 1), None)
    ] == ["H1", "H3", "H3"]


def test_a_household_through_its_statuses():
    register = recorded(
        EMPTY,
        fact(10, "H1", "status", Status.POOR),
        fact(20, "H1", "status", Monitoring.MARGINAL),
        fact(30, "H1", "status", Status.GRADUATED),
        fact(40, "H1", "left"),
        fact(60, "H1", "entered"),
    )

    def asked(on):
        one = household_on(register, "H1", on=day(on))
        return one.status_on(day(on)), one.monitoring, one.counts_on(day(on))

    assert asked(9) == (Status.GENERAL, None, True)
    assert asked(15) == (Status.POOR, None, True)
    assert asked(20) == (Status.MONITORED, Monitoring.MARGINAL, True)
    assert asked(40) == (Status.GRADUATED, None, True)
    assert asked(41) == (Status.GRADUATED, None, False)
    assert asked(60) == (Status.GRADUATED, None, True)


def test_a_person_is_there_until_the_last_day_and_dead_from_the_next():
    register = recorded(EMPTY, fact(10, "H1-1", "left", LeftBy.DEATH))
    (one, *_) = persons_on(register, on=day(30))

    assert one.is_head
    assert [one.belongs_on(day(10)), one.belongs_on(day(11))] == [True, False]
    assert [one.is_dead_on(day(10)), one.is_dead_on(day(11))] == [False, True]
    back = recorded(register, fact(20, "H1-1", "joined"))
    assert persons_on(back, on=day(30))[0].left is None


def test_a_household_that_is_not_there():
    with pytest.raises(SanbianError, match="household of the register, got 'H9'"):
        household_on(EMPTY, "H9", on=day(0))


# --- what is refused ---------------------------------------------------------------------

DEAD = fact(5, "H1-1", "left", LeftBy.DEATH)


@pytest.mark.parametrize(
    ("says", "entries"),
    [
        ("a household or a person, got neither", (
            entry(EntryKind.FACT, field="people", value=1),
        )),
        ("expected one of name, group", (fact(0, "H1", "shoes", 1),)),
        ("expected field of fact", (fact(0, "H1", ""),)),
        ("expected int for people, got str", (fact(0, "H1", "people", "4"),)),
        ("expected int for people, got bool", (fact(0, "H1", "people", True),)),  # noqa: FBT003 - a wrong value
        ("expected nothing for left, got int", (fact(0, "H1", "left", 4),)),
        ("at least zero, got -1", (fact(0, "H1", "people", -1),)),
        ("at least zero, got -1", (fact(0, "H1", "measures/mu", Fraction(-1)),)),
        ("household of the register, got 'H9'", (fact(0, "H1-1", "household", "H9"),)),
        ("expected one of car", (fact(0, "H1-1", "owns", ("boat",)),)),
        ("a person of the list of persons, got 'H9-1'", (fact(0, "H9-1", "name", "x"),)),
        ("household of the register, got 'H9'", (fact(0, "H9", "name", "x"),)),
        ("no person of merge", (
            own(1), entry(EntryKind.MERGE, household="H1", to="H2", person="H1-1"),
        )),
        ("H1-1 to hold shares, got 0", (
            own(1), entry(EntryKind.SPLIT, household="H1", to="H2", person="H1-1", part=1),
        )),
        ("H1-1 to hold as much, got 1 shares too few", (
            own(3), own(1, "H1-1"),
            entry(EntryKind.REDEEM, household="H1", person="H1-1", share_class="land",
                  shares=Fraction(2)),
        )),
        ("keep the 2 shares that are its persons', got 1 left", (
            own(1), own(2, "H1-1"),
            entry(EntryKind.REDEEM, household="H1", share_class="land", shares=Fraction(2)),
        )),
        ("given or taken by H1-1, who died", (
            DEAD, entry(EntryKind.ISSUE, 6, household="H1", person="H1-1",
                        share_class="land", shares=Fraction(2)),
        )),
        ("given or taken by H1-1, who died", (
            own(1), DEAD, entry(EntryKind.INHERIT, 6, household="H1", to="H1",
                                to_person="H1-1", share_class="land", shares=Fraction(1)),
        )),
        ("to share among", (
            own(1), *(fact(0, each, "left", LeftBy.MOVED) for each in PEOPLE),
            entry(EntryKind.RE_AVERAGE, 1, share_class="land", by="person"),
        )),
    ],
)  # fmt: skip
def test_an_entry_of_persons_or_facts_that_does_not_fit_is_refused(says, entries):
    refused(says, *entries)


def test_an_heir_takes_over_from_the_dead_on_any_later_day():
    heir = entry(
        EntryKind.INHERIT, 6, household="H1", to="H1", person="H1-1", to_person="H1-2",
        share_class="land", shares=Fraction(1),
    )  # fmt: skip
    assert parts(recorded(EMPTY, own(1, "H1-1"), DEAD, heir)) == {("H1", "H1-2"): 1}


@pytest.mark.parametrize(
    ("says", "person"),
    [
        ("a code of its own, got ''", {"code": ""}),
        ("household of the register, got 'H9'", {"household": "H9"}),
        ("joined not before born", {"born": day(5), "joined": day(4)}),
        ("the day of leaving by death, got nothing", {"left_by": LeftBy.DEATH}),
        ("expected one of car", {"owns": ("boat",)}),
    ],
)
def test_a_person_that_does_not_fit_is_refused(says, person):
    with pytest.raises(InvalidInputError, match=says):
        Register(
            households=(Household(code="H1"),),
            persons=(Person(**{"code": "P", "household": "H1", **person}),),
        )


def test_what_lists_ask_about_may_be_written_down():
    assert recorded(EMPTY, fact(0, "H1-1", "owns", ("car", "house")))


def test_two_persons_of_one_code_and_negative_votes_are_refused():
    with pytest.raises(InvalidInputError, match="a code of its own, got 'P'") as error:
        Register(
            households=(Household(code="H1", votes=-1),),
            persons=(Person(code="P", household="H1"), Person(code="P", household="H1")),
        )
    assert [each.at for each in error.value.problems] == [
        "$.households[0].votes", "$.persons[1]",
    ]  # fmt: skip


def test_nothing_takes_effect_before_the_register_opens():
    with pytest.raises(
        InvalidInputError, match=f"from {day(5)} on, when the register opens"
    ):
        Register(households=EMPTY.households, entries=(issue("H1", 1),), opens=day(5))
    Register(households=EMPTY.households, entries=(issue("H1", 1),), opens=FIRST)


# --- one day, two holders ----------------------------------------------------------------


def test_each_side_counts_for_half_of_the_day_where_that_is_the_rule():
    register = recorded(
        EMPTY, own(2),
        entry(EntryKind.TRANSFER, 5, household="H1", to="H2", share_class="land",
              shares=Fraction(2)),
        own(1, household="H3", known=day(9)),
    )  # fmt: skip
    days = share_days(register, Period(day(0), day(9)), transfer_day="split")

    assert holdings(register, on=day(5), transfer_day="split") == {
        ("H1", "land"): 1, ("H2", "land"): 1, ("H3", "land"): 1,
    }  # fmt: skip
    assert days == {("H1", "land"): 11, ("H2", "land"): 9, ("H3", "land"): 10}
