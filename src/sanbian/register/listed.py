"""What a register refuses of households, persons and facts about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from sanbian.errors import Problem, not_exact
from sanbian.register.circumstances import (
    HOUSEHOLD_FIELDS,
    MEASURES,
    PERSON_FIELDS,
    Known,
)
from sanbian.register.entries import Entry, EntryKind
from sanbian.register.households import Household
from sanbian.register.persons import LeftBy, Person
from sanbian.register.wrong import problem
from sanbian.wording import Text, number

OWNED = frozenset({"car", "house", "company", "public_pay"})
"""What `Person.owns` may name."""


def household_problems(households: Iterable[Household]) -> Iterator[Problem]:
    """Codes, numbers and statuses of households."""
    seen: set[str] = set()
    for position, household in enumerate(households):
        at = f"$.households[{position}]"
        if not household.code or household.code in seen:
            yield problem(
                at,
                zh=f"应为不重复的户编号，得到 “{household.code}”",
                en=f"expected a code of its own, got {household.code!r}",
            )
        seen.add(household.code)
        yield from not_exact(at, household.measures)
        counted = (
            (name, getattr(household, name))
            for name in ("people", "certificate_shares", "votes", "extra_votes")
        )
        whole = [(name, Fraction(n)) for name, n in counted if n is not None]
        for name, value in (*whole, *household.measures.items()):
            if value < 0:
                got = number(value)
                yield problem(
                    f"{at}.{name}",
                    zh=f"应为不小于零的数，得到 {got}",
                    en=f"expected a number of at least zero, got {got}",
                )
        if (days := [day for day, _ in household.status]) != sorted(set(days)):
            written = ", ".join(map(str, days))
            yield problem(
                f"{at}.status",
                zh=f"各状态应按起始日先后排列、每日一个，得到 {written}",
                en=f"expected each status on a later day than the one before, got {written}",
            )


def person_problems(persons: Sequence[Person], codes: Collection[str]) -> Iterator[Problem]:
    """Codes, households and days of persons."""
    seen: set[str] = set()
    for position, person in enumerate(persons):
        at = f"$.persons[{position}]"
        if not person.code or person.code in seen:
            yield problem(
                at,
                zh=f"应为不重复的人员编号，得到 “{person.code}”",
                en=f"expected a code of its own, got {person.code!r}",
            )
        seen.add(person.code)
        if person.household not in codes:
            yield problem(
                f"{at}.household",
                zh=f"应为名册中的户，得到 “{person.household}”",
                en=f"expected a household of the register, got {person.household!r}",
            )
        for earlier, later in (("born", "joined"), ("born", "left"), ("joined", "left")):
            first, last = getattr(person, earlier), getattr(person, later)
            if first is not None and last is not None and last < first:
                yield problem(
                    f"{at}.{later}",
                    zh=f"{later} 应不早于 {earlier} {first}，得到 {last}",
                    en=f"expected {later} not before {earlier} {first}, got {last}",
                )
        if person.left_by is not None and person.left is None:
            yield problem(
                f"{at}.left",
                zh=f"写了离开原因 {person.left_by.value}，应有离开日期，得到空白",
                en=f"expected the day of leaving by {person.left_by.value}, got nothing",
            )
        yield from _owned_problems(person.owns, f"{at}.owns")


def _owned_problems(owns: Iterable[object], at: str) -> Iterator[Problem]:
    for word in owns:
        if word not in OWNED:
            listed = ", ".join(sorted(OWNED))
            yield problem(
                at,
                zh=f"应为 {listed} 之一，得到 “{word}”",
                en=f"expected one of {listed}, got {word!r}",
            )


def fact_problems(entry: Entry, codes: Collection[str], at: str) -> Iterator[Problem]:
    """A fact about nobody, of what there is not, or with a value that it cannot have."""
    if entry.kind is not EntryKind.FACT:
        return
    if not entry.household and not entry.person:
        yield problem(
            at,
            zh="应写明是哪一户或哪个人的情况，得到空白",
            en="expected a fact about a household or a person, got neither",
        )
        return
    fields = PERSON_FIELDS if entry.person else HOUSEHOLD_FIELDS
    is_measure = not entry.person and entry.field.startswith(MEASURES)
    wanted = (Fraction, int) if is_measure else fields.get(entry.field)
    if wanted is None:
        if entry.field:
            listed = ", ".join(fields)
            yield problem(
                f"{at}.field",
                zh=f"应为 {listed} 之一，得到 “{entry.field}”",
                en=f"expected one of {listed}, got {entry.field!r}",
            )
        return
    if not isinstance(entry.value, wanted) or isinstance(entry.value, bool):
        named = " / ".join("nothing" if w is type(None) else w.__name__ for w in wanted)
        yield problem(
            f"{at}.value",
            zh=f"{entry.field} 的内容应为 {named}，得到 {type(entry.value).__name__}",
            en=f"expected {named} for {entry.field}, got {type(entry.value).__name__}",
        )
        return
    if isinstance(entry.value, int | Fraction) and entry.value < 0:
        yield problem(
            f"{at}.value",
            zh=f"应为不小于零的数，得到 {number(entry.value)}",
            en=f"expected a number of at least zero, got {number(entry.value)}",
        )
    if entry.person and entry.field == "household" and entry.value not in codes:
        yield problem(
            f"{at}.value",
            zh=f"应为名册中的户，得到 “{entry.value}”",
            en=f"expected a household of the register, got {entry.value!r}",
        )
    if entry.field == "owns" and isinstance(entry.value, tuple):
        yield from _owned_problems(entry.value, f"{at}.value")


def death_problems(known: Known, places: Mapping[int, str]) -> Iterator[Problem]:
    """Shares that a person gives or takes over who had died before."""
    last = {
        person.code: person.left
        for person in known.persons_on(date.max)
        if person.left is not None and person.left_by is LeftBy.DEATH
    }
    for entry in known.entries if last else ():
        if entry.kind is EntryKind.FACT:
            continue
        gives = entry.person if entry.kind is not EntryKind.INHERIT else ""
        for code in dict.fromkeys((gives, entry.to_person)):
            if code in last and last[code] < entry.day:
                yield problem(
                    places[id(entry)],
                    zh=f"{code} 已于 {last[code]} 死亡，之后不应转出或转入股份，"
                    f"得到 {entry.day} 的变动",
                    en=f"expected nothing to be given or taken by {code}, who died on "
                    f"{last[code]}, got a {entry.kind.value} of {entry.day}",
                    do=Text(
                        zh="改记为继承（inherit），写明由谁继承",
                        en="record an inheritance, and who inherits",
                    ),
                )
