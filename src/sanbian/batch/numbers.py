"""Numbers out of Arrow columns, exactly: whole numbers and the scale that divides them all.

A column of whole numbers, of decimals or of text (``"1/3"``, ``"12.5"``) becomes whole numbers
over one scale. A float never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from math import lcm
from typing import Any, TypeAlias, overload

import numpy as np
import pyarrow as pa
from attrs import frozen

from sanbian.errors import InvalidInputError
from sanbian.money import rational

Array: TypeAlias = np.ndarray[Any, Any]
Wholes: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]

INT64_MAX = 2**63 - 1
_AT_A_TIME = 1 << 12


@frozen(eq=False)
class Numbers:
    """Exact numbers, one per row: ``numbers[i] / scale``.

    Attributes:
        numbers: Whole numbers, int64; Python's own where one is larger.
        scale: What divides them all, above zero.
    """

    numbers: Array
    scale: int = 1

    @property
    def is_small(self) -> bool:
        """Whether every number is an int64."""
        return bool(self.numbers.dtype == np.int64)


@frozen(eq=False)
class Words(Sequence[str]):
    """The words of an Arrow column of text without nulls, made when they are asked for.

    Attributes:
        column: The column, in one piece.

    Examples:
        >>> from sanbian.batch.numbers import Words, words_of
        >>> words = Words(words_of(["b", "a", "b"]))
        >>> words[1], words[1:], words.codes.tolist(), words.names
        ('a', ('a', 'b'), [0, 1, 0], ('b', 'a'))
    """

    column: Any

    def __len__(self) -> int:
        """How many there are."""
        return len(self.column)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[str, ...]: ...
    def __getitem__(self, at: int | slice) -> str | tuple[str, ...]:
        """The word at a place, or those of a stretch."""
        if isinstance(at, slice):
            return tuple(self.column[at].to_pylist())
        return str(self.column[at].as_py())

    def __iter__(self) -> Iterator[str]:
        """Word by word."""
        for start in range(0, len(self), _AT_A_TIME):
            yield from self[start : start + _AT_A_TIME]

    @property
    def codes(self) -> Wholes:
        """For each its position among `names`."""
        return wholes(self._coded.indices)

    @property
    def names(self) -> tuple[str, ...]:
        """Those that differ, in the order of their first places."""
        return tuple(self._coded.dictionary.to_pylist())

    @cached_property
    def _coded(self) -> Any:
        return self.column.dictionary_encode()


def is_number(kind: Any) -> bool:
    """Whether an Arrow type holds exact numbers."""
    return is_whole(kind) or is_text(kind) or bool(pa.types.is_decimal128(kind))


def is_whole(kind: Any) -> bool:
    """Whether an Arrow type holds whole numbers that an int64 can hold."""
    is_integer: bool = pa.types.is_integer(kind)
    return is_integer and not pa.types.is_uint64(kind)


def is_text(kind: Any) -> bool:
    """Whether an Arrow type holds text, plain or by a dictionary."""
    value: Any = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(value) or pa.types.is_large_string(value))


def with_nulls(column: Any) -> Any:
    """A column whose nulls are counted: plain words where its dictionary has a null among them."""
    if not pa.types.is_dictionary(column.type) or not column.dictionary.null_count:
        return column
    return column.cast(column.type.value_type)


def wholes(column: Any) -> Wholes:
    """A column of whole numbers without nulls, as int64; not copied where it is that already."""
    if column.type != pa.int64():
        column = column.cast(pa.int64())
    found: Wholes = np.from_dlpack(column)  # type: ignore[assignment]  # an int64 column
    return found


def filled(column: Any, value: Any = 0) -> Any:
    """A column with a value in place of its nulls; the column itself where it has none."""
    if not column.null_count:
        return column
    if pa.types.is_integer(column.type):  # `fill_null` would load pandas
        kind = column.type
        bare = pa.Array.from_buffers(
            kind, len(column), [None, column.buffers()[1]], offset=column.offset
        )
        held: Any = np.from_dlpack(bare)
        return array_of(np.where(is_there(column), held, value).astype(held.dtype), kind)
    if pa.types.is_decimal128(column.type):
        value = pa.scalar(Decimal(value), column.type)
    return column.fill_null(value)


def is_there(column: Any) -> Array:
    """Which cells are no null."""
    return flags(column.is_valid())


def flags(column: Any, *, null: bool = False) -> Array:
    """A column of yes and no, as numpy's; a null as it is said."""
    found: Array = wholes(filled(column.cast(pa.int8()), int(null))) != 0
    return found


def numbers_of(column: Any) -> Numbers:
    """A column of whole numbers, decimals or text, without nulls.

    Raises:
        InvalidInputError: A text that is no number; `bad_texts` says which.
    """
    if is_whole(column.type):
        return Numbers(wholes(column))
    if pa.types.is_decimal128(column.type):
        return _decimals(column)
    listed = list(map(rational, column.to_pylist()))
    scale = lcm(*(each.denominator for each in listed))
    return Numbers(
        _packed([each.numerator * (scale // each.denominator) for each in listed]), scale
    )


def _decimals(column: Any) -> Numbers:
    """The low eight bytes of each decimal, where the high ones only carry the sign."""
    scale = 10 ** max(0, column.type.scale)
    _, buffer = column.buffers()
    raw = np.frombuffer(buffer, dtype=np.int64).reshape(-1, 2)
    raw = raw[column.offset : column.offset + len(column)]
    low, high = raw[:, 0], raw[:, 1]
    if column.type.scale >= 0 and bool(np.all(high == low >> 63)):
        return Numbers(np.ascontiguousarray(low), scale)
    larger = [
        (high << 64) + (low & (2**64 - 1))
        for low, high in zip(low.tolist(), high.tolist(), strict=True)
    ]
    factor = 10 ** max(0, -column.type.scale)
    return Numbers(_packed([each * factor for each in larger]), scale)


def _packed(numbers: list[int]) -> Array:
    if all(-INT64_MAX <= each <= INT64_MAX for each in numbers):
        return np.array(numbers, dtype=np.int64)
    return np.array(numbers, dtype=object)


def bad_texts(column: Any) -> Iterator[tuple[int, str]]:
    """Rows of a column of text that are no exact number, with what stands there."""
    for row, written in enumerate(column.to_pylist()):
        try:
            rational(written)
        except InvalidInputError:
            yield row, written


def array_of(numbers: Array, kind: Any = None) -> Any:
    """An Arrow column of numpy's numbers, not copied; of int64 unless another type is named."""
    kind = pa.int64() if kind is None else kind
    held = pa.py_buffer(np.ascontiguousarray(numbers))
    return pa.Array.from_buffers(kind, len(numbers), [None, held])


def nullable(numbers: Array, valid: Array, kind: Any = None) -> Any:
    """The same, with nulls where `valid` is false."""
    kind = pa.int64() if kind is None else kind
    held = pa.py_buffer(np.ascontiguousarray(numbers))
    bits = pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Array.from_buffers(kind, len(numbers), [bits, held])


def words_of(words: Iterable[str]) -> Any:
    """An Arrow column of text. `pa.array` would load pandas, where it is installed."""
    encoded = [each.encode() for each in words]
    offsets = np.zeros(len(encoded) + 1, np.int32)
    np.fromiter(map(len, encoded), np.int32, len(encoded)).cumsum(out=offsets[1:])
    held = pa.py_buffer(b"".join(encoded))
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(offsets), held)


def bools(values: Array) -> Any:
    """An Arrow column of booleans."""
    bits = pa.py_buffer(np.packbits(values, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, bits])


def coded(codes: Array, words: Any) -> Any:
    """An Arrow column of text by a dictionary: `codes` are positions of `words`."""
    listed = words if isinstance(words, pa.Array) else words_of(words)
    indices = array_of(codes.astype(np.int32, copy=False), pa.int32())
    return pa.DictionaryArray.from_arrays(indices, listed, safe=False)


def coded_or_null(codes: Array, words: Any) -> Any:
    """The same; a code below zero is a null."""
    listed = words_of(words)
    if not len(listed):
        return pa.nulls(len(codes), pa.dictionary(pa.int32(), pa.string()))
    held = codes.astype(np.int32, copy=False)
    indices = nullable(np.maximum(held, 0), held >= 0, pa.int32())
    return pa.DictionaryArray.from_arrays(indices, listed)
