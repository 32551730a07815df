"""Notices of amounts that are due in full for each period, however long it is.

Rent by the mu and a rate on capital are meant by the year. A term that is not by days
(``yearly``) is due in full in each period and in each of its parts: that is said, not mended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanbian.clause import (
    Bands,
    Clause,
    Conditional,
    Daily,
    Equally,
    Escalating,
    Fixed,
    Greatest,
    Guarantee,
    Kind,
    Least,
    Monthly,
    PartOf,
    Payment,
    Phased,
    PreferredDividend,
    Product,
    SharedTotal,
    SumOf,
    Term,
    Yearly,
)
from sanbian.clause.naming import clause_text
from sanbian.contract import Contract
from sanbian.facts import Facts
from sanbian.settlement.values import Flow, Notice
from sanbian.wording import Text

_YEAR = range(360, 372)
_BY_TIME = (Kind.RENT, Kind.CUSTODY_FEE, Kind.INTEREST, Kind.SUBSIDY)


def due_in_full(
    contract: Contract, facts: Facts, flows: Sequence[Flow]
) -> Iterator[Notice]:
    """What is promised by the year, and due in full in a period or part that is none."""
    found = {
        clause.id
        for version in contract.versions
        for clause in version.clauses
        if _is_by_year(clause)
    }
    days = facts.period.days
    if found and days not in _YEAR:
        yield Notice(
            "period",
            str(facts.period),
            Text(
                zh=f"本期 {days} 天，不是一年：按单位、按比例的约定每期全额计算，未按天数折算",
                en=f"a period of {days} days, not a year: amounts per unit and rates are due "
                "in full for each period, not by days",
            ),
        )
    for clause in sorted(found):
        times = _times_due(clause, facts, flows)
        if times > 1:
            named = clause_text(clause)
            yield Notice(
                "period",
                clause,
                Text(
                    zh=f"{named.zh}在本期的 {times} 段中各按全额计算一次，未按天数折算；"
                    "一年只付一次的，数额写 { yearly = …, days = … }",
                    en=f"{named.en}: due in full in each of {times} parts of the period, "
                    "not by days; where it is due once a year, write "
                    "{ yearly = ..., days = ... }",
                ),
            )


def _times_due(clause: str, facts: Facts, flows: Sequence[Flow]) -> int:
    """In how many parts of the period something became due under a clause."""
    ends = {f"owed/{clause}@{part.period.end.isoformat()}" for part in facts.parts}
    return len(
        {
            flow.target
            for flow in flows
            if flow.source is None and flow.target in ends and any(flow.amounts)
        }
    )


def _is_by_year(clause: Clause) -> bool:
    """Whether a clause promises by time, and its amount is not by days."""
    match clause:
        case PreferredDividend():
            return True
        case Guarantee():
            return not _is_by_days(clause.amount)
        case Payment():
            return clause.kind in _BY_TIME and not _is_by_days(clause.amount)
        case _:
            return False


def _is_by_days(term: Term) -> bool:
    """Whether a term is so much for each day: half the days, half of it."""
    match term:
        case Yearly() | Monthly() | Daily() | Fixed(amount=0):
            return True
        case Greatest() | Least() | SumOf():
            return all(map(_is_by_days, term.terms))
        case Product():
            return any(map(_is_by_days, term.terms))
        case Phased():
            return all(_is_by_days(phase.amount) for phase in term.phases)
        case Conditional():
            return _is_by_days(term.then) and _is_by_days(term.otherwise)
        case SharedTotal() | Equally():
            return _is_by_days(term.total)
        case Escalating():
            return _is_by_days(term.amount)
        case PartOf() | Bands():
            return not isinstance(term.of, str) and _is_by_days(term.of)
        case _:
            return False
