"""Any order of entries, facts and corrections of households and persons."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from contract_builders import FIRST
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from people_builders import CODES, EMPTY, FACTS, MOVES, PEOPLE, PERSON_FACTS, day
from register_strategies import registers

from sanbian import (
    Entry,
    EntryKind,
    InvalidInputError,
    Period,
    holdings,
    household_on,
    households_on,
    person_holdings,
    persons_on,
    recorded,
    share_days,
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


@settings(max_examples=40, deadline=None)
@given(registers(), st.sampled_from(["buyer", "seller", "split"]), st.integers(0, 2))
def test_share_days_are_the_holdings_of_each_day_added_up(register, way, month):
    """Issues, transfers and redemptions, by each rule for the day on which shares pass."""
    last = max((entry.day for entry in register.entries), default=FIRST)
    period = Period(last - timedelta(days=30 * month + 5), last + timedelta(days=5))
    slow = {}
    for on in range(period.days):
        held = holdings(register, on=period.start + timedelta(days=on), transfer_day=way)
        for key, shares in held.items():
            slow[key] = slow.get(key, 0) + shares

    assert dict(share_days(register, period, transfer_day=way)) == slow


@settings(max_examples=40, deadline=None)
@given(registers())
def test_on_the_day_of_a_transfer_each_half_is_the_mean_of_both_rules(register):
    for on in {entry.day for entry in register.entries}:
        both = [holdings(register, on=on, transfer_day=way) for way in ("buyer", "seller")]
        half = holdings(register, on=on, transfer_day="split")
        for key in {*both[0], *both[1]}:
            assert 2 * half.get(key, 0) == sum(each.get(key, 0) for each in both)
