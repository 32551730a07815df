"""Produce that is bought by order, in one grade or several (订单收购).

Attributes that mean the same everywhere are told in `sanbian.clause.clauses`; here once more:

- `id`: number of the clause on paper, unique in its version.
- `words`: the clause as it stands on paper.
- `to`: who delivers and is paid: ``members`` or a share class.
- `paid_from`: bases, pools, funds or parties that pay, in order.
- `unpaid`: what stays unpaid is carried as arrears, lapses, or is an error.
- `rounding`: named rounding of this clause, or None for that of its version.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from sanbian.money import Rounding


@frozen(kw_only=True)
class Grade:
    """One grade of what is bought, with its own price (等级).

    Attributes:
        quantity: Measure of what each delivered of it.
        floor_price: Fen per unit.
        market_price: Measure of the market's price on the day, or None where the floor is
            the price.
    """

    quantity: str
    floor_price: Fraction
    market_price: str | None = None


@frozen(kw_only=True)
class OrderPurchase:
    """Produce bought at the floor price or the market's, whichever is higher (订单收购).

    Attributes:
        quantity: Measure of what each delivered; None where there are `grades`.
        floor_price: Fen per unit; None where there are `grades`.
        market_price: Measure of the market's price on the day, or None where the floor is
            the price.
        grades: Several grades, each with its quantity and prices.
        fee: Fen per unit kept by the buyer for services; zero for none.
        minimum: How much a holder must deliver of all grades together, or None.
        below: What holds for who delivers less: the ``floor_only``, or ``nothing`` is bought
            under the contract.
        market: Which market, on which day, gives the price; for people.
        weighing: Who weighs, and where; for people.
        paid_by: When it is paid; for people.
    """

    id: str
    to: str
    paid_from: tuple[str, ...]
    quantity: str | None = None
    floor_price: Fraction | None = None
    market_price: str | None = None
    grades: tuple[Grade, ...] = ()
    fee: Fraction = Fraction(0)
    minimum: Fraction | None = None
    below: Literal["floor_only", "nothing"] | None = None
    market: str = ""
    weighing: str = ""
    paid_by: str = ""
    unpaid: Literal["carry", "lapse", "error"]
    rounding: Rounding | None = None
    words: str = ""


def grades_of(purchase: OrderPurchase) -> tuple[Grade, ...]:
    """The grades of a purchase; one where it does not tell them apart.

    Examples:
        >>> from fractions import Fraction
        >>> from sanbian import OrderPurchase
        >>> from sanbian.clause import grades_of
        >>> pears = OrderPurchase(
        ...     id="2", to="members", paid_from=("co",), quantity="kg",
        ...     floor_price=Fraction(400), unpaid="carry",
        ... )
        >>> [grade.quantity for grade in grades_of(pears)]
        ['kg']
    """
    if purchase.quantity is None or purchase.floor_price is None:
        return purchase.grades
    one = Grade(
        quantity=purchase.quantity,
        floor_price=purchase.floor_price,
        market_price=purchase.market_price,
    )
    return (one,)
