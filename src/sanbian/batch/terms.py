"""Numbers of clauses that contracts have of their own: columns ``term.<clause>.<place>``.

A county's contracts share a text, and not every number: a rate, a price, the ratio of a split.
Each column overrides one number of the clauses of its row's form; a null leaves it as the form
says. What stands there is read as a contract file reads it at that place: money in yuan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

import numpy as np
from attrs import evolve, frozen

from sanbian.batch.addresses import Address, Reads, addresses_of, with_numbers
from sanbian.batch.layout import CONTRACTS, TERM, family_of, number_problem, undeclared
from sanbian.batch.numbers import Array, Words, filled, wholes
from sanbian.contract import Contract
from sanbian.contract.contracts import version_on
from sanbian.errors import InvalidInputError, Problem, raise_any
from sanbian.money import rational
from sanbian.period import Period
from sanbian.wording import Text, brief

YUAN_MAX = 10**13  # as in a contract file: more is a slip of the unit
_MEMORY = 1 << 12  # contracts that are kept after they were built

Raw: TypeAlias = str | int | Decimal
"""A number as a table has it."""


@frozen(kw_only=True, eq=False)
class Terms:
    """The numbers that contracts have of their own (各合同自己的数).

    Attributes:
        ids: Id of each contract.
        named: Name of the form of each.
        forms: Contracts by the name of their form.
        period: The days that are settled.
        raws: By column, what each contract has: positions below zero for a null, and the
            numbers at the others.
    """

    ids: Words
    named: Words
    forms: Mapping[str, Contract]
    period: Period
    raws: Mapping[str, tuple[Array, tuple[Raw, ...]]]

    @cached_property
    def _variants(self) -> tuple[Array, Array]:
        """For each contract the number of its form with its numbers, and the first of each."""
        codes: Array = self.named.codes
        for mine, listed in self.raws.values():
            _, codes = np.unique(codes * (len(listed) + 1) + mine + 1, return_inverse=True)
        _, first, codes = np.unique(codes, return_index=True, return_inverse=True)
        return codes, first

    @property
    def variants(self) -> Array:
        """For each contract, a number that tells its form and the numbers of its own."""
        return self._variants[0]

    def contract(self, place: int) -> Contract:
        """The form of a contract with the numbers of its own, under the id of the form.

        Raises:
            InvalidInputError: Numbers that cannot be read, or that do not go together.
        """
        made: Contract = self._made(int(self.variants[place]))
        return made

    def problems(self, first: int, until: int) -> Iterator[tuple[int, Problem]]:
        """What is wrong with the numbers of the contracts at some places."""
        if not self.raws:
            return
        codes, inverse = np.unique(self.variants[first:until], return_inverse=True)
        for number, code in enumerate(codes.tolist()):
            try:
                self._made(code)
            except InvalidInputError as error:
                for place in (np.flatnonzero(inverse == number) + first).tolist():
                    at = f"{CONTRACTS}: row {place + 1}, contract {self.ids[place]}"
                    for each in error.problems:
                        yield place, evolve(each, at=f"{at}, {each.at}")

    @cached_property
    def _addresses(self) -> Mapping[str, Mapping[str, tuple[Address, ...]]]:
        """The numbers of the clauses of each form."""
        return {name: addresses_of(form) for name, form in self.forms.items()}

    @cached_property
    def _made(self) -> Any:
        """Builds the contract of a variant; the last ones are kept."""
        return lru_cache(_MEMORY)(self._build)

    def _build(self, variant: int) -> Contract:
        place = int(self._variants[1][variant])
        form = self.forms[self.named[place]]
        stated = {
            column: listed[codes[place]]
            for column, (codes, listed) in self.raws.items()
            if codes[place] >= 0
        }
        if not stated:
            return form
        numbers, columns = self._numbers(stated, form, self.named[place])
        versions = list(form.versions)
        for (v, c), steps in numbers.items():
            clauses = list(versions[v].clauses)
            clauses[c] = with_numbers(clauses[c], steps)
            versions[v] = evolve(versions[v], clauses=tuple(clauses))
        try:
            return evolve(form, versions=tuple(versions), examples=())
        except InvalidInputError as error:
            told = (evolve(each, at=_blamed(each.at, columns)) for each in error.problems)
            raise InvalidInputError(*told) from None

    def _numbers(
        self, stated: Mapping[str, Raw], form: Contract, name: str
    ) -> tuple[dict[tuple[int, int], dict[Any, Fraction | int]], dict[str, str]]:
        """By version and clause the numbers, and the columns by the place of each number."""
        known, in_force = self._addresses[name], version_on(form, self.period.end)
        numbers: dict[tuple[int, int], dict[Any, Fraction | int]] = {}
        columns: dict[str, str] = {}
        problems: list[Problem] = []
        for column in sorted(stated, key=lambda each: "@" in each):  # of one version: last
            found = known.get(family_of(column)[1], ())
            if not found:
                problems.append(undeclared(column, name))
            elif _is_over(column, found, in_force):
                problems.append(_not_in_force(column, form, found, self.period))
            for address in found:
                try:
                    number = read_number(stated[column], address.spot.reads, column)
                except InvalidInputError as error:
                    problems += error.problems
                    break
                clause = numbers.setdefault((address.version, address.clause), {})
                clause[address.spot.steps] = number
                columns[address.at] = column
        raise_any(problems)
        return numbers, columns


def under(contract: Contract, id_: str) -> Contract:
    """A contract that was checked, under the id of another that was; not checked again."""
    made = copy(contract)
    object.__setattr__(made, "id", id_)
    return made


def terms_of(
    columns: Mapping[str, Any],
    ids: Words,
    named: Words,
    forms: Mapping[str, Contract],
    period: Period,
) -> Terms:
    """The numbers that contracts have of their own, out of the columns of their table."""
    return Terms(
        ids=ids,
        named=named,
        forms=forms,
        period=period,
        raws={
            name: _raw(column)
            for name, column in columns.items()
            if family_of(name)[0] == TERM
        },
    )


def _raw(column: Any) -> tuple[Array, tuple[Raw, ...]]:
    """What stands in a column: positions of the numbers, below zero for a null."""
    coded = column.dictionary_encode()
    return wholes(filled(coded.indices, -1)), tuple(coded.dictionary.to_pylist())


def _is_over(column: str, found: tuple[Address, ...], in_force: int | None) -> bool:
    """Whether a number of all versions is in none that is in force: it would change nothing."""
    is_of_one = "@" in column
    return not is_of_one and in_force not in {None, *(each.version for each in found)}


def _not_in_force(
    column: str, form: Contract, found: tuple[Address, ...], period: Period
) -> Problem:
    since = ", ".join(str(form.versions[each.version].since) for each in found)
    return Problem(
        at=column,
        says=Text(
            zh=f"应为 {period.end} 时生效的条款中的数，得到只在 {since} 起的版本中有的",
            en=f"expected a number of the clauses in force on {period.end}, got one that only "
            f"the version since {since} has",
        ),
        do=Text(
            zh="清空这一格，或写明版本，例如 term.3@2024-01-01.rate",
            en="leave the cell empty, or name the version, as in term.3@2024-01-01.rate",
        ),
    )


def _blamed(at: str, columns: Mapping[str, str]) -> str:
    """The columns that a problem of a contract is about, and its place in the contract."""
    near = [
        column
        for place, column in columns.items()
        if place.startswith(at) or at.startswith(place)
    ] or [
        column
        for place, column in columns.items()
        if at.startswith(place[: place.index("]", place.index("clauses[")) + 1])
    ]
    return f"{', '.join(dict.fromkeys(near or columns.values()))}: {at}"


# --- numbers as a contract file reads them ------------------------------------------------


def read_number(raw: Raw, reads: Reads, at: str) -> Fraction | int:
    """A number as a contract file reads it at such a place; money as whole fen.

    Raises:
        InvalidInputError: What is no number, or none of that kind.

    Examples:
        >>> from sanbian.batch.terms import read_number
        >>> read_number("600.00", "money", "term.1.amount"), read_number("70%", "rate", "")
        (60000, Fraction(7, 10))
    """
    try:
        number = rational(raw if isinstance(raw, str) else Fraction(raw))
    except InvalidInputError:
        raise InvalidInputError(number_problem(at, raw)) from None
    is_money = reads in {"money", "price"}
    if is_money and (_has(raw, "%‰") or abs(number) > YUAN_MAX):
        raise _refused(raw, reads, at)
    if is_money:
        number *= 100
    if reads in {"money", "count"} and (
        number.denominator != 1 or (reads == "money" and _has(raw, "/"))
    ):
        raise _refused(raw, reads, at)
    if reads == "count" and number < 0:
        raise _refused(raw, reads, at)
    if reads == "rate" and abs(number) > 1 and not _has(raw, "%‰/"):
        raise _refused(raw, reads, at)
    return int(number) if reads in {"money", "count"} else number


def _has(raw: Raw, marks: str) -> bool:
    return isinstance(raw, str) and not {*marks}.isdisjoint(raw)


_EXPECTED: Mapping[Reads, tuple[Text, Text]] = {
    "money": (
        Text(zh="以元计、精确到分的金额", en="an amount of yuan in whole fen"),
        Text(
            zh="与合同文件一样写，例如 1264.38",
            en="write it as in a contract file: 1264.38",
        ),
    ),
    "price": (
        Text(zh="以元计的单价", en="a price in yuan"),
        Text(
            zh="与合同文件一样写，例如 0.0315", en="write it as in a contract file: 0.0315"
        ),
    ),
    "rate": (
        Text(zh="比例", en="a rate"),
        Text(
            zh='百分比写成文本 "30%" 或 0.3；确为几倍的写 "30/1"',
            en='write per cent as text "30%" or as 0.3; if it is so many times, "30/1"',
        ),
    ),
    "count": (
        Text(zh="不小于零的整数", en="a whole number of at least zero"),
        Text(zh="例如 5", en="write it like 5"),
    ),
}


def _refused(raw: Raw, reads: Reads, at: str) -> InvalidInputError:
    """The error that a number is none of the kind that a contract file has there."""
    (expected, do), got = _EXPECTED[reads], brief(str(raw))
    return InvalidInputError(
        Problem(
            at=at,
            says=Text(
                zh=f"应为{expected.zh}，得到 {got.zh}",
                en=f"expected {expected.en}, got {got.en}",
            ),
            do=do,
        )
    )
