"""Formulas as a household reads them: one weight, and what was divided by how many."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from contract_builders import contract, register, settled
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    ByStatus,
    Dividend,
    Fixed,
    Guarantee,
    Household,
    Kind,
    Least,
    Measured,
    PartOf,
    Payment,
    PerUnit,
    Product,
    Register,
    SharedTotal,
    Split,
    SplitPart,
    Status,
    SumOf,
    describe,
    explain,
)
from sanbian.register import STATUS_NAMES
from sanbian.settlement.formulas import formula, value_text
from sanbian.settlement.nodes import Node
from sanbian.wording import Text, same


def test_a_weight_by_status_is_the_one_that_applies():
    weights = ByStatus({"poor": Fraction(2), "monitored": Fraction(1)})
    agreement = contract(Dividend(id="7", of="profit", to="members", by=weights))
    who = Register(
        households=tuple(
            Household(code=code, status=((date(2019, 1, 1), status),))
            for code, status in (("H1", Status.POOR), ("H2", Status.MONITORED))
        )
    )
    done = settled(agreement, who, amounts={"profit": 300})

    assert describe(explain(done, "H1"), "zh").splitlines()[1] == (
        "分红 2.00 元（第7条）：净利润 3.00 元 × 权数 2 ÷ 3"
    )
    assert "贫困户 1" in describe(explain(done, "H1"), "zh", whole=True)


def test_a_joint_division_tells_what_was_divided_and_by_how_many():
    together = SharedTotal(Fixed(500), Measured("equal"))
    agreement = contract(
        Guarantee(
            id="5",
            to="members",
            paid_from=("firm",),
            amount=together,
            charged="cost",
            combine="add",
            unpaid="carry",
        ),
        Dividend(id="7", of="profit", to="members", by=Measured("equal")),
    )
    done = settled(agreement, register("H1", "H2", "H3"), amounts={"profit": 300})

    line = describe(explain(done, "H1"), "zh").splitlines()[2]
    assert line.startswith(
        "分红 1.00 元（第7条）：(净利润 3.00 元 + 保底应得合计 5.00 元) ÷ 3 户 = 2.67 元，"
        "减保底应得 1.67 元"
    )


# A formula can be worked out again

NOTHING = Text(zh="", en="")
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:/\d+)?")
SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-", "，": ","})


def node(op, value, *parts, says=NOTHING, unit=""):
    return Node(says=says, op=op, value=Fraction(value), unit=unit, parts=parts)


def made(op, left, right):
    """What two numbers come to, as a number of an explanation."""
    one, other = left.value, right.value
    value = {
        "+": lambda: one + other,
        "-": lambda: one - other,
        "*": lambda: one * other,
        "/": lambda: one / other,
        "min": lambda: min(one, other),
        "max": lambda: max(one, other),
    }[op]()
    return node(op, value, left, right)


leaves = st.fractions(min_value=1, max_value=2000, max_denominator=9).map(
    lambda value: node("given", value)
)
numbers = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(made, st.sampled_from(["+", "-", "*", "min", "max"]), inner, inner),
        st.builds(made, st.just("/"), inner, leaves),
        inner.map(lambda one: node("round", one.value, one)),
    ),
    max_leaves=7,
)


def worked_out_again(written):
    """The number that a reader gets out of a written formula."""
    code = NUMBER.sub(lambda found: f"Fraction('{found[0].replace(',', '')}')", written)
    code = code.translate(SIGNS)
    for word, name in (("the lesser", "min"), ("the greater", "max")):
        code = code.replace(word, name)
    return eval(code, {"Fraction": Fraction, "min": min, "max": max})  # noqa: S307 - our own words


@given(numbers)
def test_whoever_works_a_formula_out_comes_to_its_number(number):
    assert number.value == worked_out_again(formula(number).en)


LAND = node("given", 3, says=same("land"), unit="mu")
PRICE = node("given", 12345, says=Text(zh="单价", en="price"), unit="fen")
ZERO = node("given", 0)


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (LAND, "land 3 亩", "land 3 mu"),
        (node("round", 9, LAND), "land 3 亩", "land 3 mu"),
        (made("+", ZERO, LAND), "land 3 亩", "land 3 mu"),
        (made("+", LAND, ZERO), "land 3 亩", "land 3 mu"),
        (made("max", LAND, ZERO), "land 3 亩", "land 3 mu"),
        (
            made("+", made("-", LAND, LAND), LAND),
            "land 3 亩 − land 3 亩 + land 3 亩",
            "land 3 mu − land 3 mu + land 3 mu",
        ),
        (
            made("max", made("-", LAND, PRICE), ZERO),
            "孰高(land 3 亩 − 单价 123.45 元，0)",
            "the greater(land 3 mu − price 123.45 yuan, 0)",
        ),
        (
            made("min", LAND, PRICE),
            "孰低(land 3 亩，单价 123.45 元)",
            "the lesser(land 3 mu, price 123.45 yuan)",
        ),
        (
            made("*", made("+", LAND, PRICE), LAND),
            "(land 3 亩 + 单价 123.45 元) × land 3 亩",
            "(land 3 mu + price 123.45 yuan) × land 3 mu",
        ),
        (
            made("/", LAND, made("*", LAND, PRICE)),
            "land 3 亩 ÷ (land 3 亩 × 单价 123.45 元)",
            "land 3 mu ÷ (land 3 mu × price 123.45 yuan)",
        ),
        (
            made("/", node("round", 9, made("*", LAND, PRICE)), LAND),
            "(land 3 亩 × 单价 123.45 元) ÷ land 3 亩",
            "(land 3 mu × price 123.45 yuan) ÷ land 3 mu",
        ),
        (
            node("share", 1, PRICE, LAND, LAND),
            "单价 123.45 元 × land 3 亩 ÷ 3 亩",
            "price 123.45 yuan × land 3 mu ÷ 3 mu",
        ),
        (
            node("share", 1, made("+", PRICE, PRICE), LAND, LAND, LAND, PRICE),
            "(单价 123.45 元 + 单价 123.45 元) × land 3 亩 ÷ 3 亩，land 3 亩、单价 123.45 元",
            (
                "(price 123.45 yuan + price 123.45 yuan) × land 3 mu ÷ 3 mu, "
                "land 3 mu, price 123.45 yuan"
            ),
        ),
        (
            made("/", PRICE, node("share", 2, PRICE, LAND, LAND)),
            "单价 123.45 元 ÷ (单价 123.45 元 × land 3 亩 ÷ 3 亩)",
            "price 123.45 yuan ÷ (price 123.45 yuan × land 3 mu ÷ 3 mu)",
        ),
        (
            node("balance", 5, says=same("fund"), unit="fen"),
            "fund 0.05 元",
            "fund 0.05 yuan",
        ),
        (node("sum", 5, LAND), "5", "5"),
        (
            made("*", node(">=", 1, LAND, LAND), LAND),
            "land 3 亩 达到 land 3 亩 × land 3 亩",
            "land 3 mu is at least land 3 mu × land 3 mu",
        ),
    ],
    ids=range(17),
)
def test_a_formula_in_both_languages(number, zh, en):
    assert Text(zh=zh, en=en) == formula(number)


def test_a_weight_of_another_status_says_nothing():
    poor, other = STATUS_NAMES[Status.POOR], STATUS_NAMES[Status.MONITORED]
    weight = node("given", 2, says=same("weight"))
    chosen = made(
        "+",
        made("*", node("given", 1, says=poor), weight),
        made("*", node("given", 0, says=other), weight),
    )

    assert same("weight 2") == formula(chosen)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (123456, "fen", "1,234.56 元", "1,234.56 yuan"),
        (Fraction(5, 2), "fen", "0.025 元", "0.025 yuan"),
        (Fraction(100, 3), "fen", "1/3 元", "1/3 yuan"),
        (Fraction(1, 4), "%", "25%", "25%"),
        (1, "mu", "1 亩", "1 mu"),
        (Fraction(5, 2), "kg", "2.5 公斤", "2.5 kg"),
        (1, "jin", "1 斤", "1 jin"),
        (2, "head", "2 头", "2 head"),
        (1, "day", "1 天", "1 day"),
        (2, "day", "2 天", "2 days"),
        (1, "share", "1 股", "1 share"),
        (Fraction(1, 2), "share", "0.5 股", "0.5 shares"),
        (1, "household", "1 户", "1 household"),
        (3, "household", "3 户", "3 households"),
        (1, "person", "1 人", "1 person"),
        (0, "person", "0 人", "0 people"),
        (3, "m2", "3 平方米", "3 m²"),
        (1, "tree", "1 株", "1 tree"),
        (4, "tree", "4 株", "4 trees"),
        (2, "吨", "2 吨", "2 吨"),
        (2, "", "2", "2"),
        (1, "", "1", "1"),
    ],
    ids=range(22),
)
def test_a_number_is_written_with_its_unit(value, unit, zh, en):
    assert Text(zh=zh, en=en) == value_text(node("given", value, unit=unit))


# What a number is made of, with its unit

ROUND, UNIT_PRICE, AREA = (
    (0, "round", "", "fen"),
    (2, "given", "单价", "fen"),
    (2, "given", "面积", "mu"),
)
STATED, PEOPLE = (2, "given", "定额", "fen"), (3, "given", "人口", "person")


def tree(number, depth=0):
    yield depth, number.op, number.says.zh, number.unit
    for part in number.parts:
        yield from tree(part, depth + 1)


@pytest.mark.parametrize(
    ("amount", "made_of"),
    [
        (PerUnit(Fraction(80000), "mu"), [(1, "*", "", "fen"), AREA, UNIT_PRICE]),
        (Product((Measured("mu"), Fixed(100))), [(1, "*", "", "fen"), AREA, STATED]),
        (
            SumOf((Fixed(100), PerUnit(Fraction(5), "people"))),
            [
                (1, "+", "", "fen"),
                STATED,
                (2, "*", "", "fen"),
                PEOPLE,
                (3, *UNIT_PRICE[1:]),
            ],
        ),
        (
            Least((Fixed(100), PerUnit(Fraction(5), "people"))),
            [
                (1, "min", "", "fen"),
                STATED,
                (2, "*", "", "fen"),
                PEOPLE,
                (3, *UNIT_PRICE[1:]),
            ],
        ),
        (
            PartOf(Fraction(1, 10), "own"),
            [
                (1, "max", "", "fen"),
                (2, "*", "", "fen"),
                (3, "given", "各户净收益", "fen"),
                (3, "given", "比例", "%"),
                (2, "given", "", ""),
            ],
        ),
        (
            SharedTotal(Fixed(100), Measured("mu")),
            [
                (1, "share", "", "fen"),
                (2, "round", "", "fen"),
                (3, "given", "定额", "fen"),
                AREA,
                (2, "sum", "合计", "mu"),
                (3, "given", "面积", "mu"),
            ],
        ),
    ],
    ids=range(6),
)
def test_a_promise_is_made_of_its_terms(amount, made_of):
    rent = Payment(
        id="3",
        kind=Kind.RENT,
        to="members",
        paid_from=("firm",),
        amount=amount,
        unpaid="carry",
    )
    who = Register(
        households=(Household(code="H1", people=2, measures={"mu": Fraction(3, 2)}),)
    )
    facts = {"activity": {"own": {"H1": Fraction(1000)}}} if "own" in repr(amount) else {}
    done = settled(contract(rent), who, **facts)

    assert [ROUND, *made_of] == list(tree(explain(done, "H1").lines[0].why))


def test_a_share_leads_back_through_the_pool_to_the_profit():
    agreement = contract(
        Split(
            id="6",
            of="profit",
            parts=(SplitPart("firm", Fraction(3, 4)), SplitPart("pool", Fraction(1, 4))),
        ),
        Dividend(
            id="7",
            of="pool",
            to="members",
            by=Measured("mu"),
            at_least=Fixed(5),
            at_most=Fixed(9000),
        ),
    )
    done = settled(
        agreement, register(("H1", "3/2"), ("H2", "1")), amounts={"profit": 40000}
    )

    assert list(tree(explain(done, "H1").lines[0].why)) == [
        (0, "share", "", "fen"),
        (1, "balance", "待分配", "fen"),
        (2, "balance", "转入（第6条）", "fen"),
        (3, "share", "", "fen"),
        (4, "balance", "净利润", "fen"),
        (4, "given", "比例", "%"),
        (4, "sum", "合计", ""),
        (1, "given", "面积", "mu"),
        (1, "sum", "合计", "mu"),
        (1, "round", "至少", "fen"),
        (2, "given", "定额", "fen"),
        (1, "round", "至多", "fen"),
        (2, "given", "定额", "fen"),
    ]


def test_what_opened_and_what_was_taken_are_given_numbers():
    agreement = contract(
        Payment(
            id="3",
            kind=Kind.RENT,
            to="members",
            paid_from=("profit",),
            amount=Fixed(100),
            unpaid="lapse",
        ),
        Dividend(id="7", of="profit", to="members", by=Measured("equal")),
    )
    done = settled(agreement, register("H1", "H2"), amounts={"profit": 1000})
    pool = explain(done, "H1").lines[1].why.parts[0]

    assert (pool.op, pool.value, pool.unit) == ("balance", 800, "fen")
    assert [(part.says, part.op, part.value, part.unit) for part in pool.parts] == [
        (Text(zh="期初", en="opening"), "given", 1000, "fen"),
        (Text(zh="租金（第3条）", en="rent (clause 3)"), "given", -200, "fen"),
    ]
