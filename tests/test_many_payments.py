"""The recipes on the page on many contracts: what each household is paid, read off the lines."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from worked_folders import SETTLED, folder_of

from sanbian import SanbianError, settle, statements
from sanbian.batch import World, settle_many, tables_of
from sanbian.files import ShardWishes, load_batch, settle_shard

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "en" / "how-to" / "many.md"


def paid(lines):
    """What each household of one contract is paid, as the page says."""
    found = {}
    for line in lines:
        if line["household"] is not None and line["unit"] == "fen":
            sign = line["payee"].startswith("payable/") - line["payer"].startswith(
                "payable/"
            )
            before = found.get(line["household"], 0)
            found[line["household"]] = before + sign * line["amount"]
    return found


@pytest.mark.parametrize("name", SETTLED)
def test_what_lines_come_to_is_what_statements_say(name):
    known = folder_of(name)
    books = known.books
    for facts in known.facts:
        settled = settle(known.contract, known.register, facts, books)
        world = World(
            contract=known.contract, register=known.register, facts=facts, books=books
        )
        books = settled.books
        try:
            tables = tables_of([world])
        except SanbianError:  # draws, advances, parts: tables have no place for them
            continue
        (portion,) = settle_many(
            tables.forms,
            tables.period,
            contracts=tables.contracts,
            households=tables.households,
            groups=tables.groups,
            books=tables.books,
        )
        found = paid(portion.lines.to_pylist())
        wanted = {each.holder: each.paid for each in statements(settled)}
        for code, number in tables.codes[known.contract.id].items():
            assert found.get(number, 0) == wanted[code], code


def test_the_query_of_the_page_comes_to_the_same(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    batch = load_batch(ROOT / "batches" / "example")
    for shard in batch.shards:
        settle_shard(batch, shard, ShardWishes(out=tmp_path))
    (query,) = re.findall(r"```sql\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    rows = duckdb.sql(query.replace("results/2025", tmp_path.as_posix())).fetchall()

    found = {}
    for contract, household, _, fen in rows:
        found[contract, household] = found.get((contract, household), 0) + fen
    wanted = {}
    for shard in batch.shards:
        for line in pq.read_table(tmp_path / shard / "lines.parquet").to_pylist():
            if line["household"] is not None:
                key = line["contract"], line["household"]
                wanted[key] = wanted.get(key, 0) + line["amount"]
    assert found == wanted
