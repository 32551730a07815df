"""Checks of a settlement: arrears, advances, equal amounts (结算)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from sanbian.books import Claim
from sanbian.clause import Kind
from sanbian.findings.grounds import case, civil_code, recalled
from sanbian.findings.settled import account, given, households, named
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.register import holdings
from sanbian.settlement import Settlement, lines, statements
from sanbian.wording import Text, money

_PLEADED_YEARS = 3
_OLD_YEARS = 1


def _equal_amounts(subject: Subject) -> Iterator[Found]:
    """One and the same amount for each, though they hold different shares (一分了之)."""
    if subject.settlement is None or subject.register is None:
        return
    held: dict[str, Fraction] = defaultdict(Fraction)
    for (code, _), shares in holdings(subject.register, on=subject.on).items():
        held[code] += shares
    got: dict[str, dict[str, int]] = defaultdict(dict)
    for line in lines(subject.settlement):
        if line.kind is Kind.DIVIDEND and line.holder in held:
            amounts = got[line.clause]
            amounts[line.holder] = amounts.get(line.holder, 0) + line.amount
    for clause, amounts in got.items():
        is_equal = max(amounts.values()) - min(amounts.values()) <= 1
        if is_equal and len({held[code] for code in amounts}) > 1:
            each = money(min(amounts.values()))
            yield Found(
                at=clause,
                says=Text(
                    zh=f"第 {clause} 条：{len(amounts)} 户各得 {each.zh}，所持股数却不相同",
                    en=f"clause {clause}: {len(amounts)} households get {each.en} each, though "
                    "they hold different shares",
                ),
            )


def _arrears(subject: Subject) -> Iterator[Found]:
    """What is still owed, by the period in which it arose."""
    if subject.settlement is None:
        return
    owed: dict[date, list[Claim]] = defaultdict(list)
    for claim in subject.settlement.books.claims:
        if claim.account.startswith("owed/") and claim.unit == "fen":
            owed[claim.since].append(claim)
    for since, claims in sorted(owed.items()):
        amounts = [claim.amount for claim in claims]
        total = money(sum(amounts))
        is_old = since + relativedelta(years=_OLD_YEARS) <= subject.on
        says = Text(
            zh=f"{since} 结束的一期还欠 {len(amounts)} 笔，共 {total.zh}",
            en=f"of the period that ended on {since}, {total.en} are still owed in "
            f"{len(amounts)} amount{'' if len(amounts) == 1 else 's'}",
        )
        if is_old:
            last = since + relativedelta(years=_PLEADED_YEARS)
            says += Text(
                zh=f"；已超过一年，诉讼时效最早在 {last} 届满",
                en=f"; more than a year old, and the limitation may be pleaded from {last} on",
            )
        passed = _passed_over(subject.settlement, claims)
        if passed:
            says += Text(
                zh=f"；{len(passed)} 户的旧欠没有付，却先付了本期的（{named(passed).zh}）",
                en=f"; while this period was paid to {households(len(passed)).en} whose older "
                f"debt is open ({named(passed).en})",
            )
        is_grave = is_old or bool(passed)
        yield Found(at=str(since), says=says, severity="error" if is_grave else "warning")


def _passed_over(settlement: Settlement, claims: Sequence[Claim]) -> list[str]:
    """Holders who got this period's money under a clause that owes them of an earlier one."""
    got: dict[str, dict[str, int]] = {}
    for claim in claims:
        clause = account(claim.account).name
        if claim.since < settlement.period.start and clause not in got:
            got[clause] = given(settlement, clauses=(clause,))
    return list(
        dict.fromkeys(
            claim.key
            for claim in claims
            if got.get(account(claim.account).name, {}).get(claim.key)
        )
    )


def _over_advanced(subject: Subject) -> Iterator[Found]:
    if subject.settlement is None:
        return
    over = [each for each in statements(subject.settlement) if each.over_advanced]
    if over:
        total = money(sum(each.over_advanced for each in over))
        yield Found(
            at=over[0].holder,
            says=Text(
                zh=f"{len(over)} 户的预付多于应得，共多 {total.zh}",
                en=f"{len(over)} household{'' if len(over) == 1 else 's'} got more in advance "
                f"than was due, {total.en} in all",
            ),
        )


CHECKS = (
    Check(
        code="SB408",
        title=Text(zh="按股分配，不一分了之", en="By shares, not simply by heads"),
        severity="warning",
        do=Text(
            zh="核对分配办法：按股的，按股数重算；确定按户平均的，写明由谁决定",
            en="look at the rule: where it is by shares, divide by shares; where it is equal, "
            "say who decided so",
        ),
        rests_on=(
            recalled(
                "扶贫项目资产收益不得一分了之",
                "income from poverty assets is not simply handed out by heads",
            ),
        ),
        look=_equal_amounts,
    ),
    Check(
        code="SB412",
        title=Text(zh="没有欠付", en="Nothing is left unpaid"),
        severity="warning",
        do=Text(
            zh="催收并写明付清的日期；超过一年的书面催告，保留时效",
            en="demand it and agree on a day; after a year demand it in writing, so that the "
            "limitation starts again",
        ),
        rests_on=(
            civil_code("第一百八十八条、第一百八十九条", "art. 188 and 189"),
            case(
                "沅江：欠付 43,200 元，查处后补付",
                "Yuanjiang: 43,200 paid after discipline",
            ),
        ),
        look=_arrears,
    ),
    Check(
        code="SB413",
        title=Text(zh="预付不超过应得", en="No more in advance than is due"),
        severity="error",
        do=Text(
            zh="多付的从以后各期扣回，或请农户退回，并记入名册",
            en="set it off in later periods or have it returned, and record it",
        ),
        rests_on=(case("木里：先付一部分", "Muli: a part is paid in advance"),),
        look=_over_advanced,
    ),
)
