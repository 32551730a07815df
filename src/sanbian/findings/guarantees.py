"""Checks of how much is guaranteed: by the region's band, and by what is earned (保底)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from sanbian.clause import Guarantee, PartOf, PerUnit, SharedTotal, Term
from sanbian.contract import Base, BaseKind, Example
from sanbian.findings.grounds import case, practice
from sanbian.findings.subjects import Subject, guarantees, meets
from sanbian.findings.values import Check, Found
from sanbian.region import in_force
from sanbian.settlement import promises
from sanbian.settlement.examples import settled_examples
from sanbian.wording import Text, money, percent

_RESULTS = frozenset(
    {
        BaseKind.AFTER_COSTS,
        BaseKind.AFTER_GUARANTEE,
        BaseKind.NET_PROFIT,
        BaseKind.SURPLUS,
        BaseKind.DISTRIBUTABLE,
    }
)


# --- the region's band ---------------------------------------------------------------


def _outside_the_band(subject: Subject) -> Iterator[Found]:
    if subject.region is None:
        return
    least = in_force(subject.region.guarantee_min, subject.on)
    most = in_force(subject.region.guarantee_max, subject.on)
    for at, clause in guarantees(subject):
        rate = _rate_on_money(subject, clause.amount)
        if rate is None:
            continue
        for bound, is_kept, zh, en in (
            (least, least is None or rate >= least.rate, "低于", "below"),
            (most, most is None or rate <= most.rate, "高于", "above"),
        ):
            if bound is not None and not is_kept:
                yield Found(
                    at=f"{at}.amount",
                    says=Text(
                        zh=f"保底年率 {percent(rate)}，{zh}当地的 {percent(bound.rate)}"
                        f"（{bound.source}）",
                        en=f"{percent(rate)} a year is guaranteed, {en} the region's "
                        f"{percent(bound.rate)} ({bound.source})",
                    ),
                )


def _rate_on_money(subject: Subject, term: Term) -> Fraction | None:
    """The rate of a guarantee on money, for each or as a total that is shared."""
    inner = term.total if isinstance(term, SharedTotal) else term
    if isinstance(inner, PartOf) and subject.is_rate_on_money(inner):
        return inner.rate
    return None


# --- what is earned ------------------------------------------------------------------


def _not_earned(subject: Subject) -> Iterator[Found]:
    yield from _above_expectation(subject)
    yield from _bad_year(subject)


def _above_expectation(subject: Subject) -> Iterator[Found]:
    income = subject.contract.expected_income
    dues = [_yearly(subject, clause) for _, clause in guarantees(subject)]
    total = sum(due for due in dues if due is not None)
    if income is not None and total > income:
        due, earned = money(round(total)), money(income)
        yield Found(
            at="$.expected_income",
            says=Text(
                zh=f"一年的保底合计 {due.zh}，预计收入只有 {earned.zh}",
                en=f"guarantees come to {due.en} a year, while {earned.en} are expected to be "
                "earned",
            ),
        )


def _yearly(subject: Subject, clause: Guarantee) -> Fraction | None:
    """What a guarantee comes to in a year, where the file says of how much."""
    term = clause.amount
    inner = term.total if isinstance(term, SharedTotal) else term
    match inner:
        case PartOf(of=str(name)):
            of, each = name, inner.rate
        case PerUnit():
            of, each = inner.per, inner.price
        case _:
            return None
    quantity = _quantity(subject, of)
    if quantity is None and isinstance(inner, PartOf):
        quantity = _put_in(subject, clause)
    return None if quantity is None else each * quantity


def _quantity(subject: Subject, name: str) -> Fraction | None:
    """How much of a measure all households have together, where the register has it."""
    if subject.register is None:
        return None
    known = [
        each.measures[name]
        for each in subject.register.households
        if each.counts_on(subject.on) and name in each.measures
    ]
    return sum(known, Fraction(0)) if known else None


def _put_in(subject: Subject, clause: Guarantee) -> Fraction | None:
    """The money that those put in who have the guarantee, where all of it is stated."""
    values = [
        given.appraised
        for _, given in subject.contributions("money", "fiscal_funds", "loan")
        if meets(given.by, clause.to)
    ]
    known = [value for value in values if value is not None]
    return Fraction(sum(known)) if values and len(known) == len(values) else None


def _bad_year(subject: Subject) -> Iterator[Found]:
    """The worst of the contract's own examples: what it earns, and what is guaranteed."""
    years = sorted(_years(subject), key=lambda year: year.earned - year.due)
    if years and years[0].earned < years[0].due:
        worst = years[0]
        earned, due = money(worst.earned), money(worst.due)
        place = subject.contract.examples.index(worst.example)
        yield Found(
            at=f"$.examples[{place}]",
            says=Text(
                zh=f"算例“{worst.example.name}”中付保底之前挣 {earned.zh}，保底要 {due.zh}",
                en=f"in the example {worst.example.name} {earned.en} are earned before the "
                f"guarantee, which comes to {due.en}",
            ),
        )


@frozen
class _Year:
    """A worked example: what was earned before the guarantee, and what is guaranteed."""

    example: Example
    earned: int
    due: int


def _years(subject: Subject) -> Iterator[_Year]:
    promised = {clause.id: clause for _, clause in guarantees(subject)}
    if not promised:
        return
    declared = subject.contract.names.declared
    for example, settlement in settled_examples(subject.contract):
        dues = [
            (promised[each.clause], each.promised)
            for each in promises((settlement,))
            if each.clause in promised and each.since == settlement.period.end
        ]
        results = [
            amount
            for name, amount in example.amounts.items()
            if isinstance(base := declared.get(name), Base) and base.base in _RESULTS
        ]
        if results and dues:
            as_cost = sum(due for clause, due in dues if clause.charged == "cost")
            due = sum(due for _, due in dues)
            yield _Year(example, sum(results) + as_cost, due)


CHECKS = (
    Check(
        code="SB135",
        title=Text(zh="保底在当地的范围内", en="A guarantee within the region's band"),
        severity="warning",
        do=Text(
            zh="核对当地规定（region.toml 的 guarantee_min、guarantee_max），改到范围内，"
            "或写明理由",
            en="look at what the region sets (guarantee_min, guarantee_max in region.toml); bring "
            "it within, or say why",
        ),
        rests_on=(
            practice(
                "安徽转述财农〔2017〕52号：保底参照同行业平均，原则上不低于贷款基准利率",
                "Anhui, after Cainong (2017) 52: by the trade's average, in principle not below "
                "the loan base rate",
            ),
            practice(
                "民和 2019-04-22：原则上 6% 至 10%",
                "Minhe, 2019-04-22: 6 to 10 % in principle",
            ),
        ),
        look=_outside_the_band,
    ),
    Check(
        code="SB136",
        title=Text(zh="保底付得起", en="A guarantee that can be earned"),
        severity="warning",
        do=Text(
            zh="降低保底，或写明不足时由谁、用什么钱付（保证人、保证金、风险基金）",
            en="lower it, or say who pays what is short and from what (guarantor, deposit, risk "
            "fund)",
        ),
        rests_on=(
            case(
                "陇县奶牛托养（年 15%）欠付；（2025）鄂0281民初5989号（年 40%）",
                "Longxian (15 % a year) went unpaid; (2025) 鄂 0281 民初 5989 (40 % a year)",
            ),
        ),
        look=_not_earned,
    ),
)
