"""Shards: whole or not at all, resumed after a kill, and what is wrong is named with its place."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

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

from sanbian import InvalidInputError
from sanbian.files import ShardWishes, load_batch, settle_shard


@pytest.fixture
def folder(tmp_path):
    copied = tmp_path / "county"
    shutil.copytree(EXAMPLE, copied)
    return copied


def test_lines_and_books_are_what_the_proof_says(folder, tmp_path):
    settled_all(folder, tmp_path)
    told, lines = proof(tmp_path), columns_of(tmp_path / "out" / "east" / "lines.parquet")

    assert told["counts"]["lines"] == len(lines["amount"])
    assert sum(row["amount"] for row in told["lines"]) == sum(lines["amount"])
    wages = [
        n for n, kind in zip(lines["amount"], lines["kind"], strict=True) if kind == "wage"
    ]
    assert told["kinds"]["wage"] == {"fen": sum(wages)}
    books = columns_of(tmp_path / "out" / "east" / "books.parquet")
    owed = [row for row in told["books"] if row["account"] == "owed/2"]
    assert [row["amount"] for row in owed] == [
        sum(
            n
            for n, name in zip(books["amount"], books["account"], strict=True)
            if name == "owed/2"
        )
    ]


def test_a_shard_that_is_done_is_left_as_it_is(folder, tmp_path):
    first = settled_all(folder, tmp_path)
    before = {
        path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.parquet")
    }
    again = settled_all(folder, tmp_path)

    assert {each.outcome for each in first.values()} == {"settled"}
    assert {each.outcome for each in again.values()} == {"kept"}
    assert again["east"].lines == first["east"].lines
    assert before == {path: path.stat().st_mtime_ns for path in before}


@pytest.mark.parametrize(
    "name", ["shards/east/contracts.parquet", "forms/land/contract.toml", "batch.toml"]
)
def test_other_inputs_are_settled_again(folder, tmp_path, name):
    settled_all(folder, tmp_path)
    path = folder / name
    if path.suffix == ".parquet":
        rewrite(path, **{"amount.profit": pa.array([1000, 1000, None], pa.int64())})
    elif path.name == "batch.toml":
        path.write_text(path.read_text("utf-8").replace("2025", "2026"), "utf-8")
    else:
        path.write_text(path.read_text("utf-8").replace("600.00", "700.00"), "utf-8")
    outcomes = {
        shard: each.outcome for shard, each in settled_all(folder, tmp_path).items()
    }

    west = "kept" if path.suffix == ".parquet" else "settled"
    assert outcomes == {"east": "settled", "west": west}


def test_a_result_that_was_changed_is_settled_again(folder, tmp_path):
    settled_all(folder, tmp_path)
    file = tmp_path / "out" / "east" / "lines.parquet"
    file.write_bytes(file.read_bytes()[:-1])

    assert settled_all(folder, tmp_path)["east"].outcome == "settled"


def test_the_books_of_one_year_open_the_next(folder, tmp_path):
    settled_all(folder, tmp_path)
    batch = folder / "batch.toml"
    batch.write_text(batch.read_text("utf-8").replace("2025", "2026"), "utf-8")
    later = ShardWishes(out=tmp_path / "later", books=tmp_path / "out")
    result = settle_shard(load_batch(folder), "east", later)

    assert not result.problems
    settled = [
        row for row in proof(tmp_path, out="later")["books"] if row["what"] == "settled"
    ]
    assert [row["since"] for row in settled] == ["2025-01-01", "2026-01-01"]
    again = settle_shard(
        load_batch(folder),
        "east",
        ShardWishes(out=tmp_path / "out", books=tmp_path / "out"),
    )
    assert again.outcome == "settled"


def test_the_digests_do_not_depend_on_the_size_of_windows(folder, tmp_path):
    settled_all(folder, tmp_path)
    one = proof(tmp_path)
    settle_shard(load_batch(folder), "east", ShardWishes(out=tmp_path / "small", rows=2))

    assert proof(tmp_path, out="small")["digests"] == one["digests"]
    assert proof(tmp_path, out="small")["lines"] == one["lines"]


def test_rows_of_many_windows_share_a_row_group(folder, tmp_path, monkeypatch):
    settled_all(folder, tmp_path)
    whole = columns_of(tmp_path / "out" / "east" / "lines.parquet")
    monkeypatch.setattr("sanbian.files.proof_sheets.ROW_GROUP", 10)
    settle_shard(load_batch(folder), "east", ShardWishes(out=tmp_path / "small", rows=1))

    file = tmp_path / "small" / "east" / "lines.parquet"
    assert columns_of(file) == whole
    sizes = [
        pq.ParquetFile(file).metadata.row_group(at).num_rows
        for at in range(pq.ParquetFile(file).num_row_groups)
    ]
    assert len(sizes) > 1
    assert all(size >= 10 for size in sizes[:-1])


def test_a_disk_that_is_full_leaves_nothing(folder, tmp_path, monkeypatch):
    class Full(pq.ParquetWriter):
        def write_batch(self, *_args, **_given):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "ParquetWriter", Full)
    with pytest.raises(InvalidInputError, match="No space left"):
        settle_shard(load_batch(folder), "east", ShardWishes(out=tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


def test_results_that_nobody_can_write_any_more_are_read_all_the_same(
    folder, tmp_path, monkeypatch
):
    wishes = ShardWishes(out=tmp_path / "out")
    batch = load_batch(folder)
    settle_shard(batch, "east", wishes)

    def refuse(_path, **_given):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", refuse)
    assert settle_shard(batch, "east", wishes).outcome == "kept"
    (tmp_path / "out" / "east.refused.json").touch()
    with pytest.raises(InvalidInputError, match="Read-only"):
        settle_shard(batch, "east", wishes)


# --- what is refused -----------------------------------------------------------------------

AT = {  # what is wrong: the file, its new columns, and where it is named
    "unsorted": (
        HOUSEHOLDS,
        lambda t: {
            name: t.column(name).take(pa.array([5, *range(5), *range(6, 15)]))
            for name in t.column_names
        },
        "households: row 2, contract E01",
    ),
    "twice": (
        HOUSEHOLDS,
        lambda t: {
            "household": pa.array([1000, 1000, *t.column("household").to_pylist()[2:]])
        },
        "households: contract E01, household 1000",
    ),
    "missing contract": (
        CONTRACTS,
        lambda _: {"contract": pa.array(["E01", "X", "E03"])},
        "households: row 6, contract E02",
    ),
    "null": (
        HOUSEHOLDS,
        lambda t: {
            "shares.land": pa.array(
                [None, *t.column("shares.land").to_pylist()[1:]], pa.decimal128(9, 2)
            )
        },
        "households: contract E01, household 1000, shares.land",
    ),
    "float": (
        CONTRACTS,
        lambda _: {"amount.profit": pa.array([1.5, 2.5, None])},
        "contracts: amount.profit",
    ),
    "overflow": (
        HOUSEHOLDS,
        lambda t: {
            "measure.labour_days": pa.array(
                [Decimal(10) ** 17, *t.column("measure.labour_days").to_pylist()[1:]],
                pa.decimal128(30, 1),
            )
        },
        "contract E01, household 1000: 2",
    ),
}


@pytest.mark.parametrize("what", AT)
def test_bad_input_is_named_and_the_other_shards_go_on(folder, tmp_path, what):
    name, change, at = AT[what]
    path = folder / "shards" / "east" / name
    rewrite(path, **change(pq.ParquetFile(path).read()))
    results = settled_all(folder, tmp_path)

    assert results["west"].outcome == "settled"
    assert results["east"].outcome == "refused"
    (problem, *_) = results["east"].problems
    assert problem.at == f"shard east: {at}"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "east.refused.json",
        "west",
    ]
    told = json.loads((tmp_path / "out" / "east.refused.json").read_text("utf-8"))
    assert told["problems"][0]["at"] == problem.at


@pytest.mark.parametrize("column", ["contract", "household", "people", "shares.land"])
def test_a_null_in_any_column_of_households_is_named(folder, tmp_path, column):
    path = folder / "shards" / "east" / HOUSEHOLDS
    held = pq.ParquetFile(path).read().column(column)
    kind = pa.string() if column == "contract" else held.type
    rewrite(
        path,
        **{column: pa.array([*held.to_pylist()[:3], None, *held.to_pylist()[4:]], kind)},
    )
    results = settled_all(folder, tmp_path)

    assert results["west"].outcome == "settled"
    (problem,) = results["east"].problems
    assert "null" in problem.says.en


def test_once_mended_the_shard_is_settled_and_the_refusal_is_gone(folder, tmp_path):
    path = folder / "shards" / "east" / HOUSEHOLDS
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    assert settled_all(folder, tmp_path)["east"].outcome == "refused"
    path.write_bytes(whole)

    assert settled_all(folder, tmp_path)["east"].outcome == "settled"
    assert not (tmp_path / "out" / "east.refused.json").exists()


def test_the_other_contracts_of_a_shard_can_go_on(folder, tmp_path):
    path = folder / "shards" / "east" / CONTRACTS
    rewrite(path, **{"amount.profit": pa.array([None, 5, None], pa.int64())})
    result = settled_all(folder, tmp_path, goes_on=True)["east"]

    assert result.outcome == "settled"
    assert [each.at for each in result.problems] == [
        "shard east: contract E01: $.amounts.profit"
    ]
    assert proof(tmp_path)["refused"]["count"] == 1
    assert {*columns_of(tmp_path / "out" / "east" / "lines.parquet")["contract"]} == {
        "E02",
        "E03",
    }


def test_a_shard_with_contracts_left_out_is_kept_while_the_others_are_to_go_on(
    folder, tmp_path
):
    path = folder / "shards" / "east" / CONTRACTS
    rewrite(path, **{"amount.profit": pa.array([None, 5, None], pa.int64())})
    first = settled_all(folder, tmp_path, goes_on=True)["east"]
    again = settled_all(folder, tmp_path, goes_on=True)["east"]

    assert again == evolve(first, outcome="kept")
    assert (again.refused, again.found, len(again.problems)) == (1, 1, 1)
    refusal = tmp_path / "out" / "east.refused.json"
    assert settled_all(folder, tmp_path)["east"].outcome == "refused"
    assert refusal.exists()
    assert settled_all(folder, tmp_path, goes_on=True)["east"].outcome == "kept"
    assert not refusal.exists()
    rewrite(path, **{"amount.profit": pa.array([None, 6, None], pa.int64())})
    assert settled_all(folder, tmp_path, goes_on=True)["east"].outcome == "settled"


def test_a_proof_sheet_that_tells_refusals_otherwise_is_not_kept(folder, tmp_path):
    path = folder / "shards" / "east" / CONTRACTS
    rewrite(path, **{"amount.profit": pa.array([None, 5, None], pa.int64())})
    settled_all(folder, tmp_path, goes_on=True)
    sheet = tmp_path / "out" / "east" / "proof.json"
    told = json.loads(sheet.read_text("utf-8"))
    del told["refused"]["problems"][0]["says"]
    sheet.write_text(json.dumps(told), "utf-8")

    assert settled_all(folder, tmp_path, goes_on=True)["east"].outcome == "settled"


def test_tables_that_cannot_be_read_let_nothing_go_on(folder, tmp_path):
    path = folder / "shards" / "east" / CONTRACTS
    rewrite(path, form=None)

    assert settled_all(folder, tmp_path, goes_on=True)["east"].outcome == "refused"


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("batch.toml", "batch.toml"),
        ("forms", "forms/…/contract.toml"),
        ("shards", "shards/…/contracts.parquet"),
    ],
)
def test_what_a_batch_folder_lacks_is_named(folder, name, at):
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(InvalidInputError) as refused:
        load_batch(folder)

    assert [each.at for each in refused.value.problems] == [at]


def test_a_form_that_is_wrong_is_named_with_its_folder(folder):
    path = folder / "forms" / "land" / "contract.toml"
    path.write_text(path.read_text("utf-8").replace('"half_up"', '"up_and_away"'), "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        load_batch(folder)

    assert refused.value.problems[0].at.startswith("forms/land/contract.toml")


# --- a kill in the middle --------------------------------------------------------------------

SLOW = """
import sys, time
from pathlib import Path
from sanbian.files import ShardWishes, load_batch, settle_shard
import sanbian.batch
real = sanbian.batch.settle_many
def slowly(*args, **given):
    for portion in real(*args, **given):
        yield portion
        time.sleep(0.2)
sanbian.batch.settle_many = slowly
settle_shard(load_batch(sys.argv[1]), "east", ShardWishes(out=Path(sys.argv[2]), rows=1))
"""


def test_a_kill_leaves_nothing_half_written_and_the_next_run_settles_all(folder, tmp_path):
    out = tmp_path / "out"
    running = subprocess.Popen([sys.executable, "-c", SLOW, str(folder), str(out)])
    until = time.monotonic() + 60
    while not list(out.glob(".east.*.part/lines.parquet")):
        assert running.poll() is None
        assert time.monotonic() < until
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()

    assert not (out / "east").exists()
    assert settled_all(folder, tmp_path)["east"].outcome == "settled"
    assert sorted(path.name for path in out.iterdir()) == ["east", "west"]
    settle_shard(load_batch(folder), "east", ShardWishes(out=tmp_path / "whole"))
    assert proof(tmp_path)["digests"] == proof(tmp_path, out="whole")["digests"]


def test_what_another_shard_writes_aside_is_left_alone(folder, tmp_path):
    out = tmp_path / "out"
    mine, others = out / ".east.77.part", out / ".east.1.77.part"
    for each in (mine, out / ".east.77.old.part", others):
        each.mkdir(parents=True)
    settle_shard(load_batch(folder), "east", ShardWishes(out=out))

    assert [others.name, "east"] == sorted(path.name for path in out.iterdir())
