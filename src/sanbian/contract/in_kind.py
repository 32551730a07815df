"""Checks of clauses in kind: units, and words that belong together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import Deliver, LendAndReturn
from sanbian.contract.names import Names
from sanbian.contract.parts import ContractParts, Place, clauses_of, problem
from sanbian.contract.values import Party
from sanbian.errors import Problem, unknown_name
from sanbian.wording import Text, number


def goods_hold(parts: ContractParts) -> Iterator[Problem]:
    """Goods are measured in the unit of their clause, and each rule has all that it needs."""
    for place in clauses_of(parts):
        match place.clause:
            case LendAndReturn():
                yield from _loan_problems(place, place.clause, parts.names)
            case Deliver():
                yield from _delivery_problems(place, place.clause, parts.names)
            case _:
                pass


def _loan_problems(place: Place, loan: LendAndReturn, names: Names) -> Iterator[Problem]:
    for field in ("lent", "returned", "died", "lost"):
        yield from _unit_problems(place, field, getattr(loan, field), loan.unit, names)
    for what, first, second in (
        (Text(zh="赔偿", en="a loss paid for"), "lost", "lost_price"),
        (Text(zh="体重条件", en="a condition on weight"), "weight", "weight_min"),
    ):
        yield from _together(place, loan, (first, second), what)
    others = {clause.id for clause in place.version.clauses} if loan.lost else set()
    for position, id_ in enumerate(loan.set_off):
        if id_ not in others:
            what = Text(zh="条款编号（须有 lost）", en="clause number (beside lost)")
            field = f"{place.at}.set_off[{position}]"
            yield unknown_name(field, name=id_, known=others, what=what)
    for field, least in (
        ("offspring", 0),
        ("herd", 0),
        ("due_years", 1),
        ("lost_price", 0),
    ):
        yield from _too_little(place, field, getattr(loan, field), least)


def _delivery_problems(place: Place, due: Deliver, names: Names) -> Iterator[Problem]:
    parties = names.of(Party)
    if due.by in names.declared and due.by not in parties:
        what = Text(zh="当事人", en="party")
        yield unknown_name(f"{place.at}.by", name=due.by, known=parties, what=what)
    yield from _unit_problems(place, "delivered", due.delivered, due.unit, names)
    yield from _too_little(place, "each", due.each, 0)
    of_money = {"price": due.price, "pays_as": due.kind, "unpaid": due.unpaid}
    wanted = due.undelivered == "money"
    for field, given in of_money.items():
        if (given is None) is wanted:
            yield problem(
                f"{place.at}.{field}",
                zh=f"未领实物折成钱付时才有、也必须有 {field}，得到 undelivered = "
                f"“{due.undelivered}” 而{'没有写' if wanted else '写了'}它",
                en=f"expected {field} where, and only where, what is not taken is paid in "
                f"money, got undelivered = {due.undelivered!r} "
                f"{'without' if wanted else 'with'} it",
                do_zh=f"写 {field}"
                if wanted
                else f'删去 {field}，或写 undelivered = "money"',
                do_en=f"write {field}"
                if wanted
                else f'leave {field} out, or write undelivered = "money"',
            )


def _unit_problems(
    place: Place, field: str, name: str | None, unit: str, names: Names
) -> Iterator[Problem]:
    """A measure in another unit: jin where kilograms are meant."""
    measure = None if name is None else names.measure(name)
    if measure is not None and measure.unit != unit:
        yield problem(
            f"{place.at}.{field}",
            zh=f"计量项 “{name}” 应以 {unit} 计，得到 “{measure.unit}”",
            en=f"expected the measure {name!r} in {unit}, got {measure.unit!r}",
            do_zh="把计量项或条款的 unit 改成一致；斤先折成公斤",
            do_en="make the units of measure and clause the same; turn jin into kg first",
        )


def _together(
    place: Place, loan: LendAndReturn, fields: tuple[str, str], what: Text
) -> Iterator[Problem]:
    """Two words that mean something together only."""
    missing = [field for field in fields if getattr(loan, field) is None]
    if len(missing) == 1:
        both = " + ".join(fields)
        yield problem(
            f"{place.at}.{missing[0]}",
            zh=f"{what.zh}应同时写 {both}，得到缺 {missing[0]}",
            en=f"expected {both} for {what.en}, got no {missing[0]}",
            do_zh="补上，或两项都删去",
            do_en="write it, or leave both out",
        )


def _too_little(
    place: Place, field: str, value: Fraction | int | None, least: int
) -> Iterator[Problem]:
    if value is not None and value < least:
        yield problem(
            f"{place.at}.{field}",
            zh=f"应不小于 {least}，得到 {number(Fraction(value))}",
            en=f"expected at least {least}, got {number(Fraction(value))}",
            do_zh="按合同更正",
            do_en="correct it from the contract",
        )
