"""The table of contracts: one row a contract, with its form and the facts of the period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, frozen

from sanbian.batch.layout import (
    CONTRACTS,
    family_of,
    layout_problems,
    null_problem,
    number_problem,
    typed,
    undeclared,
)
from sanbian.batch.numbers import (
    INT64_MAX,
    Array,
    Numbers,
    Words,
    bad_texts,
    filled,
    is_text,
    is_there,
    numbers_of,
    words_of,
)
from sanbian.batch.terms import Terms, terms_of
from sanbian.contract import Base, Contract, NamedMeasure, Party
from sanbian.errors import InvalidInputError, Problem, raise_any, unknown_name
from sanbian.period import Period
from sanbian.wording import Text

_DECLARED = {"amount": Base, "measure": NamedMeasure, "put_up": Party}


@frozen(kw_only=True, eq=False)
class Agreements:
    """The contracts of a run, in their order (各份合同).

    Attributes:
        ids: Id of each.
        forms: Name of the form of each.
        numbers: By column, the numbers of all rows; what is not stated is zero there.
        stated: By column, whether each row states it.
        shapes: For each contract, a number that tells its form, what it states, and which
            amounts are losses.
        terms: Numbers of clauses that contracts have of their own.
        wrong: By place of a contract, what is wrong with its row.
    """

    ids: Words
    forms: Words
    numbers: Mapping[str, Numbers]
    stated: Mapping[str, Array]
    shapes: Array
    terms: Terms
    wrong: Mapping[int, tuple[Problem, ...]]

    @property
    def listed(self) -> Any:
        """The ids as an Arrow column."""
        return self.ids.column

    def problems(self, first: int, until: int) -> Iterator[tuple[int, Problem]]:
        """What is wrong with the rows of the contracts at some places, each with its place."""
        if self.wrong:
            for place in range(first, until):
                yield from ((place, each) for each in self.wrong.get(place, ()))
        yield from self.terms.problems(first, until)

    def of(self, family: str, place: int) -> dict[str, Fraction]:
        """What one contract states of a family of columns, by name."""
        return {
            family_of(column)[1]: Fraction(int(held.numbers[place]), held.scale)
            for column, held in self.numbers.items()
            if family_of(column)[0] == family and self.stated[column][place]
        }


def agreements_of(
    table: Any,
    forms: Mapping[str, Contract],
    period: Period,
    refused: Mapping[str, Sequence[Problem]],
) -> Agreements:
    """Read the table of contracts.

    Args:
        table: The table.
        forms: Contracts by the name of their form.
        period: The days that are settled.
        refused: By id, why a contract is not settled, whatever its rows say.

    Raises:
        InvalidInputError: What keeps the table from being read as a whole, all at once: a
            column of a wrong type, an id that is null or comes twice, a form that is not there.
    """
    raise_any(whole_problems(table, forms))
    table = typed(CONTRACTS, table)
    columns = {name: _one(table.column(name)) for name in table.column_names}
    ids, named = Words(columns["contract"]), Words(columns["form"])
    facts = {
        name: each for name, each in columns.items() if family_of(name)[0] in _DECLARED
    }
    stated = {name: is_there(column) for name, column in facts.items()}
    wrong: dict[int, list[Problem]] = {}
    for row, problem in (
        *_refused_before(ids, refused),
        *_id_problems(ids, named, forms),
        *_undeclared(ids, named, forms, stated),
        *_text_problems(ids, facts),
    ):
        wrong.setdefault(row, []).append(problem)
    numbers = {name: readable(column) for name, column in facts.items()}
    return Agreements(
        ids=ids,
        forms=named,
        numbers=numbers,
        stated=stated,
        shapes=_shapes(named, numbers, stated),
        terms=terms_of(columns, ids, named, forms, period),
        wrong={row: tuple(each) for row, each in wrong.items()},
    )


def _refused_before(
    ids: Words, refused: Mapping[str, Sequence[Problem]]
) -> Iterator[tuple[int, Problem]]:
    """Contracts that are not settled, whatever their rows say."""
    if refused:
        for row, id_ in enumerate(ids):
            yield from ((row, each) for each in refused.get(id_, ()))


def whole_problems(table: Any, forms: Mapping[str, Contract]) -> Iterator[Problem]:
    """What keeps a table of contracts from being read as a whole."""
    wrong = tuple(layout_problems(CONTRACTS, table.schema, forms))
    yield from wrong
    if any(each.at in {f"{CONTRACTS}: contract", f"{CONTRACTS}: form"} for each in wrong):
        return
    columns = {name: _one(table.column(name)) for name in ("contract", "form")}
    nulls = tuple(_null_problems(columns))
    yield from nulls
    if not nulls:
        ids, named = Words(columns["contract"]), Words(columns["form"])
        yield from _name_problems(ids, named, forms)


def _shapes(
    named: Words, numbers: Mapping[str, Numbers], stated: Mapping[str, Array]
) -> Array:
    """One number for what contracts have in common, column by column."""
    codes = named.codes
    for name, given in stated.items():
        sign = given.astype(np.int64) + (given & (numbers[name].numbers < 0))
        _, codes = np.unique(codes * 3 + sign, return_inverse=True)
    return codes


def _one(column: Any) -> Any:
    """A column in one piece, its text without a dictionary."""
    column = column.cast(pa.string()) if is_text(column.type) else column
    return column.combine_chunks()


def readable(column: Any) -> Numbers:
    """Exact numbers; zero where nothing is stated, or what is no number, told as a problem."""
    if not is_text(column.type):
        return _lowest(numbers_of(filled(column)))
    column = filled(column.cast(pa.string()), "0")
    bad = {row for row, _ in bad_texts(column)}
    if bad:
        listed = column.to_pylist()
        told = ["0" if row in bad else each for row, each in enumerate(listed)]
        column = words_of(told)
    return numbers_of(column)


_SCALE_KEPT = 10**4  # a finer one is looked at: decimals of many places are mostly zeros


def _lowest(held: Numbers) -> Numbers:
    """Numbers over the smallest scale that holds them all: ``decimal(38, 18)`` of whole ones."""
    if held.scale <= _SCALE_KEPT:
        return held
    common = gcd(held.scale, int(np.gcd.reduce(held.numbers, initial=0)))
    numbers = held.numbers // common
    if not held.is_small and max(map(abs, numbers.tolist())) <= INT64_MAX:
        numbers = numbers.astype(np.int64)
    return Numbers(numbers, held.scale // common)


def _null_problems(columns: Mapping[str, Any]) -> Iterator[Problem]:
    for name, what in (
        ("contract", Text(zh="合同编号", en="the id of a contract")),
        ("form", Text(zh="合同文本的名称", en="the name of a form of contract")),
    ):
        if columns[name].null_count:
            for row, is_null in enumerate(columns[name].is_null().to_pylist()):
                if is_null:
                    yield null_problem(
                        f"{CONTRACTS}: row {row + 1}, {name}", what, is_name=True
                    )


def _name_problems(
    ids: Words, named: Words, forms: Mapping[str, Contract]
) -> Iterator[Problem]:
    """Ids that come twice, and forms that are not there."""
    if pc.count_distinct(ids.column).as_py() == len(ids) and set(named.names) <= set(forms):
        return
    first: dict[str, int] = {}
    for row, (id_, form) in enumerate(zip(ids, named, strict=True)):
        at = f"{CONTRACTS}: row {row + 1}, contract {id_}"
        if id_ in first:
            yield Problem(
                at=at,
                says=Text(
                    zh=f"每份合同只应有一行，第 {first[id_] + 1} 行已有",
                    en=f"expected each contract once, got it on row {first[id_] + 1} too",
                ),
                do=Text(zh="删去一行", en="take one of the rows out"),
            )
        first.setdefault(id_, row)
        if form not in forms:
            what = Text(zh="合同文本", en="form of contract")
            yield unknown_name(f"{at}, form", name=form, known=forms, what=what)


_PLAIN = re.compile(r"\w[\w-]*")


def _id_problems(
    ids: Words, named: Words, forms: Mapping[str, Contract]
) -> Iterator[tuple[int, Problem]]:
    """Ids that no contract can have: with a slash, of two lines, empty."""
    for row, id_ in enumerate(ids):
        if _PLAIN.fullmatch(id_):
            continue
        try:
            evolve(forms[named[row]], id=id_, examples=())
        except InvalidInputError as error:
            at = f"{CONTRACTS}: row {row + 1}, contract"
            yield from ((row, evolve(each, at=at)) for each in error.problems)


def _undeclared(
    ids: Words,
    named: Words,
    forms: Mapping[str, Contract],
    stated: Mapping[str, Array],
) -> Iterator[tuple[int, Problem]]:
    """What a row states of a name that its own form does not have."""
    for column, given in stated.items():
        family, name = family_of(column)
        has = {
            form: name in contract.names.of(_DECLARED[family])
            for form, contract in forms.items()
        }
        if all(has.values()):
            continue
        declared = np.array([has[form] for form in named.names], bool)[named.codes]
        for row in np.flatnonzero(given & ~declared).tolist():
            at = f"{CONTRACTS}: row {row + 1}, contract {ids[row]}, {column}"
            yield row, undeclared(at, named[row])


def _text_problems(ids: Words, columns: Mapping[str, Any]) -> Iterator[tuple[int, Problem]]:
    """Texts that are no numbers."""
    for name, column in columns.items():
        if not is_text(column.type):
            continue
        for row, written in bad_texts(filled(column, "0")):
            at = f"{CONTRACTS}: row {row + 1}, contract {ids[row]}, {name}"
            yield row, number_problem(at, written)
