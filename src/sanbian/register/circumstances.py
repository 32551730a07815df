"""What is known of households and persons on a day, as known on a day (户情).

What the roster says of a household holds from the beginning; a fact among the entries says
otherwise from its day on. Facts are only ever added and corrected, as all entries are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from attrs import evolve, frozen

from sanbian.register.entries import Entry, EntryKind
from sanbian.register.households import (
    Household,
    MemberKind,
    Monitoring,
    Status,
)
from sanbian.register.persons import Labour, LeftBy, Membership, Person

MEASURES = "measures/"

HOUSEHOLD_FIELDS: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "name": (str,),
        "group": (str,),
        "village": (str,),
        "township": (str,),
        "county": (str,),
        "people": (int,),
        "status": (Status, Monitoring),
        "entered": (type(None),),
        "left": (type(None),),
        "noticed": (type(None),),
        "id_number": (str,),
        "account": (str,),
        "account_holder": (str,),
        "certificate": (str,),
        "certificate_shares": (Fraction, int),
        "certificate_day": (date,),
        "kind": (MemberKind,),
        "votes": (int,),
        "extra_votes": (int,),
    }
)
"""What a fact may say of a household, and the type of its value.

The day of ``entered`` is the first day on which it counts, that of ``left`` the last, that of
``noticed`` the day of the notice; they have no value. A status may be the type of monitoring,
which says why as well.
"""

PERSON_FIELDS: Mapping[str, tuple[type, ...]] = MappingProxyType(
    {
        "household": (str,),
        "name": (str,),
        "relation": (str,),
        "joined": (type(None),),
        "left": (LeftBy,),
        "labour": (Labour,),
        "membership": (Membership,),
        "offices": (tuple,),
        "owns": (tuple,),
        "id_number": (str,),
    }
)
"""What a fact may say of a person, and the type of its value; the day of ``left`` is the last."""


@frozen(kw_only=True)
class Known:
    """Households, persons, and the entries that stand, as far as was known on a day (所知).

    Attributes:
        households: As the roster has them.
        persons: As the list of persons has them.
        entries: In force, in the order in which they became known.
    """

    households: Sequence[Household]
    persons: Sequence[Person]
    entries: Sequence[Entry]

    def households_on(self, day: date) -> Sequence[Household]:
        """The households as they were on a day; the same ones where no fact says otherwise."""
        told = facts_of(self.entries, day)
        if not told:
            return self.households
        return [as_told(each, told.get((each.code, ""), ())) for each in self.households]

    def persons_on(self, day: date) -> Sequence[Person]:
        """The persons as they were on a day, also those who had left."""
        told = facts_of(self.entries, day)
        if not told:
            return self.persons
        return [
            person_as_told(each, told.get(("", each.code), ())) for each in self.persons
        ]


def facts_of(
    entries: Iterable[Entry], day: date = date.max
) -> Mapping[tuple[str, str], Sequence[Entry]]:
    """Facts until a day, by the household or person whom they are about, earliest first."""
    facts: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.kind is EntryKind.FACT and entry.day <= day:
            about = ("", entry.person) if entry.person else (entry.household, "")
            facts.setdefault(about, []).append(entry)
    for told in facts.values():
        told.sort(key=lambda entry: entry.day)
    return facts


def as_told(household: Household, facts: Sequence[Entry]) -> Household:
    """A household after facts about it, earliest first."""
    if not facts:
        return household
    new: dict[str, Any] = {}
    measures = dict(household.measures)
    states = dict(household.status)
    for fact in facts:
        value: Any = fact.value
        match fact.field:
            case "entered":
                new |= {"entered": fact.day, "left": None, "noticed": None}
            case "left" | "noticed":
                new[fact.field] = fact.day
            case "status" if isinstance(value, Monitoring):
                states[fact.day] = Status.MONITORED
                new["monitoring"] = value
            case "status":
                states[fact.day] = value
                new["monitoring"] = None
            case field if field.startswith(MEASURES):
                measures[field.removeprefix(MEASURES)] = Fraction(value)
            case field:
                new[field] = value
    status = tuple(sorted(states.items(), key=lambda state: state[0]))
    return evolve(household, measures=measures, status=status, **new)


def person_as_told(person: Person, facts: Sequence[Entry]) -> Person:
    """A person after facts about him or her, earliest first."""
    new: dict[str, Any] = {}
    for fact in facts:
        match fact.field:
            case "joined":
                new |= {"joined": fact.day, "left": None, "left_by": None}
            case "left":
                new |= {"left": fact.day, "left_by": fact.value}
            case "household":
                new |= {
                    "household": fact.value, "joined": fact.day, "left": None,
                    "left_by": None,
                }  # fmt: skip
            case field:
                new[field] = fact.value
    return evolve(person, **new) if new else person
