"""The roster of a part of a period: who counts on the record day, and for what.

Everything is read a whole column at a time, one number per holder of the program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import frozen

from sanbian.contract import MEMBERS
from sanbian.register import Holdings, Household, Status

NONE = Fraction(0)


@frozen(kw_only=True)
class Roster:
    """Holders on the record day of a part (登记日名册).

    Attributes:
        codes: All holders of the program, in order, also those who are only in the books.
        households: By code; a holder who is only in the books is not among them.
        day: The day whose status, and holdings, count.
        held: What counts of the holdings.
    """

    codes: tuple[str, ...]
    households: Mapping[str, Household]
    day: date
    held: Holdings

    def column(self, by_code: Mapping[str, Fraction | int]) -> Sequence[Fraction | int]:
        """A number for each holder; nothing for those of whom none is known."""
        return [by_code.get(code, 0) for code in self.codes]

    def people(self) -> list[int]:
        """Members of each household."""
        households = self.households
        return [households[code].people if code in households else 0 for code in self.codes]

    def among(self, to: str) -> list[int]:
        """One for each holder of a class, or each household that counts; else zero."""
        if to != MEMBERS:
            held = self.held
            return [int((code, to) in held) for code in self.codes]
        households, day = self.households, self.day
        return [
            int(code in households and households[code].counts_on(day))
            for code in self.codes
        ]

    def of_status(self, status: Status) -> list[int]:
        """One for each household of a poverty status, zero for the others."""
        households, day = self.households, self.day
        return [
            int(code in households and households[code].status_on(day) is status)
            for code in self.codes
        ]

    def shares(self, to: str) -> dict[tuple[str, str], Fraction]:
        """Shares by code and class: of one class, or of all."""
        return {
            key: shares
            for key, shares in self.held.items()
            if to == MEMBERS or key[1] == to
        }

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
