"""A loss that is shared: who bears it, with what, and what stays."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from contract_builders import (
    BASES,
    FIRST,
    FUNDS,
    MEASURES,
    contract,
    numbers_of,
    paid,
    register,
    settled,
    version,
)
from hypothesis import given
from hypothesis import strategies as st

from sanbian import (
    Books,
    Claim,
    Dividend,
    Facts,
    Fixed,
    Fund,
    Household,
    InvalidInputError,
    Kind,
    LossPart,
    LossSharing,
    Measured,
    MissingFactError,
    NamedMeasure,
    OddFen,
    PartFacts,
    Payment,
    Period,
    Register,
    Status,
    apportion,
    describe,
    explain,
    lines,
    settle,
    years,
)
from sanbian.files import contract_text, load_contract
from sanbian.report import slips, summary

CAPITAL = NamedMeasure(id="put_in", name="出资额", unit="yuan")
OWN = Fund(id="capital", name="成员出资", per_member=True, opens_with="put_in")
RISK = Fund(id="risk", name="风险金", opening=1000)
GIVEN = {"funds": (*FUNDS, OWN, RISK), "measures": (*MEASURES, CAPITAL)}
HOLDERS = LossPart(
    to="members", ratio=Fraction(2, 5), by=Measured("put_in"), reduces="capital"
)
FIRM = LossPart(to="firm", ratio=Fraction(3, 5))
SHARING = LossSharing(
    id="8", of="profit", first=("risk", "county"), parts=(FIRM, HOLDERS), rest="deficit"
)
DIVIDEND = Dividend(id="7", of="profit", to="members", by=Measured("put_in"))


def who(*capitals):
    return Register(
        households=tuple(
            Household(
                code=f"H{number}",
                measures={"put_in": Fraction(capital)},
            )
            for number, capital in enumerate(capitals, 1)
        )
    )


def year_of(sharing, people, profit, number=2020, books=None, **given):
    agreement = contract(sharing, DIVIDEND, **GIVEN)
    return settled(agreement, people, number, books, amounts={"profit": profit}, **given)


def deficit(settlement):
    return sum(
        claim.amount
        for claim in settlement.books.claims
        if claim.account == "deficit/profit"
    )


def test_funds_and_insurers_come_first_then_the_sides_by_ratio():
    done = year_of(SHARING, who(6000, 2000), -10_000, put_up={"county": 4000, "firm": 5000})

    # 10,000 - 1,000 risk - 4,000 insurer = 5,000; 60 % firm, 40 % members by capital
    assert done.books.funds["risk"] == {"A": 0}
    assert done.books.funds["capital"] == {"H1": 4500, "H2": 1500}
    assert deficit(done) == 0
    assert [(line.payer, line.holder, line.amount) for line in lines(done)] == [
        ("fund/risk", "", 1000),
        ("pocket/county", "", 4000),
        ("pocket/firm", "", 3000),
        ("fund/capital", "H1", 1500),
        ("fund/capital", "H2", 500),
    ]
    assert {line.kind for line in lines(done)} == {Kind.LOSS}


def test_what_a_party_does_not_put_up_and_what_is_above_the_capital_stays_a_deficit():
    done = year_of(SHARING, who(600, 200), -10_000, put_up={"county": 0, "firm": 5000})

    # 9,000: firm 5,400 of which 5,000; members 3,600 of which 800
    assert done.books.funds["capital"] == {"H1": 0, "H2": 0}
    assert deficit(done) == 400 + 2800
    later = year_of(SHARING, who(600, 200), 4000, 2021, done.books)
    assert deficit(later) == 0
    assert paid(later) == [600, 200]


def test_the_rest_may_be_a_partys_own():
    sharing = evolve(SHARING, parts=(), first=("risk",), rest="firm")
    own_risk = tuple(evolve(base, carry_loss=False) for base in BASES)
    agreement = contract(sharing, DIVIDEND, **GIVEN, bases=own_risk)
    done = settled(agreement, who(1), amounts={"profit": -3000})

    assert [line.amount for line in lines(done)] == [1000, 2000]
    assert deficit(done) == 0
    with pytest.raises(MissingFactError, match="lacking"):
        settled(agreement, who(1), amounts={"profit": -3000}, put_up={"firm": 1500})


@pytest.mark.parametrize(
    ("loss", "left", "unabsorbed"), [(70, [30, 100], 0), (230, [0, 0], 30)]
)
def test_balances_are_written_off_in_order(loss, left, unabsorbed):
    """Hastructure, UtilTest paySeqTest: waterfall/hast/004 and 006."""
    funds = (Fund(id="a", name="甲", opening=100), Fund(id="b", name="乙", opening=100))
    sharing = evolve(SHARING, first=("a", "b"), parts=())
    done = settled(
        contract(sharing, evolve(DIVIDEND, by=Measured("equal")), funds=funds),
        register("H1"),
        amounts={"profit": -loss},
    )

    assert [done.books.funds[name]["A"] for name in "ab"] == left
    assert deficit(done) == unabsorbed


def test_nothing_happens_without_a_loss():
    done = year_of(SHARING, who(1, 1), 100)

    assert paid(done) == [50, 50]
    assert "risk" not in done.books.funds  # untouched: it opens when it is first used


# Holders


PEOPLE = Register(
    households=(
        Household(code="H1", measures={"put_in": Fraction(1000)}),
        Household(code="H2", measures={"put_in": Fraction(1000)}),
        Household(
            code="H3",
            measures={"put_in": Fraction(2000)},
            status=((FIRST, Status.POOR),),
        ),
    )
)


@pytest.mark.parametrize(
    ("exempt_part", "borne", "stays"),
    [("others", [200, 200, 0], 0), ("rest", [100, 100, 0], 200)],
)
def test_who_is_exempt_bears_nothing_and_the_contract_says_who_does(
    exempt_part, borne, stays
):
    part = evolve(
        HOLDERS, ratio=Fraction(1), exempt=("poor", "monitored"), exempt_part=exempt_part
    )
    done = year_of(evolve(SHARING, first=(), parts=(part,)), PEOPLE, -400)

    assert [1000 - borne[0], 1000 - borne[1], 2000] == list(
        done.books.funds["capital"].values()
    )
    assert deficit(done) == stays


def test_nobody_bears_more_than_is_stated_and_the_others_bear_what_is_above():
    part = evolve(
        HOLDERS, ratio=Fraction(1), by=Measured("equal"), at_most=Measured("put_in")
    )
    sharing = evolve(SHARING, first=(), parts=(evolve(part, reduces=None, set_off=("7",)),))
    done = year_of(sharing, who(100, 500), -400)

    assert numbers_of(done, "owing") == [100, 300]
    assert deficit(year_of(sharing, who(100, 200), -400)) == 100


def test_what_is_set_off_is_taken_from_the_named_clauses_now_and_later():
    rent = Payment(
        id="3",
        kind=Kind.RENT,
        to="members",
        paid_from=("firm",),
        amount=Fixed(50),
        unpaid="carry",
    )
    wage = evolve(rent, id="4", kind=Kind.WAGE, amount=Fixed(30))
    part = evolve(HOLDERS, reduces=None, set_off=("3", "7"))
    agreement = contract(
        rent, wage, evolve(SHARING, first=(), parts=(FIRM, part)), DIVIDEND, **GIVEN
    )
    people = who(100, 300)
    first = settled(agreement, people, amounts={"profit": -1000})
    assert numbers_of(first, "owing") == [50, 250]
    assert paid(first) == [30, 30]

    second = settled(agreement, people, 2021, first.books, amounts={"profit": 400})
    assert paid(second) == [100 + 30, 300 + 50 - 250 + 30]
    assert numbers_of(second, "owing") == [0, 0]
    assert "承担亏损" in describe(explain(second, "H2"), "zh")


@given(
    st.integers(1, 10**6),
    st.lists(st.integers(1, 500), min_size=1, max_size=6),
    st.fractions(Fraction(1, 100), Fraction(99, 100), max_denominator=100),
    st.sampled_from([OddFen.LARGEST_REMAINDER, OddFen.FIRST, OddFen.LAST]),
)
def test_a_loss_is_borne_as_a_gain_would_be_shared(loss, capitals, ratio, odd_fen):
    parts = (
        evolve(FIRM, ratio=1 - ratio),
        evolve(HOLDERS, ratio=ratio, reduces=None, set_off=("7",)),
    )
    agreement = contract(evolve(SHARING, first=(), parts=parts), DIVIDEND, **GIVEN)
    agreement = evolve(
        agreement, versions=(evolve(agreement.versions[0], odd_fen=odd_fen),)
    )
    done = settled(agreement, who(*capitals), amounts={"profit": -loss})
    of_firm, of_members = apportion(-loss, (1 - ratio, ratio), odd_fen).parts

    assert deficit(done) == 0
    assert [line.amount for line in lines(done)] == [-of_firm] * bool(of_firm)
    assert numbers_of(done, "owing") == [
        -part for part in apportion(of_members, capitals, odd_fen).parts
    ]


@given(st.integers(0, 5000), st.integers(0, 3000), st.integers(0, 3000))
def test_every_fen_of_a_loss_is_borne_or_stays(loss, by_county, by_firm):
    done = year_of(
        SHARING, who(700, 400), -loss, put_up={"county": by_county, "firm": by_firm}
    )

    borne = sum(line.amount for line in lines(done))
    assert borne + deficit(done) == loss
    assert sum(done.books.funds["capital"].values()) >= 0


def test_the_report_tells_who_bore_what():
    part = evolve(HOLDERS, ratio=Fraction(1, 5))
    later = evolve(part, reduces=None, set_off=("7",))
    sharing = evolve(SHARING, parts=(FIRM, part, later))
    done = year_of(sharing, who(1500, 500), -6000, put_up={"county": 0})
    after = year_of(sharing, who(1500, 500), 2000, 2021, done.books)

    assert [told(row) for row in summary(done).clauses] == [
        (["风险金", "公司"], "已弥补亏损", 4000, 4000),
        (["成员出资"], "已弥补亏损", 1000, 1000),
    ]
    assert told(summary(after).clauses[-1]) == (["农户"], "已弥补亏损", 1000, 1000)
    assert [note.about for note in done.notices] == ["owing"]


def told(row):
    return [payer.zh for payer in row.payers], row.payee.zh, row.due, row.paid


# What is refused


@pytest.mark.parametrize(
    ("sharing", "english"),
    [
        (evolve(SHARING, of="pool"), "base"),
        (evolve(SHARING, first=("local_fund",)), "expected one of the whole contract"),
        (evolve(SHARING, first=("capital",)), "expected one of the whole contract"),
        (evolve(SHARING, rest="village"), "expected one of the whole contract"),
        (evolve(SHARING, rest="risk"), "party, or deficit"),
        (evolve(SHARING, of="income"), "expected carry_loss = true of 'income'"),
        (evolve(SHARING, parts=(FIRM,)), "sum to exactly 100%"),
        (evolve(SHARING, parts=(evolve(FIRM, by=Measured("mu")), HOLDERS)), "only to and ratio"),
        (evolve(SHARING, parts=(evolve(FIRM, set_off=("7",)), HOLDERS)), "only to and ratio"),
    ],
)  # fmt: skip
def test_a_sharing_that_leaves_open_who_bears_what_is_refused(sharing, english):
    with pytest.raises(InvalidInputError, match=english):
        contract(sharing, DIVIDEND, **GIVEN)


@pytest.mark.parametrize(
    ("given", "english"),
    [
        ({"by": None}, "by what each holder"),
        ({"reduces": None}, "reduces or set_off, got nothing"),
        ({"set_off": ("7",)}, "reduces or set_off, got both"),
        ({"reduces": "risk"}, "expected a fund of each holder"),
        ({"exempt": ("poor",)}, "who bears the part"),
        ({"exempt_part": "rest"}, "who bears the part"),
        ({"exempt": ("rich",), "exempt_part": "rest"}, "poverty status"),
        ({"reduces": None, "set_off": ("8",)}, "clause that pays holders"),
    ],
)
def test_holders_who_bear_a_part_must_know_what_with(given, english):
    with pytest.raises(InvalidInputError, match=english):
        contract(evolve(SHARING, parts=(FIRM, evolve(HOLDERS, **given))), DIVIDEND, **GIVEN)


def test_a_sharing_is_written_and_read_again(tmp_path):
    part = evolve(HOLDERS, exempt=("poor",), exempt_part="rest", at_most=Fixed(100))
    agreement = contract(evolve(SHARING, parts=(FIRM, part)), DIVIDEND, **GIVEN)
    path = tmp_path / "contract.toml"
    path.write_text(contract_text(agreement), encoding="utf-8")

    assert load_contract(path) == agreement


def test_what_is_to_be_borne_waits_while_the_named_clauses_give_nothing():
    part = evolve(HOLDERS, ratio=Fraction(1), reduces=None, set_off=("7",))
    once = evolve(DIVIDEND, years=years("1"))
    agreement = contract(evolve(SHARING, first=(), parts=(part,)), once, **GIVEN)
    first = settled(agreement, who(1), amounts={"profit": -100})
    second = settled(agreement, who(1), 2021, first.books, amounts={"profit": 100})

    assert numbers_of(second, "owing") == [100]
    assert paid(second) == [0]


def test_a_household_is_told_what_was_taken_from_its_own_fund():
    done = year_of(SHARING, who(6000, 2000), -10_000, put_up={"county": 4000})
    told = describe(explain(done, "H1"), "zh", whole=True)

    assert (
        "承担亏损，冲减成员出资 15.00 元（第8条）：成员应承担亏损 20.00 元 × 出资额 60.00 元"
        in told
    )
    assert "净利润亏损待补 50.00 元" in told
    assert "loss borne out of 成员出资 15.00 yuan" in describe(explain(done, "H1"), "en")
    assert "承担亏损，冲减成员出资" in str(slips(done, "zh"))


def test_each_part_of_a_period_shares_its_own_loss():
    part = evolve(HOLDERS, ratio=Fraction(1, 5))
    later = evolve(part, reduces=None, set_off=("7",))
    sharing = evolve(SHARING, parts=(FIRM, part, later), first=())
    versions = tuple(
        version(sharing, DIVIDEND, since=since) for since in (FIRST, date(2020, 7, 1))
    )
    parts = tuple(
        PartFacts(period=Period(start, end), amounts={"profit": profit})
        for start, end, profit in (
            (FIRST, date(2020, 6, 30), -1000),
            (date(2020, 7, 1), date(2020, 12, 31), -500),
        )
    )
    agreement = contract(versions=versions, **GIVEN)
    done = settle(agreement, who(600, 400), Facts(parts=parts))

    assert done.books.funds["capital"] == {"H1": 600 - 180, "H2": 400 - 120}
    assert numbers_of(done, "owing") == [180, 120]
    assert deficit(done) == 0


def test_a_loss_of_holders_that_the_contract_does_not_know_is_refused():
    books = Books(
        contract="A",
        claims=(
            Claim(account="loss/8/x", since=FIRST, level="member", key="H1", amount=5),
        ),
    )

    with pytest.raises(InvalidInputError, match="members or share class"):
        year_of(SHARING, who(100), 0, 2021, books)
