"""What a shard opens with: the books that the period before left, or nothing is settled."""

from __future__ import annotations

import shutil

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attrs import evolve
from shard_builders import (
    CONTRACTS,
    EXAMPLE,
    HOUSEHOLDS,
    columns_of,
    proof,
    rewrite,
    settled_all,
)

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


@pytest.fixture
def next_year(folder, tmp_path):
    """East with E01 left out in the year before, and all well in this one."""
    path = folder / "shards" / "east" / CONTRACTS
    whole = path.read_bytes()
    rewrite(path, **{"amount.profit": pa.array([None, 5, None], pa.int64())})
    left_out = settled_all(folder, tmp_path, goes_on=True)["east"]
    assert (left_out.contracts, left_out.refused) == (3, 1)
    path.write_bytes(whole)
    batch = folder / "batch.toml"
    batch.write_text(batch.read_text("utf-8").replace("2025", "2026"), "utf-8")

    def settled(**given):
        later = ShardWishes(out=tmp_path / "later", books=tmp_path / "out", **given)
        return settle_shard(load_batch(folder), "east", later)

    return settled


LEFT_OUT = ["shard east: --books, contract E01"]


def test_a_contract_that_was_left_out_is_left_out_next_year(next_year, tmp_path):
    """Its debts would be forgotten; the others go on where they are asked to."""
    alone = next_year()
    assert (alone.outcome, [each.at for each in alone.problems]) == ("refused", LEFT_OUT)
    assert "--go-on" in alone.problems[0].do.en
    result = next_year(goes_on=True)

    assert (result.outcome, result.contracts, result.refused) == ("settled", 3, 1)
    assert [each.at for each in result.problems] == LEFT_OUT
    lines = columns_of(tmp_path / "later" / "east" / "lines.parquet")
    assert {*lines["contract"]} == {"E02", "E03"}
    assert next_year(goes_on=True) == evolve(result, outcome="kept")
    told = proof(tmp_path, out="later")
    assert told["refused"]["contracts"] == told["inputs"]["left_out"] == ["E01"]


def test_a_contract_that_was_left_out_and_is_gone_keeps_nobody(next_year, folder):
    path = folder / "shards" / "east" / CONTRACTS
    for name in (CONTRACTS, HOUSEHOLDS):
        table = pq.ParquetFile(path.with_name(name)).read()
        rows = [each != "E01" for each in table.column("contract").to_pylist()]
        pq.write_table(table.filter(pa.array(rows)), path.with_name(name))

    assert (next_year().outcome, next_year().outcome) == ("settled", "kept")


@pytest.mark.parametrize("change", [{"contract": None}, None])
def test_a_table_that_cannot_be_read_names_nobody_who_was_left_out(
    next_year, folder, change
):
    path = folder / "shards" / "east" / CONTRACTS
    if change is None:
        path.write_bytes(path.read_bytes()[:-9])
    else:
        rewrite(path, **change)
    result = next_year(goes_on=True)

    assert result.outcome == "refused"
    assert not [each for each in result.problems if "--books" in each.at]


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
