"""The one call that settles a period.

The engine (program, interpreter, lowering) is loaded by the first settlement, so that an
application that only reads contracts or settlements starts quickly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from sanbian.books import Books
from sanbian.contract import Contract
from sanbian.errors import InvalidInputError, Problem, SanbianError
from sanbian.facts import Facts
from sanbian.register import Register
from sanbian.settlement.examples import refuse_failed
from sanbian.settlement.values import Settlement
from sanbian.wording import Text


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
            that was settled already, or one that leaves a gap or overlaps; a worked example
            of the contract that does not hold.

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

    if contract.examples:
        refuse_failed(contract)
    return settled(contract, register, facts, books)


def settle_years(
    contract: Contract,
    register: Register | Sequence[Register],
    facts: Iterable[Facts],
    books: Books | None = None,
) -> tuple[Settlement, ...]:
    """Settle one period after another, each with the books of the one before (逐期结算).

    Args:
        contract: The contract.
        register: Who holds what, for all periods; or one register for each of them.
        facts: What happened in each period, in order of time.
        books: What the period before the first left, or None.

    Returns:
        One settlement for each period; the books of the last are those to keep.

    Raises:
        SanbianError: As `settle` raises it, each problem with its period; also for periods
            that leave a gap, overlap, or come twice.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import *
        >>> contract = Contract(
        ...     id="A", title="A", vehicle=Vehicle.PARTNERSHIP, starts=date(2022, 1, 1),
        ...     parties=(Party(id="firm", name="公司", role=PartyRole.OPERATOR),),
        ...     measures=(NamedMeasure(id="mu", name="面积", unit="mu"),),
        ...     versions=(
        ...         Version(
        ...             since=date(2022, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...             rounding=Rounding.HALF_UP, record_day="period_end",
        ...             clauses=(
        ...                 Payment(
        ...                     id="3", kind=Kind.RENT, to="members", paid_from=("firm",),
        ...                     amount=PerUnit(Fraction(yuan("500")), "mu"), unpaid="carry",
        ...                 ),
        ...             ),
        ...         ),
        ...     ),
        ... )
        >>> register = Register(households=(Household(code="甲", measures={"mu": Fraction(2)}),))
        >>> years = [Period(date(year, 1, 1), date(year, 12, 31)) for year in (2022, 2023)]
        >>> facts = [facts_of(years[0], put_up={"firm": yuan("400")}), facts_of(years[1])]
        >>> one, two = settle_years(contract, register, facts)
        >>> [statements(each)[0].paid for each in (one, two)], two.books.claims
        ([40000, 160000], ())
    """
    periods = tuple(facts)
    registers = (register,) * len(periods) if isinstance(register, Register) else register
    if len(registers) != len(periods):
        raise InvalidInputError(
            Problem(
                at="registers",
                says=Text(
                    zh=f"应每期一份名册，共 {len(periods)} 份，得到 {len(registers)} 份",
                    en=f"expected one register for each of {len(periods)} periods, "
                    f"got {len(registers)}",
                ),
                do=Text(
                    zh="各期共用一份时，直接给这一份名册",
                    en="where one register holds for all, give that one register",
                ),
            )
        )
    settlements: list[Settlement] = []
    for held, happened in zip(registers, periods, strict=True):
        try:
            settlement = settle(contract, held, happened, books)
        except SanbianError as error:
            told = (
                evolve(problem, at=f"{happened.period}: {problem.at}")
                for problem in error.problems
            )
            raise type(error)(*told) from None
        settlements.append(settlement)
        books = settlement.books
    return tuple(settlements)
