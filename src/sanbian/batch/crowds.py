"""A crowd: contracts of one window and one shape, with the numbers that its program reads.

A program that was lowered for one contract names its columns: ``shares/land``, ``stated/profit``,
``owed/5@2022-12-31`` ... Here each name is read off the tables for all contracts at once. A name
that the tables cannot give makes the exact road go instead; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from math import lcm
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import Factory, evolve, frozen

from sanbian.batch.blocks import Entry
from sanbian.batch.kept import Kept
from sanbian.batch.numbers import Array, Numbers, filled, flags, wholes
from sanbian.batch.windows import Window
from sanbian.batch.worlds import SETTLED
from sanbian.columnar import Column, Ways, column_of
from sanbian.columnar.columns import LIMIT
from sanbian.contract import MEMBERS, Contract, Fund, Party, ShareClass
from sanbian.lowering.draft import CONTRACT, GROUP, MEMBER
from sanbian.period import Period
from sanbian.program import Family, Inputs, Role


class CannotBindError(Exception):
    """A column that the tables cannot give: the exact road has to be taken."""


@frozen(kw_only=True, eq=False)
class Crowd:
    """Contracts of one form and shape.

    Attributes:
        window: The window.
        kept: The books of the window.
        form: Their form.
        day: The record day.
        period: The days that are settled.
        entries: What the books of each of them have rows of; others of the window may have more.
        at: Places of the contracts within the window, in order.
        terms: Numbers of clauses that contracts have of their own, by measure; a number that
            is not there is the same for all of them.
    """

    window: Window
    kept: Kept
    form: Contract
    day: date
    period: Period
    entries: frozenset[Entry]
    at: Array
    terms: Mapping[str, Column] = Factory(dict)

    def only(self, chosen: Array) -> Crowd:
        """Those of its contracts that are chosen."""
        return self if chosen.all() else evolve(self, at=self.at[chosen])

    # --- levels ----------------------------------------------------------------------

    @property
    def is_whole(self) -> bool:
        """Whether all contracts of the window are in it."""
        return len(self.at) == self.window.until - self.window.first

    @property
    def places(self) -> Array:
        """The places of the contracts among all."""
        return self.at + self.window.first

    @cached_property
    def sizes(self) -> Array:
        """How many households each contract has."""
        starts = self.window.households.starts
        sizes: Array = starts[self.at + 1] - starts[self.at]
        return sizes

    @cached_property
    def rows(self) -> Any:
        """Their households among the rows of the window."""
        if self.is_whole:
            return slice(None)
        starts = self.window.households.starts[self.at]
        ends = np.cumsum(self.sizes)
        return np.arange(ends[-1]) + np.repeat(starts - ends + self.sizes, self.sizes)

    @cached_property
    def contract_of(self) -> Array:
        """For each household, the position of its contract."""
        return np.repeat(np.arange(len(self.at)), self.sizes)

    @cached_property
    def _grouped(self) -> tuple[Array, Array, tuple[str, ...]]:
        """Group of each household, contract of each group, and names of the groups."""
        sheet = self.window.households
        if not sheet.has("group"):
            return self.contract_of, np.arange(len(self.at)), ("",) * len(self.at)
        column = filled(sheet.column("group").cast(pa.string()), "").dictionary_encode()
        names = column.dictionary.to_pylist()
        codes = wholes(column.indices)[self.rows]
        both = self.contract_of * len(names) + codes
        _, first, inverse = np.unique(both, return_index=True, return_inverse=True)
        order = np.argsort(first)
        turn = np.empty_like(order)
        turn[order] = np.arange(len(order))
        leaders = first[order]
        listed = tuple(names[code] for code in codes[leaders].tolist())
        return turn[inverse], self.contract_of[leaders], listed

    @cached_property
    def ways(self) -> Ways:
        """The levels and how they lead to one another."""
        group_of, contract_of, _ = self._grouped
        return Ways(
            {
                CONTRACT: len(self.at),
                GROUP: len(contract_of),
                MEMBER: len(self.contract_of),
            },
            {(MEMBER, GROUP): group_of, (GROUP, CONTRACT): contract_of},
            CONTRACT,
        )

    @property
    def group_names(self) -> tuple[str, ...]:
        """The name of each group."""
        return self._grouped[2]

    @property
    def contract_of_group(self) -> Array:
        """The position of the contract of each group."""
        return self._grouped[1]

    # --- measures --------------------------------------------------------------------

    def measure(self, measure: str, level: str, inputs: Inputs) -> Column:
        """The numbers of a measure of the program, for all contracts.

        Args:
            measure: Its name.
            level: Its level.
            inputs: Those of a contract of the same shape: its terms are those of all that
                have no others.

        Raises:
            CannotBindError: The tables do not give it.
        """
        word, _, rest = measure.partition("/")
        size = self.ways.size(level)
        match word, level:
            case "term", "contract" if measure in self.terms:
                return self.terms[measure]
            case "term", "contract":
                (number,), scale = inputs.measures[measure]
                return column_of(np.full(size, number, np.int64), scale)
            case "stated", "contract":
                return column_of(np.maximum(self._amount(rest), 0))
            case "loss", "contract":
                return column_of(np.maximum(-self._amount(rest), 0))
            case "measure", "contract":
                return _column(
                    self.window.agreements.numbers[f"measure.{rest}"], self.places
                )
            case "measure", "group":
                return self._of_groups(rest)
            case "measure", "member":
                return _column(
                    self.window.households.numbers[measure.replace("/", ".")], self.rows
                )
            case "shares" | "share_capital", "member":
                return self._shares(rest, at_par=word == "share_capital")
            case "equal", "member":
                return Column(np.ones(size, np.int64), 1)
            case "people", "member":
                return column_of(self._people())
            case "who", "member":
                return Column(self._who(rest), 1)
            case "status", "member":
                return Column(self._of_status(rest).astype(np.int64), 1)
            case "ytd", "member":
                return column_of(self._year_to_date(rest))
            case _:
                raise CannotBindError(measure)

    def _amount(self, base: str) -> Array:
        stated = self.window.agreements.numbers[f"amount.{base}"]
        return np.asarray(stated.numbers[self.places])

    def _of_groups(self, name: str) -> Column:
        """A measure of groups; zero for a group that has none. None is of a strange group."""
        sheet = self.window.groups
        held = sheet.numbers[f"measure.{name}"]
        keys = zip(sheet.places.tolist(), sheet.column("group").to_pylist(), strict=True)
        known = dict(zip(keys, held.numbers.tolist(), strict=True))
        places = self.places[self.contract_of_group].tolist()
        found = [known.get(key, 0) for key in zip(places, self.group_names, strict=True)]
        return column_of(np.array(found, np.int64), held.scale)

    def _shares(self, to: str, *, at_par: bool) -> Column:
        """Shares in a class or in all, or their value at par."""
        classes = self.form.names.of(ShareClass) if to == MEMBERS else (to,)
        sheet = self.window.households
        found = [
            (sheet.numbers[f"shares.{name}"], self._par(name) if at_par else 1)
            for name in classes
            if f"shares.{name}" in sheet.numbers
        ]
        if len(found) == 1 and found[0][1] == 1:
            return _column(found[0][0], self.rows)
        scale = lcm(*(held.scale for held, _ in found))
        total, bound = np.zeros(len(self.contract_of), np.int64), 0
        for held, worth in found:
            column, factor = _column(held, self.rows), worth * (scale // held.scale)
            bound += column.bound * factor
            if bound > LIMIT:
                raise CannotBindError(to)
            total = total + column.numbers * factor
        return Column(total, bound, scale)

    def _par(self, share_class: str) -> int:
        found = self.form.names.declared[share_class]
        assert isinstance(found, ShareClass)
        assert found.par is not None, "a par that is missing is refused on lowering"
        return found.par

    def _people(self) -> Array:
        people: Array = wholes(filled(self._told("people")))[self.rows]
        return people

    def _told(self, column: str) -> Any:
        """A column of households; what no column tells is not guessed."""
        sheet = self.window.households
        if not sheet.has(column):
            raise CannotBindError(column)
        return sheet.column(column)

    def _year_to_date(self, clause: str) -> Array:
        """What each got in the open year; nothing where the period begins another one."""
        if self.is_new_year:
            return np.zeros(len(self.contract_of), np.int64)
        return np.asarray(self.kept.balances("year", clause, MEMBER)[self.rows])

    def _who(self, rest: str) -> Array:
        """One for each household that receives: of members or a class, of a status."""
        to, status, years = rest.split("/")
        if years:  # of each household's own entry
            raise CannotBindError(rest)
        receives = self._counts() if to == MEMBERS else self._holds(to)
        if status:
            receives = receives & self._of_status(status)
        return receives.astype(np.int64)

    def _holds(self, share_class: str) -> Array:
        self._told(f"shares.{share_class}")
        held = self.window.households.numbers[f"shares.{share_class}"]
        return np.asarray(held.numbers[self.rows] != 0)

    def _counts(self) -> Array:
        """Whether each household has entered and not left on the record day."""
        entered = self._is_at("entered", pc.less_equal, self.day)
        return entered & self._is_at("left", pc.greater_equal, self.day)

    def _is_at(
        self, column: str, compared: Any, day: date, *, is_for_null: bool = True
    ) -> Array:
        """How a day of each household compares with another; a null as it is said."""
        sheet = self.window.households
        if not sheet.has(column):
            return np.full(len(self.contract_of), is_for_null)
        is_so = compared(sheet.column(column), pa.scalar(day, pa.date32()))
        return np.asarray(flags(is_so, null=is_for_null)[self.rows])

    def _of_status(self, status: str) -> Array:
        words = filled(self._told("status").cast(pa.string()), "general")
        return np.asarray(flags(pc.equal(words, status))[self.rows])

    # --- openings --------------------------------------------------------------------

    @property
    def is_new_year(self) -> bool:
        """Whether the books were closed in an earlier year; see `Books.year_to_date`.

        Books that were never closed may still have what was got, as `settle` reads them.
        """
        ends = [until for what, _, _, until, _, _ in self.entries if what == SETTLED]
        return bool(ends) and max(ends).year != self.period.end.year

    def has_kept(self, what: str, account: str, since: date | None) -> bool:
        """Whether the books of these contracts have rows of an account."""
        return any(entry[:3] == (what, account, since) for entry in self.entries)

    def opening(self, family: Family, inputs: Inputs) -> Array:
        """The opening balances of a family, for all contracts.

        Raises:
            CannotBindError: The tables do not give them.
        """
        word, _, rest = family.name.partition("/")
        account, _, since = family.name.rpartition("@")
        size = self.ways.size(family.level)
        if word == "base":
            return np.maximum(self._amount(rest), 0)
        if word == "pocket":
            return self._pocket(rest, family)
        if word == "fund":
            return self._fund(rest, family)
        if family.role is Role.CLAIM:
            day = date.fromisoformat(since)
            if self.has_kept("claim", account, day):
                return self._kept("claim", account, family.level, since=day)
        if family.role is Role.SOURCE or family.name in inputs.opening:
            raise CannotBindError(family.name)
        return np.zeros(size, np.int64)

    def _pocket(self, party: str, family: Family) -> Array:
        stated = self.window.agreements.numbers.get(f"put_up.{party}")
        place = int(self.places[0])
        if stated is not None and self.window.agreements.stated[f"put_up.{party}"][place]:
            assert family.level == CONTRACT, "a sum for all groups is refused on lowering"
            return np.asarray(stated.numbers[self.places])
        found = self.form.names.declared[party]
        assert isinstance(found, Party)
        return np.full(self.ways.size(family.level), found.pays_up_to or 0, np.int64)

    def _fund(self, fund: str, family: Family) -> Array:
        found = self.form.names.declared.get(fund)
        if isinstance(found, Fund) and found.per_member:
            return self._own_fund(found)
        if self.has_kept("fund", fund, None):
            return self._kept("fund", fund, family.level)
        opening = (
            found.opening if isinstance(found, Fund) else 0
        )  # else carried: nothing yet
        return np.full(self.ways.size(family.level), opening, np.int64)

    def _own_fund(self, fund: Fund) -> Array:
        """A fund of each holder's own: it opens for who is there and was not before."""
        before = self.kept.balances("fund", fund.id, MEMBER)[self.rows]
        is_here = self._is_at("entered", pc.less_equal, self.period.end)
        is_here &= self._is_at("left", pc.greater_equal, self.period.start)
        is_new = ~self.kept.named("fund", fund.id)[self.rows]
        if self.window.households.has("entered"):
            start = self.period.start
            enters = self._is_at("entered", pc.greater_equal, start, is_for_null=False)
            is_new |= enters & (before == 0)
        opens = is_here & is_new
        brought = self._brought(fund.opens_with, opens) if fund.opens_with else 0
        return np.where(opens, fund.opening + brought, before)

    def _brought(self, measure: str, opens: Array) -> Array:
        """What those bring in for whom a fund opens: whole fen of a measure."""
        held = self.window.households.numbers.get(f"measure.{measure}")
        if held is None or held.scale > LIMIT:
            raise CannotBindError(measure)  # where nobody is new it is not asked for
        numbers = held.numbers[self.rows].astype(np.int64, copy=False)
        is_wrong = (numbers < 0) | (numbers % held.scale != 0)
        if np.isin(self.contract_of[is_wrong], self.contract_of[opens]).any():
            raise CannotBindError(measure)
        return np.asarray(numbers // held.scale)

    def _kept(
        self, what: str, account: str, level: str, since: date | None = None
    ) -> Array:
        """What the books have of an account, for each key of its level."""
        if level != GROUP:
            held = self.kept.balances(what, account, level, since)
            return np.asarray(held[self.rows if level == MEMBER else self.at])
        by_key = self.kept.by_group(what, account, since)
        places = self.at[self.contract_of_group].tolist()
        found = [by_key.pop(key, 0) for key in zip(places, self.group_names, strict=True)]
        mine = set(self.at.tolist())
        if any(place in mine for place, _ in by_key):
            raise CannotBindError(account)  # a group that is only in the books
        return np.array(found, np.int64)


def _column(held: Numbers, rows: Any) -> Column:
    """The rows of a column of a table."""
    if held.scale > LIMIT:
        raise CannotBindError
    return column_of(held.numbers[rows].astype(np.int64, copy=False), held.scale)
