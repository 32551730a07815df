"""A document for people as a value, written as HTML for print or as Markdown.

Only these two writers make markup, and they escape every word that they are given. The
HTML is one file: it loads nothing, runs nothing, and prints on A4.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from typing import Literal, TypeAlias, assert_never

from attrs import frozen

from sanbian.report.styles import STYLE
from sanbian.wording import Language, numbers_hidden

BLANK = "________"
"""A place to fill in by hand."""

Align: TypeAlias = Literal["text", "code", "number"]


@frozen
class Column:
    """One column of a table: its title, and how its cells stand."""

    title: str
    align: Align = "text"


@frozen
class Heading:
    """A heading of a section."""

    words: str


@frozen
class Paragraph:
    """A paragraph; `role` tells the writers how it stands."""

    words: str
    role: Literal["plain", "subtitle", "unit", "small", "signature"] = "plain"


@frozen
class Pairs:
    """Labels, each with its words, one line each."""

    rows: tuple[tuple[str, str], ...]


@frozen
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@frozen(kw_only=True)
class Table:
    """A table; the totals stand below its last row, once.

    Attributes:
        columns: One per cell of a row.
        rows: Cells, shape ``(rows, columns)``.
        totals: Cells of the total row, shape ``(columns,)``, or empty.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()


@frozen(kw_only=True)
class Slip:
    """One piece of paper to cut out.

    Attributes:
        title: What it is.
        mark: Stands opposite the title: the household's code.
        blocks: What stands on it.
    """

    title: str
    mark: str
    blocks: tuple[Block, ...]


Block: TypeAlias = Heading | Paragraph | Pairs | Bullets | Table | Slip


@frozen(kw_only=True)
class Document:
    """A document before it is written (文书).

    Attributes:
        title: Its title.
        language: ``zh`` or ``en``.
        blocks: From top to bottom.
        has_title_shown: Whether the title stands on the page, too.
        is_wide: Whether it is printed on its side.
    """

    title: str
    language: Language
    blocks: tuple[Block, ...]
    has_title_shown: bool = True
    is_wide: bool = False


# --- words ---------------------------------------------------------------------------

_UNSEEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def seen(words: str) -> str:
    """Words as they may be shown: no unseen marks, and no identity or account number.

    Examples:
        >>> from sanbian.report.pages import seen
        >>> seen("张三 000000190001010000")
        '张三 ••••••••••••••0000'
    """
    return numbers_hidden(_CONTROL.sub(" ", _UNSEEN.sub("", words)))


# --- HTML ----------------------------------------------------------------------------

_TAG = {"zh": "zh-CN", "en": "en"}
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)
_FILL_IN = re.compile("_{4,}")


def html_of(document: Document) -> str:
    """Write a document as one HTML file that loads nothing and prints on A4.

    Examples:
        >>> from sanbian.report import Document, html_of
        >>> page = html_of(Document(title="<b>", language="en", blocks=()))
        >>> "<h1>&lt;b&gt;</h1>" in page
        True
    """
    wide = ' class="wide"' if document.is_wide else ""
    parts = [
        "<!doctype html>",
        f'<html lang="{_TAG[document.language]}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_html(document.title)}</title>",
        f"<style>\n{STYLE}</style>",
        "</head>",
        f"<body{wide}>",
        *([f"<h1>{_html(document.title)}</h1>"] if document.has_title_shown else []),
        *(part for block in document.blocks for part in _html_block(block)),
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _html(words: str) -> str:
    blank = '<span class="blank"></span>'
    return _FILL_IN.sub(blank, escape(seen(words), quote=True))


def _html_block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h2>{_html(block.words)}</h2>"
        case Paragraph():
            yield f'<p class="{block.role}">{_html(block.words)}</p>'
        case Pairs():
            yield '<dl class="pairs">'
            for label, words in block.rows:
                yield f"<dt>{_html(label)}</dt><dd>{_html(words)}</dd>"
            yield "</dl>"
        case Bullets():
            yield "<ul>"
            yield from (f"<li>{_html(item)}</li>" for item in block.items)
            yield "</ul>"
        case Table():
            yield from _html_table(block)
        case Slip():
            yield '<section class="slip">'
            mark = f'<span class="mark">{_html(block.mark)}</span>'
            yield f"<header><strong>{_html(block.title)}</strong>{mark}</header>"
            for inner in block.blocks:
                yield from _html_block(inner)
            yield "</section>"
        case _:
            assert_never(block)


def _html_table(table: Table) -> Iterator[str]:
    yield '<div class="frame"><table>'
    yield "<thead>"
    yield _html_row(table.columns, [c.title for c in table.columns], "th")
    yield "</thead>"
    yield "<tbody>"
    for row in table.rows:
        yield _html_row(table.columns, row, "td")
    yield "</tbody>"
    if table.totals:
        yield "<tfoot>"
        yield _html_row(table.columns, table.totals, "td")
        yield "</tfoot>"
    yield "</table></div>"


def _html_row(columns: Sequence[Column], cells: Sequence[str], tag: str) -> str:
    written = (
        f'<{tag} class="{column.align}">{_html(cell)}</{tag}>'
        for column, cell in zip(columns, cells, strict=True)
    )
    return f"<tr>{''.join(written)}</tr>"


# --- Markdown ------------------------------------------------------------------------

_MARKS = re.compile(r"[\\`*\[\]<>|~&]|(?<![^\W_])(?<!_)_(?!_)|^[#+-](?=\s)")


def markdown_of(document: Document) -> str:
    r"""Write a document as Markdown that also reads well as plain text.

    Examples:
        >>> from sanbian.report import Document, markdown_of
        >>> markdown_of(Document(title="A *b*", language="en", blocks=()))
        '# A \\*b\\*\n'
    """
    parts = [f"# {_mark(document.title)}"] if document.has_title_shown else []
    colon = "：" if document.language == "zh" else ": "
    parts += ["\n".join(_mark_block(block, colon)) for block in document.blocks]
    return "\n\n".join(parts) + "\n"


def _mark(words: str) -> str:
    return _MARKS.sub(lambda found: f"\\{found[0]}", seen(words).strip())


def _mark_block(block: Block, colon: str) -> Iterator[str]:
    match block:
        case Heading():
            yield f"## {_mark(block.words)}"
        case Paragraph():
            yield _mark(block.words)
        case Pairs():
            yield from (
                f"- {_mark(label)}{colon}{_mark(words)}" for label, words in block.rows
            )
        case Bullets():
            yield from (f"- {_mark(item)}" for item in block.items)
        case Table():
            yield from _mark_table(block)
        case Slip():
            yield f"## {_mark(block.title)} · {_mark(block.mark)}"
            for inner in block.blocks:
                yield ""
                yield from _mark_block(inner, colon)
            yield ""
            yield "---"
        case _:
            assert_never(block)


def _mark_table(table: Table) -> Iterator[str]:
    """A table whose columns stand straight in any editor: a wide character counts twice."""
    titles = [_mark(column.title) for column in table.columns]
    body = [[_mark(cell) for cell in row] for row in (*table.rows, table.totals) if row]
    widths = [
        max(3, *(width_of(row[place]) for row in (titles, *body)))
        for place in range(len(titles))
    ]
    aligns = [column.align for column in table.columns]
    yield _mark_row(titles, widths, aligns)
    yield _mark_row(
        [_rule(w, a) for w, a in zip(widths, aligns, strict=True)], widths, aligns
    )
    for row in body:
        yield _mark_row(row, widths, aligns)


def _rule(width: int, align: Align) -> str:
    return "-" * (width - 1) + ":" if align == "number" else "-" * width


def _mark_row(cells: Sequence[str], widths: Sequence[int], aligns: Sequence[Align]) -> str:
    padded = []
    for cell, width, align in zip(cells, widths, aligns, strict=True):
        space = " " * (width - width_of(cell))
        padded.append(space + cell if align == "number" else cell + space)
    return f"| {' | '.join(padded)} |"


def width_of(words: str) -> int:
    """How many columns of a terminal some words take.

    Examples:
        >>> from sanbian.report.pages import width_of
        >>> width_of("张三 H1")
        7
    """
    return sum(
        0
        if unicodedata.combining(letter)
        else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in words
    )
