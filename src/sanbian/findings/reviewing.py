"""The review: every check, one after the other, and all that they find."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sanbian.contract import Contract
from sanbian.facts import Facts
from sanbian.findings import (
    bodies,
    matters,
    procedure,
    refusals,
    registers,
    returns,
    safeguards,
    settlements,
    shares,
)
from sanbian.findings.subjects import Subject
from sanbian.findings.values import SEVERITIES, Check, Finding, Ground
from sanbian.records import Records
from sanbian.region import Region
from sanbian.register import Register
from sanbian.settlement import Settlement

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            *matters.CHECKS,
            *shares.CHECKS,
            *returns.CHECKS,
            *safeguards.CHECKS,
            *bodies.CHECKS,
            *procedure.CHECKS,
            *registers.CHECKS,
            *settlements.CHECKS,
            *refusals.CHECKS,
        ),
        key=lambda check: check.code,
    )
)
"""Every check there is, in order of its code."""


def review(
    contract: Contract,
    register: Register | None = None,
    settlement: Settlement | None = None,
    *,
    on: date | None = None,
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
        facts: What the settlement was settled from, or None.
        earlier: Settlements of the periods before, in order.
        records: What happened around the settlement, or None; what they leave open is not
            checked.
        region: What the region has set, or None; what it leaves open is not checked.

    Returns:
        The findings, errors first, then by code and place.

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
    day = on or _day(contract, register, settlement)
    subject = Subject(
        contract=contract,
        register=register,
        settlement=settlement,
        on=day,
        facts=facts,
        earlier=tuple(earlier),
        records=records,
        region=region,
    )
    found = (finding for check in CHECKS for finding in _findings(check, subject))
    return tuple(sorted(found, key=_gravest_first))


def _day(
    contract: Contract, register: Register | None, settlement: Settlement | None
) -> date:
    if settlement is not None:
        return settlement.period.end
    signed = contract.signed or contract.starts
    return signed if register is None else max(signed, contract.starts)


def _findings(check: Check, subject: Subject) -> Iterator[Finding]:
    grounds = _holding(check.rests_on, subject)
    if not grounds or check.look is None:
        return
    for found in check.look(subject):
        yield Finding(
            code=check.code,
            severity=found.severity or check.severity,
            at=found.at,
            says=found.says,
            do=check.do,
            rests_on=grounds,
        )


def _holding(grounds: tuple[Ground, ...], subject: Subject) -> tuple[Ground, ...]:
    """The grounds in force on the day that hold for such a contract."""
    return tuple(
        each
        for each in grounds
        if (each.since is None or each.since <= subject.on)
        and each.vehicle in {None, subject.contract.vehicle}
    )


def _gravest_first(finding: Finding) -> tuple[int, str, str]:
    return SEVERITIES.index(finding.severity), finding.code, finding.at


def selected(findings: tuple[Finding, ...], codes: Collection[str]) -> tuple[Finding, ...]:
    """The findings whose code is one of these, or begins with one of them.

    Examples:
        >>> from sanbian.findings import selected
        >>> selected((), ["SB1"])
        ()
    """
    return tuple(each for each in findings if each.code.startswith(tuple(codes)))
