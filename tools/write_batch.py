"""Write the tables of the example batches; their numbers are made up, and always the same."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

BATCHES = Path(__file__).parents[1] / "batches"
FOLDER = BATCHES / "example" / "shards"
OWN_TERMS = BATCHES / "terms" / "shards" / "county"

WORDS = pa.dictionary(pa.int32(), pa.string())
COLUMNS = {
    "contract": WORDS,
    "form": WORDS,
    "status": WORDS,
    "household": pa.int64(),
    "people": pa.int32(),
    "shares.land": pa.decimal128(9, 2),
    "measure.labour_days": pa.decimal128(6, 1),
    "amount.profit": pa.int64(),
    "measure.capital": pa.int64(),
    "put_up.company": pa.int64(),
    "measure.mu": pa.decimal128(9, 2),
    "term.1.amount.yuan": pa.decimal128(9, 2),
    "term.2.rate": WORDS,
    "term.3.parts[0].ratio": WORDS,
    "term.3.parts[1].ratio": WORDS,
}
LAND, FUND = "land", "fund"
VILLAGES = {  # by shard: id, form, profit or capital in fen, what the company put up, households
    "east": (
        ("E01", LAND, 18_000_000, None, 5),
        ("E02", LAND, 7_350_001, 700_000, 4),
        ("E03", FUND, 50_000_000, None, 6),
    ),
    "west": (
        ("W01", LAND, -2_400_000, None, 3),
        ("W02", FUND, 30_000_100, None, 7),
    ),
}
PRICES = {
    "T2": Decimal("650.00"),
    "T4": Decimal("612.50"),
}  # yuan; the others: as the form says
RATES = {"T3": "15%", "T4": "1/3"}
RATIOS = {"T3": ("60%", "40%"), "T4": ("2/3", "1/3")}
STATUSES = ("general", "graduated", "monitored", "general")


def contract_rows(shard: str) -> list[dict[str, Any]]:
    """One row a contract."""
    return [
        {
            "contract": id_,
            "form": form,
            "amount.profit": number if form == LAND else None,
            "measure.capital": number if form == FUND else None,
            "put_up.company": put_up,
        }
        for id_, form, number, put_up, _ in VILLAGES[shard]
    ]


def household_rows(shard: str) -> list[dict[str, Any]]:
    """One row a household."""
    return [
        {
            "contract": id_,
            "household": 1000 * (village + 1) + number,
            "people": 1 + (number * 3 + village) % 5,
            "status": STATUSES[(number + village) % 4],
            "shares.land": Decimal(150 + 75 * number) / 100 if form == LAND else None,
            "measure.labour_days": Decimal(25 * number) / 10 if form == LAND else None,
        }
        for village, (id_, form, _, _, households) in enumerate(VILLAGES[shard])
        for number in range(households)
    ]


def own_rows() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Contracts with numbers of their own, and their households."""
    villages = [f"T{number}" for number in range(1, 5)]
    agreed = [
        {
            "contract": id_,
            "form": LAND,
            "amount.profit": 9_000_000 + 1_111_111 * place,
            "term.1.amount.yuan": PRICES.get(id_),
            "term.2.rate": RATES.get(id_),
            "term.3.parts[0].ratio": RATIOS.get(id_, (None, None))[0],
            "term.3.parts[1].ratio": RATIOS.get(id_, (None, None))[1],
        }
        for place, id_ in enumerate(villages)
    ]
    people = [
        {
            "contract": id_,
            "household": number,
            "measure.mu": Decimal(125 + 75 * number + 10 * place) / 100,
        }
        for place, id_ in enumerate(villages)
        for number in range(1, 5)
    ]
    return agreed, people


def table(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as a table with the types of the layout."""
    return pa.table(
        {name: pa.array([row[name] for row in rows], COLUMNS[name]) for name in rows[0]}
    )


def main() -> int:
    """Write the shards."""
    for shard in VILLAGES:
        folder = FOLDER / shard
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(table(contract_rows(shard)), folder / "contracts.parquet")
        pq.write_table(table(household_rows(shard)), folder / "households.parquet")
    OWN_TERMS.mkdir(parents=True, exist_ok=True)
    for name, rows in zip(("contracts", "households"), own_rows(), strict=True):
        pq.write_table(table(rows), OWN_TERMS / f"{name}.parquet")
    return 0


if __name__ == "__main__":
    sys.exit(main())
