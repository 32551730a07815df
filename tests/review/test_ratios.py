"""What is divided and over which years: bases, ratio words, second levels, phases, policy."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from review_cases import case, changed, only, with_clause

from sanbian import (
    BaseKind,
    Contribution,
    Fixed,
    InvalidInputError,
    Matters,
    PartOf,
    PatronageRefund,
    Payment,
    Phase,
    Phased,
    Reserve,
    Safeguard,
    SafeguardKind,
    Split,
    SplitPart,
    SumOf,
    Vehicle,
    Years,
)

HALF = Fraction(1, 2)


def plain(**changes):
    """Six to four of the net profit, and the four by capital."""
    return case("SB108", "good", **changes)


def told(distribution="", **changes):
    return plain(matters=Matters(distribution=distribution), **changes)


# Which base


@pytest.mark.parametrize(
    ("base", "words", "called"),
    [
        (BaseKind.NET_PROFIT, "总收入的六成归农场", "总收入"),
        (BaseKind.NET_PROFIT, "总收入扣除成本后六四分", None),
        (BaseKind.NET_PROFIT, "净利润即总收入减成本，六四分", None),
        (BaseKind.NET_PROFIT, "六四分", None),
        (BaseKind.GROSS_RECEIPTS, "净利润六四分", "净利润"),
        (BaseKind.GROSS_RECEIPTS, "销售收入六四分", None),
        (BaseKind.STATED_AMOUNT, "总收入六四分", None),
    ],
)
def test_words_name_the_base_that_is_divided(base, words, called):
    contract = with_clause(changed(plain(), "bases", base=base), words=words)

    found = only("SB107", contract)

    assert ([called] if called else []) == [
        each.says.en.split(" says ")[1].split(" on ")[0] for each in found
    ]


def test_two_bases_for_one_side_are_refused():
    contract = plain()
    receipts = evolve(contract.bases[0], id="receipts", base=BaseKind.GROSS_RECEIPTS)
    version = contract.versions[0]
    more = Payment(
        id="9",
        kind=version.clauses[0].parts[0].kind,
        to="farm",
        paid_from=("receipts",),
        amount=PartOf(HALF, "receipts"),
        unpaid="lapse",
    )

    with pytest.raises(InvalidInputError) as caught:
        evolve(
            contract,
            bases=(*contract.bases, receipts),
            versions=(evolve(version, clauses=(*version.clauses, more)),),
        )

    assert any("one base" in each.says.en for each in caught.value.problems)


# Ratio words


@pytest.mark.parametrize(
    ("words", "ratio"),
    [
        ("三七开", "30% : 70%"),
        ("四六分成", None),
        ("六四分账", None),
        ("净利润按 4:6 分配", None),
        ("按 60：40 分", None),
        ("按 1:2:7 分配", "10% : 20% : 70%"),
        ("七二五五分成", "70% : 20% : 5% : 5%"),
        ("一二三开", None),
        ("每天 8:30 发放", None),
        ("三分之一归农户", None),
        ("按 0:0 分", None),
        ("按 1.2.3:4 分", None),
        ("按 21:79 分", "21% : 79%"),
        ("按 2,000:3,000 分", None),
        ("八二比例", "80% : 20%"),
    ],
)
def test_ratio_words_are_some_clauses_ratio(words, ratio):
    found = only("SB108", told(words))

    assert ([ratio] if ratio else []) == [
        each.says.en.split("(")[1].split(")")[0] for each in found
    ]


def test_one_ratio_that_a_clause_has_is_enough():
    assert [] == only("SB108", told("四六分成（原定三七开）"))


def test_two_sides_together_may_be_one_side_of_the_words():
    contract = with_clause(
        told("六四分成"),
        parts=tuple(
            SplitPart(to, Fraction(part, 10))
            for to, part in (("farm", 5), ("members_pool", 4), ("farm", 1))
        ),
    )

    assert [] == only("SB108", contract)
    assert 1 == len(only("SB108", evolve(contract, matters=Matters(distribution="三七开"))))


def test_of_many_sides_no_sums_are_made():
    given = tuple(
        Contribution(by="farm", what="money", appraised=2**place) for place in range(200)
    )

    assert 1 == len(only("SB108", told("三七开", contributions=given)))


def test_the_ratio_of_what_was_put_in_is_no_split():
    given = tuple(
        Contribution(by=by, what="money", appraised=value)
        for by, value in (("farm", 70_00), ("members", 30_00))
    )

    assert [] == only("SB108", told("三七开", contributions=given))


def of_clauses(*clauses, words="三七开", **changes):
    contract = told(words, **changes)
    version = contract.versions[0]
    return evolve(
        contract, versions=(evolve(version, clauses=(*version.clauses, *clauses)),)
    )


def test_a_rate_and_what_is_left_are_a_ratio():
    paid = {"to": "members", "paid_from": ("farm",), "unpaid": "lapse"}
    kind = plain().versions[0].clauses[0].parts[0].kind
    rate = PartOf(Fraction(3, 10), "profit")
    payment = Payment(id="9", kind=kind, amount=rate, besides=("1",), **paid)
    nested = evolve(payment, amount=SumOf((Fixed(1), rate)))

    assert [] == only("SB108", of_clauses(payment))
    assert [] == only("SB108", of_clauses(nested))


def test_a_reserve_and_a_refund_are_ratios_too():
    contract = case("SB117", "good")
    rates = [
        clause.rate
        for clause in contract.versions[0].clauses
        if isinstance(clause, PatronageRefund | Reserve)
    ]
    assert rates
    tens = round(rates[0] * 10)
    words = f"按 {tens}:{10 - tens} 分"

    assert [] == only("SB108", evolve(contract, matters=Matters(distribution=words)))


# A second division


def test_a_second_division_that_a_clause_makes_is_there():
    assert [] == only("SB138", case("SB138", "good"))


@pytest.mark.parametrize("place", ["title", "words"])
def test_a_second_division_is_promised_in_title_or_words(place):
    contract = case("SB138", matters=Matters())
    promised = (
        evolve(contract, title="收益二次分配办法")
        if place == "title"
        else with_clause(contract, words="村集体所得再分配给各户")
    )

    (found,) = only("SB138", promised)

    assert found.at.endswith(place)


def test_a_collective_that_pays_on_divides():
    contract = case("SB138")
    paid = Payment(
        id="9",
        kind=contract.versions[0].clauses[0].parts[0].kind,
        to="members",
        paid_from=("village",),
        amount=Fixed(100),
        unpaid="lapse",
    )
    version = contract.versions[0]
    on = evolve(contract, versions=(evolve(version, clauses=(*version.clauses, paid)),))

    assert [] == only("SB138", on)


def test_a_pool_that_nobody_divides_is_refused():
    contract = plain()
    version = contract.versions[0]

    with pytest.raises(InvalidInputError) as caught:
        evolve(contract, versions=(evolve(version, clauses=version.clauses[:1]),))

    assert any("a clause that divides" in each.says.en for each in caught.value.problems)


# What is ploughed back


def test_words_of_turning_pay_into_capital_need_a_clause():
    (found,) = only("SB139", with_clause(plain(), place=1, words="其中 2,000 元转增投入"))

    assert "clause 2 says 转增" in found.says.en
    good = with_clause(case("SB139", "good"), place=1, words="其中 20% 转增投入")
    assert [] == only("SB139", good)


# Steps up and phases


def test_a_step_up_may_be_written_as_phases():
    contract = case("SB121")
    place = len(contract.versions[0].clauses) - 1
    phases = Phased(
        phases=(
            Phase(years=Years(1, 5), amount=Fixed(100)),
            Phase(years=Years(6, None), amount=Fixed(110)),
        ),
        counted_from="start",
    )

    assert [] == only("SB121", with_clause(contract, place, amount=phases))
    both = SumOf((Fixed(1), phases))
    assert [] == only("SB121", with_clause(contract, place, amount=both))


def test_all_years_that_are_missing_are_named():
    contract = case("SB122")
    first = with_clause(contract, 0, years=Years(1, 1))

    (found,) = only("SB122", first)

    assert "in year 2-4" in found.says.en
    (found,) = only("SB122", evolve(first, ends=date(2031, 7, 1)))
    assert "the term has 7 years" in found.says.en
    assert [] == only("SB122", evolve(first, ends=None))
    some = with_clause(first, 1, years=Years(3, 3))
    some = with_clause(some, 2, years=Years(3, 3))
    (found,) = only("SB122", some)
    assert "in year 2, 4-6" in found.says.en


def test_of_several_versions_each_has_years_of_its_own():
    contract = case("SB122")
    later = evolve(contract.versions[0], since=date(2029, 7, 1))

    assert [] == only("SB122", evolve(contract, versions=(*contract.versions, later)))


def test_what_is_due_every_year_covers_all():
    contract = with_clause(case("SB122"), 0, years=None)

    assert [] == only("SB122", contract)


# A change of policy


def test_a_change_of_policy_may_stand_in_words():
    contract = case("SB142")

    assert ["warning"] == [each.severity for each in only("SB142", contract)]
    assert [] == only("SB142", with_clause(contract, words="政策调整的，另行商定"))
    year = evolve(contract, ends=date(2026, 6, 30))
    assert [] == only("SB142", year)
    (found,) = only("SB142", evolve(contract, ends=None))
    assert "public money without an end" in found.says.en
    own = changed(contract, "contributions", what="money", funded_by="")
    assert [] == only("SB142", own)
    force = Safeguard(kind=SafeguardKind.FORCE_MAJEURE, words="政策变化视为不可抗力")
    assert [] == only("SB142", evolve(contract, safeguards=(*contract.safeguards, force)))


def test_a_split_of_one_hundred_and_one_is_no_partnership():
    assert Vehicle.PARTNERSHIP is plain().vehicle
    with pytest.raises(InvalidInputError):
        with_clause(
            plain(),
            parts=(SplitPart("farm", Fraction(6, 10)), SplitPart("members_pool", HALF)),
        )
    assert isinstance(plain().versions[0].clauses[0], Split)
