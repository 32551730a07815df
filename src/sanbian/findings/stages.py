"""Checks of what changes over the term: steps up, phases, and a change of policy (期限内的变化)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from sanbian.clause import Clause, Escalating, Phased, Term
from sanbian.contract import SafeguardKind, takers_of, terms_of
from sanbian.contract.names import inner_terms
from sanbian.findings.grounds import case, practice
from sanbian.findings.subjects import Subject, is_public
from sanbian.findings.values import Check, Found
from sanbian.wording import Text

_STEPS_UP = ("递增", "上浮", "上调", "逐年提高", "逐年增加")
_POLICY = "政策"


def _no_step(subject: Subject) -> Iterator[Found]:
    """Words that promise a step up which the clause does not compute."""
    for at, clause in subject.clauses():
        word = next((word for word in _STEPS_UP if word in clause.words), None)
        if word is not None and not any(_changes(term) for _, term, _ in terms_of(clause)):
            yield Found(
                at=f"{at}.words",
                says=Text(
                    zh=f"第 {clause.id} 条写有“{word}”，数额却不变：没有写从哪年起、隔几年、"
                    "按多少、是否滚算",
                    en=f"clause {clause.id} says {word}, yet its amount stays the same: nothing "
                    "says from which year, how often, by how much, simple or compound",
                ),
            )


def _changes(term: Term) -> bool:
    return isinstance(term, Escalating | Phased) or any(
        _changes(inner) for _, inner in inner_terms(term)
    )


def _years_uncovered(subject: Subject) -> Iterator[Found]:
    """Years of the term in which nothing is due to who had something in others."""
    if len(subject.contract.versions) > 1:
        return  # each version has years of its own
    count = _years_of(subject.contract.starts, subject.contract.ends)
    covered: dict[str, list[Clause]] = defaultdict(list)
    for _, clause in subject.clauses():
        for field, name in takers_of(clause):
            if field == "to" and subject.contract.names.is_holders(name):
                covered[name].append(clause)
    for holders, clauses in covered.items():
        windows = [getattr(clause, "years", None) for clause in clauses]
        if None in windows or count is None:
            continue
        missing = [
            year
            for year in range(1, count + 1)
            if not any(window.has(year) for window in windows if window is not None)
        ]
        if missing:
            numbers = _ranges(missing)
            yield Found(
                at=f"$.versions[{subject.contract.versions.index(subject.version)}].clauses",
                says=Text(
                    zh=f"合同期 {count} 年，第 {numbers} 年没有条款给“{holders}”任何款项",
                    en=f"the term has {count} years, and no clause gives {holders} anything in "
                    f"year {numbers}",
                ),
            )


def _years_of(starts: date, ends: date | None) -> int | None:
    """How many years a term has, a begun one counted; None where it has no end."""
    if ends is None:
        return None
    whole = relativedelta(ends + relativedelta(days=1), starts)
    return whole.years + bool(whole.months or whole.days)


def _ranges(numbers: list[int]) -> str:
    """Numbers in order as ranges: ``4-6, 9``."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(
        str(each[0]) if len(each) == 1 else f"{each[0]}-{each[-1]}" for each in found
    )


def _policy(subject: Subject) -> Iterator[Found]:
    """Public money for more than a year, and no word on a change of its rules."""
    contract = subject.contract
    is_public_money = any(is_public(given) for given in contract.contributions)
    years = _years_of(contract.starts, contract.ends)
    told = [
        *(each.words for each in contract.safeguards),
        *(clause.words for _, clause in subject.clauses()),
        *(version.words for version in contract.versions),
    ]
    if (
        not is_public_money
        or years == 1
        or subject.has_safeguard(SafeguardKind.POLICY_CHANGE)
        or any(_POLICY in words for words in told)
    ):
        return
    term = Text(
        zh="合同没有写期限" if years is None else f"合同期 {years} 年",
        en="without an end" if years is None else f"over {years} years",
    )
    yield Found(
        at="$.safeguards",
        says=Text(
            zh=f"用财政资金，{term.zh}，没有写政策中途变化时怎么办",
            en=f"public money {term.en}, and nothing says what holds when its rules change",
        ),
    )


CHECKS = (
    Check(
        code="SB121",
        title=Text(zh="递增写明怎样算", en="A step up says how"),
        severity="warning",
        do=Text(
            zh="写 escalates：从哪年起、隔几年、按多少、按首期还是上期（simple、compound）",
            en="write escalates: from which year, how often, by how much, simple or compound",
        ),
        rests_on=(
            case(
                "盘州银湖：每五年在原基价上上浮 10%",
                "Yinhu: every five years 10 % on the first price",
            ),
        ),
        look=_no_step,
        is_refused=True,
    ),
    Check(
        code="SB122",
        title=Text(zh="各阶段覆盖全部合同期", en="Phases cover the whole term"),
        severity="warning",
        do=Text(
            zh="把后面各年的办法和比例现在就写进合同",
            en="write now what holds in the later years, with its ratio",
        ),
        rests_on=(
            case(
                "毕节海马宫：前三年固定，第四年起的比例没有写",
                "Haimagong: fixed for three years, and no ratio from the fourth on",
            ),
        ),
        look=_years_uncovered,
        is_refused=True,
    ),
    Check(
        code="SB142",
        title=Text(zh="政策变化怎么办", en="When the rules change"),
        severity="warning",
        do=Text(
            zh="写 policy_change 条款：政策变化时由谁决定、从哪天起用新版本（versions 的 since）",
            en="write a policy_change clause: who decides then, and from which day a new version "
            "holds (since of versions)",
        ),
        rests_on=(
            case(
                "灵台柳家铺光伏：2019 年 6 月起改变分配办法",
                "Liujiapu, Lingtai: the rule for solar income changed from June 2019 on",
            ),
            practice(
                "光伏收益分配办法多次修改（国开办发〔2017〕61号、国开办司发〔2020〕3号，见转述）",
                "rules on solar income were changed more than once (Guokaibanfa (2017) 61 and "
                "Guokaibansifa (2020) 3, as quoted)",
            ),
        ),
        look=_policy,
    ),
)
