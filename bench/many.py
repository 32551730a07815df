"""Many households from Parquet to Parquet: beside doing nothing, and what people use today.

Every measurement runs in a process of its own, which first does the same work on a tiny shard
(so that loading is not measured) and tells its seconds and its peak of memory. The works take
turns, so that a slow moment of the machine meets them all; of each the fastest turn counts.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from attrs import frozen

NEEDED = ("numpy", "pyarrow")
OURS, NOTHING, PANDAS = "sanbian batch", "read and write, nothing computed", "pandas float"
ONE, WHOLE = "one", "whole"
WORDS = {ONE: "one apportionment", WHOLE: "a whole contract of seven clauses"}
PEERS = {ONE: (PANDAS, "polars exact", "duckdb exact"), WHOLE: (PANDAS,)}
MODULES = {PANDAS: "pandas", "polars exact": "polars", "duckdb exact": "duckdb"}
LOADED = ("pyarrow.parquet", "sanbian.batch", "sanbian.files")  # before the clock starts
SHARD = "county"
TURNS = 3
TINY = 2_000  # households of the shard on which each process warms up


@frozen(kw_only=True)
class Measured:
    """What one process took.

    Attributes:
        seconds: From the first read to the last write.
        cpu_seconds: Of all processors, in the same time.
        peak_mib: Its peak of memory.
        rows: Rows that it wrote, or households that it settled.
    """

    seconds: float
    cpu_seconds: float
    peak_mib: float
    rows: int

    @property
    def each(self) -> float:
        """Seconds a row."""
        return self.seconds / self.rows

    @property
    def cpu_each(self) -> float:
        """Seconds of all processors a row."""
        return self.cpu_seconds / self.rows


def report_many(sizes: Mapping[str, int]) -> None:
    """Print a table for each size and program."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        print(f"\nMany households: {', '.join(missing)} not installed, not measured")
        return
    growth: dict[str, list[tuple[str, float, float]]] = {ONE: [], WHOLE: []}
    for size, households in sizes.items():
        for program in (ONE, WHOLE):
            with TemporaryDirectory() as folder:
                found = _measure(Path(folder), program, households)
            _print(program, size, households, found)
            mine = found[OURS]
            growth[program].append((size, mine.each, mine.peak_mib))
    for program, rows in growth.items():
        _print_growth(program, rows)


def _measure(folder: Path, program: str, households: int) -> dict[str, Measured]:
    """All works of one size, turn by turn, each in a process of its own; the fastest turns."""
    for name, size in {"large": households, "tiny": TINY}.items():
        _in_process("write", program, folder / name, size)
    works = [
        work
        for work in (NOTHING, OURS, *PEERS[program], "exact, one by one")
        if find_spec(MODULES.get(work, "numpy")) is not None
    ]
    turns = [
        {work: _in_process(work, program, folder, households) for work in works}
        for _ in range(TURNS)
    ]
    return {work: _fastest([turn[work] for turn in turns]) for work in works}


def _fastest(turns: Sequence[Measured]) -> Measured:
    """The least of the seconds; the most of the memory."""
    return Measured(
        seconds=min(turn.seconds for turn in turns),
        cpu_seconds=min(turn.cpu_seconds for turn in turns),
        peak_mib=max(turn.peak_mib for turn in turns),
        rows=turns[0].rows,
    )


def _in_process(work: str, program: str, folder: Path, households: int) -> Measured:
    done = subprocess.run(  # noqa: S603 - this very file
        [sys.executable, __file__, work, program, str(folder), str(households)],
        capture_output=True,
        text=True,
        check=True,
    )
    return Measured(**json.loads(done.stdout))


def _print(program: str, size: str, households: int, found: Mapping[str, Measured]) -> None:
    mine, nothing = found[OURS], found[NOTHING]
    print(
        f"\n{WORDS[program].capitalize()}, {size}: {households:,} households, Parquet to Parquet"
    )
    width = max(map(len, found))
    print(
        f"  {'':<{width}}  x nothing (processors)     x ours  ns a household (processors)   peak"
    )
    for work, one in found.items():
        told = (
            f"{one.each / nothing.each:9.2f}  ({one.cpu_each / nothing.cpu_each:7.2f})"
            f"{one.each / mine.each:15.2f}"
            f"{1e9 * one.each:14,.0f}  ({1e9 * one.cpu_each:7,.0f})"
            f"{one.peak_mib:9,.0f} MiB"
        )
        print(f"  {work:<{width}}  {told}")


def _print_growth(program: str, rows: list[tuple[str, float, float]]) -> None:
    _, first, _ = rows[0]
    print(f"\nGrowth of {OURS}, {WORDS[program]}: cost per household, first = 1; peak")
    for size, each, peak in rows:
        print(f"  {size:>6}  {each / first:6.2f}  {peak:8,.0f} MiB")


# --- the works -----------------------------------------------------------------------------


def _write(folder: Path, program: str, households: int) -> int:
    from shards import write_batch_folder  # noqa: PLC0415 - numpy and pyarrow

    return write_batch_folder(folder, program, households)


def _ours(folder: Path, program: str, _: int) -> int:
    from sanbian.files import ShardWishes, load_batch, settle_shard  # noqa: PLC0415 - timed

    assert program
    out = folder / "out"
    rmtree(out, ignore_errors=True)
    result = settle_shard(load_batch(folder), SHARD, ShardWishes(out=out))
    assert result.outcome == "settled", result.problems[:1]
    return result.households


def _peer(name: str, folder: Path, program: str, _: int) -> int:
    import peers  # noqa: PLC0415 - loaded where it is timed

    work: Callable[[Path, str], int] = getattr(peers, name)
    return work(folder / "shards" / SHARD, program)


WORKS: Mapping[str, Callable[[Path, str, int], int]] = {
    OURS: _ours,
    NOTHING: partial(_peer, "nothing"),
    PANDAS: partial(_peer, "pandas_float"),
    "polars exact": partial(_peer, "polars_exact"),
    "duckdb exact": partial(_peer, "duckdb_exact"),
    "exact, one by one": partial(_peer, "one_by_one"),
}


def _peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main(work: str, program: str, folder: str, households: str) -> None:
    """Do one work in this process and print what it took."""
    for module in (*LOADED, MODULES.get(work)):
        if module is not None and work != "write":
            import_module(module)
    where = Path(folder)
    if work == "write":
        rows = _write(where, program, int(households))
    else:
        WORKS[work](where / "tiny", program, TINY)
    start, cpu = perf_counter(), process_time()
    if work != "write":
        rows = WORKS[work](where / "large", program, int(households))
    told = {
        "seconds": perf_counter() - start,
        "cpu_seconds": process_time() - cpu,
        "peak_mib": _peak_mib(),
        "rows": rows,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
