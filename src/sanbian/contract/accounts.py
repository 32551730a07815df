"""The accounts that a cooperative keeps for its members."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class MemberAccounts:
    """What stands in which column of a member's account (成员账户).

    The columns are those of the official form; each is a fund of each member.

    Attributes:
        capital: What he put in (成员出资).
        reserve_share: His part of the reserve (公积金份额), or None.
        subsidy_share: His part of the property that direct state subsidies formed
            (形成财产的财政补助资金量化份额), or None.
        donation_share: His part of donated property (捐赠财产量化份额), or None.
        trade: Measures of his trade with the cooperative, by volume or amount (交易量、交易额).

    Law:
        农民专业合作社法 第四十三条.
    """

    capital: str
    reserve_share: str | None = None
    subsidy_share: str | None = None
    donation_share: str | None = None
    trade: tuple[str, ...] = ()

    @property
    def funds(self) -> tuple[tuple[str, str], ...]:
        """The columns that are kept, each with its fund."""
        columns = (
            ("capital", self.capital),
            ("reserve_share", self.reserve_share),
            ("subsidy_share", self.subsidy_share),
            ("donation_share", self.donation_share),
        )
        return tuple((column, fund) for column, fund in columns if fund is not None)
