"""A long run down both roads: random contracts, settled one by one and all at once.

Worlds are drawn by the strategies of the tests; each program that they settle is run again on
many other numbers. Every contract that the columns keep is told posting by posting by both
interpreters, and the first that differs stops the run. What the columns set aside is run by the
exact interpreter anyway: it is counted, and not run a second time.

`--count` contracts, from `--seed`, on `--processes` at once. The run goes in stretches of some
thousand contracts; each has a seed of its own, which it tells, so no two draw the same.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from attrs import field, frozen
from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from contract_worlds import World, folded, many_worlds
from roads import told, varied, watched

from sanbian import OddFen, SanbianError, columnar, exact
from sanbian.program import Inputs, Program, shape_of

_VARIANTS = 150
_WORLDS_MOST = 50
_RULES = tuple(rule for rule in OddFen if rule is not OddFen.LOTTERY)


@frozen
class Done:
    """What a stretch came to.

    Attributes:
        counted: How many of what.
        shapes: Of programs, each by its hash.
        differs: The first contract that came to different things, in words; else nothing.
    """

    counted: Counter[str] = field(factory=Counter)
    shapes: set[int] = field(factory=set)
    differs: str = ""


def programs_of(drawn: int, worlds: int) -> list[tuple[Program, Inputs]]:
    """The programs that some random worlds settle, with their inputs."""

    @seed(drawn)
    @settings(
        max_examples=worlds,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(many_worlds(rules=_RULES))
    def settle(world: World) -> None:
        with suppress(SanbianError):
            folded(world)

    with watched() as seen:
        settle()
    return seen


def ran(program: Program, each: Sequence[Inputs], done: Counter[str]) -> columnar.Ran:
    """Contracts of one program on columns, but for those with numbers that no lowering writes."""
    try:
        return columnar.run(program, columnar.side_by_side(program, each))
    except (
        AssertionError
    ):  # of the exact interpreter, or else of the columns: it comes again
        kept = [
            inputs
            for inputs in each
            if told(exact.run, program, inputs)[0] is not AssertionError
        ]
        done["not whole, left out"] += len(each) - len(kept)
        return columnar.run(program, columnar.side_by_side(program, kept))


def compare(program: Program, each: Sequence[Inputs], done: Counter[str]) -> str:
    """Run contracts of one program down both roads; the first that differs, in words."""
    at_once = ran(program, each, done)
    for place, is_aside in enumerate(at_once.aside.tolist()):
        found = told(at_once.of, place)
        is_refused = isinstance(found[0], type)
        done["contracts"] += 1
        done["of them by the exact interpreter"] += is_aside
        done["refused"] += is_refused
        done["postings"] += 0 if is_refused else len(found[0])
        if is_aside:
            continue
        inputs = at_once.batch.alone(place)
        exactly = told(exact.run, program, inputs)
        if found != exactly:
            return "\n".join(map(repr, (program, inputs, exactly, found)))
    return ""


def stretch(drawn: int, worlds: int) -> Done:
    """The contracts of one seed; the same whenever and wherever it is run."""
    dice, done = random.Random(drawn), Done()  # noqa: S311 - no secret
    for program, inputs in programs_of(drawn, worlds):
        others = (varied(dice, program, inputs) for _ in range(_VARIANTS))
        done.shapes.add(hash(shape_of(program, inputs)))
        differs = compare(program, [inputs, *others], done.counted)
        if differs:
            return Done(done.counted, done.shapes, f"Stretch {drawn}:\n{differs}")
    return done


@contextmanager
def stretches(first: int, count: int, processes: int) -> Iterator[Iterator[Done]]:
    """Stretches as they come, each from a seed of its own; at least one contract in each."""
    seeds = range(first, first + count)
    worlds = max(1, min(_WORLDS_MOST, count // _VARIANTS))
    one = partial(stretch, worlds=worlds)
    if processes == 1:
        yield map(one, seeds)
        return
    context = multiprocessing.get_context("fork")  # hashes are the same in all of them
    with context.Pool(processes, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        yield pool.imap_unordered(one, seeds)


def main(arguments: list[str] | None = None) -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args(arguments)
    done, shapes, differs = Counter[str](), set[int](), ""
    with (
        suppress(KeyboardInterrupt),  # what was compared so far is told
        stretches(asked.seed * 1_000_000, asked.count, asked.processes) as found,
    ):
        for each in found:
            done += each.counted
            shapes |= each.shapes
            differs = each.differs
            print(f"{done['contracts']:,} ...", file=sys.stderr, flush=True)
            if differs or done["contracts"] >= asked.count:
                break
    if differs:
        print("They differ:", differs, sep="\n", file=sys.stderr)
    words = ", ".join(f"{count:,} {what}" for what, count in done.items())
    verdict = "the roads differ" if differs else "both roads agree"
    print(f"Seed {asked.seed}: {verdict}. {words}; {len(shapes):,} shapes of programs.")
    return int(bool(differs))


if __name__ == "__main__":
    sys.exit(main())
