"""What each source really gave: with what is short it is all that was due."""

from __future__ import annotations

from datetime import date

from contract_builders import contract, register, settled
from contract_worlds import folded, many_worlds
from hypothesis import HealthCheck, given, settings

from sanbian import Advance, Fixed, Kind, Payment, SourceGave, promises, sources
from sanbian.wording import Text

ONE = register("H1")


def payment(**given_):
    stated = {
        "id": "1",
        "kind": Kind.COMPENSATION,
        "to": "members",
        "paid_from": ("firm", "reserve", "county"),
        "amount": Fixed(100),
        "unpaid": "carry",
    }
    return Payment(**{**stated, **given_})


def test_every_source_is_listed_in_order_with_what_it_gave():
    agreement = contract(payment())
    done = settled(agreement, ONE, put_up={"firm": 30, "county": 50})
    (told,) = sources(done, agreement)

    assert ("1", 100, 20) == (told.clause, told.due, told.short)
    assert told.gave == (
        SourceGave(source="firm", says=Text(zh="公司", en="firm"), gave=30),
        SourceGave(source="reserve", says=Text(zh="公积金", en="reserve"), gave=0),
        SourceGave(source="county", says=Text(zh="县平台", en="county"), gave=50),
    )
    after = settled(agreement, ONE, 2021, done.books)
    assert [(120, [120, 0, 0], 0)] == [
        (one.due, [each.gave for each in one.gave], one.short)
        for one in sources(after, agreement)
    ]


def test_an_advance_is_given_by_who_advanced_it():
    agreement = contract(payment())
    advance = Advance(
        household="H1", clause="1", amount=40, day=date(2020, 5, 1), by="county"
    )
    done = settled(agreement, ONE, put_up={"firm": 30, "county": 0}, advances=(advance,))
    (told,) = sources(done, agreement)

    assert [("firm", 30), ("reserve", 0), ("county", 40)] == [
        (each.source, each.gave) for each in told.gave
    ]
    assert 30 == told.short


@given(many_worlds(years_max=3))
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_what_the_sources_gave_and_what_is_short_is_what_was_due(world):
    for settlement in folded(world):
        left = {}
        for each in promises((settlement,)):
            left[each.clause] = left.get(each.clause, 0) + each.owed + each.lapsed
        for told in sources(settlement, world.contract):
            assert told.short == left[told.clause] >= 0
            assert all(each.gave >= 0 for each in told.gave)
            assert told.due == told.short + sum(each.gave for each in told.gave)
