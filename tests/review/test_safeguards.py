"""Who stands behind a promise: guarantors, deposits, buy-backs."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract
from review_cases import case, only

from sanbian import (
    Deduction,
    Dividend,
    Fund,
    Kind,
    Measured,
    Party,
    PartyRole,
    Payment,
    PerUnit,
    Safeguard,
    SafeguardKind,
)

BANK = Party(id="bank", name="银行", role=PartyRole.BANK)


def guarded(*safeguards, **changes):
    contract = case("SB115")
    return evolve(
        contract,
        parties=(*contract.parties, BANK),
        safeguards=(*contract.safeguards, *safeguards),
        **changes,
    )


def test_a_guarantor_is_somebody_else():
    own = Safeguard(kind=SafeguardKind.GUARANTOR, by="farm")

    (found,) = only("SB115", guarded(own))

    assert found.says.en.endswith("and its own guarantor is itself")
    other = Safeguard(kind=SafeguardKind.GUARANTOR, by="bank")
    assert [] == only("SB115", guarded(other))
    assert [] == only("SB115", guarded(own, other))
    (found,) = only("SB115", guarded(Safeguard(kind=SafeguardKind.GUARANTOR)))
    assert found.says.en.endswith("stands behind it")


@pytest.mark.parametrize(
    ("facts", "lacks"),
    [
        ({}, "who buys, at what price"),
        ({"by": "farm"}, "at what price"),
        ({"words": "由农场回购"}, "at what price"),
        ({"words": "按评估价回购"}, "who buys"),
        ({"by": "farm", "amount": 100}, None),
        ({"by": "farm", "rate": Fraction(1)}, None),
        ({"words": "期满由农场按原价回购"}, None),
    ],
)
def test_a_buy_back_says_who_buys_and_at_what_price(facts, lacks):
    contract = case("SB115", "good")
    bought = Safeguard(kind=SafeguardKind.BUY_BACK, **facts)

    found = only("SB115", evolve(contract, safeguards=(*contract.safeguards, bought)))

    assert ([f"a buy-back that does not say {lacks}"] if lacks else []) == [
        each.says.en for each in found
    ]


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ({"by": "farm"}, 1),
        ({"by": "farm", "amount": 100}, 0),
        ({"by": "farm", "rate": Fraction(1, 10)}, 0),
        ({"words": "缴纳 10 万元"}, 0),
        ({"by": "deposit"}, 0),
    ],
)
def test_a_deposit_has_an_amount(facts, count):
    contract = case("SB126", "good")
    deposit = Safeguard(kind=SafeguardKind.RISK_DEPOSIT, **facts)
    fund = Fund(id="deposit", name="风险保证金", opening=10_000_000)
    kept = evolve(contract, funds=(fund,), safeguards=(*contract.safeguards, deposit))

    assert count == len(only("SB126", kept))


def test_what_households_owe_out_of_what_they_get_needs_no_due_day():
    taken = Deduction(
        id="3",
        kind=Kind.PRINCIPAL,
        holders="members",
        out_of=("2",),
        to="county",
        amount=Measured("own"),
        unpaid="carry",
    )
    shares = Dividend(id="2", of="profit", to="members", by=Measured("equal"))
    rent = Payment(
        id="1",
        kind=Kind.RENT,
        to="members",
        paid_from=("firm",),
        amount=PerUnit(Fraction(100), "mu"),
        unpaid="carry",
    )

    assert [] == only("SB128", contract(shares, taken))
    (found,) = only("SB128", contract(rent, shares, taken))
    assert "第 1 条欠付" in found.says.zh
