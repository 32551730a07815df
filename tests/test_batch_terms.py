"""Numbers of clauses that contracts have of their own go in columns, in the version named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import evolve
from batch_builders import (
    FIRST,
    both,
    contracts,
    facts_of,
    form,
    households,
    lines_of,
    payment,
    settled,
)

from sanbian import (
    ByStatus,
    Condition,
    Dividend,
    Escalating,
    Fixed,
    Guarantee,
    InvalidInputError,
    Measured,
    NamedMeasure,
    PerUnit,
    Problem,
    Reserve,
    SharedTotal,
    Split,
    SplitPart,
    Text,
)
from sanbian.batch import shapes
from sanbian.clause import Number

# --- in columns ------------------------------------------------------------------------------

HALF, TENTH = Fraction(1) / 2, Fraction(1) / 10
PEOPLE = {
    "shares.land": [1, 1, 2, 3, 1],
    "measure.mu": [1, 2, 3, 4, 5],
    "status": ["general"] * 5,
}
MANY = (
    Guarantee(
        id="1", to="land", paid_from=("firm",), amount=PerUnit(Fraction(60_000), "shares"),
        charged="cost", combine="add", unpaid="carry",
    ),
    payment(
        Escalating(
            amount=PerUnit(Fraction(700), "mu"), every_years=1, rate=TENTH,
            method="compound", counted_from="start",
        ),
        id_="5.1",
    ),
    Reserve(id="3", of="profit", rate=TENTH, to="reserve"),
    Split(
        id="4", of="profit", parts=(SplitPart("firm", HALF), SplitPart("farmers", HALF)),
        when=Condition("grant", "at_least", Fixed(100)),
    ),
    Dividend(
        id="5", of="farmers", to="land", by=ByStatus({"general": Fraction(2)}),
        at_most=Fixed(40_000), rest="reserve",
    ),
    Dividend(id="6", of="profit", to="land", by=Measured("shares")),
)  # fmt: skip


def agreed_on(**columns):
    facts = {"amount.profit": [1_000_000, 777_777], "measure.grant": [500, 500]}
    return contracts(**facts, **{f"term.{name}": each for name, each in columns.items()})


@pytest.mark.parametrize(
    "columns",
    [
        {"1.amount.yuan": [None, "650.00"]},
        {"1.amount.yuan": ["1/3", "1/7"]},
        {"1.amount.yuan": [Decimal("612.50"), None]},
        {"3.rate": ["0", "100%"]},
        {"3.rate": [0, 1]},
        {"3.rate": ["1/2147483647", "1/2147483629"]},  # no common scale within 64 bits
        {"5.1.amount.rate": ["5%", None], "5.1.amount.escalates.yuan": [None, "8"]},
        {"5.1.amount.every_years": [2, 1]},
        {"4.parts[0].ratio": ["60%", None], "4.parts[1].ratio": ["2/5", None]},
        {"4.when.at_least": ["5.01", None]},
        {"5.by.by_status.general": ["1/3", "7"], "5.at_most": ["0.01", None]},
    ],
)
def test_contracts_with_numbers_of_their_own_go_in_columns(columns):
    made = form(*MANY)
    here = households(**PEOPLE)
    plain = both(made, here, agreed_on())
    portions = both(made, here, agreed_on(**columns))

    assert lines_of(portions) != lines_of(plain)
    assert not [each for portion in portions for each in portion.refused]


def test_a_null_and_what_the_form_says_change_nothing():
    made, here = form(*MANY), households(**PEOPLE)
    same = {"3.rate": ["10%", None], "1.amount.yuan": [None, "600.00"]}

    assert lines_of(both(made, here, agreed_on(**same))) == lines_of(
        both(made, here, agreed_on())
    )


def test_numbers_that_turn_a_program_into_another_find_a_shape_of_their_own():
    """A guarantee and a dividend by the same weights are divided once, by others twice."""
    by = ByStatus({"general": Fraction(1), "poor": Fraction(2)})
    made = form(
        Guarantee(
            id="1", to="members", paid_from=("firm",), amount=SharedTotal(Fixed(1001), by),
            charged="cost", combine="add", unpaid="carry",
        ),
        Dividend(id="2", of="profit", to="members", by=by),
    )  # fmt: skip
    people = households(status=["poor", None, "poor", "general", "poor"])
    agreed = contracts(
        **{
            "amount.profit": [1000, 777],
            "term.2.by.by_status.poor": ["3", None],
            "term.1.amount.total": ["10.02", "10.03"],
        }
    )
    both(made, people, agreed)
    both(
        made,
        people,
        agreed.slice(0, 2).set_column(3, "term.2.by.by_status.poor", [[None, "3"]]),
    )


@pytest.mark.parametrize(("unit", "bounds"), [("%", ["40%", "3/4"]), ("mu", ["40", "3/4"])])
def test_a_bound_is_overridden_in_the_unit_of_what_is_compared(unit, bounds):
    sold = NamedMeasure(id="sold", name="已售", unit=unit, level="contract")
    when = Condition("sold", "more_than", Number(HALF, unit))
    made = form(
        Dividend(id="1", of="profit", to="members", by=Measured("equal"), when=when),
        measures=(sold,),
    )
    facts = {"amount.profit": [900, 900], "measure.sold": ["0.6", "0.6"]}
    plain = both(made, households(), contracts(**facts))
    own = both(made, households(), contracts(**facts, **{"term.1.when.more_than": bounds}))

    assert {row["contract"] for row in lines_of(plain)} == {"A", "B"}
    assert {row["contract"] for row in lines_of(own)} == ({"A"} if unit == "%" else set())


def test_numbers_with_which_nothing_can_be_lowered_go_alone(monkeypatch):
    """No number is known that keeps a contract from being lowered; one might come to be."""
    real = shapes.prepared

    def strict(contract, *given_):
        if contract.versions[0].clauses[2].rate == Fraction(1):
            raise InvalidInputError(Problem(at="", says=Text("", ""), do=Text("", "")))
        return real(contract, *given_)

    monkeypatch.setattr(shapes, "prepared", strict)
    both(form(*MANY), households(**PEOPLE), agreed_on(**{"3.rate": ["5%", "1"]}), alone="B")


def test_terms_beyond_the_safe_range_go_alone():
    made = form(payment(PerUnit(Fraction(7), "mu")))
    here = households(**PEOPLE)
    both(
        made,
        here,
        contracts(**{"term.1.amount.yuan": ["1/9999999999999999999", "1"]}),
        alone="A",
    )
    both(
        made,
        here,
        contracts(**{"term.1.amount.yuan": ["1", "1/9999999999999999999"]}),
        alone="B",
    )


def test_numbers_of_their_own_and_those_of_the_form_share_windows_and_years():
    made, here = form(*MANY), households(**PEOPLE)
    agreed = agreed_on(**{"3.rate": ["20%", None]})
    one, other = settled(made, here, agreed, rows=99), settled(made, here, agreed, rows=1)

    assert facts_of(one) == facts_of(other)


# --- versions --------------------------------------------------------------------------------


def changed(rate, **given):
    """A form of two versions, the second from 2022."""
    made = form(Reserve(id="3", of="profit", rate=TENTH, to="reserve"), left_to="reserve")
    (first,) = made.versions
    clause = (
        Reserve(id="3", of="profit", to="reserve", **given)
        if given
        else (Reserve(id="3", of="profit", rate=rate, to="reserve"))
    )
    later = evolve(first, since=date(2022, 1, 1), clauses=(clause,))
    return evolve(made, versions=(first, later))


@pytest.mark.parametrize(
    ("column", "number", "reserved"),
    [
        ("3.rate", 2021, 300),
        ("3.rate", 2022, 300),
        (f"3@{FIRST}.rate", 2021, 300),
        (f"3@{FIRST}.rate", 2022, 200),
        ("3@2022-01-01.rate", 2022, 300),
    ],
)
def test_a_number_holds_in_all_versions_or_in_the_one_that_is_named(
    column, number, reserved
):
    agreed = contracts(**{"amount.profit": [1000, 1000], f"term.{column}": ["30%", None]})
    portions = settled(changed(2 * TENTH), households(), agreed, number=number)
    told = {row["contract"]: row["amount"] for row in lines_of(portions)}

    assert told == {"A": reserved, "B": 100 if number == 2021 else 200}


def test_the_number_of_one_version_goes_before_that_of_all():
    agreed = contracts(
        **{
            "amount.profit": [1000, 1000],
            "term.3@2022-01-01.rate": ["30%", None],
            "term.3.rate": ["40%", "40%"],
        }
    )
    portions = settled(changed(2 * TENTH), households(), agreed, number=2022)

    assert {row["contract"]: row["amount"] for row in lines_of(portions)} == {
        "A": 300,
        "B": 400,
    }


def test_a_number_that_is_not_in_force_would_change_nothing_and_is_refused():
    made = changed(None, amount=Fixed(50))
    agreed = contracts(**{"amount.profit": [1000, 1000], "term.3.rate": ["30%", None]})
    portions = settled(made, households(), agreed, number=2022)
    (one,) = portions[0].refused

    assert [each.at for each in one.problems] == [
        "contracts: row 1, contract A, term.3.rate"
    ]
    assert "since 2020-01-01" in one.problems[0].says.en
