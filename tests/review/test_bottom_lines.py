"""Property that is not a household's own, and what a household was told that it can lose."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from review_cases import GALLERY, case, changed, only, with_clause

from sanbian import (
    Contribution,
    Entry,
    EntryKind,
    Fixed,
    Fund,
    Household,
    LossPart,
    LossSharing,
    Matters,
    Measured,
    PartOf,
    Party,
    PartyRole,
    PerUnit,
    Region,
    RegionalRate,
    Register,
    Safeguard,
    SafeguardKind,
    ShareClass,
    Vehicle,
    yuan,
)
from sanbian.files import load_region
from sanbian.findings import checklist

# Public assets


@pytest.mark.parametrize(
    ("facts", "words", "lacks"),
    [
        ({"owner_after": "", "disposal_by": ()}, "", 2),
        ({"owner_after": "", "disposal_by": ()}, "形成的资产期满后归村集体", 1),
        ({"owner_after": "", "disposal_by": ()}, "收益的 45% 归村集体", 2),
        ({"owner_after": "", "disposal_by": ()}, "资产归村集体，处置须经县里同意", 0),
        ({"owner_after": "", "disposal_by": ("county",)}, "", 1),
        ({"owner_after": "村集体", "disposal_by": ()}, "", 1),
    ],
)
def test_public_assets_have_an_owner_and_a_rule_of_sale(facts, words, lacks):
    contract = with_clause(
        changed(case("SB127", "good"), "contributions", **facts), words=words
    )

    found = only("SB127", contract)

    assert bool(lacks) == bool(found)
    assert all(each.says.en.count(", and ") == lacks - 1 for each in found)


# Who holds most


CAP = load_region(GALLERY / "SB134" / "bad")


def held(*shares, par=100, cap=CAP, **changes):
    contract = case(
        "SB134", "good", share_classes=(ShareClass(id="common", name="股", par=par),)
    )
    register = Register(
        households=tuple(Household(code=f"H{place}") for place, _ in enumerate(shares)),
        entries=tuple(
            Entry(
                day=date(2025, 1, 1),
                kind=EntryKind.ISSUE,
                household=f"H{place}",
                share_class="common",
                shares=Fraction(count),
            )
            for place, count in enumerate(shares)
        ),
    )
    return only("SB134", evolve(contract, **changes), register, region=cap)


def test_a_household_above_the_cap_is_named():
    assert [] == held(20, 20, 20, 20, 20)
    (found,) = held(21, 20, 20, 20, 19)
    assert found.says.en.endswith("H0 21%")
    assert "$.share_classes" in found.at
    (found,) = held(1, 1, 1)
    assert "H0 33.3%, H1 33.3%, H2 33.3%" in found.says.en


def test_without_par_cap_or_cooperative_nothing_is_compared():
    assert [] == held(99, 1, par=None)
    assert [] == held(99, 1, cap=None)
    assert [] == held(99, 1, cap=Region(name="某县"))
    partners = {"vehicle": Vehicle.PARTNERSHIP}
    base = changed(case("SB134", "good"), "bases", carry_loss=True).bases
    assert [] == held(99, 1, bases=base, **partners)


def test_a_value_that_is_missing_keeps_parties_from_being_compared():
    contract = changed(case("SB134"), "contributions", place=1, appraised=None)

    assert [] == only("SB134", contract, region=CAP)


def test_the_cooperative_itself_is_no_member():
    contract = changed(case("SB134"), "parties", place=0, role=PartyRole.COOPERATIVE)
    boss = next(place for place, each in enumerate(contract.parties) if each.id == "boss")

    assert [] == only(
        "SB134",
        changed(contract, "parties", place=boss, role=PartyRole.COOPERATIVE),
        region=CAP,
    )


def test_a_later_row_holds_from_its_day():
    later = RegionalRate(since=date(2025, 1, 1), rate=Fraction(1, 2), source="新规定")
    region = Region(name="某省", concentration_cap=(*CAP.concentration_cap, later))

    assert [] == only("SB134", case("SB134"), region=region)


# Collective property


VILLAGE = Party(id="village", name="村集体", role=PartyRole.COLLECTIVE)


def property_of(party="village", **facts):
    contract = case("SB131", "good")
    given = Contribution(
        by=party, what="house", method="评估", approved_by="成员大会", **facts
    )
    return evolve(
        contract,
        parties=(*contract.parties, VILLAGE),
        contributions=(*contract.contributions, given),
    )


def test_collective_property_is_counted_at_its_appraisal():
    low = {"quantity": Fraction(3), "unit": "间", "unit_value": Fraction(yuan(900))}

    (found,) = only("SB131", property_of(appraised=yuan(3000), **low))

    assert "at 2,700.00 yuan, 300.00 yuan less" in found.says.en
    assert [] == only("SB131", property_of(appraised=yuan(2700), **low))
    assert [] == only("SB131", property_of(**low))
    assert [] == only("SB131", property_of(party="farm", appraised=yuan(3000), **low))
    assert [] == only("SB131", property_of(appraised=yuan(3000)))


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("村集体为普通合伙人，农户为有限合伙人", 1),
        ("村集体不作普通合伙人", 0),
        ("农场为普通合伙人，村集体为有限合伙人", 0),
        ("经联社作为普通合伙人出资", 1),
    ],
)
def test_a_collective_is_no_general_partner(words, count):
    in_words = with_clause(case("SB131", "good"), words=words)
    in_mode = case("SB131", "good", matters=Matters(mode=words))

    assert count == len(only("SB131", in_words))
    assert count == len(only("SB131", in_mode))


def test_the_contract_of_a_household_stays_its_own():
    contract = changed(case("SB131", "good"), "contributions", words="农户放弃承包权入股")

    (found,) = only("SB131", contract)

    assert "only the right to manage goes in" in found.says.en


# What they were told


def losing(part, *, own=False, **told):
    contract = case("SB123", "good")
    version = contract.versions[0]
    loss = LossSharing(
        id="9",
        of=contract.bases[0].id,
        parts=(
            evolve(LossPart(to="members", ratio=Fraction(1, 2)), **part),
            LossPart(to="farm", ratio=Fraction(1, 2)),
        ),
        rest="farm",
    )
    funds = (Fund(id="own", name="各户出资", per_member=True, opens_with="capital"),)
    statement = Safeguard(kind=SafeguardKind.RISK_STATEMENT, words="已告知", **told)
    return evolve(
        contract,
        funds=funds if own else (),
        safeguards=(
            *(
                each
                for each in contract.safeguards
                if each.kind is not SafeguardKind.RISK_STATEMENT
            ),
            statement,
        ),
        versions=(evolve(version, clauses=(*version.clauses, loss)),),
    )


BY = {"by": Measured("capital"), "set_off": ("2",)}
OWN = {"by": Measured("capital"), "reduces": "own"}
FEN = {"at_most": Fixed(yuan(100))}
RATE = {"at_most": PartOf(Fraction(3, 10), "capital")}
OTHER = {"at_most": PerUnit(Fraction(1), "capital")}


@pytest.mark.parametrize(
    ("part", "told", "severity", "says"),
    [
        (BY, {}, None, ""),
        (BY, {"amount": yuan(100)}, "error", "members bear a loss without a limit"),
        (BY | FEN, {"amount": yuan(100)}, None, ""),
        (
            BY | FEN,
            {"amount": yuan("99.99")},
            "error",
            "members bear up to 100.00 yuan each",
        ),
        (BY | FEN, {"rate": Fraction(3, 10)}, "warning", "up to 100.00 yuan each"),
        (BY | RATE, {"rate": Fraction(3, 10)}, None, ""),
        (BY | RATE, {"rate": Fraction(2, 10)}, "error", "members bear up to 30%"),
        (BY | RATE, {"amount": yuan(100)}, "warning", "members bear up to 30%"),
        (BY | OTHER, {"amount": yuan(100)}, "warning", "up to a limit of another kind"),
        (OWN, {"rate": Fraction(1)}, None, ""),
        (OWN, {"rate": Fraction(1, 2)}, "error", "a loss until its principal is gone"),
        (OWN, {"amount": yuan(100)}, "warning", "a loss until its principal is gone"),
    ],
)
def test_a_loss_clause_takes_no_more_than_was_told(part, told, severity, says):
    found = only("SB123", losing(part, own="reduces" in part, **told))

    assert ([severity] if severity else []) == [each.severity for each in found]
    assert all(says in each.says.en for each in found)


def test_a_statement_without_a_loss_clause_is_enough():
    statement = Safeguard(kind=SafeguardKind.RISK_STATEMENT, rate=Fraction(1, 10))
    contract = case("SB123", "good")
    limited = evolve(contract, safeguards=(*contract.safeguards, statement))

    assert [] == only("SB123", limited)


# Words that free one side


def test_words_of_a_clause_may_be_one_sided_too():
    contract = with_clause(case("SB141", "good"), words="发生亏损，农场概不负责。")

    (found,) = only("SB141", contract)

    assert "info" == found.severity
    assert "概不负责" in found.says.zh


def test_one_sided_words_in_the_six_matters_are_seen():
    contract = case("SB141", "good")
    matters = evolve(contract.matters, distribution="每亩 500 元，甲方不得退出")

    (found,) = only("SB141", evolve(contract, matters=matters))

    assert found.at == "$.matters.distribution"
    for words in ("乙方概不承担风险", "乙方可以单方调整单价"):
        assert only("SB141", with_clause(contract, words=words))


def test_buildings_named_where_the_land_is_put_in_are_seen():
    contract = case("SB132", "good")
    (found,) = only(
        "SB132", changed(contract, "contributions", words="耕地 20 亩，可改建民宿")
    )

    assert (found.at, found.severity) == ("$.contributions[0].words", "warning")


def test_fairness_is_asked_of_a_person():
    asked = {each.code for each in checklist(case("SB141", "good"))}

    assert "SB141" in asked
