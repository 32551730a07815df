"""Clauses in kind at random, by `contract_builders`."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from sanbian import Deliver, Kind, LendAndReturn


@cache
@st.composite
def goods(draw):
    """Clauses in kind."""
    return [
        LendAndReturn(
            id="4",
            lent="lent",
            returned="returned",
            to="firm",
            unit="head",
            offspring=draw(st.sampled_from([Fraction(0), Fraction(1, 2)])),
            died=draw(st.sampled_from([None, "died"])),
            herd=draw(st.sampled_from([None, 60])),
            **draw(
                st.sampled_from(
                    [
                        {},
                        {"lost": "lost", "lost_price": Fraction(7, 2)},
                        {"lost": "lost", "lost_price": Fraction(70), "set_off": ("9",)},
                    ]
                )
            ),
        ),
        Deliver(
            id="13",
            to=draw(st.sampled_from(["members", "land"])),
            by="firm",
            each=Fraction(5, 7),
            per="mu",
            unit="kg",
            delivered="taken",
            **draw(
                st.sampled_from(
                    [
                        {"undelivered": "carry"},
                        {
                            "undelivered": "money",
                            "price": "grain_price",
                            "kind": Kind.RENT,
                            "unpaid": "carry",
                        },
                    ]
                )
            ),
        ),
    ]
