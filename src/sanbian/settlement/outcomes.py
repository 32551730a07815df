"""What a settlement came to, in the words in which a worked example states it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from sanbian.books import Books
from sanbian.contract import HOLDER_NUMBERS, Expected
from sanbian.settlement.values import Settlement, lines, statements


def outcome(settlement: Settlement) -> Expected:
    """All that a worked example may expect of a settlement (结算结果).

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end",
        ...     clauses=(Dividend(id="3", of="profit", to="members", by=Measured("people")),),
        ... )
        >>> contract = Contract(
        ...     id="A", title="合作协议", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     versions=(version,),
        ... )
        >>> households = (Household(code="H1", people=1), Household(code="H2", people=2))
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> settled = settle(
        ...     contract, Register(households=households), facts_of(year, amounts={"profit": 100})
        ... )
        >>> dict(outcome(settled).totals), outcome(settled).holders["H2"]["paid"]
        ({'3 dividend holders': 100}, 67)
    """
    every = statements(settlement)
    money_lines = [line for line in lines(settlement) if line.unit == "fen"]
    return Expected(
        paid=sum(each.paid for each in every),
        arrears=sum(each.arrears for each in every),
        notices=tuple(sorted({notice.about for notice in settlement.notices})),
        totals=_summed(
            (f"{line.clause} {line.kind.value} {payee_of(line.payee)}", line.amount)
            for line in money_lines
        ),
        holders={
            each.holder: {name: getattr(each, name) for name in HOLDER_NUMBERS}
            for each in every
        },
        groups=_summed(
            (f"{payee_of(line.payee)} {line.holder}", line.amount)
            for line in money_lines
            if line.holder and not line.payee.startswith("payable/")
        ),
        funds=_on_funds(settlement.books),
        in_kind=_in_kind(settlement.books),
    )


def payee_of(account: str) -> str:
    """The payee of a line as an example names it."""
    what, _, name = account.partition("~")[0].partition("/")
    if what != "payable":
        return name
    since = name.partition("@")[2]
    return f"holders@{since}" if since else "holders"


def _on_funds(books: Books) -> Mapping[str, int]:
    """What stands on each fund; each key of a fund below the contract by its own name."""
    return {
        name if key == books.contract else f"{name} {key}": amount
        for name, by_key in books.funds.items()
        for key, amount in by_key.items()
    }


def _in_kind(books: Books) -> Mapping[str, int]:
    """What is out on loan, or owed in kind, by clause."""
    named = ((claim.account.partition("/"), claim.amount) for claim in books.claims)
    return _summed(
        (clause, amount) for (what, _, clause), amount in named if what in {"lent", "due"}
    )


def _summed(pairs: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """Sums by name, without those of nothing."""
    sums: Counter[str] = Counter()
    for name, amount in pairs:
        sums[name] += amount
    return {name: amount for name, amount in sums.items() if amount}
