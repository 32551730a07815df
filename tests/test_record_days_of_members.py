"""A record day before the end of the period: what members do after it counts all the same."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import paid, version
from cooperative_builders import (
    ACCOUNT,
    averaging,
    cooperative,
    leaving,
    member,
    members,
    on,
    settled,
)

from sanbian import Entry, EntryKind

NOTICE = date(2020, 9, 30)


@pytest.mark.parametrize("record_day", ["period_end", "period_start", "06-30"])
@pytest.mark.parametrize("given", [{"noticed": NOTICE}, {"left": date(2020, 12, 31)}])
def test_an_entry_of_leaving_after_the_record_day_says_the_same_as_the_roster(
    record_day, given
):
    versions = (version(averaging(), leaving(), record_day=record_day),)
    agreement = cooperative(versions=versions)
    told = tuple(
        Entry(day=day, kind=EntryKind.FACT, household="L", field=field)
        for field, day in given.items()
    )
    stays = member("M", subsidy=10)
    listed = settled(agreement, members(member("L", 500, subsidy=10, **given), stays))
    who = evolve(members(member("L", 500, subsidy=10), stays), entries=told)
    entered = settled(agreement, who)

    assert [500, 0] == paid(listed) == paid(entered)
    assert {"L": 0, "M": 20} == on(listed, "subsidy") == on(entered, "subsidy")
    assert listed.notices == entered.notices


@pytest.mark.parametrize("record_day", ["period_end", "period_start", "06-30"])
def test_who_comes_back_after_the_record_day_brings_in_what_he_put_in_then(record_day):
    agreement = cooperative(versions=(version(leaving(), record_day=record_day),))
    told = [
        Entry(day=date(2021, 9, 1), kind=EntryKind.FACT, household="L", field=f, value=v)
        for f, v in (("entered", None), ("measures/paid_in", Fraction(700)))
    ]
    who = members(member("L", 500, left=date(2019, 12, 31)), member("M", 10))
    who = evolve(who, entries=tuple(told))
    first = settled(agreement, who)
    second = settled(agreement, who, 2021, first.books)
    third = settled(agreement, who, 2022, second.books)

    assert {"L": 0, "M": 10} == on(first, "capital")
    assert {"L": 700, "M": 10} == on(second, "capital") == on(third, "capital")


def test_who_dies_before_the_record_day_bears_a_part_of_the_deficits_all_the_same():
    agreement = cooperative(leaving(loss_of="surplus", loss_by=ACCOUNT))
    who = members(member("L", 500, left=date(2020, 3, 3)), member("M", 500))
    done = settled(agreement, who, surplus=-200)

    assert [400, 0] == paid(done)
    assert [100] == [each.amount for each in done.books.claims]
