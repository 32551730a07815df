"""Checks of cooperatives that the gallery does not show: exits, accounts, shells, refunds."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import year
from cooperative_builders import (
    ACCOUNT,
    ACCOUNTS,
    COOP,
    averaging,
    cooperative,
    leaving,
    member,
    members,
    refund,
    remainder,
    reserve,
    settled,
)

from sanbian import (
    Contribution,
    Entry,
    EntryKind,
    LossPart,
    LossSharing,
    MemberKind,
    Party,
    PartyRole,
    Region,
    Register,
    Retention,
    Safeguard,
    SafeguardKind,
    ShareClass,
    Vehicle,
    facts_of,
    review,
)

DAY = date(2020, 12, 31)
NOTICE = date(2020, 5, 5)
FOUNDER = Party(id="founder", name="发起人", role=PartyRole.BIG_GROWER)
SUBSIDY = ShareClass(id="sub", name="财政补助量化股")


def of(code, *given, **named):
    """What a code finds: severity, place and words."""
    return [
        (each.severity, each.at, each.says.en)
        for each in review(*given, **{"on": DAY, **named})
        if each.code == code
    ]


# --- SB119 ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "funded_by", "found"),
    [("fiscal_funds", "", 1), ("money", "社会捐赠", 1), ("money", "自有资金", 0)],
)
def test_a_subsidy_or_gift_is_no_contribution_of_the_founder(what, funded_by, found):
    given = Contribution(by="founder", what=what, funded_by=funded_by)
    contract = cooperative(parties=(COOP, FOUNDER), contributions=(given,))

    assert found == len(of("SB119", contract))


def test_what_the_cooperative_receives_is_nobodys_own():
    given = Contribution(by="coop", what="fiscal_funds")

    assert [] == of("SB119", cooperative(contributions=(given,)))


def test_a_partnership_may_give_a_subsidy_to_one_side():
    keeps = Retention(id="6", of="formed", to="founder")
    contract = cooperative(
        keeps, parties=(COOP, FOUNDER), vehicle=Vehicle.PARTNERSHIP, member_accounts=None
    )

    assert [] == of("SB119", contract)


ALL_OF_IT = "what notice, what is refunded, by when it is paid, what part of a loss"


# --- SB120 ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "severity", "words"),
    [
        (leaving(refunds=("capital",)), "error", "not refunded the reserve share"),
        (leaving(refunds=("reserve",)), "error", "not refunded capital"),
        (leaving(stays=()), "warning", "the subsidy share of who leaves"),
        (
            leaving(refunds=("capital", "reserve", "subsidy"), stays=()),
            "error",
            "it stays and is averaged",
        ),
    ],
)
def test_an_exit_clause_says_what_the_act_asks_for(clause, severity, words):
    clause = evolve(clause, loss_of="surplus", loss_by=ACCOUNT)
    (found,) = of("SB120", cooperative(averaging(), clause))

    assert severity == found[0]
    assert words in found[2]


def test_a_part_of_the_losses_is_said_by_the_exit_or_by_a_clause_of_its_own():
    part = LossPart(to="members", ratio=Fraction(1), by=ACCOUNT, reduces="capital")
    shared = LossSharing(id="7", of="surplus", parts=(part,), rest="deficit")

    assert ["warning"] == [each[0] for each in of("SB120", cooperative(leaving()))]
    assert [] == of("SB120", cooperative(leaving(), shared))


def test_an_exit_without_accounts_is_asked_for_losses_only():
    (found,) = of("SB120", cooperative(leaving(), member_accounts=None))

    assert found[1].endswith(".loss_of")


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        ("提前三个月书面提出，决算后 30 日内退还出资额和公积金份额，分担亏损。", []),
        (
            "成员可以退社。",
            ["what notice, what is refunded, by when it is paid, what part of a loss"],
        ),
        ("", []),
    ],
)
def test_words_on_leaving_are_looked_through(words, lacking):
    said = Safeguard(kind=SafeguardKind.EXIT, words=words)
    other = Safeguard(kind=SafeguardKind.INSURANCE, words="投保。")
    contract = cooperative(refund(), safeguards=(said, other))

    assert lacking == [each[2].partition(": ")[2] for each in of("SB120", contract)]


# --- SB310 ---------------------------------------------------------------------------


def test_who_left_without_averaging_still_has_a_subsidy_share():
    agreement = cooperative(
        reserve(of="formed", to="subsidy", rate=Fraction(1), by=ACCOUNT),
        leaving(stays=(), loss_of="surplus", loss_by=ACCOUNT),
    )
    who = members(member("L", 100, noticed=NOTICE), member("M", 100))
    done = settled(agreement, who, amounts={"formed": 10})
    found = of("SB310", agreement, who, done)

    assert [("error", "L")] == [each[:2] for each in found]


def test_accounts_without_settlement_or_column_are_not_compared():
    agreement = cooperative(member_accounts=evolve(ACCOUNTS, subsidy_share=None))
    who = members(member("A"))

    assert [] == of("SB310", cooperative(), who)
    assert [] == of(
        "SB310", agreement, who, settled(agreement, members(member("A", 1, volume=1)))
    )
    assert [] == of("SB310", cooperative())


def held(*entries):
    return Register(households=(member("A"), member("B")), entries=entries)


def entry(code, number, **given):
    stated = {"day": date(2020, 1, 1), "kind": EntryKind.ISSUE, "share_class": "sub"}
    return Entry(**{**stated, "household": code, "shares": Fraction(number), **given})


def test_shares_for_a_subsidy_are_equal_and_stay_where_they_are():
    agreement = cooperative(share_classes=(SUBSIDY, ShareClass(id="own", name="出资股")))
    equal = held(entry("A", 2), entry("B", 2))
    passed = held(
        entry("A", 2),
        entry("B", 2),
        entry("A", 1, kind=EntryKind.TRANSFER, to="B", day=date(2020, 5, 1)),
    )

    assert [] == of("SB310", agreement, equal)
    assert ["$.entries[2]", "sub"] == [each[1] for each in of("SB310", agreement, passed)]


# --- SB317 ---------------------------------------------------------------------------


def test_an_account_has_reserve_share_and_trade():
    lacking = evolve(ACCOUNTS, reserve_share=None, trade=())
    (found,) = of("SB317", cooperative(member_accounts=lacking))

    assert (
        "the accounts of members lack: the reserve share, volume or amount of trade"
        == found[2]
    )
    assert [] == of(
        "SB317", cooperative(refund(), member_accounts=evolve(lacking, trade=("volume",)))
    )
    assert [] == of("SB317", cooperative(member_accounts=None))


def test_a_region_may_ask_for_more_columns():
    agreement = cooperative(member_accounts=evolve(ACCOUNTS, donation_share=None))

    assert [] == of("SB317", agreement)
    assert 1 == len(of("SB317", agreement, region=Region(name="上海市")))


# --- SB425 ---------------------------------------------------------------------------


def test_a_reserve_of_nothing_needs_no_quantifying():
    agreement = cooperative(reserve(to="common", by=None, counts_from=None), refund())
    who = members(member("A", volume=1))

    assert [] == of("SB425", agreement, who, settled(agreement, who))
    assert [] == of("SB425", agreement)
    kept_elsewhere = evolve(agreement, member_accounts=None)
    done = settled(agreement, who, surplus=1000)
    assert [] == of("SB425", kept_elsewhere, who, done)
    assert 1 == len(of("SB425", agreement, who, settled(agreement, who, surplus=1000)))


# --- SB429 ---------------------------------------------------------------------------


def test_two_years_without_business_no_farmer_no_trade():
    agreement = cooperative(refund(), remainder())
    who = members(
        member("A", kind=MemberKind.PERSON), member("B", kind=MemberKind.INSTITUTION)
    )
    one = settled(agreement, who)
    two = settled(agreement, who, 2021, one.books)
    day = date(2021, 12, 31)
    (found,) = of("SB429", agreement, who, two, earlier=(one,), on=day)

    assert "nothing earned or paid since 2020-01-01; no farmer among 2 members" == found[2]
    assert [] == of("SB429", agreement, None, two, on=day)


def test_a_year_of_business_breaks_the_idle_time():
    agreement = cooperative(remainder())
    who = members(member("A", 10, kind=MemberKind.FARMER), member("B"))
    one = settled(agreement, who, surplus=100)
    two = settled(agreement, who, 2021, one.books)

    assert [] == of("SB429", agreement, who, two, earlier=(one,), on=date(2021, 12, 31))


@pytest.mark.parametrize(("kg", "found"), [(0, 1), (3, 0)])
def test_trade_that_nobody_did_is_said(kg, found):
    agreement = cooperative(reserve(by=ACCOUNT), refund(), remainder())
    who = members(member("A", 10, volume=0))
    sheet = {"volume": {"A": Fraction(kg)}}
    given = {"surplus": 0 if kg == 0 else 100, "amounts": {"given": 5}, "activity": sheet}
    done = settled(
        cooperative(reserve(of="given", by=ACCOUNT), refund(), remainder()), who, **given
    )
    facts = facts_of(year(2020), activity=sheet)

    assert found == len(of("SB429", agreement, who, done, facts=facts))


def test_trade_that_is_not_told_is_not_missed():
    agreement = cooperative(reserve(of="given", by=ACCOUNT), remainder())
    who = members(member("A", 10))
    done = settled(agreement, who, amounts={"given": 5})

    assert [] == of("SB429", agreement, who, done, facts=facts_of(year(2020)))


# --- SB430 ---------------------------------------------------------------------------


def left(agreement, **given):
    who = members(member("L", 1000, noticed=NOTICE), member("M", 1000))
    return who, settled(agreement, who, **given)


def test_a_refund_without_a_part_of_the_loss():
    agreement = cooperative(leaving())
    ((severity, at, said),) = of("SB430", agreement, *left(agreement, surplus=-500))

    assert ("error", "L") == (severity, at)
    assert "10.00 yuan refunded, and no part borne of a deficit of 5.00 yuan" == said
    assert [] == of("SB430", agreement, *left(agreement))
    assert [] == of("SB430", agreement)


def test_a_refund_of_the_subsidy_share_only_where_somebody_left():
    agreement = cooperative(leaving(refunds=("capital", "reserve", "subsidy"), stays=()))
    nobody = members(member("M", 10))

    assert 1 == len(of("SB430", agreement, *left(agreement)))
    assert [] == of("SB430", agreement, nobody, settled(agreement, nobody))


def test_a_refund_that_is_paid_while_winding_up():
    agreement = cooperative(leaving(), member_accounts=None)
    who, owed = left(agreement, put_up={"coop": 0})
    later = settled(agreement, who, 2021, owed.books)
    facts = evolve(facts_of(year(2021)), winding_up_since=date(2021, 2, 1))
    unpaid = settled(agreement, who, 2021, owed.books, put_up={"coop": 0})
    day = date(2021, 12, 31)

    assert ["L"] == [
        each[1] for each in of("SB430", agreement, who, later, facts=facts, on=day)
    ]
    assert [] == of("SB430", agreement, who, unpaid, facts=facts, on=day)
    assert [] == of("SB430", agreement, who, later, facts=facts_of(year(2021)), on=day)


def test_other_bodies_are_not_asked():
    agreement = cooperative(leaving(), vehicle=Vehicle.PARTNERSHIP)
    who, done = left(agreement)
    asked = {"SB310", "SB317", "SB425", "SB429", "SB430"}

    assert asked.isdisjoint(each.code for each in review(agreement, who, done, on=DAY))


def test_words_on_leaving_are_asked_of_cooperatives_only():
    said = Safeguard(kind=SafeguardKind.EXIT, words="可以退出。")
    agreement = cooperative(
        remainder("capital"), vehicle=Vehicle.PARTNERSHIP, safeguards=(said,)
    )

    assert [] == of("SB120", agreement)
