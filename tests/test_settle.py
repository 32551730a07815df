"""Settlements of contracts at random, year after year: what must hold whatever they say."""

from __future__ import annotations

import pickle
from collections import Counter
from datetime import date
from fractions import Fraction

from attrs import evolve
from contract_builders import contract, paid, register, settled
from contract_worlds import folded, many_worlds
from hypothesis import given, settings
from hypothesis import strategies as st

from sanbian import (
    Dividend,
    Fixed,
    LendAndReturn,
    Measured,
    Period,
    TopUp,
    facts_of,
    lines,
    settle,
    statements,
)
from sanbian.facts import Facts, PartFacts

few = settings(max_examples=max(20, settings().max_examples // 4))


def moved(settlement, unit="fen"):
    """What came to and what left every account."""
    into, out = Counter(), Counter()
    for flow in settlement.flows:
        if flow.unit == unit:
            into[flow.target] += sum(flow.amounts)
            out[flow.source] += sum(flow.amounts)
    return into, out


@few
@given(many_worlds())
def test_every_account_adds_up_from_year_to_year(world):
    before = {fund.id: fund.opening for fund in world.contract.funds}
    for facts, done in zip(world.facts, folded(world), strict=True):
        into, out = moved(done)
        for account in {*into, *out} - {None}:
            what, _, name = account.partition("/")
            left = into[account] - out[account]
            if what in {"pool", "payable"}:
                assert left == 0
            if what == "fund":
                closing = sum(done.books.funds[name].values())
                assert before.get(name, 0) + left == closing >= 0
                before[name] = closing
            if what == "base":
                over = max(0, facts.parts[0].amounts[name]) + left
                said = [note for note in done.notices if note.about == "left_over"]
                assert over >= 0
                assert bool(over) is (name in {note.at for note in said})
            if what == "pocket" and name in facts.put_up:
                assert -left <= facts.put_up[name]
        assert into["end/cash"] == sum(paid(done))


@few
@given(many_worlds())
def test_the_four_numbers_leave_what_this_period_did_not_pay(world):
    for done in folded(world):
        start = done.period.start
        unpaid = Counter()
        for claim in done.books.claims:
            if claim.account.startswith("owed/") and claim.since >= start:
                unpaid[claim.key] += claim.amount
        waived = waived_of(done)
        for place, each in enumerate(statements(done)):
            new = each.entitled + each.older_paid - each.advanced - each.withheld
            new -= each.paid
            assert new == unpaid[each.holder] + waived[place]
            numbers = (each.entitled, each.older_paid, each.paid, each.arrears)
            assert min(numbers) >= 0


def waived_of(done):
    """What lapsed, by place of the holder: discharged by a move, and not paid by it."""
    found = Counter()
    promises = {
        flow.move
        for flow in done.flows
        if flow.target is None and (flow.source or "").startswith("owed/")
    }
    for flow in done.flows:
        if flow.level == "member" and flow.move in promises:
            sign = 1 if flow.target is None else -1
            for place, amount in enumerate(flow.amounts):
                found[place] += sign * amount
    return found


@few
@given(many_worlds())
def test_promised_is_paid_and_waived_and_owed_over_the_years(world):
    promised, discharged = Counter(), Counter()
    for done in folded(world):
        for flow in done.flows:
            if (flow.target or "").startswith("owed/"):
                promised[flow.clause] += sum(flow.amounts)
            if flow.target is None and (flow.source or "").startswith("owed/"):
                discharged[flow.clause] += sum(flow.amounts)
        owed = Counter()
        for claim in done.books.claims:
            what, _, clause = claim.account.partition("/")
            if what == "owed":
                owed[clause] += claim.amount
                assert claim.amount > 0
        for clause, amount in promised.items():
            assert amount == discharged[clause] + owed[clause]


@few
@given(many_worlds())
def test_no_line_is_negative_and_each_holder_gets_the_sum_of_his_lines(world):
    for done in folded(world):
        got = Counter()
        for line in lines(done):
            assert line.amount > 0
            if line.payee.startswith("payable/"):
                got[line.holder] += line.amount
            if line.payer.startswith("payable/"):
                got[line.holder] -= line.amount
        assert [got[each.holder] for each in statements(done)] == paid(done)


def turned(facts):
    """The same facts with every mapping written in the other order."""

    def back(given):
        return {
            name: back(inner) if hasattr(inner, "items") else inner
            for name, inner in reversed(list(given.items()))
        }

    parts = tuple(
        PartFacts(
            period=part.period,
            amounts=back(part.amounts),
            measures=back(part.measures),
            group_measures=back(part.group_measures),
            activity=back(part.activity),
        )
        for part in facts.parts
    )
    return Facts(parts=parts, put_up=back(facts.put_up))


@few
@given(many_worlds())
def test_the_order_in_which_facts_are_written_changes_nothing(world):
    other = evolve(world, facts=tuple(map(turned, world.facts)))

    for one, two in zip(folded(world), folded(other), strict=True):
        assert one.books == two.books
        assert sorted_lines(one) == sorted_lines(two)
        assert statements(one) == statements(two)


def sorted_lines(settlement):
    return sorted(repr(line) for line in lines(settlement))


@few
@given(many_worlds(years_max=2))
def test_settling_twice_gives_the_same(world):
    assert folded(world) == folded(world)


@few
@given(many_worlds(years_max=2))
def test_goods_are_owed_settled_or_still_out_and_never_money(world):
    for unit in ("head", "gram"):
        owed = settled_in_kind = 0
        for done in folded(world):
            into, out = moved(done, unit)
            owed += sum(n for account, n in into.items() if is_due_in_kind(account))
            settled_in_kind += sum(
                n for account, n in out.items() if is_due_in_kind(account)
            )
            still = sum(claim.amount for claim in done.books.claims if claim.unit == unit)
            assert owed == settled_in_kind + still
            assert all(
                not (line.payee + line.payer).startswith(("owed", "payable", "party"))
                for line in lines(done)
                if line.unit == unit
            )


def is_due_in_kind(account):
    return (account or "").startswith(("lent/", "due/"))


@few
@given(many_worlds())
def test_a_kept_herd_is_what_it_was_and_came_back_less_what_was_lent(world):
    herds = [
        clause
        for clause in world.contract.versions[0].clauses
        if isinstance(clause, LendAndReturn) and clause.herd is not None
    ]
    held = {clause.id: clause.herd for clause in herds}
    for done in folded(world):
        into, out = moved(done, "head")
        for clause, before in held.items():
            name = f"herd/{clause}"
            held[clause] = before + into[f"fund/{name}"] - out[f"fund/{name}"]
            assert {world.contract.id: held[clause]} == done.books.goods[name]


BY_MU = contract(Dividend(id="7", of="profit", to="members", by=Measured("mu")))
weights = st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any)


def by_mu(mu, profit):
    who = register(*((f"H{n}", each) for n, each in enumerate(mu)))
    return paid(settled(BY_MU, who, amounts={"profit": profit}))


@given(
    weights, st.integers(0, 10**9), st.fractions(Fraction(1, 99), 99, max_denominator=99)
)
def test_scaling_all_weights_changes_nothing(mu, profit, scale):
    assert by_mu(mu, profit) == by_mu([each * scale for each in mu], profit)


@given(weights, st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_bigger_pool_gives_each_no_less_but_for_an_odd_fen(mu, profit, more):
    before, after = by_mu(mu, profit), by_mu(mu, profit + more)

    assert all(now >= then - 1 for then, now in zip(before, after, strict=True))
    assert sum(after) - sum(before) == more


def test_a_yearly_floor_is_paid_once_a_year_however_often_it_is_settled():
    floor = TopUp(
        id="9",
        to="members",
        paid_from=("firm",),
        amount=Fixed(7000),
        counting=("7",),
        within="year",
        unpaid="carry",
    )
    agreement = contract(
        Dividend(id="7", of="profit", to="members", by=Measured("equal")), floor
    )
    who = register("H1")
    books, got = None, 0
    put_up = ({"firm": 100}, {}, {"firm": 0}, {})
    for number, (first, last) in enumerate(((1, 3), (4, 6), (7, 9), (10, 12))):
        period = Period(date(2020, first, 1), date(2020, last, 30))
        if last in {3, 12}:
            period = Period(date(2020, first, 1), date(2020, last, 31))
        facts = facts_of(period, amounts={"profit": 1000}, put_up=put_up[number])
        done = settle(agreement, who, facts, books)
        books, got = done.books, got + sum(paid(done))

    assert got == 7000 + 3000  # the first quarter fills the floor, the others add to it
    assert books.claims == ()


@few
@given(many_worlds())
def test_a_settlement_travels_between_processes(world):
    for done in folded(world):
        there = pickle.loads(pickle.dumps(done))  # noqa: S301 - our own bytes

        assert there == done
        assert [flow.figure for flow in there.flows] == [flow.figure for flow in done.flows]
