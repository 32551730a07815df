"""What was announced, printed and paid, laid beside what was settled."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from review_cases import dossier, told, with_flow, with_records

from sanbian import (
    Announced,
    Kind,
    PaidBy,
    PaymentMade,
    Person,
    Printed,
    Records,
    Region,
    RegionalAmount,
    RegionalRate,
    Register,
    Signed,
    Withheld,
    WithheldFor,
    yuan,
)
from sanbian.files import load_review, review_dossier

ROOT = Path(__file__).parents[2]
ACCOUNT = "6200000000000001"


def listed(*rows, code="SB410", **changes):
    """A case whose list has just these rows."""
    return with_records(code, payments=rows, **changes)


def row(household, amount, **changes):
    return PaymentMade(household=household, amount=yuan(amount), **changes)


A, B = row("A", "2666.67"), row("B", "1333.33")


# Totals


def test_a_list_that_agrees_is_no_finding():
    assert () == review_dossier(listed(A, B))
    assert () == review_dossier(listed(A, B, bank_total=yuan("4000")))


def test_households_are_found_by_a_name_that_only_one_has():
    rows = [evolve(each, household="", name=name) for each, name in ((A, "甲"), (B, "乙"))]

    assert () == review_dossier(listed(*rows))
    alone = evolve(listed(*rows), register=None)
    assert [] == told("SB428", alone)


def test_a_name_that_two_have_is_nobodys():
    found = listed(evolve(A, household="", name="甲"), B)
    one, two = found.register.households
    same = Register(
        households=(one, evolve(two, name="甲")), entries=found.register.entries
    )

    (said,) = told("SB428", evolve(found, register=same))

    assert "甲; it may be who collects for another" in said


def test_a_household_that_is_missing_on_the_list_is_counted():
    (said,) = told("SB410", listed(A))

    assert said.startswith(
        "paid 2,666.67 yuan in all to households of the register, settled 4,000.00 yuan"
    )
    assert said.endswith("1 household not on the list")


def test_a_list_of_one_clause_is_laid_beside_that_clause():
    rent = [
        row(code, amount, clause="3") for code, amount in (("A", "3000"), ("B", "4500"))
    ]

    assert [] == told("SB410", listed(*rent, code="SB406"))
    assert 1 == len(told("SB410", listed(*rent[:1], code="SB406")))


def test_the_banks_own_total_is_compared_with_the_list_and_the_settlement():
    (said,) = told("SB410", listed(A, B, bank_total=yuan("3999")))
    assert said == "the list sums to 4,000.00 yuan, the bank says 3,999.00 yuan"

    (said,) = told("SB410", listed(bank_total=yuan("3999")))
    assert said == "paid 3,999.00 yuan in all, settled 4,000.00 yuan"

    assert [] == told("SB410", listed(bank_total=yuan("4000")))
    assert [] == told("SB410", evolve(listed(A, B), settlement=None))


def told_of(**changes):
    return with_records(
        "SB406", announced=(Announced(words="公布", **changes),), payments=()
    )


def test_what_was_announced_is_multiplied_and_compared():
    (said,) = told("SB410", told_of(count=146, each=yuan("1000"), total=yuan("150000")))
    assert said == (
        "announced 146 times 1,000.00 yuan is 146,000.00 yuan, the total announced is "
        "150,000.00 yuan"
    )
    (said,) = told("SB410", told_of(total=yuan("5000"), clauses=("2",)))
    assert said.startswith("announced 5,000.00 yuan, settled 4,000.00 yuan")


def test_what_was_announced_by_its_right_name_is_compared_with_that_kind():
    assert [] == told("SB410", told_of(total=yuan("4000"), called=Kind.DIVIDEND))
    assert 1 == len(told("SB410", told_of(total=yuan("3000"), called=Kind.DIVIDEND)))
    assert [] == told("SB410", told_of(count=2))


def test_totals_of_the_facts_are_compared_with_the_settlement():
    found = dossier("SB410", records=None)

    def with_total(clause, amount):
        facts = evolve(found.facts, announced={clause: yuan(amount)})
        return told("SB410", evolve(found, facts=facts))

    assert 1 == len(with_total("2", "4001"))
    assert [] == with_total("2", "4000")
    assert [] == with_total("1 + 2", "10000")


# Kinds (冕宁: rent and compensation inside the dividend)


def test_a_dividend_that_holds_rent_is_taken_apart():
    (said,) = told("SB406", told_of(total=yuan("11500"), called=Kind.DIVIDEND))

    assert said == (
        "of 11,500.00 yuan announced as dividend, 4,000.00 yuan are; besides there is rent "
        "7,500.00 yuan"
    )


def test_a_kind_that_the_contract_does_not_give_is_found():
    found = dossier("SB406")
    places = [
        place for place, flow in enumerate(found.settlement.flows) if flow.kind is Kind.RENT
    ]
    settlement = found.settlement
    for place in places:
        settlement = with_flow(settlement, place, kind=Kind.DIVIDEND)

    (said,) = told("SB406", evolve(found, settlement=settlement, records=None))

    assert said == "clause 3 is rent by the contract, and dividend in the settlement"


def test_a_refund_is_a_refund():
    found = dossier("SB402")
    assert [] == told("SB406", found)
    place = next(
        place
        for place, flow in enumerate(found.settlement.flows)
        if flow.kind is Kind.PATRONAGE_REFUND
    )
    changed = with_flow(found.settlement, place, kind=Kind.DIVIDEND)

    assert 1 == len(told("SB406", evolve(found, settlement=changed)))


# Percentages


@pytest.mark.parametrize(
    ("rate", "is_found"),
    [("29", False), ("29.2", False), ("29.24", False), ("30", True), ("29.3", True)],
)
def test_a_percentage_may_be_rounded_in_its_last_place(rate, is_found):
    printed = Printed(words="", rate=Fraction(rate) / 100, part=100, whole=342)

    assert is_found == bool(told("SB411", with_records("SB411", printed=(printed,))))


def test_a_third_is_a_third():
    printed = Printed(words="", rate=Fraction(1, 3), part=1, whole=3)

    assert [] == told("SB411", with_records("SB411", printed=(printed,)))


# Who received it


def signed_by(*rows, register=None, region=None):
    found = listed(*rows)
    return evolve(found, register=register or found.register, region=region)


CASH = {"by": PaidBy.CASH, "signed": Signed.SIGNATURE}


def test_one_who_receives_for_several_needs_mandates():
    rows = [evolve(each, received_by="丁", **CASH) for each in (A, B)]

    (said,) = told("SB415", signed_by(*rows))

    assert said == ("丁 received 4,000.00 yuan for 2 households (A, B), without a mandate")
    mandated = [evolve(each, mandate="委托书 7 号") for each in rows]
    assert [] == told("SB415", signed_by(*mandated))
    assert [] == told("SB415", signed_by(rows[0], evolve(B, **CASH)))
    own = evolve(A, received_by="甲", **CASH)
    assert [] == told("SB415", signed_by(own, evolve(B, **CASH)))


def test_an_official_who_receives_for_one_is_named_with_the_office():
    found = listed(evolve(A, received_by="丁", **CASH), evolve(B, **CASH))
    person = Person(code="P1", household="B", name="丁", offices=("village_official",))
    register = evolve(found.register, persons=(person,))

    (said,) = told("SB415", evolve(found, register=register))

    assert said.endswith("holds an office by the register: village_official")


def test_one_account_for_many_is_masked():
    rows = [evolve(each, account=ACCOUNT, by=PaidBy.TRANSFER) for each in (A, B)]

    (said,) = told("SB415", signed_by(*rows))

    assert said.endswith("went to one account ************0001: A, B")
    hidden = [evolve(each, account="************0001") for each in rows]
    assert [] == told("SB415", signed_by(*hidden))
    twice = (rows[0], evolve(rows[0], amount=0), evolve(B, account="6200000000000002"))
    assert [] == told("SB415", signed_by(*twice))


def test_what_was_transferred_needs_no_signature():
    rows = [evolve(each, by=PaidBy.TRANSFER, signed=Signed.NOTHING) for each in (A, B)]

    assert [] == told("SB415", signed_by(*rows))


def test_cash_above_the_regions_limit_is_told_with_its_source():
    limit = RegionalAmount(
        since=date(2020, 1, 1), amount=yuan("2000"), source="县财政局通知"
    )
    region = Region(name="县", cash_limit=(limit,))
    rows = [evolve(each, **CASH) for each in (A, B)]

    (said,) = told("SB415", signed_by(*rows, region=region))

    assert said == (
        "1 household got more than 2,000.00 yuan in cash (A), such as 2,666.67 yuan; set by "
        "县财政局通知"
    )
    assert [] == told("SB415", signed_by(*rows, region=Region(name="县")))
    moved = [evolve(each, by=PaidBy.TRANSFER) for each in (A, B)]
    assert [] == told("SB415", signed_by(*moved, region=region))


# Strangers


def test_who_the_settlement_pays_and_the_register_does_not_have_is_found():
    found = dossier("SB401")
    one, _ = found.register.households
    alone = Register(households=(one,), entries=())

    (said,) = told("SB428", evolve(found, register=alone))

    assert said.startswith(
        "the settlement pays 1 household that the register does not have"
    )


def test_without_register_and_settlement_nobody_is_a_stranger():
    found = listed(row("X", "1"))

    assert [] == told("SB428", evolve(found, register=None, settlement=None))


# Kept back


@pytest.mark.parametrize("why", list(WithheldFor))
def test_only_tax_and_a_court_may_keep_back_without_consent(why):
    kept = Withheld(household="A", amount=100, why=why)

    found = told("SB414", with_records("SB414", withheld=(kept,)))

    assert (why not in {WithheldFor.TAX, WithheldFor.COURT}) == bool(found)


# Tax


def test_tax_is_asked_about_where_dividends_were_paid():
    assert 1 == len(told("SB431", listed(A, B, tax="")))
    assert [] == told("SB431", listed(tax=""))
    nothing = evolve(listed(A, B, tax="").settlement, flows=())
    assert [] == told("SB431", evolve(listed(A, B, tax=""), settlement=nothing, facts=None))
    assert [] == told("SB431", evolve(listed(A, B, tax=""), settlement=None))


@pytest.mark.parametrize(("rate", "said"), [("0", []), ("1/5", ["20% by 财税文件"])])
def test_an_exemption_is_given_with_its_source(rate, said):
    row_ = RegionalRate(since=date(2020, 1, 1), rate=Fraction(rate), source="财税文件")
    region = Region(name="县", dividend_tax=(row_,))

    found = told("SB431", evolve(listed(A, B, tax=""), region=region))

    assert said == [each.rpartition(": ")[2] for each in found]


# What was reported of real villages


def test_mianning_called_rent_and_compensation_a_dividend():
    found = load_review(ROOT / "tests" / "records" / "W38-mianning")
    told_as = Announced(
        words="分红 1,300 万元", total=yuan("13000000"), called=Kind.DIVIDEND
    )
    records = Records(contract=found.contract.id, announced=(told_as,))

    (said,) = told("SB406", evolve(found, records=records))

    assert "of 13,000,000.00 yuan announced as dividend, 10,510,000.00 yuan are" in said
    assert "rent 1,560,000.00 yuan" in said
    assert "compensation 930,000.00 yuan" in said


def test_heshui_announced_less_than_its_households_times_the_rate():
    found = load_review(ROOT / "examples" / "W32-heshui")
    announced = Announced(
        words="127 户各 1,000 元", count=127, each=yuan("1000"), total=yuan("125000")
    )
    records = Records(contract=found.contract.id, announced=(announced,))

    (one, other) = told("SB410", evolve(found, records=records))

    assert one.startswith("announced 127 times 1,000.00 yuan is 127,000.00 yuan")
    assert other.endswith("a difference of 2,000.00 yuan")


def test_nama_printed_twice_what_its_numbers_give():
    told_as = Announced(words="每亩", count=300, each=yuan("3"), total=yuan("1800"))

    (said,) = told("SB420", with_records("SB420", announced=(told_as,)))

    assert "just 2 times, jin and kg may be mixed up" in said
