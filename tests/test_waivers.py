"""Waivers: what a holder gives up of an older debt; promised = paid + waived + lapsed + owed."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, numbers_of, paid, register, settled, year
from contract_worlds import many_worlds
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanbian import (
    Books,
    Claim,
    Guarantee,
    Household,
    InvalidInputError,
    Kind,
    Payment,
    Period,
    PerUnit,
    Promised,
    Register,
    Retention,
    TopUp,
    Waiver,
    describe,
    explain,
    facts_of,
    lines,
    promises,
    settle,
    statements,
)
from sanbian.clause import Fixed
from sanbian.report import notice, slips, summary
from sanbian.settlement.dues import dues_and_lines

END = date(2020, 12, 31)
GUARANTEE = Guarantee(
    id="5",
    to="members",
    paid_from=("firm",),
    amount=PerUnit(Fraction(100), "mu"),
    charged="cost",
    unpaid="carry",
)
TWO = register(("H1", "1"), ("H2", "3"))
WHY = "户主同意不再追要"


def waiver(holder="H2", amount=120, **given):
    stated = {"clause": "5", "holder": holder, "since": END, "amount": amount, "why": WHY}
    return Waiver(**{**stated, **given})


def two_years(*waivers, agreement=None, who=TWO):
    agreement = agreement or contract(GUARANTEE)
    first = settled(agreement, who, put_up={"firm": 0})
    return first, settled(
        agreement, who, 2021, first.books, put_up={"firm": 500}, waivers=waivers
    )


def test_what_is_waived_is_owed_no_more_and_not_paid():
    first, second = two_years(waiver())

    assert [100, 300] == numbers_of(first, "arrears")
    assert [0, 120] == numbers_of(second, "waived")
    assert [100, 180] == numbers_of(second, "older_paid")
    assert [100, 300] == numbers_of(second, "entitled")
    assert [155, 345] == paid(second)
    assert [45, 135] == numbers_of(second, "arrears")
    assert all(line.kind is not Kind.WAIVER for line in lines(second))
    assert second.books.year_to_date["owed/5"] == {"H1": 100, "H2": 300}


def test_a_waiver_is_said_to_everybody():
    _, second = two_years(waiver())

    said = {each.about: each.says for each in second.notices}["waived"]
    assert said.zh == f"第5条保底收益，免除 2020-12-31 期欠付：{WHY}；共 1.20 元"
    assert (
        f"clause 5 (guarantee), owed from 2020-12-31, waived: {WHY}; in all 1.20 yuan"
        == (said.en)
    )
    told = explain(second, "H2")
    assert [120] == [line.amount for line in told.waived]
    assert () == explain(second, "H1").waived
    assert f"免除 2020-12-31 期欠付：{WHY} 1.20 元（第5条）" in describe(told, "zh")
    (due,) = [row for row in dues_and_lines(second) if row.line.kind is Kind.WAIVER]
    assert (-120, None) == (due.due, due.paid)
    sums = summary(second)
    assert 120 == sums.total.waived
    assert Kind.WAIVER not in {row.kind for row in sums.clauses}
    assert WHY in str(notice(second, contract(GUARANTEE), "zh"))
    assert WHY in str(slips(second, "zh"))


def test_all_that_is_owed_can_be_waived_in_parts():
    _, second = two_years(
        waiver(amount=200), waiver(amount=100, why="再免"), waiver("H1", 100)
    )

    assert [100, 300] == numbers_of(second, "waived") == paid(second)
    assert () == second.books.claims


def test_a_party_and_a_group_can_waive_what_is_owed_to_them():
    levy = Payment(
        id="3",
        kind=Kind.LEVY,
        to="village",
        paid_from=("firm",),
        amount=PerUnit(Fraction(10), "mu"),
        unpaid="carry",
    )
    who = Register(
        households=(
            Household(code="H1", group="east", measures={"mu": Fraction(4)}),
            Household(code="H2", group="west", measures={"mu": Fraction(6)}),
        )
    )
    agreement = contract(levy, evolve(levy, id="4", to="county", amount=Fixed(70)))
    _, second = two_years(
        waiver("west", 25, clause="3"),
        waiver("county", 70, clause="4"),
        agreement=agreement,
        who=who,
    )

    found = {
        (each.clause, each.holder, each.since.year): (each.promised, each.paid, each.waived)
        for each in promises((second,))
    }
    assert found["3", "west", 2020] == (60, 35, 25)
    assert found["4", "A", 2020] == (70, 0, 70)
    assert found["3", "east", 2021] == (40, 40, 0)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (
            [waiver(amount=301)],
            "at most what is owed to H2 .* 3.00 yuan, got 3.01",
        ),
        ([waiver(amount=300), waiver(amount=1)], "3.00 yuan, got 3.01 yuan"),
        ([waiver("H9")], "H9 .* 0.00 yuan.*the books owe H9 nothing"),
        ([waiver(since=date(2021, 12, 31))], "2021-12-31.*from 2020-12-31: 3.00 yuan"),
        ([waiver(clause="6")], "clause 6 .*the books owe: clause 5 from 2020-12-31"),
    ],
)
def test_more_than_is_owed_cannot_be_waived(wrong, says):
    with pytest.raises(InvalidInputError) as caught:
        two_years(*wrong)

    (problem,) = caught.value.problems
    assert problem.at == f"$.waivers[{len(wrong) - 1}]"
    assert re.search(says, f"{problem.says.en}; {problem.do.en}")


def test_what_no_promise_owes_cannot_be_waived():
    kept = Retention(id="5", of="profit", to="firm")
    claim = Claim(account="owed/5", since=END, level="contract", key="A", amount=300)
    books = Books(contract="A", settled=(year(2020),), claims=(claim,))
    with pytest.raises(InvalidInputError, match="the books owe firm nothing"):
        settled(contract(kept), TWO, 2021, books, waivers=(waiver("firm"),))


@pytest.mark.parametrize("amount", [0, -1, 1.5])
def test_a_waiver_is_of_whole_fen_above_zero(amount):
    with pytest.raises(InvalidInputError, match="at least 1 whole fen"):
        waiver(amount=amount)


def test_a_waiver_has_a_reason():
    with pytest.raises(InvalidInputError, match="expected a reason"):
        waiver(why=" ")


def test_a_yearly_floor_does_not_count_what_was_waived_of_an_earlier_year():
    floor = TopUp(
        id="9",
        to="members",
        paid_from=("county",),
        amount=Fixed(150),
        counting=("5",),
        within="year",
        unpaid="carry",
    )
    agreement = contract(GUARANTEE, floor)
    half = Period(date(2021, 1, 1), date(2021, 6, 30))
    first = settled(agreement, TWO, put_up={"firm": 0})

    spring = settle(
        agreement, TWO, facts_of(half, waivers=(waiver("H1", 60),)), first.books
    )
    assert [50, 0] == [
        sum(
            line.amount
            for line in lines(spring)
            if (line.holder, line.clause) == (code, "9")
        )
        for code in ("H1", "H2")
    ]


def test_what_lapses_is_told_apart_from_what_is_paid():
    lapsing = contract(evolve(GUARANTEE, unpaid="lapse"))
    done = settled(lapsing, TWO, put_up={"firm": 100})

    stated = {"clause": "5", "since": END, "waived": 0, "owed": 0}
    assert promises((done,)) == (
        Promised(holder="H1", promised=100, paid=25, lapsed=75, **stated),
        Promised(holder="H2", promised=300, paid=75, lapsed=225, **stated),
    )
    none = settled(lapsing, TWO, put_up={"firm": 0})
    assert [0, 0] == [each.paid for each in promises((none,))]
    assert () == promises(())


# --- random histories ----------------------------------------------------------------


@st.composite
def histories(draw):
    """Some years with shortfalls, and waivers of what is owed before each of them."""
    world = draw(many_worlds(years_max=4))
    books, found = None, []
    for facts in world.facts:
        waivers = [
            Waiver(
                clause=claim.account.removeprefix("owed/"),
                holder=draw(st.just(claim.key if claim.level != "contract" else "county")),
                since=claim.since,
                amount=draw(st.integers(1, claim.amount)),
                why="协商",
            )
            for claim in (books.claims if books else ())
            if claim.account.startswith("owed/") and draw(st.booleans())
        ]
        happened = evolve(facts, waivers=tuple(waivers))
        found.append(settle(world.contract, world.register, happened, books))
        books = found[-1].books
    return found


@given(histories())
@settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_promised_is_paid_and_waived_and_owed_for_every_holder_and_year(found):
    told = promises(found)

    for each in told:
        assert each.promised == each.paid + each.waived + each.lapsed + each.owed, each
        assert min(each.paid, each.waived, each.lapsed, each.owed) >= 0
    members = set(found[-1].members)
    for name in ("waived", "arrears"):
        of_statements = [getattr(row, name) for one in found for row in statements(one)]
        if name == "arrears":
            of_statements = [row.arrears for row in statements(found[-1])]
        mine = sum(
            each.waived if name == "waived" else each.owed
            for each in told
            if each.holder in members
        )
        assert sum(of_statements) == mine
