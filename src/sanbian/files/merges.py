"""Numbers that are merged over the rows of several households: nobody can tell the parts."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from attrs import Factory, define

from sanbian.errors import Problem
from sanbian.files.layout import Column, Layout, cell_at, column_letters
from sanbian.files.sheets import Merge
from sanbian.wording import Text

MANY = 2  # households from which on a cell is shared


@define
class SharedNumbers:
    """Merged cells of number and day columns, with the rows that they cover (合并单元格).

    A required column is not among them: its covered cells are told as empty.

    Attributes:
        layout: Where the columns stand.
        blocks: The merged cells of each column, from the top.
        met: Codes of the rows that each merged cell covers, two at most.
    """

    layout: Layout
    blocks: dict[str, list[tuple[int, Merge]]] = Factory(dict)
    met: dict[tuple[str, Merge], list[object]] = Factory(dict)

    def __attrs_post_init__(self) -> None:
        """Find the merged cells once."""
        merges = self.layout.sheet.merges
        tall = [each for each in merges() if each.bottom > each.top] if merges else []
        for column in self.layout.columns:
            place = self.layout.places[column.name]
            found = [
                (merge.top, merge)
                for merge in tall
                if _is_shared(column) and merge.left <= place <= merge.right
            ]
            if found:
                self.blocks[column.name] = sorted(found, key=lambda pair: pair[0])

    def meet(
        self, line: int, values: Mapping[str, str | int | Fraction | date | None]
    ) -> None:
        """Count a row of the table."""
        codes = [each.name for each in self.layout.columns if _is_own(each)]
        key = tuple(values.get(name) for name in codes) if codes else line
        for name, blocks in self.blocks.items():
            before = bisect(blocks, line, key=lambda pair: pair[0]) - 1
            if before < 0 or line > blocks[before][1].bottom:
                continue
            rows = self.met.setdefault((name, blocks[before][1]), [])
            if len(rows) < MANY and key not in rows:
                rows.append(key)

    def problems(self) -> Iterator[Problem]:
        """Each merged cell that stands for more than one household."""
        for (name, merge), rows in self.met.items():
            if len(rows) == MANY:
                yield self._problem(name, merge)

    def _problem(self, name: str, merge: Merge) -> Problem:
        place = self.layout.places[name]
        header = " ".join(self.layout.header[place - 1].split())
        last = f"{column_letters(place)}{merge.bottom}"
        at = cell_at(self.layout.sheet, merge.top, place, header)
        lines = f"{merge.top}-{merge.bottom}"
        return Problem(
            at=f"{at}:{last}",
            says=Text(
                zh=f"“{header}” 应每行一格，得到第 {lines} 行合并成的一格",
                en=f"expected a cell of {header!r} in each row, got one merged over "
                f"rows {lines}",
            ),
            do=Text(
                zh="取消合并，逐行填写每户自己的数",
                en="split it: write each household's own number",
            ),
        )


def _is_shared(column: Column) -> bool:
    """Whether a cell of the column must not stand for several rows."""
    return (column.is_numeric or column.kind == "date") and not column.required


def _is_own(column: Column) -> bool:
    """Whether a column says whose row it is."""
    return column.kind == "code" and column.required
