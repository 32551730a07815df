"""What holds for every review: it never raises, and order without meaning changes nothing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import contract_worlds
import pytest
from attrs import evolve
from hypothesis import given, settings

from sanbian import SanbianError, review, settle, statements
from sanbian.contract import stable_place
from sanbian.files import load_review, review_dossier

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(
    [
        *(path for path in (ROOT / "examples").iterdir() if path.is_dir()),
        *(Path(__file__).parent / "gallery").glob("*/bad"),
    ]
)
LISTS = (
    *("parties", "share_classes", "contributions", "bases", "pools", "funds"),
    *("measures", "safeguards"),
)


def said(contract, *others, **named):
    """What is found, each at a place that holds when something moves."""
    return sorted(
        (each.code, stable_place(contract, each.at), each.severity, each.says.en)
        for each in review(contract, *others, **named)
    )


@settings(max_examples=25)
@given(contract_worlds.many_worlds())
def test_a_review_of_what_is_settled_never_raises(world):
    try:
        settled = contract_worlds.folded(world)
    except SanbianError:
        return
    contract, register = world.contract, world.register
    for place, settlement in enumerate(settled):
        given_too = {"facts": world.facts[place], "earlier": tuple(settled[:place])}
        found = review(contract, register, settlement, **given_too)

        assert found == review(contract, register, settlement, **given_too)
        again = [each for each in found if each.code == "SB401"]
        assert again == []  # what settle gives is what it gives


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_the_order_of_what_is_listed_changes_no_finding(folder):
    try:
        read = load_review(folder)
    except SanbianError:
        return  # refused on reading: nothing is left to review
    contract = read.contract
    for name in LISTS:
        listed = getattr(contract, name)
        try:
            turned = evolve(contract, **{name: listed[::-1]})
        except SanbianError:
            continue  # the order has a meaning there
        codes = [each.code for each in review(contract, on=contract.starts)]
        assert sorted(codes) == sorted(
            each.code for each in review(turned, on=contract.starts)
        ), name


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_clauses_that_pay_the_same_in_either_order_are_reviewed_the_same(folder):
    try:
        read = load_review(folder)
    except SanbianError:
        return
    if read.facts is None or read.earlier:
        return
    contract, version = read.contract, read.contract.versions[0]
    paid = statements(read.settlement)
    for place in range(len(version.clauses) - 1):
        clauses = list(version.clauses)
        clauses[place : place + 2] = clauses[place + 1], clauses[place]
        changed = evolve(version, clauses=tuple(clauses))
        try:
            turned = evolve(contract, versions=(changed, *contract.versions[1:]))
            settled = settle(turned, read.register, read.facts)
        except SanbianError:
            continue  # the order has a meaning
        if statements(settled) == paid:
            assert [code for code, *_ in said(contract)] == [
                code for code, *_ in said(turned)
            ]


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}"
)
def test_findings_come_gravest_first_and_always_in_the_same_order(folder):
    try:
        found = review_dossier(load_review(folder))
    except SanbianError:
        return
    assert found == review_dossier(load_review(folder))
    ranks = [("error", "warning", "info").index(each.severity) for each in found]
    assert all(one <= other for one, other in pairwise(ranks))
