"""What the checks read of a contract that is being built."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from sanbian.clause import (
    Clause,
)
from sanbian.contract.accounts import MemberAccounts
from sanbian.contract.contributions import Contribution
from sanbian.contract.examples import Example
from sanbian.contract.names import (
    Declared,
    Names,
)
from sanbian.contract.notes import ReviewNotes
from sanbian.contract.values import Version
from sanbian.errors import Problem
from sanbian.law import Vehicle
from sanbian.wording import Text


@frozen(kw_only=True)
class ContractParts:
    """What the checks read of a contract that is being built."""

    id: str
    vehicle: Vehicle
    starts: date
    ends: date | None
    declared: tuple[Declared, ...]
    names: Names
    versions: tuple[Version, ...]
    contributions: tuple[Contribution, ...]
    examples: tuple[Example, ...]
    review: ReviewNotes
    accounts: MemberAccounts | None


@frozen
class Place:
    """A clause and where it stands."""

    at: str
    clause: Clause
    version: Version


def clauses_of(parts: ContractParts) -> Iterator[Place]:
    """Every clause of every version, with its place."""
    for v, version in enumerate(parts.versions):
        for c, clause in enumerate(version.clauses):
            yield Place(f"$.versions[{v}].clauses[{c}]", clause, version)


def problem(at: str, *, zh: str, en: str, do_zh: str, do_en: str) -> Problem:
    """A problem from its words."""
    return Problem(at=at, says=Text(zh=zh, en=en), do=Text(zh=do_zh, en=do_en))
