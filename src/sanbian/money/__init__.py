"""Money is whole fen; rates are exact; rounding has a name; the odd fen has a rule.

An amount is a plain ``int`` of fen. A rate, share or weight is a `Fraction`. Nothing in
this library divides money anywhere but here.
"""

from __future__ import annotations

from sanbian.money.amount import (
    DIGITS_MAX,
    Rounding,
    rational,
    round_ratio,
    round_to,
    yuan,
)
from sanbian.money.apportionment import (
    MICRO,
    Apportioned,
    OddFen,
    apportion,
    closing_credits,
    whole_weights,
)
from sanbian.money.bounds import apportion_within, bounds_above
from sanbian.money.draw import draw_order

__all__ = [
    "DIGITS_MAX",
    "MICRO",
    "Apportioned",
    "OddFen",
    "Rounding",
    "apportion",
    "apportion_within",
    "bounds_above",
    "closing_credits",
    "draw_order",
    "rational",
    "round_ratio",
    "round_to",
    "whole_weights",
    "yuan",
]
