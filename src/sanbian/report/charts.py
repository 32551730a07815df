"""The chart of an outlook, drawn by matplotlib where it is there (`sanbian[report]`)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sanbian.errors import InvalidInputError, Problem
from sanbian.outlooks import Outlook, OutlookRow
from sanbian.report.outlooks import NOT_SETTLED, SIDES, row_words, year_words
from sanbian.report.pages import seen
from sanbian.wording import Language, Text

FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Heiti SC",
    "SimSun",
    "Arial Unicode MS",
)
"""Fonts with Chinese characters, the first that is there is taken; then any that has them."""

_DRAWN = ("household", "party", "fund")
_COLOURS = {
    "household": ("#7fbf7b", "#c7e9c0", "#41ab5d", "#e5f5e0", "#a1d99b"),
    "party": ("#f1a340", "#fee0b6", "#d98b3a", "#fdd49e", "#f7b267"),
    "fund": ("#7fb1d8", "#c6dbef", "#4292c6", "#deebf7", "#9ecae1"),
}
"""Light enough for dark figures upon them."""
_DRAWING: dict[Any, Any] = {
    "svg.hashsalt": "sanbian",
    "svg.fonttype": "path",
    "text.parse_math": False,  # a name may have dollar signs
}
_WAN = 10**6  # fen in ten thousand yuan


def chart_of(
    outlook: Outlook,
    title: str,
    language: Language,
    *,
    kind: str = "svg",
    font: str | Path | None = None,
) -> bytes:
    """Draw what each side gets above the line and bears below it, year by year.

    Args:
        outlook: What each side gets or bears.
        title: Stands above the chart.
        language: ``zh`` or ``en``.
        kind: ``svg`` (letters are drawn, so that no reader needs the font) or ``png``.
        font: A font file, or None for one of this machine that has all characters.

    Returns:
        The file's content; the same outlook and font give the same bytes.

    Raises:
        InvalidInputError: matplotlib is missing, or no font has the characters.
    """
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra, loaded where it is used
        from matplotlib.figure import Figure  # noqa: PLC0415 - the same
    except ImportError:
        raise InvalidInputError(_MISSING) from None
    rows = [row for row in outlook.rows if row.side in _DRAWN and any(row.amounts)]
    title = seen(title)
    names = [
        f"{SIDES[r.side].of(language)} · {seen(row_words(r).of(language))}" for r in rows
    ]
    years = [
        year_words(year).of(language)
        + (f"\n{NOT_SETTLED.of(language)}" if place in outlook.refused else "")
        for place, year in enumerate(outlook.years)
    ]
    unit = _UNIT.of(language)
    found = _font_for("".join((title, *names, *years, unit, "0123456789.,-−")), font)
    with mpl.rc_context(_DRAWING):
        figure = Figure(figsize=(11, 6.2), dpi=120, layout="constrained")
        axes = figure.add_subplot()
        _stack(axes, rows, names, len(years))
        axes.axhline(0, color="#333333", linewidth=1)
        axes.set_xticks(range(len(years)), years, fontproperties=found)
        axes.set_ylabel(unit, fontproperties=found)
        axes.set_title(title, fontproperties=found, fontsize=14)
        for label in axes.get_yticklabels():
            label.set_fontproperties(found)
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
        if names:
            figure.legend(prop=found, loc="outside lower center", ncols=2, frameon=False)
        drawn = io.BytesIO()
        figure.savefig(drawn, format=kind, metadata={"Date": None} if kind == "svg" else {})
    return drawn.getvalue()


def _stack(axes: Any, rows: Sequence[OutlookRow], names: Sequence[str], years: int) -> None:
    """Bars of one year upon each other: what is got upwards, what is borne downwards."""
    above, below = [0.0] * years, [0.0] * years
    places = dict.fromkeys(_DRAWN, 0)
    for row, name in zip(rows, names, strict=True):
        colours = _COLOURS[row.side]
        colour = colours[places[row.side] % len(colours)]
        places[row.side] += 1
        heights = [0.0 if a is None else a / _WAN for a in row.amounts]
        bottoms = [
            above[place] if height >= 0 else below[place]
            for place, height in enumerate(heights)
        ]
        bars = axes.bar(
            range(years), heights, 0.6, bottom=bottoms, color=colour, label=name
        )
        for place, height in enumerate(heights):
            stack = above if height >= 0 else below
            stack[place] += height
        _write_amounts(axes, bars, heights)


def _write_amounts(axes: Any, bars: Any, heights: Sequence[float]) -> None:
    most = max((abs(height) for height in heights), default=0)
    labels = [
        f"{height:,.2f}" if height and abs(height) >= most * _LABEL_MIN else ""
        for height in heights
    ]
    axes.bar_label(bars, labels=labels, label_type="center", fontsize=8, color="#111111")


_LABEL_MIN = 0.1


def _font_for(characters: str, font: str | Path | None) -> Any:
    """A font that has all characters.

    Raises:
        InvalidInputError: There is none, and nothing is drawn with empty boxes.
    """
    from matplotlib import font_manager  # noqa: PLC0415 - an extra, loaded where it is used

    wanted = {ord(character) for character in characters if not character.isspace()}
    for file in [str(font)] if font is not None else _installed(font_manager):
        if wanted <= _characters(file):
            return font_manager.FontProperties(fname=file)
    raise InvalidInputError(_no_font(characters, font))


def _installed(font_manager: Any) -> Iterator[str]:
    """The font files of this machine: plain ones, those of the list before others."""
    plain = [
        each
        for each in font_manager.fontManager.ttflist
        if each.style == "normal" and not each.name.startswith("Last Resort")
    ]
    known = {name: place for place, name in enumerate(("DejaVu Sans", *FONTS))}
    plain.sort(key=lambda each: (known.get(each.name, len(known)), each.name, each.fname))
    listed = list(dict.fromkeys(each.fname for each in plain))
    yield from listed
    everything = {each.fname for each in font_manager.fontManager.ttflist}
    yield from sorted({*font_manager.findSystemFonts()} - everything)  # put there since


def _characters(file: str) -> set[int]:
    """The characters that a font file has; none where it is no font."""
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - an extra

    try:
        return set(FT2Font(file).get_charmap())
    except (OSError, RuntimeError):
        return set()


def _no_font(characters: str, font: str | Path | None) -> Problem:
    shown = "".join(sorted({c for c in characters if not c.isascii()})[:8]) or "?"
    got = (
        Text(zh="这台机器上没有一种字体有", en="no font of this machine that has them")
        if font is None
        else Text(zh=f"{Path(font).name} 没有", en=f"{Path(font).name}, which has not")
    )
    return Problem(
        at="--chart",
        says=Text(
            zh=f"应有含“{shown}”等字的字体，得到：{got.zh}",
            en=f"expected a font with characters such as {shown}, got {got.en}",
        ),
        do=Text(
            zh="安装 Noto Sans CJK SC 或文泉驿微米黑，或用 --font 指定字体文件",
            en="install Noto Sans CJK SC or WenQuanYi Micro Hei, or name a font file by --font",
        ),
    )


_UNIT = Text(zh="万元（线下为承担）", en="ten thousand yuan (below the line: borne)")
_MISSING = Problem(
    at="--chart",
    says=Text(
        zh="应已安装 matplotlib，得到未安装", en="expected the package matplotlib, got none"
    ),
    do=Text(
        zh='运行 pip install "sanbian[report]"', en='run pip install "sanbian[report]"'
    ),
)
