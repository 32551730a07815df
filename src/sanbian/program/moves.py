"""The three moves, the program that they make up, and the numbers it runs on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias, assert_never

from attrs import field, frozen

from sanbian.money import OddFen
from sanbian.program.algebra import Expr
from sanbian.program.families import Family, Role
from sanbian.program.levels import Space
from sanbian.wording import Text


@frozen
class Because:
    """Why a move is made: the clause, the kind of its lines, and words for people.

    Attributes:
        clause: Number of the clause, or a word such as ``law`` for what the law orders.
        kind: Kind of the lines: ``guarantee``, ``dividend`` ...
        says: The words.
    """

    clause: str
    kind: str
    says: Text = field(eq=False)


@frozen(kw_only=True)
class Accrue:
    """Raise a claim by an amount; a negative amount forgives, sets off or corrects (计提).

    Attributes:
        claim: The claim family.
        amount: Whole amount at the claim's level.
        because: Why.
    """

    claim: Family
    amount: Expr
    because: Because


@frozen(kw_only=True)
class Pay:
    """Pay what is due from sources in order (支付).

    Each source pays the smaller of its balance and what is *still* due; a short source is
    shared over the remaining dues. ``0 <= paid <= due``, per key.

    Attributes:
        due: Whole amount per key, or None for all that the discharged claims amount to.
        level: Level of the dues.
        sources: Paid from in this order; each at the level of the dues or coarser.
        to: Who receives; at the level of the dues or coarser.
        discharges: Claims of equal rank that the payment lowers.
        short: A short source is shared in proportion to the dues, or in register order.
        unpaid: What stays unpaid is carried, lapses, or is an error.
        odd_fen: Rule for the odd fen of a short source.
        name: Under which a draw is recorded.
        because: Why.
        step: Smallest amount shared out of a short source, in fen.
    """

    due: Expr | None
    level: str
    sources: tuple[Family, ...]
    to: Family
    discharges: tuple[Family, ...] = ()
    short: Literal["pro_rata", "in_order"] = "pro_rata"
    unpaid: Literal["carry", "lapse", "error"]
    odd_fen: OddFen
    name: str
    because: Because
    step: int = 1


@frozen(kw_only=True)
class Part:
    """One family of takers of a division.

    Attributes:
        to: The family that receives; at the level of the source or finer.
        weight: Weight per key.
        kind: Kind of its lines, where it is not that of the move.
        at_least: Lower bound per key in whole units, or None.
        at_most: Upper bound per key in whole units, or None.
    """

    to: Family
    weight: Expr
    kind: str | None = None
    at_least: Expr | None = None
    at_most: Expr | None = None


@frozen(kw_only=True)
class Divide:
    """Share out the whole balance of a source: money, or a claim among those who bear it (分配).

    Attributes:
        source: The family that is emptied, key by key.
        parts: The takers; all their keys under one source key share its balance together.
        rest: Where that goes which nobody may take; None if that is an error.
        odd_fen: Rule for the odd fen.
        name: Under which a draw or the fen-credits of this division are kept.
        because: Why.
        step: Smallest amount that is paid out, in fen.
    """

    source: Family
    parts: tuple[Part, ...]
    rest: Family | None
    odd_fen: OddFen
    name: str
    because: Because
    step: int = 1


Move: TypeAlias = Accrue | Pay | Divide


@frozen
class Program:
    """Accounts and the moves over them, without any number.

    Attributes:
        families: All account families, each name once.
        moves: In order.
    """

    families: tuple[Family, ...]
    moves: tuple[Move, ...]

    def __attrs_post_init__(self) -> None:
        named = {family.name: family for family in self.families}
        assert len(named) == len(self.families), "names of families repeat"
        for move in self.moves:
            for family in families_of(move):
                known = named.get(family.name)
                assert known is family or known == family, f"{family.name} is not declared"
            _check_move(move)


def families_of(move: Move) -> tuple[Family, ...]:
    """The families that a move reads from or writes to, but for its expressions."""
    match move:
        case Accrue():
            return (move.claim,)
        case Pay():
            return (*move.sources, move.to, *move.discharges)
        case Divide():
            rest = () if move.rest is None else (move.rest,)
            return (move.source, *(part.to for part in move.parts), *rest)
        case _:
            assert_never(move)


def _check_move(move: Move) -> None:
    units = {family.unit for family in families_of(move)}
    assert len(units) == 1, f"clause {move.because.clause} mixes units: {sorted(units)}"
    match move:
        case Accrue():
            assert move.claim.role is Role.CLAIM, f"{move.claim.name} is no claim"
        case Pay():
            assert move.due is not None or move.discharges, "nothing says what is due"
            assert move.discharges or move.unpaid != "carry", "nothing carries the unpaid"
            names = [claim.name for claim in move.discharges]
            assert len(set(names)) == len(names), "a claim is discharged twice"
            for claim in move.discharges:
                assert claim.role is Role.CLAIM, f"{claim.name} is no claim"
                assert claim.level == move.level, f"{claim.name} is at another level"
            for account in (*move.sources, move.to):
                assert account.role is not Role.CLAIM, f"{account.name} holds no money"
        case Divide():
            assert move.parts, "nobody takes"
            is_claim = move.source.role is Role.CLAIM
            for account in families_of(move):
                assert (account.role is Role.CLAIM) is is_claim, (
                    f"{account.name}: money is divided into money, a claim into claims"
                )
        case _:
            assert_never(move)


Numbers: TypeAlias = tuple[tuple[int, ...], int]
"""Whole numbers and the scale that divides them all."""


def _measures(given: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
    return MappingProxyType(dict(given))


def _balances(given: Mapping[str, tuple[int, ...]]) -> Mapping[str, tuple[int, ...]]:
    return MappingProxyType(dict(given))


def _credits(given: Mapping[str, Mapping[str, int]]) -> Mapping[str, Mapping[str, int]]:
    return MappingProxyType(dict(given))


def _draws(given: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(dict(given))


@frozen(kw_only=True)
class Inputs:
    """The columns beside a program: all numbers of one run.

    Attributes:
        space: The levels with their keys.
        measures: Columns by name: whole numbers and the scale that divides them all, so
            that ``(numbers, scale)`` means ``number / scale`` per key.
        opening: Opening balances by family name; a missing family opens at zero.
        unlimited: Names of pockets that pay whatever is due.
        credits_micro: Fen-credits by division and key, in millionths of a fen.
        draws: Recorded draws by division: codes in the order drawn.
    """

    space: Space
    measures: Mapping[str, Numbers] = field(converter=_measures)
    opening: Mapping[str, tuple[int, ...]] = field(converter=_balances)
    unlimited: frozenset[str] = frozenset()
    credits_micro: Mapping[str, Mapping[str, int]] = field(converter=_credits, factory=dict)
    draws: Mapping[str, tuple[str, ...]] = field(converter=_draws, factory=dict)
