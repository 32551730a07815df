"""Explanation: one holder's year, in plain words, with the clause and the numbers.

The short form is for the household: a line for each amount, and the total. The whole tree
is for an auditor: each number down to the facts from which it came.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date

from attrs import evolve, frozen

from sanbian.clause import Kind
from sanbian.errors import UnknownNameError, unknown_name
from sanbian.settlement.nodes import Node, line_node
from sanbian.settlement.values import (
    CASH,
    OWING,
    Flow,
    Settlement,
    Statement,
    has_arisen,
    statement_at,
)
from sanbian.wording import Text, join


@frozen(kw_only=True)
class ExplainedLine:
    """One amount that a holder got, or that was set off.

    Attributes:
        clause: Number of the clause.
        kind: What the money is.
        says: Words for people.
        amount: Fen; negative for what was set off.
        odd: Whether an odd fen is in it, or in the promise on which it is paid.
        why: How it came about, or None where it only was carried.
        since: End of the earlier period from which it was owed, or None.
    """

    clause: str
    kind: Kind
    says: Text
    amount: int
    odd: bool
    why: Node | None
    since: date | None = None


@frozen(kw_only=True)
class OwedLine:
    """One amount that a holder is still owed (欠付).

    Attributes:
        clause: Number of the clause.
        says: Words for people.
        since: End of the period in which it became due.
        due: Fen that became due in this period, or None for an older debt.
        owed: Fen of it that are not paid.
        odd: Whether an odd fen is in what became due.
        why: How it came about, or None for an older debt.
    """

    clause: str
    says: Text
    since: date
    due: int | None
    owed: int
    odd: bool
    why: Node | None


@frozen(kw_only=True)
class WaivedLine:
    """One amount that a holder gave up of an older debt (免除).

    Attributes:
        clause: Number of the clause.
        says: Words for people, with the reason.
        amount: Fen, above zero.
    """

    clause: str
    says: Text
    amount: int


@frozen(kw_only=True)
class Explanation:
    """One holder's year (说明).

    Attributes:
        holder: Code.
        name: Name, or empty.
        title: Title of the contract.
        period: The period, written out.
        lines: They sum to `paid`.
        paid: What is paid out now, in fen.
        statement: Entitled, advanced, paid, in arrears.
        odd_fen: The rule for odd fen, in words.
        owed: What is still owed, older debts first; they sum to the arrears.
        waived: What was given up now of older debts.
        borne: What was taken from the holder's own funds to bear a loss.
        owes: What the holder still has to pay out of what comes later, older debts first.
        missed: Where there are no lines: what gave others something and this holder nothing.
    """

    holder: str
    name: str
    title: str
    period: str
    lines: tuple[ExplainedLine, ...]
    paid: int
    statement: Statement
    odd_fen: Text
    owed: tuple[OwedLine, ...] = ()
    waived: tuple[WaivedLine, ...] = ()
    borne: tuple[ExplainedLine, ...] = ()
    owes: tuple[OwedLine, ...] = ()
    missed: tuple[ExplainedLine, ...] = ()


def explain(settlement: Settlement, holder: str) -> Explanation:
    """Explain what one holder gets (说明一户的结算).

    Args:
        settlement: The settlement.
        holder: Code of the holder.

    Returns:
        Lines that sum to what is paid, each with the tree of numbers behind it.

    Raises:
        UnknownNameError: The holder is not in the settlement.

    Examples:
        >>> from datetime import date
        >>> from sanbian import *
        >>> version = Version(
        ...     since=date(2023, 1, 1), odd_fen=OddFen.LARGEST_REMAINDER,
        ...     rounding=Rounding.HALF_UP, record_day="period_end",
        ...     clauses=(Dividend(id="3", of="profit", to="members", by=Measured("people")),),
        ... )
        >>> contract = Contract(
        ...     id="A", title="合作协议", vehicle=Vehicle.PARTNERSHIP, starts=date(2023, 1, 1),
        ...     bases=(Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT),),
        ...     versions=(version,),
        ... )
        >>> households = (Household(code="H1", people=1), Household(code="H2", people=2))
        >>> year = Period(date(2023, 1, 1), date(2023, 12, 31))
        >>> settled = settle(
        ...     contract, Register(households=households), facts_of(year, amounts={"profit": 100})
        ... )
        >>> explanation = explain(settled, "H2")
        >>> explanation.paid, [line.amount for line in explanation.lines]
        (67, [67])
    """
    if holder not in settlement.members:
        what = Text(zh="名册中的户", en="household of the settlement")
        raise UnknownNameError(
            unknown_name("holder", name=holder, known=settlement.members, what=what)
        )
    place = settlement.members.index(holder)
    explained = tuple(_explained(settlement, place))
    paid = sum(line.amount for line in explained)
    statement = statement_at(settlement, place)
    assert paid == statement.paid, f"{holder}: the lines do not add up to the payout"
    owed = _claimed(settlement, place, frozenset({"owed"}))
    owes = _claimed(settlement, place, frozenset(OWING))
    assert sum(line.owed for line in owes) == statement.owing, holder
    assert sum(line.owed for line in owed) == statement.arrears, holder
    return Explanation(
        holder=holder,
        name=settlement.names.get(holder, ""),
        title=settlement.title,
        period=str(settlement.period),
        lines=explained,
        paid=paid,
        statement=statement,
        odd_fen=join(settlement.odd_fen, zh="；", en="; "),
        owed=owed,
        owes=owes,
        borne=tuple(_borne(settlement, place)),
        missed=() if explained or owed or owes else tuple(_missed(settlement, place)),
        waived=tuple(
            WaivedLine(clause=flow.clause, says=flow.says, amount=-flow.amounts[place])
            for flow in settlement.flows
            if flow.kind is Kind.WAIVER and flow.level == "member" and flow.amounts[place]
        ),
    )


def _explained(settlement: Settlement, place: int) -> Iterator[ExplainedLine]:
    """The lines of a holder; what one move takes out of several of them is one."""
    found: dict[tuple[int, ...], ExplainedLine] = {}
    for position, flow in enumerate(settlement.flows):
        if flow.level != "member" or not flow.amounts[place] or flow.unit != "fen":
            continue
        sign = _sign(flow)
        key = (position, flow.move) if sign > 0 else (flow.move,)
        if sign and key in found:
            line = found[key]
            found[key] = evolve(line, amount=line.amount - flow.amounts[place])
        elif sign:
            found[key] = ExplainedLine(
                clause=flow.clause,
                kind=flow.kind,
                says=flow.says,
                amount=sign * flow.amounts[place],
                odd=place in (*flow.odd, *_odd_of_promise(settlement, flow)),
                why=None if flow.figure is None else line_node(settlement, position, place),
                since=_since(flow.target or "", settlement.period.start),
            )
    yield from found.values()


def _missed(settlement: Settlement, place: int) -> Iterator[ExplainedLine]:
    """What gave other holders something in this period and this one nothing."""
    for position, flow in enumerate(settlement.flows):
        is_given = (flow.level, flow.unit, _sign(flow)) == ("member", "fen", 1)
        since = _since(flow.target or "", settlement.period.start)
        if is_given and flow.figure is not None and since is None and any(flow.amounts):
            yield ExplainedLine(
                clause=flow.clause,
                kind=flow.kind,
                says=flow.says,
                amount=0,
                odd=False,
                why=line_node(settlement, position, place),
            )


def _borne(settlement: Settlement, place: int) -> Iterator[ExplainedLine]:
    """What a holder bore of a loss out of his own funds; it is no part of the payout."""
    flows = settlement.flows
    for own_position, flow in enumerate(flows):
        is_own = flow.level == "member" and (flow.source or "").startswith("fund/")
        if flow.kind is Kind.LOSS and is_own and flow.amounts[place]:
            claims = {
                each.source for each in flows if each.move == flow.move and not each.target
            }
            arose = (n for n, each in enumerate(flows) if each.target in claims)
            position = next(arose, own_position)
            fund = settlement.accounts[flow.source or ""]
            yield ExplainedLine(
                clause=flow.clause,
                kind=flow.kind,
                says=flow.says + Text(zh="，冲减", en=" out of ") + fund,
                amount=flow.amounts[place],
                odd=place in flows[position].odd,
                why=line_node(settlement, position, place),
            )


def _since(account: str, start: date) -> date | None:
    """The end of the earlier period whose debt is paid, or None for this period's money."""
    since = account.partition("@")[2]
    found = date.fromisoformat(since) if since else start
    return found if found < start else None


def _odd_of_promise(settlement: Settlement, flow: Flow) -> tuple[int, ...]:
    """Positions with an odd fen in the promise of this period on which a flow pays."""
    discharged = {
        each.source
        for each in settlement.flows
        if each.move == flow.move and each.target is None
    }
    return tuple(
        place
        for each in settlement.flows
        if has_arisen(each) and each.target in discharged
        for place in each.odd
    )


def _claimed(
    settlement: Settlement, place: int, words: Collection[str]
) -> tuple[OwedLine, ...]:
    """What stands open of a holder under claims of a word, older ones first."""
    return tuple(sorted(_claims(settlement, place, words), key=lambda line: line.since))


def _claims(
    settlement: Settlement, place: int, words: Collection[str]
) -> Iterator[OwedLine]:
    """What stands open of a holder, with the promise behind it if that is of this period."""
    holder = settlement.members[place]
    for claim in settlement.books.claims:
        is_ours = claim.key == holder and (claim.level, claim.unit) == ("member", "fen")
        what, clause, *_ = claim.account.split("/")
        if not is_ours or what not in words:
            continue
        account = f"{claim.account}@{claim.since.isoformat()}"
        position = next(
            (
                number
                for number, flow in enumerate(settlement.flows)
                if has_arisen(flow) and flow.target == account
            ),
            None,
        )
        flow = None if position is None else settlement.flows[position]
        yield OwedLine(
            clause=clause if flow is None else flow.clause,
            says=_OLDER[what](claim.since) if flow is None else flow.says,
            since=claim.since,
            due=None if flow is None else flow.amounts[place],
            owed=claim.amount,
            odd=flow is not None and place in flow.odd,
            why=None
            if flow is None or position is None or flow.figure is None
            else line_node(settlement, position, place),
        )


_OLDER: Mapping[str, Callable[[date], Text]] = {
    "owed": lambda since: Text(zh=f"{since} 期欠付", en=f"owed from {since}"),
    "deduction": lambda since: Text(zh=f"{since} 期代扣", en=f"to be taken from {since}"),
    "loss": lambda since: Text(zh=f"{since} 期承担亏损", en=f"loss of {since}"),
    "owed_by": lambda since: Text(zh=f"{since} 期赔款", en=f"compensation from {since}"),
}
"""What an older claim is called."""


def _sign(flow: Flow) -> int:
    """Plus for what a holder is given, minus for what is set off, zero for neither."""
    if (flow.target or "").startswith("payable/"):
        return 1
    if (flow.source or "").startswith("payable/") and flow.target not in {CASH, None}:
        return -1
    return 0
