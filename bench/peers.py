"""The same work by others: doing nothing, pandas as users write it, exact Polars and DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LINES = {"one": 1, "whole": 3}
"""Lines that a household gets in each program, about."""


def nothing(shard: Path, program: str) -> int:
    """Read the columns and write as many rows of the columns of lines, nothing computed."""
    import numpy as np  # noqa: PLC0415 - timed with its work
    import pyarrow as pa  # noqa: PLC0415 - likewise

    from sanbian.batch.layout import LINES_SCHEMA  # noqa: PLC0415 - likewise
    from sanbian.batch.numbers import bools, coded  # noqa: PLC0415 - likewise
    from sanbian.files.behind import Behind  # noqa: PLC0415 - likewise
    from sanbian.files.parquet import read_batches, writer_of  # noqa: PLC0415 - likewise

    times, rows = LINES[program], 0
    writer, behind = writer_of(shard / "nothing.parquet", LINES_SCHEMA), Behind()
    for batch in read_batches(shard / "households.parquet", rows=3 << 15):
        count = batch.num_rows * times
        rows += batch.num_rows
        contract = batch.column("contract")
        kinds = np.tile(np.arange(times, dtype=np.int32), batch.num_rows)
        words = coded(kinds, [f"word {number}" for number in range(times)])
        codes = np.repeat(np.from_dlpack(contract.indices), times)
        columns = {
            "contract": coded(codes, contract.dictionary),
            "household": _times(np, batch.column("household"), times),
            "group": pa.nulls(count, LINES_SCHEMA.field("group").type),
            "amount": _times(np, batch.column("shares.land"), times),
            "odd": bools(np.zeros(count, bool)),
            **dict.fromkeys(("clause", "kind", "payer", "payee", "unit"), words),
        }
        listed = [columns[name] for name in LINES_SCHEMA.names]
        written = pa.RecordBatch.from_arrays(listed, schema=LINES_SCHEMA)
        behind.do(writer.write_batch, written, count)
    behind.do(writer.close)
    behind.finish()
    return rows


def _times(np: Any, column: Any, times: int) -> Any:
    """Each number so many times."""
    from sanbian.batch.numbers import array_of  # noqa: PLC0415 - timed with its work

    return column if times == 1 else array_of(np.repeat(np.from_dlpack(column), times))


def pandas_float(shard: Path, program: str) -> int:
    """What a user would write: yuan as floats, rounded to two places."""
    import pandas as pd  # noqa: PLC0415 - timed with its work

    frame = pd.read_parquet(shard / "households.parquet")
    agreed = pd.read_parquet(shard / "contracts.parquet").set_index("contract")
    profit = frame["contract"].map(agreed["amount.profit"]).astype(float) / 100
    pool = profit if program == "one" else profit * 0.9 * 0.4
    shares = frame["shares.land"]
    total = shares.groupby(frame["contract"], observed=True).transform("sum")
    frame["dividend"] = (pool * shares / total).round(2)
    if program == "whole":
        frame["guarantee"] = (frame["measure.area_mu"] * 600.0).round(2)
        frame["wage"] = (frame["measure.labour_days"] * 120.5).round(2)
        got = frame["guarantee"] + frame["dividend"]
        frame["top_up"] = (1500.0 - got).clip(lower=0).round(2)
    given = [name for name in ("dividend", "guarantee", "wage", "top_up") if name in frame]
    frame[["contract", "household", *given]].to_parquet(
        shard / "pandas.parquet", index=False
    )
    return len(frame)


def polars_exact(shard: Path, program: str) -> int:
    """Largest remainder in whole fen, in 128 bits, with windows over villages."""
    import polars as pl  # noqa: PLC0415 - timed with its work

    assert program == "one"
    frame = (
        pl.scan_parquet(shard / "households.parquet")
        .with_columns(pl.col("contract").cast(pl.String))
        .join(pl.scan_parquet(shard / "contracts.parquet"), on="contract")
        .with_columns(
            product=pl.col("shares.land").cast(pl.Int128) * pl.col("amount.profit"),
            total=pl.col("shares.land").sum().over("contract").cast(pl.Int128),
        )
        .with_columns(
            part=(pl.col("product") // pl.col("total")).cast(pl.Int64),
            left=(pl.col("product") % pl.col("total")).cast(pl.Int64),
        )
        .with_columns(
            odd=pl.col("amount.profit") - pl.col("part").sum().over("contract"),
            turn=pl.col("left").rank("ordinal", descending=True).over("contract"),
        )
        .select(
            "contract",
            "household",
            amount=pl.col("part") + (pl.col("turn") <= pl.col("odd")).cast(pl.Int64),
        )
        .collect()
    )
    frame.write_parquet(shard / "polars.parquet")
    return frame.height


def duckdb_exact(shard: Path, program: str) -> int:
    """The same in SQL, with HUGEINT windows."""
    import duckdb  # noqa: PLC0415 - timed with its work

    assert program == "one"
    query = f"""
    copy (
      with given as (
        select h.contract, household, "shares.land"::hugeint as w, c."amount.profit" as pool,
               sum("shares.land") over (partition by h.contract)::hugeint as total
        from '{shard}/households.parquet' h join '{shard}/contracts.parquet' c using (contract)
      ), floors as (
        select *, (w * pool) // total as part, (w * pool) % total as left_over from given
      )
      select contract, household, (part + case when row_number() over (
               partition by contract order by left_over desc, household)
             <= pool - sum(part) over (partition by contract) then 1 else 0 end)::bigint as amount
      from floors
    ) to '{shard}/duckdb.parquet' (format parquet)
    """  # noqa: S608 - our own folder
    with duckdb.connect() as database:
        database.execute("set threads to 1")
        database.sql(query)
        counted = f"select count(*) from '{shard}/duckdb.parquet'"  # noqa: S608 - our own
        ((count,),) = database.sql(counted).fetchall()
    return int(count)


def one_by_one(shard: Path, program: str) -> int:
    """Some villages by `settle`, one after another."""
    from sanbian.batch import settle_many  # noqa: PLC0415 - likewise
    from sanbian.batch.roads import Roads  # noqa: PLC0415 - timed with its work
    from sanbian.files import load_batch  # noqa: PLC0415 - likewise
    from sanbian.files.parquet import read_batches, read_table  # noqa: PLC0415 - likewise

    assert program
    batch = load_batch(shard.parents[1])
    few = read_table(shard / "contracts.parquet").slice(0, 20)
    ids = {*few.column("contract").to_pylist()}
    rows: list[Any] = []
    for each in read_batches(shard / "households.parquet", rows=1 << 13):
        here = [name in ids for name in each.column("contract").to_pylist()]
        if not any(here):
            break
        rows.append(each.slice(0, sum(here)))
    Roads.together = lambda *_: iter(())  # type: ignore[method-assign]  # the exact road alone
    done = settle_many(batch.forms, batch.period, contracts=few, households=rows)
    return sum(each.households for each in done)
