"""Formulas: how a number came about, with its numbers, on one line for people."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from attrs import evolve

from sanbian.lowering.setting import YEAR_TO_DATE
from sanbian.register import STATUS_NAMES
from sanbian.settlement.figures import Operation
from sanbian.settlement.nodes import Node
from sanbian.wording import Text, join, money, number, percent, same

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
        case "+" if _says_nothing(parts[1]) and not node.says.zh:
            return parts[0]
        case "+" if _says_nothing(parts[0]) and not node.says.zh:
            return parts[1]
        case "max" if _is_bare_zero(parts[1]) and parts[0].value >= 0 and not node.says.zh:
            return parts[0]
        case _:
            return evolve(node, parts=parts)


_NOTHING = Text(zh="", en="")
_STATUSES = frozenset(STATUS_NAMES.values())


def _is_bare_zero(node: Node) -> bool:
    return node.op == "given" and not node.value and not node.says.zh


def _says_nothing(node: Node) -> bool:
    """A product that came to nothing, or nothing had before in the year: no part of a sum."""
    if node.value:
        return False
    return node.says == YEAR_TO_DATE or (node.op == "*" and not node.says.zh)


def _written(node: Node) -> Text:
    match node.op:
        case "given" | "balance" | "sum":
            return _named(node) if node.says.zh else value_text(node)
        case "round":
            return _written(node.parts[0])
        case "-" if node.parts[0].op == "share" and node.parts[0].says.zh:
            both, promised = node.parts
            left = _share(both, is_opened=True) + same(" = ") + value_text(both)
            return left + Text(zh="，减", en=", less ") + _inner(promised)
        case "+" if (taken := _taken_off(node.parts[1])) is not None:
            return _written(evolve(node, op="-", parts=(node.parts[0], taken)))
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


def _taken_off(node: Node) -> Node | None:
    """What a sum takes off by a number below zero, as a number above; None where it adds."""
    if node.says.zh:
        return None
    if node.op == "given" and node.value < 0:
        return evolve(node, value=-node.value)
    if node.op == "round":
        return _taken_off(node.parts[0])
    if node.op != "*":
        return None
    first = _taken_off(node.parts[0])
    if first is None:
        return None
    if first.op == "given" and first.value == 1:
        return node.parts[1]
    return evolve(node, value=-node.value, parts=(first, *node.parts[1:]))


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
    if _is_bare_zero(weight):
        return shared + _NOT_COUNTED
    text = shared if total.value == 1 else shared + same(" ÷ ") + value_text(total)
    if is_opened and total.value:
        quotient = pool.value * weight.value / total.value
        if abs(quotient - node.value) < _A_FEN:  # no bound was met
            bounds = []
    if bounds:
        text += Text(zh="，", en=", ") + join(map(_inner, bounds), zh="、")
    return text


_A_FEN = Fraction(1)
_NOT_COUNTED = Text(zh="（本条不计这一户）", en=" (not counted by this clause)")


def _inner(part: Node) -> Text:
    """A part of a formula: by its name where it has one."""
    return _named(part) if part.says.zh else _written(part)


_LEFT = "余额"


def _named(node: Node) -> Text:
    """A number by its name: an account out of which something went is what is left of it."""
    says = node.says
    went_out = node.op == "balance" and any(part.value < 0 for part in node.parts)
    if went_out and not says.zh.endswith(_LEFT):
        says = Text(zh=f"{says.zh}{_LEFT}", en=f"what is left of {says.en}")
    return says + same(" ") + value_text(node)


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
    if node.unit == "%":
        return same(percent(node.value))
    is_money = node.unit == "fen"
    value = node.value / 100 if is_money else node.value
    unit = unit_name("yuan" if is_money else node.unit)
    if not unit.zh:
        return same(number(value))
    if node.value == 1 and node.unit in _ONE_OF:
        unit = Text(zh=unit.zh, en=_ONE_OF[node.unit])
    if "/" in number(value) and not _is_small(value):
        return _about(value, unit, 2 if is_money else 4)
    return money(node.value) if is_money else same(f"{number(value)} ") + unit


def _is_small(value: Fraction) -> bool:
    """Whether people read a fraction as it stands: two thirds of a mu."""
    return value.denominator <= _READ_AS_PARTS and abs(value) < _READ_AS_PARTS


_READ_AS_PARTS = 12


def _about(value: Fraction, unit: Text, places: int) -> Text:
    """A number of something that no decimal ends: a decimal near it, then the number."""
    near = number(Fraction(round(value * 10**places), 10**places))
    exact = number(value)
    return Text(
        zh=f"约 {near} {unit.zh}（{exact}）", en=f"about {near} {unit.en} ({exact})"
    )


def unit_name(unit: str) -> Text:
    """The name of a unit of measures for people; the word itself where it is no known one."""
    return _UNIT_NAMES.get(unit, same(unit))


_UNIT_NAMES: dict[str, Text] = {
    "1": Text(zh="", en=""),
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
