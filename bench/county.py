"""A synthetic county: households, registers and three kinds of contract, from one seed.

Nothing in it is a real household. Its size is that of a real county programme: 10,897
households with 20,314 people in 120 villages. Every household takes part in three
contracts: that of its village, that of a project of twelve villages, and that of the county.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from random import Random

from attrs import frozen
from contracts import START, county_contract, project_contract, village_contract

from sanbian import (
    Contract,
    Entry,
    EntryKind,
    Facts,
    Household,
    PartFacts,
    Period,
    Register,
    Status,
)

HOUSEHOLDS = 10_897
PEOPLE = 20_314
VILLAGES = 120
VILLAGES_OF_A_PROJECT = 12

YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))

PART_WITH_POSTS = 0.1  # households with a public post in the county's contract

STATUSES = (Status.POOR, Status.GRADUATED, Status.MONITORED, Status.GENERAL)
STATUS_ODDS = (10, 25, 5, 60)


@frozen(kw_only=True)
class Job:
    """One contract with what it takes to settle it for a year."""

    kind: str
    contract: Contract
    register: Register
    facts: Facts


@frozen(kw_only=True)
class Scale:
    """How large a county is."""

    households: int
    people: int
    villages: int


def scale_of(times: int) -> Scale:
    """The county's own size, so many times over."""
    return Scale(
        households=HOUSEHOLDS * times, people=PEOPLE * times, villages=VILLAGES * times
    )


TINY = Scale(households=131, people=260, villages=24)


def county(seed: int, scale: Scale) -> tuple[Job, ...]:
    """The contracts of a county; the same seed and scale give the same county."""
    dice = Random(seed)
    households = _households(dice, scale)
    villages: dict[str, list[Household]] = {}
    for household in households:
        villages.setdefault(household.group, []).append(household)
    names = list(villages)
    projects = [
        [household for name in names[first : first + VILLAGES_OF_A_PROJECT]
         for household in villages[name]]
        for first in range(0, len(names), VILLAGES_OF_A_PROJECT)
    ]  # fmt: skip
    return (
        *(_village_job(dice, name, members) for name, members in villages.items()),
        *(_project_job(dice, n, members) for n, members in enumerate(projects, start=1)),
        _county_job(dice, households),
    )


def _households(dice: Random, scale: Scale) -> list[Household]:
    """Households in village order, with at least one in each village and one person each."""
    people = [1] * scale.households
    for _ in range(scale.people - scale.households):
        people[dice.randrange(scale.households)] += 1
    cuts = sorted(dice.sample(range(1, scale.households), scale.villages - 1))
    bounds = [0, *cuts, scale.households]
    found: list[Household] = []
    for village in range(scale.villages):
        for place in range(bounds[village], bounds[village + 1]):
            (status,) = dice.choices(STATUSES, STATUS_ODDS)
            found.append(
                Household(
                    code=f"H{place:07d}",
                    group=f"V{village:05d}",
                    people=people[place],
                    status=() if status is Status.GENERAL else ((START, status),),
                    measures={"area_mu": Fraction(dice.randint(20, 1500), 100)},
                )
            )
    return found


def _issues(shares: Mapping[str, Mapping[str, Fraction]]) -> tuple[Entry, ...]:
    """One entry for each holder of each class, on the first day."""
    return tuple(
        Entry(
            day=START,
            kind=EntryKind.ISSUE,
            household=code,
            share_class=share_class,
            shares=held,
        )
        for share_class, by_code in shares.items()
        for code, held in by_code.items()
    )


def _facts(
    amounts: Mapping[str, int],
    *,
    measures: Mapping[str, Fraction] | None = None,
    activity: Mapping[str, Mapping[str, Fraction]] | None = None,
) -> Facts:
    part = PartFacts(
        period=YEAR, amounts=amounts, measures=measures or {}, activity=activity or {}
    )
    return Facts(parts=(part,))


def _village_job(dice: Random, village: str, members: Sequence[Household]) -> Job:
    land = {household.code: household.measures["area_mu"] for household in members}
    days = {household.code: Fraction(dice.randint(0, 400), 2) for household in members}
    return Job(
        kind="a village",
        contract=village_contract(village),
        register=Register(households=tuple(members), entries=_issues({"land": land})),
        facts=_facts(
            {"profit": dice.randint(10_000_000, 90_000_000)},
            activity={"labour_days": days},
        ),
    )


def _project_job(dice: Random, number: int, members: Sequence[Household]) -> Job:
    shares = {household.code: Fraction(dice.randint(1, 40), 4) for household in members}
    return Job(
        kind="a project",
        contract=project_contract(f"P{number:03d}"),
        register=Register(households=tuple(members), entries=_issues({"fiscal": shares})),
        facts=_facts(
            {"profit": len(members) * dice.randint(20_000, 90_000)},
            measures={"capital": Fraction(len(members) * dice.randint(300_000, 500_000))},
        ),
    )


def _county_job(dice: Random, members: Sequence[Household]) -> Job:
    shares = {household.code: Fraction(dice.randint(1, 999), 100) for household in members}
    days = {
        household.code: Fraction(dice.randint(1, 120))
        for household in members
        if dice.random() < PART_WITH_POSTS
    }
    return Job(
        kind="the county",
        contract=county_contract(),
        register=Register(households=tuple(members), entries=_issues({"common": shares})),
        facts=_facts(
            {"profit": len(members) * dice.randint(20_000, 90_000) + dice.randint(0, 99)},
            activity={"labour_days": days},
        ),
    )
