"""Two years of one contract, every amount of them: as flows, as dues, as lines, as books.

The firm promises 1.00 to each of two households and pays 1.51; a tenth of the profit is set
aside, what is left is shared; H1 had 0.40 in advance; H2 has three sheep on loan. The year
after, there is a loss, and all debts are paid.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import contract, register, settled

from sanbian import (
    Advance,
    Dividend,
    Fixed,
    Guarantee,
    Household,
    Kind,
    LendAndReturn,
    Measured,
    Payment,
    Period,
    Register,
    Reserve,
    Retention,
    Split,
    SplitPart,
    facts_of,
    lines,
    settle,
)
from sanbian.settlement.dues import dues_and_lines
from sanbian.wording import Text

FUND_OF_THE_POOR = Text(zh="扶贫基金", en="fund of the poor")
LATE = Household(code="H3", group="west")

CLAUSES = (
    LendAndReturn(id="4", lent="lent", returned="returned", to="firm", unit="head"),
    Guarantee(
        id="5",
        to="members",
        paid_from=("firm",),
        amount=Fixed(100),
        charged="cost",
        combine="add",
        unpaid="carry",
    ),
    Reserve(id="2", of="profit", rate=Fraction(1, 10), to="reserve"),
    Payment(
        id="6",
        kind=Kind.LEVY,
        to="village",
        paid_from=("firm",),
        amount=Fixed(9),
        unpaid="lapse",
    ),
    Dividend(id="7", of="profit", to="members", by=Measured("equal")),
)
WHO = Register(
    households=(Household(code="H1", group="east"), Household(code="H2", group="west"))
)


@pytest.fixture(name="two")
def fixture_two():
    agreement = contract(*CLAUSES)
    heads = {"lent": {"H2": Fraction(3)}, "returned": {"H2": Fraction(1)}}
    advance = Advance(
        household="H1", clause="7", amount=40, day=date(2020, 5, 1), by="firm"
    )
    first = settled(
        agreement,
        WHO,
        amounts={"profit": 1001},
        put_up={"firm": 151},
        activity=heads,
        advances=(advance,),
    )
    heads = {"lent": {}, "returned": {"H2": Fraction(2)}}
    then = settled(
        agreement, WHO, 2021, first.books, amounts={"profit": -5}, activity=heads
    )
    return first, then


def flow_row(flow):
    odd = f" odd {flow.odd}" if flow.odd else ""
    made = f" by {flow.figure.op}" if flow.figure else ""
    return (
        f"§{flow.clause} {flow.kind.value}: {flow.source} > {flow.target} "
        f"{flow.level} {flow.amounts} {flow.unit}{odd}{made}"
    )


def line_row(line):
    odd = " odd" if line.odd else ""
    return (
        f"§{line.clause} {line.kind.value}: {line.payer} > {line.payee} "
        f"{line.holder}: {line.amount} {line.unit}{odd}"
    )


def claim_row(claim):
    return f"{claim.account} {claim.since} {claim.level} {claim.key}: {claim.amount} {claim.unit}"


FLOWS_FIRST = """\
§4 in_kind: None > lent/4@2020-12-31 member (0, 3) head by given
§4 in_kind: returned/4 > herd/firm/head member (0, 1) head by given
§4 in_kind: lent/4@2020-12-31 > None member (0, 1) head
§5 guarantee: None > owed/5@2020-12-31 member (100, 100) fen by round
§5 guarantee: pocket/firm > payable/5 member (76, 75) fen odd (0,) by round
§5 guarantee: owed/5@2020-12-31 > None member (76, 75) fen
§2 reserve: base/profit > fund/reserve contract (100,) fen by round
§6 levy: None > owed/6@2020-12-31 group (9, 9) fen by round
§6 levy: owed/6@2020-12-31 > None group (9, 9) fen
§7 dividend: base/profit > payable/7 member (451, 450) fen odd (0,) by share
§7 advance: payable/7 > party/firm member (40, 0) fen
§7 advance: advance/7/firm@2020-12-31 > None member (40, 0) fen
§payout payout: payable/5 > end/cash member (76, 75) fen
§payout payout: payable/7 > end/cash member (411, 450) fen"""

FLOWS_THEN = """\
§law deficit: None > deficit/profit@2021-12-31 contract (5,) fen by given
§5 guarantee: pocket/firm > payable/5@2020-12-31 member (24, 25) fen
§5 guarantee: owed/5@2020-12-31 > None member (24, 25) fen
§4 in_kind: returned/4 > herd/firm/head member (0, 2) head
§4 in_kind: lent/4@2020-12-31 > None member (0, 2) head
§5 guarantee: None > owed/5@2021-12-31 member (100, 100) fen by round
§5 guarantee: pocket/firm > payable/5 member (100, 100) fen by round
§5 guarantee: owed/5@2021-12-31 > None member (100, 100) fen
§6 levy: None > owed/6@2021-12-31 group (9, 9) fen by round
§6 levy: pocket/firm > party/village group (9, 9) fen by round
§6 levy: owed/6@2021-12-31 > None group (9, 9) fen
§payout payout: payable/5@2020-12-31 > end/cash member (24, 25) fen
§payout payout: payable/5 > end/cash member (100, 100) fen"""


def test_what_moved_between_the_accounts(two):
    first, then = two

    assert FLOWS_FIRST.splitlines() == [*map(flow_row, first.flows)]
    assert FLOWS_THEN.splitlines() == [*map(flow_row, then.flows)]


LINES_FIRST = """\
§4 in_kind: returned/4 > herd/firm/head H2: 1 head
§5 guarantee: pocket/firm > payable/5 H1: 76 fen odd
§5 guarantee: pocket/firm > payable/5 H2: 75 fen
§2 reserve: base/profit > fund/reserve : 100 fen
§7 dividend: base/profit > payable/7 H1: 451 fen odd
§7 dividend: base/profit > payable/7 H2: 450 fen
§7 advance: payable/7 > party/firm H1: 40 fen"""

LINES_THEN = """\
§5 guarantee: pocket/firm > payable/5@2020-12-31 H1: 24 fen
§5 guarantee: pocket/firm > payable/5@2020-12-31 H2: 25 fen
§4 in_kind: returned/4 > herd/firm/head H2: 2 head
§5 guarantee: pocket/firm > payable/5 H1: 100 fen
§5 guarantee: pocket/firm > payable/5 H2: 100 fen
§6 levy: pocket/firm > party/village east: 9 fen
§6 levy: pocket/firm > party/village west: 9 fen"""


def test_each_amount_that_was_paid_is_a_line(two):
    first, then = two

    assert LINES_FIRST.splitlines() == [*map(line_row, lines(first))]
    assert LINES_THEN.splitlines() == [*map(line_row, lines(then))]


def due_row(row):
    line = row.line
    said = f"{row.says.en} > {line.payee} {line.holder}: due {row.due}, paid {row.paid}"
    return said + f" {line.unit}" + " odd" * line.odd


DUES_FIRST = """\
returned > herd/firm/head H2: due None, paid 1 head
guarantee > owed/5@2020-12-31 H1: due 100, paid None fen
guarantee > owed/5@2020-12-31 H2: due 100, paid None fen
guarantee > payable/5 H1: due None, paid 76 fen odd
guarantee > payable/5 H2: due None, paid 75 fen
reserve > fund/reserve : due 100, paid 100 fen
levy > owed/6@2020-12-31 east: due 9, paid None fen
levy > owed/6@2020-12-31 west: due 9, paid None fen
dividend > payable/7 H1: due 451, paid 451 fen odd
dividend > payable/7 H2: due 450, paid 450 fen
advance set off > party/firm H1: due 40, paid 40 fen"""

DUES_THEN = """\
guarantee owed from 2020-12-31 > payable/5@2020-12-31 H1: due 24, paid 24 fen
guarantee owed from 2020-12-31 > payable/5@2020-12-31 H2: due 25, paid 25 fen
returned > herd/firm/head H2: due None, paid 2 head
guarantee > owed/5@2021-12-31 H1: due 100, paid None fen
guarantee > owed/5@2021-12-31 H2: due 100, paid None fen
guarantee > payable/5 H1: due None, paid 100 fen
guarantee > payable/5 H2: due None, paid 100 fen
levy > owed/6@2021-12-31 east: due 9, paid None fen
levy > owed/6@2021-12-31 west: due 9, paid None fen
levy > party/village east: due None, paid 9 fen
levy > party/village west: due None, paid 9 fen"""


def test_each_amount_that_became_due_or_was_paid(two):
    first, then = two

    assert DUES_FIRST.splitlines() == [*map(due_row, dues_and_lines(first))]
    assert DUES_THEN.splitlines() == [*map(due_row, dues_and_lines(then))]


def test_what_is_set_aside_in_a_named_fund_has_its_name(two):
    fund = next(flow for flow in two[0].flows if flow.target == "fund/reserve")
    named = evolve(two[0], accounts={"fund/reserve": FUND_OF_THE_POOR}, flows=(fund,))

    (row,) = dues_and_lines(named)
    assert (row.says.zh, row.says.en) == ("提取扶贫基金", "reserve")


def test_what_is_no_reserve_keeps_its_name_in_a_fund():
    parts = (
        SplitPart("deposit", Fraction(1, 2), kind=Kind.INSURANCE),
        SplitPart("reserve", Fraction(1, 2)),
    )
    split = Split(id="6", of="profit", parts=parts)
    done = settled(contract(split), WHO, amounts={"profit": 100})

    found = [(row.says.zh, row.says.en, row.due) for row in dues_and_lines(done)]
    assert found == [("保险赔款", "insurance", 50), ("提取公积金", "reserve", 50)]


def test_what_is_left_for_the_next_year(two):
    first, then = (done.books for done in two)

    assert [*map(claim_row, first.claims)] == [
        "lent/4 2020-12-31 member H2: 2 head",
        "owed/5 2020-12-31 member H1: 24 fen",
        "owed/5 2020-12-31 member H2: 25 fen",
    ]
    assert [*map(claim_row, then.claims)] == ["deficit/profit 2021-12-31 contract A: 5 fen"]
    assert {"reserve": {"A": 100}} == first.funds == then.funds
    assert first.year_to_date == {
        "5": {"H1": 76, "H2": 75},
        "7": {"H1": 451, "H2": 450},
        "owed/5": {"H1": 100, "H2": 100},
    }
    assert then.year_to_date == {
        "5": {"H1": 100, "H2": 100},
        "owed/5": {"H1": 100, "H2": 100},
    }
    assert then.settled == (two[0].period, two[1].period)


def test_what_was_got_to_date_grows_within_the_year():
    agreement = contract(*CLAUSES[1:2], *CLAUSES[-1:])
    books = None
    for first, last in ((1, 6), (7, 12)):
        period = Period(date(2020, first, 1), date(2020, last, 30 if last == 6 else 31))
        who = WHO if first == 1 else evolve(WHO, households=(*WHO.households, LATE))
        facts = facts_of(period, amounts={"profit": 100 * first}, put_up={"firm": 50})
        books = settle(agreement, who, facts, books).books

    assert books.year_to_date == {
        "5": {"H1": 25, "H2": 25},
        "7": {"H1": 284, "H2": 283, "H3": 233},
        "owed/5": {"H1": 200, "H2": 200, "H3": 100},
    }


BY_MU = Dividend(id="7", of="profit", to="members", by=Measured("mu"))
NOBODY = evolve(BY_MU, by=Measured("kg"))


@pytest.mark.parametrize(
    ("clauses", "rows"),
    [
        (
            (evolve(NOBODY, rest="reserve"),),
            ["reserve 提取公积金: base/profit > fund/reserve (100,)"],
        ),
        (
            (evolve(NOBODY, rest="firm"),),
            ["dividend 分红: base/profit > party/firm (100,)"],
        ),
        (
            (evolve(NOBODY, rest="pool"), evolve(BY_MU, id="8", of="pool")),
            [
                "transfer 转入: base/profit > pool/pool (100,)",
                "dividend 分红: pool/pool > payable/8 (100, 0) by share",
            ],
        ),
        (
            (evolve(BY_MU, at_most=Fixed(60), rest="reserve"),),
            [
                "dividend 分红: base/profit > payable/7 (60, 0) by share",
                "reserve 提取公积金: base/profit > fund/reserve (40,)",
            ],
        ),
        (
            (
                Split(
                    id="6",
                    of="profit",
                    parts=(
                        SplitPart("firm", Fraction(1, 2)),
                        SplitPart("deposit", Fraction(1, 4), kind=Kind.RESERVE),
                        SplitPart("pool", Fraction(1, 4)),
                    ),
                ),
                evolve(BY_MU, id="8", of="pool"),
            ),
            [
                "dividend 分红: base/profit > party/firm (50,) by share",
                "reserve 提取公积金: base/profit > fund/deposit (25,) by share",
                "transfer 转入: base/profit > pool/pool (25,) by share",
                "dividend 分红: pool/pool > payable/8 (25, 0) by share",
            ],
        ),
        (
            (Retention(id="6", of="profit", to="reserve"),),
            ["reserve 提取公积金: base/profit > fund/reserve (100,) by balance"],
        ),
    ],
    ids=range(6),
)
def test_what_a_division_gives_is_called_by_where_it_goes(clauses, rows):
    who = register(("H1", "1"), ("H2", "0"))
    given = {"activity": {"kg": {}}} if "kg" in repr(clauses) else {}
    done = settled(contract(*clauses), who, amounts={"profit": 100}, **given)

    assert rows == [
        f"{flow.kind.value} {flow.says.zh}: {flow.source} > {flow.target} {flow.amounts}"
        + (f" by {flow.figure.op}" if flow.figure else "")
        for flow in done.flows
        if flow.clause != "payout"
    ]
    got = {"H1": sum(flow.amounts[0] for flow in done.flows if flow.target == "end/cash")}
    assert list(done.books.year_to_date.values()) == [got] * bool(got["H1"])
