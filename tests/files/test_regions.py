"""Region files: read, written, described; all that is wrong with one is said at once."""

from __future__ import annotations

import tomllib
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from region_strategies import FIRST, SOURCE, rates, regions

from sanbian import InvalidInputError, Region, RegionalAmount, RegionalDays, RegionalRate
from sanbian.files import load_region, region_schema, region_text
from sanbian.files.regions import region_form
from sanbian.region import in_force


@given(regions)
def test_what_is_written_reads_equal_and_fits_its_schema(region):
    document = tomllib.loads(region_text(region))

    assert region == region_form().read(document, "$")
    as_json = tomllib.loads(region_text(region), parse_float=str)
    plain = {
        key: [
            {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
            for row in value
        ]
        if isinstance(value, list)
        else value
        for key, value in as_json.items()
    }
    assert [] == list(Draft202012Validator(region_schema()).iter_errors(plain))


@given(rates, st.dates(FIRST, date(2040, 1, 1)))
def test_the_last_row_that_has_begun_holds(drawn, day):
    begun = [row for row in drawn if row.since <= day]

    assert (begun[-1] if begun else None) == in_force(drawn, day)


BAD = """
format = 1
nam = "浙江省"

[[concentration_cap]]
since = 2010-01-01
rate = "20"
source = "条例"

[[publication_days]]
since = "昨天"
days = 7

[[cash_limit]]
since = 2020-01-01
amount = 500.5
source = "通知"
"""


def test_all_that_has_the_wrong_shape_is_said_at_once(tmp_path):
    (tmp_path / "region.toml").write_text(BAD, encoding="utf-8")

    with pytest.raises(InvalidInputError) as caught:
        load_region(tmp_path)

    assert [
        "region.toml: $.nam",
        "region.toml: $.name",
        "region.toml: $.concentration_cap[0].rate",
        "region.toml: $.publication_days[0].since",
        "region.toml: $.publication_days[0].source",
        "region.toml: $.cash_limit[0].amount",
    ] == [each.at for each in caught.value.problems]


def test_all_that_has_the_wrong_meaning_is_said_at_once():
    day = date(2020, 1, 1)

    with pytest.raises(InvalidInputError) as caught:
        Region(
            name="某县",
            lpr=(
                RegionalRate(since=day, rate=Fraction(3, 100), source=" "),
                RegionalRate(since=day, rate=Fraction(3), source=SOURCE),
            ),
            publication_days=(RegionalDays(since=day, days=0, source=SOURCE),),
            cash_limit=(RegionalAmount(since=day, amount=0, source=SOURCE),),
        )

    assert [
        "$.publication_days[0].days",
        "$.cash_limit[0].amount",
        "$.lpr[1].since",
        "$.lpr[0].source",
        "$.lpr[1].rate",
    ] == [each.at for each in caught.value.problems]
    assert "got 300%" in str(caught.value)
