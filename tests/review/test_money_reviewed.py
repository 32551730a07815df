"""Where the money came from, where it went, and how it stands beside earlier years."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from review_cases import changed, dossier, told, with_flow, with_records

from sanbian import (
    Dealing,
    DealingKind,
    Entry,
    EntryKind,
    Kind,
    Origin,
    PartyRole,
    PaymentMade,
    Post,
    Purpose,
    Receipt,
    Region,
    RegionalAmount,
    Status,
    Use,
    Vehicle,
    YearOfBusiness,
    yuan,
)
from sanbian.files import review_dossier


def receipts(*each):
    return tuple(
        Receipt(base="profit", origin=origin, amount=yuan(amount), years=years)
        for origin, amount, years in each
    )


# What may not be shared


def test_rent_of_several_years_counts_for_its_own_year_only():
    made_of = receipts((Origin.PREPAID_RENT, "10000", 5))

    (said,) = told("SB405", with_records("SB405", receipts=made_of))

    assert said == (
        "of 10,000.00 yuan shared out, at least 8,000.00 yuan are not to be shared this year: "
        "the base holds rent of several years 8,000.00 yuan"
    )
    one_year = receipts((Origin.PREPAID_RENT, "10000", 1))
    assert [] == told("SB405", with_records("SB405", receipts=one_year))


def test_what_is_kept_may_be_what_may_not_be_shared():
    found = with_records("SB405", receipts=receipts((Origin.DONATION, "1000", 1)))
    place = next(
        place
        for place, flow in enumerate(found.settlement.flows)
        if flow.target == "party/farm"
    )
    kept = with_flow(found.settlement, place, target="fund/reserve")

    assert 1 == len(told("SB405", found))
    assert [] == told("SB405", evolve(found, settlement=kept, facts=None))


def test_a_partnership_shares_what_it_agreed():
    found = with_records("SB405", receipts=receipts((Origin.DONATION, "1000", 1)))
    contract = evolve(found.contract, vehicle=Vehicle.LAND_CONTRACT)

    assert [] == told("SB405", evolve(found, contract=contract))
    assert [] == told("SB405", evolve(found, settlement=None))


# The collective's part


def uses(*each, **changes):
    found = tuple(
        Use(purpose=purpose, planned=planned and yuan(planned), spent=yuan(spent))
        for purpose, planned, spent in each
    )
    return with_records("SB416", uses=found, **changes)


def test_more_to_administration_than_planned_is_found():
    (said,) = told("SB416", uses((Purpose.ADMINISTRATION, "500", "800")))
    assert said == (
        "800.00 yuan went to administration, planned were 500.00 yuan: 300.00 yuan too much"
    )
    assert 1 == len(told("SB416", uses((Purpose.ADMINISTRATION, None, "1"))))
    assert [] == told("SB416", uses((Purpose.ADMINISTRATION, "800", "800")))
    assert [] == told("SB416", uses((Purpose.WORKS, "500", "800")))


def test_without_a_plan_the_collectives_own_part_is_told():
    found = uses((Purpose.WORKS, None, "800"), uses_decided=None)
    contract = changed(found.contract, "parties", role=PartyRole.COLLECTIVE)

    (said,) = told("SB416", evolve(found, contract=contract))

    assert "(it got 6,000.00 yuan) 800.00 yuan were used" in said
    (said,) = told("SB416", evolve(found, settlement=None))
    assert "it got" not in said


# The sun


def posts(*each, income="10000", **changes):
    made = tuple(
        Post(
            household=household,
            days=None if days is None else Fraction(days),
            amount=yuan(amount),
            booked_as=booked_as,
        )
        for household, days, amount, booked_as in each
    )
    made_of = receipts((Origin.PHOTOVOLTAIC, income, 1))
    return with_records("SB417", posts=made, receipts=made_of, **changes)


def test_eight_tenths_are_enough():
    assert [] == told("SB417", posts(("A", "100", "8000", Kind.WAGE)))
    assert 1 == len(told("SB417", posts(("A", "100", "7999.99", Kind.WAGE))))


def test_pay_of_who_never_was_poor_does_not_count():
    found = posts(("A", "100", "9000", Kind.WAGE))
    one, two = found.register.households
    general = evolve(one, status=((date(2015, 1, 1), Status.GENERAL),))
    poor = evolve(one, status=((date(2015, 1, 1), Status.POOR),))

    def with_first(household):
        register = evolve(found.register, households=(household, two))
        return told("SB417", evolve(found, register=register))

    assert 1 == len(with_first(general))
    assert [] == with_first(poor)
    assert [] == told("SB417", evolve(found, register=None))


def test_pay_is_no_dividend_and_goes_by_days():
    found = posts(("A", "100", "5000", Kind.DIVIDEND), ("B", "50", "5000", Kind.WAGE))

    assert [
        "the pay of 1 in posts, 5,000.00 yuan, is booked as dividend",
        "the days of work differ and the pay is 5,000.00 yuan for all: it does not go by days",
    ] == sorted(told("SB417", found), reverse=True)


def test_other_years_and_other_income_are_free():
    found = posts(("A", None, "1", Kind.WAGE))

    assert [] == told("SB417", evolve(found, settlement=None))
    assert [] == told("SB417", posts(("A", None, "1", Kind.WAGE), income="0"))
    later = dossier("SB416")
    sunny = evolve(later, records=evolve(found.records, uses=()))
    assert [] == told("SB417", sunny)
    plain = evolve(found.records, receipts=receipts((Origin.RENT, "1", 1)))
    assert [] == told("SB417", evolve(found, records=plain))


# Dealings


def dealt(kind, **changes):
    made = Dealing(kind=kind, other="farm", amount=yuan("1000"), **changes)
    return told("SB423", with_records("SB423", dealings=(made,)))


def test_a_sale_below_the_market_is_found_and_a_purchase_above_it():
    low = {"price": Fraction(240), "market_price": Fraction(320)}
    assert dealt(DealingKind.SALE, **low) == [
        "sold to the farm at 2.40 yuan a unit, about 25% below the market's 3.20"
    ]
    assert [] == dealt(DealingKind.PURCHASE, **low)
    high = {"price": Fraction(400), "market_price": Fraction(320)}
    assert dealt(DealingKind.PURCHASE, **high) == [
        "bought from the farm at 4.00 yuan a unit, about 25% above the market's 3.20"
    ]
    assert [] == dealt(DealingKind.SALE, **high)
    assert [] == dealt(DealingKind.SALE, price=Fraction(1))


def test_what_is_near_the_market_is_only_asked_about():
    made = Dealing(
        kind=DealingKind.SALE,
        other="理事长之弟",
        amount=1,
        price=Fraction(290),
        market_price=Fraction(300),
    )
    (found,) = review_dossier(with_records("SB423", dealings=(made,)))

    assert ("SB423", "warning") == (found.code, found.severity)
    assert "sold to 理事长之弟" in found.says.en


def test_a_fee_rests_on_a_contract():
    assert dealt(DealingKind.FEE) == [
        "a fee of 1,000.00 yuan to the farm that no contract gives"
    ]
    assert [] == dealt(DealingKind.FEE, clause="管理合同 2025-3")
    assert [] == dealt(DealingKind.LOAN, rate=Fraction(1, 20))


def test_who_is_no_operator_may_go_first():
    found = dossier("SB424", "bad")
    free = changed(found.contract, "parties", role=PartyRole.INSURER)

    assert [] == told("SB424", evolve(found, contract=free))


# Time of payment


def test_only_a_company_has_six_months():
    found = dossier("SB421", "bad")
    free = evolve(found.contract, vehicle=Vehicle.LAND_CONTRACT)

    assert [] == told("SB421", evolve(found, contract=free))
    undated = evolve(found.records, payments=(PaymentMade(household="A", amount=1),))
    assert [] == told("SB421", evolve(found, records=undated))


# The line


def regions(line=None, yellow=None):
    def rows(amount):
        if amount is None:
            return ()
        made = RegionalAmount(since=date(2010, 1, 1), amount=yuan(amount), source="县文件")
        return (made,)

    return Region(name="县", monitoring_line=rows(line), yellow_line=rows(yellow))


def test_each_household_is_told_in_the_gravest_band_only():
    found = dossier("SB426", region=regions("1000", "1400"))

    said = told("SB426", found)

    assert ["yellow"] == [each.partition(":")[0] for each in said]
    both = told("SB426", dossier("SB426", "bad", region=regions("1000", "1400")))
    assert [["red", "(A)"], ["yellow", "(B)"]] == [
        [each.partition(":")[0], each[each.index("(") :][:3]] for each in both
    ]


def test_where_statuses_are_kept_only_who_was_poor_is_looked_at():
    found = dossier("SB426", "bad")
    one, two = found.register.households
    poor = evolve(two, status=((date(2015, 1, 1), Status.GRADUATED),))
    register = evolve(found.register, households=(one, poor))

    assert [] == told("SB426", evolve(found, register=register))


def test_without_a_line_or_a_whole_year_nothing_is_said():
    assert [] == told("SB426", dossier("SB426", region=regions()))
    assert [] == told("SB426", dossier("SB426", "bad", register=None))
    short = dossier("SB426", "bad")
    period = evolve(short.settlement.period, start=date(2026, 1, 1))
    half = evolve(short.settlement, period=period)
    assert [] == told("SB426", evolve(short, settlement=half, facts=None))


def test_the_national_line_stands_in_where_it_was_read():
    found = dossier("SB426", region=regions())
    period = evolve(found.settlement.period, start=date(2016, 1, 1), end=date(2016, 12, 31))
    of_2016 = evolve(found.settlement, period=period)

    said = told("SB426", evolve(found, settlement=of_2016, facts=None))

    assert "less than 2,952.00 yuan" in said[0]


# Jumps


def test_a_small_step_and_a_shorter_period_are_no_jump():
    assert [] == told("SB427", dossier("SB427"))
    found = dossier("SB427", "bad")
    period = evolve(found.settlement.period, start=date(2027, 1, 1))
    half = evolve(found.settlement, period=period)
    assert [] == told("SB427", evolve(found, settlement=half, facts=None))
    assert 1 == len(told("SB427", evolve(found, register=None)))


def as_refund(settlement):
    """The same payments, as capital that is paid back."""
    flows = tuple(
        evolve(each, kind=Kind.REFUND)
        if each.target in {"payable/1", "payable/2"}
        else each
        for each in settlement.flows
    )
    return evolve(settlement, flows=flows)


def test_capital_that_is_paid_back_is_no_jump_and_no_income():
    found = dossier("SB427", "bad")
    earlier = tuple(as_refund(each) for each in found.earlier)
    back = evolve(
        found, settlement=as_refund(found.settlement), earlier=earlier, facts=None
    )
    of_a_person = dossier("SB426")
    paid_back = evolve(
        of_a_person, settlement=as_refund(of_a_person.settlement), facts=None
    )

    assert [] == told("SB427", back)
    assert [] == told("SB426", of_a_person)
    assert 1 == len(told("SB426", paid_back))


def test_a_falling_part_of_the_poor_is_told():
    found = dossier("SB427")
    one, two = found.register.households
    poor = evolve(one, status=((date(2015, 1, 1), Status.POOR),))
    register = evolve(found.register, households=(poor, two))
    flows = tuple(
        evolve(each, amounts=each.amounts[::-1]) if each.level == "member" else each
        for each in found.settlement.flows
    )
    turned = evolve(found.settlement, flows=flows)

    (said,) = told("SB427", evolve(found, register=register, settlement=turned, facts=None))

    assert said.endswith("fell from about 66.7% to about 33.3%")
    assert [] == told("SB427", evolve(found, register=register))


def entered(kind, day, shares, record_day="period_end", **changes):
    """The case of SB408 with one more entry, and its record day."""
    found = dossier("SB408")
    version = evolve(found.contract.versions[0], record_day=record_day, **changes)
    contract = evolve(found.contract, versions=(version,))
    share_class = found.contract.share_classes[0].id
    codes = [each.code for each in found.register.households]
    more = Entry(
        day=day,
        kind=kind,
        household=codes[0],
        share_class=share_class,
        shares=None if shares is None else Fraction(shares),
        to=codes[1] if kind is EntryKind.TRANSFER else None,
    )
    register = evolve(found.register, entries=(*found.register.entries, more))
    return told("SB427", evolve(found, contract=contract, register=register, facts=None))


@pytest.mark.parametrize(
    ("record_day", "day"),
    [
        ("period_end", date(2026, 6, 20)),
        ("04-30", date(2026, 4, 20)),
    ],
)
def test_shares_shortly_before_the_record_day_are_told(record_day, day):
    (said,) = entered(EntryKind.ISSUE, day, "10", record_day)
    assert said.startswith(f"on {day}, within 30 days of the record day")

    (said,) = entered(EntryKind.TRANSFER, day, "5", record_day)
    assert "B came to 5 shares" in said


@pytest.mark.parametrize(
    ("kind", "day", "shares", "record_day"),
    [
        (EntryKind.ISSUE, date(2026, 5, 1), "10", "period_end"),
        (EntryKind.ISSUE, date(2026, 6, 20), "0.01", "period_end"),
        (EntryKind.REDEEM, date(2026, 6, 20), "2", "period_end"),
        (EntryKind.ISSUE, date(2026, 6, 20), "10", "share_days"),
        (EntryKind.ISSUE, date(2026, 6, 20), "10", "period_start"),
    ],
    ids=["long before", "few", "given back", "by days", "after it"],
)
def test_other_entries_are_no_jump(kind, day, shares, record_day):
    assert [] == entered(kind, day, shares, record_day)


def test_records_of_business_need_a_settlement():
    found = with_records("SB422", business=(YearOfBusiness(year=2026, income=1),))

    assert [] == told("SB422", evolve(found, settlement=None))
