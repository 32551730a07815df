"""Figures: how an amount came about, for all keys at once.

A figure is an expression together with what it came to. Nothing is worked out here: the
numbers were kept while the program ran, and a household's explanation is read from them.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import frozen

from sanbian.money import OddFen
from sanbian.wording import Text

Operation: TypeAlias = Literal[
    "given", "balance", "+", "-", "*", "/", "min", "max", ">=", ">", "=", "<=", "<", "choose",
    "sum", "round", "share",
]  # fmt: skip

RELATIONS: frozenset[Operation] = frozenset({">=", ">", "=", "<=", "<"})
"""Operations that compare two numbers: one where the relation holds, zero where not."""


@frozen
class Figure:
    """One step of how an amount came about (算式).

    Attributes:
        op: What was done with the parts.
        level: Level of the numbers; empty for a number that is the same for all.
        numbers: Whole numbers, one per key of the level.
        scale: What divides them all.
        unit: ``fen`` for money, ``%`` for a rate, else as it is printed.
        says: Words for people.
        account: For a balance: name of the account.
        parts: What it was made of, in order.
    """

    op: Operation
    level: str
    numbers: tuple[int, ...]
    scale: int = 1
    unit: str = ""
    says: Text | None = None
    account: str = ""
    parts: tuple[Figure, ...] = ()

    def at(self, place: int) -> Fraction:
        """The number at a position of its level."""
        return Fraction(self.numbers[place if len(self.numbers) > 1 else 0], self.scale)


class Later:
    """A figure that is read off its run when somebody asks for it, once.

    Most settlements are paid, few are explained. It is equal to the figure that it comes to,
    and pickles as that.
    """

    __slots__ = ("_figure", "_read")

    def __init__(self, read: Callable[[], Figure | None]) -> None:
        self._read: Callable[[], Figure | None] | None = read
        self._figure: Figure | None = None

    def figure(self) -> Figure | None:
        """What it comes to."""
        if self._read is not None:
            self._figure, self._read = self._read(), None
        return self._figure

    def __reduce__(self) -> tuple[Callable[[Figure | None], Figure | None], tuple[object]]:
        return came_to, (self.figure(),)


def came_to(how: Figure | Later | None) -> Figure | None:
    """The figure itself, read now where nobody had asked for it yet."""
    return how.figure() if isinstance(how, Later) else how


ODD_RULES: dict[OddFen, Text] = {
    OddFen.LARGEST_REMAINDER: Text(zh="最大余额法", en="largest remainder"),
    OddFen.FIRST: Text(zh="从前往后", en="from the first on"),
    OddFen.LAST: Text(zh="从后往前", en="from the last back"),
    OddFen.LARGEST_SHARE: Text(zh="给份额最大者", en="to the largest share"),
    OddFen.TO_ACCOUNT: Text(zh="归入指定账户", en="to a named account"),
    OddFen.LOTTERY: Text(zh="公开抽签", en="by public lottery"),
    OddFen.CARRY_FORWARD: Text(zh="零头结转", en="carried forward"),
}
"""The rules for odd fen in words."""
