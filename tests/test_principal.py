"""Principal that stands on a fund: it is paid down, and earns on what is left."""

from datetime import date
from fractions import Fraction

import pytest
from contract_builders import FUNDS, MEASURES, PARTIES, contract, numbers_of, paid, settled

from sanbian import (
    Fixed,
    Fund,
    Guarantee,
    Household,
    Kind,
    Measured,
    NamedMeasure,
    PartOf,
    Party,
    PartyRole,
    Payment,
    Register,
    SumOf,
    describe,
    explain,
    lines,
)
from sanbian.period import Years

LENT = Fund(id="principal", name="贷款入股本金", per_member=True, opens_with="loan")
DEBT = Fund(id="debt", name="投资款本金", opening=10_000_000)
GIVEN = {
    "parties": (
        *PARTIES,
        Party(id="bank", name="银行", role=PartyRole.BANK),
        Party(id="investor", name="出资人", role=PartyRole.OTHER),
    ),
    "funds": (*FUNDS, LENT, DEBT),
    "measures": (
        *MEASURES,
        NamedMeasure(id="loan", name="贷款", unit="yuan"),
        NamedMeasure(id="paid_back", name="已付款", unit="yuan", level="contract"),
        NamedMeasure(id="lawful", name="法定利息", unit="yuan", level="contract"),
    ),
}


def households(*loans, **given):
    return Register(
        households=tuple(
            Household(code=f"H{n}", measures={"loan": Fraction(loan)}, **given)
            for n, loan in enumerate(loans, 1)
        )
    )


def fixed():
    return Guarantee(
        id="3",
        to="members",
        paid_from=("firm",),
        amount=PartOf(Fraction(6, 100), "principal"),
        charged="guarantor",
        unpaid="carry",
    )


def repaid(**given):
    stated = {
        "id": "4",
        "kind": Kind.PRINCIPAL,
        "to": "bank",
        "paid_from": ("firm",),
        "amount": PartOf(Fraction(1), "principal"),
        "pays_down": "principal",
        "unpaid": "carry",
        "years": Years(3, 3),
    }
    return Payment(**{**stated, **given})


def settle_years(agreement, register, *facts):
    books, done = None, []
    for number, one in enumerate(facts, 2020):
        done.append(settled(agreement, register, number, books, **one))
        books = done[-1].books
    return done


def to_bank(settlement):
    return sum(line.amount for line in lines(settlement) if line.payee == "party/bank")


def test_w22_a_hundred_loans_are_repaid_in_the_third_year():
    agreement = contract(fixed(), repaid(), **GIVEN)
    done = settle_years(agreement, households(*[5_000_000] * 100), {}, {}, {}, {})

    assert [300_000] * 100 == paid(done[0]) == paid(done[2])
    assert [0, 0, 500_000_000, 0] == [to_bank(one) for one in done]
    assert 0 == sum(done[2].books.funds["principal"].values())
    assert 0 == sum(paid(done[3]))


def test_never_more_is_repaid_than_is_left():
    agreement = contract(fixed(), repaid(amount=Fixed(2_000_000), years=None), **GIVEN)
    done = settle_years(agreement, households(5_000_000, 1_000_000), {}, {}, {}, {})

    assert [3_000_000, 2_000_000, 1_000_000, 0] == [to_bank(one) for one in done]
    assert [300_000, 180_000, 60_000, 0] == [paid(one)[0] for one in done]


def test_what_falls_due_and_is_not_paid_is_owed_and_paid_first_later():
    agreement = contract(repaid(), **GIVEN)
    years = [{}, {}, {"put_up": {"firm": 300}}, {}]
    done = settle_years(agreement, households(600, 400), *years)

    assert [0, 0, 300, 700] == [to_bank(one) for one in done]
    assert [700] == [claim.amount for claim in done[2].books.claims]
    assert {"H1": 0, "H2": 0} == done[2].books.funds["principal"]
    assert () == done[3].books.claims


def test_each_holder_counts_from_his_own_entry():
    agreement = contract(
        repaid(years=Years(1, 1), counted_from="entry", to="members"), **GIVEN
    )
    newcomer = Household(
        code="H2", entered=date(2021, 3, 1), measures={"loan": Fraction(40)}
    )
    register = Register(households=(*households(60).households, newcomer))
    done = settle_years(agreement, register, {}, {}, {})

    assert [[60, 0], [0, 40], [0, 0]] == [paid(one) for one in done]
    told = describe(explain(done[1], "H2"), "zh")
    assert "本金 0.40 元（第4条）：孰低(贷款入股本金 0.40 元 × 比例 100%，" in told


def test_loans_of_a_bank_each_with_its_own_entry():
    agreement = contract(repaid(years=Years(2, 2), counted_from="entry"), **GIVEN)
    register = households(60, 40, entered=date(2020, 5, 1))

    assert [0, 100] == [to_bank(one) for one in settle_years(agreement, register, {}, {})]


def test_w29_what_exceeds_the_lawful_interest_is_principal():
    excess = SumOf((Measured("paid_back"), PartOf(Fraction(-1), "lawful")))
    agreement = contract(
        Payment(
            id="1",
            kind=Kind.INTEREST,
            to="investor",
            paid_from=("firm",),
            amount=Measured("lawful"),
            unpaid="carry",
        ),
        repaid(id="2", to="investor", amount=excess, pays_down="debt", years=None),
        **GIVEN,
    )
    facts = {"measures": {"paid_back": 1_800_000, "lawful": 1_606_100}}
    done = settled(agreement, households(0), **facts)
    given = [line.amount for line in lines(done) if line.payee == "party/investor"]

    assert [1_606_100, 193_900] == given
    assert {"A": 9_806_100} == done.books.funds["debt"]


def test_the_principal_of_all_together_is_paid_by_what_each_has():
    agreement = contract(
        repaid(to="investor", amount=Measured("loan"), pays_down="debt", years=None),
        **GIVEN,
    )
    done = settled(agreement, households(3_000_000, 4_000_000))

    assert {"A": 3_000_000} == done.books.funds["debt"]


@pytest.mark.parametrize("pay_in", ["fen", "yuan"])
def test_principal_leaves_its_fund_in_whole_steps(pay_in):
    from contract_builders import version  # noqa: PLC0415 - one test alone

    agreement = contract(
        versions=(
            version(
                repaid(to="members", years=None),
                pay_in=pay_in,
                left_to=None if pay_in == "fen" else "reserve",
            ),
        ),
        **GIVEN,
    )
    done = settled(agreement, households(12_390))

    assert ([12_390] if pay_in == "fen" else [12_300]) == paid(done)
    assert 12_390 == sum(numbers_of(done, "paid")) + done.books.funds["principal"]["H1"]
