"""Exact numbers, drawn by numerator and denominator: many times faster than `st.fractions`."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import ceil, floor

from hypothesis import strategies as st


@st.composite
def _drawn(draw, lowest, highest, denominators):
    below = draw(denominators)
    above = draw(st.integers(ceil(lowest * below), floor(highest * below)))
    return Fraction(above, below)


@cache
def fractions(lowest, highest, *, max_denominator):
    """Exact numbers from one bound to another, between which a whole number lies."""
    assert ceil(lowest) <= floor(highest)
    return _drawn(lowest, highest, st.integers(1, max_denominator))
