"""Contract files: read, written, and refused with everything that is wrong at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from contract_strategies import contracts
from hypothesis import HealthCheck, given, settings

from sanbian.clause import CLAUSES, TERMS, Fixed, Measured, Payment, SplitPart
from sanbian.contract import Contract
from sanbian.errors import InvalidInputError
from sanbian.files import contract_text, load_contract
from sanbian.files.clauses import OTHERS, PAYMENTS
from sanbian.files.contracts import contract_of
from sanbian.files.documents import Float
from sanbian.files.terms import HEADS

quick = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])

GALLERY = sorted((Path(__file__).parent / "bad_contracts").glob("*.toml"))
