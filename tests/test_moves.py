"""Claims and payments: who is paid from where, to whom, and what stays."""

from __future__ import annotations

import pytest
from move_builders import (
    BONUS,
    DUE,
    EACH,
    FIRM,
    FUND,
    GROUP,
    GROUPS,
    RENT,
    VILLAGE,
    WHOLE,
    after,
    pay,
)
from program_strategies import WHY

from sanbian.errors import MissingFactError
from sanbian.money import OddFen
from sanbian.program import Accrue, Measure


def test_an_accrual_raises_and_lowers_a_claim():
    less = Measure("less", "member")
    moves = (
        Accrue(claim=RENT, amount=DUE, because=WHY),
        Accrue(claim=RENT, amount=less, because=WHY),
    )
    done = after(*moves, measures={"less": ((-30, -25, 0), 1)})

    assert done.closing["claim/rent"] == (0, -5, 10)


def test_an_accrual_at_a_coarser_level_counts_for_each_key():
    done = after(Accrue(claim=RENT, amount=GROUPS, because=WHY))

    assert done.closing["claim/rent"] == (1, 3, 3)


def test_sources_pay_in_order_what_is_still_due():
    sources = (EACH, GROUP, WHOLE, FIRM)
    done = after(
        pay(sources=sources),
        unlimited=["pocket/contract"],
        source_member=(10, 0, 25),
        source_group=(5, 7),
        source_contract=(9,),
    )

    assert done.closing["end/member"] == (30, 20, 10)
    assert done.closing["source/member"] == (0, 0, 15)
    assert done.closing["source/group"] == (0, 0)
    assert done.closing["source/contract"] == (0,)
    assert done.closing["pocket/contract"] == (-(60 - 20 - 12 - 9),)


def test_a_short_source_is_shared_over_what_is_still_due():
    """T02: a source after another shares what is still due, never the difference of two."""
    done = after(
        pay(sources=(WHOLE, FUND, FIRM)),
        measures={"due": ((3333000, 3333000, 1111000), 1)},
        source_contract=(1400010,),
        fund_contract=(1,),
        pocket_contract=(700000,),
    )

    by_source = {
        posting.source.name: posting.amounts for posting in done.postings if posting.source
    }
    assert by_source == {
        "source/contract": (600004, 600004, 200002),
        "fund/contract": (1, 0, 0),
        "pocket/contract": (300000, 300000, 100000),
    }
    assert done.closing["end/member"] == (900005, 900004, 300002)


def test_a_short_source_in_order_fills_one_key_after_the_other():
    done = after(pay(short="in_order"), source_contract=(45,))

    assert done.closing["end/member"] == (30, 15, 0)


def test_claims_of_equal_rank_share_a_short_source():
    done = after(
        pay(due=None, discharges=(RENT, BONUS), unpaid="carry"),
        claim_rent=(60, 30, 0),
        claim_bonus=(30, -10, 30),
        source_contract=(50,),
    )

    assert done.closing["claim/rent"] == (40, 20, 0)
    assert done.closing["claim/bonus"] == (20, -10, 20)
    assert done.closing["end/member"] == (30, 10, 10)


def test_in_order_pays_all_claims_of_a_key_before_the_next_key():
    done = after(
        pay(due=None, discharges=(RENT, BONUS), unpaid="carry", short="in_order"),
        claim_rent=(60, 30, 0),
        claim_bonus=(30, 10, 30),
        source_contract=(95,),
    )

    assert done.closing["claim/rent"] == (0, 25, 0)
    assert done.closing["claim/bonus"] == (0, 10, 30)


def test_a_stated_due_is_spread_over_the_claims_and_never_above_them():
    done = after(
        pay(discharges=(RENT, BONUS), unpaid="carry"),
        claim_rent=(20, 0, 3),
        claim_bonus=(20, 0, 4),
        source_contract=(1000,),
    )

    assert done.closing["claim/rent"] == (5, 0, 0)
    assert done.closing["claim/bonus"] == (5, 0, 0)
    assert done.closing["end/member"] == (30, 0, 7)


def test_what_lapses_is_waived_and_what_is_carried_stays():
    given = {"claim_rent": (30, 20, 10), "source_contract": (12,)}
    carried = after(pay(due=None, discharges=(RENT,), unpaid="carry"), **given)
    lapsed = after(pay(due=None, discharges=(RENT,), unpaid="lapse"), **given)

    assert carried.closing["claim/rent"] == (24, 16, 8)
    assert lapsed.closing["claim/rent"] == (0, 0, 0)
    assert carried.closing["end/member"] == lapsed.closing["end/member"] == (6, 4, 2)


def test_a_due_that_must_be_paid_and_cannot_is_an_error():
    with pytest.raises(MissingFactError, match=r"lacking 0\.48 yuan - at clause 1"):
        after(pay(unpaid="error"), source_contract=(12,))
    assert after(pay(unpaid="error"), source_contract=(60,)).closing["end/member"]


def test_a_payment_arrives_at_the_group_of_each_member():
    done = after(pay(to=VILLAGE), source_contract=(60,))

    assert done.closing["end/group"] == (30, 30)


def test_a_negative_due_is_nothing():
    done = after(pay(), measures={"due": ((-5, 5, 0), 1)}, source_contract=(60,))

    assert done.closing["end/member"] == (0, 5, 0)


@pytest.mark.parametrize("rule", [OddFen.CARRY_FORWARD, OddFen.TO_ACCOUNT])
def test_what_a_short_source_lacks_stays_due_so_it_pays_out_all_it_has(rule):
    done = after(pay(odd_fen=rule), source_contract=(31,))

    assert done.closing["source/contract"] == (0,)
    assert done.closing["end/member"] == (16, 10, 5)
    assert done.postings[0].odd == (0,)


def test_a_short_source_pays_in_whole_steps():
    done = after(pay(step=10), source_contract=(47,))

    assert done.closing["end/member"] == (20, 10, 10)
    assert done.closing["source/contract"] == (7,)


def test_a_short_source_drawn_by_lot_needs_the_draw():
    given = {"source_contract": (31,)}
    with pytest.raises(MissingFactError, match=r"\$\.draws\.pay/source/contract"):
        after(pay(odd_fen=OddFen.LOTTERY), **given)
    done = after(
        pay(odd_fen=OddFen.LOTTERY), draws={"pay/source/contract": ("h3",)}, **given
    )

    assert done.closing["end/member"] == (15, 10, 6)


def test_claims_drawn_by_lot_have_names_of_their_own():
    draws = {"pay/source/contract": ("h2/1", "h1/0")}
    done = after(
        pay(due=None, discharges=(RENT, BONUS), unpaid="carry", odd_fen=OddFen.LOTTERY),
        draws=draws,
        claim_rent=(10, 10, 10),
        claim_bonus=(10, 10, 10),
        source_contract=(8,),
    )

    assert done.closing["claim/rent"] == (8, 9, 9)
    assert done.closing["claim/bonus"] == (9, 8, 9)
