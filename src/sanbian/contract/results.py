"""Checks of clauses over the result: bands that hold."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import Payout
from sanbian.contract.parts import ContractParts, clauses_of, problem
from sanbian.errors import Problem
from sanbian.wording import percent


def bands_hold(parts: ContractParts) -> Iterator[Problem]:
    """A payout band lies between nothing and all, its least part not above its largest."""
    for place in clauses_of(parts):
        if not isinstance(place.clause, Payout):
            continue
        least, most = place.clause.at_least or Fraction(0), place.clause.at_most
        highest = Fraction(1) if most is None else most
        if not 0 <= least <= highest <= 1:
            yield problem(
                f"{place.at}.at_least" if most is None else f"{place.at}.at_most",
                zh=f"分配额度应在 0 到 100% 之间、下限不高于上限，得到 {percent(least)} 至 "
                f"{percent(highest)}",
                en="expected a payout band from 0 to 100%, its least part not above its "
                f"largest, got {percent(least)} to {percent(highest)}",
                do_zh="按章程或合同更正 at_least、at_most",
                do_en="correct at_least and at_most from the charter or contract",
            )
