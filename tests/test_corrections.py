"""Corrections: a paid year is never paid again; the difference is stated and settled next."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, numbers_of, paid, register, settled, version, year
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanbian import (
    Advance,
    Dividend,
    Guarantee,
    InvalidInputError,
    Kind,
    Measured,
    OddFen,
    PatronageRefund,
    Payment,
    PerUnit,
    Retention,
    Waiver,
    correct,
    describe,
    explain,
    facts_of,
    lines,
    promises,
    settle,
    settle_years,
    statements,
)

END = date(2020, 12, 31)
GUARANTEE = Guarantee(
    id="5",
    to="members",
    paid_from=("firm",),
    amount=PerUnit(Fraction(100), "mu"),
    charged="cost",
    combine="add",
    unpaid="carry",
)
DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("mu"))
AGREEMENT = contract(GUARANTEE, DIVIDEND)
WRONG = register(("H1", "1"), ("H2", "3"))
RIGHT = register(("H1", "2"), ("H2", "3"))
WHY = "H1 面积应为 2 亩，确权证更正"


def facts(number, **given):
    return facts_of(year(number), **{"amounts": {"profit": 1_000}, **given})


def corrected(happened, *, who=RIGHT, was=WRONG, agreement=AGREEMENT, books=None, **given):
    done = settle_years(agreement, was, happened, books)
    stated = {"through": "firm", "reason": WHY, **given}
    return done, correct(done, agreement, who, happened, books, **stated)


def differences(correction):
    return [(one.holder, one.clause, one.settled, one.right) for one in correction.lines]


def claims(books):
    return [(claim.account, claim.since, claim.key, claim.amount) for claim in books.claims]


# --- by hand -------------------------------------------------------------------------


def test_the_difference_is_stated_line_by_line_and_goes_into_the_books():
    # 1 and 3 mu paid 250 and 750 of 1,000; 2 and 3 mu give 400 and 600
    done, correction = corrected((facts(2020),))

    assert [350, 1050] == paid(done[0])
    assert differences(correction) == [
        ("H1", "5", 100, 200),
        ("H1", "7", 250, 400),
        ("H2", "7", 750, 600),
    ]
    assert [100, 150, -150] == [each.difference for each in correction.lines]
    assert {END} == {each.since for each in correction.lines}
    assert (WHY, (year(2020),)) == (correction.reason, correction.periods)
    assert claims(correction.books) == [
        ("advance/7/firm", END, "H2", 150),
        ("owed/5", END, "H1", 100),
        ("owed/7/firm", END, "H1", 150),
    ]
    assert [("firm", -400, -500)] == [
        (each.holder, each.settled, each.right) for each in correction.accounts
    ]
    assert (year(2020),) == correction.books.settled


def test_the_next_settlement_pays_and_sets_off():
    _, correction = corrected((facts(2020),))
    after = settled(AGREEMENT, RIGHT, 2021, correction.books, amounts={"profit": 1_000})

    assert [200 + 400 + 250, 300 + 600 - 150] == paid(after)
    assert () == after.books.claims
    assert [250, 0] == numbers_of(after, "older_paid")
    assert [0, 150] == numbers_of(after, "advanced")
    said = describe(explain(after, "H1"), "zh")
    assert "更正补发 2020-12-31 期分红 1.50 元" in said
    assert (Kind.DIVIDEND, 150) in [(line.kind, line.amount) for line in lines(after)]


def test_what_is_still_open_is_lowered_before_anything_is_an_advance():
    happened = (facts(2020, put_up={"firm": 300}),)
    done, correction = corrected(happened, was=RIGHT, who=WRONG)

    assert [80, 120] == numbers_of(done[0], "arrears")
    # H1 should have 1.00 and was paid 1.20; H2 should have 3.00 and was paid 1.80
    assert [("advance/5/firm", "H1", 20), ("owed/5", "H2", 120)] == [
        (account, code, amount)
        for account, _, code, amount in claims(correction.books)
        if "/5" in account
    ]
    guarantee = [one for one in correction.lines if one.clause == "5"]
    assert [("H1", 200, 100)] == [(one.holder, one.settled, one.right) for one in guarantee]


def test_all_that_was_open_is_gone_and_the_rest_is_an_advance():
    books = settled(AGREEMENT, RIGHT, amounts={"profit": 0}, put_up={"firm": 250}).books
    assert [("owed/5", 100), ("owed/5", 150)] == [(e[0], e[3]) for e in claims(books)]
    happened = (facts(2020, amounts={"profit": 0}, put_up={"firm": 250}),)
    bare = register(("H1", "0"), ("H2", "3"))
    _, correction = corrected(happened, was=RIGHT, who=bare)

    assert claims(correction.books) == [
        ("advance/5/firm", END, "H1", 100),
        ("owed/5", END, "H2", 150),
    ]


def test_a_later_year_that_was_settled_on_wrong_books_is_corrected_with_the_first():
    happened = (facts(2020, put_up={"firm": 0}), facts(2021))
    done, correction = corrected(happened)

    assert [(2020, 2021)] == [tuple({each.since.year for each in correction.lines})]
    assert year(2021) == correction.books.settled[-1]
    total = dict.fromkeys(("H1", "H2"), 0)
    for each in correction.lines:
        total[each.holder] += each.difference
    assert {"H1": 500, "H2": -300} == total
    assert 2 == len(done)


def test_an_advance_that_was_forgotten_is_set_off_next_time():
    advance = Advance(household="H2", clause="5", amount=120, day=date(2020, 7, 1))
    happened = (facts(2020),)
    done = settle_years(AGREEMENT, RIGHT, happened)
    right = (evolve(happened[0], advances=(advance,)),)
    correction = correct(done, AGREEMENT, RIGHT, right, through="firm", reason="漏记预付")

    assert [("advance/5/firm", END, "H2", 120)] == claims(correction.books)


def test_a_reserve_and_a_refund_are_told_too():
    agreement = contract(
        PatronageRefund(
            id="6", of="profit", to="members", by=Measured("mu"), rate=Fraction(6, 10)
        ),
        Retention(id="8", of="profit", to="reserve"),
    )
    done = settle_years(agreement, RIGHT, (facts(2020),))
    more = (facts(2020, amounts={"profit": 2_000}),)
    correction = correct(done, agreement, RIGHT, more, through="firm", reason="利润少记")

    assert [("reserve", 400, 800)] == [
        (each.holder, each.settled, each.right) for each in correction.accounts
    ]
    after = settled(agreement, RIGHT, 2021, correction.books, amounts={"profit": 0})
    assert [240, 360] == paid(after)
    assert {Kind.PATRONAGE_REFUND} == {line.kind for line in lines(after)}


def test_what_a_party_owes_by_a_correction_can_wait_but_not_be_waived():
    _, correction = corrected((facts(2020),))
    limited = settled(
        AGREEMENT,
        RIGHT,
        2021,
        correction.books,
        amounts={"profit": 0},
        put_up={"firm": 0},
    )

    assert ("owed/7/firm", END, "H1", 150) in claims(limited.books)
    assert [150 + 100 + 200] == numbers_of(limited, "arrears")[:1]
    assert "7" in [each.at for each in limited.notices if each.about == "arrears"]
    (told,) = [each for each in promises((limited,)) if each.clause == "7"]
    assert (150, 0, 150) == (told.promised, told.paid, told.owed)
    assert {"5", "7"} == {line.clause for line in explain(limited, "H1").owed}
    waiver = Waiver(clause="7", holder="H1", since=END, amount=1, why="协商")
    with pytest.raises(InvalidInputError, match="expected at most what is owed to H1"):
        settled(
            AGREEMENT,
            RIGHT,
            2021,
            correction.books,
            waivers=(waiver,),
            amounts={"profit": 0},
        )


def test_a_clause_that_is_gone_owes_a_dividend():
    _, correction = corrected((facts(2020),))
    later = version(GUARANTEE, DIVIDEND, since=date(2021, 1, 1))
    agreement = contract(versions=(version(GUARANTEE, evolve(DIVIDEND, id="8")), later))
    after = settled(agreement, RIGHT, 2021, correction.books, amounts={"profit": 0})

    assert 150 in [line.amount for line in lines(after) if line.kind is Kind.DIVIDEND]


def test_what_a_party_should_have_got_is_told_and_squared_directly():
    levy = Payment(
        id="3",
        kind=Kind.LEVY,
        to="county",
        paid_from=("firm",),
        amount=PerUnit(Fraction(10), "mu"),
        unpaid="carry",
    )
    agreement = contract(levy)
    done, correction = corrected((facts(2020, put_up={"firm": 45}),), agreement=agreement)

    assert [5] == [claim.amount for claim in correction.books.claims]
    assert () == correction.lines
    assert [("county", 40, 45), ("firm", -40, -45)] == sorted(
        (each.holder, each.settled, each.right) for each in correction.accounts
    )
    assert () == done[0].books.claims


# --- what is refused -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        (
            {"through": "village"},
            InvalidInputError,
            "expected a declared party, got 'village'",
        ),
        ({"reason": " "}, InvalidInputError, "expected a reason"),
    ],
)
def test_a_correction_names_a_party_and_a_reason(given, error, says):
    with pytest.raises(error, match=says):
        corrected((facts(2020),), **given)


def test_a_correction_is_of_the_periods_that_were_settled():
    done = settle_years(AGREEMENT, WRONG, (facts(2020), facts(2021)))
    stated = {"through": "firm", "reason": WHY}
    with pytest.raises(
        InvalidInputError, match="expected the facts of the periods settled"
    ):
        correct(done, AGREEMENT, RIGHT, (facts(2020),), **stated)
    with pytest.raises(InvalidInputError, match="got none"):
        correct(done, AGREEMENT, RIGHT, (), **stated)
    with pytest.raises(InvalidInputError, match="expected settlements, got none"):
        correct((), AGREEMENT, RIGHT, (), **stated)


# --- properties ----------------------------------------------------------------------

MU = st.fractions(Fraction(1, 4), 9, max_denominator=4)
CODES = ("H1", "H2", "H3")


@st.composite
def histories(draw):
    """Wrong and right rosters, and some years with enough profit to set anything off."""
    was, is_ = (register(*((code, draw(MU)) for code in CODES)) for _ in range(2))
    count = draw(st.integers(1, 3))
    happened = tuple(
        facts(
            2020 + number,
            amounts={"profit": draw(st.integers(0, 50_000))},
            put_up=draw(st.just({}) | st.integers(0, 2_000).map(lambda fen: {"firm": fen})),
        )
        for number in range(count)
    )
    return was, is_, happened


def net(books, code):
    return sum(
        claim.amount if claim.account.startswith("owed/") else -claim.amount
        for claim in books.claims
        if claim.key == code
    )


@given(histories(), st.sampled_from([OddFen.LARGEST_REMAINDER, OddFen.FIRST]))
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_corrected_everybody_has_in_the_end_what_was_right(history, rule):
    was, is_, happened = history
    agreement = contract(versions=(version(GUARANTEE, DIVIDEND, odd_fen=rule),))
    done, correction = corrected(happened, was=was, who=is_, agreement=agreement)
    right = settle_years(agreement, is_, happened)

    number = 2020 + len(happened)
    plenty = facts(number, amounts={"profit": 10_000_000})
    after = settle(agreement, is_, plenty, correction.books)
    as_right = settle(agreement, is_, plenty, right[-1].books)

    def got(settlements, code):
        place = CODES.index(code)
        return sum(statements(each)[place].paid for each in settlements)

    stated = dict.fromkeys(CODES, 0)
    for each in correction.lines:
        assert each.difference
        stated[each.holder] += each.difference
    for code in CODES:
        here, there = got((*done, after), code), got((*right, as_right), code)
        assert here + net(after.books, code) == there
        assert net(correction.books, code) - net(done[-1].books, code) == stated[code]
    assert all(claim.account == "advance/5/firm" for claim in after.books.claims)
    assert () == as_right.books.claims


@given(histories())
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_what_was_right_needs_no_correction(history):
    _, is_, happened = history
    done, correction = corrected(happened, was=is_, who=is_)

    assert ((), (), done[-1].books) == (
        correction.lines,
        correction.accounts,
        correction.books,
    )
