"""Checks of conditions: no part of a term is out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias, assert_never

from sanbian.clause import Condition, Conditional, Fixed, LeftOf, NamedAmount, Number, Term
from sanbian.clause.terms import RelationWord
from sanbian.contract.names import (
    BUILT_IN_MEASURES,
    Names,
    inner_terms,
    measures_in,
    sources_of,
)
from sanbian.contract.parts import ContractParts, clauses_of, problem
from sanbian.contract.values import Base, Fund, Pool
from sanbian.errors import Problem
from sanbian.wording import Text

Cut: TypeAlias = tuple[int, Fraction, int]
"""A place between numbers: before all, right before or right after one of them, after all."""

Range: TypeAlias = tuple[tuple[Cut, Cut], ...]
"""Numbers from one cut to another, several such pieces in order."""

Known: TypeAlias = tuple[tuple[NamedAmount, Range], ...]
"""What is known of the numbers compared where a part of a term is reached."""

_FIRST: Cut = (-1, Fraction(0), 0)
_LAST: Cut = (1, Fraction(0), 0)


def what_is_shared_has_one_answer(parts: ContractParts) -> Iterator[Problem]:
    """A clause that shares money asks a condition of the money, not of each holder."""
    for place in clauses_of(parts):
        when = getattr(place.clause, "when", None)
        if when is None:
            continue
        asked = Conditional(when=when, then=when.bound, otherwise=when.bound)
        (_, source), *_ = sources_of(place.clause)
        coarse = {"contract", "group"} if parts.names.is_per_group(source) else {"contract"}
        for where, name in measures_in(asked):
            measure = parts.names.measure(name)
            level = "contract" if measure is None else measure.level
            if parts.names.is_own_fund(name):
                level = "member"
            if level not in coarse and where.startswith("when."):
                yield problem(
                    f"{place.at}.{where}",
                    zh=f"整笔分配的条件应对整笔款项只有一个答案，得到各户或各组各自的 “{name}”",
                    en=f"expected a condition with one answer for all that is shared, got {name!r} "
                    "of each holder or group",
                    do_zh="改用全合同的计量项、基数、待分配款或基金；各户各自的条件写在金额里",
                    do_en="compare a measure of the whole contract, a base, pool or fund; a "
                    "condition of each holder belongs into an amount",
                )


def unreachable_parts(at: str, term: Term, names: Names) -> Iterator[Problem]:
    """Conditions that always hold, or never, so that a part of the term is never due.

    Found where that follows from the contract alone: from a constant, from an amount that is
    never below zero, or from the conditions around it on the same number.
    """
    yield from _unreachable(at, term, names, ())


def _unreachable(at: str, term: Term, names: Names, known: Known) -> Iterator[Problem]:
    inner_known = {}
    if isinstance(term, Conditional):
        bound = _constant(term.when.bound)
        if bound is not None:
            possible = _possible(term.when.of, names, known)
            held = _held(term.when.relation, bound)
            then, otherwise = _within(possible, held), _within(possible, _without(held))
            if not then or not otherwise:
                yield _one_sided(f"{at}.when", term.when, always=bool(then))
                return
            inner_known = {
                "then": (*known, (term.when.of, then)),
                "otherwise": (*known, (term.when.of, otherwise)),
            }
    for place, inner in inner_terms(term):
        yield from _unreachable(
            f"{at}.{place}", inner, names, inner_known.get(place, known)
        )


def _constant(term: NamedAmount) -> Fraction | None:
    """The number of a term that is one number whatever the facts; money in fen."""
    match term:
        case Fixed():
            return Fraction(term.amount)
        case Number():
            return term.value
        case _:
            return None


def _possible(of: NamedAmount, names: Names, known: Known) -> Range:
    """The numbers that may be compared here, after the conditions around."""
    for compared, found in reversed(known):
        if compared == of:
            return found
    constant = _constant(of)
    if constant is not None:
        return _held("equals", constant)
    return _held("at_least", Fraction(0)) if _is_never_negative(of, names) else _ALL


_ALL: Range = ((_FIRST, _LAST),)


def _is_never_negative(of: NamedAmount, names: Names) -> bool:
    if isinstance(of, LeftOf):
        return True
    if not isinstance(of, str):
        return False
    return of in BUILT_IN_MEASURES or isinstance(names.declared.get(of), Base | Pool | Fund)


def _held(relation: RelationWord, bound: Fraction) -> Range:
    """The numbers for which a relation to a bound holds."""
    before, after = (0, bound, 0), (0, bound, 1)
    match relation:
        case "at_least":
            return ((before, _LAST),)
        case "more_than":
            return ((after, _LAST),)
        case "equals":
            return ((before, after),)
        case "at_most":
            return ((_FIRST, after),)
        case "less_than":
            return ((_FIRST, before),)
        case _:
            assert_never(relation)


def _within(one: Range, other: Range) -> Range:
    pieces = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple((low, high) for low, high in pieces if low < high)


def _without(held: Range) -> Range:
    """All numbers but those of one piece."""
    ((low, high),) = held
    return tuple(piece for piece in ((_FIRST, low), (high, _LAST)) if piece[0] < piece[1])


def _one_sided(at: str, when: Condition, *, always: bool) -> Problem:
    dead = "otherwise" if always else "then"
    return Problem(
        at=f"{at}.{when.relation}",
        says=Text(
            zh=f"应为有时成立、有时不成立的条件，得到{'总是' if always else '永不'}成立的条件，"
            f"“{dead}” 永远用不到",
            en="expected a condition that may hold or not, got one that "
            f"{'always' if always else 'never'} holds, so that {dead!r} is never used",
        ),
        do=Text(
            zh="核对界限、单位和外层条件；确实不需要条件的，直接写那一项",
            en="check the bound, its unit and the conditions around it; where none is needed, "
            "write the term alone",
        ),
    )
