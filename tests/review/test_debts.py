"""Loans in the dress of shares: what counts as a mark, and the rate that a court lets stand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from review_cases import GALLERY, case, changed, only, with_clause

from sanbian import (
    Contribution,
    Daily,
    Fixed,
    Greatest,
    Kind,
    LossPart,
    LossSharing,
    Measured,
    PartOf,
    Payment,
    Region,
    RegionalRate,
    Safeguard,
    SafeguardKind,
    yuan,
)
from sanbian.files.reviews import load_review, review_dossier
from sanbian.findings import review, selected

OWN = Contribution(by="members", what="money")
BOUGHT_BACK = Safeguard(kind=SafeguardKind.BUY_BACK, by="farm", words="三年期满原价回购")
SHARED = Safeguard(kind=SafeguardKind.LOSS_SHARING, words="亏损按出资分担")


def funded(*contributions, safeguards=()):
    contract = case("SB113")
    return evolve(
        contract,
        contributions=contributions,
        safeguards=(*contract.safeguards, *safeguards),
    )


# The four marks


@pytest.mark.parametrize(
    ("voice", "safeguards", "marks"),
    [
        (("vote",), (SHARED,), 1),
        (None, (SHARED,), 1),
        ((), (SHARED,), 2),
        (("information",), (), 2),
        (("management",), (BOUGHT_BACK,), 3),
        ((), (), 3),
        ((), (BOUGHT_BACK,), 4),
    ],
)
def test_one_mark_is_equity_two_are_asked_about_three_are_a_loan(voice, safeguards, marks):
    found = only("SB113", funded(evolve(OWN, voice=voice), safeguards=safeguards))

    assert {1: [], 2: ["info"], 3: ["warning"], 4: ["warning"]}[marks] == [
        each.severity for each in found
    ]
    assert all(f"{marks} of 4 marks" in each.says.en for each in found)
    assert all(("does not say" in each.says.en) is (voice is None) for each in found)


def test_of_the_households_own_money_three_marks_are_a_warning():
    (found,) = review(funded(OWN, safeguards=(BOUGHT_BACK,)))

    assert ("SB113", "warning") == (found.code, found.severity)
    assert "at least 3 of 4 marks" in found.says.en


def test_a_loan_that_earns_a_fixed_return_is_told_as_one():
    (found,) = review(funded(evolve(OWN, funded_by="银行贷款")))

    assert "error" == found.severity
    assert found.says.en.endswith("what was put in is a loan")


def test_what_is_put_in_by_others_is_not_counted():
    assert [] == only("SB113", funded(evolve(OWN, by="farm", what="fiscal_funds")))


def test_a_stated_sum_is_as_fixed_as_a_rate():
    (found,) = only("SB113", with_clause(funded(OWN), amount=Fixed(yuan(600))))

    assert "the return is fixed" in found.says.en
    assert "2 of 4 marks" in found.says.en


def test_who_bears_a_loss_by_a_clause_bears_it():
    contract = case("SB113", "good")
    version = contract.versions[0]
    loss = LossSharing(
        id="9",
        of="profit",
        parts=(
            LossPart(
                to="members", ratio=Fraction(1), by=Measured("capital"), set_off=("3",)
            ),
        ),
        rest="farm",
    )
    alone = evolve(version, clauses=(evolve(version.clauses[2], combine=None), loss))
    told = evolve(contract, versions=(alone,), contributions=(evolve(OWN, voice=()),))

    (found,) = only("SB113", told)

    assert "nothing says that a loss is borne" not in found.says.en


def called_a_dividend(amount, **changes):
    contract = funded(evolve(OWN, voice=()), **changes)
    version = contract.versions[0]
    share = Payment(
        id="3",
        kind=Kind.DIVIDEND,
        to="members",
        paid_from=("farm",),
        amount=amount,
        unpaid="lapse",
    )
    return evolve(contract, versions=(evolve(version, clauses=(share,)),))


def test_a_rate_on_money_is_no_part_of_the_result_by_its_name():
    (found,) = only("SB113", called_a_dividend(PartOf(Fraction(6, 100), "capital")))
    assert "3 of 4 marks" in found.says.en
    (found,) = only("SB113", called_a_dividend(Fixed(yuan(600))))
    assert "3 of 4 marks" in found.says.en


def test_what_was_decided_for_each_is_no_fixed_rate():
    assert [] == only("SB113", called_a_dividend(Measured("capital")))


# The lawful rate


def dear(**changes):
    return changed(case("SB114"), "contributions", **changes)


def at_rate(rate, **changes):
    return with_clause(evolve(case("SB114"), **changes), amount=PartOf(rate, "capital"))


def test_the_cap_itself_is_lawful():
    cap = Fraction(148, 1000)

    assert [] == only("SB114", at_rate(cap))
    assert ["error"] == [
        each.severity for each in only("SB114", at_rate(cap + Fraction(1, 10**6)))
    ]


def test_a_rate_by_the_day_is_told_by_the_year():
    daily = Daily(amount=PartOf(Fraction(1, 2000), "capital"))
    (found,) = only("SB114", with_clause(case("SB114"), amount=daily))

    assert "18.25% a year" in found.says.en


def test_what_is_no_loan_has_no_cap():
    contract = evolve(dear(voice=("vote",)), safeguards=(SHARED,))

    assert [] == only("SB114", contract)


def test_of_public_money_two_marks_are_enough_for_the_cap():
    contract = evolve(dear(funded_by="财政资金"), safeguards=())

    (found,) = only("SB114", contract)

    assert "what was put in is money of a public budget" in found.says.en


LATE = {"signed": date(2026, 6, 1), "starts": date(2026, 6, 1), "ends": date(2030, 5, 31)}


def later(**changes):
    contract = case("SB114")
    version = evolve(contract.versions[0], since=date(2026, 6, 1))
    return evolve(contract, versions=(version,), **LATE, **changes)


def test_a_month_that_is_not_known_is_said():
    (found,) = only("SB114", later())

    assert "info" == found.severity
    assert "the one-year LPR of 2026-06 is not known" in found.says.en


def lpr_row(day, rate="3/100"):
    return RegionalRate(since=day, rate=Fraction(rate), source="同业拆借中心公告")


@pytest.mark.parametrize(
    ("day", "severity"),
    [
        (date(2026, 5, 20), "error"),
        (date(2026, 4, 20), "info"),
        (date(2026, 6, 22), "info"),
    ],
)
def test_a_region_may_give_the_rate_of_the_month(day, severity):
    region = Region(name="某县", lpr=(lpr_row(day),))

    (found,) = only("SB114", later(), region=region)

    assert severity == found.severity


def test_in_january_the_row_of_december_counts():
    contract = evolve(
        later(),
        signed=date(2026, 1, 5),
        starts=date(2026, 1, 5),
    )
    region = Region(name="某县", lpr=(lpr_row(date(2025, 12, 22), "1/100"),))

    (found,) = only("SB114", contract, region=region)

    assert "同业拆借中心公告" in found.says.zh


def test_what_the_contract_states_goes_before_all():
    (found,) = only("SB114", later(lpr=Fraction(4, 100)))

    assert "16% (as the contract states it)" in found.says.en
    assert [] == only("SB114", later(lpr=Fraction(5, 100)))


def test_before_the_rule_only_a_remembered_cap_is_told():
    old = {"signed": date(2020, 8, 19)}

    assert [] == only("SB114", at_rate(Fraction(24, 100), **old), on=date(2022, 8, 1))
    (found,) = only("SB114", at_rate(Fraction(25, 100), **old), on=date(2022, 8, 1))
    assert "warning" == found.severity
    assert "(not read)" in found.says.en


def test_what_was_paid_is_recalculated_only_where_all_is_known():
    dossier = load_review(GALLERY / "SB114" / "bad")
    (found,) = review_dossier(dossier)
    assert "recalculated at the cap: 2023-07-29: 18,000.00 yuan paid" in found.says.en

    contract = changed(dossier.contract, "contributions", appraised=None)
    (found,) = review(contract, dossier.register, dossier.settlement)
    assert "recalculated" not in found.says.en

    (found,) = review(dossier.contract, dossier.register)
    assert "recalculated" not in found.says.en


@pytest.mark.parametrize("changes", [{"appraised": 0}, {"day": date(2024, 1, 1)}])
def test_what_cannot_be_recalculated_keeps_no_review_from_ending(changes):
    dossier = load_review(GALLERY / "SB114" / "bad")
    contract = changed(dossier.contract, "contributions", **changes)

    (found,) = review(contract, dossier.register, dossier.settlement)

    assert "recalculated" not in found.says.en


def test_what_moves_with_the_profit_is_not_fixed():
    contract = case("SB113", "good")
    amount = Greatest(
        (PartOf(Fraction(6, 100), "capital"), PartOf(Fraction(1, 2), "profit"))
    )
    version = contract.versions[0]
    alone = evolve(version.clauses[2], combine=None, amount=amount)
    only_this = evolve(contract, versions=(evolve(version, clauses=(alone,)),))

    assert [] == only("SB113", only_this)


def test_earlier_settlements_are_recalculated_in_their_order():
    dossier = load_review(GALLERY / "SB114" / "bad")
    settlement = dossier.settlement

    reviewed = (dossier.contract, dossier.register, settlement)
    (found,) = selected(review(*reviewed, earlier=(settlement,)), ["SB114"])

    assert 2 == found.says.en.count("18,000.00 yuan paid")
