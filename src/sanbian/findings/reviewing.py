"""The review: every check, one after the other, and all that they find."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sanbian.contract import Contract
from sanbian.facts import Facts
from sanbian.findings import (
    accepting,
    announcements,
    assemblies,
    assets,
    belonging,
    bodies,
    bounds,
    concentration,
    consents,
    counts,
    dealings,
    debts,
    division,
    exits,
    guarantees,
    in_kind,
    kinds,
    lists,
    managing,
    matters,
    members,
    needs,
    origins,
    payees,
    periods,
    plots,
    procedure,
    ratios,
    receivers,
    refusals,
    registers,
    returns,
    risks,
    safeguards,
    settlements,
    shares,
    shells,
    stages,
    timing,
    units,
    voting,
    withholding,
    years,
)
from sanbian.findings.accepting import stale_notes, with_acceptances
from sanbian.findings.asking import Asked, questions_of
from sanbian.findings.holding import holding
from sanbian.findings.questions import with_question
from sanbian.findings.subjects import Subject
from sanbian.findings.values import SEVERITIES, Check, Finding, Found, Ground
from sanbian.records import Records
from sanbian.region import Region
from sanbian.register import Register
from sanbian.settlement import Settlement

CHECKS: tuple[Check, ...] = tuple(
    with_question(check)
    for check in sorted(
        (
            *matters.CHECKS,
            *plots.CHECKS,
            *consents.CHECKS,
            *shares.CHECKS,
            *returns.CHECKS,
            *debts.CHECKS,
            *ratios.CHECKS,
            *stages.CHECKS,
            *in_kind.CHECKS,
            *guarantees.CHECKS,
            *assets.CHECKS,
            *risks.CHECKS,
            *exits.CHECKS,
            *safeguards.CHECKS,
            *bodies.CHECKS,
            *procedure.CHECKS,
            *assemblies.CHECKS,
            *registers.CHECKS,
            *managing.CHECKS,
            *counts.CHECKS,
            *concentration.CHECKS,
            *voting.CHECKS,
            *payees.CHECKS,
            *belonging.CHECKS,
            *members.CHECKS,
            *settlements.CHECKS,
            *division.CHECKS,
            *bounds.CHECKS,
            *kinds.CHECKS,
            *announcements.CHECKS,
            *units.CHECKS,
            *lists.CHECKS,
            *receivers.CHECKS,
            *withholding.CHECKS,
            *origins.CHECKS,
            *dealings.CHECKS,
            *timing.CHECKS,
            *needs.CHECKS,
            *years.CHECKS,
            *periods.CHECKS,
            *shells.CHECKS,
            *refusals.CHECKS,
            *accepting.CHECKS,
        ),
        key=lambda check: check.code,
    )
)
"""Every check there is, in order of its code."""


def review(  # noqa: PLR0913 - what is reviewed together, each by its name
    contract: Contract,
    register: Register | None = None,
    settlement: Settlement | None = None,
    *,
    on: date | None = None,
    today: date | None = None,
    facts: Facts | None = None,
    earlier: Sequence[Settlement] = (),
    records: Records | None = None,
    region: Region | None = None,
) -> tuple[Finding, ...]:
    """Say what is wrong, missing or doubtful, all at once (审查).

    What is only missing in the file is a warning: the paper may say more than the file.

    Args:
        contract: The contract.
        register: Who holds what, or None to leave it out.
        settlement: What was settled, or None to leave it out.
        on: The day whose law, clauses and holdings count. None for the last day of the
            settlement; without one for the day of signing, or for the first day of the term
            where that is not known or a register is given, which says nothing of earlier.
        today: The day on which it is reviewed: what was accepted until a day before it no
            longer counts. None for the day whose law counts.
        facts: What the settlement was settled from, or None.
        earlier: Settlements of the periods before, in order.
        records: What happened around the settlement, or None; what they leave open is not
            checked.
        region: What the region has set, or None; what it leaves open is not checked.

    Returns:
        The findings, errors first, then by code and place; at the end those that the
        contract file accepts, each with the reason.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import *
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end",
        ...     clauses=(
        ...         Guarantee(
        ...             id="3", to="members", paid_from=("farm",), charged="cost",
        ...             amount=PartOf(Fraction(6, 100), "capital"), unpaid="carry",
        ...         ),
        ...     ),
        ... )
        >>> contract = Contract(
        ...     id="A", title="入股协议", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     parties=(Party(id="farm", name="农场", role=PartyRole.OPERATOR),),
        ...     contributions=(Contribution(by="members", what="fiscal_funds"),),
        ...     measures=(NamedMeasure(id="capital", name="入股资金", unit="yuan"),),
        ...     versions=(version,),
        ... )
        >>> first = review(contract)[0]
        >>> first.code, first.severity, first.at
        ('SB113', 'error', '$.versions[0].clauses[0]')
        >>> print(first.says.en.partition(" (")[0])
        interest in place of a dividend: only a fixed return is paid
    """
    subject = _subject(
        contract,
        register,
        settlement,
        on=on,
        facts=facts,
        earlier=tuple(earlier),
        records=records,
        region=region,
    )
    found = [finding for check in CHECKS for finding in _findings(check, subject)]
    asked = [each.code for each in questions_of(CHECKS, subject)]
    day = today or subject.on
    stale = [
        _finding(accepting.STALE, each, accepting.STALE.rests_on)
        for each in stale_notes(found, asked, subject)
    ]
    marked = with_acceptances(found, subject, day)
    return tuple(sorted((*marked, *stale), key=_gravest_first))


def checklist(
    contract: Contract,
    register: Register | None = None,
    settlement: Settlement | None = None,
    *,
    on: date | None = None,
    facts: Facts | None = None,
    earlier: Sequence[Settlement] = (),
    records: Records | None = None,
    region: Region | None = None,
) -> tuple[Asked, ...]:
    """Ask what no program can decide, of what is reviewed (待答清单).

    Args:
        contract: The contract; its file keeps the answers.
        register: Who holds what, or None to leave it out.
        settlement: What was settled, or None to leave it out.
        on: The day whose law counts, as for `review`.
        facts: What the settlement was settled from, or None.
        earlier: Settlements of the periods before, in order.
        records: What happened around the settlement, or None.
        region: What the region has set, or None.

    Returns:
        The questions that arise, in order of their codes, with the answers that are there.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> contract = Contract(
        ...     id="A", title="入股协议", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     contributions=(Contribution(by="members", what="land"),),
        ...     versions=(
        ...         Version(
        ...             since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...             rounding=Rounding.HALF_UP, record_day="period_end", clauses=(),
        ...         ),
        ...     ),
        ... )
        >>> asked = {each.code: each for each in checklist(contract)}
        >>> asked["SB132"].question.asks.en, asked["SB132"].answer
        ('is the land used as the contract says?', None)
    """
    subject = _subject(
        contract,
        register,
        settlement,
        on=on,
        facts=facts,
        earlier=tuple(earlier),
        records=records,
        region=region,
    )
    return tuple(questions_of(CHECKS, subject))


def _subject(
    contract: Contract,
    register: Register | None,
    settlement: Settlement | None,
    *,
    on: date | None,
    **rest: Any,
) -> Subject:
    return Subject(
        contract=contract,
        register=register,
        settlement=settlement,
        on=on or _day(contract, register, settlement),
        **rest,
    )


def _day(
    contract: Contract, register: Register | None, settlement: Settlement | None
) -> date:
    if settlement is not None:
        return settlement.period.end
    signed = contract.signed or contract.starts
    return signed if register is None else max(signed, contract.starts)


def _findings(check: Check, subject: Subject) -> Iterator[Finding]:
    grounds = holding(check.rests_on, subject)
    if check.look is None or not grounds:
        return
    for found in check.look(subject):
        yield _finding(check, found, grounds)


def _finding(check: Check, found: Found, grounds: tuple[Ground, ...]) -> Finding:
    return Finding(
        code=check.code,
        severity=found.severity or check.severity,
        at=found.at,
        says=found.says,
        do=check.do,
        rests_on=grounds,
    )


def _gravest_first(finding: Finding) -> tuple[bool, int, str, str]:
    is_accepted = finding.accepted is not None
    return is_accepted, SEVERITIES.index(finding.severity), finding.code, finding.at


def selected(findings: tuple[Finding, ...], codes: Collection[str]) -> tuple[Finding, ...]:
    """The findings whose code is one of these, or begins with one of them.

    Examples:
        >>> from sanbian.findings import selected
        >>> selected((), ["SB1"])
        ()
    """
    return tuple(each for each in findings if each.code.startswith(tuple(codes)))
