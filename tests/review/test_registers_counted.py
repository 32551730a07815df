"""Checks of members, votes, spread and counts: what provokes them, and what does not."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from review_registers import (
    COLLECTIVE,
    COOP,
    HEAD,
    LAND,
    ONE,
    START,
    WIFE,
    found,
    issue,
)

from sanbian import (
    Contribution,
    Entry,
    EntryKind,
    Household,
    LeftBy,
    MemberKind,
    Membership,
    NamedMeasure,
    Person,
    ShareClass,
)
from sanbian.findings.concentration import gini

# --- SB308, SB309: the members of a cooperative ---


def members(farmers, persons=0, bodies=0, **given):
    kinds = [None] * (farmers // 2) + [MemberKind.FARMER] * (farmers - farmers // 2)
    kinds += [MemberKind.PERSON] * persons + [MemberKind.INSTITUTION] * bodies
    return [Household(code=f"H{n}", kind=kind, **given) for n, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("farmers", "persons", "bodies", "says"),
    [
        (16, 3, 1, []),  # W43: 20 members, 16 farmers, one institution
        (15, 4, 1, ["15 of 20 members are farmers, less than 80 %"]),
        (18, 0, 2, ["2 of 20 members are institutions: of at most 20 members one may be"]),
        (20, 0, 1, []),
        (19, 0, 2, ["2 of 21 members are institutions: more than 5 %"]),
        (38, 0, 2, []),
    ],
)
def test_farmers_and_institutions_of_a_cooperative(farmers, persons, bodies, says):
    listed = members(farmers, persons, bodies)

    assert [each for *_, each in found("SB308", listed, contract=COOP)] == says
    assert found("SB308", listed) == []


def test_nothing_is_said_of_members_of_whom_nothing_is_known():
    assert found("SB308", ONE, contract=COOP) == []


@pytest.mark.parametrize(("base", "extra", "is_found"), [
    (30, 6, False), (30, 7, True), (47, 9, False), (47, 10, True),
])  # fmt: skip
def test_additional_votes_are_at_most_a_fifth_of_the_base_votes(base, extra, is_found):
    """W42: of 30 members 6 additional votes, of 47 members 9."""
    listed = members(base)
    listed[0] = evolve(listed[0], votes=1, extra_votes=extra)
    told = found("SB309", listed, contract=COOP)

    assert [each for *_, each in told] == (
        [f"{extra} additional votes, more than 20 % of the {base} base votes"] if is_found else []
    )  # fmt: skip


# --- SB311, SB312: how shares are spread ---


@given(st.lists(st.fractions(0, 99, max_denominator=9), min_size=1, max_size=9))
def test_the_gini_coefficient_is_the_mean_difference_over_twice_the_mean(amounts):
    differences = sum(abs(one - other) for one in amounts for other in amounts)
    wanted = 2 * len(amounts) * sum(amounts)

    assert gini(amounts) == (differences / wanted if wanted else 0)


def spread(*shares, contract=COLLECTIVE, persons=(), **given):
    codes = [f"H{n:02}" for n in range(len(shares))]
    households = [
        Household(code=code, **{name: values[n] for name, values in given.items()})
        for n, code in enumerate(codes)
    ]
    entries = [issue(code, each) for code, each in zip(codes, shares, strict=True) if each]
    return found("SB311", households, entries, persons, contract)


def test_one_member_of_a_cooperative_with_more_than_a_fifth():
    ((at, severity, says),) = spread(3, 2, 2, 2, 2, 2, contract=COOP)

    assert (at, severity) == ("land", "warning")
    assert says == "of 6 holders of land, H00 alone holds 23.07% (3 of 13 shares)"
    assert spread(2, 2, 2, 2, 1, 1, contract=COOP) == []
    assert spread(3, 1, 1, 1, 1, contract=COOP) == []  # of five somebody has a fifth
    assert spread(3, 2, 2, 2, 2, 2) == []
    bodies = [MemberKind.INSTITUTION] + [None] * 9
    assert spread(90, *[1] * 9, contract=COOP, kind=bodies) == []


def test_shares_are_set_beside_land_and_else_beside_people():
    contract = evolve(COLLECTIVE, measures=(NamedMeasure(id="mu", name="面积", unit="mu"),))
    land = [{"mu": Fraction(n)} for n in (91, *[1] * 9)]
    even = [{"mu": Fraction(3)}] * 10

    assert spread(91, *[1] * 9, contract=contract, measures=land) == []
    ((_, _, says),) = spread(91, *[1] * 9, contract=contract, measures=even)
    assert says == (
        "the shares of land are spread over 10 households with a Gini of 0.81, their land with "
        "one of 0"
    )
    ((_, _, told),) = spread(91, *[1] * 9, people=[3] * 10)
    assert "their people with one of 0" in told
    assert spread(91, *[1] * 9) == []  # nothing to set beside


def test_families_of_those_with_an_office_are_set_beside_their_number():
    clerk = Person(code="P", household="H00", offices=("会计",))
    shares = (3, *[1] * 9)
    ((_, _, says),) = spread(*shares, persons=[clerk])

    assert says == (
        "the 1 families with an office are 10% of 10 holders and have 25% of land"
    )
    assert spread(2, *[1] * 9, persons=[clerk]) == []
    assert spread(*shares, persons=[evolve(clerk, left=START)]) == []


def test_a_woman_holds_what_the_men_of_her_household_do():
    def of(his, hers, wife=WIFE, contract=COLLECTIVE):
        parts = [issue("H1", n, person=p) for n, p in ((his, "H1-1"), (hers, "H1-2")) if n]
        return found("SB312", ONE, parts, [HEAD, wife], contract)

    assert of(2, 2) == of(1, 2) == of(0, 1) == []
    assert of(2, 1) == [
        (
            "H1-2",
            "warning",
            "李四 has 1 shares of land, each man of the household at least 2",
        )
    ]
    assert len(of(2, 0)) == 1
    married = evolve(WIFE, left=date(2025, 1, 1), left_by=LeftBy.MARRIAGE)
    assert of(2, 0, married) == []
    assert len(of(2, 0, evolve(married, membership=Membership.MEMBER))) == 1
    assert of(2, 0, evolve(WIFE, membership=Membership.NONE)) == []
    assert found("SB312", ONE, [issue("H1", 3)], [HEAD, WIFE]) == []
    assert found("SB312", ONE, [issue("H1", 3, person="H1-2")], [WIFE]) == []


# --- SB314, SB315, SB316: counts that should agree ---


def certified(number="0001", shares=None, day=None, code="H1"):
    return Household(
        code=code, certificate=number, certificate_shares=shares, certificate_day=day
    )


def test_certificates_are_set_beside_the_register():
    issued = [issue("H1", 3), issue("H1", 2, share_class="poor"), issue("H2", 5)]
    poor = ShareClass(id="poor", name="扶贫股")
    contract = evolve(COLLECTIVE, share_classes=(LAND, poor))

    def of(one, other=None):
        other = other or certified("0002", code="H2")
        return found("SB314", (one, other), issued, contract=contract)

    assert of(certified(shares=Fraction(5))) == of(certified(shares=Fraction(3))) == []
    assert of(certified(day=date(2024, 3, 1))) == []
    assert of(certified(shares=Fraction(4))) == [
        (
            "H1",
            "warning",
            "the certificate states 4 shares, the register has 5 on 2025-06-01",
        )
    ]
    assert of(certified(day=date(2023, 3, 1))) == [
        ("H1", "warning",
         "the certificate is of 2023-03-01, the register has shares from 2024-01-01 only"),
    ]  # fmt: skip
    twice = of(certified(), certified(code="H2"))
    assert [(at, says) for at, _, says in twice] == [
        (code, "2 households have the certificate number 0001") for code in ("H1", "H2")
    ]


def test_who_got_shares_by_a_transfer_or_re_averaging_had_none_before():
    passed = Entry(
        day=date(2024, 6, 1), kind=EntryKind.TRANSFER, household="H1", to="H2",
        share_class="land", shares=Fraction(1),
    )  # fmt: skip
    again = Entry(
        day=date(2024, 6, 1), kind=EntryKind.RE_AVERAGE, share_class="land", by="household"
    )
    early = certified("0002", day=date(2024, 3, 1), code="H2")
    for entry in (passed, again):
        ((at, _, says),) = found(
            "SB314", (Household(code="H1"), early), [issue("H1", 3), entry]
        )
        assert at == "H2"
        assert "shares from 2024-06-01 only" in says


def test_people_of_the_roster_are_set_beside_the_persons_listed():
    assert found("SB315", ONE, persons=[HEAD, WIFE]) == []
    assert found("SB315", ONE, persons=[HEAD]) == [
        ("H1", "info", "the roster says 2 people, 1 persons are listed")
    ]


def test_shares_nearly_as_many_as_people_are_told():
    """W15: 534 shares, 533 people, 220 households."""
    households = [Household(code=f"H{n}", people=3 if n < 93 else 2) for n in range(220)]
    entries = [issue("H0", 534)]

    assert found("SB315", households, entries) == [
        ("land", "info", "534 shares of land for 533 people of 220 households: 1 apart")
    ]
    assert found("SB315", households, [issue("H0", 533)]) == []
    assert found("SB315", households, [issue("H0", 900)]) == []
    assert found("SB315", households, [issue("H0", "533.5")]) == []  # by area, not by heads


def test_shares_bought_with_public_money_are_one_for_each_beneficiary():
    """Like R22: 150 shares, 146 households."""
    households = [Household(code=f"H{n}") for n in range(146)]
    entries = [issue(f"H{n}", 2 if n < 4 else 1) for n in range(146)]
    public = evolve(
        COLLECTIVE,
        contributions=(Contribution(by="land", what="fiscal_funds"),),
    )
    ((at, severity, says),) = found("SB316", households, entries, contract=public)

    assert (at, severity) == ("land", "warning")
    assert says == (
        "150 shares of land for 146 beneficiaries: 142 have one each, the others (4) have not"
    )
    assert found("SB316", households, entries) == []
    stated = evolve(public, share_classes=(evolve(LAND, total=Fraction(160)),))
    assert found("SB316", households, entries, contract=stated) == []  # that is SB301
