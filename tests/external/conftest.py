"""One line per family at the end of a run: how many cases ran, and why the rest did not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

CASE = re.compile(r"test_external\.py::\w+\[(\w+)/")


def pytest_terminal_summary(terminalreporter):
    ran, skipped = Counter(), defaultdict(Counter)
    for outcome in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(outcome, ()):
            found = CASE.search(report.nodeid)
            if found is None:
                continue
            if outcome == "skipped":
                skipped[found[1]][report.longrepr[2].removeprefix("Skipped: ")] += 1
            else:
                ran[found[1]] += 1
    if not ran and not skipped:
        return
    terminalreporter.section("cases of other projects")
    for family in sorted({*ran, *skipped}):
        reasons = skipped[family]
        total = ran[family] + reasons.total()
        listed = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
        terminalreporter.write_line(
            f"{family}: {ran[family]} of {total} run, {reasons.total()} skipped"
            + (f": {listed}" if listed else "")
        )
