"""Checks of dealings with the operator, and of what it takes before the households (往来)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import Guarantee, Kind
from sanbian.contract import PartyRole
from sanbian.findings.grounds import case, collectives, companies, cooperatives, practice
from sanbian.findings.settled import account, clauses_within, of_type
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.records import Dealing, DealingKind
from sanbian.settlement import promises
from sanbian.wording import Text, money, percent, price

_OPERATORS = frozenset(
    {
        PartyRole.OPERATOR,
        PartyRole.LEADING_ENTERPRISE,
        PartyRole.STATE_COMPANY,
        PartyRole.BIG_GROWER,
        PartyRole.COOPERATIVE,
    }
)
_TAKEN = frozenset({Kind.LEVY, Kind.DIVIDEND})
_NEAR_MARKET = Fraction(1, 10)


def _flows_back(subject: Subject) -> Iterator[Found]:
    for place, each in enumerate(subject.records.dealings if subject.records else ()):
        at = f"$.dealings[{place}]"
        party = subject.party(each.other)
        who = (
            Text(zh=each.other, en=each.other)
            if party is None
            else Text(zh=party.name, en=party.name_en or party.id)
        )
        match each.kind:
            case DealingKind.LOAN if not each.rate:
                yield Found(
                    at=at,
                    says=Text(
                        zh=f"借给{who.zh} {money(each.amount).zh}，没有利息",
                        en=f"{money(each.amount).en} lent to {who.en} without interest",
                    ),
                )
            case DealingKind.FEE if not each.clause:
                yield Found(
                    at=at,
                    says=Text(
                        zh=f"付给{who.zh}费用 {money(each.amount).zh}，没有合同依据",
                        en=f"a fee of {money(each.amount).en} to {who.en} that no contract "
                        "gives",
                    ),
                )
            case DealingKind.SALE | DealingKind.PURCHASE:
                yield from _off_market(each, who, at)
            case _:
                pass


def _off_market(each: Dealing, who: Text, at: str) -> Iterator[Found]:
    """Sold for less than the market gives, or bought for more."""
    if each.price is None or not each.market_price:
        return
    is_sale = each.kind is DealingKind.SALE
    loss = each.market_price - each.price if is_sale else each.price - each.market_price
    part = Fraction(loss) / each.market_price
    if loss > 0:
        about = percent(Fraction(round(part * 1000), 1000))
        way = (
            Text(zh="卖给{}，每单位低于", en="sold to {} at")
            if is_sale
            else Text(zh="买自{}，每单位高于", en="bought from {} at")
        )
        end = "below" if is_sale else "above"
        yield Found(
            at=at,
            says=Text(
                zh=f"{way.zh.format(who.zh)}市价约 {about}（{price(each.price)} 元，市价 "
                f"{price(each.market_price)} 元）",
                en=f"{way.en.format(who.en)} {price(each.price)} yuan a unit, about {about} "
                f"{end} the market's {price(each.market_price)}",
            ),
            severity="warning" if part <= _NEAR_MARKET else None,
        )


def _operator_first(subject: Subject) -> Iterator[Found]:
    """What the operator took while households are short of their guarantee."""
    settlement = subject.settlement
    if settlement is None:
        return
    numbers = {clause.id for clause in of_type(clauses_within(subject), Guarantee)}
    end = settlement.period.end
    short = sum(
        each.owed + each.lapsed
        for each in promises((settlement,))
        if each.clause.partition("~")[0] in numbers
        and settlement.period.start <= each.since <= end
    )
    if not short:
        return
    operators = {
        party.id: party for party in subject.contract.parties if party.role in _OPERATORS
    }
    took: dict[tuple[str, str], int] = {}
    for flow in settlement.flows:
        target, source = account(flow.target), account(flow.source)
        is_own = source.what in {"base", "pool", "fund"} and not target.since
        is_theirs = target.what == "party" and target.name in operators
        if is_own and is_theirs and flow.kind in _TAKEN and any(flow.amounts):
            key = flow.clause, target.name
            took[key] = took.get(key, 0) + sum(flow.amounts)
    for (clause, name), amount in took.items():
        party = operators[name]
        yield Found(
            at=clause,
            says=Text(
                zh=f"各户保底还差 {money(short).zh}，{party.name}按第 {clause} 条先得 "
                f"{money(amount).zh}",
                en=f"households are {money(short).en} short of their guarantee, while "
                f"{party.name_en or party.id} got {money(amount).en} by clause {clause}",
            ),
        )


CHECKS = (
    Check(
        code="SB423",
        title=Text(zh="出资不流回经营方", en="Capital does not flow back to the operator"),
        severity="error",
        do=Text(
            zh="收回借款并计息；按市价补差；没有合同的费用退回，或补合同并经成员同意",
            en="call the loan back with interest; make up the price; have a fee without a "
            "contract returned, or contract for it with the members' consent",
        ),
        rests_on=(
            cooperatives("第三十六条", "art. 36"),
            collectives("第三十五条第二款", "art. 35 para. 2"),
            companies("第五十三条", "art. 53"),
            practice(
                "泾川县 2018-05-25 三变改革讲话",
                "Jingchuan county, speech of 2018-05-25",
            ),
        ),
        look=_flows_back,
    ),
    Check(
        code="SB424",
        title=Text(zh="先保底，后经营方", en="The guarantee before the operator"),
        severity="warning",
        do=Text(
            zh="先补足各户保底，再付管理费和分成；合同次序相反的，修改合同",
            en="make up the households' guarantee before fee and share; where the contract has "
            "it the other way, amend it",
        ),
        rests_on=(
            case(
                "农场只分剩余的合同：保底在先",
                "a contract in which the farm takes only what is left: the guarantee first",
            ),
        ),
        look=_operator_first,
    ),
)
