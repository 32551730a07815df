"""Checks of terms: names that exist, units that fit, phases without gaps."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, assert_never

from sanbian.clause import (
    Bands,
    ByStatus,
    Clause,
    Conditional,
    Daily,
    Equally,
    Escalating,
    Fixed,
    Greatest,
    Least,
    LeftOf,
    Measured,
    Monthly,
    NamedAmount,
    Number,
    PartOf,
    PerUnit,
    Phase,
    Phased,
    Product,
    SharedTotal,
    SumOf,
    Term,
    Yearly,
)
from sanbian.contract.bands import band_problems
from sanbian.contract.conditions import unreachable_parts
from sanbian.contract.names import (
    BUILT_IN_MEASURES,
    Names,
    inner_terms,
    measures_in,
    terms_of,
)
from sanbian.contract.values import Base, Fund, NamedMeasure, Pool
from sanbian.errors import Problem, unknown_name
from sanbian.register import Status
from sanbian.wording import Text, same

_FOR_EVER = 10**6  # a year that no term reaches

MONEY = "yuan"  # the unit of measures that are money

Unit = Literal["money", "number"]

_MEASURES = Text(zh="计量项", en="measure")
_AMOUNTS = Text(
    zh="金额计量项、基数、待分配款或基金", en="measure in yuan, base, pool or fund"
)
_COMPARED = Text(zh="计量项、基数、待分配款或基金", en="measure, base, pool or fund")
_ACCOUNTS = Text(zh="基数、待分配款或基金", en="base, pool or fund")


def term_problems(at: str, clause: Clause, names: Names) -> Iterator[Problem]:
    """What is wrong with the terms of a clause."""
    for field, term, is_money in terms_of(clause):
        place = f"{at}.{field}" if field else at
        yield from problems_of_term(place, term, names, is_money=is_money)


def problems_of_term(
    place: str, term: Term, names: Names, *, is_money: bool
) -> Iterator[Problem]:
    """What is wrong with one term."""
    yield from _name_problems(place, term, names)
    yield from _shape_problems(place, term)
    yield from _sign_problems(place, term)
    yield from _bound_problems(place, term, names)
    yield from _base_problems(place, term, names)
    yield from unreachable_parts(place, term, names)
    unit = unit_of(term, names)
    if unit is None or (is_money and unit != "money"):
        yield Problem(
            at=place,
            says=Text(
                zh="应为金额，得到数量" if unit else "应为单位一致的数，得到金额与数量相混",
                en="expected an amount of money, got a number"
                if unit
                else "expected one unit, got money and numbers mixed",
            ),
            do=Text(
                zh='按单位计价写 {per = "…", yuan = "…"}；按比例写 {rate = "…", of = 金额项}',
                en='for a price write {per = "…", yuan = "…"}; '
                'for a rate {rate = "…", of = <an amount of money>}',
            ),
        )


def unit_of(term: Term, names: Names) -> Unit | None:
    """Whether a term is money or a number; None where it mixes the two.

    A name that is not declared counts as what it should be: it is reported elsewhere.
    """
    match term:
        case Fixed() | PerUnit() | LeftOf() | Bands():
            return "money"
        case PartOf():
            return _unit_of_amount(term.of, names)
        case Measured():
            measure = names.measure(term.of)
            is_in_yuan = measure is not None and measure.unit == MONEY
            return "money" if is_in_yuan or names.is_own_fund(term.of) else "number"
        case Number() | ByStatus():
            return "number"
        case Conditional():
            units = {unit_of(term.then, names), unit_of(term.otherwise, names)}
            return units.pop() if len(units) == 1 else None
        case Greatest() | Least() | SumOf() | Phased() | Escalating() | Equally():
            units = {unit_of(inner, names) for _, inner in inner_terms(term)}
            return units.pop() if len(units) == 1 else None
        case SharedTotal():
            return unit_of(term.total, names)
        case Yearly() | Monthly() | Daily():
            return unit_of(term.amount, names)
        case Product():
            found = [unit_of(inner, names) for inner in term.terms]
            if None in found or found.count("money") > 1:
                return None
            return "money" if "money" in found else "number"
        case _:
            assert_never(term)


def _unit_of_amount(amount: NamedAmount, names: Names) -> Unit | None:
    """Whether an amount is money or a number; a base, pool or fund is money."""
    if not isinstance(amount, str):
        return unit_of(amount, names)
    measure = names.measure(amount)
    return "number" if measure is not None and measure.unit != MONEY else "money"


def _name_problems(at: str, term: Term, names: Names) -> Iterator[Problem]:
    measures = {*BUILT_IN_MEASURES, *names.of(NamedMeasure)}
    accounts = {*names.of(Base), *names.of(Pool), *names.of(Fund)}
    own = {name for name in names.of(Fund) if names.is_own_fund(name)}
    money = {name for name in measures if is_money(name, names)}
    for place, name in measures_in(term):
        also = measures
        match _holder_of(term, place):
            case PartOf() | Bands():
                known, what = accounts | money, _AMOUNTS
            case Conditional():
                known, what = accounts | measures, _COMPARED
            case LeftOf():
                known, what, also = accounts, _ACCOUNTS, accounts
            case Measured():
                known, what = measures | own, _MEASURES
            case _:
                known, what = measures, _MEASURES
        if name not in known | also:
            yield unknown_name(f"{at}.{place}", name=name, known=known, what=what)
    yield from _status_problems(at, term)


def _holder_of(term: Term, place: str) -> Term:
    """The innermost term at a place such as ``greatest[0].of``."""
    for step, inner in inner_terms(term):
        if place.startswith(f"{step}."):
            return _holder_of(inner, place.removeprefix(f"{step}."))
    return term


def is_money(name: str, names: Names) -> bool:
    """Whether a name is that of a measure in money."""
    measure = names.measure(name)
    return measure is not None and measure.unit == MONEY


def _status_problems(at: str, term: Term) -> Iterator[Problem]:
    known = {status.value for status in Status}
    if isinstance(term, ByStatus):
        for name in term.weights:
            if name not in known:
                what = Text(zh="贫困状态", en="poverty status")
                yield unknown_name(f"{at}.by_status", name=name, known=known, what=what)
    for place, inner in inner_terms(term):
        yield from _status_problems(f"{at}.{place}", inner)


def _sign_problems(at: str, term: Term) -> Iterator[Problem]:
    """What is due is not negative; inside a sum a negative term may be a deduction."""
    if isinstance(term, Conditional | Yearly | Monthly | Daily):
        for place, inner in inner_terms(term):
            if not place.startswith("when"):
                yield from _sign_problems(f"{at}.{place}", inner)
    number: Fraction | None = None
    if isinstance(term, PartOf):
        number = term.rate
    if isinstance(term, Fixed):
        number = Fraction(term.amount)
    if number is not None and number < 0:
        yield Problem(
            at=at,
            says=Text(
                zh=f"应为不小于零的数额，得到 {number}",
                en=f"expected an amount of at least zero, got {number}",
            ),
            do=Text(
                zh="扣款另写一条；减项写在 sum 里", en="write a deduction inside a sum"
            ),
        )


def _base_problems(at: str, term: Term, names: Names) -> Iterator[Problem]:
    """Bands are of money."""
    if isinstance(term, Bands) and _unit_of_amount(term.of, names) != "money":
        yield Problem(
            at=f"{at}.of",
            says=Text(
                zh="分档的应为金额，得到数量",
                en="expected bands of an amount of money, got a number",
            ),
            do=Text(
                zh="写基数、待分配款、基金或以元计的项",
                en="name a base, pool, fund or measure in yuan, or write a term",
            ),
        )
    for place, inner in inner_terms(term):
        yield from _base_problems(f"{at}.{place}", inner, names)


def _day_problems(at: str, term: Yearly | Monthly | Daily) -> Iterator[Problem]:
    if term.since is not None and term.until is not None and term.until < term.since:
        yield Problem(
            at=f"{at}.until",
            says=Text(
                zh=f"应为不早于 {term.since} 的日期，得到 {term.until}",
                en=f"expected a day not before {term.since}, got {term.until}",
            ),
            do=Text(zh="更正 since 或 until", en="correct since or until"),
        )


def _bound_problems(at: str, term: Term, names: Names) -> Iterator[Problem]:
    """A bound is in the unit of what is compared: money with money, kg with kg."""
    if isinstance(term, Conditional):
        of, bound = term.when.of, term.when.bound
        place = f"{at}.when.{term.when.relation}"
        compared, given = _unit_of_amount(of, names), unit_of(bound, names)
        measure = names.measure(of) if isinstance(of, str) else None
        is_known = measure is not None or not isinstance(of, str) or of in names.declared
        if is_known and (compared is None or compared != given):
            yield _other_unit(place, compared or "", given or "", measure)
        elif measure is not None and isinstance(bound, Number):
            wanted, got = measure.unit or "%", bound.unit or "%"
            if wanted != got:
                yield _other_unit(place, wanted, got, measure)
    for inner_place, inner in inner_terms(term):
        yield from _bound_problems(f"{at}.{inner_place}", inner, names)


_IN_WORDS = {
    "money": Text(zh="金额", en="money"),
    "number": Text(zh="数量", en="a number"),
    "": Text(zh="金额与数量相混", en="money and numbers mixed"),
}


def _other_unit(at: str, wanted: str, got: str, measure: NamedMeasure | None) -> Problem:
    """The problem that a bound is not in the unit of what it bounds."""
    unit = measure.unit if measure is not None and measure.unit != MONEY else ""
    example = "70%" if unit in {"", "%"} else f"300 {unit}"
    expected, found = (_IN_WORDS.get(word, same(word)) for word in (wanted, got))
    return Problem(
        at=at,
        says=Text(
            zh=f"界限的单位应与所比较的一致（{expected.zh}），得到{found.zh}",
            en=f"expected a bound in the unit of what is compared ({expected.en}), "
            f"got {found.en}",
        ),
        do=Text(
            zh=f'金额写 "100000"（元）；数量带单位写，例如 "{example}"',
            en=f'write money as "100000" (yuan), and a number with its unit, as in "{example}"',
        ),
    )


def _shape_problems(at: str, term: Term) -> Iterator[Problem]:
    match term:
        case Phased():
            yield from _phase_problems(f"{at}.phases", term.phases)
        case Escalating() if term.every_years < 1:
            yield Problem(
                at=f"{at}.every_years",
                says=Text(
                    zh=f"应为至少 1 年，得到 {term.every_years}",
                    en=f"expected at least one year, got {term.every_years}",
                ),
                do=Text(zh="写明每几年递增一次", en="say after how many years it grows"),
            )
        case Greatest() | Least() | SumOf() | Product() if not term.terms:
            yield Problem(
                at=at,
                says=Text(
                    zh="应至少有一项，得到 0 项", en="expected at least one term, got none"
                ),
                do=Text(zh="写出各项", en="write the terms"),
            )
        case Bands():
            yield from band_problems(f"{at}.bands", term.bands)
        case Yearly() | Monthly() | Daily():
            yield from _day_problems(at, term)
        case _:
            pass
    for place, inner in inner_terms(term):
        yield from _shape_problems(f"{at}.{place}", inner)


def _phase_problems(at: str, phases: tuple[Phase, ...]) -> Iterator[Problem]:
    """Phases cover all years from the first, without gap or overlap."""
    expected = 1
    for place, phase in enumerate(phases):
        if phase.years.first != expected:
            yield Problem(
                at=f"{at}[{place}].years",
                says=Text(
                    zh=f"各阶段应首尾相接，应从第 {expected} 年开始，得到 {phase.years}",
                    en=f"expected phases without gap or overlap, from year {expected}, "
                    f"got {phase.years}",
                ),
                do=Text(zh="补上缺的年份或改正重叠", en="fill the gap or mend the overlap"),
            )
        expected = (phase.years.last or _FOR_EVER) + 1
    if not phases or phases[-1].years.last is not None:
        yield Problem(
            at=at,
            says=Text(
                zh=f"应写到合同期满，得到第 {expected} 年起没有约定",
                en=f"expected phases for the whole term, got none from year {expected} on",
            ),
            do=Text(
                zh='最后一阶段写成 "4-" 这样；到期不再支付的写 amount = "0"',
                en='write the last phase like "4-"; where nothing more is due, amount = "0"',
            ),
        )
