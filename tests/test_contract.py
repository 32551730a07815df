"""Contracts that cannot be settled: each is refused with its place and what to do."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import BASES, FIRST, FUNDS, PARTIES, contract, version

from sanbian import (
    Allotment,
    ByStatus,
    Contract,
    Dividend,
    Escalating,
    Fixed,
    Fund,
    Greatest,
    Guarantee,
    InvalidInputError,
    Kind,
    Measured,
    OddFen,
    PartOf,
    Party,
    PartyRole,
    PatronageRefund,
    Payment,
    PerUnit,
    Phase,
    Phased,
    PreferredDividend,
    Product,
    Reserve,
    Retention,
    ShareClass,
    SharedTotal,
    Split,
    SplitPart,
    SumOf,
    TopUp,
    Vehicle,
    years,
)

RENT = Payment(
    id="3",
    kind=Kind.RENT,
    to="members",
    paid_from=("firm",),
    amount=Fixed(1),
    unpaid="carry",
)
DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("equal"))
SPLIT = Split(
    id="1",
    of="profit",
    parts=(SplitPart("pool", Fraction(1, 2)), SplitPart("firm", Fraction(1, 2))),
)
OF_POOL = evolve(DIVIDEND, of="pool")
TOP_UP = TopUp(
    id="9",
    to="members",
    paid_from=("firm",),
    amount=Fixed(1),
    counting=("3",),
    within="period",
    unpaid="carry",
)
FILL = evolve(SPLIT, parts=(SplitPart("pool", Fraction(1)),))
LOCAL = (FILL, Allotment(id="2", of="pool", to="local", by=Measured("mu")))


def rent(amount):
    return contract(evolve(RENT, amount=amount))


def half(to):
    return (SplitPart(to, Fraction(1, 2)), SplitPart("firm", Fraction(1, 2)))


REFUSED = {
    "a name twice": (
        lambda: contract(RENT, parties=(*PARTIES, PARTIES[0])),
        "each name once",
    ),
    "a reserved word": (
        lambda: contract(RENT, funds=(Fund(id="shares", name="x"),)),
        "no reserved word",
    ),
    "no version": (
        lambda: Contract(
            id="A", title="A", vehicle=Vehicle.COMPANY, starts=FIRST, versions=()
        ),
        "at least one version",
    ),
    "versions out of order": (
        lambda: contract(versions=(version(RENT), version(RENT))),
        "a day after 2020-01-01",
    ),
    "ends before it starts": (
        lambda: contract(RENT, ends=date(2019, 1, 1)),
        "not before the start",
    ),
    "a clause twice": (lambda: contract(RENT, RENT), "a number of its own"),
    "a reserved sign": (lambda: contract(evolve(RENT, id="3@a")), "a number of its own"),
    "an unknown payer": (
        lambda: contract(evolve(RENT, paid_from=("firn",))),
        "did you mean one of: firm",
    ),
    "a party as base": (
        lambda: contract(evolve(DIVIDEND, of="firm")),
        "expected a declared base, pool or common fund",
    ),
    "an unknown taker": (
        lambda: contract(evolve(RENT, to="nobody")),
        "expected a declared taker",
    ),
    "an unknown rest": (
        lambda: contract(evolve(DIVIDEND, rest="nobody")),
        "expected a declared taker",
    ),
    "an unknown account": (
        lambda: contract(versions=(version(RENT, left_to="nobody"),)),
        r"versions\[0\]\.left_to",
    ),
    "odd fen nowhere": (
        lambda: contract(versions=(version(RENT, odd_fen=OddFen.TO_ACCOUNT),)),
        "the account for the odd fen",
    ),
    "yuan without a rest": (
        lambda: contract(versions=(version(RENT, pay_in="yuan"),)),
        "does not fill a yuan",
    ),
    "a pool not filled": (lambda: contract(OF_POOL), "an earlier clause to fill 'pool'"),
    "a pool not divided": (lambda: contract(SPLIT), "a clause that divides 'pool'"),
    "counting nothing": (
        lambda: contract(TOP_UP),
        "expected a declared clause number, got '3'",
    ),
    "besides nothing": (
        lambda: contract(evolve(SPLIT, besides=("8",)), OF_POOL),
        "expected a declared clause number, got '8'",
    ),
    "a wrong kind": (
        lambda: contract(evolve(RENT, kind=Kind.GUARANTEE)),
        "a kind of payment",
    ),
    "a rate above all": (
        lambda: contract(
            PreferredDividend(
                id="6",
                of="profit",
                to="members",
                rate=Fraction(2),
                on="own",
                cumulative=False,
                participating=True,
            )
        ),
        "a rate from 0 to 100%, got 2",
    ),
    "ratios": (
        lambda: contract(evolve(SPLIT, parts=half("pool")[:1]), OF_POOL),
        "sum to exactly 100%, got 50%",
    ),
    "negative ratios": (
        lambda: contract(
            evolve(
                SPLIT,
                parts=(SplitPart("pool", Fraction(2)), SplitPart("firm", Fraction(-1))),
            ),
            OF_POOL,
        ),
        "above zero",
    ),
    "two bases": (
        lambda: contract(
            SPLIT, OF_POOL, evolve(SPLIT, id="2", of="income", parts=half("reserve"))
        ),
        "one base for the part of 'firm'",
    ),
    "a low refund": (
        lambda: contract(
            PatronageRefund(
                id="8", of="profit", to="members", by=Measured("kg"), rate=Fraction(1, 2)
            )
        ),
        "a patronage rate of at least 60%",
    ),
    "a late reserve": (
        lambda: contract(
            DIVIDEND, Reserve(id="8", of="profit", rate=Fraction(1, 10), to="reserve")
        ),
        "the reserve before 'profit'",
    ),
    "a village share of all": (
        lambda: contract(evolve(SPLIT, parts=half("village"))),
        "to be allotted to the groups first",
    ),
    "all from a village": (
        lambda: contract(*LOCAL, evolve(SPLIT, id="4", of="local", parts=half("village"))),
        "to be split within the group",
    ),
    "an unknown status": (lambda: contract(evolve(RENT, status="pooor")), "poverty status"),
    "entry of a party": (
        lambda: contract(
            evolve(RENT, to="county", years=years("1-"), counted_from="entry")
        ),
        "only for holders",
    ),
    "a negative limit": (
        lambda: contract(
            RENT,
            parties=(
                Party(id="firm", name="公司", role=PartyRole.OPERATOR, pays_up_to=-1),
            ),
        ),
        "at least zero, got -1",
    ),
    "a negative opening": (
        lambda: contract(
            RENT, funds=(*FUNDS[1:], Fund(id="reserve", name="x", opening=-1))
        ),
        "at least zero, got -1",
    ),
    "a negative par": (
        lambda: contract(RENT, share_classes=(ShareClass(id="land", name="x", par=-1),)),
        "at least zero, got -1",
    ),
    "a number as amount": (
        lambda: rent(Measured("mu")),
        "an amount of money, got a number",
    ),
    "mixed units": (
        lambda: rent(SumOf((Fixed(1), Measured("mu")))),
        "money and numbers mixed",
    ),
    "money squared": (
        lambda: rent(Product((Fixed(1), Fixed(2)))),
        "money and numbers mixed",
    ),
    "an unknown measure": (
        lambda: rent(PerUnit(Fraction(1), "mv")),
        "a declared measure, got 'mv'",
    ),
    "an unknown amount": (
        lambda: rent(Greatest((PartOf(Fraction(1), "profits"), Fixed(1)))),
        "did you mean one of: profit",
    ),
    "an unknown measure inside": (
        lambda: rent(SharedTotal(Fixed(1), Measured("mv"))),
        r"amount\.by\.of",
    ),
    "a weight for no status": (
        lambda: rent(Product((ByStatus({"rich": Fraction(1)}), Fixed(1)))),
        "expected a declared poverty status, got 'rich'",
    ),
    "growth without years": (
        lambda: rent(
            Escalating(
                amount=Fixed(1),
                every_years=0,
                rate=Fraction(1),
                method="simple",
                counted_from="start",
            )
        ),
        "at least one year, got 0",
    ),
    "no terms": (lambda: rent(SumOf(())), "at least one term, got none"),
    "a gap between phases": (
        lambda: rent(Phased((Phase(years("2-"), Fixed(1)),), "start")),
        "from year 1, got 2-",
    ),
    "phases that stop": (
        lambda: rent(Phased((Phase(years("1-2"), Fixed(1)),), "start")),
        "none from year 3 on",
    ),
    "floats": (
        lambda: rent(Product((ByStatus({"poor": 0.5}), Fixed(1)))),
        "an exact number, got 0.5",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_contract_that_cannot_be_settled_is_refused(name):
    make, says = REFUSED[name]
    with pytest.raises(InvalidInputError, match=says) as raised:
        make()

    for problem in raised.value.problems:
        assert problem.at.startswith("$")
        assert problem.says.zh
        assert problem.do.zh


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(InvalidInputError) as raised:
        contract(evolve(RENT, paid_from=("x",), to="y"), SPLIT, bases=BASES)

    assert len(raised.value.problems) == 3


def test_two_bases_may_both_be_due_or_hold_in_different_years():
    other = evolve(SPLIT, id="2", of="income", parts=half("reserve"))

    assert contract(SPLIT, OF_POOL, evolve(other, besides=("1",))).id == "A"
    apart = (evolve(SPLIT, years=years("1-2")), OF_POOL, evolve(other, years=years("3-")))
    assert contract(*apart).id == "A"


def test_a_guarantee_and_a_share_of_other_holders_need_not_combine():
    guarantee = Guarantee(
        id="5",
        to="land",
        paid_from=("firm",),
        amount=Fixed(1),
        charged="cost",
        unpaid="carry",
    )
    classes = (ShareClass(id="land", name="x"), ShareClass(id="poor", name="y"))

    assert contract(guarantee, evolve(DIVIDEND, to="poor"), share_classes=classes).id == "A"


def test_money_of_a_village_stays_in_the_village():
    inside = evolve(
        SPLIT,
        id="4",
        of="local",
        parts=(
            SplitPart("village", Fraction(1, 2)),
            SplitPart("local_fund", Fraction(1, 2)),
        ),
    )

    assert contract(*LOCAL, inside).id == "A"
    assert contract(*LOCAL, Retention(id="4", of="local", to="reserve")).id == "A"
