"""Records: what happened around a settlement and no settlement needs (凭证).

Nothing here changes an amount. The records are what a review lays beside the settlement:
what the bank paid out and who signed for it, when it was resolved, what the money came from,
what was dealt with the operator, what the collective's part was used for, and what was told
to the households.
"""

from sanbian.records.origins import Dealing, DealingKind, Origin, Purpose, Receipt, Use
from sanbian.records.paid import PaidBy, PaymentMade, Post, Signed, Withheld, WithheldFor
from sanbian.records.values import Announced, Printed, Records, YearOfBusiness

__all__ = [
    "Announced",
    "Dealing",
    "DealingKind",
    "Origin",
    "PaidBy",
    "PaymentMade",
    "Post",
    "Printed",
    "Purpose",
    "Receipt",
    "Records",
    "Signed",
    "Use",
    "Withheld",
    "WithheldFor",
    "YearOfBusiness",
]
