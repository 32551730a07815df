"""Numbers at the edge of 64 bits: what does not fit is run exactly, and nothing ever wraps."""

from __future__ import annotations

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from program_strategies import (
    WHY,
    exprs,
    family,
    inputs_of,
    numbers_for,
    shapes,
    worlds,
)
from roads import all_at_once, one_by_one

from sanbian import InvalidInputError, OddFen, columnar
from sanbian.columnar.bounding import NO_BOUND, Bounds, share_within
from sanbian.columnar.columns import LIMIT, kept, most, product, sums
from sanbian.columnar.sharing import TOTAL_BELOW, WEIGHT_BELOW, share
from sanbian.columnar.ways import segments_of, stacked
from sanbian.errors import SanbianError
from sanbian.money import Rounding, apportion, apportion_within
from sanbian.program import (
    Accrue,
    Arithmetic,
    Constant,
    Inputs,
    Level,
    Measure,
    Op,
    Program,
    Role,
    Round,
    Space,
)

few = settings(max_examples=max(50, settings().max_examples))
FACTORS = (1, 1, 10**6, 2**40, 2**58, 2**61, 3**40)
SCALES = (1, 1, 3, 1000, 2**21, 2**45, 3**30, 2**70)


@st.composite
def large(draw):
    """An amount that is read from an expression, in some worlds with numbers of any size."""
    shape = draw(shapes())
    chosen = draw(st.lists(worlds(shape), min_size=1, max_size=4))
    chain = shape.chain_of(draw(st.sampled_from(shape.levels)))
    expr, level = draw(exprs(chain))
    assume(level)
    each = []
    for sizes, joins in chosen:
        factors = {name: draw(st.sampled_from(FACTORS)) for name in "awzn"}
        own, opened = draw(numbers_for(shape, sizes))
        own = {
            name: tuple(number * factors[name[0]] + (number % 3) for number in column)
            for name, column in own.items()
        }
        scale = draw(st.sampled_from(SCALES))
        each.append(inputs_of(shape, [(sizes, joins)], [(own, opened)], scale=scale))
    claim = family(Role.CLAIM, level)
    rounding = draw(st.sampled_from(Rounding))
    amount = Round(expr, draw(st.sampled_from([1, 100])), rounding)
    return Program((claim,), (Accrue(claim=claim, amount=amount, because=WHY),)), each


@few
@given(large())
def test_amounts_of_any_size_go_down_both_roads(drawn):
    program, each = drawn
    batch = columnar.side_by_side(program, each)

    assert one_by_one(program, each) == all_at_once(program, batch)[0]


# --- sharing, pool by pool -----------------------------------------------------------


RULES = [rule for rule in OddFen if rule not in {OddFen.LOTTERY, OddFen.CARRY_FORWARD}]
TOTALS = st.one_of(
    st.integers(-50, 200),
    st.integers(-(10**9), 10**9),
    st.integers(TOTAL_BELOW - 3, TOTAL_BELOW + 3),
    st.integers(-LIMIT, LIMIT),
)


@st.composite
def pools(draw):
    """Pools with their takers: short ones, long ones, and such with weights of any size."""
    most_rows = draw(st.sampled_from([3, 3, 9, 300]))
    return [
        (
            draw(TOTALS),
            draw(
                st.lists(
                    st.integers(-1 if draw(st.integers(0, 9)) == 0 else 0, top),
                    max_size=most_rows,
                )
            ),
        )
        for top in draw(
            st.lists(st.sampled_from([1, 5, 10**6, 2**59, LIMIT]), min_size=1, max_size=6)
        )
    ]


def in_a_row(listed):
    weights = np.array([weight for _, mine in listed for weight in mine], np.int64)
    of_row = np.repeat(np.arange(len(listed)), [len(mine) for _, mine in listed])
    return weights, segments_of(of_row, len(listed))


def alone(run, *given, **named):
    try:
        done = run(*given, **named)
    except SanbianError:
        return None
    return list(done.parts), sorted(done.odd)


def together(parts, odd, segments):
    """What each segment got, and which of its rows got an odd unit."""
    return [
        (parts[start:end].tolist(), np.flatnonzero(odd[start:end]).tolist())
        for start, end in zip(segments.starts, segments.starts[1:], strict=False)
    ]


@few
@given(pools(), st.sampled_from(RULES), st.sampled_from([1, 1, 10]))
def test_many_pools_are_shared_as_each_is_alone(listed, rule, step):
    weights, segments = in_a_row(listed)
    totals = np.array([total for total, _ in listed], np.int64)
    dropped = np.zeros(len(listed), np.bool_)
    parts, odd = share(totals, weights, segments, rule, dropped.__ior__, step=step)

    for (total, mine), found, is_dropped in zip(
        listed, together(parts, odd, segments), dropped, strict=True
    ):
        expected = alone(apportion, total, mine, rule, step=step) if mine else None
        if not is_dropped and (mine or total):
            assert expected == found
        if expected:
            is_safe = abs(total) < TOTAL_BELOW and sum(mine) < WEIGHT_BELOW
            assert is_dropped is not is_safe


@st.composite
def block_by_block(draw):
    """Pools with as many takers each, as they stand where takers are at the level of the pool."""
    takers, count = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    weights = st.integers(0, draw(st.sampled_from([1, 5, 10**6, 2**57])))
    drawn = st.lists(weights, min_size=takers, max_size=takers)
    return [(draw(TOTALS), draw(drawn)) for _ in range(count)]


@few
@given(block_by_block(), st.sampled_from(RULES), st.sampled_from([1, 1, 10]))
def test_pools_block_by_block_are_shared_as_each_is_alone(listed, rule, step):
    takers = len(listed[0][1])
    segments = stacked(len(listed), takers)
    totals = np.array([total for total, _ in listed], np.int64)
    weights = np.array([mine for _, mine in listed], np.int64).T.ravel()
    dropped = np.zeros(len(listed), np.bool_)
    parts, odd = share(totals, weights, segments, rule, dropped.__ior__, step=step)

    for place, (total, mine) in enumerate(listed):
        expected = alone(apportion, total, mine, rule, step=step)
        if not dropped[place] and (total or any(mine)):
            got, served = (each.reshape(takers, -1)[:, place] for each in (parts, odd))
            assert expected == (got.tolist(), np.flatnonzero(served).tolist())
        if expected:
            is_safe = abs(total) < TOTAL_BELOW and sum(mine) < WEIGHT_BELOW
            assert dropped[place] is not np.bool_(is_safe)


def test_a_weight_below_zero_gives_up_its_pool_though_it_is_empty():
    weights, segments = in_a_row([(0, [-1, 2]), (5, [1, 1])])
    dropped = np.zeros(2, np.bool_)
    share(np.array([0, 5]), weights, segments, OddFen.FIRST, dropped.__ior__)

    assert [True, False] == dropped.tolist()


@pytest.mark.parametrize("rule", [OddFen.LARGEST_REMAINDER, OddFen.LARGEST_SHARE])
@pytest.mark.parametrize("near", [0, 1, 3])
def test_weights_that_differ_in_their_last_bits_are_told_apart(rule, near):
    """Seven of 58 bits: with the segment above them, the last bits have no room."""
    mine = [2**57 + near * (at % 4) for at in range(7)]
    count, totals = 64, np.arange(64)
    row = np.array(mine * count)
    for segments, weights in (
        (segments_of(np.repeat(np.arange(count), 7), count), row),
        (stacked(count, 7), row.reshape(count, 7).T.ravel()),
    ):
        parts, odd = share(totals, weights, segments, rule, pytest.fail)
        table, served = segments.table(parts).T, segments.table(odd).T

        assert [alone(apportion, total, mine, rule) for total in range(count)] == [
            (got.tolist(), np.flatnonzero(flags).tolist())
            for got, flags in zip(table, served, strict=True)
        ]


@st.composite
def bounded(draw):
    """Pools with lower and upper bounds, most of which can be kept."""
    found = []
    for total, weights in draw(pools()):
        near = max(1, abs(total) // max(1, len(weights)))
        low = [draw(st.integers(0, near)) if draw(st.booleans()) else 0 for _ in weights]
        high = [
            draw(st.none() | st.integers(each, each + 2 * near))
            if near < LIMIT // 4
            else None
            for each in low
        ]
        found.append((total, weights, low, high))
    return found


@few
@given(bounded(), st.sampled_from(RULES))
def test_many_pools_with_bounds_are_shared_as_each_is_alone(listed, rule):
    weights, segments = in_a_row([(total, mine) for total, mine, _, _ in listed])
    low = np.array([each for _, _, lows, _ in listed for each in lows], np.int64)
    high = [
        NO_BOUND if each is None else each for _, _, _, highs in listed for each in highs
    ]
    dropped = np.zeros(len(listed), np.bool_)
    parts, odd = share_within(
        np.array([total for total, *_ in listed], np.int64),
        weights,
        Bounds(low, np.array(high, np.int64)),
        segments,
        rule,
        dropped.__ior__,
    )

    for (total, mine, lows, highs), found, is_dropped in zip(
        listed, together(parts, odd, segments), dropped, strict=True
    ):
        expected = (
            alone(apportion_within, total, mine, rule, at_least=lows, at_most=highs)
            if mine
            else None
        )
        if not is_dropped and (total or any(lows)):
            assert expected == found
        if expected and total * sum(mine) <= LIMIT and total < TOTAL_BELOW and any(mine):
            assert not is_dropped


# --- the proofs ----------------------------------------------------------------------


def flagged_by(run):
    """What an operation gave, and which rows it dropped."""
    dropped = []
    return run(lambda flagged: dropped.append(flagged.tolist())), dropped


def test_a_product_that_might_not_fit_drops_its_row():
    one, other = np.array([LIMIT, 3, 0]), np.array([2, 5, LIMIT])
    (numbers, bound), dropped = flagged_by(
        lambda drop: product(one, other, (LIMIT, LIMIT), drop)
    )

    assert ([0, 15, 0], LIMIT, [[True, False, False]]) == (numbers.tolist(), bound, dropped)


def test_a_bound_that_is_too_wide_is_looked_up():
    one, other = np.array([4, 3]), np.array([2, 5])
    (numbers, bound), dropped = flagged_by(
        lambda drop: product(one, other, (LIMIT, LIMIT), drop)
    )

    assert ([8, 15], 20, []) == (numbers.tolist(), bound, dropped)
    assert ((one, 4), []) == flagged_by(lambda drop: kept(one, LIMIT + 1, drop))
    assert (0, 7) == (most(np.array([], np.int64)), most(np.array([3, -7])))


def test_a_sum_that_might_not_fit_drops_its_segment():
    segments = segments_of(np.array([0, 0, 2, 2]), 3)
    numbers = np.array([LIMIT, LIMIT, 5, 6])
    (found, bound), dropped = flagged_by(lambda drop: sums(numbers, LIMIT, segments, drop))

    assert ([0, 0, 11], LIMIT, [[True, False, False]]) == (found.tolist(), bound, dropped)
    (found, bound), dropped = flagged_by(
        lambda drop: sums(np.array([1, 2, 3, 4]), LIMIT, segments, drop)
    )
    assert ([3, 0, 7], 8, []) == (found.tolist(), bound, dropped)


def test_blocks_one_upon_another_are_segments_too():
    blocks, rows = stacked(3, 2), np.array([1, 2, 3, 4, 5, 6])

    assert [5, 7, 9] == blocks.sums(rows).tolist()
    assert [4, 5, 6] == blocks.highest(rows).tolist()
    assert [0, 0, 0, 1, 2, 3] == blocks.before(rows).tolist()
    assert [7, 8, 9, 7, 8, 9] == blocks.each(np.array([7, 8, 9])).tolist()
    assert [False, True, True] == blocks.any(rows > 4).tolist()


# --- what is set aside ---------------------------------------------------------------

TOP = "contract"
CLAIM = family(Role.CLAIM, TOP)


def one_move(amount):
    return Program((CLAIM,), (Accrue(claim=CLAIM, amount=amount, because=WHY),))


def contract(amount, scale=1, **opening):
    return Inputs(
        space=Space((Level(TOP, ("A",)),)),
        measures={"a": ((amount,), scale)},
        opening=opening,
    )


@pytest.mark.parametrize(
    ("numbers", "opening"),
    [
        ((1, 2**62, 2**62 + 1, 2**80, -(2**63)), (0, 0, 0, 0, 0)),
        ((1, 1, 1, 1, 1), (2**62 - 1, 2**62, 2**63, 2**90, -(2**62))),
    ],
)
def test_only_contracts_whose_numbers_do_not_fit_are_run_exactly(numbers, opening):
    program = one_move(Measure("a", TOP))
    each = [
        contract(number, **{"claim/contract": (opened,)})
        for number, opened in zip(numbers, opening, strict=True)
    ]
    ran = columnar.run(program, columnar.side_by_side(program, each))

    assert [number + opened for number, opened in zip(numbers, opening, strict=True)] == [
        ran.of(place).closing["claim/contract"][0] for place in range(len(each))
    ]
    assert not ran.aside[0]
    assert ran.aside[2:4].all()


def test_a_constant_that_does_not_fit_sends_all_to_the_exact_interpreter():
    amount = Arithmetic(Op.GREATER, Measure("a", TOP), Constant(Fraction(2**70)))
    ran = columnar.run(
        one_move(amount), columnar.side_by_side(one_move(amount), [contract(1)] * 2)
    )

    assert ran.aside.all()
    assert (2**70,) == ran.of(1).closing["claim/contract"]


def test_numpy_that_is_missing_is_named_with_its_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    spec = importlib.util.spec_from_file_location("again", Path(columnar.__file__))
    with pytest.raises(InvalidInputError, match=r'run pip install "sanbian\[fast\]"'):
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


def test_a_number_just_above_the_limit_sends_its_own_contract_alone():
    program, each = one_move(Measure("a", TOP)), [contract(LIMIT + 1), contract(LIMIT)]
    ran = columnar.run(program, columnar.side_by_side(program, each))

    assert [True, False] == ran.aside.tolist()
    assert (LIMIT + 1,) == ran.of(0).closing["claim/contract"]
