"""Who held what, on which day, as known when: any order of entries and corrections."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from contract_builders import FIRST, issue
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from sanbian import (
    Entry,
    EntryKind,
    Household,
    InvalidInputError,
    Period,
    Register,
    holdings,
    recorded,
    share_days,
    timeline,
)

CODES = ("H1", "H2", "H3", "H4")
PEOPLE = tuple(
    Household(code=code, people=people)
    for code, people in zip(CODES, (1, 2, 3, 0), strict=True)
)
EMPTY = Register(households=PEOPLE)
CLASSES = ("land", "fiscal")
DAYS = 400


def day(number):
    return FIRST + timedelta(days=number)


def entry(kind, number=0, **given):
    return Entry(day=day(number), kind=kind, **given)


def of(register, on=DAYS, **given):
    return dict(holdings(register, on=day(on), **given))


def refused(match, *entries):
    with pytest.raises(InvalidInputError, match=match):
        recorded(EMPTY, *entries)


# --- any order of entries and corrections ----------------------------------------------


class Registers(RuleBasedStateMachine):
    """A register that grows, and everything that was ever believed about it."""

    @initialize()
    def open(self):
        self.register = EMPTY
        self.believed = {}
        self.total = dict.fromkeys(CLASSES, Fraction(0))
        self.number = 0
        self.today = 0

    def add(self, kind, **given):
        """Add an entry if it fits; the register stays as it was if it does not."""
        self.number += 1
        effect = self.today - given.pop("late", 0)
        new = Entry(
            day=day(effect), kind=kind, known=day(self.today), id=str(self.number), **given
        )
        try:
            self.register = recorded(self.register, new)
        except InvalidInputError:
            return False
        return True

    codes = st.sampled_from(CODES)
    classes = st.sampled_from(CLASSES)
    amounts = st.fractions(Fraction(1, 6), 4, max_denominator=6)
    lateness = st.integers(0, 20)

    @rule(gone=st.integers(1, 30))
    def time_passes(self, gone):
        """What was believed of the days until now must stay the answer for ever."""
        for on in {self.today, self.today // 2}:
            held = holdings(self.register, on=day(on), known=day(self.today))
            self.believed[on, self.today] = dict(held)
        self.today += gone

    @rule(code=codes, share_class=classes, shares=amounts, late=lateness)
    def issue(self, code, share_class, shares, late):
        given = {"household": code, "share_class": share_class, "shares": shares}
        if self.add(EntryKind.ISSUE, late=late, **given):
            self.total[share_class] += shares

    @rule(
        pair=st.permutations(CODES),
        share_class=classes,
        shares=amounts,
        late=lateness,
        kind=st.sampled_from([EntryKind.TRANSFER, EntryKind.INHERIT, EntryKind.BUY_BACK]),
    )
    def transfer(self, pair, share_class, shares, late, kind):  # fmt: skip
        self.add(
            kind, late=late, household=pair[0], to=pair[1], share_class=share_class,
            shares=shares,
        )  # fmt: skip

    @rule(
        pair=st.permutations(CODES), part=st.fractions(Fraction(1, 4), 1, max_denominator=4)
    )
    def split(self, pair, part):
        self.add(EntryKind.SPLIT, household=pair[0], to=pair[1], part=part)

    @rule(pair=st.permutations(CODES))
    def merge(self, pair):
        self.add(EntryKind.MERGE, household=pair[0], to=pair[1])

    @rule(code=codes, share_class=classes, shares=amounts)
    def redeem(self, code, share_class, shares):
        given = {"household": code, "share_class": share_class, "shares": shares}
        if self.add(EntryKind.REDEEM, **given):
            self.total[share_class] -= shares

    @rule(code=codes, shares=amounts, gets=amounts)
    def convert(self, code, shares, gets):
        given = {"household": code, "share_class": "fiscal", "shares": shares}
        if self.add(EntryKind.CONVERT, to_class="land", gets=gets, **given):
            self.total["fiscal"] -= shares
            self.total["land"] += gets

    @rule(share_class=classes, by=st.sampled_from(["household", "people"]))
    def average_again(self, share_class, by):
        self.add(EntryKind.RE_AVERAGE, share_class=share_class, by=by)

    @rule(code=codes, share_class=classes, shares=amounts)
    def pledge(self, code, share_class, shares):
        self.add(EntryKind.PLEDGE, household=code, share_class=share_class, shares=shares)

    @precondition(lambda self: self.register.entries)
    @rule(data=st.data())
    def make_void(self, data):
        old = data.draw(st.sampled_from(self.register.entries))
        if self.add(EntryKind.VOID, corrects=old.id):
            signs = {EntryKind.ISSUE: -1, EntryKind.REDEEM: 1}
            if old.kind in signs:
                self.total[old.share_class] += signs[old.kind] * old.shares
            if old.kind is EntryKind.CONVERT:
                self.total["fiscal"] += old.shares
                self.total["land"] -= old.gets
            if old.kind is EntryKind.VOID:  # what it had made void stays gone
                pass

    @invariant()
    def totals_are_kept(self):
        held = of(self.register, on=self.today + DAYS)
        for share_class in CLASSES:
            found = sum(n for (_, each), n in held.items() if each == share_class)
            assert found == self.total[share_class]

    @invariant()
    def nobody_holds_less_than_nothing(self):
        for on in range(0, self.today + 1, 13):
            assert all(shares > 0 for shares in of(self.register, on=on).values())

    @invariant()
    def an_answer_never_changes(self):
        for (on, known), held in self.believed.items():
            assert of(self.register, on=on, known=day(known)) == held

    @invariant()
    def the_timeline_says_the_same(self):
        laid_out = timeline(self.register)
        for on in (0, self.today):
            assert dict(laid_out.holdings(on=day(on))) == of(self.register, on=on)

    @invariant()
    def share_days_are_shares_times_days(self):
        period = Period(day(-30), day(self.today))
        slow = {}
        for on in range(-30, self.today + 1):
            for key, shares in of(self.register, on=on).items():
                slow[key] = slow.get(key, Fraction(0)) + shares
        assert dict(share_days(self.register, period)) == slow


Registers.TestCase.settings = settings(
    max_examples=15, stateful_step_count=20, deadline=None
)
TestRegisters = Registers.TestCase


# --- each kind, by hand ----------------------------------------------------------------


def test_what_was_believed_on_10_july_about_30_june():
    """Three shares were written down; on 20 July it turned out that they were two."""
    wrong = issue("H1", 3, day=date(2023, 1, 1))
    right = Entry(
        day=date(2023, 1, 1), kind=EntryKind.ISSUE, household="H1", share_class="land",
        shares=Fraction(2), known=date(2023, 7, 20), corrects="1",
    )  # fmt: skip
    register = recorded(EMPTY, _numbered(wrong, "1"), right)
    june = date(2023, 6, 30)

    assert holdings(register, on=june, known=date(2023, 7, 10)) == {("H1", "land"): 3}
    assert holdings(register, on=june, known=date(2023, 7, 20)) == {("H1", "land"): 2}
    assert holdings(register, on=june) == {("H1", "land"): 2}


def _numbered(one, number):
    return Entry(
        day=one.day, kind=one.kind, household=one.household, share_class=one.share_class,
        shares=one.shares, id=number,
    )  # fmt: skip


def test_a_household_divides_and_two_join():
    register = recorded(
        EMPTY,
        issue("H1", 6, day=day(0)),
        issue("H1", 2, day=day(0), share_class="fiscal"),
        entry(EntryKind.SPLIT, 1, household="H1", to="H2", part=Fraction(1, 2)),
        entry(EntryKind.INHERIT, 2, household="H1", to="H3", share_class="land", part=1),
        entry(EntryKind.MERGE, 3, household="H2", to="H3"),
    )
    assert of(register, 1) == {
        ("H1", "land"): 3, ("H2", "land"): 3, ("H1", "fiscal"): 1, ("H2", "fiscal"): 1,
    }  # fmt: skip
    assert of(register, 2)["H3", "land"] == 3
    assert of(register) == {("H3", "land"): 6, ("H3", "fiscal"): 1, ("H1", "fiscal"): 1}


def test_a_class_is_shared_out_anew_by_household_and_by_people():
    first = issue("H1", 6, day=day(0))
    by = {
        word: recorded(
            EMPTY, first, entry(EntryKind.RE_AVERAGE, 1, share_class="land", by=word)
        )
        for word in ("household", "people")
    }
    assert {code: n for (code, _), n in of(by["household"]).items()} == dict.fromkeys(
        CODES, Fraction(3, 2)
    )
    assert {code: n for (code, _), n in of(by["people"]).items()} == {
        "H1": 1, "H2": 2, "H3": 3,
    }  # fmt: skip


def test_an_old_holder_counts_on_the_day_where_that_is_the_rule():
    register = recorded(
        EMPTY,
        issue("H1", 2, day=day(0)),
        entry(EntryKind.TRANSFER, 5, household="H1", to="H2", share_class="land", shares=2),
    )
    assert of(register, 5, transfer_day="buyer") == {("H2", "land"): 2}
    assert of(register, 5, transfer_day="seller") == {("H1", "land"): 2}
    assert of(register, 6, transfer_day="seller") == {("H2", "land"): 2}
    week = Period(day(0), day(9))
    assert share_days(register, week, transfer_day="seller") == {
        ("H1", "land"): 12, ("H2", "land"): 8,
    }  # fmt: skip
    assert timeline(register).shares("H3", "land", on=day(5)) == 0


LAND = {"household": "H1", "share_class": "land"}
SIX = issue("H1", 6, day=FIRST)


@pytest.mark.parametrize(
    ("says", "entries"),
    [
        ("not pledged", (
            SIX, entry(EntryKind.PLEDGE, shares=4, **LAND),
            entry(EntryKind.REDEEM, shares=3, **LAND),
        )),
        ("to hold at least 5 shares, got 2", (
            SIX, entry(EntryKind.PLEDGE, shares=4, **LAND),
            entry(EntryKind.PLEDGE, shares=5, **LAND),
        )),
        ("at least 5 pledged shares", (
            SIX, entry(EntryKind.PLEDGE, shares=4, **LAND),
            entry(EntryKind.RELEASE, shares=5, **LAND),
        )),
        ("while it is locked", (
            SIX, entry(EntryKind.LOCK, household="H1", until=day(9)),
            entry(EntryKind.TRANSFER, 9, to="H2", shares=1, **LAND),
        )),
        ("H2 to hold shares, got 0", (SIX, entry(EntryKind.MERGE, household="H2", to="H3"))),
        ("earlier entry not yet corrected, got '7'", (entry(EntryKind.VOID, corrects="7"),)),
        ("a number of its own, got '1' again", (
            entry(EntryKind.ISSUE, shares=1, id="1", **LAND),
            entry(EntryKind.ISSUE, shares=1, id="1", **LAND),
        )),
        ("either shares of one class or a part", (
            SIX, entry(EntryKind.TRANSFER, household="H1", to="H2"),
        )),
        ("either shares of one class or a part", (
            SIX, entry(EntryKind.TRANSFER, household="H1", to="H2", shares=1),
        )),
        ("expected another household", (
            SIX, entry(EntryKind.TRANSFER, to="H1", shares=1, **LAND),
        )),
        ("a part above zero and at most one, got 2", (
            SIX, entry(EntryKind.SPLIT, household="H1", to="H2", part=2),
        )),
        ("expected gets of convert", (
            SIX, entry(EntryKind.CONVERT, shares=1, to_class="x", **LAND),
        )),
        ("no until of issue", (entry(EntryKind.ISSUE, shares=1, until=FIRST, **LAND),)),
    ],
)  # fmt: skip
def test_an_entry_that_does_not_fit_is_refused(says, entries):
    refused(says, *entries)


def test_a_class_is_not_shared_out_anew_among_nobody():
    nobody = Register(households=(Household(code="H1"),))
    again = entry(EntryKind.RE_AVERAGE, share_class="land", by="people")

    with pytest.raises(InvalidInputError, match="expected households to share among"):
        recorded(nobody, SIX, again)


def test_pledged_shares_are_free_again_after_their_day_or_release():
    pledged = entry(EntryKind.PLEDGE, shares=4, until=day(5), to="银行", **LAND)
    for_ever = entry(EntryKind.PLEDGE, shares=2, **LAND)
    released = entry(EntryKind.RELEASE, 6, shares=5, **LAND)
    all_gone = entry(EntryKind.REDEEM, 6, shares=5, **LAND)

    assert of(recorded(EMPTY, SIX, pledged, for_ever, released, all_gone)) == {
        ("H1", "land"): 1
    }
