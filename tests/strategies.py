"""What the properties are tried on: weights, totals, rules, bounds."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from number_strategies import fractions

from sanbian.money import OddFen

HOLDERS_MAX = 12
FEN_MAX = 10**15
WEIGHT_MAX = 10**12

SERVING = (  # the rules that leave no odd fen and know no past
    OddFen.LARGEST_REMAINDER,
    OddFen.FIRST,
    OddFen.LAST,
    OddFen.LARGEST_SHARE,
    OddFen.LOTTERY,
)

whole_weight = st.one_of(st.integers(0, 9), st.integers(0, WEIGHT_MAX))
exact_weight = st.one_of(
    whole_weight,
    fractions(0, 1000, max_denominator=1000),
)
totals = st.one_of(st.integers(0, 300), st.integers(0, FEN_MAX))
signed_totals = st.one_of(st.integers(-300, 300), st.integers(-FEN_MAX, FEN_MAX))
steps = st.sampled_from([1, 10, 100])
rules = st.sampled_from(OddFen)
serving_rules = st.sampled_from(SERVING)
fens = st.integers(-(10**20), 10**20)
exact_numbers = st.one_of(
    fractions(-(10**9), 10**9, max_denominator=10**6),
    st.integers(-(10**9), 10**9).map(lambda part: Fraction(part, 10**4)),
)


def weights(weight=exact_weight, *, least=1):
    """Weights of which one at least is above zero."""
    return st.lists(weight, min_size=least, max_size=HOLDERS_MAX).filter(any).map(tuple)


@st.composite
def pools(draw, weight=exact_weight, total=signed_totals):
    """A total, weights, and a complete draw among the holders."""
    shares = draw(weights(weight))
    order = draw(st.permutations(range(len(shares))))
    return draw(total), shares, tuple(order)


@st.composite
def bounded_pools(draw):
    """A total, weights, lower bounds that the total can meet, upper bounds, and a draw."""
    shares = draw(weights())
    amount = draw(st.sampled_from([20, 1000, FEN_MAX])).__floordiv__(len(shares))
    low = tuple(draw(st.integers(0, amount) | st.just(0)) for _ in shares)
    high = tuple(
        draw(st.none() | st.integers(0, amount).map(bottom.__add__)) for bottom in low
    )
    total = sum(low) + draw(st.integers(0, 2 * amount * len(shares)))
    return total, shares, low, high, tuple(draw(st.permutations(range(len(shares)))))
