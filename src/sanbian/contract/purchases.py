"""Checks of order purchases: one grade or several, and what holds below the minimum."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.clause import OrderPurchase, grades_of
from sanbian.contract.names import Names
from sanbian.contract.parts import ContractParts, Place, clauses_of, problem
from sanbian.errors import Problem


def purchases_hold(parts: ContractParts) -> Iterator[Problem]:
    """A purchase has its quantity and price, or grades; a minimum says what holds below it."""
    for place in clauses_of(parts):
        if isinstance(place.clause, OrderPurchase):
            yield from _grade_problems(place, place.clause)
            yield from _minimum_problems(place, place.clause, parts.names)


def _grade_problems(place: Place, bought: OrderPurchase) -> Iterator[Problem]:
    single = {
        "quantity": bought.quantity,
        "floor_price": bought.floor_price,
        "market_price": bought.market_price,
    }
    given = [field for field, value in single.items() if value is not None]
    if bought.grades and given:
        yield problem(
            f"{place.at}.grades",
            zh=f"分等级的，数量和价格写在各等级里，得到另写的 {'、'.join(given)}",
            en=f"expected quantity and prices in the grades alone, got {', '.join(given)} "
            "beside them",
            do_zh="移到 grades 里，或删去 grades",
            do_en="move it into the grades, or leave the grades out",
        )
    missing = [field for field in ("quantity", "floor_price") if field not in given]
    if not bought.grades and missing:
        yield problem(
            f"{place.at}.{missing[0]}",
            zh=f"应写数量和保底价，或写各等级（grades），得到缺 {'、'.join(missing)}",
            en=f"expected a quantity and a floor price, or grades, got no "
            f"{' and no '.join(missing)}",
            do_zh='写 quantity 和 floor_price，或 grades = [{ quantity = "…", floor_price = "…" }]',
            do_en='write quantity and floor_price, or grades = [{ quantity = "...", '
            'floor_price = "..." }]',
        )


def _minimum_problems(
    place: Place, bought: OrderPurchase, names: Names
) -> Iterator[Problem]:
    if (bought.minimum is None) is not (bought.below is None):
        field = "below" if bought.below is None else "minimum"
        yield problem(
            f"{place.at}.{field}",
            zh=f"最低交售量（minimum）和达不到时怎么办（below）应同时写，得到缺 {field}",
            en=f"expected a minimum and what holds below it, got no {field}",
            do_zh='写 below = "floor_only" 或 "nothing"；没有最低量的，两项都删去',
            do_en='write below = "floor_only" or "nothing"; leave both out where there is no '
            "minimum",
        )
    if bought.minimum is None:
        return
    measures = (names.measure(grade.quantity) for grade in grades_of(bought))
    units = sorted({measure.unit for measure in measures if measure is not None})
    if len(units) > 1:
        yield problem(
            f"{place.at}.minimum",
            zh=f"各等级合计要达到最低量，应用同一单位，得到 {'、'.join(units)}",
            en=f"expected one unit of all grades, which count together, got {', '.join(units)}",
            do_zh="统一各等级计量项的 unit",
            do_en="give the measures of all grades one unit",
        )
