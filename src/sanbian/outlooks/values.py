"""An outlook as a value: the years, the sides, and what each gets or bears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeAlias

from attrs import field, frozen

from sanbian.errors import Problem
from sanbian.facts import Facts
from sanbian.register import Register
from sanbian.settlement import Settlement
from sanbian.wording import Text


@frozen(kw_only=True)
class OutlookYear:
    """A kind of year: what it is called, and its multiple of what is expected."""

    name: Text
    multiple: Fraction


YEARS = (
    OutlookYear(name=Text(zh="好年景", en="good year"), multiple=Fraction(3, 2)),
    OutlookYear(name=Text(zh="正常年景", en="normal year"), multiple=Fraction(1)),
    OutlookYear(name=Text(zh="差年景", en="bad year"), multiple=Fraction(1, 2)),
    OutlookYear(name=Text(zh="灾年", en="ruinous year"), multiple=Fraction(-1, 2)),
)
"""The four years unless others are asked for. A base that cannot be negative is zero at least."""

Side: TypeAlias = Literal["base", "household", "party", "fund", "guarantee", "left"]
"""What a row is about: what the year brings, households, parties, funds, who pays a guarantee,
what is left over."""


@frozen(kw_only=True)
class OutlookRow:
    """One side, and what it gets in each year (一方各年所得).

    Attributes:
        side: What it is.
        says: Its name.
        count: How many households it is, or None.
        amounts: Fen in each year; below zero what it bears; None where the year cannot be
            settled.
        each: Least and most that one household of it gets in each year; empty for others.
    """

    side: Side
    says: Text
    count: int | None = None
    amounts: tuple[int | None, ...]
    each: tuple[tuple[int, int] | None, ...] = ()


def _settlements(given: Sequence[Settlement | None]) -> tuple[Settlement | None, ...]:
    return tuple(given)


def _notes(given: Mapping[int, tuple[Problem, ...]]) -> Mapping[int, tuple[Problem, ...]]:
    return MappingProxyType(dict(given))


@frozen(kw_only=True)
class Outlook:
    """What each side gets or bears in several years (各方得失预估).

    Attributes:
        years: The years, in order.
        settlements: What each was settled to; None where it cannot be.
        rows: The sides, in the order in which they are told.
        refused: By position of the year: what keeps it from being settled, most often that
            the contract does not say what holds then.
    """

    years: tuple[OutlookYear, ...]
    settlements: tuple[Settlement | None, ...] = field(converter=_settlements)
    rows: tuple[OutlookRow, ...]
    refused: Mapping[int, tuple[Problem, ...]] = field(converter=_notes)


@frozen(kw_only=True)
class Expectation:
    """What a normal year is expected to be (正常年景).

    Attributes:
        register: Who holds what.
        facts: The facts of that year.
        says: Where it is stated.
    """

    register: Register
    facts: Facts
    says: Text
