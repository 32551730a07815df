"""Notices: what a person should know, and records that do not agree with one another."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, issue, paid, register, settled, year

from sanbian import (
    Advance,
    Contribution,
    Dividend,
    Fixed,
    Guarantee,
    Household,
    Kind,
    LeavingRule,
    LendAndReturn,
    Measured,
    OnLeaving,
    Payment,
    Period,
    Register,
    ShareClass,
    Status,
    facts_of,
    settle,
)

DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("equal"))
GUARANTEE = Guarantee(
    id="5",
    to="members",
    paid_from=("firm",),
    amount=Fixed(100),
    charged="cost",
    unpaid="carry",
)
TWO = register("H1", "H2")
LENT = LendAndReturn(id="4", lent="lent", returned="returned", to="firm", unit="head")


def in_chinese(settlement):
    return [notice.says.zh for notice in settlement.notices]


def said(settlement):
    return [(notice.about, notice.at, notice.says.en) for notice in settlement.notices]


def test_a_settlement_without_anything_to_say_says_nothing():
    assert said(settled(contract(DIVIDEND), TWO, amounts={"profit": 10})) == []


def test_arrears_and_losses_are_said_by_year():
    agreement = contract(evolve(GUARANTEE, combine="add"), DIVIDEND)
    first = settled(agreement, TWO, amounts={"profit": -50}, put_up={"firm": 20})
    then = settled(
        agreement, TWO, 2021, first.books, amounts={"profit": 10}, put_up={"firm": 0}
    )

    assert said(first) == [
        ("deficit", "profit", "deficit of 净利润 from 2020-12-31: 0.50 yuan"),
        ("arrears", "5", "clause 5 (guarantee), 2020-12-31: owed 1.80 yuan"),
    ]
    assert said(then) == [
        ("deficit", "profit", "deficit of 净利润 from 2020-12-31: 0.40 yuan"),
        ("arrears", "5", "clause 5 (guarantee), 2020-12-31: owed 1.80 yuan"),
        ("arrears", "5", "clause 5 (guarantee), 2021-12-31: owed 2.00 yuan"),
    ]
    assert paid(then) == [0, 0]


def test_shares_that_do_not_sum_to_the_total_are_said():
    classes = (
        ShareClass(id="land", name="土地股", total=Fraction(3)),
        ShareClass(id="money", name="资金股", total=Fraction(5)),
        ShareClass(id="poor", name="贫困户股"),
    )
    who = Register(
        households=TWO.households,
        entries=(issue("H1", 3), issue("H2", "4.5", share_class="money")),
    )
    done = settled(contract(DIVIDEND, share_classes=classes), who, amounts={"profit": 2})

    assert said(done) == [
        ("disagreement", "money", "资金股: 5 shares by the contract, 4.5 by the register")
    ]


def test_a_value_that_is_not_quantity_times_unit_value_is_said():
    land = Contribution(
        by="members",
        what="land",
        quantity=Fraction("2.5"),
        unit="mu",
        unit_value=Fraction(1000),
        appraised=2400,
    )
    given = (land, evolve(land, appraised=2500), evolve(land, quantity=None))
    done = settled(contract(DIVIDEND, contributions=given), TWO, amounts={"profit": 2})

    assert said(done) == [
        (
            "disagreement",
            "$.contributions[0]",
            "appraised at 24.00 yuan, quantity times unit value is 25 yuan",
        )
    ]


def test_who_left_and_still_holds_shares_is_said():
    who = Register(
        households=(Household(code="H1", left=date(2020, 5, 1)), Household(code="H2")),
        entries=(issue("H1", 3), issue("H2", 1)),
    )
    classes = (ShareClass(id="land", name="土地股"),)
    done = settled(contract(DIVIDEND, share_classes=classes), who, amounts={"profit": 2})

    assert [(about, at) for about, at, _ in said(done)] == [("disagreement", "H1")]
    assert paid(done) == [0, 2]


def test_an_announced_total_is_held_against_what_was_given():
    facts = facts_of(year(2020), amounts={"profit": 200})
    agreement = contract(evolve(GUARANTEE, combine="add"), DIVIDEND)
    done = settle(agreement, TWO, evolve(facts, announced={"5": 200, "7": 201}))

    assert said(done) == [
        ("disagreement", "7", "clause 7: announced 2.01 yuan, by the contract 2.00 yuan")
    ]


def test_one_total_may_be_announced_for_several_clauses():
    agreement = contract(evolve(GUARANTEE, combine="add"), DIVIDEND)
    facts = facts_of(year(2020), amounts={"profit": 200})
    once = settle(agreement, TWO, facts)
    given = sum(paid(once))
    same_ = settle(agreement, TWO, evolve(facts, announced={"5 + 7": given}))
    other = settle(agreement, TWO, evolve(facts, announced={"5+7": given - 1}))

    assert () == tuple(each for each in same_.notices if each.about == "disagreement")
    (told,) = [each for each in other.notices if each.about == "disagreement"]
    assert "5+7" == told.at
    assert "第5条保底收益、第7条公布的总额" in told.says.zh
    assert "clause 5 (guarantee) and clause 7: announced" in told.says.en


def test_what_is_said_about_money_is_said_in_chinese_too():
    agreement = contract(evolve(GUARANTEE, combine="add"), DIVIDEND)
    loss = settled(agreement, TWO, amounts={"profit": -50}, put_up={"firm": 20})
    advance = Advance(
        household="H1", clause="7", amount=40, day=date(2020, 5, 1), by="firm"
    )
    more = settled(contract(DIVIDEND), TWO, amounts={"profit": 60}, advances=(advance,))

    assert in_chinese(loss) == [
        "净利润 2020-12-31 期亏损待补 0.50 元",
        "第5条保底收益 2020-12-31 期欠付 1.80 元",
    ]
    assert said(more) == [
        (
            "over_advanced",
            "H1",
            "H1 was advanced 0.10 yuan more than was due; it is carried",
        )
    ]
    assert in_chinese(more) == ["H1 预付超过应得 0.10 元，结转冲抵"]


def test_what_the_contract_does_not_share_out_is_said():
    money = settled(contract(DIVIDEND), TWO, amounts={"profit": 2, "income": 500})
    heads = {"lent": {"H1": Fraction(1)}, "returned": {"H1": Fraction(3)}}
    animals = settled(contract(LENT), TWO, activity=heads)

    assert said(money) == [
        ("left_over", "income", "收入: not shared out by the contract 5.00 yuan")
    ]
    assert in_chinese(money) == ["收入：合同未分配的有 5.00 元"]
    assert said(animals) == [
        ("left_over", "4", "returned: 2 head more than was to be returned")
    ]
    assert in_chinese(animals) == ["归还实物：超过应还 2 头（只）"]


def test_what_two_members_owe_is_one_sum_by_clause_and_year():
    levy = Payment(
        id="4",
        kind=Kind.LEVY,
        to="members",
        paid_from=("firm",),
        amount=Fixed(7),
        unpaid="carry",
    )
    done = settled(contract(levy, GUARANTEE), TWO, put_up={"firm": 3})

    assert said(done) == [
        ("arrears", "4", "clause 4 (levy), 2020-12-31: owed 0.11 yuan"),
        ("arrears", "5", "clause 5 (guarantee), 2020-12-31: owed 2.00 yuan"),
    ]


def test_records_that_disagree_are_said_in_chinese_too():
    classes = (ShareClass(id="land", name="土地股", name_en="land", total=Fraction(3)),)
    who = Register(
        households=(Household(code="H1", left=date(2020, 5, 1)), Household(code="H2")),
        entries=(issue("H1", 3), issue("H2", "1.5")),
    )
    land = Contribution(
        by="members",
        what="land",
        quantity=Fraction("2.5"),
        unit="mu",
        unit_value=Fraction(1000),
        appraised=2401,
    )
    agreement = contract(DIVIDEND, share_classes=classes, contributions=(land,))
    facts = evolve(facts_of(year(2020), amounts={"profit": 2}), announced={"7": 3})

    done = settle(agreement, who, facts)
    assert in_chinese(done) == [
        "“土地股” 合同记 3 股，名册合计 4.5 股",
        "作价 24.01 元，数量乘单价为 25 元",
        "H1 已于 2020-05-01 退出，名册仍记 3 股（土地股）；应登记退股或转让",
        "第7条公布的总额 0.03 元，按合同计算为 0.02 元",
    ]
    assert said(done)[0][2] == "land: 3 shares by the contract, 4.5 by the register"
    assert said(done)[2] == (
        "disagreement",
        "H1",
        (
            "H1 left on 2020-05-01 and still holds 3 shares of land; "
            "enter a redemption or transfer"
        ),
    )


def test_who_left_on_the_last_day_still_held_his_shares():
    who = Register(
        households=(Household(code="H1", left=date(2020, 12, 31)), Household(code="H2")),
        entries=(issue("H1", 3), issue("H2", 1)),
    )
    agreement = contract(DIVIDEND, share_classes=(ShareClass(id="land", name="土地股"),))

    assert said(settled(agreement, who, amounts={"profit": 2})) == []


@pytest.mark.parametrize(
    ("then", "name_en", "named"),
    [(OnLeaving.SPREAD, "", "贫困户股"), (OnLeaving.REASSIGN, "the poor's", "the poor's")],
)
def test_shares_that_nobody_may_take_are_said(then, name_en, named):
    rule = LeavingRule(then=then)
    classes = (
        ShareClass(id="land", name="土地股"),
        ShareClass(id="poor", name="贫困户股", name_en=name_en, on_leaving_poverty=rule),
    )
    graduated = ((date(2019, 1, 1), Status.GRADUATED),)
    who = Register(
        households=(Household(code="H1", status=graduated), Household(code="H2")),
        entries=(
            issue("H1", "2.5", share_class="poor"),
            issue("H2", 1, share_class="poor"),
            issue("H1", 7),
        ),
    )
    done = settled(contract(DIVIDEND, share_classes=classes), who, amounts={"profit": 2})

    assert said(done) == [
        (
            "disagreement",
            "poor",
            f"{named}: nobody may take 2.5 shares; they do not count this period",
        )
    ]
    assert in_chinese(done) == ["“贫困户股” 有 2.5 股无人可接，本期不计"]


def test_shares_that_were_handed_on_or_rest_are_nothing_to_say():
    graduated = ((date(2019, 1, 1), Status.GRADUATED),)
    poor = ((date(2019, 1, 1), Status.POOR),)
    who = Register(
        households=(
            Household(code="H1", status=graduated),
            Household(code="H2", status=poor),
        ),
        entries=(issue("H1", 2),),
    )
    for rule in (
        LeavingRule(then=OnLeaving.REASSIGN, successors=("H2",)),
        LeavingRule(then=OnLeaving.STOP),
    ):
        land = ShareClass(id="land", name="土地股", on_leaving_poverty=rule)
        done = settled(
            contract(DIVIDEND, share_classes=(land,)), who, amounts={"profit": 2}
        )
        assert said(done) == []


RENT = Payment(
    id="3",
    kind=Kind.RENT,
    to="members",
    paid_from=("firm",),
    amount=Fixed(10),
    unpaid="lapse",
)


@pytest.mark.parametrize(
    ("clause", "is_by_time"),
    [
        (GUARANTEE, True),
        (RENT, True),
        (evolve(RENT, kind=Kind.CUSTODY_FEE), True),
        (evolve(RENT, kind=Kind.INTEREST), True),
        (evolve(RENT, kind=Kind.SUBSIDY), True),
        (evolve(RENT, kind=Kind.WAGE), False),
        (evolve(RENT, kind=Kind.LEVY), False),
        (DIVIDEND, False),
    ],
    ids=range(8),
)
@pytest.mark.parametrize(
    ("last", "days"),
    [
        (date(2020, 6, 30), 182),
        (date(2020, 12, 24), 359),
        (date(2020, 12, 25), None),
        (date(2021, 1, 5), None),
        (date(2021, 1, 6), 372),
    ],
    ids=range(5),
)
def test_a_period_that_is_not_a_year_is_said_where_money_is_promised_by_time(
    clause, is_by_time, last, days
):
    period = Period(date(2020, 1, 1), last)
    done = settle(contract(clause), TWO, facts_of(period, amounts={"profit": 0}))
    told = [notice for notice in done.notices if notice.about == "period"]

    assert bool(told) is (is_by_time and days is not None)
    for notice in told:
        assert notice.at == str(period)
        assert notice.says.en == (
            f"a period of {days} days, not a year: amounts per unit and rates are due in "
            "full for each period, not by days"
        )
        assert notice.says.zh == (
            f"本期 {days} 天，不是一年：按单位、按比例的约定每期全额计算，未按天数折算"
        )
