"""`sanbian batch`: what it prints, what it returns, and that processes change nothing."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from killed_workers import settle_or_die

from sanbian import Problem, Text
from sanbian.cli import batching
from sanbian.cli.batching import show_results
from sanbian.files import ShardResult

EXAMPLE = Path(__file__).parents[2] / "batches" / "example"


@pytest.fixture
def folder(tmp_path):
    copied = tmp_path / "county"
    shutil.copytree(EXAMPLE, copied)
    return copied


def digests(out):
    sheets = sorted(Path(out).glob("*/proof.json"))
    return {
        sheet.parent.name: json.loads(sheet.read_text("utf-8"))["digests"]
        for sheet in sheets
    }


def test_a_batch_is_settled_and_then_left_as_it_is(run, folder, tmp_path):
    code, out, err = run("batch", folder, "--out", tmp_path / "out", "--lang", "en")

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "east: settled, 3 contracts, 15 households, 45 lines",
        "west: settled, 2 contracts, 10 households, 19 lines",
    ]
    code, out, _ = run("batch", folder, "--out", tmp_path / "out", "--lang", "zh")
    assert code == 0
    assert out.splitlines()[0] == "east: 此前已结算，未变，3 份合同，15 户，45 行"


def test_without_its_packages_it_says_what_to_install(run, folder, tmp_path, monkeypatch):
    def lacking(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("sanbian.files.shards.version", lacking)
    code, out, err = run("batch", folder, "--out", tmp_path / "out", "--lang", "en")

    assert (code, out) == (2, "")
    assert 'run pip install "sanbian[fast]"' in err
    assert not (tmp_path / "out").exists()


def test_processes_and_the_order_of_shards_change_nothing(run, folder, tmp_path):
    run("batch", folder, "--out", tmp_path / "one")
    code, _, _ = run("batch", folder, "--out", tmp_path / "two", "--processes", "2")
    assert code == 0
    (folder / "shards" / "east").rename(folder / "shards" / "z-east")
    run("batch", folder, "--out", tmp_path / "three")

    one, three = digests(tmp_path / "one"), digests(tmp_path / "three")
    assert one == digests(tmp_path / "two")
    assert one == {"east": three["z-east"], "west": three["west"]}


def test_what_a_killed_worker_took_with_it_is_settled_all_the_same(
    run, folder, tmp_path, monkeypatch
):
    run("batch", folder, "--out", tmp_path / "whole")
    monkeypatch.setattr(batching, "settle_shard", settle_or_die)
    (tmp_path / "out").mkdir()
    code, out, err = run(
        "batch", folder, "--out", tmp_path / "out", "--processes", "2", "--lang", "en"
    )

    assert (tmp_path / "killed").exists()
    assert (code, err) == (0, "")
    assert [line.split(",")[0] for line in out.splitlines()] == [
        "east: settled",
        "west: settled",
    ]
    assert digests(tmp_path / "out") == digests(tmp_path / "whole")


def test_a_shard_whose_worker_is_killed_each_time_is_named_and_the_others_go_on(
    run, folder, tmp_path, monkeypatch
):
    out = tmp_path / "out"
    run("batch", folder, "--out", out)  # results of before, which are not those of now
    path = folder / "batch.toml"
    path.write_text(path.read_text("utf-8").replace("2025", "2026"), "utf-8")
    monkeypatch.setattr(batching, "settle_shard", settle_or_die)
    (tmp_path / "always").touch()
    code, told, err = run("batch", folder, "--out", out, "--processes", "2", "--lang", "en")

    assert code == 2
    assert told.splitlines()[0] == "east: not settled"
    assert told.splitlines()[1].startswith("west: settled")
    assert "shard east" in err
    assert "run it again" in err
    assert (out / "east.refused.json").exists()
    monkeypatch.undo()
    code, told, _ = run("batch", folder, "--out", out, "--lang", "en")
    assert (code, told.splitlines()[1].split(",")[:2]) == (
        0,
        ["west: settled before", " unchanged"],
    )
    assert not (out / "east.refused.json").exists()


def test_the_exit_code_says_that_something_was_refused(run, folder, tmp_path):
    (folder / "shards" / "east" / "households.parquet").unlink()
    code, out, err = run("batch", folder, "--out", tmp_path / "out", "--lang", "en")

    assert code == 2
    assert out.splitlines()[0] == "east: not settled"
    assert "shard east" in err
    assert "households.parquet" in err
    code, out, _ = run("batch", folder, "--out", tmp_path / "out", "--json")
    shards = json.loads(out)["shards"]
    assert code == 2
    assert [each["outcome"] for each in shards] == ["refused", "kept"]
    assert shards[0]["problems"][0]["at"].startswith("shard east: households.parquet")


def test_contracts_that_were_left_out_are_counted(run, folder, tmp_path):
    path = folder / "shards" / "east" / "households.parquet"
    table = pq.ParquetFile(path).read()
    people = pa.array([None, *table.column("people").to_pylist()[1:]], pa.int32())
    place = table.column_names.index("people")
    pq.write_table(table.set_column(place, "people", people), path)
    code, out, err = run(
        "batch", folder, "--out", tmp_path / "o", "--go-on", "--lang", "en"
    )

    assert code == 2
    assert out.startswith(
        "east: settled, 3 contracts (1 of them not settled), 15 households"
    )
    _, out, _ = run("batch", folder, "--out", tmp_path / "o", "--go-on", "--lang", "zh")
    assert out.startswith("east: 此前已结算，未变，3 份合同（其中 1 份未结算），15 户")
    code, _, again = run(
        "batch", folder, "--out", tmp_path / "o", "--go-on", "--lang", "en"
    )
    assert (code, again) == (2, err)


@pytest.mark.parametrize("out", ["", "shards", "shards/out"])
def test_results_do_not_stand_among_the_inputs(run, folder, out):
    code, _, err = run("batch", folder, "--out", folder / out, "--lang", "en")

    assert code == 2
    assert "--out" in err
    assert "folder of its own" in err


def test_results_do_not_stand_over_the_books_they_come_from(run, folder, tmp_path):
    run("batch", folder, "--out", tmp_path / "out")
    code, _, err = run(
        "batch",
        folder,
        "--out",
        tmp_path / "out",
        "--books",
        tmp_path / "out",
        "--lang",
        "en",
    )

    assert code == 2
    assert "--books" in err


def test_a_place_that_cannot_be_written_is_said(run, folder, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = run("batch", folder, "--out", tmp_path / "file" / "out", "--lang", "en")

    assert code == 2
    assert "expected a folder that can be written" in err


def test_many_problems_are_counted_and_the_first_are_shown(capsys):
    problem = Problem(
        at="shard a: x", says=Text(zh="错", en="wrong"), do=Text(zh="改", en="mend")
    )
    problems = (problem,) * 25
    show_results(
        [
            ShardResult(shard="a", outcome="refused", problems=problems),
            ShardResult(shard="b", outcome="kept", problems=problems, found=2000),
        ],
        "en",
    )
    told = capsys.readouterr()

    assert told.err.count("wrong") == 40
    assert "5 more of a: see a.refused.json." in told.err
    assert "1980 more of b: see b/proof.json." in told.err


def test_places_are_told_in_the_language_of_the_reader(run, folder, tmp_path):
    path = folder / "shards" / "east" / "households.parquet"
    table = pq.ParquetFile(path).read()
    people = pa.array([-2, *table.column("people").to_pylist()[1:]], pa.int32())
    place = table.column_names.index("people")
    pq.write_table(table.set_column(place, "people", people), path)
    _, _, zh = run("batch", folder, "--out", tmp_path / "o", "--lang", "zh")
    _, _, en = run("batch", folder, "--out", tmp_path / "o", "--lang", "en")

    assert "分片 east：households：合同 E01，户 1000，people" in zh
    assert "shard east: households: contract E01, household 1000, people" in en


def rewritten(path, **changed):
    """Change columns of a table; a function is given what stands there."""
    table = pq.ParquetFile(path).read()
    for name, change in changed.items():
        place = table.column_names.index(name)
        table = table.set_column(place, name, change(table.column(name).to_pylist()))
    pq.write_table(table, path)


ID_LIKE = 110101190001010003


def bad_east(folder):
    """Six things that are wrong with one shard, and one that is wrong with the other."""
    east = folder / "shards" / "east"
    rewritten(
        east / "households.parquet",
        contract=lambda old: pa.array([old[5], *old[:5], *old[6:13], "E09", None]),
        household=lambda old: pa.array([*old[:6], ID_LIKE, ID_LIKE, *old[8:]]),
        people=lambda old: pa.array([*old[:8], None, *old[9:]], pa.int32()),
    )
    rewritten(
        east / "contracts.parquet",
        **{"amount.profit": lambda _: pa.array([1.5, 2.5, None])},
    )
    rewritten(
        folder / "shards" / "west" / "households.parquet",
        **{
            "measure.labour_days": lambda old: pa.array(
                [Decimal(10) ** 17, *old[1:]], pa.decimal128(30, 1)
            )
        },
    )


def test_all_that_is_wrong_with_a_shard_is_told_at_once(run, folder, tmp_path):
    bad_east(folder)
    code, out, err = run("batch", folder, "--out", tmp_path / "out", "--json")
    east, west = json.loads(out)["shards"]

    assert (code, err) == (2, "")
    assert [each["outcome"] for each in (east, west)] == ["refused", "refused"]
    hidden = "•" * 14 + "0003"
    assert {each["at"].removeprefix("shard east: ") for each in east["problems"]} == {
        "contracts: amount.profit",
        "households: row 2, contract E01",
        "households: row 14, contract E09",
        "households: row 15, contract",
        f"households: contract E02, household {hidden}",
        "households: contract E02, household 2003, people",
    }
    (problem,) = west["problems"]
    assert problem["at"] == "shard west: contract W01, household 1000: 2"
    assert "64 bits" in problem["en"]
    told = json.loads((tmp_path / "out" / "east.refused.json").read_text("utf-8"))
    assert told["count"] == len(east["problems"])
    assert str(ID_LIKE) not in (tmp_path / "out" / "east.refused.json").read_text("utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_numbers_like_those_of_persons_are_not_shown(run, folder, tmp_path, language):
    bad_east(folder)
    _, out, err = run("batch", folder, "--out", tmp_path / "out", "--lang", language)

    assert str(ID_LIKE) not in out + err
    assert "0003" in err


@pytest.mark.parametrize("goes_on", [True, False])
def test_what_is_wrong_with_single_contracts_is_told_of_each(
    run, folder, tmp_path, goes_on
):
    """A household twice and a null in one, an overflow in the other; the third goes on."""
    east = folder / "shards" / "east"
    rewritten(
        east / "households.parquet",
        household=lambda old: pa.array([old[0], old[0], *old[2:]]),
        people=lambda old: pa.array([*old[:2], None, *old[3:]], pa.int32()),
        **{
            "measure.labour_days": lambda old: pa.array(
                [*old[:6], Decimal(10) ** 17, *old[7:]], pa.decimal128(30, 1)
            )
        },
    )
    given = ["--go-on"] if goes_on else []
    code, out, _ = run("batch", folder, "--out", tmp_path / "out", "--json", *given)
    told, west = json.loads(out)["shards"]

    assert (code, west["outcome"]) == (2, "settled")
    assert (told["outcome"], told["refused"]) == (
        ("settled", 2) if goes_on else ("refused", 0)
    )
    assert [each["at"].removeprefix("shard east: ") for each in told["problems"]] == [
        "households: contract E01, household 1000",
        "households: contract E01, household 1002, people",
        "contract E02, household 2001: claim",
    ]
    assert (tmp_path / "out" / "east").exists() is goes_on
