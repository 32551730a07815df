"""The same pools shared out in the ways that people use today, and by bare `apportion`.

Each rival gets exactly the divisions that a settlement made: total, weights, holders. All
but the last claim to be exact and follow the same rule, largest remainder with ties in
register order; the last is what a data frame does by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, Context, Decimal, localcontext
from fractions import Fraction
from math import floor, lcm
from typing import Any

from attrs import frozen

from sanbian import OddFen, Settlement, apportion
from sanbian.settlement import Figure, Flow

Parts = list[tuple[int, ...]]
EXACT = Context(prec=60)


@frozen(kw_only=True)
class Shared:
    """One pool that a settlement divided.

    Attributes:
        total: Fen.
        weights: Whole weights, one per holder.
        parts: What the settlement gave each of them, in fen.
    """

    total: int
    weights: tuple[int, ...]
    parts: tuple[int, ...]


def pools_of(settlement: Settlement) -> Iterator[Shared]:
    """Every division that a settlement made, in order."""
    divisions: dict[int, list[Flow]] = {}
    for flow in settlement.flows:
        if flow.figure is not None and flow.source is None:
            yield from _promised(settlement, flow.figure)
        elif flow.figure is not None and flow.figure.op == "share":
            divisions.setdefault(flow.move, []).append(flow)
    for flows in divisions.values():
        yield from _divided(settlement, flows)


def _promised(settlement: Settlement, figure: Figure) -> Iterator[Shared]:
    """The totals that were shared on the way to a promise."""
    if figure.op == "share":
        yield from _by_key(settlement, figure.parts[0], [(figure.parts[1], figure.numbers)])
    for part in figure.parts:
        yield from _promised(settlement, part)


def _divided(settlement: Settlement, flows: Sequence[Flow]) -> Iterator[Shared]:
    """The pools that one clause divided: among the keys of all its takers together."""
    figures = [flow.figure for flow in flows if flow.figure is not None]
    takers = [
        (figure.parts[1], flow.amounts) for figure, flow in zip(figures, flows, strict=True)
    ]
    levels = [flow.level for flow in flows]
    yield from _by_key(settlement, figures[0].parts[0], takers, levels)


def _by_key(
    settlement: Settlement,
    pool: Figure,
    takers: Sequence[tuple[Figure, tuple[int, ...]]],
    levels: Sequence[str] = ("member",),
) -> Iterator[Shared]:
    """One division for each key of the pool's level; a pool of nothing is none."""
    scale = lcm(*(weight.scale for weight, _ in takers))
    weights: list[list[int]] = [[] for _ in pool.numbers]
    parts: list[list[int]] = [[] for _ in pool.numbers]
    for (weight, amounts), level in zip(takers, levels, strict=True):
        path = _path(settlement, level, pool.level)
        spread = weight.numbers if len(weight.numbers) > 1 else weight.numbers * len(path)
        for place, number, amount in zip(path, spread, amounts, strict=True):
            weights[place].append(number * (scale // weight.scale))
            parts[place].append(amount)
    for total, mine, got in zip(pool.numbers, weights, parts, strict=True):
        if total:
            yield Shared(total=total // pool.scale, weights=tuple(mine), parts=tuple(got))


def _path(settlement: Settlement, fine: str, coarse: str) -> Sequence[int]:
    """For each key of a level, the position of its key at a coarser level."""
    if fine == coarse:
        return range(len(settlement.levels[fine]))
    if (fine, coarse) == ("member", "group"):
        return settlement.groups
    return [0] * len(settlement.levels[fine])


# --- the rivals ----------------------------------------------------------------------


def by_apportion(pools: Sequence[Shared]) -> Parts:
    """This library's own division, without contract, flows, books or reasons."""
    rule = OddFen.LARGEST_REMAINDER
    return [apportion(pool.total, pool.weights, rule).parts for pool in pools]


def by_decimal(pools: Sequence[Shared]) -> Parts:
    """`decimal` with enough digits, then the odd fen by largest remainder."""
    found: Parts = []
    with localcontext(EXACT):
        for pool in pools:
            total, weight = Decimal(pool.total), Decimal(sum(pool.weights))
            products = [total * Decimal(share) for share in pool.weights]
            parts = [
                (product / weight).to_integral_value(ROUND_FLOOR) for product in products
            ]
            rests = [
                product - part * weight
                for product, part in zip(products, parts, strict=True)
            ]
            found.append(_served(pool.total, list(map(int, parts)), rests))
    return found


def by_fractions(pools: Sequence[Shared]) -> Parts:
    """`fractions`, then the odd fen by largest remainder."""
    found: Parts = []
    for pool in pools:
        weight = sum(pool.weights)
        dues = [Fraction(pool.total * share, weight) for share in pool.weights]
        parts = list(map(floor, dues))
        rests = [due - part for due, part in zip(dues, parts, strict=True)]
        found.append(_served(pool.total, parts, rests))
    return found


def _served(total: int, parts: list[int], rests: Sequence[Any]) -> tuple[int, ...]:
    """The parts after each odd fen went to the next largest remainder."""
    order = sorted(range(len(parts)), key=rests.__getitem__, reverse=True)
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


EXACT_RIVALS: Mapping[str, Callable[[Sequence[Shared]], Parts]] = {
    "bare apportion": by_apportion,
    "decimal": by_decimal,
    "fractions": by_fractions,
}


class Frame:
    """All pools in one pandas frame: yuan as floats, rounded to two decimals."""

    def __init__(self, pools: Sequence[Shared]) -> None:
        import pandas as pd  # noqa: PLC0415 - measured only where it is installed

        sizes = [len(pool.weights) for pool in pools]
        self.frame = pd.DataFrame(
            {
                "pool": [n for n, size in enumerate(sizes) for _ in range(size)],
                "yuan": [
                    pool.total / 100 for pool, size in zip(pools, sizes, strict=True)
                    for _ in range(size)
                ],
                "weight": [float(share) for pool in pools for share in pool.weights],
            }
        )  # fmt: skip
        self.sizes = sizes

    def divide(self) -> Any:
        """One amount in yuan for each holder of each pool."""
        frame = self.frame
        total = frame.groupby("pool", sort=False)["weight"].transform("sum")
        return (frame["yuan"] * frame["weight"] / total).round(2)

    def parts(self) -> Parts:
        """The amounts in fen, pool by pool."""
        fen = (self.divide() * 100).round().astype("int64").tolist()
        found: Parts = []
        start = 0
        for size in self.sizes:
            found.append(tuple(fen[start : start + size]))
            start += size
        return found


@frozen(kw_only=True)
class Losses:
    """How far amounts are from what the contracts give.

    Attributes:
        pools_off: Pools whose parts do not add up to the total.
        fen_lost: Fen that are missing in such pools.
        fen_made: Fen that nobody had, in such pools.
        rows_off: Amounts that are not what the rule gives.
    """

    pools_off: int
    fen_lost: int
    fen_made: int
    rows_off: int


def losses(pools: Sequence[Shared], found: Parts) -> Losses:
    """Compare amounts with what the settlement gave."""
    gaps = [pool.total - sum(parts) for pool, parts in zip(pools, found, strict=True)]
    return Losses(
        pools_off=sum(map(bool, gaps)),
        fen_lost=sum(gap for gap in gaps if gap > 0),
        fen_made=-sum(gap for gap in gaps if gap < 0),
        rows_off=sum(
            mine != theirs
            for pool, parts in zip(pools, found, strict=True)
            for mine, theirs in zip(pool.parts, parts, strict=True)
        ),
    )
