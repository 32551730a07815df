"""The example batch with other tables, settled, for tests of shards."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sanbian.files import ShardWishes, load_batch, settle_shard

EXAMPLE = Path(__file__).parents[1] / "batches" / "example"
CONTRACTS, HOUSEHOLDS = "contracts.parquet", "households.parquet"


def wishes(tmp_path, **given):
    return ShardWishes(out=tmp_path / "out", **given)


def proof(tmp_path, shard="east", out="out"):
    return json.loads((tmp_path / out / shard / "proof.json").read_text("utf-8"))


def columns_of(path):
    return pq.ParquetFile(path).read().to_pydict()


def rewrite(path, **changed):
    """The file with other columns; None takes one out."""
    table = pq.ParquetFile(path).read()
    columns = {name: table.column(name) for name in table.column_names} | changed
    pq.write_table(
        pa.table({name: each for name, each in columns.items() if each is not None}), path
    )


def settled_all(folder, tmp_path, **given):
    batch = load_batch(folder)
    return {
        shard: settle_shard(batch, shard, wishes(tmp_path, **given))
        for shard in batch.shards
    }
