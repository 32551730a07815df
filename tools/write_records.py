"""Write the pages of collected contracts; with ``--check`` only say whether they are current."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RECORDS = ROOT / "tests" / "records"
PARTS = {"records": ("合同记录", "Real contracts"), "cases": ("算例", "Worked cases")}
HEAD = (
    """# 收集的合同和算例

收集到的 45 份真实合同和 33 个算例，各写成合同、名册、事实和手算的金额，每个都有测试逐项核对：

**{line}**

其中两份合同有话没说清，三个算例不是付款，拒绝的理由写在表里；还缺什么的不算在内。

文件夹在 `examples/`（给人读的，各有说明）或 `tests/records/`（小的；来源和假设写在
`expected.toml` 里）。户编号都是生成的，不对应任何真实的人。
""",
    """# Collected contracts

The 45 real contracts and 33 worked cases that were collected, each as contract, roster, facts and
amounts worked out by hand; a test compares each amount:

**{line}**

Two contracts leave something open and three cases are no payments: they are refused, and the table
says why. What lacks something is not counted, and says what.

The folders are in `examples/` (to read, each with a README) or in `tests/records/` (small; source
and assumptions are in `expected.toml`). Codes of households are generated and stand for no real
person.
""",
)
COLUMNS = ("编号 | 在哪里 | 内容", "id | where | what")
UNTIL = ("**还缺**：", "**Missing**: ")
REFUSED = ("**拒绝**：", "**Refused**: ")


def is_whole(entry: Mapping[str, Any]) -> bool:
    """Whether nothing of a record is left out."""
    return not {"gap", "left_out"} & set(entry)


def what(entry: Mapping[str, Any], language: int) -> str:
    """What a record is about: the first lines of its contracts, and what is missing."""
    said = []
    for name in entry.get("folders", ()):
        place = next(
            path for path in (ROOT / "examples", RECORDS) if (path / name).is_dir()
        )
        lines = (place / name / "contract.toml").read_text(encoding="utf-8").splitlines()
        said.append(lines[language].removeprefix("# "))
    if "says" in entry:
        said = [entry["says"][language]]
    marks = {"gap": UNTIL, "left_out": UNTIL, "refused": REFUSED}
    said += [
        mark[language] + entry[key][language] for key, mark in marks.items() if key in entry
    ]
    return ("" if language == 0 else " ").join(said).replace("|", "/")


def page(coverage: Mapping[str, Mapping[str, Any]], language: int) -> str:
    """A page in Chinese (0) or English (1)."""
    line = ", ".join(
        f"{sum(map(is_whole, entries.values()))} of {len(entries)} {part}"
        for part, entries in coverage.items()
    )
    text = HEAD[language].format(line=line)
    for part, entries in coverage.items():
        text += f"\n## {PARTS[part][language]}\n\n| {COLUMNS[language]} |\n| --- | --- | --- |\n"
        for key, entry in entries.items():
            where = "<br>".join(
                f"`{name}`" for name in entry.get("folders", entry.get("tests", ()))
            )
            text += f"| {key} | {where} | {what(entry, language)} |\n"
    return text


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or complain about those that are not current."""
    coverage = tomllib.loads((RECORDS / "coverage.toml").read_text(encoding="utf-8"))
    pages = {
        ROOT / "docs" / name / "reference" / "records.md": page(coverage, number)
        for number, name in enumerate(("zh", "en"))
    }
    stale = [
        path
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            print(
                f"Expected {path.parts[-3]}/{path.name} to be current: run tools/write_records.py."
            )
        return int(bool(stale))
    for path in stale:
        path.write_text(pages[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
