"""Futures of a village's contract over ten years: in columns, as tables, and one by one.

The contract of seven clauses of `contracts.py`, 50 households, a company that puts up what it
has: in bad years guarantee, wages and levy are owed, and a loss is made good first.

    python bench/ahead.py            1,000 futures
    python bench/ahead.py 10000      as many as you like
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from time import process_time
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import evolve, frozen
from contracts import START, village_contract

from sanbian import (
    Contract,
    Entry,
    EntryKind,
    Facts,
    Household,
    Period,
    Register,
    facts_of,
    settle_years,
    statements,
)
from sanbian.batch import World, settle_futures, settle_many, tables_of
from sanbian.batch.layout import BOOKS_SCHEMA

YEARS, HOUSEHOLDS = 10, 50


@frozen(kw_only=True)
class Ahead:
    """A contract, and what may become of it."""

    contract: Contract
    register: Register
    facts: tuple[Facts, ...]
    profit: Any
    put_up: Any

    def own(self, future: int) -> list[Facts]:
        """The facts of one future."""
        return [
            evolve(
                facts,
                parts=tuple(
                    evolve(part, amounts={"profit": int(self.profit[year, future])})
                    for part in facts.parts
                ),
                put_up={"company": int(self.put_up[year, future])},
            )
            for year, facts in enumerate(self.facts)
        ]


def ahead(seed: int, futures: int) -> Ahead:
    """The village and its futures; the same seed gives the same."""
    dice = np.random.default_rng(seed)
    areas = dice.integers(100, 900, HOUSEHOLDS).tolist()
    days = dice.integers(0, 60, HOUSEHOLDS).tolist()
    households = tuple(
        Household(
            code=f"H{number}",
            people=3,
            measures={"area_mu": Fraction(area, 100), "labour_days": Fraction(worked)},
        )
        for number, (area, worked) in enumerate(zip(areas, days, strict=True), start=1)
    )
    entries = tuple(
        Entry(
            day=START,
            kind=EntryKind.ISSUE,
            household=each.code,
            share_class="land",
            shares=each.measures["area_mu"],
        )
        for each in households
    )
    contract = village_contract("A")
    shape = (YEARS, futures)
    return Ahead(
        contract=evolve(
            contract, bases=tuple(evolve(e, carry_loss=True) for e in contract.bases)
        ),
        register=Register(households=households, entries=entries),
        facts=tuple(
            facts_of(Period(date(year, 1, 1), date(year, 12, 31)))
            for year in range(START.year, START.year + YEARS)
        ),
        profit=dice.integers(-5_000_000, 30_000_000, shape),
        put_up=dice.integers(10_000_000, 60_000_000, shape),
    )


def in_columns(given: Ahead) -> Any:
    """What each household is paid over the years, by `settle_futures`."""
    total = np.zeros((given.profit.shape[1], HOUSEHOLDS), np.int64)
    for year in settle_futures(
        given.contract,
        given.register,
        given.facts,
        amounts={"profit": given.profit},
        put_up={"company": given.put_up},
    ):
        total[year.first : year.first + len(year.settled)] += year.paid
    return total


def as_tables(given: Ahead) -> Any:
    """The same by `settle_many`, each future a contract, with the books of the year before."""
    futures = given.profit.shape[1]
    total = np.zeros((futures, HOUSEHOLDS), np.int64)
    ids = pa.array(map(str, range(futures)))
    books: Any = ()
    for year, facts in enumerate(given.facts):
        world = World(contract=given.contract, register=given.register, facts=facts)
        tables = tables_of([world])
        rows = tables.households.take(np.tile(np.arange(HOUSEHOLDS), futures))
        of = pa.array(np.repeat(np.arange(futures, dtype=np.int32), HOUSEHOLDS))
        portions = list(
            settle_many(
                tables.forms,
                tables.period,
                contracts=pa.table(
                    {
                        "contract": ids,
                        "form": pa.array(["A"] * futures),
                        "amount.profit": pa.array(given.profit[year]),
                        "put_up.company": pa.array(given.put_up[year]),
                    }
                ),
                households=rows.set_column(
                    0, "contract", pa.DictionaryArray.from_arrays(of, ids)
                ).combine_chunks(),
                books=books,
            )
        )
        books = pa.Table.from_batches([each.books for each in portions], BOOKS_SCHEMA)
        for portion in portions:
            block = portion.line_block
            mine = block.is_household
            at = (block.places[mine], block.households[mine] - 1)
            np.add.at(total, at, block.amounts[mine])
    return total


def one_by_one(given: Ahead, futures: int) -> Any:
    """The first few by `settle_years`."""
    total = np.zeros((futures, HOUSEHOLDS), np.int64)
    for future in range(futures):
        for one in settle_years(given.contract, given.register, given.own(future)):
            total[future] += [each.paid for each in statements(one)]
    return total


def futures_ahead(seed: int, futures: int, repetitions: int) -> Iterator[tuple[str, str]]:
    """Households x years per second of processor time, in turns; they agree to the fen."""
    given = ahead(seed, futures)
    few = max(1, futures // 200)
    works: Mapping[str, tuple[Callable[[Ahead], Any], int]] = {
        "settle_futures": (in_columns, futures),
        "settle_many, year by year": (as_tables, futures),
        "settle_years, one by one": (partial(one_by_one, futures=few), few),
    }
    least = dict.fromkeys(works, float("inf"))
    found = {}
    for _ in range(repetitions):
        for name, (work, _) in works.items():
            start = process_time()
            found[name] = work(given)
            least[name] = min(least[name], process_time() - start)
    whole = found["settle_futures"]
    assert np.array_equal(whole, found["settle_many, year by year"])
    assert np.array_equal(whole[:few], found["settle_years, one by one"])
    speeds = {
        name: count * HOUSEHOLDS * YEARS / least[name] for name, (_, count) in works.items()
    }
    base = speeds["settle_years, one by one"]
    for name, speed in speeds.items():
        yield name, f"{speed:,.0f} households x years a second, {speed / base:,.1f} x"


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    for told in futures_ahead(20_314, count, 3):
        print(*told, sep=": ")
