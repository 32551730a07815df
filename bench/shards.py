"""A made-up county in Parquet: some 230 households a village, skewed, from one seed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import evolve
from contracts import village_contract

from sanbian import Contract, Dividend, Measured
from sanbian.files import contract_text
from sanbian.files.parquet import encodings

SEED = 20_261_129
A_VILLAGE = 230  # households, on average
AT_A_TIME = 1 << 20  # households that are made and written at a time
SHARD = "county"
BATCH = "format = 1\nperiod = { start = 2023-01-01, end = 2023-12-31 }\n"


def form_of(program: str) -> Contract:
    """The contract that all villages share: one division, or seven clauses."""
    whole = village_contract("form")
    if program == "whole":
        return whole
    (version,) = whole.versions
    only = Dividend(id="1", of="profit", to="land", by=Measured("shares"))
    return evolve(
        whole, pools=(), measures=(), versions=(evolve(version, clauses=(only,)),)
    )


def write_batch_folder(folder: Path, program: str, households: int) -> int:
    """Write a batch folder of one shard; returns how many households it has."""
    form = folder / "forms" / "village"
    form.mkdir(parents=True)
    (form / "contract.toml").write_text(contract_text(form_of(program)), encoding="utf-8")
    (folder / "batch.toml").write_text(BATCH, encoding="utf-8")
    shard = folder / "shards" / SHARD
    shard.mkdir(parents=True)
    dice = np.random.default_rng(SEED)
    sizes = _sizes(dice, households)
    _write_contracts(shard, dice, sizes)
    return _write_households(shard, program, dice, sizes)


def _sizes(dice: np.random.Generator, households: int) -> np.ndarray:
    """Households of each village: many small ones, some large ones."""
    villages = max(1, households // A_VILLAGE)
    weights = dice.lognormal(0, 0.6, villages)
    return np.maximum(1, (weights / weights.sum() * households).astype(np.int64))


def _ids(first: int, count: int) -> list[str]:
    return [f"V{number:06d}" for number in range(first, first + count)]


def _write_contracts(shard: Path, dice: np.random.Generator, sizes: np.ndarray) -> None:
    villages = len(sizes)
    table = pa.table(
        {
            "contract": _ids(0, villages),
            "form": ["village"] * villages,
            "amount.profit": sizes * dice.integers(10_000, 90_000, villages) + 7,
        }
    )
    pq.write_table(table, shard / "contracts.parquet")


def _write_households(
    shard: Path, program: str, dice: np.random.Generator, sizes: np.ndarray
) -> int:
    schema = pa.schema(
        [
            ("contract", pa.dictionary(pa.int32(), pa.string())),
            ("household", pa.int64()),
            ("shares.land", pa.int64()),
            *([("measure.area_mu", pa.int64()), ("measure.labour_days", pa.int64())]
              if program == "whole" else []),
        ]
    )  # fmt: skip
    ends = np.cumsum(sizes)
    writer = pq.ParquetWriter(shard / "households.parquet", schema, **encodings(pa, schema))
    first, number = 0, 110_000_000_000
    while first < len(sizes):
        done = int(ends[first - 1]) if first else 0
        until = max(first + 1, int(np.searchsorted(ends, done + AT_A_TIME, side="right")))
        mine = sizes[first:until]
        rows = int(mine.sum())
        codes = pa.array(np.repeat(np.arange(until - first, dtype=np.int32), mine))
        columns = [
            pa.DictionaryArray.from_arrays(codes, pa.array(_ids(first, until - first))),
            pa.array(number + np.cumsum(dice.integers(1, 5, rows))),
            pa.array(dice.integers(1, 1_000_000, rows)),
        ]
        if program == "whole":
            columns += [
                pa.array(dice.integers(1, 15, rows)),
                pa.array(dice.integers(0, 200, rows)),
            ]
        writer.write_table(pa.table(columns, schema=schema), row_group_size=1 << 19)
        first, number = until, number + 5 * rows
    writer.close()
    return int(ends[-1])
