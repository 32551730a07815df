"""Issuing shares: what was put in, at par, as entries of the register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sanbian.contract import Contract, Party
from sanbian.errors import Problem, raise_any, unknown_name
from sanbian.facts import Facts
from sanbian.quantification import quantify
from sanbian.register import Entry, EntryKind, Register
from sanbian.wording import Text


def issue_shares(
    contract: Contract, register: Register, facts: Facts, *, on: date
) -> tuple[Entry, ...]:
    """Turn what was put in into shares, so that nothing is lost on the way (折股量化).

    The value of each contribution that names a share class (``into``) is worked out for
    each who gave it, exactly; values over par are shares, rounded down to the decimals of
    the class. What that leaves is issued to the holder whom the class names.

    Args:
        contract: The contract.
        register: The households; a party that gives has a row with its id as code.
        facts: Measures that the values need: prices by grade, the fund that is quantified.
        on: First day on which the shares count.

    Returns:
        Entries by class and holder, in register order. Shares times par are the value put
        in, exactly.

    Raises:
        MissingFactError: A measure is missing.
        InvalidInputError: The holder of a residue, or a party that gives, has no row; a
            value below zero.

    Examples:
        2.5 mu at 10,500 yuan and a par of 10,000 yuan, two decimals:

        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import *
        >>> day = date(2020, 1, 1)
        >>> contract = Contract(
        ...     id="A", title="A", vehicle=Vehicle.PARTNERSHIP, starts=day,
        ...     share_classes=(
        ...         ShareClass(id="land", name="土地股", par=10_000_00, decimals=2, residue_to="C"),
        ...     ),
        ...     measures=(NamedMeasure(id="area", name="面积", unit="mu"),),
        ...     contributions=(
        ...         Contribution(
        ...             by="members", what="land", into="land",
        ...             value=PerUnit(Fraction(10_500_00), "area"),
        ...         ),
        ...     ),
        ...     versions=(
        ...         Version(
        ...             since=day, odd_fen=OddFen.FIRST, rounding=Rounding.HALF_UP,
        ...             record_day="period_end", clauses=(),
        ...         ),
        ...     ),
        ... )
        >>> register = Register(
        ...     households=(
        ...         Household(code="H1", measures={"area": Fraction("2.5")}), Household(code="C"),
        ...     )
        ... )
        >>> facts = facts_of(Period(day, date(2020, 12, 31)))
        >>> [(entry.household, entry.shares) for entry in issue_shares(
        ...     contract, register, facts, on=day
        ... )]
        [('H1', Fraction(131, 50)), ('C', Fraction(1, 200))]
    """
    from sanbian.lowering.quantifying import values_put_in  # noqa: PLC0415 - loaded when used

    codes = [household.code for household in register.households]
    raise_any(_strangers(contract, codes))
    put_in = values_put_in(contract, register, facts)
    entries = []
    for share_class in contract.share_classes:
        values = put_in.get(share_class.id)
        if values is None:
            continue
        assert share_class.par is not None
        assert share_class.decimals is not None
        assert share_class.residue_to is not None
        shares = quantify(
            values,
            par=share_class.par,
            decimals=share_class.decimals,
            residue_to=share_class.residue_to,
        )
        entries += [
            Entry(
                day=on,
                kind=EntryKind.ISSUE,
                household=code,
                share_class=share_class.id,
                shares=shares[code],
            )
            for code in codes
            if shares.get(code)
        ]
    return tuple(entries)


def _strangers(contract: Contract, codes: list[str]) -> Iterator[Problem]:
    """Holders whom the contract names and the register does not know."""
    what = Text(zh="名册中的户", en="household of the register")
    into = {given.into for given in contract.contributions}
    for share_class in contract.share_classes:
        name = share_class.residue_to
        if share_class.id in into and name is not None and name not in codes:
            at = f"$ ({share_class.id}).residue_to"
            yield unknown_name(at, name=name, known=codes, what=what)
    for place, given in enumerate(contract.contributions):
        is_party = given.into is not None and given.by in contract.names.of(Party)
        if is_party and given.by not in codes:
            at = f"$.contributions[{place}].by"
            yield unknown_name(at, name=given.by, known=codes, what=what)
