"""Lowering of order purchases: quantity times the higher of two prices, grade by grade."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from sanbian.clause import Grade, Kind, OrderPurchase, grades_of
from sanbian.lowering.promises import promise
from sanbian.lowering.readings import simple_reading
from sanbian.lowering.setting import Setting
from sanbian.lowering.terms import ZERO
from sanbian.program import Arithmetic, Choose, Compare, Expr, Op, Relation
from sanbian.wording import Text


def lower_order_purchase(clause: OrderPurchase, setting: Setting) -> None:
    """Quantity times the floor price or the market price, less the service fee."""
    at = f"clause {clause.id}"
    grades = grades_of(clause)
    quantities = [setting.measure(grade.quantity, clause.to, at=at) for grade in grades]
    enough = _enough(clause, quantities, setting)
    amounts = [
        Arithmetic(Op.MULTIPLY, quantity, _price(clause, grade, place, enough, setting))
        for place, (grade, quantity) in enumerate(zip(grades, quantities, strict=True))
    ]
    amount = _sum(amounts)
    if enough is not None and clause.below == "nothing":
        amount = Choose(enough, amount, ZERO)
    promise(
        simple_reading(clause.id, clause.to, setting, clause.rounding),
        amount,
        to=clause.to,
        kind=Kind.ORDER_PAYMENT,
        paid_from=clause.paid_from,
        unpaid=clause.unpaid,
    )


def _enough(
    clause: OrderPurchase, quantities: Sequence[Expr], setting: Setting
) -> Expr | None:
    """Whether each delivered the minimum, of all grades together."""
    if clause.minimum is None:
        return None
    says = Text(zh="最低交售量", en="least quantity")
    least = setting.term(f"{clause.id}/minimum", clause.minimum, says)
    return Compare(Relation.AT_LEAST, _sum(quantities), least)


def _price(
    clause: OrderPurchase, grade: Grade, place: int, enough: Expr | None, setting: Setting
) -> Expr:
    """The price of a grade, less the fee."""
    name = f"{clause.id}/{place}" if clause.grades else clause.id
    says = Text(zh="保底价", en="floor price")
    floor = setting.term(f"{name}/floor", grade.floor_price, says, unit="fen")
    price: Expr = floor
    if grade.market_price is not None:
        market = setting.measure(grade.market_price, clause.to, at=f"clause {clause.id}")
        price = Arithmetic(
            Op.GREATER, floor, market, Text(zh="收购价", en="purchase price")
        )
        if enough is not None and clause.below == "floor_only":
            price = Choose(enough, price, floor)
    if not clause.fee:
        return price
    says = Text(zh="服务费", en="service fee")
    fee = setting.term(f"{clause.id}/fee", clause.fee, says, unit="fen")
    return Arithmetic(Op.SUBTRACT, price, fee)


def _sum(terms: Sequence[Expr]) -> Expr:
    return reduce(lambda one, other: Arithmetic(Op.ADD, one, other), terms)
