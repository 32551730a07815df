"""Lowering of scales: an amount by bands, and a yearly amount by days."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from functools import reduce

from sanbian.clause import Band, Bands, Daily, Monthly, Yearly
from sanbian.daycount import year_parts
from sanbian.lowering.setting import Setting
from sanbian.program import Arithmetic, Choose, Compare, Constant, Expr, Op, Relation
from sanbian.wording import Text, money

_ZERO: Expr = Constant(Fraction(0))
_NAMELESS = Text(zh="", en="")
_RATE = Text(zh="比例", en="rate")


def banded(term: Bands, whole: Expr, setting: Setting, name: str) -> Expr:
    """An amount by bands: each slice by its own rate, or the whole by that of its band."""
    whole = Arithmetic(Op.GREATER, whole, _ZERO)
    if term.method == "slices":
        slices = [
            Arithmetic(Op.MULTIPLY, part, _rate(band, setting, f"{name}/{place}"))
            for place, (band, part) in enumerate(_slices(term, whole, setting, name))
        ]
        return reduce(lambda left, right: Arithmetic(Op.ADD, left, right), slices)
    found: Expr | None = None
    for place, band in reversed(tuple(enumerate(term.bands))):
        rate = _rate(band, setting, f"{name}/{place}")
        amount = Arithmetic(Op.MULTIPLY, whole, rate)
        if found is None:
            found = amount
        else:
            ends = _end(band, setting, f"{name}/{place}")
            found = Choose(Compare(Relation.AT_MOST, whole, ends), amount, found)
    assert found is not None, "bands were checked"
    return found


def _slices(
    term: Bands, whole: Expr, setting: Setting, name: str
) -> list[tuple[Band, Expr]]:
    """What of an amount lies in each band."""
    slices: list[tuple[Band, Expr]] = []
    before: tuple[int, Expr] | None = None
    for place, band in enumerate(term.bands):
        part, ends = whole, None
        if band.up_to is not None:
            ends = (band.up_to, _end(band, setting, f"{name}/{place}"))
            part = Arithmetic(Op.LESSER, part, ends[1])
        if before is not None:
            part = Arithmetic(Op.SUBTRACT, part, before[1])
        low = None if before is None else before[0]
        says = _between(low, band.up_to)
        slices.append((band, Arithmetic(Op.GREATER, part, _ZERO, says)))
        before = ends
    return slices


def _between(low: int | None, high: int | None) -> Text:
    """A slice in words."""
    if low is None:
        assert high is not None, "bands were checked"
        return (
            Text(zh="不超过 ", en="the part up to ")
            + money(high)
            + Text(zh="的部分", en="")
        )
    above = Text(zh="超过 ", en="the part above ") + money(low)
    if high is not None:
        above += Text(zh="至 ", en=" up to ") + money(high)
    return above + Text(zh="的部分", en="")


def _end(band: Band, setting: Setting, name: str) -> Expr:
    assert band.up_to is not None, "bands were checked"
    return setting.term(f"{name}/up_to", band.up_to, _NAMELESS, unit="fen")


def _rate(band: Band, setting: Setting, name: str) -> Expr:
    return setting.term(f"{name}/rate", band.rate, _RATE, unit="%")


# --- days ----------------------------------------------------------------------------


def by_days(
    term: Yearly | Monthly | Daily, amount: Expr, setting: Setting, name: str
) -> Expr:
    """An amount of a year, a month or a day, for the days that count in this part."""
    period = setting.part.period
    first = max(period.start, term.since or period.start)
    after = min(period.end, term.until or period.end) + timedelta(days=1)
    if after <= first:
        return _ZERO

    def count(what: str, number: int, unit: str = "day") -> Expr:
        return setting.term(f"{name}/{what}", number, _NAMELESS, unit=unit)

    if isinstance(term, Daily):
        return Arithmetic(Op.MULTIPLY, amount, count("days", (after - first).days))
    parts = year_parts(first, after, term.days, setting.contract.starts)
    years = reduce(
        lambda left, right: Arithmetic(Op.ADD, left, right),
        [
            Arithmetic(
                Op.DIVIDE, count(f"{place}/days", days), count(f"{place}/year", year)
            )
            for place, (days, year) in enumerate(parts)
        ],
    )
    found = Arithmetic(Op.MULTIPLY, amount, years)
    if isinstance(term, Monthly):
        return Arithmetic(Op.MULTIPLY, found, count("months", 12, "month"))
    return found
