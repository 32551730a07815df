"""Rows of a table that are no household: totals, which must add up, and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import Factory, define, frozen

from sanbian.errors import Problem
from sanbian.files.headers import half_width, header_key
from sanbian.files.layout import Column, Layout
from sanbian.files.numerals import Cell, is_blank
from sanbian.files.sheets import Cells
from sanbian.wording import Text, grouped_yuan, number

_TOTAL = re.compile(
    r"(.*?)(小计|合计|总计|共计|累计|subtotal|grandtotal|total)(?:[:(\d].*)?\Z", re.DOTALL
)
_OF_GROUP = frozenset({"小计", "subtotal"})
_OF_PART = frozenset({"合计", "total"})
_NOTE = re.compile(
    r"(?:(?:注|备注|附注|说明|填表说明|制表|制单|编制|填表|填报|审核|复核|核对|审批|负责|单位负责"
    r"|村负责|经办|会计|出纳|主任|书记|监督|盖章|签字|日期|报送|联系|note|prepared|checked"
    r"|approved|signed)[^:]{0,12}:|注\s*\d*\s*[.、])",
    re.IGNORECASE,
)


@frozen(kw_only=True)
class Total:
    """What a total row says of itself (小计、合计).

    Attributes:
        label: As written.
        of_group: May be the sum since the total row before.
        of_part: May be the sum since the 合计 row before.
        of_all: May be the sum of all rows.
    """

    label: str
    of_group: bool
    of_part: bool
    of_all: bool


@define
class Tally:
    """Running sums of the numeric columns, by column name (累加).

    Attributes:
        all: Sums of all rows so far.
        before_group: What they were at the last total row.
        before_part: What they were at the last 合计 row.
        doubtful: Columns with a cell that could not be read: their totals are not checked.
    """

    all: dict[str, Fraction | int] = Factory(dict)
    before_group: dict[str, Fraction | int] = Factory(dict)
    before_part: dict[str, Fraction | int] = Factory(dict)
    doubtful: set[str] = Factory(set)

    def add(self, name: str, value: Fraction | int) -> None:
        """Count one cell in."""
        self.all[name] = self.all.get(name, 0) + value

    def close(self, total: Total) -> None:
        """Begin the next group, and the next part behind a 合计."""
        self.before_group = dict(self.all)
        if not total.of_group or total.of_part:
            self.before_part = dict(self.all)

    def allowed(self, name: str, total: Total) -> tuple[Fraction | int, ...]:
        """Sums that a cell of this total row may be, the likeliest first."""
        choices: tuple[tuple[bool, Mapping[str, Fraction | int]], ...] = (
            (total.of_group, self.before_group),
            (total.of_all, {}),
            (total.of_part, self.before_part),
        )
        so_far = self.all.get(name, 0)
        return tuple(so_far - before.get(name, 0) for may_be, before in choices if may_be)


def total_in(cells: Cells, layout: Layout) -> Total | None:
    """The total that a row is, if one of its cells says so and no code contradicts.

    A bare 合计 is the sum of all rows or, if it stands there again, since the one before; a
    合计 with a name before it (`一组合计`) may be that of its group.
    """
    labels = [cell for cell in cells if isinstance(cell, str) and _is_label(cell)]
    codes = [
        _cell(cells, layout.places[c.name]) for c in layout.columns if c.kind == "code"
    ]
    if not labels or not all(is_blank(code) or code in labels for code in codes):
        return None
    if not codes and next(cell for cell in cells if not is_blank(cell)) not in labels:
        return None
    parts = _TOTAL.match(header_key(labels[0]))
    assert parts is not None
    is_part = parts[2] in _OF_PART
    is_named = bool(parts[1])
    return Total(
        label=labels[0].strip(),
        of_group=parts[2] in _OF_GROUP or (is_part and is_named),
        of_part=is_part,
        of_all=parts[2] not in _OF_GROUP,
    )


def _is_label(cell: str) -> bool:
    may_be = (
        "计" in cell or "otal" in cell.casefold() or "total" in half_width(cell).casefold()
    )
    return may_be and _TOTAL.match(header_key(cell)) is not None


def is_footnote(cells: Cells, layout: Layout) -> bool:
    """Whether a row is text below the table, such as `制表人：` or `注：`."""
    first = next((cell for cell in cells if not is_blank(cell)), None)
    if not _is_note(first):
        return False
    required = (_cell(cells, layout.places[c.name]) for c in layout.columns if c.required)
    return all(is_blank(cell) or _is_note(cell) for cell in required)


def is_header_again(cells: Cells, layout: Layout) -> bool:
    """Whether a row repeats the header, as each page of a printed list does."""
    return all(
        header_key(str(_cell(cells, place))) == header_key(layout.header[place - 1])
        for place in layout.places.values()
    )


def total_problems(
    met: Sequence[tuple[Column, Fraction | int, str]], tally: Tally, total: Total
) -> Iterator[Problem]:
    """Where a total row does not say the sum of the rows above.

    Args:
        met: The numbers of the row: column, value, place.
        tally: Sums of the rows above.
        total: What kind of total the row is.
    """
    for column, value, at in met:
        allowed = tally.allowed(column.name, total)
        if column.name in tally.doubtful or value in allowed:
            continue
        expected, got = _amount(column, allowed[0]), _amount(column, value)
        yield Problem(
            at=at,
            says=Text(
                zh=f"“{total.label}” 应为以上各行之和 {expected}，得到 {got}",
                en=f"expected {total.label!r} to be the sum {expected} of the rows above, "
                f"got {got}",
            ),
            do=Text(
                zh="核对各行与合计，改正后再读", en="check the rows and the total, mend one"
            ),
        )


def _amount(column: Column, value: Fraction | int) -> str:
    return grouped_yuan(int(value)) if column.kind == "money" else number(value)


def _is_note(cell: Cell) -> bool:
    return isinstance(cell, str) and _NOTE.match(half_width(cell).strip()) is not None


def _cell(cells: Cells, place: int) -> Cell:
    return cells[place - 1] if place <= len(cells) else None
