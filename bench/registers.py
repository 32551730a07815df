"""How long it takes to ask a large register who held what on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from time import perf_counter

from attrs import evolve

from sanbian import (
    Entry,
    EntryKind,
    Household,
    Register,
    holdings,
    household_on,
    timeline,
)

OPENED = date(2000, 1, 1)
DAYS = 9_000


def large_register(seed: int, entries: int) -> Register:
    """A register of so many entries: three to a household, of which two are transfers."""
    dice = Random(seed)
    codes = [f"H{number:06d}" for number in range(max(2, entries // 3))]
    made = [
        Entry(
            day=OPENED, kind=EntryKind.ISSUE, household=code, share_class="land",
            shares=Fraction(100),
        )
        for code in codes
    ]  # fmt: skip
    for number in range(entries - len(codes)):
        one, other = dice.sample(codes, 2)
        made.append(
            Entry(
                day=OPENED + timedelta(days=1 + number * DAYS // entries),
                kind=EntryKind.TRANSFER, household=one, to=other, share_class="land",
                shares=Fraction(1, 1000),
            )
        )  # fmt: skip
    people = tuple(Household(code=code, people=3) for code in codes)
    return Register(households=people, entries=tuple(made))


def with_facts(seed: int, register: Register, facts: int) -> Register:
    """The register with so many facts about its households, known a month late."""
    dice = Random(seed)
    codes = [household.code for household in register.households]
    told = [
        Entry(
            day=OPENED + timedelta(days=DAYS + number // 40),
            known=OPENED + timedelta(days=DAYS + number // 40 + 30),
            kind=EntryKind.FACT, household=dice.choice(codes), field="people",
            value=dice.randrange(1, 8),
        )
        for number in range(facts)
    ]  # fmt: skip
    return evolve(register, entries=(*register.entries, *told))


def questions(seed: int, entries: int, asked: int) -> Iterator[tuple[str, str]]:
    """Times of questions, before and after many others, as rows of a table."""
    register = large_register(seed, entries)
    codes = [household.code for household in register.households]
    dice = Random(seed)
    whole = _seconds(lambda: holdings(register, on=_day(dice)))
    again = _seconds(lambda: holdings(register, on=_day(dice)))
    start = perf_counter()
    laid_out = timeline(register)
    laying = perf_counter() - start

    def ask() -> None:
        laid_out.shares(dice.choice(codes), "land", on=_day(dice))

    def ask_many() -> None:
        for _ in range(asked):
            ask()

    first = _seconds(ask_many) / asked
    for _ in range(3):
        ask_many()
    later = _seconds(ask_many) / asked
    known = _day(dice)
    as_known = [
        _seconds(lambda: holdings(register, on=_day(dice), known=known)) for _ in "12"
    ]
    knowing = with_facts(seed, register, entries // 10)
    household_on(
        knowing, codes[0], on=OPENED
    )  # the facts are laid out when first asked for

    def ask_facts() -> None:
        for _ in range(asked):
            household_on(knowing, dice.choice(codes), on=_day(dice, DAYS * 2))

    told = [_seconds(ask_facts) / asked for _ in range(4)]
    yield "entries, households", f"{len(register.entries):,}, {len(codes):,}"
    yield "all holdings of a day: once, again (s)", f"{whole:.3f}, {again:.3f}"
    yield (
        "all holdings of a day as known on a day: once, again (s)",
        ", ".join(f"{each:.3f}" for each in as_known),
    )
    yield "laying out the timeline (s)", f"{laying:.3f}"
    yield (
        f"one household of a day: first {asked:,}, after {4 * asked:,} (us)",
        (f"{first * 1e6:.2f}, {later * 1e6:.2f}; ratio {later / first:.2f}"),
    )
    yield (
        f"facts of one household on a day: first {asked:,}, after {4 * asked:,} (us)",
        f"{told[0] * 1e6:.2f}, {told[-1] * 1e6:.2f}; ratio {told[-1] / told[0]:.2f}",
    )


def _day(dice: Random, days: int = DAYS) -> date:
    return OPENED + timedelta(days=dice.randrange(days))


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
