"""How long it takes to ask a large register who held what on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from time import perf_counter

from sanbian import Entry, EntryKind, Household, Register, holdings, timeline

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
    return Register(
        households=tuple(Household(code=code) for code in codes), entries=tuple(made)
    )


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
    yield "entries, households", f"{len(register.entries):,}, {len(codes):,}"
    yield "all holdings of a day: once, again (s)", f"{whole:.3f}, {again:.3f}"
    yield "laying out the timeline (s)", f"{laying:.3f}"
    yield (
        f"one household of a day: first {asked:,}, after {4 * asked:,} (us)",
        (f"{first * 1e6:.2f}, {later * 1e6:.2f}; ratio {later / first:.2f}"),
    )


def _day(dice: Random) -> date:
    return OPENED + timedelta(days=dice.randrange(DAYS))


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
