"""Checks of the register: each with what provokes it, and what it stays quiet about."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from review_registers import (
    COLLECTIVE,
    COOP,
    DAY,
    DEAD,
    HEAD,
    LAND,
    ONE,
    START,
    WIFE,
    found,
    issue,
)

from sanbian import (
    Entry,
    EntryKind,
    Household,
    LeavingRule,
    MemberKind,
    Membership,
    Monitoring,
    OnLeaving,
    Person,
    ShareClass,
    Status,
    review,
)


@pytest.mark.parametrize("contract", [COLLECTIVE, COOP])
def test_no_check_of_the_register_says_anything_without_one(contract):
    assert not [each for each in review(contract, on=DAY) if each.code[:3] == "SB3"]


# --- SB302, SB303: numbers and accounts ---


def test_numbers_of_households_and_persons_are_laid_side_by_side():
    households = [
        Household(code=f"H{n}", account="62", id_number="9" if n < 2 else "")
        for n in range(7)
    ]
    persons = (Person(code="P", household="H5", id_number="9"),)

    assert found("SB302", households, persons=persons) == [
        ("H0", "error", "7 households have one bank account 62: H0, H1, H2, H3, H4 and 2 more"),
        ("H0", "error", "3 holders have one identity number 9: H0, H1, P"),
    ]  # fmt: skip


def test_an_account_is_the_households_own_or_a_relatives():
    def of(holder, persons=(), **given):
        one = evolve(ONE[0], account="620001", account_holder=holder, **given)
        other = Household(code="H2", name="王五")
        return found("SB303", (one, other), persons=persons)

    assert of("张三") == of("") == of("李四", (HEAD, WIFE)) == of("王五", name="") == []
    gone = evolve(WIFE, left=date(2025, 1, 1))
    ((at, severity, says),) = of("李四", (HEAD, gone))
    assert (at, severity) == ("H1", "error")
    assert says.startswith("the account **0001 is in the name of 李四")
    ((_, _, private),) = of("王五", kind=MemberKind.INSTITUTION, name="村集体")
    assert private == "what 村集体 gets goes into the private account of 王五"
    ((_, _, elsewhere),) = of("别处", kind=MemberKind.INSTITUTION, name="村集体")
    assert "is in the name of 别处" in elsewhere


# --- SB304: gone and still holding ---


@pytest.mark.parametrize(
    ("says", "given"),
    [
        ("died on 2025-01-01, and still holds 3 shares", DEAD),
        ("lost membership, and still holds 3 shares", {"membership": Membership.LOST}),
        ("is a member of another collective, and", {"membership": Membership.ELSEWHERE}),
        ("is a public servant, and", {"offices": ("公务员",)}),
    ],
)
def test_the_only_person_of_a_household_is_gone(says, given):
    alone = (evolve(ONE[0], people=1),)
    person = evolve(HEAD, **given)
    ((at, severity, told),) = found("SB304", alone, [issue("H1", 3)], [person])

    assert (at, severity) == ("H1", "warning")
    assert told.startswith(says)
    assert found("SB304", alone, [], [person]) == []
    assert found("SB304", ONE, [issue("H1", 3)], [person]) == []  # another is not listed


def test_a_household_that_left_holds_nothing():
    gone = evolve(ONE[0], left=date(2025, 1, 1))

    assert found("SB304", (gone,), [issue("H1", 3)]) == [
        ("H1", "warning", "left on 2025-01-01, and still holds 3 shares")
    ]
    assert found("SB304", (gone,)) == []


def test_a_part_of_one_who_is_gone_and_a_household_of_nobody():
    dead = evolve(HEAD, **DEAD)
    parts = [issue("H1", 3, person="H1-1"), issue("H1", 2)]

    assert found("SB304", ONE, parts, [dead, WIFE]) == [
        ("H1-1", "warning", "died on 2025-01-01, and still holds 3 shares")
    ]
    both = [dead, evolve(WIFE, membership=Membership.LOST)]
    assert found("SB304", ONE, [issue("H1", 2)], both) == [
        ("H1", "warning", "all 2 persons listed are dead or no members, and still holds 2 shares")
    ]  # fmt: skip
    assert found("SB304", ONE, parts, [HEAD, WIFE]) == []
    lost = evolve(HEAD, membership=Membership.LOST)
    assert found("SB304", ONE, [issue("H1", 2)], [lost], COOP) == []


# --- SB305: static and dynamic ---


def managed(management, adjusted_on=""):
    share_class = evolve(LAND, management=management, adjusted_on=adjusted_on)
    return evolve(COLLECTIVE, share_classes=(share_class,))


def test_static_shares_pass_and_are_not_given_out_anew():
    again = Entry(
        day=date(2025, 1, 1), kind=EntryKind.RE_AVERAGE, share_class="land", by="household"
    )
    sold = Entry(
        day=date(2025, 1, 1), kind=EntryKind.REDEEM, household="H1", share_class="land",
        shares=Fraction(1),
    )  # fmt: skip
    entries = [issue("H1", 2), issue("H1", 2, date(2024, 5, 1)), sold, again]

    assert found("SB305", ONE, entries, contract=managed("static")) == [
        ("H1", "error", "land is static since 2024-01-01, and there is a new issue on 2024-05-01"),
        ("land", "error",
         "land is static since 2024-01-01, and there is re-averaging on 2025-01-01"),
    ]  # fmt: skip
    assert found("SB305", ONE, entries) == []
    assert found("SB305", ONE, entries, contract=managed("dynamic", "01-01")) == [
        ("H1", "error",
         "land is adjusted on 01-01 each year, and there is a new issue on 2024-05-01"),
    ]  # fmt: skip
    told = found("SB305", ONE, entries, contract=managed("dynamic", "05-01"))
    assert [each[-1].partition("there is ")[2] for each in told] == [
        "a redemption on 2025-01-01", "re-averaging on 2025-01-01",
    ]  # fmt: skip


def test_shares_that_are_adjusted_have_a_day_for_it():
    ((at, severity, says),) = found("SB305", ONE, contract=managed("dynamic"))

    assert (at, severity) == ("$.share_classes[0].adjusted_on", "warning")
    assert "on which day of the year" in says


# --- SB306, SB307: for the poor ---

POOR_CLASS = ShareClass(id="poor", name="扶贫股")
KEPT = LeavingRule(then=OnLeaving.KEEP, keep_years=2)


def for_the_poor(rule=None):
    return evolve(
        COLLECTIVE, share_classes=(LAND, evolve(POOR_CLASS, on_leaving_poverty=rule))
    )


def poor(*states, rule=None, day=START):
    entries = [issue("H1", 1, day, "poor"), issue("H1", 1, day)]
    other = Household(code="H2", status=((START, Status.POOR),))
    household = Household(code="H1", status=states)
    return found("SB306", (household, other), entries, contract=for_the_poor(rule))


def test_shares_for_the_poor_with_who_was_never_poor():
    ((at, severity, says),) = poor()

    assert (at, severity) == ("H1", "error")
    assert says == "holds 1 shares of poor, and was never poor or monitored by the register"
    assert poor((START, Status.POOR)) == []
    assert poor((START, Status.MONITORED)) == []
    assert found("SB306", ONE, [issue("H1", 1, share_class="poor")],
                 contract=for_the_poor()) == []  # fmt: skip


def test_shares_for_the_poor_are_given_to_who_is_poor_on_that_day():
    late = (START, Status.GENERAL), (date(2024, 5, 1), Status.POOR)
    ((at, severity, says),) = poor(*late, day=date(2024, 2, 1))

    assert (at, severity) == ("H1", "error")
    assert says == "got shares of poor on 2024-02-01, when it was a general household"
    assert poor(*late, day=date(2024, 6, 1)) == []
    assert poor(late[1], day=date(2024, 2, 1)) == []  # nothing is said of that day


def test_years_for_which_a_right_is_kept_come_to_an_end():
    states = (START, Status.POOR), (date(2024, 6, 1), Status.GRADUATED)
    short = evolve(KEPT, keep_years=1)
    ((at, severity, says),) = poor(*states, rule=short)

    assert (at, severity) == ("H1", "warning")
    assert "was kept ended on 2025-06-01" in says
    assert poor(*states, rule=KEPT) == poor(*states) == []
    assert poor(states[0], rule=short) == []
    assert poor(*states, rule=LeavingRule(then=OnLeaving.KEEP)) == []
    assert poor(*states, rule=LeavingRule(then=OnLeaving.STOP)) == []


def test_who_is_on_a_list_for_the_poor_and_owns_what_such_lists_ask_about():
    rich = evolve(HEAD, owns=("car", "public_pay"))
    watched = evolve(
        ONE[0], status=((START, Status.MONITORED),), monitoring=Monitoring.SUDDEN
    )

    assert found("SB307", ONE, persons=[rich]) == []
    assert found("SB307", (watched,), persons=[HEAD]) == []
    assert found("SB307", (watched,), persons=[rich, evolve(WIFE, owns=("car",))]) == [
        ("H1", "warning",
         "is on a list for the poor, and is written down with a car, public pay"),
    ]  # fmt: skip
    holds = [issue("H1", 1, share_class="poor")]
    assert len(found("SB307", ONE, holds, [rich], for_the_poor())) == 1
