"""The register: dated entries that add up, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from contract_builders import FIRST, issue
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Entry,
    EntryKind,
    Household,
    InvalidInputError,
    LeavingRule,
    OnLeaving,
    Period,
    Register,
    Status,
    holdings,
    mask,
    share_days,
)
from sanbian.leaving import counted_holdings

CODES = ("H1", "H2", "H3")
PEOPLE = tuple(Household(code=code) for code in CODES)
SIMPLE = (EntryKind.ISSUE, EntryKind.TRANSFER, EntryKind.REDEEM)
SEASON = Period(date(2020, 1, 1), date(2020, 2, 29))


@st.composite
def histories(draw):
    """Entries that never take more than there is, in order of their day."""
    held = dict.fromkeys(CODES, Fraction(0))
    days = sorted(draw(st.lists(st.integers(-50, 90), min_size=1, max_size=8)))
    entries = []
    for gone in days:
        code, other = draw(st.permutations(CODES))[:2]
        kind = draw(st.sampled_from(SIMPLE)) if held[code] else EntryKind.ISSUE
        shares = draw(st.fractions(Fraction(1, 6), 6, max_denominator=6))
        if kind is not EntryKind.ISSUE:
            shares = min(shares, held[code])
        held[code] += shares if kind is EntryKind.ISSUE else -shares
        if kind is EntryKind.TRANSFER:
            held[other] += shares
        entries.append(
            Entry(
                day=FIRST + timedelta(days=gone),
                kind=kind,
                household=code,
                share_class="land",
                shares=shares,
                to=other if kind is EntryKind.TRANSFER else "",
            )
        )
    return Register(households=PEOPLE, entries=tuple(entries))


@given(histories(), st.integers(-60, 100))
def test_holdings_on_a_day_are_the_entries_up_to_it_added_up(register, gone):
    day = FIRST + timedelta(days=gone)
    slow = dict.fromkeys(CODES, Fraction(0))
    for entry in register.entries:
        if entry.day <= day:
            slow[entry.household] += (
                entry.shares if entry.kind is EntryKind.ISSUE else -entry.shares
            )
            if entry.to:
                slow[entry.to] += entry.shares
    expected = {(code, "land"): shares for code, shares in slow.items() if shares}

    assert expected == dict(holdings(register, on=day))


@given(histories())
def test_share_days_are_the_holdings_of_every_day_added_up(register):
    slow = {}
    for gone in range(SEASON.days):
        for key, shares in holdings(
            register, on=SEASON.start + timedelta(days=gone)
        ).items():
            slow[key] = slow.get(key, Fraction(0)) + shares

    assert slow == dict(share_days(register, SEASON))


@given(histories())
def test_a_transfer_keeps_the_total(register):
    moves = {
        EntryKind.ISSUE: 1,
        EntryKind.REDEEM: -1,
        EntryKind.TRANSFER: 0,
    }
    total = sum(moves[entry.kind] * entry.shares for entry in register.entries)

    assert total == sum(holdings(register, on=date.max).values())


@given(
    histories(),
    st.sampled_from(OnLeaving),
    st.lists(st.sampled_from(Status), min_size=3, max_size=3),
)
def test_leaving_poverty_makes_no_shares(register, then, statuses):
    people = tuple(
        Household(code=code, status=((FIRST, status),))
        for code, status in zip(CODES, statuses, strict=True)
    )
    who = Register(households=people, entries=register.entries)
    on = date(2021, 1, 1)
    held = holdings(who, on=on)
    rule = LeavingRule(then=then, convert_to="common", successors=CODES)
    counted = counted_holdings(who, held, {"land": rule}, on=on)

    assert sum(counted.values()) <= sum(held.values())
    if then in {OnLeaving.KEEP, OnLeaving.CONVERT}:
        assert sum(counted.values()) == sum(held.values())
    left = {
        code
        for code, status in zip(CODES, statuses, strict=True)
        if status is Status.GRADUATED
    }
    if then is not OnLeaving.KEEP:
        assert not any((code, "land") in counted for code in left)


def test_status_and_entry_are_those_of_the_day():
    who = Household(
        code="H1",
        entered=date(2020, 3, 1),
        left=date(2022, 3, 1),
        status=((date(2020, 5, 1), Status.POOR), (date(2021, 5, 1), Status.GRADUATED)),
    )

    assert who.status_on(date(2020, 4, 30)) is Status.GENERAL
    assert (
        who.status_on(date(2020, 5, 1)) is who.status_on(date(2021, 4, 30)) is Status.POOR
    )
    assert who.status_on(date(2021, 5, 1)) is Status.GRADUATED
    days = (date(2020, 2, 29), date(2020, 3, 1), date(2022, 3, 1), date(2022, 3, 2))
    assert [who.counts_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("people", "entries", "says"),
    [
        ((Household(code=""),), (), "a code of its own, got ''"),
        ((Household(code="H1"), Household(code="H1")), (), "a code of its own, got 'H1'"),
        ((Household(code="H1", people=-1),), (), "at least zero, got -1"),
        ((Household(code="H1", measures={"mu": Fraction(-1, 2)}),), (), "at least zero"),
        ((Household(code="H1", measures={"mu": 1.5}),), (), "an exact number, got 1.5"),
        (
            (
                Household(
                    code="H1",
                    status=((date(2021, 1, 1), Status.POOR), (FIRST, Status.GENERAL)),
                ),
            ),
            (),
            "on a later day",
        ),
        (PEOPLE, (issue("H9", 1),), "a household of the register, got 'H9'"),
        (
            PEOPLE,
            (issue("H1", 1), issue("H1", 1, kind=EntryKind.TRANSFER, to="H9")),
            "a household of the register, got 'H9'",
        ),
        (PEOPLE, (issue("H1", 0),), "shares above zero, got 0"),
        (
            PEOPLE,
            (issue("H1", 1), issue("H2", 1, day=date(2019, 1, 1))),
            "in order of the day",
        ),
        (
            PEOPLE,
            (issue("H1", 1), issue("H1", 2, kind=EntryKind.REDEEM)),
            "H1 to hold at least 2 shares, got 1",
        ),
        (
            PEOPLE,
            (
                Entry(
                    day=FIRST,
                    kind=EntryKind.ISSUE,
                    household="H1",
                    share_class="a",
                    shares=0.5,
                ),
            ),
            "an exact number, got 0.5",
        ),
    ],
    ids=range(12),
)
def test_a_register_that_does_not_hold_together_is_refused(people, entries, says):
    with pytest.raises(InvalidInputError, match=says):
        Register(households=people, entries=entries)


def test_all_that_is_wrong_is_told_at_once_and_each_thing_once():
    over = issue("H1", 5, kind=EntryKind.REDEEM)
    with pytest.raises(InvalidInputError) as raised:
        Register(households=PEOPLE, entries=(over, issue("H1", 1), issue("H9", 1)))

    assert sorted(problem.at for problem in raised.value.problems) == [
        "$.entries[0]",
        "$.entries[2]",
    ]


def test_numbers_of_identity_and_account_are_never_shown_whole():
    who = Household(code="H1", id_number="000000190001010000", account="6200000000000000")

    assert "1900" not in repr(who)
    assert "6200" not in repr(who)
    assert mask("6200000000001234") == "************1234"
    assert mask("12", shown=0) == "**"
