"""The one call that settles a period.

The engine (program, interpreter, lowering) is loaded by the first settlement, so that an
application that only reads contracts or settlements starts quickly.
"""

from __future__ import annotations

from sanbian.books import Books
from sanbian.contract import Contract
from sanbian.facts import Facts
from sanbian.register import Register
from sanbian.settlement.values import Settlement


def settle(
    contract: Contract, register: Register, facts: Facts, books: Books | None = None
) -> Settlement:
    """Settle one period of a contract to the fen (结算).

    The same inputs give the same fen, always: nothing is read but the four values.

    Args:
        contract: The contract.
        register: Who holds what.
        facts: What happened in the period.
        books: What the period before left, or None for the first settlement.

    Returns:
        Every flow of money with its clause and reason, and the books for the next period.

    Raises:
        MissingFactError: A fact or term that the clauses need is missing.
        InvalidInputError: Facts, register or books that do not fit the contract; a period
            that was settled already, or one that leaves a gap or overlaps.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> contract = Contract(
        ...     id="A", title="A", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     versions=(
        ...         Version(
        ...             since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...             rounding=Rounding.HALF_UP, record_day="period_end",
        ...             clauses=(
        ...                 Dividend(id="3", of="profit", to="members", by=Measured("equal")),
        ...             ),
        ...         ),
        ...     ),
        ... )
        >>> register = Register(households=tuple(Household(code=c) for c in "甲乙丙"))
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> settled = settle(contract, register, facts_of(year, amounts={"profit": 100}))
        >>> [line.amount for line in lines(settled)]
        [34, 33, 33]
    """
    from sanbian.settlement.settling import settled  # noqa: PLC0415 - loaded when first used

    return settled(contract, register, facts, books)
