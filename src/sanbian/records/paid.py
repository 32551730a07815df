"""What was paid to whom, who signed for it, and what was kept back (实付)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction

from attrs import field, frozen

from sanbian.clause import Fen, Kind
from sanbian.errors import not_exact, not_whole, raise_any
from sanbian.records.numbers import not_fen, stated


class PaidBy(Enum):
    """How money was paid (发放方式)."""

    TRANSFER = "transfer"
    """转账: into an account."""
    CASH = "cash"
    """现金."""


class Signed(Enum):
    """What stands in the column for the signature (签领)."""

    SIGNATURE = "signature"
    """签字."""
    THUMBPRINT = "thumbprint"
    """手印."""
    NOTHING = "nothing"
    """空白."""


@frozen(kw_only=True)
class PaymentMade:
    """One row of the bank's list or of the signature sheet: what was really paid (实付).

    Attributes:
        household: Code of the household as written, or empty.
        name: Who was paid, as written.
        amount: Fen.
        day: When, or None where the list does not say.
        by: How, or None where the list does not say.
        account: Account it went to; masked wherever it is shown.
        received_by: Who received it, where the list names someone; empty for the household.
        signed: What stands as the signature; None where the list has no such column.
        mandate: The household's written mandate for someone else to receive it, or empty.
        clause: Clause under which it was paid, or empty for all together.
        called: What the list calls it, or None.
    """

    household: str = ""
    name: str = ""
    amount: Fen
    day: date | None = None
    by: PaidBy | None = None
    account: str = field(default="", repr=False)
    received_by: str = ""
    signed: Signed | None = None
    mandate: str = ""
    clause: str = ""
    called: Kind | None = None

    def __attrs_post_init__(self) -> None:
        raise_any(not_whole("$", {"amount": self.amount}))


class WithheldFor(Enum):
    """Why something was taken from what a household gets (扣款理由)."""

    OWN_DEBT = "own_debt"
    """本户欠款."""
    KIN_DEBT = "kin_debt"
    """亲属欠款."""
    FEE = "fee"
    """收费、摊派."""
    DEPOSIT = "deposit"
    """押金、保证金."""
    TAX = "tax"
    """代扣税款."""
    COURT = "court"
    """法院协助执行."""
    OTHER = "other"
    """其他."""


@frozen(kw_only=True)
class Withheld:
    """What was taken from a household's money by the list, and not by a clause (扣款).

    Attributes:
        household: Code of the household.
        amount: Fen.
        why: For what.
        consent: The household's written consent, or empty where there is none.
        out_of: What the money was, or None where nothing says.
        words: As the list has it.
    """

    household: str
    amount: Fen
    why: WithheldFor
    consent: str = ""
    out_of: Kind | None = None
    words: str = ""

    def __attrs_post_init__(self) -> None:
        raise_any(not_whole("$", {"amount": self.amount}, least=1))


@frozen(kw_only=True)
class Post:
    """What one person earned in a public post or as a labourer of the village (岗位报酬).

    Attributes:
        household: Code of the household, or empty.
        name: Who.
        days: Days of work; None where they were not kept.
        amount: Fen.
        booked_as: What it was booked as.
    """

    household: str = ""
    name: str = ""
    days: Fraction | None = None
    amount: Fen
    booked_as: Kind = Kind.WAGE

    def __attrs_post_init__(self) -> None:
        raise_any((*not_fen(self, "amount"), *not_exact("$", stated(self, "days"))))
