"""What the parties and the households put in (入股要素)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from attrs import frozen

from sanbian.clause import Fen, Term


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
    words: str = ""
