"""All that is wrong with the tables of a shard is told at once, whatever it is that stops it."""

from __future__ import annotations

import gc
import shutil
import threading

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shard_builders import CONTRACTS, EXAMPLE, HOUSEHOLDS, rewrite, settled_all


@pytest.fixture
def folder(tmp_path):
    copied = tmp_path / "county"
    shutil.copytree(EXAMPLE, copied)
    return copied


FLOATS = {"amount.profit": pa.array([1.5, 2.5, None])}


@pytest.mark.parametrize(
    ("contracts", "households", "at"),
    [
        (
            {"form": None, **FLOATS},
            {"people": pa.array([1.0] * 15)},
            ["contracts: form", "contracts: amount.profit"],
        ),
        (
            {"contract": pa.array(["E01", "E01", "E03"]), **FLOATS},
            {},
            [
                "contracts: amount.profit",
                "contracts: row 2, contract E01",
                "households: row 6, contract E02",
            ],
        ),
        (
            {"form": pa.array(["land", None, "fund"]), **FLOATS},
            {},
            ["contracts: amount.profit", "contracts: row 2, form"],
        ),
        (
            {"form": pa.array(["land", "lnd", "fund"])},
            {"household": pa.array([1, 1, *range(3, 16)])},
            [
                "contracts: row 2, contract E02, form",
                "households: contract E01, household 1",
            ],
        ),
        (
            FLOATS,
            {"people": pa.array([1.0] * 15), "household": pa.array(["1"] * 15)},
            ["contracts: amount.profit", "households: household", "households: people"],
        ),
        (
            {},
            {"contract": pa.array([f"X{number}" for number in range(15)])},
            [f"households: row {n + 1}, contract X{n}" for n in range(15)],
        ),
    ],
)
def test_all_that_is_wrong_with_whole_tables_is_told(
    folder, tmp_path, contracts, households, at
):
    east = folder / "shards" / "east"
    rewrite(east / CONTRACTS, **contracts)
    rewrite(east / HOUSEHOLDS, **households)
    told = settled_all(folder, tmp_path)["east"].problems

    assert sorted(each.at for each in told) == sorted(f"shard east: {each}" for each in at)


def test_rows_out_of_place_are_told_once_a_contract_and_twenty_at_most(folder, tmp_path):
    path = folder / "shards" / "east" / HOUSEHOLDS
    table = pq.ParquetFile(path).read()
    many = pa.concat_tables([table] * 3)
    ids = [f"X{number}" if number < 30 else "E01" for number in range(45)]
    rewritten = many.set_column(0, "contract", pa.array(ids))
    numbers = pa.array(range(45), pa.int64())
    pq.write_table(rewritten.set_column(1, "household", numbers), path)
    told = settled_all(folder, tmp_path)["east"].problems

    assert [each.at for each in told if "row" in each.at] == [
        f"shard east: households: row {n + 1}, contract X{n}" for n in range(20)
    ]


def test_a_folder_in_place_of_a_table_is_named_and_the_other_shards_go_on(folder, tmp_path):
    path = folder / "shards" / "east" / HOUSEHOLDS
    path.rename(path.with_name("part-0"))
    path.mkdir()
    results = settled_all(folder, tmp_path)

    assert results["west"].outcome == "settled"
    (problem,) = results["east"].problems
    assert problem.at == f"shard east: {HOUSEHOLDS}"
    assert (tmp_path / "out" / "east.refused.json").exists()


@pytest.fixture
def uncollected():
    """Nothing that is left over is collected meanwhile."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
def test_no_thread_is_left_by_a_shard_that_cannot_be_read(folder, tmp_path):
    """One that only the garbage collector ends may do so while another begins: a deadlock."""
    rewrite(
        folder / "shards" / "east" / HOUSEHOLDS,
        contract=pa.array([f"X{number}" for number in range(15)]),
    )
    before = threading.active_count()

    assert settled_all(folder, tmp_path)["east"].outcome == "refused"
    assert threading.active_count() == before
