"""Turning values into shares, so that nothing is lost on the way (折股量化)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from sanbian.errors import InvalidInputError, Problem
from sanbian.wording import Text

DECIMALS_MAX = 6  # more than any certificate prints


def quantify(
    values: Mapping[str, Fraction | int], *, par: int, decimals: int, residue_to: str
) -> Mapping[str, Fraction]:
    """Turn what each put in into shares at par; the residue goes to a named holder.

    Each holder's shares are rounded down to the decimals that the certificates print. What
    that leaves belongs to somebody: it is added to the shares of `residue_to`, so that the
    shares times par are the value that was put in, exactly.

    Args:
        values: Fen by holder; a part of a fund shared among many may be a fraction.
        par: Value of one share in fen, above zero.
        decimals: Decimals of a share, from 0 (whole shares) to 6.
        residue_to: Holder of the residue: the collective, as a rule.

    Returns:
        Shares by holder, in the order of `values`; the residue's holder comes last where
        he put nothing in himself.

    Raises:
        InvalidInputError: A par of zero or less, decimals out of range, or a negative
            value.

    Examples:
        1,000,000 yuan into 243 equal holdings at 1,000 yuan a share, three decimals:

        >>> from fractions import Fraction
        >>> from sanbian import quantify, yuan
        >>> each = Fraction(yuan(1000000), 243)
        >>> shares = quantify(
        ...     {f"H{n}": each for n in range(243)},
        ...     par=yuan(1000), decimals=3, residue_to="collective",
        ... )
        >>> shares["H0"], shares["collective"], sum(shares.values())
        (Fraction(823, 200), Fraction(11, 200), Fraction(1000, 1))
    """
    _check(values, par, decimals)
    step = 10**decimals
    shares = {
        holder: Fraction(Fraction(value) / par * step // 1, step)
        for holder, value in values.items()
    }
    residue = Fraction(sum(values.values())) / par - sum(shares.values())
    shares[residue_to] = shares.get(residue_to, Fraction(0)) + residue
    return MappingProxyType(shares)


def _check(values: Mapping[str, Fraction | int], par: int, decimals: int) -> None:
    negative = [holder for holder, value in values.items() if value < 0]
    for holds, at, zh, en in (
        (
            par > 0,
            "par",
            f"应为正的股值，得到 {par}",
            f"expected a par above zero, got {par}",
        ),
        (
            0 <= decimals <= DECIMALS_MAX,
            "decimals",
            f"应为 0 到 {DECIMALS_MAX} 位小数，得到 {decimals}",
            f"expected 0 to {DECIMALS_MAX} decimals, got {decimals}",
        ),
        (
            not negative,
            "values",
            f"应为不小于零的作价，得到负值（{'、'.join(negative[:3])}）",
            f"expected values of at least zero, got a negative one ({', '.join(negative[:3])})",
        ),
    ):
        if not holds:
            do = Text(zh="按评估报告更正", en="correct it from the appraisal")
            raise InvalidInputError(Problem(at=at, says=Text(zh=zh, en=en), do=do))
