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

from sanbian import (
    Allotment,
    Base,
    BaseKind,
    ByStatus,
    Contract,
    Dividend,
    Entry,
    EntryKind,
    Facts,
    Fixed,
    Fund,
    Guarantee,
    Household,
    Kind,
    Measured,
    NamedMeasure,
    OddFen,
    PartFacts,
    PartOf,
    Party,
    PartyRole,
    Payment,
    Period,
    PerUnit,
    Pool,
    Register,
    Reserve,
    Rounding,
    ShareClass,
    SharedTotal,
    Split,
    SplitPart,
    Status,
    TopUp,
    Vehicle,
    Version,
)
from sanbian.clause import Clause

HOUSEHOLDS = 10_897
PEOPLE = 20_314
VILLAGES = 120
VILLAGES_OF_A_PROJECT = 12

START = date(2021, 1, 1)
YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))

COMPANY = Party(id="company", name="公司", role=PartyRole.LEADING_ENTERPRISE)
PROFIT = Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT)
RESERVE = Fund(id="reserve", name="风险基金")
AREA = NamedMeasure(id="area_mu", name="面积", unit="mu")
LABOUR = NamedMeasure(id="labour_days", name="用工", unit="day")

STATUSES = (Status.POOR, Status.GRADUATED, Status.MONITORED, Status.GENERAL)
STATUS_ODDS = (10, 25, 5, 60)


@frozen(kw_only=True)
class Job:
    """One contract with what it takes to settle it for a year."""

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


def _version(clauses: tuple[Clause, ...]) -> tuple[Version, ...]:
    return (
        Version(
            since=START,
            odd_fen=OddFen.LARGEST_REMAINDER,
            rounding=Rounding.HALF_UP,
            record_day="period_end",
            clauses=clauses,
        ),
    )


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
    """Land put in by the mu: guarantee, wages, levy, reserve, split, dividend, top-up."""
    company = (COMPANY.id,)
    contract = Contract(
        id=village,
        title="土地入股合同",
        vehicle=Vehicle.PARTNERSHIP,
        starts=START,
        parties=(
            COMPANY,
            Party(id="collective", name="村集体", role=PartyRole.COLLECTIVE),
        ),
        share_classes=(ShareClass(id="land", name="土地股"),),
        bases=(PROFIT,),
        pools=(Pool(id="farmers", name="农户部分"),),
        funds=(RESERVE,),
        measures=(AREA, LABOUR),
        versions=_version(
            (
                Guarantee(
                    id="1",
                    to="land",
                    paid_from=company,
                    amount=PerUnit(Fraction(60_000), "area_mu"),
                    charged="cost",
                    combine="add",
                    unpaid="carry",
                ),
                Payment(
                    id="2",
                    kind=Kind.WAGE,
                    to="members",
                    paid_from=company,
                    amount=PerUnit(Fraction(12_050), "labour_days"),
                    unpaid="carry",
                ),
                Payment(
                    id="3",
                    kind=Kind.LEVY,
                    to="collective",
                    paid_from=company,
                    amount=PerUnit(Fraction(3_333, 2), "area_mu"),
                    unpaid="carry",
                ),
                Reserve(id="4", of="profit", rate=Fraction(10, 100), to="reserve"),
                Split(
                    id="5",
                    of="profit",
                    parts=(
                        SplitPart("company", Fraction(51, 100)),
                        SplitPart("collective", Fraction(9, 100)),
                        SplitPart("farmers", Fraction(40, 100)),
                    ),
                ),
                Dividend(id="6", of="farmers", to="land", by=Measured("shares")),
                TopUp(
                    id="7",
                    to="members",
                    paid_from=company,
                    amount=Fixed(150_000),
                    counting=("1", "6"),
                    within="period",
                    unpaid="lapse",
                ),
            )
        ),
    )
    land = {household.code: household.measures["area_mu"] for household in members}
    days = {household.code: Fraction(dice.randint(0, 400), 2) for household in members}
    return Job(
        contract=contract,
        register=Register(households=tuple(members), entries=_issues({"land": land})),
        facts=_facts(
            {"profit": dice.randint(10_000_000, 90_000_000)},
            activity={"labour_days": days},
        ),
    )


def _project_job(dice: Random, number: int, members: Sequence[Household]) -> Job:
    """Fiscal capital in a project of several villages, shared on two levels."""
    company = (COMPANY.id,)
    contract = Contract(
        id=f"P{number:03d}",
        title="财政资金量化入股合同",
        vehicle=Vehicle.PARTNERSHIP,
        starts=START,
        parties=(
            COMPANY,
            Party(
                id="collective", name="村集体", role=PartyRole.COLLECTIVE, per_group=True
            ),
        ),
        share_classes=(ShareClass(id="fiscal", name="财政资金股", par=100_000),),
        bases=(PROFIT,),
        pools=(
            Pool(id="villages", name="各村部分"),
            Pool(id="village", name="本村部分", per_group=True),
            Pool(id="farmers", name="本村农户部分", per_group=True),
        ),
        funds=(RESERVE,),
        measures=(
            AREA,
            NamedMeasure(id="capital", name="财政资金", unit="yuan", level="contract"),
        ),
        versions=_version(
            (
                Guarantee(
                    id="1",
                    to="fiscal",
                    paid_from=company,
                    amount=SharedTotal(
                        PartOf(Fraction(6, 100), "capital"), Measured("shares")
                    ),
                    charged="cost",
                    combine="add",
                    unpaid="carry",
                ),
                Payment(
                    id="2",
                    kind=Kind.LEVY,
                    to="collective",
                    paid_from=company,
                    amount=PerUnit(Fraction(2_000), "area_mu"),
                    unpaid="carry",
                ),
                Reserve(id="3", of="profit", rate=Fraction(15, 100), to="reserve"),
                Split(
                    id="4",
                    of="profit",
                    parts=(
                        SplitPart("company", Fraction(55, 100)),
                        SplitPart("villages", Fraction(45, 100)),
                    ),
                ),
                Allotment(id="5", of="villages", to="village", by=Measured("shares")),
                Split(
                    id="6",
                    of="village",
                    parts=(
                        SplitPart("collective", Fraction(1, 5)),
                        SplitPart("farmers", Fraction(4, 5)),
                    ),
                ),
                Dividend(id="7", of="farmers", to="members", by=Measured("equal")),
                TopUp(
                    id="8",
                    to="members",
                    paid_from=company,
                    amount=Fixed(30_000),
                    counting=("1", "7"),
                    within="period",
                    unpaid="lapse",
                ),
            )
        ),
    )
    shares = {household.code: Fraction(dice.randint(1, 40), 4) for household in members}
    return Job(
        contract=contract,
        register=Register(households=tuple(members), entries=_issues({"fiscal": shares})),
        facts=_facts(
            {"profit": len(members) * dice.randint(20_000, 90_000)},
            measures={"capital": Fraction(len(members) * dice.randint(300_000, 500_000))},
        ),
    )


def _county_job(dice: Random, members: Sequence[Household]) -> Job:
    """One contract for the whole county: by status, by shares, by head, and wages."""
    weights = {
        "poor": Fraction(2),
        "graduated": Fraction(1),
        "monitored": Fraction(3, 2),
        "general": Fraction(1, 4),
    }
    contract = Contract(
        id="C",
        title="全县产业资金入股合同",
        vehicle=Vehicle.PARTNERSHIP,
        starts=START,
        parties=(COMPANY,),
        share_classes=(ShareClass(id="common", name="普通股"),),
        bases=(PROFIT,),
        pools=(
            Pool(id="aid", name="帮扶部分"),
            Pool(id="shared", name="股份部分"),
            Pool(id="heads", name="人口部分"),
        ),
        funds=(RESERVE,),
        measures=(LABOUR,),
        versions=_version(
            (
                Payment(
                    id="1",
                    kind=Kind.WAGE,
                    to="members",
                    paid_from=(COMPANY.id,),
                    amount=PerUnit(Fraction(9_000), "labour_days"),
                    unpaid="carry",
                ),
                Reserve(id="2", of="profit", rate=Fraction(10, 100), to="reserve"),
                Split(
                    id="3",
                    of="profit",
                    parts=(
                        SplitPart("company", Fraction(30, 100)),
                        SplitPart("aid", Fraction(20, 100)),
                        SplitPart("shared", Fraction(40, 100)),
                        SplitPart("heads", Fraction(10, 100)),
                    ),
                ),
                Dividend(id="4", of="aid", to="members", by=ByStatus(weights)),
                Dividend(id="5", of="shared", to="common", by=Measured("shares")),
                Dividend(id="6", of="heads", to="members", by=Measured("people")),
            )
        ),
    )
    shares = {household.code: Fraction(dice.randint(1, 999), 100) for household in members}
    days = {
        household.code: Fraction(dice.randint(1, 120))
        for household in members
        if dice.random() < 0.1
    }
    return Job(
        contract=contract,
        register=Register(households=tuple(members), entries=_issues({"common": shares})),
        facts=_facts(
            {"profit": len(members) * dice.randint(20_000, 90_000) + dice.randint(0, 99)},
            activity={"labour_days": days},
        ),
    )
