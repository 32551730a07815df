"""The gate on branch coverage: whole on the floors below files, reported for the rest.

Reads the floors from the import contract in pyproject.toml, so that they are listed once.
The last line printed is the tests' count. With ``--failed`` only that line is printed.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

WANTED_PERCENT = 100


def floors_below_files(pyproject: str) -> list[str]:
    """Names of the modules below the floor of ``files``, from the top down."""
    contract = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"][0]
    floors = [[name.strip() for name in floor.split("|")] for floor in contract["layers"]]
    (place,) = (number for number, floor in enumerate(floors) if "files" in floor)
    return [name for floor in floors[place + 1 :] for name in floor]


def closing_line(tests_xml: str | None, *, stopped: bool = False) -> str:
    """How many tests passed and failed; a check that stopped the run counts as one."""
    total = failed = skipped = 0
    if tests_xml is not None:
        for suite in ET.fromstring(tests_xml).iter("testsuite"):  # noqa: S314 - our own file
            total += int(suite.get("tests", 0))
            failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped += int(suite.get("skipped", 0))
    passed = max(0, total - failed - skipped)
    failed = max(failed, 1) if stopped else failed
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def covered_percent(floors: Sequence[str]) -> float:
    """Print the whole report, then that of the floors, and return the floors' total."""
    from coverage import Coverage  # noqa: PLC0415 - not there when checks stop before tests

    measured = Coverage()
    measured.load()
    measured.report(skip_covered=True, skip_empty=True)
    print("\nFloors below files:")
    return measured.report(
        include=[f"*/sanbian/{name}{end}" for name in floors for end in (".py", "/*.py")],
        skip_covered=True,
        skip_empty=True,
    )


def main(arguments: Sequence[str]) -> int:
    """Report and judge the coverage; print the closing line last."""
    stopped = arguments[0] == "--failed"
    tests_xml = Path(arguments[-1])
    if not stopped:
        floors = floors_below_files(Path("pyproject.toml").read_text(encoding="utf-8"))
        percent = covered_percent(floors)
        stopped = percent < WANTED_PERCENT
        if stopped:
            print(
                f"Expected {WANTED_PERCENT} % of branches below files, got {percent:.2f} %."
            )
    print(
        closing_line(
            tests_xml.read_text(encoding="utf-8") if tests_xml.exists() else None,
            stopped=stopped,
        )
    )
    return int(stopped)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
