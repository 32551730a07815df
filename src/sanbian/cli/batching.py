"""The command that settles many contracts: shards in, shards out, whole or not at all."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from attrs import evolve
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from sanbian import Problem, Text
from sanbian.cli.building import PATH, command, json_option, option, write_json
from sanbian.cli.folders import unwritable
from sanbian.cli.helping import kept
from sanbian.cli.screens import console, show_problems
from sanbian.cli.workers import pooled
from sanbian.errors import raise_any
from sanbian.files import BatchFolder, ShardResult, ShardWishes, load_batch, settle_shard
from sanbian.files.shards import households_of, refuse_shard, versions
from sanbian.report.pages import seen
from sanbian.wording import Language, same

DONE, REFUSED = 0, 2
_SHOWN = 20  # problems of one shard; the file has all


def batch_command(language: Language) -> click.Command:
    """The command ``sanbian batch``."""

    def settle_batch(
        folder: Path,
        out: Path,
        books: Path | None,
        processes: int,
        *,
        goes_on: bool,
        as_json: bool,
    ) -> int:
        versions()  # without a package, say so before anything is written
        batch = load_batch(folder)
        raise_any(_misplaced(folder, out, books))
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(out, error) from None
        wishes = ShardWishes(out=out, books=books, goes_on=goes_on)
        results = _all_settled(batch, wishes, processes, language)
        if as_json:
            write_json({"format": 1, "shards": [record_of(each) for each in results]})
        else:
            show_results(results, language)
        return REFUSED if any(each.problems for each in results) else DONE

    return command(
        language,
        "batch",
        _BATCH,
        settle_batch,
        [
            click.Argument(["folder"], type=PATH),
            option(language, _OUT, "--out", type=PATH, required=True),
            option(language, _BOOKS, "--books", type=PATH),
            option(
                language,
                _PROCESSES,
                "--processes",
                type=click.IntRange(1, 256),
                default=1,
                show_default=True,
            ),
            option(language, _GO_ON, "--go-on", "goes_on", is_flag=True),
            json_option(language),
        ],
    )


def _misplaced(folder: Path, out: Path, books: Path | None) -> Iterator[Problem]:
    """Results among the inputs, or over the books that they are settled from."""
    places = (
        [(folder, folder.name)]
        if books is None
        else [(folder, folder.name), (books, "--books")]
    )
    for place, name in places:
        if out.resolve() == place.resolve() or place.resolve() / "shards" in (
            out.resolve(),
            *out.resolve().parents,
        ):
            yield Problem(
                at="--out",
                says=Text(
                    zh=f"应另选一个文件夹放结果，得到的与 {name} 相同或在其中",
                    en=f"expected a folder of its own for the results, got one that is, or lies "
                    f"in, {name}",
                ),
                do=Text(zh="用 --out 另选文件夹", en="choose another folder with --out"),
            )


def _all_settled(
    batch: BatchFolder, wishes: ShardWishes, processes: int, language: Language
) -> list[ShardResult]:
    """Settle every shard, the largest first; the order changes no result."""
    sizes = {shard: households_of(batch, shard) for shard in batch.shards}
    waiting = sorted(batch.shards, key=lambda shard: (-sizes[shard], shard))
    found: dict[str, ShardResult] = {}
    with _progress(language) as bar:
        task = bar.add_task("", total=sum(sizes.values()) or 1)
        settle = _alone if processes == 1 else _in_processes(processes)
        for result in settle(batch, waiting, wishes):
            found[result.shard] = result
            bar.advance(task, sizes[result.shard])
    return [found[shard] for shard in batch.shards]


Settle = Callable[[BatchFolder, Sequence[str], ShardWishes], Iterator[ShardResult]]


def _alone(
    batch: BatchFolder, shards: Sequence[str], wishes: ShardWishes
) -> Iterator[ShardResult]:
    for shard in shards:
        yield settle_shard(batch, shard, wishes)


def _in_processes(processes: int) -> Settle:
    """Several shards at a time; what a killed process took with it is tried again by itself."""

    def settle(
        batch: BatchFolder, shards: Sequence[str], wishes: ShardWishes
    ) -> Iterator[ShardResult]:
        waiting = dict.fromkeys(shards)
        for result in pooled(settle_shard, batch, shards, wishes, processes):
            del waiting[result.shard]
            yield result
        for shard in waiting:
            known = tuple(pooled(settle_shard, batch, [shard], wishes, 1))
            yield known[0] if known else refuse_shard(wishes.out, shard, _killed(shard))

    return settle


def _killed(shard: str) -> Problem:
    return Problem(
        at=f"shard {shard}",
        says=Text(
            zh="应结算完毕，得到中途结束的进程，单独再试也是如此（内存不足或被强行结束）",
            en="expected it to be settled, got a process that ended, also when it was tried again "
            "by itself (no memory left, or killed)",
        ),
        do=Text(
            zh="再运行一次，已完成的分片不再重算；内存不足时把分片分小，或换内存大的机器",
            en="run it again, what is done is left as it is; with little memory cut the shard into "
            "smaller ones, or take a machine with more",
        ),
    )


def _progress(language: Language) -> Progress:
    """A progress bar over households, on the error stream."""
    to = console(sys.stderr)
    return Progress(
        TextColumn(Text(zh="结算", en="Settling").of(language)),
        BarColumn(),
        TaskProgressColumn(),
        console=to,
        transient=True,
        disable=not to.is_terminal,
    )


def record_of(result: ShardResult) -> dict[str, Any]:
    """What became of a shard, for programs."""
    return {
        "shard": result.shard,
        "outcome": result.outcome,
        "contracts": result.contracts,
        "refused": result.refused,
        "households": result.households,
        "lines": result.lines,
        "problems": [
            {
                "at": seen(each.at),
                "zh": seen(each.of("zh")),
                "en": seen(each.of("en")),
            }
            for each in result.problems
        ],
    }


def show_results(results: Sequence[ShardResult], language: Language) -> None:
    """Print what became of each shard, and what was refused on the error stream."""
    to = console()
    for result in results:
        told = same(f"{result.shard}: ") + _OUTCOMES[result.outcome]
        if result.outcome != "refused":
            told += _counted(result)
        to.print(told.of(language))
    for result in results:
        if result.problems:
            shown = result.problems[:_SHOWN]
            if language == "zh":
                shown = tuple(evolve(each, at=_in_chinese(each.at)) for each in shown)
            show_problems(shown, language)
            more = result.found - len(shown)
            if more > 0:
                is_refused = result.outcome == "refused"
                file = result.shard + (".refused.json" if is_refused else "/proof.json")
                rest = Text(
                    zh=f"{result.shard} 另有 {more} 处，见 {file}。",
                    en=f"{more} more of {result.shard}: see {file}.",
                )
                console(sys.stderr).print(rest.of(language))


def _in_chinese(at: str) -> str:
    """Where a problem is, for a Chinese reader; tables and columns are called as in the files."""
    for pattern, words in _PLACES:
        at = re.sub(pattern, words, at)
    return at


_PLACES = (
    (r"^shard ", "分片 "),
    (r"\brow (\d+)", r"第 \1 行"),
    (r"\bcontract (?=\S)", "合同 "),
    (r"\bhousehold (?=\d)", "户 "),
    (r": ", "："),
    (r", ", "，"),
)


def _counted(result: ShardResult) -> Text:
    left_out = Text(
        zh=f"（其中 {result.refused:,} 份未结算）" if result.refused else "",
        en=f" ({result.refused:,} of them not settled)" if result.refused else "",
    )
    return Text(
        zh=f"，{result.contracts:,} 份合同{left_out.zh}，{result.households:,} 户，"
        f"{result.lines:,} 行",
        en=f", {result.contracts:,} contracts{left_out.en}, {result.households:,} households, "
        f"{result.lines:,} lines",
    )


_OUTCOMES = {
    "settled": Text(zh="已结算", en="settled"),
    "kept": Text(zh="此前已结算，未变", en="settled before, unchanged"),
    "refused": Text(zh="未结算", en="not settled"),
}

_BATCH = kept(
    Text(
        zh="""批量结算：同一结算期的许多合同，逐分片结算。

文件夹中有 batch.toml、forms/<合同文本>/contract.toml、shards/<分片>/contracts.parquet 和
households.parquet；版式见文档“批量结算”。每个分片要么整个写成，要么不写；中断后再运行，
已完成而输入未变的分片不再重算。

例：
  sanbian batch 全县 --out 结果/2025
  sanbian batch 全县-2026 --books 结果/2025 --out 结果/2026 --processes 4
  sanbian batch 全县 --out 结果/2025 --json""",
        en="""Settle many contracts of one period, shard by shard.

The folder has batch.toml, forms/<form>/contract.toml, shards/<shard>/contracts.parquet and
households.parquet; the page on many contracts tells the layout. A shard is written whole or
not at all; after an interrupt run it again: shards that are done, and whose inputs are the
same, are left as they are.

Examples:
  sanbian batch county --out results/2025
  sanbian batch county-2026 --books results/2025 --out results/2026 --processes 4
  sanbian batch county --out results/2025 --json""",
    )
)
_OUT = Text(zh="结果文件夹。", en="Folder of the results.")
_BOOKS = Text(
    zh="上一期的结果文件夹，期初账从中取。",
    en="Folder of the results of the period before, whose closing books are opened.",
)
_PROCESSES = Text(
    zh="同时结算几个分片；结果与此无关。",
    en="How many shards are settled at a time; the results do not depend on it.",
)
_GO_ON = Text(
    zh="分片中有的合同不能结算时，其余的照样结算。",
    en="Where contracts of a shard are refused, settle its other contracts all the same.",
)
