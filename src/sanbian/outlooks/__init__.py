"""What each side gets or bears in a good, a normal, a bad and a ruinous year (各方得失预估).

Every year is settled by `settle` itself, from the contract's own expectation times a stated
multiple; nothing is computed beside it.
"""

from sanbian.outlooks.looking import expectation_of, outlook
from sanbian.outlooks.values import (
    YEARS,
    Expectation,
    Outlook,
    OutlookRow,
    OutlookYear,
    Side,
)

__all__ = [
    "YEARS",
    "Expectation",
    "Outlook",
    "OutlookRow",
    "OutlookYear",
    "Side",
    "expectation_of",
    "outlook",
]
