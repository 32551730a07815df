"""Region files: read, written, described; all that is wrong with one is said at once."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sanbian import InvalidInputError, Region, RegionalAmount, RegionalDays, RegionalRate
from sanbian.files import load_region, region_schema, region_text
from sanbian.files.regions import region_form
from sanbian.region import in_force

SOURCE = "省条例第十三条"
FIRST = date(2000, 1, 1)


def rows(cls, name, values):
    """Rows in order of their days."""
    gaps = st.integers(1, 4000)
    return st.lists(st.tuples(gaps, values), max_size=3).map(
        lambda drawn: tuple(
            cls(
                since=FIRST + timedelta(days=sum(gap for gap, _ in drawn[: place + 1])),
                source=SOURCE,
                **{name: value},
            )
            for place, (_, value) in enumerate(drawn)
        )
    )


RATES = rows(RegionalRate, "rate", st.fractions(0, 1, max_denominator=1000))
AMOUNTS = rows(RegionalAmount, "amount", st.integers(1, 10**9))
REGIONS = st.builds(
    Region,
    name=st.sampled_from(["浙江省", "Jingchuan"]),
    concentration_cap=RATES,
    guarantee_min=RATES,
    guarantee_max=RATES,
    publication_days=rows(RegionalDays, "days", st.integers(1, 365)),
    cash_limit=AMOUNTS,
    monitoring_line=AMOUNTS,
    yellow_line=AMOUNTS,
    lpr=RATES,
)


@given(REGIONS)
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


@given(RATES, st.dates(FIRST, date(2040, 1, 1)))
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
