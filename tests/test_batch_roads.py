"""Both roads of a batch come to the same, feature by feature, and each goes where it should."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from many_tables import table

from sanbian import (
    Allotment,
    Base,
    BaseKind,
    ByStatus,
    Contract,
    Deliver,
    Dividend,
    Fixed,
    Fund,
    Guarantee,
    InvalidInputError,
    Kind,
    LeavingRule,
    Measured,
    NamedMeasure,
    OddFen,
    OnLeaving,
    PartOf,
    Party,
    PartyRole,
    Payment,
    Period,
    PerUnit,
    Phase,
    Phased,
    Pool,
    Reserve,
    Retention,
    Rounding,
    ShareClass,
    SharedTotal,
    Split,
    SplitPart,
    TopUp,
    Vehicle,
    Version,
)
from sanbian.batch import Proof, settle_many, settling
from sanbian.batch.layout import BOOKS_SCHEMA
from sanbian.batch.roads import Roads
from sanbian.period import years

FIRST = date(2020, 1, 1)


def year(number):
    return Period(date(number, 1, 1), date(number, 12, 31))


def form(*clauses, **given):
    stated = {
        "id": "form",
        "title": "入股合同",
        "vehicle": Vehicle.FARMERS_COOPERATIVE,
        "starts": FIRST,
        "parties": (
            Party(id="firm", name="公司", role=PartyRole.OPERATOR),
            Party(id="county", name="县", role=PartyRole.OTHER, pays_up_to=500),
            Party(id="team", name="组", role=PartyRole.COLLECTIVE, per_group=True),
        ),
        "share_classes": (
            ShareClass(id="land", name="土地股", par=150),
            ShareClass(id="money", name="资金股", par=100),
        ),
        "bases": (
            Base(id="profit", name="利润", base=BaseKind.NET_PROFIT, carry_loss=True),
            Base(id="income", name="收入", base=BaseKind.GROSS_RECEIPTS),
        ),
        "pools": (
            Pool(id="farmers", name="农户"),
            Pool(id="teams", name="各组"),
            Pool(id="mine", name="本组", per_group=True),
        ),
        "funds": (
            Fund(id="reserve", name="公积金", opening=700),
            Fund(id="of_team", name="组基金", per_group=True),
        ),
        "measures": (
            NamedMeasure(id="mu", name="面积", unit="mu"),
            NamedMeasure(id="capital", name="资金", unit="yuan"),
            NamedMeasure(id="grant", name="补助", unit="yuan", level="contract"),
            NamedMeasure(id="weight", name="权数", unit="", level="group"),
        ),
    }
    version = {
        "since": FIRST,
        "odd_fen": OddFen.LARGEST_REMAINDER,
        "rounding": Rounding.HALF_UP,
        "record_day": "period_end",
        "clauses": clauses,
    }
    own = {
        name: given.pop(name)
        for name in tuple(given)
        if name in {*version, "left_to", "pay_in"}
    }
    return Contract(**{**stated, **given, "versions": (Version(**{**version, **own}),)})


def households(**columns):
    """Two contracts of three and two households."""
    rows = {"contract": ["A", "A", "A", "B", "B"], "household": [5, 3, 9, 3, 4], **columns}
    return pa.table({name: column(name, values) for name, values in rows.items()})


def column(name, values):
    if any(isinstance(each, Decimal) for each in values):
        return pa.array(values, pa.decimal128(20, 2))
    if name in {"entered", "left"}:
        return pa.array(values, pa.date32())
    return pa.array(values)


def contracts(**columns):
    return pa.table({"contract": ["A", "B"], "form": ["f", "f"], **columns})


def settled(
    made, people, agreed, *, number=2021, books=None, groups=None, period=None, rows=99
):
    return list(
        settle_many(
            {"f": made},
            period or year(number),
            contracts=agreed,
            households=people.to_batches(),
            groups=() if groups is None else groups.to_batches(),
            books=() if books is None else books.to_batches(),
            rows=rows,
        )
    )


def facts_of(portions):
    told = []
    for name in ("line_block", "book_block"):
        proof = Proof()
        for each in portions:
            proof.add(getattr(each, name), each.contracts, each.first)
        told.append((proof.digest(), proof.rows, proof.totals))
    return told, [each for portion in portions for each in portion.refused]


@pytest.fixture
def both(monkeypatch):
    """Settles on both roads; the column road must take just the contracts that are named."""

    def settle_both(*given, alone="", **more):
        real, went = settling.settled_alone, []
        with monkeypatch.context() as patched:
            patched.setattr(
                settling,
                "settled_alone",
                lambda window, place, *rest: (
                    went.append(window.agreements.ids[place]) or real(window, place, *rest)
                ),
            )
            together = settled(*given, **more)
        with monkeypatch.context() as patched:
            patched.setattr(Roads, "together", lambda *_: iter(()))
            exact = settled(*given, **more)
        assert facts_of(together) == facts_of(exact)
        assert went == list(alone)
        return together

    return settle_both


def books_of(portions):
    return pa.Table.from_batches([each.books for each in portions], BOOKS_SCHEMA)


def lines_of(portions):
    return [row for each in portions for row in each.lines.to_pylist()]


PAYER = ("firm",)


def payment(amount, to="members", id_="1", **given):
    stated = {"kind": Kind.WAGE, "paid_from": PAYER, "unpaid": "carry"}
    return Payment(id=id_, to=to, amount=amount, **{**stated, **given})


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
            {"shares.land": [1, 2, 3, 4, 5]},
        ),
        (SharedTotal(PartOf(Fraction(1) / 10, "grant"), Measured("equal")), {}),
        (SharedTotal(PartOf(Fraction(1) / 10, "profit"), Measured("equal")), {}),
        (Fixed(33), {"status": ["poor", None, "general", "monitored", "graduated"]}),
        (Fixed(33), {"entered": [date(2021, 5, 1), date(2022, 1, 1), None, None, FIRST]}),
        (Fixed(33), {"left": [date(2021, 5, 1), date(2021, 12, 31), None, None, FIRST]}),
    ],
)
@pytest.mark.parametrize("status", [None, "poor", "general"])
def test_amounts_by_measures_shares_status_and_days(both, term, columns, status):
    clause = payment(term, status=status)
    agreed = contracts(
        **{
            "measure.grant": [1_000_001, 77],
            "put_up.firm": [None, 50],
            "amount.profit": [777, 5],
        }
    )

    shares_among_nobody = isinstance(term, SharedTotal) and status == "poor"
    both(
        form(clause),
        households(**columns),
        agreed,
        alone="AB" if shares_among_nobody else "",
    )


def test_shares_weigh_by_class_and_by_status(both):
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


def test_groups_share_by_weights_of_their_own(both):
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
    both(made, people, agreed, groups=pa.concat_tables([strange, groups]), alone="AB")
    late = table(
        [*groups.to_pylist(), {"contract": "B", "group": "east", "measure.weight": "1"}],
        ["contract", "group"],
    )
    both(made, people, agreed, groups=late, alone="AB")
    large = {"contract": "A", "group": "south", "measure.weight": str(2**70)}
    both(made, people, agreed, groups=table([large], ["contract", "group"]), alone="AB")
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


def test_years_go_on_with_the_books_that_the_last_left(both):
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


def test_what_was_got_in_the_open_year_counts_until_it_is_over(both):
    made, half = form(*YEARS), Period(date(2021, 1, 1), date(2021, 6, 30))
    people = households(**{"measure.mu": [1, 2, 3, 4, 5], "shares.land": [1, 0, 2, 3, 1]})
    agreed = contracts(**{"amount.profit": [500, 300]})
    first = both(made, people, agreed, period=half, alone="AB")
    kept = {row["what"] for row in books_of(first).to_pylist()}
    rest = Period(date(2021, 7, 1), date(2021, 12, 31))
    both(made, people, agreed, period=rest, books=books_of(first))

    assert "year" in kept


def test_what_is_left_is_kept_and_what_a_base_keeps_comes_back(both):
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


def test_funds_of_each_holder(both):
    own = Fund(id="own", name="个人账户", per_member=True, opening=9)
    made = form(payment(Fixed(30), to="own", id_="1"), funds=(own,))
    people = households(
        entered=[None, date(2022, 3, 1), None, None, None],
        left=[None, None, date(2021, 8, 1), None, None],
    )
    first = both(made, people, contracts())
    both(made, people, contracts(), number=2022, books=books_of(first))
    both(made, households(), contracts())
    own = Fund(id="own", name="入股", per_member=True, opens_with="capital")
    put_in = form(payment(Fixed(30), to="own", id_="1"), funds=(own,))
    both(
        put_in, households(**{"measure.capital": [1, 2, 3, 4, 5]}), contracts(), alone="AB"
    )


# --- where the exact road has to be taken --------------------------------------------------


@pytest.mark.parametrize(
    "made",
    [
        form(payment(Fixed(5)), odd_fen=OddFen.CARRY_FORWARD),
        form(payment(Fixed(5)), starts=date(2024, 1, 1)),
        form(payment(SharedTotal(Fixed(5), Measured("share_capital")))),
    ],
)
def test_forms_that_go_alone(both, made):
    both(made, households(), contracts(), alone="AB")


def test_a_record_day_outside_the_period_goes_alone_and_is_refused(both):
    made = form(payment(Fixed(5)), record_day="06-30")
    last = Period(date(2021, 10, 1), date(2021, 12, 31))

    assert (
        len(both(made, households(), contracts(), alone="AB", period=last)[0].refused) == 2
    )


def test_a_form_whose_clauses_change_goes_alone(both):
    (version,) = form(payment(Fixed(5))).versions
    later = Version(
        since=date(2021, 7, 1), odd_fen=version.odd_fen, rounding=version.rounding,
        record_day="period_end", clauses=version.clauses,
    )  # fmt: skip
    made = form(payment(Fixed(5)))
    changing = Contract(
        id="form", title="x", vehicle=made.vehicle, starts=FIRST, parties=made.parties,
        versions=(version, later),
    )  # fmt: skip
    portions = both(changing, households(), contracts(), alone="AB")
    assert len(portions[0].refused) == 2


def test_years_of_each_household_go_alone_where_it_entered(both):
    phased = Phased(
        phases=(
            Phase(years=years("1-2"), amount=Fixed(5)),
            Phase(years=years("3-"), amount=Fixed(9)),
        ),
        counted_from="entry",
    )
    entered = {"entered": [date(2021, 2, 1), *[None] * 4]}
    both(form(payment(phased)), households(**entered), contracts(), alone="AB")
    both(form(payment(phased)), households(), contracts(), alone="AB")


def test_a_window_whose_numbers_do_not_fit_goes_alone(both):
    made = form(payment(PerUnit(Fraction(7), "mu")))
    last = households(**{"measure.mu": ["1", "2", "3", "4", str(2**70)]})
    both(made, last, contracts(), rows=1, alone="B")
    first = households(**{"measure.mu": [str(2**70), "2", "3", "4", "5"]})
    both(made, first, contracts(), rows=1, alone="AB")  # its shape was never met


def test_clauses_that_open_other_accounts_go_alone_even_if_they_were_let_through(
    both, monkeypatch
):
    grain = NamedMeasure(id="taken", name="已领", unit="kg")
    made = form(
        Deliver(id="1", to="members", by="firm", each=Fraction(1), per="mu", unit="kg",
                delivered="taken", undelivered="carry"),
        measures=(NamedMeasure(id="mu", name="面积", unit="mu"), grain),
    )  # fmt: skip
    monkeypatch.setattr("sanbian.batch.roads.IN_COLUMNS", (Deliver,))
    people = households(**{"measure.mu": [1, 2, 3, 4, 5], "measure.taken": [1, 0, 0, 2, 0]})
    both(made, people, contracts(), alone="AB")


def test_a_contract_without_households_goes_alone(both):
    people = households().slice(0, 3)
    both(form(payment(Fixed(5))), people, contracts(), alone="B")
    both(form(payment(Fixed(5))), people.slice(0, 0), contracts(), alone="AB")


def test_numbers_beyond_the_safe_range_go_alone(both):
    huge = 2**62 + 1
    made = form(Dividend(id="1", of="profit", to="land", by=Measured("shares")))
    people = households(**{"shares.land": [1, 1, 1, 1, 1]})
    both(made, people, contracts(**{"amount.profit": [huge, 7]}), alone="A")
    people = households(**{"shares.land": [1, huge, 1, 1, 1]})
    both(made, people, contracts(**{"amount.profit": [9, 7]}), alone="A")
    people = households(**{"shares.land": [str(2**70), "1", "1", "1", "1"]})
    both(made, people, contracts(**{"amount.profit": [9, 7]}), alone="AB")
    people = households(
        **{"shares.land": [2**61, 1, 1, 1, 1], "shares.money": [2**61, 1, 1, 1, 1]}
    )
    made = form(Dividend(id="1", of="profit", to="members", by=Measured("shares")))
    both(made, people, contracts(**{"amount.profit": [9, 7]}), alone="A")
    made = form(Dividend(id="1", of="profit", to="members", by=Measured("share_capital")))
    both(made, people, contracts(**{"amount.profit": [9, 7]}), alone="AB")


def test_what_is_refused_is_refused_on_both_roads(both):
    made = form(Dividend(id="1", of="profit", to="land", by=Measured("shares")))
    both(made, households(), contracts(**{"amount.profit": [9, 7]}), alone="AB")
    people = households(**{"shares.land": [0, 0, 0, 1, 1]})
    portions = both(made, people, contracts(**{"amount.profit": [9, 7]}), alone="A")
    (refused,) = portions[0].refused
    assert refused.contract == "A"
    assert "nobody may take" in refused.problems[0].says.en
    negative = form(payment(PerUnit(Fraction(7), "mu")))
    people = households(**{"measure.mu": [1, -1, 1, 1, 1]})
    (refused,) = both(negative, people, contracts(), alone="A")[0].refused
    assert refused.problems[0].at == "contract A: clause 1, 3"
    per_group = form(payment(Fixed(5), paid_from=("team",)))
    both(per_group, households(), contracts(**{"put_up.team": [5, None]}), alone="A")
    both(made, households(**{"shares.land": [1] * 5}), contracts(), alone="AB")


def test_a_base_that_only_takes_money_in(both):
    made = form(Retention(id="1", of="income", to="reserve"))
    both(made, households(), contracts(**{"amount.income": [5, 6]}))


BOOK = {
    "since": None,
    "until": None,
    "level": "",
    "key": None,
    "household": None,
    "unit": "fen",
}


def claim(contract, **given):
    return {**BOOK, "contract": contract, "what": "claim", "account": "owed/1",
            "since": date(2020, 12, 31), "level": "member", **given}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "alone"),
    [
        (claim("A", household=3, amount=5), ""),
        (claim("A", household=77, amount=5), "A"),
        (claim("A", household=3, amount=-5), "A"),
        (claim("A", household=3, amount=5, level="contract"), "A"),
        (claim("A", key="B", amount=5, account="deficit/profit", level="contract"), "A"),
        (claim("A", key="A", amount=5, account="deficit/profit", level="contract"), ""),
        (
            {
                **BOOK,
                "contract": "B",
                "what": "credit",
                "account": "1",
                "key": "3",
                "amount": 5,
            },
            "B",
        ),
        (
            {
                **BOOK,
                "contract": "B",
                "what": "goods",
                "account": "herd/1",
                "key": "B",
                "amount": 5,
            },
            "B",
        ),
        (
            {
                **BOOK,
                "contract": "B",
                "what": "fund",
                "account": "nothing",
                "key": "B",
                "amount": 5,
            },
            "B",
        ),
    ],
)
def test_books_that_only_the_exact_road_reads(both, row, alone):
    books = pa.Table.from_pylist([row], BOOKS_SCHEMA)
    both(form(payment(Fixed(5))), households(), contracts(), books=books, alone=alone)


def test_a_claim_that_comes_twice_is_refused(both):
    rows = [claim("A", household=3, amount=5), claim("A", household=3, amount=6)]
    books = pa.Table.from_pylist(rows, BOOKS_SCHEMA)
    portions = both(
        form(payment(Fixed(5))), households(), contracts(), books=books, alone="A"
    )

    assert [each.contract for each in portions[0].refused] == ["A"]


def test_forms_with_rules_for_leaving_poverty_are_refused_as_a_whole():

    leaving = ShareClass(
        id="land", name="土地股", on_leaving_poverty=LeavingRule(then=OnLeaving.STOP)
    )
    with pytest.raises(InvalidInputError, match="no rule for leaving poverty"):
        settled(
            form(payment(Fixed(5)), share_classes=(leaving,)), households(), contracts()
        )
