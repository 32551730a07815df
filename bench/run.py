"""How fast a county is settled, beside what people use today. Everything in one run.

    python bench/run.py            the whole measurement: a few minutes
    python bench/run.py --quick    a tiny county, once: only to see that it works

Times are wall-clock; rivals take turns, repetition by repetition, so that a slow moment of
the machine meets them all. Compare ratios of one run, never seconds of two.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from statistics import median
from time import perf_counter

from ahead import futures_ahead
from attrs import frozen
from county import TINY, Job, Scale, county, scale_of
from futures import futures
from many import report_many
from registers import questions
from reviews import reviews
from rivals import EXACT_RIVALS, Frame, Shared, losses, pools_of

from sanbian import Books, Settlement, describe, explain, settle
from sanbian.exact import run
from sanbian.lowering import lower

SEED = 20_314
EXPLAINED = 1_000
SETTLE = "settle"


@frozen(kw_only=True)
class Plan:
    """How much is measured.

    Attributes:
        scales: By their name; the first is the county of the comparison.
        repetitions: Of the comparison.
        growth: Repetitions of the growth.
        explained: How many explanations are written.
        entries: Of the register that is asked.
        asked: How many questions are asked of it at a time.
        futures: How many futures of one contract are run on columns.
        reviewed: How many contracts are reviewed.
        many: Households from Parquet to Parquet, by the name of the size.
    """

    scales: Mapping[str, Scale]
    repetitions: int
    growth: int
    explained: int
    entries: int
    asked: int
    futures: int
    reviewed: int
    many: Mapping[str, int]


WHOLE = Plan(
    scales={f"{times}x": scale_of(times) for times in (1, 2, 5, 10)},
    repetitions=9,
    growth=3,
    explained=EXPLAINED,
    entries=100_000,
    asked=10_000,
    futures=10_000,
    reviewed=1_000,
    many={"1M": 1_000_000, "3M": 3_000_000, "10M": 10_000_000},
)
QUICK = Plan(
    scales={"tiny": TINY},
    repetitions=1,
    growth=1,
    explained=20,
    entries=300,
    asked=20,
    futures=100,
    reviewed=10,
    many={"tiny": 2_000},
)


def settle_all(jobs: Sequence[Job]) -> list[Settlement]:
    """Settle every contract of a county."""
    return [settle(job.contract, job.register, job.facts) for job in jobs]


def holders_of(jobs: Sequence[Job]) -> int:
    """Households times the contracts in which they take part."""
    return sum(len(job.register.households) for job in jobs)


def kinds_of(jobs: Sequence[Job]) -> dict[str, list[Job]]:
    """The contracts by their form."""
    kinds: dict[str, list[Job]] = {}
    for job in jobs:
        kinds.setdefault(job.kind, []).append(job)
    return kinds


# --- measuring -----------------------------------------------------------------------


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call, from a clean heap."""
    gc.collect()
    start = perf_counter()
    work()
    return perf_counter() - start


def in_turns(
    works: Mapping[str, Callable[[], object]], repetitions: int
) -> dict[str, list[float]]:
    """Seconds of each work, one after another in every repetition."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repetitions):
        for name, work in works.items():
            seconds[name].append(timed(work))
    return seconds


def spread(numbers: Sequence[float], digits: int) -> str:
    """Median, and the least and the most in brackets."""
    low, middle, high = min(numbers), median(numbers), max(numbers)
    return f"{middle:,.{digits}f}  ({low:,.{digits}f} - {high:,.{digits}f})"


def ratios(mine: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """How often the other goes into the one, repetition by repetition."""
    return [one / other for one, other in zip(mine, theirs, strict=True)]


def table(title: str, rows: Iterator[tuple[str, str]]) -> None:
    """Print a title and aligned rows below it."""
    listed = list(rows)
    width = max(len(name) for name, _ in listed)
    print(f"\n{title}")
    for name, value in listed:
        print(f"  {name:<{width}}  {value}")


# --- the comparison ------------------------------------------------------------------


def compare(jobs: Sequence[Job], plan: Plan) -> list[Settlement]:
    """Settling beside the same pools shared by others, and its own three steps."""
    settlements = settle_all(jobs)
    pools = [pool for settlement in settlements for pool in pools_of(settlement)]
    for name, divide in EXACT_RIVALS.items():
        found = losses(pools, divide(pools))
        assert not found.rows_off, f"{name} differs from settle in {found.rows_off} amounts"
    frame = Frame(pools) if find_spec("pandas") else None
    lowered = [
        lower(job.contract, job.register, job.facts, Books(contract=job.contract.id))
        for job in jobs
    ]

    def lower_all() -> None:
        for job in jobs:
            lower(job.contract, job.register, job.facts, Books(contract=job.contract.id))

    def run_all() -> None:
        for each in lowered:
            run(each.program, each.inputs)

    works: dict[str, Callable[[], object]] = {
        SETTLE: lambda: settle_all(jobs),
        "lower": lower_all,
        "run": run_all,
        **{kind: partial(settle_all, some) for kind, some in kinds_of(jobs).items()},
        **{name: partial(divide, pools) for name, divide in EXACT_RIVALS.items()},
        **({} if frame is None else {"pandas float": frame.divide}),
    }
    in_turns(works, 1)  # warm
    seconds = in_turns(works, plan.repetitions)
    table("Settling the county", _speeds(jobs, seconds))
    table("The same pools, shared by others", _rivalry(pools, seconds))
    if frame is None:
        print("  pandas is not installed: not measured")
    else:
        table("What pandas float, round(2), does to the fen", _lost(pools, frame))
    table("Where the time of settle goes", _steps(seconds))
    return settlements


def _speeds(
    jobs: Sequence[Job], seconds: Mapping[str, Sequence[float]]
) -> Iterator[tuple[str, str]]:
    holders = holders_of(jobs)
    speeds = [holders / each for each in seconds[SETTLE]]
    clauses = [len(job.contract.versions[0].clauses) for job in jobs]
    each = {
        kind: [took / holders_of(some) for took in seconds[kind]]
        for kind, some in kinds_of(jobs).items()
    }
    yield "contracts", f"{len(jobs):,} of {min(clauses)} to {max(clauses)} clauses"
    yield "households x contracts", f"{holders:,}"
    yield "settled per second", spread(speeds, 0)
    for kind, some in kinds_of(jobs).items():
        name = f"cost each in {len(some)} of {kind}, all = 1"
        whole = [took / holders for took in seconds[SETTLE]]
        yield name, spread(ratios(each[kind], whole), 2)


def _rivalry(
    pools: Sequence[Shared], seconds: Mapping[str, Sequence[float]]
) -> Iterator[tuple[str, str]]:
    parts = sum(len(pool.weights) for pool in pools)
    yield "pools, parts", f"{len(pools):,}, {parts:,}"
    for name in seconds:
        if name in EXACT_RIVALS or name == "pandas float":
            times = ratios(seconds[SETTLE], seconds[name])
            yield f"settle : {name}", spread(times, 2)
    for name in seconds:
        if name in {"decimal", "fractions", "pandas float"}:
            times = ratios(seconds[name], seconds["bare apportion"])
            yield f"{name} : bare apportion", spread(times, 2)


def _lost(pools: Sequence[Shared], frame: Frame) -> Iterator[tuple[str, str]]:
    found = losses(pools, frame.parts())
    rows = sum(len(pool.weights) for pool in pools)
    yield "pools that do not add up", f"{found.pools_off:,} of {len(pools):,}"
    yield "fen lost, fen made", f"{found.fen_lost:,}, {found.fen_made:,}"
    yield "amounts that are not due", f"{found.rows_off:,} of {rows:,}"


def _steps(seconds: Mapping[str, Sequence[float]]) -> Iterator[tuple[str, str]]:
    whole = seconds[SETTLE]
    rest = [
        each - lowering - running
        for each, lowering, running in zip(
            whole, seconds["lower"], seconds["run"], strict=True
        )
    ]
    steps = {"lower": seconds["lower"], "run": seconds["run"], "check and assemble": rest}
    for name, each in steps.items():
        yield name, spread([100 * share for share in ratios(each, whole)], 0) + " %"


# --- growth, explanations, memory ----------------------------------------------------


def grow(jobs: Sequence[Job], plan: Plan) -> None:
    """Cost per household of larger counties, as ratios to the first."""
    first, *others = plan.scales
    counties = {first: jobs, **{name: county(SEED, plan.scales[name]) for name in others}}
    gc.freeze()  # the larger counties' own values are not the smaller ones' burden
    seconds = in_turns(
        {name: partial(settle_all, of) for name, of in counties.items()},
        plan.growth,
    )
    gc.unfreeze()
    each = {
        name: [took / holders_of(counties[name]) for took in seconds[name]]
        for name in counties
    }
    table(
        "Growth: cost per household, first size = 1",
        (
            (
                f"{name}, {plan.scales[name].households:,} households",
                spread(ratios(each[name], each[first]), 2),
            )
            for name in counties
        ),
    )


def explain_some(settlements: Sequence[Settlement], plan: Plan) -> None:
    """Explanations of households from all contracts, as the household reads them."""
    everyone = [(one, holder) for one in settlements for holder in one.members]
    step = max(1, len(everyone) // plan.explained)
    chosen = everyone[::step][: plan.explained]

    def explain_chosen() -> None:
        for settlement, holder in chosen:
            describe(explain(settlement, holder), "zh")

    took = [timed(explain_chosen) for _ in range(plan.growth)]
    table(
        "Explaining",
        iter([(f"{len(chosen):,} households, seconds", spread(took, 2))]),
    )


def measure_memory(scale: Scale) -> None:
    """Print the peaks of this process, as JSON: run in a process of its own."""
    bare = _peak_mib()
    jobs = county(SEED, scale)
    inputs = _peak_mib()
    for job in jobs:
        settle(job.contract, job.register, job.facts)
    one_by_one = _peak_mib()
    kept = settle_all(jobs)
    print(json.dumps([bare, inputs, one_by_one, _peak_mib(), len(kept)]))


def _peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def report_memory(plan: Plan) -> None:
    """Peaks of a fresh process for each size."""
    for name in plan.scales:
        done = subprocess.run(  # noqa: S603 - this very file
            [sys.executable, __file__, "--memory", name],
            capture_output=True,
            text=True,
            check=True,
        )
        bare, inputs, one_by_one, kept, _ = json.loads(done.stdout)
        rows = [
            ("Python and sanbian", f"{bare:,.0f}"),
            ("with the county's contracts, registers and facts", f"{inputs:,.0f}"),
            ("while settling, one contract after another", f"{one_by_one:,.0f}"),
            ("with all settlements kept", f"{kept:,.0f}"),
        ]
        table(f"Peak memory in MiB, {name}, in a process of its own", iter(rows))


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure sanbian in one run.")
    parser.add_argument("--quick", action="store_true", help="a tiny county, once")
    parser.add_argument(
        "--many",
        metavar="HOUSEHOLDS",
        type=int,
        nargs="*",
        help="only many households, so many each time: --many 30000000",
    )
    parser.add_argument("--memory", metavar="SIZE", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.memory is not None:
        measure_memory({**WHOLE.scales, **QUICK.scales}[chosen.memory])
        return
    plan = QUICK if chosen.quick else WHOLE
    if chosen.many is not None:
        report_many({f"{each:,}": each for each in chosen.many} or plan.many)
        return
    scale = next(iter(plan.scales.values()))
    print(f"Python {platform.python_version()}, {platform.machine()}, seed {SEED}")
    print(
        f"{scale.households:,} households, {scale.people:,} people, "
        f"{scale.villages:,} villages; median (least - most)"
    )
    report_many(
        plan.many
    )  # first: a new process inherits the peak of the one that starts it
    report_memory(plan)
    jobs = county(SEED, scale)
    settlements = compare(jobs, plan)
    explain_some(settlements, plan)
    del settlements
    table("Reviewing contracts", reviews(plan.reviewed))
    table("Asking a register", questions(SEED, plan.entries, plan.asked))
    grow(jobs, plan)
    title = (
        f"Futures of one contract: {plan.futures:,} x 10 years x 8 clauses, processor time"
    )
    table(title, futures(SEED, plan.futures, plan.repetitions))
    title = "Futures of a village's contract, seven clauses, ten years"
    few = min(plan.repetitions, 3)
    table(title, futures_ahead(SEED, plan.futures // 10, few))


if __name__ == "__main__":
    main(sys.argv[1:])
