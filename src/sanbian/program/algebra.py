"""One algebra for amounts, weights, limits and conditions.

An expression lives at one level: the finest of its parts, which must lie on one chain. A
condition is a number too: one where it holds, zero where not, so `*` is *and*. Every
expression may carry the words with which it is explained.
"""

from __future__ import annotations

from enum import Enum
from fractions import Fraction
from typing import TypeAlias, assert_never

from attrs import field, frozen

from sanbian.money import OddFen, Rounding
from sanbian.program.families import Family
from sanbian.wording import Text


class Op(Enum):
    """The operations on two exact numbers."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    LESSER = "min"
    GREATER = "max"


class Relation(Enum):
    """The comparisons of two exact numbers."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    EQUAL = "="
    AT_MOST = "<="
    LESS_THAN = "<"


@frozen
class Constant:
    """The same exact number for every key: only 0, 1 and the like; terms are measures."""

    value: Fraction
    says: Text | None = field(default=None, eq=False)


@frozen
class Measure:
    """A column of exact numbers given from outside: a fact, a holding, a resolved term.

    Attributes:
        name: Under which the inputs have its numbers.
        level: Its level.
        says: Words for people.
        unit: ``fen`` for money, else as it is printed.
    """

    name: str
    level: str
    says: Text | None = field(default=None, eq=False)
    unit: str = ""


@frozen
class Balance:
    """What stands on an account at this moment; a claim's balance is what is still owed."""

    family: Family
    says: Text | None = field(default=None, eq=False)


@frozen
class Arithmetic:
    """An operation on two numbers, key by key."""

    op: Op
    left: Expr
    right: Expr
    says: Text | None = field(default=None, eq=False)


@frozen
class Compare:
    """One where the relation holds, zero where it does not."""

    relation: Relation
    left: Expr
    right: Expr
    says: Text | None = field(default=None, eq=False)


@frozen
class Choose:
    """`then` where the condition is not zero, else `otherwise`; both are computed."""

    condition: Expr
    then: Expr
    otherwise: Expr
    says: Text | None = field(default=None, eq=False)


@frozen
class SumTo:
    """The sum over all finer keys of each key of a coarser level."""

    level: str
    of: Expr
    says: Text | None = field(default=None, eq=False)


@frozen
class Round:
    """Rounded to a multiple of `step`, by a named mode."""

    of: Expr
    step: int
    mode: Rounding
    says: Text | None = field(default=None, eq=False)


@frozen
class Share:
    """A whole total shared out by weights at a finer level, with the rule for odd fen.

    Attributes:
        total: Whole amount at a coarser level.
        weights: Weights at the finer level.
        odd_fen: The contract's rule.
        name: Under which a draw or the fen-credits of this division are kept.
        at_least: What each key gets at least, or None.
        step: Smallest amount shared, in fen.
        says: Words for people.
    """

    total: Expr
    weights: Expr
    odd_fen: OddFen
    name: str
    at_least: Expr | None = None
    step: int = 1
    says: Text | None = field(default=None, eq=False)


Expr: TypeAlias = (
    Constant | Measure | Balance | Arithmetic | Compare | Choose | SumTo | Round | Share
)


def parts_of(expr: Expr) -> tuple[Expr, ...]:
    """The expressions of which an expression is made, in order."""
    match expr:
        case Constant() | Measure() | Balance():
            return ()
        case Arithmetic() | Compare():
            return (expr.left, expr.right)
        case Choose():
            return (expr.condition, expr.then, expr.otherwise)
        case SumTo() | Round():
            return (expr.of,)
        case Share():
            floor = () if expr.at_least is None else (expr.at_least,)
            return (expr.total, expr.weights, *floor)
        case _:
            assert_never(expr)
