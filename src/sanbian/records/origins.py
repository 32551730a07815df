"""Where the money came from, and where it went besides the households (来源与去向)."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction

from attrs import frozen

from sanbian.clause import Fen
from sanbian.errors import not_exact, raise_any
from sanbian.records.numbers import no_years, not_fen, stated


class Origin(Enum):
    """Where money in a base came from (收入来源)."""

    OPERATING = "operating"
    """经营收入."""
    RENT = "rent"
    """发包、出租收入."""
    PREPAID_RENT = "prepaid_rent"
    """一次收取的多年租金."""
    INVESTMENT = "investment"
    """投资收益."""
    SUBSIDY = "subsidy"
    """不定用途的补助."""
    EARMARKED = "earmarked"
    """专项补助: a subsidy with a purpose."""
    REQUISITION = "requisition"
    """征地补偿."""
    ASSET_SALE = "asset_sale"
    """处置资产所得."""
    DONATION = "donation"
    """捐赠."""
    PHOTOVOLTAIC = "photovoltaic"
    """光伏发电收入."""
    NEW_CAPITAL = "new_capital"
    """新入的股金."""
    OTHER = "other"
    """其他收入."""


@frozen(kw_only=True)
class Receipt:
    """A part of what a base was made of (收入构成).

    Attributes:
        base: Base of the contract that it went into.
        origin: Where it came from.
        amount: Fen.
        years: Years that it was received for, at least one.
        words: What it was, as booked.
    """

    base: str
    origin: Origin
    amount: Fen
    years: int = 1
    words: str = ""

    def __attrs_post_init__(self) -> None:
        raise_any((*not_fen(self, "amount"), *no_years(self.years)))


class DealingKind(Enum):
    """What was dealt with the operator or someone close to it (往来)."""

    LOAN = "loan"
    """借出: money of the business or of the households, lent to it."""
    SALE = "sale"
    """卖给: produce or goods, sold to it."""
    PURCHASE = "purchase"
    """买自: goods or services, bought from it."""
    FEE = "fee"
    """费用: paid to it."""


@frozen(kw_only=True)
class Dealing:
    """One dealing with the operator or a related party (往来).

    Attributes:
        kind: What it was.
        other: Id of the party, or the name of who stands close to one.
        amount: Fen that changed hands.
        day: When, or None.
        rate: For a loan: its interest per year; None where none is stated.
        price: For a sale or purchase: fen for one unit, or None.
        market_price: Fen for one unit at the market of the place, or None.
        clause: For a fee: clause or contract that it rests on, or empty for none.
        words: What it was.
    """

    kind: DealingKind
    other: str
    amount: Fen
    day: date | None = None
    rate: Fraction | None = None
    price: Fraction | None = None
    market_price: Fraction | None = None
    clause: str = ""
    words: str = ""

    def __attrs_post_init__(self) -> None:
        numbers = stated(self, "rate", "price", "market_price")
        raise_any((*not_fen(self, "amount"), *not_exact("$", numbers)))


class Purpose(Enum):
    """What the collective's part is used for (用途)."""

    ADMINISTRATION = "administration"
    """管理费用."""
    WELFARE = "welfare"
    """公益."""
    POOR = "poor"
    """帮扶困难户."""
    WORKS = "works"
    """小型公益事业."""
    POSTS = "posts"
    """公益岗位."""
    RESERVE = "reserve"
    """公积公益金."""
    OTHER = "other"
    """其他."""


@frozen(kw_only=True)
class Use:
    """What a part of the collective's money was planned for and used for (二次分配).

    Attributes:
        purpose: What for.
        planned: Fen by the plan, or None where the plan does not name it.
        spent: Fen that were used.
        words: As it was decided.
    """

    purpose: Purpose
    planned: Fen | None = None
    spent: Fen = 0
    words: str = ""

    def __attrs_post_init__(self) -> None:
        raise_any(not_fen(self, "planned", "spent"))
