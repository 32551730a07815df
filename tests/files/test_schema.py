"""The published JSON Schemas say what the readers take."""

from __future__ import annotations

import runpy
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from contract_strategies import contracts
from files.test_contracts import BAD, SMALL, SPLIT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from register_strategies import facts as facts_for

from sanbian.files import (
    contract_schema,
    contract_text,
    facts_schema,
    records_schema,
    region_schema,
    save_facts,
)

ROOT = Path(__file__).parents[2]
quick = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
CONTRACT = Draft202012Validator(contract_schema())
FACTS = Draft202012Validator(facts_schema())


def plain(value):
    """A TOML document as JSON has it: days are text."""
    match value:
        case dict():
            return {key: plain(inner) for key, inner in value.items()}
        case list():
            return [plain(inner) for inner in value]
        case date():
            return value.isoformat()
    return value


def test_the_published_schemas_are_current():
    tool = ROOT / "tools" / "write_schemas.py"
    published = runpy.run_path(str(tool))["published"]()

    for path, text in published.items():
        assert text == path.read_text(encoding="utf-8"), f"run {tool.name}"
    done = subprocess.run([sys.executable, str(tool), "--check"], check=False)
    assert 0 == done.returncode


@pytest.mark.parametrize(
    "schema", [contract_schema(), facts_schema(), region_schema(), records_schema()]
)
def test_a_schema_is_sound(schema):
    Draft202012Validator.check_schema(schema)


@given(contracts())
@quick
def test_every_contract_that_is_written_fits_its_schema(contract):
    assert [] == list(CONTRACT.iter_errors(plain(tomllib.loads(contract_text(contract)))))


def test_facts_that_are_written_fit_their_schema(tmp_path):
    @given(st.data())
    @quick
    def check(data):
        contract = data.draw(contracts())
        path = tmp_path / "facts.toml"
        save_facts(data.draw(facts_for(contract)), path, contract)

        assert [] == list(FACTS.iter_errors(plain(tomllib.loads(path.read_text("utf-8")))))

    check()


def test_a_ratio_between_sides_fits():
    text = SMALL + SPLIT.format('ratio = "7:3"\nbetween = ["coop", "farmers"]')

    assert [] == list(CONTRACT.iter_errors(plain(tomllib.loads(text))))


@pytest.mark.parametrize(
    "name",
    [
        *("format-missing", "format-newer", "key-unknown", "key-missing", "choice-unknown"),
        *("list-wanted", "text-wanted", "clause-kind-unknown", "money-float", "rate-float"),
        *("ratio-beside-parts", "ratio-in-words", "years-backwards", "term-unknown"),
        *("odd-fen-missing", "term-half", "flag-wanted", "count-below-zero"),
    ],
)
def test_a_bad_shape_does_not_fit(name):
    document = plain(tomllib.loads((BAD / f"{name}.toml").read_text(encoding="utf-8")))
    fits = not list(CONTRACT.iter_errors(document))

    assert fits == (name == "years-backwards")  # which only reading can tell
