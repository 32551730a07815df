"""A new roster beside the register: what differs is proposed, and nothing is applied."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import evolve
from contract_builders import issue
from hypothesis import given
from register_strategies import entry_registers, registers

from sanbian import (
    EntryKind,
    Household,
    Register,
    Status,
    confirmed,
    holdings,
    roster_differences,
)

DAY = date(2099, 12, 31)


def roster(*households, **shares):
    known = {household.code: household for household in households}
    return Register(
        households=tuple(
            known.get(code, Household(code=code)) for code in {**known, **shares}
        ),
        entries=tuple(issue(code, held) for code, held in shares.items() if held),
    )


@given(registers(), entry_registers())
def test_what_is_confirmed_makes_the_register_say_what_the_roster_says(register, new):
    found = roster_differences(register, new, on=DAY)
    after = confirmed(register, found)
    again = roster_differences(after, new, on=DAY)

    assert (again.left, again.entries) == ((), ())
    here = {each.code for each in new.households if each.counts_on(DAY)}
    told = {key: n for key, n in holdings(new, on=DAY).items() if key[0] in here}
    assert dict(holdings(after, on=DAY)) == told
    assert register.entries == after.entries[: len(register.entries)]


@given(entry_registers())
def test_a_roster_does_not_differ_from_itself(roster_of):
    stayed = tuple(evolve(each, left=None) for each in roster_of.households)
    register = evolve(roster_of, households=stayed)
    found = roster_differences(register, register, on=DAY)

    assert found.is_same
    assert all(count.before == count.after for count in found.counts)


def test_one_less_and_one_as_much_more_is_a_transfer():
    found = roster_differences(roster(H1=3, H2=2), roster(H1=1, H2=4), on=DAY)
    (entry,) = found.entries

    assert (entry.kind, entry.household, entry.to, entry.shares) == (
        EntryKind.TRANSFER, "H1", "H2", 2,
    )  # fmt: skip
    assert entry.day == DAY


def test_other_changes_are_issues_and_redemptions():
    found = roster_differences(roster(H1=3, H2=2), roster(H1=1, H2=5, H3=1), on=DAY)
    told = [(entry.kind.value, entry.household, entry.shares) for entry in found.entries]

    assert told == [("redeem", "H1", 2), ("issue", "H2", 3), ("issue", "H3", 1)]


def test_what_is_told_otherwise_of_a_household_is_named_and_left():
    poor = ((date(2020, 1, 1), Status.POOR),)
    old = Household(code="H1", people=3, measures={"mu": Fraction(2)})
    new = evolve(old, people=4, status=poor)
    found = roster_differences(roster(old), roster(new), on=DAY)

    assert [each.field for each in found.facts] == ["people", "status"]
    assert confirmed(roster(old), found).households == (old,)
    assert not found.is_same
    assert [(each.name, each.before, each.after) for each in found.counts] == [
        ("households", 1, 1), ("people", 3, 4), ("measures/mu", 2, 2),
    ]  # fmt: skip


def test_nothing_follows_from_what_a_roster_does_not_speak_of():
    old = Household(code="H1", people=3, measures={"mu": Fraction(2)})
    new = Household(code="H1", name="张三")
    silent = {"people", "measures/mu", "shares/land"}
    found = roster_differences(roster(old, H1=3), roster(new), on=DAY, silent=silent)

    assert [(each.field, each.before, each.after) for each in found.facts] == [
        ("name", "", "张三")
    ]
    assert found.entries == ()
    assert [count.name for count in found.counts] == ["households"]


def test_who_joined_counts_from_the_day_and_who_left_until_the_day_before():
    found = roster_differences(roster(H1=1), roster(H2=1), on=DAY)
    after = confirmed(roster(H1=1), found)

    assert [(each.code, each.counts_on(DAY)) for each in after.households] == [
        ("H1", False), ("H2", True),
    ]  # fmt: skip
    assert [count.name for count in found.counts] == ["households", "people", "shares/land"]
