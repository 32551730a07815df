"""The sums of a settlement agree with each other, with its lines and with the bank's list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanbian import (
    Advance,
    Kind,
    Party,
    PartyRole,
    Waiver,
    facts_of,
    lines,
    settle,
    settle_years,
)
from sanbian.report import line_list, payment_list, summary


def test_a_promise_that_is_paid_is_counted_once(next_year):
    of = summary(next_year).total

    assert 5_000 + 2_610 == of.entitled
    assert 3_000 == of.older_paid
    assert of.entitled + of.older_paid == of.paid
    assert 0 == of.arrears


def test_what_is_not_paid_is_in_arrears(short_year):
    of = summary(short_year).total

    assert (7_610, 4_610, 3_000) == (of.entitled, of.paid, of.arrears)


def test_a_clause_has_what_is_due_and_what_is_paid(short_year):
    rows = {row.clause: row for row in summary(short_year).clauses if row.to_households}

    assert (3, 5_000, 2_000) == (rows["5"].count, rows["5"].due, rows["5"].paid)
    assert ["合作社"] == [payer.zh for payer in rows["5"].payers]
    assert (3, 2_610, 2_610) == (rows["8"].count, rows["8"].due, rows["8"].paid)


def test_what_is_paid_of_an_earlier_year_is_a_row_of_its_own(next_year):
    rows = [row for row in summary(next_year).clauses if row.clause == "5"]

    assert [3_000, 5_000] == [row.paid for row in rows]


def test_parties_and_funds_have_what_came_and_went(short_year):
    rows = {(row.side, row.name): row for row in summary(short_year).accounts}

    coop, reserve = rows["party", "coop"], rows["fund", "reserve"]
    assert (6_390, 2_000, None) == (coop.received, coop.paid, coop.closing)
    assert (1_000, 0, 1_000) == (reserve.received, reserve.paid, reserve.closing)
    assert 10_000 == rows["base", "profit"].paid


def test_who_left_is_in_the_sums_and_concerned_by_nothing(short_year):
    concerned = {row.code: row.is_concerned for row in summary(short_year).households}

    assert {"H1": True, "H2": True, "H3": True, "H9": False} == concerned


def test_kinds_of_money_are_in_the_order_of_the_clauses(short_year):
    assert (Kind.GUARANTEE, Kind.DIVIDEND) == summary(short_year).kinds


def test_advances_are_summed_for_each_that_had_advanced(build, register):
    contract = build.contract(
        parties=(
            Party(id="coop", name="合作社", role=PartyRole.COOPERATIVE),
            Party(id="col", name="村集体", role=PartyRole.COLLECTIVE),
        )
    )
    advances = tuple(
        Advance(household=code, clause="5", amount=fen, day=date(2016, 5, 1), by=by)
        for code, fen, by in (("H1", 100, "coop"), ("H2", 30, "col"), ("H3", 20, "col"))
    )
    facts = evolve(build.facts(2016), advances=advances)

    rows = [
        row for row in summary(settle(contract, register, facts)).clauses if row.sets_off
    ]

    assert [(row.payee.zh, row.paid) for row in rows] == [
        ("村集体", 50),
        ("已预先领取", 100),
    ]


def test_what_is_waived_of_an_earlier_year_is_neither_due_nor_unpaid(build, register):
    contract, short = build.contract(), build.facts(2016, put_up={"coop": 0})
    waiver = Waiver(
        clause="5", holder="H1", since=date(2016, 12, 31), amount=1000, why="户主同意"
    )
    after = evolve(build.facts(2017, put_up={"coop": 6000}), waivers=(waiver,))

    first, second = settle_years(contract, register, (short, after))

    rows, total = summary(second).clauses, summary(second).total
    assert total.waived == 1000
    assert first.books.claims
    assert sum(row.due - row.paid for row in rows) == total.arrears


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    profit=st.integers(min_value=0, max_value=10**9),
    fund=st.integers(min_value=0, max_value=10**9),
    put_up=st.integers(min_value=0, max_value=10**8),
    advanced=st.integers(min_value=0, max_value=10**6),
)
def test_all_sums_agree_to_the_fen(build, profit, fund, put_up, advanced):
    contract, register = build.contract(), build.register()
    advance = Advance(household="H2", clause="5", amount=advanced, day=date(2016, 5, 1))
    plain = build.facts(2016, profit=profit, fund=fund)
    facts = facts_of(
        plain.period,
        amounts=plain.parts[0].amounts,
        measures=plain.parts[0].measures,
        put_up={"coop": put_up},
        advances=(advance,) if advanced else (),
    )
    settlement = settle(contract, register, facts)
    sums = summary(settlement)

    of = sums.total
    assert of.entitled + of.older_paid - of.advanced - of.paid == of.arrears
    ours = [row for row in sums.clauses if row.to_households]
    assert of.entitled == sum(row.due for row in ours)
    assert of.paid + of.advanced == sum(row.paid for row in ours)
    assert of.paid == sum(row.amount for row in payment_list(settlement, register))
    assert of.entitled == sum(sum(row.by_kind.values()) for row in sums.households)


def test_the_list_of_lines_has_every_line_in_exact_yuan(next_year):
    rows = line_list(next_year, "en")

    assert sum(line.amount for line in lines(next_year)) == 100 * sum(
        row[8] or 0 for row in rows
    )
    assert ("5", "H1", "张三", 10) == (rows[0][0], *rows[0][5:8])


def test_the_list_of_lines_has_what_became_due_beside_what_was_paid(short_year):
    rows = [row for row in line_list(short_year, "zh") if row[5]]
    first = [row[7:9] for row in rows if (row[5], row[0]) == ("H1", "第5条")]

    assert [(Decimal("16.67"), ""), ("", Decimal("6.67"))] == first
    unpaid = 100 * sum((row[7] or 0) - (row[8] or 0) for row in rows)
    assert unpaid == summary(short_year).total.arrears


def test_accounts_are_masked_unless_they_are_asked_for_whole(short_year, register):
    masked = payment_list(short_year, register)
    whole = payment_list(short_year, register, accounts="whole")

    assert ["*" * 15 + "0001", "6200000000000000001"] == [
        masked[0].account,
        whole[0].account,
    ]
    assert "6200000000000000001" not in repr(whole)


def test_someone_who_left_the_register_is_paid_without_an_account(
    contract, build, short_year
):
    remaining = build.register(("张三", "李四"))
    later = settle(contract, remaining, build.facts(2017), short_year.books)

    rows = {row.code: row for row in payment_list(later, remaining)}

    assert ("", "", 1_000) == (rows["H3"].name, rows["H3"].account, rows["H3"].amount)
