"""However tables are encoded, cut and read, both roads come to the same, for years."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from batch_builders import books_of, facts_of, form, payment, year
from hypothesis import given, settings
from hypothesis import strategies as st
from table_encodings import cut, encoded

from sanbian import (
    Allotment,
    Dividend,
    Fixed,
    Fund,
    Measured,
    PerUnit,
    Reserve,
    Split,
    SplitPart,
)
from sanbian.batch import settle_many
from sanbian.batch.roads import Roads

few = settings(max_examples=max(15, settings().max_examples // 4))
HALF = Fraction(1, 2)
BY_MU = payment(PerUnit(Fraction(500), "mu"), paid_from=("firm", "county"))
FORMS = {
    "land": form(
        BY_MU,
        Reserve(id="2", of="profit", rate=Fraction(1, 10), to="reserve"),
        Dividend(id="3", of="profit", to="land", by=Measured("shares")),
    ),
    "groups": form(
        Split(
            id="1",
            of="profit",
            parts=(SplitPart("teams", HALF), SplitPart("farmers", HALF)),
        ),
        Allotment(id="2", of="teams", to="mine", by=Measured("weight")),
        Split(
            id="3",
            of="mine",
            parts=(SplitPart("team", HALF), SplitPart("of_team", HALF)),
        ),
        Dividend(id="4", of="farmers", to="members", by=Measured("people")),
    ),
    "own": form(  # a fund that is each holder's own here, and common in the others
        payment(Fixed(33), to="reserve"),
        payment(PerUnit(Fraction(7, 3), "people"), id_="2"),
        funds=(Fund(id="reserve", name="个人账户", per_member=True, opening=9),),
    ),
}
HOUSEHOLDS = pa.schema(
    {
        "contract": pa.string(),
        "household": pa.int64(),
        "group": pa.string(),
        "people": pa.int64(),
        "status": pa.string(),
        "entered": pa.date32(),
        "left": pa.date32(),
        "shares.land": pa.int64(),
        "shares.money": pa.int64(),
        "measure.mu": pa.int64(),
    }
)
GROUPS = pa.schema(
    {"contract": pa.string(), "group": pa.string(), "measure.weight": pa.int64()}
)


def agreed(rng):
    """Some contracts of some forms, in any order."""
    ids = [f"V{number}" for number in range(rng.choice([1, 2, 4, 9]))]
    rng.shuffle(ids)
    named = [rng.choice([*FORMS]) for _ in ids]
    profit = [0 if n == "own" else rng.choice([0, 1, 1001, -500, 99_999]) for n in named]
    put_up = [rng.choice([None, 0, 300, 5000]) for _ in ids]
    return pa.table(
        {
            "contract": ids,
            "form": named,
            "amount.profit": profit,
            "put_up.firm": pa.array(put_up, pa.int64()),
        }
    )


def people(ids, rng):
    """Their households, in no order; some contracts have one, or none."""
    rows = [
        {
            "contract": id_,
            "household": number,
            "group": rng.choice(["东", "西", None]),
            "people": rng.randrange(5),
            "status": rng.choice(["poor", "general", None]),
            "entered": rng.choice([None, None, date(2019, 1, 1), date(2022, 5, 1)]),
            "left": rng.choice([*[None] * 6, date(2022, 7, 1), date(2021, 3, 1)]),
            "shares.land": rng.randrange(4),
            "shares.money": 0,
            "measure.mu": rng.randrange(6),
        }
        for id_ in ids
        for number in rng.sample(range(1, 100), rng.choice([0, 1, 1, 2, 5, 9]))
    ]
    return pa.Table.from_pylist(rows, HOUSEHOLDS)


def groups_of(households, rng):
    """Rows of some of the groups, for some of the contracts."""
    of = dict.fromkeys(
        (row["contract"], row["group"] or "") for row in households.to_pylist()
    )
    rows = [
        {"contract": id_, "group": group, "measure.weight": rng.randrange(5)}
        for id_, group in of
        if rng.random() < 0.9
    ]
    return pa.Table.from_pylist(rows, GROUPS)


def with_some_lost(table, rng):
    """Books without some rows: contracts that are new, holders to whom nothing is owed."""
    keeps = [each["what"] == "settled" or rng.random() < 0.9 for each in table.to_pylist()]
    return table.filter(pa.array(keeps, pa.bool_()))


def without_some(households, rng):
    """Households without some of them, who left without a word."""
    keeps = [rng.random() < 0.95 for _ in range(len(households))]
    return households.filter(pa.array(keeps, pa.bool_()))


def told(tables, number, rows, *, alone=False):
    with pytest.MonkeyPatch.context() as patched:
        if alone:
            patched.setattr(Roads, "together", lambda *_: iter(()))
        portions = list(settle_many(FORMS, year(number), rows=rows, **tables))
    return facts_of(portions), portions


@few
@given(st.randoms(use_true_random=True))
def test_encodings_pieces_windows_and_roads_change_nothing(rng):
    contracts = agreed(rng)
    households = people(contracts["contract"].to_pylist(), rng)
    tables = {
        "contracts": contracts,
        "households": households,
        "groups": groups_of(households, rng),
    }
    for number in (2021, 2022):
        expected, portions = told(tables, number, 99)
        assert told(tables, number, 99, alone=True)[0] == expected
        for alone in (False, True):
            others = {name: cut(encoded(each, rng), rng) for name, each in tables.items()}
            others["contracts"] = pa.Table.from_batches(others["contracts"])
            rows = rng.choice([1, 2, 3, 10, 1000])
            assert told(others, number, rows, alone=alone)[0] == expected
        tables["books"] = with_some_lost(books_of(portions), rng)
        tables["households"] = without_some(households, rng)
