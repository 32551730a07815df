"""What is wrong with the rows of a window, looked for a whole column at a time.

Each problem is named with contract and household, and belongs to its contract: the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sanbian.batch.lacking import lacking_problems
from sanbian.batch.layout import family_of, null_problem, number_problem, undeclared
from sanbian.batch.numbers import (
    Array,
    Numbers,
    bad_texts,
    filled,
    flags,
    is_text,
    is_there,
    wholes,
    words_of,
)
from sanbian.batch.windows import DECLARED, Sheet, Window
from sanbian.batch.worlds import WHATS
from sanbian.contract import Contract
from sanbian.errors import Problem, unknown_name
from sanbian.register import MemberKind, Status
from sanbian.wording import Text, number, same

_STATUSES = tuple(status.value for status in Status)
_KINDS = tuple(kind.value for kind in MemberKind)
_AT_MOST = 5  # of one kind of problem in one contract; more of the same tells nothing

Found = tuple[int, Problem]
"""The place of a contract and what is wrong with it."""


def window_problems(window: Window, forms: Mapping[str, Contract]) -> Iterator[Found]:
    """Everything in the rows of a window that cannot be settled, contract by contract."""
    yield from window.agreements.problems(window.first, window.until)
    named = window.agreements.forms[window.first : window.until]
    households, groups, books = window.households, window.groups, window.books
    if len(households):
        yield from lacking_problems(window, forms)
        yield from _nulls(households, "household", _A_HOUSEHOLD)
        yield from _twice(households)
        if households.has("people"):
            yield from _nulls(households, "people", _PEOPLE)
            numbers = Numbers(wholes(filled(households.column("people"))))
            yield from _below_zero(households, "people", numbers)
        if households.has("status"):
            yield from _words(households, "status", _STATUSES, _STATUS)
        if households.has("kind"):
            yield from _words(households, "kind", _KINDS, _KIND)
        for name in households.numbers:
            yield from _column_problems(households, name, forms, named)
    if len(groups):
        yield from _nulls(groups, "group", _A_GROUP)
        yield from _groups_twice(groups)
        for name in groups.numbers:
            yield from _column_problems(groups, name, forms, named)
    if len(books):
        for name in ("what", "account", "level", "amount", "unit"):
            yield from _nulls(books, name, same(name))
        yield from _words(books, "what", WHATS, _WHAT)
        is_dated = pc.is_in(
            books.column("what").cast(pa.string()), words_of(["claim", "settled"])
        )
        yield from _nulls(books, "since", same("since"), where=flags(is_dated))
        is_settled = pc.equal(books.column("what").cast(pa.string()), "settled")
        yield from _nulls(books, "until", same("until"), where=flags(is_settled))
        is_nobody = ~is_there(books.column("household")) & ~flags(is_settled)
        yield from _nulls(books, "key", _WHOSE, where=is_nobody)


def _rows(mask: Array, places: Array) -> list[int]:
    """The first rows of each contract where something is so; `places` are those of the rows.

    No contract is passed over, however many there are: it would be settled.
    """
    rows = np.flatnonzero(mask)
    held = places[rows]
    rank = np.arange(len(rows)) - np.searchsorted(held, held)
    found: list[int] = rows[rank < _AT_MOST].tolist()
    return found


def _nulls(
    sheet: Sheet, column: str, what: Text, *, where: Array | None = None
) -> Iterator[Found]:
    """Cells that are null and should not be."""
    held = sheet.column(column)
    if not held.null_count:
        return
    is_null = ~is_there(held)
    for row in _rows(is_null if where is None else is_null & where, sheet.places):
        problem = null_problem(sheet.at(row, column), what, is_name=what is not _PEOPLE)
        yield int(sheet.places[row]), problem


def _twice(sheet: Sheet) -> Iterator[Found]:
    """Households that come twice in one contract."""
    keys, places = sheet.households, sheet.places
    rises = keys[1:] > keys[:-1]
    first = sheet.starts[(sheet.starts > 0) & (sheet.starts < len(keys))]
    rises[first - 1] = True  # from one contract to the next
    if bool(rises.all()):
        return  # in order, as they should be
    order = np.lexsort((keys, places))
    again = (np.diff(keys[order]) == 0) & (np.diff(places[order]) == 0)
    is_null = ~is_there(sheet.column("household"))
    later = order[1:]
    for at in _rows(again & ~is_null[later], places[later]):
        row = int(later[at])
        yield int(places[row]), _again(sheet.at(row))


def _groups_twice(sheet: Sheet) -> Iterator[Found]:
    """Groups that come twice in one contract."""
    seen: set[tuple[int, str | None]] = set()
    for row, group in enumerate(sheet.column("group").to_pylist()):
        place = int(sheet.places[row])
        if (place, group) in seen:
            yield place, _again(sheet.at(row))
        seen.add((place, group))


def _again(at: str) -> Problem:
    return Problem(
        at=at,
        says=Text(
            zh="在一份合同中只应有一行，得到两行",
            en="expected one row of it in a contract, got two",
        ),
        do=Text(zh="合并或删去一行", en="merge the rows or take one out"),
    )


def _below_zero(sheet: Sheet, column: str, held: Numbers) -> Iterator[Found]:
    if int(held.numbers.min()) >= 0:
        return
    for row in _rows(held.numbers < 0, sheet.places):
        got = number(Fraction(int(held.numbers[row]), held.scale))
        problem = Problem(
            at=sheet.at(row, column),
            says=Text(
                zh=f"应为不小于零的数，得到 {got}",
                en=f"expected at least zero, got {got}",
            ),
            do=Text(zh="按名册更正", en="correct it from the roster"),
        )
        yield int(sheet.places[row]), problem


def _words(
    sheet: Sheet, column: str, known: tuple[str, ...], what: Text
) -> Iterator[Found]:
    """Words that are none of those known."""
    held = sheet.column(column).cast(pa.string())
    is_known = pc.or_(pc.is_in(held, words_of(known)), held.is_null())
    if pc.all(is_known).as_py():
        return
    for row in _rows(~flags(is_known), sheet.places):
        at, word = sheet.at(row, column), held[row].as_py()
        yield int(sheet.places[row]), unknown_name(at, name=word, known=known, what=what)


def _column_problems(
    sheet: Sheet, column: str, forms: Mapping[str, Contract], named: tuple[str, ...]
) -> Iterator[Found]:
    """Nulls where the form has a place for a number, numbers where it has none; bad ones."""
    held = sheet.column(column)
    family, name = family_of(column)
    has = {
        form: name in contract.names.of(DECLARED[family])
        for form, contract in forms.items()
    }
    if held.null_count or not all(has[form] for form in set(named)):
        declared = np.array([has[form] for form in named])[sheet.places - sheet.first]
        is_null = ~is_there(held)
        for row in _rows(declared & is_null, sheet.places):
            at = sheet.at(row, column)
            yield int(sheet.places[row]), null_problem(at, same(column))
        for row in _rows(~declared & ~is_null, sheet.places):
            place = int(sheet.places[row])
            form = named[place - sheet.first]
            yield place, undeclared(sheet.at(row, column), form)
    if is_text(held.type):
        for row, written in bad_texts(filled(held.cast(pa.string()), "0")):
            yield int(sheet.places[row]), number_problem(sheet.at(row, column), written)
    if family == "shares":
        yield from _below_zero(sheet, column, sheet.numbers[column])


_A_HOUSEHOLD = Text(zh="户的编号", en="the number of a household")
_A_GROUP = Text(zh="组的名称", en="the name of a group")
_PEOPLE = Text(zh="人口", en="the number of people")
_STATUS = Text(zh="贫困状态", en="poverty status")
_KIND = Text(zh="成员种类", en="kind of member")
_WHOSE = Text(zh="户的编号或其他对象", en="a household or another key")
_WHAT = Text(zh="账的行别", en="kind of row of the books")
