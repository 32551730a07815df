"""Describing: an explanation in plain words, short for the household, whole for an auditor."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import assert_never

from attrs import evolve

from sanbian.clause import Kind
from sanbian.clause.naming import clause_text
from sanbian.register import STATUS_NAMES
from sanbian.settlement.clauses import clause_of
from sanbian.settlement.explain import ExplainedLine, Explanation, Node, OwedLine
from sanbian.settlement.figures import Operation
from sanbian.wording import Language, Text, join, money, number, percent, same


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
        H2  2023-01-01 – 2023-12-31  合作协议
        分红 0.67 元（第3条）：净利润 1.00 元 × 人口 2 人 ÷ 3 人，含零头
        合计 0.67 元
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
    for owed in explanation.owed:
        yield _owed_text(owed)
        if whole and owed.why is not None:
            yield from _tree_text(owed.why, depth=2)
    for borne in explanation.borne:
        yield _line_text(borne)
        if whole and borne.why is not None:
            yield from _tree_text(borne.why, depth=1)
    for waived in explanation.waived:
        yield waived.says + same(" ") + money(waived.amount) + clause_of(waived.clause)
    if statement.over_advanced:
        yield Text(zh="预付超出 ", en="advanced beyond what was due ") + money(
            statement.over_advanced
        )
    if statement.owing:
        yield OWING + money(statement.owing)


OWING = Text(zh="本户尚欠 ", en="still owed by the household ")


def _line_text(line: ExplainedLine) -> Text:
    text = line.says + Text(zh=" ", en=" ") + money(line.amount) + clause_of(line.clause)
    told = worked_out(line)
    return text + Text(zh="：", en=": ") + told if told.zh else text


def worked_out(line: ExplainedLine) -> Text:
    """How an amount came about, on one line; nothing for what only was set off."""
    told = []
    if line.since is not None:
        named = clause_text(line.clause)
        told.append(
            Text(
                zh=f"{line.since} 期{named.zh}欠付，本期补发",
                en=f"owed from {line.since} by {named.en}, paid now",
            )
        )
    elif line.why is not None and line.kind not in {Kind.ADVANCE, Kind.TRANSFER}:
        told.append(formula(line.why))
    if line.odd:
        told.append(ODD)
    text = join(told, zh="，", en=", ")
    if line.why is None or line.since is not None or line.amount <= 0:
        return text
    due = line.why.value
    if due.denominator != 1 or due == line.amount:
        return text
    return text + Text(zh=" = 应得 ", en=" = due ") + money(due)


def owed_because(line: OwedLine) -> Text:
    """How it came about that an amount is still owed, on one line."""
    if line.due is None:
        return Text(
            zh="以前期间欠付，尚未付清", en="owed from an earlier period, not paid yet"
        )
    told = [] if line.why is None else [formula(line.why)]
    told += [ODD] * line.odd
    due = Text(zh="应得 ", en="due ") + money(line.due)
    paid = Text(zh="已付或冲抵 ", en="paid or set off ") + money(line.due - line.owed)
    told_why = join(told, zh="，", en=", ")
    equals = same(" = ") if told else same("")
    return told_why + equals + due + Text(zh="，", en=", ") + paid


def _owed_text(line: OwedLine) -> Text:
    text = same("  ") + line.says + same(" ") + money(line.owed) + clause_of(line.clause)
    return text + Text(zh="：", en=": ") + owed_because(line)


ODD = Text(zh="含零头", en="with an odd fen")


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
    ">=": Text(zh="达到", en="is at least"),
    ">": Text(zh="超过", en="is more than"),
    "=": Text(zh="等于", en="is equal to"),
    "<=": Text(zh="不超过", en="is at most"),
    "<": Text(zh="低于", en="is less than"),
    "choose": Text(zh="按条件", en="by condition"),
    "sum": Text(zh="合计", en="sum"),
    "round": Text(zh="取整", en="rounded"),
    "share": Text(zh="按权数分得", en="share by weight"),
}


def formula(node: Node) -> Text:
    """The formula of a number with its numbers, on one line.

    A part that has a name of its own is named, with its value; the tree tells how it came.
    """
    return _written(_plain(node))


def _plain(node: Node) -> Node:
    """A number without what says nothing: weights of other statuses, zero as the least."""
    if node.op in {"given", "balance", "sum"}:
        return node
    parts = tuple(map(_plain, node.parts))
    match node.op:
        case "*" if parts[0].says in _STATUSES and not parts[0].parts:
            return parts[1] if parts[0].value else evolve(parts[0], says=_NOTHING)
        case "+" if _is_bare_zero(parts[0]) and not node.says.zh:
            return parts[1]
        case "+" if _is_bare_zero(parts[1]) and not node.says.zh:
            return parts[0]
        case "max" if _is_bare_zero(parts[1]) and parts[0].value >= 0 and not node.says.zh:
            return parts[0]
        case _:
            return evolve(node, parts=parts)


_NOTHING = Text(zh="", en="")
_STATUSES = frozenset(STATUS_NAMES.values())


def _is_bare_zero(node: Node) -> bool:
    return node.op == "given" and not node.value and not node.says.zh


def _written(node: Node) -> Text:
    match node.op:
        case "given" | "balance" | "sum":
            return (
                node.says + same(" ") + value_text(node)
                if node.says.zh
                else value_text(node)
            )
        case "round":
            return _written(node.parts[0])
        case "-" if node.parts[0].op == "share" and node.parts[0].says.zh:
            both, promised = node.parts
            left = _share(both, is_opened=True) + same(" = ") + value_text(both)
            return left + Text(zh="，减", en=", less ") + _inner(promised)
        case "+" | "-" | "*" | "/":
            left, right = (_grouped(part, node.op) for part in node.parts)
            return left + same(f" {_SIGNS[node.op]} ") + right
        case "min" | "max":
            words = KIND_OF_OPERATION[node.op]
            inner = [_grouped(part, node.op) for part in node.parts]
            return words + same("(") + join(inner, zh="，") + same(")")
        case "share":
            return _share(node, is_opened=False)
        case "choose":
            condition, taken = node.parts
            return _written(condition) + Text(zh="，", en=", so ") + _inner(taken)
        case ">=" | ">" | "=" | "<=" | "<":
            one, other = node.parts
            word = (KIND_OF_OPERATION if node.value else _NOT)[node.op]
            return _inner(one) + Text(zh=f" {word.zh} ", en=f" {word.en} ") + _inner(other)
        case _:
            assert_never(node.op)


_NOT: dict[Operation, Text] = {
    ">=": Text(zh="未达到", en="is less than"),
    ">": Text(zh="未超过", en="is not more than"),
    "=": Text(zh="不等于", en="is not equal to"),
    "<=": Text(zh="超过", en="is more than"),
    "<": Text(zh="不低于", en="is at least"),
}
"""How a relation is told that does not hold."""


def _share(node: Node, *, is_opened: bool) -> Text:
    """A share by weight; opened, the pool is told by what went into it."""
    pool, weight, total, *bounds = node.parts
    shared = _grouped(evolve(pool, says=_NOTHING) if is_opened else pool, "*")
    if weight.unit != "household" or weight.value != 1:  # one each: told by the count
        shared += same(" × ") + _grouped(weight, "*")
    text = shared if total.value == 1 else shared + same(" ÷ ") + value_text(total)
    if is_opened and total.value:
        quotient = pool.value * weight.value / total.value
        if abs(quotient - node.value) < _A_FEN:  # no bound was met
            bounds = []
    if bounds:
        text += Text(zh="，", en=", ") + join(map(_inner, bounds), zh="、")
    return text


_A_FEN = Fraction(1)


def _inner(part: Node) -> Text:
    """A part of a formula: by its name where it has one."""
    return part.says + same(" ") + value_text(part) if part.says.zh else _written(part)


_SIGNS: dict[Operation, str] = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _grouped(part: Node, op: Operation) -> Text:
    """A part of a formula, in brackets where its sign binds less."""
    inner = part
    while inner.op == "round" and not inner.says.zh:
        inner = inner.parts[0]
    loose = inner.op in _LOOSE[op] and not inner.says.zh
    return same("(") + _written(inner) + same(")") if loose else _inner(inner)


_LOOSE: dict[Operation, frozenset[Operation]] = {
    "+": frozenset({"choose"}),
    "-": frozenset({"+", "-", "choose"}),
    "*": frozenset({"+", "-", "choose"}),
    "/": frozenset({"+", "-", "*", "/", "share", "choose"}),
    "min": frozenset({"choose"}),
    "max": frozenset({"choose"}),
}
"""Operations that bind less than a sign, on either side of it."""


def value_text(node: Node) -> Text:
    """A number with its unit."""
    if node.unit == "fen":
        return money(node.value)
    if node.unit == "%":
        return same(percent(node.value))
    unit = unit_name(node.unit)
    if node.value == 1 and node.unit in _ONE_OF:
        unit = Text(zh=unit.zh, en=_ONE_OF[node.unit])
    return same(number(node.value)) + Text(
        zh=f" {unit.zh}" if unit.zh else "", en=f" {unit.en}" if unit.en else ""
    )


def unit_name(unit: str) -> Text:
    """The name of a unit of measures for people; the word itself where it is no known one."""
    return _UNIT_NAMES.get(unit, same(unit))


_UNIT_NAMES: dict[str, Text] = {
    "mu": Text(zh="亩", en="mu"),
    "kg": Text(zh="公斤", en="kg"),
    "gram": Text(zh="克", en="g"),
    "jin": Text(zh="斤", en="jin"),
    "head": Text(zh="头", en="head"),
    "day": Text(zh="天", en="days"),
    "month": Text(zh="个月", en="months"),
    "share": Text(zh="股", en="shares"),
    "household": Text(zh="户", en="households"),
    "person": Text(zh="人", en="people"),
    "m2": Text(zh="平方米", en="m²"),
    "tree": Text(zh="株", en="trees"),
    "yuan": Text(zh="元", en="yuan"),
}

_ONE_OF = {
    "day": "day",
    "share": "share",
    "household": "household",
    "person": "person",
    "tree": "tree",
}
