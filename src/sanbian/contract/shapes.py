"""Checks of shape: names that exist, numbers that are unique, accounts that are named."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from fractions import Fraction
from typing import assert_never

from attrs import evolve

from sanbian.clause import (
    ALL,
    PAYMENT_KINDS,
    Allotment,
    Averaging,
    Clause,
    Deduction,
    Deliver,
    Dividend,
    Exit,
    Guarantee,
    LateFee,
    LendAndReturn,
    LossSharing,
    OrderPurchase,
    PatronageRefund,
    Payment,
    Payout,
    PreferredDividend,
    Reinvestment,
    Reserve,
    Retention,
    Split,
    SplitOfEach,
    TopUp,
)
from sanbian.contract.names import (
    BUILT_IN_MEASURES,
    DEFICIT,
    MEMBERS,
    Names,
    sources_of,
    takers_of,
)
from sanbian.contract.parts import ContractParts, Place, clauses_of, problem
from sanbian.contract.terms import term_problems
from sanbian.contract.values import Base, Fund, Party, Pool, ShareClass
from sanbian.errors import Problem, unknown_name
from sanbian.money import OddFen
from sanbian.register import Status
from sanbian.wording import Text, number


def id_is_a_name(parts: ContractParts) -> Iterator[Problem]:
    """The id of the contract is one line of text, and no path."""
    is_path = parts.id in {".", ".."} or any(char in "/\\" for char in parts.id)
    if is_path or not parts.id.strip() or not parts.id.isprintable():
        yield problem(
            "$.id",
            zh=f"应为一行文字、不含斜杠的合同编号，得到 {parts.id!r}",
            en=f"expected an id of one line and without slashes, got {parts.id!r}",
            do_zh="改用字母、汉字、数字和连字符，例如 “R08”",
            do_en="use letters, digits and hyphens, such as 'R08'",
        )


def names_are_unique(parts: ContractParts) -> Iterator[Problem]:
    """A word means one thing."""
    seen = {MEMBERS, DEFICIT, "start", "entry", *BUILT_IN_MEASURES}
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


_RESERVED = frozenset("/@~")  # names of accounts are made with these


def clause_ids_are_unique(parts: ContractParts) -> Iterator[Problem]:
    """Each clause has a number of its own."""
    for v, version in enumerate(parts.versions):
        seen: set[str] = set()
        for c, clause in enumerate(version.clauses):
            reserved = clause.id == ALL or not _RESERVED.isdisjoint(clause.id)
            if clause.id in seen or not clause.id or reserved:
                yield problem(
                    f"$.versions[{v}].clauses[{c}].id",
                    zh=f"每条应有自己的编号（不含 “/”“@”“~”），得到 “{clause.id}”",
                    en=f"expected a number of its own without '/', '@', '~', got {clause.id!r}",
                    do_zh="用纸面合同的条号，例如 “5.1”",
                    do_en="use the number on paper, such as '5.1'",
                )
            seen.add(clause.id)


_SOURCES = Text(zh="分配基数、待分配款、基金或当事人", en="base, pool, fund or party")
_BASE = Text(zh="分配基数", en="base")
_BASES = Text(zh="分配基数或待分配款", en="base or pool")
_SHARED = Text(zh="分配基数、待分配款或共有的基金", en="base, pool or common fund")
_TAKERS = Text(zh="成员、股份类别、当事人、基金或待分配款", en="taker")


def names_point_somewhere(parts: ContractParts) -> Iterator[Problem]:
    """Every name that a clause uses is declared, and is of a kind that fits."""
    names = parts.names
    common = {name for name in names.of(Fund) if not names.is_own_fund(name)}
    payers = {*names.of(Base), *names.of(Pool), *common, *names.of(Party)}
    dividable = {*names.of(Base), *names.of(Pool)}
    for place in clauses_of(parts):
        takers = _possible_takers(place.clause, names)
        for field, name in sources_of(place.clause):
            known, what = _possible_sources(place.clause, field, names)
            if name not in known:
                yield unknown_name(f"{place.at}.{field}", name=name, known=known, what=what)
        for field, name in takers_of(place.clause):
            known = dividable | payers if field == "rest" else takers
            if name not in known:
                yield _no_taker(f"{place.at}.{field}", name, known)
    for v, version in enumerate(parts.versions):
        accounts = {"odd_fen_to": version.odd_fen_to, "left_to": version.left_to}
        for field, account in accounts.items():
            if account is not None and account not in payers:
                at = f"$.versions[{v}].{field}"
                yield unknown_name(at, name=account, known=payers, what=_SOURCES)


def _no_taker(at: str, name: str, known: Collection[str]) -> Problem:
    """Nobody of that name takes; all households are ``members`` whatever they are called."""
    found = unknown_name(at, name=name, known=known, what=_TAKERS)
    if MEMBERS not in known or MEMBERS in found.do.en:
        return found
    also = Text(zh="、members（全体农户）", en=", or members for all households")
    return evolve(found, do=found.do + also)


def _possible_sources(clause: Clause, field: str, names: Names) -> tuple[set[str], Text]:
    """The names from which a clause of this kind can take; a holder's own fund pays him only."""
    own = {name for name in names.of(Fund) if names.is_own_fund(name)}
    funds = set(names.of(Fund)) - own
    dividable = {*names.of(Base), *names.of(Pool)}
    if isinstance(clause, Averaging):
        return set(names.of(Base)), _BASE
    if field == "of":
        if isinstance(clause, Split | Allotment | Dividend | Retention):
            return dividable | funds, _SHARED
        return dividable, _BASES
    pays_holders = not isinstance(clause, Exit) and all(
        names.is_per_holder(to) for name, to in takers_of(clause) if name == "to"
    )
    return dividable | funds | set(names.of(Party)) | (
        own if pays_holders else set()
    ), _SOURCES


def _possible_takers(clause: Clause, names: Names) -> set[str]:
    """The names to which a clause of this kind can give."""
    holders = {MEMBERS, *names.of(ShareClass)}
    parties, pools, funds = names.of(Party), names.of(Pool), names.of(Fund)
    common = {name for name in funds if not names.is_own_fund(name)}
    match clause:
        case Dividend() | PatronageRefund() | PreferredDividend():
            return holders
        case Payment() | Guarantee():
            return {*holders, *parties, *pools, *funds}
        case SplitOfEach():
            return {MEMBERS, *parties, *common}
        case Split() | Retention():
            return {*parties, *pools, *common}
        case Allotment():
            return {name for name in (*parties, *pools) if names.is_per_group(name)}
        case LateFee():
            return {*holders, *parties}
        case Reserve():
            return set(funds)
        case Averaging():
            return set(funds) - common
        case Deduction():
            return {*parties, *funds}
        case Reinvestment():
            return set(funds) - common
        case Payout():
            return set(pools)
        case LossSharing():
            return {*holders, *parties}
        case LendAndReturn():
            return set(parties)
        case OrderPurchase() | TopUp() | Deliver() | Exit():
            return holders
        case _:
            assert_never(clause)


def rests_are_named(parts: ContractParts) -> Iterator[Problem]:
    """What is left over goes to a named place."""
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


def record_days_hold(parts: ContractParts) -> Iterator[Problem]:
    """The record day is a day."""
    for v, version in enumerate(parts.versions):
        word = version.record_day
        if word in {"period_end", "period_start", "share_days"} or is_month_day(word):
            continue
        yield problem(
            f"$.versions[{v}].record_day",
            zh=f"应为登记日，得到 “{word}”",
            en=f"expected a record day, got {word!r}",
            do_zh='可写 "period_end"、"period_start"、"share_days" 或 "12-31" 这样的月日',
            do_en='write "period_end", "period_start", "share_days" or a day such as "12-31"',
        )


def is_month_day(word: str) -> bool:
    """Whether a word is a day of every year, such as ``12-31``."""
    try:
        day = date.fromisoformat(f"2023-{word}")
    except ValueError:
        return False
    return f"2023-{word}" == day.isoformat()


def pools_are_filled_and_divided(parts: ContractParts) -> Iterator[Problem]:
    """A pool is filled before it is divided, and divided once it is filled."""
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


def counted_clauses_exist(parts: ContractParts) -> Iterator[Problem]:
    """Clauses that are counted or named beside exist."""
    for place in clauses_of(parts):
        others = {clause.id for clause in place.version.clauses}
        if isinstance(place.clause, TopUp):  # a yearly floor counts earlier versions too
            others |= {other.clause.id for other in clauses_of(parts)}
        named: tuple[tuple[str, str], ...] = ()
        if isinstance(place.clause, TopUp):
            named = tuple(
                (f"counting[{n}]", id_) for n, id_ in enumerate(place.clause.counting)
            )
        if isinstance(place.clause, Deduction | Reinvestment):
            others |= {ALL}
            named = tuple(
                (f"out_of[{n}]", id_) for n, id_ in enumerate(place.clause.out_of)
            )
        if isinstance(place.clause, Split | Payment):
            named = tuple(
                (f"besides[{n}]", id_) for n, id_ in enumerate(place.clause.besides)
            )
        for field, name in named:
            if name not in others:
                what = Text(zh="条款编号", en="clause number")
                yield unknown_name(
                    f"{place.at}.{field}", name=name, known=others, what=what
                )


def kinds_fit(parts: ContractParts) -> Iterator[Problem]:
    """A payment has a kind of payment."""
    for place in clauses_of(parts):
        if isinstance(place.clause, Payment) and place.clause.kind not in PAYMENT_KINDS:
            yield problem(
                f"{place.at}.kind",
                zh=f"应为付款种类，得到 “{place.clause.kind.value}”",
                en=f"expected a kind of payment, got {place.clause.kind.value!r}",
                do_zh="可选：" + "、".join(kind.value for kind in PAYMENT_KINDS),
                do_en="one of: " + ", ".join(kind.value for kind in PAYMENT_KINDS),
            )


def rates_are_rates(parts: ContractParts) -> Iterator[Problem]:
    """A rate lies between nothing and all."""
    for place in clauses_of(parts):
        rate = getattr(place.clause, "rate", None)
        if isinstance(rate, Fraction) and not 0 <= rate <= 1:
            yield problem(
                f"{place.at}.rate",
                zh=f"应为 0 到 100% 的比例，得到 {number(rate)}",
                en=f"expected a rate from 0 to 100%, got {number(rate)}",
                do_zh='写成 "5%" 或 "0.05"',
                do_en='write it as "5%" or "0.05"',
            )


def terms_hold(parts: ContractParts) -> Iterator[Problem]:
    """Terms use names and units that fit."""
    for place in clauses_of(parts):
        yield from term_problems(place.at, place.clause, parts.names)


def levels_fit(parts: ContractParts) -> Iterator[Problem]:
    """Money of the whole contract reaches a village by an allotment, and stays there."""
    names = parts.names
    for place in clauses_of(parts):
        clause = place.clause
        if isinstance(clause, Split):
            yield from _stays_in_the_group(place, clause, names)
        if isinstance(clause, Split | Retention | Reserve | Payout):
            (_, source), *_ = sources_of(clause)
            for field, name in takers_of(clause):
                if names.is_per_group(name) and not names.is_per_group(source):
                    yield problem(
                        f"{place.at}.{field}",
                        zh=f"“{source}” 是全合同的款项，应先分配到各组，得到直接给各组的 “{name}”",
                        en=f"expected {source!r} of the whole contract to be allotted to the "
                        f"groups first, got {name!r} of each group",
                        do_zh="先写一条 allotment，写明各组的权重（by）",
                        do_en="write an allotment first, with the weight of each group (by)",
                    )


def _stays_in_the_group(place: Place, clause: Split, names: Names) -> Iterator[Problem]:
    if not names.is_per_group(clause.of):
        return
    for side, part in enumerate(clause.parts):
        if not names.is_per_group(part.to):
            yield problem(
                f"{place.at}.parts[{side}].to",
                zh=f"“{clause.of}” 是各组自己的款项，应在组内分成，得到全合同的 “{part.to}”",
                en=f"expected {clause.of!r} of each group to be split within the group, "
                f"got {part.to!r} of the whole contract",
                do_zh="给该方写 per_group = true，或在分到各组之前先分成",
                do_en="write per_group = true for it, or split before the allotment",
            )


def statuses_exist(parts: ContractParts) -> Iterator[Problem]:
    """A clause for holders of a poverty status names one that there is."""
    known = [status.value for status in Status]
    for place in clauses_of(parts):
        status = getattr(place.clause, "status", None)
        if status is not None and status not in known:
            what = Text(zh="贫困状态", en="poverty status")
            yield unknown_name(f"{place.at}.status", name=status, known=known, what=what)
