"""Checks of meaning: sums, bases, guarantees, and the order that the law gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TypeAlias

from sanbian.clause import (
    Dividend,
    Guarantee,
    Kind,
    LeftOf,
    LossSharing,
    PartOf,
    PatronageRefund,
    Payment,
    Payout,
    PreferredDividend,
    Reserve,
    Split,
    SplitOfEach,
)
from sanbian.contract.names import Names, sources_of, takers_of
from sanbian.contract.parts import ContractParts, clauses_of, problem
from sanbian.contract.values import Base, BaseKind, Fund, Party, Pool, Version
from sanbian.errors import Problem
from sanbian.law import PATRONAGE_RATE_MIN, STATUTORY_RESERVE_RATE, Vehicle
from sanbian.wording import percent


def splits_sum_to_one(parts: ContractParts) -> Iterator[Problem]:
    """The sides of a split, or of a loss, have the whole, exactly."""
    for place in clauses_of(parts):
        clause = place.clause
        if isinstance(clause, Split | SplitOfEach) or (
            isinstance(clause, LossSharing) and clause.parts
        ):
            ratios = [(part.to, part.ratio) for part in clause.parts]
            total = sum((ratio for _, ratio in ratios), Fraction(0))
            for number, (to, ratio) in enumerate(ratios):
                if ratio <= 0:
                    yield problem(
                        f"{place.at}.parts[{number}].ratio",
                        zh=f"“{to}” 的比例应大于零，得到 {percent(ratio)}",
                        en=f"expected a ratio of {to!r} above zero, got {percent(ratio)}",
                        do_zh="写出这一方的准确比例；一点不得的不写",
                        do_en="write its exact ratio; leave out a side that gets nothing",
                    )
            if total != 1:
                yield problem(
                    f"{place.at}.parts",
                    zh=f"各方比例合计应正好是 100%，得到 {percent(total)}",
                    en=f"expected ratios that sum to exactly 100%, got {percent(total)}",
                    do_zh="写出每一方的准确比例，例如 “1/3”",
                    do_en="write the exact ratio of each side, such as '1/3'",
                )


def one_base_for_each_side(parts: ContractParts) -> Iterator[Problem]:
    """A side that gets a part of receipts and a part of profit must be said to get both."""
    for v, version in enumerate(parts.versions):
        rights = tuple(_rights(version, parts.names))
        for later, (taker, base, clause) in enumerate(rights):
            for other_taker, other_base, other in rights[:later]:
                if (
                    taker == other_taker
                    and _clash(base, other_base)
                    and not _stated(clause, other)
                    and not _apart(clause, other)
                ):
                    place = version.clauses.index(clause)
                    at = f"$.versions[{v}].clauses[{place}]"
                    yield _two_bases(at, taker, (other, other_base), (clause, base))


_Sharing: TypeAlias = Split | Dividend | Payment | Payout


def _rights(version: Version, names: Names) -> Iterator[tuple[str, Base, _Sharing]]:
    """Who gets a part of which base, through pools or not."""
    for clause in version.clauses:
        match clause:
            case Split():
                shared, takers = clause.of, tuple(part.to for part in clause.parts)
            case Dividend() | Payout():
                shared, takers = clause.of, (clause.to,)
            case Payment(
                kind=Kind.DIVIDEND,
                amount=PartOf(of=str(shared)) | PartOf(of=LeftOf(of=str(shared))),
            ):
                takers = (clause.to,)
            case _:
                continue
        base = names.declared.get(shared)
        if isinstance(base, Base):
            for name in takers:
                for taker in _reached(name, version, names, frozenset()):
                    yield taker, base, clause


def _reached(
    name: str, version: Version, names: Names, passed: frozenset[str]
) -> Iterator[str]:
    """Who gets what is given to a name: itself, or those among whom a pool is shared."""
    if not isinstance(names.declared.get(name), Pool):
        yield name
        return
    for clause in version.clauses:
        if name not in passed and name in {source for _, source in sources_of(clause)}:
            for _, taker in takers_of(clause):
                yield from _reached(taker, version, names, passed | {name})


def _clash(base: Base, other: Base) -> bool:
    """Whether two bases count costs differently; a stated sum is another matter."""
    kinds = {base.base, other.base}
    return len(kinds) > 1 and BaseKind.STATED_AMOUNT not in kinds


def _stated(clause: _Sharing, other: _Sharing) -> bool:
    """Whether the contract says that both are due."""
    named = [one.besides for one in (clause, other) if isinstance(one, Split | Payment)]
    return any(id_ in {clause.id, other.id} for besides in named for id_ in besides)


def _apart(clause: _Sharing, other: _Sharing) -> bool:
    """Whether two clauses hold in different years."""
    one, two = (
        None if isinstance(each, Payout) else each.years for each in (clause, other)
    )
    return one is not None and two is not None and not one.overlaps(two)


def _two_bases(
    at: str, side: str, one: tuple[_Sharing, Base], other: tuple[_Sharing, Base]
) -> Problem:
    (clause, base), (later, later_base) = one, other
    return problem(
        f"{at}.of" if not isinstance(later, Payment) else f"{at}.amount.of",
        zh=f"“{side}” 的分成应只有一个基数，得到第 {clause.id} 条按 “{base.name}”"
        f"（{base.base.value}）、第 {later.id} 条按 “{later_base.name}”（{later_base.base.value}）",
        en=f"expected one base for the part of {side!r}, got {base.id!r} ({base.base.value}) "
        f"in clause {clause.id} and {later_base.id!r} ({later_base.base.value}) "
        f"in clause {later.id}",
        do_zh="请各方确认按哪一个；如两项都应得，在条款中写明 besides",
        do_en="ask the parties which one holds; if both are due, say so with besides",
    )


_SURPLUS = (BaseKind.NET_PROFIT, BaseKind.SURPLUS, BaseKind.DISTRIBUTABLE)


def guarantees_are_charged(parts: ContractParts) -> Iterator[Problem]:
    """A guarantee is a cost, a first charge on surplus, or a guarantor's debt, as it says."""
    for place in clauses_of(parts):
        clause = place.clause
        if not isinstance(clause, Guarantee):
            continue
        sources = [parts.names.declared.get(name) for name in clause.paid_from]
        on_surplus = any(isinstance(s, Base) and s.base in _SURPLUS for s in sources)
        by_party = any(isinstance(s, Party | Fund) for s in sources)
        wanted = {
            "first_charge": (on_surplus, "盈余类基数", "a surplus among its sources"),
            "guarantor": (
                by_party,
                "保证人（当事人或基金）",
                "a party or fund as guarantor",
            ),
            "cost": (not on_surplus, "不是盈余的来源", "no surplus among its sources"),
        }
        holds, zh, en = wanted[clause.charged]
        if not holds:
            yield problem(
                f"{place.at}.paid_from",
                zh=f"charged 为 “{clause.charged}” 时来源应有{zh}，得到 {list(clause.paid_from)}",
                en=f"expected {en} since it is charged as {clause.charged!r}, "
                f"got {list(clause.paid_from)}",
                do_zh="更正 charged 或 paid_from",
                do_en="correct charged or paid_from",
            )


def order_of_the_law(parts: ContractParts) -> Iterator[Problem]:
    """Reserves come before members; a company's reserve and a patronage rate meet the law."""
    for v, version in enumerate(parts.versions):
        taken: set[str] = set()
        reserved: set[str] = set()
        shared: set[str] = set()
        for c, clause in enumerate(version.clauses):
            at = f"$.versions[{v}].clauses[{c}]"
            if isinstance(clause, Reserve):
                if clause.of in taken:
                    yield _reserve_late(at, clause)
                reserved.add(clause.of)
            if isinstance(
                clause, Split | Dividend | PatronageRefund | PreferredDividend | Payout
            ):
                taken.add(clause.of)
                yield from _company_reserve(parts, at, clause, reserved)
            if isinstance(clause, PatronageRefund):
                yield from _patronage_rate(version, at, clause)
                yield from _patronage_base(parts, at, clause, shared)
            if isinstance(clause, Split | Dividend | PreferredDividend | Payout):
                shared.add(clause.of)


def _patronage_base(
    parts: ContractParts, at: str, clause: PatronageRefund, shared: Iterable[str]
) -> Iterator[Problem]:
    """A cooperative's refund is a part of the whole distributable surplus, before other shares."""
    is_whole = isinstance(parts.names.declared.get(clause.of), Base)
    if parts.vehicle is Vehicle.FARMERS_COOPERATIVE and (
        not is_whole or clause.of in set(shared)
    ):
        yield problem(
            f"{at}.of",
            zh=f"按交易量返还应以全部可分配盈余为基数、先于其他分配"
            f"（{PATRONAGE_RATE_MIN.source}），得到 “{clause.of}”"
            + ("（已先分过一部分）" if is_whole else "（只是其中一部分）"),
            en="expected the patronage refund out of the whole distributable surplus, before "
            f"any other share ({PATRONAGE_RATE_MIN.source}), got {clause.of!r}"
            + (" after a part was shared" if is_whole else ", which is a part of it"),
            do_zh="把该条写在提取公积金之后、其他分配之前，of 写盈余基数",
            do_en="write it after the reserves and before other shares, of the surplus itself",
        )


def _reserve_late(at: str, clause: Reserve) -> Problem:
    return problem(
        f"{at}.of",
        zh=f"公积金应在分配 “{clause.of}” 之前提取，得到在其后",
        en=f"expected the reserve before {clause.of!r} is shared out, got it after",
        do_zh="把该条移到分配条款之前",
        do_en="move the clause before those that share out",
    )


def _company_reserve(
    parts: ContractParts,
    at: str,
    clause: Split | Dividend | PatronageRefund | PreferredDividend | Payout,
    reserved: Iterable[str],
) -> Iterator[Problem]:
    base = parts.names.declared.get(clause.of)
    rate = STATUTORY_RESERVE_RATE.on(parts.versions[-1].since)
    is_profit = isinstance(base, Base) and base.base in {
        BaseKind.NET_PROFIT,
        BaseKind.SURPLUS,
    }
    if (
        parts.vehicle is Vehicle.COMPANY
        and is_profit
        and clause.of not in reserved
        and rate
    ):
        yield problem(
            f"{at}.of",
            zh=f"公司分配利润前应先提取 {percent(rate)} 法定公积金"
            f"（{STATUTORY_RESERVE_RATE.source}），得到没有这样的条款",
            en=f"expected a company to set aside {percent(rate)} of profit before it is shared "
            f"({STATUTORY_RESERVE_RATE.source}), got no such clause",
            do_zh="在此之前写一条 reserve（累计达注册资本一半的，给基金写 target）；"
            "如分的是经营收入或项目收益，更正 base 或 vehicle",
            do_en="write a reserve clause before it (with a target on the fund where half of the "
            "capital is reached), or correct base or vehicle",
        )


def _patronage_rate(
    version: Version, at: str, clause: PatronageRefund
) -> Iterator[Problem]:
    least = PATRONAGE_RATE_MIN.on(version.since)
    if least is not None and not least <= clause.rate <= 1:
        yield problem(
            f"{at}.rate",
            zh=f"按交易量返还比例应不低于 {percent(least)}（{PATRONAGE_RATE_MIN.source}）"
            f"且不超过 100%，得到 {percent(clause.rate)}",
            en=f"expected a patronage rate of at least {percent(least)} "
            f"({PATRONAGE_RATE_MIN.source}) and at most 100%, got {percent(clause.rate)}",
            do_zh="由章程或成员大会更正",
            do_en="have the charter or the members' assembly correct it",
        )
