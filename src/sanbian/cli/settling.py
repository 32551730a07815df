"""Settling the periods of a contract in order, each with the books of the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from sanbian import (
    Books,
    Facts,
    InvalidInputError,
    Period,
    Problem,
    SanbianError,
    Settlement,
    Text,
    settle,
)
from sanbian.clause.kinds import KIND_NAMES
from sanbian.cli.exampling import both
from sanbian.cli.reading import Loaded, placed
from sanbian.report import summary
from sanbian.settlement.values import NUMBERS
from sanbian.wording import plain_yuan


@frozen(kw_only=True)
class Settled:
    """One period that was settled from a file of facts."""

    file: Path
    facts: Facts
    settlement: Settlement
    before: Books | None = None


@frozen(kw_only=True)
class Periods:
    """The periods to settle, and those that the opening books have settled before.

    Attributes:
        to_settle: File and facts, in order.
        before: Periods whose facts are there but which the books have already.
    """

    to_settle: tuple[tuple[Path, Facts], ...]
    before: tuple[Period, ...]


def period_tag(period: Period) -> str:
    """A period as part of a file's name: a calendar year by its number.

    Examples:
        >>> from datetime import date
        >>> from sanbian import Period
        >>> from sanbian.cli.settling import period_tag
        >>> period_tag(Period(date(2016, 1, 1), date(2016, 12, 31)))
        '2016'
    """
    first, last = period.start, period.end
    if first == last:
        return str(first)
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return str(first.year) if whole and first.year == last.year else f"{first}_{last}"


def periods_of(loaded: Loaded, wanted: str | None) -> Periods:
    """Which periods to settle: up to the wanted one, since its books need those before.

    Raises:
        InvalidInputError: No facts of the wanted period, or all are settled already.
    """
    settled = () if loaded.books is None else loaded.books.settled
    before = tuple(facts.period for _, facts in loaded.facts if facts.period in settled)
    left = unsettled(loaded)
    if wanted is not None:
        places = [n for n, (_, facts) in enumerate(left) if _is_called(facts, wanted)]
        if not places:
            raise InvalidInputError(_no_period(wanted, [facts for _, facts in left]))
        left = left[: places[-1] + 1]
    if not left:
        raise InvalidInputError(_all_settled(loaded))
    return Periods(to_settle=tuple(left), before=before)


def unsettled(loaded: Loaded) -> list[tuple[Path, Facts]]:
    """The facts of periods that the opening books have not settled, in order."""
    settled = () if loaded.books is None else loaded.books.settled
    return [found for found in loaded.facts if found[1].period not in settled]


def is_wanted(settled: Settled, wanted: str | None) -> bool:
    """Whether a settled period is to be shown and written."""
    return wanted is None or _is_called(settled.facts, wanted)


def _is_called(facts: Facts, wanted: str) -> bool:
    period = facts.period
    years = {str(period.start.year), str(period.end.year)}
    return wanted == period_tag(period) or years == {wanted}


def settled_in_order(
    loaded: Loaded, periods: Periods, told: Callable[[], None]
) -> Iterator[Settled]:
    """Settle one period after another.

    Args:
        loaded: The contract, the register and the opening books.
        periods: Those to settle.
        told: Called after each.

    Raises:
        SanbianError: What keeps a period from being settled, with the file to mend.
    """
    books: Books | None = loaded.books
    for file, facts in periods.to_settle:
        try:
            settlement = settle(loaded.contract, loaded.register, facts, books)
        except SanbianError as error:
            raise InvalidInputError(
                *placed(error, loaded.places, file, loaded.unread)
            ) from error
        before, books = books, settlement.books
        yield Settled(file=file, facts=facts, settlement=settlement, before=before)
        told()


def record_of(settlement: Settlement) -> dict[str, Any]:
    """A settlement in sums, for programs: money as text in yuan."""
    sums = summary(settlement)
    return {
        "contract": settlement.contract,
        "title": settlement.title,
        "period": {
            "start": settlement.period.start.isoformat(),
            "end": settlement.period.end.isoformat(),
        },
        "clauses": [
            {
                "clause": row.clause,
                "kind": row.kind.value,
                "says": both(row.says),
                "payers": [both(payer) for payer in row.payers],
                "payee": None if row.payee is None else both(row.payee),
                "count": row.count,
                "unit": "yuan" if row.unit == "fen" else row.unit,
                "due": plain_yuan(row.due) if row.unit == "fen" else str(row.due),
                "paid": plain_yuan(row.paid) if row.unit == "fen" else str(row.paid),
            }
            for row in sums.clauses
        ],
        "households": [
            {
                "code": row.code,
                "name": row.name,
                "by_kind": {kind.value: plain_yuan(v) for kind, v in row.by_kind.items()},
                **{name: plain_yuan(getattr(row.statement, name)) for name in NUMBERS},
                "odd": list(row.odd),
            }
            for row in sums.households
        ],
        "kinds": {kind.value: both(KIND_NAMES[kind]) for kind in sums.kinds},
        "total": {name: plain_yuan(getattr(sums.total, name)) for name in NUMBERS},
        "notices": [
            {"about": note.about, "at": note.at, "says": both(note.says)}
            for note in settlement.notices
        ],
    }


def _no_period(wanted: str, there: list[Facts]) -> Problem:
    tags = [period_tag(facts.period) for facts in there]
    return Problem(
        at="--period",
        says=Text(
            zh=f"这个文件夹里没有要结算的 “{wanted}” 期",
            en=f"no such period to settle in this folder: {wanted!r}",
        ),
        do=Text(
            zh=f"可选：{'、'.join(tags) or '（无）'}；没有列出的，须先放入那一期的 facts-….toml",
            en=f"there are: {', '.join(tags) or 'none'}; for another add its facts-….toml",
        ),
    )


def _all_settled(loaded: Loaded) -> Problem:
    books = loaded.places.books
    return Problem(
        at="books.json" if books is None else books.name,
        says=Text(
            zh="应有尚未结算的期间，得到的各期账上都已结算",
            en="expected a period still to be settled, got books that have them all",
        ),
        do=Text(
            zh="加上下一期的 facts-….toml；要从头重算，把 books.json 移到别处",
            en="add the facts of the next period; to settle again from the start, move "
            "books.json elsewhere",
        ),
    )
