"""Values as tables: the way back from `worlds`, for who has contracts and registers in hand.

What `settle` reads of a contract (register, facts and books of one period) becomes the rows that
`settle_many` reads, and comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pyarrow as pa
from attrs import evolve, frozen

from sanbian.batch.blocks import block_of, book_batch
from sanbian.batch.cells import Cells, arrow_table
from sanbian.batch.layout import BOOKS_SCHEMA, CONTRACTS, GROUPS, HOUSEHOLDS
from sanbian.batch.numbers import words_of
from sanbian.batch.unheld import unlike_problems
from sanbian.batch.worlds import World
from sanbian.batch.written import Written, written
from sanbian.contract import Contract
from sanbian.errors import Problem, SanbianError, raise_any
from sanbian.period import Period
from sanbian.wording import Text


@frozen(kw_only=True, eq=False)
class Tables:
    """What `settle_many` reads, made from values (由值写成的表).

    Attributes:
        forms: Contracts by the name of their form: contracts that differ in their id alone
            share one.
        period: The days that are settled.
        contracts: Table of contracts.
        households: Table of households.
        groups: Table of groups.
        books: Table of the books before.
        codes: By contract, the number that each household has in the tables by its code.
    """

    forms: Mapping[str, Contract]
    period: Period
    contracts: Any
    households: Any
    groups: Any
    books: Any
    codes: Mapping[str, Mapping[str, int]]


def tables_of(worlds: Iterable[World]) -> Tables:
    """Lay out contracts with their registers, facts and books as tables (由值写成表).

    Households have a code in values and a number in tables. Where all codes of a contract are
    written as whole numbers (``"12"``, not ``"012"``), the number is the code; else it is the
    place in the register, from 1, and who is only in the books comes after. `Tables.codes`
    says which.

    Args:
        worlds: Each contract with what it is settled from; all of one period. Rules for
            leaving poverty are applied here, and are left out of the forms; totals that were
            announced are left out, since only notices compare with them.

    Raises:
        InvalidInputError: What tables cannot hold, all at once, each with its contract: parts
            of a period, advances, draws, waivers, a household that comes back between record
            day and end of the period; what `settle` refuses of the record day; a worked
            example that does not hold; no contract, one twice, two periods.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> from sanbian.batch import World, settle_many, tables_of
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end",
        ...     clauses=(Dividend(id="3", of="profit", to="members", by=Measured("people")),),
        ... )
        >>> contract = Contract(
        ...     id="A", title="合作协议", vehicle=Vehicle.PARTNERSHIP,
        ...     starts=date(2023, 1, 1), versions=(version,),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ... )
        >>> households = (Household(code="王", people=1), Household(code="李", people=2))
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> tables = tables_of([
        ...     World(
        ...         contract=contract, register=Register(households=households),
        ...         facts=facts_of(year, amounts={"profit": 100}), books=None,
        ...     )
        ... ])
        >>> dict(tables.codes["A"])
        {'王': 1, '李': 2}
        >>> (portion,) = settle_many(
        ...     tables.forms, tables.period, contracts=tables.contracts,
        ...     households=tables.households, groups=tables.groups, books=tables.books,
        ... )
        >>> portion.lines.column("amount").to_pylist()
        [33, 67]
    """
    listed = tuple(worlds)
    raise_any(_whole_problems(listed))
    found = _written(listed)
    named, forms = _forms([each.form for each in found])
    ids = [each.form.id for each in found]
    contracts = [
        {"contract": id_, "form": form, **each.contract}
        for id_, form, each in zip(ids, named, found, strict=True)
    ]
    kept = [(place, row) for place, each in enumerate(found) for row in each.books]
    books = book_batch(block_of(kept), words_of(ids))
    return Tables(
        forms=forms,
        period=listed[0].facts.period,
        contracts=arrow_table(CONTRACTS, contracts),
        households=_table(HOUSEHOLDS, [(each.form, each.households) for each in found]),
        groups=_table(GROUPS, [(each.form, each.groups) for each in found]),
        books=pa.Table.from_batches([books], BOOKS_SCHEMA),
        codes=MappingProxyType({each.form.id: each.codes for each in found}),
    )


def _written(worlds: Sequence[World]) -> list[Written]:
    """Each contract as rows; everything that is wrong with any of them, at once."""
    found: list[Written] = []
    problems: list[Problem] = []
    for world in worlds:
        try:
            found.append(written(world))
        except SanbianError as error:
            at = f"contract {world.contract.id}"
            problems += (evolve(each, at=f"{at}: {each.at}") for each in error.problems)
    raise_any(problems)
    return found


def _table(table: str, listed: Sequence[tuple[Contract, Sequence[Cells]]]) -> Any:
    """The rows of all contracts, one after another."""
    raise_any(unlike_problems(table, listed))
    return arrow_table(
        table, [{"contract": form.id, **row} for form, rows in listed for row in rows]
    )


def _whole_problems(worlds: Sequence[World]) -> Iterator[Problem]:
    """No contract, one that comes twice, or one of another period."""
    if not worlds:
        yield Problem(
            at="worlds",
            says=Text(zh="应至少有一份合同，得到空白", en="expected a contract, got none"),
            do=Text(zh="每份合同给一个 World", en="give a World for each contract"),
        )
    seen: set[str] = set()
    for world in worlds:
        id_, period = world.contract.id, world.facts.period
        if id_ in seen:
            yield Problem(
                at=f"contract {id_}",
                says=Text(
                    zh="每份合同只应有一次，得到两次", en="expected it once, got it twice"
                ),
                do=Text(
                    zh="给每份合同各自的编号（id）",
                    en="give each contract an id of its own",
                ),
            )
        seen.add(id_)
        if period != worlds[0].facts.period:
            yield Problem(
                at=f"contract {id_}: $.period",
                says=Text(
                    zh=f"各份合同应为同一期间 {worlds[0].facts.period}，得到 {period}",
                    en=f"expected the period {worlds[0].facts.period} for all contracts, "
                    f"got {period}",
                ),
                do=Text(zh="每个期间另作一次", en="make tables for each period by itself"),
            )


def _forms(contracts: Sequence[Contract]) -> tuple[list[str], Mapping[str, Contract]]:
    """The form of each contract, and the forms: those that differ in their id share one."""
    forms: dict[str, Contract] = {}
    named: list[str] = []
    for contract in contracts:
        text = evolve(contract, id="form")
        name = next((name for name, known in forms.items() if known == text), contract.id)
        forms.setdefault(name, text)
        named.append(name)
    return named, MappingProxyType(forms)
