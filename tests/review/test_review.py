"""What holds for every review, and the answers that the gallery does not show."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from contract_strategies import contracts
from hypothesis import given
from hypothesis import strategies as st
from region_strategies import regions
from register_strategies import registers
from review_cases import GALLERY, case, codes

from sanbian import InvalidInputError, Vehicle, checklist
from sanbian.cli.reading import find, load
from sanbian.cli.settling import periods_of, settled_in_order
from sanbian.files import load_register, load_review, review_dossier
from sanbian.findings import SEVERITIES, review, selected

ROOT = Path(__file__).parents[2]
EXPLAINED = tomllib.loads((Path(__file__).parent / "explained.toml").read_text("utf-8"))
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())


# What holds for every review


@given(contracts(), registers(), regions, st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_a_contract_that_loads_can_be_reviewed(contract, register, region, day):
    """Alone, with a register, with a region too: to draw a contract takes the longest."""
    alone = review(contract)
    assert alone == review(contract)
    assert checklist(contract) == checklist(contract)
    _is_in_order_and_told(alone)

    turned = evolve(contract, parties=contract.parties[::-1])
    assert sorted(codes(alone)) == sorted(codes(review(turned)))

    with_register = review(contract, register)
    assert with_register == review(contract, register)
    _is_in_order_and_told(with_register)
    _is_in_order_and_told(review(contract, register, region=region, on=day))


def _is_in_order_and_told(found):
    ranks = [(SEVERITIES.index(one.severity), one.code, one.at) for one in found]

    assert sorted(ranks) == ranks
    assert all(each.says.zh and each.says.en and each.rests_on for each in found)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_an_error_in_a_real_contract_is_explained(folder):
    try:
        loaded = load(find(folder))
    except InvalidInputError:
        return  # refused on reading: nothing is left to review
    settled = list(settled_in_order(loaded, periods_of(loaded, None), lambda: None))
    found = {*review(loaded.contract), *review(loaded.contract, loaded.register)}
    for place, one in enumerate(settled):
        earlier = [each.settlement for each in settled[:place]]
        reviewed_ = (loaded.contract, loaded.register, one.settlement)
        found |= {*review(*reviewed_, facts=one.facts, earlier=earlier)}
    errors = {finding.code for finding in found if finding.severity == "error"}

    assert set(EXPLAINED.get(folder.name, {})) == errors


def test_findings_are_selected_by_the_beginning_of_their_code():
    found = review(evolve(case("SB101"), safeguards=()))

    assert ["SB101", "SB120", "SB123"] == codes(found)
    assert ["SB120"] == codes(selected(found, ["SB12", "SB4"])[:1])
    assert found == selected(found, ["SB1"])


def test_an_article_counts_from_its_first_day_on():
    company = case("SB116")

    assert ["SB116"] == codes(review(company, on=date(2024, 7, 1)))
    assert [] == codes(review(company, on=date(2024, 6, 30)))


def test_an_article_counts_for_its_own_vehicle_only():
    land = evolve(case("SB116"), vehicle=Vehicle.LAND_CONTRACT)

    assert ["SB102"] == codes(review(land))  # of land, and it does not say which


def test_a_contract_without_a_day_of_signing_is_read_on_its_first_day():
    unsigned = evolve(case("SB130"), signed=None)

    assert ["SB130"] == codes(review(unsigned))
    assert [] == codes(review(evolve(unsigned, signed=date(2021, 3, 1))))


# Whose loan it is


def loans(**changes):
    contract = case("SB130")
    (given_,) = contract.contributions
    return evolve(contract, contributions=(evolve(given_, **changes),))


def test_a_loan_of_the_operator_is_its_own_affair():
    assert [] == codes(review(loans(by="farm")))


def test_a_loan_that_may_be_another_is_only_asked_about():
    (found,) = review(loans(words="每户以 50,000 元银行贷款入股"))

    assert ("SB130", "warning") == (found.code, found.severity)


# Security


def test_land_that_the_firm_puts_in_itself_needs_no_security():
    contract = case("SB126")
    own = tuple(evolve(one, by="farm") for one in contract.contributions)

    assert [] == codes(review(evolve(contract, contributions=own)))


# The register, and old debts


def test_of_many_who_share_an_account_some_are_named(tmp_path):
    contract = case("SB302")
    rows = "".join(f"H{place},6200000000000001,1.00\n" for place in range(7))
    roster = tmp_path / "roster.csv"
    roster.write_text(f"户编号,银行账号,出资\n{rows}", encoding="utf-8")

    (found,) = review(contract, load_register(roster, contract))

    assert found.says.en.endswith("H0, H1, H2, H3, H4 and 2 more")
    assert found.says.zh.endswith("H0, H1, H2, H3, H4 等")


def test_fewer_shares_than_the_contract_says_may_be_a_remainder(tmp_path):
    contract = case("SB301")
    roster = tmp_path / "roster.csv"
    roster.write_text("户编号,出资,普通股\nA,1.00,19\n", encoding="utf-8")

    (found,) = review(contract, load_register(roster, contract))

    assert ("SB301", "warning") == (found.code, found.severity)
    assert "1 too few" in found.says.en


def test_a_debt_of_more_than_a_year_is_an_error():
    dossier = load_review(GALLERY / "SB412" / "bad")

    (found,) = review_dossier(dossier, on=date(2027, 6, 30))

    assert "error" == found.severity
    assert "the limitation may be pleaded from 2029-06-30 on" in found.says.en
