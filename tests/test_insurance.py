"""Insurance as two payments: premium and cover, with a deductible; worked by hand."""

from __future__ import annotations

from fractions import Fraction

from contract_builders import MEASURES, contract, paid, register, settled

from sanbian import (
    Deduction,
    Fixed,
    Greatest,
    Kind,
    NamedMeasure,
    Party,
    PartyRole,
    Payment,
    PerUnit,
    SumOf,
    describe,
    explain,
    lines,
)

INSURER = Party(id="insurer", name="保险公司", role=PartyRole.INSURER)
COMPANY = Party(id="firm", name="公司", role=PartyRole.OPERATOR)
COWS = (
    *MEASURES,
    NamedMeasure(id="cows", name="投保头数", unit="head"),
    NamedMeasure(id="dead", name="出险头数", unit="head"),
)
PREMIUM = Payment(
    id="30",
    kind=Kind.INSURANCE,
    to="insurer",
    paid_from=("firm",),
    amount=PerUnit(Fraction(27_500), "cows"),
    unpaid="error",
)
EACH = PerUnit(Fraction(700_000), "dead")


def cover(amount):
    return Payment(
        id="31",
        kind=Kind.INSURANCE,
        to="members",
        paid_from=("insurer",),
        amount=amount,
        unpaid="carry",
    )


def insured(amount):
    agreement = contract(
        PREMIUM,
        cover(amount),
        parties=(INSURER, COMPANY),
        funds=(),
        pools=(),
        measures=COWS,
    )
    cows = {"H1": Fraction(6), "H2": Fraction(4)}
    dead = {"H1": Fraction(2), "H2": Fraction(0)}
    return settled(agreement, register("H1", "H2"), activity={"cows": cows, "dead": dead})


def test_ten_cows_cost_2750_and_two_dead_ones_are_paid_for():
    """R27: 10 × 275 = 2,750; 2 × 7,000 = 14,000."""
    done = insured(EACH)

    assert [1_400_000, 0] == paid(done)
    assert [("party/insurer", 275_000), ("payable/31", 1_400_000)] == [
        (line.payee, line.amount) for line in lines(done)
    ]


def test_a_premium_is_not_called_what_the_insurer_pays():
    done = insured(EACH)

    assert [("保险费", "insurance premium"), ("保险赔款", "insurance")] == [
        (line.says.zh, line.says.en) for line in lines(done)
    ]


def test_a_premium_out_of_what_households_get_is_one_too():
    taken = Deduction(
        id="32", kind=Kind.INSURANCE, holders="members", out_of=("31",), to="insurer",
        amount=Fixed(1_000), unpaid="carry",
    )  # fmt: skip
    agreement = contract(
        PREMIUM, cover(EACH), taken, parties=(INSURER, COMPANY), funds=(), pools=(),
        measures=COWS,
    )  # fmt: skip
    numbers = {
        "cows": {"H1": Fraction(6), "H2": Fraction(4)},
        "dead": {"H1": Fraction(2), "H2": Fraction(0)},
    }
    who = register("H1", "H2")
    first = settled(agreement, who, activity=numbers)
    second = settled(agreement, who, 2021, first.books, activity=numbers)

    assert "代扣保险费 -10.00 元" in describe(explain(first, "H1"), "zh")
    assert "代扣保险费 10.00 元（第32条）" in describe(explain(first, "H2"), "zh")
    assert "insurance premium deducted" in describe(explain(first, "H1"), "en")
    assert "保险赔款" in describe(explain(second, "H1"), "zh")


def test_a_deductible_is_borne_by_who_had_a_loss():
    done = insured(Greatest((Fixed(0), SumOf((EACH, Fixed(-50_000))))))

    assert [1_350_000, 0] == paid(done)
