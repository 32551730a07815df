"""The three kinds of contract of the synthetic county, after forms that are in use."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sanbian import (
    Allotment,
    Base,
    BaseKind,
    ByStatus,
    Contract,
    Dividend,
    Fixed,
    Fund,
    Guarantee,
    Kind,
    Measured,
    NamedMeasure,
    OddFen,
    PartOf,
    Party,
    PartyRole,
    Payment,
    PerUnit,
    Pool,
    Reserve,
    Rounding,
    ShareClass,
    SharedTotal,
    Split,
    SplitPart,
    TopUp,
    Vehicle,
    Version,
)
from sanbian.clause import Clause

START = date(2021, 1, 1)

COMPANY = Party(id="company", name="公司", role=PartyRole.LEADING_ENTERPRISE)
PROFIT = Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT)
RESERVE = Fund(id="reserve", name="风险基金")
AREA = NamedMeasure(id="area_mu", name="面积", unit="mu")
LABOUR = NamedMeasure(id="labour_days", name="用工", unit="day")
CAPITAL = NamedMeasure(id="capital", name="财政资金", unit="yuan", level="contract")

WEIGHTS = {
    "poor": Fraction(2),
    "graduated": Fraction(1),
    "monitored": Fraction(3, 2),
    "general": Fraction(1, 4),
}

PAYER = (COMPANY.id,)

VILLAGE_CLAUSES: tuple[Clause, ...] = (
    Guarantee(
        id="1",
        to="land",
        paid_from=PAYER,
        amount=PerUnit(Fraction(60_000), "area_mu"),
        charged="cost",
        combine="add",
        unpaid="carry",
    ),
    Payment(
        id="2",
        kind=Kind.WAGE,
        to="members",
        paid_from=PAYER,
        amount=PerUnit(Fraction(12_050), "labour_days"),
        unpaid="carry",
    ),
    Payment(
        id="3",
        kind=Kind.LEVY,
        to="collective",
        paid_from=PAYER,
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
        paid_from=PAYER,
        amount=Fixed(150_000),
        counting=("1", "6"),
        within="period",
        unpaid="lapse",
    ),
)

PROJECT_CLAUSES: tuple[Clause, ...] = (
    Guarantee(
        id="1",
        to="fiscal",
        paid_from=PAYER,
        amount=SharedTotal(PartOf(Fraction(6, 100), "capital"), Measured("shares")),
        charged="cost",
        combine="add",
        unpaid="carry",
    ),
    Payment(
        id="2",
        kind=Kind.LEVY,
        to="collective",
        paid_from=PAYER,
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
        paid_from=PAYER,
        amount=Fixed(30_000),
        counting=("1", "7"),
        within="period",
        unpaid="lapse",
    ),
)

COUNTY_CLAUSES: tuple[Clause, ...] = (
    Payment(
        id="1",
        kind=Kind.WAGE,
        to="members",
        paid_from=PAYER,
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
    Dividend(id="4", of="aid", to="members", by=ByStatus(WEIGHTS)),
    Dividend(id="5", of="shared", to="common", by=Measured("shares")),
    Dividend(id="6", of="heads", to="members", by=Measured("people")),
)


def _versions(clauses: tuple[Clause, ...]) -> tuple[Version, ...]:
    return (
        Version(
            since=START,
            odd_fen=OddFen.LARGEST_REMAINDER,
            rounding=Rounding.HALF_UP,
            record_day="period_end",
            clauses=clauses,
        ),
    )


def village_contract(village: str) -> Contract:
    """Land put in by the mu: guarantee, wages, levy, reserve, split, dividend, top-up."""
    return Contract(
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
        versions=_versions(VILLAGE_CLAUSES),
    )


def project_contract(project: str) -> Contract:
    """Fiscal capital in a project of several villages, shared on two levels."""
    return Contract(
        id=project,
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
        measures=(AREA, CAPITAL),
        versions=_versions(PROJECT_CLAUSES),
    )


def county_contract() -> Contract:
    """One contract for the whole county: by status, by shares, by head, and wages."""
    return Contract(
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
        versions=_versions(COUNTY_CLAUSES),
    )
