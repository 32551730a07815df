"""What is wrong with a table is named: the table, the contract, the household and the column."""

from __future__ import annotations

import runpy
import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from batch_builders import (
    both,
    contracts,
    form,
    households,
    lines_of,
    payment,
    settled,
    year,
)
from test_batch_alone import BOOK, claim

from sanbian import Fixed, InvalidInputError, PerUnit, batch
from sanbian.batch import settle_many
from sanbian.batch.blocks import block_of, joined, line_batch, merged, overflows
from sanbian.batch.layout import BOOKS_SCHEMA
from sanbian.batch.numbers import filled, nullable, numbers_of
from sanbian.batch.proofs import sums_by

MADE = form(payment(PerUnit(Fraction(7), "mu")))
MU = {"measure.mu": [1, 2, 3, 4, 5]}


def refused(people, agreed=None, **given):
    """All problems, with those of whole tables."""
    try:
        portions = settled(MADE, people, contracts() if agreed is None else agreed, **given)
    except InvalidInputError as error:
        return [each.at for each in error.problems]
    return [
        problem.at
        for portion in portions
        for one in portion.refused
        for problem in one.problems
    ]


@pytest.mark.parametrize(
    ("columns", "at"),
    [
        ({"household": [5, None, 9, 3, 4]}, "contract A, row 2, household"),
        ({"household": [5, 9, 9, 3, 4]}, "contract A, household 9"),
        ({"household": [5, None, None, 4, 4]}, "contract A, row 2, household"),
        ({"people": [1, None, 1, 1, 1]}, "contract A, household 3, people"),
        ({"people": [1, 1, 1, -1, 1]}, "contract B, household 3, people"),
        ({"status": ["poor", "rich", None, None, None]}, "contract A, household 3, status"),
        ({"kind": ["farm", None, None, None, None]}, "contract A, household 5, kind"),
        ({"measure.mu": [1, None, 3, 4, 5]}, "contract A, household 3, measure.mu"),
        ({"measure.mu": ["1", "x", "3", "4", None]}, "contract B, household 4, measure.mu"),
        ({"shares.land": [1, 1, 1, 1, -1]}, "contract B, household 4, shares.land"),
        (
            {"shares.land": ["1", "1", "1/0", "1", "1"]},
            "contract A, household 9, shares.land",
        ),
    ],
)
def test_a_bad_row_is_named_with_contract_and_household(columns, at):
    assert f"households: {at}" in refused(households(**{**MU, **columns}))


def test_a_number_below_zero_is_told_as_it_was_written():
    held = {"shares.land": ["1", "-5/2", "1", "1", "1"]}
    (portion,) = settled(MADE, households(**{**MU, **held}), contracts())
    ((problem,),) = (one.problems for one in portion.refused)

    assert problem.says.en == "expected at least zero, got -2.5"


@pytest.mark.parametrize(
    ("columns", "at"),
    [
        ({"measure.mu": [1.0, 2.0, 3.0, 4.0, 5.0]}, "households: measure.mu"),
        ({"household": ["5", "3", "9", "3", "4"]}, "households: household"),
        ({"measure.mud": [1, 2, 3, 4, 5]}, "households: measure.mud"),
        ({"colour": [1, 2, 3, 4, 5]}, "households: colour"),
        ({"entered": ["2021", None, None, None, None]}, "households: entered"),
        ({"contract": ["A", "B", "A", "B", "B"]}, "households: row 3, contract A"),
        ({"contract": ["B", "B", "A", "A", "A"]}, "households: row 3, contract A"),
        ({"contract": ["A", "A", "X", "B", "B"]}, "households: row 3, contract X"),
        ({"contract": ["A", "A", None, "B", "B"]}, "households: row 3, contract"),
        ({"measure.mu": pa.array([1, 2, 3, 4, 5], pa.uint64())}, "households: measure.mu"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_as_a_whole(columns, at):
    held = {name: each for name, each in {**MU, **columns}.items() if name != "entered"}
    people = households(
        **{name: each for name, each in held.items() if isinstance(each, list)}
    )
    for name, each in columns.items():
        if name == "entered" or not isinstance(each, list):
            people = (
                people.append_column(name, [each])
                if isinstance(each, list)
                else (people.append_column(name, each))
            )

    assert refused(people) == [at]


def test_a_column_that_is_missing_or_comes_twice_is_named():
    assert refused(households(**MU).drop_columns(["household"])) == [
        "households: household"
    ]
    people = households(**MU)
    twice = people.append_column("measure.mu", people.column("measure.mu"))
    assert refused(twice) == ["households: measure.mu"]


@pytest.mark.parametrize(
    ("columns", "at"),
    [
        ({"contract": ["A", None]}, "row 2, contract"),
        ({"form": [None, "f"]}, "row 1, form"),
        ({"contract": ["A", "A"]}, "row 2, contract A"),
        ({"form": ["f", "g"]}, "row 2, contract B, form"),
        ({"measure.grant": ["1", "one"]}, "row 2, contract B, measure.grant"),
        ({"amount.profit": [1.5, 2.5]}, "amount.profit"),
        ({"amount.losses": [1, 2]}, "amount.losses"),
    ],
)
def test_a_bad_table_of_contracts_is_refused_as_a_whole(columns, at):
    assert refused(households(**MU), contracts(**columns))[0] == f"contracts: {at}"


@pytest.mark.parametrize("id_", ["A/1", "..", "A\n1", " "])
def test_an_id_that_no_contract_can_have_is_refused_of_its_contract(id_):
    """As `settle` refuses it, on both roads."""
    people = households(**MU)
    people = people.set_column(0, "contract", pa.array([id_] * 3 + ["B"] * 2))
    (portion,) = settled(MADE, people, contracts(contract=[id_, "B"]))
    (one,) = portion.refused

    assert (one.contract, one.problems[0].at) == (id_, "contracts: row 1, contract")
    assert "an id of one line" in one.problems[0].says.en


def test_an_id_with_marks_that_are_no_slashes_is_an_id():
    people = households(**MU)
    people = people.set_column(0, "contract", pa.array(["第1号（东）"] * 3 + ["B"] * 2))
    (portion,) = settled(MADE, people, contracts(contract=["第1号（东）", "B"]))

    assert not portion.refused


def test_a_name_of_another_form_belongs_to_its_own_contracts():
    other = form(payment(Fixed(5)), measures=())
    agreed = pa.table(
        {"contract": ["A", "B"], "form": ["f", "g"], "measure.grant": [None, 7]}
    )
    given = {"contracts": agreed, "period": None}
    people = households(**{"measure.mu": [1, 2, 3, None, 5]})

    def told(agreed, people):
        try:
            found = settle_many(
                {"f": MADE, "g": other},
                year(2021),
                contracts=agreed,
                households=people.to_batches(),
            )
            return [one.problems[0].at for each in found for one in each.refused]
        except InvalidInputError as error:
            return [each.at for each in error.problems]

    assert told(given["contracts"], people) == [
        "contracts: row 2, contract B, measure.grant"
    ]
    assert told(agreed.drop_columns(["measure.grant"]), people) == [
        "households: contract B, household 4, measure.mu"
    ]
    fine = households(**{"measure.mu": [1, 2, 3, None, None]})
    assert told(agreed.drop_columns(["measure.grant"]), fine) == []


@pytest.mark.parametrize(
    ("row", "at"),
    [
        ({"what": "owing"}, "what"),
        ({"since": None}, "since"),
        ({"what": "settled", "until": None}, "until"),
        ({"amount": None}, "amount"),
    ],
)
def test_a_bad_row_of_the_books_is_named(row, at):
    books = pa.Table.from_pylist(
        [claim("A", household=3, **{"amount": 5, **row})], BOOKS_SCHEMA
    )

    assert f"books: contract A, {at}" in refused(households(**MU), books=books)


def test_bad_groups_are_named():
    rows = [
        {"contract": "A", "group": "x", "measure.weight": 1},
        {"contract": "A", "group": "x", "measure.weight": 2},
        {"contract": "A", "group": None, "measure.weight": 2},
    ]
    groups = pa.Table.from_pylist(rows)

    assert refused(households(**MU), groups=groups) == [
        "groups: contract A, group None, group",
        "groups: contract A, group x",
    ]


def test_rows_after_the_last_contract_are_not_passed_over():
    books = pa.Table.from_pylist([{**BOOK, "contract": "C", "what": "fund", "account": "reserve",
                                   "key": "C", "amount": 5}], BOOKS_SCHEMA)  # fmt: skip

    assert refused(households(**MU), books=books) == ["books: row 1, contract C"]


def test_households_of_no_contract_at_all_are_not_passed_over():
    assert refused(households(**MU), contracts().slice(0, 0)) == [
        "households: row 1, contract A"
    ]


def test_amounts_that_no_int64_holds_are_refused():
    people = households(**{"measure.mu": [str(10**18 * 4), "1", "1", "1", "1"]})

    assert refused(people) == ["contract A, household 5: 1"]
    entry = ("claim", "owed/1", None, None, "group", "fen")
    assert [each.at for each in overflows([(None, "x", entry, 2**63, False)], "c")] == [
        "c, key x: claim"
    ]
    assert [each.at for each in overflows([(None, None, entry, 2**63, False)], "c")] == [
        "c, key : claim"
    ]


@pytest.mark.parametrize(
    ("column", "numbers", "scale"),
    [
        (pa.array([1, -2], pa.int8()), [1, -2], 1),
        (
            pa.array([Decimal("1.5"), Decimal("-2.25")], pa.decimal128(10, 2)),
            [150, -225],
            100,
        ),
        (pa.array([Decimal(10) ** 30, Decimal(1)], pa.decimal128(38, 0)), [10**30, 1], 1),
        (pa.array([Decimal(1500), Decimal(200)], pa.decimal128(5, -2)), [1500, 200], 1),
        (pa.array(["1/3", "50%"]), [2, 3], 6),
        (pa.array([str(2**70), "1"]), [2**70, 1], 1),
    ],
)
def test_numbers_are_exact(column, numbers, scale):
    found = numbers_of(column)

    assert found.numbers.tolist() == numbers
    assert found.scale == scale


@pytest.mark.parametrize(
    ("amounts", "totals"),
    [
        ([2**53, 1, 1], [2**53 + 1, 1]),
        ([2**62, 5, 2**62], [2**63, 5]),
        ([-(2**62), -1, -(2**62)], [-(2**63), -1]),
    ],
)
def test_sums_are_exact_beyond_floats(amounts, totals):
    found = sums_by(np.array([0, 1, 0], np.int32), np.array(amounts))
    assert found == ([0, 1], [0, 1], [2, 1], totals)


@pytest.mark.parametrize("times", [1, 1 << 16])
def test_codes_are_told_by_their_first_rows(times):
    codes = np.array([3, 3, 1, 3]) * times
    found = sums_by(codes, np.array([1, 2, 3, 4]))
    assert found == ([times, 3 * times], [2, 0], [1, 3], [3, 7])


def test_nulls_of_a_slice_are_filled():
    column = nullable(
        np.array([1, 2, 3], np.int32), np.array([True, False, True]), pa.int32()
    )
    assert filled(column[1:], -1).to_pylist() == [-1, 3]
    assert filled(pa.array([None, "a"]), "b").to_pylist() == ["b", "a"]


def test_blocks_that_name_other_words_are_joined():
    one, other = ("1", "wage", "a", "b", "fen"), ("2", "dividend", "a", "c", "fen")
    rows = [(0, (7, None, one, 1, False)), (0, (8, None, other, 2, True))]
    more = [(1, (9, "west", other, 3, False)), (1, (None, "east", one, 4, False))]
    ids = pa.array(["A", "B"])

    both = line_batch(joined([block_of(rows), block_of(more)]), ids).to_pylist()

    assert both == [
        line
        for each in (rows, more)
        for line in line_batch(block_of(each), ids).to_pylist()
    ]


@pytest.mark.parametrize(
    ("clause", "columns"),
    [
        (payment(PerUnit(Fraction(7), "people")), {}),
        (payment(Fixed(100), status="poor"), {"people": [1] * 5}),
        (payment(Fixed(100), to="land"), {"shares.money": [1] * 5}),
    ],
    ids=["people", "status", "shares"],
)
def test_a_column_that_is_lacking_is_not_guessed_in_columns(monkeypatch, clause, columns):
    monkeypatch.setattr("sanbian.batch.refusing.lacking_problems", lambda *_: ())

    told = both(form(clause), households(**columns), contracts(), alone="AB")

    assert [portion.refused for portion in told] == [()]
    assert lines_of(told) == []


def test_nothing_merged_is_nothing():
    assert len(merged([block_of([]), block_of([])])) == 0


def test_without_pyarrow_the_error_says_what_to_install():
    code = "import sys; sys.modules['pyarrow'] = None; import sanbian.batch"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert 'pip install "sanbian[fast]"' in done.stderr


def test_and_it_is_an_error_of_ours(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InvalidInputError, match="expected the package pyarrow"):
        runpy.run_path(batch.__file__)


def test_days_of_entering_are_days():
    assert refused(households(**MU, entered=[date(2021, 1, 1), *[None] * 4])) == []


def test_batches_of_any_size_and_cells_that_say_nothing():
    """Empty batches, books row by row, a decimal that one contract does not state."""
    rows = [claim(who, household=3, amount=5) for who in "AB"]
    one_by_one = pa.Table.from_pylist(rows, BOOKS_SCHEMA).to_batches(max_chunksize=1)
    people = households(**MU).to_batches()
    grant = pa.array([Decimal("1.5"), None], pa.decimal128(9, 2))
    found = settle_many(
        {"f": MADE},
        year(2021),
        contracts=contracts(**{"measure.grant": grant}),
        households=[people[0].slice(0, 0), *people],
        books=one_by_one,
        rows=1,
    )

    assert [len(each.refused) for each in found] == [0, 0]


def test_tables_come_as_tables_batches_or_streams():
    people, agreed = households(**MU), contracts()
    ways = [
        (agreed, people),
        (agreed.to_batches()[0], people.to_batches()[0]),
        (agreed, iter(people.to_batches(max_chunksize=1))),
    ]
    told = [
        [
            row
            for each in settle_many(
                {"f": MADE}, year(2021), contracts=one, households=other, rows=0
            )
            for row in each.lines.to_pylist()
        ]
        for one, other in ways
    ]

    assert told[0] == told[1] == told[2] != []


def test_batches_of_other_columns_are_refused():
    first = households(**MU).to_batches()[0].slice(0, 3)
    other = households(**{"measure.mu": ["1", "2", "3", "4", "5"]}).to_batches()[0].slice(3)
    with pytest.raises(InvalidInputError, match="the same columns and types"):
        list(
            settle_many(
                {"f": MADE}, year(2021), contracts=contracts(), households=[first, other]
            )
        )
