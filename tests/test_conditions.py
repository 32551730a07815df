"""Terms that hold by a condition, parts of terms, and what is left of a base."""

from __future__ import annotations

import tomllib
from fractions import Fraction

import pytest
from contract_builders import MEASURES, contract, paid, register, settled, version
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Condition,
    Conditional,
    Dividend,
    Fixed,
    InvalidInputError,
    Kind,
    Least,
    LeftOf,
    Measured,
    NamedMeasure,
    Number,
    OddFen,
    PartOf,
    Payment,
    PerUnit,
    Phase,
    Phased,
    Reserve,
    SharedTotal,
    Split,
    SplitPart,
    describe,
    explain,
    years,
)
from sanbian.files import contract_text
from sanbian.files.contracts import contract_of
from sanbian.files.documents import Float

SOLD = NamedMeasure(id="sold", name="售出率", unit="%", level="contract")
PAID_IN = NamedMeasure(id="paid_in", name="缴纳金", unit="yuan")
OVER_70 = Condition("sold", "more_than", Number(Fraction(7, 10), "%"))
FIRM = {"to": "members", "paid_from": ("firm",), "unpaid": "carry"}


def payment(amount, **given):
    return Payment(
        **{"id": "3", "kind": Kind.COMPENSATION, "amount": amount, **FIRM, **given}
    )


def agreement(*clauses, **given):
    return contract(*clauses, measures=(*MEASURES, SOLD, PAID_IN), **given)


# The rebate of the rolling fund of 射洪 (R51): 6 yuan a chick are paid in; when more than 70 %
# are sold, 3 yuan a chick come back, at most half of what was paid in.

REBATE = Least((PerUnit(Fraction(300), "kg"), PartOf(Fraction(1, 2), "paid_in")))
CHICKS = {"kg": {"H1": Fraction(100), "H2": Fraction(90)}}
INTO_THE_FUND = {"paid_in": {"H1": Fraction(60000), "H2": Fraction(40000)}}


@pytest.mark.parametrize(
    ("sold", "expected"),
    [("0.7", [0, 0]), ("0.71", [30000, 20000]), ("1", [30000, 20000])],
)
def test_a_rebate_is_due_only_above_the_bound(sold, expected):
    rebate = Conditional(when=OVER_70, then=REBATE, otherwise=Fixed(0))
    done = settled(
        agreement(payment(rebate)),
        register("H1", "H2"),
        measures={"sold": Fraction(sold)},
        activity={**CHICKS, **INTO_THE_FUND},
    )

    assert expected == paid(done)


def test_a_condition_is_told_with_its_numbers():
    rebate = Conditional(
        when=OVER_70, then=PerUnit(Fraction(300), "kg"), otherwise=Fixed(500)
    )

    def line(sold, language):
        done = settled(
            agreement(payment(rebate)),
            register("H1", "H2"),
            measures={"sold": Fraction(sold)},
            activity=CHICKS,
        )
        return describe(explain(done, "H1"), language).splitlines()[1]

    assert line("0.75", "zh") == (
        "补偿 300.00 元（第3条）：售出率 75% 超过 70%，交售量 100 公斤 × 单价 3.00 元"
    )
    assert line("0.5", "zh") == "补偿 5.00 元（第3条）：售出率 50% 未超过 70%，定额 5.00 元"
    assert line("0.75", "en") == (
        "compensation 300.00 yuan (clause 3): 售出率 75% is more than 70%, "
        "so 交售量 100 kg × price 3.00 yuan"
    )


@pytest.mark.parametrize(
    ("relation", "holds_for", "met", "not_met"),
    [
        ("at_least", {1, 2}, "达到", "未达到"),
        ("more_than", {2}, "超过", "未超过"),
        ("equals", {1}, "等于", "不等于"),
        ("at_most", {0, 1}, "不超过", "超过"),
        ("less_than", {0}, "低于", "不低于"),
    ],
)
def test_each_relation_for_each_holder(relation, holds_for, met, not_met):
    when = Condition("mu", relation, Number(Fraction(2), "mu"))
    term = Conditional(when=when, then=Fixed(200), otherwise=Fixed(100))
    done = settled(
        agreement(payment(term)), register(("H0", "1"), ("H1", "2"), ("H2", "3"))
    )

    assert [200 if place in holds_for else 100 for place in range(3)] == paid(done)
    for place in range(3):
        text = describe(explain(done, f"H{place}"), "zh")
        word = met if place in holds_for else not_met
        assert f"面积 {place + 1} 亩 {word} 2 亩，定额" in text


def test_conditions_inside_a_formula_keep_their_brackets():
    either = Conditional(when=OVER_70, then=Fixed(300), otherwise=Fixed(200))
    done = settled(
        agreement(payment(Least((either, PartOf(Fraction(1, 2), either))))),
        register("H1"),
        measures={"sold": Fraction(1)},
    )

    assert describe(explain(done, "H1"), "zh").splitlines()[1] == (
        "补偿 1.50 元（第3条）：孰低((售出率 100% 超过 70%，定额 3.00 元)，"
        "(售出率 100% 超过 70%，定额 3.00 元) × 比例 50%)"
    )
    assert "        超过 1" in describe(explain(done, "H1"), "zh", whole=True).splitlines()


def test_a_total_that_a_condition_turns_off_draws_no_lots_and_carries_no_odd_fen():
    shared = Conditional(
        when=OVER_70,
        then=SharedTotal(Fixed(100), Measured("equal")),
        otherwise=SharedTotal(Fixed(200), Measured("equal")),
    )
    carrying = contract(
        versions=(version(payment(shared), odd_fen=OddFen.CARRY_FORWARD),),
        measures=(*MEASURES, SOLD),
    )
    who = register("H1", "H2", "H3")
    done = settled(carrying, who, measures={"sold": Fraction(1)})
    alone = contract(
        versions=(version(payment(shared.then), odd_fen=OddFen.CARRY_FORWARD),),
    )

    assert sum(paid(done)) == 100
    kept = {name for name, by in done.books.credits_micro.items() if any(by.values())}
    assert kept == {"3/then"}
    assert (
        describe(explain(done, "H1"), "zh")
        .splitlines()[1]
        .startswith("补偿 0.34 元（第3条）：售出率 100% 超过 70%，定额 1.00 元 ÷ 3 户")
    )
    assert paid(done) == paid(settled(alone, who))


# A part of a term: the house shares of 杜堂 (R64, W39)


def test_a_rate_of_an_appraised_value():
    value = PerUnit(Fraction(160000), "mu")  # 1,600 yuan for each square metre
    done = settled(
        agreement(payment(PartOf(Fraction(1, 10), value), kind=Kind.RENT)),
        register(("H1", "200")),
    )

    assert [3_200_000] == paid(done)
    assert describe(explain(done, "H1"), "zh").splitlines()[1] == (
        "租金 32,000.00 元（第3条）：面积 200 亩 × 单价 1,600.00 元 × 比例 10%"
    )


# What is stated and what is left


def test_a_base_by_its_name_is_stated_and_left_is_what_remains():
    def shares(of):
        done = settled(
            contract(
                Reserve(id="1", of="profit", rate=Fraction(1, 10), to="reserve"),
                payment(PartOf(Fraction(1, 2), of), paid_from=("profit",)),
                Dividend(id="4", of="profit", to="members", by=Measured("equal")),
            ),
            register("H1"),
            amounts={"profit": 100000},
        )
        return [
            sum(flow.amounts) for flow in done.flows if flow.target == "payable/3"
        ], done

    assert [50000] == shares("profit")[0]
    found, done = shares(LeftOf("profit"))
    assert [45000] == found
    assert describe(explain(done, "H1"), "zh").splitlines()[1] == (
        "补偿 450.00 元（第3条）：净利润余额 900.00 元 × 比例 50%"
    )


@given(st.integers(-(10**6), 10**6), st.integers(0, 10**6), st.fractions(0, 1))
def test_of_what_is_left_no_more_is_due_than_there_is(loss, profit, rate):
    agreement = contract(
        payment(PartOf(rate, LeftOf("profit")), paid_from=("profit",)),
        Split(id="4", of="profit", parts=(SplitPart("firm", Fraction(1)),)),
    )
    before = settled(agreement, register("H1"), amounts={"profit": loss})
    done = settled(
        agreement, register("H1"), 2021, before.books, amounts={"profit": profit}
    )

    left = max(0, profit - max(0, -loss))
    assert abs(paid(done)[0] - left * rate) <= Fraction(1, 2)
    assert not [claim for claim in done.books.claims if claim.account == "owed/3"]


# What is unreachable


@pytest.mark.parametrize(
    ("outer", "inner", "side"),
    [
        (("more_than", 7), ("at_most", 7), "then"),
        (("more_than", 7), ("more_than", 7), "then"),
        (("less_than", 7), ("equals", 7), "then"),
        (("equals", 7), ("at_least", 7), "then"),
        (("at_least", 7), ("less_than", 7), "then"),
        (("at_most", 7), ("at_most", 8), "then"),
        (("at_most", 7), ("at_most", 6), "otherwise"),
        (("at_least", 7), ("more_than", 9), "otherwise"),
    ],
)
def test_conditions_that_exclude_one_another_are_found(outer, inner, side):
    def when(condition):
        relation, bound = condition
        return Condition("own", relation, Fixed(bound))

    nested = Conditional(when=when(inner), then=Fixed(1), otherwise=Fixed(2))
    sides = {"then": Fixed(3), "otherwise": Fixed(3), side: nested}
    term = Phased((Phase(years("1-"), Conditional(when=when(outer), **sides)),), "start")
    with pytest.raises(
        InvalidInputError, match=rf"amount\.phases.*{side}\.when\.{inner[0]}"
    ):
        contract(payment(term))


@pytest.mark.parametrize(
    ("outer", "inner", "side"),
    [
        (("more_than", 7), ("more_than", 8), "then"),
        (("more_than", 7), ("equals", 8), "then"),
        (("equals", 7), ("at_least", 8), "otherwise"),
        (("equals", 7), ("equals", 8), "otherwise"),
        (("at_most", 7), ("less_than", 7), "then"),
    ],
)
def test_conditions_that_may_hold_or_not_are_kept(outer, inner, side):
    def when(condition):
        relation, bound = condition
        return Condition("own", relation, Fixed(bound))

    nested = Conditional(when=when(inner), then=Fixed(1), otherwise=Fixed(2))
    sides = {"then": Fixed(3), "otherwise": Fixed(3), side: nested}

    assert contract(payment(Conditional(when=when(outer), **sides)))


@pytest.mark.parametrize("of", ["profit", "pool", "reserve", "shares", LeftOf("profit")])
def test_what_is_never_below_zero_is_known(of):
    zero = Number(Fraction(0), "share") if of == "shares" else Fixed(0)
    clauses = (
        Split(id="1", of="profit", parts=(SplitPart("pool", Fraction(1)),)),
        Dividend(id="2", of="pool", to="members", by=Measured("equal")),
    )
    never = Conditional(
        when=Condition(of, "less_than", zero), then=Fixed(1), otherwise=Fixed(2)
    )
    with pytest.raises(InvalidInputError, match="never holds"):
        contract(*clauses, payment(never))
    sometimes = Conditional(
        when=Condition(of, "at_most", zero), then=Fixed(1), otherwise=Fixed(2)
    )

    assert contract(*clauses, payment(sometimes))


def test_a_bound_may_be_a_term():
    when = Condition("own", "at_least", PerUnit(Fraction(100), "mu"))
    term = Conditional(when=when, then=Fixed(1), otherwise=Fixed(2))
    own = {"own": {"H1": Fraction(200), "H2": Fraction(200)}}
    done = settled(
        contract(payment(term)), register(("H1", "2"), ("H2", "3")), activity=own
    )

    assert [1, 2] == paid(done)


def test_a_condition_on_another_number_excludes_nothing():
    inner = Conditional(
        when=Condition("own", "at_most", Fixed(5)), then=Fixed(1), otherwise=Fixed(2)
    )
    outer = Condition("price", "more_than", Fixed(5))

    assert contract(payment(Conditional(when=outer, then=inner, otherwise=Fixed(0))))


# How bounds are written


@pytest.mark.parametrize(
    ("bound", "written"),
    [
        (Fixed(30_000), '"300.00"'),
        (Number(Fraction(7, 10), "%"), '"70%"'),
        (Number(Fraction(2, 3), "%"), '"2/3"'),
        (Number(Fraction(300), "kg"), '"300 kg"'),
        (Number(Fraction(1, 3), "公斤"), '"1/3 公斤"'),
        (Number(Fraction(3)), '{ number = "3" }'),
        (Number(Fraction(3), "kg 2"), '{ number = "3", unit = "kg 2" }'),
        (Measured("kg"), '"kg"'),
    ],
)
def test_a_bound_is_read_as_it_is_written(bound, written):
    unit = PerUnit(Fraction(1), "mu") if isinstance(bound, Fixed) else Measured("days")
    term = Conditional(
        when=Condition(unit, "at_least", bound), then=Fixed(1), otherwise=Fixed(2)
    )
    agreement = contract(payment(term))
    text = contract_text(agreement)

    assert f"at_least = {written}" in text
    assert agreement == contract_of(tomllib.loads(text, parse_float=Float))


@pytest.mark.parametrize(("written", "fen"), [("300 元", 30_000), ("0.5yuan", 50)])
def test_money_may_name_its_unit(written, fen):
    when = Condition("own", "at_least", Fixed(fen))
    agreement = contract(payment(Conditional(when=when, then=Fixed(1), otherwise=Fixed(2))))
    text = contract_text(agreement).replace(
        f'"{fen // 100}.{fen % 100:02d}"', f'"{written}"'
    )

    assert written in text
    assert agreement == contract_of(tomllib.loads(text, parse_float=Float))
