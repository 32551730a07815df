"""Both roads of a batch come to the same, feature by feature."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from batch_builders import (
    FIRST,
    PAYER,
    books_of,
    both,
    contracts,
    form,
    households,
    lines_of,
    payment,
)
from many_tables import table

from sanbian import (
    Allotment,
    ByStatus,
    Dividend,
    Fixed,
    Fund,
    Guarantee,
    Measured,
    PartOf,
    Period,
    PerUnit,
    Reserve,
    SharedTotal,
    Split,
    SplitPart,
    TopUp,
)


@pytest.mark.parametrize(
    ("term", "columns"),
    [
        (PerUnit(Fraction(7), "mu"), {"measure.mu": ["1/3", "2", "0", "5.5", "4/7"]}),
        (PerUnit(Fraction(7), "people"), {"people": [1, 2, 3, 0, 5]}),
        (PerUnit(Fraction(7), "people"), {}),
        (PerUnit(Fraction(7), "shares"), {"shares.money": [1, 2, 0, 3, 4]}),
        (
            PerUnit(Fraction(7), "shares"),
            {
                "shares.money": [1, 2, 0, 3, 4],
                "shares.land": [Decimal("0.5"), *map(Decimal, (1, 2, 3, 4))],
            },
        ),
        (PerUnit(Fraction(7), "shares"), {}),
        (
            SharedTotal(Fixed(1000), Measured("share_capital")),
            {"shares.land": [1, 2, 3, 4, 5], "shares.money": [0] * 5},
        ),
        (SharedTotal(PartOf(Fraction(1) / 10, "grant"), Measured("equal")), {}),
        (SharedTotal(PartOf(Fraction(1) / 10, "profit"), Measured("equal")), {}),
        (Fixed(33), {"status": ["poor", None, "general", "monitored", "graduated"]}),
        (Fixed(33), {"entered": [date(2021, 5, 1), date(2022, 1, 1), None, None, FIRST]}),
        (Fixed(33), {"left": [date(2021, 5, 1), date(2021, 12, 31), None, None, FIRST]}),
    ],
)
@pytest.mark.parametrize("status", [None, "poor", "general"])
def test_amounts_by_measures_shares_status_and_days(term, columns, status):
    clause = payment(term, status=status)
    agreed = contracts(
        **{
            "measure.grant": [1_000_001, 77],
            "put_up.firm": [None, 50],
            "amount.profit": [777, 5],
        }
    )

    columns = {"status": ["general"] * 5, **columns} if status else columns
    shares_among_nobody = isinstance(term, SharedTotal) and status == "poor"
    both(
        form(clause),
        households(**columns),
        agreed,
        alone="AB" if shares_among_nobody else "",
    )


def test_shares_weigh_by_class_and_by_status():
    made = form(
        Split(
            id="1",
            of="profit",
            parts=(
                SplitPart("farmers", Fraction(2) / 3),
                SplitPart("firm", Fraction(1) / 3),
            ),
        ),
        Dividend(id="2", of="farmers", to="land", by=Measured("shares")),
        Dividend(
            id="3",
            of="income",
            to="members",
            by=ByStatus({"poor": Fraction(2), "general": Fraction(1)}),
        ),
    )
    people = households(
        **{
            "shares.land": ["1/3", "0", "2", "1", "1"],
            "status": ["poor", "general", "poor", "general", "general"],
        }
    )

    both(made, people, contracts(**{"amount.profit": [1001, 50], "amount.income": [7, 1]}))


def test_groups_share_by_weights_of_their_own():
    made = form(
        Split(id="1", of="profit", parts=(SplitPart("teams", Fraction(1)),)),
        Allotment(id="2", of="teams", to="mine", by=Measured("weight")),
        Split(
            id="3",
            of="mine",
            parts=(
                SplitPart("team", Fraction(1) / 4),
                SplitPart("of_team", Fraction(3) / 4),
            ),
        ),
    )
    people = households(group=["south", "north", "south", None, "north"])
    groups = table(
        [
            {"contract": "A", "group": "north", "measure.weight": "1/3"},
            {"contract": "A", "group": "south", "measure.weight": "2"},
            {"contract": "B", "group": "", "measure.weight": "1"},
        ],
        ["contract", "group"],
    )
    agreed = contracts(**{"amount.profit": [1001, 50]})
    first = both(made, people, agreed, groups=groups)

    assert {row["group"] for row in lines_of(first)} >= {"north", "south"}
    both(made, people, agreed, groups=groups, number=2022, books=books_of(first))
    strange = table(
        [{"contract": "A", "group": "east", "measure.weight": "1"}], ["contract", "group"]
    )
    both(made, people, agreed, groups=pa.concat_tables([strange, groups]), alone="A")
    late = table(
        [*groups.to_pylist(), {"contract": "B", "group": "east", "measure.weight": "1"}],
        ["contract", "group"],
    )
    both(made, people, agreed, groups=late, alone="B")
    large = {"contract": "A", "group": "south", "measure.weight": str(2**70)}
    fine = {"contract": "B", "group": "", "measure.weight": "1"}
    beyond = table([large, fine], ["contract", "group"])
    both(made, people, agreed, groups=beyond, alone="A")
    gone = households(group=["south", "south", "south", None, "north"])
    without = groups.slice(1)
    both(made, gone, agreed, groups=without, number=2022, books=books_of(first), alone="AB")


YEARS = (
    payment(PerUnit(Fraction(500), "mu"), id_="1", paid_from=("firm", "county")),
    Reserve(id="2", of="profit", rate=Fraction(1) / 10, to="reserve"),
    Guarantee(
        id="3", to="land", paid_from=("reserve",), amount=Fixed(40), charged="cost",
        combine="add", unpaid="carry",
    ),
    Dividend(id="4", of="profit", to="land", by=Measured("shares")),
    TopUp(
        id="5", to="members", paid_from=PAYER, amount=Fixed(300), counting=("1", "4"),
        within="year", unpaid="lapse",
    ),
)  # fmt: skip


def test_years_go_on_with_the_books_that_the_last_left():
    """Arrears, a loss made good, funds: each year from the books of the one before."""
    people = households(**{"measure.mu": [1, 2, 3, 4, 5], "shares.land": [1, 0, 2, 3, 1]})
    books = None
    for number, (profit, put_up) in enumerate(
        [((500, -300), (30, None)), ((90, 900), (5, 7)), ((-4, 50), (0, 0))]
    ):
        agreed = contracts(**{"amount.profit": list(profit), "put_up.firm": list(put_up)})
        portions = both(form(*YEARS), people, agreed, number=2021 + number, books=books)
        books = books_of(portions)
        assert not [each for portion in portions for each in portion.refused]
    accounts = {*books.column("account").to_pylist()}
    assert {"owed/1", "deficit/profit", "reserve"} <= accounts


def test_what_was_got_in_the_open_year_counts_until_it_is_over():
    made, half = form(*YEARS), Period(date(2021, 1, 1), date(2021, 6, 30))
    people = households(**{"measure.mu": [1, 2, 3, 4, 5], "shares.land": [1, 0, 2, 3, 1]})
    agreed = contracts(**{"amount.profit": [500, 300]})
    first = both(made, people, agreed, period=half)
    kept = {row["what"] for row in books_of(first).to_pylist()}
    rest = Period(date(2021, 7, 1), date(2021, 12, 31))
    both(made, people, agreed, period=rest, books=books_of(first))

    assert "year" in kept


def test_what_is_left_is_kept_and_what_a_base_keeps_comes_back():
    made = form(
        Dividend(id="1", of="profit", to="land", by=Measured("shares")),
        left_to="profit",
        pay_in="yuan",
    )
    people = households(**{"shares.land": [1, 1, 1, 1, 1]})
    agreed = contracts(**{"amount.profit": [1001, 950]})
    first = both(made, people, agreed)
    both(made, people, agreed, number=2022, books=books_of(first))

    assert "carried/profit" in books_of(first).column("account").to_pylist()


def test_funds_of_each_holder():
    own = Fund(id="own", name="个人账户", per_member=True, opening=9)
    made = form(payment(Fixed(30), to="own", id_="1"), funds=(own,))
    people = households(
        entered=[None, date(2022, 3, 1), None, None, None],
        left=[None, None, date(2021, 8, 1), None, None],
    )
    first = both(made, people, contracts())
    both(made, people, contracts(), number=2022, books=books_of(first))
    both(made, households(), contracts())


def test_funds_that_open_with_what_each_puts_in():
    own = Fund(id="own", name="入股", per_member=True, opening=2, opens_with="capital")
    made = form(payment(Fixed(30), to="own", id_="1"), funds=(own,))

    def people(*capital):
        return households(
            **{
                "measure.capital": list(capital),
                "entered": [None, date(2022, 3, 1), None, None, None],
            }
        )

    first = both(made, people(1, 2, 3, 4, 5), contracts())
    later = both(
        made, people(9, 7, 9, 9, 9), contracts(), number=2022, books=books_of(first)
    )
    own = {
        (row["contract"], row["household"]): row["amount"]
        for row in books_of(later).to_pylist()
        if row["what"] == "fund"
    }
    assert (own["A", 5], own["A", 3]) == (63, 39)
    both(made, people("1", "2.5", "3", "4", "5"), contracts(), alone="AB")
    both(made, people("1", "2", "3", "4", "-5"), contracts(), alone="AB")
    both(made, households(), contracts(), alone="AB")  # a fact that is missing
    fine = people("1", "2", "3", "4", f"1/{2**62 + 1}")
    both(made, fine, contracts(), alone="AB")
    gone = people("1", "2", "3", "4", "5.5")  # nobody of B is new: it is not asked for
    both(made, gone, contracts(), number=2022, books=books_of(first))
    without = people(1, 2, 3, 4, 5).drop_columns(["measure.capital"])
    before = books_of(first)
    both(made, without, contracts(), number=2022, books=before, alone="AB")
