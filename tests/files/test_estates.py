"""Files of what is wound up: read, written, described; all that is wrong is said at once."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from term_strategies import money_terms

from sanbian import Debt, Estate, InvalidInputError, Rank
from sanbian.files import estate_schema, estate_text, load_contract, load_estate
from sanbian.files.estates import EstateFile, estate_form

COOP = Path(__file__).parents[2] / "examples" / "W04-member-accounts"
CONTRACT = load_contract(COOP / "contract.toml")
SCHEMA = Draft202012Validator(estate_schema())
WRITTEN = (COOP / "winding-up.toml").read_text("utf-8")
DAYS = st.dates(date(2018, 7, 1), date(2199, 12, 31))
fen = st.integers(0, 10**12)
names = st.text("甲乙AB1", min_size=1, max_size=4)
debts = st.builds(Debt, creditor=names, rank=st.sampled_from(Rank), amount=fen)
estates = st.builds(
    Estate,
    since=DAYS,
    day=DAYS,
    is_bankrupt=st.booleans(),
    assets=fen,
    subsidy_property=fen,
    subsidy_to=st.just("") | names,
    debts=st.lists(debts, max_size=3).map(tuple),
    rest_by=money_terms,
)


@given(estates)
def test_what_is_written_reads_equal(estate):
    read = estate_form().read(tomllib.loads(estate_text(estate, CONTRACT)), "$")

    assert read == EstateFile(
        contract=CONTRACT.id,
        **{name: getattr(estate, name) for name in estate.__slots__[:8]},
    )


def test_the_example_loads_and_fits_the_schema(tmp_path):
    plain = tomllib.loads(WRITTEN)
    plain |= {name: plain[name].isoformat() for name in ("since", "day")}

    assert [] == list(SCHEMA.iter_errors(plain))
    estate = load_estate(COOP, CONTRACT)
    (tmp_path / "again.toml").write_text(estate_text(estate, CONTRACT), "utf-8")
    assert estate == load_estate(tmp_path / "again.toml", CONTRACT)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        (
            'contract = "W04M"',
            'contract = "W05"',
            "expected the contract 'W04M', got 'W05'",
        ),
        ("day = 2019-06-30", "", "expected day (a day), got nothing"),
        ('assets = "950000.00"', "assets = 950000.5", "$.assets"),
        ('rank = "costs"', 'rank = "cost"', "did you mean 'costs'"),
        ('rest_by = { sum = ["capital", "reserve_share"] }', "rest_by = {}", "$.rest_by"),
        ("format = 1", "format = 2", "expected file format 1"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, before, after, says):
    path = tmp_path / "winding-up.toml"
    path.write_text(WRITTEN.replace(before, after, 1), "utf-8")
    with pytest.raises(InvalidInputError) as error:
        load_estate(tmp_path, CONTRACT)

    assert "winding-up.toml: $." in str(error.value)
    assert says in str(error.value)
