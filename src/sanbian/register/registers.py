"""The register: households, and entries that hold together (股权台账)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property

from attrs import evolve, frozen

from sanbian.errors import raise_any
from sanbian.register.changes import Key, dated_changes, in_force
from sanbian.register.checks import register_problems
from sanbian.register.circumstances import Known, facts_of
from sanbian.register.entries import Entry
from sanbian.register.households import Household
from sanbian.register.identities import new_shared_numbers
from sanbian.register.persons import Person


@frozen(kw_only=True)
class Register:
    """Households and entries (股权台账).

    Attributes:
        households: In register order, which is the order of ties.
        entries: In the order in which they became known.
        persons: Who belongs to the households, as far as it is written down.
        opens: First day of which the register speaks, or None: no entry takes effect before.
    """

    households: tuple[Household, ...]
    entries: tuple[Entry, ...] = ()
    persons: tuple[Person, ...] = ()
    opens: date | None = None

    def __attrs_post_init__(self) -> None:
        raise_any(
            register_problems(self.households, self.entries, self.persons, self.opens)
        )

    def known(self, day: date | None = None) -> Known:
        """What was known on a day, or all that is known."""
        return Known(
            households=self.households,
            persons=self.persons,
            entries=in_force(self.entries, day),
        )

    @cached_property
    def changes(self) -> tuple[tuple[date, Key, Fraction], ...]:
        """Every change of the holdings as now known: day, household and class, shares."""
        return tuple(dated_changes(self.known(), "buyer"))

    @cached_property
    def by_code(self) -> Mapping[str, Household]:
        """The households by their codes."""
        return {household.code: household for household in self.households}

    @cached_property
    def facts(self) -> Mapping[tuple[str, str], Sequence[Entry]]:
        """Facts as now known, by the household or person whom they are about, in order."""
        return facts_of(in_force(self.entries))


def recorded(register: Register, *entries: Entry) -> Register:
    """The register with further entries; what it said before, it still says of then.

    Raises:
        InvalidInputError: An entry that does not fit, or that gives a household or person the
            identity number or account of another; the register stays as it was.

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
    after = evolve(register, entries=(*register.entries, *entries))
    days = [each.day for each in entries if each.field in {"id_number", "account"}]
    if days:
        raise_any(new_shared_numbers(register.known(), after.known(), max(days)))
    return after
