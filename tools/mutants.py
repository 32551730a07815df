"""Break a random sample of the core on purpose and count how often the tests notice.

All mutants would take hours, so of each package a seeded sample is tried: the same seed
draws the same mutants as long as the code stands still. A mutant that makes the tests take
far too long counts as timed out, neither killed nor survived.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import sqrt
from pathlib import Path

MUTMUT = str(Path(sys.executable).with_name("mutmut"))
FEW = "sanbian.money.refusal.*"  # any few: before they are tried, all mutants are written
MISSED = {"survived", "no tests"}
DEVIATIONS = 1.96  # on either side: 95 %


def package_of(mutant: str) -> str:
    """The package that a mutant breaks: ``sanbian.money.draw.x__mutmut_3`` breaks ``money``."""
    return mutant.split(".")[1]


def sampled(mutants: Iterable[str], size: int, seed: int) -> list[str]:
    """At most `size` mutants of each package, drawn by the seed."""
    by_package: dict[str, list[str]] = {}
    for mutant in sorted(mutants):
        by_package.setdefault(package_of(mutant), []).append(mutant)
    dice = random.Random(seed)  # noqa: S311 - a sample, no secret
    return [
        mutant
        for _, known in sorted(by_package.items())
        for mutant in sorted(dice.sample(known, min(size, len(known))))
    ]


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a rate, in percent."""
    rate, square = part / whole, DEVIATIONS**2 / whole
    spread = DEVIATIONS * sqrt(rate * (1 - rate) / whole + square / (4 * whole))
    low, high = rate + square / 2 - spread, rate + square / 2 + spread
    return 100 * low / (1 + square), 100 * high / (1 + square)


def report(statuses: Mapping[str, str]) -> Iterator[str]:
    """A line for each package, then the mutants that no test noticed."""
    for package in sorted({package_of(mutant) for mutant in statuses}):
        counts = Counter(
            status for mutant, status in statuses.items() if package_of(mutant) == package
        )
        whole, killed = counts.total(), counts.pop("killed", 0)
        low, high = interval(killed, whole)
        others = "".join(f", {count} {status}" for status, count in sorted(counts.items()))
        yield (
            f"{package}: {killed} of {whole} killed, {100 * killed / whole:.1f} % "
            f"({low:.1f} to {high:.1f}){others}"
        )
    for mutant, status in statuses.items():
        if status in MISSED:
            yield f"  {status}: {mutant}"


def results() -> dict[str, str]:
    """The status of every mutant by its name, as mutmut has it now."""
    listed = subprocess.run(  # noqa: S603 - of our own environment
        [MUTMUT, "results", "--all", "true"],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    pairs = (line.strip().rpartition(": ") for line in listed.stdout.splitlines())
    return {mutant: status for mutant, _, status in pairs if mutant.startswith("sanbian.")}


def tried(mutants: Sequence[str]) -> None:
    """Run the tests on mutants, one after another."""
    command = [MUTMUT, "run", "--max-children", "1", *mutants]
    subprocess.run(command, check=True)  # noqa: S603 - of our own environment


def main(arguments: Sequence[str]) -> int:
    """Try a sample: how many of each package, and the seed."""
    size, seed = map(int, arguments)
    tried([FEW])
    drawn = sampled(results(), size, seed)
    tried(drawn)
    found = results()
    print(*report({mutant: found[mutant] for mutant in drawn}), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
