"""The roster of a part of a period: who counts on the record day, and for what.

Everything is read a whole column at a time, one number per holder of the program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import repeat

from attrs import evolve, frozen

from sanbian.contract import MEMBERS
from sanbian.period import Period
from sanbian.register import Holdings, Household, Status

NONE = Fraction(0)

_NOBODY = Household(code="", entered=date.max)  # a holder who is only in the books


def is_new(household: Household, period: Period, known: Mapping[str, int]) -> bool:
    """Whether a household's own fund opens in a period: it counts now and did not before."""
    entered, left = household.entered, household.left
    is_here = (entered is None or entered <= period.end) and (
        left is None or left >= period.start
    )
    is_in_books = household.code in known
    enters_now = entered is not None and entered >= period.start
    return is_here and (not is_in_books or (enters_now and not known[household.code]))


@frozen(kw_only=True)
class Roster:
    """Holders on the record day of a part (登记日名册).

    Attributes:
        codes: All holders of the program, in order, also those who are only in the books.
        households: By code; a holder who is only in the books is not among them.
        day: The day whose status, and holdings, count.
        held: What counts of the holdings.
        left: Last day of each whose membership has ended by the end of the part, as it is
            known then; the record day may be earlier.
        at_end: The households as they are at the end of the whole period.
    """

    codes: tuple[str, ...]
    households: Mapping[str, Household]
    day: date
    held: Holdings
    left: Mapping[str, date]
    at_end: Mapping[str, Household]

    @property
    def with_later(self) -> Roster:
        """With those who enter after the record day as they are at the end of the period."""
        later = {
            code: household
            for code, household in self.at_end.items()
            if household.entered is not None and household.entered > self.day
        }
        return evolve(self, households={**self.households, **later})

    @cached_property
    def _listed(self) -> Sequence[Household]:
        """The household of each code."""
        return list(map(self.households.get, self.codes, repeat(_NOBODY)))

    @cached_property
    def _statuses(self) -> Sequence[Status | None]:
        """The poverty status of each household on the day."""
        day = self.day
        return [
            None if household is _NOBODY else household.status_on(day)
            for household in self._listed
        ]

    def column(self, by_code: Mapping[str, Fraction | int]) -> Sequence[Fraction | int]:
        """A number for each holder; nothing for those of whom none is known."""
        return list(map(by_code.get, self.codes, repeat(0)))

    def people(self) -> list[int]:
        """Members of each household."""
        return [household.people for household in self._listed]

    def among(self, to: str) -> list[int]:
        """One for each holder of a class, or each household that counts; else zero."""
        if to != MEMBERS:
            held = self.held
            return [int((code, to) in held) for code in self.codes]
        day = self.day
        return [int(household.counts_on(day)) for household in self._listed]

    def of_status(self, status: Status) -> list[int]:
        """One for each household of a poverty status, zero for the others."""
        return [int(each is status) for each in self._statuses]

    def shares(self, to: str, worth: Callable[[str], int]) -> Sequence[Fraction | int]:
        """Shares of each holder in a class, or in all, each at what its class is worth."""
        totals: dict[str, Fraction] = {}
        classes = dict.fromkeys(name for _, name in self.held)
        worths = {name: worth(name) for name in classes if to in {MEMBERS, name}}
        for (code, name), shares in self.held.items():
            if name in worths:
                mine = shares if worths[name] == 1 else shares * worths[name]
                totals[code] = totals[code] + mine if code in totals else mine
        return self.column(totals)

    def measured(self, measure: str) -> dict[str, Fraction]:
        """What the register says of each household under a measure."""
        return {
            code: household.measures[measure]
            for code, household in self.households.items()
            if measure in household.measures
        }

    def entered(self, code: str) -> date | None:
        """First day on which a holder counts, or None for from the beginning."""
        household = self.households.get(code)
        return None if household is None else household.entered
