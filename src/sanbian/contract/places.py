"""Places in a contract by what stands there, so that they hold when something moves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from sanbian.contract.contracts import Contract

_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_LABELS = ("id", "since", "kind", "step", "what", "code", "name")
"""What tells the elements of a list apart, the first that there is."""


def stable_place(contract: Contract, at: str) -> str:
    """A place such as ``$.versions[0].clauses[2]`` by names instead of numbers.

    A place that the contract does not have stays as it is, from there on.

    Examples:
        >>> from datetime import date
        >>> from sanbian import Contract, OddFen, Party, PartyRole, Rounding, Vehicle, Version
        >>> from sanbian.contract import stable_place
        >>> contract = Contract(
        ...     id="A", title="A", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     parties=(Party(id="farm", name="农场", role=PartyRole.OPERATOR),),
        ...     versions=(
        ...         Version(
        ...             since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...             rounding=Rounding.HALF_UP, record_day="period_end", clauses=(),
        ...         ),
        ...     ),
        ... )
        >>> stable_place(contract, "$.parties[0].name")
        '$.parties[id=farm].name'
        >>> stable_place(contract, "$.versions[0].clauses[3]")
        '$.versions[since=2023-01-01].clauses[3]'
        >>> stable_place(contract, "H001")
        'H001'
    """
    if not at.startswith("$"):
        return at
    here: object = contract
    place, end = "$", 1
    for step in _STEP.finditer(at, 1):
        if step.start() != end:
            break
        name, number = step.groups()
        if name is not None and hasattr(here, name):
            here = getattr(here, name)
            place += f".{name}"
        elif number is not None and isinstance(here, Sequence) and int(number) < len(here):
            place += f"[{_label(here, int(number))}]"
            here = here[int(number)]
        else:
            break
        end = step.end()
    return place + at[end:]


def _label(listed: Sequence[object], number: int) -> str:
    """What an element is called, and which of those of this name it is."""
    labels = [_labelled(each) for each in listed]
    own = labels[number]
    if own is None:
        return str(number)
    before = labels[:number].count(own)
    return f"{own}#{before + 1}" if before else own


def _labelled(element: object) -> str | None:
    for name in _LABELS:
        label = getattr(element, name, None)
        if label:
            return f"{name}={label.value if isinstance(label, Enum) else label}"
    return None
