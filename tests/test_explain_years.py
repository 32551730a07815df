"""One holder's explanation over three years: in debt, in a loss, and made good."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, settled, version

from sanbian import (
    Advance,
    Dividend,
    Fixed,
    Guarantee,
    Household,
    Kind,
    Measured,
    Payment,
    Register,
    SharedTotal,
    Split,
    SplitPart,
    describe,
    explain,
    statements,
)
from sanbian.settlement.clauses import clause_of
from sanbian.wording import Text

GUARANTEE = Guarantee(
    id="5",
    to="members",
    paid_from=("firm",),
    amount=SharedTotal(Fixed(500), Measured("mu")),
    charged="cost",
    combine="add",
    unpaid="carry",
)
DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("people"))
WHO = Register(
    households=tuple(
        Household(code=code, name=name, people=people, measures={"mu": Fraction(mu)})
        for code, name, people, mu in (
            ("H1", "张三", 1, 2),
            ("H2", "", 2, 1),
            ("H3", "王五", 4, 1),
        )
    )
)


@pytest.fixture(name="three")
def fixture_three():
    """2020: the firm pays 2.00 of 5.00. 2021: a loss, and 3.00. 2022: all is made good."""
    agreement = contract(GUARANTEE, DIVIDEND)
    given = (
        {"put_up": {"firm": 200}, "amounts": {"profit": 1000}},
        {"put_up": {"firm": 300}, "amounts": {"profit": -1000}},
        {"amounts": {"profit": 3001}},
    )
    done, books = [], None
    for number, facts in enumerate(given, 2020):
        done.append(settled(agreement, WHO, number, books, **facts))
        books = done[-1].books
    return done


def told(settlement, code, language, *, whole=True):
    return describe(explain(settlement, code), language, whole=whole).splitlines()


FIRST_IN_CHINESE = """\
H1 张三  2020-01-01 – 2020-12-31  入股合同
保底收益 1.00 元（第5条）：定额 5.00 元 × 面积 2 亩 ÷ 4 亩 = 应得 2.50 元，付款方只够付这些
  取整 2.50 元
    按权数分得 2.50 元
      取整 5.00 元
        定额 5.00 元
      面积 2 亩
      合计 4 亩
        面积 2 亩
分红 1.43 元（第7条）：净利润 10.00 元 × 人口 1 人 ÷ 7 人，含零头
  按权数分得 1.43 元
    净利润 10.00 元
    人口 1 人
    合计 7 人
合计 2.43 元
另有欠付 1.50 元
  保底收益 1.50 元（第5条）：定额 5.00 元 × 面积 2 亩 ÷ 4 亩 = 应得 2.50 元，已付或冲抵 1.00 元
    取整 2.50 元
      按权数分得 2.50 元
        取整 5.00 元
          定额 5.00 元
        面积 2 亩
        合计 4 亩
          面积 2 亩"""

FIRST_IN_ENGLISH = """\
H1 张三  2020-01-01 – 2020-12-31  入股合同
guarantee 1.00 yuan (clause 5): stated amount 5.00 yuan × 面积 2 mu ÷ 4 mu = due 2.50 yuan, \
the payer had no more
  rounded 2.50 yuan
    share by weight 2.50 yuan
      rounded 5.00 yuan
        stated amount 5.00 yuan
      面积 2 mu
      all together 4 mu
        面积 2 mu
dividend 1.43 yuan (clause 7): 净利润 10.00 yuan × people 1 person ÷ 7 people, with an odd fen
  share by weight 1.43 yuan
    净利润 10.00 yuan
    people 1 person
    all together 7 people
total 2.43 yuan
still owed 1.50 yuan
  guarantee 1.50 yuan (clause 5): stated amount 5.00 yuan × 面积 2 mu ÷ 4 mu = \
due 2.50 yuan, paid or set off 1.00 yuan
    rounded 2.50 yuan
      share by weight 2.50 yuan
        rounded 5.00 yuan
          stated amount 5.00 yuan
        面积 2 mu
        all together 4 mu
          面积 2 mu"""


def test_a_year_in_which_a_promise_is_paid_in_part(three):
    assert FIRST_IN_CHINESE.splitlines() == told(three[0], "H1", "zh")
    assert FIRST_IN_ENGLISH.splitlines() == told(three[0], "H1", "en")


def test_the_short_form_leaves_the_trees_out(three):
    whole = FIRST_IN_CHINESE.splitlines()
    short = [whole[0], whole[1], whole[9], *whole[14:17]]

    assert short == told(three[0], "H1", "zh", whole=False)


def test_a_holder_without_a_name_is_told_by_the_code(three):
    assert told(three[0], "H2", "zh")[0] == "H2  2020-01-01 – 2020-12-31  入股合同"


def test_a_year_of_loss_pays_the_older_debt_first(three):
    assert told(three[1], "H3", "zh", whole=False) == [
        "H3 王五  2021-01-01 – 2021-12-31  入股合同",
        "补发 2020-12-31 期保底收益 0.75 元（第5条）：2020-12-31 期第5条欠付，本期补发",
        "合计 0.75 元",
        "另有欠付 1.25 元",
        (
            "  保底收益 1.25 元（第5条）：定额 5.00 元 × 面积 1 亩 ÷ 4 亩 = 应得 1.25 元，"
            "已付或冲抵 0.00 元"
        ),
    ]
    assert told(three[1], "H1", "en", whole=False)[1:4] == [
        (
            "guarantee owed from 2020-12-31 1.50 yuan (clause 5): "
            "owed from 2020-12-31 by clause 5, paid now"
        ),
        "total 1.50 yuan",
        "still owed 2.50 yuan",
    ]


def test_a_year_that_makes_the_loss_good(three):
    assert told(three[2], "H1", "zh")[1] == (
        "补发 2021-12-31 期保底收益 2.50 元（第5条）：2021-12-31 期第5条欠付，本期补发"
    )
    assert told(three[2], "H1", "zh")[-8:] == [
        "分红 2.86 元（第7条）：净利润余额 20.01 元 × 人口 1 人 ÷ 7 人，含零头",
        "  按权数分得 2.86 元",
        "    净利润 20.01 元",
        "      期初 30.01 元",
        "      弥补亏损 -10.00 元",
        "    人口 1 人",
        "    合计 7 人",
        "合计 7.86 元",
    ]
    assert "      opening 30.01 yuan" in told(three[2], "H1", "en")
    assert "      deficit made good -10.00 yuan" in told(three[2], "H1", "en")


def test_each_line_says_its_kind_its_year_and_its_odd_fen(three):
    found = [
        [(line.kind, line.clause, line.amount, line.odd, line.since) for line in each.lines]
        for each in (explain(done, "H1") for done in three)
    ]

    last = date(2021, 12, 31)
    assert found == [
        [(Kind.GUARANTEE, "5", 100, False, None), (Kind.DIVIDEND, "7", 143, True, None)],
        [(Kind.GUARANTEE, "5", 150, False, date(2020, 12, 31))],
        [
            (Kind.GUARANTEE, "5", 250, False, last),
            (Kind.GUARANTEE, "5", 250, False, None),
            (Kind.DIVIDEND, "7", 286, True, None),
        ],
    ]


def test_the_four_numbers_of_three_years(three):
    found = [
        [
            (each.entitled, each.older_paid, each.advanced, each.paid, each.arrears)
            for each in statements(done)
        ]
        for done in three
    ]

    assert found == [
        [(393, 0, 0, 243, 150), (411, 0, 0, 336, 75), (696, 0, 0, 621, 75)],
        [(250, 150, 0, 150, 250), (125, 75, 0, 75, 125), (125, 75, 0, 75, 125)],
        [(536, 250, 0, 786, 0), (697, 125, 0, 822, 0), (1268, 125, 0, 1393, 0)],
    ]


def test_an_explanation_carries_what_a_slip_prints(three):
    explanation = explain(three[1], "H1")

    assert (explanation.holder, explanation.name) == ("H1", "张三")
    assert (explanation.title, explanation.paid) == ("入股合同", 150)
    assert explanation.period == "2021-01-01 – 2021-12-31"
    assert explanation.odd_fen.zh == "最大余额法"
    assert explanation.odd_fen.en == "largest remainder"
    assert [
        (line.clause, line.since, line.due, line.owed) for line in explanation.owed
    ] == [("5", date(2021, 12, 31), 250, 250)]


def test_more_in_advance_than_was_due_in_both_languages():
    dividend = evolve(DIVIDEND, by=Measured("equal"))
    advance = Advance(
        household="H2", clause="7", amount=50, day=date(2020, 5, 1), by="firm"
    )
    done = settled(contract(dividend), WHO, amounts={"profit": 101}, advances=(advance,))

    assert told(done, "H2", "zh")[1:] == [
        "分红 0.34 元（第7条）：净利润 1.01 元 ÷ 3 户，含零头",
        "  按权数分得 0.34 元",
        "    净利润 1.01 元",
        "    户数 1 户",
        "    合计 3 户",
        "冲抵预付 -0.34 元（第7条）",
        "合计 0.00 元",
        "预付超出 0.16 元",
    ]
    assert told(done, "H2", "en")[-3:] == [
        "advance set off -0.34 yuan (clause 7)",
        "total 0.00 yuan",
        "advanced beyond what was due 0.16 yuan",
    ]
    assert told(done, "H1", "zh", whole=False)[1:] == [
        "分红 0.34 元（第7条）：净利润 1.01 元 ÷ 3 户，含零头",
        "合计 0.34 元",
    ]


def test_a_debt_that_is_not_paid_for_years_is_told_each_year():
    nothing = {"put_up": {"firm": 0}}
    first = settled(contract(GUARANTEE), WHO, **nothing)
    then = settled(contract(GUARANTEE), WHO, 2021, first.books, **nothing)

    assert told(then, "H3", "zh", whole=False)[1:] == [
        "合计 0.00 元",
        "另有欠付 2.50 元",
        "  2020-12-31 期欠付 1.25 元（第5条）：以前期间欠付，尚未付清",
        (
            "  保底收益 1.25 元（第5条）：定额 5.00 元 × 面积 1 亩 ÷ 4 亩 = 应得 1.25 元，"
            "已付或冲抵 0.00 元"
        ),
    ]
    assert told(then, "H3", "en", whole=False)[3] == (
        "  owed from 2020-12-31 1.25 yuan (clause 5): owed from an earlier period, not paid yet"
    )


def test_an_odd_fen_in_what_is_owed_is_told():
    even = evolve(GUARANTEE, amount=SharedTotal(Fixed(100), Measured("equal")))
    done = settled(contract(even), WHO, put_up={"firm": 50})

    found = [
        [(line.amount, line.odd) for line in explain(done, code).lines]
        for code in done.members
    ]
    owed = [
        [(line.due, line.owed, line.odd) for line in explain(done, code).owed]
        for code in done.members
    ]
    assert found == [[(17, True)], [(17, True)], [(16, False)]]
    assert owed == [[(34, 17, True)], [(33, 16, False)], [(33, 17, False)]]
    assert told(done, "H1", "zh", whole=False)[4].endswith(
        "，含零头 = 应得 0.34 元，已付或冲抵 0.17 元"
    )


def test_what_was_taken_from_the_profit_before_it_was_split_is_told():
    rent = Payment(
        id="3",
        kind=Kind.RENT,
        to="members",
        paid_from=("profit",),
        amount=Fixed(100),
        unpaid="lapse",
    )
    half = Fraction(1, 2)
    split = Split(
        id="6", of="profit", parts=(SplitPart("firm", half), SplitPart("pool", half))
    )
    agreement = contract(rent, split, evolve(DIVIDEND, of="pool"))
    done = settled(agreement, WHO, amounts={"profit": 1000})

    assert told(done, "H3", "en")[-13:] == [
        "dividend 2.00 yuan (clause 7): 待分配 3.50 yuan × people 4 people ÷ 7 people",
        "  share by weight 2.00 yuan",
        "    待分配 3.50 yuan",
        "      transfer (clause 6) 3.50 yuan",
        "        share by weight 3.50 yuan",
        "          净利润 7.00 yuan",
        "            opening 10.00 yuan",
        "            rent (clause 3) -3.00 yuan",
        "          ratio 50%",
        "          all together 1",
        "    people 4 people",
        "    all together 7 people",
        "total 3.00 yuan",
    ]


def test_what_fills_no_yuan_waits_with_the_profit_of_the_next_year():
    by_head = evolve(DIVIDEND, by=Measured("equal"))
    agreement = contract(versions=(version(by_head, pay_in="yuan", left_to="profit"),))
    first = settled(agreement, WHO, amounts={"profit": 1050})
    then = settled(agreement, WHO, 2021, first.books, amounts={"profit": 275})

    assert [{"carried/profit": {"A": left}} for left in (50, 25)] == [
        done.books.funds for done in (first, then)
    ]
    assert [(flow.kind, flow.source, flow.amounts) for flow in first.flows[:2]] == [
        (Kind.DIVIDEND, "base/profit", (400, 300, 300)),
        (Kind.TRANSFER, "base/profit", (50,)),
    ]
    assert told(then, "H1", "zh")[1:] == [
        "分红 1.00 元（第7条）：净利润 3.25 元 ÷ 3 户",
        "  按权数分得 1.00 元",
        "    净利润 3.25 元",
        "      期初 2.75 元",
        "      转入 0.50 元",
        "        净利润结转 0.50 元",
        "    户数 1 户",
        "    合计 3 户",
        "合计 1.00 元",
    ]


@pytest.mark.parametrize(
    ("clause", "zh", "en"),
    [
        ("3", "（第3条）", " (clause 3)"),
        ("第三条", "（第三条）", " (clause 第三条)"),
        ("law", "", ""),
        ("books", "", ""),
        ("payout", "", ""),
    ],
)
def test_a_clause_is_named_and_what_no_clause_says_is_not(clause, zh, en):
    assert Text(zh=zh, en=en) == clause_of(clause)
