"""Nodes: the numbers of one holder behind an amount, each made of those below it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from sanbian.settlement.clauses import clause_of
from sanbian.settlement.figures import RELATIONS, Figure, Operation
from sanbian.settlement.values import Settlement, amount_at
from sanbian.wording import Text


@frozen(kw_only=True)
class Node:
    """One number of an explanation and what it was made of.

    Attributes:
        says: What it is, for people.
        op: How it was made of its parts.
        value: The exact number; money in fen.
        unit: ``fen`` for money, ``%`` for a rate, else as it is printed.
        parts: What it was made of, in order.
    """

    says: Text
    op: Operation
    value: Fraction
    unit: str
    parts: tuple[Node, ...] = ()


def line_node(settlement: Settlement, position: int, place: int) -> Node:
    """How one holder's amount of a flow came about; the flow has a figure."""
    flow = settlement.flows[position]
    assert flow.figure is not None
    return _node(settlement, flow.figure, position, place)


def _node(settlement: Settlement, figure: Figure, position: int, place: int) -> Node:
    """The numbers of one holder out of a figure."""
    value = figure.at(_place_at(settlement, figure.level, place))
    parts: tuple[Node, ...]
    if figure.op == "choose":
        condition, then, otherwise = figure.parts
        holds = condition.at(_place_at(settlement, condition.level, place))
        taken = _node(settlement, then if holds else otherwise, position, place)
        if condition.op not in RELATIONS:
            return taken
        parts = (_node(settlement, condition, position, place), taken)
    elif figure.op == "balance":
        parts = tuple(_fed(settlement, figure, position, place))
    else:
        parts = tuple(_node(settlement, part, position, place) for part in figure.parts)
    return Node(
        says=figure.says or Text(zh="", en=""),
        op=figure.op,
        value=value,
        unit=figure.unit,
        parts=parts,
    )


def _place_at(settlement: Settlement, level: str, place: int) -> int:
    """The position at another level of the holder at a position of the members."""
    if level == "group":
        return settlement.groups[place]
    return place if level == "member" else 0


def _fed(
    settlement: Settlement, figure: Figure, position: int, place: int
) -> Iterator[Node]:
    """What opened, filled and emptied an account before a move: the way back to the facts."""
    if figure.level == "member":
        return
    key = _place_at(settlement, figure.level, place)
    fed = []
    for earlier in range(position):
        flow = settlement.flows[earlier]
        if figure.account not in {flow.source, flow.target}:
            continue
        if flow.move == settlement.flows[position].move:
            break
        amount = amount_at(settlement, flow, figure.level, key)
        sign = 1 if flow.target == figure.account else -1
        parts: tuple[Node, ...] = ()
        if flow.figure is not None and sign == 1 and flow.level == figure.level:
            parts = (_node(settlement, flow.figure, earlier, place),)
        if amount:
            fed.append(
                Node(
                    says=flow.says + clause_of(flow.clause),
                    op="given" if not parts else "balance",
                    value=Fraction(sign * amount),
                    unit=flow.unit,
                    parts=parts,
                )
            )
    opening = figure.at(key) - sum(node.value for node in fed)
    if fed and opening:
        yield Node(says=_OPENING, op="given", value=opening, unit=figure.unit)
    yield from fed


_OPENING = Text(zh="期初", en="opening")
