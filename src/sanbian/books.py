"""The books: what one period leaves to the next (年度间状态).

They are the only memory of a settlement: funds, claims by the period in which they arose,
what each holder got this year, and each holder's unpaid fractions of a fen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from attrs import field, frozen

from sanbian.period import Period

Balances = Mapping[str, Mapping[str, int]]
"""Whole numbers by account and key."""


def _sorted(given: Balances) -> Balances:
    return MappingProxyType(
        {name: MappingProxyType(_by_key(inner)) for name, inner in sorted(given.items())}
    )


def _by_key(given: Mapping[str, int]) -> dict[str, int]:
    keys = sorted(given)
    return dict(given) if keys == list(given) else {key: given[key] for key in keys}


@frozen(order=True, kw_only=True)
class Claim:
    """What is still owed from one period (欠付、预付、亏损).

    Attributes:
        account: What it is: ``owed/5`` under clause 5, ``advance/5/coop`` a holder's advance
            above what was due, ``deficit/profit`` a loss, ``lent/7`` goods out on loan,
            ``due/8`` goods owed to a holder, ``owed_by/7`` money that a holder owes,
            ``deduction/6`` what is still to be taken, ``loss/9/members`` of a loss.
        since: Last day of the period in which it arose.
        level: ``member``, ``group`` or ``contract``.
        key: Who is owed; for an advance, goods lent and money owed by a holder, who owes.
        amount: Whole units, above zero.
        unit: ``fen``, ``head`` or ``gram``.
    """

    account: str
    since: date
    level: str
    key: str
    amount: int
    unit: str = "fen"


def _in_order(given: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(given))


@frozen(kw_only=True)
class Books:
    """State carried from one settlement to the next (年度间状态).

    Attributes:
        contract: Id of the contract.
        settled: Periods that were settled, in order.
        funds: Fen by fund and key.
        goods: Head or gram that a lender holds to be lent, by ``herd/<clause>`` and key.
        claims: What is still owed, in order of account, day and key.
        year_to_date: Fen that each holder got in the open year, by clause and code.
        credits_micro: Unpaid fractions in millionths of a fen, by division and key.
    """

    contract: str
    settled: tuple[Period, ...] = ()
    funds: Balances = field(factory=dict, converter=_sorted)
    goods: Balances = field(factory=dict, converter=_sorted)
    claims: tuple[Claim, ...] = field(default=(), converter=_in_order)
    year_to_date: Balances = field(factory=dict, converter=_sorted)
    credits_micro: Balances = field(factory=dict, converter=_sorted)
