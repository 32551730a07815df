"""What tables cannot hold of a contract is told, with the contract and the place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from batch_builders import FIRST, payment, year
from table_builders import people, world
from test_tables_of import settled

from sanbian import (
    Advance,
    Books,
    Dividend,
    Entry,
    EntryKind,
    Facts,
    Fixed,
    Household,
    InvalidInputError,
    LeavingRule,
    Measured,
    OnLeaving,
    PartFacts,
    Period,
    Register,
    ShareClass,
    Status,
    Waiver,
    facts_of,
)
from sanbian.batch import tables_of
from sanbian.contract.examples import Example, ExampleHousehold, Expected
from sanbian.facts import PaidOn

# What tables cannot hold


def said(*worlds):
    with pytest.raises(InvalidInputError) as raised:
        tables_of(worlds)
    return [(each.at, each.says.en) for each in raised.value.problems]


def test_tables_of_nothing_twice_the_same_or_two_periods_are_refused():
    made = world(payment(Fixed(5)))
    late = evolve(made, facts=facts_of(year(2022), amounts={"profit": 1, "income": 0}))

    assert said() == [("worlds", "expected a contract, got none")]
    assert said(made, made) == [("contract A", "expected it once, got it twice")]
    ((_, twice), (at, says)) = said(made, late)
    assert (at, "got it twice" in twice) == ("contract A: $.period", True)
    assert "for all contracts, got 2022-01-01" in says


@pytest.mark.parametrize(
    ("given_", "at"),
    [
        (
            {"advances": (Advance(household="甲", clause="1", amount=1, day=FIRST),)},
            "$.advances",
        ),
        ({"draws": {"1": ("甲",)}}, "$.draws"),
        (
            {"waivers": (Waiver(clause="1", holder="甲", since=FIRST, amount=1, why="x"),)},
            "$.waivers",
        ),
        ({"paid_on": (PaidOn(clause="1", since=FIRST, day=FIRST),)}, "$.paid_on"),
        ({"winding_up_since": FIRST}, "$.winding_up_since"),
        (
            {
                "parts": (
                    PartFacts(period=Period(FIRST, date(2020, 6, 30))),
                    PartFacts(period=Period(date(2020, 7, 1), date(2020, 12, 31))),
                )
            },
            "$.parts",
        ),
        (
            {
                "parts": (
                    PartFacts(period=year(2020), activity={"mu": {"乙": Fraction(1)}}),
                )
            },
            "$.activity.mu",
        ),
        (
            {"parts": (PartFacts(period=year(2020), amounts={"profit": 2**63}),)},
            "$.amounts.profit",
        ),
        ({"put_up": {"firm": 2**63}}, "$.put_up.firm"),
    ],
)
def test_facts_that_no_column_holds_are_refused(given_, at):
    facts = Facts(**{"parts": (PartFacts(period=year(2020)),), **given_})
    made = world(payment(Fixed(5)), households=people("甲"), facts=facts)

    assert [where for where, _ in said(made)] == [f"contract A: {at}"]


def test_books_that_64_bits_do_not_hold_are_refused():
    kept = Books(contract="A", funds={"reserve": {"A": 2**63}})
    ((at, says),) = said(world(payment(Fixed(5)), books=kept))

    assert at == "contract A: $.books, key A: fund"
    assert "64 bits" in says


def test_a_fraction_carried_forward_of_a_name_that_two_have_is_refused():
    kept = Books(contract="A", credits_micro={"1": {"east": 1, "2": 1}})
    households = tuple(Household(code=code, group=code) for code in ("east", "2"))
    ((at, _),) = said(world(payment(Fixed(5)), households=households, books=kept))

    assert at == "contract A: $.books.credits_micro.1.east"


def test_what_one_contract_states_of_households_and_another_does_not_is_refused():
    one = world(payment(Fixed(5)), households=people("1"))
    (part,) = one.facts.parts
    activity = {"mu": {"1": Fraction(2)}}
    two = evolve(
        one,
        contract=evolve(one.contract, id="B"),
        facts=Facts(parts=(evolve(part, activity=activity),)),
    )

    assert [at for at, _ in said(one, two)] == ["households: contract A, measure.mu"]
    nobody = evolve(one, register=Register(households=()))
    assert tables_of([nobody, two]).households.num_rows == 1


def test_a_household_that_comes_back_after_the_record_day_is_refused():
    def entry(day, field, value=None):
        return Entry(day=day, kind=EntryKind.FACT, household="甲", field=field, value=value)

    gone = entry(date(2021, 3, 1), "left")
    back = entry(date(2021, 9, 1), "entered")
    many = entry(date(2021, 10, 1), "people", 5)
    later = Household(code="甲", entered=date(2021, 8, 1), people=2)
    at = "contract A: $.households.甲"
    for day, households, entries, refused in (
        ("06-30", people("甲"), (gone, back), True),
        ("period_end", people("甲"), (gone, back), False),
        ("06-30", people("甲"), (many,), False),
        ("06-30", (later,), (many,), True),
        ("06-30", (later,), (), False),
    ):
        made = world(
            payment(Fixed(5)), households=households, entries=entries, record_day=day
        )
        if refused:
            assert [where for where, _ in said(made)] == [at]
        else:
            assert tables_of([made]).households.num_rows == 1


def test_a_worked_example_that_does_not_hold_is_refused():
    made = world(payment(Fixed(5)), households=people("甲"))
    wrong = Example(
        name="x",
        period=year(2020),
        households=(ExampleHousehold(code="甲"),),
        amounts={"profit": 0, "income": 0},
        expect=Expected(paid=6),
    )
    ((at, _),) = said(evolve(made, contract=evolve(made.contract, examples=(wrong,))))

    assert at.startswith("contract A: $.examples[0]")


def test_a_rule_for_leaving_poverty_is_applied_to_the_shares():
    rule = LeavingRule(then=OnLeaving.STOP)
    made = world(
        Dividend(id="1", of="profit", to="poor", by=Measured("shares")),
        households=(
            Household(code="1", status=((FIRST, Status.POOR),)),
            Household(code="2", status=((FIRST, Status.GRADUATED),)),
        ),
        entries=tuple(
            Entry(
                day=FIRST,
                kind=EntryKind.ISSUE,
                household=code,
                share_class="poor",
                shares=Fraction(1),
            )
            for code in "12"
        ),
        share_classes=(ShareClass(id="poor", name="扶贫股", on_leaving_poverty=rule),),
    )
    tables = tables_of([made])

    assert tables.households.column("shares.poor").to_pylist() == [1, 0]
    (portion,) = settled(tables)
    assert portion.lines.column("household").to_pylist() == [1]
