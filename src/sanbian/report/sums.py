"""Sums of a settlement: by clause, by party and fund, by household; they add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from attrs import Factory, define, field, frozen

from sanbian.clause import Kind
from sanbian.settlement import Flow, Settlement, Statement, statements
from sanbian.settlement.dues import flow_words
from sanbian.settlement.values import CASH, NUMBERS, RETURNED, has_arisen
from sanbian.wording import Text

HOUSEHOLDS = Text(zh="农户", en="households")


@frozen(kw_only=True)
class ClauseSum:
    """What one clause gave to one side (条款合计).

    Attributes:
        clause: Number of the clause; ``law`` or ``books`` for what no clause says.
        kind: What the money is.
        says: Words for people.
        payers: From where it came, in order; empty where nothing was paid.
        payee: Whom it is for, or None where nothing has reached a party yet.
        count: How many households, groups or parties have a part in it.
        due: Whole units that arose in the period, or that were paid of an earlier one.
        paid: Whole units that were paid.
        unit: ``fen``, ``head`` or ``gram``.
        to_households: Whether it is a household's money.
        sets_off: Whether it only sets off what was paid in advance.
    """

    clause: str
    kind: Kind
    says: Text
    payers: tuple[Text, ...]
    payee: Text | None
    count: int
    due: int
    paid: int
    unit: str
    to_households: bool
    sets_off: bool


Side: TypeAlias = Literal["base", "party", "pool", "fund"]


@frozen(kw_only=True)
class AccountSum:
    """What came to and went from a base, party, pool or fund (收付合计).

    Attributes:
        side: What it is.
        name: Word by which the contract names it.
        says: Its name for people.
        received: Fen.
        paid: Fen.
        closing: Fen that are left on a fund; None for the others.
    """

    side: Side
    name: str
    says: Text
    received: int
    paid: int
    closing: int | None


def _kinds(given: Mapping[Kind, int]) -> Mapping[Kind, int]:
    return MappingProxyType(dict(given))


@frozen(kw_only=True)
class HouseholdSum:
    """One household's row (农户合计).

    Attributes:
        code: Code.
        name: Name, or empty.
        group: Village or team, or empty.
        by_kind: Fen that this period gave, by kind of money; they sum to the entitlement.
        statement: The four numbers.
        odd: Numbers of the clauses in which an odd fen went to this household.
    """

    code: str
    name: str
    group: str
    by_kind: Mapping[Kind, int] = field(converter=_kinds)
    statement: Statement
    odd: tuple[str, ...]

    @property
    def is_concerned(self) -> bool:
        """Whether any of its numbers is not zero."""
        return any(getattr(self.statement, number) for number in NUMBERS)


@frozen(kw_only=True)
class Summary:
    """A settlement in sums (结算汇总).

    Attributes:
        clauses: In the order in which they came.
        accounts: Bases, parties, pools and funds, in the order in which they came.
        households: In register order.
        kinds: Kinds of money that households are entitled to, in order of the clauses.
        total: The four numbers of all households together.
    """

    clauses: tuple[ClauseSum, ...]
    accounts: tuple[AccountSum, ...]
    households: tuple[HouseholdSum, ...]
    kinds: tuple[Kind, ...]
    total: Statement


def summary(settlement: Settlement) -> Summary:
    """Sum a settlement up: by clause, by party and fund, by household.

    Returns:
        Sums that agree with each other to the fen.
    """
    households = tuple(_households(settlement))
    entitled = (kind for row in households for kind, fen in row.by_kind.items() if fen)
    order = {flow.kind: None for flow in settlement.flows}
    found = set(entitled)
    total = _total(tuple(row.statement for row in households))
    assert total.entitled == sum(sum(row.by_kind.values()) for row in households)
    return Summary(
        clauses=tuple(_clauses(settlement)),
        accounts=tuple(_accounts(settlement)),
        households=households,
        kinds=tuple(kind for kind in order if kind in found),
        total=total,
    )


def _total(rows: tuple[Statement, ...]) -> Statement:
    return Statement(
        holder="",
        entitled=sum(row.entitled for row in rows),
        older_paid=sum(row.older_paid for row in rows),
        advanced=sum(row.advanced for row in rows),
        paid=sum(row.paid for row in rows),
        arrears=sum(row.arrears for row in rows),
        over_advanced=sum(row.over_advanced for row in rows),
        withheld=sum(row.withheld for row in rows),
        owing=sum(row.owing for row in rows),
        waived=sum(row.waived for row in rows),
    )


# --- by clause -----------------------------------------------------------------------


@define
class _Row:
    """A clause's sum while it is being added up."""

    first: Flow
    payers: dict[str, Text] = Factory(dict)
    payee: Text | None = None
    places: set[int] = Factory(set)
    due: int = 0
    paid: int = 0
    to_households: bool = False


def _clauses(settlement: Settlement) -> Iterator[ClauseSum]:
    rows: dict[tuple[str, ...], _Row] = {}
    promised: set[tuple[str, str]] = set()
    within: dict[str, Text] = {}
    for flow in settlement.flows:
        if (flow.target or "").startswith(_WITHIN):  # money on its way within one clause
            if not (flow.source or "").startswith(_WITHIN):
                within[flow.clause] = settlement.accounts[flow.source or ""]
            continue
        if (flow.target or CASH).startswith((CASH, "deficit/", RETURNED)):
            continue
        if flow.kind is Kind.WAIVER or (flow.kind is Kind.LOSS and flow.source is None):
            continue  # debts of earlier periods; who is to bear it: what each bore follows
        words = (flow.clause, flow.says.zh)
        if has_arisen(flow):
            promised.add(words)
        is_one = words in promised or _is_theirs(flow)
        payee = "" if is_one and flow.kind is not Kind.ADVANCE else flow.target or ""
        row = rows.setdefault((*words, flow.kind.value, flow.unit, payee), _Row(flow))
        _add(row, flow, settlement, is_promise=words in promised)
        if (flow.source or "").startswith(_WITHIN) and flow.clause in within:
            row.payers = {flow.clause: within[flow.clause]}
    for row in rows.values():
        yield ClauseSum(
            clause=row.first.clause,
            kind=row.first.kind,
            says=flow_words(settlement, row.first),
            payers=tuple(row.payers.values()),
            payee=HOUSEHOLDS if row.to_households else row.payee,
            count=len(row.places),
            due=row.due,
            paid=row.paid,
            unit=row.first.unit,
            to_households=row.to_households,
            sets_off=row.first.kind is Kind.ADVANCE,
        )


def _add(row: _Row, flow: Flow, settlement: Settlement, *, is_promise: bool) -> None:
    amount, target = sum(flow.amounts), flow.target or ""
    row.places |= {place for place, part in enumerate(flow.amounts) if part}
    if flow.kind is Kind.LOSS:
        source = flow.source or ""
        is_theirs = source.startswith("payable/")
        row.payers[source] = HOUSEHOLDS if is_theirs else settlement.accounts[source]
        row.payee = settlement.accounts.get(target)
        row.due, row.paid = row.due + amount, row.paid + amount
        return
    if _is_withheld(flow):
        row.payers["household"] = HOUSEHOLDS
        row.payee = settlement.accounts.get(target) if flow.source else row.payee
        row.due += 0 if is_promise and flow.source else amount
        row.paid += amount if flow.source else 0
        return
    if flow.source is None or not is_promise:
        row.due += amount
    if flow.source is not None:
        row.paid += amount
        name = flow.source.partition("/")[2]
        row.payers.setdefault(name, settlement.accounts[flow.source])
        row.payee = settlement.accounts.get(target)
    if _is_theirs(flow):
        row.to_households = True


_WITHIN = ("each/", "when/")


def _is_theirs(flow: Flow) -> bool:
    """Whether each household gets its own amount; not where its account or another side does."""
    source, target = flow.source or "", flow.target or ""
    if flow.level != "member" or target.startswith("fund/"):
        return False
    return not source.startswith("each/") or target.startswith("payable/")


def _is_withheld(flow: Flow) -> bool:
    """Whether a flow takes, or is to take, from what a household gets."""
    source, target = flow.source or "", flow.target or ""
    return source.startswith("payable/") or target.startswith("deduction/")


# --- by party and fund ---------------------------------------------------------------

_SIDES: Mapping[str, Side] = MappingProxyType(
    {"base": "base", "pocket": "party", "party": "party", "pool": "pool", "fund": "fund"}
)


def _accounts(settlement: Settlement) -> Iterator[AccountSum]:
    received: dict[tuple[Side, str], int] = {}
    paid: dict[tuple[Side, str], int] = {}
    says: dict[tuple[Side, str], Text] = {}
    for flow in settlement.flows:
        if flow.unit != "fen":
            continue
        for account, sums in ((flow.source, paid), (flow.target, received)):
            head, _, name = (account or "").partition("/")
            side = _SIDES.get(head)
            if side is not None:
                key = (side, name.partition("~")[0])
                says.setdefault(key, settlement.accounts[account or ""])
                sums[key] = sums.get(key, 0) + sum(flow.amounts)
    funds = settlement.books.funds
    for name in funds:
        account = f"fund/{name}"
        if account in settlement.accounts:
            says.setdefault(("fund", name), settlement.accounts[account])
    for side, name in sorted(says, key=lambda key: tuple(_SIDES.values()).index(key[0])):
        key = (side, name)
        yield AccountSum(
            side=side,
            name=name,
            says=says[key],
            received=received.get(key, 0),
            paid=paid.get(key, 0),
            closing=sum(funds.get(name, {}).values()) if side == "fund" else None,
        )


# --- by household --------------------------------------------------------------------


def _households(settlement: Settlement) -> Iterator[HouseholdSum]:
    size = len(settlement.members)
    by_kind: list[dict[Kind, int]] = [{} for _ in range(size)]
    odd: list[dict[str, None]] = [{} for _ in range(size)]
    for flow in _entitlements(settlement):
        for place, amount in enumerate(flow.amounts):
            if amount:
                by_kind[place][flow.kind] = by_kind[place].get(flow.kind, 0) + amount
    for flow in settlement.flows:
        target = flow.target or ""
        if flow.level == "member" and target.startswith(("owed/", "payable/")):
            for place in flow.odd:
                odd[place][flow.clause] = None
    groups = settlement.levels["group"]
    for place, statement in enumerate(statements(settlement)):
        assert sum(by_kind[place].values()) == statement.entitled, statement.holder
        yield HouseholdSum(
            code=statement.holder,
            name=settlement.names.get(statement.holder, ""),
            group=groups[settlement.groups[place]],
            by_kind=by_kind[place],
            statement=statement,
            odd=tuple(odd[place]),
        )


def _entitlements(settlement: Settlement) -> Iterator[Flow]:
    """The flows that say what this period gave households, paid or not, each once.

    What is paid on a promise is not given a second time.
    """
    promised: set[tuple[str, str]] = set()
    for flow in settlement.flows:
        if flow.level != "member" or flow.unit != "fen":
            continue
        words = (flow.clause, flow.says.zh)
        source, target = flow.source or "", flow.target or ""
        if has_arisen(flow) and target.startswith("owed/"):
            promised.add(words)
            yield flow
        elif (
            target.startswith("payable/")
            and "@" not in target
            and not source.startswith("payable/")
            and words not in promised
        ):
            yield flow
