"""What holds for the review of any settlement: it never raises, and trusts what settle gives."""

from __future__ import annotations

from attrs import evolve
from contract_worlds import CODES, folded, many_worlds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records_strategies import records

from sanbian import Kind, SanbianError
from sanbian.findings import review
from sanbian.findings.settled import given as given_to
from sanbian.findings.settled import is_current

KEPT = {"SB401", "SB403", "SB406", "SB407", "SB418", "SB419", "SB428"}
"""What `settle` keeps by itself, whatever the contract."""

slow = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def settled_of(world):
    try:
        return folded(world)
    except SanbianError:
        return []


@given(many_worlds())
@slow
def test_what_settle_gives_keeps_what_it_promises(world):
    every = settled_of(world)

    for place, (one, facts) in enumerate(zip(every, world.facts, strict=False)):
        reviewed = (world.contract, world.register, one)
        found = review(*reviewed, facts=facts, earlier=every[:place])
        assert set() == {each.code for each in found} & KEPT


@given(many_worlds(), st.data())
@slow
def test_a_review_of_any_records_never_raises(world, data):
    every = settled_of(world)
    if not every:
        return
    told = data.draw(records(world.contract, CODES))

    found = review(
        world.contract, world.register, every[-1], earlier=every[:-1], records=told
    )

    assert found == review(
        world.contract, world.register, every[-1], earlier=every[:-1], records=told
    )


@given(many_worlds(years_max=1), st.data())
@slow
def test_a_fen_more_for_one_household_is_found(world, data):
    every = settled_of(world)
    places = [n for each in every for n, flow in enumerate(each.flows) if is_current(flow)]
    if not places:
        return
    (one,) = every
    place = data.draw(st.sampled_from(places))
    flow = one.flows[place]
    key = data.draw(st.integers(0, len(flow.amounts) - 1))
    more = tuple(fen + (n == key) for n, fen in enumerate(flow.amounts))
    changed = (*one.flows[:place], evolve(flow, amounts=more), *one.flows[place + 1 :])

    found = review(world.contract, world.register, evolve(one, flows=changed))

    assert "SB401" in {each.code for each in found}


NAMES = st.sampled_from(
    (None, "base/profit", "pool/x", "payable/1", "payable/2~1", "owed/1@2020-12-31", "party/x",
     "end/cash", "", "fund/", "deficit/profit@2020-12-31")
)  # fmt: skip


@given(many_worlds(years_max=2), st.data())
@slow
def test_a_settlement_that_was_edited_can_be_reviewed(world, data):
    every = settled_of(world)
    flows = list(every[-1].flows) if every else []
    for _ in range(min(3, len(flows))):
        place = data.draw(st.integers(0, len(flows) - 1))
        number = st.integers(-(10**6), 10**6)
        size = len(flows[place].amounts)
        flows[place] = evolve(
            flows[place],
            source=data.draw(NAMES),
            target=data.draw(NAMES),
            clause=data.draw(st.sampled_from(("1", "2", "law", "zz"))),
            kind=data.draw(st.sampled_from(Kind)),
            amounts=data.draw(st.lists(number, min_size=size, max_size=size).map(tuple)),
        )
    if every:
        edited = evolve(every[-1], flows=tuple(flows))
        facts = world.facts[len(every) - 1]

        review(world.contract, world.register, edited, facts=facts, earlier=every[:-1])


@given(many_worlds(years_max=1))
@slow
def test_what_households_got_is_what_the_flows_gave(world):
    for one in settled_of(world):
        flows = [flow for flow in one.flows if is_current(flow) and flow.unit == "fen"]

        assert sum(sum(flow.amounts) for flow in flows) == sum(given_to(one).values())
