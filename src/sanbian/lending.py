"""What a court makes of payments on a loan in the dress of shares (按借款重算).

Interest counts up to the lawful rate and no further. What was paid beyond the lawful interest
that had come due pays principal down, and lowers the interest that follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from sanbian.daycount import DayCount, year_fraction
from sanbian.errors import Problem, raise_any
from sanbian.money import Rounding, round_ratio
from sanbian.wording import Text, money


@frozen(kw_only=True)
class Instalment:
    """A payment that was called a dividend or guarantee (已付款项).

    Attributes:
        day: When.
        amount: Fen, at least zero.
        lawful: Lawful interest in fen since the payment before, as a court or the parties
            found it, or None to count it.
    """

    day: date
    amount: int
    lawful: int | None = None


@frozen(kw_only=True)
class Recalculated:
    """What one payment comes to on a loan (重算的一笔); amounts in fen.

    Attributes:
        day: When.
        paid: What was paid.
        due: Lawful interest that had come due until then and was not paid before.
        interest: What of the payment is interest.
        principal: What of it pays principal down.
        beyond: What of it was paid when nothing was owed any more: to be paid back.
        left: Principal afterwards.
        unpaid: Lawful interest that stays owed.
    """

    day: date
    paid: int
    due: int
    interest: int
    principal: int
    beyond: int
    left: int
    unpaid: int


def recalculate(
    principal: int,
    instalments: Sequence[Instalment],
    *,
    since: date,
    rate: Fraction,
    count: DayCount = DayCount.ACTUAL_365,
) -> tuple[Recalculated, ...]:
    """Say of each payment what is lawful interest and what pays the principal down (重算).

    Interest runs on the principal that is left, from the day of the loan or of the payment
    before up to the day of the payment, which does not count; it is not compounded. An exact
    part of a fen is carried on to the next payment.

    Args:
        principal: Fen that were put in, above zero.
        instalments: What was paid, in order of days.
        since: The day on which the money was put in.
        rate: Lawful rate a year: the agreed one, at most the cap.
        count: How days are turned into parts of a year.

    Returns:
        One row for each payment, in order. A court that sets everything off at the end has
        one payment: the sum, on the last day.

    Raises:
        InvalidInputError: Days out of order, or an amount or rate below zero.

    Examples:
        The furniture works: 18,000 yuan paid on 100,000, of which the court found 16,061 to
        be lawful.

        >>> from datetime import date
        >>> from fractions import Fraction
        >>> from sanbian import Instalment, recalculate, yuan
        >>> paid = Instalment(
        ...     day=date(2023, 8, 31), amount=yuan(18_000), lawful=yuan(16_061)
        ... )
        >>> row, = recalculate(
        ...     yuan(100_000), [paid], since=date(2022, 7, 30), rate=Fraction(148, 1000)
        ... )
        >>> row.principal == yuan(1_939), row.left == yuan(98_061)
        (True, True)

    Law:
        最高人民法院关于审理民间借贷案件适用法律若干问题的规定 第二十五条.
    """
    raise_any(_problems(principal, instalments, since, rate))
    return tuple(_rows(principal, instalments, since, rate, count))


def _rows(
    principal: int,
    instalments: Sequence[Instalment],
    since: date,
    rate: Fraction,
    count: DayCount,
) -> Iterator[Recalculated]:
    left, owed, last = principal, Fraction(0), since
    for each in instalments:
        if each.lawful is None:
            owed += left * rate * year_fraction(last, each.day, count, counted_from=since)
        else:
            owed += each.lawful
        due = round_ratio(owed.numerator, owed.denominator, Rounding.HALF_UP)
        interest = min(each.amount, due)
        paid_down = min(each.amount - interest, left)
        left, owed, last = left - paid_down, owed - interest, each.day
        yield Recalculated(
            day=each.day,
            paid=each.amount,
            due=due,
            interest=interest,
            principal=paid_down,
            beyond=each.amount - interest - paid_down,
            left=left,
            unpaid=due - interest,
        )


def told(row: Recalculated) -> Text:
    """One recalculated payment in words.

    Examples:
        >>> from datetime import date
        >>> from sanbian.lending import Recalculated, told
        >>> row = Recalculated(
        ...     day=date(2023, 8, 31), paid=1_800_000, due=1_606_100, interest=1_606_100,
        ...     principal=193_900, beyond=0, left=9_806_100, unpaid=0,
        ... )
        >>> print(told(row).en.partition("; ")[2])
        98,061.00 yuan are left
    """
    paid, interest, down, left = (
        money(amount) for amount in (row.paid, row.interest, row.principal, row.left)
    )
    says = Text(
        zh=f"{row.day} 付 {paid.zh}，其中合法利息 {interest.zh}，抵本金 {down.zh}，"
        f"尚余本金 {left.zh}",
        en=f"{row.day}: {paid.en} paid, of which {interest.en} are lawful interest and "
        f"{down.en} principal; {left.en} are left",
    )
    if row.unpaid:
        still = money(row.unpaid)
        says += Text(zh=f"，欠息 {still.zh}", en=f", with {still.en} of interest unpaid")
    if row.beyond:
        back = money(row.beyond)
        says += Text(zh=f"，多付 {back.zh}", en=f", with {back.en} paid beyond the debt")
    return says


def _problems(
    principal: int, instalments: Sequence[Instalment], since: date, rate: Fraction
) -> Iterator[Problem]:
    below = [("principal", principal)] if principal <= 0 else []
    for place, each in enumerate(instalments):
        named = (("amount", each.amount), ("lawful", each.lawful or 0))
        below += [
            (f"instalments[{place}].{name}", amount) for name, amount in named if amount < 0
        ]
    for at, amount in below:
        got = money(amount)
        yield Problem(
            at=at,
            says=Text(
                zh=f"本金应大于零，付款不小于零，得到 {got.zh}",
                en=f"expected principal above zero and payments of at least zero, got {got.en}",
            ),
            do=Text(zh="更正金额", en="correct the amount"),
        )
    if rate < 0:
        yield Problem(
            at="rate",
            says=Text(
                zh=f"应为不小于零的年率，得到 {rate}",
                en=f"expected a rate of at least nothing, got {rate}",
            ),
            do=Text(zh="更正年率", en="correct the rate"),
        )
    days = (since, *(each.day for each in instalments))
    for place, (earlier, later) in enumerate(pairwise(days)):
        if later < earlier:
            yield Problem(
                at=f"instalments[{place}].day",
                says=Text(
                    zh=f"应不早于 {earlier}，得到 {later}",
                    en=f"expected a day not before {earlier}, got {later}",
                ),
                do=Text(zh="按日期先后排列", en="order the payments by day"),
            )
