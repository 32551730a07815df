"""Examples that are proposed: at the edges, from a few households, and all of them hold."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import BASES, FIRST, contract, issue, register, version, year

from sanbian import (
    Dividend,
    Facts,
    Fixed,
    Guarantee,
    Household,
    Kind,
    Measured,
    OddFen,
    PartFacts,
    Payment,
    PerUnit,
    Register,
    SanbianError,
    ShareClass,
    Split,
    SplitPart,
    Status,
    TopUp,
    check_examples,
    facts_of,
    propose_examples,
    yuan,
)
from sanbian.proposals import HOUSEHOLDS_MAX, _apart

CHARGED = Guarantee(
    id="1",
    to="members",
    paid_from=("profit",),
    amount=PerUnit(yuan("100"), "mu"),
    charged="first_charge",
    combine="add",
    unpaid="carry",
)
SHARE = Dividend(id="2", of="profit", to="members", by=Measured("mu"))
WHO = register(("H1", "2"), ("H2", "1"))
FACTS = facts_of(year(2020), amounts={"profit": yuan("5000")})


ONE_BASE = BASES[:1]


def proposed(agreement, who=WHO, facts=FACTS, language="zh"):
    return propose_examples(agreement, who, facts, language)


def test_the_edge_of_a_guarantee_is_proposed_from_both_sides():
    made = proposed(contract(CHARGED, SHARE, bases=ONE_BASE))

    assert [
        "净利润 5,000.00 元",
        "净利润 -1.00 元，转折前一元",
        "净利润 0.00 元，恰在转折处",
        "净利润 1.00 元，转折后一元",
        "净利润 299.00 元，转折前一元",
        "净利润 300.00 元，恰在转折处",
        "净利润 301.00 元，转折后一元",
    ] == [each.name for each in made]
    edge = made[-3:]
    assert [yuan("299"), yuan("300"), yuan("301")] == [each.expect.paid for each in edge]
    assert [yuan("1"), 0, 0] == [each.expect.arrears for each in edge]
    assert all(each.proposed for each in made)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_proposed_holds(language):
    agreement = contract(CHARGED, SHARE, bases=ONE_BASE)
    again = evolve(agreement, examples=proposed(agreement, language=language))

    assert all(each.holds and each.proposed for each in check_examples(again))
    assert () == proposed(again, language=language)


@pytest.mark.parametrize("unpaid", ["carry", "error"])
def test_edges_are_looked_for_where_there_is_no_exact_function(unpaid):
    """A top-up in the proportion of what hangs on the profit itself has no straight pieces."""
    excess = evolve(CHARGED, combine="excess", unpaid=unpaid)
    top_up = TopUp(
        id="3",
        to="members",
        paid_from=("reserve",),
        amount=Fixed(yuan("1000")),
        counting=("1", "2"),
        within="year",
        unpaid="lapse",
    )
    halves = Split(
        id="4",
        of="profit",
        parts=(SplitPart("reserve", Fraction(1, 2)), SplitPart("part", Fraction(1, 2))),
    )
    made = proposed(contract(excess, halves, evolve(SHARE, of="part"), top_up))

    assert "净利润 300.00 元，转折附近" in [each.name for each in made]


def test_households_of_each_sort_are_taken_without_their_names():
    grown = tuple(
        Household(
            code=f"H{place}",
            name="某人",
            group=f"{place}组",
            status=((FIRST, Status.POOR),) if place % 2 else (),
            measures={"mu": Fraction(place)},
        )
        for place in range(9)
    )
    gone = Household(code="G", left=date(2020, 6, 1))
    who = Register(households=(gone, *grown), entries=(issue("H0", 2),))
    land = contract(
        SHARE,
        share_classes=(ShareClass(id="land", name="土地股"),),
        parties=(),
        pools=(),
        funds=(),
    )
    by_group = contract(SHARE)
    first, *_ = proposed(land, who)

    assert ["H0", "H1", "H3", "H2", "H4"] == [each.code for each in first.households]
    assert [{"land": 2}, {}, {}, {}, {}] == [dict(each.shares) for each in first.households]
    assert [None, FIRST, FIRST, None, None] == [
        each.status_day for each in first.households
    ]
    assert HOUSEHOLDS_MAX == len(
        proposed(by_group, Register(households=grown))[0].households
    )


def test_facts_are_taken_as_far_as_they_are_of_the_households():
    who = Register(
        households=(Household(code="H1", group="东"), Household(code="H2", group="东")),
    )
    part = PartFacts(
        period=year(2020),
        amounts={"profit": 100},
        group_measures={"weight": {"东": Fraction(1), "西": Fraction(2)}},
        activity={"mu": {"H1": Fraction(3)}},
    )
    drawn = contract(SHARE, versions=(version(SHARE, odd_fen=OddFen.LOTTERY),))
    facts = Facts(parts=(part,), draws={"2": ("H2", "H9", "H1")})
    first, *_ = proposed(drawn, who, facts)

    assert {"weight": {"东": 1}} == dict(first.group_measures)
    assert {"2": ("H2", "H1")} == dict(first.draws)
    assert [{"mu": 3}, {"mu": 0}] == [dict(each.measures) for each in first.households]


def test_a_contract_without_a_base_has_one_example():
    rent = Payment(
        id="1",
        kind=Kind.RENT,
        to="members",
        paid_from=("firm",),
        amount=PerUnit(100, "mu"),
        unpaid="carry",
    )
    (only,) = proposed(contract(rent, bases=()))

    assert str(year(2020)) == only.name


def test_facts_that_cannot_be_settled_are_refused():
    before = facts_of(year(2019), amounts={"profit": 1, "income": 0})
    with pytest.raises(SanbianError):
        proposed(contract(CHARGED, SHARE, bases=ONE_BASE), facts=before)


def test_edges_that_odd_fen_have_spread_are_one():
    assert [0, 100, 10_000] == _apart([-1, 3])[:1] + _apart([100, 200, 10_000])
