"""Formulas as a household reads them: one weight, and what was divided by how many."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from contract_builders import contract, register, settled

from sanbian import (
    ByStatus,
    Dividend,
    Fixed,
    Guarantee,
    Household,
    Measured,
    Register,
    SharedTotal,
    Status,
    describe,
    explain,
)


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
