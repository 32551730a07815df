"""Every folder under examples/ and tests/records/ settles to the fen, or is refused, as its
`expected.toml` says (`worked_folders.py` has its fields).
"""

from __future__ import annotations

from collections import defaultdict

import pytest
from worked_folders import (
    FIELDS,
    FOLDERS,
    REFUSED,
    SETTLED,
    expected_of,
    folder_of,
    found_for,
    refusal_differs,
    settled,
    without_zeros,
)

from sanbian import Kind, SanbianError, lines, statements

EXAMPLES = [name for name in FOLDERS if FOLDERS[name].parent.name == "examples"]


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_has_all_its_files(name):
    folder = FOLDERS[name]

    assert (folder / "contract.toml").is_file()
    assert [path for path in folder.iterdir() if path.stem == "roster"]
    assert list(folder.glob("facts*.toml"))
    assert expected_of(name)["format"] == 1
    assert expected_of(name)["derived"].strip()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_its_source_and_what_is_assumed(name):
    readme = (FOLDERS[name] / "README.md").read_text(encoding="utf-8")

    assert "https://" in readme or "http://" in readme or "**constructed**" in readme
    assert "ASSUMED" in readme
    assert "## 说明" in readme
    assert "## What it shows" in readme


def test_there_are_enough_folders_and_some_are_refused():
    assert len(EXAMPLES) >= 14
    assert {"R04-runyongheng", "R32-yangxin"} <= set(REFUSED)


@pytest.mark.parametrize("name", SETTLED)
def test_an_example_settles_as_expected(name):
    stated = expected_of(name)["settlements"]
    found = [settlement for _, _, settlement in settled(name)]

    assert len(stated) == len(found)
    assert sorted(path.name for path in FOLDERS[name].glob("facts*.toml")) == sorted(
        one["facts"] for one in stated
    )
    for one, settlement in zip(stated, found, strict=True):
        assert set(one) <= FIELDS
        wanted = {**one, "totals": without_zeros(one["totals"])}
        assert wanted == found_for(settlement, one)


@pytest.mark.parametrize("name", SETTLED)
def test_no_fen_is_lost_or_made(name):
    """What comes in from facts, books and pockets is what goes out, account by account."""
    for facts, books, settlement in settled(name):
        balance = opened(facts, books, settlement, folder_of(name))
        for flow in settlement.flows:
            if flow.unit != "fen":
                continue
            if flow.source is not None:
                balance[flow.source] -= sum(flow.amounts)
            if flow.target is not None:
                balance[flow.target] += sum(flow.amounts)

        closing = closing_of(settlement)
        for account, left in balance.items():
            what, _, rest = account.partition("/")
            match what:
                case "pool" | "payable":
                    assert 0 == left, account
                case "base" | "party" | "end" | "advanced":
                    assert 0 <= left or what == "party", account
                case "pocket":
                    assert -left <= facts.put_up.get(rest, -left), account
                case _:
                    assert closing.get(account, 0) == left, account
        assert balance["end/cash"] == sum(one.paid for one in statements(settlement))


def opened(facts, books, settlement, folder):
    """What stands on each account before the first flow: facts, funds and claims."""
    balance = defaultdict(int)
    for number, part in enumerate(facts.parts, start=1):
        suffix = "" if len(facts.parts) == 1 else f"~{number}"
        for base, amount in part.amounts.items():
            balance[f"base/{base}{suffix}"] = max(0, amount)
    for fund in folder.contract.funds:
        keys = settlement.levels["group" if fund.per_group else "contract"]
        balance[f"fund/{fund.id}"] = fund.opening * len(keys)
    if books is not None:
        for name, by_key in books.funds.items():
            balance[f"fund/{name}"] = sum(by_key.values())
        for claim in money_claims(books):
            balance[f"{claim.account}@{claim.since}"] += claim.amount
    for fund in folder.contract.funds:
        known = {} if books is None else books.funds.get(fund.id, {})
        for household in folder.register.households if fund.opens_with else ():
            entered, code = household.entered, household.code
            first = entered or facts.period.start
            is_new = code not in known or (
                entered is not None and facts.period.has(entered) and not known[code]
            )
            if first <= facts.period.end and is_new:
                balance[f"fund/{fund.id}"] += household.measures[fund.opens_with]
    for advance in facts.advances:
        account = f"advance/{advance.clause}/{advance.by}@{facts.period.end}"
        balance[account] += advance.amount
    for account, amount in list(balance.items()):
        if account.startswith("advance/"):  # it may pay first, where a payer advanced it
            balance[account.replace("advance/", "advanced/", 1)] = amount
    return balance


def closing_of(settlement):
    """What the books say of each fund and claim afterwards."""
    closing = defaultdict(int)
    for name, by_key in settlement.books.funds.items():
        closing[f"fund/{name}"] = sum(by_key.values())
    for claim in money_claims(settlement.books):
        closing[f"{claim.account}@{claim.since}"] += claim.amount
    return closing


def money_claims(books):
    return [claim for claim in books.claims if claim.unit == "fen"]


@pytest.mark.parametrize("name", REFUSED)
def test_an_example_is_refused(name):
    with pytest.raises(SanbianError) as caught:
        settled(name)

    assert not refusal_differs(name, caught.value)


@pytest.mark.parametrize("name", SETTLED)
def test_no_line_is_negative_and_every_kind_is_known(name):
    for _, _, settlement in settled(name):
        for line in lines(settlement):
            assert line.amount > 0
            assert line.kind in Kind
