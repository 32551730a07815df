"""Settling reads what the register says of households on the record day, however it says it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import FIRST, contract, issue, paid, settled, version, year
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Dividend,
    Entry,
    EntryKind,
    Household,
    InvalidInputError,
    LeavingRule,
    LeftBy,
    Measured,
    OnLeaving,
    Person,
    Register,
    ShareClass,
    Status,
    facts_of,
    recorded,
    settle,
)

POOR = ShareClass(
    id="poor", name="扶贫股",
    on_leaving_poverty=LeavingRule(then=OnLeaving.SPREAD, keep_years=1),
)  # fmt: skip
LAND = ShareClass(id="land", name="土地股")
BY_SHARES = Dividend(id="7", of="profit", to="poor", by=Measured("shares"))
DAYS = st.dates(FIRST, date(2022, 12, 31))


def agreement(clause=BY_SHARES, **given):
    return contract(share_classes=(POOR, LAND), versions=(version(clause, **given),))


def fact(household, field, value=None, day=FIRST):
    return Entry(
        day=day, kind=EntryKind.FACT, household=household, field=field, value=value
    )


@given(
    st.lists(
        st.dictionaries(DAYS, st.sampled_from(Status), max_size=3), min_size=3, max_size=3
    )
)
def test_a_status_column_and_facts_about_the_status_settle_the_same(histories):
    codes = ("H1", "H2", "H3")
    issues = tuple(issue(code, 3, share_class="poor") for code in codes)
    states = [tuple(sorted(each.items())) for each in histories]
    by_roster = Register(
        households=tuple(
            Household(code=code, status=state)
            for code, state in zip(codes, states, strict=True)
        ),
        entries=issues,
    )
    told = sorted(
        (
            fact(code, "status", status, day)
            for code, state in zip(codes, states, strict=True)
            for day, status in state
        ),
        key=lambda entry: entry.day,
    )
    by_facts = Register(
        households=tuple(Household(code=code) for code in codes), entries=(*issues, *told)
    )
    facts = facts_of(year(2022), amounts={"profit": 1001})

    def outcome_of(register):
        try:
            return paid(settle(agreement(), register, facts))
        except InvalidInputError as error:
            return [problem.says.en for problem in error.problems]

    assert outcome_of(by_roster) == outcome_of(by_facts)


def test_people_groups_and_who_counts_are_those_of_the_record_day():
    by_people = Dividend(id="7", of="profit", to="members", by=Measured("people"))
    register = Register(
        households=(Household(code="H1", people=4), Household(code="H2", people=4)),
        entries=(
            fact("H1", "people", 2, date(2020, 6, 1)),
            fact("H1", "people", 9, date(2021, 6, 1)),
        ),
    )
    done = settled(agreement(by_people), register, amounts={"profit": 600})
    assert paid(done) == [200, 400]
    gone = recorded(register, fact("H2", "left", day=date(2021, 7, 1)))
    again = settle(
        agreement(by_people), gone, facts_of(year(2021), amounts={"profit": 600})
    )
    assert paid(again) == [600, 0]


def test_who_joined_within_the_year_shares_by_time():
    register = Register(
        households=(Household(code="H1"), Household(code="H2")),
        entries=(
            issue("H1", 1, share_class="poor"),
            issue("H2", 1, share_class="poor", day=date(2020, 7, 1)),
        ),
    )
    done = settled(
        agreement(record_day="share_days"), register, amounts={"profit": 366 + 184}
    )
    assert paid(done) == [366, 184]


@pytest.mark.parametrize(
    ("rule", "expected"), [("buyer", [0, 400]), ("seller", [400, 0]), ("split", [200, 200])]
)
def test_the_day_of_a_transfer_is_the_buyers_the_sellers_or_each_ones_half(rule, expected):
    register = Register(
        households=(Household(code="H1"), Household(code="H2")),
        entries=(
            issue("H1", 2, share_class="poor"),
            issue(
                "H1", 2, share_class="poor", day=date(2020, 12, 31),
                kind=EntryKind.TRANSFER, to="H2",
            ),
        ),
    )  # fmt: skip
    done = settled(agreement(transfer_day=rule), register, amounts={"profit": 400})
    assert paid(done) == expected


def test_who_is_dead_on_the_day_and_still_holds_is_named():
    register = Register(
        households=(Household(code="H1"),),
        persons=(Person(code="H1-1", household="H1"), Person(code="H1-2", household="H1")),
        entries=(
            evolve(issue("H1", 2, share_class="poor"), person="H1-1"),
            evolve(issue("H1", 1, share_class="poor"), person="H1-2"),
            Entry(
                day=FIRST + timedelta(days=9), kind=EntryKind.FACT, person="H1-1",
                field="left", value=LeftBy.DEATH,
            ),
        ),
    )  # fmt: skip
    done = settled(agreement(), register, amounts={"profit": 400})
    told = [each.says.en for each in done.notices if each.about == "disagreement"]

    assert told == [
        "H1-1 died on 2020-01-10 and still holds 2 shares in the register; enter the inheritance"
    ]
    heir = Entry(
        day=FIRST + timedelta(days=20), kind=EntryKind.INHERIT, household="H1", to="H1",
        person="H1-1", to_person="H1-2", share_class="poor", part=Fraction(1),
    )  # fmt: skip
    again = settled(agreement(), recorded(register, heir), amounts={"profit": 400})
    assert not [each for each in again.notices if each.about == "disagreement"]


@pytest.mark.parametrize(
    ("management", "day", "says"),
    [
        ("dynamic", "13-01", "a day of the year such as 12-31, got '13-01'"),
        ("static", "12-31", "no day of adjustment of a class that is not dynamic"),
        (None, "12-31", "no day of adjustment of a class that is not dynamic"),
    ],
)
def test_only_shares_that_are_adjusted_have_a_day_for_it(management, day, says):
    share_class = evolve(LAND, management=management, adjusted_on=day)
    with pytest.raises(InvalidInputError, match=says):
        contract(share_classes=(share_class,))
    contract(share_classes=(evolve(LAND, management="dynamic", adjusted_on="12-31"),))
