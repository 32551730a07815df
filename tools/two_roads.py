"""A long run down both roads: random contracts, settled one by one and all at once.

Worlds are drawn by the strategies of the tests; each program that they settle is run again on
many other numbers. Every contract is told posting by posting by both interpreters, and the
first that differs stops the run. `--count` contracts, from `--seed`.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from contract_worlds import World, folded, many_worlds
from roads import all_at_once, one_by_one, varied, watched

from sanbian import OddFen, SanbianError, columnar
from sanbian.program import Inputs, Program, shape_of

_VARIANTS = 150
_WORLDS_MOST = 50
_RULES = tuple(rule for rule in OddFen if rule is not OddFen.LOTTERY)


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


def compare(program: Program, each: Sequence[Inputs], done: Counter[str]) -> bool:
    """Run contracts of one program down both roads; whether they agree."""
    exactly = one_by_one(program, each)
    ours = [place for place, told in enumerate(exactly) if told[0] is AssertionError]
    done["not whole, left out"] += len(ours)  # numbers that no lowering writes
    kept = [place for place in range(len(each)) if place not in ours]
    batch = columnar.side_by_side(program, [each[place] for place in kept])
    at_once, aside = all_at_once(program, batch)
    done["contracts"] += len(kept)
    done["of them by the exact interpreter"] += aside
    for place, found in zip(kept, at_once, strict=True):
        is_refused = isinstance(found[0], type)
        done["refused"] += is_refused
        done["postings"] += 0 if is_refused else len(found[0])
        if found != exactly[place]:
            told = (program, each[place], exactly[place], found)
            print("They differ:", *map(repr, told), sep="\n", file=sys.stderr)
            return False
    return True


def main(arguments: list[str] | None = None) -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    dice = random.Random(asked.seed)  # noqa: S311 - no secret
    done, shapes = Counter[str](), set[int]()
    agrees, drawn = True, asked.seed * 1_000_000
    worlds = max(1, min(_WORLDS_MOST, asked.count // _VARIANTS))
    with suppress(KeyboardInterrupt):  # what was compared so far is told
        while agrees and done["contracts"] < asked.count:
            for program, inputs in programs_of(drawn, worlds):
                others = (varied(dice, program, inputs) for _ in range(_VARIANTS))
                shapes.add(hash(shape_of(program, inputs)))
                agrees = agrees and compare(program, [inputs, *others], done)
            drawn += 1
            print(f"{done['contracts']:,} ...", file=sys.stderr, flush=True)
    told = ", ".join(f"{count:,} {what}" for what, count in done.items())
    verdict = "both roads agree" if agrees else "the roads differ"
    print(f"Seed {asked.seed}: {verdict}. {told}; {len(shapes):,} shapes of programs.")
    return int(not agrees)


if __name__ == "__main__":
    sys.exit(main())
