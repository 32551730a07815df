"""Lowering: what each clause comes to, and what cannot be lowered."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import (
    FUNDS,
    contract,
    issue,
    numbers_of,
    paid,
    register,
    settled,
    version,
    year,
)

from sanbian import (
    Allotment,
    Dividend,
    Equally,
    Facts,
    Fixed,
    Fund,
    Household,
    InvalidInputError,
    Kind,
    Measured,
    MissingFactError,
    OddFen,
    OrderPurchase,
    PartFacts,
    PartOf,
    Payment,
    Period,
    PerUnit,
    Phase,
    Phased,
    Register,
    Reserve,
    Retention,
    ShareClass,
    SharedTotal,
    Split,
    SplitPart,
    SumOf,
    TopUp,
    facts_of,
    lines,
    settle,
    statements,
    years,
)

RENT = Payment(
    id="3",
    kind=Kind.RENT,
    to="members",
    paid_from=("firm",),
    amount=Fixed(100),
    unpaid="carry",
)
DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("equal"))
TWO = register(("H1", "1"), ("H2", "3"))
GROUPS = Register(
    households=(
        Household(code="H1", group="east", measures={"mu": Fraction(1)}),
        Household(code="H2", group="west", measures={"mu": Fraction(3)}),
    )
)
FIRST_HALF = Period(date(2020, 1, 1), date(2020, 6, 30))
SECOND_HALF = Period(date(2020, 7, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    "amount",
    [
        SharedTotal(PerUnit(Fraction(100), "mu"), Measured("equal")),
        Equally(PerUnit(Fraction(100), "mu")),
        Equally(Fixed(400)),
    ],
    ids=range(3),
)
def test_a_total_of_members_is_summed_before_it_is_shared(amount):
    assert paid(settled(contract(evolve(RENT, amount=amount)), TWO)) == [200, 200]


def test_what_is_due_to_a_party_is_summed_and_rounded_once():
    levy = evolve(RENT, kind=Kind.LEVY, to="county", amount=PerUnit(Fraction(3, 2), "mu"))
    who = register(("H1", "1"), ("H2", "1"), ("H3", "1"))
    done = settled(contract(levy), who)

    assert [(line.payee, line.amount) for line in lines(done)] == [("party/county", 5)]
    assert statements(done)[0].entitled == 0


def test_what_is_due_to_each_village_is_summed_within_it():
    levy = evolve(RENT, to="village", amount=PerUnit(Fraction(100), "mu"))
    done = settled(contract(levy), GROUPS)
    assert {line.holder: line.amount for line in lines(done)} == {"east": 100, "west": 300}

    each = settled(contract(evolve(levy, amount=Fixed(50))), GROUPS)
    assert {line.holder: line.amount for line in lines(each)} == {"east": 50, "west": 50}


def test_a_village_that_nobody_lives_in_keeps_its_fund_and_its_claims():
    agreement = contract(
        evolve(RENT, to="village", amount=PerUnit(Fraction(100), "mu")),
        Split(id="1", of="income", parts=(SplitPart("pool", Fraction(1)),)),
        Allotment(id="2", of="pool", to="local", by=Measured("mu")),
        Retention(id="4", of="local", to="local_fund"),
    )
    first = settled(agreement, GROUPS, amounts={"income": 80}, put_up={"firm": 0})
    assert first.books.funds["local_fund"] == {"east": 20, "west": 60}

    west = Register(households=GROUPS.households[1:])
    then = settled(agreement, west, 2021, first.books, amounts={"income": 0})
    assert then.books.funds["local_fund"] == {"east": 20, "west": 60}
    paid_to = {}
    for line in lines(then):
        paid_to[line.holder] = paid_to.get(line.holder, 0) + line.amount
    assert paid_to == {"east": 100, "west": 600}
    assert then.books.claims == ()


def test_arrears_are_paid_by_the_clause_under_which_they_arose():
    share = evolve(DIVIDEND, id="3")
    two = contract(
        versions=(version(RENT), version(share, since=date(2021, 1, 1))),
    )
    first = settled(two, TWO, put_up={"firm": 0})
    then = settled(two, TWO, 2021, first.books, amounts={"profit": 10})

    assert paid(then) == [105, 105]  # the firm owes the rent; the share is another matter
    assert numbers_of(then, "arrears") == [0, 0]
    assert [(line.kind, line.payer, line.amount) for line in lines(then)] == [
        (Kind.RENT, "pocket/firm", 100),
        (Kind.RENT, "pocket/firm", 100),
        (Kind.DIVIDEND, "base/profit", 5),
        (Kind.DIVIDEND, "base/profit", 5),
    ]


def test_arrears_of_members_stay_theirs_when_a_clause_turns_to_a_party():
    levy = evolve(RENT, to="county")
    two = contract(versions=(version(RENT), version(levy, since=date(2021, 1, 1))))
    first = settled(two, TWO, put_up={"firm": 0})
    then = settled(two, TWO, 2021, first.books)

    assert numbers_of(then, "arrears") == [0, 0]
    assert sorted((line.payee, line.amount) for line in lines(then)) == [
        ("party/county", 100),
        ("payable/3@2020-12-31", 100),
        ("payable/3@2020-12-31", 100),
    ]


def test_what_the_first_part_owes_the_second_pays_and_it_is_no_older_debt():
    short = evolve(RENT, paid_from=("income",))
    parts = (
        PartFacts(period=FIRST_HALF, amounts={"income": 60}),
        PartFacts(period=SECOND_HALF, amounts={"income": 440}),
    )
    done = settle(contract(short), TWO, Facts(parts=parts))

    assert numbers_of(done, "entitled") == [200, 200]
    assert numbers_of(done, "older_paid") == [0, 0]
    assert paid(done) == [200, 200]
    assert done.books.claims == ()


def test_a_floor_for_the_year_is_promised_once_over_two_parts():
    floor = TopUp(
        id="9",
        to="members",
        paid_from=("firm",),
        amount=Fixed(500),
        counting=("7", "9"),
        within="year",
        unpaid="carry",
    )
    parts = tuple(
        PartFacts(period=period, amounts={"profit": 200})
        for period in (FIRST_HALF, SECOND_HALF)
    )
    for put_up in ({}, {"firm": 300}):
        done = settle(contract(DIVIDEND, floor), TWO, Facts(parts=parts, put_up=put_up))
        assert numbers_of(done, "entitled") == [600, 600]


def test_a_rate_of_what_a_pool_or_fund_holds_or_a_base_states():
    funds = (*FUNDS[:1], Fund(id="deposit", name="保证金", opening=1000))
    for of, expected in (("deposit", 100), ("profit", 50)):
        share = evolve(RENT, paid_from=("deposit",), amount=PartOf(Fraction(1, 10), of))
        agreement = contract(share, DIVIDEND, funds=funds)
        done = settled(agreement, register("H1"), amounts={"profit": 500})
        assert lines(done).__next__().amount == expected


def test_a_reserve_stops_at_its_target():
    funds = (Fund(id="reserve", name="公积金", target=150),)
    reserve = Reserve(id="6", of="profit", rate=Fraction(1, 10), to="reserve")
    agreement = contract(reserve, DIVIDEND, funds=funds, pools=())
    first = settled(agreement, TWO, amounts={"profit": 1000})
    then = settled(agreement, TWO, 2021, first.books, amounts={"profit": 1000})

    assert (sum(paid(first)), sum(paid(then))) == (900, 950)
    assert then.books.funds["reserve"] == {"A": 150}


def test_before_its_first_year_a_phased_amount_is_nothing():
    phased = Phased((Phase(years("1-"), Fixed(100)),), counted_from=date(2021, 1, 1))
    agreement = contract(evolve(RENT, amount=phased))
    first = settled(agreement, TWO)

    assert paid(first) == [0, 0]
    assert paid(settled(agreement, TWO, 2021, first.books)) == [100, 100]


def test_a_clause_rests_in_the_years_for_which_it_is_not():
    agreement = contract(
        evolve(RENT, years=years("2")),
        Split(
            id="1", of="income", parts=(SplitPart("firm", Fraction(1)),), years=years("2-")
        ),
        evolve(DIVIDEND, years=years("1")),
    )
    done = settled(agreement, TWO, amounts={"profit": 10, "income": 5})

    assert paid(done) == [5, 5]
    assert [note.at for note in done.notices if note.about == "left_over"] == ["income"]


def test_the_price_of_an_order_is_the_higher_one_less_the_fee():
    order = OrderPurchase(
        id="4",
        to="members",
        paid_from=("firm",),
        quantity="kg",
        floor_price=Fraction(300),
        market_price="price",
        fee=Fraction(10),
        unpaid="carry",
    )
    activity = {"kg": {"H1": Fraction(2), "H2": Fraction("0.5")}}
    for price, expected in ((100, [580, 145]), (400, [780, 195])):
        given = {"activity": activity, "measures": {"price": Fraction(price)}}
        assert paid(settled(contract(order), TWO, **given)) == expected
    with pytest.raises(InvalidInputError, match="no negative due") as raised:
        settled(
            contract(evolve(order, market_price=None, fee=Fraction(301))),
            register("H1", "H2", "H3"),
            activity=activity,
        )
    assert raised.value.problems[0].at == "clause 4, H1"


def test_share_capital_needs_the_par_of_each_class():
    capital = evolve(RENT, amount=PartOf(Fraction(1, 10), "share_capital"))
    who = Register(households=TWO.households, entries=(issue("H1", "2.5"), issue("H2", 4)))
    land = ShareClass(id="land", name="土地股")
    with pytest.raises(MissingFactError, match="the par value of 'land'") as raised:
        settled(contract(capital, share_classes=(land,)), who)
    assert len(raised.value.problems) == 1

    assert paid(
        settled(contract(capital, share_classes=(evolve(land, par=1000),)), who)
    ) == [250, 400]


def test_names_that_point_nowhere_are_told_all_at_once():
    nobody = {"H9": Fraction(1)}
    part = PartFacts(
        period=year(2020),
        measures={"unknown": Fraction(1)},
        group_measures={"weight": {"north": Fraction(1)}, "nowhere": {}},
        activity={"kg": nobody},
    )
    who = Register(households=TWO.households, entries=(issue("H1", 1),))
    with pytest.raises(InvalidInputError) as raised:
        settle(contract(RENT), who, Facts(parts=(part,), put_up={"reserve": 1}))

    assert {problem.at for problem in raised.value.problems} >= {
        "$.entries[0].share_class",
        "$.activity.kg",
        "$.group_measures.weight",
        "$.measures.unknown",
        "$.measures.nowhere",
        "$.put_up.reserve",
    }
    with pytest.raises(InvalidInputError, match="a base that the contract declares"):
        settled(contract(RENT), TWO, amounts={"revenue": 5})


def test_a_pool_that_lends_only_what_it_has_keeps_arrears_until_it_is_filled():
    agreement = contract(
        Split(id="1", of="profit", parts=(SplitPart("pool", Fraction(1)),)),
        evolve(RENT, paid_from=("pool",)),
        Retention(id="4", of="pool", to="reserve"),
    )
    first = settled(agreement, TWO, amounts={"profit": 150})
    then = settled(agreement, TWO, 2021, first.books, amounts={"profit": 400})

    assert paid(first) == [75, 75]
    assert paid(then) == [125, 125]
    assert then.books.funds["reserve"] == {"A": 150}


@pytest.mark.parametrize("rule", list(OddFen))
def test_no_rule_for_the_odd_fen_breaks_an_empty_register(rule):
    agreement = contract(
        versions=(
            version(
                RENT, evolve(DIVIDEND, rest="reserve"), odd_fen=rule, odd_fen_to="reserve"
            ),
        )
    )
    done = settle(
        agreement, Register(households=()), facts_of(year(2020), amounts={"profit": 5})
    )

    assert statements(done) == ()
    assert done.books.funds["reserve"] == {"A": 5}


def test_a_measure_of_the_groups_that_is_missing_is_named():
    levy = evolve(RENT, to="village", amount=PerUnit(Fraction(1), "weight"))
    with pytest.raises(MissingFactError, match="the measure 'weight'"):
        settled(contract(levy), GROUPS)


def test_before_its_first_year_a_party_is_due_nothing_either():
    phased = Phased((Phase(years("1-"), Fixed(100)),), counted_from=date(2021, 1, 1))
    done = settled(contract(evolve(RENT, to="county", amount=phased)), TWO)

    assert list(lines(done)) == []


def test_a_base_may_be_named_twice_in_one_amount():
    amount = SumOf((PartOf(Fraction(1, 10), "profit"), PartOf(Fraction(1, 5), "profit")))
    done = settled(contract(evolve(RENT, amount=amount)), TWO, amounts={"profit": 100})

    assert paid(done) == [30, 30]


def test_a_party_may_be_due_a_part_of_a_fund():
    funds = (*FUNDS[:1], Fund(id="deposit", name="保证金", opening=1000))
    fee = evolve(
        RENT, to="county", paid_from=("deposit",), amount=PartOf(Fraction(1, 4), "deposit")
    )
    done = settled(contract(fee, funds=funds), TWO)

    assert [(line.payee, line.amount) for line in lines(done)] == [("party/county", 250)]
    assert done.books.funds["deposit"] == {"A": 750}
