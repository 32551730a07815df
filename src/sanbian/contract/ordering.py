"""Whether the versions of the clauses follow each other within the term."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sanbian.contract.parts import ContractParts, problem
from sanbian.errors import Problem


def versions_follow(parts: ContractParts) -> Iterator[Problem]:
    """Versions come in order of their day, and the term does not end before it starts."""
    if not parts.versions:
        yield problem(
            "$.versions",
            zh="应至少有一个条款版本，得到 0 个",
            en="expected at least one version of the clauses, got none",
            do_zh="写 [[versions]] 及其条款",
            do_en="write [[versions]] with its clauses",
        )
    days = [version.since for version in parts.versions]
    for place, (earlier, later) in enumerate(pairwise(days), start=1):
        if later <= earlier:
            yield problem(
                f"$.versions[{place}].since",
                zh=f"应晚于上一版本的 {earlier}，得到 {later}",
                en=f"expected a day after {earlier} of the version before, got {later}",
                do_zh="按生效日期先后排列",
                do_en="order the versions by day",
            )
    for place, day in enumerate(days):
        if parts.ends is not None and parts.starts <= parts.ends < day:
            yield problem(
                f"$.versions[{place}].since",
                zh=f"应不晚于结束日 {parts.ends}，得到 {day}",
                en=f"expected a day not after the end {parts.ends}, got {day}",
                do_zh="更正日期；合同续期的，改写结束日",
                do_en="correct the day; where the contract goes on, correct its end",
            )
    if parts.ends is not None and parts.ends < parts.starts:
        yield problem(
            "$.ends",
            zh=f"应不早于开始日 {parts.starts}，得到 {parts.ends}",
            en=f"expected a day not before the start {parts.starts}, got {parts.ends}",
            do_zh="更正日期",
            do_en="correct the day",
        )
