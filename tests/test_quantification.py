"""Values become shares and nothing is lost (rule 3 of the meaning)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanbian import InvalidInputError, quantify, yuan


def test_fund_into_243_equal_holdings_leaves_55_yuan_of_shares():
    # a village fund of 1,000,000 yuan, 243 people, 1,000 yuan a share, three decimals
    each = Fraction(yuan(1_000_000), 243)

    shares = quantify(
        {f"H{n:03d}": each for n in range(243)},
        par=yuan(1000),
        decimals=3,
        residue_to="collective",
    )

    assert Fraction("4.115") == shares["H000"]
    assert Fraction("999.945") == sum(shares.values()) - shares["collective"]
    assert yuan(55) == shares["collective"] * yuan(1000)


@given(
    st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 10**12), max_size=20),
    st.integers(1, 10**7),
    st.integers(0, 6),
)
def test_shares_times_par_are_the_value_put_in(values, par, decimals):
    shares = quantify(values, par=par, decimals=decimals, residue_to="rest")

    assert sum(values.values()) == sum(shares.values()) * par
    for holder, value in values.items():
        if holder != "rest":
            assert shares[holder] * 10**decimals == shares[holder] * 10**decimals // 1
            assert 0 <= Fraction(value, par) - shares[holder] < Fraction(1, 10**decimals)


@pytest.mark.parametrize(
    ("values", "par", "decimals", "at"),
    [
        ({"A": 100}, 0, 2, "par"),
        ({"A": 100}, 100, 7, "decimals"),
        ({"A": -1}, 100, 2, "values"),
    ],
)
def test_bad_input_is_refused(values, par, decimals, at):
    with pytest.raises(InvalidInputError) as refused:
        quantify(values, par=par, decimals=decimals, residue_to="rest")

    assert [at] == [problem.at for problem in refused.value.problems]
