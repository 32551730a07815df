"""Clauses at random over losses, principal and late debts, by `contract_builders`."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from hypothesis import strategies as st
from world_terms import amounts_due, limits

from sanbian import (
    Dividend,
    Guarantee,
    Kind,
    LateFee,
    LossPart,
    LossSharing,
    Measured,
    Payment,
)
from sanbian.period import Due

UNPAID = st.sampled_from(["carry", "lapse"])


@st.composite
def losses(draw, clauses):
    """Who bears a loss: funds first, then a firm and the members, out of what each has."""
    if draw(st.booleans()):
        return []
    third = Fraction(1, 3)
    bearing = [{"reduces": "kept"}]
    bearing += [{"set_off": (one.id,)} for one in clauses if isinstance(one, Dividend)]
    exempt = [
        {},
        *({"exempt": ("poor",), "exempt_part": part} for part in ("others", "rest")),
    ]
    members = LossPart(
        to="members",
        ratio=1 - third,
        by=Measured(draw(st.sampled_from(["mu", "people"]))),
        at_most=draw(limits()),
        **draw(st.sampled_from(bearing)),
        **draw(st.sampled_from(exempt)),
    )
    sharing = LossSharing(
        id="15",
        of="profit",
        first=draw(st.sampled_from([(), ("reserve",), ("county", "deposit")])),
        parts=draw(st.sampled_from([(), (LossPart(to="firm", ratio=third), members)])),
        rest="deficit",
    )
    return [sharing]


@st.composite
def principals(draw):
    """Principal that falls due, of what stands in each one's own name."""
    return Payment(
        id="17",
        kind=Kind.PRINCIPAL,
        to="members",
        paid_from=draw(st.sampled_from([("firm",), ("county",), ("firm", "deposit")])),
        amount=draw(amounts_due()),
        unpaid="carry",
        pays_down="kept",
    )


some_principal = st.none() | principals()


def late_fees(clauses):
    """A fee on what a promise among the clauses leaves unpaid, or none."""
    on = [one for one in clauses if isinstance(one, Guarantee) or one.id == "1"]
    if not on:
        return st.just([])
    return _some_fee(on[-1].id, on[-1].to)


@cache
def _some_fee(on, to):
    fee = st.builds(
        LateFee,
        id=st.just("14"),
        on=st.just((on,)),
        to=st.just(to),
        paid_from=st.just(("firm",)),
        rate=st.sampled_from([Fraction(1, 2000), Fraction(1, 7)]),
        due=st.sampled_from([Due(month=11, day=15), Due(days=30)]),
        at_most=st.sampled_from([None, Fraction(1, 5)]),
        unpaid=UNPAID,
    )
    return st.just([]) | fee.map(lambda one: [one])
