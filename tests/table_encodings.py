"""The same rows in other encodings: types, dictionaries, offsets, pieces."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa

WIDE = 2**31
TEXTS = (pa.string(), pa.large_string())
CODES = (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16())


def encoded(table, rng):
    """A table as one record batch, each column in some type and with some offset."""
    columns = [
        _with_offset(_encoded(name, table.column(name).combine_chunks(), rng), rng)
        for name in table.column_names
    ]
    return pa.RecordBatch.from_arrays(columns, names=table.column_names)


def cut(batch, rng):
    """A record batch in pieces, some of them empty."""
    found, start = [batch.slice(0, 0)], 0
    while start < batch.num_rows:
        rows = rng.choice([0, 1, 2, 3, 7, 50])
        found.append(batch.slice(start, rows))
        start += rows
    return found


def _encoded(name, column, rng):
    kind, cells = column.type, column.to_pylist()
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_string(kind):
        return _text(cells, rng)
    if not pa.types.is_integer(kind):
        return column
    ways = [lambda: pa.array(cells, rng.choice(_wholes(cells)))]
    if name.startswith(("measure.", "shares.")):
        written = [None if each is None else _written(each, rng) for each in cells]
        places = pa.decimal128(38, rng.choice([0, 2, 18]))
        decimals = [None if each is None else Decimal(each) for each in cells]
        ways += [lambda: _text(written, rng), lambda: pa.array(decimals, places)]
    return rng.choice(ways)()


def _wholes(cells):
    """Types that hold such whole numbers."""
    there = [each for each in cells if each is not None]
    found = [pa.int64()]
    if all(abs(each) < WIDE for each in there):
        found.append(pa.int32())
    if all(0 <= each < WIDE for each in there):
        found.append(pa.uint32())
    return found


def _written(number, rng):
    return rng.choice([str(number), f"{number}.0", f"{2 * number}/2"])


def _text(cells, rng):
    """Text, plain or by a dictionary whose words may repeat, be null, or be of no row."""
    kind = rng.choice(TEXTS)
    if rng.random() < 0.25:
        return pa.array(cells, kind)
    words = [each for each in dict.fromkeys(cells) for _ in range(rng.choice([1, 1, 2]))]
    if rng.random() < 0.5:
        words = [each for each in words if each is not None]
    words.append("of no row")
    rng.shuffle(words)
    places = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    codes = [rng.choice(places[each]) if each in places else None for each in cells]
    return pa.DictionaryArray.from_arrays(
        pa.array(codes, rng.choice(CODES)), pa.array(words, kind)
    )


def _with_offset(column, rng):
    """The same column as a part of a longer one."""
    by = rng.randrange(4)
    if pa.types.is_dictionary(column.type):
        nothing = pa.array([None] * by, column.type.index_type)
        around = pa.DictionaryArray.from_arrays(nothing, column.dictionary)
    else:
        around = pa.nulls(by, column.type)
    return pa.concat_arrays([around, column, around]).slice(by, len(column))
