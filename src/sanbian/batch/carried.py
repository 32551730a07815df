"""Books of many futures of one contract as arrays: a row a future, a column a key (各未来的账).

The same accounts as in `Books`, by the names that a program gives them: ``fund/reserve``,
``owed/5@2022-12-31``. Books that arrays do not hold stay as they are, future by future.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeAlias

import numpy as np
from attrs import evolve, frozen

from sanbian.batch.numbers import Array
from sanbian.books import Books, Claim
from sanbian.columnar.columns import LIMIT
from sanbian.contract import Contract
from sanbian.lowering.draft import CONTRACT, MEMBER, account_level
from sanbian.period import Period
from sanbian.program import Family, Role
from sanbian.settlement.refusals import OWED

GOODS = "goods"
"""Unit of herds that come from books: these do not say it."""

Keys: TypeAlias = Mapping[str, tuple[str, ...]]
"""The keys of each level, in the order of a program."""


@frozen(eq=False)
class Standing:
    """What stands on one account in each future.

    Attributes:
        level: Level of its keys.
        unit: ``fen``, ``head`` or ``gram``.
        amounts: Whole units, shape ``(futures, keys)``.
        named: Whether the books say anything of a key, same shape; of a claim, where it is
            more than nothing.
    """

    level: str
    unit: str
    amounts: Array
    named: Array


class Carried:
    """The books of some futures after the same periods.

    Attributes:
        count: How many futures.
        keys: The keys of each level.
        settled: Periods that were settled.
        funds: By name of the family, also herds.
        claims: By name of the family.
        got: What each holder got in the open year, by clause; only while it may be asked for.
        alone: Books that arrays do not hold, by future.
    """

    def __init__(
        self, contract: Contract, count: int, keys: Keys, settled: tuple[Period, ...]
    ) -> None:
        """Begin with nothing on any account."""
        self.count = count
        self.keys = keys
        self.settled = settled
        self.funds: dict[str, Standing] = {}
        self.claims: dict[str, Standing] = {}
        self.got: dict[str, Standing] = {}
        self.alone: dict[int, Books] = {}
        self._contract = contract
        self._places = {
            level: {key: place for place, key in enumerate(listed)}
            for level, listed in keys.items()
        }

    # --- writing -----------------------------------------------------------------------

    def account(
        self, kept: dict[str, Standing], name: str, level: str, unit: str
    ) -> Standing:
        """An account among those of its kind, opened where it is not there yet."""
        if name not in kept:
            shape = self.count, len(self.keys[level])
            kept[name] = Standing(
                level, unit, np.zeros(shape, np.int64), np.zeros(shape, bool)
            )
        return kept[name]

    def close(self, family: Family, rows: Array, closing: Array) -> None:
        """Write down what a program left on a fund or claim, for the futures of some rows."""
        is_fund = family.role is Role.FUND
        kept = self.funds if is_fund else self.claims
        standing = self.account(kept, family.name, family.level, family.unit)
        standing.amounts[rows] = closing
        standing.named[rows] = True if is_fund else closing != 0

    def add(self, clause: str, rows: Array, amounts: Array) -> None:
        """Add to what each holder got in the open year under a clause."""
        standing = self.account(self.got, clause, MEMBER, "fen")
        standing.amounts[rows] += amounts
        standing.named[rows] |= amounts != 0

    def keep(self, before: Carried, rows: Array, *, keeps_year: bool) -> None:
        """Take over the funds of earlier books, and what each got in a year that goes on.

        A program writes over the funds that it has.
        """
        got = before.got if keeps_year else {}
        for mine, theirs in ((self.funds, before.funds), (self.got, got)):
            for name, old in theirs.items():
                standing = self.account(mine, name, old.level, old.unit)
                standing.amounts[rows] = old.amounts[rows]
                standing.named[rows] = old.named[rows]

    def put(self, rows: Array, books: Books) -> None:
        """Write the same books down for some futures, in arrays where these hold them."""
        if not self.holds(books):
            self.alone |= dict.fromkeys(rows.tolist(), books)
            return
        for balances, unit in ((books.funds, "fen"), (books.goods, GOODS)):
            for account, by_key in balances.items():
                level = self._level(account)
                standing = self.account(self.funds, f"fund/{account}", level, unit)
                self._write(standing, rows, by_key)
        for claim in books.claims:
            name = f"{claim.account}@{claim.since.isoformat()}"
            standing = self.account(self.claims, name, claim.level, claim.unit)
            self._write(standing, rows, {claim.key: claim.amount})
        for clause, by_key in books.year_to_date.items():
            standing = self.account(self.got, clause, MEMBER, "fen")
            self._write(standing, rows, by_key)

    def _write(self, standing: Standing, rows: Array, by_key: Mapping[str, int]) -> None:
        places = self._places[standing.level]
        for key, amount in by_key.items():
            standing.amounts[rows, places[key]] = amount
            standing.named[rows, places[key]] = True

    def _level(self, account: str) -> str:
        """The level of a fund; a herd, and what a base keeps, are of the whole contract."""
        declared = account in self._contract.names.declared
        return account_level(self._contract, account) if declared else CONTRACT

    def holds(self, books: Books) -> bool:
        """Whether arrays hold some books: of keys that the register has, in the safe range."""
        if any(books.credits_micro.values()):
            return False
        if any(each.account.startswith("advance/") for each in books.claims):
            return False
        balances = [
            (self._level(account), by_key)
            for kept in (books.funds, books.goods)
            for account, by_key in kept.items()
        ]
        balances += [(each.level, {each.key: each.amount}) for each in books.claims]
        balances += [(MEMBER, by_key) for by_key in books.year_to_date.values()]
        return all(
            by_key.keys() <= self._places[level].keys()
            and all(abs(amount) <= LIMIT for amount in by_key.values())
            for level, by_key in balances
        )

    # --- reading -----------------------------------------------------------------------

    def books(self, place: int) -> Books:
        """The books of one future, as `settle` leaves them."""
        if place in self.alone:
            return self.alone[place]
        claims = (
            Claim(
                account=name.rpartition("@")[0],
                since=date.fromisoformat(name.rpartition("@")[2]),
                level=standing.level,
                key=key,
                amount=amount,
                unit=standing.unit,
            )
            for name, standing in self.claims.items()
            for key, amount in self._by_key(standing, place).items()
        )
        return self.books_with(place, claims)

    def books_with(self, place: int, claims: Iterable[Claim]) -> Books:
        """The funds of one future, and claims as they are given."""
        funds: dict[str, dict[str, int]] = {}
        goods: dict[str, dict[str, int]] = {}
        for name, standing in self.funds.items():
            by_key = self._by_key(standing, place)
            if by_key:
                kept = funds if standing.unit == "fen" else goods
                kept[name.removeprefix("fund/")] = by_key
        return Books(
            contract=self._contract.id,
            settled=self.settled,
            funds=funds,
            goods=goods,
            claims=claims,
            year_to_date={
                clause: by_key
                for clause, standing in self.got.items()
                if (by_key := self._by_key(standing, place))
            },
        )

    def _by_key(self, standing: Standing, place: int) -> dict[str, int]:
        keys = self.keys[standing.level]
        return {
            keys[at]: int(standing.amounts[place, at])
            for at in np.flatnonzero(standing.named[place]).tolist()
        }

    # --- sums --------------------------------------------------------------------------

    def arrears(self, households: Sequence[str]) -> Array:
        """What is owed to each holder, shape ``(futures, households)``."""
        own = np.zeros((self.count, len(self.keys[MEMBER])), np.int64)
        for name, standing in self.claims.items():
            if standing.level == MEMBER and name.startswith(OWED):
                own += standing.amounts
        place = {code: at for at, code in enumerate(households)}
        found = np.zeros((self.count, len(households)), np.int64)
        found[:, [place[code] for code in self.keys[MEMBER]]] = own
        for future, books in self.alone.items():
            for claim in books.claims:
                if claim.level == MEMBER and claim.account.startswith(OWED):
                    found[future, place[claim.key]] += claim.amount
        return found

    def on_funds(self) -> dict[str, Array]:
        """What is on each fund, all keys together."""
        found = self._sums(
            (name.removeprefix("fund/"), each)
            for name, each in self.funds.items()
            if each.unit == "fen"
        )
        told = (
            (future, name, sum(by_key.values()))
            for future, books in self.alone.items()
            for name, by_key in books.funds.items()
        )
        return self._with_alone(found, told)

    def open_claims(self) -> dict[str, Array]:
        """What is open of each account, all keys and periods together."""
        found = self._sums(
            (name.rpartition("@")[0], each) for name, each in self.claims.items()
        )
        told = (
            (future, claim.account, claim.amount)
            for future, books in self.alone.items()
            for claim in books.claims
        )
        return self._with_alone(found, told)

    def _sums(self, accounts: Iterable[tuple[str, Standing]]) -> dict[str, Array]:
        found: dict[str, Array] = {}
        for name, standing in accounts:
            total = found.setdefault(name, np.zeros(self.count, np.int64))
            total += standing.amounts.sum(axis=1)
        return found

    def _with_alone(
        self, found: dict[str, Array], told: Iterable[tuple[int, str, int]]
    ) -> dict[str, Array]:
        """Sums with those of books that arrays do not hold."""
        for future, name, amount in told:
            found.setdefault(name, np.zeros(self.count, np.int64))[future] += amount
        return dict(sorted(found.items()))


def opened(
    before: Carried, keys: Keys, contract: Contract, *, is_new_year: bool
) -> Carried:
    """The books as another period opens them, over its own keys.

    What has lost its key stays alone, and what was alone may fit again; a new year begins
    with nothing got to date.
    """
    is_same = before.keys == keys and not before.alone
    if is_same and not (is_new_year and before.got):
        return before
    after = Carried(contract, before.count, keys, before.settled)
    lost = np.zeros(before.count, bool)
    got = {} if is_new_year else before.got
    for mine, theirs in (
        (after.funds, before.funds),
        (after.claims, before.claims),
        (after.got, got),
    ):
        for name, old in theirs.items():
            new = after.account(mine, name, old.level, old.unit)
            for at, key in enumerate(before.keys[old.level]):
                if key in keys[old.level]:
                    place = keys[old.level].index(key)
                    new.amounts[:, place] = old.amounts[:, at]
                    new.named[:, place] = old.named[:, at]
                else:
                    lost |= old.named[:, at]
    alone = {place: before.books(place) for place in np.flatnonzero(lost).tolist()}
    for place, books in (before.alone | alone).items():
        kept = evolve(books, year_to_date={}) if is_new_year else books
        after.put(np.array([place]), kept)
    return after
