"""Households and persons through time: what was so on a day, as known on a day."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from contract_builders import FIRST, issue
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sanbian import (
    Entry,
    EntryKind,
    Household,
    InvalidInputError,
    Labour,
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

CODES = ("H1", "H2", "H3")
PEOPLE = ("H1-1", "H1-2", "H2-1", "H2-2", "H3-1")
PERSONS = tuple(
    Person(code=code, household=code[:2], relation="户主" if code.endswith("1") else "")
    for code in PEOPLE
)
EMPTY = Register(
    households=tuple(Household(code=code, people=2) for code in CODES), persons=PERSONS
)


def day(number):
    return FIRST + timedelta(days=number)


def entry(kind, number=0, **given):
    return Entry(day=day(number), kind=kind, **given)


def fact(number, about, field, value=None, **given):
    who = {"person": about} if "-" in about else {"household": about}
    return entry(EntryKind.FACT, number, field=field, value=value, **who, **given)


def own(shares, person="", household="H1", **given):
    return entry(
        EntryKind.ISSUE, household=household, share_class="land", shares=Fraction(shares),
        person=person, **given,
    )  # fmt: skip


def parts(register, on=400):
    held = person_holdings(register, on=day(on))
    return {(code, person): shares for (code, _, person), shares in held.items()}


def refused(match, *entries, register=EMPTY):
    with pytest.raises(InvalidInputError, match=match):
        recorded(register, *entries)


# --- any order of entries, facts and corrections ----------------------------------------

MOVES = (EntryKind.TRANSFER, EntryKind.INHERIT, EntryKind.SPLIT)
FACTS = st.one_of(
    st.tuples(st.just("people"), st.integers(0, 9)),
    st.tuples(st.just("group"), st.sampled_from(["一组", "二组"])),
    st.tuples(st.just("status"), st.sampled_from([*Status, *Monitoring])),
    st.tuples(st.sampled_from(["entered", "left"]), st.none()),
    st.tuples(st.just("measures/mu"), st.fractions(0, 9, max_denominator=4)),
)
PERSON_FACTS = st.one_of(
    st.tuples(st.just("left"), st.sampled_from(LeftBy)),
    st.tuples(st.just("household"), st.sampled_from(CODES)),
    st.tuples(st.just("labour"), st.sampled_from(Labour)),
    st.tuples(st.just("membership"), st.sampled_from(Membership)),
)


class Registers(RuleBasedStateMachine):
    """A register of persons and facts that grows, and all that was ever believed about it."""

    codes = st.sampled_from(CODES)
    people = st.sampled_from(PEOPLE)
    lateness = st.integers(0, 20)
    amounts = st.fractions(Fraction(1, 6), 4, max_denominator=6)

    @initialize()
    def open(self):
        self.register = EMPTY
        self.believed = {}
        self.total = Fraction(0)
        self.today = 30
        self.number = 0

    def add(self, kind, late=0, **given):
        self.number += 1
        new = Entry(
            day=day(self.today - late), kind=kind, known=day(self.today),
            id=str(self.number), **given,
        )  # fmt: skip
        try:
            self.register = recorded(self.register, new)
        except InvalidInputError:
            return False
        return True

    def asked(self, on, known):
        on, known = day(on), day(known)
        return (
            households_on(self.register, on=on, known=known),
            persons_on(self.register, on=on, known=known),
            dict(person_holdings(self.register, on=on, known=known)),
            dict(holdings(self.register, on=on, known=known, transfer_day="split")),
        )

    @rule(gone=st.integers(1, 30))
    def time_passes(self, gone):
        for on in (self.today, self.today // 2):
            self.believed[on, self.today] = self.asked(on, self.today)
        self.today += gone

    @rule(code=codes, person=people | st.just(""), shares=amounts, late=lateness)
    def issue(self, code, person, shares, late):
        given = {"household": code, "person": person, "share_class": "land"}
        if self.add(EntryKind.ISSUE, late, shares=shares, **given):
            self.total += shares

    @rule(
        kind=st.sampled_from(MOVES), pair=st.tuples(codes, codes),
        whose=st.tuples(people | st.just(""), people | st.just("")),
        part=st.just(None) | amounts, late=lateness,
    )  # fmt: skip
    def move(self, kind, pair, whose, part, late):
        given = {"part": min(part, Fraction(1))} if part else {"shares": Fraction(1)}
        self.add(
            kind, late, household=pair[0], to=pair[1], person=whose[0], to_person=whose[1],
            share_class="land", **given,
        )  # fmt: skip

    @rule(one=codes, to=codes)
    def merge(self, one, to):
        self.add(EntryKind.MERGE, household=one, to=to)

    @rule(by=st.sampled_from(["household", "people", "person"]))
    def average_again(self, by):
        self.add(EntryKind.RE_AVERAGE, share_class="land", by=by)

    @rule(code=codes, told=FACTS, late=lateness)
    def tell_of_a_household(self, code, told, late):
        self.add(EntryKind.FACT, late, household=code, field=told[0], value=told[1])

    @rule(person=people, told=PERSON_FACTS, late=lateness)
    def tell_of_a_person(self, person, told, late):
        self.add(EntryKind.FACT, late, person=person, field=told[0], value=told[1])

    @rule(data=st.data())
    def make_void(self, data):
        facts = [each.id for each in self.register.entries if each.kind is EntryKind.FACT]
        if facts:
            self.add(EntryKind.VOID, corrects=data.draw(st.sampled_from(facts)))

    @invariant()
    def totals_are_kept(self):
        held = holdings(self.register, on=day(self.today))
        assert sum(held.values()) == self.total

    @invariant()
    def persons_hold_no_more_than_their_households(self):
        held = holdings(self.register, on=day(self.today))
        whole = {}
        for (code, name, _), shares in person_holdings(
            self.register, on=day(self.today)
        ).items():
            assert shares > 0
            whole[code, name] = whole.get((code, name), 0) + shares
        assert all(shares <= held[key] for key, shares in whole.items())

    @invariant()
    def an_answer_never_changes(self):
        for (on, known), answer in self.believed.items():
            assert self.asked(on, known) == answer

    @invariant()
    def one_is_asked_as_all_are(self):
        for on in (self.today // 2, self.today):
            listed = households_on(self.register, on=day(on))
            assert listed == tuple(
                household_on(self.register, code, on=day(on)) for code in CODES
            )
            assert listed == tuple(self.register.known().households_on(day(on)))
            assert persons_on(self.register, on=day(on)) == tuple(
                self.register.known().persons_on(day(on))
            )

    @invariant()
    def share_days_are_shares_times_days_by_each_rule(self):
        period = Period(day(10), day(self.today))
        for way in ("buyer", "seller", "split"):
            slow = {}
            for on in range(10, self.today + 1):
                for key, n in holdings(self.register, on=day(on), transfer_day=way).items():
                    assert n > 0
                    slow[key] = slow.get(key, 0) + n
            assert dict(share_days(self.register, period, transfer_day=way)) == slow


Registers.TestCase.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None
)
TestRegisters = Registers.TestCase


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
