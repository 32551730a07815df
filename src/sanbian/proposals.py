"""Proposing worked examples: a few households, at the amounts where something changes.

The amounts are those at which what anyone gets bends or jumps: a guarantee that is covered, a
cap that binds, a fund that is full. What comes out is for a person to check against the paper;
nothing is written into a contract by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import ceil

from attrs import evolve

from sanbian.contract import (
    Base,
    Contract,
    Example,
    ExampleHousehold,
    Expected,
    NamedMeasure,
    facts_of_example,
    register_of_example,
)
from sanbian.errors import SanbianError
from sanbian.facts import Facts, PartFacts
from sanbian.payouts import Whereabouts, where_it_goes
from sanbian.register import Household, Register, Status, holdings, households_on
from sanbian.settlement import outcome, settle
from sanbian.wording import NOTHING, Language, Text, grouped_yuan, join, same

HOUSEHOLDS_MAX = 8
_OF_EACH_SORT = 2
EDGES_MAX = 12
_STEP = 100  # one yuan before an edge and one after it
_NEARBY = 30 * _STEP
_GRID = 16  # parts in which edges are looked for where there is no exact function
_FAR = 10**7  # losses are looked at down to 100,000 yuan


def propose_examples(
    contract: Contract, register: Register, facts: Facts, language: Language = "zh"
) -> tuple[Example, ...]:
    """Worked examples at the edges of the clauses, for a person to check (建议算例).

    Args:
        contract: The contract.
        register: Its register: a few households that differ are taken from it, by their
            codes and without names.
        facts: The facts of a period: all but one amount are taken from its last part.
        language: In which language the examples are named.

    Returns:
        The example of the facts themselves; then for each base one yuan below, at, and one
        yuan above each amount at which something changes. Amounts that cannot be settled, and
        names that the contract has, are left out.

    Raises:
        SanbianError: Not even the facts themselves can be settled.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> contract = Contract(
        ...     id="A", title="A", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     versions=(
        ...         Version(
        ...             since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...             rounding=Rounding.HALF_UP, record_day="period_end",
        ...             clauses=(
        ...                 Dividend(id="3", of="profit", to="members", by=Measured("equal")),
        ...             ),
        ...         ),
        ...     ),
        ... )
        >>> register = Register(households=(Household(code="甲"), Household(code="乙")))
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> facts = facts_of(year, amounts={"profit": yuan("100")})
        >>> for each in propose_examples(contract, register, facts):
        ...     each.name, each.expect.paid
        ('净利润 100.00 元', 10000)
    """
    plain = evolve(contract, examples=())
    households = _some_households(plain, register, facts.period.end)
    stated = _stated(plain, facts, households)
    first = _worked_out(
        plain, evolve(stated, name=_name(plain, stated, "", NOTHING, language))
    )
    made = {first.name: first}
    for base in stated.amounts:
        for amount, where in _amounts(plain, stated, base):
            example = evolve(stated, amounts={**stated.amounts, base: amount})
            name = _name(plain, example, base, where, language)
            try:
                made.setdefault(name, _worked_out(plain, evolve(example, name=name)))
            except SanbianError:
                continue  # a loss that the contract does not provide for
    known = {each.name for each in contract.examples}
    return tuple(each for name, each in made.items() if name not in known)


# --- a few households, and the facts for them ------------------------------------------


def _some_households(
    contract: Contract, register: Register, day: date
) -> tuple[ExampleHousehold, ...]:
    """Two households of each sort: status, what it holds, and the group where it matters."""
    held = holdings(register, on=day)
    is_by_group = any(contract.names.is_per_group(name) for name in contract.names.declared)
    met: dict[object, list[ExampleHousehold]] = {}
    for household in households_on(register, on=day):
        if not household.counts_on(day):
            continue
        shares = {
            each.id: held[household.code, each.id]
            for each in contract.share_classes
            if (household.code, each.id) in held
        }
        status = household.status_on(day)
        sort = household.group if is_by_group else "", status, frozenset(shares)
        same_sort = met.setdefault(sort, [])
        if len(same_sort) < _OF_EACH_SORT:
            same_sort.append(
                ExampleHousehold(
                    code=household.code,
                    group=household.group,
                    people=household.people,
                    status=status,
                    status_day=_since(household, status, day),
                    shares=shares,
                    measures=household.measures,
                )
            )
    return tuple(each for same_sort in met.values() for each in same_sort)[:HOUSEHOLDS_MAX]


def _since(household: Household, status: Status, day: date) -> date | None:
    """The first day of a household's status, where it has one."""
    days = [first for first, each in household.status if first <= day and each is status]
    return days[-1] if days else None


def _stated(
    contract: Contract, facts: Facts, households: tuple[ExampleHousehold, ...]
) -> Example:
    """An example with the facts of the last part, as far as they are of its households."""
    part = facts.parts[-1]
    codes = {each.code for each in households}
    groups = {each.group for each in households}
    return Example(
        name="-",
        proposed=True,
        period=part.period,
        amounts={name: part.amounts.get(name, 0) for name in contract.names.of(Base)},
        measures=part.measures,
        group_measures={
            name: {group: number for group, number in numbers.items() if group in groups}
            for name, numbers in part.group_measures.items()
        },
        draws={
            clause: tuple(code for code in drawn if code in codes)
            for clause, drawn in facts.draws.items()
        },
        households=tuple(_measured(contract, each, part) for each in households),
        expect=Expected(),
    )


def _measured(
    contract: Contract, household: ExampleHousehold, part: PartFacts
) -> ExampleHousehold:
    """A household with the numbers of the roster and, before them, of its activity."""
    found = dict(household.measures)
    for name, by_code in part.activity.items():
        found[name] = by_code.get(household.code, Fraction(0))
    known = set(contract.names.of(NamedMeasure))
    return evolve(
        household, measures={name: each for name, each in found.items() if name in known}
    )


def _worked_out(contract: Contract, example: Example) -> Example:
    """The example with what a settlement comes to, as far as a person would check it."""
    register = register_of_example(example.households, contract.starts)
    found = outcome(settle(contract, register, facts_of_example(example)))
    numbers = ("paid", "arrears")
    expect = Expected(
        paid=found.paid,
        arrears=found.arrears,
        totals=found.totals,
        holders={
            code: {name: got[name] for name in numbers if name == "paid" or got[name]}
            for code, got in found.holders.items()
        },
        groups=found.groups,
        funds=found.funds,
        in_kind=found.in_kind,
    )
    return evolve(example, expect=expect)


# --- where something changes -----------------------------------------------------------


def _amounts(contract: Contract, stated: Example, base: str) -> Iterator[tuple[int, Text]]:
    """Amounts of a base before, at and after each edge."""
    edges, at = _edges(contract, stated, base)
    for edge in edges[:EDGES_MAX]:
        yield from ((edge - _STEP, _BELOW), (edge, at), (edge + _STEP, _ABOVE))


def _edges(contract: Contract, stated: Example, base: str) -> tuple[list[int], Text]:
    """Amounts of a base at which what anyone gets bends or jumps: exact, or nearly so."""
    register = register_of_example(stated.households, contract.starts)
    facts = facts_of_example(stated)
    for since in (-_FAR, 0):
        try:
            goes = where_it_goes(contract, register, facts, of=base, since=since)
        except SanbianError:
            continue  # losses that the contract does not provide for, or no straight pieces
        return _bends(goes), _AT

    @cache
    def came_to(amount: int) -> Mapping[str, int] | None:
        example = evolve(stated, amounts={**stated.amounts, base: amount})
        try:
            expect = _worked_out(contract, example).expect
        except SanbianError:
            return None
        return {"": expect.arrears or 0, **expect.totals, **expect.funds}

    slack = 2 * len(stated.households) + 2
    most = max(_FAR, 4 * stated.amounts[base])
    grid = [most * place // _GRID for place in range(_GRID + 1)]
    found = [
        edge for low, high in pairwise(grid) for edge in _halved(came_to, low, high, slack)
    ]
    return _apart(found), _NEAR


def _apart(found: Iterable[int]) -> list[int]:
    """One edge of those that odd fen have spread over a few yuan."""
    clusters: list[list[int]] = []
    for edge in sorted(found):
        if clusters and edge - clusters[-1][-1] <= _NEARBY:
            clusters[-1].append(edge)
        else:
            clusters.append([edge])
    return [_roundest(near[0], near[-1]) for near in clusters]


def _halved(
    came_to: Callable[[int], Mapping[str, int] | None], low: int, high: int, slack: int
) -> list[int]:
    """The edges between two amounts: where what comes of them is no straight line."""
    middle = (low + high) // 2
    ends = came_to(low), came_to(middle), came_to(high)
    if all(each is None for each in ends):
        return []
    some = [each for each in ends if each is not None]
    if len(some) == len(ends) and _is_straight(some, middle - low, high - low, slack):
        return []
    if high - low <= _STEP:
        return [_roundest(low, high)]
    found = [*_halved(came_to, low, middle, slack), *_halved(came_to, middle, high, slack)]
    return found or [_roundest(low, high)]


def _is_straight(
    ends: Sequence[Mapping[str, int]], before: int, whole: int, slack: int
) -> bool:
    """Whether the amounts in the middle lie on the lines between the ends, but for odd fen."""
    first, between, last = ends
    names = {**first, **between, **last}
    return all(
        abs(
            (between.get(name, 0) - first.get(name, 0)) * whole
            - (last.get(name, 0) - first.get(name, 0)) * before
        )
        <= slack * whole
        for name in names
    )


def _roundest(low: int, high: int) -> int:
    """The amount between two with the most zeros at its end."""
    if low <= 0 <= high:
        return 0
    step = 1
    while -(-low // (step * 10)) * step * 10 <= high:
        step *= 10
    return -(-low // step) * step


def _bends(goes: Whereabouts) -> list[int]:
    functions = (
        *goes.holders.values(),
        *goes.others.values(),
        *(goes.left_over, goes.owed, goes.deficit),
    )
    return sorted({ceil(place) for each in functions for place in each.breakpoints})


# --- names ------------------------------------------------------------------------------

_BELOW = Text(zh="，转折前一元", en=", one yuan before a change")
_AT = Text(zh="，恰在转折处", en=", where something changes")
_NEAR = Text(zh="，转折附近", en=", about where something changes")
_ABOVE = Text(zh="，转折后一元", en=", one yuan after a change")


def _name(
    contract: Contract, example: Example, base: str, where: Text, language: Language
) -> str:
    """The amounts of the bases that matter, and where they stand."""
    named = [each for each in contract.bases if not base or each.id == base]
    amounts = [
        Text(
            zh=f"{each.name} {grouped_yuan(example.amounts[each.id])} 元",
            en=f"{each.name_en or each.name} {grouped_yuan(example.amounts[each.id])} yuan",
        )
        for each in named
    ]
    return (join(amounts or [same(str(example.period))]) + where).of(language)
