"""Checks of what was told against what was settled: totals and percentages (公布)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import Kind
from sanbian.facts import announced_for
from sanbian.findings.grounds import case
from sanbian.findings.settled import account, given, is_current
from sanbian.findings.subjects import Subject
from sanbian.findings.units import slip
from sanbian.findings.values import Check, Found
from sanbian.records import Announced
from sanbian.settlement import Settlement
from sanbian.wording import Text, money, percent


def announced_sums(subject: Subject) -> Iterator[Found]:
    """Announced numbers that do not agree with one another, or with the settlement."""
    for place, told in enumerate(subject.records.announced if subject.records else ()):
        at = f"$.announced[{place}]"
        if told.count is not None and told.each is not None and told.total is not None:
            product = told.count * told.each
            if product != told.total and slip(product, told.total) is None:
                yield Found(
                    at=at,
                    says=Text(
                        zh=f"公布的 {told.count:,} × {money(told.each).zh} = "
                        f"{money(product).zh}，公布的总额是 {money(told.total).zh}",
                        en=f"announced {told.count:,} times {money(told.each).en} is "
                        f"{money(product).en}, the total announced is {money(told.total).en}",
                    ),
                )
                continue
        if subject.settlement is not None and told.total is not None:
            by_kind = meant(subject.settlement, told)
            every = sum(by_kind.values())
            if told.total != every:
                own = every if told.called is None else by_kind.get(told.called, 0)
                yield from _told_otherwise(at, told.total, own)
    if subject.facts is not None and subject.settlement is not None:
        for written, total in subject.facts.announced.items():
            due = sum(
                given(subject.settlement, clauses=announced_for(written)).values()
            ) + _to_parties(subject.settlement, announced_for(written))
            yield from _told_otherwise(written, total, due)


def meant(settlement: Settlement, told: Announced) -> dict[Kind, int]:
    """What households got of this period under the clauses that are meant, by kind."""
    by_kind: dict[Kind, int] = defaultdict(int)
    for flow in settlement.flows:
        is_meant = not told.clauses or flow.clause in told.clauses
        if is_current(flow) and is_meant and flow.unit == "fen":
            by_kind[flow.kind] += sum(flow.amounts)
    return by_kind


def _to_parties(settlement: Settlement, clauses: tuple[str, ...]) -> int:
    return sum(
        sum(flow.amounts)
        for flow in settlement.flows
        if flow.clause in clauses
        and account(flow.target).what == "party"
        and not account(flow.target).since
    )


def _told_otherwise(at: str, told: int, due: int) -> Iterator[Found]:
    if told != due and slip(told, due) is None:
        yield Found(
            at=at,
            says=Text(
                zh=f"公布 {money(told).zh}，结算 {money(due).zh}，差 {money(abs(told - due)).zh}",
                en=f"announced {money(told).en}, settled {money(due).en}: a difference of "
                f"{money(abs(told - due)).en}",
            ),
        )


def _percentages(subject: Subject) -> Iterator[Found]:
    """Printed percentages that the amounts beside them do not give."""
    for place, told in enumerate(subject.records.printed if subject.records else ()):
        exact = Fraction(told.part, told.whole)
        unit = _last_place(told.rate * 100) / 100
        if abs(exact - told.rate) > unit / 2:
            about = Fraction(round(exact * 10_000), 10_000)
            yield Found(
                at=f"$.printed[{place}]",
                says=Text(
                    zh=f"印 {percent(told.rate)}，而 {money(told.part).zh}是 "
                    f"{money(told.whole).zh}的约 {percent(about)}",
                    en=f"printed {percent(told.rate)}, while {money(told.part).en} are about "
                    f"{percent(about)} of {money(told.whole).en}",
                ),
            )


def _last_place(value: Fraction) -> Fraction:
    """One in the last decimal in which a number is written; a thousandth at the finest."""
    for places in range(3):
        if (value * 10**places).denominator == 1:
            return Fraction(1, 10**places)
    return Fraction(1, 1000)


CHECKS = (
    Check(
        code="SB411",
        title=Text(zh="比例与金额相符", en="Percentages agree with their amounts"),
        severity="error",
        do=Text(
            zh="以股数和金额为准，更正印出的比例",
            en="let counts and amounts decide, and correct the print",
        ),
        rests_on=(
            case(
                "高县黄桷村：印 29%，按出资是约 29.24%",
                "Huangjue, Gaoxian: 29 % in print, about 29.24 % by what was put in",
            ),
        ),
        look=_percentages,
    ),
)
