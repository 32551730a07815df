"""Cases of the gallery, changed where a test says so, and what is found in them."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

from sanbian import Records
from sanbian.files import load_contract, load_review, review_dossier
from sanbian.findings import review

GALLERY = Path(__file__).parent / "review" / "gallery"


def case(code, side="bad", **changes):
    """The contract of a case, with some of its parts changed."""
    contract = load_contract(GALLERY / code / side / "contract.toml")
    return evolve(contract, **changes)


def dossier(code, side="good", **changes):
    """All that the folder of a case has, with some of it changed."""
    return evolve(load_review(GALLERY / code / side), **changes)


def with_records(code, side="good", **changes):
    """A case with what happened around its settlement; each key is one of `Records`."""
    found = dossier(code, side)
    before = found.records or Records(contract=found.contract.id)
    return evolve(found, records=evolve(before, **changes))


def told(code, reviewed):
    """What is said in English under one code."""
    return [each.says.en for each in review_dossier(reviewed) if each.code == code]


def with_flow(settlement, place, **changes):
    """A settlement with one flow changed, as by hand."""
    flows = list(settlement.flows)
    flows[place] = evolve(flows[place], **changes)
    return evolve(settlement, flows=tuple(flows))


def codes(found):
    """The codes of findings, in order."""
    return [finding.code for finding in found]


def only(code, contract, *others, **options):
    """What is found under one code, whatever else is."""
    found = review(contract, *others, **options)
    return [each for each in found if each.code == code]


def changed(contract, part, place=0, **changes):
    """A contract with one contribution, party, class or safeguard changed."""
    things = list(getattr(contract, part))
    things[place] = evolve(things[place], **changes)
    return evolve(contract, **{part: tuple(things)})


def with_clause(contract, place=0, **changes):
    """A contract with one clause of its first version changed."""
    version = contract.versions[0]
    clauses = list(version.clauses)
    clauses[place] = evolve(clauses[place], **changes)
    first = evolve(version, clauses=tuple(clauses))
    return evolve(contract, versions=(first, *contract.versions[1:]))
