"""What columns hand to the exact interpreter, and what both say of it: small runs by hand."""

from __future__ import annotations

import numpy as np
import pytest
from move_builders import (
    BONUS,
    CASH,
    DUE,
    EACH,
    EVERY,
    FUND,
    GROUP,
    RENT,
    SPACE,
    WEIGHT,
    WHOLE,
    divide,
    pay,
)
from program_strategies import WHY, family
from roads import all_at_once, by_columns, one_by_one, told

from sanbian import OddFen, columnar, exact
from sanbian.columnar.aside import Aside
from sanbian.money import Rounding
from sanbian.program import (
    Accrue,
    Arithmetic,
    Choose,
    Compare,
    Inputs,
    Join,
    Level,
    Measure,
    Op,
    Part,
    Program,
    Relation,
    Role,
    Round,
    Share,
    Space,
    SumTo,
    apart,
    side_by_side,
)

NUMBERS = {
    "due": ((30, 20, 10), 1),
    "w": ((3, 2, 1), 1),
    "g": ((1, 3), 1),
    "low": ((1, 0, 2), 1),
    "high": ((40, 3, 9), 1),
    "thirds": ((6, 9, 12), 3),
    "halves": ((5, 3, 1), 2),
    "fine": ((1, 2, 3), 2**40),
    "finest": ((1, 2, 3), 3**30),
    "tiny": ((1, 2, 3), 2**61),
    "all": ((100,), 1),
    "none": ((0,), 1),
    "gone": ((-30,), 1),
}
AT = {"g": "group", "all": "contract", "none": "contract", "gone": "contract"}


def read(name):
    return Measure(name, AT.get(name, "member"))


def accrue(amount, claim=RENT):
    return Accrue(claim=claim, amount=amount, because=WHY)


def inputs(opening=None, **given):
    return Inputs(space=SPACE, measures=NUMBERS, opening=opening or {}, **given)


def share(total, weights, **given):
    stated = {"odd_fen": OddFen.LARGEST_REMAINDER, "name": "s", **given}
    return Share(read(total), read(weights), **stated)


def choice(condition, then, otherwise):
    return Round(Choose(condition, read(then), otherwise), 1, Rounding.UP)


POT = {"source/contract": (101,), "source/group": (7, 96)}
SHORT = {"source/contract": (17,), "claim/rent": (60, 30, 9), "claim/bonus": (30, -10, 30)}


@pytest.mark.parametrize(
    ("moves", "opening"),
    [
        ([accrue(read("thirds"))], {}),
        ([accrue(read("halves"))], {}),
        ([accrue(share("all", "w", at_least=read("low")))], {}),
        ([accrue(share("all", "w", at_least=read("due"), step=10))], {}),
        ([accrue(share("all", "w", at_least=read("low"), step=10))], {}),
        ([accrue(Round(read("tiny"), 100, Rounding.UP))], {}),
        (
            [divide(Part(to=CASH, weight=Arithmetic(Op.DIVIDE, read("due"), read("w"))))],
            POT,
        ),
        *(
            ([accrue(choice(Compare(relation, read("w"), read("g")), "w", read("g")))], {})
            for relation in Relation
        ),
        ([accrue(share("all", "w", odd_fen=OddFen.CARRY_FORWARD))], {}),
        ([accrue(share("all", "w", odd_fen=OddFen.LOTTERY))], {}),
        ([accrue(share("none", "w", odd_fen=OddFen.LOTTERY))], {}),
        ([accrue(share("gone", "w"))], {}),
        ([accrue(share("gone", "w", at_least=read("low")))], {}),
        ([accrue(share("none", "w", at_least=read("low")))], {}),
        ([accrue(SumTo("group", share("all", "w")), family(Role.CLAIM, "group"))], {}),
        (
            [
                accrue(
                    choice(
                        Compare(Relation.MORE_THAN, read("w"), read("g")), "w", read("g")
                    )
                )
            ],
            {},
        ),
        ([accrue(Round(read("finest"), 100, Rounding.HALF_EVEN))], {}),
        (
            [
                accrue(
                    Round(Arithmetic(Op.ADD, read("fine"), read("finest")), 1, Rounding.UP)
                )
            ],
            {},
        ),
        (
            [
                accrue(
                    Round(
                        Arithmetic(Op.MULTIPLY, read("fine"), read("finest")),
                        1,
                        Rounding.UP,
                    )
                )
            ],
            {},
        ),
        (
            [
                accrue(
                    Round(Arithmetic(Op.DIVIDE, read("due"), read("w")), 1, Rounding.DOWN)
                )
            ],
            {},
        ),
        (
            [
                accrue(
                    Round(
                        Arithmetic(Op.DIVIDE, read("due"), read("none")), 1, Rounding.DOWN
                    )
                )
            ],
            {},
        ),
        ([pay(due=share("all", "w"))], {"source/contract": (50,)}),
        (
            [pay(due=share("all", "w"), sources=(EACH, WHOLE))],
            {"source/contract": (51,), "source/member": (9, 9, 9)},
        ),
        ([pay(due=share("all", "w"), sources=(GROUP,))], {"source/group": (7, 96)}),
        ([pay(due=None, discharges=(RENT, BONUS), unpaid="carry")], SHORT),
        (
            [pay(due=None, discharges=(RENT, BONUS), unpaid="carry", short="in_order")],
            SHORT,
        ),
        ([pay(discharges=(RENT, BONUS), unpaid="lapse")], SHORT),
        ([pay(unpaid="error")], SHORT),
        ([pay(odd_fen=OddFen.LOTTERY)], SHORT),
        ([pay(odd_fen=OddFen.CARRY_FORWARD, step=10)], SHORT),
        ([divide(Part(to=CASH, weight=WEIGHT))], POT),
        ([divide(Part(to=CASH, weight=WEIGHT), source=GROUP, step=10, rest=FUND)], POT),
        ([divide(Part(to=CASH, weight=WEIGHT, at_most=read("high")), rest=FUND)], POT),
        ([divide(Part(to=CASH, weight=WEIGHT, at_most=read("high")))], POT),
        (
            [
                divide(
                    Part(to=CASH, weight=WEIGHT, at_least=read("low")),
                    odd_fen=OddFen.CARRY_FORWARD,
                )
            ],
            POT,
        ),
        ([divide(Part(to=CASH, weight=WEIGHT), odd_fen=OddFen.CARRY_FORWARD)], POT),
        ([divide(Part(to=CASH, weight=WEIGHT), odd_fen=OddFen.TO_ACCOUNT)], POT),
        ([divide(Part(to=CASH, weight=WEIGHT), odd_fen=OddFen.LOTTERY, rest=FUND)], POT),
        (
            [
                divide(
                    Part(to=CASH, weight=read("thirds")), Part(to=FUND, weight=read("all"))
                )
            ],
            POT,
        ),
        (
            [
                divide(
                    Part(to=CASH, weight=read("finest")), Part(to=FUND, weight=read("all"))
                )
            ],
            POT,
        ),
    ],
)
def test_small_runs_go_down_both_roads(moves, opening):
    declared = {one.name: one for one in (*EVERY, family(Role.CLAIM, "group"))}
    program = Program(tuple(declared.values()), tuple(moves))

    assert told(exact.run, program, inputs(opening)) == told(
        by_columns, program, inputs(opening)
    )


def test_one_contract_that_is_refused_does_not_stop_the_others():
    program = Program(EVERY, (pay(unpaid="error"),))
    each = [inputs({"source/contract": (most,)}) for most in (60, 59, 61)]
    ran = columnar.run(program, columnar.side_by_side(program, each))

    assert [False, True, False] == ran.aside.tolist()
    assert [1] == list(ran.refused)
    assert "lacking 0.01 yuan" in str(ran.refused[1])
    assert one_by_one(program, each) == [told(ran.of, place) for place in range(3)]


def test_the_numbers_behind_a_move_are_worked_out_when_they_are_asked_for():
    program = Program(
        EVERY, (accrue(DUE), pay(due=None, discharges=(RENT,), unpaid="carry"))
    )
    done = by_columns(program, inputs({"source/contract": (50,)}))

    assert 2 == len(done.values) == len(done.values[:])
    assert (30, 20, 10) == done.values[0].of(DUE).column.numbers


def test_accounts_below_zero_are_our_own_slip_on_both_roads():
    program, below = Program(EVERY, ()), inputs({"fund/contract": (-5,)})
    for run in (exact.run, by_columns):
        with pytest.raises(AssertionError, match="fund/contract below zero"):
            run(program, below)

    refused = Program(EVERY, (pay(unpaid="error"),))  # it is refused before that is seen
    assert told(exact.run, refused, below) == told(by_columns, refused, below)


def divided_by(rule, accounts=EVERY):
    return Program(accounts, (divide(Part(to=CASH, weight=WEIGHT), odd_fen=rule),))


def test_draws_and_credits_keep_to_their_contract():
    lottery = divided_by(OddFen.LOTTERY)
    carried = divided_by(OddFen.CARRY_FORWARD)
    drawn = {"divide": ("h3", "h1", "h2")}
    credits_micro = {"divide": {"h2": 900_000}}
    for program, given in (
        (lottery, {"draws": drawn}),
        (carried, {"credits_micro": credits_micro}),
        (carried, {}),
    ):
        each = [inputs({"source/contract": (most,)}, **given) for most in (101, 100)]
        joined = side_by_side(program, each)
        parts = [apart(program, joined, place) for place in range(2)]
        closings = [done[1] for done in one_by_one(program, each)]

        assert closings == [done[1] for done in one_by_one(program, parts)]
        assert (
            one_by_one(program, each)
            == all_at_once(program, columnar.side_by_side(program, each))[0]
        )
        together = exact.run(program, joined).closing["end/member"]
        assert together == sum((closing["end/member"] for closing in closings), ())


def test_shapes_that_differ_do_not_stand_side_by_side():
    program, unlimited = (
        Program(EVERY, ()),
        inputs(unlimited=frozenset({"pocket/contract"})),
    )
    with pytest.raises(AssertionError, match="shapes differ"):
        side_by_side(program, [inputs(), unlimited])
    with pytest.raises(AssertionError, match="shapes differ"):
        columnar.side_by_side(program, [inputs(), unlimited])
    with pytest.raises(AssertionError, match="one top"):
        _ = Space((Level("a", ("1",)), Level("b", ("1",)))).top


def test_words_make_no_shape():
    said = Measure("due", "member", says=WHY.says)

    assert Program(EVERY, (accrue(said),)) == Program(EVERY, (accrue(read("due")),))
    assert Program(EVERY, (accrue(said),)) != Program(EVERY, (accrue(read("w")),))


def test_setting_aside_reaches_the_contract_of_a_row():
    program = Program(EVERY, ())
    batch = columnar.side_by_side(program, [inputs()] * 3)
    rows = np.zeros(9, np.bool_)
    aside = Aside(batch.ways, batch.aside)
    aside.rows("member", rows)
    assert not aside.flags.any()
    rows[4] = True
    aside.rows("member", rows)
    assert [False, True, False] == aside.flags.tolist()
    aside.rows("", np.array([True]))
    assert aside.flags.all()


def test_a_long_division_serves_the_largest_remainders_first():
    """Three hundred takers: whole buckets, and of the last one the largest, ties by order."""
    weights = tuple(1 + (7 * at) % 60 for at in range(300))
    level = Level("member", tuple(map(str, range(300))))
    space = Space(
        (level, Level("contract", ("A",))), (Join("member", "contract", (0,) * 300),)
    )
    for rule in (OddFen.LARGEST_REMAINDER, OddFen.LARGEST_SHARE):
        for total in (10**6, 10**6 + 7, 9_001, 9_150 + 3):
            given = Inputs(
                space=space,
                measures={"w": (weights, 1)},
                opening={"source/contract": (total,)},
            )
            program = divided_by(rule, (WHOLE, CASH))

            batch = columnar.side_by_side(program, [given] * 3)
            assert ([told(exact.run, program, given)] * 3, 0) == all_at_once(program, batch)
