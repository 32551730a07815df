"""Values as tables: what they are settled to is what `settle` gives on the values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from attrs import evolve
from batch_builders import payment, year
from contract_worlds import many_worlds
from hypothesis import given
from hypothesis import strategies as st
from table_builders import owed, people, world
from test_settle_many import (
    books_alone,
    books_together,
    in_columns,
    lines_alone,
    lines_together,
)

from sanbian import (
    Books,
    Dividend,
    Entry,
    EntryKind,
    Facts,
    Fixed,
    Fund,
    Household,
    InvalidInputError,
    Measured,
    OddFen,
    PerUnit,
    Register,
    SanbianError,
    Status,
    facts_of,
    settle,
)
from sanbian.batch import World, settle_many, tables_of

NAMES = (
    ("甲", "乙", "丙", "丁", "戊"),
    ("12", "7", "300", "1", "45"),
    ("012", "7", "3", "1", "4"),
)


def settled(tables):
    return list(
        settle_many(
            tables.forms,
            tables.period,
            contracts=tables.contracts,
            households=tables.households,
            groups=tables.groups,
            books=tables.books,
        )
    )


def facts_about(codes):
    """Facts about households on days within and around the years."""
    days = st.dates(date(2020, 1, 1), date(2022, 12, 31))
    said = st.one_of(
        st.tuples(st.just("people"), st.integers(0, 6)),
        st.tuples(st.just("group"), st.sampled_from(["east", "west"])),
        st.tuples(st.just("measures/mu"), st.integers(1, 9).map(Fraction)),
        st.tuples(st.just("status"), st.sampled_from(Status)),
        st.tuples(st.just("left"), st.none()),
        st.tuples(st.just("entered"), st.none()),
    )
    return st.builds(
        lambda code, day, told: Entry(
            day=day, kind=EntryKind.FACT, household=code, field=told[0], value=told[1]
        ),
        st.sampled_from(codes),
        days,
        said,
    )


@st.composite
def told_worlds(draw):
    """A world whose register tells more from some days on, with codes of any kind."""
    world = draw(many_worlds() | many_worlds().map(in_columns))
    codes = [each.code for each in world.register.households]
    named = dict(zip(codes, draw(st.sampled_from(NAMES)), strict=False))
    told = draw(st.lists(facts_about(codes), max_size=3))
    try:
        register = Register(
            households=tuple(
                evolve(each, code=named[each.code]) for each in world.register.households
            ),
            entries=tuple(
                evolve(each, household=named[each.household])
                for each in (*world.register.entries, *told)
            ),
        )
    except InvalidInputError:
        return draw(told_worlds())
    (version,) = world.contract.versions
    day = draw(st.sampled_from([version.record_day, "06-30"]))
    contract = evolve(world.contract, versions=(evolve(version, record_day=day),))
    facts = tuple(
        evolve(each, parts=tuple(map(renamed(named), each.parts))) for each in world.facts
    )
    return World(contract=contract, register=register, facts=facts, books=None)


def renamed(named):
    return lambda part: evolve(
        part,
        activity={
            name: {named[code]: number for code, number in by_code.items()}
            for name, by_code in part.activity.items()
        },
    )


@given(told_worlds())
def test_values_as_tables_settle_as_the_values_do(world):
    id_, books = world.contract.id, None
    for facts in world.facts:
        now = evolve(world, facts=facts, books=books)
        try:
            tables = tables_of([now])
        except InvalidInputError as error:
            said = str(error)
            assert "record day" in said or "who counts on the day" in said
            return
        portions = settled(tables)
        refused = {each.contract: each for each in portions[0].refused}
        try:
            alone = settle(now.contract, now.register, facts, books)
        except SanbianError:
            assert refused
            return
        codes = tables.codes[id_]
        assert not refused
        told = lines_alone(alone, codes)
        assert lines_together(portions) == ({id_: told} if told else {})
        assert books_together(portions)[id_] == books_alone(alone.books, codes)
        books = alone.books


def test_what_the_register_tells_after_the_record_day_counts_where_settle_counts_it():
    """People count as on the record day; the group is that of the end of the period."""
    told = [
        Entry(
            day=date(2021, 10, 1), kind=EntryKind.FACT, household="甲", field=name, value=to
        )
        for name, to in (("people", 5), ("group", "west"))
    ]
    made = world(
        payment(PerUnit(Fraction(7), "people")),
        payment(Fixed(40), to="team", id_="2"),
        households=(
            Household(code="甲", people=2, group="east"),
            Household(code="乙", people=3, group="east"),
        ),
        entries=tuple(told),
        record_day="06-30",
    )
    tables = tables_of([made])
    alone = settle(made.contract, made.register, made.facts)

    assert lines_together(settled(tables)) == {"A": lines_alone(alone, tables.codes["A"])}
    assert tables.households.column("people").to_pylist() == [2, 3]
    assert tables.households.column("group").to_pylist() == ["west", "east"]


# Numbers of households


@pytest.mark.parametrize(
    ("register", "books", "numbers"),
    [
        (("12", "7"), None, (12, 7)),
        (("甲", "7"), None, (1, 2)),
        (("012", "7"), None, (1, 2)),
        (("0", "9223372036854775807"), None, (0, 2**63 - 1)),
        (("0", "9223372036854775808"), None, (1, 2)),
        (("12", "7"), owed("7", "5"), (12, 7, 5)),
        (("甲", "乙"), owed("丁", "丙"), (1, 2, 10, 11)),
        (("12", "7"), owed("丙"), (1, 2, 10)),
        (tuple("abcdefgh"), owed("x", "y"), (*range(1, 9), 100, 101)),
    ],
)
def test_numbers_are_the_codes_or_the_places(register, books, numbers):
    tables = tables_of(
        [world(payment(Fixed(5)), households=people(*register), books=books)]
    )

    assert tuple(tables.codes["A"].values()) == numbers


def test_who_is_only_in_the_books_is_paid_in_the_order_of_his_code():
    """Nine fen short among eleven who have left: ties go by their order in the books."""
    left = [f"L{number}" for number in range(11)]
    made = world(
        payment(Fixed(5), paid_from=("county",)),
        households=people("甲"),
        books=owed(*left),
        facts=facts_of(year(2021), put_up={"county": 9}),
    )
    tables = tables_of([made])
    alone = settle(made.contract, made.register, made.facts, made.books)

    assert lines_together(settled(tables)) == {"A": lines_alone(alone, tables.codes["A"])}


def test_members_own_money_and_fractions_go_by_number_too():
    kept = Books(
        contract="A",
        funds={"kept": {"乙": 7}, "reserve": {"A": 30}},
        credits_micro={"1": {"甲": 500_000, "乙": -500_000}},
        year_to_date={"9": {"丁": 4}},
    )
    made = world(
        Dividend(id="1", of="profit", to="members", by=Measured("equal")),
        households=people("甲", "丙"),
        books=kept,
        odd_fen=OddFen.CARRY_FORWARD,
        funds=(
            Fund(id="reserve", name="公积金"),
            Fund(id="kept", name="投入", per_member=True),
        ),
    )
    tables = tables_of([made])
    codes = tables.codes["A"]
    alone = settle(made.contract, made.register, made.facts, made.books)

    assert codes == {"甲": 1, "丙": 2, "丁": 10, "乙": 11}
    (book,) = books_together(settled(tables)).values()
    assert book == books_alone(alone.books, codes)


def test_contracts_that_differ_in_their_id_share_a_form():
    one = world(payment(Fixed(5)), households=people("甲"))
    two = evolve(one, contract=evolve(one.contract, id="B"))
    other = world(payment(Fixed(6)), households=people("甲"))
    other = evolve(other, contract=evolve(other.contract, id="C"))
    tables = tables_of([one, two, other])

    assert tables.contracts.column("form").to_pylist() == ["A", "A", "C"]
    assert set(tables.forms) == {"A", "C"}


# How numbers are written


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ((Fraction(2), Fraction(-3)), pa.int64()),
        ((Fraction(2), Fraction(13, 4)), pa.decimal128(38, 2)),
        ((Fraction(2), Fraction(1, 3)), pa.string()),
        ((Fraction(2**70), Fraction(1)), pa.decimal128(38, 0)),
        ((Fraction(10**38), Fraction(1)), pa.string()),
        ((Fraction(1, 2**60), Fraction(1)), pa.string()),
    ],
)
def test_numbers_are_written_exactly(numbers, kind):
    made = world(payment(PerUnit(Fraction(7), "mu")), households=people("1", "2"))
    activity = {"mu": dict(zip(("1", "2"), numbers, strict=True))}
    (part,) = made.facts.parts
    made = evolve(made, facts=Facts(parts=(evolve(part, activity=activity),)))
    column = tables_of([made]).households.column("measure.mu")

    assert column.type == kind
    assert tuple(map(Fraction, map(str, column.to_pylist()))) == numbers


@pytest.mark.parametrize("number", [Fraction(3), Fraction(13, 4), Fraction(1, 3)])
def test_what_a_contract_does_not_state_is_null(number):
    one = world(payment(Fixed(5)), households=people("1"))
    two = evolve(
        one,
        contract=evolve(one.contract, id="B"),
        facts=facts_of(year(2021), measures={"grant": number}, amounts={"profit": 1}),
    )
    contracts = tables_of([one, two]).contracts
    first, second = contracts.column("measure.grant").to_pylist()

    assert first is None
    assert Fraction(str(second)) == number
    assert contracts.column("amount.income").to_pylist() == [0, None]
