"""What a shard opens with: the books that the period before left, or nothing is settled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sanbian.errors import InvalidInputError, Problem
from sanbian.files.batches import BOOKS_FILE, CONTRACTS_FILE, BatchFolder
from sanbian.files.parquet import read_table
from sanbian.wording import Text

PROOF_FILE = "proof.json"


def refusal_file(out: Path, shard: str) -> Path:
    """The file that says why a shard was not settled."""
    return out / f"{shard}.refused.json"


def unopened_problems(shard: str, books: Path | None) -> Iterator[Problem]:
    """Books that the period before should have left and did not: debts would be forgotten."""
    if books is None:
        return
    if refusal_file(books, shard).exists() or not (books / shard / BOOKS_FILE).exists():
        yield Problem(
            at="--books",
            says=Text(
                zh=f"应有上一期结算这个分片留下的 {shard}/{BOOKS_FILE}，得到没有结算的分片",
                en=f"expected {shard}/{BOOKS_FILE} as the period before left it, got a shard "
                "that was not settled there",
            ),
            do=Text(
                zh="先结算上一期，或核对 --books 的文件夹；新的分片另作一批，不写 --books",
                en="settle the period before first, or check the folder of --books; settle a "
                "new shard in a batch of its own, without --books",
            ),
        )


def left_out_before(
    batch: BatchFolder, shard: str, books: Path | None
) -> dict[str, Problem]:
    """Contracts of a shard that the period before left out, and why that keeps them out."""
    left = set() if books is None else _left_out(books / shard / PROOF_FILE)
    if not left:
        return {}
    try:
        listed = read_table(batch.shard(shard) / CONTRACTS_FILE)
    except InvalidInputError:
        return {}  # which is told where it is settled
    if "contract" not in listed.column_names:
        return {}
    return {
        contract: Problem(
            at=f"--books, contract {contract}",
            says=Text(
                zh="应有上一期留下的账，得到上一期没有结算的合同",
                en="expected the books that the period before left, got a contract that was "
                "not settled in it",
            ),
            do=Text(
                zh="更正后重新结算上一期；加 --go-on 只跳过它，其余合同照样结算",
                en="mend it and settle the period before again; with --go-on only it is left "
                "out, and the others are settled",
            ),
        )
        for contract in listed.column("contract").to_pylist()
        if contract in left
    }


def _left_out(proof: Path) -> set[str]:
    """The contracts that a shard of the period before left out (``--go-on``)."""
    try:
        told: Any = json.loads(proof.read_text(encoding="utf-8"))
        return set(told.get("refused", {}).get("contracts", ()))
    except (OSError, ValueError, AttributeError, TypeError):
        return set()
