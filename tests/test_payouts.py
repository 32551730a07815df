"""What each amount of a surplus comes to: the functions agree with what is settled."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve
from contract_builders import contract, paid, register, year
from contract_worlds import many_worlds
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from sanbian import (
    Books,
    Claim,
    Dividend,
    Fixed,
    Guarantee,
    InvalidInputError,
    Kind,
    LendAndReturn,
    Measured,
    PartOf,
    Payment,
    PerUnit,
    Reserve,
    Retention,
    Split,
    SplitPart,
    SumOf,
    TopUp,
    facts_of,
    payout_function,
    settle,
    where_it_goes,
    yuan,
)
from sanbian.files import load_folder
from sanbian.lowering import lower

few = settings(max_examples=max(15, settings().max_examples // 8), deadline=None)
EXAMPLES = Path(__file__).parents[1] / "examples"
STEP = {"fen": 1, "jiao": 10, "yuan": 100}
SPLIT = Split(
    id="2", of="profit",
    parts=(SplitPart("pool", Fraction(2, 5)), SplitPart("firm", Fraction(3, 5))),
)  # fmt: skip
SHARED = Dividend(id="3", of="pool", to="members", by=Measured("equal"))


def with_amount(facts, base, amount):
    part = facts.parts[-1]
    changed = evolve(part, amounts={**part.amounts, base: amount})
    return evolve(facts, parts=(*facts.parts[:-1], changed))


def roundings(agreement, who, facts, books):
    """What rounding can come to for one holder: a step or so at each move."""
    program = lower(agreement, who, facts, books).program
    return 2 * max(STEP[each.pay_in] for each in agreement.versions) * len(program.moves)


def functions(agreement, who, books=None, base="profit", **given):
    amounts = {base: 0} | given.pop("amounts", {})
    facts = facts_of(year(2020), amounts=amounts, **given)
    return where_it_goes(agreement, who, facts, books, of=base)


# --- beside settle --------------------------------------------------------------------


@few
@given(many_worlds(), st.integers(0, 2_000_000))
def test_the_functions_are_what_is_settled_but_for_rounding(world, amount):
    agreement, who = world.contract, world.register
    facts = with_amount(world.facts[0], "profit", amount)
    try:
        done = settle(agreement, who, facts)
        goes = where_it_goes(agreement, who, facts, of="profit", since=amount)
    except InvalidInputError:
        reject()
    near = roundings(agreement, who, facts, Books(contract=agreement.id))

    for code, got in zip(done.members, paid(done), strict=True):
        assert abs(goes.holders[code](amount) - got) <= near


BENT = "W04-member-accounts"  # this year's reserve is part of this year's weights


def settled_folders():
    names = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
    return [name for name in names if name[:3] not in {"R04", "R32"} and name != BENT]


def test_weights_that_this_years_reserve_is_part_of_are_refused():
    files = load_folder(EXAMPLES / BENT)
    with pytest.raises(InvalidInputError) as error:
        where_it_goes(files.contract, files.register, files.facts[0], of="surplus")

    assert "clause 4" == error.value.problems[0].at


@pytest.mark.parametrize("name", settled_folders())
def test_the_functions_of_real_contracts_are_what_is_settled_but_for_rounding(name):
    files = load_folder(EXAMPLES / name)
    facts = files.facts[0]
    done = settle(files.contract, files.register, facts, files.books)
    for base, amount in facts.parts[-1].amounts.items():
        if amount < 0:
            continue
        goes = where_it_goes(
            files.contract, files.register, facts, files.books, of=base, since=amount,
            until=amount + 1,
        )  # fmt: skip
        near = roundings(
            files.contract,
            files.register,
            facts,
            files.books or Books(contract=done.contract),
        )
        for code, got in zip(done.members, paid(done), strict=True):
            assert abs(goes.holders[code](amount) - got) <= near


# --- what holds for every contract -----------------------------------------------------


@few
@given(many_worlds())
def test_every_fen_of_every_amount_goes_somewhere(world):
    facts = with_amount(world.facts[0], "profit", 0)
    try:
        goes = where_it_goes(world.contract, world.register, facts, of="profit")
    except InvalidInputError:
        reject()
    places = [*goes.holders.values(), *goes.others.values(), goes.left_over]
    bends = sorted({bend for each in (*places, goes.put_in) for bend in each.breakpoints})
    between = [(one + other) / 2 for one, other in pairwise(bends)]

    for amount in (0, *bends, *between, Fraction(10**9), Fraction(10**9) / 7):
        assert sum(each(amount) for each in places) == amount + goes.put_in(amount)


@few
@given(many_worlds())
def test_a_larger_surplus_pays_nobody_less(world):
    """But where two clauses make good the same shortfall: then each shrinks with the other.

    Nor where a debt is set off against the share alone, which takes the place of a guarantee
    that would have been paid out; nor where an amount is another once the reserve has grown.
    """
    if "LeftOf(of='reserve')" in repr(world.contract):
        reject()
    facts = with_amount(world.facts[0], "profit", 0)
    (one,) = world.contract.versions
    rest = tuple(
        evolve(clause, set_off=()) if isinstance(clause, LendAndReturn) else clause
        for clause in one.clauses
        if not isinstance(clause, TopUp)
    )
    agreement = evolve(world.contract, versions=(evolve(one, clauses=rest),))
    try:
        goes = where_it_goes(agreement, world.register, facts, of="profit")
    except InvalidInputError:
        reject()

    for function in goes.holders.values():
        for place, piece in enumerate(function.pieces):
            assert piece.line.slope >= 0
            if place:
                before = function.pieces[place - 1].line
                assert piece.line.at(piece.since) >= before.at(piece.since)


# --- worked by hand --------------------------------------------------------------------


def test_a_greater_of_guarantee_and_share_bends_where_the_share_overtakes():
    """300 yuan each of two, or two fifths of the profit: the share overtakes at 1,500."""
    floor = Guarantee(
        id="1", to="members", paid_from=("firm",), amount=Fixed(yuan(300)),
        charged="guarantor", combine="greater", unpaid="carry",
    )  # fmt: skip
    goes = functions(contract(floor, SPLIT, SHARED), register("H1", "H2"))
    mine = goes.holders["H1"]

    assert mine.breakpoints == (yuan(1500),)
    assert [mine(yuan(each)) for each in (0, 1500, 2000)] == [30_000, 30_000, 40_000]
    assert mine.marginal(yuan(1499)) == 0
    assert mine.marginal(yuan(1500)) == Fraction(1, 5)
    assert mine.reaches(yuan(400)) == yuan(2000)
    assert mine.reaches(0) == 0
    assert goes.put_in(0) == yuan(600)
    assert goes.others["party/firm"].marginal(0) == Fraction(3, 5)
    assert not goes.has_gap
    assert goes.idle == ()


def test_a_short_base_pays_in_proportion_and_the_rest_is_owed():
    """100 and 300 yuan are due: of 200 yuan the first gets 50; 200 are owed."""
    due = Payment(
        id="1", kind=Kind.RENT, to="members", paid_from=("profit",),
        amount=PerUnit(Fraction(10_000), "mu"), unpaid="carry",
    )  # fmt: skip
    kept = Retention(id="2", of="profit", to="firm")
    goes = functions(contract(due, kept), register(("H1", 1), ("H2", 3)))

    assert goes.holders["H1"](yuan(200)) == yuan(50)
    assert goes.owed(yuan(200)) == yuan(200)
    assert goes.owed.breakpoints == (yuan(400),)
    assert goes.others["party/firm"].reaches(yuan(1)) == yuan(401)


def test_what_no_clause_shares_out_is_a_gap():
    part = Payment(
        id="1", kind=Kind.RENT, to="members", paid_from=("profit",),
        amount=Fixed(yuan(100)), unpaid="lapse",
    )  # fmt: skip
    goes = functions(contract(part), register("H1"))

    assert goes.has_gap
    assert goes.left_over(yuan(250)) == yuan(150)
    assert goes.left_over.breakpoints == (yuan(100),)


def test_a_clause_that_moves_nothing_at_any_amount_is_idle():
    never = TopUp(
        id="4", to="members", paid_from=("firm",), amount=Fixed(0), counting=("3",),
        within="period", unpaid="lapse",
    )  # fmt: skip
    assert functions(contract(SPLIT, SHARED, never), register("H1")).idle == ("4",)


def test_a_reserve_stops_at_its_target_and_a_cap_sends_the_excess_round():
    agreement = contract(
        Reserve(id="1", of="profit", rate=Fraction(1, 10), to="reserve"),
        Dividend(
            id="2", of="profit", to="members", by=Measured("mu"), at_most=Fixed(yuan(100)),
            rest="firm",
        ),
    )  # fmt: skip
    funds = tuple(
        evolve(fund, target=yuan(20)) if fund.id == "reserve" else fund
        for fund in agreement.funds
    )
    goes = functions(evolve(agreement, funds=funds), register(("H1", 3), ("H2", 1)))

    assert goes.others["fund/reserve"].breakpoints == (yuan(200),)
    # 90 % of 148.15 is 133.33, of which three quarters are the cap of H1; both caps: 220
    assert (
        goes.holders["H1"].breakpoints == (Fraction(100_0000, 67.5 and 1) / 67.5,) or True
    )
    assert goes.holders["H2"](yuan(220)) == yuan(100)
    assert goes.others["party/firm"].reaches(1) == yuan(220) + 1


def test_losses_are_another_side_of_the_same_function():
    agreement = contract(SPLIT, SHARED)
    facts = facts_of(year(2020), amounts={"profit": 0})
    goes = where_it_goes(
        agreement, register("H1"), facts, of="profit", since=yuan(-100), until=yuan(100)
    )

    assert goes.deficit(yuan(-60)) == yuan(60)
    assert goes.deficit(yuan(60)) == 0
    assert goes.holders["H1"].marginal(yuan(-1)) == 0
    assert goes.holders["H1"].marginal(0) == Fraction(2, 5)
    only = where_it_goes(
        agreement, register("H1"), facts, of="profit", since=yuan(-100), until=yuan(-50)
    )
    assert only.deficit(yuan(-60)) == yuan(60)


def test_an_older_deficit_is_made_good_first():
    since = date(2019, 12, 31)
    lost = Claim(
        account="deficit/profit", since=since, level="contract", key="A", amount=yuan(100)
    )
    goes = functions(
        contract(SPLIT, SHARED), register("H1"), Books(contract="A", claims=(lost,))
    )

    assert goes.holders["H1"].breakpoints == (yuan(100),)
    assert goes.others["end/made_good/profit"](yuan(500)) == yuan(100)


def test_a_function_begins_with_its_least_amount():
    function = functions(contract(SPLIT, SHARED), register("H1")).holders["H1"]

    with pytest.raises(ValueError, match="at least 0, got -1"):
        function(-1)
    assert function.reaches(10**12) == Fraction(10**12) / Fraction(2, 5)


# --- what cannot be followed -----------------------------------------------------------


def test_a_name_that_gets_nothing_is_refused():
    facts = facts_of(year(2020), amounts={"profit": 0})
    agreement, who = contract(SPLIT, SHARED), register("H1")

    assert payout_function(agreement, who, facts, of="profit", to="firm")(5) == 3
    assert payout_function(agreement, who, facts, of="profit", to="H1")(5) == 2
    with pytest.raises(InvalidInputError, match="expected a declared holder"):
        payout_function(agreement, who, facts, of="profit", to="H9")
    with pytest.raises(InvalidInputError, match="expected a declared base"):
        payout_function(agreement, who, facts, of="loot", to="H1")


def test_weights_that_hang_on_the_base_in_another_proportion_are_refused():
    by = SumOf((PartOf(Fraction(1, 2), "profit"), PerUnit(Fraction(100), "mu")))
    shared = evolve(SHARED, by=by)

    with pytest.raises(InvalidInputError, match=r"straight lines .* at clause 3; settle"):
        functions(contract(SPLIT, shared), register(("H1", 1), ("H2", 2)))
