"""The tricky cases over several years or versions, and those of one pool."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

from contract_builders import (
    FUNDS,
    MEASURES,
    PARTIES,
    contract,
    paid,
    register,
    settled,
    version,
)
from tricky import case, parts_by

from sanbian import (
    Base,
    BaseKind,
    Dividend,
    Facts,
    Fixed,
    Fund,
    Guarantee,
    Household,
    Kind,
    Measured,
    NamedMeasure,
    OddFen,
    PartFacts,
    PartOf,
    Payment,
    Period,
    Register,
    SharedTotal,
    Split,
    SplitPart,
    TopUp,
    apportion_within,
    lines,
    rational,
    settle,
    statements,
    years,
)


def versions_of_t08(one, two, floor):
    return (
        version(
            Split(
                id="1",
                of="income",
                parts=(
                    SplitPart("pool", rational(one["poor_equal"])),
                    SplitPart("village_fund", rational(one["collective"])),
                    SplitPart("firm", rational(one["management"])),
                ),
            ),
            Dividend(id="2", of="pool", to="members", by=Measured("equal")),
        ),
        version(
            Payment(
                id="4",
                kind=Kind.LEVY,
                to="county",
                paid_from=("income",),
                amount=Fixed(two["operation_and_maintenance"]),
                unpaid="error",
            ),
            Split(
                id="5",
                of="income",
                parts=(
                    SplitPart("village_fund", rational(two["collective"])),
                    SplitPart("pool", rational(two["labour_pay"])),
                ),
            ),
            Dividend(id="6", of="pool", to="members", by=Measured("days"), kind=Kind.WAGE),
            floor,
            since=date(2020, 6, 1),
        ),
    )


def t08():
    """A version that changes on 1 June, and a yearly floor over both parts."""
    given, _ = case("T08")
    one, two = given["part1"], given["part2"]
    floor = TopUp(
        id="9",
        to="members",
        paid_from=("village_fund",),
        amount=Fixed(given["yearly_floor"]),
        counting=("2", "6"),
        within="year",
        unpaid="error",
    )
    agreement = contract(
        funds=(*FUNDS, Fund(id="village_fund", name="村集体")),
        bases=(
            Base(id="income", name="收入", base=BaseKind.GROSS_RECEIPTS, carry_loss=False),
        ),
        versions=versions_of_t08(one, two, floor),
    )
    codes = [f"H{n}" for n in range(given["households"])]
    days = dict(zip(codes, map(rational, two["days"]), strict=True))
    parts = (
        PartFacts(
            period=Period(date(2020, 1, 1), date(2020, 5, 31)),
            amounts={"income": one["income"]},
        ),
        PartFacts(
            period=Period(date(2020, 6, 1), date(2020, 12, 31)),
            amounts={"income": two["income"]},
            activity={"days": days},
        ),
    )
    return agreement, register(*codes), parts


def check_t08(first, second, funds):
    _, expected = case("T08")
    codes = [f"H{n}" for n in range(4)]
    shared, wages, top_up = (
        parts_by(first, kind=Kind.DIVIDEND, clause="2"),
        parts_by(second, kind=Kind.WAGE),
        parts_by(second, kind=Kind.GUARANTEE),
    )
    assert [shared[code] for code in codes] == expected["part1_members"]
    assert [wages.get(code, 0) for code in codes] == expected["part2_wages"]
    assert [top_up.get(code, 0) for code in codes] == expected["top_up"]
    assert parts_by(first, payee="party/firm") == {"": expected["part1_management"]}
    assert funds["village_fund"] == {"A": expected["collective_closing"]}


def test_t08_a_yearly_floor_sees_both_parts_of_the_year():
    agreement, who, parts = t08()
    done = settle(agreement, who, Facts(parts=parts))

    check_t08(done, done, done.books.funds)
    assert all(each.entitled == each.paid for each in statements(done))


def test_t08_settled_as_two_periods_gives_the_same():
    agreement, who, parts = t08()
    first = settle(agreement, who, Facts(parts=parts[:1]))
    second = settle(agreement, who, Facts(parts=parts[1:]), first.books)

    assert first.books.funds["village_fund"] == {"A": case("T08")[1]["part1_collective"]}
    check_t08(first, second, second.books.funds)


def test_t11_guarantee_and_dividend_are_divided_once():
    given, expected = case("T11")
    agreement = contract(
        Guarantee(
            id="5",
            to="members",
            paid_from=("firm",),
            amount=SharedTotal(PartOf(Fraction(1), "grant"), Measured("equal")),
            charged="cost",
            combine="add",
            unpaid="carry",
        ),
        Dividend(id="7", of="profit", to="members", by=Measured("equal")),
    )
    who = register(*(f"H{n:03d}" for n in range(given["holders"])))
    done = settled(
        agreement,
        who,
        amounts={"profit": given["dividend"]},
        measures={"grant": Fraction(given["guarantee"])},
    )

    def counts(amounts):
        return {str(amount): count for amount, count in Counter(amounts).items()}

    guarantee = parts_by(done, kind=Kind.GUARANTEE)
    dividend = parts_by(done, kind=Kind.DIVIDEND)
    assert counts(paid(done)) == expected["total_counts"]
    assert counts(guarantee.values()) == expected["guarantee_counts"]
    assert counts(dividend.values()) == expected["dividend_counts"]
    assert sum(guarantee.values()) == expected["guarantee_sum"]
    assert sum(dividend.values()) == expected["dividend_sum"]


def test_t13_custody_counts_from_each_holders_own_entry():
    given, expected = case("T13")
    agreement = contract(
        Payment(
            id="3",
            kind=Kind.CUSTODY_FEE,
            to="members",
            paid_from=("firm",),
            amount=Fixed(100000),
            unpaid="carry",
            years=years("1-5"),
            counted_from="entry",
        ),
        Payment(
            id="4",
            kind=Kind.DIVIDEND,
            to="members",
            paid_from=("firm",),
            amount=PartOf(Fraction(7, 10), "own"),
            unpaid="carry",
            years=years("6-"),
            counted_from="entry",
        ),
        starts=date(2019, 1, 1),
        versions=None,
    )
    codes = [f"H{n}" for n in range(3)]
    who = Register(
        households=tuple(
            Household(code=code, entered=date(entry, 1, 1))
            for code, entry in zip(codes, given["entry_year"], strict=True)
        )
    )
    own = {
        code: Fraction(profit)
        for code, profit in zip(codes, given["net_profit_each_year"], strict=True)
    }
    books = None
    for row in expected:
        done = settled(agreement, who, row["year"], books, activity={"own": own})
        books = done.books
        kinds = {line.holder: line.kind.value.replace("_", " ") for line in lines(done)}

        assert paid(done) == row["pay"]
        assert [kinds.get(code, "none") for code in codes] == row["kind"]


def test_t14_floors_and_caps_out_of_one_pool():
    given, expected = case("T14")
    names = ("low", "high")
    extra = tuple(NamedMeasure(id=name, name=name, unit="yuan") for name in names)
    agreement = contract(
        Dividend(
            id="7",
            of="profit",
            to="members",
            by=Measured("mu"),
            at_least=Measured("low"),
            at_most=Measured("high"),
        ),
        measures=(*MEASURES, *extra),
        parties=PARTIES,
    )
    who = register(*((f"H{n}", weight) for n, weight in enumerate(given["weights"])))
    high = [given["pool"] if cap is None else cap for cap in given["at_most"]]
    activity = {
        name: {f"H{n}": Fraction(bound) for n, bound in enumerate(bounds)}
        for name, bounds in zip(names, (given["at_least"], high), strict=True)
    }
    done = settled(agreement, who, amounts={"profit": given["pool"]}, activity=activity)

    assert paid(done) == expected["paid"]
    shared = apportion_within(
        given["pool"],
        given["weights"],
        OddFen.LARGEST_REMAINDER,
        at_least=given["at_least"],
        at_most=given["at_most"],
    )
    assert list(shared.parts) == expected["paid"]
