"""The program while it is being written: families, moves and columns as they come up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import cast

from sanbian.contract import Base, Contract, Fund, Party, Pool
from sanbian.errors import Problem
from sanbian.program import Expr, Family, Inputs, Measure, Move, Program, Role, Space
from sanbian.program.algebra import Balance, Constant, parts_of
from sanbian.wording import Text, same

CONTRACT = "contract"
GROUP = "group"
MEMBER = "member"


class Draft:
    """What a lowering has written so far.

    Attributes:
        moves: In order.
        missing: Facts and terms that are not there; they are named all at once.
    """

    def __init__(self, contract: Contract, space: Space) -> None:
        self.contract = contract
        self.space = space
        self._families: dict[str, Family] = {}
        self._claims: list[Family] = []
        self.moves: list[Move] = []
        self.missing: list[Problem] = []
        self._measures: dict[str, tuple[tuple[int, ...], int]] = {}
        self._opening: dict[str, tuple[int, ...]] = {}
        self._unlimited: set[str] = set()

    def keys(self, level: str) -> tuple[str, ...]:
        """The keys of a level."""
        return self.space.by_name[level].keys

    def has(self, name: str) -> bool:
        """Whether a family of that name is in the program."""
        return name in self._families

    def family(
        self,
        name: str,
        level: str,
        role: Role,
        says: Text,
        *,
        unit: str = "fen",
        opening: Mapping[str, int] | None = None,
    ) -> Family:
        """The family of that name, declared when it first comes up."""
        known = self._families.get(name)
        if known is None:
            known = self._families[name] = Family(name, level, role, says, unit)
            if role is Role.CLAIM:
                self._claims.append(known)
            if opening:
                self._opening[name] = tuple(opening.get(key, 0) for key in self.keys(level))
        return known

    def opened(self, family: Family) -> dict[str, int]:
        """The opening balances of a family, by key."""
        opening = self._opening.get(family.name, ())
        return dict(zip(self.keys(family.level), opening, strict=False))

    def column(
        self,
        name: str,
        level: str,
        values: Sequence[Fraction | int],
        says: Text,
        *,
        unit: str = "",
    ) -> Measure:
        """A measure with its numbers, one per key of the level."""
        if name not in self._measures:
            self._measures[name] = _over_one_scale(values)
        return Measure(name, level, says, unit)

    def knows(self, measure: str) -> bool:
        """Whether a column of that name has been written."""
        return measure in self._measures

    def families(self) -> tuple[Family, ...]:
        """All families so far."""
        return tuple(self._families.values())

    def claims(self) -> tuple[Family, ...]:
        """All claims so far."""
        return tuple(self._claims)

    def unlimited(self, family: Family) -> None:
        """Let a pocket pay whatever is due."""
        self._unlimited.add(family.name)

    def add(self, *moves: Move) -> None:
        """Append moves."""
        self.moves.extend(moves)

    def level_of(self, expr: Expr) -> str:
        """The level at which an expression lives; `CONTRACT` for a constant."""
        match expr:
            case Measure():
                return expr.level
            case Balance():
                return expr.family.level
            case Constant():
                return CONTRACT
            case _ if hasattr(expr, "level"):
                return expr.level
            case _:
                return self._finest(self.level_of(part) for part in parts_of(expr))

    def _finest(self, levels: Iterable[str]) -> str:
        found = CONTRACT
        for level in levels:
            found = self.space.finer(found, level)
        return found

    def program(self) -> Program:
        """The program as written."""
        return Program(tuple(self._families.values()), tuple(self.moves))

    def inputs(
        self,
        credits_micro: Mapping[str, Mapping[str, int]],
        draws: Mapping[str, tuple[str, ...]],
    ) -> Inputs:
        """The numbers beside the program."""
        return Inputs(
            space=self.space,
            measures=self._measures,
            opening=self._opening,
            unlimited=frozenset(self._unlimited),
            credits_micro=credits_micro,
            draws=draws,
        )


def _over_one_scale(values: Sequence[Fraction | int]) -> tuple[tuple[int, ...], int]:
    """Exact numbers as whole numbers and the scale that divides them all."""
    if set(map(type, values)) == {int}:
        return cast("tuple[int, ...]", tuple(values)), 1
    ratios = [value.as_integer_ratio() for value in values]
    scales = {own for _, own in ratios}
    scale = lcm(*scales)
    if len(scales) == 1:  # most often: whole numbers, or the same decimals
        return tuple([number for number, _ in ratios]), scale
    return tuple([number * (scale // own) for number, own in ratios]), scale


def name_of(contract: Contract, name: str) -> Text:
    """The name of a declared thing, for people."""
    found = contract.names.declared.get(name)
    if found is None:
        return Text(zh="成员", en="members") if name == "members" else same(name)
    return Text(zh=found.name, en=found.name_en or found.name)


def account_level(contract: Contract, name: str) -> str:
    """The level of the account of a base, pool, fund or party."""
    if contract.names.is_own_fund(name):
        return MEMBER
    found = contract.names.declared[name]
    per_group = isinstance(found, Party | Pool | Fund) and found.per_group
    return GROUP if per_group and not isinstance(found, Base) else CONTRACT
