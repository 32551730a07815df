"""The table of an outlook: what each side gets or bears in good and bad years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sanbian.outlooks import Outlook, OutlookRow, OutlookYear, Side
from sanbian.report.pages import Block, Bullets, Column, Document, Paragraph, Table
from sanbian.wording import Language, Text, grouped_yuan, percent, plain_yuan

SIDES: dict[Side, Text] = {
    "base": Text(zh="年景带来", en="the year brings"),
    "household": Text(zh="农户", en="households"),
    "party": Text(zh="各方", en="parties"),
    "fund": Text(zh="基金", en="funds"),
    "guarantee": Text(zh="保底由谁付", en="who pays the guarantee"),
    "left": Text(zh="没分出、欠付", en="left over, owed"),
}
_KEPT = frozenset({"base", "household", "party"})
"""Rows that are told even where they are zero in every year."""


def outlook_rows(outlook: Outlook) -> tuple[OutlookRow, ...]:
    """The rows that are told: without those of nothing, but for the sides themselves."""
    return tuple(row for row in outlook.rows if row.side in _KEPT or any(row.amounts))


def outlook_table(outlook: Outlook, language: Language) -> Table:
    """The outlook as a table, money in yuan (各方得失表).

    Args:
        outlook: What each side gets or bears.
        language: ``zh`` or ``en``.

    Returns:
        A row for each side and, below those of households, one for a single household.
    """
    heads = (_PART, _WHO)
    return Table(
        columns=(
            *(Column(head.of(language)) for head in heads),
            *(Column(year_words(year).of(language), "number") for year in outlook.years),
        ),
        rows=tuple(row for each in outlook_rows(outlook) for row in _rows(each, language)),
    )


def _rows(row: OutlookRow, language: Language) -> Iterator[tuple[str, ...]]:
    part, says = SIDES[row.side].of(language), row_words(row).of(language)
    none = NOT_SETTLED.of(language)
    amounts = (none if a is None else grouped_yuan(a) for a in row.amounts)
    yield (part, says, *amounts)
    if row.each and row.count != 1:
        each = (none if e is None else _from_to(*e) for e in row.each)
        yield (part, _EACH.of(language), *each)


def _from_to(least: int, most: int) -> str:
    if least == most:
        return grouped_yuan(least)
    return f"{grouped_yuan(least)} ~ {grouped_yuan(most)}"


def row_words(row: OutlookRow) -> Text:
    """The name of a row, with how many households it is."""
    if row.count is None:
        return row.says
    count = row.count
    plural = "" if count == 1 else "s"
    return Text(
        zh=f"{row.says.zh}（{count} 户）", en=f"{row.says.en} ({count} household{plural})"
    )


def year_words(year: OutlookYear) -> Text:
    """The name of a year with its multiple.

    Examples:
        >>> from sanbian.outlooks import YEARS
        >>> from sanbian.report.outlooks import year_words
        >>> year_words(YEARS[0]).en
        'good year (150%)'
    """
    times = percent(year.multiple)
    return Text(zh=f"{year.name.zh}（{times}）", en=f"{year.name.en} ({times})")


def outlook_notes(outlook: Outlook, expected: Text) -> tuple[Text, ...]:
    """What a reader has to know of the table: what is expected, and what cannot be settled."""
    notes = [
        Text(
            zh=f"正常年景取自{expected.zh}；各年景按百分比变动，其余事实不变。单位：元；"
            "负数是要承担的。",
            en=f"A normal year is {expected.en}; the other years are the percentages of it, and "
            "all other facts are the same. In yuan; below zero is what is borne.",
        )
    ]
    for place, problems in outlook.refused.items():
        name = year_words(outlook.years[place])
        notes += [
            Text(
                zh=f"{name.zh}不能结算：{each.says.zh}。{each.do.zh}",
                en=f"the {name.en} cannot be settled: {each.says.en}; {each.do.en}",
            )
            for each in problems
        ]
    return tuple(notes)


def outlook_document(
    outlook: Outlook, title: str, expected: Text, language: Language
) -> Document:
    """The outlook of a contract as a document for a meeting."""
    notes = tuple(note.of(language) for note in outlook_notes(outlook, expected))
    blocks: tuple[Block, ...] = (
        Paragraph(title, "subtitle"),
        outlook_table(outlook, language),
        Bullets(notes),
    )
    return Document(
        title=_TITLE.of(language), language=language, blocks=blocks, is_wide=True
    )


def outlook_sheet(
    outlook: Outlook, language: Language
) -> tuple[list[str], list[list[str | Decimal | None]]]:
    """The outlook as headers and cells of a sheet: exact yuan, empty where not settled."""
    headers = [_PART.of(language), _WHO.of(language)]
    headers += [year_words(year).of(language) for year in outlook.years]
    rows: list[list[str | Decimal | None]] = []
    for row in outlook.rows:
        name: list[str | Decimal | None] = [
            SIDES[row.side].of(language),
            row_words(row).of(language),
        ]
        amounts = [None if a is None else Decimal(plain_yuan(a)) for a in row.amounts]
        rows.append([*name, *amounts])
    return headers, rows


_TITLE = Text(zh="各方得失预估", en="What each side gets in good and bad years")
_PART = Text(zh="部分", en="part")
_WHO = Text(zh="谁", en="who")
_EACH = Text(zh="　其中每户", en="  of these each household")
NOT_SETTLED = Text(zh="不能结算", en="not settled")
