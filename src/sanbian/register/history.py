"""Who held what, on which day, as known when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from itertools import accumulate
from types import MappingProxyType
from typing import TypeAlias

from attrs import field, frozen

from sanbian.period import Period
from sanbian.register.changes import NONE, Key, TransferDay, dated_changes
from sanbian.register.registers import Register

Holdings: TypeAlias = Mapping[Key, Fraction]
"""Shares by code of the household and share class."""


def holdings(
    register: Register,
    *,
    on: date,
    known: date | None = None,
    transfer_day: TransferDay = "buyer",
) -> Holdings:
    """Who holds what at the end of a day.

    Args:
        register: The register.
        on: The day.
        known: Only what was known on this day, or None for all that is known.
        transfer_day: Who counts on the day of a transfer, redemption and the like: the
            ``buyer``, the ``seller`` who still held in the morning, or each of them by
            half (``split``).

    Returns:
        Shares by (household code, share class); those who hold none are not in it.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import Entry, EntryKind, Household, Register, holdings
        >>> register = Register(
        ...     households=(Household(code="H1"),),
        ...     entries=(
        ...         Entry(
        ...             day=date(2020, 1, 1), kind=EntryKind.ISSUE, household="H1",
        ...             share_class="land", shares=Fraction("2.5"),
        ...         ),
        ...     ),
        ... )
        >>> holdings(register, on=date(2020, 1, 1))[("H1", "land")]
        Fraction(5, 2)
    """
    held: dict[Key, Fraction] = {}
    for day, key, change in _dated(register, known, transfer_day):
        if day > on:
            break
        held[key] = held[key] + change if key in held else change
    return MappingProxyType({key: shares for key, shares in held.items() if shares})


def share_days(
    register: Register,
    period: Period,
    *,
    known: date | None = None,
    transfer_day: TransferDay = "buyer",
) -> Holdings:
    """Shares times the days on which they were held in a period (按持有天数加权).

    Returns:
        Share-days by (household code, share class). Over all holders they sum to the
        shares times the days, whatever was transferred in between.

    Examples:
        Two shares from 1 January, of which one is handed over on 11 January:

        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import Entry, EntryKind, Household, Period, Register, share_days
        >>> def entry(day, kind, shares, to=""):
        ...     return Entry(
        ...         day=day, kind=kind, household="H1", share_class="land",
        ...         shares=Fraction(shares), to=to,
        ...     )
        >>> register = Register(
        ...     households=(Household(code="H1"), Household(code="H2")),
        ...     entries=(
        ...         entry(date(2023, 1, 1), EntryKind.ISSUE, 2),
        ...         entry(date(2023, 1, 11), EntryKind.TRANSFER, 1, to="H2"),
        ...     ),
        ... )
        >>> counted = share_days(register, Period(date(2023, 1, 1), date(2023, 1, 31)))
        >>> counted["H1", "land"], counted["H2", "land"]
        (Fraction(41, 1), Fraction(21, 1))
    """
    counted: dict[Key, Fraction] = {}
    for day, key, change in _dated(register, known, transfer_day):
        if day > period.end:
            break
        left = (period.end - max(day, period.start)).days + 1
        counted[key] = counted.get(key, NONE) + change * left
    return MappingProxyType({key: shares for key, shares in counted.items() if shares})


def _dated(
    register: Register, known: date | None, transfer_day: TransferDay
) -> Iterable[tuple[date, Key, Fraction]]:
    if known is None and transfer_day == "buyer":
        return register.changes
    return dated_changes(register.known(known), transfer_day)


@frozen
class Timeline:
    """Holdings by day, laid out for many questions (持股沿革).

    Attributes:
        steps: For each household and class, the days on which its shares changed, and the
            shares from that day on, both in order.
    """

    steps: Mapping[Key, tuple[tuple[date, ...], tuple[Fraction, ...]]] = field(repr=False)

    def shares(self, household: str, share_class: str, *, on: date) -> Fraction:
        """Shares of one household in one class at the end of a day."""
        days, shares = self.steps.get((household, share_class), ((), ()))
        place = bisect_right(days, on)
        return shares[place - 1] if place else NONE

    def holdings(self, *, on: date) -> Holdings:
        """Who holds what at the end of a day, as `sanbian.holdings` gives it."""
        held = {key: self.shares(*key, on=on) for key in self.steps}
        return MappingProxyType({key: shares for key, shares in held.items() if shares})


def timeline(
    register: Register, *, known: date | None = None, transfer_day: TransferDay = "buyer"
) -> Timeline:
    """The holdings of all days, laid out once, so that each question is answered quickly.

    A question about one household takes time with the logarithm of its entries; one about
    all takes time with the number of households, whatever was asked before.

    Args:
        register: The register.
        known: Only what was known on this day, or None for all that is known.
        transfer_day: Who counts on the day of a transfer.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import Entry, EntryKind, Household, Register, timeline
        >>> issue = Entry(
        ...     day=date(2020, 1, 1), kind=EntryKind.ISSUE, household="H1",
        ...     share_class="land", shares=Fraction("2.5"),
        ... )
        >>> held = timeline(Register(households=(Household(code="H1"),), entries=(issue,)))
        >>> held.shares("H1", "land", on=date(2021, 6, 1))
        Fraction(5, 2)
    """
    changes: dict[Key, tuple[list[date], list[Fraction]]] = {}
    for day, key, change in _dated(register, known, transfer_day):
        days, shares = changes.setdefault(key, ([], []))
        days.append(day)
        shares.append(change)
    return Timeline(
        MappingProxyType(
            {
                key: (tuple(days), tuple(accumulate(shares)))
                for key, (days, shares) in changes.items()
            }
        )
    )
