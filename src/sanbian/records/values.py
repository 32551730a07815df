"""All records of one settlement, and what was told of it (凭证)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from attrs import frozen

from sanbian.clause import Fen, Kind
from sanbian.errors import Problem, not_exact, not_whole, raise_any
from sanbian.period import Period
from sanbian.records.numbers import not_fen
from sanbian.records.origins import Dealing, Receipt, Use
from sanbian.records.paid import PaymentMade, Post, Withheld
from sanbian.wording import Text


@frozen(kw_only=True)
class Announced:
    """What was told to the households, on the wall or in the news (公布的数).

    Attributes:
        words: As it was told.
        count: How many were to get it: households, people or shares; or None.
        each: Fen for each of them, or None.
        total: Fen in all, or None.
        clauses: Clauses that it is about; none for all that the households get.
        called: What it was called, or None.
    """

    words: str
    count: int | None = None
    each: Fen | None = None
    total: Fen | None = None
    clauses: tuple[str, ...] = ()
    called: Kind | None = None

    def __attrs_post_init__(self) -> None:
        raise_any(not_fen(self, "count", "each", "total"))


@frozen(kw_only=True)
class Printed:
    """A percentage as it was printed, beside its two amounts (印出的比例).

    Attributes:
        words: What it says.
        rate: The percentage.
        part: Fen of the part.
        whole: Fen of the whole.
    """

    words: str
    rate: Fraction
    part: Fen
    whole: Fen

    def __attrs_post_init__(self) -> None:
        whole = not_whole("$", {"whole": self.whole}, least=1)
        raise_any((*not_fen(self, "part"), *whole, *not_exact("$", {"rate": self.rate})))


@frozen(kw_only=True)
class YearOfBusiness:
    """What the body did in one year (经营情况).

    Attributes:
        year: Which.
        income: Fen from its business, or None where nothing says.
        farmers: Farmers who took part, or None.
        trades: Entries of trade with members, or None.
    """

    year: int
    income: Fen | None = None
    farmers: int | None = None
    trades: int | None = None

    def __attrs_post_init__(self) -> None:
        raise_any(not_fen(self, "income", "farmers", "trades"))


@frozen(kw_only=True)
class Records:
    """What happened around a settlement (凭证).

    Attributes:
        contract: Id of the contract.
        period: First and last day of the settlement that it is about; None for the one that
            is reviewed.
        resolved: Day on which it was resolved to pay, or None.
        bank_total: Fen by the bank's own sum, or None.
        payments: What was really paid, row by row.
        receipts: What the bases were made of.
        dealings: With the operator and those close to it.
        uses_decided: Day on which the plan for the collective's part was decided, or None.
        uses: What the collective's part was used for.
        posts: What was earned in public posts and by labour for the village.
        announced: What was told.
        printed: Percentages as printed.
        withheld: What was taken from households, and by no clause.
        tax: How income tax on dividends was treated, and why; or empty.
        business: What the body did, year by year.
    """

    contract: str
    period: Period | None = None
    resolved: date | None = None
    bank_total: Fen | None = None
    payments: tuple[PaymentMade, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    dealings: tuple[Dealing, ...] = ()
    uses_decided: date | None = None
    uses: tuple[Use, ...] = ()
    posts: tuple[Post, ...] = ()
    announced: tuple[Announced, ...] = ()
    printed: tuple[Printed, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    tax: str = ""
    business: tuple[YearOfBusiness, ...] = ()

    def __attrs_post_init__(self) -> None:
        raise_any((*not_fen(self, "bank_total"), *_twice(self)))


def _twice(records: Records) -> Iterator[Problem]:
    """A year that is told twice."""
    met: set[int] = set()
    for place, each in enumerate(records.business):
        if each.year in met:
            yield Problem(
                at=f"$.business[{place}].year",
                says=Text(
                    zh=f"每年应只写一次，得到两次 {each.year}",
                    en=f"expected each year once, got {each.year} twice",
                ),
                do=Text(zh="合并成一条", en="put them together in one"),
            )
        met.add(each.year)
