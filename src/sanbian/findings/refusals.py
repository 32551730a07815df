"""Checks that leave nothing to find: what is wrong so is refused on reading or settling."""

from __future__ import annotations

from sanbian.findings.grounds import practice
from sanbian.findings.values import Check
from sanbian.wording import Text

CHECKS = (
    Check(
        code="SB106",
        title=Text(
            zh="分配比例合计恰为百分之百", en="Ratios of a split sum to exactly one"
        ),
        severity="error",
        do=Text(
            zh="对照纸面合同，把漏掉的一方或比例补上",
            en="compare with the paper, and add the party or ratio that is missing",
        ),
        rests_on=(
            practice(
                "真实合同中的比例分配，各方比例合计均为百分之百",
                "splits in real contracts, whose ratios sum to one",
            ),
        ),
        is_refused=True,
    ),
)
"""In order of their codes."""
