"""Futures of contracts with memory: arrears, own funds, leaving, registers that change."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve
from batch_builders import payment
from contract_builders import FUNDS, contract, version, year
from cooperative_builders import cooperative, member, members
from future_builders import assert_as_alone
from test_late_fees import FEE, GUARANTEE
from test_own_funds import GIVEN, guarantee, matching, put_in
from test_payout_bands import BAND, SHARE, agreed

from sanbian import (
    Advance,
    Base,
    BaseKind,
    Books,
    Claim,
    Dividend,
    Due,
    Entry,
    EntryKind,
    Fixed,
    Fund,
    Household,
    LendAndReturn,
    LossSharing,
    Measured,
    OddFen,
    OrderPurchase,
    PartOf,
    Period,
    PerUnit,
    Register,
    Reinvestment,
    SharedTotal,
    TopUp,
    Waiver,
    facts_of,
    settle,
    settle_years,
)
from sanbian.batch import settle_futures

NUMBERS = np.random.default_rng(20_314).integers(-50_000, 90_000, (4, 12))


def people(*codes, **given):
    return Register(
        households=tuple(Household(code=code, people=2, **given) for code in codes)
    )


def years(count=4, **given):
    return [facts_of(year(2020 + number), **given) for number in range(count)]


def alone_in(monkeypatch):
    """The years of futures that are settled one by one, gathered while a test runs."""
    went = []

    def noted(contract_, register, facts, books):
        went.append(facts.period.end.year)
        return settle(contract_, register, facts, books)

    monkeypatch.setattr("sanbian.batch.futures.settle", noted)
    return went


def test_arrears_of_many_years_with_fees_stay_in_columns(monkeypatch):
    went = alone_in(monkeypatch)
    fee = evolve(FEE, due=Due(days=30), at_most=Fraction(1, 10))
    put_up = np.abs(NUMBERS) * 2
    assert_as_alone(
        contract(GUARANTEE, fee), people("甲", "乙"), years(), put_up={"firm": put_up}
    )

    assert went == []


def test_what_each_has_of_his_own_stays_in_columns(monkeypatch):
    went = alone_in(monkeypatch)
    earns = Reinvestment(
        id="5", out_of=("all",), rate=Fraction(1, 3), to="matched", earns_from="next_period"
    )
    shared = Dividend(
        id="6", of="profit", to="members", by=Measured("matched"), rest="reserve"
    )
    agreement = contract(guarantee(), matching(unpaid="lapse"), shared, earns, **GIVEN)
    back = [
        Entry(day=date(2021, 3, 1), kind=EntryKind.FACT, household="H1", field="left"),
        Entry(day=date(2022, 5, 1), kind=EntryKind.FACT, household="H1", field="entered"),
    ]
    register = Register(
        households=(
            put_in(5_000),
            put_in(1_000, "H2"),
            put_in(700, "H3", entered=date(2022, 2, 1)),
        ),
        entries=tuple(back),
    )
    assert_as_alone(
        agreement,
        register,
        years(amounts={"income": 0}),
        amounts={"profit": NUMBERS},
        put_up={"firm": np.abs(NUMBERS) // 90},
    )
    assert_as_alone(  # who comes back has something on his own fund, or nothing
        agreement,
        register,
        years(amounts={"income": 0}),
        amounts={"profit": [[900, -1], [900, -1], [900, 900], [900, 900]]},
        put_up={"firm": [[500, 0], [500, 0], [500, 500], [500, 500]]},
    )
    assert went == []


def test_a_cooperative_with_members_who_leave(monkeypatch):
    went = alone_in(monkeypatch)
    who = members(
        member("H1", 10_000, volume=5),
        member("H2", 20_000, volume=7, noticed=date(2020, 8, 1)),
        member("H3", 5_000, volume=1, entered=date(2021, 4, 1)),
        member("H4", 5_000, volume=2, left=date(2021, 4, 1)),
    )
    stated = years(amounts={"formed": 0, "given": 0})
    refused = assert_as_alone(
        cooperative(),
        who,
        stated,
        amounts={"surplus": NUMBERS, "formed": np.abs(NUMBERS) // 7},
        put_up={"coop": np.abs(NUMBERS) // 2},
    )
    assert (refused, went) == (0, [])


def test_payouts_that_are_decided_go_alone(monkeypatch):
    went = alone_in(monkeypatch)
    refused = assert_as_alone(
        agreed(BAND, SHARE),
        people("甲"),
        years(2),
        amounts={"profit": np.abs(NUMBERS[:2])},
        measures={"decided": np.abs(NUMBERS[:2]) * 2 // 5},
    )
    assert 0 < refused < 12
    assert len(went) > 12


def test_a_group_that_is_only_in_the_books_goes_alone_and_comes_back(monkeypatch):
    """H2 moves west and back: what is owed to the village of the east has nobody there."""
    went = alone_in(monkeypatch)
    rent = payment(PerUnit(Fraction(700), "mu"), to="village")
    moves = [
        Entry(
            day=date(day, 5, 1),
            kind=EntryKind.FACT,
            household="H2",
            field="group",
            value=to,
        )
        for day, to in ((2021, "west"), (2022, "east"), (2023, "north"))
    ]
    register = Register(
        households=tuple(
            Household(code=code, group=group, measures={"mu": Fraction(3)})
            for code, group in (("H1", "west"), ("H2", "east"))
        ),
        entries=tuple(moves),
    )
    put_up = np.array([[0, 9_000], [0, 9_000], [90_000, 9_000], [9_000, 9_000]])
    assert_as_alone(contract(rent), register, years(), put_up={"firm": put_up})

    assert went == [2021]


def test_a_register_for_each_year():
    """Somebody new comes; who is owed something is taken out of the roster and still paid."""
    registers = [people("甲", "乙"), people("乙", "丙"), people("丙"), people("丙", "甲")]
    agreement = contract(payment(Fixed(700)))
    put_up = np.array([[0, 1400, 900], [0, 3000, 5], [0, 0, 9], [9000, 0, 9000]])
    assert_as_alone(agreement, registers, years(), put_up={"firm": put_up})
    *_, last = settle_futures(agreement, registers, years(), put_up={"firm": put_up})

    assert last.households == ("丙", "甲", "乙")


def test_books_that_arrays_do_not_hold_go_alone():
    owed = Claim(
        account="owed/1", since=date(2019, 12, 31), level="member", key="丁", amount=700
    )
    advance = evolve(owed, account="advance/1/firm", key="甲")
    agreement = contract(
        payment(Fixed(700)), funds=(*FUNDS, Fund(id="kept", name="x", per_member=True))
    )
    before = (
        Period(date(2019, 1, 1), date(2019, 6, 30)),
        Period(date(2019, 7, 1), date(2019, 12, 31)),
    )
    put_up = np.array([[0, 1400, 900], [0, 3000, 5], [0, 0, 9], [9000, 0, 9000]])
    for books in (
        Books(contract="A", claims=(owed,)),
        Books(contract="A", claims=(advance,)),
        Books(contract="A", funds={"kept": {"戊": 5, "甲": 7}, "carried/profit": {"A": 3}}),
        Books(contract="A", settled=before, funds={"reserve": {"A": 2**62 + 1}}),
        Books(contract="A", credits_micro={"1": {"甲": 5}}),
        Books(contract="A", year_to_date={"1": {"甲": 5}}),
    ):
        assert_as_alone(
            agreement, people("甲", "乙"), years(), books, put_up={"firm": put_up}
        )


@pytest.mark.parametrize(
    "given_",
    [
        {
            "advances": (
                Advance(household="甲", clause="1", amount=900, day=date(2020, 5, 1)),
            )
        },
        {"winding_up_since": date(2020, 5, 1)},
        {
            "waivers": (
                Waiver(
                    clause="1", holder="甲", since=date(2019, 12, 31), amount=9, why="x"
                ),
            )
        },
    ],
)
def test_facts_about_debts_go_alone(given_):
    stated = [
        evolve(each, **given_) if place == 0 else each for place, each in enumerate(years())
    ]
    put_up = np.abs(NUMBERS) // 40
    owed = Claim(
        account="owed/1", since=date(2019, 12, 31), level="member", key="甲", amount=700
    )
    books = Books(contract="A", claims=(owed,))
    assert_as_alone(
        contract(payment(Fixed(700))),
        people("甲", "乙"),
        stated,
        books,
        put_up={"firm": put_up},
    )


@pytest.mark.parametrize("rule", [OddFen.LOTTERY, OddFen.CARRY_FORWARD])
def test_rules_for_odd_fen_that_remember_go_alone(rule):
    split = Dividend(id="9", of="income", to="members", by=Measured("equal"))
    agreement = contract(versions=(version(split, odd_fen=rule),))
    stated = years(draws={"9": ("乙", "甲", "丙")})
    income = np.arange(16).reshape(4, 4)
    assert_as_alone(agreement, people("甲", "乙", "丙"), stated, amounts={"income": income})


def test_what_was_got_in_a_year_stays_in_columns(monkeypatch):
    """Halves of a year, a year of production, and the next one's beginning."""
    went = alone_in(monkeypatch)
    top_up = TopUp(
        id="10", to="members", paid_from=("firm",), amount=PerUnit(Fraction(100), "days"),
        counting=("9",), within="year", unpaid="lapse",
    )  # fmt: skip
    split = Dividend(id="9", of="income", to="members", by=Measured("equal"))
    ends = ((2020, 6, 30), (2020, 12, 31), (2022, 3, 31), (2022, 9, 30), (2023, 3, 31))
    days = [date(*end) for end in ends]
    starts = (date(2020, 1, 1), *(day + timedelta(days=1) for day in days))
    stated = [
        facts_of(
            Period(first, last),
            activity={"days": dict.fromkeys("甲乙", Fraction(worked))},
        )
        for first, last, worked in zip(starts, days, (1, 9, 1, 9, 9), strict=False)
    ]
    income = np.arange(0, 1000, 50).reshape(5, 4)
    firm = np.array([[0, 90, 0, 50], [900] * 4, [0, 70, 10, 0], [900] * 4, [900] * 4])
    assert_as_alone(
        contract(payment(Fixed(70), paid_from=("county",)), split, top_up),
        people("甲", "乙"),
        stated,
        amounts={"income": income},
        put_up={"county": income // 11, "firm": firm},
    )
    assert went == []
    remembers = contract(versions=(version(split, top_up, odd_fen=OddFen.CARRY_FORWARD),))
    assert_as_alone(remembers, people("甲", "乙"), stated, amounts={"income": income + 1})
    assert went


def test_animals_on_loan_stay_in_columns(monkeypatch):
    went = alone_in(monkeypatch)
    lend = LendAndReturn(
        id="4", lent="lent", returned="returned", to="firm", unit="head",
        offspring=Fraction(1, 2), died="died", herd=60,
    )  # fmt: skip
    split = Dividend(id="9", of="income", to="members", by=Measured("equal"))
    activity = {
        "lent": {"甲": Fraction(4), "乙": Fraction(2)},
        "returned": {"甲": Fraction(1)},
        "died": {"乙": Fraction(1)},
    }
    stated = years(activity=activity)
    agreement = contract(lend, split)
    first, *_ = settle_years(
        agreement,
        people("甲", "乙"),
        [evolve(stated[0], parts=(evolve(stated[0].parts[0], amounts={"income": 5}),))],
    )
    assert first.books.goods
    assert_as_alone(
        agreement,
        people("甲", "乙"),
        stated[1:],
        first.books,
        amounts={"income": np.abs(NUMBERS[1:])},
    )
    assert went == []


def test_what_a_base_keeps_for_its_next_year_is_there_where_it_was_kept(monkeypatch):
    went = alone_in(monkeypatch)
    split = Dividend(id="9", of="profit", to="members", by=Measured("equal"))
    agreement = contract(versions=(version(split, pay_in="yuan", left_to="profit"),))
    profit = [[-150, 250, 250], [99, -1, 350], [1000, 750, 1], [-1, 5, 900]]
    assert_as_alone(agreement, people("甲", "乙"), years(), amounts={"profit": profit})

    assert went == []


def test_losses_and_measures_that_differ_stay_in_columns(monkeypatch):
    went = alone_in(monkeypatch)
    rent = payment(SharedTotal(PartOf(Fraction(1, 7), "grant"), Measured("people")))
    wage = payment(
        SharedTotal(PartOf(Fraction(1, 9), "profit"), Measured("equal")), id_="2"
    )
    split = Dividend(id="9", of="profit", to="members", by=Measured("equal"))
    refused = assert_as_alone(
        contract(rent, wage, split),
        people("甲", "乙"),
        years(),
        amounts={"profit": NUMBERS},
        measures={"grant": np.abs(NUMBERS)},
    )
    assert (refused, went) == (0, [])


def test_a_due_below_zero_is_refused_in_words():
    """The fee is above the price where the market gives no more than the floor."""
    order = OrderPurchase(
        id="3", to="members", paid_from=("firm",), quantity="kg", floor_price=Fraction(1),
        market_price="price", fee=Fraction(2), unpaid="carry",
    )  # fmt: skip
    stated = years(2, activity={"kg": {"甲": Fraction(3), "乙": Fraction(2)}})
    prices = [[5, 1], [5, 5]]
    refused = assert_as_alone(
        contract(order), people("甲", "乙"), stated, measures={"price": prices}
    )
    assert refused == 1


def test_what_the_contract_does_not_say_refuses_those_whom_it_concerns():
    """A loss of which nothing says who bears it; the futures without one go on."""
    base = Base(id="profit", name="净利润", base=BaseKind.NET_PROFIT)
    split = Dividend(id="9", of="profit", to="members", by=Measured("equal"))
    profit = [[-150, 250, 9], [99, -1, 9]]
    refused = assert_as_alone(
        contract(split, bases=(base,)), people("甲"), years(2), amounts={"profit": profit}
    )
    assert refused == 2


def test_a_fund_that_only_a_loss_touches_is_in_the_books_of_those_who_had_one(monkeypatch):
    went = alone_in(monkeypatch)
    shared = LossSharing(id="15", of="profit", first=("deposit",), rest="deficit")
    deposit = Fund(id="deposit", name="保证金", opening=90)
    agreement = contract(shared, funds=(deposit,))
    profit = [[-150, 250], [-99, -99], [40, -99]]
    assert_as_alone(agreement, people("甲"), years(3), amounts={"profit": profit})
    first, *_ = settle_futures(
        agreement, people("甲"), years(3), amounts={"profit": profit}
    )

    assert went == []
    assert [first.books(future).funds for future in (0, 1)] == [{"deposit": {"A": 0}}, {}]
