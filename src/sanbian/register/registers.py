"""The register: households, and entries that hold together (股权台账)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cached_property

from attrs import evolve, frozen

from sanbian.errors import raise_any
from sanbian.register.changes import Key, dated_changes
from sanbian.register.checks import register_problems
from sanbian.register.entries import Entry
from sanbian.register.households import Household


@frozen(kw_only=True)
class Register:
    """Households and entries (股权台账).

    Attributes:
        households: In register order, which is the order of ties.
        entries: In the order in which they became known.
    """

    households: tuple[Household, ...]
    entries: tuple[Entry, ...] = ()

    def __attrs_post_init__(self) -> None:
        raise_any(register_problems(self.households, self.entries))

    @cached_property
    def changes(self) -> tuple[tuple[date, Key, Fraction], ...]:
        """Every change of the holdings as now known: day, household and class, shares."""
        return tuple(dated_changes(self.entries, self.households, None, "buyer"))


def recorded(register: Register, *entries: Entry) -> Register:
    """The register with further entries; what it said before, it still says of then.

    Raises:
        InvalidInputError: An entry that does not fit; the register stays as it was.

    Examples:
        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import *
        >>> register = Register(households=(Household(code="H1"), Household(code="H2")))
        >>> register = recorded(
        ...     register,
        ...     Entry(
        ...         day=date(2023, 1, 1), kind=EntryKind.ISSUE, household="H1",
        ...         share_class="land", shares=Fraction(3), id="1",
        ...     ),
        ...     Entry(
        ...         day=date(2023, 1, 1), kind=EntryKind.ISSUE, household="H1",
        ...         share_class="land", shares=Fraction(2), corrects="1",
        ...         known=date(2023, 7, 10),
        ...     ),
        ... )
        >>> june = date(2023, 6, 30)
        >>> holdings(register, on=june)["H1", "land"]
        Fraction(2, 1)
        >>> holdings(register, on=june, known=date(2023, 7, 9))["H1", "land"]
        Fraction(3, 1)
    """
    return evolve(register, entries=(*register.entries, *entries))
