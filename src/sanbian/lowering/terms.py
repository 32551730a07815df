"""Lowering of terms: each kind of term becomes an expression of the core's algebra."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from typing import assert_never

from attrs import frozen

from sanbian.clause import (
    ByStatus,
    Equally,
    Escalating,
    Fixed,
    Greatest,
    Least,
    Measured,
    PartOf,
    PerUnit,
    Phased,
    Product,
    SharedTotal,
    SumOf,
    Term,
)
from sanbian.contract import Base
from sanbian.lowering.draft import CONTRACT, MEMBER
from sanbian.lowering.setting import Setting
from sanbian.money import Rounding
from sanbian.program import (
    Arithmetic,
    Balance,
    Choose,
    Constant,
    Expr,
    Measure,
    Op,
    Round,
    Share,
    SumTo,
)
from sanbian.register import Status
from sanbian.wording import Text

ZERO: Expr = Constant(Fraction(0))

_PRICE = Text(zh="单价", en="price")
_RATE = Text(zh="比例", en="rate")
_AMOUNT = Text(zh="定额", en="stated amount")
_WEIGHT = Text(zh="权数", en="weight")
_GROWTH = Text(zh="递增系数", en="growth")


@frozen(kw_only=True)
class Reading:
    """How the terms of a clause are read: for whom, and how they come to rest.

    Attributes:
        setting: The clauses, facts and holders of this part of the period.
        clause: Number of the clause.
        to: Who receives: their shares are meant, and each of them counts.
        who: One for each who receives, zero for others.
        rounding: How a total comes to rest before it is shared.
    """

    setting: Setting
    clause: str
    to: str
    who: Measure
    rounding: Rounding


def term_expr(term: Term, reading: Reading, place: str = "") -> Expr:
    """The expression of a term.

    Args:
        term: The term.
        reading: How it is read.
        place: Where in the clause it stands; makes the names of its columns unique.
    """
    setting, name = reading.setting, f"{reading.clause}{place}"
    match term:
        case Fixed():
            return setting.term(name, term.amount, _AMOUNT, unit="fen")
        case Measured():
            return setting.measure(term.of, reading.to, at=f"clause {reading.clause}")
        case PerUnit():
            units = setting.measure(term.per, reading.to, at=f"clause {reading.clause}")
            return Arithmetic(
                Op.MULTIPLY, units, setting.term(name, term.price, _PRICE, unit="fen")
            )
        case PartOf():
            whole = _amount_of(term.of, reading)
            return Arithmetic(
                Op.MULTIPLY, whole, setting.term(name, term.rate, _RATE, unit="%")
            )
        case SharedTotal():
            return _shared(term, reading, place)
        case Greatest():
            return _fold(Op.GREATER, term.terms, reading, place)
        case Least():
            return _fold(Op.LESSER, term.terms, reading, place)
        case SumOf():
            return _fold(Op.ADD, term.terms, reading, place)
        case Product():
            return _fold(Op.MULTIPLY, term.terms, reading, place)
        case ByStatus():
            return _by_status(term, reading, place)
        case Equally():
            total = _together(term.total, reading, f"{place}/total")
            holders = SumTo(CONTRACT, reading.who, Text(zh="户数", en="holders"))
            return Arithmetic(Op.DIVIDE, total, holders)
        case Phased():
            return _phased(term, reading, place)
        case Escalating():
            amount = term_expr(term.amount, reading, f"{place}/escalates")
            return Arithmetic(Op.MULTIPLY, amount, _growth(term, reading, place))
        case _:
            assert_never(term)


def _amount_of(name: str, reading: Reading) -> Expr:
    """An amount of money by name: a measure, a base as stated, or what a pool or fund holds."""
    setting = reading.setting
    if setting.contract.names.measure(name) is not None:
        return setting.measure(name, reading.to, at=f"clause {reading.clause}")
    if isinstance(setting.contract.names.declared[name], Base):
        return setting.stated(name)
    account = setting.account(name)
    return Balance(account, account.says)


def _shared(term: SharedTotal, reading: Reading, place: str) -> Expr:
    total = _together(term.total, reading, f"{place}/total")
    version = reading.setting.version
    return Share(
        Round(total, reading.setting.step, reading.rounding),
        weights_of(term.by, reading, f"{place}/by"),
        version.odd_fen,
        f"{reading.clause}{place}{reading.setting.suffix}",
        step=reading.setting.step,
    )


def _together(term: Term, reading: Reading, place: str) -> Expr:
    """A total for all who receive: what is measured of each of them is summed."""
    total = term_expr(term, reading, place)
    if reading.setting.draft.level_of(total) != MEMBER:
        return total
    return SumTo(CONTRACT, Choose(reading.who, total, ZERO))


def weights_of(term: Term, reading: Reading, place: str) -> Expr:
    """The weight of each who receives; zero for the others."""
    return Choose(reading.who, term_expr(term, reading, place), ZERO)


def _fold(op: Op, terms: Iterable[Term], reading: Reading, place: str) -> Expr:
    exprs = [
        term_expr(term, reading, f"{place}/{number}") for number, term in enumerate(terms)
    ]
    return reduce(lambda left, right: Arithmetic(op, left, right), exprs)


def _by_status(term: ByStatus, reading: Reading, place: str) -> Expr:
    """The weight of the status that each holder has: a column, resolved here."""
    setting = reading.setting
    parts: list[Expr] = [
        Arithmetic(
            Op.MULTIPLY,
            setting.status(Status(name)),
            setting.term(f"{reading.clause}{place}/{name}", weight, _WEIGHT),
        )
        for name, weight in term.weights.items()
    ]
    return reduce(lambda left, right: Arithmetic(Op.ADD, left, right), parts, ZERO)


def _phased(term: Phased, reading: Reading, place: str) -> Expr:
    """The amount of the phase in force, for the contract or in each holder's own year."""
    setting = reading.setting
    if term.counted_from != "entry":
        year = setting.year(term.counted_from)
        for number, phase in enumerate(term.phases):
            if phase.years.has(year):
                return term_expr(phase.amount, reading, f"{place}/{number}")
        return ZERO
    found: Expr = ZERO
    for number, phase in enumerate(term.phases):
        if not setting.in_years(phase.years, "entry"):
            continue
        within = setting.who(reading.to, years=phase.years, counted_from="entry")
        amount = term_expr(phase.amount, reading, f"{place}/{number}")
        found = Choose(within, amount, found)
    return found


def _growth(term: Escalating, reading: Reading, place: str) -> Expr:
    """How far a term has grown: a column, resolved here."""
    setting = reading.setting
    name = f"{reading.clause}{place}/growth"
    if term.counted_from != "entry":
        return setting.term(name, _grown(term, setting.year(term.counted_from)), _GROWTH)
    values = [
        _grown(term, setting.year("entry", code)) for code in setting.draft.keys(MEMBER)
    ]
    return setting.draft.column(f"term/{name}{setting.suffix}", MEMBER, values, _GROWTH)


def _grown(term: Escalating, year: int) -> Fraction:
    steps = max(0, (year - 1) // term.every_years)
    if term.method == "compound":
        return (1 + term.rate) ** steps
    return 1 + term.rate * steps
