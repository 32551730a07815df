"""What the checks of a settlement read off its flows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from attrs import frozen

from sanbian.clause import Clause, Kind
from sanbian.contract import Base, BaseKind, Contract
from sanbian.findings.subjects import Subject
from sanbian.settlement import Settlement
from sanbian.settlement.values import CASH, Flow
from sanbian.wording import Text, join, same

_OWN_MONEY = frozenset({Kind.PRINCIPAL, Kind.REFUND})
RESULTS = frozenset(
    {
        BaseKind.AFTER_COSTS,
        BaseKind.AFTER_GUARANTEE,
        BaseKind.NET_PROFIT,
        BaseKind.SURPLUS,
        BaseKind.DISTRIBUTABLE,
    }
)
"""Bases that are what a business earned; the others are sums that were received."""

SHARED_KINDS = frozenset({Kind.DIVIDEND, Kind.PATRONAGE_REFUND, Kind.TRANSFER})
"""What is shared out of a result, or is on its way to be."""

_NAMED_MAX = 5
_Named = TypeVar("_Named", bound=Clause)


@frozen
class Account:
    """The name of an account, taken apart (账户名).

    Attributes:
        what: ``base``, ``pool``, ``payable``, ``owed``, ``fund``, ``pocket``, ``party`` ...
        name: Of the base, clause, party ...
        part: Number of the part of the period, from 1; empty where it has none.
        since: Last day of the period in which a claim arose, or empty.
    """

    what: str
    name: str
    part: str
    since: str


def account(written: str | None) -> Account:
    """The account that a flow names.

    Examples:
        >>> from sanbian.findings.settled import account
        >>> account("owed/3@2024-12-31").since, account("base/income~2").name
        ('2024-12-31', 'income')
    """
    head, _, since = (written or "").partition("@")
    head, _, part = head.partition("~")
    what, _, name = head.partition("/")
    return Account(what, name, part, since)


def is_current(flow: Flow) -> bool:
    """Whether a flow gives a holder what this period gave, and pays no older debt."""
    target = account(flow.target)
    return target.what == "payable" and not target.since and flow.source is not None


def given(
    settlement: Settlement,
    *,
    clauses: Collection[str] = (),
    kinds: Collection[Kind] = (),
) -> dict[str, int]:
    """What each holder got of this period, in fen by code; of some clauses or kinds only."""
    got: dict[str, int] = defaultdict(int)
    for flow in settlement.flows:
        is_wanted = (not clauses or flow.clause in clauses) and (
            not kinds or flow.kind in kinds
        )
        if is_wanted and is_current(flow) and flow.level == "member" and flow.unit == "fen":
            for code, amount in zip(settlement.members, flow.amounts, strict=True):
                if amount:
                    got[code] += amount
    return dict(got)


def paid_out(settlement: Settlement, clauses: Iterable[str] = ()) -> dict[str, int]:
    """What each holder is paid now, in fen by code, older debts included.

    Args:
        settlement: The settlement.
        clauses: Those under which it is paid; none for all.
    """
    wanted = frozenset(clauses)
    got: dict[str, int] = defaultdict(int)
    for flow in settlement.flows:
        is_wanted = not wanted or account(flow.source).name in wanted
        if flow.target == CASH and is_wanted and flow.level == "member":
            for code, amount in zip(settlement.members, flow.amounts, strict=True):
                if amount:
                    got[code] += amount
    return dict(got)


def gained(settlement: Settlement) -> dict[str, int]:
    """What each holder is paid now that was not his own money before: an income."""
    kinds = {
        account(flow.target).name: flow.kind
        for flow in settlement.flows
        if account(flow.target).what == "payable"
    }
    income = {clause for clause, kind in kinds.items() if kind not in _OWN_MONEY}
    return paid_out(settlement, income) if income else {}


def out_of_bases(settlement: Settlement) -> Iterator[tuple[int, str, Flow]]:
    """Every flow out of a base, with its position and the id of the base."""
    for place, flow in enumerate(settlement.flows):
        source = account(flow.source)
        if source.what == "base" and flow.unit == "fen":
            yield place, source.name, flow


def bases_of(contract: Contract, kinds: Collection[BaseKind]) -> dict[str, Base]:
    """The bases of some kinds, by id."""
    return {base.id: base for base in contract.bases if base.base in kinds}


def clauses_within(subject: Subject) -> dict[str, tuple[Clause, ...]]:
    """The clauses that are in force on some day of the settlement, by number."""
    settlement = subject.settlement
    assert settlement is not None
    found: dict[str, list[Clause]] = defaultdict(list)
    versions = subject.contract.versions
    for version, following in zip(versions, (*versions[1:], None), strict=True):
        has_ended = following is not None and following.since <= settlement.period.start
        if not has_ended and version.since <= settlement.period.end:
            for clause in version.clauses:
                found[clause.id].append(clause)
    return {number: tuple(each) for number, each in found.items()}


def of_type(
    clauses: Mapping[str, tuple[Clause, ...]], cls: type[_Named]
) -> Iterator[_Named]:
    """The clauses of one type."""
    for each in clauses.values():
        for clause in each:
            if isinstance(clause, cls):
                yield clause


def every_settlement(subject: Subject) -> tuple[Settlement, ...]:
    """The earlier settlements and the one that is reviewed, in order."""
    own = () if subject.settlement is None else (subject.settlement,)
    every = (*subject.earlier, *own)
    return tuple(sorted(every, key=lambda each: (each.period.start, each.period.end)))


def told_account(settlement: Settlement, name: str) -> Text:
    """An account in words."""
    return settlement.accounts.get(name, same(name))


def households(count: int) -> Text:
    """So many households."""
    return Text(zh=f"{count} 户", en=f"{count} household{'' if count == 1 else 's'}")


def named(codes: Collection[str]) -> Text:
    """The first of some households by code, and how many more there are."""
    listed = list(codes)
    told = join(map(same, listed[:_NAMED_MAX]))
    more = len(listed) - _NAMED_MAX
    return told if more <= 0 else told + Text(zh=" 等", en=f" and {more} more")
