"""The algebra: every operation at several levels, against a slow reading in fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program_strategies import (
    WHY,
    exprs,
    inputs_of,
    measure,
    numbers_for,
    shapes,
    worlds,
)
from slow_reading import Slow

from sanbian.errors import InvalidInputError
from sanbian.exact import EVERYWHERE, Column, Values, column_of
from sanbian.exact.columns import whole
from sanbian.money import OddFen, Rounding
from sanbian.program import (
    Arithmetic,
    Balance,
    Choose,
    Compare,
    Constant,
    Family,
    Inputs,
    Join,
    Level,
    Measure,
    Op,
    Relation,
    Role,
    Round,
    Share,
    Space,
    SumTo,
    parts_of,
)
from sanbian.wording import same

SPACE = Space(
    (
        Level("member", ("h1", "h2", "h3")),
        Level("group", ("east", "west")),
        Level("contract", ("A",)),
    ),
    (Join("member", "group", (0, 1, 1)), Join("group", "contract", (0, 0))),
)
FUND = Family("fund/f", "group", Role.FUND, same("f"))
INPUTS = Inputs(
    space=SPACE,
    measures={
        "w/member": ((1, 2, 3), 1),
        "a/member": ((1, -2, 5), 4),
        "a/group": ((10, -10), 3),
        "a/contract": ((7,), 2),
        "n/group": ((100, 101), 1),
        "n/contract": ((100,), 1),
    },
    opening={"fund/f": (5, 6)},
)
MEMBER, GROUP, WHOLE = (
    measure("a", "member"),
    measure("a", "group"),
    measure("a", "contract"),
)


def values_of(inputs=INPUTS, **opening):
    return Values(inputs, {"fund/f": [5, 6], **opening}, {}, WHY)


def read(expr):
    value = values_of().of(expr)
    return value.level, [value.column.at(at) for at in range(len(value.column.numbers))]


def fractions(*written):
    return [Fraction(text) for text in written]


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        (Op.ADD, ("43/12", "-23/6", "-25/12")),
        (Op.SUBTRACT, ("-37/12", "17/6", "55/12")),
        (Op.MULTIPLY, ("5/6", "5/3", "-25/6")),
        (Op.DIVIDE, ("3/40", "3/20", "-3/8")),
        (Op.LESSER, ("1/4", "-10/3", "-10/3")),
        (Op.GREATER, ("10/3", "-1/2", "5/4")),
    ],
)
def test_two_levels_meet_at_the_finer_one(op, expected):
    assert read(Arithmetic(op, MEMBER, GROUP)) == ("member", fractions(*expected))


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        (Relation.AT_LEAST, [1, 0, 1]),
        (Relation.MORE_THAN, [0, 0, 1]),
        (Relation.EQUAL, [1, 0, 0]),
        (Relation.AT_MOST, [1, 1, 0]),
        (Relation.LESS_THAN, [0, 1, 0]),
    ],
)
def test_a_comparison_is_one_where_it_holds(relation, expected):
    quarter = Constant(Fraction(1, 4))

    assert read(Compare(relation, MEMBER, quarter)) == ("member", expected)


def test_a_choice_is_made_key_by_key_at_the_finest_level():
    is_gain = Compare(Relation.MORE_THAN, GROUP, Constant(Fraction(0)))

    assert read(Choose(is_gain, MEMBER, WHOLE)) == (
        "member",
        fractions("1/4", "7/2", "7/2"),
    )


@pytest.mark.parametrize("place", range(3))
def test_any_side_of_a_choice_may_be_the_finest(place):
    one, two = Constant(Fraction(1)), Constant(Fraction(2))
    sides = [one, two, Constant(Fraction(3))]
    sides[place] = MEMBER
    chosen = fractions("1/4", "-1/2", "5/4") if place == 1 else [Fraction(2)] * 3

    assert read(Choose(*sides)) == ("member", chosen)
    assert read(Choose(Constant(Fraction(0)), sides[1], MEMBER)) == (
        "member",
        fractions("1/4", "-1/2", "5/4"),
    )


@pytest.mark.parametrize("power", [20, 39, 40, 41, 60])
def test_numbers_over_a_large_scale_stay_whole_and_exact(power):
    scale = 2**power
    inputs = Inputs(
        space=SPACE,
        measures={"a/member": ((scale, 3 * scale // 4, -scale // 2), scale)},
        opening={},
    )
    both = Arithmetic(Op.ADD, MEMBER, MEMBER)
    values = Values(inputs, {}, {}, WHY)
    found = values.of(Arithmetic(Op.MULTIPLY, both, MEMBER)).column

    assert {int} == {type(number) for number in (found.scale, *found.numbers)}
    assert [found.at(at) for at in range(3)] == fractions("2", "9/8", "1/2")
    assert max(found.scale, *found.numbers) <= 2**41


def test_sums_go_to_the_group_and_to_the_contract():
    assert read(SumTo("group", MEMBER)) == ("group", fractions("1/4", "3/4"))
    assert read(SumTo("contract", MEMBER)) == ("contract", fractions("1"))
    assert read(SumTo("member", MEMBER)) == ("member", fractions("1/4", "-1/2", "5/4"))


def test_a_constant_stands_everywhere():
    assert read(Constant(Fraction(3, 7))) == (EVERYWHERE, fractions("3/7"))
    assert read(Arithmetic(Op.ADD, Constant(Fraction(1)), Constant(Fraction(2)))) == (
        "",
        [3],
    )


def test_a_balance_is_what_stands_there_at_this_move():
    standing = {"fund/f": [5, 6]}
    values = Values(INPUTS, standing, {}, WHY)
    before = values.of(Balance(FUND))
    standing["fund/f"] = [99, 6]

    assert list(before.column.numbers) == [5, 6]


def test_a_group_total_is_shared_inside_each_group():
    share = Share(
        measure("n", "group"), measure("w", "member"), OddFen.LARGEST_REMAINDER, "s"
    )

    assert read(share) == ("member", [100, 40, 61])


def test_a_share_gives_lower_bounds_first():
    low = Round(
        Choose(measure("w", "member"), Constant(Fraction(30)), MEMBER), 1, Rounding.UP
    )
    share = Share(
        measure("n", "contract"), measure("w", "member"), OddFen.FIRST, "s", at_least=low
    )

    assert read(share) == ("member", [30, 30, 40])
    assert parts_of(share) == (share.total, share.weights, low)


def test_a_share_in_steps_leaves_what_does_not_fill_one():
    share = Share(
        measure("n", "group"),
        measure("w", "member"),
        OddFen.LARGEST_REMAINDER,
        "s",
        step=10,
    )

    assert read(share) == ("member", [100, 40, 60])


def test_parts_of_every_expression_in_order():
    two = Constant(Fraction(2))

    assert parts_of(two) == parts_of(MEMBER) == parts_of(Balance(FUND)) == ()
    assert parts_of(Arithmetic(Op.ADD, two, MEMBER)) == (two, MEMBER)
    assert parts_of(Compare(Relation.EQUAL, two, MEMBER)) == (two, MEMBER)
    assert parts_of(Choose(two, MEMBER, GROUP)) == (two, MEMBER, GROUP)
    assert parts_of(SumTo("group", MEMBER)) == (MEMBER,)
    assert parts_of(Round(MEMBER, 1, Rounding.UP)) == (MEMBER,)
    assert parts_of(Share(WHOLE, MEMBER, OddFen.FIRST, "s")) == (WHOLE, MEMBER)


def test_a_divisor_of_zero_is_named_with_its_key():
    nothing = Arithmetic(Op.SUBTRACT, GROUP, GROUP)
    with pytest.raises(InvalidInputError) as raised:
        values_of().of(Arithmetic(Op.DIVIDE, MEMBER, nothing))

    (problem,) = raised.value.problems
    assert problem.of("en") == (
        "expected a divisor other than zero, got 0 - at clause 1, member h1; "
        "check the measures of this key"
    )
    assert problem.of("zh") == (
        "clause 1, member h1：应为不为零的除数，得到 0。核对该户的数量"
    )


def test_the_first_key_with_a_divisor_of_zero_is_named():
    third = Arithmetic(Op.SUBTRACT, measure("w", "member"), Constant(Fraction(3)))
    with pytest.raises(InvalidInputError) as raised:
        values_of().of(Arithmetic(Op.DIVIDE, GROUP, third))

    assert raised.value.problems[0].at == "clause 1, member h3"


def test_a_divisor_of_zero_everywhere_is_refused_too():
    nothing = Constant(Fraction(0))
    with pytest.raises(InvalidInputError, match="other than zero"):
        values_of().of(Arithmetic(Op.DIVIDE, nothing, nothing))


def test_an_amount_that_is_not_rounded_is_our_own_slip():
    with pytest.raises(AssertionError, match="clause 1: not rounded"):
        values_of().whole_at(MEMBER, "member")


def test_levels_that_do_not_lie_on_one_chain_never_meet():
    space = Space(
        (Level("member", ("h",)), Level("group", ("g",)), Level("class", ("c",))),
        (Join("member", "group", (0,)), Join("member", "class", (0,))),
    )
    inputs = Inputs(
        space=space, measures={"a/group": ((1,), 1), "a/class": ((1,), 1)}, opening={}
    )
    with pytest.raises(AssertionError, match="one chain"):
        Values(inputs, {}, {}, WHY).of(Arithmetic(Op.ADD, GROUP, measure("a", "class")))


@st.composite
def readings(draw):
    shape = draw(shapes())
    chosen = draw(st.lists(worlds(shape), min_size=1, max_size=2))
    numbers = [draw(numbers_for(shape, sizes)) for sizes, _ in chosen]
    chain = shape.chain_of(draw(st.sampled_from(shape.levels)))
    scale = draw(st.integers(1, 6) | st.sampled_from([2**45, 3**30]))
    expr, level = draw(exprs(chain))
    return inputs_of(shape, chosen, numbers, scale=scale), expr, level


@given(readings())
def test_every_expression_reads_as_the_slow_reading_key_by_key(reading):
    inputs, expr, level = reading
    slow = Slow(inputs, inputs.opening)
    assert slow.level(expr) == level
    size = inputs.space.size(level) if level else 1
    try:
        expected = [slow.read(expr, at) for at in range(size)]
    except ZeroDivisionError:
        with pytest.raises(InvalidInputError):
            Values(inputs, inputs.opening, {}, WHY).of(expr)
        return
    try:
        found = Values(inputs, inputs.opening, {}, WHY).of(expr)
    except InvalidInputError:  # a divisor of zero for a key that nobody reads
        return

    numbers = (found.column.scale, *found.column.numbers)
    assert {type(number) for number in numbers} == {int}
    assert (level, expected) == (found.level, [found.column.at(at) for at in range(size)])


@given(st.lists(st.fractions(max_denominator=99), min_size=1, max_size=5))
def test_a_column_keeps_exact_numbers(numbers):
    column = column_of(numbers)

    assert numbers == [column.at(at) for at in range(len(numbers))]
    is_whole = all(number.denominator == 1 for number in numbers)
    assert (whole(column) == numbers) is is_whole
    assert whole(Column([6, 9], 3)) == [2, 3]
    assert whole(Column([6, 7], 3)) is None


def test_nobody_is_divided_by_nothing():
    nobody = Space((Level("member", ()), Level("contract", ("A",))),
                   (Join("member", "contract", ()),))  # fmt: skip
    inputs = Inputs(space=nobody, measures={"a": ((), 1), "b": ((0,), 1)}, opening={})
    one, other = Measure("a", "member"), Measure("b", "contract")

    found = Values(inputs, {}, {}, WHY).of(Arithmetic(Op.DIVIDE, one, other))
    assert (found.level, list(found.column.numbers)) == ("member", [])


def test_levels_on_two_branches_do_not_meet_whatever_their_order():
    branched = Space(
        (Level("member", ("h",)), Level("group", ("g",)), Level("class", ("c",))),
        (Join("member", "group", (0,)), Join("member", "class", (0,))),
    )
    names = {"m": "member", "g": "group", "c": "class"}
    inputs = Inputs(space=branched, measures=dict.fromkeys(names, ((1,), 1)), opening={})
    one, other, fine = (Measure(name, names[name]) for name in ("g", "c", "m"))

    with pytest.raises(AssertionError, match="one chain"):
        Values(inputs, {}, {}, WHY).of(Choose(one, other, fine))
