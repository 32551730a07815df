"""Describing: an explanation in plain words, short for the household, whole for an auditor."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import Kind
from sanbian.clause.naming import clause_text
from sanbian.settlement.clauses import clause_of
from sanbian.settlement.explain import ExplainedLine, Explanation, OwedLine
from sanbian.settlement.formulas import KIND_OF_OPERATION, formula, value_text
from sanbian.settlement.nodes import Node
from sanbian.wording import Language, Text, join, money, same


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
    if explanation.missed:
        yield Text(zh="本期没有得到：", en="nothing in this period:")
    for missed in explanation.missed:
        yield same("  ") + _missed_text(missed)
    yield Text(zh="合计 ", en="total ") + money(explanation.paid)
    statement = explanation.statement
    if statement.arrears:
        yield Text(zh="另有欠付 ", en="still owed ") + money(statement.arrears)
    for owed in explanation.owed:
        yield _line_of(owed, owed_because(owed))
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
    for owes in explanation.owes:
        yield _line_of(owes, _owes_because(owes))
        if whole and owes.why is not None:
            yield from _tree_text(owes.why, depth=2)


OWING = Text(zh="本户尚欠 ", en="still owed by the household ")


def _line_text(line: ExplainedLine) -> Text:
    text = line.says + Text(zh=" ", en=" ") + money(line.amount) + clause_of(line.clause)
    told = worked_out(line)
    return text + Text(zh="：", en=": ") + told if told.zh else text


def _missed_text(line: ExplainedLine) -> Text:
    """Why a clause that gave others something gave this holder nothing."""
    why = formula(line.why) if line.why is not None else same("")
    return line.says + clause_of(line.clause) + Text(zh="：", en=": ") + why


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
        told.append(formula(line.why) + _of_due(line))
    if line.odd:
        told.append(ODD)
    return join(told, zh="，", en=", ")


def _of_due(line: ExplainedLine) -> Text:
    """What was due where that is not the amount itself, and why less was paid."""
    due = Fraction(line.amount) if line.why is None else line.why.value
    if line.amount < 0 and -line.amount < due and due.denominator == 1:
        return TO_BE_TAKEN + money(due) + ALL_THERE_WAS
    if line.amount <= 0 or due.denominator != 1 or due == line.amount:
        return same("")
    text = Text(zh=" = 应得 ", en=" = due ") + money(due)
    return text + SHORT if line.amount < due else text


TO_BE_TAKEN = Text(zh=" = 应扣 ", en=" = to be taken ")
ALL_THERE_WAS = Text(zh="，所得只够扣这些", en=", all that there was")
SHORT = Text(zh="，付款方只够付这些", en=", the payer had no more")


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


def _owes_because(line: OwedLine) -> Text:
    """How it came about that the household owes an amount, on one line."""
    if line.due is None:
        return Text(
            zh="以前期间所欠，尚未扣清", en="owed from an earlier period, not taken yet"
        )
    told = same("") if line.why is None else formula(line.why)
    if line.due == line.owed:
        return told
    return (
        told
        + TO_BE_TAKEN
        + money(line.due)
        + Text(zh="，已扣 ", en=", taken ")
        + money(line.due - line.owed)
    )


def _line_of(line: OwedLine, because: Text) -> Text:
    text = same("  ") + line.says + same(" ") + money(line.owed) + clause_of(line.clause)
    return text + Text(zh="：", en=": ") + because


ODD = Text(zh="含零头", en="with an odd fen")


def _tree_text(node: Node, depth: int) -> Iterator[Text]:
    indent = same("  " * depth)
    named = node.says if node.says.zh else KIND_OF_OPERATION[node.op]
    yield indent + named + same(" ") + value_text(node)
    for part in node.parts:
        yield from _tree_text(part, depth + 1)
