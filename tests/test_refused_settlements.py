"""What a settlement refuses, said in full: expected, got, where, what to do, zh and en."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, issue, register, settled, version, year
from move_builders import POOL, after, divide

from sanbian import (
    Dividend,
    Facts,
    Fixed,
    Kind,
    Measured,
    OddFen,
    OrderPurchase,
    PartFacts,
    Payment,
    Register,
    UnknownNameError,
    explain,
    facts_of,
    settle,
)
from sanbian.errors import SanbianError
from sanbian.program import Constant, Part

RENT = Payment(
    id="3",
    kind=Kind.RENT,
    to="members",
    paid_from=("firm",),
    amount=Fixed(100),
    unpaid="carry",
)
DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("equal"))
TWO = register("H1", "H2")


def refused(call, *arguments, **named):
    with pytest.raises(SanbianError) as raised:
        call(*arguments, **named)
    return [line for one in raised.value.problems for line in (one.of("en"), one.of("zh"))]


def test_books_of_another_contract():
    agreement = contract(RENT)
    books = evolve(settled(agreement, TWO).books, contract="B")

    assert refused(settle, agreement, TWO, facts_of(year(2021)), books) == [
        (
            "expected the books of contract A, got those of B - at $.contract; "
            "take the books of this contract"
        ),
        "$.contract：应为合同 A 的账，得到 B 的。换成该合同的账",
    ]


def test_a_period_that_was_settled_or_leaves_a_gap():
    agreement = contract(RENT)
    books = settled(agreement, TWO).books

    assert refused(settle, agreement, TWO, facts_of(year(2020, 2021)), books) == [
        (
            "expected a period not settled before, got 2020-01-01 – 2021-12-31, which overlaps "
            "2020-01-01 – 2020-12-31 - at $.period; a settled period is not computed again; "
            "correct it by a later entry"
        ),
        (
            "$.period：应为未结算过的期间，得到 2020-01-01 – 2021-12-31，与已结算的 "
            "2020-01-01 – 2020-12-31 重叠。已结算的期间不再重算；更正请另作更正结算"
        ),
    ]
    assert refused(settle, agreement, TWO, facts_of(year(2022)), books) == [
        (
            "expected a period from the day after 2020-12-31, got 2022-01-01 - at $.period; "
            "settle the period in between first"
        ),
        "$.period：应接着 2020-12-31 的次日，得到 2022-01-01。先结算中间的期间",
    ]


def test_names_that_nothing_declares():
    part = PartFacts(
        period=year(2020),
        measures={"graint": Fraction(1)},
        group_measures={"weight": {"north": Fraction(1)}},
        activity={"kg": {"H9": Fraction(1)}},
    )
    who = Register(households=TWO.households, entries=(issue("H1", 1),))
    facts = Facts(parts=(part,), put_up={"firma": 1})

    assert refused(settle, contract(RENT), who, facts) == [
        (
            "expected a declared share class, got 'land' - at $.entries[0].share_class; "
            "did you mean one of: (none declared)"
        ),
        "$.entries[0].share_class：应为已声明的股份类别，得到 'land'。可选：（无）",
        (
            "expected a declared household of the register, got 'H9' - at $.activity.kg; "
            "did you mean one of: H1, H2"
        ),
        "$.activity.kg：应为已声明的名册中的户，得到 'H9'。可选：H1、H2",
        (
            "expected a declared group of the register, got 'north' - at "
            "$.group_measures.weight; did you mean one of: (none declared)"
        ),
        "$.group_measures.weight：应为已声明的名册中的村组，得到 'north'。可选：（无）",
        (
            "expected a declared measure, got 'graint' - at $.measures.graint; "
            "did you mean one of: grant"
        ),
        "$.measures.graint：应为已声明的计量项，得到 'graint'。可选：grant",
        (
            "expected a declared party, got 'firma' - at $.put_up.firma; "
            "did you mean one of: firm"
        ),
        "$.put_up.firma：应为已声明的当事人，得到 'firma'。可选：firm",
    ]


def test_a_fee_above_the_price():
    order = OrderPurchase(
        id="4",
        to="members",
        paid_from=("firm",),
        quantity="kg",
        floor_price=Fraction(300),
        fee=Fraction(301),
        unpaid="carry",
    )
    activity = {"kg": {"H1": Fraction(2), "H3": Fraction(100)}}

    assert refused(
        settled, contract(RENT, order), register("H1", "H2", "H3"), activity=activity
    ) == [
        (
            "expected no negative due, got -0.02 yuan - at clause 4, H1; check price, fee and "
            "quantity, or write the greatest of it and zero"
        ),
        (
            "clause 4, H1：应为不为负的应付，得到 -0.02 元。核对单价、服务费和数量，"
            "或以 greatest 写明不低于零"
        ),
        (
            "expected no negative due, got -1.00 yuan - at clause 4, H3; check price, fee and "
            "quantity, or write the greatest of it and zero"
        ),
        (
            "clause 4, H3：应为不为负的应付，得到 -1.00 元。核对单价、服务费和数量，"
            "或以 greatest 写明不低于零"
        ),
    ]


def test_a_due_that_must_be_paid_in_full_and_cannot():
    strict = evolve(RENT, unpaid="error")

    assert refused(settled, contract(strict), TWO, put_up={"firm": 150}) == [
        (
            "expected the dues to be paid in full, lacking 0.50 yuan - at clause 3; add a payer "
            "or fund to its sources, or say that the rest is carried or lapses"
        ),
        (
            "clause 3：应足额支付，尚缺 0.50 元。在条款的来源中增加付款人或基金，"
            "或写明未付部分结转（carry）、免除（lapse）"
        ),
    ]


def test_money_that_nobody_may_take_and_that_is_left_in_a_pool():
    by_kg = contract(evolve(DIVIDEND, by=Measured("kg")))
    given = {"amounts": {"profit": 100}, "activity": {"kg": {}}}

    assert refused(settled, by_kg, TWO, **given) == [
        (
            "expected takers for the whole amount, nobody may take 1.00 yuan - at clause 7; "
            "name a rest account in the clause, or check the register"
        ),
        (
            "clause 7：应有人可得全部金额，无人可得的有 1.00 元。在条款中写明无人可得的部分归入何处"
            "（rest），或核对名册"
        ),
    ]
    kept = divide(Part(to=POOL, weight=Constant(Fraction(1))))
    assert refused(after, kept, source_contract=(5,)) == [
        (
            "expected 'pool' to be given out, it still holds 0.05 yuan - at pool/contract; "
            "add a clause that divides the rest or moves it to a fund"
        ),
        "pool/contract：应分完 “pool”，还剩 0.05 元。增加一条把余额分出或转入基金的条款",
    ]


@pytest.mark.parametrize(
    ("holders", "listed"),
    [
        (8, "H0、H1、H2、H3、H4、H5、H6、H7"),
        (9, "H0、H1、H2、H3、H4、H5、H6、H7 …"),
    ],
)
def test_odd_fen_that_nobody_drew(holders, listed):
    agreement = contract(versions=(version(DIVIDEND, odd_fen=OddFen.LOTTERY),))
    who = register(*(f"H{number}" for number in range(holders)))

    assert refused(settled, agreement, who, amounts={"profit": 100 * holders + 1}) == [
        (
            f"expected a recorded draw for the odd units among {holders} holders ({listed}), "
            "got 0 of them - at $.draws.7; hold the draw and record the codes, in the order "
            "drawn, under draws"
        ),
        (
            f"$.draws.7：零头应有公开抽签记录，参加者 {holders} 名（{listed}），得到 0 名。"
            "公开抽签后，按抽中先后把编号记入当期事实的 draws"
        ),
    ]


def test_a_draw_that_names_someone_twice_or_a_stranger():
    agreement = contract(versions=(version(DIVIDEND, odd_fen=OddFen.LOTTERY),))
    draws = {"7": ("H1", "H9", "H1")}

    assert refused(settled, agreement, TWO, amounts={"profit": 101}, draws=draws) == [
        (
            "expected holders, each drawn at most once, got 'H1' 2 times - at $.draws.7; "
            "correct it from the original record"
        ),
        "$.draws.7：抽签记录应为参与者，每位至多一次，得到 “H1” 2 次。按原始记录更正",
        (
            "expected holders, each drawn at most once, got the unknown 'H9' - at $.draws.7; "
            "correct it from the original record"
        ),
        "$.draws.7：抽签记录应为参与者，每位至多一次，得到未登记的 “H9”。按原始记录更正",
    ]


def test_bounds_that_the_pool_cannot_keep():
    low = evolve(DIVIDEND, at_least=Fixed(60))

    assert refused(settled, contract(low), TWO, amounts={"profit": 100}) == [
        (
            "expected lower bounds that sum to at most 1.00 yuan, got 1.20 yuan - at clause 7: "
            "at_least; "
            "lower the bounds, or write a top_up with a payer of its own"
        ),
        (
            "clause 7: at_least：下限合计不得超过 1.00 元，得到 1.20 元。"
            "降低下限，或另写一条 top_up，由指定的付款人补足"
        ),
    ]
    whole_yuan = contract(versions=(version(low, pay_in="yuan", left_to="reserve"),))
    short = refused(settled, whole_yuan, TWO, amounts={"profit": 150})
    assert "at most 1.50 yuan, got 2.00 yuan" in short[0]
    crossed = evolve(low, at_most=Fixed(50))
    assert refused(settled, contract(crossed), register("H1"), amounts={"profit": 200}) == [
        (
            "expected a lower bound from zero up to 50, got 60 - at clause 7: at_least[0]; "
            "correct the bounds"
        ),
        "clause 7: at_least[0]：下限应不为负且不高于上限 50，得到 60。更正上下限",
    ]


def test_who_is_not_in_the_settlement_cannot_be_explained():
    with pytest.raises(UnknownNameError) as raised:
        explain(settled(contract(RENT), TWO), "H3")

    (problem,) = raised.value.problems
    assert (
        "expected a declared household of the settlement, got 'H3' - at holder; "
        "did you mean one of: H1, H2"
    ) == problem.of("en")
    assert "holder：应为已声明的名册中的户，得到 'H3'。可选：H1、H2" == problem.of("zh")
