"""One year of some futures: what each household and party gets, and what is still owed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import field, frozen

from sanbian.batch.carried import Carried
from sanbian.batch.numbers import Array
from sanbian.batch.tallies import FlowKey, Piece, lines_of_futures
from sanbian.books import Books
from sanbian.errors import InvalidInputError, Problem
from sanbian.money import rational
from sanbian.period import Period
from sanbian.wording import Text, brief, same


@frozen(kw_only=True)
class RefusedFuture:
    """A future that cannot be settled any further, and why (无法结算的未来).

    Attributes:
        future: Its number.
        period: The period in which it cannot.
        problems: All that keeps it from being settled.
    """

    future: int
    period: Period
    problems: tuple[Problem, ...]


@frozen(kw_only=True, eq=False)
class FutureYear:
    """One year of some futures (若干未来的一年).

    Attributes:
        period: The days.
        first: Number of the first future; they follow one another.
        households: Codes of the holders, in the order of the columns.
        settled: Whether each future was settled, shape ``(futures,)``. One that was not has
            nothing but zeros, in this year and all later ones.
        refused: Those that could not be settled in this year, though they could before.
        paid: What each holder is paid out, in fen, shape ``(futures, households)``.
        arrears: What is still owed to each holder after the year, same shape.
        flows: The total of each kind of flow, in whole units, each of shape ``(futures,)``.
        funds: What is on each fund after the year, likewise.
        claims: What is still open after the year, by account, likewise: ``owed/5``,
            ``deficit/profit`` ...
    """

    period: Period
    first: int
    households: tuple[str, ...]
    settled: Array
    refused: tuple[RefusedFuture, ...]
    paid: Array
    arrears: Array
    flows: Mapping[FlowKey, Array]
    funds: Mapping[str, Array]
    claims: Mapping[str, Array]
    _pieces: tuple[Piece, ...] = field(repr=False)
    _carried: Carried = field(repr=False)

    @property
    def lines(self) -> Any:
        """Every amount that was paid, as an Arrow record batch, future by future."""
        count = len(self.settled)
        return lines_of_futures(self._pieces, count, self.first, self.households)

    def books(self, future: int) -> Books:
        """The closing books of one future, by its number.

        They are those that `settle` leaves, but for what was got to date where the period
        ends a calendar year: no later period reads it.
        """
        place = future - self.first
        if not (0 <= place < len(self.settled) and self.settled[place]):
            raise InvalidInputError(_not_settled(self, future))
        return self._carried.books(place)

    def total(
        self, *, clause: str = "", kind: str = "", payer: str = "", payee: str = ""
    ) -> Array:
        """What flowed in each future, in fen: under a clause, of a kind, between accounts.

        Args:
            clause: Number of the clause, or empty for all.
            kind: Kind of the money, or empty for all.
            payer: Account that it leaves, such as ``pocket/firm``, or the first part of such;
                empty for all.
            payee: Account that it reaches, likewise: ``payable`` for all that goes to holders.

        Returns:
            Whole fen, shape ``(futures,)``.
        """
        found = [
            amounts
            for key, amounts in self.flows.items()
            if key.unit == "fen"
            and clause in {"", key.clause}
            and kind in {"", key.kind}
            and _is_under(key.payer, payer)
            and _is_under(key.payee, payee)
        ]
        return sum(found, np.zeros(len(self.settled), np.int64))


def _is_under(account: str, wanted: str) -> bool:
    return not wanted or account == wanted or account.startswith(f"{wanted}/")


def _not_settled(year: FutureYear, future: int) -> Problem:
    last = year.first + len(year.settled) - 1
    return Problem(
        at="future",
        says=Text(
            zh=f"应为本组结算了的未来（{year.first} 至 {last}），得到 {future}",
            en=f"expected a future of these ({year.first} to {last}) that was settled, "
            f"got {future}",
        ),
        do=Text(zh="看 settled 和 refused", en="look at settled and refused"),
    )


def quantile(numbers: Array, part: str | Fraction) -> Any:
    """The lowest number that at least a part of all numbers do not exceed (分位数).

    An order statistic: one of the numbers themselves, nothing is interpolated or rounded. Of
    1,000 futures ``"5%"`` is the 50th from below: 950 or more give at least as much.

    Args:
        numbers: Whole numbers, a row a future: shape ``(futures,)`` or ``(futures, ...)``.
        part: Above zero and at most one, exactly: ``"5%"``, ``"1/3"``.

    Returns:
        One number, or one for each column.

    Raises:
        InvalidInputError: No numbers, numbers that are not whole, a part outside the range.

    Examples:
        >>> import numpy as np
        >>> from sanbian.batch import quantile
        >>> int(quantile(np.array([40, 10, 30, 20]), "50%"))
        20
        >>> quantile(np.array([[4, 1], [3, 9]]), "1/2").tolist()
        [3, 1]
    """
    wanted = rational(part)
    if getattr(numbers, "dtype", None) is None or numbers.dtype.kind not in "iu":
        raise InvalidInputError(_no_numbers(numbers))
    if not len(numbers):
        raise InvalidInputError(_no_numbers(numbers))
    if not 0 < wanted <= 1:
        raise InvalidInputError(_no_part(part))
    rank = -(-wanted.numerator * len(numbers) // wanted.denominator)
    return np.sort(numbers, axis=0)[rank - 1]


def _no_numbers(numbers: object) -> Problem:
    kind = getattr(numbers, "dtype", None)
    got = brief(numbers) if kind is None else same(str(kind))
    is_empty = isinstance(numbers, np.ndarray) and not len(numbers)
    return Problem(
        at="numbers",
        says=Text(
            zh=f"应为整数的 numpy 数组，得到{'空的' if is_empty else got.zh}",
            en=f"expected a numpy array of whole numbers, got {'none' if is_empty else got.en}",
        ),
        do=Text(
            zh="给出各未来的数，例如 paid[:, 0]",
            en="give those of futures, such as paid[:, 0]",
        ),
    )


def _no_part(part: object) -> Problem:
    got = brief(part)
    return Problem(
        at="part",
        says=Text(
            zh=f"应大于 0、不大于 1，得到 {got.zh}",
            en=f"expected above 0 and at most 1, got {got.en}",
        ),
        do=Text(zh='例如 "5%" 或 "1/20"', en='write it like "5%" or "1/20"'),
    )
