"""Correcting what was settled: the difference is stated, and settled in the next period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import evolve, frozen

from sanbian.books import Books, Claim
from sanbian.contract import Contract, Party
from sanbian.contract.contracts import version_on
from sanbian.errors import InvalidInputError, Problem, unknown_name
from sanbian.facts import Facts
from sanbian.period import Period
from sanbian.register import Register
from sanbian.settlement.settle import settle_years
from sanbian.settlement.values import CASH, CLAIMS, Settlement
from sanbian.wording import Text

_SIGNS = {word: 1 if word == "owed" else -1 for word in CLAIMS}


@frozen(kw_only=True)
class Difference:
    """What one clause should have given one side, beside what it gave (更正明细).

    Attributes:
        holder: Code of a household; of a party or fund, its account.
        clause: Number of the clause; empty for what stands on an account.
        since: Last day of the period for which it was due.
        settled: Fen that were paid out, or are still owed, by the settlement; less what was
            advanced beyond it.
        right: Fen by the corrected facts.
    """

    holder: str
    clause: str
    since: date
    settled: int
    right: int

    @property
    def difference(self) -> int:
        """Fen that were too little; below zero, too much."""
        return self.right - self.settled


@frozen(kw_only=True)
class Correction:
    """A correction of settled periods (更正).

    Attributes:
        contract: Id of the contract.
        reason: Why, as it is to be read later.
        periods: The periods that were settled with wrong facts.
        lines: What differs for households, line by line.
        accounts: What differs for parties and funds: they square it with each other.
        books: The books for the next settlement: what was underpaid is owed since its own
            period, what was overpaid is an advance to be set off.
    """

    contract: str
    reason: str
    periods: tuple[Period, ...]
    lines: tuple[Difference, ...]
    accounts: tuple[Difference, ...]
    books: Books


def correct(
    settled: Sequence[Settlement],
    contract: Contract,
    register: Register | Sequence[Register],
    facts: Iterable[Facts],
    books: Books | None = None,
    *,
    through: str,
    reason: str,
) -> Correction:
    """State what settled periods should have given, without paying them again (更正).

    Money that was paid stays paid. What is still due, and what was too much, goes into the
    books of the next settlement.

    Args:
        settled: The settlements to correct, from the first wrong one to the latest of all.
        contract: The contract.
        register: Who holds what, corrected; for all periods or one for each.
        facts: The corrected facts of the same periods.
        books: What the period before the first left, or None.
        through: Party that pays what was underpaid out of a division, and gets back what is
            set off.
        reason: Why, for those who read it later.

    Raises:
        InvalidInputError: Other periods than those that were settled, a party that the
            contract does not declare, or no reason; and whatever `settle` refuses.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> contract = Contract(
        ...     id="A", title="A", vehicle=Vehicle.PARTNERSHIP, starts=date(2022, 1, 1),
        ...     parties=(Party(id="firm", name="公司", role=PartyRole.OPERATOR),),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     versions=(
        ...         Version(
        ...             since=date(2022, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...             rounding=Rounding.HALF_UP, record_day="period_end",
        ...             clauses=(
        ...                 Dividend(id="3", of="profit", to="members", by=Measured("people")),
        ...             ),
        ...         ),
        ...     ),
        ... )
        >>> two = Household(code="乙", people=1)
        >>> wrong = Register(households=(Household(code="甲", people=1), two))
        >>> right = Register(households=(Household(code="甲", people=3), two))
        >>> year = Period(date(2022, 1, 1), date(2022, 12, 31))
        >>> facts = facts_of(year, amounts={"profit": 400})
        >>> paid = settle(contract, wrong, facts)
        >>> correction = correct(
        ...     (paid,), contract, right, (facts,), through="firm", reason="甲户为 3 人"
        ... )
        >>> for each in correction.lines:
        ...     print(each.holder, each.settled, each.right, each.difference)
        甲 200 300 100
        乙 200 100 -100
        >>> [(claim.account, claim.key, claim.amount) for claim in correction.books.claims]
        [('advance/3/firm', '乙', 100), ('owed/3/firm', '甲', 100)]
    """
    _check(settled, contract, through=through, reason=reason)
    right = settle_years(contract, register, facts, books)
    _check_periods(settled, right)
    was, is_ = _cash(settled), _cash(right)
    owing = {
        (claim.account, claim.since, claim.level, claim.key): claim
        for claim in right[-1].books.claims
    }
    for name in dict.fromkeys((*was, *is_)):
        _settle_later(owing, name, is_.get(name, 0) - was.get(name, 0), contract, through)
    after = evolve(right[-1].books, claims=tuple(owing.values()))
    return Correction(
        contract=contract.id,
        reason=reason,
        periods=tuple(each.period for each in settled),
        lines=tuple(
            _differences(_standing(was, settled[-1].books), _standing(is_, right[-1].books))
        ),
        accounts=tuple(
            _differences(_accounts(settled), _accounts(right)),
        ),
        books=after,
    )


Name = tuple[str, str, date]
"""A holder, a clause and the day since which something is due."""


def _cash(settlements: Sequence[Settlement]) -> dict[Name, int]:
    """What each holder was paid out, by clause and by the period for which it was due."""
    paid: dict[Name, int] = {}
    for settlement in settlements:
        for flow in settlement.flows:
            if flow.target != CASH:
                continue
            account, _, since = (flow.source or "").removeprefix("payable/").partition("@")
            clause = account.partition("~")[0]
            day = date.fromisoformat(since) if since else settlement.period.end
            for holder, amount in zip(settlement.members, flow.amounts, strict=True):
                if amount:
                    name = (holder, clause, day)
                    paid[name] = paid.get(name, 0) + amount
    return paid


def _standing(paid: Mapping[Name, int], books: Books) -> dict[Name, int]:
    """What each holder was paid and is still owed, less what was advanced beyond it."""
    found = dict(paid)
    for claim in books.claims:
        word, clause, *_ = claim.account.split("/")
        if word in _SIGNS and claim.level == "member" and claim.unit == "fen":
            name = (claim.key, clause, claim.since)
            found[name] = found.get(name, 0) + _SIGNS[word] * claim.amount
    return found


def _accounts(settlements: Sequence[Settlement]) -> dict[Name, int]:
    """What parties got, and what stands on funds after the last settlement."""
    found: dict[Name, int] = {}
    for settlement in settlements:
        for flow in settlement.flows:
            for account, sign in ((flow.target or "", 1), (flow.source or "", -1)):
                if account.startswith(("party/", "pocket/")) and flow.unit == "fen":
                    party = account.partition("/")[2]
                    name = (party, "", settlement.period.end)
                    found[name] = found.get(name, 0) + sign * sum(flow.amounts)
    last = settlements[-1]
    for fund, by_key in last.books.funds.items():
        found[fund, "", last.period.end] = sum(by_key.values())
    return found


def _differences(
    settled: Mapping[Name, int], right: Mapping[Name, int]
) -> Iterator[Difference]:
    for name in dict.fromkeys((*settled, *right)):
        was, is_ = settled.get(name, 0), right.get(name, 0)
        if was != is_:
            holder, clause, since = name
            yield Difference(
                holder=holder, clause=clause, since=since, settled=was, right=is_
            )


Owing = dict[tuple[str, date, str, str], Claim]
"""Claims by account, day, level and key."""


def _settle_later(
    owing: Owing, name: Name, difference: int, contract: Contract, through: str
) -> None:
    """Enter what one holder was paid too little, or too much, for the next settlement."""
    holder, clause, since = name
    own = f"owed/{clause}"
    if difference > 0:
        is_promise = _is_promised(contract, clause, since)
        _add(owing, own if is_promise else f"{own}/{through}", name, difference)
    elif difference < 0:
        place = (own, since, "member", holder)
        open_ = owing[place].amount if place in owing else 0
        lowered = min(open_, -difference)
        if lowered:
            _add(owing, own, name, -lowered)
        if difference + lowered:
            _add(owing, f"advance/{clause}/{through}", name, -difference - lowered)


def _add(owing: Owing, account: str, name: Name, amount: int) -> None:
    holder, _, since = name
    place = (account, since, "member", holder)
    before = owing[place].amount if place in owing else 0
    if before + amount:
        owing[place] = Claim(
            account=account,
            since=since,
            level="member",
            key=holder,
            amount=before + amount,
        )
    else:
        del owing[place]


def _is_promised(contract: Contract, id_: str, since: date) -> bool:
    """Whether a clause promises: it pays its own debts later."""
    version = contract.versions[version_on(contract, since) or 0]
    return any(
        clause.id == id_ and (hasattr(clause, "unpaid") or hasattr(clause, "cumulative"))
        for clause in version.clauses
    )


# --- what is refused -----------------------------------------------------------------


def _check(
    settled: Sequence[Settlement], contract: Contract, *, through: str, reason: str
) -> None:
    parties = [
        name for name in contract.names.of(Party) if not contract.names.is_per_group(name)
    ]
    if through not in parties:
        what = Text(zh="当事人", en="party")
        raise InvalidInputError(
            unknown_name("through", name=through, known=parties, what=what)
        )
    if not reason.strip():
        raise InvalidInputError(
            Problem(
                at="reason",
                says=Text(
                    zh="应写明更正的理由，得到空白", en="expected a reason, got none"
                ),
                do=Text(
                    zh="写明错在哪里、凭什么更正", en="write what was wrong, and by what"
                ),
            )
        )
    if not settled:
        raise InvalidInputError(
            Problem(
                at="settled",
                says=Text(
                    zh="应有要更正的结算，得到没有", en="expected settlements, got none"
                ),
                do=Text(
                    zh="从第一个有错的期间起，给到最近一期",
                    en="give them from the first wrong one to the latest",
                ),
            )
        )


def _check_periods(settled: Sequence[Settlement], right: Sequence[Settlement]) -> None:
    was = [each.period for each in settled]
    is_ = [each.period for each in right]
    if was != is_:
        listed, given = (", ".join(map(str, each)) for each in (was, is_))
        raise InvalidInputError(
            Problem(
                at="facts",
                says=Text(
                    zh=f"应为已结算各期的事实（{listed}），得到 {given or '没有'}",
                    en=f"expected the facts of the periods settled ({listed}), "
                    f"got {given or 'none'}",
                ),
                do=Text(
                    zh="每个已结算的期间给一份更正后的事实，次序相同",
                    en="give corrected facts for each period that was settled, in order",
                ),
            )
        )
