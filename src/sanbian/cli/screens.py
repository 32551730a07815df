"""What stands on the terminal: tables, notes, problems grouped by file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import IO

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.style import Style
from rich.table import Table as RichTable
from rich.text import Text as RichText

from sanbian import Contract, Problem, Settlement, Text
from sanbian.clause.naming import clause_text
from sanbian.cli.streams import silence
from sanbian.report import (
    Table,
    clause_table,
    fund_table,
    household_table,
    in_kind_table,
    period_name,
    summary,
)
from sanbian.report.pages import seen, width_of
from sanbian.wording import Language, grouped_yuan, money

HOUSEHOLDS_SHOWN = 10
PROGRESS_FROM = 4  # so many periods get a progress bar
_PLAIN_WIDTH = 200  # where there is no terminal nothing is cut

_ZERO = grouped_yuan(0)
_WORDS_WIDTH = 10  # words may be broken to so many columns of the terminal

_HEADING = Style(bold=True)
_FAINT = Style(dim=True)
_WARNING = Style(color="yellow")
_WRONG = Style(color="red", bold=True)


class _Console(Console):
    """A console that is quiet when its reader has gone."""

    def on_broken_pipe(self) -> None:
        """Let the rest go nowhere, and the work go on."""
        self.quiet = True
        silence()


def console(stream: IO[str] | None = None) -> Console:
    """A console that takes every word as it is: no markup, no emoji, no highlighting."""
    file = stream or sys.stdout
    width = None if file.isatty() else _PLAIN_WIDTH
    return _Console(file=file, width=width, markup=False, emoji=False, highlight=False)


def show_settlement(
    settlement: Settlement, contract: Contract, language: Language, to: Console
) -> None:
    """Print a settlement: by clause, the first households, funds, and what to note."""
    sums = summary(settlement)
    concerned = sum(row.is_concerned for row in sums.households)
    period = period_name(settlement.period)
    title = Text(
        zh=f"{settlement.title}（{settlement.contract}）  {period.zh}",
        en=f"{settlement.title} ({settlement.contract})  {period.en}",
    )
    to.print(seen(title.of(language)), style=_HEADING)
    by_clause = Text(zh="按条款（元）", en="By clause (yuan)")
    by_clauses = _without_zeros(clause_table(contract, sums, language))
    show_table(by_clauses, by_clause, language, to)
    shown = min(HOUSEHOLDS_SHOWN, concerned)
    by_household = Text(zh="按户（元）", en="By household (yuan)")
    if shown < concerned:
        by_household += Text(
            zh=f"，前 {shown} 户，共 {concerned} 户",
            en=f", the first {shown} of {concerned}",
        )
    show_table(
        household_table(sums, language, rows_max=HOUSEHOLDS_SHOWN),
        by_household,
        language,
        to,
    )
    show_table(
        fund_table(sums, language), Text(zh="基金（元）", en="Funds (yuan)"), language, to
    )
    in_kind = Text(zh="实物", en="In kind")
    show_table(
        in_kind_table(settlement, language, rows_max=HOUSEHOLDS_SHOWN),
        in_kind,
        language,
        to,
    )
    rule = settlement.odd_fen[0] if settlement.odd_fen else Text(zh="", en="")
    to.print((Text(zh="零头规则：", en="Odd fen: ") + rule).of(language), style=_FAINT)
    for note in settlement.notices:
        to.print(f"! {seen(note.says.of(language))}", style=_WARNING)
    to.print()


def show_table(table: Table, title: Text, language: Language, to: Console) -> None:
    """Print a table with its title; nothing where it has no rows."""
    if not table.rows:
        return
    gap = 1
    if _least_width(table, gap) > to.width:
        gap = 0
    if _least_width(table, gap) > to.width and table.columns[-1].align != "number":
        table = _without_last(table)
    wanted, given = _least_width(table, gap), to.width
    to.width = max(
        wanted, given
    )  # a line may be broken by the terminal, a number never cut
    to.print(rich_table(table, title.of(language), gap=gap))
    to.width = given


def _without_zeros(table: Table) -> Table:
    """The table without its last column where that is zero throughout."""
    if any(row[-1] != _ZERO for row in (*table.rows, table.totals) if row):
        return table
    return _without_last(table)


def _without_last(table: Table) -> Table:
    return Table(
        columns=table.columns[:-1],
        rows=tuple(row[:-1] for row in table.rows),
        totals=table.totals[:-1],
    )


def _least_widths(table: Table) -> list[int]:
    """How wide each column must be: numbers and codes whole, words at least so far."""
    rows = [tuple(column.title for column in table.columns), *table.rows, table.totals]
    widest = [
        max(width_of(seen(cell)) for cell in cells)
        for cells in zip(*filter(None, rows), strict=True)
    ]
    return [
        min(width, _WORDS_WIDTH) if column.align == "text" else width
        for column, width in zip(table.columns, widest, strict=True)
    ]


def _least_width(table: Table, gap: int) -> int:
    """How wide the whole table must be, with the edges and gaps that are drawn."""
    widths = _least_widths(table)
    return sum(widths) + (1 + gap) * (len(widths) - 1) + 2


def rich_table(table: Table, title: str, *, gap: int) -> RichTable:
    """A table of a report as one for the terminal; no number and no code is ever cut."""
    drawn = RichTable(
        title=title,
        title_justify="left",
        title_style=_FAINT,
        box=box.SIMPLE_HEAD,
        show_footer=bool(table.totals),
        padding=(0, gap, 0, 0),
        pad_edge=False,
    )
    footers = table.totals or ("",) * len(table.columns)
    widths = _least_widths(table)
    for column, footer, width in zip(table.columns, footers, widths, strict=True):
        drawn.add_column(
            column.title,
            footer=seen(footer),
            justify="right" if column.align == "number" else "left",
            min_width=width,
            no_wrap=column.align != "text",
            overflow="fold",
        )
    for row in table.rows:
        drawn.add_row(*(RichText(seen(cell)) for cell in row))
    return drawn


def show_files(folder: str, files: Sequence[str], language: Language, to: Console) -> None:
    """Print where the results are: each file, or the folder of each of several periods."""
    names = list(dict.fromkeys(file.partition("/")[0] for file in files))
    named = [f"{name}/" if name not in files else name for name in names]
    told = (
        Text(zh="已写入：", en="Written: ")
        if folder == "."
        else Text(zh=f"已写入 {folder}：", en=f"Written to {folder}: ")
    )
    listed = Text(zh="、".join(named), en=", ".join(named))
    to.print(seen((told + listed).of(language)), soft_wrap=True)


def show_note(text: Text, language: Language) -> None:
    """Print a note beside the results."""
    console(sys.stderr).print(seen(text.of(language)), style=_FAINT)


# --- problems ------------------------------------------------------------------------


def by_file(problems: Iterable[Problem]) -> Mapping[str, list[tuple[str, Problem]]]:
    """Problems grouped by the file that stands in front of their place."""
    grouped: dict[str, list[tuple[str, Problem]]] = {}
    for problem in problems:
        file, place = file_and_place(problem.at)
        grouped.setdefault(file, []).append((place, problem))
    return grouped


def file_and_place(at: str) -> tuple[str, str]:
    """The file of a place, empty where none is named, and the place within it."""
    for mark in (": ", " · "):
        file, found, place = at.partition(mark)
        if found and not file.startswith("$") and "." in file and " " not in file:
            return file, place
    is_file = "." in at and not at.startswith("$") and " " not in at
    return (at, "") if is_file else ("", at)


def place_words(place: str) -> Text:
    """A place as it is said: a clause by its number, a household by its word.

    Examples:
        >>> from sanbian.cli.screens import place_words
        >>> place_words("clause 5, H001").zh
        '第5条，H001'
        >>> place_words("clause 5: weights").zh
        '第5条：权重'
    """
    zh = _CLAUSE.sub(lambda found: clause_text(found[1]).zh, place)
    zh = _WEIGHTS.sub("：权重", zh)
    if zh != place:
        zh = zh.replace(", ", "，")
    return Text(zh=_PLACES.get(zh, zh), en=place)


_CLAUSE = re.compile(r"clause ([^\s,:，：]+)")
_WEIGHTS = re.compile(r"(: |：)weights\b")
_PLACES = {"household": "户编号", "holder": "户编号"}


def show_problems(
    problems: Sequence[Problem],
    language: Language,
    stream: IO[str] | None = None,
    *,
    counted: bool = True,
) -> None:
    """Print every problem with its place and what to do, file by file, and how many."""
    to = console(stream or sys.stderr)
    for file, found in by_file(problems).items():
        if file:
            to.print(seen(file), style=_WRONG)
        for place, problem in found:
            head = f"  {seen(place_words(place).of(language))}" if place else ""
            if head:
                to.print(head, style=_HEADING, soft_wrap=True)
            to.print(f"    {seen(problem.says.of(language))}", soft_wrap=True)
            to.print(f"    → {seen(problem.do.of(language))}", style=_FAINT, soft_wrap=True)
    if counted:
        count = len(problems)
        told = Text(
            zh=f"共 {count} 处问题。", en=f"{count} problem{'' if count == 1 else 's'}."
        )
        to.print(told.of(language))


def progress(language: Language, total: int) -> Progress:
    """A progress bar on the error stream; it is hidden for few periods or no terminal."""
    to = console(sys.stderr)
    return Progress(
        TextColumn(Text(zh="结算", en="Settling").of(language)),
        BarColumn(),
        MofNCompleteColumn(),
        console=to,
        transient=True,
        disable=total < PROGRESS_FROM or not to.is_terminal,
    )


def paid_line(settlement: Settlement) -> Text:
    """One line on a period: what is paid to how many households."""
    sums = summary(settlement)
    period = period_name(settlement.period)
    count = sum(bool(row.statement.paid) for row in sums.households)
    return (
        period
        + Text(zh=f"：{count} 户实付 ", en=f": {count} households are paid ")
        + money(sums.total.paid)
    )
