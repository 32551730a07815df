"""A new roster beside the register: what differs is proposed, and nothing is applied."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import issue
from hypothesis import given
from register_strategies import entry_registers, registers

from sanbian import (
    Entry,
    EntryKind,
    Household,
    InvalidInputError,
    Monitoring,
    Person,
    Register,
    Status,
    confirmed,
    holdings,
    household_on,
    households_on,
    recorded,
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


def _by_own_numbers(register):
    """With identity numbers and accounts that are nobody else's."""
    return evolve(
        register,
        households=tuple(
            evolve(each, id_number=f"9{each.code}", account="")
            for each in register.households
        ),
    )


@given(registers(), entry_registers())
def test_what_is_confirmed_makes_the_register_say_what_the_roster_says(register, new):
    register, new = _by_own_numbers(register), _by_own_numbers(new)
    found = roster_differences(register, new, on=DAY)
    after = confirmed(register, found)
    again = roster_differences(after, new, on=DAY)

    assert (again.left, again.joined, again.entries) == ((), (), ())
    assert {each.field.partition("/")[0] for each in again.facts} <= {"measures", "status"}
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


def test_what_is_told_otherwise_of_a_household_is_proposed_as_facts():
    poor = ((date(2020, 1, 1), Status.POOR),)
    old = Household(code="H1", people=3, certificate="7", measures={"mu": Fraction(2)})
    new = evolve(old, people=4, status=poor, certificate_shares=Fraction(3), kind=None)
    found = roster_differences(roster(old), roster(new), on=DAY)
    after = confirmed(roster(old), found)

    assert [each.field for each in found.facts] == [
        "people", "status", "certificate_shares",
    ]  # fmt: skip
    assert [(each.day, each.known_on, each.field) for each in found.entries] == [
        (DAY, DAY, "people"), (date(2020, 1, 1), DAY, "status"),
        (DAY, DAY, "certificate_shares"),
    ]  # fmt: skip
    assert household_on(after, "H1", on=DAY) == new
    assert household_on(after, "H1", on=DAY, known=date(2099, 12, 30)) == old
    assert not found.is_same
    assert [(each.name, each.before, each.after) for each in found.counts] == [
        ("households", 1, 1), ("people", 3, 4), ("certificates", 1, 1),
        ("certificate_shares", 0, 3), ("measures/mu", 2, 2),
    ]  # fmt: skip


def test_certificates_are_counted_though_nobody_says_their_shares():
    one = roster(Household(code="H1", certificate="1"))
    found = roster_differences(one, roster(Household(code="H1")), on=DAY)

    assert [(each.name, each.before, each.after) for each in found.counts] == [
        ("households", 1, 1), ("people", 0, 0), ("certificates", 1, 0),
    ]  # fmt: skip


def test_of_a_status_the_day_counts_where_the_roster_says_since_when():
    def of(*status, **given):
        return roster(Household(code="H1", status=status, **given))

    long = of((date(2019, 1, 1), Status.POOR), (date(2020, 1, 1), Status.GRADUATED))
    late = of((date(2021, 1, 1), Status.GRADUATED))
    found = roster_differences(long, late, on=DAY)

    assert [(each.day, each.value) for each in found.entries] == [
        (date(2021, 1, 1), Status.GRADUATED)
    ]
    assert roster_differences(confirmed(long, found), late, on=DAY).is_same
    assert roster_differences(long, late, on=DAY, silent={"status_day"}).is_same
    early = of((date(2018, 1, 1), Status.GRADUATED))
    assert len(roster_differences(long, early, on=DAY).facts) == 1
    assert roster_differences(long, early, on=DAY).entries == ()
    (entry,) = roster_differences(long, of((date(2018, 1, 1), Status.POOR)), on=DAY).entries
    assert (entry.day, entry.value) == (DAY, Status.POOR)
    watched = of((date(2021, 1, 1), Status.MONITORED), monitoring=Monitoring.SUDDEN)
    (entry,) = roster_differences(long, watched, on=DAY).entries
    assert entry.value is Monitoring.SUDDEN


def test_what_a_roster_takes_back_is_told_and_not_proposed():
    """A cell that is empty now: only a person knows whether it is unknown or gone."""
    old = Household(code="H1", votes=1, measures={"mu": Fraction(2)})
    found = roster_differences(roster(old), roster(Household(code="H1")), on=DAY)

    assert [each.field for each in found.facts] == ["votes", "measures/mu"]
    assert found.entries == ()


def test_who_comes_back_counts_again():
    gone = Household(code="H1", left=date(2050, 1, 1))
    found = roster_differences(roster(gone), roster(Household(code="H1")), on=DAY)
    after = confirmed(roster(gone), found)

    assert [each.code for each in found.joined] == ["H1"]
    assert [each.field for each in found.entries] == ["entered"]
    assert household_on(after, "H1", on=DAY).counts_on(DAY)


def test_the_last_day_is_the_one_that_the_roster_says():
    old = Household(code="H1")
    found = roster_differences(
        roster(old), roster(evolve(old, left=date(2099, 3, 1))), on=DAY
    )
    assert [(each.field, each.day, each.known_on) for each in found.entries] == [
        ("left", date(2099, 3, 1), DAY)
    ]


ID = "110101190001010009"


@pytest.mark.parametrize(
    ("before", "new", "says"),
    [
        (Household(code="H1", id_number=ID), Household(code="H3", id_number=ID),
         r"identity number of its own, got \*{14}0009 of H1, H3"),
        (Household(code="H1", account="6200"), Household(code="H3", account="6200"),
         "bank account of its own, got 6200 of H1, H3"),
    ],
)  # fmt: skip
def test_a_number_that_another_has_stops_the_import(before, new, says):
    register = roster(before, Household(code="H2"))
    found = roster_differences(register, roster(before, Household(code="H2"), new), on=DAY)
    with pytest.raises(InvalidInputError, match=says) as caught:
        confirmed(register, found)

    assert all(problem.do.zh for problem in caught.value.problems)
    field = "account" if before.account else "id_number"
    fact = Entry(
        day=DAY, kind=EntryKind.FACT, household="H2", field=field,
        value=before.account or before.id_number,
    )  # fmt: skip
    with pytest.raises(InvalidInputError, match="of its own"):
        recorded(register, fact)


def test_a_number_that_the_new_roster_leaves_empty_is_not_forgotten():
    old = roster(Household(code="H1", account="62", account_holder="张三", id_number=ID))
    found = roster_differences(old, roster(Household(code="H1")), on=DAY)

    assert found.is_same
    other = roster_differences(old, roster(Household(code="H1", account="63")), on=DAY)
    assert [each.field for each in other.entries] == ["account"]


def test_one_may_collect_for_another_where_both_name_the_holder():
    old = roster(Household(code="H1", account="62", account_holder="张三"))
    both = roster(
        *old.households, Household(code="H2", account="62", account_holder="张三")
    )
    after = confirmed(old, roster_differences(old, both, on=DAY))

    assert len(after.households) == 2
    again = evolve(both.households[1], name="李四")
    found = roster_differences(after, roster(*old.households, again), on=DAY)
    assert confirmed(after, found)  # what was shared before stops nothing


def test_the_head_and_his_household_have_one_number_and_others_their_own():
    register = Register(
        households=(Household(code="H1", id_number=ID), Household(code="H2")),
        persons=(
            Person(code="H1-1", household="H1", relation="户主", id_number=ID),
            Person(code="H2-1", household="H2", id_number="9" * 18),
            Person(code="H2-2", household="H2"),
        ),
    )

    def told(person):
        return Entry(
            day=DAY, kind=EntryKind.FACT, person=person, field="id_number", value="9" * 18
        )

    recorded(register, told("H2-1"))
    with pytest.raises(InvalidInputError, match="of H1, H2-1"):
        recorded(register, told("H1-1"))


def test_nothing_follows_from_what_a_roster_does_not_speak_of():
    old = Household(code="H1", people=3, measures={"mu": Fraction(2)})
    new = Household(code="H1", name="张三")
    silent = {"people", "measures/mu", "shares/land"}
    found = roster_differences(roster(old, H1=3), roster(new), on=DAY, silent=silent)

    assert [(each.field, each.before, each.after) for each in found.facts] == [
        ("name", "", "张三")
    ]
    assert [entry.field for entry in found.entries] == ["name"]
    assert [count.name for count in found.counts] == ["households"]


def test_who_joined_counts_from_the_day_and_who_left_until_the_day_before():
    found = roster_differences(roster(H1=1), roster(H2=1), on=DAY)
    after = confirmed(roster(H1=1), found)

    assert [(each.code, each.counts_on(DAY)) for each in households_on(after, on=DAY)] == [
        ("H1", False), ("H2", True),
    ]  # fmt: skip
    assert household_on(after, "H1", on=DAY).left == DAY - timedelta(days=1)
    assert [count.name for count in found.counts] == ["households", "people", "shares/land"]
