"""Many totals by the same weights: quicker, and the same as each alone."""

from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from move_builders import CASH, DUE, EVERY, FUND, RENT, SPACE, WHOLE, divide, pay
from program_strategies import WHY, family
from roads import all_at_once, one_by_one

from sanbian import OddFen, columnar
from sanbian.columnar import column_of
from sanbian.columnar.alike import share_alike
from sanbian.columnar.columns import LIMIT
from sanbian.columnar.running import Machine
from sanbian.money import apportion
from sanbian.program import Accrue, Inputs, Measure, Part, Program, Role, measures_of

few = settings(max_examples=max(50, settings().max_examples))
RULES = [rule for rule in OddFen if rule not in {OddFen.LOTTERY, OddFen.CARRY_FORWARD}]
THREE = (6, 3, 1)


def same(*weights, scale=1):
    """A column for each weight, with a single number for all totals."""
    return [column_of(np.array([weight]), scale) for weight in weights]


@few
@given(
    st.lists(st.integers(0, LIMIT) | st.integers(0, 99), max_size=9),
    st.lists(st.integers(0, 9) | st.integers(0, 400), min_size=1, max_size=9),
    st.integers(1, 3),
    st.sampled_from(RULES),
    st.sampled_from([1, 1, 10]),
)
def test_totals_by_the_same_weights_are_shared_as_each_is_alone(
    totals, weights, scale, rule, step
):
    column = column_of(np.array(totals, np.int64))
    found = share_alike(column, same(*weights, scale=scale), rule, step=step)
    if not any(weights):
        assert found is None
        return
    parts, odd = (each.reshape(len(weights), -1) for each in found)

    for place, total in enumerate(totals):
        expected = apportion(total, weights, rule, step=step)
        assert list(expected.parts) == parts[:, place].tolist()
        assert sorted(expected.odd) == np.flatnonzero(odd[:, place]).tolist()


@pytest.mark.parametrize(
    ("totals", "weights", "rule"),
    [
        ([-1], same(*THREE), OddFen.FIRST),
        ([7], same(*THREE), OddFen.LOTTERY),
        ([7], same(*THREE), OddFen.CARRY_FORWARD),
        ([7], same(5_000, 4_999), OddFen.FIRST),
        ([7], same(3, -1), OddFen.FIRST),
        ([7, 7], [*same(3), column_of(np.array([1, 2]))], OddFen.FIRST),
        ([7], [*same(3), column_of(np.array([1]), np.array([2]))], OddFen.FIRST),
    ],
)
def test_what_no_table_tells_is_left_to_the_general_road(totals, weights, rule):
    assert share_alike(column_of(np.array(totals)), weights, rule) is None


# --- terms that are a single number ----------------------------------------------------

SIX, ONE = Measure("six", "contract"), Measure("one", "contract")
SHARED = divide(
    Part(to=FUND, weight=SIX), Part(to=family(Role.END, "contract"), weight=ONE)
)
PROGRAM = Program(
    (*EVERY, family(Role.END, "contract")),
    (
        Accrue(claim=RENT, amount=DUE, because=WHY),
        pay(due=None, discharges=(RENT,)),
        SHARED,
    ),
)


def contract(total, owed):
    return Inputs(
        space=SPACE,
        measures={"due": ((30, 20, 10), 1), "six": ((12,), 2), "one": ((1,), 1)},
        opening={"source/contract": (total,), "claim/rent": owed},
    )


@few
@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.tuples(*[st.integers(-40, 20)] * 3)),
        min_size=1,
        max_size=5,
    )
)
def test_a_single_number_stands_for_the_terms_of_all(drawn):
    """Advances too: claims below zero, on which nothing is due."""
    each = [contract(total, owed) for total, owed in drawn]
    batch = columnar.side_by_side(PROGRAM, each)
    apiece = {
        name: column_of(
            np.resize(batch.measures[name].numbers, batch.ways.size(level)),
            batch.measures[name].scale,
        )
        for name, level in measures_of(PROGRAM).items()
    }
    full = evolve(batch, measures=apiece)

    assert all(len(batch.measures[name].numbers) == 1 for name in ("six", "one"))
    assert one_by_one(PROGRAM, each) == all_at_once(PROGRAM, batch)[0]
    assert one_by_one(PROGRAM, each) == all_at_once(PROGRAM, full)[0]


def test_arrays_that_are_not_of_64_bits_are_our_own_slip():
    with pytest.raises(AssertionError, match="expected int64, got int32"):
        column_of(np.zeros(2, np.int32))


@pytest.mark.parametrize("slip", ["claim/rent", "source/contract", "fund/contract"])
def test_books_that_do_not_balance_are_our_own_slip(slip):
    """One fen too many on any account, of one contract among others, one of them set aside."""
    each = [contract(total, (-3, 4, 5)) for total in (0, 2**70, 101)]
    machine = Machine(PROGRAM, columnar.side_by_side(PROGRAM, each))
    for position, move in enumerate(PROGRAM.moves):
        machine.do(position, move)
    machine.check()
    numbers, bound = machine.balances[slip]
    machine.balances[slip] = numbers + (np.arange(len(numbers)) == len(numbers) - 1), bound

    with pytest.raises(AssertionError, match=f"{slip} does not balance"):
        machine.check()


def test_a_source_that_opens_below_zero_is_found_whatever_it_pays():
    program = Program((WHOLE, CASH), (pay(due=DUE, unpaid="lapse"),))
    each = [
        Inputs(
            space=SPACE,
            measures={"due": ((30, 20, 10), 1)},
            opening={"source/contract": (total,)},
        )
        for total in (-5, 60)
    ]
    with pytest.raises(AssertionError, match="below zero"):
        columnar.run(program, columnar.side_by_side(program, each))
