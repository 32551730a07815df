"""Worked examples in a contract: what they may say, what they come to, what they stop."""

from __future__ import annotations

import gc
from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, register, year
from example_builders import BY_PEOPLE, HALF, PEOPLE, RENT, SHARE, example, with_examples
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Advance,
    Allotment,
    Example,
    ExampleHousehold,
    Expected,
    InvalidInputError,
    LendAndReturn,
    Measured,
    Reserve,
    Retention,
    Status,
    check_examples,
    facts_of,
    lines,
    outcome,
    settle,
    statements,
    yuan,
)
from sanbian.contract import (
    facts_of_example,
    households_of_example,
    register_of_example,
)
from sanbian.settlement import examples as running


def real_year(agreement):
    return settle(
        agreement, register(("H1", "0")), facts_of(year(2020), amounts={"profit": 0})
    )


# What they come to


def test_an_example_that_holds_lets_real_money_be_settled():
    agreement = with_examples(example())
    (result,) = check_examples(agreement)

    assert result.holds
    assert len(result.compared) == 6
    assert [] == [line.amount for line in lines(real_year(agreement))]


def test_a_difference_names_example_holder_amounts_and_clauses():
    wrong = evolve(HALF, holders={"甲": {"paid": yuan("211")}})
    agreement = with_examples(example(wrong))

    with pytest.raises(InvalidInputError) as caught:
        real_year(agreement)

    (problem,) = caught.value.problems
    assert "$.examples[0].expect.holders.甲.paid" == problem.at
    assert (
        "算例 “平年”：实付（甲）应为 211.00 元，得到 210.00 元"
        "（第1条 保底收益 200.00 元、第3条 分红 10.00 元）"
    ) == problem.says.zh
    assert (
        "example '平年': expected paid (甲) to be 211.00 yuan, got 210.00 yuan "
        "(clause 1 guarantee 200.00 yuan, clause 3 dividend 10.00 yuan)"
    ) == problem.says.en
    assert "手算" in problem.do.zh


def test_every_kind_of_expectation_is_compared():
    wrong = Expected(
        paid=1,
        arrears=1,
        notices=("arrears",),
        totals={
            "1 guarantee holders": 1,
            "2 dividend firm": 1,
            "books rent holders@2019-12-31": 1,
        },
        holders={"甲": {"paid": 1}},
        funds={"reserve": 1},
        in_kind={"1": 1},
    )
    (result,) = check_examples(with_examples(example(wrong)))

    assert not result.holds
    assert [
        ("实付（各户合计）", "330.00 元"),
        ("欠付（各户合计）", "0.00 元"),
        ("实付（甲）", "210.00 元"),
        ("第1条 保底收益 → 各户", "300.00 元"),
        ("第2条 分红 → 公司", "70.00 元"),
        ("租金 → 各户（2019-12-31 止的欠付）", "0.00 元"),
        ("reserve", "0.00 元"),
        ("第1条 未还实物", "0"),
        ("提示", "无"),
    ] == [(each.says.zh, each.got.zh) for each in result.compared]
    assert not any(each.holds for each in result.compared)
    assert ["", "（第1条 保底收益 200.00 元、第3条 分红 10.00 元）"] == [
        result.compared[place].through_words.zh for place in (3, 2)
    ]


def test_what_reaches_groups_and_funds_is_compared_with_its_clauses():
    people = tuple(
        evolve(each, group=group) for each, group in zip(PEOPLE, "东西", strict=True)
    )
    agreement = contract(
        Reserve(id="1", of="profit", to="reserve", rate=Fraction(1, 10)),
        Allotment(id="2", of="profit", to="village", by=Measured("weight")),
        examples=(
            example(
                Expected(groups={"village 东": yuan("30")}, funds={"reserve": yuan("10")}),
                households=people,
                group_measures={"weight": {"东": Fraction(1), "西": Fraction(2)}},
            ),
        ),
    )
    (result,) = check_examples(agreement)

    assert result.holds
    assert ["第2条 转入 30.00 元", "第1条 提取公积金 10.00 元"] == [
        each.through.zh for each in result.compared
    ]


def test_a_household_that_is_gone_got_nothing():
    gone = evolve(PEOPLE[0], left=date(2019, 12, 31))
    stayed = evolve(
        HALF, paid=None, totals={}, holders={"甲": {"paid": 0}, "乙": {"paid": yuan("130")}}
    )
    (result,) = check_examples(with_examples(example(stayed, households=(gone, PEOPLE[1]))))

    assert result.holds


def test_an_example_goes_on_after_another_with_its_books_and_households():
    short = example(
        Expected(arrears=yuan("100"), paid=yuan("230")),
        name="欠",
        put_up={"firm": yuan("200")},
    )
    after = Example(
        name="补",
        after="欠",
        period=year(2021),
        amounts={"profit": 0},
        put_up={"firm": yuan("400")},
        expect=Expected(
            totals={"1 guarantee holders@2020-12-31": yuan("100")},
            holders={"甲": {"older_paid": Fraction(20000, 3).__round__(), "arrears": 0}},
        ),
    )
    agreement = with_examples(short, after)

    assert PEOPLE == households_of_example(agreement.examples, after)
    assert [True, True] == [each.holds for each in check_examples(agreement)]


def test_an_example_that_cannot_be_settled_says_so_and_stops_those_after_it():
    missing = example(name="缺", amounts={})
    agreement = with_examples(missing, example(name="后", after="缺", period=year(2021)))
    first, second = check_examples(agreement)

    assert not first.holds
    assert not second.holds
    assert "profit" in first.problems[0].at
    assert "to be settled first" in second.problems[0].says.en
    with pytest.raises(InvalidInputError) as caught:
        real_year(agreement)
    assert ["$.examples[0] ($.amounts.profit)", "$.examples[1] ($.after)"] == [
        problem.at for problem in caught.value.problems
    ]
    assert "算例 “缺”：" in caught.value.problems[0].says.zh


def test_a_proposed_example_is_told_apart():
    (result,) = check_examples(with_examples(example(proposed=True)))

    assert result.proposed


# The facts and the register of an example


def test_an_example_has_the_facts_of_a_period():
    advance = Advance(household="甲", clause="1", amount=5, day=date(2020, 5, 1))
    given = example(
        put_up={"firm": 7},
        draws={"1": ("甲",)},
        advances=(advance,),
        measures={"price": Fraction(2)},
    )
    facts = facts_of_example(given)

    assert (year(2020), {"firm": 7}, {"1": ("甲",)}, (advance,)) == (
        facts.period,
        facts.put_up,
        facts.draws,
        facts.advances,
    )
    assert ({"profit": 10_000}, {"price": 2}) == (
        facts.parts[0].amounts,
        facts.parts[0].measures,
    )


def test_households_hold_their_shares_from_the_first_day():
    who = ExampleHousehold(
        code="甲",
        status=Status.GRADUATED,
        status_day=date(2020, 6, 1),
        shares={"land": Fraction(2), "poor": Fraction(0)},
    )
    made = register_of_example((who,), date(2020, 1, 1))

    assert [(date(2020, 1, 1), "甲", "land", 2)] == [
        (each.day, each.household, each.share_class, each.shares) for each in made.entries
    ]
    assert ((date(2020, 1, 1), Status.POOR), (date(2020, 6, 1), Status.GRADUATED)) == (
        made.households[0].status
    )


# Each contract is checked once


def test_the_examples_of_a_contract_are_settled_once_for_many_settlements(monkeypatch):
    count = []
    once = running.settled_example
    monkeypatch.setattr(
        running, "settled_example", lambda *given: count.append(1) or once(*given)
    )
    agreement = with_examples(example())
    for _ in range(3):
        real_year(agreement)

    assert [1] == count
    real_year(evolve(agreement, title="另一份"))
    assert [1, 1] == count


def test_a_contract_that_is_gone_is_not_remembered():
    agreement = with_examples(example())
    real_year(agreement)
    key = id(agreement)
    assert key in running._HELD  # noqa: SLF001 - what is kept is not for callers

    del agreement
    gc.collect()

    assert key not in running._HELD  # noqa: SLF001 - the same


def test_a_failed_example_is_refused_every_time():
    agreement = with_examples(example(evolve(HALF, paid=1)))
    for _ in range(2):
        with pytest.raises(InvalidInputError, match="expected paid"):
            real_year(agreement)


# The outcome


@given(st.integers(0, 10**7))
def test_the_outcome_of_a_settlement_holds_as_an_example(profit):
    given = example(amounts={"profit": profit})
    settlement = settle(
        contract(RENT, SHARE, BY_PEOPLE),
        register_of_example(PEOPLE, date(2020, 1, 1)),
        facts_of_example(given),
    )
    found = outcome(settlement)
    (result,) = check_examples(with_examples(evolve(given, expect=found)))

    assert result.holds
    assert found.paid == sum(
        found.totals[name] for name in found.totals if "holders" in name
    )
    assert found.paid == sum(each.paid for each in statements(settlement))


def test_animals_on_loan_are_part_of_the_outcome():
    lent = LendAndReturn(id="4", to="firm", lent="lent", returned="returned", unit="head")
    who = evolve(PEOPLE[0], measures={"lent": Fraction(3), "returned": Fraction(1)})
    agreement = contract(
        Retention(id="1", of="profit", to="firm"),
        lent,
        examples=(example(Expected(in_kind={"4": 2}), households=(who,)),),
    )

    assert check_examples(agreement)[0].holds
