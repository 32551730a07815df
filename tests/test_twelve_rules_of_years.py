"""Rules 6 to 12 of the twelve, over good years and bad; 8 and 9: test_record_days."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import (
    BASES,
    FUNDS,
    contract,
    numbers_of,
    paid,
    register,
    settled,
    shareholders,
    version,
    year,
)

from sanbian import (
    Base,
    BaseKind,
    Dividend,
    Guarantee,
    InvalidInputError,
    Kind,
    Measured,
    MissingFactError,
    Payment,
    PerUnit,
    PreferredDividend,
    Reserve,
    ShareClass,
    SharedTotal,
    Vehicle,
    facts_of,
    lines,
    settle,
    statements,
)

DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("equal"))
GUARANTEE = Guarantee(
    id="5",
    to="members",
    paid_from=("firm",),
    amount=PerUnit(Fraction(100), "mu"),
    charged="cost",
    unpaid="carry",
)
LAND = ShareClass(id="land", name="土地股", par=100)
TWO = register(("H1", "1"), ("H2", "3"))


def kinds(settlement):
    return [
        (line.kind, line.holder, line.amount) for line in lines(settlement) if line.holder
    ]


# 6. In a loss year nothing is called a dividend


def test_rule_06_no_dividend_line_in_a_loss_year():
    agreement = contract(
        evolve(GUARANTEE, combine="add"),
        PreferredDividend(
            id="6",
            of="profit",
            to="members",
            rate=Fraction(1, 10),
            on="own",
            cumulative=False,
            participating=True,
        ),
        DIVIDEND,
    )
    activity = {"own": {"H1": Fraction(1000), "H2": Fraction(0)}}
    done = settled(agreement, TWO, amounts={"profit": -1000}, activity=activity)

    assert {kind for kind, _, _ in kinds(done)} == {Kind.GUARANTEE}
    assert [claim.amount for claim in done.books.claims] == [1000]


def test_rule_06_what_was_left_to_the_next_period_is_no_dividend_of_a_loss_year():
    agreement = contract(
        versions=(version(DIVIDEND, pay_in="yuan", left_to="profit"),),
    )
    good = settled(agreement, TWO, amounts={"profit": 399})
    assert paid(good) == [200, 100]
    bad = settled(agreement, TWO, 2021, good.books, amounts={"profit": -50})

    assert paid(bad) == [0, 0]
    later = settled(agreement, TWO, 2022, bad.books, amounts={"profit": 200})
    assert sum(paid(later)) == 200  # 0.99 left, 2.00 earned, 0.50 of it makes good the loss


def test_rule_06_whether_a_guarantee_is_cost_charge_or_debt_must_hold():
    for charged, paid_from in (
        ("cost", ("profit",)),
        ("first_charge", ("firm",)),
        ("guarantor", ("profit",)),
    ):
        with pytest.raises(InvalidInputError, match="charged as"):
            contract(evolve(GUARANTEE, charged=charged, paid_from=paid_from))


# 7. Four numbers


def test_rule_07_entitled_advanced_paid_and_owed_are_four_numbers():
    done = settled(contract(GUARANTEE), TWO, put_up={"firm": 100})

    assert numbers_of(done, "entitled") == [100, 300]
    assert paid(done) == [25, 75]
    assert numbers_of(done, "arrears") == [75, 225]
    assert numbers_of(done, "advanced") == numbers_of(done, "older_paid") == [0, 0]


def test_rule_07_arrears_belong_to_who_held_then():
    agreement = contract(GUARANTEE)
    first = settled(agreement, TWO, put_up={"firm": 0})
    moved = register(("H2", "4"))
    then = settled(agreement, moved, 2021, first.books)

    by_code = {each.holder: (each.older_paid, each.paid) for each in statements(then)}
    assert by_code == {"H2": (300, 700), "H1": (100, 100)}


# 9 (the rest of it: test_record_days.py). 10. Deficit, reserve, members


def cooperative(*clauses):
    return contract(
        *clauses,
        vehicle=Vehicle.FARMERS_COOPERATIVE,
        bases=(Base(id="profit", name="盈余", base=BaseKind.SURPLUS, carry_loss=False),),
        funds=FUNDS,
    )


def test_rule_10_deficit_first_then_reserve_then_members():
    reserve = Reserve(id="6", of="profit", rate=Fraction(1, 10), to="reserve")
    agreement = cooperative(reserve, DIVIDEND)
    bad = settled(agreement, TWO, amounts={"profit": -300})
    good = settled(agreement, TWO, 2021, bad.books, amounts={"profit": 1300})

    order = [(line.kind, line.amount) for line in lines(good)]
    assert order == [
        (Kind.DEFICIT, 300),
        (Kind.RESERVE, 100),
        (Kind.DIVIDEND, 450),
        (Kind.DIVIDEND, 450),
    ]
    assert good.books.claims == ()
    with pytest.raises(InvalidInputError, match="reserve before"):
        cooperative(DIVIDEND, reserve)


def test_rule_10_a_company_sets_aside_its_reserve_first():
    with pytest.raises(InvalidInputError, match="company to set aside 10%"):
        contract(DIVIDEND, vehicle=Vehicle.COMPANY)


# 11. Missing facts are named, all at once; a period is settled once


def test_rule_11_every_missing_fact_is_named_at_once():
    agreement = contract(
        Payment(
            id="3",
            kind=Kind.RENT,
            to="members",
            paid_from=("income",),
            amount=SharedTotal(PerUnit(Fraction(2), "grant"), Measured("kg")),
            unpaid="carry",
        ),
        evolve(DIVIDEND, by=Measured("days")),
    )
    with pytest.raises(MissingFactError) as raised:
        settled(agreement, register("H1"))

    said = [problem.says.en for problem in raised.value.problems]
    for name in ("income", "profit", "grant", "kg", "days"):
        assert any(repr(name) in text for text in said), name
    assert len(said) == 5


def test_rule_11_what_happens_to_a_loss_is_not_guessed():
    base = evolve(BASES[0], carry_loss=None)
    agreement = contract(DIVIDEND, bases=(base,))
    assert sum(paid(settled(agreement, TWO, amounts={"profit": 5}))) == 5
    with pytest.raises(MissingFactError, match="carry_loss"):
        settled(agreement, TWO, amounts={"profit": -5})


def test_rule_11_a_period_is_settled_once_without_gap_or_overlap():
    agreement = contract(GUARANTEE)
    books = settled(agreement, TWO).books

    for period, says in (
        (year(2020), "which overlaps"),
        (year(2022), "from the day after 2020-12-31"),
        (year(2019), "from the day after"),
        (year(2020, 2021), "which overlaps"),
    ):
        with pytest.raises(InvalidInputError, match=says):
            settle(agreement, TWO, facts_of(period), books)
    with pytest.raises(InvalidInputError, match="books of contract A"):
        settle(agreement, TWO, facts_of(year(2021)), evolve(books, contract="B"))
    assert len(settle(agreement, TWO, facts_of(year(2021)), books).books.settled) == 2


# 12. A record that disagrees becomes a finding; nothing is mended


def test_rule_12_units_and_announced_totals_that_disagree_are_said():
    land = evolve(LAND, total=Fraction(150))
    agreement = contract(
        evolve(DIVIDEND, to="land", by=Measured("shares")), share_classes=(land,)
    )
    who = shareholders(**{f"H{n}": 1 for n in range(146)})
    facts = evolve(facts_of(year(2020), amounts={"profit": 12700}), announced={"7": 12500})
    done = settle(agreement, who, facts)

    said = {notice.at: notice.says.en for notice in done.notices}
    assert "150 shares by the contract, 146 by the register" in said["land"]
    assert "announced 125.00 yuan, by the contract 127.00 yuan" in said["7"]
    assert sum(paid(done)) == 12700
