"""Terms: numbers in the contract's own words, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, TypeAlias, get_args

from attrs import field, frozen

from sanbian.daycount import DayCount
from sanbian.period import Years

Fen: TypeAlias = int
"""An amount of money in whole fen."""

CountedFrom: TypeAlias = date | Literal["start", "entry"]
"""The day from which years count: the contract's start, each holder's own entry, a date."""

NamedAmount: TypeAlias = "str | Term"
"""What stands under a name (a measure, a base as stated, what a pool or fund holds), or a term."""

RelationWord: TypeAlias = Literal["at_least", "more_than", "equals", "at_most", "less_than"]
"""How two numbers are compared in a condition."""


def _weights(given: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    return MappingProxyType(dict(given))


@frozen
class Fixed:
    """A stated amount for each who receives (定额)."""

    amount: Fen


@frozen
class Measured:
    """The value of a measure itself: shares, mu, labour days, a price (计量)."""

    of: str


@frozen
class Number:
    """A plain number of the contract: a count, a weight, a bound that is no money (数).

    Attributes:
        value: The number; a rate of 70 % is 7/10.
        unit: As that of the measure it stands beside: ``kg``, ``head``, ``%``.
    """

    value: Fraction
    unit: str = ""


@frozen
class PerUnit:
    """So much for each unit of a measure (按单位计).

    Attributes:
        price: Fen per unit; may be a fraction of a fen.
        per: The measure.
    """

    price: Fraction
    per: str


@frozen
class PartOf:
    """A rate of an amount of money (按比例计).

    Attributes:
        rate: The rate.
        of: A measure in money, a base (the period's stated amount), a pool or fund (what
            stands on it at this clause), or a term.
    """

    rate: Fraction
    of: NamedAmount


@frozen
class LeftOf:
    """What is left of a base, pool or fund when the clause's turn comes (余额).

    After deficits, reserves and the clauses before; a base by its name alone is the amount
    that the facts state.
    """

    of: str


@frozen
class SharedTotal:
    """A total for all who receive together, shared among them by weights (总额分摊).

    Attributes:
        total: The total, in terms of the whole contract.
        by: The weight of each.
    """

    total: Term
    by: Term


@frozen
class Greatest:
    """The greatest of several terms (孰高)."""

    terms: tuple[Term, ...]


@frozen
class Least:
    """The least of several terms (孰低, 封顶)."""

    terms: tuple[Term, ...]


@frozen
class SumOf:
    """Several terms together."""

    terms: tuple[Term, ...]


@frozen
class Product:
    """Several terms multiplied; at most one of them is money."""

    terms: tuple[Term, ...]


@frozen
class ByStatus:
    """A weight for each poverty status; a status that is not named weighs nothing (按身份加权)."""

    weights: Mapping[str, Fraction] = field(converter=_weights)


@frozen
class Equally:
    """A total divided by the number of those who receive, without rounding (平均量化)."""

    total: Term


@frozen
class Phase:
    """A term that holds in some years."""

    years: Years
    amount: Term


@frozen
class Phased:
    """One term after another (分阶段).

    Attributes:
        phases: Without gap or overlap, from year one on.
        counted_from: The day on which year one begins.
    """

    phases: tuple[Phase, ...]
    counted_from: CountedFrom


@frozen(kw_only=True)
class Escalating:
    """A term that grows by steps (递增).

    Attributes:
        amount: The term in the first years.
        every_years: Years between steps.
        rate: Growth at each step.
        method: ``simple``: each step adds the rate on the first amount; ``compound``: on
            the amount before the step.
        counted_from: The day on which year one begins.
    """

    amount: Term
    every_years: int
    rate: Fraction
    method: Literal["simple", "compound"]
    counted_from: CountedFrom


@frozen
class Condition:
    """A comparison of a number with a bound (条件).

    Attributes:
        of: What is compared: a measure, base, pool or fund, or a term.
        relation: How.
        bound: With what: ``Fixed`` for money, ``Number`` in the unit of what is compared, or
            any term.
    """

    of: NamedAmount
    relation: RelationWord
    bound: Term


@frozen(kw_only=True)
class Conditional:
    """One of two terms, by a condition (按条件).

    Attributes:
        when: The condition; where it is measured of each holder, each has his own answer.
        then: What holds where it is met.
        otherwise: What holds where it is not.
    """

    when: Condition
    then: Term
    otherwise: Term


@frozen
class Band:
    """One band of an amount, with its rate (档).

    Attributes:
        rate: The rate.
        up_to: Fen at which the band ends, itself included; None for the last, open one.
    """

    rate: Fraction
    up_to: Fen | None = None


@frozen(kw_only=True)
class Bands:
    """Rates by bands of an amount (分档).

    Attributes:
        bands: Ascending; the last one is open. Each begins where the one before ends.
        of: The amount: a measure in money, a base, pool or fund, or a term; a loss is zero.
        method: ``slices``: what lies in each band bears that band's rate (超额累进);
            ``whole``: the whole amount bears the rate of the band in which it lies (全额累进).
    """

    bands: tuple[Band, ...]
    of: NamedAmount
    method: Literal["slices", "whole"]


@frozen(kw_only=True)
class Yearly:
    """A yearly amount for the days of the period, or of its part (按天折算的年额).

    Attributes:
        amount: The amount of a whole year.
        days: How days are turned into parts of a year.
        since: First day that counts, or None for that of the period.
        until: Last day that counts, or None for that of the period.
    """

    amount: Term
    days: DayCount
    since: date | None = None
    until: date | None = None


@frozen(kw_only=True)
class Monthly:
    """A monthly amount for the days of the period: a twelfth of a year each (按天折算的月额).

    Attributes:
        amount: The amount of a whole month.
        days: How days are turned into parts of a year.
        since: First day that counts, or None for that of the period.
        until: Last day that counts, or None for that of the period.
    """

    amount: Term
    days: DayCount
    since: date | None = None
    until: date | None = None


@frozen(kw_only=True)
class Daily:
    """A daily amount for the days of the period (日额).

    Attributes:
        amount: The amount of each day.
        since: First day that counts, or None for that of the period.
        until: Last day that counts, or None for that of the period.
    """

    amount: Term
    since: date | None = None
    until: date | None = None


Term: TypeAlias = (
    Fixed
    | Measured
    | Number
    | PerUnit
    | PartOf
    | LeftOf
    | SharedTotal
    | Greatest
    | Least
    | SumOf
    | Product
    | ByStatus
    | Equally
    | Phased
    | Escalating
    | Conditional
    | Bands
    | Yearly
    | Monthly
    | Daily
)

TERMS: tuple[type, ...] = get_args(Term)
