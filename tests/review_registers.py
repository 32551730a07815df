"""Small registers, and what one check says of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from attrs import evolve
from people_builders import CONTRACT

from sanbian import (
    Entry,
    EntryKind,
    Household,
    LeftBy,
    Person,
    Register,
    ShareClass,
    Vehicle,
    review,
)

START, DAY = date(2024, 1, 1), date(2025, 6, 1)
LAND = ShareClass(id="land", name="土地股")
COLLECTIVE = evolve(CONTRACT, starts=START, share_classes=(LAND,), measures=())
COOP = evolve(COLLECTIVE, vehicle=Vehicle.FARMERS_COOPERATIVE)


def issue(code, shares, day=START, share_class="land", person=""):
    return Entry(
        day=day, kind=EntryKind.ISSUE, household=code, share_class=share_class,
        shares=Fraction(shares), person=person,
    )  # fmt: skip


def found(code, households, entries=(), persons=(), contract=COLLECTIVE):
    """What one check says: place, severity and English words."""
    register = Register(
        households=tuple(households), entries=tuple(entries), persons=tuple(persons)
    )
    return [
        (each.at, each.severity, each.says.en)
        for each in review(contract, register, on=DAY)
        if each.code == code
    ]


ONE = (Household(code="H1", name="张三", people=2),)
HEAD = Person(code="H1-1", household="H1", name="张三", relation="户主", sex="male")
WIFE = Person(code="H1-2", household="H1", name="李四", relation="妻子", sex="female")
DEAD = {"left": date(2025, 1, 1), "left_by": LeftBy.DEATH}
