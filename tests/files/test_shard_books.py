"""What a shard opens with: the books that the period before left, or nothing is settled."""

from __future__ import annotations

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shard_builders import CONTRACTS, EXAMPLE, HOUSEHOLDS, rewrite, settled_all

from sanbian.files import ShardWishes, load_batch, settle_shard


@pytest.fixture
def folder(tmp_path):
    copied = tmp_path / "county"
    shutil.copytree(EXAMPLE, copied)
    return copied


@pytest.mark.parametrize("books", ["nowhere", "county", "out"])
def test_books_that_the_period_before_did_not_leave_are_refused(folder, tmp_path, books):
    settled_all(folder, tmp_path)
    shutil.rmtree(tmp_path / "out" / "east")
    later = ShardWishes(out=tmp_path / "later", books=tmp_path / books)
    results = {
        each: settle_shard(load_batch(folder), each, later) for each in ("east", "west")
    }

    assert results["east"].outcome == "refused"
    assert [each.at for each in results["east"].problems] == ["shard east: --books"]
    assert not (tmp_path / "later" / "east").exists()
    assert (tmp_path / "later" / "east.refused.json").exists()


def test_a_shard_that_was_refused_when_it_was_run_again_leaves_no_books(folder, tmp_path):
    settled_all(folder, tmp_path)
    path = folder / "shards" / "east" / CONTRACTS
    before = path.read_bytes()
    rewrite(path, form=None)
    assert settled_all(folder, tmp_path)["east"].outcome == "refused"
    path.write_bytes(before)
    later = ShardWishes(out=tmp_path / "later", books=tmp_path / "out")

    assert settle_shard(load_batch(folder), "east", later).outcome == "refused"


@pytest.mark.parametrize("is_gone", [False, True])
def test_a_contract_that_was_left_out_opens_nothing_next_year(folder, tmp_path, is_gone):
    path = folder / "shards" / "east" / CONTRACTS
    whole = path.read_bytes()
    rewrite(path, **{"amount.profit": pa.array([None, 5, None], pa.int64())})
    left_out = settled_all(folder, tmp_path, goes_on=True)["east"]
    assert (left_out.contracts, left_out.refused) == (3, 1)
    path.write_bytes(whole)
    batch = folder / "batch.toml"
    batch.write_text(batch.read_text("utf-8").replace("2025", "2026"), "utf-8")
    if is_gone:
        for name in (CONTRACTS, HOUSEHOLDS):
            table = pq.ParquetFile(path.with_name(name)).read()
            rows = [each != "E01" for each in table.column("contract").to_pylist()]
            pq.write_table(table.filter(pa.array(rows)), path.with_name(name))
    later = ShardWishes(out=tmp_path / "later", books=tmp_path / "out", goes_on=True)
    result = settle_shard(load_batch(folder), "east", later)

    assert [each.at for each in result.problems] == (
        [] if is_gone else ["shard east: --books, contract E01"]
    )


def test_a_proof_sheet_that_cannot_be_read_says_nothing_of_who_was_left_out(
    folder, tmp_path
):
    settled_all(folder, tmp_path)
    (tmp_path / "out" / "east" / "proof.json").write_text("[]")
    batch = folder / "batch.toml"
    batch.write_text(batch.read_text("utf-8").replace("2025", "2026"), "utf-8")
    later = ShardWishes(out=tmp_path / "later", books=tmp_path / "out")

    assert settle_shard(load_batch(folder), "east", later).outcome == "settled"


@pytest.mark.parametrize("column", ["what", "account", "level", "amount", "unit", "since"])
def test_a_null_in_any_column_of_the_books_is_named(folder, tmp_path, column):
    settled_all(folder, tmp_path)
    path = tmp_path / "out" / "east" / "books.parquet"
    held = pq.ParquetFile(path).read().column(column)
    kind = pa.string() if pa.types.is_dictionary(held.type) else held.type
    rewrite(path, **{column: pa.array([None, *held.to_pylist()[1:]], kind)})
    batch = folder / "batch.toml"
    batch.write_text(batch.read_text("utf-8").replace("2025", "2026"), "utf-8")
    later = ShardWishes(out=tmp_path / "later", books=tmp_path / "out")
    result = settle_shard(load_batch(folder), "east", later)

    assert result.outcome == "refused"
    assert any("null" in problem.says.en for problem in result.problems)
