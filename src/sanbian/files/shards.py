"""One shard: its tables in, lines, closing books and a proof sheet out; whole or not at all.

A shard is settled into a folder aside, which is then moved to its place. A kill leaves nothing
half-written there; the next run settles the shard again. One that is done, and whose inputs
are the same to the byte, is left as it is.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from attrs import Factory, evolve, field, frozen

from sanbian.errors import InvalidInputError, Problem, SanbianError, missing_package
from sanbian.files.batches import (
    BOOKS_FILE,
    CONTRACTS_FILE,
    GROUPS_FILE,
    HOUSEHOLDS_FILE,
    BatchFolder,
)
from sanbian.files.behind import ahead
from sanbian.files.books import json_text
from sanbian.files.openings import (
    PROOF_FILE,
    left_out_before,
    refusal_file,
    unopened_problems,
)
from sanbian.files.parquet import damaged, read_batches, read_table, rows_of
from sanbian.files.proof_sheets import Gathered, digest_of, problems_of, refused
from sanbian.files.writing import unwritable, write_aside

ROWS = 3 << 15
"""Households that are held at a time, unless a single contract has more."""

_BATCHES = 2  # as many are read at once, since rows of one batch are not copied

_PACKAGES = ("sanbian", "numpy", "pyarrow")


@frozen(kw_only=True)
class ShardResult:
    """What became of one shard (一个分片的结果).

    Attributes:
        shard: Its name.
        outcome: ``settled``, ``kept`` where it was done before, or ``refused``.
        contracts: How many it has.
        refused: How many of them were not settled, where the others went on.
        households: How many rows of households.
        lines: How many lines it gave.
        problems: What was refused, each with shard, contract and household; of a shard that was
            done before as many as its proof sheet has.
        found: How many problems there are in all.
    """

    shard: str
    outcome: Literal["settled", "kept", "refused"]
    contracts: int = 0
    refused: int = 0
    households: int = 0
    lines: int = 0
    problems: tuple[Problem, ...] = ()
    found: int = field(default=Factory(lambda self: len(self.problems), takes_self=True))


@frozen(kw_only=True)
class ShardWishes:
    """How shards are settled.

    Attributes:
        out: Folder of the results.
        books: Folder of the results of the period before, or None.
        goes_on: Settle the other contracts of a shard where some are refused.
        rows: About how many households are held at a time.
    """

    out: Path
    books: Path | None = None
    goes_on: bool = False
    rows: int = ROWS


def households_of(batch: BatchFolder, shard: str) -> int:
    """How many rows of households a shard has; none where its file cannot be read."""
    try:
        return rows_of(batch.shard(shard) / HOUSEHOLDS_FILE)
    except InvalidInputError:
        return 0


def settle_shard(batch: BatchFolder, shard: str, wishes: ShardWishes) -> ShardResult:
    """Settle one shard, unless it is done.

    Args:
        batch: The batch folder.
        shard: Name of the shard.
        wishes: Where to and how.

    Returns:
        What became of it; what is wrong with it is told there, and not raised.

    Raises:
        InvalidInputError: The results cannot be written.

    Examples:
        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> from sanbian.files import ShardWishes, load_batch, settle_shard
        >>> batch = load_batch("batches/example")
        >>> with TemporaryDirectory() as out:
        ...     wishes = ShardWishes(out=Path(out))
        ...     [settle_shard(batch, "east", wishes).outcome for _ in range(2)]
        ['settled', 'kept']
    """
    lacking = tuple(unopened_problems(shard, wishes.books))
    left_out = {} if lacking else left_out_before(batch, shard, wishes.books)
    if lacking or (left_out and not wishes.goes_on):
        before = (*lacking, *left_out.values())
        return refuse_shard(wishes.out, shard, *_placed(shard, before))
    try:
        inputs = _inputs(batch, shard, wishes.books, left_out)
    except InvalidInputError as error:  # a folder in place of a file
        return refuse_shard(wishes.out, shard, *_placed(shard, error.problems))
    target = wishes.out / shard
    known = _kept(wishes, shard, inputs)
    if known is not None:
        _take_back(wishes.out, shard)
        return known
    aside = wishes.out / f".{shard}.{os.getpid()}.part"
    clear_aside(wishes.out, shard)
    try:
        aside.mkdir(parents=True)
        done = _written(batch, shard, wishes, inputs, left_out, aside)
        if done.problems and not (wishes.goes_on and done.is_whole):
            return refuse_shard(wishes.out, shard, *done.problems)
        _put(aside, target)
    except OSError as error:
        raise unwritable(target, error) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _take_back(wishes.out, shard)
    return _result(shard, "settled", done.sheet, done.problems)


def clear_aside(out: Path, shard: str) -> None:
    """Take away what a kill left of a shard, and nothing of one whose name is longer."""
    name = re.compile(rf"\.{re.escape(shard)}\.\d+(\.old)?\.part")
    for each in [*out.glob(".*.part")]:
        if name.fullmatch(each.name):
            shutil.rmtree(each, ignore_errors=True)


def refuse_shard(out: Path, shard: str, *problems: Problem) -> ShardResult:
    """Write down why a shard is not settled, so that nobody takes older results for this year's.

    Args:
        out: Folder of the results.
        shard: Name of the shard.
        problems: What is wrong, each with the shard.

    Raises:
        InvalidInputError: It cannot be written.
    """
    content = {"format": 1, "shard": shard, **refused(problems)}
    out.mkdir(parents=True, exist_ok=True)
    write_aside(refusal_file(out, shard), json_text(content).encode())
    return ShardResult(shard=shard, outcome="refused", problems=problems)


def _take_back(out: Path, shard: str) -> None:
    """A shard that is settled is not refused any more."""
    file = refusal_file(out, shard)
    try:
        if file.exists():  # where nothing can be written there is nothing to do
            file.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(file, error) from None


def _result(
    shard: str,
    outcome: Literal["settled", "kept"],
    told: Mapping[str, Any],
    problems: tuple[Problem, ...],
) -> ShardResult:
    counts = told["counts"]
    return ShardResult(
        shard=shard,
        outcome=outcome,
        contracts=counts["contracts"],
        refused=counts["refused"],
        households=counts["households"],
        lines=counts["lines"],
        problems=problems,
        found=told.get("refused", {}).get("count", 0),
    )


def _placed(shard: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems with their shard."""
    return tuple(evolve(each, at=f"shard {shard}: {each.at}") for each in problems)


def _put(aside: Path, target: Path) -> None:
    """Move a finished folder to its place, and an older one out of it."""
    old = aside.with_suffix(".old.part")
    if target.exists():
        target.replace(old)
    aside.replace(target)
    shutil.rmtree(old, ignore_errors=True)


# --- what a proof rests on ---------------------------------------------------------------


def versions() -> dict[str, str]:
    """The version of each package by which shards are settled.

    Raises:
        InvalidInputError: One is not installed.
    """
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            raise missing_package(package, extra="fast") from None
    return found


def _inputs(
    batch: BatchFolder, shard: str, books: Path | None, left_out: Iterable[str]
) -> dict[str, Any]:
    """The digest of everything that a shard is settled from, and whom the year before left out."""
    files = {
        name: path for name, path in _files(batch, shard, books).items() if path.exists()
    }
    return {
        "period": [batch.period.start.isoformat(), batch.period.end.isoformat()],
        "forms": dict(batch.form_digests),
        "files": {name: _digest(file) for name, file in files.items()},
        "versions": versions(),
        **({"left_out": sorted(left_out)} if left_out else {}),
    }


def _digest(table: Path) -> str:
    try:
        return digest_of(table)
    except OSError as error:
        raise damaged(table, error) from None


def _files(batch: BatchFolder, shard: str, books: Path | None) -> dict[str, Path]:
    """The files of a shard by name; its books from the period before, where that is named."""
    folder = batch.shard(shard)
    files = {
        name: folder / name
        for name in (CONTRACTS_FILE, HOUSEHOLDS_FILE, GROUPS_FILE, BOOKS_FILE)
    }
    if books is not None:
        files[BOOKS_FILE] = books / shard / BOOKS_FILE
    return files


def _kept(wishes: ShardWishes, shard: str, inputs: Mapping[str, Any]) -> ShardResult | None:
    """What a shard came to that is done; None where it has to be settled."""
    target = wishes.out / shard
    try:
        told: Any = json.loads((target / PROOF_FILE).read_text(encoding="utf-8"))
        is_same = told["inputs"] == inputs and (wishes.goes_on or "refused" not in told)
        is_whole = all(
            digest_of(target / name) == digest for name, digest in told["files"].items()
        )
        problems = problems_of(told["refused"]) if "refused" in told else ()
        return _result(shard, "kept", told, problems) if is_same and is_whole else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


# --- settling ----------------------------------------------------------------------------


@frozen(kw_only=True)
class _Written:
    """What a shard came to.

    Attributes:
        sheet: Its proof sheet.
        problems: What was refused, with shard, contract and household.
        is_whole: Whether the tables could be read to their end.
    """

    sheet: dict[str, Any]
    problems: tuple[Problem, ...]
    is_whole: bool


def _written(
    batch: BatchFolder,
    shard: str,
    wishes: ShardWishes,
    inputs: Mapping[str, Any],
    left_out: Mapping[str, Problem],
    aside: Path,
) -> _Written:
    """Settle a shard into a folder."""
    from sanbian.batch import settle_many  # noqa: PLC0415 - an extra, loaded when first used

    gathered = Gathered(shard, aside)
    files = _files(batch, shard, wishes.books)
    rows = wishes.rows
    problems: list[Problem] = []
    not_settled: list[str] = []
    is_whole = True
    try:
        with ahead(
            read_batches(files[HOUSEHOLDS_FILE], rows=_BATCHES * rows)
        ) as households:
            for portion in settle_many(
                batch.forms,
                batch.period,
                contracts=read_table(files[CONTRACTS_FILE]),
                households=households,
                groups=_batches(files[GROUPS_FILE], rows),
                books=_batches(files[BOOKS_FILE], rows),
                refused={contract: (problem,) for contract, problem in left_out.items()},
                rows=rows,
            ):
                gathered.add(portion)
                problems += (each for one in portion.refused for each in one.problems)
                not_settled += (one.contract for one in portion.refused)
    except SanbianError as error:
        problems += (*error.problems, *_surveyed(batch, files, rows))
        is_whole = False
    finally:
        gathered.close()
    placed = _placed(shard, dict.fromkeys(problems))
    sheet = gathered.sheet(inputs)
    if placed:
        sheet["refused"] = {**refused(placed), "contracts": not_settled}
    write_aside(aside / PROOF_FILE, json_text(sheet).encode())
    return _Written(sheet=sheet, problems=placed, is_whole=is_whole)


def _surveyed(
    batch: BatchFolder, files: Mapping[str, Path], rows: int
) -> tuple[Problem, ...]:
    """All that is wrong with the tables of a shard of which one cannot be read as a whole."""
    from sanbian.batch.surveys import survey  # noqa: PLC0415 - loaded when first used

    found: list[Problem] = []
    try:
        found += survey(
            batch.forms,
            batch.period,
            contracts=read_table(files[CONTRACTS_FILE]),
            rows=rows,
            households=read_batches(files[HOUSEHOLDS_FILE], rows=rows),
            groups=_batches(files[GROUPS_FILE], rows),
            books=_batches(files[BOOKS_FILE], rows),
        )
    except InvalidInputError as error:  # a file that is damaged
        found += error.problems
    return tuple(found)


def _batches(path: Path, rows: int) -> Iterable[Any]:
    return read_batches(path, rows=rows) if path.exists() else ()
