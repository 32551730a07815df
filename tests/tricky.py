"""The tricky cases as they were written down, and how their lines are read."""

from __future__ import annotations

import json
from pathlib import Path

from sanbian import (
    lines,
)

CASES = {
    case["id"]: case
    for case in json.loads(
        Path(__file__).with_name("cases").joinpath("tricky_cases.json").read_text("utf-8")
    )["cases"]
}


def case(name):
    return CASES[name]["inputs"], CASES[name]["expected"]


def parts_by(settlement, **wanted):
    """Amounts of the lines with some payer, payee or kind, by holder."""
    return {
        line.holder: line.amount
        for line in lines(settlement)
        if all(getattr(line, name) == value for name, value in wanted.items())
    }
