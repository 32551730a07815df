"""What a user writes, for the type checker alone: never run, and never to be silenced."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_type

from sanbian import OddFen, apportion, rational, yuan

assert_type(yuan("1264.38"), int)
assert_type(yuan(800), int)
assert_type(rational("60%"), Fraction)
assert_type(rational(Fraction(3, 5)), Fraction)

shared = apportion(yuan(100), (1, Fraction(1, 2)), OddFen.LARGEST_REMAINDER)
assert_type(shared.parts, tuple[int, ...])
assert_type(shared.rest, int)
