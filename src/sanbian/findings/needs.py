"""Check of what a person of each household got against the line of the region (监测线)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import frozen

from sanbian.findings.grounds import practice
from sanbian.findings.settled import gained, households, named
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.region import in_force
from sanbian.register import Household
from sanbian.wording import Text, money

NATIONAL_LINE: Mapping[int, int] = {
    2010: 230_000,
    2011: 253_600,
    2012: 262_500,
    2013: 273_600,
    2014: 280_000,
    2015: 285_500,
    2016: 295_200,
}
"""The national poverty line in fen a person, by year, as far as it was read (云南调查年鉴 2017).

What later years had is known from memory only and is not here: give the region's own line.
"""

_YEAR_DAYS = range(360, 368)


@frozen
class _Band:
    name: Text
    amount: int
    source: str


def _per_head(subject: Subject) -> Iterator[Found]:
    settlement, register = subject.settlement, subject.register
    if settlement is None or register is None or subject.region is None:
        return
    end = settlement.period.end
    bands = tuple(_bands(subject, end))
    if not bands or settlement.period.days not in _YEAR_DAYS:
        return
    told = register.known().households_on(end)
    is_known = any(each.status for each in told)
    got = gained(settlement)
    people = [
        (each.code, got.get(each.code, 0), each.people)
        for each in told
        if each.people and each.counts_on(end) and (not is_known or _is_watched(each))
    ]
    seen: set[str] = set()
    for band in bands:
        below = [
            code
            for code, fen, count in people
            if fen < band.amount * count and code not in seen
        ]
        seen.update(below)
        if below:
            yield Found(
                at=below[0],
                says=Text(
                    zh=f"{band.name.zh}：{len(below)} 户（{named(below).zh}）本期从本合同人均所得"
                    f"低于 {money(band.amount).zh}（{band.source}）；"
                    "这只是一项收入，请并入全年收入再判断",
                    en=f"{band.name.en}: a person of {households(len(below)).en} "
                    f"({named(below).en}) got less than {money(band.amount).en} of this "
                    f"contract ({band.source}); it is one income of several: look at the "
                    "whole year",
                ),
            )


def _is_watched(household: Household) -> bool:
    """Whether the household was poor or monitored at some time."""
    return bool(household.status)


def _bands(subject: Subject, day: date) -> Iterator[_Band]:
    """The line itself, and the yellow one above it."""
    assert subject.region is not None
    line = in_force(subject.region.monitoring_line, day)
    red = Text(zh="红色", en="red")
    if line is not None:
        yield _Band(red, line.amount, line.source)
    elif day.year in NATIONAL_LINE:
        yield _Band(red, NATIONAL_LINE[day.year], "国家农村扶贫标准，云南调查年鉴 2017")
    yellow = in_force(subject.region.yellow_line, day)
    if yellow is not None:
        yield _Band(Text(zh="黄色", en="yellow"), yellow.amount, yellow.source)


CHECKS = (
    Check(
        code="SB426",
        title=Text(zh="人均所得与监测线", en="What a person got, and the monitoring line"),
        severity="info",
        do=Text(
            zh="连同其他收入核算全年人均；低于线的报防返贫监测",
            en="work out the whole year's income a person; report who is below the line",
        ),
        rests_on=(
            practice(
                "2021 年县级会议：黄色、红色两档监测",
                "a county meeting of 2021: monitoring in a yellow and a red band",
            ),
        ),
        look=_per_head,
    ),
)
