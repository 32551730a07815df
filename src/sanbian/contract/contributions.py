"""What the parties and the households put in (入股要素)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import frozen

from sanbian.clause import Fen, Term

Voice: TypeAlias = Literal["vote", "management", "information"]
"""A part in the business: a vote, a place in management, a right to be told of it."""
Approval: TypeAlias = Literal["assembly", "township", "county"]
"""Who has to agree before a public asset is sold: assembly, township, county."""


@frozen(kw_only=True)
class Plot:
    """One plot of land that is put in (地块).

    Attributes:
        household: Code of the household that contracted it, or empty.
        name: What it is called.
        location: Where it lies.
        area_mu: Its area in mu, or None.
        grade: Its grade.
        contracted_until: Last day of the household's contracting term or forest right.
    """

    household: str = ""
    name: str = ""
    location: str = ""
    area_mu: Fraction | None = None
    grade: str = ""
    contracted_until: date | None = None


@frozen(kw_only=True)
class Contribution:
    """What someone put in, and into which shares it is turned (入股要素、折股量化).

    Attributes:
        by: Party, share class or ``members``.
        what: Land, money, labour, house, machinery, technology, skill, scenery, culture,
            livestock, fiscal funds or loan.
        quantity: How much, or None.
        unit: In which unit.
        unit_value: Fen per unit, or None.
        appraised: Value in fen, or None.
        into: Share class into which it is quantified, or None where it is recorded only.
        value: Value of what each of `by` put in, from the register and the facts; None
            for that of a party as appraised.
        status: Only households with this poverty status, or None for all.
        printed: Its part of all as the certificates print it, or None.
        day: When, or None.
        method: How the value was found.
        approved_by: Who approved it.
        funded_by: Where the money came from.
        plots: Of land, plot by plot.
        contracted_until: Of land, the last day of the contracting term or forest right that
            ends first, or None.
        voice: What those who put it in can say in the business; empty for nothing, None where
            the contract is silent.
        owner_after: Of public money, who owns what it bought after the term.
        disposal_by: Of public money, who has to agree before what it bought is sold.
        words: As it stands on paper.
    """

    by: str
    what: Literal[
        "land",
        "money",
        "labour",
        "house",
        "machinery",
        "technology",
        "skill",
        "scenery",
        "culture",
        "livestock",
        "fiscal_funds",
        "loan",
    ]
    quantity: Fraction | None = None
    unit: str = ""
    unit_value: Fraction | None = None
    appraised: Fen | None = None
    into: str | None = None
    value: Term | None = None
    status: str | None = None
    printed: Fraction | None = None
    day: date | None = None
    method: str = ""
    approved_by: str = ""
    funded_by: str = ""
    plots: tuple[Plot, ...] = ()
    contracted_until: date | None = None
    voice: tuple[Voice, ...] | None = None
    owner_after: str = ""
    disposal_by: tuple[Approval, ...] = ()
    words: str = ""
