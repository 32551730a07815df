"""The column interpreter: the same as the exact one, contract by contract, posting by posting."""

from __future__ import annotations

from hypothesis import given, settings
from program_strategies import inputs_of, runs
from roads import all_at_once, one_by_one

from sanbian import columnar, exact
from sanbian.program import apart, shape_of, side_by_side

few = settings(max_examples=max(30, settings().max_examples // 2))


@few
@given(runs())
def test_random_programs_go_down_both_roads(drawn):
    shape, chosen, numbers, program = drawn
    each = [
        inputs_of(shape, [world], [own]) for world, own in zip(chosen, numbers, strict=True)
    ]
    batch = columnar.side_by_side(program, each)

    assert (one_by_one(program, each), 0) == all_at_once(program, batch)


@few
@given(runs())
def test_many_contracts_are_put_side_by_side_and_taken_apart(drawn):
    shape, chosen, numbers, program = drawn
    each = [
        inputs_of(shape, [world], [own]) for world, own in zip(chosen, numbers, strict=True)
    ]
    joined = side_by_side(program, each)
    again = [apart(program, joined, place) for place in range(len(each))]
    together = exact.run(program, joined)

    assert 1 == len({shape_of(program, inputs) for inputs in each})
    alone = one_by_one(program, each)
    assert alone == one_by_one(program, again)
    assert alone == all_at_once(program, columnar.as_batch(program, joined))[0]
    for family in program.families:
        side = tuple(amount for _, closing, _ in alone for amount in closing[family.name])
        assert side == together.closing[family.name]
