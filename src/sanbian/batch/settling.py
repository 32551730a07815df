"""Settling many contracts, window by window, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pyarrow as pa
from attrs import frozen

from sanbian.batch.agreements import Agreements, agreements_of
from sanbian.batch.blocks import Block, Row, block_of, book_batch, line_batch, merged
from sanbian.batch.layout import BOOKS, GROUPS, HOUSEHOLDS
from sanbian.batch.one import settled_alone
from sanbian.batch.refusing import window_problems
from sanbian.batch.roads import Roads
from sanbian.batch.streams import Rows, batches_of, stretches
from sanbian.batch.windows import Sheet, Window
from sanbian.contract import Contract
from sanbian.errors import Problem, SanbianError, raise_any
from sanbian.period import Period
from sanbian.settlement.examples import refuse_failed
from sanbian.wording import Text

ROWS = 3 << 15
"""Households that are settled together, unless a single contract has more."""


@frozen(kw_only=True)
class Refused:
    """A contract that was not settled, and why (未结算的合同).

    Attributes:
        contract: Its id.
        problems: All that keeps it from being settled.
    """

    contract: str
    problems: tuple[Problem, ...]


@frozen(kw_only=True, eq=False)
class Portion:
    """Some contracts that were settled, in their order (一批结算).

    Attributes:
        contracts: Ids of the contracts, also of those that were refused.
        listed: The ids of all contracts of the run, as an Arrow column.
        first: Place of the first of them.
        households: How many rows of households they have.
        refused: Those that were not settled; they have no lines and no books.
        line_block: The lines, as numbers.
        book_block: The closing books, as numbers.
    """

    contracts: tuple[str, ...]
    listed: Any
    first: int
    households: int
    refused: tuple[Refused, ...]
    line_block: Block
    book_block: Block

    @property
    def lines(self) -> Any:
        """The lines, as an Arrow record batch."""
        return line_batch(self.line_block, self.listed)

    @property
    def books(self) -> Any:
        """The closing books, as an Arrow record batch."""
        return book_batch(self.book_block, self.listed)


def settle_many(
    forms: Mapping[str, Contract],
    period: Period,
    *,
    contracts: Any,
    households: Any,
    groups: Any = (),
    books: Any = (),
    refused: Mapping[str, Sequence[Problem]] = MappingProxyType({}),
    rows: int = ROWS,
) -> Iterator[Portion]:
    """Settle one period of many contracts, each as `settle` settles it alone (批量结算).

    Contracts that share their text share a form: the clauses are read once, and what differs
    (amounts, measures, who holds what) comes as columns.

    Args:
        forms: Contracts by the name of their form.
        period: The days that are settled.
        contracts: Table of contracts: id, form, and the facts of the period.
        households: Record batches of households, or a table, in the order of the contracts.
        groups: The same of groups: measures of groups, if any.
        books: The same of the books before.
        refused: By id, why a contract is not settled, whatever its rows say.
        rows: About how many households are held at a time; the answer does not depend on it.

    Yields:
        The contracts in their order, some at a time.

    Raises:
        InvalidInputError: A table that cannot be read as a whole: a column that is missing or
            of a wrong type, rows that are not in order, a contract that is not there. What is
            wrong with one contract is told in its portion, and the others go on.

    Examples:
        >>> from datetime import date
        >>> import pyarrow as pa
        >>> from sanbian import *
        >>> from sanbian.batch import settle_many
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end",
        ...     clauses=(Dividend(id="3", of="profit", to="members", by=Measured("people")),),
        ... )
        >>> form = Contract(
        ...     id="form", title="合作协议", vehicle=Vehicle.PARTNERSHIP,
        ...     starts=date(2023, 1, 1), versions=(version,),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ... )
        >>> contracts = pa.table(
        ...     {"contract": ["V1", "V2"], "form": ["a", "a"], "amount.profit": [100, 10]}
        ... )
        >>> households = pa.table(
        ...     {
        ...         "contract": ["V1", "V1", "V2"], "household": [11, 12, 11],
        ...         "people": [1, 2, 3],
        ...     }
        ... )
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> for portion in settle_many(
        ...     {"a": form}, year, contracts=contracts, households=households
        ... ):
        ...     for line in portion.lines.to_pylist():
        ...         print(line["contract"], line["household"], line["kind"], line["amount"])
        V1 11 dividend 33
        V1 12 dividend 67
        V2 11 dividend 10
    """
    raise_any(_form_problems(forms))
    for form in forms.values():
        refuse_failed(form)
    rows = max(rows, 1)
    agreements = agreements_of(_table(contracts), forms, period, refused)
    roads = Roads(forms, period)
    tables = [
        Rows(table, batches_of(given), agreements.listed, forms, most=rows)
        for table, given in ((HOUSEHOLDS, households), (GROUPS, groups), (BOOKS, books))
    ]
    for window in windows_of(agreements, tables, rows):
        yield _settled(window, forms, period, roads)
    for each in tables:
        each.read_out()


def windows_of(
    agreements: Agreements, tables: Sequence[Rows], rows: int
) -> Iterator[Window]:
    """All contracts in windows of some households, with their rows of each table."""
    for first, until in stretches(tables[0], len(agreements.ids), rows):
        held, grouped, opened = (
            Sheet(
                table=each.table,
                rows=taken,
                places=at,
                ids=agreements.ids,
                first=first,
                until=until,
            )
            for each in tables
            for taken, at in (each.take(until),)
        )
        yield Window(
            agreements=agreements,
            first=first,
            until=until,
            households=held,
            groups=grouped,
            books=opened,
        )


def _table(given: Any) -> Any:
    """A table, also of one record batch."""
    is_batch = isinstance(given, pa.RecordBatch)
    return pa.Table.from_batches([given]) if is_batch else given


def _form_problems(forms: Mapping[str, Contract]) -> Iterator[Problem]:
    """Forms that ask what no table says: who left poverty on which day."""
    for name, form in forms.items():
        for place, share_class in enumerate(form.share_classes):
            if share_class.on_leaving_poverty is not None:
                yield Problem(
                    at=f"form {name}: $.share_classes[{place}].on_leaving_poverty",
                    says=Text(
                        zh="批量结算的表只有登记日的状态，应无脱贫后的处理，得到了",
                        en="expected no rule for leaving poverty, since the tables have the "
                        "status of the record day only, got one",
                    ),
                    do=Text(
                        zh="把处理后的股数写入表中并删去这条规则，或逐份用 settle 结算",
                        en="give the shares as they count after the rule and leave it out, or "
                        "settle each contract with settle",
                    ),
                )


def _settled(
    window: Window, forms: Mapping[str, Contract], period: Period, roads: Roads
) -> Portion:
    """Settle the contracts of a window."""
    agreements = window.agreements
    found: dict[int, list[Problem]] = {}
    for place, problem in window_problems(window, forms):
        found.setdefault(place, []).append(problem)
    lines, books, done = [], [], set(found)
    for told, left, places in roads.together(window, found):
        lines += [] if told is None else [told]
        books += [] if left is None else [left]
        done |= set(places)
    line_rows: list[tuple[int, Row]] = []
    book_rows: list[tuple[int, Row]] = []
    for place in range(window.first, window.until):
        if place in done:
            continue
        try:
            form = forms[agreements.forms[place]]
            mine, kept = settled_alone(window, place, form, period)
        except SanbianError as error:
            found[place] = list(error.problems)
            continue
        line_rows += ((place, row) for row in mine)
        book_rows += ((place, row) for row in kept)
    return Portion(
        contracts=agreements.ids[window.first : window.until],
        listed=agreements.listed,
        first=window.first,
        households=len(window.households),
        refused=tuple(
            Refused(contract=agreements.ids[place], problems=tuple(found[place]))
            for place in sorted(found)
        ),
        line_block=merged([*lines, block_of(line_rows)]),
        book_block=merged([*books, block_of(book_rows)]),
    )
