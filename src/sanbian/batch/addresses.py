"""Where the numbers of clauses stand, by the words of a contract file: ``4.parts[0].ratio``.

An address is the number of the clause and the place of the number in it, as the contract file
and the ``$.…`` of problems have them; ``4@2024-01-01.parts[0].ratio`` is that of one version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, get_args

import attrs
from attrs import evolve, frozen

from sanbian.clause import (
    Band,
    Bands,
    ByStatus,
    Condition,
    Daily,
    Equally,
    Escalating,
    Fixed,
    Grade,
    Greatest,
    LateFee,
    Least,
    LendAndReturn,
    LossPart,
    Monthly,
    Number,
    OrderPurchase,
    PartOf,
    PatronageRefund,
    Payout,
    PerUnit,
    Phase,
    PreferredDividend,
    Product,
    Reinvestment,
    Reserve,
    SplitPart,
    SumOf,
    Term,
    Yearly,
)
from sanbian.contract import Contract
from sanbian.errors import Problem, unknown_name
from sanbian.wording import Text

Reads: TypeAlias = Literal["money", "price", "rate", "number", "count"]
"""How a contract file writes a number: yuan in whole fen, a price in yuan, a rate ..."""

Step: TypeAlias = str | int

KEYS: Mapping[tuple[type, str], str] = MappingProxyType(
    {
        (PerUnit, "price"): "yuan",
        (Escalating, "amount"): "escalates",
        (ByStatus, "weights"): "by_status",
        (Equally, "total"): "equally",
        (Greatest, "terms"): "greatest",
        (Least, "terms"): "least",
        (SumOf, "terms"): "sum",
        (Product, "terms"): "product",
        (Yearly, "amount"): "yearly",
        (Monthly, "amount"): "monthly",
        (Daily, "amount"): "daily",
        (Number, "value"): "number",
    }
)
"""Keys of a contract file that are not called as the attribute is."""

READS: Mapping[tuple[type, str], Reads] = MappingProxyType(
    {
        (PerUnit, "price"): "price",
        (OrderPurchase, "floor_price"): "price",
        (OrderPurchase, "fee"): "price",
        (Grade, "floor_price"): "price",
        (LendAndReturn, "lost_price"): "price",
        (Fixed, "amount"): "money",
        (Band, "up_to"): "money",
        (Band, "rate"): "rate",
        (PartOf, "rate"): "rate",
        (Escalating, "rate"): "rate",
        (SplitPart, "ratio"): "rate",
        (LossPart, "ratio"): "rate",
        (PreferredDividend, "rate"): "rate",
        (PatronageRefund, "rate"): "rate",
        (Reserve, "rate"): "rate",
        (Reinvestment, "rate"): "rate",
        (LateFee, "rate"): "rate",
        (LateFee, "at_most"): "rate",
        (Payout, "at_least"): "rate",
        (Payout, "at_most"): "rate",
    }
)
"""How numbers are written that are no plain numbers."""

_WITH_NUMBERS = (*get_args(Term), Band, Bands, Phase, Condition, SplitPart, LossPart, Grade)


@frozen
class Spot:
    """A number in a clause.

    Attributes:
        path: Where, as a contract file has it: ``amount.yuan``.
        steps: How it is reached: attributes, positions and names.
        reads: How a contract file writes it.
    """

    path: str
    steps: tuple[Step, ...]
    reads: Reads


@frozen(kw_only=True)
class Address:
    """A number of a contract.

    Attributes:
        version: Position of its version.
        clause: Position of its clause.
        spot: Where it stands in the clause.
    """

    version: int
    clause: int
    spot: Spot

    @property
    def at(self) -> str:
        """Where, as problems of a contract say it."""
        return f"$.versions[{self.version}].clauses[{self.clause}].{self.spot.path}"


def spots_of(value: Any, path: str = "", steps: tuple[Step, ...] = ()) -> Iterator[Spot]:
    """The numbers of a clause, or of a part of one, in the order of its attributes.

    Examples:
        >>> from fractions import Fraction
        >>> from sanbian import Reserve
        >>> from sanbian.batch.addresses import spots_of
        >>> levy = Reserve(id="2", of="profit", rate=Fraction(1, 10), to="reserve")
        >>> [(spot.path, spot.reads) for spot in spots_of(levy)]
        [('rate', 'rate')]
    """
    kind = type(value)
    for each in attrs.fields(kind):
        key = KEYS.get((kind, each.name), each.name)
        if kind is Condition and each.name == "bound":
            key = value.relation
        inner = f"{path}.{key}" if path else key
        held = getattr(value, each.name)
        reads = READS.get((kind, each.name))
        if kind is Condition and isinstance(held, Number):  # written with its unit
            rate: Reads = "rate" if held.unit == "%" else "number"
            yield Spot(inner, (*steps, each.name, "value"), rate)
        else:
            yield from _inside(held, inner, (*steps, each.name), reads)


def _inside(
    held: Any, path: str, steps: tuple[Step, ...], reads: Reads | None
) -> Iterator[Spot]:
    """The numbers of what stands at a place."""
    match held:
        case bool():
            return  # no number
        case Fixed():
            yield Spot(path, (*steps, "amount"), "money")
        case int():
            yield Spot(path, steps, reads or "count")
        case Fraction():
            yield Spot(path, steps, reads or "number")
        case tuple():
            for place, each in enumerate(held):
                yield from _inside(each, f"{path}[{place}]", (*steps, place), reads)
        case Mapping():
            for name, each in held.items():
                yield from _inside(each, f"{path}.{name}", (*steps, name), reads)
        case _ if isinstance(held, _WITH_NUMBERS):
            yield from spots_of(held, path, steps)
        case _:
            return  # words, days and years


def with_numbers(value: Any, numbers: Mapping[tuple[Step, ...], Fraction | int]) -> Any:
    """A clause, or a part of one, with other numbers at the end of some steps."""
    if () in numbers:
        return numbers[()]
    below: dict[Step, dict[tuple[Step, ...], Fraction | int]] = {}
    for (first, *rest), number in numbers.items():
        below.setdefault(first, {})[tuple(rest)] = number
    if isinstance(value, tuple):
        return tuple(
            with_numbers(each, below[place]) if place in below else each
            for place, each in enumerate(value)
        )
    if isinstance(value, Mapping):
        return {
            name: with_numbers(each, below[name]) if name in below else each
            for name, each in value.items()
        }
    changed = {
        str(name): with_numbers(getattr(value, str(name)), inner)
        for name, inner in below.items()
    }
    return evolve(value, **changed)


def addresses_of(form: Contract) -> Mapping[str, tuple[Address, ...]]:
    """The numbers of the clauses of a form, by their address; of all versions, or of one."""
    found: dict[str, list[Address]] = {}
    for v, version in enumerate(form.versions):
        for c, clause in enumerate(version.clauses):
            for spot in spots_of(clause):
                address = Address(version=v, clause=c, spot=spot)
                for number in (clause.id, f"{clause.id}@{version.since}"):
                    found.setdefault(f"{number}.{spot.path}", []).append(address)
    return {name: tuple(each) for name, each in found.items()}


def unknown_address(at: str, name: str, forms: Mapping[str, Contract]) -> Problem:
    """The problem that no form has a number at an address."""
    known = {each for form in forms.values() for each in addresses_of(form)}
    clauses = {
        number
        for form in forms.values()
        for version in form.versions
        for clause in version.clauses
        for number in (clause.id, f"{clause.id}@{version.since}")
    }
    mine = max(
        (each for each in clauses if name.startswith(f"{each}.")), key=len, default=""
    )
    if not mine:
        what = Text(zh="条款编号", en="clause number")
        known = {each for each in clauses if "@" not in each}
        return unknown_name(at, name=name.partition(".")[0], known=known, what=what)
    what = Text(zh="条款中的数", en="number of the clause")
    known = {each for each in known if each.startswith(f"{mine}.")}
    return unknown_name(at, name=name, known=known, what=what)
