"""What a household reads: what is left, what was short, what is taken off, why nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import FUNDS, contract, register, settled, shareholders, version

from sanbian import (
    Deduction,
    Dividend,
    Entry,
    EntryKind,
    Fund,
    Greatest,
    Household,
    Kind,
    LateFee,
    LossPart,
    LossSharing,
    Measured,
    NamedMeasure,
    Number,
    Payment,
    PerUnit,
    Product,
    Register,
    Reserve,
    ShareClass,
    Split,
    SplitPart,
    Status,
    SumOf,
    TopUp,
    describe,
    due,
    explain,
)
from sanbian.settlement.formulas import formula, value_text
from sanbian.settlement.nodes import Node
from sanbian.wording import Text, same

NOTHING = Text(zh="", en="")


def node(op, value, *parts, says=NOTHING, unit=""):
    return Node(says=says, op=op, value=Fraction(value), unit=unit, parts=parts)


def told(done, holder, language="zh"):
    return describe(explain(done, holder), language).splitlines()[1:]


def test_what_is_left_of_a_base_is_not_called_the_base():
    clauses = (
        Reserve(id="1", of="profit", rate=Fraction(1, 10), to="reserve"),
        Dividend(id="2", of="profit", to="members", by=Measured("equal")),
    )
    done = settled(contract(*clauses), register("H1", "H2"), amounts={"profit": 10_000})

    assert "分红 45.00 元（第2条）：净利润余额 90.00 元 ÷ 2 户" == told(done, "H1")[0]
    assert "what is left of 净利润 90.00 yuan ÷ 2 households" in told(done, "H1", "en")[0]


def rent(**given):
    stated = {
        "id": "3",
        "kind": Kind.RENT,
        "to": "members",
        "paid_from": ("firm",),
        "amount": PerUnit(Fraction(10_000), "mu"),
        "unpaid": "carry",
    }
    return Payment(**{**stated, **given})


@pytest.mark.parametrize("unpaid", ["carry", "lapse"])
def test_what_is_paid_in_part_says_that_the_payer_had_no_more(unpaid):
    done = settled(
        contract(rent(unpaid=unpaid)),
        register(("H1", "1"), ("H2", "3")),
        put_up={"firm": 10_000},
    )

    assert (
        "租金 25.00 元（第3条）：面积 1 亩 × 单价 100.00 元 = 应得 100.00 元，"
        "付款方只够付这些" == told(done, "H1")[0]
    )
    assert told(done, "H1", "en")[0].endswith("= due 100.00 yuan, the payer had no more")


def test_what_is_taken_off_has_a_minus_of_its_own():
    over = SumOf((Measured("kg"), Product((Number(Fraction(-500)), Measured("mu")))))
    amount = Product((Greatest((Number(Fraction(0)), over)), Measured("price")))
    who = Register(
        households=(
            Household(code="H1", measures={"kg": Fraction(1200), "mu": Fraction(2)}),
        )
    )
    done = settled(contract(rent(amount=amount)), who, measures={"price": Fraction(200)})

    assert (
        "孰高(0，交售量 1,200 公斤 − 500 × 面积 2 亩) × 市价 2.00 元" in told(done, "H1")[0]
    )


A, B = node("given", 3, says=same("a")), node("given", 4, says=same("b"))


@pytest.mark.parametrize(
    ("taken", "written"),
    [
        (node("given", -5), "a 3 − 5"),
        (node("*", -4, node("given", -1), B), "a 3 − b 4"),
        (node("*", -8, node("given", -2), B), "a 3 − 2 × b 4"),
        (node("round", -8, node("*", -8, node("given", -2), B)), "a 3 − 2 × b 4"),
        (node("*", -7, node("given", -1), node("+", 7, A, B)), "a 3 − (a 3 + b 4)"),
        (node("given", -5, says=same("c")), "a 3 + c -5"),
        (node("*", -4, node("given", -1), B, says=same("c")), "a 3 + c -4"),
        (node("*", 0, node("given", 0, says=same("c")), B), "a 3"),
        (node("given", 0, says=same("c")), "a 3 + c 0"),
    ],
)
def test_a_sum_is_written_as_people_write_it(taken, written):
    whole = node("+", 3 + taken.value, A, taken)

    assert written == formula(whole).en


def test_products_that_come_to_nothing_stay_out_of_a_sum_on_either_side():
    none = node("*", 0, node("given", 0, says=same("c")), B)

    assert "a 3" == formula(node("+", 3, none, A)).en
    assert "c 0 × b 4 + c 0 × b 4" != formula(node("+", 0, none, none)).en


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (
            Fraction(1919, 146),
            "share",
            "约 13.1438 股（1919/146）",
            "about 13.1438 shares (1919/146)",
        ),
        (Fraction(1, 3), "", "1/3", "1/3"),
        (Fraction(7, 3), "mu", "7/3 亩", "7/3 mu"),
        (
            Fraction(10_000_000, 3),
            "fen",
            "约 33,333.33 元（100000/3）",
            "about 33,333.33 yuan (100000/3)",
        ),
        (Fraction(5, 2), "mu", "2.5 亩", "2.5 mu"),
        (Fraction(1, 2), "1", "0.5", "0.5"),
        (Fraction(7), "分", "7 分", "7 分"),
    ],
)
def test_numbers_that_never_end_are_read_as_decimals(value, unit, zh, en):
    text = value_text(node("given", value, unit=unit))

    assert (zh, en) == (text.zh, text.en)


def test_shares_by_days_are_read_as_a_decimal():
    land = ShareClass(id="land", name="土地股")
    moved = Entry(
        day=date(2020, 4, 1), kind=EntryKind.TRANSFER, household="H1", to="H2",
        share_class="land", shares=Fraction(1),
    )  # fmt: skip
    held = shareholders(H1=3, H2=1)
    who = evolve(held, entries=(*held.entries, moved))
    by_days = version(
        Dividend(id="2", of="profit", to="land", by=Measured("shares")),
        record_day="share_days",
        transfer_day="buyer",
    )
    done = settled(
        contract(versions=(by_days,), share_classes=(land,)), who, amounts={"profit": 4_00}
    )

    assert "股数 约 1.7514 股（641/366） ÷ 4 股" in told(done, "H2")[0]


def test_what_was_had_before_this_year_is_told_only_where_there_is_some():
    clauses = (
        Dividend(id="4", of="profit", to="members", by=Measured("equal")),
        TopUp(
            id="5",
            to="members",
            paid_from=("firm",),
            amount=PerUnit(Fraction(10_000), "equal"),
            counting=("4",),
            within="year",
            unpaid="carry",
        ),
    )
    done = settled(contract(*clauses), register("H1", "H2"), amounts={"profit": 10_000})

    assert told(done, "H1")[1].endswith("× 单价 100.00 元 − 第4条应得 50.00 元")


def test_late_fees_tell_only_the_debts_that_bear_some():
    fee = LateFee(
        id="4",
        on=("3",),
        to="members",
        paid_from=("firm",),
        rate=Fraction(5, 10_000),
        due=due("11-15"),
        unpaid="carry",
    )
    done = settled(
        contract(rent(), fee), register(("H1", "1"), ("H2", "0")), put_up={"firm": 0}
    )
    (owed, fees) = told(done, "H1")[2:4]

    assert "欠付 100.00 元 × 日违约金率 0.05% × 逾期天数 46 天" in fees
    assert "租金" in owed


def test_a_household_without_a_line_is_told_what_it_was_weighed_by():
    by = Product((Measured("days"), Measured("mu")))
    who = Register(
        households=(
            Household(code="H1", measures={"days": Fraction(5), "mu": Fraction(1)}),
            Household(code="H2", measures={"days": Fraction(0), "mu": Fraction(1)}),
            Household(
                code="H3",
                measures={"days": Fraction(1), "mu": Fraction(1)},
                status=((date(2016, 1, 1), Status.POOR),),
            ),
        )
    )
    clauses = (
        Split(
            id="6",
            of="profit",
            parts=(
                SplitPart(to="pool", ratio=Fraction(3, 4)),
                SplitPart(to="part", ratio=Fraction(1, 4)),
            ),
        ),
        Dividend(id="7", of="pool", to="members", by=by),
        Dividend(id="8", of="part", to="members", by=Measured("equal"), status="poor"),
    )
    done = settled(contract(*clauses), who, amounts={"profit": 800})

    assert [
        "本期没有得到：",
        "  分红（第7条）：待分配 6.00 元 × 工日 0 天 × 面积 1 亩 ÷ 6",
        "  分红（第8条）：一部分 2.00 元 × 0（本条不计这一户）",
        "合计 0.00 元",
    ] == told(done, "H2")
    assert "nothing in this period:" == told(done, "H2", "en")[0]
    assert "合计" == told(done, "H1")[-1][:2]


def test_nothing_to_give_is_said_without_a_reason():
    done = settled(
        contract(Dividend(id="7", of="profit", to="members", by=Measured("equal"))),
        register("H1"),
        amounts={"profit": 0},
    )

    assert ["合计 0.00 元"] == told(done, "H1")


def test_a_fund_is_told_as_what_is_left_of_it():
    clauses = (
        Payment(
            id="3", kind=Kind.COST, to="firm", paid_from=("deposit",),
            amount=PerUnit(Fraction(100), "equal"), unpaid="lapse",
        ),
        Dividend(id="4", of="deposit", to="members", by=Measured("equal")),
    )  # fmt: skip
    funds = (Fund(id="deposit", name="保证金", opening=1_000), *FUNDS[:1])
    done = settled(
        contract(
            *clauses, funds=funds, measures=(NamedMeasure(id="mu", name="面积", unit="mu"),)
        ),
        register("H1"),
    )

    assert "保证金余额 9.00 元" in told(done, "H1")[0]


def test_what_a_household_owes_is_told_with_its_reason():
    holders = LossPart(
        to="members",
        ratio=Fraction(1),
        by=Measured("mu"),
        at_most=PerUnit(Fraction(10_000), "mu"),
        set_off=("7",),
    )
    clauses = (
        Dividend(id="7", of="profit", to="members", by=Measured("mu")),
        LossSharing(id="8", of="profit", parts=(holders,), rest="deficit"),
    )
    agreement, who = contract(*clauses), register(("H1", "1"), ("H2", "3"))
    first = settled(agreement, who, amounts={"profit": -30_000})
    second = settled(agreement, who, 2021, first.books, amounts={"profit": 4_000})

    assert [
        "合计 0.00 元",
        "本户尚欠 75.00 元",
        (
            "  承担亏损 75.00 元（第8条）：成员应承担亏损 300.00 元 × 面积 1 亩 ÷ 4 亩，"
            "至多 100.00 元"
        ),
    ] == told(first, "H1")
    assert [
        "本户尚欠 65.00 元",
        "  2020-12-31 期承担亏损 65.00 元（第8条）：以前期间所欠，尚未扣清",
    ] == told(second, "H1")[-2:]
    assert told(second, "H1", "en")[-1].endswith(
        "owed from an earlier period, not taken yet"
    )


def test_what_was_not_taken_in_full_says_what_was():
    taken = Deduction(
        id="8",
        kind=Kind.INPUTS,
        holders="members",
        out_of=("7",),
        to="county",
        amount=PerUnit(Fraction(10_000), "mu"),
        unpaid="carry",
    )
    shares = Dividend(id="7", of="profit", to="members", by=Measured("mu"))
    done = settled(
        contract(shares, taken),
        register(("H1", "1"), ("H2", "3")),
        amounts={"profit": 8_000},
    )

    assert [
        "分红 20.00 元（第7条）：净利润 80.00 元 × 面积 1 亩 ÷ 4 亩",
        (
            "代扣垫付投入 -20.00 元（第8条）：面积 1 亩 × 单价 100.00 元 = 应扣 100.00 元，"
            "所得只够扣这些"
        ),
        "合计 0.00 元",
        "本户尚欠 80.00 元",
        (
            "  代扣垫付投入 80.00 元（第8条）：面积 1 亩 × 单价 100.00 元 = 应扣 100.00 元，"
            "已扣 20.00 元"
        ),
    ] == told(done, "H1")
