"""Which grounds hold for what is reviewed."""

from __future__ import annotations

from collections.abc import Iterable

from sanbian.findings.subjects import Subject
from sanbian.findings.values import Ground


def holding(grounds: Iterable[Ground], subject: Subject) -> tuple[Ground, ...]:
    """The grounds in force on the day that hold for such a contract."""
    day, vehicle = subject.on, subject.contract.vehicle
    return tuple(
        each
        for each in grounds
        if (each.since is None or each.since <= day)
        and (each.vehicle is None or each.vehicle is vehicle)
    )
