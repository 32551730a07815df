"""What was put in becomes shares: reported cases worked by hand, and nothing is lost."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import FIRST, PARTIES, contract, version, year
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Contribution,
    Dividend,
    Equally,
    Fixed,
    Household,
    InvalidInputError,
    Measured,
    MissingFactError,
    NamedMeasure,
    PartOf,
    PerUnit,
    Product,
    Register,
    ShareClass,
    Status,
    facts_of,
    issue_shares,
    settle,
    yuan,
)

DAY = date(2020, 3, 1)
COMMON = ShareClass(
    id="common", name="量化股", par=yuan(1000), decimals=3, residue_to="village"
)
MEASURES = (
    NamedMeasure(id="mu", name="面积", unit="mu"),
    NamedMeasure(id="years_left", name="年限", unit="year"),
    NamedMeasure(id="grade", name="等级价", unit="yuan"),
    NamedMeasure(id="days", name="工日", unit="day"),
    NamedMeasure(id="kg", name="牲畜重", unit="kg"),
    NamedMeasure(id="cash", name="现金", unit="yuan"),
    NamedMeasure(id="fund", name="财政资金", unit="yuan", level="contract"),
)
DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("equal"))


def quantified(*contributions, share_class=COMMON):
    return contract(
        share_classes=(share_class,),
        contributions=contributions,
        measures=MEASURES,
        versions=(version(DIVIDEND),),
    )


def put_in(value, what="fiscal_funds", by="members", **given):
    return Contribution(by=by, what=what, into="common", value=value, **given)


def rows(number, **given):
    """So many households, and the village that takes the residue."""
    return Register(
        households=(
            *(Household(code=f"H{n}", **given) for n in range(number)),
            Household(code="village"),
        )
    )


def issued(agreement, register, **measures):
    facts = facts_of(
        year(2020), measures={name: Fraction(each) for name, each in measures.items()}
    )
    entries = issue_shares(agreement, register, facts, on=DAY)
    assert {DAY} == {entry.day for entry in entries}
    return {entry.household: entry.shares for entry in entries}


EACH = put_in(Equally(Measured("fund")))


def test_a_million_over_243_holdings_leaves_a_share_of_55_yuan():
    """W08: 1,000,000 / 243 / 1,000 = 4.1152…: 4.115 each, 999.945 together, 0.055 left."""
    shares = issued(quantified(EACH), rows(243), fund=yuan(1_000_000))

    assert {Fraction("4.115"), Fraction("0.055")} == set(shares.values())
    assert Fraction("0.055") == shares["village"]
    assert 1000 == sum(shares.values())


def test_a_million_over_138_households_in_whole_yuan_leaves_52():
    """W02: 1,000,000 / 138 = 7,246.37…: 7,246 each, 52 yuan left."""
    whole = evolve(COMMON, par=yuan(1), decimals=0)
    shares = issued(quantified(EACH, share_class=whole), rows(138), fund=yuan(1_000_000))

    assert {7246, 52} == set(shares.values())
    assert 52 == shares["village"]


def test_land_by_grade_and_years_labour_livestock_and_technology_meet_in_one_class():
    """2 mu × 10 years × 300, 40 days × 80, 55 kg × 24; the firm's technology 5,000."""
    agreement = quantified(
        put_in(
            Product((Measured("mu"), Measured("years_left"), Measured("grade"))), "land"
        ),
        put_in(PerUnit(Fraction(yuan(80)), "days"), "labour"),
        put_in(PerUnit(Fraction(yuan(24)), "kg"), "livestock"),
        Contribution(by="firm", what="technology", into="common", appraised=yuan(5000)),
    )
    numbers = {"mu": 2, "years_left": 10, "grade": yuan(300), "days": 40, "kg": 55}
    who = Register(
        households=(
            Household(code="H0", measures={k: Fraction(v) for k, v in numbers.items()}),
            Household(code="firm", measures={"days": Fraction(9)}),
            Household(code="village"),
        )
    )
    shares = issued(agreement, who)

    assert {"H0": Fraction("10.52"), "firm": Fraction(5)} == shares


def test_a_matching_loan_doubles_what_a_villager_paid():
    """W18: 73 shares of 200,000, half paid, half lent; the founder's 27 paid alone."""
    whole = evolve(COMMON, par=yuan(200_000), decimals=0)
    agreement = quantified(
        put_in(Measured("cash"), "money"),
        put_in(PartOf(Fraction(1), "cash"), "loan"),
        put_in(Fixed(yuan(5_400_000)), "money", by="firm"),
        share_class=whole,
    )
    villager = {"cash": Fraction(yuan(100_000))}
    who = Register(
        households=(
            *(Household(code=f"H{n}", measures=villager) for n in range(73)),
            Household(code="firm"),
            Household(code="village"),
        )
    )
    shares = issued(agreement, who)

    assert 27 == shares.pop("firm")
    assert [1] * 73 == list(shares.values())


def test_aid_for_the_poor_is_for_them_alone():
    poor = Household(code="H0", status=((FIRST, Status.POOR),))
    who = Register(households=(poor, Household(code="H1"), Household(code="village")))
    agreement = quantified(put_in(Equally(Measured("fund")), status="poor"))

    assert {"H0": 2} == issued(agreement, who, fund=yuan(2000))


@given(st.integers(1, 40), st.integers(0, 10**9), st.integers(0, 6))
def test_no_value_is_lost_on_the_way(households, fund, decimals):
    agreement = quantified(EACH, share_class=evolve(COMMON, decimals=decimals))
    facts = facts_of(year(2020), measures={"fund": Fraction(fund)})
    entries = issue_shares(agreement, rows(households), facts, on=DAY)

    assert fund == sum(entry.shares for entry in entries) * yuan(1000)
    assert all(entry.shares > 0 for entry in entries)


def test_what_is_missing_is_told():
    with pytest.raises(MissingFactError, match="fund"):
        issued(quantified(EACH), rows(1))
    firm = Contribution(by="firm", what="money", into="common", appraised=1)
    with pytest.raises(InvalidInputError) as refused:
        issued(quantified(firm, share_class=evolve(COMMON, residue_to="nobody")), rows(1))
    assert ["$ (common).residue_to", "$.contributions[0].by"] == [
        problem.at for problem in refused.value.problems
    ]


def test_nothing_is_issued_where_contributions_are_recorded_only():
    land = Contribution(by="members", what="land", quantity=Fraction(2))

    assert () == issue_shares(quantified(land), rows(1), facts_of(year(2020)), on=DAY)


# --- printed parts -------------------------------------------------------------------

LAND = Contribution(
    by="members",
    what="land",
    quantity=Fraction(1700),
    unit_value=Fraction(yuan(10_500)),
    printed=Fraction(47, 100),
)
CASH = Contribution(
    by="firm", what="money", appraised=yuan(20_000_000), printed=Fraction(53, 100)
)


def notices_of(*contributions):
    agreement = contract(DIVIDEND, contributions=contributions, parties=PARTIES)
    done = settle(agreement, rows(1), facts_of(year(2020), amounts={"profit": 0}))
    return [(note.at, note.says) for note in done.notices]


def test_certificates_that_print_another_part_than_the_value_are_said():
    """W27: 17,850,000 to 20,000,000 is 357 to 400: 47.16 % and 52.84 %, printed 47 and 53."""
    (land, says), (cash, others) = notices_of(LAND, CASH)

    assert ("$.contributions[0].printed", "$.contributions[1].printed") == (land, cash)
    assert (
        "成员：股权证印 47%，按作价为 357/757（约 47.16%）；分配按股数，不按印的比例"
    ) == says.zh
    assert (
        "公司: the certificates print 53%, by value it is 400/757 (about 52.84%); "
        "shares decide, not print"
    ) == others.en


def test_parts_that_agree_or_have_no_value_are_not_said():
    half = evolve(CASH, printed=Fraction(1, 2))

    assert [] == notices_of(half, evolve(half, by="county"))
    assert [] == notices_of(half, evolve(half, by="county", appraised=None))
    assert [] == notices_of(evolve(half, appraised=None))
