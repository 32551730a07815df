"""Programs: what a program may hold, and what must hold of whatever it does."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given, settings
from program_strategies import WHY, family, inputs_of, measure, runs
from slow_reading import Slow, climb

from sanbian.exact import run
from sanbian.money import OddFen
from sanbian.program import Accrue, Divide, Inputs, Part, Pay, Program, Role, families_of

SOURCE = family(Role.SOURCE, "contract")
CASH = family(Role.END, "member")
OWED = family(Role.CLAIM, "member")
HEADS = family(Role.END, "member", "end/heads", unit="head")

PAY = Pay(
    due=measure("n", "member"),
    level="member",
    sources=(SOURCE,),
    to=CASH,
    unpaid="lapse",
    odd_fen=OddFen.FIRST,
    name="pay",
    because=WHY,
)
DIVIDE = Divide(
    source=SOURCE,
    parts=(Part(to=CASH, weight=measure("w", "member")),),
    rest=None,
    odd_fen=OddFen.FIRST,
    name="divide",
    because=WHY,
)
ACCRUE = Accrue(claim=OWED, amount=measure("n", "member"), because=WHY)
EVERY = (SOURCE, CASH, OWED, HEADS)


@pytest.mark.parametrize(
    ("move", "says"),
    [
        (evolve(ACCRUE, claim=CASH), "end/member is no claim"),
        (evolve(PAY, due=None), "nothing says what is due"),
        (
            evolve(DIVIDE, source=OWED),
            "end/member: money is divided into money, a claim into claims",
        ),
        (evolve(PAY, unpaid="carry"), "nothing carries the unpaid"),
        (evolve(PAY, discharges=(CASH,)), "end/member is no claim"),
        (evolve(PAY, discharges=(OWED, OWED)), "a claim is discharged twice"),
        (
            evolve(PAY, discharges=(OWED,), level="contract"),
            "claim/member is at another level",
        ),
        (evolve(PAY, sources=(OWED,)), "claim/member holds no money"),
        (evolve(PAY, to=OWED), "claim/member holds no money"),
        (evolve(PAY, to=HEADS), "clause 1 mixes units: ['fen', 'head']"),
        (evolve(DIVIDE, parts=()), "nobody takes"),
        (
            evolve(DIVIDE, parts=(Part(to=OWED, weight=measure("w", "member")),)),
            "claim/member: money is divided into money, a claim into claims",
        ),
        (evolve(DIVIDE, rest=HEADS), "clause 1 mixes units: ['fen', 'head']"),
    ],
)
def test_a_move_that_means_nothing_is_refused(move, says):
    with pytest.raises(AssertionError) as slip:
        Program(EVERY, (move,))
    assert says == str(slip.value)


def test_families_are_declared_once():
    with pytest.raises(AssertionError, match=r"^names of families repeat$"):
        Program((SOURCE, SOURCE), ())
    with pytest.raises(AssertionError, match=r"^end/member is not declared$"):
        Program((SOURCE,), (PAY,))


def test_families_of_each_move():
    assert families_of(ACCRUE) == (OWED,)
    assert families_of(evolve(PAY, discharges=(OWED,))) == (SOURCE, CASH, OWED)
    assert families_of(DIVIDE) == (SOURCE, CASH)
    assert families_of(evolve(DIVIDE, rest=CASH)) == (SOURCE, CASH, CASH)


def test_the_numbers_of_a_run_cannot_be_changed():
    inputs = Inputs(space=None, measures={"a": ((1,), 1)}, opening={"f": (1,)})
    for inner in (inputs.measures, inputs.opening, inputs.credits_micro, inputs.draws):
        with pytest.raises(TypeError):
            inner["b"] = 1


# Whatever a program does

few = settings(max_examples=max(30, settings().max_examples // 3))


def all_at_once(drawn):
    shape, chosen, numbers, program = drawn
    return run(program, inputs_of(shape, chosen, numbers))


def applied(space, balances, posting):
    """The balances after a posting, key by key."""
    after = {name: list(column) for name, column in balances.items()}
    for account, sign in ((posting.source, -1), (posting.target, 1)):
        if account is not None:
            for key, amount in enumerate(posting.amounts):
                after[account.name][climb(space, posting.level, account.level, key)] += (
                    sign * amount
                )
    return after


def opened(done):
    size = done.inputs.space.size
    return {
        each.name: list(done.inputs.opening.get(each.name, (0,) * size(each.level)))
        for each in done.program.families
    }


def replayed(done):
    """For each move: the balances before it, and what it posted."""
    balances = opened(done)
    for position, move in enumerate(done.program.moves):
        posted = [posting for posting in done.postings if posting.move == position]
        yield move, balances, posted
        for posting in posted:
            balances = applied(done.inputs.space, balances, posting)
    assert {name: tuple(column) for name, column in balances.items()} == dict(done.closing)


@few
@given(runs())
def test_opening_and_in_and_out_make_the_closing_balance(drawn):
    done = all_at_once(drawn)

    for _ in replayed(done):
        pass


@few
@given(runs())
def test_no_posting_is_empty_or_below_zero_but_a_claim_that_is_lowered(drawn):
    done = all_at_once(drawn)

    for posting in done.postings:
        assert any(posting.amounts)
        assert posting.source is None or min(posting.amounts) >= 0
        assert posting.kind == "rent"


def dues_of(move, balances, slow, size):
    owed = [
        sum(max(0, balances[claim.name][key]) for claim in move.discharges)
        for key in range(size)
    ]
    if move.due is None:
        return owed
    wanted = [max(0, slow.at(move.due, move.level, key)) for key in range(size)]
    if not move.discharges:
        return wanted
    return [min(due, most) for due, most in zip(wanted, owed, strict=True)]


@few
@given(runs())
def test_each_source_pays_the_smaller_of_its_balance_and_what_is_still_due(drawn):
    done = all_at_once(drawn)
    space = done.inputs.space
    for move, before, posted in replayed(done):
        if not isinstance(move, Pay):
            continue
        size = space.size(move.level)
        still = dues_of(move, before, Slow(done.inputs, before), size)
        dues = size * max(1, len(move.discharges))
        for source in dict.fromkeys(move.sources):
            paid = [0] * size
            for posting in posted:
                if posting.source == source and posting.target is not None:
                    paid = [
                        one + more for one, more in zip(paid, posting.amounts, strict=True)
                    ]
            wanted, out = ([0] * space.size(source.level) for _ in range(2))
            for key in range(size):
                place = climb(space, move.level, source.level, key)
                wanted[place] += still[key]
                out[place] += paid[key]
            for due, has, gave in zip(wanted, before[source.name], out, strict=True):
                most = due if source.name in done.inputs.unlimited else min(due, has)
                in_steps = move.step != 1 and move.short == "pro_rata" and most < due
                kept = has - gave  # less than a step of it, or of each due
                assert gave == most or (
                    in_steps and 0 < kept < move.step * dues and not gave % move.step
                )
            still = [due - amount for due, amount in zip(still, paid, strict=True)]
            assert min(still, default=0) >= 0


@few
@given(runs())
def test_what_a_payment_discharges_is_what_it_paid_or_waived(drawn):
    done = all_at_once(drawn)
    for move, before, posted in replayed(done):
        if not isinstance(move, Pay) or not move.discharges:
            continue
        paid = sum(sum(p.amounts) for p in posted if p.target is not None)
        lowered = sum(sum(p.amounts) for p in posted if p.target is None)
        size = done.inputs.space.size(move.level)
        due = sum(dues_of(move, before, Slow(done.inputs, before), size))
        assert lowered == (due if move.unpaid == "lapse" else paid)


@few
@given(runs())
def test_a_division_empties_its_source_and_keeps_every_bound(drawn):
    done = all_at_once(drawn)
    for move, before, posted in replayed(done):
        if not isinstance(move, Divide):
            continue
        slow = Slow(done.inputs, before)
        out = sum(sum(posting.amounts) for posting in posted)
        assert out == sum(before[move.source.name])
        for part in move.parts:
            for posting in posted:
                if posting.target == part.to and part.at_most is not None:
                    for key, amount in enumerate(posting.amounts):
                        assert amount <= slow.at(part.at_most, part.to.level, key)


@few
@given(runs())
def test_many_contracts_get_what_each_gets_alone(drawn):
    """Running many as one more level of keys gives each what it gets on its own."""
    shape, chosen, numbers, program = drawn
    together = all_at_once(drawn)
    alone = [
        run(program, inputs_of(shape, [world], [own]))
        for world, own in zip(chosen, numbers, strict=True)
    ]

    for each in program.families:
        joined = tuple(amount for done in alone for amount in done.closing[each.name])
        assert joined == together.closing[each.name]


@few
@given(runs(worlds_max=1))
def test_a_run_is_the_same_every_time(drawn):
    one, other = all_at_once(drawn), all_at_once(drawn)

    assert (one.postings, one.closing) == (other.postings, other.closing)


@few
@given(runs())
def test_who_got_an_odd_unit_took_part(drawn):
    for posting in all_at_once(drawn).postings:
        assert all(posting.amounts[place] > 0 for place in posting.odd)
