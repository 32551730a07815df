"""Households, persons and what persons hold, on a day, as known on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from sanbian.errors import UnknownNameError, unknown_name
from sanbian.register.changes import (
    Held,
    PartKey,
    TransferDay,
    by_effect,
    effect_day,
    parts_of,
    passes,
)
from sanbian.register.circumstances import as_told, facts_of, person_as_told
from sanbian.register.households import Household
from sanbian.register.persons import Person
from sanbian.register.registers import Register
from sanbian.wording import Text

PersonHoldings: TypeAlias = Mapping[PartKey, Fraction]
"""Shares by code of the household, share class, and code of the person in it."""


def household_on(
    register: Register, code: str, *, on: date, known: date | None = None
) -> Household:
    """A household as it was on a day: its people, status, group ... as known on a day.

    Args:
        register: The register.
        code: Code of the household.
        on: The day.
        known: Only what was known on this day, or None for all that is known.

    Raises:
        UnknownNameError: The register has no such household.

    Examples:
        A death on 1 June became known on 20 July:

        >>> from datetime import date
        >>> from sanbian import Entry, EntryKind, Household, Register, household_on
        >>> fewer = Entry(
        ...     day=date(2023, 6, 1), kind=EntryKind.FACT, household="H1", field="people",
        ...     value=3, known=date(2023, 7, 20),
        ... )
        >>> register = Register(households=(Household(code="H1", people=4),), entries=(fewer,))
        >>> june = date(2023, 6, 30)
        >>> household_on(register, "H1", on=june, known=date(2023, 7, 10)).people
        4
        >>> household_on(register, "H1", on=june).people
        3
    """
    found = register.by_code.get(code)
    if found is None:
        what = Text(zh="名册中的户", en="household of the register")
        raise UnknownNameError(
            unknown_name("code", name=code, known=register.by_code, what=what)
        )
    if known is None:
        facts = register.facts.get((code, ""), ())
        return as_told(found, [fact for fact in facts if fact.day <= on])
    return as_told(found, facts_of(register.known(known).entries, on).get((code, ""), ()))


def households_on(
    register: Register, *, on: date, known: date | None = None
) -> tuple[Household, ...]:
    """All households as they were on a day, in register order, also those who had left.

    Args:
        register: The register.
        on: The day.
        known: Only what was known on this day, or None for all that is known.

    Examples:
        >>> from datetime import date
        >>> from sanbian import Household, Register, households_on
        >>> register = Register(households=(Household(code="H1", people=4),))
        >>> [each.people for each in households_on(register, on=date(2023, 6, 30))]
        [4]
    """
    if known is not None:
        return tuple(register.known(known).households_on(on))
    if not register.facts:
        return register.households
    return tuple(
        as_told(
            each,
            [fact for fact in register.facts.get((each.code, ""), ()) if fact.day <= on],
        )
        for each in register.households
    )


def persons_on(
    register: Register, *, on: date, known: date | None = None
) -> tuple[Person, ...]:
    """All persons as they were on a day, in the order of their list, also those who had left.

    Args:
        register: The register.
        on: The day.
        known: Only what was known on this day, or None for all that is known.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> married = Entry(
        ...     day=date(2023, 5, 1), kind=EntryKind.FACT, person="H1-2", field="left",
        ...     value=LeftBy.MARRIAGE,
        ... )
        >>> register = Register(
        ...     households=(Household(code="H1"),),
        ...     persons=(
        ...         Person(code="H1-1", household="H1", relation="户主"),
        ...         Person(code="H1-2", household="H1", relation="长女", sex="female"),
        ...     ),
        ...     entries=(married,),
        ... )
        >>> june = date(2023, 6, 30)
        >>> [each.code for each in persons_on(register, on=june) if each.belongs_on(june)]
        ['H1-1']
    """
    if known is not None:
        return tuple(register.known(known).persons_on(on))
    if not register.facts:
        return register.persons
    return tuple(
        person_as_told(
            each,
            [fact for fact in register.facts.get(("", each.code), ()) if fact.day <= on],
        )
        for each in register.persons
    )


def person_holdings(
    register: Register,
    *,
    on: date,
    known: date | None = None,
    transfer_day: TransferDay = "buyer",
) -> PersonHoldings:
    """Which part of a household's shares is whose, at the end of a day (量化到人).

    What is not in it is the household's own: its holdings less the parts of its persons.

    Args:
        register: The register.
        on: The day.
        known: Only what was known on this day, or None for all that is known.
        transfer_day: Who counts on the day of a transfer; where each side counts by half
            (``split``), half of a part has passed on that day.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import *
        >>> def issue(shares, person=""):
        ...     return Entry(
        ...         day=date(2020, 1, 1), kind=EntryKind.ISSUE, household="H1",
        ...         share_class="land", shares=Fraction(shares), person=person,
        ...     )
        >>> register = Register(
        ...     households=(Household(code="H1"),),
        ...     persons=(Person(code="H1-2", household="H1"),),
        ...     entries=(issue(3), issue(1, person="H1-2")),
        ... )
        >>> day = date(2023, 6, 30)
        >>> holdings(register, on=day)["H1", "land"]
        Fraction(4, 1)
        >>> person_holdings(register, on=day)["H1", "land", "H1-2"]
        Fraction(1, 1)
    """
    held = Held()
    told = register.known(known)
    passed: list[tuple[PartKey, Fraction]] = []  # on the day itself
    for entry in by_effect(told.entries, transfer_day):
        if effect_day(entry, transfer_day) > on:
            break
        if transfer_day == "split" and entry.day == on and passes(entry):
            passed += parts_of(entry, held, told)
        held.take(entry, told)
    held.add_parts((key, -change / 2) for key, change in passed)
    return MappingProxyType(
        {
            (*key, person): shares
            for key, parts in held.parts.items()
            for person, shares in parts.items()
            if shares
        }
    )
