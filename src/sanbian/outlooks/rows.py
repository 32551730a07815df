"""The rows of an outlook, each read off the settlements of the years."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

from sanbian.clause import Guarantee
from sanbian.contract import (
    Base,
    Contract,
    Fund,
    Party,
    ShareClass,
)
from sanbian.facts import Facts
from sanbian.outlooks.values import OutlookRow
from sanbian.register import STATUS_NAMES, Household, Register, holdings
from sanbian.settlement import Settlement, sources, statements
from sanbian.wording import Text, join

_T = TypeVar("_T")


def rows_of(
    contract: Contract, register: Register, asked: Sequence[Facts], settled: _Settled
) -> tuple[OutlookRow, ...]:
    """All rows: what the years bring, households, parties, funds, guarantees, what is left."""
    return (
        *_base_rows(contract, asked),
        *_household_rows(contract, register, settled),
        *_party_rows(contract, settled),
        *_fund_rows(contract, settled),
        *_guarantee_rows(contract, settled),
        *_left_rows(contract, asked, settled),
    )


_Settled: TypeAlias = Sequence[Settlement | None]


def _by_year(settled: _Settled, read: Callable[[Settlement], _T]) -> tuple[_T | None, ...]:
    return tuple(None if one is None else read(one) for one in settled)


def _base_rows(contract: Contract, asked: Sequence[Facts]) -> Iterator[OutlookRow]:
    """What the year brings of each base: negative for a loss."""
    for base in contract.bases:
        amounts = tuple(
            sum(part.amounts.get(base.id, 0) for part in facts.parts) for facts in asked
        )
        yield OutlookRow(side="base", says=_name(base), amounts=amounts)


def _household_rows(
    contract: Contract, register: Register, settled: _Settled
) -> Iterator[OutlookRow]:
    """What the households of each class are entitled to, less what they are to pay."""
    first = next(one for one in settled if one is not None)
    for says, codes in _classes(contract, register, first).items():
        each = _by_year(settled, partial(_least_and_most, codes=codes))
        yield OutlookRow(
            side="household",
            says=says,
            count=len(codes),
            amounts=_by_year(settled, partial(_total, codes=codes)),
            each=each,
        )


def _got(settlement: Settlement, codes: Collection[str]) -> list[int]:
    return [
        each.entitled - each.owing
        for each in statements(settlement)
        if each.holder in codes
    ]


def _total(settlement: Settlement, codes: Collection[str]) -> int:
    return sum(_got(settlement, codes))


def _least_and_most(settlement: Settlement, codes: Collection[str]) -> tuple[int, int]:
    got = _got(settlement, codes)
    return min(got), max(got)


def _classes(
    contract: Contract, register: Register, settlement: Settlement
) -> Mapping[Text, frozenset[str]]:
    """The households by the shares that they hold, and by status where that differs."""
    day = settlement.period.end
    held = holdings(register, on=day)
    by_code = {each.code: each for each in register.households}
    members = [by_code[code] for code in settlement.members if code in by_code]
    has_statuses = len({each.status_on(day) for each in members}) > 1
    found: dict[Text, list[str]] = {}
    for household in members:
        names = [_name(e) for e in contract.share_classes if (household.code, e.id) in held]
        if has_statuses or not names:
            names.insert(0, _called(household, settlement, has_statuses=has_statuses))
        found.setdefault(join(names, zh="·", en=", "), []).append(household.code)
    return {says: frozenset(codes) for says, codes in found.items()}


def _called(household: Household, settlement: Settlement, *, has_statuses: bool) -> Text:
    if has_statuses:
        return STATUS_NAMES[household.status_on(settlement.period.end)]
    return Text(zh="农户", en="households")


def _party_rows(contract: Contract, settled: _Settled) -> Iterator[OutlookRow]:
    """What each party gets, less what it pays from its own pocket."""
    for party in contract.parties:
        net = partial(_net, heads=("party", "pocket"), name=party.id)
        yield OutlookRow(side="party", says=_name(party), amounts=_by_year(settled, net))


def _fund_rows(contract: Contract, settled: _Settled) -> Iterator[OutlookRow]:
    """What comes to each fund, less what it gives."""
    for fund in contract.funds:
        net = partial(_net, heads=("fund",), name=fund.id)
        yield OutlookRow(side="fund", says=_name(fund), amounts=_by_year(settled, net))


def _guarantee_rows(contract: Contract, settled: _Settled) -> Iterator[OutlookRow]:
    """Who really pays each guarantee, and what nobody pays."""
    gave = _by_year(settled, partial(_given, contract=contract))
    for key in dict.fromkeys(key for year in gave for key in year or ()):
        clause, says = key
        head = Text(zh=f"保底第 {clause} 条：", en=f"guarantee, clause {clause}: ")
        amounts = tuple(None if year is None else year.get(key, 0) for year in gave)
        if any(amounts):
            yield OutlookRow(side="guarantee", says=head + says, amounts=amounts)


def _given(settlement: Settlement, contract: Contract) -> Mapping[tuple[str, Text], int]:
    """What each source gave for each guarantee, and what is short."""
    guarantees = {
        each.id
        for version in contract.versions
        for each in version.clauses
        if isinstance(each, Guarantee)
    }
    return {
        (each.clause, says): amount
        for each in sources(settlement, contract)
        if each.clause in guarantees
        for says, amount in (*((g.says, g.gave) for g in each.gave), (_NOBODY, each.short))
    }


def _left_rows(
    contract: Contract, asked: Sequence[Facts], settled: _Settled
) -> Iterator[OutlookRow]:
    """What nobody gets, what is owed to households, and losses that are carried on."""
    for base, row in zip(contract.bases, _base_rows(contract, asked), strict=True):
        net = _by_year(settled, partial(_net, heads=("base",), name=base.id))
        left = tuple(
            None if out is None else max(0, amount or 0) + out
            for amount, out in zip(row.amounts, net, strict=True)
        )
        head = Text(zh="没有分出的", en="not shared out: ")
        yield OutlookRow(side="left", says=head + _name(base), amounts=left)
    yield OutlookRow(side="left", says=_OWED, amounts=_by_year(settled, _arrears))
    yield OutlookRow(side="left", says=_CARRIED, amounts=_by_year(settled, _deficits))


def _arrears(settlement: Settlement) -> int:
    return sum(each.arrears for each in statements(settlement))


def _deficits(settlement: Settlement) -> int:
    claims = settlement.books.claims
    return sum(each.amount for each in claims if each.account.startswith("deficit/"))


def _net(settlement: Settlement, heads: Collection[str], name: str) -> int:
    """What came to an account, less what went from it."""
    return sum(
        sum(flow.amounts)
        * (_is_of(flow.target, heads, name) - _is_of(flow.source, heads, name))
        for flow in settlement.flows
        if flow.unit == "fen"
    )


def _is_of(account: str | None, heads: Collection[str], name: str) -> bool:
    head, _, rest = (account or "").partition("/")
    return head in heads and rest.partition("~")[0] == name


def _name(named: Base | Fund | Party | ShareClass) -> Text:
    return Text(zh=named.name, en=named.name_en or named.name)


_NOBODY = Text(zh="没有人付", en="nobody pays")
_OWED = Text(zh="欠付农户", en="owed to households")
_CARRIED = Text(zh="结转的亏损", en="loss carried on")
