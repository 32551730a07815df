"""Slips: one piece of paper per household, several on a page, with lines to cut along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanbian.clause import Kind
from sanbian.clause.naming import short_clause
from sanbian.report.in_kind import InKindSum, in_kind_sums, in_kind_text
from sanbian.report.notice import period_name
from sanbian.report.pages import (
    BLANK,
    Block,
    Column,
    Document,
    Pairs,
    Paragraph,
    Slip,
    Table,
)
from sanbian.report.tables import capital_letter
from sanbian.settlement import Explanation, Settlement, explain, statements
from sanbian.settlement.describe import owed_because, worked_out
from sanbian.settlement.explain import ExplainedLine, OwedLine
from sanbian.settlement.values import NUMBERS
from sanbian.wording import Language, Text, capital_yuan, grouped_yuan, join, money


def slips(settlement: Settlement, language: Language) -> Document:
    """Write a slip for each household that the settlement concerns (结算单).

    Args:
        settlement: The settlement.
        language: ``zh`` or ``en``; the amount in capital characters stands on both.

    Returns:
        The document; `html_of` and `markdown_of` write it.
    """
    kept: dict[str, list[InKindSum]] = {}
    for found in in_kind_sums(settlement):
        kept.setdefault(found.code, []).append(found)
    bearing = set(_bearing(settlement))
    concerned = (
        row.holder
        for row in statements(settlement)
        if any(getattr(row, number) for number in NUMBERS)
        or row.holder in kept
        or row.holder in bearing
    )
    return Document(
        title=_title(settlement).of(language),
        language=language,
        blocks=tuple(
            _slip(settlement, holder, kept.get(holder, ()), language)
            for holder in concerned
        ),
        has_title_shown=False,
    )


def _bearing(settlement: Settlement) -> Iterator[str]:
    """Holders from whose own funds a loss was borne."""
    for flow in settlement.flows:
        if flow.kind is Kind.LOSS and flow.level == "member":
            members = zip(settlement.members, flow.amounts, strict=True)
            yield from (code for code, amount in members if amount)


def _title(settlement: Settlement) -> Text:
    period = period_name(settlement.period)
    return Text(zh=f"{period.zh}结算单", en=f"Settlement slip, {period.en}")


def _slip(
    settlement: Settlement, holder: str, kept: Sequence[InKindSum], language: Language
) -> Slip:
    explained = explain(settlement, holder)
    return Slip(
        title=_title(settlement).of(language),
        mark=f"{explained.holder} {explained.name}".strip(),
        blocks=tuple(_body(explained, kept, language)),
    )


def _body(
    explained: Explanation, kept: Sequence[InKindSum], language: Language
) -> Iterator[Block]:
    yield Paragraph(explained.title, "small")
    yield Table(
        columns=_columns(Text(zh="金额（元）", en="Yuan"), language),
        rows=tuple(_row(line, language) for line in explained.lines),
        totals=(
            Text(zh="本次实付", en="Paid now").of(language),
            "",
            "",
            grouped_yuan(explained.paid),
        ),
    )
    if explained.owed:
        yield Table(
            columns=_columns(Text(zh="欠付（元）", en="Owed, yuan"), language),
            rows=tuple(_owed_row(line, language) for line in explained.owed),
            totals=(
                Text(zh="另有欠付", en="Still owed").of(language),
                "",
                "",
                grouped_yuan(explained.statement.arrears),
            ),
        )
    yield Pairs(tuple(_below(explained, language)))
    if kept:
        told = join(map(in_kind_text, kept), zh="；", en="; ")
        yield Paragraph((Text(zh="实物：", en="In kind: ") + told).of(language))
    signature = Text(
        zh=f"领取人签字：{BLANK}　　日期：{BLANK}",
        en=f"Received by: {BLANK}  Date: {BLANK}",
    )
    yield Paragraph(signature.of(language), "signature")


def _columns(amount: Text, language: Language) -> tuple[Column, ...]:
    return (
        Column(Text(zh="款项", en="What").of(language)),
        Column(Text(zh="条款", en="Clause").of(language), "code"),
        Column(Text(zh="怎样算的", en="How it was worked out").of(language)),
        Column(amount.of(language), "number"),
    )


def _row(line: ExplainedLine, language: Language) -> tuple[str, ...]:
    return (
        capital_letter(line.says.of(language)),
        short_clause(line.clause).of(language),
        worked_out(line).of(language),
        grouped_yuan(line.amount),
    )


def _owed_row(line: OwedLine, language: Language) -> tuple[str, ...]:
    return (
        capital_letter(line.says.of(language)),
        short_clause(line.clause).of(language),
        owed_because(line).of(language),
        grouped_yuan(line.owed),
    )


def _below(explained: Explanation, language: Language) -> Iterator[tuple[str, str]]:
    yield Text(zh="人民币大写", en="In capitals").of(language), capital_yuan(explained.paid)
    over = explained.statement.over_advanced
    if over:
        label = Text(zh="预付超出应得，结转", en="Advanced beyond due")
        yield label.of(language), money(over).of(language)
    for borne in explained.borne:
        yield capital_letter(borne.says.of(language)), money(borne.amount).of(language)
    for waived in explained.waived:
        yield capital_letter(waived.says.of(language)), money(waived.amount).of(language)
    owing = explained.statement.owing
    if owing:
        label = Text(zh="本户尚欠", en="Owed by the household")
        yield label.of(language), money(owing).of(language)
    odd = [line.odd for line in explained.lines] + [line.odd for line in explained.owed]
    if any(odd):
        yield Text(zh="零头规则", en="Odd fen").of(language), explained.odd_fen.of(language)
