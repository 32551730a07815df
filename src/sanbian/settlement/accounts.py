"""Members' accounts of a period: what stood there, what changed it, what stands there now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from attrs import frozen

from sanbian.books import Books
from sanbian.clause import Kind
from sanbian.contract import Contract, MemberAccounts
from sanbian.errors import InvalidInputError, Problem, UnknownNameError, unknown_name
from sanbian.facts import Facts
from sanbian.period import Period
from sanbian.register import Household, Register, households_on
from sanbian.settlement.values import Flow, Settlement
from sanbian.wording import Text

COLUMN_NAMES: Mapping[str, Text] = {
    "capital": Text(zh="成员出资", en="capital"),
    "reserve_share": Text(zh="公积金份额", en="reserve share"),
    "subsidy_share": Text(
        zh="形成财产的财政补助资金量化份额", en="share of property formed by subsidies"
    ),
    "donation_share": Text(zh="捐赠财产量化份额", en="share of donated property"),
}
"""The columns of the official form that carry an amount from year to year."""

ENTERED = Text(zh="入社或建账时记入", en="entered on joining or opening")


@frozen(kw_only=True)
class AccountChange:
    """One change of a column, by a clause (变动).

    Attributes:
        column: ``capital``, ``reserve_share``, ``subsidy_share`` or ``donation_share``.
        clause: Number of the clause, or empty for what is entered when the account opens.
        says: What it is, in words.
        amount: Fen; negative for what leaves the account.
        day: Day under which it is entered: what a joiner brings on the day of joining, what an
            account opens with on the first day of the period, what a clause does on the last.
    """

    column: str
    clause: str
    says: Text
    amount: int
    day: date


@frozen(kw_only=True)
class Trade:
    """What a member traded with the cooperative in a period (交易量、交易额).

    Attributes:
        measure: Word by which the contract names it.
        says: Its name for people.
        unit: ``kg``, ``jin`` ...; ``yuan`` for money.
        quantity: How much; money in fen.
    """

    measure: str
    says: Text
    unit: str
    quantity: Fraction


@frozen(kw_only=True)
class MemberAccount:
    """The account of one member for one period (成员账户).

    For each column ``opening + changes = closing``, and over all members it is the fund.

    Attributes:
        member: Code.
        name: Name, or empty.
        period: The days.
        opening: Fen by column before the period.
        changes: What changed them, in order.
        closing: Fen by column after the period.
        trade: What he traded with the cooperative.
        patronage_refund: Fen that the period gave him by his trade (盈余返还金额).
        surplus_refund: Fen that it gave him of the remainder (剩余盈余返还金额).
    """

    member: str
    name: str
    period: Period
    opening: Mapping[str, int]
    changes: tuple[AccountChange, ...]
    closing: Mapping[str, int]
    trade: tuple[Trade, ...]
    patronage_refund: int
    surplus_refund: int

    def __attrs_post_init__(self) -> None:
        moved = dict(self.opening)
        for change in self.changes:
            moved[change.column] += change.amount
        assert moved == dict(self.closing), f"the account of {self.member} does not add up"


def member_accounts(
    contract: Contract,
    register: Register,
    facts: Facts,
    settlement: Settlement,
    before: Books | None = None,
) -> tuple[MemberAccount, ...]:
    """The accounts of all members for one period (成员账户).

    Args:
        contract: The contract, which says what stands in which column.
        register: Who the members are.
        facts: What they traded in the period.
        settlement: Its settlement.
        before: The books before the period, or None for the first.

    Returns:
        One account for each member, in register order; who has nothing on it and did nothing
        in the period has none.

    Raises:
        InvalidInputError: The contract keeps no accounts for members.

    Law:
        农民专业合作社法 第四十三条.

    Examples:
        >>> from sanbian import member_accounts, settle
        >>> from sanbian.files import load_folder
        >>> coop = load_folder("examples/W04-member-accounts")
        >>> year = settle(coop.contract, coop.register, coop.facts[0])
        >>> first, *_ = member_accounts(coop.contract, coop.register, coop.facts[0], year)
        >>> first.member, first.closing["reserve_share"], first.patronage_refund
        ('DJ01', 24000000, 9450000)
    """
    year = _Year(
        contract=contract,
        columns=columns_of(contract),
        facts=facts,
        settlement=settlement,
        before=before,
    )
    households = {each.code: each for each in households_on(register, on=facts.period.end)}
    found = (
        _account(year, place, households.get(code))
        for place, code in enumerate(settlement.members)
    )
    return tuple(account for account in found if _is_kept(account))


def member_account(
    contract: Contract,
    register: Register,
    facts: Facts,
    settlement: Settlement,
    member: str,
    before: Books | None = None,
) -> MemberAccount:
    """The account of one member for one period; see `member_accounts`.

    Raises:
        UnknownNameError: No such member has an account.
        InvalidInputError: The contract keeps no accounts for members.

    Examples:
        >>> from sanbian import member_account, settle
        >>> from sanbian.files import load_folder
        >>> coop = load_folder("examples/W04-member-accounts")
        >>> year = settle(coop.contract, coop.register, coop.facts[0])
        >>> found = member_account(coop.contract, coop.register, coop.facts[0], year, "DJ04")
        >>> [(change.says.en, change.amount) for change in found.changes][-1]
        ('reserve quantified', 500000)
    """
    accounts = member_accounts(contract, register, facts, settlement, before)
    for account in accounts:
        if account.member == member:
            return account
    what = Text(zh="有账户的成员", en="member with an account")
    known = [account.member for account in accounts]
    raise UnknownNameError(unknown_name("member", name=member, known=known, what=what))


def columns_of(contract: Contract) -> MemberAccounts:
    """What stands in which column of the accounts that a contract keeps.

    Raises:
        InvalidInputError: It keeps none.
    """
    if contract.member_accounts is None:
        raise InvalidInputError(
            Problem(
                at="$.member_accounts",
                says=Text(
                    zh="合同应写明成员账户各栏（member_accounts），得到空白",
                    en="expected the columns of members' accounts (member_accounts), got none",
                ),
                do=Text(
                    zh='写 [member_accounts]，例如 capital = "capital"（各户自有的基金）',
                    en='write [member_accounts], such as capital = "capital", a fund of each '
                    "member",
                ),
            )
        )
    return contract.member_accounts


def _is_kept(account: MemberAccount) -> bool:
    """Whether anything stands on an account, or happened on it."""
    return (
        any(account.opening.values())
        or bool(account.changes)
        or account.patronage_refund != 0
        or any(trade.quantity for trade in account.trade)
    )


@frozen(kw_only=True)
class _Year:
    """Everything that the accounts of one period are made of."""

    contract: Contract
    columns: MemberAccounts
    facts: Facts
    settlement: Settlement
    before: Books | None


def _account(year: _Year, place: int, household: Household | None) -> MemberAccount:
    columns, settlement, before = year.columns, year.settlement, year.before
    code = settlement.members[place]
    opening = {
        column: 0 if before is None else before.funds.get(fund, {}).get(code, 0)
        for column, fund in columns.funds
    }
    closing = {
        column: settlement.books.funds[fund].get(code, 0) for column, fund in columns.funds
    }
    changes = tuple(_changes(columns, settlement, place))
    entered = dict(closing)
    for change in changes:
        entered[change.column] -= change.amount
    day = _opened(household, settlement.period)
    first = tuple(
        AccountChange(
            column=column, clause="", says=ENTERED, amount=new - opening[column], day=day
        )
        for column, new in entered.items()
        if new != opening[column]
    )
    return MemberAccount(
        member=code,
        name=settlement.names.get(code, ""),
        period=settlement.period,
        opening=opening,
        changes=(*first, *changes),
        closing=closing,
        trade=tuple(_trade(year, code, household)),
        patronage_refund=_given(settlement.flows, place, Kind.PATRONAGE_REFUND),
        surplus_refund=_given(settlement.flows, place, Kind.DIVIDEND),
    )


def _opened(household: Household | None, period: Period) -> date:
    """The day on which an account opens: of joining, where that is in the period."""
    joined = None if household is None else household.entered
    return joined if joined is not None and period.has(joined) else period.start


def _changes(
    columns: MemberAccounts, settlement: Settlement, place: int
) -> Iterator[AccountChange]:
    """What came to the columns of one member and what left them, in order."""
    column_of = {f"fund/{fund}": column for column, fund in columns.funds}
    for flow in settlement.flows:
        if flow.level != "member" or not flow.amounts[place]:
            continue
        for account, sign in ((flow.source or "", -1), (flow.target or "", 1)):
            if account in column_of:
                yield AccountChange(
                    column=column_of[account],
                    clause=flow.clause,
                    says=flow.says,
                    amount=sign * flow.amounts[place],
                    day=settlement.period.end,
                )


def _given(flows: Sequence[Flow], place: int, kind: Kind) -> int:
    """What the period itself gave a member of one kind of money."""
    return sum(
        flow.amounts[place]
        for flow in flows
        if flow.kind is kind
        and flow.level == "member"
        and (flow.target or "").startswith("payable/")
        and "@" not in (flow.target or "")
    )


def _was_there(household: Household, year: _Year) -> bool:
    """Whether a household counted on any day of the period."""
    period, entered, left = year.facts.period, household.entered, household.left
    return (entered is None or entered <= period.end) and (
        left is None or left >= period.start
    )


def _trade(year: _Year, code: str, household: Household | None) -> Iterator[Trade]:
    """By the activity of the period, else by the register."""
    for name in year.columns.trade:
        measure = year.contract.names.measure(name)
        assert measure is not None, name
        parts = year.facts.parts
        sheets = [part.activity[name] for part in parts if name in part.activity]
        quantity = sum((sheet.get(code, Fraction(0)) for sheet in sheets), Fraction(0))
        if not sheets and household is not None and _was_there(household, year):
            quantity = household.measures.get(name, Fraction(0))
        yield Trade(
            measure=name,
            says=Text(zh=measure.name, en=measure.name_en or measure.name),
            unit=measure.unit,
            quantity=quantity,
        )
