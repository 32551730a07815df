"""What each household got to date in a year that goes on: rows of the books of a part of it."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from sanbian.batch.crowds import Crowd
from sanbian.batch.numbers import Array
from sanbian.batch.worlds import YEAR
from sanbian.clause import Kind
from sanbian.columnar import Posting
from sanbian.columnar.columns import LIMIT
from sanbian.columnar.running import Machine
from sanbian.lowering.draft import MEMBER
from sanbian.period import Period
from sanbian.program import Program
from sanbian.settlement.refusals import OWED


def is_closed(period: Period) -> bool:
    """Whether a period ends a calendar year: what was got to date is then never asked again."""
    return (period.end.month, period.end.day) == (12, 31)


@frozen(eq=False)
class Got:
    """What each household of a crowd got under a clause (本年已得).

    Attributes:
        account: The clause, or ``owed/<clause>`` for what it promised.
        amounts: Fen.
        is_there: Whether the books have a row of it.
        is_large: Whether it might not fit; such contracts take the exact road.
    """

    account: str
    amounts: Array
    is_there: Array
    is_large: Array


def got_to_date(crowd: Crowd, program: Program, machine: Machine) -> list[Got]:
    """What each household got this year, as `settle` keeps it; nothing where a year is closed."""
    if is_closed(crowd.period):
        return []
    postings: dict[str, list[Array]] = {}
    for posting in machine.postings:
        account = _account(posting, program)
        if account is not None:
            postings.setdefault(account, []).append(posting.amounts)
    before = (
        set()
        if crowd.is_new_year
        else {account for what, account, *_ in crowd.entries if what == YEAR}
    )
    return [
        _got(crowd, account, postings.get(account, []), was_before=account in before)
        for account in sorted({*postings, *before})
    ]


def _account(posting: Posting, program: Program) -> str | None:
    """What a posting counts for; see `sanbian.settlement.settling`."""
    if posting.target is None or posting.kind == Kind.WAIVER.value:
        return None
    name, clause = posting.target.name, program.moves[posting.move].because.clause
    if name.startswith(OWED) and posting.level == MEMBER:
        return f"{OWED}{clause}"
    return clause if name.startswith("payable/") and "@" not in name else None


def _got(crowd: Crowd, account: str, amounts: list[Array], *, was_before: bool) -> Got:
    size = len(crowd.contract_of)
    total, is_there = np.zeros(size, np.int64), np.zeros(size, bool)
    if was_before:
        total = crowd.kept.balances(YEAR, account, MEMBER)[crowd.rows]
        is_there = crowd.kept.named(YEAR, account)[crowd.rows]
    rough = total.astype(np.float64)
    for each in amounts:
        total = total + each
        rough += each
        is_there = is_there | (each != 0)
    return Got(account, total, is_there, np.abs(rough) > LIMIT)
