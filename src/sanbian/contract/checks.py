"""What keeps a contract from being settled: names, sums, bases and orders that do not hold.

Each check is a small function that yields problems with their place; `CHECKS` lists them.
Whether a contract that can be settled is also wise and lawful is for the review to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sanbian.contract import (
    accounted,
    capital,
    combining,
    conditions,
    counting,
    exactness,
    exampled,
    in_kind,
    lateness,
    meaning,
    ordering,
    purchases,
    quantified,
    results,
    reviewed,
    shapes,
)
from sanbian.contract.parts import ContractParts
from sanbian.errors import Problem

CHECKS: tuple[Callable[[ContractParts], Iterable[Problem]], ...] = (
    shapes.id_is_a_name,
    shapes.names_are_unique,
    ordering.versions_follow,
    shapes.clause_ids_are_unique,
    shapes.names_point_somewhere,
    shapes.kinds_fit,
    shapes.rates_are_rates,
    shapes.terms_hold,
    results.bands_hold,
    results.reserves_say_how_much,
    in_kind.goods_hold,
    purchases.purchases_hold,
    results.losses_are_borne,
    meaning.splits_sum_to_one,
    meaning.one_base_for_each_side,
    combining.results_combine,
    combining.preferred_holders_take_part_as_said,
    combining.excess_is_above_the_guarantee,
    meaning.guarantees_are_charged,
    shapes.rests_are_named,
    shapes.record_days_hold,
    meaning.order_of_the_law,
    shapes.pools_are_filled_and_divided,
    shapes.counted_clauses_exist,
    shapes.levels_fit,
    conditions.what_is_shared_has_one_answer,
    shapes.statuses_exist,
    counting.years_are_counted,
    exactness.amounts_hold,
    quantified.contributions_hold,
    capital.own_funds_hold,
    lateness.late_fees_hold,
    exampled.examples_are_told_apart,
    exampled.examples_expect_something,
    exampled.examples_have_households,
    exampled.examples_name_what_is_declared,
    exampled.expectations_name_what_is_there,
    capital.deductions_hold,
    capital.reinvestments_hold,
    capital.principal_holds,
    reviewed.review_is_told_why,
    accounted.accounts_hold,
    accounted.quantified_reserves_hold,
    accounted.averages_hold,
    accounted.exits_hold,
)
"""All checks, in the order in which their problems are told."""


def contract_problems(parts: ContractParts) -> Iterator[Problem]:
    """All that keeps a contract from being settled, in order of the checks."""
    inexact = tuple(exactness.inexact_numbers(parts))
    yield from inexact
    if not inexact:  # the other checks compute with the numbers
        for check in CHECKS:
            yield from check(parts)
