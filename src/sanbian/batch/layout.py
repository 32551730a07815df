"""The layout of the tables: which columns there are, of which types, and what is refused.

```
contracts    one row a contract:    contract, form, amount.<base>, measure.<id>, put_up.<party>,
                                    term.<clause>.<place of a number>
households   one row a household:   contract, household, group, people, status, entered, left,
                                    noticed, kind, shares.<class>, measure.<id>
groups       one row a group:       contract, group, measure.<id>
books        what the period before left; the same columns as the closing books
```

Households, groups and books come contract by contract, in the order of the contracts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pyarrow as pa
from attrs import frozen
from pyarrow.types import is_floating

from sanbian.batch.addresses import addresses_of, unknown_address
from sanbian.batch.numbers import is_number, is_text, is_whole
from sanbian.contract import Base, Contract, NamedMeasure, Party, ShareClass
from sanbian.errors import Problem, unknown_name
from sanbian.wording import Text, brief

CONTRACTS, HOUSEHOLDS, GROUPS, BOOKS = "contracts", "households", "groups", "books"
TERM = "term"
"""Family of columns of numbers of clauses."""


@frozen
class Kind:
    """What a column holds, in words, and the test of its Arrow type."""

    says: Text
    is_one: Callable[[Any], bool]


WHOLE = Kind(Text(zh="整数（int64）", en="whole numbers (int64)"), is_whole)
FEN = Kind(Text(zh="以分计的整数（int64）", en="whole fen (int64)"), is_whole)
NUMBER = Kind(
    Text(zh="整数、小数（decimal128）或文本", en="whole numbers, decimal128 or text"),
    is_number,
)
YUAN = Kind(
    Text(zh="以元计的小数（decimal128）或文本", en="yuan, as decimal128 or text"),
    lambda kind: is_number(kind) and not is_whole(kind),
)
TEXT = Kind(Text(zh="文本", en="text"), is_text)
DAY = Kind(Text(zh="日期（date32）", en="days (date32)"), pa.types.is_date32)

_WANTED: Mapping[str, Mapping[str, Kind]] = MappingProxyType(
    {
        CONTRACTS: {"contract": TEXT, "form": TEXT},
        HOUSEHOLDS: {"contract": TEXT, "household": WHOLE},
        GROUPS: {"contract": TEXT, "group": TEXT},
        BOOKS: {
            "contract": TEXT,
            "what": TEXT,
            "account": TEXT,
            "since": DAY,
            "until": DAY,
            "level": TEXT,
            "key": TEXT,
            "household": WHOLE,
            "amount": WHOLE,
            "unit": TEXT,
        },
    }
)
_KNOWN: Mapping[str, Mapping[str, Kind]] = MappingProxyType(
    {
        CONTRACTS: {},
        GROUPS: {},
        HOUSEHOLDS: {
            "group": TEXT,
            "people": WHOLE,
            "status": TEXT,
            "entered": DAY,
            "left": DAY,
            "noticed": DAY,
            "kind": TEXT,
        },
        BOOKS: {},
    }
)
_FAMILIES: Mapping[str, Mapping[str, tuple[type, Kind]]] = MappingProxyType(
    {
        CONTRACTS: {
            "amount": (Base, FEN),
            "measure": (NamedMeasure, NUMBER),
            "put_up": (Party, FEN),
        },
        HOUSEHOLDS: {
            "shares": (ShareClass, NUMBER),
            "measure": (NamedMeasure, NUMBER),
        },
        GROUPS: {"measure": (NamedMeasure, NUMBER)},
        BOOKS: {},
    }
)

BOOKS_SCHEMA = pa.schema(
    [
        ("contract", pa.dictionary(pa.int32(), pa.string())),
        ("what", pa.dictionary(pa.int32(), pa.string())),
        ("account", pa.dictionary(pa.int32(), pa.string())),
        ("since", pa.date32()),
        ("until", pa.date32()),
        ("level", pa.dictionary(pa.int32(), pa.string())),
        ("key", pa.dictionary(pa.int32(), pa.string())),
        ("household", pa.int64()),
        ("amount", pa.int64()),
        ("unit", pa.dictionary(pa.int32(), pa.string())),
    ]
)
LINES_SCHEMA = pa.schema(
    [
        ("contract", pa.dictionary(pa.int32(), pa.string())),
        ("household", pa.int64()),
        ("group", pa.dictionary(pa.int32(), pa.string())),
        ("clause", pa.dictionary(pa.int32(), pa.string())),
        ("kind", pa.dictionary(pa.int32(), pa.string())),
        ("payer", pa.dictionary(pa.int32(), pa.string())),
        ("payee", pa.dictionary(pa.int32(), pa.string())),
        ("amount", pa.int64()),
        ("unit", pa.dictionary(pa.int32(), pa.string())),
        ("odd", pa.bool_()),
    ]
)


def family_of(column: str) -> tuple[str, str]:
    """The family and the name of a column such as ``shares.land``; no name where it has none."""
    family, _, name = column.partition(".")
    return family, name


def layout_problems(
    table: str, schema: Any, forms: Mapping[str, Contract]
) -> Iterator[Problem]:
    """Columns that are missing, unknown, or of a type that does not hold what they should."""
    names = list(schema.names)
    for name, kind in _WANTED[table].items():
        if name not in names:
            yield Problem(
                at=f"{table}: {name}",
                says=Text(
                    zh=f"应有 {name} 列（{kind.says.zh}），得到空白",
                    en=f"expected a column {name} of {kind.says.en}, got none",
                ),
                do=Text(
                    zh=f"加上这一列；现有：{'、'.join(names)}",
                    en=f"add the column; there are: {', '.join(names)}",
                ),
            )
    for place, name in enumerate(names):
        if names.index(name) != place:
            yield Problem(
                at=f"{table}: {name}",
                says=Text(
                    zh="每列只能有一个，得到两个", en="expected one such column, got two"
                ),
                do=Text(zh="删去一列", en="take one of them out"),
            )
            continue
        yield from column_problems(table, name, schema.field(place).type, forms)


def wanted_of(table: str) -> set[str]:
    """The columns that a table has to have."""
    return {*_WANTED[table]}


def column_problems(
    table: str, name: str, kind: Any, forms: Mapping[str, Contract]
) -> Iterator[Problem]:
    """What is wrong with a column: it is unknown, or of a type that it should not be."""
    known = {**_WANTED[table], **_KNOWN[table]}
    family, of = family_of(name)
    if name in known:
        wanted = known[name]
    elif of and table == CONTRACTS and family == TERM:
        kinds = _reads_at(of, forms)
        if not kinds:
            yield unknown_address(f"{table}: {name}", of, forms)
            return
        wanted = YUAN if kinds & {"money", "price"} else NUMBER
    elif of and family in _FAMILIES[table]:
        declared, wanted = _FAMILIES[table][family]
        names = {each for form in forms.values() for each in form.names.of(declared)}
        if of not in names:
            what = Text(zh="合同文本中的名称", en="name in a form of contract")
            yield unknown_name(f"{table}: {name}", name=of, known=names, what=what)
            return
    else:
        families = (*_FAMILIES[table], TERM) if table == CONTRACTS else _FAMILIES[table]
        every = {*known, *(f"{each}.…" for each in families)}
        what = Text(zh="列名", en="column")
        yield unknown_name(f"{table}: {name}", name=name, known=every, what=what)
        return
    if not (wanted.is_one(kind) or pa.types.is_null(kind)):
        yield Problem(
            at=f"{table}: {name}",
            says=Text(
                zh=f"应为{wanted.says.zh}，得到 {_said(kind)}",
                en=f"expected {wanted.says.en}, got {_said(kind)}",
            ),
            do=_FLOAT
            if wanted is not YUAN and is_floating(kind)
            else _DO.get(wanted, _RETYPE),
        )


def typed(table: str, rows: Any) -> Any:
    """The rows with a type for each column of nulls alone, which has none of its own."""
    if not any(pa.types.is_null(each.type) for each in rows.schema):
        return rows
    return rows.cast(
        pa.schema(
            (each.name, _TYPES[_kind_of(table, each.name)])
            if pa.types.is_null(each.type)
            else (each.name, each.type)
            for each in rows.schema
        )
    )


def _kind_of(table: str, name: str) -> Kind:
    """What a column holds as far as its name tells; any number where it does not."""
    family, _ = family_of(name)
    return {**_WANTED[table], **_KNOWN[table]}.get(name, TEXT if family == TERM else WHOLE)


_TYPES = {WHOLE: pa.int64(), TEXT: pa.string(), DAY: pa.date32()}


def _reads_at(address: str, forms: Mapping[str, Contract]) -> set[str]:
    """How the forms write the number at an address; nothing where none has one."""
    return {
        each.spot.reads
        for form in forms.values()
        for each in addresses_of(form).get(address, ())
    }


def _said(kind: Any) -> str:
    """A type as the one who wrote the table knows it: words are read by a dictionary."""
    return str(kind.value_type if pa.types.is_dictionary(kind) else kind)


_FLOAT = Text(
    zh="浮点数不准确：金额以分写整数，其他数写 decimal128 或文本",
    en="a float is not exact: write money as whole fen, other numbers as decimal128 or text",
)
_IN_YUAN = Text(
    zh="与合同文件一样以元写，例如 600.00；不写整数，以免与分相混",
    en="write yuan as the contract file does, such as 600.00; no whole numbers, which could be "
    "fen",
)
_IN_FEN = Text(
    zh="以分写：元乘以 100，写成整数（int64）",
    en="write it in fen, yuan times 100, as int64",
)
_RETYPE = Text(zh="改为这种类型", en="write the column in that type")
_DO = {YUAN: _IN_YUAN, FEN: _IN_FEN}


def null_problem(at: str, expected: Text, *, is_name: bool = False) -> Problem:
    """The problem that something is not given; what names a row cannot be zero."""
    return Problem(
        at=at,
        says=Text(
            zh=f"应有{expected.zh}，得到空值（null）",
            en=f"expected {expected.en}, got a null",
        ),
        do=_NAME_IT if is_name else _FILL,
    )


_NAME_IT = Text(zh="填上，或删去这一行", en="fill it in, or take the row out")
_FILL = Text(zh="填上；确实没有的写 0", en="fill it in; write 0 where there really is none")


def number_problem(at: str, got: object) -> Problem:
    """The problem that a text is no exact number."""
    shown = brief(got)
    return Problem(
        at=at,
        says=Text(
            zh=f"应为准确的数，得到 {shown.zh}",
            en=f"expected an exact number, got {shown.en}",
        ),
        do=Text(zh='例如 "12.5" 或 "1/3"', en='write it like "12.5" or "1/3"'),
    )


def undeclared(at: str, form: str) -> Problem:
    """The problem that a value is given that the form of the contract has no place for."""
    return Problem(
        at=at,
        says=Text(
            zh=f"合同文本 “{form}” 没有这一项，应为空值（null），得到了数",
            en=f"expected a null, since the form {form!r} declares no such thing, got a value",
        ),
        do=Text(
            zh="清空这一格，或更正 form",
            en="leave the cell empty, or correct the form of the contract",
        ),
    )
