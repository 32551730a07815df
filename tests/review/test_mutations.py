"""Slips in contracts that are in order are caught, by the right code and no other error.

The slips are rows of `mutations.toml`; in which contracts and at which places they are made
is drawn by a seed. Each must be made somewhere, and change what is said.
"""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

import pytest
from attrs import evolve
from review.mutating import REGISTER, SETTLEMENT, applies, mutated

from sanbian import SanbianError, review
from sanbian.contract import stable_place
from sanbian.files import load_contract, load_review, review_dossier
from sanbian.files.contracts import contract_form, contract_of

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SEED = 20261129
BASES_MAX = 6
CHANGED_MAX = 20
TABLE = tomllib.loads((HERE / "mutations.toml").read_text("utf-8"))
FILES = sorted(
    [
        *(ROOT / "examples").glob("*/contract.toml"),
        *(HERE / "gallery").glob("*/good/contract.toml"),
    ]
)


@cache
def bases():
    """Contracts that can be read, by the file that each stands in, as plain documents."""
    found = {}
    for file in FILES:
        try:
            contract = load_contract(file)
        except SanbianError:
            continue
        found[str(file.relative_to(ROOT))] = contract_form().write(contract)
    return found


def said_of(document):
    contract = contract_of(document)
    return {
        (each.code, stable_place(contract, each.at), each.says.en, each.severity)
        for each in review(contract)
    }


def drawn(row):
    """The contracts in which a slip is made: all of them, or some drawn by the seed."""
    dice = random.Random(f"{SEED} {row['name']}")  # noqa: S311 - a seed, no secret
    fitting = [name for name, document in bases().items() if applies(document, row)]
    return lots(fitting, row, BASES_MAX), dice


def lots(names, row, most):
    """Some of the names, drawn one by one, so that a further name changes few of them."""
    return sorted(
        names,
        key=lambda name: random.Random(f"{SEED} {row['name']} {name}").random(),  # noqa: S311 - a seed
    )[:most]


@pytest.mark.parametrize("row", TABLE["contract"], ids=lambda row: row["name"])
def test_a_slip_in_a_contract_is_caught(row):
    chosen, dice = drawn(row)
    seen = 0
    for name in chosen:
        document = bases()[name]
        changed = mutated(document, row, dice)
        assert changed != document, f"{name}: nothing was changed"
        if "refused" in row:
            with pytest.raises(SanbianError) as caught:
                contract_of(changed)
            assert any(row["refused"] in each.at for each in caught.value.problems), name
            seen += 1
            continue
        before = said_of(document)
        new = said_of(changed) - before
        codes = {code for code, *_ in new}
        allowed = {row["code"], *row.get("also", ())}
        errors = {code for code, *_, severity in new if severity == "error"}
        assert errors <= allowed, f"{name}: {sorted(new)}"
        is_known = row["code"] in {code for code, *_ in before}
        assert row["code"] in codes or is_known, f"{name}: {sorted(new)}"
        seen += row["code"] in codes

    assert seen, f"no contract of {len(chosen)} shows it"


@cache
def dossiers():
    """All that can be reviewed together, by the folder that it stands in."""
    found = {}
    for file in FILES:
        try:
            read = load_review(file.parent)
        except SanbianError:
            continue
        if read.register is not None:
            found[str(file.parent.relative_to(ROOT))] = read
    return found


def new_findings(before, after):
    said = {(each.code, each.at, each.says.en) for each in review_dossier(before)}
    return [
        each
        for each in review_dossier(after)
        if (each.code, each.at, each.says.en) not in said
    ]


def caught(row, changed_ones):
    """How often a slip is caught by its code; nothing else may call it an error."""
    seen = 0
    allowed = {row["code"], *row.get("also", ())}
    for name, before, after in changed_ones:
        found = new_findings(before, after)
        errors = {each.code for each in found if each.severity == "error"}
        assert errors <= allowed, f"{name}: {errors}"
        seen += row["code"] in {each.code for each in found}
    return seen


@pytest.mark.parametrize("row", TABLE["register"], ids=lambda row: row["name"])
def test_a_slip_in_a_register_is_caught(row):
    dice = random.Random(f"{SEED} {row['name']}")  # noqa: S311 - a seed, no secret
    changed_ones = []
    for name, read in dossiers().items():
        plain = evolve(
            read, settlement=None, facts=None, earlier=(), records=None, region=None
        )
        on = read.contract.signed or read.contract.starts
        try:
            changed = REGISTER[row["does"]](
                read.register, dice, max(on, read.contract.starts)
            )
        except SanbianError:
            continue  # the register itself refuses it
        if changed is not None:
            changed_ones.append((name, plain, evolve(plain, register=changed)))

    names = lots([name for name, *_ in changed_ones], row, CHANGED_MAX)

    assert caught(row, [each for each in changed_ones if each[0] in names])


@pytest.mark.parametrize("row", TABLE["settlement"], ids=lambda row: row["name"])
def test_a_slip_in_a_settlement_is_caught(row):
    dice = random.Random(f"{SEED} {row['name']}")  # noqa: S311 - a seed, no secret
    changed_ones = []
    for name, read in dossiers().items():
        if read.facts is None:
            continue
        changed = SETTLEMENT[row["does"]](read.settlement, dice)
        if changed is not None:
            changed_ones.append((name, read, evolve(read, settlement=changed)))
    names = lots([name for name, *_ in changed_ones], row, CHANGED_MAX)
    chosen = [each for each in changed_ones if each[0] in names]

    assert len(chosen) == caught(row, chosen) > 0
