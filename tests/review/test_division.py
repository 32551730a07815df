"""Settlements that somebody else made: sums, order, minimum, bounds, versions, periods."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from review_cases import (
    dossier,
    only,
    told,
    with_clause,
    with_flow,
    with_records,
)

from sanbian import (
    BaseKind,
    Facts,
    Fixed,
    Fund,
    Kind,
    Origin,
    Period,
    Receipt,
    Vehicle,
    YearOfBusiness,
    facts_of,
    settle,
    yuan,
)
from sanbian.books import Claim
from sanbian.files import review_dossier

YEAR = Period(date(2025, 7, 1), date(2026, 6, 30))
NEXT = Period(date(2026, 7, 1), date(2027, 6, 30))


def place_of(settlement, **wanted):
    """Position of the first flow that is so."""
    return next(
        place
        for place, flow in enumerate(settlement.flows)
        if all(getattr(flow, name) == value for name, value in wanted.items())
    )


# Sums


def settled_from_facts(**changes):
    """The case of SB427 in its first year, with its facts."""
    found = dossier("SB410", records=None)
    return evolve(found, **changes)


def test_one_household_that_is_paid_too_little_is_named():
    found = dossier("SB401")
    place = place_of(found.settlement, clause="payout")
    flow = found.settlement.flows[place]
    less = (flow.amounts[0] - 500, *flow.amounts[1:])

    (said,) = told(
        "SB401", evolve(found, settlement=with_flow(found.settlement, place, amounts=less))
    )

    assert said.endswith("5.00 yuan less was paid out than there was to share")


def test_two_errors_that_cancel_out_are_found():
    found = dossier("SB401")
    place = place_of(found.settlement, clause="payout")
    one, two = found.settlement.flows[place].amounts
    swapped = with_flow(found.settlement, place, amounts=(one - 500, two + 500))

    (said,) = told("SB401", evolve(found, settlement=swapped))

    assert "5.00 yuan" in said


def test_odd_fen_without_a_rule_are_found():
    found = dossier("SB401")
    silent = evolve(found.settlement, odd_fen=())

    (said,) = told("SB401", evolve(found, settlement=silent))

    assert said.startswith("odd fen went to some holders")


def test_more_than_the_facts_have_is_found():
    found = settled_from_facts()
    (part,) = found.facts.parts
    less = evolve(found.facts, parts=(evolve(part, amounts={"profit": yuan("9000")}),))

    said = told("SB401", evolve(found, facts=less, register=None))

    assert ["净利润: 9,000.00 yuan by the facts, 10,000.00 yuan shared out"] == said


def test_a_base_of_which_the_facts_say_nothing_is_not_compared():
    found = settled_from_facts()
    (part,) = found.facts.parts
    none = evolve(found.facts, parts=(evolve(part, amounts={}),))

    assert [] == told("SB401", evolve(found, facts=none))


def test_what_facts_do_not_give_is_computed_again():
    found = settled_from_facts()
    pays = place_of(found.settlement, clause="2", kind=Kind.DIVIDEND)
    out = place_of(found.settlement, clause="payout")
    one, two = found.settlement.flows[pays].amounts
    other = (one - 100, two + 100)
    changed = with_flow(
        with_flow(found.settlement, pays, amounts=other), out, amounts=other
    )

    (said,) = told("SB401", evolve(found, settlement=changed))

    assert said.startswith("clause 2: 2 households got another amount")
    assert "A got 2,665.67 yuan, computed again 2,666.67 yuan" in said


def test_what_went_to_a_households_own_fund_is_computed_again_too():
    found = settled_from_facts()
    pays = found.settlement.flows[place_of(found.settlement, clause="2")]
    kept = evolve(
        pays,
        kind=Kind.REINVESTMENT,
        source="payable/2",
        target="fund/own",
        amounts=(100, 0),
    )
    more = evolve(found.settlement, flows=(*found.settlement.flows, kept))

    said = told("SB401", evolve(found, settlement=more))

    assert any(each.startswith("clause 2: 1 household got another") for each in said)


def test_funds_that_are_carried_on_otherwise_are_found():
    found = settled_from_facts()
    books = evolve(found.settlement.books, funds={"kept": {"A": 100}})
    changed = evolve(found.settlement, books=books)

    said = told("SB401", evolve(found, settlement=changed))

    assert ["fund/kept: 1.00 yuan is carried on, computed again 0.00 yuan"] == said


@pytest.mark.parametrize(
    "changes",
    [
        {"register": None},
        {"facts": facts_of(NEXT, amounts={"profit": yuan("1")})},
        {"facts": facts_of(YEAR)},
    ],
    ids=["no register", "facts of another period", "facts that do not suffice"],
)
def test_where_it_cannot_be_computed_again_nothing_is_said(changes):
    found = settled_from_facts()
    place = place_of(found.settlement, clause="payout")
    marked = with_flow(found.settlement, place, says=found.settlement.flows[0].says)

    assert [] == told("SB401", evolve(found, settlement=marked, **changes))


def test_words_alone_are_no_difference():
    found = settled_from_facts()
    place = place_of(found.settlement, clause="payout")
    marked = with_flow(found.settlement, place, says=found.settlement.flows[0].says)

    assert [] == told("SB401", evolve(found, settlement=marked))


# Order and reserve


def company_without_reserve(reserve, *, target=None, balance=0):
    """The company of SB421, with another amount in its reserve."""
    found = dossier("SB421", records=None, facts=None)
    settlement = found.settlement
    place = place_of(settlement, kind=Kind.RESERVE)
    changed = with_flow(settlement, place, amounts=(reserve,))
    books = evolve(changed.books, funds={"statutory": {"A": balance}})
    fund = Fund(id="statutory", name="法定公积金", target=target)
    contract = evolve(found.contract, funds=(fund,))
    return evolve(found, contract=contract, settlement=evolve(changed, books=books))


def test_a_company_that_sets_too_little_aside_is_found():
    (said,) = told("SB402", company_without_reserve(yuan("100")))

    assert said == "100.00 yuan were set aside, less than 10% of 9,100.00 yuan"


def test_a_company_that_shares_nothing_needs_no_reserve():
    found = company_without_reserve(0)
    nothing = evolve(found, settlement=evolve(found.settlement, flows=()))

    assert [] == told("SB402", nothing)


def test_a_full_reserve_needs_no_more():
    full = company_without_reserve(0, target=yuan("5000"), balance=yuan("5000"))

    assert [] == told("SB402", full)
    assert 1 == len(told("SB402", company_without_reserve(0, target=yuan("5000"))))


def test_a_deficit_that_is_made_good_last_is_found():
    found = dossier("SB402")
    place = place_of(found.settlement, kind=Kind.RESERVE)
    flow = evolve(found.settlement.flows[place], kind=Kind.DEFICIT, clause="law")
    changed = evolve(found.settlement, flows=(*found.settlement.flows, flow))

    said = told("SB402", evolve(found, settlement=changed))

    assert "and only then the deficit was made good" in said[0]


def test_a_partnership_shares_in_any_order():
    found = dossier("SB402", "bad")
    free = evolve(found.contract, vehicle=Vehicle.PARTNERSHIP)

    assert [] == only("SB402", free, found.register, found.settlement)


# Guarantees, floors and caps


def test_a_cap_that_is_passed_is_found():
    found = dossier("SB401")
    capped = with_clause(found.contract, 1, at_most=Fixed(yuan("2000")), rest="farm")

    (said,) = told("SB407", evolve(found, contract=capped))

    assert said == "clause 2: 1 household got more than the most, 2,000.00 yuan: A"


def test_a_floor_that_is_missed_is_found():
    found = dossier("SB401")
    floored = with_clause(found.contract, 1, at_least=Fixed(yuan("1500")))

    (said,) = told("SB407", evolve(found, contract=floored))

    assert said == "clause 2: 1 household got less than the least, 1,500.00 yuan: B"


def test_bounds_that_all_keep_are_no_finding():
    found = dossier("SB401")
    wide = with_clause(
        found.contract, 1, at_least=Fixed(1), at_most=Fixed(yuan("9000")), rest="farm"
    )

    assert [] == told("SB407", evolve(found, contract=wide))


def test_a_bound_of_several_parts_is_not_compared_with_their_sum():
    found = dossier("SB418")
    first = with_clause(found.contract, 1, at_most=Fixed(1), rest="farm")

    assert [] == told("SB407", evolve(found, contract=first))


# Arrears


def test_a_later_year_that_is_paid_first_is_found():
    found = dossier("SB412")
    owed = Claim(
        account="owed/3", since=date(2025, 6, 30), level="member", key="A", amount=500
    )
    books = evolve(found.settlement.books, claims=(owed,))
    changed = evolve(found.settlement, books=books)

    (said,) = [
        each
        for each in review_dossier(evolve(found, settlement=changed))
        if each.code == "SB412"
    ]

    assert "error" == said.severity
    assert "while this period was paid" in said.says.en


# New capital and income


def business(*incomes):
    years = tuple(
        YearOfBusiness(year=year, income=income)
        for year, income in enumerate(incomes, start=2026)
    )
    return with_records("SB419", business=years)


def test_more_paid_than_the_business_took_in_is_found():
    (said,) = told("SB422", business(yuan("4000"), yuan("3000")))

    assert said.startswith("over 2 periods 8,000.00 yuan were paid to households")
    assert said.endswith("while the business took in 7,000.00 yuan")


def test_income_that_is_not_known_for_every_year_says_nothing():
    assert [] == told("SB422", business(yuan("4000"), None))
    assert [] == told("SB422", business(yuan("4000")))
    assert [] == told("SB422", business(yuan("4000"), yuan("4000")))


def test_what_a_base_keeps_is_shared_with_nobody():
    new = Receipt(base="profit", origin=Origin.NEW_CAPITAL, amount=yuan("1"))
    found = with_records("SB402", receipts=(new,))
    kept = [flow for flow in found.settlement.flows if flow.kind is Kind.RESERVE]

    assert 1 == len(told("SB422", found))
    alone = evolve(found.settlement, flows=tuple(kept))
    assert [] == told("SB422", evolve(found, settlement=alone))


# The same again


def test_the_same_amount_of_the_same_result_is_no_interest():
    found = dossier("SB409", "bad")
    every = (*found.earlier, found.settlement)
    (one, *_) = found.facts.parts
    facts = [
        Facts(parts=(evolve(one, period=each.period, amounts={"profit": yuan("10000")}),))
        for each in every
    ]
    books, again = None, []
    for each in facts:
        again.append(settle(found.contract, found.register, each, books))
        books = again[-1].books
    same = evolve(found, settlement=again[-1], earlier=tuple(again[:-1]), facts=None)

    assert [] == told("SB409", same)


def years_of(kind, *profits):
    """The capped dividend of SB409, with another kind of base and other results."""
    found = dossier("SB409", "bad")
    (base,) = found.contract.bases
    contract = evolve(found.contract, bases=(evolve(base, base=kind, carry_loss=True),))
    (part,) = found.facts.parts
    books, every = None, []
    for profit, each in zip(profits, (*found.earlier, found.settlement), strict=True):
        amounts = {"profit": yuan(profit)}
        facts = Facts(parts=(evolve(part, period=each.period, amounts=amounts),))
        every.append(settle(contract, found.register, facts, books))
        books = every[-1].books
    return evolve(
        found,
        contract=contract,
        settlement=every[-1],
        earlier=tuple(every[:-1]),
        facts=None,
    )


def test_what_is_only_received_is_no_result_that_moves():
    profits = ("10000", "12000", "9000")

    assert 1 == len(told("SB409", years_of(BaseKind.NET_PROFIT, *profits)))
    assert [] == told("SB409", years_of(BaseKind.STATED_AMOUNT, *profits))


def test_a_year_without_dividend_breaks_the_row():
    assert [] == told("SB409", years_of(BaseKind.NET_PROFIT, "10000", "-2000", "12000"))
