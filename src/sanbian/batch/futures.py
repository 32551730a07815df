"""Many futures of one contract through several years, each as `settle_years` settles it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from attrs import evolve

from sanbian.batch.branches import Branches, Ran, Year, got_under, keys_of
from sanbian.batch.carried import Carried, opened
from sanbian.batch.future_years import FutureYear, RefusedFuture
from sanbian.batch.numbers import Array
from sanbian.batch.settling import ROWS
from sanbian.batch.tallies import Piece, paid_out, piece_alone, piece_of_ran, sums_of
from sanbian.batch.varied import Varied, varied_of
from sanbian.batch.years import is_closed
from sanbian.books import Books
from sanbian.contract import Contract
from sanbian.errors import InvalidInputError, Problem, SanbianError, raise_any
from sanbian.facts import Facts
from sanbian.lowering.draft import MEMBER
from sanbian.program import Role
from sanbian.register import Register
from sanbian.settlement import settle
from sanbian.settlement.examples import refuse_failed
from sanbian.settlement.opening import opening_problems
from sanbian.wording import Text


def settle_futures(
    contract: Contract,
    register: Register | Sequence[Register],
    facts: Sequence[Facts],
    books: Books | None = None,
    *,
    amounts: Mapping[str, Any] | None = None,
    measures: Mapping[str, Any] | None = None,
    put_up: Mapping[str, Any] | None = None,
    rows: int = ROWS,
) -> Iterator[FutureYear]:
    """Settle many futures of one contract, year after year (多种未来逐年结算).

    Each future gets to the fen what `settle_years` gives it alone. What differs from future to
    future comes as arrays of shape ``(years, futures)``; everything else is the same in all.

    Args:
        contract: The contract.
        register: Who holds what, for all years; or one register for each of them.
        facts: What is the same in all futures, year by year, each in one part.
        books: What the year before the first left, or None.
        amounts: By base, fen in each year and future, negative for a loss; in place of those
            in the facts. numpy's whole numbers, lists of whole numbers, or a table of Arrow
            with a column for each year.
        measures: By measure of the whole contract, likewise; whole numbers, money in fen.
        put_up: By party, what it really paid, likewise.
        rows: About how many households are held at a time: futures come in blocks of
            ``rows / households``. The answer does not depend on it.

    Returns:
        Block after block of futures, and within a block year after year.

    Raises:
        InvalidInputError: Arrays that cannot be read: floats, nulls, other numbers of years or
            futures, names that the contract does not declare; facts in parts; books that do
            not fit. What is wrong with one future is told in its year, and the others go on.

    Examples:
        >>> from datetime import date
        >>> import numpy as np
        >>> from sanbian import *
        >>> from sanbian.batch import settle_futures
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end",
        ...     clauses=(Dividend(id="3", of="profit", to="members", by=Measured("people")),),
        ... )
        >>> contract = Contract(
        ...     id="A", title="合作协议", vehicle=Vehicle.PARTNERSHIP,
        ...     starts=date(2023, 1, 1), versions=(version,),
        ...     bases=(
        ...         Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT, carry_loss=True),
        ...     ),
        ... )
        >>> register = Register(
        ...     households=(Household(code="王", people=1), Household(code="李", people=2)),
        ... )
        >>> years = [facts_of(Period(date(y, 1, 1), date(y, 12, 31))) for y in (2023, 2024)]
        >>> profit = np.array([[100, -30, 0], [100, 100, 100]])
        >>> for year in settle_futures(contract, register, years, amounts={"profit": profit}):
        ...     print(year.period.end.year, year.paid.tolist())
        2023 [[33, 67], [0, 0], [0, 0]]
        2024 [[33, 67], [23, 47], [33, 67]]
    """
    refuse_failed(contract)
    registers = _registers(register, len(facts))
    raise_any(_part_problems(facts))
    if books is not None:
        raise_any(opening_problems(contract, books))
    given = {"amounts": amounts or {}, "measures": measures or {}, "put_up": put_up or {}}
    varied = varied_of(contract, len(facts), given)
    plain = evolve(contract, examples=())
    years = tuple(_years(plain, registers, facts, books))
    return _settled(years, varied, books, max(rows, 1))


def _registers(register: Register | Sequence[Register], years: int) -> Sequence[Register]:
    if isinstance(register, Register):
        return (register,) * years
    if len(register) == years:
        return register
    raise InvalidInputError(
        Problem(
            at="registers",
            says=Text(
                zh=f"应每年一份名册，共 {years} 份，得到 {len(register)} 份",
                en=f"expected one register for each of {years} years, got {len(register)}",
            ),
            do=Text(
                zh="各年共用一份时，直接给这一份名册",
                en="where one register holds for all, give that one register",
            ),
        )
    )


def _part_problems(facts: Sequence[Facts]) -> Iterator[Problem]:
    """No year, or one whose clauses change: its amounts would have to come in parts."""
    if not facts:
        yield Problem(
            at="facts",
            says=Text(zh="应至少有一年，得到空白", en="expected a year, got none"),
            do=Text(zh="每年给一份当期事实", en="give the facts of each year"),
        )
    for number, each in enumerate(facts, start=1):
        if len(each.parts) > 1:
            yield Problem(
                at=f"facts, year {number}: $.parts",
                says=Text(
                    zh=f"应为不分段的一期，得到 {len(each.parts)} 段",
                    en=f"expected a period in one part, got {len(each.parts)} parts",
                ),
                do=Text(
                    zh="条款年中变更的，以变更日为界分作两期",
                    en="where the clauses change within a year, make two periods of it",
                ),
            )


def _years(
    contract: Contract,
    registers: Sequence[Register],
    facts: Sequence[Facts],
    books: Books | None,
) -> Iterator[Year]:
    """Each year as it is settled from, with who may be in the books before it."""
    ended = None if books is None or not books.settled else books.settled[-1].end.year
    known = dict.fromkeys(() if books is None else _holders(books, contract))
    for held, happened in zip(registers, facts, strict=True):
        period = happened.period
        keys = keys_of(contract, held, period.end)
        here = keys[MEMBER]
        yield Year(
            contract=contract,
            register=held,
            facts=happened,
            keys=keys,
            households=(*here, *(code for code in known if code not in set(here))),
            is_new_year=ended not in {None, period.end.year},
        )
        ended = period.end.year
        known |= dict.fromkeys(here)


def _holders(books: Books, contract: Contract) -> list[str]:
    """Holders of the books: whose claims and own funds they have."""
    held = {each.key for each in books.claims if each.level == MEMBER}
    own = (books.funds[name] for name in books.funds if contract.names.is_own_fund(name))
    return sorted(held.union(*own))


def _settled(
    years: Sequence[Year], varied: Varied, books: Books | None, rows: int
) -> Iterator[FutureYear]:
    """Block after block, year after year."""
    branches = [Branches(year) for year in years]
    size = max(1, rows // max(1, *(len(year.households) for year in years)))
    for first in range(0, varied.futures, size):
        count = min(size, varied.futures - first)
        carried = _opened(years[0], books, count)
        goes_on = np.ones(count, bool)
        for number, year in enumerate(years):
            block = _Block(
                year=year,
                first=first,
                before=opened(
                    carried, year.keys, year.contract, is_new_year=year.is_new_year
                ),
                varied=varied.at(number, slice(first, first + count)),
                settled=goes_on.copy(),
            )
            block.settle(branches[number])
            yield block.told()
            carried, goes_on = block.after, block.settled


def _opened(year: Year, books: Books | None, count: int) -> Carried:
    """The books before the first year, the same in all futures."""
    settled = () if books is None else books.settled
    carried = Carried(year.contract, count, year.keys, settled)
    if books is not None:
        carried.put(np.arange(count), books)
    return carried


class _Block:
    """Some futures in one year (一组未来的一年)."""

    def __init__(
        self, *, year: Year, first: int, before: Carried, varied: Varied, settled: Array
    ) -> None:
        """Have settled none yet.

        Args:
            year: What it is settled from.
            first: Number of the first future.
            before: The books before.
            varied: What differs.
            settled: Which futures are settled so far; those that cannot be are taken out.
        """
        self.settled = settled
        period = year.facts.period
        self.after = Carried(
            year.contract, before.count, year.keys, (*before.settled, period)
        )
        self._year, self._first, self._before, self._varied = year, first, before, varied
        self._pieces: list[Piece] = []
        self._refused: list[RefusedFuture] = []

    def settle(self, branches: Branches) -> None:
        """Settle them together as far as that goes, the others one by one."""
        alone: list[int] = []
        rows = np.flatnonzero(self.settled)
        for ran, left in branches.run(self._before, self._varied, rows):
            alone += left.tolist()
            if ran is not None:
                self._close(ran)
        for place in sorted(alone):
            self._settle_alone(place)

    def _close(self, ran: Ran) -> None:
        keep = ~ran.machine.aside.flags
        rows = ran.rows[keep]
        keeps_year = not is_closed(self._year.facts.period)
        self.after.keep(self._before, rows, keeps_year=keeps_year)
        for family in ran.program.families:
            if family.role in {Role.FUND, Role.CLAIM}:
                balance, _ = ran.machine.balances[family.name]
                self.after.close(family, rows, balance.reshape(len(keep), -1)[keep])
        for clause, amounts in got_under(ran) if keeps_year else ():
            self.after.add(clause, rows, amounts)
        self._pieces.append(piece_of_ran(ran, self._year.keys))

    def _settle_alone(self, place: int) -> None:
        year = self._year
        facts = self._varied.put_into(year.facts, place)
        try:
            settlement = settle(
                year.contract, year.register, facts, self._before.books(place)
            )
            piece = piece_alone(place, settlement)
        except SanbianError as error:
            self.settled[place] = False
            self._refused.append(
                RefusedFuture(
                    future=self._first + place,
                    period=year.facts.period,
                    problems=error.problems,
                )
            )
            return
        books = settlement.books
        if is_closed(year.facts.period):
            books = evolve(books, year_to_date={})
        self.after.put(np.array([place]), books)
        self._pieces.append(piece)

    def told(self) -> FutureYear:
        """What they came to."""
        households, after = self._year.households, self.after
        return FutureYear(
            period=self._year.facts.period,
            first=self._first,
            households=households,
            settled=self.settled.copy(),
            refused=tuple(self._refused),
            paid=paid_out(self._pieces, after.count, households),
            arrears=after.arrears(households),
            flows=MappingProxyType(sums_of(self._pieces, after.count)),
            funds=MappingProxyType(after.on_funds()),
            claims=MappingProxyType(after.open_claims()),
            pieces=tuple(self._pieces),
            carried=after,
        )
