"""Where only the exact road goes, it is taken, and comes to the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from batch_builders import (
    FIRST,
    both,
    contracts,
    form,
    households,
    payment,
    settled,
)

from sanbian import (
    Contract,
    Deliver,
    Dividend,
    Fixed,
    InvalidInputError,
    LeavingRule,
    Measured,
    NamedMeasure,
    OddFen,
    OnLeaving,
    PartOf,
    Period,
    PerUnit,
    Phase,
    Phased,
    Problem,
    Retention,
    ShareClass,
    SharedTotal,
    Text,
    TopUp,
    Version,
)
from sanbian.batch import shapes
from sanbian.batch.layout import BOOKS_SCHEMA
from sanbian.period import years


@pytest.mark.parametrize(
    "made",
    [
        form(payment(Fixed(5)), odd_fen=OddFen.CARRY_FORWARD),
        form(payment(Fixed(5)), starts=date(2024, 1, 1)),
        form(payment(SharedTotal(Fixed(5), Measured("share_capital")))),
    ],
)
def test_forms_that_go_alone(made):
    nobody = households(**{"shares.land": [0] * 5, "shares.money": [0] * 5})
    both(made, nobody, contracts(), alone="AB")


def test_a_record_day_outside_the_period_goes_alone_and_is_refused():
    made = form(payment(Fixed(5)), record_day="06-30")
    last = Period(date(2021, 10, 1), date(2021, 12, 31))

    assert (
        len(both(made, households(), contracts(), alone="AB", period=last)[0].refused) == 2
    )


def test_a_form_whose_clauses_change_goes_alone():
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


def test_years_of_each_household_go_alone_where_it_entered():
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


def test_a_contract_whose_numbers_do_not_fit_goes_alone():
    made = form(payment(PerUnit(Fraction(7), "mu")))
    last = households(**{"measure.mu": ["1", "2", "3", "4", str(2**70)]})
    both(made, last, contracts(), rows=1, alone="B")
    first = households(**{"measure.mu": [str(2**70), "2", "3", "4", "5"]})
    both(made, first, contracts(), rows=1, alone="A")  # its shape is looked for again
    beyond = {"measure.grant": [str(2**70), "7"]}
    granted = form(payment(PartOf(Fraction(1) / 2, "grant"), to="firm"))
    both(granted, households(), contracts(**beyond), alone="A")


def test_a_column_of_too_fine_a_scale_goes_alone_in_its_window():
    made, fine = form(payment(PerUnit(Fraction(7), "mu"))), f"1/{2**62 + 1}"
    both(made, households(**{"measure.mu": [fine, *"0000"]}), contracts(), alone="AB")
    last = households(**{"measure.mu": [*"1230", fine]})
    both(made, last, contracts(), rows=1, alone="B")
    by_capital = Dividend(id="1", of="profit", to="members", by=Measured("share_capital"))
    shares = {"shares.land": [2**50, 1, 1, 1, 1], "shares.money": ["1/10007", *"1111"]}
    agreed = contracts(**{"amount.profit": [9, 7]})
    both(form(by_capital), households(**shares), agreed, alone="AB")


def test_balances_beyond_the_safe_range_go_alone():
    rows = [claim("A", household=3, amount=2**62 + 1), claim("B", household=3, amount=7)]
    books = pa.Table.from_pylist(rows, BOOKS_SCHEMA)
    both(form(payment(Fixed(5))), households(), contracts(), books=books, alone="A")
    topped = TopUp(
        id="2", to="members", paid_from=("firm",), amount=Fixed(300), counting=("1",),
        within="year", unpaid="lapse",
    )  # fmt: skip
    first, last = date(2021, 1, 1), date(2021, 6, 30)
    rows = [
        {**BOOK, "contract": id_, **each}
        for id_, got in (("A", 2**62 + 1), ("B", 7))
        for each in (
            {"what": "settled", "account": "", "since": first, "until": last, "amount": 0},
            {
                "what": "year",
                "account": "1",
                "level": "member",
                "household": 3,
                "amount": got,
            },
        )
    ]
    books = pa.Table.from_pylist(rows, BOOKS_SCHEMA)
    rest = Period(date(2021, 7, 1), date(2021, 12, 31))
    made = form(payment(Fixed(5)), topped)
    both(made, households(), contracts(), books=books, period=rest, alone="A")


def test_decimals_of_many_places_are_no_large_numbers():
    """Spark writes ``decimal(38, 18)``: two mu are two, not 2 × 10^18."""
    made = form(payment(PerUnit(Fraction(7), "mu")))
    for areas, alone in (([1, "2.5", 3, 4, 5], ""), ([2**52, 2, 3, 4, 5], "A")):
        kind = pa.decimal128(38, 18)
        people = households().append_column(
            "measure.mu", pa.array(list(map(Decimal, areas)), kind)
        )
        both(made, people, contracts(), alone=alone)


@pytest.mark.parametrize(("bad", "alone"), [(9, ""), (40, "all")])
def test_contracts_that_cannot_be_lowered_do_not_slow_the_others(monkeypatch, bad, alone):
    """A shape is met by two contracts that can be; some are tried, and not all."""
    ids = [f"C{number:02}" for number in range(40)]
    sizes = [2 if number < bad else 3 for number in range(40)]
    people = pa.table(
        {
            "contract": [
                id_ for id_, many in zip(ids, sizes, strict=True) for _ in range(many)
            ],
            "household": [number for many in sizes for number in range(many)],
        }
    )
    real, tried = shapes.prepared, []

    def strict(contract, *given):
        tried.append(contract.id)
        if contract.id in ids[:bad]:
            raise InvalidInputError(Problem(at="", says=Text("", ""), do=Text("", "")))
        return real(contract, *given)

    monkeypatch.setattr(shapes, "prepared", strict)
    agreed = pa.table({"contract": ids, "form": ["f"] * 40})
    both(form(payment(Fixed(5))), people, agreed, alone=ids if alone else [])

    assert len(tried) == (16 if alone else 11)


def test_a_shape_that_was_not_met_in_one_window_is_looked_for_in_the_next(monkeypatch):
    real, tried = shapes.prepared, []

    def strict(contract, *given):
        tried.append(contract.id)
        if contract.id == "A":
            raise InvalidInputError(Problem(at="", says=Text("", ""), do=Text("", "")))
        return real(contract, *given)

    monkeypatch.setattr(shapes, "prepared", strict)
    both(form(payment(Fixed(5))), households(), contracts(), rows=1, alone="A")
    assert tried == ["A", "B"]
    monkeypatch.setattr(shapes, "_WINDOWS", 1)
    both(form(payment(Fixed(5))), households(), contracts(), rows=1, alone="AB")


def test_clauses_that_open_other_accounts_go_alone_even_if_they_were_let_through(
    monkeypatch,
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


def test_who_leaves_is_asked_of_the_exact_road():
    """A notice that no clause says the effect of is refused; a kind of member is not."""
    people = households(noticed=[date(2021, 5, 1), None, None, None, None])
    portions = both(form(payment(Fixed(5))), people, contracts(), alone="A")
    assert [each.contract for each in portions[0].refused] == ["A"]
    people = households(kind=[None, None, None, "institution", None])
    assert not both(form(payment(Fixed(5))), people, contracts(), alone="B")[0].refused


def test_a_contract_without_households_goes_alone():
    people = households().slice(0, 3)
    both(form(payment(Fixed(5))), people, contracts(), alone="B")
    both(form(payment(Fixed(5))), people.slice(0, 0), contracts(), alone="AB")


def test_numbers_beyond_the_safe_range_go_alone():
    huge = 2**62 + 1
    made = form(Dividend(id="1", of="profit", to="land", by=Measured("shares")))
    people = households(**{"shares.land": [1, 1, 1, 1, 1]})
    both(made, people, contracts(**{"amount.profit": [huge, 7]}), alone="A")
    people = households(**{"shares.land": [1, huge, 1, 1, 1]})
    both(made, people, contracts(**{"amount.profit": [9, 7]}), alone="A")
    people = households(**{"shares.land": [str(2**70), "1", "1", "1", "1"]})
    both(made, people, contracts(**{"amount.profit": [9, 7]}), alone="A")
    people = households(
        **{"shares.land": [2**61, 1, 1, 1, 1], "shares.money": [2**61, 1, 1, 1, 1]}
    )
    made = form(Dividend(id="1", of="profit", to="members", by=Measured("shares")))
    both(made, people, contracts(**{"amount.profit": [9, 7]}), alone="A")
    made = form(Dividend(id="1", of="profit", to="members", by=Measured("share_capital")))
    both(made, people, contracts(**{"amount.profit": [9, 7]}), alone="A")


def test_what_is_refused_is_refused_on_both_roads():
    made = form(Dividend(id="1", of="profit", to="land", by=Measured("shares")))
    nobody = households(**{"shares.land": [0] * 5})
    both(made, nobody, contracts(**{"amount.profit": [9, 7]}), alone="AB")
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


def test_a_base_that_only_takes_money_in():
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
        (  # a fund that no clause uses is carried on
            {
                **BOOK,
                "contract": "B",
                "what": "fund",
                "account": "reserve",
                "key": "B",
                "amount": 5,
            },
            "B",
        ),
    ],
)
def test_books_that_only_the_exact_road_reads(row, alone):
    books = pa.Table.from_pylist([row], BOOKS_SCHEMA)
    both(form(payment(Fixed(5))), households(), contracts(), books=books, alone=alone)


def test_a_claim_that_comes_twice_is_refused():
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
