"""Checks of how a guarantee meets the result shares of the same holders (保底与分红的结合)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from sanbian.clause import (
    Dividend,
    Guarantee,
    Kind,
    PatronageRefund,
    Payment,
    PreferredDividend,
    SplitOfEach,
)
from sanbian.contract.names import MEMBERS, Names, measures_in, sources_of, takers_of
from sanbian.contract.parts import ContractParts, clauses_of, problem
from sanbian.contract.terms import is_money
from sanbian.contract.values import Base, Pool, Version
from sanbian.errors import Problem

ResultShare: TypeAlias = (
    Dividend | PatronageRefund | PreferredDividend | Payment | SplitOfEach
)
"""A clause that gives holders a share of the result: their own, or of all."""


def results_combine(parts: ContractParts) -> Iterator[Problem]:
    """A guarantee beside a result share of the same holders says how they combine."""
    for place in clauses_of(parts):
        clause = place.clause
        if not isinstance(clause, Guarantee):
            continue
        shares = result_shares(place.version, clause, parts.names)
        if shares and clause.combine is None:
            listed = "、".join(share.id for share in shares)
            yield problem(
                f"{place.at}.combine",
                zh=f"保底与分红（第 {listed} 条）如何结合应写明，得到空白",
                en=f"expected how the guarantee combines with the result share (clause {listed}), "
                "got nothing",
                do_zh="写 combine：add 两项都得、excess 只分超出保底的部分、replace 以保底代替、"
                "greater 孰高",
                do_en="write combine: add, excess, replace or greater",
            )
        if clause.combine == "replace":
            for share in shares:
                yield from _phases_apart(place.at, clause, share)


def result_shares(
    version: Version, beside: Guarantee | PreferredDividend, names: Names
) -> tuple[ResultShare, ...]:
    """The clauses of a version that give the same holders a share of the result."""
    return tuple(
        clause
        for clause in version.clauses
        if isinstance(clause, Dividend | PatronageRefund | PreferredDividend | SplitOfEach)
        or (isinstance(clause, Payment) and clause.kind is Kind.DIVIDEND)
        if clause is not beside
        if _shares_holders(clause, beside, names)
    )


def _shares_holders(
    clause: ResultShare, beside: Guarantee | PreferredDividend, names: Names
) -> bool:
    """Whether some of the same holders get something of both; a party's share is its own."""
    holders = {to for field, to in takers_of(clause) if field != "rest"}
    if beside.to in holders:
        return True
    holders = {to for to in holders if names.is_holders(to)}
    return MEMBERS in holders or (beside.to == MEMBERS and bool(holders))


def _phases_apart(at: str, guarantee: Guarantee, share: ResultShare) -> Iterator[Problem]:
    years = share.years if isinstance(share, Dividend | Payment) else None
    if guarantee.years is None or years is None or guarantee.years.overlaps(years):
        yield problem(
            f"{at}.years",
            zh=f"以保底代替分红时，保底与第 {share.id} 条的年份应互不重叠，"
            f"得到 {guarantee.years or '每年'} 与 {years or '每年'}",
            en=f"expected a guarantee that replaces clause {share.id} to hold in other years, got "
            f"{guarantee.years or 'every year'} and {years or 'every year'}",
            do_zh='在两条中写明 years，例如 "1-3" 与 "4-"',
            do_en='write years in both clauses, such as "1-3" and "4-"',
        )


def excess_is_above_the_guarantee(parts: ContractParts) -> Iterator[Problem]:
    """Where only the excess is shared, the guarantee comes out of the very money shared."""
    for place in clauses_of(parts):
        clause = place.clause
        if not isinstance(clause, Guarantee) or clause.combine != "excess":
            continue
        for share in result_shares(place.version, clause, parts.names):
            shared = _shared_by(share, parts.names)
            roots = {
                root
                for name in shared
                for root in _roots(name, place.version, parts.names, frozenset())
            }
            if shared and clause.paid_from and clause.paid_from[0] in {*roots, *shared}:
                continue
            from_where = "、".join(sorted(roots)) or "待分配款"
            from_where_en = ", ".join(sorted(roots)) or "a pool that it is a part of"
            yield problem(
                f"{place.at}.paid_from",
                zh=f"只分超出保底的部分（excess）时，保底应先从第 {share.id} 条所分的款项"
                f"（{from_where}）支付，得到 {list(clause.paid_from)}",
                en=f"expected the guarantee to be paid first out of what clause {share.id} "
                f"shares ({from_where_en}) since only the excess is shared, "
                f"got {list(clause.paid_from)}",
                do_zh="把该基数写在 paid_from 的第一位，或改 combine",
                do_en="name that base first in paid_from, or change combine",
            )


def _shared_by(share: ResultShare, names: Names) -> tuple[str, ...]:
    """What a share is a part of, as the guarantee leaves it.

    A payment is a part of what is left only where it reads a pool, or what is ``left``: a base
    or a measure by its name alone is read as the facts state it, before the guarantee.
    """
    if not isinstance(share, Payment):
        return (share.of,)
    left: list[str] = []
    for at, name in measures_in(share.amount):
        declared = names.declared.get(name)
        if at.endswith("left") or isinstance(declared, Pool):
            left.append(name)
        elif isinstance(declared, Base) or is_money(name, names):
            return ()
    return tuple(left)


def _roots(
    name: str, version: Version, names: Names, passed: frozenset[str]
) -> Iterator[str]:
    """The bases from which the money of a base or pool comes."""
    if not isinstance(names.declared.get(name), Pool):
        yield name
        return
    for clause in version.clauses:
        if name not in passed and name in {taker for _, taker in takers_of(clause)}:
            for _, source in sources_of(clause):
                yield from _roots(source, version, names, passed | {name})


def preferred_holders_take_part_as_said(parts: ContractParts) -> Iterator[Problem]:
    """A preferred dividend that does not participate is all that its holders get of the result."""
    for place in clauses_of(parts):
        clause = place.clause
        if not isinstance(clause, PreferredDividend) or clause.participating:
            continue
        for share in result_shares(place.version, clause, parts.names):
            if isinstance(share, Dividend | Payment):
                yield problem(
                    f"{place.at}.participating",
                    zh=f"优先股不参与余利分配（participating = false），第 {share.id} 条却又分给 "
                    f"“{share.to}”",
                    en="expected no other share of the result for the holders of a preferred "
                    f"dividend that does not participate, got clause {share.id} to {share.to!r}",
                    do_zh="写 participating = true，或把该条写给别的股份类别",
                    do_en="write participating = true, or let that clause go to other classes",
                )
