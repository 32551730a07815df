"""Goods lent, returned, lost and delivered: worked by hand, and what is said of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import (
    MEASURES,
    contract,
    issue,
    numbers_of,
    paid,
    register,
    settled,
    version,
)

from sanbian import (
    Books,
    Claim,
    Deliver,
    Fixed,
    Household,
    InvalidInputError,
    Kind,
    LendAndReturn,
    MissingFactError,
    NamedMeasure,
    Payment,
    Register,
    ShareClass,
    describe,
    explain,
    lines,
    years,
)
from sanbian.report import in_kind_sums, in_kind_table
from sanbian.report.in_kind import in_kind_text

ONE = register("H1")
TWO = register(("H1", "2.5"), ("H2", "1"))
LOAN = LendAndReturn(id="4", lent="lent", returned="returned", to="firm", unit="head")
FULL = evolve(LOAN, died="died", lost="lost", lost_price=Fraction(80_000))
EWES = Deliver(
    id="6",
    to="members",
    by="firm",
    each=Fraction(4),
    per="equal",
    unit="head",
    delivered="returned",
    undelivered="carry",
    years=years("2"),
)
GRAIN = Deliver(
    id="7",
    to="members",
    by="firm",
    each=Fraction(300),
    per="mu",
    unit="kg",
    delivered="taken",
    undelivered="money",
    price="grain_price",
    kind=Kind.RENT,
    unpaid="carry",
)
GRAMS = (
    *MEASURES,
    NamedMeasure(id="lent_kg", name="借出重量", unit="kg"),
    NamedMeasure(id="back_kg", name="归还重量", unit="kg"),
)


def each(**columns):
    """Facts of one household: ``lent=3``."""
    return {name: {"H1": Fraction(value)} for name, value in columns.items()}


def owed(settlement, word="lent"):
    """What the books hold under a word, by year."""
    return [
        (claim.since.year, claim.amount)
        for claim in settlement.books.claims
        if claim.account.startswith(f"{word}/")
    ]


def told(settlement, language="en"):
    return [note.says.of(language) for note in settlement.notices if note.about != "period"]


# --- lent and returned ---------------------------------------------------------------


def test_what_is_not_back_when_it_is_due_is_said_year_after_year():
    agreement = contract(evolve(LOAN, due_years=1))
    first = settled(agreement, ONE, activity=each(lent=3, returned=1))
    then = settled(agreement, ONE, 2021, first.books, activity=each(lent=2, returned=1))
    last = settled(agreement, ONE, 2022, then.books, activity=each(lent=0, returned=1))

    assert [] == told(first)
    assert ["H1 was to return by 2021-12-31, still out: 1 head (clause 4)"] == told(then)
    assert ["H1 应于 2021-12-31 前归还，尚欠 1 头（只）（第4条）"] == told(then, "zh")
    assert ["H1 was to return by 2022-12-31, still out: 2 head (clause 4)"] == told(last)


def test_who_lost_an_animal_pays_for_it_and_who_lost_it_to_disease_does_not():
    """Ten lent, five back, one dead of disease, one lost at 800 yuan: three out."""
    done = settled(contract(FULL), ONE, activity=each(lent=10, returned=5, died=1, lost=1))

    assert [(2020, 3)] == owed(done)
    assert [(2020, 80_000)] == owed(done, "owed_by")
    assert [0] == numbers_of(done, "arrears")
    assert [0] == paid(done)
    assert () == explain(done, "H1").owed
    assert ["H1 owes 800.00 yuan from 2020-12-31 (clause 4)"] == told(done)
    assert ["H1 应赔付 800.00 元（2020-12-31 期）（第4条）"] == told(done, "zh")
    assert [
        ("returned", 5),
        ("died without fault", 1),
        ("lost by negligence", 1),
    ] == [(line.says.en, line.amount) for line in lines(done)]


def test_what_is_owed_for_a_loss_is_set_off_against_a_named_clause_until_it_is_paid():
    """800 yuan for one lost animal; 500 a year of subsidy: 500 withheld, then 300."""
    aid = Payment(
        id="5",
        kind=Kind.SUBSIDY,
        to="members",
        paid_from=("firm",),
        amount=Fixed(50_000),
        unpaid="carry",
    )
    agreement = contract(evolve(FULL, set_off=("5",)), aid)
    first = settled(agreement, ONE, activity=each(lent=1, returned=0, died=0, lost=1))
    then = settled(
        agreement, ONE, 2021, first.books, activity=each(lent=0, returned=0, died=0, lost=0)
    )

    assert [[0], [20_000]] == [paid(first), paid(then)]
    assert [[50_000], [30_000]] == [numbers_of(done, "withheld") for done in (first, then)]
    assert ["H1 owes 300.00 yuan from 2020-12-31 (clause 4)"] == told(first)
    assert [] == owed(then, "owed_by")
    assert ["subsidy", "compensation"] == [
        line.kind.value for line in lines(then) if line.unit == "fen"
    ]


def test_a_loss_without_anything_to_set_it_off_against_waits():
    agreement = contract(evolve(FULL, set_off=("4",)))
    done = settled(agreement, ONE, activity=each(lent=1, returned=0, died=0, lost=1))

    assert [(2020, 80_000)] == owed(done, "owed_by")


def test_only_what_was_out_is_lost_or_died():
    done = settled(contract(FULL), ONE, activity=each(lent=1, returned=0, died=3, lost=1))

    assert [] == owed(done)
    assert [] == owed(done, "owed_by")
    assert [
        "died without fault: 2 head more than was out",
        "lost by negligence: 1 head more than was out",
    ] == told(done)


def test_offspring_is_due_besides_and_half_a_lamb_is_not():
    agreement = contract(evolve(LOAN, offspring=Fraction(1, 2)))

    assert [(2020, 4)] == owed(settled(agreement, ONE, activity=each(lent=3, returned=0)))


def test_weight_is_kept_to_the_gram():
    loan = evolve(LOAN, lent="lent_kg", returned="back_kg", unit="kg")
    agreement = contract(loan, measures=GRAMS)
    done = settled(agreement, ONE, activity=each(lent_kg="12.5", back_kg="10.25"))

    assert [(2020, 2250)] == owed(done)
    assert ["gram"] == [claim.unit for claim in done.books.claims]
    (row,) = in_kind_sums(done)
    assert (
        "第4条：新借出 12.5 公斤，归还 10.25 公斤，尚在外 2.25 公斤" == in_kind_text(row).zh
    )
    with pytest.raises(InvalidInputError, match="up to three decimals"):
        settled(agreement, ONE, activity=each(lent_kg="0.0001", back_kg=0))


def test_what_is_lost_by_weight_is_paid_for_by_the_kilogram():
    """0.125 kg at 24 yuan a kg are 3 yuan."""
    measures = (*GRAMS, NamedMeasure(id="lost_kg", name="损失", unit="kg"))
    loan = evolve(LOAN, lent="lent_kg", returned="back_kg", unit="kg", lost="lost_kg")
    agreement = contract(evolve(loan, lost_price=Fraction(2400)), measures=measures)
    facts = each(lent_kg=1, back_kg=0, lost_kg="0.125")

    assert [(2020, 300)] == owed(settled(agreement, ONE, activity=facts), "owed_by")


def test_a_calf_counts_when_it_weighs_what_the_cow_weighed():
    measures = (
        *MEASURES,
        NamedMeasure(id="cow_kg", name="母牛重", unit="kg"),
        NamedMeasure(id="calf_kg", name="犊牛重", unit="kg"),
    )
    loan = evolve(LOAN, weight="calf_kg", weight_min="cow_kg")
    agreement = contract(loan, measures=measures)
    first = settled(
        agreement, ONE, activity=each(lent=1, returned=1, cow_kg=420, calf_kg=419)
    )
    then = settled(
        agreement,
        ONE,
        2021,
        first.books,
        activity=each(lent=0, returned=1, cow_kg=420, calf_kg=420),
    )

    assert [(2020, 1)] == owed(first)
    assert ["归还实物：超过应还或未达体重 1 头（只）"] == told(first, "zh")
    assert [
        "returned: 1 head more than was to be returned, or below the weight agreed upon"
    ] == told(first)
    assert [] == owed(then) == told(then)


def test_no_more_is_lent_than_the_herd_holds():
    agreement = contract(evolve(LOAN, herd=5))
    first = settled(agreement, ONE, activity=each(lent=4, returned=1))
    then = settled(agreement, ONE, 2021, first.books, activity=each(lent=3, returned=1))

    assert {"herd/4": {"A": 2}} == first.books.goods
    assert {"herd/4": {"A": 0}} == then.books.goods
    assert {} == first.books.funds
    with pytest.raises(MissingFactError) as refused:
        settled(agreement, ONE, 2021, first.books, activity=each(lent=5, returned=1))
    (problem,) = refused.value.problems
    assert "expected no more lent than there is, lacking 2 head" in problem.of("en")
    assert "借出不应多于现有的，尚缺 2 头（只）" in problem.of("zh")


def test_a_herd_of_no_clause_is_refused():
    books = Books(contract="A", goods={"herd/9": {"A": 1}})
    with pytest.raises(InvalidInputError) as refused:
        settled(contract(LOAN), ONE, books=books, activity=each(lent=0, returned=0))

    assert ["$.goods.herd/9"] == [problem.at for problem in refused.value.problems]


def test_a_loan_that_later_clauses_do_not_know_stays_and_says_nothing():
    """Under an older version, and where the clause of that number is another kind."""
    old = version(LOAN)
    agreement = contract(
        versions=(old, evolve(old, since=date(2021, 1, 1), clauses=(EWES,)))
    )
    first = settled(agreement, ONE, activity=each(lent=1, returned=0))
    then = settled(agreement, ONE, 2021, first.books, activity=each(returned=5))

    assert [(2020, 1)] == owed(then)
    assert ["taken in kind: 1 head more than was due"] == told(then)


# --- owed in goods -------------------------------------------------------------------


def test_four_ewes_are_due_in_their_year_and_taken_when_they_are_taken():
    agreement = contract(EWES)
    first = settled(agreement, ONE)
    then = settled(agreement, ONE, 2021, first.books, activity=each(returned=3))
    last = settled(agreement, ONE, 2022, then.books, activity=each(returned=2))

    assert [] == owed(first, "due")
    assert [(2021, 1)] == owed(then, "due")
    assert [] == owed(last, "due")
    assert ["taken in kind: 1 head more than was due"] == told(last)
    assert [0] == paid(then) == numbers_of(then, "arrears")


def test_grain_that_is_not_taken_is_paid_at_the_price_of_the_day():
    """300 kg for each of 2.5 mu are 750 kg; 500.5 taken; 249.5 at 2.40 are 598.80."""
    done = settled(
        contract(GRAIN),
        TWO,
        activity={"taken": {"H1": Fraction("500.5"), "H2": Fraction(300)}},
        measures={"grain_price": Fraction(240)},
    )

    assert [59_880, 0] == paid(done)
    assert [] == owed(done, "due")
    assert [("rent", 59_880)] == [
        (line.kind.value, line.amount) for line in lines(done) if line.unit == "fen"
    ]
    assert "租金 598.80 元（第7条）：未领实物（公斤） 249.5 × 粮价 2.40 元" in describe(
        explain(done, "H1"), "zh"
    )


def test_money_for_grain_that_stays_unpaid_is_owed_in_money():
    facts = {"activity": {"taken": {}}, "measures": {"grain_price": Fraction(200)}}
    agreement = contract(evolve(GRAIN, each=Fraction(1)))
    first = settled(agreement, ONE_MU, put_up={"firm": 150}, **facts)
    then = settled(agreement, ONE_MU, 2021, first.books, **facts)

    assert [150] == paid(first)
    assert [50] == numbers_of(first, "arrears")
    assert [250] == paid(then)
    assert [] == owed(then, "due")


ONE_MU = register(("H1", "1"))


def test_goods_go_to_the_class_that_is_named():
    agreement = contract(
        evolve(EWES, to="land", per="shares", years=None, status=None),
        share_classes=(ShareClass(id="land", name="土地股"),),
    )
    who = Register(
        households=(Household(code="H1"), Household(code="H2")), entries=(issue("H1", 2),)
    )
    done = settled(agreement, who, activity=each(returned=0))

    assert [("H1", 8)] == [(claim.key, claim.amount) for claim in done.books.claims]


# --- tables --------------------------------------------------------------------------


def test_a_table_of_goods_shows_what_was_waived_or_priced_where_there_was_any():
    plain = settled(contract(LOAN), ONE, activity=each(lent=2, returned=1))
    full = settled(contract(FULL), ONE, activity=each(lent=9, returned=1, died=2, lost=3))
    due = settled(contract(evolve(EWES, years=None)), ONE, activity=each(returned=1))
    both = settled(
        contract(FULL, evolve(EWES, years=None)),
        ONE,
        activity=each(lent=9, returned=1, died=2, lost=3),
    )

    assert ["新借出", "归还", "尚在外"] == titles(plain)
    assert ("", "合计 1 户", "", "", "2", "1", "1") == in_kind_table(plain, "zh").totals
    assert ["新借出", "归还", "免还", "作价", "尚在外"] == titles(full)
    assert ["新应给", "已领", "尚欠"] == titles(due)
    assert ["新借出、应给", "归还、已领", "免还", "作价", "尚在外、尚欠"] == titles(both)
    assert () == in_kind_table(both, "zh").totals
    assert (
        "clause 4: 9 head newly lent, 1 head returned, 2 head not due any more, "
        "3 head turned into money, 3 head still out"
    ) == in_kind_text(in_kind_sums(full)[0]).en
    assert "第6条：新应给 4 头（只），已领 1 头（只），尚欠 3 头（只）" == (
        in_kind_text(in_kind_sums(due)[0]).zh
    )


def titles(settlement):
    return [column.title for column in in_kind_table(settlement, "zh").columns[4:]]


def test_books_with_goods_of_another_unit_are_refused():
    claim = Claim(
        account="due/6", since=date(2019, 12, 31), level="member", key="H1", amount=1
    )
    with pytest.raises(InvalidInputError) as refused:
        settled(contract(EWES), ONE, books=Books(contract="A", claims=(claim,)))

    assert "$.claims[0].unit" in [problem.at for problem in refused.value.problems]
