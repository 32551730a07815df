"""Programs followed along one unknown: each move and each operation, by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from move_builders import (
    BONUS,
    CASH,
    DUE,
    EACH,
    EVERY,
    FIRM,
    FUND,
    GROUP,
    RENT,
    SPACE,
    VILLAGE,
    WEIGHT,
    WHOLE,
    divide,
    pay,
)
from program_strategies import WHY

from sanbian.errors import InvalidInputError
from sanbian.money import OddFen
from sanbian.piecewise import (
    Line,
    Piece,
    Piecewise,
    Unknowns,
    follow,
    function_of,
    total,
    walking,
)
from sanbian.piecewise.lines import Path
from sanbian.program import (
    Accrue,
    Arithmetic,
    Balance,
    Choose,
    Compare,
    Constant,
    Inputs,
    Measure,
    Op,
    Part,
    Program,
    Relation,
    Share,
    SumTo,
)

X = Line(Fraction(0), Fraction(1))
ONE, TEN = Constant(Fraction(1)), Constant(Fraction(10))


def walked(*moves, measures=None, unknown=None, since=0, until=None, **opening):
    """The steps of a program in which the whole source holds the unknown."""
    numbers = {"due": ((30, 20, 10), 1), "w": ((3, 2, 1), 1), **(measures or {})}
    inputs = Inputs(
        space=SPACE,
        measures=numbers,
        opening={name.replace("_", "/"): column for name, column in opening.items()},
        unlimited=frozenset(),
    )
    return list(
        follow(
            Program(EVERY, moves),
            inputs,
            Unknowns(measures=unknown or {}, opening={WHOLE.name: [X]}),
            since=Fraction(since),
            until=until,
        )
    )


def stands(steps, family, key=0):
    return function_of(steps, lambda ran: ran.closing[family.name][key])


def values(function, *amounts):
    return [function(amount) for amount in amounts]


# --- moves -----------------------------------------------------------------------------


def test_a_short_source_pays_in_order_where_that_is_said():
    steps = walked(pay(short="in_order"))

    assert stands(steps, CASH, 0).breakpoints == (30,)
    assert stands(steps, CASH, 1).breakpoints == (30, 50)
    assert values(stands(steps, CASH, 2), 50, 55, 60, 61) == [0, 5, 10, 10]


def test_claims_of_equal_rank_are_paid_in_proportion_to_what_is_owed():
    """30 + 60 are owed to each; 45 are wanted for each, so a third goes to the rent."""
    steps = walked(
        Accrue(claim=RENT, amount=Constant(Fraction(30)), because=WHY),
        Accrue(claim=BONUS, amount=Constant(Fraction(60)), because=WHY),
        pay(due=Constant(Fraction(45)), discharges=(RENT, BONUS), unpaid="carry"),
    )
    assert values(stands(steps, RENT), 0, 90, 135, 500) == [30, 20, 15, 15]
    assert values(stands(steps, BONUS), 0, 90, 135, 500) == [60, 40, 30, 30]


def test_what_is_not_owed_is_not_wanted():
    steps = walked(pay(due=TEN, discharges=(RENT, BONUS), unpaid="carry"))

    assert values(stands(steps, CASH), 0, 100) == [0, 0]


def test_what_lapses_is_taken_off_the_claim():
    steps = walked(
        Accrue(claim=RENT, amount=TEN, because=WHY),
        pay(due=None, discharges=(RENT,), unpaid="lapse"),
    )
    assert values(stands(steps, RENT), 0, 15, 30) == [0, 0, 0]
    assert values(stands(steps, CASH), 0, 15, 30) == [0, 5, 10]


def test_a_division_goes_by_weights_and_sends_the_rest():
    nobody = Measure("nobody", "member")
    steps = walked(
        divide(Part(to=CASH, weight=nobody), rest=FUND),
        measures={"nobody": ((0, 0, 0), 1)},
    )
    assert values(stands(steps, FUND), 0, 7) == [0, 7]


def test_bounds_hold_on_both_sides_at_once():
    """Weights 3, 2, 1; at least 5, at most 12 each: as `apportion_within` has it."""
    low, high = Constant(Fraction(5)), Constant(Fraction(12))
    steps = walked(
        divide(Part(to=CASH, weight=WEIGHT, at_least=low, at_most=high), rest=FUND),
        since=15,
    )
    assert [stands(steps, CASH, key)(20) for key in range(3)] == [9, 6, 5]
    assert [stands(steps, CASH, key)(24) for key in range(3)] == [
        Fraction(57, 5),
        Fraction(38, 5),
        5,
    ]
    assert [stands(steps, CASH, key)(30) for key in range(3)] == [12, 12, 6]
    assert values(stands(steps, FUND), 36, 40) == [0, 4]


def test_lower_bounds_above_the_whole_are_refused():
    move = divide(Part(to=CASH, weight=WEIGHT, at_least=TEN))

    with pytest.raises(InvalidInputError, match="enough for everyone's lower bound"):
        walked(move)


# --- expressions -----------------------------------------------------------------------


def chosen(relation):
    """Ten where the whole stands to a hundred as the relation says, else one."""
    holds = Compare(relation, Balance(WHOLE), Constant(Fraction(100)))
    steps = walked(Accrue(claim=RENT, amount=Choose(holds, TEN, ONE), because=WHY))
    return stands(steps, RENT)


def test_relations_jump_on_the_side_that_they_say():
    assert values(chosen(Relation.AT_LEAST), 99, 100, 101) == [1, 10, 10]
    assert values(chosen(Relation.MORE_THAN), 99, 100, 101) == [1, 1, 10]
    assert values(chosen(Relation.EQUAL), 99, 100, 101) == [1, 10, 1]
    assert values(chosen(Relation.AT_MOST), 99, 100, 101) == [10, 10, 1]
    assert values(chosen(Relation.LESS_THAN), 99, 100, 101) == [10, 1, 1]
    assert chosen(Relation.AT_LEAST).breakpoints == (100,)
    assert chosen(Relation.MORE_THAN).reaches(5) == 100


def due(expr, **given):
    return walked(Accrue(claim=RENT, amount=expr, because=WHY), **given)


def test_products_and_quotients_with_one_number_that_is_fixed():
    whole = Balance(WHOLE)

    for product in (
        Arithmetic(Op.MULTIPLY, whole, TEN),
        Arithmetic(Op.MULTIPLY, TEN, whole),
    ):
        assert stands(due(product), RENT)(3) == 30
    assert stands(due(Arithmetic(Op.DIVIDE, whole, TEN)), RENT)(3) == Fraction(3, 10)
    lesser, greater = Arithmetic(Op.LESSER, whole, TEN), Arithmetic(Op.GREATER, whole, TEN)
    assert values(stands(due(lesser), RENT), 9, 11) == [9, 10]
    assert values(stands(due(greater), RENT), 9, 11) == [10, 11]


def test_a_quotient_of_two_in_proportion_is_a_number():
    twice = Arithmetic(Op.MULTIPLY, Balance(WHOLE), TEN)
    quotient = Arithmetic(Op.DIVIDE, twice, Balance(WHOLE))

    assert stands(due(quotient, since=1), RENT)(7) == 10


def test_a_divisor_of_zero_is_refused():
    with pytest.raises(InvalidInputError, match="divisor other than zero"):
        due(Arithmetic(Op.DIVIDE, TEN, Constant(Fraction(0))))


def test_a_product_and_a_quotient_of_two_unknowns_are_refused():
    whole, more = Balance(WHOLE), Arithmetic(Op.ADD, Balance(WHOLE), TEN)

    for op in (Op.MULTIPLY, Op.DIVIDE):
        with pytest.raises(InvalidInputError, match="straight lines"):
            due(Arithmetic(op, whole, more), since=1)


def test_constants_meet_at_no_level_and_groups_are_spread():
    both = Arithmetic(Op.ADD, TEN, TEN)
    grouped = Arithmetic(Op.ADD, both, Measure("g", "group"))
    steps = due(Arithmetic(Op.ADD, grouped, DUE), measures={"g": ((1, 3), 1)})

    assert [stands(steps, RENT, key)(0) for key in range(3)] == [51, 43, 33]


def test_sums_and_shares_go_by_group():
    wholes = SumTo("group", DUE)
    shared = Share(wholes, WEIGHT, OddFen.FIRST, "1", at_least=Constant(Fraction(12)))
    steps = due(shared)

    assert [stands(steps, RENT, key)(0) for key in range(3)] == [30, 18, 12]


def test_a_measure_that_hangs_on_the_unknown_is_a_line():
    line = [Line(Fraction(1), Fraction(2))]

    assert stands(due(Measure("x", "contract"), unknown={"x": line}), RENT)(5) == 11


def test_weights_in_proportion_to_the_unknown_keep_their_shares():
    weight = Arithmetic(Op.MULTIPLY, WEIGHT, Balance(WHOLE))
    move = divide(Part(to=CASH, weight=weight))

    assert stands(walked(move, since=1), CASH, 0)(60) == 30


def test_a_total_in_proportion_to_the_weights_gives_each_weight_its_part():
    """One weight hangs on the unknown otherwise than the rest, and so does the whole."""
    more = Arithmetic(Op.ADD, Arithmetic(Op.MULTIPLY, WEIGHT, Balance(WHOLE)), ONE)
    level = SumTo("contract", more)
    steps = due(
        Share(Arithmetic(Op.MULTIPLY, level, TEN), more, OddFen.FIRST, "1"), since=1
    )

    assert [stands(steps, RENT, key)(1) for key in range(3)] == [40, 30, 20]


# --- functions -------------------------------------------------------------------------


def test_a_function_reaches_what_it_jumps_over():
    low, high = Line(Fraction(1)), Line(Fraction(5))
    function = Piecewise((Piece(Fraction(0), low), Piece(Fraction(3), high, is_after=True)))
    assert [function.reaches(target) for target in (1, 2, 5, 6)] == [0, 3, 3, None]
    assert values(function, 3, 4) == [1, 5]
    assert function.marginal(3) == 0


def test_a_function_reaches_a_target_on_a_later_piece():
    steep = Piece(Fraction(4), Line(Fraction(-8), Fraction(3)))
    function = Piecewise((Piece(Fraction(0), Line(Fraction(0), Fraction(1))), steep))

    assert [function.reaches(target) for target in (3, 7)] == [3, 5]


def test_decisions_that_turn_too_often_are_refused(monkeypatch):
    monkeypatch.setattr(walking, "STEPS_MAX", 1)

    with pytest.raises(InvalidInputError, match="at most 1 turning points"):
        walked(pay())


def test_a_range_ends_where_it_is_told():
    assert len(walked(pay(short="in_order"), until=30)) == 1
    assert len(walked(pay(short="in_order"), until=31)) == 2


def test_other_sources_keep_their_own_numbers():
    steps = walked(
        pay(sources=(EACH, FIRM, WHOLE)), source_member=(5, 5, 5), pocket_contract=(15,)
    )
    assert values(stands(steps, CASH, 0), 0, 30) == [5 + Fraction(25, 3), 30]
    assert total(steps[0].after.closing[FIRM.name]) == Line(Fraction(0))


def test_a_source_of_each_group_pays_its_own():
    steps = walked(pay(sources=(GROUP,), to=VILLAGE), source_group=(10, 60))

    assert [stands(steps, VILLAGE, key)(0) for key in range(2)] == [10, 30]


def test_a_part_of_what_is_in_proportion_to_all_weights():
    path = Path(Fraction(1), is_after=True)
    weight, weights = Line(Fraction(1), Fraction(3)), Line(Fraction(3), Fraction(6))

    assert path.part(weights.times(Fraction(10)), weight, weights) == weight.times(
        Fraction(10)
    )
    assert path.part(weights, weight, weights) == weight
    assert path.part(X, weights.times(Fraction(2)), weights) == X.times(Fraction(2))
    assert path.part(X, Line(Fraction(1)), Line(Fraction(4))) == X.times(Fraction(1, 4))
