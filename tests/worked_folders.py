"""Folders with a contract, its facts and the amounts that were worked out without the library.

`examples/` has those that users read, each with a README; `tests/records/` has the rest of the
collected contracts and worked cases, small: `expected.toml` says where the figures come from and
which of them are assumed.

The numbers in `expected.toml` are worked out without the library; `derived` says how.
Money is text in yuan. One `[[settlements]]` for each facts file, in order of period; the
books of each are handed to the next.

    format = 1
    derived = "how these numbers were worked out"
    assumed = "which figure is not in the source, and why"    # tests/records; examples: README.md

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

    [settlements.in_kind]              # optional: goods lent or owed afterwards, by clause
    "3" = 78

    [refusal]                          # instead of settlements
    error = "InvalidInputError"
    at = "$.versions[0].clauses[2].of" # part of the place of the problem
    zh = "应只有一个基数"                # part of what it says
    en = "one base"
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import sanbian
from sanbian import SanbianError, lines, outcome, settle, statements
from sanbian.files import load_folder
from sanbian.files.examples import expected_form

ROOT = Path(__file__).parents[1]
PLACES = (ROOT / "examples", ROOT / "tests" / "records")
FOLDERS = {
    path.name: path for place in PLACES for path in sorted(place.iterdir()) if path.is_dir()
}
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
    return tomllib.loads((FOLDERS[name] / "expected.toml").read_text(encoding="utf-8"))


SETTLED = [name for name in FOLDERS if "refusal" not in expected_of(name)]
REFUSED = [name for name in FOLDERS if "refusal" in expected_of(name)]


@cache
def folder_of(name):
    return load_folder(FOLDERS[name])


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


def counted(amounts):
    return {yuan_text(amount): count for amount, count in Counter(amounts).items()}


def money_lines(settlement):
    return [line for line in lines(settlement) if line.unit == "fen"]


def without_zeros(stated):
    return {key: amount for key, amount in stated.items() if amount != "0.00"}


def found_for(settlement, stated):
    """What the settlement has for every number that is stated of it, in the same shape.

    The words are those of the worked examples in a contract; the rest is of these folders.
    """
    found = expected_form().write(outcome(settlement))
    holders = found.get("holders", {})
    own = {
        "facts": stated["facts"],
        "counts": counted(one.paid for one in statements(settlement)),
        "clause_counts": {
            clause: counted(
                line.amount
                for line in money_lines(settlement)
                if line.clause == clause and line.payee.startswith("payable/")
            )
            for clause in stated.get("clause_counts", {})
        },
        "holders": {
            code: {number: holders[code][number] for number in numbers}
            for code, numbers in stated.get("holders", {}).items()
        },
    }
    return {field: {**found, **own}.get(field, {}) for field in stated}


def refusal_differs(name, error):
    """What is otherwise than `[refusal]` says of the error that was raised."""
    stated = expected_of(name)["refusal"]
    wanted = (stated["at"], stated["zh"], stated["en"])
    if not isinstance(error, getattr(sanbian, stated["error"])) or len(error.problems) != 1:
        return repr(error)
    (problem,) = error.problems
    found = (problem.at, problem.of("zh"), problem.of("en"))
    return [pair for pair in zip(wanted, found, strict=True) if pair[0] not in pair[1]]


@cache
def as_expected(name):
    """Whether a folder settles, or is refused, as its `expected.toml` says."""
    try:
        found = [settlement for _, _, settlement in settled(name)]
    except SanbianError as error:
        return name in REFUSED and not refusal_differs(name, error)
    stated = expected_of(name).get("settlements", [])
    return len(found) == len(stated) and all(
        {**one, "totals": without_zeros(one["totals"])} == found_for(settlement, one)
        for one, settlement in zip(stated, found, strict=True)
    )
