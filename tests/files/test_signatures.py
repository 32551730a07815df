"""Signatures in a contract file: a code alone, or who signed for whom by which mandate."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from attrs import evolve
from files.test_contracts import SMALL
from jsonschema import Draft202012Validator

from sanbian import InvalidInputError, Procedure, Signature
from sanbian.files import contract_schema, contract_text, load_contract

PROCEDURE = """
[procedure]
signatures = [
  "H1",
  "H2",
  { household = "H3", by = "村文书", mandate = "2025-05-20 书面委托", day = 2025-05-21 },
]
"""
BAD = """
[procedure]
signatures = ["", 7, { by = "村文书" }]
"""


def loaded(tmp_path, text):
    (tmp_path / "contract.toml").write_text(text, encoding="utf-8")
    return load_contract(tmp_path / "contract.toml")


def with_procedure(text):
    """The small contract with a table at its end."""
    return SMALL + text


def test_most_signatures_are_a_code(tmp_path):
    contract = loaded(tmp_path, with_procedure(PROCEDURE))
    proxy = Signature(
        household="H3", by="村文书", mandate="2025-05-20 书面委托", day=date(2025, 5, 21)
    )

    expected = (Signature(household="H1"), Signature(household="H2"), proxy)
    assert expected == contract.procedure.signatures
    written = contract_text(contract)
    assert '"H1"' in written
    assert contract == loaded(tmp_path, written)


def test_what_is_written_fits_the_schema(tmp_path):
    contract = loaded(tmp_path, with_procedure(PROCEDURE))
    plain = evolve(
        contract, procedure=Procedure(signatures=contract.procedure.signatures[:2])
    )

    document = tomllib.loads(contract_text(plain))

    assert ["H1", "H2"] == document["procedure"]["signatures"]
    rule = contract_schema()["$defs"]["Procedure"]["properties"]["signatures"]
    validator = Draft202012Validator({**rule, "$defs": contract_schema()["$defs"]})
    assert [] == list(validator.iter_errors(["H1", {"household": "H2", "by": "村文书"}]))
    assert 1 == len(list(validator.iter_errors([7])))


def test_all_that_is_no_signature_is_said_at_once(tmp_path):
    with pytest.raises(InvalidInputError) as caught:
        loaded(tmp_path, with_procedure(BAD))

    places = [each.at.removeprefix("contract.toml: ") for each in caught.value.problems]
    assert [
        "$.procedure.signatures[0]",
        "$.procedure.signatures[1]",
        "$.procedure.signatures[2].household",
    ] == places
