"""Checks of what was put in and what it was turned into."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from sanbian.clause import Split
from sanbian.contract import MEMBERS, takers_of
from sanbian.findings.grounds import case, companies, cooperatives, practice
from sanbian.findings.subjects import Subject, taker_of_result
from sanbian.findings.values import Check, Found
from sanbian.law import Vehicle
from sanbian.wording import Text, grouped_yuan, money, number, percent

_TO_BE_APPRAISED = (
    *("house", "machinery", "technology", "skill"),
    *("scenery", "culture", "livestock"),
)
_NO_CAPITAL = {
    "labour": Text(zh="劳务", en="labour"),
    "skill": Text(zh="技能", en="skill"),
}


def _paid_in(subject: Subject) -> Iterator[Found]:
    for place, each in enumerate(subject.contract.share_classes):
        given = [
            one.appraised
            for one in subject.contract.contributions
            if each.id in {one.by, one.into}
        ]
        values = [value for value in given if value is not None]
        if each.par is None or each.total is None or not given or len(values) < len(given):
            continue
        at_par = each.par * each.total
        if at_par != sum(values):
            par = Text(zh=f"{number(at_par / 100)} 元", en=f"{number(at_par / 100)} yuan")
            paid = money(sum(values))
            yield Found(
                at=f"$.share_classes[{place}]",
                says=Text(
                    zh=f"“{each.name}” 按面值计 {par.zh}，投入 {paid.zh}，两者不等",
                    en=f"{each.id} comes to {par.en} at par, while {paid.en} were put in",
                ),
            )


def _printed_ratios(subject: Subject) -> Iterator[Found]:
    put_in = [given.appraised for given in subject.contract.contributions]
    values = [value for value in put_in if value is not None]
    total = sum(values)
    if not total or len(values) < len(put_in):
        return
    exact = sorted(Fraction(value, total) for value in values)
    in_yuan = " : ".join(grouped_yuan(value) for value in sorted(values))
    for at, clause in subject.clauses():
        if not isinstance(clause, Split) or len(clause.parts) != len(exact):
            continue
        ratios = sorted(part.ratio for part in clause.parts)
        if ratios != exact and ratios == [Fraction(round(one * 100), 100) for one in exact]:
            yield Found(
                at=f"{at}.parts",
                says=Text(
                    zh=f"按 {_ratio(ratios)} 分配，而投入之比是 {in_yuan}：印出的比例是约数",
                    en=f"split {_ratio(ratios)}, while {in_yuan} was put in: the printed "
                    "ratio is a rounded one",
                ),
            )


def _ratio(parts: list[Fraction]) -> str:
    return " : ".join(percent(part) for part in parts)


def _appraisal(subject: Subject) -> Iterator[Found]:
    for at, given in subject.contributions(*_TO_BE_APPRAISED):
        counted = given.appraised is not None or given.into is not None
        if counted and not (given.method and given.approved_by):
            lacks = [
                words
                for words, is_there in (
                    (Text(zh="评估办法", en="how it was valued"), given.method),
                    (Text(zh="谁认可", en="who approved it"), given.approved_by),
                )
                if not is_there
            ]
            yield Found(
                at=at,
                says=Text(
                    zh="非货币出资作价入股，没有写" + "、".join(one.zh for one in lacks),
                    en="put in at a value, but the contract does not say "
                    + " or ".join(one.en for one in lacks),
                ),
            )


def _labour_as_capital(subject: Subject) -> Iterator[Found]:
    if subject.contract.vehicle is not Vehicle.FARMERS_COOPERATIVE:
        return
    for at, given in subject.contributions(*_NO_CAPITAL):
        if given.into is not None:
            what = _NO_CAPITAL[given.what]
            yield Found(
                at=at,
                says=Text(
                    zh=f"{what.zh}折成了合作社的股份 “{given.into}”",
                    en=f"{what.en} is turned into shares of the cooperative: {given.into}",
                ),
            )


def _left_out(subject: Subject) -> Iterator[Found]:
    takers = {name for _, clause in subject.clauses() for _, name in takers_of(clause)}
    has_result = any(taker_of_result(clause) for _, clause in subject.clauses())
    if not has_result or MEMBERS in takers:
        return
    later = {
        each.on_leaving_poverty.convert_to
        for each in subject.contract.share_classes
        if each.on_leaving_poverty is not None
    }
    for place, each in enumerate(subject.contract.share_classes):
        has_capital = any(
            each.id in {given.by, given.into} for given in subject.contract.contributions
        )
        if has_capital and each.id not in takers | later:
            yield Found(
                at=f"$.share_classes[{place}]",
                says=Text(
                    zh=f"“{each.name}” 有投入，却没有一条条款分给它",
                    en=f"{each.id} has put something in, yet no clause gives it anything",
                ),
            )


CHECKS = (
    Check(
        code="SB109",
        title=Text(zh="股数乘面值等于投入", en="Shares at par equal what was put in"),
        severity="warning",
        do=Text(
            zh="核对股数、面值和投入；确有赠股、借款配股、管理股的，写明约定",
            en="compare shares, par and what was put in; where shares were given, lent for or "
            "granted to managers, write that agreement down",
        ),
        rests_on=(
            companies("第二百一十条", "art. 210"),
            case(
                "盘州银湖：出资 63.5%，占股 27%",
                "Yinhu: 63.5 % of the money, 27 % of shares",
            ),
        ),
        look=_paid_in,
    ),
    Check(
        code="SB110",
        title=Text(zh="按准确的股数分配", en="Exact counts are shared by"),
        severity="warning",
        do=Text(
            zh="写明以投入数或股数为准；有意取整的，写明是约定的比例",
            en="say that amounts or counts decide; where the round ratio is meant, say that it "
            "is agreed",
        ),
        rests_on=(
            case(
                "高县黄桷村：242:100 印成 71%:29%",
                "Huangjue, Gaoxian: 242 to 100 printed as 71 % to 29 %",
            ),
        ),
        look=_printed_ratios,
    ),
    Check(
        code="SB111",
        title=Text(zh="非货币出资有评估、有认可", en="What is not money is appraised"),
        severity="warning",
        do=Text(
            zh="写 method 和 approved_by：怎样评估、谁认可",
            en="write method and approved_by: how it was valued, and who approved",
        ),
        rests_on=(
            companies("第四十八条", "art. 48"),
            cooperatives("第十三条", "art. 13"),
        ),
        look=_appraisal,
    ),
    Check(
        code="SB112",
        title=Text(zh="劳务不作合作社股金", en="Labour is no capital of a cooperative"),
        severity="warning",
        do=Text(
            zh="改为股金之外的积分或报酬，在分配条款中另写",
            en="keep it as points or pay outside the capital, with a clause of its own",
        ),
        rests_on=(
            practice(
                "《农民专业合作社登记管理条例》（2014）第八条",
                "Regulations on registering cooperatives (2014), art. 8",
            ),
        ),
        look=_labour_as_capital,
    ),
    Check(
        code="SB118",
        title=Text(zh="有投入的股份都有所得", en="Each class that put in gets something"),
        severity="warning",
        do=Text(
            zh="补写这一类股份的分配条款，或说明为什么没有",
            en="add a clause for this class, or say why it gets nothing",
        ),
        rests_on=(
            cooperatives("第四十四条", "art. 44"),
            practice(
                "农产发〔2018〕4号：提倡同股同权同责",
                "Nongchanfa (2018) 4 advises equal shares, equal rights, equal duties",
            ),
        ),
        look=_left_out,
    ),
)
