"""One household's year: found in a folder or in a settlement file, and told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sanbian import Explanation, Settlement
from sanbian.cli.reading import find, load
from sanbian.cli.settling import is_wanted, periods_of, settled_in_order
from sanbian.files import load_settlement
from sanbian.settlement import Node
from sanbian.wording import number, plain_yuan


def settlement_of(source: Path, period: str | None) -> Settlement:
    """The settlement in a file, or the last wanted one of a folder.

    Raises:
        SanbianError: It cannot be read or settled.
    """
    if source.is_file() and source.suffix == ".json":
        return load_settlement(source)
    loaded = load(find(source))
    periods = periods_of(loaded, period)
    settled = settled_in_order(loaded, periods, lambda: None)
    return [one for one in settled if is_wanted(one, period)][-1].settlement


def record_of_explanation(explanation: Explanation) -> dict[str, Any]:
    """An explanation for programs: money as text in yuan, other numbers exact."""
    statement = explanation.statement
    return {
        "holder": explanation.holder,
        "name": explanation.name,
        "title": explanation.title,
        "period": explanation.period,
        "paid": plain_yuan(explanation.paid),
        "arrears": plain_yuan(statement.arrears),
        "over_advanced": plain_yuan(statement.over_advanced),
        "odd_fen": {"zh": explanation.odd_fen.zh, "en": explanation.odd_fen.en},
        "lines": [
            {
                "clause": line.clause,
                "kind": line.kind.value,
                "says": {"zh": line.says.zh, "en": line.says.en},
                "amount": plain_yuan(line.amount),
                "odd": line.odd,
                "why": None if line.why is None else _node(line.why),
            }
            for line in explanation.lines
        ],
    }


def _node(node: Node) -> dict[str, Any]:
    value = node.value / 100 if node.unit == "fen" else node.value
    return {
        "says": {"zh": node.says.zh, "en": node.says.en},
        "op": node.op,
        "value": number(value).replace(",", ""),
        "unit": "yuan" if node.unit == "fen" else node.unit,
        "parts": [_node(part) for part in node.parts],
    }
