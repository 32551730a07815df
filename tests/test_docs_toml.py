"""Every TOML block of the documentation that is a file, or a piece of one, can be loaded.

The title of a block says what it is:

- ``contract.toml``, ``frame.toml``: a whole contract;
- ``facts.toml``, ``records.toml``: whole, of the contract last shown above or of the frame;
- ``clause``, ``declaration``: appended to the frame, with its version as shown there;
- ``version``: appended to the frame in place of its version;
- ``term``: the one line of a clause that the test writes around it.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from pathlib import Path

import pytest

from sanbian import InvalidInputError
from sanbian.files import (
    contract_text,
    load_contract,
    load_estate,
    load_facts,
    load_records,
    load_region,
)

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md"))
)
TITLES = {
    "contract.toml",
    "frame.toml",
    "facts.toml",
    "region.toml",
    "winding-up.toml",
    "records.toml",
    "clause",
    "declaration",
    "version",
} | {"term"}
BLOCK = re.compile(
    r"^(?P<indent>[ ]*)```toml(?: title=\"(?P<title>[^\"]*)\")?[ ]*\n"
    r"(?P<body>.*?)^(?P=indent)```[ ]*$",
    re.MULTILINE | re.DOTALL,
)
PAYMENT = """
[[versions.clauses]]
id = "1"
kind = "rent"
to = "members"
paid_from = ["company"]
unpaid = "carry"
"""
DIVIDEND = """
[[versions.clauses]]
id = "1"
kind = "dividend"
of = "profit"
to = "members"
"""
SOME_CLAUSE = """
[[versions.clauses]]
id = "1"
kind = "retention"
of = "profit"
to = "reserve"
"""


def blocks_of(page):
    """The TOML blocks of a page, as (title, text), in order."""
    return [
        (found["title"] or "", textwrap.dedent(found["body"]))
        for found in BLOCK.finditer(page)
    ]


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


FRAME = next(
    text
    for title, text in blocks_of(read("docs/zh/reference/clauses.md"))
    if title == "frame.toml"
)


def contract_around(title, text):
    """The whole contract of a block; None for facts."""
    match title:
        case "contract.toml":
            return text
        case "frame.toml":
            return text + SOME_CLAUSE
        case "clause":
            return FRAME + text
        case "declaration":
            return FRAME + SOME_CLAUSE + text
        case "version":
            return FRAME.partition("[[versions]]")[0] + text
        case "term":
            return FRAME + (DIVIDEND if text.startswith("by") else PAYMENT) + text
        case _:
            return None


CASES = [
    pytest.param(page, number, id=f"{page}-{number}")
    for page in PAGES
    for number, _ in enumerate(blocks_of(read(page)))
]


@pytest.mark.parametrize(("page", "number"), CASES)
def test_every_toml_block_loads(page, number, tmp_path):
    blocks = blocks_of(read(page))
    title, text = blocks[number]
    assert title in TITLES, f"{page}: expected a title of {sorted(TITLES)}, got {title!r}"

    if title == "region.toml":
        (tmp_path / title).write_text(text, encoding="utf-8")
        assert load_region(tmp_path)
        return
    if title == "winding-up.toml":
        (tmp_path / title).write_text(text, encoding="utf-8")
        coop = load_contract(ROOT / "examples" / "W04-member-accounts" / "contract.toml")
        assert load_estate(tmp_path, coop)
        return
    (tmp_path / "contract.toml").write_text(
        contract_around(title, text) or last_contract(blocks[:number], text),
        encoding="utf-8",
    )
    contract = load_contract(tmp_path / "contract.toml")
    if title == "records.toml":
        (tmp_path / title).write_text(text, encoding="utf-8")
        assert load_records(tmp_path / title, contract)
        return
    if title == "facts.toml":
        (tmp_path / "facts.toml").write_text(text, encoding="utf-8")
        load_facts(tmp_path / "facts.toml", contract)

    (tmp_path / "again.toml").write_text(contract_text(contract), encoding="utf-8")
    assert contract == load_contract(tmp_path / "again.toml")


def last_contract(before, facts):
    """The contract that facts belong to: by its id, above on the page or elsewhere."""
    wanted = tomllib.loads(facts)["contract"]
    whole = [text for title, text in before if title == "contract.toml"]
    whole += [FRAME + SOME_CLAUSE]
    whole += [
        text
        for page in PAGES
        for title, text in blocks_of(read(page))
        if title == "contract.toml"
    ]
    return next(text for text in whole if tomllib.loads(text)["id"] == wanted)


def test_a_block_that_cannot_be_loaded_is_found(tmp_path):
    page = '```toml title="clause"\n[[versions.clauses]]\nid = "1"\nkind = "gift"\n```\n'
    ((title, text),) = blocks_of(page)
    (tmp_path / "contract.toml").write_text(contract_around(title, text), encoding="utf-8")

    with pytest.raises(InvalidInputError):
        load_contract(tmp_path / "contract.toml")


def test_blocks_within_lists_and_notes_are_read():
    page = 'a\n\n??? note\n\n    ```toml title="term"\n    by = "equal"\n    ```\n\n```toml\n```\n'

    assert [("term", 'by = "equal"\n'), ("", "")] == blocks_of(page)


def test_every_example_that_is_named_is_there():
    named = {
        (page, name)
        for page in PAGES
        for name in re.findall(r"examples[/\\]([\w-]+)", read(page))
    }

    assert [] == [
        each for each in sorted(named) if not (ROOT / "examples" / each[1]).is_dir()
    ]
    assert named
