"""The measurement runs, and rivals that claim to be exact agree with it to the fen."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import parquet

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "bench"))

import county  # noqa: E402 - beside its script, not installed
import futures  # noqa: E402 - likewise
import peers  # noqa: E402 - likewise
import rivals  # noqa: E402 - likewise
import shards  # noqa: E402 - likewise

from sanbian import settle  # noqa: E402 - likewise
from sanbian.files import ShardWishes, load_batch, settle_shard  # noqa: E402 - likewise

SEED = 7


@pytest.fixture(scope="module")
def pools():
    jobs = county.county(SEED, county.TINY)
    return [
        pool
        for job in jobs
        for pool in rivals.pools_of(settle(job.contract, job.register, job.facts))
    ]


def test_a_county_has_the_size_that_it_is_asked_for():
    jobs = county.county(SEED, county.TINY)
    *_, whole = jobs
    households = whole.register.households

    assert county.TINY == county.Scale(
        households=len(households),
        people=sum(household.people for household in households),
        villages=len({household.group for household in households}),
    )
    assert 3 * len(households) == sum(len(job.register.households) for job in jobs)


def test_the_same_seed_gives_the_same_county():
    assert county.county(SEED, county.TINY) == county.county(SEED, county.TINY)
    assert county.county(SEED, county.TINY) != county.county(SEED + 1, county.TINY)


def test_pools_are_what_the_settlement_divided(pools):
    assert pools
    assert all(sum(pool.parts) == pool.total for pool in pools)
    assert all(len(pool.parts) == len(pool.weights) for pool in pools)


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    folder = tmp_path_factory.mktemp("batch")
    shards.write_batch_folder(folder, "one", 2_000)
    wishes = ShardWishes(out=folder / "out")
    settle_shard(load_batch(folder), shards.SHARD, wishes)
    return folder


def amounts_in(file):
    table = parquet.ParquetFile(file).read().sort_by("household")
    return table.column("household").to_pylist(), table.column("amount").to_pylist()


@pytest.mark.parametrize("name", ["polars", "duckdb"])
def test_exact_dataframes_and_sql_agree_with_the_batch(batch, name):
    pytest.importorskip(name)
    shard = batch / "shards" / shards.SHARD
    getattr(peers, f"{name}_exact")(shard, "one")

    mine = amounts_in(batch / "out" / shards.SHARD / "lines.parquet")
    assert amounts_in(shard / f"{name}.parquet") == mine


@pytest.mark.parametrize("name", rivals.EXACT_RIVALS)
def test_rivals_that_claim_exactness_agree_to_the_fen(pools, name):
    found = rivals.EXACT_RIVALS[name](pools)

    assert [pool.parts for pool in pools] == found


def test_a_rival_that_loses_fen_is_found(pools):
    found = [list(pool.parts) for pool in pools]
    found[0][0] -= 3
    found[1][0] += 1

    assert rivals.Losses(pools_off=2, fen_lost=3, fen_made=1, rows_off=2) == rivals.losses(
        pools, found
    )


def test_the_measurement_runs():
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "run.py", "--quick"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stderr
    for wanted in (
        "settled per second",
        "settle : bare apportion",
        "lower",
        "Explaining",
        "Futures",
    ):
        assert re.search(rf"^ *{wanted}", done.stdout, re.MULTILINE), wanted


def test_futures_come_to_the_same_by_columns_one_by_one_and_in_c(tmp_path):
    """Compared within; without a compiler the loop is left out, and it says so."""
    told = dict(futures.futures(SEED, 60, 1))

    assert {"exact, one by one", "columns", "a loop in C"} <= set(told)
    assert futures.compiled(tmp_path) is None or told["a loop in C"].endswith("1.0 x C")


def test_futures_without_a_compiler_say_so(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _: None)

    assert ("a loop in C", "left out: no compiler (cc)") in [*futures.futures(SEED, 20, 1)]
