"""Every folder under examples/ settles to the fen that its `expected.toml` says, or is refused.

The numbers in `expected.toml` are worked out without the library; `derived` says how.
Money is text in yuan. One `[[settlements]]` for each facts file, in order of period; the
books of each are handed to the next.

    format = 1
    derived = "how these numbers were worked out"

    [[settlements]]
    facts = "facts-2016.toml"
    paid = "79000.00"                  # paid out to all holders together
    arrears = "0.00"                   # owed to holders afterwards, of all periods
    notices = ["arrears"]              # optional: what the notices are about, sorted
    counts = { "572.47" = 52 }         # optional: how many holders are paid how much

    [settlements.totals]               # complete: every clause, kind and payee
    "5 guarantee holders" = "50000.00" # payee: holders, or a party, fund or pool by its id;
                                       # arrears of an earlier period: holders@2021-12-31

    [settlements.clause_counts]        # optional: the lines of one clause by amount
    "5" = { "362.31" = 16 }

    [settlements.holders]              # optional: any of the numbers of a `Statement`
    "H001" = { paid = "572.47", arrears = "0.00" }

    [settlements.groups]               # optional: what a party, fund or pool of a group got
    "collective 一村" = "11134.29"

    [settlements.funds]                # optional: what stands on a fund afterwards
    "reserve" = "40000.00"

    [settlements.in_kind]              # optional: animals out on loan afterwards, by clause
    "3" = 78

    [refusal]                          # instead of settlements
    error = "InvalidInputError"
    at = "$.versions[0].clauses[2].of" # part of the place of the problem
    zh = "应只有一个基数"                # part of what it says
    en = "one base"
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

import sanbian
from sanbian import Kind, lines, settle, statements
from sanbian.files import load_folder

EXAMPLES = Path(__file__).parents[1] / "examples"
FOLDERS = sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir())
NUMBERS = {"entitled", "older_paid", "advanced", "paid", "arrears", "over_advanced"}
FIELDS = {
    "facts",
    "paid",
    "arrears",
    "notices",
    "counts",
    "totals",
    "clause_counts",
    "holders",
    "groups",
    "funds",
    "in_kind",
}


@cache
def expected_of(name):
    return tomllib.loads((EXAMPLES / name / "expected.toml").read_text(encoding="utf-8"))


SETTLED = [name for name in FOLDERS if "refusal" not in expected_of(name)]
REFUSED = [name for name in FOLDERS if "refusal" in expected_of(name)]


@cache
def folder_of(name):
    return load_folder(EXAMPLES / name)


def contract_of(name):
    return folder_of(name).contract


@cache
def settled(name):
    """The facts, the books before, and the settlement of each period, in order."""
    folder = folder_of(name)
    books, found = folder.books, []
    for facts in folder.facts:
        settlement = settle(folder.contract, folder.register, facts, books)
        found.append((facts, books, settlement))
        books = settlement.books
    return tuple(found)


def yuan_text(fen):
    sign, fen = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def payee(account):
    """The payee of a line as `expected.toml` names it."""
    name = account.partition("~")[0]
    what, _, rest = name.partition("/")
    if what != "payable":
        return rest
    since = rest.partition("@")[2]
    return f"holders@{since}" if since else "holders"


def summed(pairs):
    totals = defaultdict(int)
    for key, amount in pairs:
        totals[key] += amount
    return {key: yuan_text(amount) for key, amount in totals.items() if amount}


def counted(amounts):
    return {yuan_text(amount): count for amount, count in Counter(amounts).items()}


def money_lines(settlement):
    return [line for line in lines(settlement) if line.unit == "fen"]


def without_zeros(stated):
    return {key: amount for key, amount in stated.items() if amount != "0.00"}


def fund_balances(books):
    found = {}
    for name, by_key in books.funds.items():
        for key, amount in by_key.items():
            own = name if key == books.contract else f"{name} {key}"
            found[own] = yuan_text(amount)
    return found


def out_on_loan(books):
    found = Counter()
    for claim in books.claims:
        if claim.account.startswith("lent/"):
            found[claim.account.removeprefix("lent/")] += claim.amount
    return dict(found)


def found_for(settlement, stated):
    """What the settlement has for every number that is stated of it, in the same shape."""
    paid_lines = money_lines(settlement)
    every = statements(settlement)
    found = {
        "facts": stated["facts"],
        "paid": yuan_text(sum(one.paid for one in every)),
        "arrears": yuan_text(sum(one.arrears for one in every)),
        "notices": sorted({notice.about for notice in settlement.notices}),
        "counts": counted(one.paid for one in every),
        "totals": summed(
            (f"{line.clause} {line.kind.value} {payee(line.payee)}", line.amount)
            for line in paid_lines
        ),
        "clause_counts": {
            clause: counted(
                line.amount
                for line in paid_lines
                if line.clause == clause and line.payee.startswith("payable/")
            )
            for clause in stated.get("clause_counts", {})
        },
        "holders": {
            one.holder: {
                number: yuan_text(getattr(one, number))
                for number in stated.get("holders", {}).get(one.holder, {})
            }
            for one in every
            if one.holder in stated.get("holders", {})
        },
        "groups": summed(
            (f"{payee(line.payee)} {line.holder}", line.amount)
            for line in paid_lines
            if line.holder and not line.payee.startswith("payable/")
        ),
        "funds": fund_balances(settlement.books),
        "in_kind": out_on_loan(settlement.books),
    }
    return {field: found[field] for field in stated}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_has_all_its_files_and_a_source(name):
    folder = EXAMPLES / name
    readme = (folder / "README.md").read_text(encoding="utf-8")

    assert (folder / "contract.toml").is_file()
    assert [path for path in folder.iterdir() if path.stem == "roster"]
    assert list(folder.glob("facts*.toml"))
    assert expected_of(name)["format"] == 1
    assert expected_of(name)["derived"].strip()
    assert "https://" in readme or "http://" in readme or "**constructed**" in readme
    assert "ASSUMED" in readme
    assert "## 说明" in readme
    assert "## What it shows" in readme


def test_there_are_enough_folders_and_some_are_refused():
    assert len(FOLDERS) >= 14
    assert {"R04-runyongheng", "R32-yangxin"} <= set(REFUSED)


@pytest.mark.parametrize("name", SETTLED)
def test_an_example_settles_as_expected(name):
    stated = expected_of(name)["settlements"]
    found = [settlement for _, _, settlement in settled(name)]

    assert len(stated) == len(found)
    assert sorted(path.name for path in (EXAMPLES / name).glob("facts*.toml")) == sorted(
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
        balance = opened(facts, books, settlement, contract_of(name))
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


def opened(facts, books, settlement, contract):
    """What stands on each account before the first flow: facts, funds and claims."""
    balance = defaultdict(int)
    for number, part in enumerate(facts.parts, start=1):
        suffix = "" if len(facts.parts) == 1 else f"~{number}"
        for base, amount in part.amounts.items():
            balance[f"base/{base}{suffix}"] = max(0, amount)
    for fund in contract.funds:
        keys = settlement.levels["group" if fund.per_group else "contract"]
        balance[f"fund/{fund.id}"] = fund.opening * len(keys)
    if books is not None:
        for name, by_key in books.funds.items():
            balance[f"fund/{name}"] = sum(by_key.values())
        for claim in money_claims(books):
            balance[f"{claim.account}@{claim.since}"] += claim.amount
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
    stated = expected_of(name)["refusal"]
    error = getattr(sanbian, stated["error"])

    with pytest.raises(error) as caught:
        settled(name)

    (problem,) = caught.value.problems
    assert stated["at"] in problem.at
    assert stated["zh"] in problem.of("zh")
    assert stated["en"] in problem.of("en")


@pytest.mark.parametrize("name", SETTLED)
def test_no_line_is_negative_and_every_kind_is_known(name):
    for _, _, settlement in settled(name):
        for line in lines(settlement):
            assert line.amount > 0
            assert line.kind in Kind
