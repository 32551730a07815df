"""Members who leave a cooperative: when, what they bear and get back, what stays."""

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import numbers_of, paid, year
from cooperative_builders import (
    ACCOUNT,
    FUNDS,
    averaging,
    cooperative,
    leaving,
    member,
    members,
    on,
    refund,
    remainder,
    reserve,
    settled,
)
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Deduction,
    Fund,
    InvalidInputError,
    Kind,
    LateFee,
    Measured,
    MemberKind,
    describe,
    due,
    explain,
    facts_of,
    membership_end,
    settle,
    statements,
)

NOTICE = date(2020, 9, 30)


def notices_of(settlement, about):
    return {note.at: note.says for note in settlement.notices if note.about == about}


# --- leaving -------------------------------------------------------------------------


def test_w45_a_member_who_leaves_gets_20300_and_the_subsidy_share_stays():
    agreement = cooperative(averaging(), leaving(loss_of="surplus", loss_by=ACCOUNT))
    others = [
        member(f"M{n}", 2_000_000, reserve=150_000, subsidy=333_333) for n in range(9)
    ]
    gone = member("L", 2_000_000, reserve=150_000, subsidy=333_333, noticed=NOTICE)
    done = settled(agreement, members(gone, *others), surplus=-1_200_000)

    assert 2_030_000 == paid(done)[0]
    assert (
        0
        == on(done, "capital")["L"]
        == on(done, "reserve")["L"]
        == on(done, "subsidy")["L"]
    )
    assert 3_333_330 == sum(on(done, "subsidy").values())
    assert {370_370} == {
        amount for code, amount in on(done, "subsidy").items() if code != "L"
    }
    (deficit,) = (each for each in done.books.claims if each.account == "deficit/surplus")
    assert 1_080_000 == deficit.amount


def test_what_a_leaver_bears_and_gets_is_explained():
    agreement = cooperative(averaging(), leaving(loss_of="surplus", loss_by=ACCOUNT))
    who = members(
        member("L", 2_000_000, reserve=150_000, noticed=NOTICE), member("M", 19_350_000)
    )
    told = explain(settled(agreement, who, surplus=-1_200_000), "L")

    account = "成员出资 20,000.00 元 + 公积金份额 1,500.00 元"
    borne = f"承担亏损，冲减成员出资 1,200.00 元（第5条）：孰低(分担亏损 1,200.00 元，{account})"
    refund_line = "成员出资 18,800.00 元 + 公积金份额 1,500.00 元"
    assert describe(told, "zh").splitlines()[1:] == [
        f"退社返还 20,300.00 元（第5条）：{refund_line}",
        "合计 20,300.00 元",
        borne,
    ]
    assert "refund on leaving 20,300.00 yuan (clause 5)" in describe(told, "en")


def test_who_leaves_bears_no_more_than_is_on_the_account():
    agreement = cooperative(leaving(loss_of="surplus", loss_by=ACCOUNT))
    who = members(member("L", 1_000, noticed=NOTICE), member("M", 1_000))
    done = settled(agreement, who, surplus=-1_000_000)

    assert 0 == paid(done)[0]
    assert 999_000 == done.books.claims[0].amount


def test_a_leaver_bears_deficits_of_several_years():
    agreement = cooperative(leaving(loss_of="surplus", loss_by=ACCOUNT))
    who = members(member("L", 1_000_000, noticed=date(2021, 1, 5)), member("M", 1_000_000))
    first = settled(agreement, who, surplus=-300)
    second = settled(agreement, who, 2021, first.books, surplus=-100)

    assert 1_000_000 - 200 == paid(second)[0]
    assert [100, 100] == [each.amount for each in second.books.claims]  # oldest first


def test_the_refund_is_due_on_a_day_and_owed_until_the_cooperative_pays():
    agreement = cooperative(leaving())
    who = members(member("L", 50_000, noticed=NOTICE), member("M", 10_000))
    done = settled(agreement, who, put_up={"coop": 20_000})
    later = settled(agreement, who, 2021, done.books)

    assert 30_000 == statements(done)[0].arrears
    assert "2021-01-30" in notices_of(done, "leaving")["L"].zh
    assert [30_000, 0] == paid(later)
    assert () == later.books.claims


def test_a_refund_that_is_late_bears_the_late_fee_of_the_contract():
    fee = LateFee(
        id="6",
        on=("5",),
        to="members",
        paid_from=("coop",),
        rate=Fraction(1, 1000),
        due=due("30 days"),
        unpaid="carry",
    )
    agreement = cooperative(leaving(), fee)
    who = members(member("L", 50_000, noticed=NOTICE), member("M"))
    done = settled(agreement, who, put_up={"coop": 0})
    later = settled(agreement, who, 2021, done.books)

    assert 50_000 + 50 * 335 == paid(later)[0]


def test_a_notice_that_comes_late_ends_membership_a_year_later():
    agreement = cooperative(averaging(), leaving())
    who = members(
        member("L", 50_000, subsidy=10, noticed=date(2020, 10, 1)), member("M", subsidy=10)
    )
    first = settled(agreement, who)
    second = settled(agreement, who, 2021, first.books)

    assert [0, 0] == paid(first)
    assert "2021-12-31" in notices_of(first, "leaving")["L"].en
    assert 50_000 == paid(second)[0]
    assert {"L": 0, "M": 20} == on(second, "subsidy")


def test_an_institution_gives_notice_six_months_before():
    agreement = cooperative(leaving())
    who = members(
        member("L", 50_000, noticed=NOTICE, kind=MemberKind.INSTITUTION),
        member("F", 50_000, noticed=NOTICE, kind=MemberKind.FARMER),
    )

    assert [0, 50_000] == paid(settled(agreement, who))


def test_a_member_who_dies_leaves_on_that_day_without_notice():
    agreement = cooperative(averaging(), leaving())
    who = members(
        member("L", 50_000, subsidy=10, left=date(2020, 3, 3)), member("M", subsidy=20)
    )
    done = settled(agreement, who)

    assert 50_000 == paid(done)[0]
    assert {"L": 0, "M": 30} == on(done, "subsidy")


def test_what_is_left_behind_is_told_of_the_funds_that_stay_alone():
    other = Fund(id="subsidy2", name="另一份额", per_member=True, opens_with="paid_in")
    agreement = cooperative(leaving(refunds=("subsidy2",)), funds=(*FUNDS, other))
    who = members(member("L", 500, subsidy=10, noticed=NOTICE), member("M"))

    told = notices_of(settled(agreement, who), "leaving")["L"].en
    assert told.endswith("left behind 0.10 yuan")


def test_who_left_counts_no_more_and_is_paid_once():
    agreement = cooperative(averaging(), remainder(), leaving())
    who = members(member("L", 50_000, noticed=NOTICE), member("M", 50_000))
    first = settled(agreement, who, surplus=1_000)
    second = settled(agreement, who, 2021, first.books, surplus=1_000)

    assert [50_500, 500] == paid(first)
    assert [0, 1_000] == paid(second)
    assert {} == notices_of(second, "leaving")


def test_a_fund_that_is_not_averaged_goes_in_equal_parts_to_those_who_stay():
    agreement = cooperative(
        leaving(stays=("donation",)),
        reserve(id="6", of="given", rate=Fraction(1), to="donation"),
    )
    who = members(member("L", volume=3), member("M", volume=2), member("N", volume=1))
    first = settled(agreement, who, amounts={"given": 600})
    gone = members(
        *(
            evolve(each, noticed=date(2021, 2, 2)) if each.code == "L" else each
            for each in who.households
        )
    )
    second = settled(agreement, gone, 2021, first.books)

    assert {"L": 300, "M": 200, "N": 100} == on(first, "donation")
    assert {"L": 0, "M": 350, "N": 250} == on(second, "donation")


def test_what_a_leaver_owes_is_said_and_can_be_taken_out_of_the_refund():
    taken = Deduction(
        id="6",
        kind=Kind.INPUTS,
        holders="members",
        out_of=("2",),
        to="coop",
        amount=Measured("reserve_before"),
        unpaid="carry",
    )
    who = members(member("L", 50_000, reserve=700, noticed=NOTICE), member("M", volume=1))
    agreement = cooperative(refund(), leaving(refunds=("capital",)), taken)
    owing = settled(agreement, who)
    squared = settled(
        cooperative(refund(), leaving(refunds=("capital",)), evolve(taken, out_of=("5",))),
        who,
    )

    assert "7.00" in notices_of(owing, "leaver_owes")["L"].zh
    assert 49_300 == paid(squared)[0]
    assert {} == notices_of(squared, "leaver_owes")


def refused(agreement, who, **given):
    with pytest.raises(InvalidInputError) as error:
        settle(agreement, who, facts_of(year(2020)) if not given else facts(**given))
    return error.value.problems


def facts(**given):
    amounts = {"surplus": 0, "formed": 0, "given": 0}
    return evolve(facts_of(year(2020), amounts=amounts), **given)


def test_nobody_leaves_while_the_cooperative_is_wound_up():
    who = members(member("L", noticed=NOTICE), member("M"))
    (problem,) = refused(cooperative(), who, winding_up_since=date(2020, 6, 1))

    assert "$.households.L" == problem.at
    assert "2020-06-01" in problem.says.zh
    assert "art. 51" in problem.do.en


def test_who_left_before_the_winding_up_is_still_owed():
    who = members(member("L", 500, left=date(2020, 5, 31)), member("M", volume=1))

    assert (
        500 == paid(settle(cooperative(), who, facts(winding_up_since=date(2020, 6, 1))))[0]
    )


def test_a_notice_needs_a_clause_that_says_what_it_does():
    (problem,) = refused(
        cooperative(averaging()), members(member("L", noticed=NOTICE)), put_up={}
    )

    assert "$.households.L.noticed" == problem.at
    assert "exit" in problem.do.en


def test_a_notice_and_a_last_day_that_disagree_are_refused():
    who = members(member("L", noticed=NOTICE, left=date(2020, 11, 30)), member("M"))
    (problem,) = refused(cooperative(), who, put_up={})

    assert "$.households.L.left" == problem.at
    assert "2020-12-31" in problem.says.en


def test_a_notice_that_is_still_to_come_says_nothing_yet():
    who = members(member("L", noticed=date(2021, 3, 3)), member("M"))
    done = settle(cooperative(averaging()), who, facts())

    assert {} == notices_of(done, "leaving")


# --- the day on which membership ends ------------------------------------------------


@given(
    noticed=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    months=st.integers(0, 30),
    year_end=st.sampled_from(["12-31", "06-30", "02-29", "03-31"]),
)
def test_membership_ends_with_a_fiscal_year_once_the_notice_has_run(
    noticed, months, year_end
):
    end = membership_end(noticed, months=months, year_end=year_end)
    later = membership_end(noticed, months=months + 12, year_end=year_end)

    assert end.month == int(year_end[:2])
    assert noticed <= end < later
    assert (end - noticed).days >= 28 * months


# --- conservation --------------------------------------------------------------------

AMOUNTS = st.integers(0, 10**7)


@st.composite
def lives(draw):
    """Members with what they bring in, when they come and when they give notice."""
    who = []
    for number in range(draw(st.integers(2, 6))):
        entered = draw(st.none() | st.dates(date(2020, 1, 1), date(2022, 12, 31)))
        noticed = draw(st.none() | st.dates(date(2020, 1, 1), date(2022, 12, 31)))
        if number == 0 or (noticed and entered and noticed < entered):
            entered = noticed = None
        who.append(
            member(
                f"M{number}",
                draw(AMOUNTS),
                volume=draw(st.integers(0, 1000)) + (number == 0),
                entered=entered,
                noticed=noticed,
            )
        )
    return members(*who)


@given(
    who=lives(),
    surpluses=st.tuples(*[st.integers(-(10**7), 10**8)] * 3),
    formed=st.tuples(AMOUNTS, AMOUNTS, AMOUNTS),
    word=st.sampled_from(["count", "do_not_count"]),
)
def test_totals_are_conserved_while_members_come_and_leave(who, surpluses, formed, word):
    agreement = cooperative(
        reserve(counts_from="this_period"),
        averaging(leavers=word),
        remainder("capital", "reserve", "subsidy"),
        leaving(loss_of="surplus", loss_by=ACCOUNT),
    )
    books, subsidy = None, 0
    for number, (surplus, new) in enumerate(zip(surpluses, formed, strict=True)):
        last = date(2020 + number, 12, 31)
        done = settled(
            agreement, who, last.year, books, surplus=surplus, amounts={"formed": new}
        )
        books, subsidy = done.books, subsidy + new
        parts, gone = on(done, "subsidy"), set()
        for each in who.households:
            if (
                each.noticed
                and membership_end(each.noticed, months=3, year_end="12-31") <= last
            ):
                gone.add(each.code)
        there = {
            each.code for each in who.households if (each.entered or last) <= last
        } - gone

        assert subsidy == sum(parts.values())
        assert {0} >= {on(done, fund).get(code, 0) for fund in STAKES for code in gone}
        assert max(parts[code] for code in there) - min(parts[code] for code in there) <= 1
        assert all(each >= 0 for each in numbers_of(done, "paid"))


STAKES = ("capital", "reserve", "subsidy")
