"""Explanations: each number can be worked out again from those below it, and is said in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import FUNDS, contract, register, settled, year
from contract_worlds import folded, many_worlds
from hypothesis import given, settings
from program_strategies import WHY

from sanbian import (
    Advance,
    Allotment,
    Dividend,
    Facts,
    Fixed,
    Fund,
    Greatest,
    Guarantee,
    Household,
    Kind,
    Measured,
    OddFen,
    PartFacts,
    PartOf,
    Payment,
    PerUnit,
    Product,
    Register,
    SharedTotal,
    Split,
    SplitPart,
    SumOf,
    TopUp,
    UnknownNameError,
    describe,
    explain,
    settle,
    statements,
)
from sanbian.exact import Values
from sanbian.program import Compare, Constant, Inputs, Relation, Space
from sanbian.settlement.describe import SHORT
from sanbian.settlement.figuring import figure_of

few = settings(max_examples=max(20, settings().max_examples // 4))
EXACT = tuple(rule for rule in OddFen if rule not in {OddFen.LOTTERY, OddFen.CARRY_FORWARD})


def below(node):
    yield node
    for part in node.parts:
        yield from below(part)


def again(node):
    """The number worked out again from its parts, and how far off it may be."""
    values = [part.value for part in node.parts]
    match node.op:
        case "+":
            return values[0] + values[1], 0
        case "-":
            return values[0] - values[1], 0
        case "*":
            return values[0] * values[1], 0
        case "/":
            return values[0] / values[1], 0
        case "min":
            return min(values), 0
        case "max":
            return max(values), 0
        case "balance" if values and node.parts[0].op != "share" and len(values) > 1:
            return sum(values), 0
        case "round":
            return values[0], 10
        case "share" if len(values) == 3 and values[2]:
            return values[0] * values[1] / values[2], 20  # an odd jiao, and what fills none
    return node.value, 0


@few
@given(many_worlds(rules=EXACT))
def test_each_number_is_made_of_its_parts(world):
    for done in folded(world):
        for holder in done.members:
            for line in explain(done, holder).lines:
                for node in below(line.why) if line.why else ():
                    value, off = again(node)
                    assert abs(node.value - value) <= off, (node.op, node)


@few
@given(many_worlds())
def test_lines_add_up_to_the_payout_and_every_word_is_in_both_languages(world):
    for done in folded(world):
        for each in statements(done):
            explanation = explain(done, each.holder)
            assert sum(line.amount for line in explanation.lines) == each.paid
            for language in ("zh", "en"):
                short = describe(explanation, language)
                whole = describe(explanation, language, whole=True)
                assert len(short.splitlines()) <= len(whole.splitlines())
                for line in explanation.lines:
                    assert line.says.of(language)
                    assert line.clause in short


RENT = Payment(
    id="3",
    kind=Kind.RENT,
    to="members",
    paid_from=("firm",),
    amount=PerUnit(Fraction(80000), "mu"),
    unpaid="carry",
)


def test_rent_by_area_in_words():
    done = settled(contract(RENT), register(("H001", "2.5")))

    assert describe(explain(done, "H001"), "zh") == (
        "H001  2020-01-01 – 2020-12-31  入股合同\n"
        "租金 2,000.00 元（第3条）：面积 2.5 亩 × 单价 800.00 元\n"
        "合计 2,000.00 元"
    )
    assert describe(explain(done, "H001"), "en").splitlines()[1:] == [
        "rent 2,000.00 yuan (clause 3): 面积 2.5 mu × price 800.00 yuan",
        "total 2,000.00 yuan",
    ]


def test_arrears_and_what_was_owed_in_words():
    agreement = contract(evolve(RENT, id="第三条"))
    who = register(("H001", "2.5"))
    bad = settled(agreement, who, put_up={"firm": 50000})
    good = settled(agreement, who, 2021, bad.books)

    assert describe(explain(bad, "H001"), "zh").splitlines()[1:] == [
        "租金 500.00 元（第三条）：面积 2.5 亩 × 单价 800.00 元 = 应得 2,000.00 元"
        + SHORT.zh,
        "合计 500.00 元",
        "另有欠付 1,500.00 元",
        (
            "  租金 1,500.00 元（第三条）：面积 2.5 亩 × 单价 800.00 元 = 应得 2,000.00 元，"
            "已付或冲抵 500.00 元"
        ),
    ]
    assert describe(explain(good, "H001"), "zh").splitlines()[1:] == [
        "补发 2020-12-31 期租金 1,500.00 元（第三条）：2020-12-31 期第三条欠付，本期补发",
        "租金 2,000.00 元（第三条）：面积 2.5 亩 × 单价 800.00 元",
        "合计 3,500.00 元",
    ]


def test_advances_and_odd_fen_in_words():
    agreement = contract(Dividend(id="7", of="profit", to="members", by=Measured("equal")))
    advances = tuple(
        Advance(household=code, clause="7", amount=40, day=date(2020, 5, 1), by="firm")
        for code in ("H1", "H3")
    )
    done = settled(
        agreement, register("H1", "H2", "H3"), amounts={"profit": 101}, advances=advances
    )

    assert describe(explain(done, "H1"), "en").splitlines()[1:] == [
        ("dividend 0.34 yuan (clause 7): 净利润 1.01 yuan ÷ 3 households, with an odd fen"),
        "advance set off -0.34 yuan (clause 7)",
        "total 0.00 yuan",
        "advanced beyond what was due 0.06 yuan",
    ]


def test_the_whole_tree_leads_back_to_the_facts():
    agreement = contract(
        Split(
            id="6",
            of="profit",
            parts=(SplitPart("firm", Fraction(3, 4)), SplitPart("pool", Fraction(1, 4))),
        ),
        Dividend(id="7", of="pool", to="members", by=Measured("mu")),
    )
    done = settled(agreement, register(("H1", "1"), ("H2", "3")), amounts={"profit": 40000})

    assert describe(explain(done, "H2"), "zh", whole=True).splitlines()[1:] == [
        "分红 75.00 元（第7条）：待分配 100.00 元 × 面积 3 亩 ÷ 4 亩",
        "  按权数分得 75.00 元",
        "    待分配 100.00 元",
        "      转入（第6条） 100.00 元",
        "        按权数分得 100.00 元",
        "          净利润 400.00 元",
        "          比例 25%",
        "          合计 1",
        "    面积 3 亩",
        "    合计 4 亩",
        "合计 75.00 元",
    ]


def test_a_balance_is_shown_with_its_opening_and_what_was_taken_before():
    agreement = contract(
        evolve(RENT, paid_from=("deposit",), unpaid="lapse"),
        Payment(
            id="4",
            kind=Kind.SUBSIDY,
            to="members",
            paid_from=("deposit",),
            amount=PartOf(Fraction(1, 2), "deposit"),
            unpaid="carry",
        ),
        funds=(
            *(fund for fund in FUNDS if fund.id != "deposit"),
            Fund(id="deposit", name="保证金", opening=500000),
        ),
    )
    done = settled(agreement, register(("H1", "2"), ("H2", "1")))
    whole = describe(explain(done, "H2"), "zh", whole=True).splitlines()

    assert whole[6:] == [
        "补助 1,300.00 元（第4条）：保证金余额 2,600.00 元 × 比例 50%",
        "  取整 1,300.00 元",
        "    相乘 1,300.00 元",
        "      保证金 2,600.00 元",
        "        期初 5,000.00 元",
        "        租金（第3条） -2,400.00 元",
        "      比例 50%",
        "合计 2,100.00 元",
    ]


def test_bounds_are_named_beside_the_share_that_they_hold():
    agreement = contract(
        Dividend(
            id="7",
            of="profit",
            to="members",
            by=Measured("mu"),
            at_least=Fixed(1000),
            at_most=Fixed(6000),
        )
    )
    done = settled(agreement, register(("H1", "1"), ("H2", "9")), amounts={"profit": 10000})

    assert describe(explain(done, "H2"), "zh").splitlines()[1] == (
        "分红 60.00 元（第7条）：净利润 100.00 元 × 面积 9 亩 ÷ 10 亩，至少 10.00 元、至多 60.00 元"
    )


def test_formulas_keep_their_brackets():
    amount = Product(
        (SumOf((Measured("mu"), Measured("people"))), Greatest((Fixed(200), Fixed(300))))
    )
    who = Register(
        households=(Household(code="H1", people=2, measures={"mu": Fraction(1, 3)}),)
    )
    done = settled(contract(evolve(RENT, amount=amount)), who)

    assert describe(explain(done, "H1"), "zh").splitlines()[1] == (
        "租金 7.00 元（第3条）：(面积 1/3 亩 + 人口 2 人) × 孰高(定额 2.00 元，定额 3.00 元)"
    )


def test_a_top_up_says_what_it_is_short_of():
    agreement = contract(
        Dividend(id="7", of="profit", to="members", by=Measured("equal")),
        TopUp(
            id="9",
            to="members",
            paid_from=("firm",),
            amount=Fixed(500),
            counting=("7",),
            within="year",
            unpaid="carry",
        ),
    )
    done = settled(agreement, register("H1"), amounts={"profit": 120})
    line = describe(explain(done, "H1"), "zh").splitlines()[2]

    assert line.startswith("保底收益 3.80 元（第9条）：")
    assert "定额 5.00 元" in line
    assert "第7条应得 1.20 元" in line


def test_a_share_inside_a_group_counts_its_own_group():
    by_group = SharedTotal(PerUnit(Fraction(100), "weight"), Measured("equal"))
    guarantee = Guarantee(
        id="5",
        to="members",
        paid_from=("firm",),
        amount=by_group,
        charged="cost",
        unpaid="carry",
    )

    who = Register(
        households=(
            Household(code="H1", group="east"),
            Household(code="H2", group="west"),
            Household(code="H3", group="west"),
        )
    )
    part = PartFacts(
        period=year(2020),
        group_measures={"weight": {"east": Fraction(3), "west": Fraction(4)}},
    )
    done = settle(contract(guarantee), who, Facts(parts=(part,)))

    found = [describe(explain(done, code), "en").splitlines()[1] for code in done.members]
    assert found[0].startswith(
        "guarantee 3.00 yuan (clause 5): 村权重 3 mu × price 1.00 yuan"
    )
    assert found[1].endswith("村权重 4 mu × price 1.00 yuan ÷ 2 households")


def test_who_is_not_in_the_settlement_is_named_with_the_nearest():
    done = settled(contract(RENT), register(("H001", "2.5")))
    with pytest.raises(UnknownNameError, match="H001"):
        explain(done, "H0O1")


def test_what_a_village_paid_its_own_members_is_summed_for_the_village():
    agreement = contract(
        Split(id="1", of="profit", parts=(SplitPart("pool", Fraction(1)),)),
        Allotment(id="2", of="pool", to="local", by=Measured("equal")),
        evolve(RENT, paid_from=("local",), amount=Fixed(1000), unpaid="lapse"),
        Dividend(id="7", of="local", to="members", by=Measured("equal")),
    )
    who = Register(
        households=tuple(
            Household(code=code, group=group)
            for code, group in (("H1", "east"), ("H2", "west"), ("H3", "west"))
        )
    )
    done = settled(agreement, who, amounts={"profit": 9000})
    whole = describe(explain(done, "H3"), "zh", whole=True).splitlines()

    assert "    村份额 40.00 元" in whole
    assert "      租金（第3条） -20.00 元" in whole
    assert "      转入（第2条） 60.00 元" in whole

    only_east = contract(
        *(
            evolve(RENT, paid_from=("local",), unpaid="lapse")
            if clause.id == "3"
            else clause
            for clause in agreement.versions[0].clauses
        )
    )
    mine = evolve(who.households[0], measures={"mu": Fraction(1, 100)})
    who = Register(households=(mine, *who.households[1:]))
    done = settled(only_east, who, amounts={"profit": 9000})
    whole = describe(explain(done, "H3"), "zh", whole=True).splitlines()

    assert "    村份额 60.00 元" in whole
    assert not any("租金" in line for line in whole)


def test_a_condition_has_a_figure_too():
    one = Constant(Fraction(1))
    condition = Compare(Relation.MORE_THAN, one, Constant(Fraction(0)))
    values = Values(Inputs(space=Space(()), measures={}, opening={}), {}, {}, WHY)
    figure = figure_of(condition, values)

    assert (figure.op, figure.at(0), len(figure.parts)) == (">", 1, 2)
