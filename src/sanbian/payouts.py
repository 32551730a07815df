"""What each amount of a surplus comes to, for everyone, as exact functions (分配函数).

From a contract and its facts follow, for every possible amount of one base, what each
holder, party and fund gets: where it bends (a guarantee that no longer binds, a cap that
does), what one more yuan gives him, and from which amount on he gets what he was told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Any

from attrs import evolve, field, frozen

from sanbian.books import Books
from sanbian.contract import Base, Contract
from sanbian.errors import InvalidInputError, unknown_name
from sanbian.facts import Facts
from sanbian.lowering import Lowered, lower
from sanbian.lowering.draft import MEMBER
from sanbian.piecewise import (
    NOTHING,
    Line,
    Piecewise,
    Ran,
    Step,
    Unknowns,
    follow,
    function_of,
    total,
)
from sanbian.program import Family, Role
from sanbian.register import Register
from sanbian.wording import Text

_FAR = 7  # a third amount: what hangs on the unknown lies on one line with the first two


def _functions(given: Mapping[str, Piecewise]) -> Mapping[str, Piecewise]:
    return MappingProxyType(dict(given))


@frozen(kw_only=True)
class Whereabouts:
    """Where every fen of a base goes, for every amount of it, before rounding (去向).

    All functions are of the amount of the base in fen, and give fen.

    Attributes:
        holders: What each holder is paid, by code.
        others: What each party and fund gets, by account: ``party/company``,
            ``fund/reserve`` ...; a fund without what stood on it before.
        left_over: What no clause shares out: a gap where it is above zero.
        owed: What is promised and not paid, of this period and before.
        deficit: Losses that are still to be made good.
        put_in: What others paid in from their own money, funds and other bases.
        idle: Clauses that move nothing, whatever the amount.
    """

    holders: Mapping[str, Piecewise] = field(converter=_functions)
    others: Mapping[str, Piecewise] = field(converter=_functions)
    left_over: Piecewise
    owed: Piecewise
    deficit: Piecewise
    put_in: Piecewise
    idle: tuple[str, ...]

    @property
    def has_gap(self) -> bool:
        """Whether there are amounts of which something is not shared out."""
        return any(piece.line.fixed or piece.line.slope for piece in self.left_over.pieces)


def where_it_goes(
    contract: Contract,
    register: Register,
    facts: Facts,
    books: Books | None = None,
    *,
    of: str,
    since: int = 0,
    until: int | None = None,
) -> Whereabouts:
    """Where every fen of a base goes, for every amount of it from `since` on.

    The amount that the facts state of the base plays no part; all other facts do. What is
    rounded in a settlement is exact here, so a settlement differs by the odd fen. The odd
    fen of a named account, and what does not fill a whole yuan, are nothing here.

    Args:
        contract: The contract.
        register: Who holds what.
        facts: The other facts of the period.
        books: What the period before left.
        of: The base whose amount is unknown.
        since: The least amount, in fen; below zero for losses.
        until: The greatest amount, or None for without end.

    Raises:
        InvalidInputError: A name that is no base of the contract, a clause that multiplies
            two amounts that both hang on the base, or whatever `settle` refuses.
        MissingFactError: Whatever `settle` misses.

    Examples:
        A guarantee of 300 yuan out of the profit, the rest split 4 : 6:

        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import *
        >>> contract = Contract(
        ...     id="A", title="A", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     parties=(Party(id="firm", name="公司", role=PartyRole.OPERATOR),),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     pools=(Pool(id="farmers", name="农户部分"),),
        ...     versions=(
        ...         Version(
        ...             since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...             rounding=Rounding.HALF_UP, record_day="period_end",
        ...             clauses=(
        ...                 Guarantee(
        ...                     id="3", to="members", paid_from=("profit",),
        ...                     amount=Fixed(yuan(300)), charged="first_charge",
        ...                     combine="excess", unpaid="carry",
        ...                 ),
        ...                 Split(
        ...                     id="4", of="profit", parts=(
        ...                         SplitPart("farmers", Fraction(4, 10)),
        ...                         SplitPart("firm", Fraction(6, 10)),
        ...                     ),
        ...                 ),
        ...                 Dividend(id="5", of="farmers", to="members", by=Measured("equal")),
        ...             ),
        ...         ),
        ...     ),
        ... )
        >>> register = Register(households=(Household(code="H1"),))
        >>> year = facts_of(Period(date(2023, 1, 1), date(2023, 12, 31)), amounts={"profit": 0})
        >>> goes = where_it_goes(contract, register, year, of="profit")
        >>> goes.holders["H1"].breakpoints, goes.holders["H1"].marginal(yuan(1000))
        ((Fraction(30000, 1),), Fraction(2, 5))
        >>> goes.has_gap, goes.idle
        (False, ())
    """
    if of not in contract.names.of(Base):
        what = Text(zh="分配基数", en="base")
        known = contract.names.of(Base)
        raise InvalidInputError(unknown_name("of", name=of, known=known, what=what))
    opened = books or Books(contract=contract.id)
    steps: list[Step] = []
    families: dict[str, Family] = {}
    clauses: dict[str, None] = {}
    members: tuple[str, ...] = ()
    for low, high, sign in _sides(since, until):
        sample = [
            lower(contract, register, _with_amount(facts, of, sign * amount), opened)
            for amount in (1, 2, _FAR)
        ]
        program, inputs = sample[0].program, sample[0].inputs
        families |= {family.name: family for family in program.families}
        clauses |= dict.fromkeys(move.because.clause for move in program.moves)
        members = inputs.space.by_name[MEMBER].keys
        end = None if high is None else Fraction(high)
        given = _unknowns(sample, sign)
        steps += follow(program, inputs, given, since=Fraction(low), until=end)
    moved = {clause for step in steps for clause in step.here.moved | step.after.moved}
    return Whereabouts(
        idle=tuple(clause for clause in clauses if clause not in moved | _NO_CLAUSES),
        **_functions_of(steps, families.values(), members, f"base/{of}"),
    )


def payout_function(
    contract: Contract,
    register: Register,
    facts: Facts,
    books: Books | None = None,
    *,
    of: str,
    to: str,
) -> Piecewise:
    """What one holder, party or fund gets for every amount of a base, before rounding.

    Args:
        contract: The contract.
        register: Who holds what.
        facts: The other facts of the period.
        books: What the period before left.
        of: The base whose amount is unknown.
        to: Code of a holder, or id of a party or fund.

    Returns:
        The function from fen to fen: `Piecewise.breakpoints` where it bends,
        `Piecewise.marginal` for one more fen, `Piecewise.reaches` for break-even.

    Raises:
        InvalidInputError: As `where_it_goes`, or a name that gets nothing.
        MissingFactError: Whatever `settle` misses.

    Examples:
        See `where_it_goes`, which gives the functions of everyone at once.

        >>> from sanbian import payout_function
        >>> payout_function.__name__
        'payout_function'
    """
    goes = where_it_goes(contract, register, facts, books, of=of)
    known = {**goes.holders}
    for account, function in goes.others.items():
        known.setdefault(account.partition("/")[2], function)
    if to not in known:
        what = Text(zh="得款的户、当事人或基金", en="holder, party or fund that is paid")
        raise InvalidInputError(unknown_name("to", name=to, known=known, what=what))
    return known[to]


# --- which inputs hang on the amount --------------------------------------------------


def _sides(since: int, until: int | None) -> list[tuple[int, int | None, int]]:
    """The range, losses apart: what a loss opens is another program."""
    sides: list[tuple[int, int | None, int]] = []
    if since < 0:
        sides.append((since, 0 if until is None else min(0, until), -1))
    if until is None or until > 0:
        sides.append((max(0, since), until, 1))
    return sides


def _with_amount(facts: Facts, of: str, amount: int) -> Facts:
    """The facts with another amount of the base: in the last part that states it."""
    stated = [place for place, part in enumerate(facts.parts) if of in part.amounts]
    place = stated[-1] if stated else len(facts.parts) - 1
    part = facts.parts[place]
    changed = evolve(part, amounts={**part.amounts, of: amount})
    return evolve(facts, parts=(*facts.parts[:place], changed, *facts.parts[place + 1 :]))


def _unknowns(sample: list[Lowered], sign: int) -> Unknowns:
    """Columns that differ between two amounts, as lines through both."""
    one, two, far = sample
    assert one.program == two.program == far.program, "the program hangs on the amount"
    measures = {
        name: [_column(*each.inputs.measures[name]) for each in sample]
        for name in one.inputs.measures
    }
    opening = {
        name: [_column(each.inputs.opening[name]) for each in sample]
        for name in one.inputs.opening
    }
    return Unknowns(
        measures={
            name: _lines(each, sign) for name, each in measures.items() if _hangs(each)
        },
        opening={
            name: _lines(each, sign) for name, each in opening.items() if _hangs(each)
        },
    )


def _column(numbers: tuple[int, ...], scale: int = 1) -> list[Fraction]:
    return [Fraction(number, scale) for number in numbers]


def _hangs(columns: list[list[Fraction]]) -> bool:
    return columns[0] != columns[1]


def _lines(columns: list[list[Fraction]], sign: int) -> list[Line]:
    """The line through the numbers at one and two fen; a third shows that it is one."""
    lines = []
    for one, two, far in zip(*columns, strict=True):
        slope = (two - one) * sign
        line = Line(one - slope * sign, slope)
        assert line.at(Fraction(sign * _FAR)) == far, "an input is no line of the amount"
        lines.append(line)
    return lines


# --- what is read off ------------------------------------------------------------------


def _functions_of(
    steps: list[Step], families: Iterable[Family], members: tuple[str, ...], base: str
) -> dict[str, Any]:
    """The functions of `Whereabouts`, read off the steps."""
    money = {family.name: family for family in families if family.unit == "fen"}
    own = [name for name in money if name.partition("~")[0] == base]
    pools = [name for name, family in money.items() if family.role is Role.POOL]
    paying = [name for name, family in money.items() if family.role in _PAYING]

    def summed(read: Callable[[Ran, str], Line], names: Iterable[str]) -> Piecewise:
        listed = tuple(names)
        return function_of(steps, lambda ran: total([read(ran, name) for name in listed]))

    def claims(word: str) -> Piecewise:
        return summed(_stands, (name for name in money if name.startswith(word)))

    return {
        "holders": {
            code: function_of(steps, partial(_paid_out, place=place))
            for place, code in enumerate(members)
        },
        "others": {
            name: summed(_came, (name,))
            for name, family in money.items()
            if family.role in {Role.END, Role.FUND} and name != _CASH
        },
        "left_over": summed(_stands, (*own, *pools)),
        "owed": claims("owed/"),
        "deficit": claims("deficit/"),
        "put_in": summed(_went, (name for name in paying if name not in own)),
    }


_CASH = "end/cash"
_PAYING = frozenset({Role.SOURCE, Role.FUND, Role.POCKET})
_NO_CLAUSES = frozenset({"payout", "books", "law"})


def _paid_out(ran: Ran, place: int) -> Line:
    return ran.closing[_CASH][place] if _CASH in ran.closing else NOTHING


def _stands(ran: Ran, name: str) -> Line:
    return total(ran.closing.get(name, ()))


def _came(ran: Ran, name: str) -> Line:
    return ran.paid.get(name, NOTHING)


def _went(ran: Ran, name: str) -> Line:
    return total(ran.opening.get(name, ())) + _came(ran, name) - _stands(ran, name)
