"""Explanation: one holder's year, in plain words, with the clause and the numbers.

The short form is for the household: a line for each amount, and the total. The whole tree
is for an auditor: each number down to the facts from which it came.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from sanbian.clause import Kind
from sanbian.errors import UnknownNameError, unknown_name
from sanbian.settlement.figures import Figure, Operation
from sanbian.settlement.values import CASH, Flow, Settlement, Statement, statement_at
from sanbian.wording import Language, Text, join, money, number, percent, same


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


@frozen(kw_only=True)
class ExplainedLine:
    """One amount that a holder got, or that was set off.

    Attributes:
        clause: Number of the clause.
        kind: What the money is.
        says: Words for people.
        amount: Fen; negative for what was set off.
        odd: Whether an odd fen is in it.
        why: How it came about, or None where it only was carried.
    """

    clause: str
    kind: Kind
    says: Text
    amount: int
    odd: bool
    why: Node | None


@frozen(kw_only=True)
class Explanation:
    """One holder's year (说明).

    Attributes:
        holder: Code.
        name: Name, or empty.
        title: Title of the contract.
        period: The period, written out.
        lines: They sum to `paid`.
        paid: What is paid out now, in fen.
        statement: Entitled, advanced, paid, in arrears.
        odd_fen: The rule for odd fen, in words.
    """

    holder: str
    name: str
    title: str
    period: str
    lines: tuple[ExplainedLine, ...]
    paid: int
    statement: Statement
    odd_fen: Text


def explain(settlement: Settlement, holder: str) -> Explanation:
    """Explain what one holder gets (说明一户的结算).

    Args:
        settlement: The settlement.
        holder: Code of the holder.

    Returns:
        Lines that sum to what is paid, each with the tree of numbers behind it.

    Raises:
        UnknownNameError: The holder is not in the settlement.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end",
        ...     clauses=(Dividend(id="3", of="profit", to="members", by=Measured("people")),),
        ... )
        >>> contract = Contract(
        ...     id="A", title="合作协议", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     versions=(version,),
        ... )
        >>> households = (Household(code="H1", people=1), Household(code="H2", people=2))
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> settled = settle(
        ...     contract, Register(households=households), facts_of(year, amounts={"profit": 100})
        ... )
        >>> explanation = explain(settled, "H2")
        >>> explanation.paid, [line.amount for line in explanation.lines]
        (67, [67])
    """
    if holder not in settlement.members:
        what = Text(zh="名册中的户", en="household of the settlement")
        raise UnknownNameError(
            unknown_name("holder", name=holder, known=settlement.members, what=what)
        )
    place = settlement.members.index(holder)
    explained = tuple(_explained(settlement, place))
    paid = sum(line.amount for line in explained)
    statement = statement_at(settlement, place)
    assert paid == statement.paid, f"{holder}: the lines do not add up to the payout"
    return Explanation(
        holder=holder,
        name=settlement.names.get(holder, ""),
        title=settlement.title,
        period=str(settlement.period),
        lines=explained,
        paid=paid,
        statement=statement,
        odd_fen=join(settlement.odd_fen, zh="；", en="; "),
    )


def _explained(settlement: Settlement, place: int) -> Iterator[ExplainedLine]:
    for position, flow in enumerate(settlement.flows):
        if flow.level != "member" or not flow.amounts[place] or flow.unit != "fen":
            continue
        sign = _sign(flow)
        if sign:
            yield ExplainedLine(
                clause=flow.clause,
                kind=flow.kind,
                says=flow.says,
                amount=sign * flow.amounts[place],
                odd=place in flow.odd,
                why=None
                if flow.figure is None
                else _line_node(settlement, position, place),
            )


def _sign(flow: Flow) -> int:
    """Plus for what a holder is given, minus for what is set off, zero for neither."""
    if (flow.target or "").startswith("payable/"):
        return 1
    if (flow.source or "").startswith("payable/") and flow.target not in {CASH, None}:
        return -1
    return 0


# --- trees ---------------------------------------------------------------------------


def _line_node(settlement: Settlement, position: int, place: int) -> Node:
    flow = settlement.flows[position]
    assert flow.figure is not None
    return _node(settlement, flow.figure, position, place)


def _node(settlement: Settlement, figure: Figure, position: int, place: int) -> Node:
    """The numbers of one holder out of a figure."""
    value = figure.at(_place_at(settlement, figure.level, place))
    if figure.op == "choose":
        condition, then, otherwise = figure.parts
        holds = condition.at(_place_at(settlement, condition.level, place))
        return _node(settlement, then if holds else otherwise, position, place)
    if figure.op == "balance":
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
        amount = _amount_at(settlement, flow, figure.level, key)
        sign = 1 if flow.target == figure.account else -1
        parts: tuple[Node, ...] = ()
        if flow.figure is not None and sign == 1 and flow.level == figure.level:
            parts = (_node(settlement, flow.figure, earlier, place),)
        if amount:
            fed.append(
                Node(
                    says=flow.says + _clause_of(flow.clause),
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


def _amount_at(settlement: Settlement, flow: Flow, level: str, key: int) -> int:
    """What a flow moved for one key of a level that is as coarse or coarser."""
    if flow.level == level:
        return flow.amounts[key]
    if level == "contract":
        return sum(flow.amounts)
    within = zip(settlement.groups, flow.amounts, strict=True)
    return sum(amount for group, amount in within if group == key)


def _clause_of(clause: str) -> Text:
    if clause in {"law", "books", "payout"}:
        return Text(zh="", en="")
    return Text(zh=f"（{clause_zh(clause)}）", en=f" (clause {clause})")


def clause_zh(clause: str) -> str:
    """The number of a clause as it is said in Chinese."""
    return clause if clause.startswith("第") else f"第{clause}条"


# --- words ---------------------------------------------------------------------------


def describe(explanation: Explanation, language: Language, *, whole: bool = False) -> str:
    """Put an explanation into plain words.

    Args:
        explanation: The explanation.
        language: ``zh`` or ``en``.
        whole: The whole tree for an auditor, or the short form for the household.

    Returns:
        One line per amount, then the total; for the whole tree each number below it.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end",
        ...     clauses=(Dividend(id="3", of="profit", to="members", by=Measured("people")),),
        ... )
        >>> contract = Contract(
        ...     id="A", title="合作协议", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     versions=(version,),
        ... )
        >>> households = (Household(code="H1", people=1), Household(code="H2", people=2))
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> settled = settle(
        ...     contract, Register(households=households), facts_of(year, amounts={"profit": 100})
        ... )
        >>> print(describe(explain(settled, "H2"), "zh"))
        X
    """
    return "\n".join(text.of(language) for text in _described(explanation, whole=whole))


def _described(explanation: Explanation, *, whole: bool) -> Iterator[Text]:
    who = f"{explanation.holder} {explanation.name}".strip()
    yield same(f"{who}  {explanation.period}  {explanation.title}")
    for line in explanation.lines:
        yield _line_text(line)
        if whole and line.why is not None:
            yield from _tree_text(line.why, depth=1)
    yield Text(zh="合计 ", en="total ") + money(explanation.paid)
    statement = explanation.statement
    if statement.arrears:
        yield Text(zh="另有欠付 ", en="still owed ") + money(statement.arrears)
    if statement.over_advanced:
        yield Text(zh="预付超出 ", en="advanced beyond what was due ") + money(
            statement.over_advanced
        )


def _line_text(line: ExplainedLine) -> Text:
    text = line.says + Text(zh=" ", en=" ") + money(line.amount) + _clause_of(line.clause)
    if line.why is not None and line.amount > 0:
        text += Text(zh="：", en=": ") + formula(line.why)
    if line.odd:
        text += Text(zh="，含零头", en=", with an odd fen")
    return text


def _tree_text(node: Node, depth: int) -> Iterator[Text]:
    indent = same("  " * depth)
    named = node.says if node.says.zh else KIND_OF_OPERATION[node.op]
    yield indent + named + same(" ") + value_text(node)
    for part in node.parts:
        yield from _tree_text(part, depth + 1)


KIND_OF_OPERATION: dict[Operation, Text] = {
    "given": Text(zh="已知", en="given"),
    "balance": Text(zh="账上", en="on the account"),
    "+": Text(zh="相加", en="sum of two"),
    "-": Text(zh="相减", en="difference"),
    "*": Text(zh="相乘", en="product"),
    "/": Text(zh="相除", en="quotient"),
    "min": Text(zh="孰低", en="the lesser"),
    "max": Text(zh="孰高", en="the greater"),
    "compare": Text(zh="比较", en="comparison"),
    "choose": Text(zh="按条件", en="by condition"),
    "sum": Text(zh="合计", en="sum"),
    "round": Text(zh="取整", en="rounded"),
    "share": Text(zh="按权数分得", en="share by weight"),
}


def formula(node: Node) -> Text:
    """The formula of a number with its numbers, on one line.

    A part that has a name of its own is named, with its value; the tree tells how it came.
    """
    match node.op:
        case "given" | "balance" | "compare" | "sum":
            return (
                node.says + same(" ") + value_text(node)
                if node.says.zh
                else value_text(node)
            )
        case "round":
            return formula(node.parts[0])
        case "+" | "-" | "*" | "/":
            left, right = (_grouped(part, node.op) for part in node.parts)
            return left + same(f" {_SIGNS[node.op]} ") + right
        case "min" | "max":
            words = KIND_OF_OPERATION[node.op]
            return words + same("(") + join(map(_inner, node.parts), zh="，") + same(")")
        case "share":
            pool, weight, total, *bounds = node.parts
            shared = _grouped(pool, "*") + same(" × ") + _grouped(weight, "*")
            text = shared + same(" ÷ ") + value_text(total)
            if bounds:
                text += Text(zh="，", en=", ") + join(map(_inner, bounds), zh="、")
            return text
        case "choose":
            raise AssertionError(node.op)


def _inner(part: Node) -> Text:
    """A part of a formula: by its name where it has one."""
    return part.says + same(" ") + value_text(part) if part.says.zh else formula(part)


_SIGNS: dict[Operation, str] = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _grouped(part: Node, op: Operation) -> Text:
    """A part of a formula, in brackets where its sign binds less."""
    inner = part
    while inner.op == "round" and not inner.says.zh:
        inner = inner.parts[0]
    loose = inner.op in _LOOSE[op] and not inner.says.zh
    return same("(") + formula(inner) + same(")") if loose else _inner(inner)


_LOOSE: dict[Operation, frozenset[Operation]] = {
    "+": frozenset(),
    "-": frozenset({"+", "-"}),
    "*": frozenset({"+", "-"}),
    "/": frozenset({"+", "-", "*", "/", "share"}),
}
"""Operations that bind less than a sign, on either side of it."""


def value_text(node: Node) -> Text:
    """A number with its unit."""
    if node.unit == "fen":
        if node.value.denominator == 1:
            return money(int(node.value))
        yuan = number(node.value / 100)
        return Text(zh=f"{yuan} 元", en=f"{yuan} yuan")
    if node.unit == "%":
        return same(percent(node.value))
    unit = _UNIT_NAMES.get(node.unit, same(node.unit))
    return same(number(node.value)) + Text(
        zh=f" {unit.zh}" if unit.zh else "", en=f" {unit.en}" if unit.en else ""
    )


_UNIT_NAMES: dict[str, Text] = {
    "mu": Text(zh="亩", en="mu"),
    "kg": Text(zh="公斤", en="kg"),
    "jin": Text(zh="斤", en="jin"),
    "head": Text(zh="头", en="head"),
    "day": Text(zh="天", en="days"),
    "share": Text(zh="股", en="shares"),
    "household": Text(zh="户", en="household"),
    "person": Text(zh="人", en="people"),
    "m2": Text(zh="平方米", en="m²"),
    "tree": Text(zh="株", en="trees"),
}
