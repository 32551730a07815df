"""Checks of units: amounts that differ by just what one unit is of another (单位)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from statistics import median

from sanbian.clause import (
    Clause,
    Guarantee,
    OrderPurchase,
    Payment,
    PreferredDividend,
    TopUp,
    grades_of,
)
from sanbian.contract import measures_in
from sanbian.findings.grounds import case, practice
from sanbian.findings.settled import (
    clauses_within,
    given,
    households,
    named,
    paid_out,
)
from sanbian.findings.subjects import Subject
from sanbian.findings.values import Check, Found
from sanbian.records import Records
from sanbian.settlement import Settlement
from sanbian.wording import Text, money, number

SLIPS: Mapping[int, Text] = {
    2: Text(zh="斤和公斤", en="jin and kg"),
    15: Text(zh="亩和公顷", en="mu and ha"),
    10_000: Text(zh="元和万元", en="yuan and ten thousand yuan"),
}
"""What one unit is of another, and which two are easily taken for each other."""

_FACTOR_OF_UNIT = {
    **dict.fromkeys(("kg", "jin", "斤", "公斤", "千克"), 2),
    **dict.fromkeys(("mu", "亩", "ha", "公顷"), 15),
    "yuan": 10_000,
}
_TWICE = 2
_MEMBERS_MIN = 5  # of fewer, the median says nothing
_NEAR = (Fraction(1, 2), Fraction(2))


def slip(one: int, other: int) -> int | None:
    """The factor between two amounts, where it is just that of two units of one thing.

    Examples:
        >>> from sanbian.findings.units import slip
        >>> slip(90000, 180000), slip(90000, 100000)
        (2, None)
    """
    low, high = sorted((abs(one), abs(other)))
    return next((factor for factor in SLIPS if low and low * factor == high), None)


def list_slip(records: Records, settlement: Settlement) -> int | None:
    """The factor of two units between a list of payments and the settlement, if it is one."""
    paid = sum(each.amount for each in records.payments)
    return slip(paid, sum(paid_out(settlement).values()))


def _units(subject: Subject) -> Iterator[Found]:
    """Amounts that differ by just the factor of two units."""
    for place, told in enumerate(subject.records.announced if subject.records else ()):
        if told.count is not None and told.each is not None and told.total is not None:
            factor = slip(told.count * told.each, told.total)
            if factor is not None:
                yield _slipped(
                    f"$.announced[{place}]",
                    Text(zh="公布的总额", en="the total announced"),
                    told.total,
                    Text(zh="数量乘单价", en="count times price"),
                    told.count * told.each,
                )
    records, settlement = subject.records, subject.settlement
    if records is not None and settlement is not None and list_slip(records, settlement):
        yield _slipped(
            "payments",
            Text(zh="实付表合计", en="the sum of the list"),
            sum(each.amount for each in records.payments),
            Text(zh="结算", en="the settlement"),
            sum(paid_out(settlement).values()),
        )
    yield from _units_against_last(subject)
    yield from _units_against_others(subject)


def _slipped(at: str, one: Text, amount: int, other: Text, wanted: int) -> Found:
    factor = slip(amount, wanted)
    assert factor is not None
    what = SLIPS[factor]
    return Found(
        at=at,
        says=Text(
            zh=f"{one.zh} {money(amount).zh}，{other.zh} {money(wanted).zh}，一个正好是"
            f"另一个的 {factor:,} 倍：{what.zh}可能弄混",
            en=f"{one.en} is {money(amount).en}, {other.en} {money(wanted).en}: just "
            f"{factor:,} times, {what.en} may be mixed up",
        ),
    )


def _units_against_last(subject: Subject) -> Iterator[Found]:
    """Households whose amount by a clause is just so many times what it was."""
    settlement = subject.settlement
    if settlement is None or not subject.earlier:
        return
    for number_, clauses in clauses_within(subject).items():
        factors = {factor for clause in clauses for factor in _factors(subject, clause)}
        now = given(settlement, clauses=(number_,))
        before = given(subject.earlier[-1], clauses=(number_,))
        both = [code for code in now if code in before]
        slipped = [code for code in both if slip(now[code], before[code]) in factors]
        if slipped and len(slipped) * 2 < len(both):  # of most, the price has changed
            first = slipped[0]
            one = Text(
                zh=f"{first} 第 {number_} 条本期", en=f"{first}, clause {number_}, now"
            )
            found = _slipped(
                number_, one, now[first], Text(zh="上期", en="last time"), before[first]
            )
            more = len(slipped) - 1
            says = found.says
            if more:
                says += Text(zh=f"；另有 {more} 户一样", en=f"; {more} more likewise")
            yield Found(at=found.at, says=says)


def _factors(subject: Subject, clause: Clause) -> Iterator[int]:
    for name in _measures_of(clause):
        measure = subject.contract.names.measure(name)
        if measure is not None and measure.unit in _FACTOR_OF_UNIT:
            yield _FACTOR_OF_UNIT[measure.unit]


def _measures_of(clause: Clause) -> Iterator[str]:
    """The measures that an amount goes by."""
    match clause:
        case Payment() | Guarantee() | TopUp():
            yield from (name for _, name in measures_in(clause.amount))
        case OrderPurchase():
            yield from (each.quantity for each in grades_of(clause))
        case PreferredDividend():
            yield clause.on
        case _:
            pass


def _units_against_others(subject: Subject) -> Iterator[Found]:
    """Households whose number is far from all others', and near them in another unit."""
    for measure in subject.contract.measures:
        factor = _FACTOR_OF_UNIT.get(measure.unit)
        if factor is None or factor == _TWICE:
            continue  # twice as much as the others is nothing strange
        numbers = _numbers(subject, measure.id)
        if len(numbers) < _MEMBERS_MIN:
            continue
        different = set(numbers.values())
        if max(different) * 2 < min(different) * factor:
            continue  # nobody is so far from anybody
        middle = median(numbers.values())
        slipped = {value for value in different if _is_slipped(value, middle, factor)}
        wrong = [code for code, value in numbers.items() if value in slipped]
        if wrong and len(wrong) * 2 < len(numbers):
            over = 100 if measure.unit == "yuan" else 1
            told = number(Fraction(numbers[wrong[0]]) / over)
            usual = number(Fraction(middle) / over)
            what = SLIPS[factor]
            yield Found(
                at=wrong[0],
                says=Text(
                    zh=f"{measure.name}：{households(len(wrong)).zh}（{named(wrong).zh}）与其他户"
                    f"相差约 {factor:,} 倍，如 {told}，各户中位数 {usual}：{what.zh}可能弄混，"
                    "也可能确是大户",
                    en=f"{measure.name_en or measure.id}: {households(len(wrong)).en} "
                    f"({named(wrong).en}) some {factor:,} times from the others, such as "
                    f"{told} with a median of {usual}: {what.en} may be mixed up, or it is so",
                ),
                severity="warning",
            )


def _is_slipped(value: Fraction, middle: Fraction, factor: int) -> bool:
    """Whether a number would be near the median in the other unit."""
    low, high = _NEAR
    return any(
        low * middle <= turned <= high * middle
        for turned in (value * factor, value / factor)
    )


def _numbers(subject: Subject, measure: str) -> dict[str, Fraction]:
    """What each household has of a measure: of the facts, else of the register."""
    if subject.facts is not None:
        for part in subject.facts.parts:
            if measure in part.activity:
                return {c: Fraction(n) for c, n in part.activity[measure].items() if n > 0}
    every = () if subject.register is None else subject.register.households
    return {
        each.code: Fraction(each.measures[measure])
        for each in every
        if each.measures.get(measure, 0) > 0
    }


CHECKS = (
    Check(
        code="SB420",
        title=Text(zh="单位没有弄混", en="Units are not mixed up"),
        severity="error",
        do=Text(
            zh="核对原始单据上的单位，改正数量或单价后重算",
            en="look at the units on the original slips, correct quantity or price and compute "
            "again",
        ),
        rests_on=(
            case(
                "六枝纳骂村：亩产 300 公斤、每公斤 3 元，印成 1,800 元",
                "Nama, Liuzhi: 300 kg per mu at 3 yuan, printed as 1,800 yuan",
            ),
            practice(
                "斤、亩、元各有一个常见的错倍数", "jin, mu and yuan each slip by one factor"
            ),
        ),
        look=_units,
    ),
)
