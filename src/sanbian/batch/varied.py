"""Facts that differ from future to future: whole numbers by year and future (各未来不同的事实)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import evolve, frozen

from sanbian.batch.numbers import INT64_MAX, Array, is_whole, wholes
from sanbian.contract import Base, Contract, NamedMeasure, Party
from sanbian.errors import Problem, raise_any, unknown_name
from sanbian.facts import Facts
from sanbian.wording import Text, brief, same

_DECLARED: Mapping[str, tuple[type[Base | NamedMeasure | Party], Text]] = {
    "amounts": (Base, Text(zh="分配基数", en="base")),
    "measures": (NamedMeasure, Text(zh="合同一级的计量项", en="measure of the contract")),
    "put_up": (Party, Text(zh="当事人", en="party")),
}


@frozen(kw_only=True, eq=False)
class Varied:
    """Facts that differ from future to future, in one year or, stacked, in all of them.

    Attributes:
        amounts: Fen by base.
        measures: Whole numbers by measure of the whole contract; money in fen.
        put_up: Fen by party.
    """

    amounts: Mapping[str, Array]
    measures: Mapping[str, Array]
    put_up: Mapping[str, Array]

    @property
    def futures(self) -> int:
        """How many futures there are."""
        every = (*self.amounts.values(), *self.measures.values(), *self.put_up.values())
        return int(every[0].shape[-1])

    def at(self, year: int, futures: slice) -> Varied:
        """Those of one year and some futures, out of all."""
        return Varied(
            amounts={name: each[year, futures] for name, each in self.amounts.items()},
            measures={name: each[year, futures] for name, each in self.measures.items()},
            put_up={name: each[year, futures] for name, each in self.put_up.items()},
        )

    def losses(self, rows: Array) -> Iterator[Array]:
        """Which of some futures make a loss, base by base, as columns."""
        for _, numbers in sorted(self.amounts.items()):
            yield (numbers[rows] < 0)[:, None]

    def measure(self, word: str, name: str, rows: Array) -> Array | None:
        """The numbers of a measure of a program; None where it is the same in all."""
        match word:
            case "stated" if name in self.amounts:
                return np.maximum(self.amounts[name][rows], 0)
            case "loss" if name in self.amounts:
                return np.maximum(-self.amounts[name][rows], 0)
            case "measure" if name in self.measures:
                return np.asarray(self.measures[name][rows])
            case _:
                return None

    def opening(self, word: str, name: str, rows: Array) -> Array | None:
        """What an account of a program opens with; None where it is the same in all."""
        match word:
            case "base" if name in self.amounts:
                return np.maximum(self.amounts[name][rows], 0)
            case "pocket" if name in self.put_up:
                return np.asarray(self.put_up[name][rows])
            case _:
                return None

    def put_into(self, facts: Facts, place: int) -> Facts:
        """The facts of one future."""
        (part,) = facts.parts
        amounts = {name: int(each[place]) for name, each in self.amounts.items()}
        measures = {name: Fraction(int(e[place])) for name, e in self.measures.items()}
        put_up = {name: int(each[place]) for name, each in self.put_up.items()}
        mine = evolve(
            part,
            amounts={**part.amounts, **amounts},
            measures={**part.measures, **measures},
        )
        return evolve(facts, parts=(mine,), put_up={**facts.put_up, **put_up})


def varied_of(
    contract: Contract,
    years: int,
    given: Mapping[str, Mapping[str, Any]],
) -> Varied:
    """Read what differs from future to future.

    Args:
        contract: The contract, which declares the names.
        years: How many years there are.
        given: By `amounts`, `measures` and `put_up`: by name, a number for each year and
            future.

    Raises:
        InvalidInputError: Everything in it that cannot be read, all at once.
    """
    problems: list[Problem] = []
    found: dict[str, dict[str, Array]] = {family: {} for family in _DECLARED}
    for family, by_name in given.items():
        for name, numbers in by_name.items():
            at = f"{family}.{name}"
            problems += _name_problems(contract, family, name, at)
            rows = list(_years(numbers))
            told = list(_problems(at, rows, years))
            problems += told
            if not told:
                found[family][name] = np.stack([_row(each) for each in rows])
    raise_any(problems)
    raise_any(_size_problems(found))
    return Varied(**found)


def _name_problems(
    contract: Contract, family: str, name: str, at: str
) -> Iterator[Problem]:
    kind, what = _DECLARED[family]
    known = [
        each
        for each in contract.names.of(kind)
        if getattr(contract.names.declared[each], "level", "contract") == "contract"
        and not (kind is Party and contract.names.is_per_group(each))
    ]
    if name not in known:
        yield unknown_name(at, name=name, known=known, what=what)


def _years(numbers: Any) -> Iterator[Any]:
    """A row of futures for each year, as it was given."""
    is_table = isinstance(numbers, pa.Table | pa.RecordBatch)
    yield from numbers.columns if is_table else numbers


def _problems(at: str, rows: Sequence[Any], years: int) -> Iterator[Problem]:
    """What is wrong with one fact: its years, or the numbers of a year."""
    if len(rows) != years:
        yield Problem(
            at=at,
            says=Text(
                zh=f"应有 {years} 年的数，得到 {len(rows)} 年的",
                en=f"expected numbers of {years} years, got those of {len(rows)}",
            ),
            do=_LAYOUT,
        )
        return
    lengths = {_length(row) for row in rows}
    for year, row in enumerate(rows):
        got = _not_whole(row)
        if got is not None:
            yield Problem(
                at=f"{at}, year {year + 1}",
                says=Text(
                    zh=f"应为 64 位整数（金额以分计），得到 {got.zh}",
                    en=f"expected whole numbers of 64 bits (money in fen), got {got.en}",
                ),
                do=Text(
                    zh="先取整到分，再交来：numpy 的 int64、Arrow 的 int64 或 Python 整数",
                    en="round to whole fen first, and give int64 of numpy or Arrow, or "
                    "Python's own",
                ),
            )
            return
    if len(lengths) > 1:
        listed = ", ".join(map(str, sorted(lengths)))
        yield Problem(
            at=at,
            says=Text(
                zh=f"各年的未来数应相同，得到 {listed}",
                en=f"expected as many futures in every year, got {listed}",
            ),
            do=_LAYOUT,
        )


_LAYOUT = Text(
    zh="写成（年，未来）的形状：每年一行，每个未来一列",
    en="give it the shape (years, futures): a row for each year, a column for each future",
)


def _length(row: Any) -> int:
    return len(row) if hasattr(row, "__len__") else -1


def _not_whole(row: Any) -> Text | None:
    """What a year has in place of whole numbers; None where it is as it should be."""
    if isinstance(row, pa.Array | pa.ChunkedArray):
        if row.null_count:
            return Text(zh="空值（null）", en="a null")
        return None if is_whole(row.type) else same(str(row.type))
    if isinstance(row, np.ndarray):
        is_one = row.ndim == 1 and row.dtype.kind in "iu"
        fits = is_one and (row.dtype != np.uint64 or not (row > INT64_MAX).any())
        return None if fits else same(f"{row.ndim + 1} dimensions of {row.dtype}")
    if not isinstance(row, Sequence) or isinstance(row, str):
        return brief(row)
    wrong = (e for e in row if type(e) is not int or abs(e) > INT64_MAX)
    first = next(wrong, None)
    return None if first is None and None not in row else brief(first)


def _row(row: Any) -> Array:
    """The whole numbers of a year."""
    if isinstance(row, pa.ChunkedArray):
        row = row.combine_chunks()
    if isinstance(row, pa.Array):
        return wholes(row)
    return np.asarray(row, np.int64)


def _size_problems(found: Mapping[str, Mapping[str, Array]]) -> Iterator[Problem]:
    """No fact that differs, or facts of different numbers of futures."""
    sizes = {
        f"{family}.{name}": each.shape[1]
        for family, by_name in found.items()
        for name, each in by_name.items()
    }
    if not sizes:
        yield Problem(
            at="amounts",
            says=Text(
                zh="应至少有一项因未来而异的事实，得到空白",
                en="expected a fact that differs from future to future, got none",
            ),
            do=_LAYOUT,
        )
    if len(set(sizes.values())) > 1:
        listed = ", ".join(f"{name} {size}" for name, size in sizes.items())
        yield Problem(
            at=next(iter(sizes)),
            says=Text(
                zh=f"各项事实的未来数应相同，得到 {listed}",
                en=f"expected as many futures in every fact, got {listed}",
            ),
            do=_LAYOUT,
        )
