"""Checks of land that is put in: which plots, until when, and whether for too long (地块)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from sanbian.contract import Contribution, Plot, SafeguardKind
from sanbian.findings.grounds import case, civil_code, land
from sanbian.findings.subjects import MU, Subject, named, plural
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.wording import Text, join, number

_YEARS_MAX = (("林", 70), ("草", 50))  # forest and grassland; arable land below
_ARABLE_YEARS_MAX = 30
_REGISTERED_FROM_YEARS = 5
_OF_A_PLOT = {
    "name": Text(zh="名称", en="name"),
    "location": Text(zh="坐落", en="location"),
    "area_mu": Text(zh="面积", en="area"),
    "grade": Text(zh="质量等级", en="grade"),
}


def _lands(subject: Subject) -> Iterator[tuple[str, Contribution]]:
    yield from subject.contributions("land")


def _told_plots(subject: Subject) -> Iterator[Found]:
    if subject.contract.vehicle is Vehicle.LAND_CONTRACT and not any(_lands(subject)):
        yield Found(
            at="$.contributions",
            says=Text(
                zh="土地合同没有写入股的土地：谁的、多少亩、到哪天，与土地有关的约定无从审查",
                en="a contract on land does not say which land is put in, whose, how much and "
                "until when: what it agrees on the land cannot be reviewed",
            ),
        )
    for at, given in _lands(subject):
        if subject.contract.ends is None:
            yield Found(
                at=at,
                says=Text(
                    zh="土地入股，但合同没有写到哪一天为止",
                    en="land is put in, but the contract does not say until which day",
                ),
            )
        for place, plot in enumerate(given.plots):
            lacks = [words for name, words in _OF_A_PLOT.items() if not getattr(plot, name)]
            if lacks:
                told = join(lacks)
                yield Found(
                    at=f"{at}.plots[{place}]",
                    says=Text(
                        zh=f"{_called(plot, place).zh}没有写{told.zh}",
                        en=f"{_called(plot, place).en}: no {told.en}",
                    ),
                )
        yield from _areas(at, given)
    yield from _untold(subject)


def _untold(subject: Subject) -> Iterator[Found]:
    """Of a contract that lists its plots: who is compensated, and what follows a breach."""
    contract = subject.contract
    if not any(given.plots for _, given in _lands(subject)):
        return
    told = "".join(
        (
            *(each.words for each in contract.safeguards),
            *(clause.words for _, clause in subject.clauses()),
        )
    )
    lacks = []
    if not any(word in told for word in ("征收", "征用", "征地")):
        lacks.append(
            Text(zh="土地被征收时补偿归谁", en="who is compensated when it is taken")
        )
    if "违约" not in told and not subject.has_safeguard(SafeguardKind.LATE_FEE):
        lacks.append(Text(zh="违约责任", en="what follows a breach"))
    if lacks:
        both = join(lacks, en=", and ")
        yield Found(
            at="$.safeguards",
            says=Text(
                zh=f"土地流转没有写{both.zh}",
                en=f"nothing says of the land {both.en}",
            ),
        )


def _called(plot: Plot, place: int) -> Text:
    known = plot.name or plot.household
    if known:
        return Text(zh=f"地块“{known}”", en=f"plot {known}")
    return Text(zh=f"第 {place + 1} 块地", en=f"plot {place + 1}")


def _areas(at: str, given: Contribution) -> Iterator[Found]:
    """Plots that do not add up to the area that is put in."""
    areas = [plot.area_mu for plot in given.plots]
    if not areas or None in areas or given.quantity is None or given.unit not in MU:
        return
    total = sum(filter(None, areas), Fraction(0))
    if total != given.quantity:
        yield Found(
            at=f"{at}.quantity",
            says=Text(
                zh=f"入股 {number(given.quantity)} 亩，{len(areas)} 块地合计 {number(total)} 亩",
                en=f"{number(given.quantity)} mu are put in, the {len(areas)} plots come to "
                f"{number(total)} mu",
            ),
        )


def _too_long(subject: Subject) -> Iterator[Found]:
    """By the term that is really left; where nothing says it, by the longest there is."""
    ends = subject.contract.ends
    if ends is None:
        return
    for at, given in _lands(subject):
        over = sorted(
            (plot.contracted_until, plot.household or plot.name or str(place + 1))
            for place, plot in enumerate(given.plots)
            if plot.contracted_until is not None and plot.contracted_until < ends
        )
        if over:
            codes, first = named([code for _, code in over]), over[0][0]
            yield Found(
                at=f"{at}.plots",
                says=Text(
                    zh=f"土地用到 {ends}，{len(over)} 块地的承包期（林权期）先到期，最早在 "
                    f"{first}：{codes.zh}",
                    en=f"land is used until {ends}, but the contracting term or forest right "
                    f"of {plural(len(over), 'plot')} ends before, the first on {first}: {codes.en}",
                ),
            )
        elif given.contracted_until is not None and given.contracted_until < ends:
            yield Found(
                at=f"{at}.contracted_until",
                says=Text(
                    zh=f"土地用到 {ends}，承包期（林权期）{given.contracted_until} 就到期",
                    en=f"land is used until {ends}, but the contracting term or forest right "
                    f"ends on {given.contracted_until}",
                ),
            )
        elif not _is_known(given):
            yield from _guessed(at, given, subject.contract.starts, ends)


def _is_known(given: Contribution) -> bool:
    """Whether the end of every term is stated."""
    return given.contracted_until is not None or (
        bool(given.plots) and all(plot.contracted_until for plot in given.plots)
    )


def _guessed(at: str, given: Contribution, starts: date, ends: date) -> Iterator[Found]:
    told = f"{given.words}{''.join(plot.grade + plot.name for plot in given.plots)}"
    years = next((most for word, most in _YEARS_MAX if word in told), _ARABLE_YEARS_MAX)
    if ends >= starts + relativedelta(years=years):
        yield Found(
            at=at,
            says=Text(
                zh=f"土地从 {starts} 用到 {ends}，超过 {years} 年，很可能超过各户剩余的承包期",
                en=f"land is used from {starts} to {ends}, more than {years} years: most "
                "likely beyond the contracting term that households have left",
            ),
            severity="warning",
        )


def _unregistered(subject: Subject) -> Iterator[Found]:
    starts, ends = subject.contract.starts, subject.contract.ends
    is_long = ends is not None and ends >= (
        starts + relativedelta(years=_REGISTERED_FROM_YEARS, days=-1)
    )
    if is_long and not subject.has_step("registration", "登记"):
        for at, _ in _lands(subject):
            yield Found(
                at=at,
                says=Text(
                    zh=f"土地经营权流转到 {ends}，在五年以上，程序中没有登记",
                    en=f"land goes over until {ends}, five years or more, and no step of the "
                    "procedure is a registration",
                ),
            )


CHECKS = (
    Check(
        code="SB102",
        title=Text(zh="土地写明地块和期限", en="Land has its plots and a last day"),
        severity="warning",
        do=Text(
            zh="写 ends；逐块写名称、坐落、面积、质量等级（plots）；写明征收补偿归谁、违约责任",
            en="write ends; of each plot its name, location, area and grade (plots); say who is "
            "compensated when land is taken, and what follows a breach",
        ),
        rests_on=(land("第四十条", "art. 40"),),
        look=_told_plots,
    ),
    Check(
        code="SB104",
        title=Text(zh="土地期限不超过承包期剩余期限", en="Land is not put in for too long"),
        severity="error",
        do=Text(
            zh="逐户核对承包经营权证上的剩余年限（contracted_until），超过的改短",
            en="look at the years left on each household's certificate (contracted_until); "
            "shorten what exceeds them",
        ),
        rests_on=(
            land("第三十八条第三项、第二十一条", "art. 38 no. 3 and 21"),
            case(
                "镇宁县永安村荒山入股五十年", "Yong'an, Zhenning: hills put in for 50 years"
            ),
        ),
        look=_too_long,
    ),
    Check(
        code="SB105",
        title=Text(zh="五年以上的土地经营权登记", en="Land for five years is registered"),
        severity="info",
        do=Text(
            zh="可以向登记机构申请登记；未登记的，不得对抗善意第三人",
            en="apply for registration; unregistered it does not hold against third parties in "
            "good faith",
        ),
        rests_on=(
            land("第四十一条", "art. 41"),
            civil_code("第三百四十一条", "art. 341"),
        ),
        look=_unregistered,
    ),
)
