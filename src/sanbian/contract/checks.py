"""What keeps a contract from being settled: names, sums, bases and orders that do not hold.

Each check is a small function that yields problems with their place; `CHECKS` lists them.
Whether a contract that can be settled is also wise and lawful is for the review to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from sanbian.clause import (
    PAYMENT_KINDS,
    Allotment,
    Clause,
    Dividend,
    Guarantee,
    LendAndReturn,
    PatronageRefund,
    Payment,
    PreferredDividend,
    Reserve,
    Retention,
    Split,
    TopUp,
)
from sanbian.contract.names import (
    BUILT_IN_MEASURES,
    MEMBERS,
    Declared,
    Names,
    sources_of,
    takers_of,
)
from sanbian.contract.terms import term_problems
from sanbian.contract.values import Base, BaseKind, Fund, Party, Pool, ShareClass, Version
from sanbian.errors import Problem, unknown_name
from sanbian.law import PATRONAGE_RATE_MIN, STATUTORY_RESERVE_RATE, Vehicle
from sanbian.money import OddFen
from sanbian.wording import Text, number, percent


@frozen(kw_only=True)
class ContractParts:
    """What the checks read of a contract that is being built."""

    vehicle: Vehicle
    starts: date
    ends: date | None
    declared: tuple[Declared, ...]
    names: Names
    versions: tuple[Version, ...]


@frozen
class _Place:
    """A clause and where it stands."""

    at: str
    clause: Clause
    version: Version


def contract_problems(parts: ContractParts) -> Iterator[Problem]:
    """All that keeps a contract from being settled, in order of the checks."""
    for check in CHECKS:
        yield from check(parts)


def _clauses(parts: ContractParts) -> Iterator[_Place]:
    for v, version in enumerate(parts.versions):
        for c, clause in enumerate(version.clauses):
            yield _Place(f"$.versions[{v}].clauses[{c}]", clause, version)


def problem(at: str, *, zh: str, en: str, do_zh: str, do_en: str) -> Problem:
    """A problem from its words."""
    return Problem(at=at, says=Text(zh=zh, en=en), do=Text(zh=do_zh, en=do_en))


def _names_are_unique(parts: ContractParts) -> Iterator[Problem]:
    seen = {MEMBERS, "start", "entry", *BUILT_IN_MEASURES}
    for thing in parts.declared:
        if thing.id in seen or not thing.id:
            yield problem(
                f"$ ({thing.id})",
                zh=f"每个名称应只声明一次，且不用保留词，得到第二个 “{thing.id}”",
                en=f"expected each name once and no reserved word, got {thing.id!r} again",
                do_zh="换一个名称（id）",
                do_en="choose another id",
            )
        seen.add(thing.id)


def _versions_follow(parts: ContractParts) -> Iterator[Problem]:
    if not parts.versions:
        yield problem(
            "$.versions",
            zh="应至少有一个条款版本，得到 0 个",
            en="expected at least one version of the clauses, got none",
            do_zh="写 [[versions]] 及其条款",
            do_en="write [[versions]] with its clauses",
        )
    days = [version.since for version in parts.versions]
    for place, (earlier, later) in enumerate(pairwise(days), start=1):
        if later <= earlier:
            yield problem(
                f"$.versions[{place}].since",
                zh=f"应晚于上一版本的 {earlier}，得到 {later}",
                en=f"expected a day after {earlier} of the version before, got {later}",
                do_zh="按生效日期先后排列",
                do_en="order the versions by day",
            )
    if parts.ends is not None and parts.ends < parts.starts:
        yield problem(
            "$.ends",
            zh=f"应不早于开始日 {parts.starts}，得到 {parts.ends}",
            en=f"expected a day not before the start {parts.starts}, got {parts.ends}",
            do_zh="更正日期",
            do_en="correct the day",
        )


def _clause_ids_are_unique(parts: ContractParts) -> Iterator[Problem]:
    for v, version in enumerate(parts.versions):
        seen: set[str] = set()
        for c, clause in enumerate(version.clauses):
            if clause.id in seen or not clause.id or "/" in clause.id:
                yield problem(
                    f"$.versions[{v}].clauses[{c}].id",
                    zh=f"每条应有自己的编号（不含 “/”），得到 “{clause.id}”",
                    en=f"expected a number of its own without '/', got {clause.id!r}",
                    do_zh="用纸面合同的条号，例如 “5.1”",
                    do_en="use the number on paper, such as '5.1'",
                )
            seen.add(clause.id)


_SOURCES = Text(zh="分配基数、待分配款、基金或当事人", en="base, pool, fund or party")
_BASES = Text(zh="分配基数或待分配款", en="base or pool")
_TAKERS = Text(zh="成员、股份类别、当事人、基金或待分配款", en="taker")


def _names_point_somewhere(parts: ContractParts) -> Iterator[Problem]:
    names = parts.names
    payers = {*names.of(Base), *names.of(Pool), *names.of(Fund), *names.of(Party)}
    dividable = {*names.of(Base), *names.of(Pool)}
    for place in _clauses(parts):
        takers = _possible_takers(place.clause, names)
        for field, name in sources_of(place.clause):
            known, what = (dividable, _BASES) if field == "of" else (payers, _SOURCES)
            if name not in known:
                yield unknown_name(f"{place.at}.{field}", name=name, known=known, what=what)
        for field, name in takers_of(place.clause):
            known = dividable | payers if field == "rest" else takers
            if name not in known:
                yield unknown_name(
                    f"{place.at}.{field}", name=name, known=known, what=_TAKERS
                )
    for v, version in enumerate(parts.versions):
        accounts = {"odd_fen_to": version.odd_fen_to, "left_to": version.left_to}
        for field, account in accounts.items():
            if account is not None and account not in payers:
                at = f"$.versions[{v}].{field}"
                yield unknown_name(at, name=account, known=payers, what=_SOURCES)


def _possible_takers(clause: Clause, names: Names) -> set[str]:
    """The names to which a clause of this kind can give."""
    holders = {MEMBERS, *names.of(ShareClass)}
    parties, pools, funds = names.of(Party), names.of(Pool), names.of(Fund)
    match clause:
        case Dividend() | PatronageRefund() | PreferredDividend():
            return holders
        case Payment():
            return {*holders, *parties}
        case Split() | Retention():
            return {*parties, *pools, *funds}
        case Allotment():
            return {name for name in (*parties, *pools) if names.is_per_group(name)}
        case Reserve():
            return set(funds)
        case LendAndReturn():
            return set(parties)
        case _:
            return holders


def _splits_sum_to_one(parts: ContractParts) -> Iterator[Problem]:
    for place in _clauses(parts):
        if isinstance(place.clause, Split):
            total = sum((part.ratio for part in place.clause.parts), Fraction(0))
            negative = [part for part in place.clause.parts if part.ratio < 0]
            if total != 1 or negative:
                yield problem(
                    f"{place.at}.parts",
                    zh=f"各方比例应为正数且合计正好是 100%，得到 {percent(total)}",
                    en=f"expected positive ratios that sum to exactly 100%, got {percent(total)}",
                    do_zh="写出每一方的准确比例，例如 “1/3”",
                    do_en="write the exact ratio of each side, such as '1/3'",
                )


def _one_base_for_each_side(parts: ContractParts) -> Iterator[Problem]:
    """A side that gets its part of two bases must be said to get both."""
    for v, version in enumerate(parts.versions):
        splits = [
            (c, clause)
            for c, clause in enumerate(version.clauses)
            if isinstance(clause, Split)
        ]
        seen: dict[str, Split] = {}
        for c, clause in splits:
            base = parts.names.declared.get(clause.of)
            if not isinstance(base, Base):
                continue
            for part in clause.parts:
                other = seen.setdefault(part.to, clause)
                stated = other.id in clause.besides or clause.id in other.besides
                apart = (
                    clause.years is not None
                    and other.years is not None
                    and not clause.years.overlaps(other.years)
                )
                if other.of != clause.of and not stated and not apart:
                    yield _two_bases(
                        f"$.versions[{v}].clauses[{c}].of", part.to, other, clause
                    )


def _two_bases(at: str, side: str, one: Split, other: Split) -> Problem:
    return problem(
        at,
        zh=f"“{side}” 的分成应只有一个基数，得到第 {one.id} 条按 “{one.of}”、"
        f"第 {other.id} 条按 “{other.of}”",
        en=f"expected one base for the part of {side!r}, got {one.of!r} in clause {one.id} "
        f"and {other.of!r} in clause {other.id}",
        do_zh="请各方确认按哪一个；如两项都应得，在条款中写明 besides",
        do_en="ask the parties which one holds; if both are due, say so with besides",
    )


def _results_combine(parts: ContractParts) -> Iterator[Problem]:
    """A guarantee beside a result share of the same holders says how they combine."""
    for place in _clauses(parts):
        clause = place.clause
        if not isinstance(clause, Guarantee):
            continue
        shares = result_shares(place.version, clause)
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
    version: Version, guarantee: Guarantee
) -> tuple[Dividend | PatronageRefund, ...]:
    """The clauses of a version that give the holders of a guarantee a share of the result."""
    return tuple(
        clause
        for clause in version.clauses
        if isinstance(clause, Dividend | PatronageRefund)
        and (clause.to == guarantee.to or MEMBERS in {clause.to, guarantee.to})
    )


def _phases_apart(
    at: str, guarantee: Guarantee, share: Dividend | PatronageRefund
) -> Iterator[Problem]:
    years = share.years if isinstance(share, Dividend) else None
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


_SURPLUS = (BaseKind.NET_PROFIT, BaseKind.SURPLUS, BaseKind.DISTRIBUTABLE)


def _guarantees_are_charged(parts: ContractParts) -> Iterator[Problem]:
    """A guarantee is a cost, a first charge on surplus, or a guarantor's debt, as it says."""
    for place in _clauses(parts):
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


def _rests_are_named(parts: ContractParts) -> Iterator[Problem]:
    for v, version in enumerate(parts.versions):
        at = f"$.versions[{v}]"
        if version.odd_fen is OddFen.TO_ACCOUNT and version.odd_fen_to is None:
            yield problem(
                f"{at}.odd_fen_to",
                zh="零头归入账户时应写明账户，得到空白",
                en="expected the account for the odd fen, got nothing",
                do_zh="写 odd_fen_to = 基金或当事人",
                do_en="write odd_fen_to with a fund or party",
            )
        if version.pay_in != "fen" and version.left_to is None:
            yield problem(
                f"{at}.left_to",
                zh=f"以{version.pay_in}为单位兑现时，余下部分的去处应写明，得到空白",
                en=f"expected where that goes which does not fill a {version.pay_in}, got nothing",
                do_zh="写 left_to = 基金、当事人，或留待下期的分配基数",
                do_en="write left_to with a fund, a party, or a base for its next period",
            )


def _record_days_hold(parts: ContractParts) -> Iterator[Problem]:
    for v, version in enumerate(parts.versions):
        word = version.record_day
        if word in {"period_end", "period_start", "share_days"} or _is_month_day(word):
            continue
        yield problem(
            f"$.versions[{v}].record_day",
            zh=f"应为登记日，得到 “{word}”",
            en=f"expected a record day, got {word!r}",
            do_zh='可写 "period_end"、"period_start"、"share_days" 或 "12-31" 这样的月日',
            do_en='write "period_end", "period_start", "share_days" or a day such as "12-31"',
        )


def _is_month_day(word: str) -> bool:
    try:
        date.fromisoformat(f"2023-{word}")
    except ValueError:
        return False
    return True


def _order_of_the_law(parts: ContractParts) -> Iterator[Problem]:
    """Reserves come before members; a company's reserve and a patronage rate meet the law."""
    for v, version in enumerate(parts.versions):
        taken: set[str] = set()
        reserved: set[str] = set()
        for c, clause in enumerate(version.clauses):
            at = f"$.versions[{v}].clauses[{c}]"
            if isinstance(clause, Reserve):
                if clause.of in taken:
                    yield _reserve_late(at, clause)
                reserved.add(clause.of)
            if isinstance(clause, Split | Dividend | PatronageRefund | PreferredDividend):
                taken.add(clause.of)
                yield from _company_reserve(parts, at, clause, reserved)
            if isinstance(clause, PatronageRefund):
                yield from _patronage_rate(version, at, clause)


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
    clause: Split | Dividend | PatronageRefund | PreferredDividend,
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


def _pools_are_filled_and_divided(parts: ContractParts) -> Iterator[Problem]:
    for v, version in enumerate(parts.versions):
        filled: set[str] = set()
        for c, clause in enumerate(version.clauses):
            for field, name in sources_of(clause):
                is_pool = isinstance(parts.names.declared.get(name), Pool)
                if is_pool and name not in filled:
                    yield problem(
                        f"$.versions[{v}].clauses[{c}].{field}",
                        zh=f"“{name}” 应先由前面的条款转入，得到尚无条款转入",
                        en=f"expected an earlier clause to fill {name!r}, got none",
                        do_zh="把转入它的条款移到前面，或改用分配基数",
                        do_en="move the clause that fills it before this one, or name a base",
                    )
            filled |= {name for _, name in takers_of(clause)}
        used = {name for clause in version.clauses for _, name in sources_of(clause)}
        for name in parts.names.of(Pool):
            if name in filled and name not in used:
                yield problem(
                    f"$.versions[{v}]",
                    zh=f"“{name}” 应有条款分配，得到没有",
                    en=f"expected a clause that divides {name!r}, got none",
                    do_zh="增加一条 dividend、split 或 retention",
                    do_en="add a dividend, split or retention of it",
                )


def _counted_clauses_exist(parts: ContractParts) -> Iterator[Problem]:
    for place in _clauses(parts):
        others = {clause.id for clause in place.version.clauses}
        named: tuple[tuple[str, str], ...] = ()
        if isinstance(place.clause, TopUp):
            named = tuple(
                (f"counting[{n}]", id_) for n, id_ in enumerate(place.clause.counting)
            )
        if isinstance(place.clause, Split):
            named = tuple(
                (f"besides[{n}]", id_) for n, id_ in enumerate(place.clause.besides)
            )
        for field, name in named:
            if name not in others:
                what = Text(zh="条款编号", en="clause number")
                yield unknown_name(
                    f"{place.at}.{field}", name=name, known=others, what=what
                )


def _kinds_fit(parts: ContractParts) -> Iterator[Problem]:
    for place in _clauses(parts):
        if isinstance(place.clause, Payment) and place.clause.kind not in PAYMENT_KINDS:
            yield problem(
                f"{place.at}.kind",
                zh=f"应为付款种类，得到 “{place.clause.kind.value}”",
                en=f"expected a kind of payment, got {place.clause.kind.value!r}",
                do_zh="可选：" + "、".join(kind.value for kind in PAYMENT_KINDS),
                do_en="one of: " + ", ".join(kind.value for kind in PAYMENT_KINDS),
            )


def _rates_are_rates(parts: ContractParts) -> Iterator[Problem]:
    for place in _clauses(parts):
        rate = getattr(place.clause, "rate", None)
        if isinstance(rate, Fraction) and not 0 <= rate <= 1:
            yield problem(
                f"{place.at}.rate",
                zh=f"应为 0 到 100% 的比例，得到 {number(rate)}",
                en=f"expected a rate from 0 to 100%, got {number(rate)}",
                do_zh='写成 "5%" 或 "0.05"',
                do_en='write it as "5%" or "0.05"',
            )


def _terms_hold(parts: ContractParts) -> Iterator[Problem]:
    for place in _clauses(parts):
        yield from term_problems(place.at, place.clause, parts.names)


CHECKS: tuple[Callable[[ContractParts], Iterable[Problem]], ...] = (
    _names_are_unique,
    _versions_follow,
    _clause_ids_are_unique,
    _names_point_somewhere,
    _kinds_fit,
    _rates_are_rates,
    _terms_hold,
    _splits_sum_to_one,
    _one_base_for_each_side,
    _results_combine,
    _guarantees_are_charged,
    _rests_are_named,
    _record_days_hold,
    _order_of_the_law,
    _pools_are_filled_and_divided,
    _counted_clauses_exist,
)
