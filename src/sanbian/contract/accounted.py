"""Checks of members' accounts, and of the clauses that move them."""

from __future__ import annotations

from collections.abc import Iterator

from sanbian.clause import NEVER, Averaging, Exit, Reserve
from sanbian.contract.names import Names
from sanbian.contract.parts import ContractParts, Place, clauses_of, problem
from sanbian.contract.shapes import is_month_day
from sanbian.contract.terms import MONEY
from sanbian.contract.values import Base, Fund, NamedMeasure
from sanbian.errors import Problem, unknown_name
from sanbian.wording import Text


def accounts_hold(parts: ContractParts) -> Iterator[Problem]:
    """Columns of the accounts are funds of each member, each once; trade is of each member."""
    if parts.accounts is None:
        return
    own = {name for name in parts.names.of(Fund) if parts.names.is_own_fund(name)}
    at = "$.member_accounts"
    seen: set[str] = set()
    for column, fund in parts.accounts.funds:
        if fund not in own:
            what = Text(zh="各户自有的基金（per_member）", en="fund of each member")
            yield unknown_name(f"{at}.{column}", name=fund, known=own, what=what)
        if fund in seen:
            yield problem(
                f"{at}.{column}",
                zh=f"每栏应有自己的基金，得到第二个 “{fund}”",
                en=f"expected a fund of its own for each column, got {fund!r} again",
                do_zh="另设一个 per_member 的基金",
                do_en="declare another fund per member",
            )
        seen.add(fund)
    measures = {
        thing.id
        for thing in parts.declared
        if isinstance(thing, NamedMeasure) and thing.level == "member"
    }
    for place, name in enumerate(parts.accounts.trade):
        if name not in measures:
            what = Text(zh="各户的计量项", en="measure of each member")
            yield unknown_name(f"{at}.trade[{place}]", name=name, known=measures, what=what)


def quantified_reserves_hold(parts: ContractParts) -> Iterator[Problem]:
    """A reserve on a fund of each member says by which weight, and from when on it counts."""
    words: dict[str, str] = {}
    for place in clauses_of(parts):
        clause = place.clause
        if not isinstance(clause, Reserve):
            continue
        given = {"by": clause.by, "counts_from": clause.counts_from}
        is_own = parts.names.is_own_fund(clause.to)
        for name, value in given.items():
            if is_own and value is None:
                yield problem(
                    f"{place.at}.{name}",
                    zh=f"“{clause.to}” 是各户名下的，应写明 {name}，得到空白",
                    en=f"expected {name}, since {clause.to!r} is each member's own, got nothing",
                    do_zh=_RESERVE_ZH[name],
                    do_en=_RESERVE_EN[name],
                )
            if not is_own and value is not None:
                yield problem(
                    f"{place.at}.{name}",
                    zh=f"“{clause.to}” 是共有的，不应写 {name}，得到了",
                    en=f"expected no {name}, since {clause.to!r} is common, got one",
                    do_zh=f"删去 {name}，或给基金写 per_member = true",
                    do_en=f"remove {name}, or write per_member = true for the fund",
                )
        if clause.counts_from is not None:
            first = words.setdefault(clause.to, clause.counts_from)
            if first != clause.counts_from:
                yield problem(
                    f"{place.at}.counts_from",
                    zh=f"同一基金 “{clause.to}” 的计入约定应一致，得到 {first} 与 "
                    f"{clause.counts_from}",
                    en=f"expected one word for all that goes to {clause.to!r}, got {first} and "
                    f"{clause.counts_from}",
                    do_zh="另设一个 per_member 的基金",
                    do_en="declare another fund per member",
                )


_RESERVE_ZH = {
    "by": '写量化到成员的权数，例如 by = "volume"',
    "counts_from": '当年提取的公积金今年就计入份额，写 "this_period"；明年起计入，写 "next_period"',
}
_RESERVE_EN = {
    "by": 'write the weight by which it is quantified, such as by = "volume"',
    "counts_from": 'write "this_period" if the reserve of the year counts in weights this year '
    'already, "next_period" if it counts from the next',
}


def averages_hold(parts: ContractParts) -> Iterator[Problem]:
    """What property lost in value is a measure in money of the whole contract, or never."""
    measures = {
        thing.id
        for thing in parts.declared
        if isinstance(thing, NamedMeasure)
        and (thing.unit, thing.level) == (MONEY, "contract")
    }
    for place in clauses_of(parts):
        clause = place.clause
        if isinstance(clause, Averaging) and clause.written_down not in {NEVER, *measures}:
            what = Text(zh="全合同的金额计量项", en="measure in yuan of the whole contract")
            yield unknown_name(
                f"{place.at}.written_down",
                name=clause.written_down,
                known={NEVER, *measures},
                what=what,
            )


def exits_hold(parts: ContractParts) -> Iterator[Problem]:
    """Who leaves is paid out of funds of his own, at a day that there is, once."""
    for version in parts.versions:
        exits = [clause.id for clause in version.clauses if isinstance(clause, Exit)]
        if len(exits) > 1:
            yield problem(
                f"$.versions[{parts.versions.index(version)}]",
                zh=f"退社条款应只有一条，得到第 {'、'.join(exits)} 条",
                en=f"expected one clause on leaving, got clauses {', '.join(exits)}",
                do_zh="合成一条",
                do_en="make them one",
            )
    for place in clauses_of(parts):
        clause = place.clause
        if isinstance(clause, Exit):
            yield from _funds_of_exit(place, clause, parts.names)
            yield from _numbers_of_exit(place, clause)
            yield from _losses_of_exit(place, clause, parts.names)


def _funds_of_exit(place: Place, clause: Exit, names: Names) -> Iterator[Problem]:
    own = {name for name in names.of(Fund) if names.is_own_fund(name)}
    seen: set[str] = set()
    if not clause.refunds:
        yield problem(
            f"{place.at}.refunds",
            zh="应写明退社返还哪些账户（出资、公积金份额），得到空白",
            en="expected the funds that are refunded (capital, reserve share), got none",
            do_zh='写 refunds = ["capital", "reserve"]',
            do_en='write refunds = ["capital", "reserve"]',
        )
    for field, named in (("refunds", clause.refunds), ("stays", clause.stays)):
        for number, name in enumerate(named):
            at = f"{place.at}.{field}[{number}]"
            if name not in own:
                what = Text(zh="各户自有的基金（per_member）", en="fund of each member")
                yield unknown_name(at, name=name, known=own, what=what)
            if name in seen:
                yield problem(
                    at,
                    zh=f"“{name}” 应或者返还、或者留下，只写一次，得到两次",
                    en=f"expected {name!r} to be refunded or to stay, once, got it twice",
                    do_zh="删去一处",
                    do_en="remove one of them",
                )
            seen.add(name)


def _numbers_of_exit(place: Place, clause: Exit) -> Iterator[Problem]:
    for field in ("notice_months", "institution_months"):
        months = getattr(clause, field)
        if months < 0:
            yield problem(
                f"{place.at}.{field}",
                zh=f"应为不小于零的月数，得到 {months}",
                en=f"expected months of at least zero, got {months}",
                do_zh="写会计年度终了前几个月提出，例如 3",
                do_en="write how many months before the end of the fiscal year, such as 3",
            )
    if not is_month_day(clause.year_end):
        yield problem(
            f"{place.at}.year_end",
            zh=f"应为会计年度最后一日的月日，得到 “{clause.year_end}”",
            en=f"expected the last day of the fiscal year, got {clause.year_end!r}",
            do_zh='写成 "12-31"',
            do_en='write it as "12-31"',
        )


def _losses_of_exit(place: Place, clause: Exit, names: Names) -> Iterator[Problem]:
    if (clause.loss_of is None) is not (clause.loss_by is None):
        missing = "loss_by" if clause.loss_by is None else "loss_of"
        yield problem(
            f"{place.at}.{missing}",
            zh="分担亏损应写明哪个基数的亏损（loss_of）和按什么分担（loss_by），得到一项",
            en="expected whose deficits are borne (loss_of) and by what weight (loss_by), "
            "got one of them",
            do_zh=f"写 {missing}，或两项都删去",
            do_en=f"write {missing}, or remove both",
        )
    if clause.loss_of is not None and clause.loss_of not in names.of(Base):
        what = Text(zh="分配基数", en="base")
        yield unknown_name(
            f"{place.at}.loss_of", name=clause.loss_of, known=names.of(Base), what=what
        )
