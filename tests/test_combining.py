"""A guarantee beside a share of each one's own result: how they combine."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, numbers_of, paid, register, settled
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Dividend,
    Fixed,
    Guarantee,
    InvalidInputError,
    Kind,
    LeftOf,
    Measured,
    PartOf,
    PatronageRefund,
    Payment,
    PerUnit,
    PreferredDividend,
    Retention,
    ShareClass,
    Split,
    SplitPart,
    years,
)

GUARANTEE = Guarantee(
    id="5",
    to="members",
    paid_from=("firm",),
    amount=Fixed(900),
    charged="guarantor",
    combine="greater",
    unpaid="carry",
)
OWN = Payment(
    id="6",
    kind=Kind.DIVIDEND,
    to="members",
    paid_from=("firm",),
    amount=PartOf(Fraction(1, 2), "own"),
    unpaid="carry",
)
POOLED = (
    Split(
        id="1",
        of="profit",
        parts=(SplitPart("firm", Fraction(1, 2)), SplitPart("pool", Fraction(1, 2))),
    ),
    Payment(
        id="2",
        kind=Kind.DIVIDEND,
        to="members",
        paid_from=("pool",),
        amount=PartOf(Fraction(1, 4), "pool"),
        unpaid="carry",
    ),
    Retention(id="3", of="pool", to="firm"),
)
TWO = register("H1", "H2")


def own(one, other):
    return {"own": {"H1": Fraction(one), "H2": Fraction(other)}}


@pytest.mark.parametrize(
    "share",
    [
        OWN,
        PreferredDividend(
            id="6",
            of="profit",
            to="members",
            rate=Fraction(1, 20),
            on="own",
            cumulative=True,
            participating=True,
        ),
    ],
)
def test_silence_beside_a_share_of_any_kind_is_an_error(share):
    with pytest.raises(InvalidInputError, match="combines with the result share"):
        contract(evolve(GUARANTEE, combine=None), share)


def test_rent_beside_a_guarantee_need_not_combine():
    assert contract(evolve(GUARANTEE, combine=None), evolve(OWN, kind=Kind.RENT))


def test_add_gives_both():
    agreement = contract(evolve(GUARANTEE, combine="add"), OWN)

    assert paid(settled(agreement, TWO, activity=own(1000, 3000))) == [1400, 2400]


@given(st.integers(-500, 4000))
def test_the_greater_counts_each_ones_own_result(result):
    done = settled(contract(GUARANTEE, OWN), TWO, activity=own(result, 3000))

    assert paid(done) == [max(900, (max(0, result) + 1) // 2), 1500]


def test_the_greater_counts_a_share_that_is_still_owed():
    done = settled(
        contract(GUARANTEE, OWN), TWO, activity=own(1000, 3000), put_up={"firm": 400}
    )

    assert numbers_of(done, "entitled") == [900, 1500]
    assert paid(done) == [100, 300]


def test_replace_wants_years_apart_from_a_share_of_ones_own():
    stated = evolve(GUARANTEE, combine="replace", years=years("1-2"))
    with pytest.raises(InvalidInputError, match="to hold in other years"):
        contract(stated, OWN)

    assert contract(stated, evolve(OWN, years=years("3-")))


def test_excess_is_a_part_of_a_pool_that_the_guarantee_leaves():
    first, share, rest = POOLED
    charged = evolve(GUARANTEE, combine="excess", paid_from=("pool",), charged="cost")
    done = settled(contract(first, charged, share, rest), TWO, amounts={"profit": 6000})

    assert paid(done) == [1200, 1200]  # (3000 - 2 x 900) / 4 above 900


@pytest.mark.parametrize(
    "share",
    [
        OWN,
        evolve(OWN, amount=PartOf(Fraction(1, 2), "profit")),
        evolve(OWN, amount=Fixed(200)),
        evolve(OWN, amount=PerUnit(Fraction(2), "mu")),
    ],
)
def test_what_is_stated_before_the_guarantee_is_no_excess(share):
    with pytest.raises(InvalidInputError, match="since only the excess is shared"):
        contract(evolve(GUARANTEE, combine="excess"), share)


def test_a_preferred_dividend_that_does_not_participate_is_all_its_holders_get():
    preferred = PreferredDividend(
        id="4", of="profit", to="land", rate=Fraction(1, 20), on="own",
        cumulative=False, participating=False,
    )  # fmt: skip
    classes = tuple(ShareClass(id=name, name=name) for name in ("land", "other"))
    dividend = Dividend(id="7", of="profit", to="other", by=Measured("shares"))
    own_result = evolve(OWN, to="land")

    refund = PatronageRefund(
        id="8", of="profit", to="land", by=Measured("kg"), rate=Fraction(3, 5)
    )
    assert contract(refund, preferred, dividend, share_classes=classes)
    for share in (evolve(dividend, to="land"), evolve(dividend, to="members"), own_result):
        with pytest.raises(InvalidInputError, match="does not participate"):
            contract(preferred, share, share_classes=classes)
        assert contract(evolve(preferred, participating=True), share, share_classes=classes)


def test_excess_may_be_a_part_of_what_the_guarantee_leaves_of_a_base():
    charged = evolve(
        GUARANTEE, combine="excess", paid_from=("profit", "firm"), charged="first_charge"
    )
    share = evolve(
        OWN, paid_from=("profit",), amount=PartOf(Fraction(1, 4), LeftOf("profit"))
    )
    rest = Retention(id="7", of="profit", to="firm")
    done = settled(contract(charged, share, rest), TWO, amounts={"profit": 3000})

    assert paid(done) == [1200, 1200]  # a quarter of 3,000 - 2 x 900, above 900
