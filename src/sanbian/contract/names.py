"""The names in a contract: what each stands for, and where clauses use them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias, assert_never

from attrs import frozen

from sanbian.clause import (
    Allotment,
    Averaging,
    Bands,
    ByStatus,
    Clause,
    Condition,
    Conditional,
    Daily,
    Deduction,
    Deliver,
    Dividend,
    Equally,
    Escalating,
    Exit,
    Fixed,
    Greatest,
    Guarantee,
    LateFee,
    Least,
    LeftOf,
    LendAndReturn,
    LossSharing,
    Measured,
    Monthly,
    NamedAmount,
    Number,
    OrderPurchase,
    PartOf,
    PatronageRefund,
    Payment,
    Payout,
    PerUnit,
    Phased,
    PreferredDividend,
    Product,
    Reinvestment,
    Reserve,
    Retention,
    SharedTotal,
    Split,
    SplitOfEach,
    SumOf,
    Term,
    TopUp,
    Yearly,
    grades_of,
)
from sanbian.contract.values import Base, Fund, NamedMeasure, Party, Pool, ShareClass

MEMBERS = "members"
"""All households that count on the record day."""

DEFICIT = "deficit"
"""What nobody bore of a loss: it stays, and is made good from later years."""

BUILT_IN_MEASURES: Mapping[str, NamedMeasure] = MappingProxyType(
    {
        "shares": NamedMeasure(id="shares", name="股数", unit="share", name_en="shares"),
        "equal": NamedMeasure(
            id="equal", name="户数", unit="household", name_en="households"
        ),
        "people": NamedMeasure(id="people", name="人口", unit="person", name_en="people"),
        "share_capital": NamedMeasure(
            id="share_capital", name="股金", unit="yuan", name_en="share capital"
        ),
    }
)
"""Measures that every register has: shares held, one for each holder, people, shares at par."""

Declared: TypeAlias = Party | ShareClass | Base | Pool | Fund | NamedMeasure


@frozen
class Names:
    """All declared names: one namespace, so that a word means one thing.

    Attributes:
        declared: What each name stands for.
    """

    declared: Mapping[str, Declared]

    def of(self, kind: type[Declared]) -> tuple[str, ...]:
        """The names of one kind."""
        return tuple(name for name, what in self.declared.items() if isinstance(what, kind))

    def measure(self, name: str) -> NamedMeasure | None:
        """The measure of that name, declared or built in."""
        found = BUILT_IN_MEASURES.get(name) or self.declared.get(name)
        return found if isinstance(found, NamedMeasure) else None

    def is_holders(self, name: str) -> bool:
        """Whether a name stands for holders in the register: all members or a class."""
        return name == MEMBERS or isinstance(self.declared.get(name), ShareClass)

    def is_own_fund(self, name: str) -> bool:
        """Whether a name stands for a fund that each holder has in his own name."""
        found = self.declared.get(name)
        return isinstance(found, Fund) and found.per_member

    def is_per_holder(self, name: str) -> bool:
        """Whether what a name gets, each holder gets: in hand, or in his own fund."""
        return self.is_holders(name) or self.is_own_fund(name)

    def is_per_group(self, name: str) -> bool:
        """Whether there is one in each group."""
        found = self.declared.get(name)
        return isinstance(found, Party | Pool | Fund) and found.per_group


def names_of(declared: Iterable[Declared]) -> Names:
    """Index declared things by name; of a name that is used twice the first counts."""
    index: dict[str, Declared] = {}
    for thing in declared:
        index.setdefault(thing.id, thing)
    return Names(MappingProxyType(index))


def sources_of(clause: Clause) -> tuple[tuple[str, str], ...]:
    """Where a clause takes money from: pairs of field and name, in order."""
    match clause:
        case (
            Payment()
            | Guarantee()
            | OrderPurchase()
            | TopUp()
            | LateFee()
            | SplitOfEach()
            | Exit()
        ):
            return tuple(
                (f"paid_from[{place}]", name) for place, name in enumerate(clause.paid_from)
            )
        case (
            PreferredDividend()
            | Split()
            | Allotment()
            | Dividend()
            | PatronageRefund()
            | Reserve()
            | Retention()
            | Payout()
        ):
            return (("of", clause.of),)
        case Deliver():
            return (("by", clause.by),)
        case LossSharing():
            funds = [
                (f"parts[{place}].reduces", part.reduces)
                for place, part in enumerate(clause.parts)
                if part.reduces is not None
            ]
            rest = () if clause.rest == DEFICIT else (("rest", clause.rest),)
            first = ((f"first[{place}]", name) for place, name in enumerate(clause.first))
            return (("of", clause.of), *first, *funds, *rest)
        case Averaging():
            return tuple((f"of[{place}]", name) for place, name in enumerate(clause.of))
        case LendAndReturn() | Deduction() | Reinvestment():
            return ()
        case _:
            assert_never(clause)


def takers_of(clause: Clause) -> tuple[tuple[str, str], ...]:
    """Who gets money from a clause: pairs of field and name, in order."""
    match clause:
        case Split() | SplitOfEach() | LossSharing():
            sides = [part.to for part in clause.parts]
            return tuple((f"parts[{place}].to", to) for place, to in enumerate(sides))
        case Dividend() | Payout():
            rest = () if clause.rest is None else (("rest", clause.rest),)
            return (("to", clause.to), *rest)
        case (
            Payment()
            | Guarantee()
            | OrderPurchase()
            | TopUp()
            | PreferredDividend()
            | Allotment()
            | PatronageRefund()
            | Reserve()
            | Retention()
            | LendAndReturn()
            | Deliver()
            | LateFee()
            | Deduction()
            | Reinvestment()
            | Averaging()
        ):
            return (("to", clause.to),)
        case Exit():
            return (("to", MEMBERS),)
        case _:
            assert_never(clause)


def terms_of(clause: Clause) -> tuple[tuple[str, Term, bool], ...]:
    """The terms of a clause: field, term, and whether it must be money.

    A condition of the clause itself stands in its own place, as a term of one or nothing.
    """
    when = getattr(clause, "when", None)
    if when is None:
        return _own_terms_of(clause)
    asked = Conditional(when=when, then=Number(Fraction(1)), otherwise=Number(Fraction(0)))
    return (*_own_terms_of(clause), ("", asked, False))


def _own_terms_of(clause: Clause) -> tuple[tuple[str, Term, bool], ...]:
    match clause:
        case Payment() | Guarantee() | TopUp() | Deduction():
            return (("amount", clause.amount, True),)
        case PreferredDividend():
            return (("on", PartOf(clause.rate, clause.on), True),)
        case OrderPurchase():
            return tuple(_terms_of_grades(clause))
        case Dividend():
            bounds = (("at_least", clause.at_least), ("at_most", clause.at_most))
            stated = tuple((name, term, True) for name, term in bounds if term is not None)
            return (("by", clause.by, False), *stated)
        case Allotment() | PatronageRefund():
            return (("by", clause.by, False),)
        case LossSharing():
            return tuple(
                (f"parts[{place}].{field}", term, field == "at_most")
                for place, part in enumerate(clause.parts)
                for field, term in (("by", part.by), ("at_most", part.at_most))
                if term is not None
            )
        case SplitOfEach():
            return (("of", Measured(clause.of), True),)
        case Payout():
            return (("decided", Measured(clause.decided), True),)
        case LendAndReturn():
            fields = ("lent", "returned", "weight", "weight_min", "died", "lost")
            return tuple(
                (field, Measured(getattr(clause, field)), False)
                for field in fields
                if getattr(clause, field) is not None
            )
        case Deliver():
            price = (
                () if clause.price is None else (("price", Measured(clause.price), True),)
            )
            return (
                ("per", Measured(clause.per), False),
                ("delivered", Measured(clause.delivered), False),
                *price,
            )
        case Reserve():
            how = (("amount", clause.amount, True), ("by", clause.by, False))
            return tuple((name, term, money) for name, term, money in how if term)
        case Exit():
            return () if clause.loss_by is None else (("loss_by", clause.loss_by, False),)
        case Split() | Retention() | LateFee() | Reinvestment() | Averaging():
            return ()
        case _:
            assert_never(clause)


def _terms_of_grades(clause: OrderPurchase) -> Iterator[tuple[str, Term, bool]]:
    for place, grade in enumerate(grades_of(clause)):
        at = f"grades[{place}]." if clause.grades else ""
        yield f"{at}quantity", Measured(grade.quantity), False
        if grade.market_price is not None:
            yield f"{at}market_price", Measured(grade.market_price), True


def inner_terms(term: Term) -> tuple[tuple[str, Term], ...]:
    """The terms inside a term, each with its place."""
    match term:
        case Fixed() | Measured() | Number() | PerUnit() | LeftOf() | ByStatus():
            return ()
        case PartOf() | Bands():
            return _unnamed("of", term.of)
        case Yearly() | Monthly() | Daily():
            return ((type(term).__name__.lower(), term.amount),)
        case SharedTotal():
            return (("total", term.total), ("by", term.by))
        case Greatest():
            return tuple((f"greatest[{n}]", inner) for n, inner in enumerate(term.terms))
        case Least():
            return tuple((f"least[{n}]", inner) for n, inner in enumerate(term.terms))
        case SumOf():
            return tuple((f"sum[{n}]", inner) for n, inner in enumerate(term.terms))
        case Product():
            return tuple((f"product[{n}]", inner) for n, inner in enumerate(term.terms))
        case Equally():
            return (("equally", term.total),)
        case Phased():
            return tuple(
                (f"phases[{n}].amount", phase.amount) for n, phase in enumerate(term.phases)
            )
        case Escalating():
            return (("escalates", term.amount),)
        case Conditional():
            return (
                *_unnamed("when.of", term.when.of),
                (f"when.{term.when.relation}", term.when.bound),
                ("then", term.then),
                ("otherwise", term.otherwise),
            )
        case _:
            assert_never(term)


def _unnamed(place: str, amount: NamedAmount) -> tuple[tuple[str, Term], ...]:
    """An amount that is a term, with its place; nothing for a name."""
    return () if isinstance(amount, str) else ((place, amount),)


def measures_in(term: Term) -> Iterator[tuple[str, str]]:
    """The names that a term uses, each with its place within the term."""
    match term:
        case Measured(of=str(name)) | PartOf(of=str(name)) | Bands(of=str(name)):
            yield "of", name
        case LeftOf():
            yield "left", term.of
        case PerUnit():
            yield "per", term.per
        case Conditional(when=Condition(of=str(name))):
            yield "when.of", name
        case _:
            pass
    for place, inner in inner_terms(term):
        for below, name in measures_in(inner):
            yield f"{place}.{below}", name
