"""One household's year: found in a folder or in a settlement file, and told."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

from attrs import evolve

from sanbian import Explanation, Settlement, Text, UnknownNameError
from sanbian.cli.reading import find, load
from sanbian.cli.settling import is_wanted, periods_of, settled_in_order
from sanbian.errors import unknown_name
from sanbian.files import load_settlement
from sanbian.settlement import Node
from sanbian.wording import number, plain_yuan


def holder_of(settlement: Settlement, wanted: str) -> str:
    """The code of a household as it is typed: full-width letters and case do not matter.

    Raises:
        UnknownNameError: No household has this code; the nearest codes are told, and those
            of the households whose head has this name.
    """
    folded = _folded(wanted)
    same_code = [code for code in settlement.members if _folded(code) == folded]
    if wanted in settlement.members or len(same_code) == 1:
        return wanted if wanted in settlement.members else same_code[0]
    named = [code for code, name in settlement.names.items() if _folded(name) == folded]
    what = Text(zh="户编号", en="code of a household")
    problem = unknown_name("household", name=wanted, known=settlement.members, what=what)
    if named:
        codes = named[:_NAMED_MAX]
        problem = evolve(
            problem,
            do=Text(
                zh=f"“{wanted}” 是户主姓名，请写户编号：{'、'.join(codes)}",
                en=f"{wanted!r} is a name: give the code, {', '.join(codes)}",
            ),
        )
    raise UnknownNameError(problem)


_NAMED_MAX = 5


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().casefold()


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
        "withheld": plain_yuan(statement.withheld),
        "owing": plain_yuan(statement.owing),
        "odd_fen": {"zh": explanation.odd_fen.zh, "en": explanation.odd_fen.en},
        "lines": [
            {
                "clause": line.clause,
                "kind": line.kind.value,
                "says": {"zh": line.says.zh, "en": line.says.en},
                "amount": plain_yuan(line.amount),
                "odd": line.odd,
                "why": None if line.why is None else _node(line.why),
                "since": None if line.since is None else line.since.isoformat(),
            }
            for line in explanation.lines
        ],
        "owed": [
            {
                "clause": line.clause,
                "says": {"zh": line.says.zh, "en": line.says.en},
                "since": line.since.isoformat(),
                "due": None if line.due is None else plain_yuan(line.due),
                "owed": plain_yuan(line.owed),
                "odd": line.odd,
                "why": None if line.why is None else _node(line.why),
            }
            for line in explanation.owed
        ],
        "waived": [
            {
                "clause": line.clause,
                "says": {"zh": line.says.zh, "en": line.says.en},
                "amount": plain_yuan(line.amount),
            }
            for line in explanation.waived
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
