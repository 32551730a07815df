"""Many households from Parquet to Parquet: beside doing nothing, and what people use today.

Every measurement runs in a process of its own, which tells its seconds and its peak of memory.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
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
            growth[program].append((size, mine.seconds / households, mine.peak_mib))
    for program, rows in growth.items():
        _print_growth(program, rows)


def _measure(folder: Path, program: str, households: int) -> dict[str, Measured]:
    """All works of one size, each in a process of its own."""
    _in_process("write", program, folder, households)
    works = [NOTHING, OURS, *PEERS[program], "exact, one by one"]
    return {
        work: _in_process(work, program, folder, households)
        for work in works
        if find_spec(MODULES.get(work, "numpy")) is not None
    }


def _in_process(work: str, program: str, folder: Path, households: int) -> Measured:
    done = subprocess.run(  # noqa: S603 - this very file
        [sys.executable, __file__, work, program, str(folder), str(households)],
        capture_output=True,
        text=True,
        check=True,
    )
    return Measured(**json.loads(done.stdout))


def _print(program: str, size: str, households: int, found: Mapping[str, Measured]) -> None:
    each = {work: one.seconds / one.rows for work, one in found.items()}
    nothing = each[NOTHING]
    print(
        f"\n{WORDS[program].capitalize()}, {size}: {households:,} households, Parquet to Parquet"
    )
    width = max(map(len, found))
    for work, one in found.items():
        told = (
            f"{each[work] / nothing:8.2f} x nothing"
            f"{each[work] / each[OURS]:8.2f} x ours"
            f"{1e9 * each[work]:9,.0f} ns"
            f"{1e9 * one.cpu_seconds / one.rows:9,.0f} ns of processors"
            f"{one.peak_mib:8,.0f} MiB"
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
    result = settle_shard(load_batch(folder), SHARD, ShardWishes(out=folder / "out"))
    assert result.outcome == "settled", result.problems[:1]
    return result.households


def _peer(name: str, folder: Path, program: str, _: int) -> int:
    import peers  # noqa: PLC0415 - loaded where it is timed

    work: Callable[[Path, str], int] = getattr(peers, name)
    return work(folder / "shards" / SHARD, program)


WORKS: Mapping[str, Callable[[Path, str, int], int]] = {
    "write": _write,
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
    start, cpu = perf_counter(), process_time()
    rows = WORKS[work](Path(folder), program, int(households))
    told = {
        "seconds": perf_counter() - start,
        "cpu_seconds": process_time() - cpu,
        "peak_mib": _peak_mib(),
        "rows": rows,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
