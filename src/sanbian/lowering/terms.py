"""Lowering of terms: each kind of term becomes an expression of the core's algebra."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import reduce
from typing import assert_never

from attrs import evolve, frozen

from sanbian.clause import (
    Bands,
    ByStatus,
    Condition,
    Conditional,
    Daily,
    Equally,
    Escalating,
    Fixed,
    Greatest,
    Least,
    LeftOf,
    Measured,
    Monthly,
    NamedAmount,
    Number,
    PartOf,
    PerUnit,
    Phased,
    Product,
    Reinvestment,
    Reserve,
    SharedTotal,
    SumOf,
    Term,
    Yearly,
)
from sanbian.clause.terms import RelationWord
from sanbian.contract import Base
from sanbian.lowering.draft import CONTRACT, MEMBER
from sanbian.lowering.scales import banded, by_days
from sanbian.lowering.setting import Setting
from sanbian.money import Rounding
from sanbian.program import (
    Arithmetic,
    Balance,
    Choose,
    Compare,
    Constant,
    Expr,
    Measure,
    Op,
    Relation,
    Round,
    Share,
    SumTo,
)
from sanbian.register import Status
from sanbian.wording import Text

ZERO: Expr = Constant(Fraction(0))
ONE: Expr = Constant(Fraction(1))

RELATIONS: Mapping[RelationWord, Relation] = {
    "at_least": Relation.AT_LEAST,
    "more_than": Relation.MORE_THAN,
    "equals": Relation.EQUAL,
    "at_most": Relation.AT_MOST,
    "less_than": Relation.LESS_THAN,
}

NAMELESS = Text(zh="", en="")  # told by its value alone
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
        guards: Conditions of the whole contract around a part of a term: what they turn off
            is not shared out, so that it draws no lots and carries no odd fen.
        is_principal: Whether a fund is read with all that stands on it, or with what earns.
    """

    setting: Setting
    clause: str
    to: str
    who: Measure
    rounding: Rounding
    guards: tuple[Expr, ...] = ()
    is_principal: bool = False


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
            return _amount_of(term.of, reading, place)
        case Number():
            return setting.term(name, term.value, NAMELESS, unit=term.unit)
        case PerUnit():
            units = setting.measure(term.per, reading.to, at=f"clause {reading.clause}")
            return Arithmetic(
                Op.MULTIPLY, units, setting.term(name, term.price, _PRICE, unit="fen")
            )
        case PartOf():
            whole = _amount_of(term.of, reading, f"{place}/of")
            return Arithmetic(
                Op.MULTIPLY, whole, setting.term(name, term.rate, _RATE, unit="%")
            )
        case LeftOf():
            account = setting.account(term.of)
            left = Text(
                zh=f"{account.says.zh}余额", en=f"what is left of {account.says.en}"
            )
            return Balance(account, left)
        case SharedTotal():
            return _shared(term, reading, place)
        case Greatest() | Least() | SumOf() | Product():
            return _fold(_FOLDS[type(term)], term.terms, reading, place)
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
        case Conditional():
            return _conditional(term, reading, place)
        case Bands():
            whole = _amount_of(term.of, reading, f"{place}/of")
            return banded(term, whole, setting, name)
        case Yearly() | Monthly() | Daily():
            amount = term_expr(term.amount, reading, f"{place}/by_days")
            return by_days(term, amount, setting, name)
        case _:
            assert_never(term)


def _amount_of(amount: NamedAmount, reading: Reading, place: str) -> Expr:
    """An amount by name (a measure, a base as stated, what a pool or fund holds), or a term."""
    if not isinstance(amount, str):
        return term_expr(amount, reading, place)
    setting, name = reading.setting, amount
    if setting.contract.names.measure(name) is not None:
        return setting.measure(name, reading.to, at=f"clause {reading.clause}")
    if isinstance(setting.contract.names.declared[name], Base):
        return setting.stated(name)
    account = setting.account(name)
    stands = Balance(account, account.says)
    if reading.is_principal or not _counts_later(name, setting):
        return stands
    return Arithmetic(Op.LESSER, stands, setting.opened_with(name), account.says)


def _counts_later(fund: str, setting: Setting) -> bool:
    """Whether what comes to a fund in a period counts from the next period on only."""
    return any(
        (isinstance(clause, Reinvestment) and clause.to == fund)
        or (
            isinstance(clause, Reserve)
            and (clause.to, clause.counts_from) == (fund, "next_period")
        )
        for version in setting.contract.versions
        for clause in version.clauses
    )


def _conditional(term: Conditional, reading: Reading, place: str) -> Expr:
    """The one side or the other, key by key of the condition."""
    holds = condition_expr(term.when, reading, f"{place}/when")
    then, otherwise = reading, reading
    if reading.setting.draft.level_of(holds) == CONTRACT:
        on, off = Choose(holds, ONE, ZERO), Choose(holds, ZERO, ONE)
        then = evolve(reading, guards=(*reading.guards, on))
        otherwise = evolve(reading, guards=(*reading.guards, off))
    return Choose(
        holds,
        term_expr(term.then, then, f"{place}/then"),
        term_expr(term.otherwise, otherwise, f"{place}/otherwise"),
    )


def condition_expr(condition: Condition, reading: Reading, place: str) -> Expr:
    """One where a condition holds, zero where not."""
    compared = _amount_of(condition.of, reading, f"{place}/of")
    bound, name = condition.bound, f"{reading.clause}{place}/bound"
    limit = (
        reading.setting.term(name, bound.amount, NAMELESS, unit="fen")
        if isinstance(
            bound, Fixed
        )  # a bound is no stated amount: it is told without a name
        else term_expr(bound, reading, f"{place}/bound")
    )
    return Compare(RELATIONS[condition.relation], compared, limit)


def _shared(term: SharedTotal, reading: Reading, place: str) -> Expr:
    total = _together(term.total, reading, f"{place}/total")
    for guard in reading.guards:
        total = Choose(guard, total, ZERO)
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


_FOLDS: Mapping[type, Op] = {
    Greatest: Op.GREATER,
    Least: Op.LESSER,
    SumOf: Op.ADD,
    Product: Op.MULTIPLY,
}


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
