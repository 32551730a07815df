"""The pages keep their rules: twins, reference, README, changelog, nothing from elsewhere.

A check is a plain function from text to complaints. It is used twice: on the tree, where it
must find nothing, and on a snippet, where it must find something.
"""

from __future__ import annotations

import re
import runpy
import textwrap
import tomllib
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAME_IN_TWINS = {"python", "pycon", "toml", "console", "json", "csv"}
CHANGE_SECTIONS = ["Amounts", "Added", "Changed", "Removed", "Fixed"]


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


# The reference page lists the public names


def reference_page(page, public):
    listed = re.findall(r"^::: sanbian\.(\w+)$", page, re.MULTILINE)
    return [
        *(
            f"{name}: expected on the page, got nothing"
            for name in sorted(set(public) - {*listed})
        ),
        *(
            f"{name}: expected a name of sanbian.__all__"
            for name in listed
            if name not in public
        ),
        *(f"{name}: expected once" for name in sorted({*listed}) if listed.count(name) > 1),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reference_page_lists_exactly_the_public_names(language):
    import sanbian  # noqa: PLC0415 - the other checks must run when this fails

    assert [] == reference_page(read(f"docs/{language}/reference/api.md"), sanbian.__all__)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_of_a_package_are_public_there(language):
    page = read(f"docs/{language}/reference/api.md")
    named = re.findall(r"^::: sanbian\.(\w+)\.(\w+)$", page, re.MULTILINE)

    assert named
    for package, name in named:
        assert name in import_module(f"sanbian.{package}").__all__


@pytest.mark.parametrize(
    "page", ["", "::: sanbian.settle\n::: sanbian.other\n", "::: sanbian.settle\n" * 2]
)
def test_a_reference_page_that_differs_is_found(page):
    assert [] == reference_page("# API\n\n::: sanbian.settle\n", ("settle",))
    assert reference_page(page, ("settle",))


# Chinese and English pages are twins


def code_blocks(page):
    """The blocks of a page that are code, as (language, text), without their indent."""
    blocks, fence, language, lines = [], None, "", []
    for line in page.splitlines():
        mark = re.match(r"\s*(`{3,}|~{3,})\s*(?:\{\s*\.?)?([\w-]*)", line)
        if fence is None and mark:
            fence, language, lines = mark[1], mark[2], []
        elif fence is not None and line.strip() == fence:
            if language in SAME_IN_TWINS:
                blocks.append((language, textwrap.dedent("\n".join(lines))))
            fence = None
        elif fence is not None:
            lines.append(line)
    return blocks


def twin_pages(zh, en):
    ours, theirs = code_blocks(zh), code_blocks(en)
    if len(ours) != len(theirs):
        return [
            f"expected as many code blocks in both, got zh {len(ours)}, en {len(theirs)}"
        ]
    return [
        f"code block {number}: expected the same in both, got zh {a!r}, en {b!r}"
        for number, (a, b) in enumerate(zip(ours, theirs, strict=True), start=1)
        if a != b
    ]


def twinless(zh, en):
    return [f"{page}: expected in docs/zh and in docs/en" for page in sorted({*zh} ^ {*en})]


def pages_of(language):
    folder = ROOT / "docs" / language
    return sorted(page.relative_to(folder).as_posix() for page in folder.rglob("*.md"))


def test_every_page_has_its_twin():
    assert [] == twinless(pages_of("zh"), pages_of("en"))


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("README.zh.md", "README.md"),
        *((f"docs/zh/{page}", f"docs/en/{page}") for page in pages_of("zh")),
    ],
)
def test_twins_show_the_same_code(zh, en):
    assert [] == twin_pages(read(zh), read(en))


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_begins_with_the_two_commands(page):
    top = "\n".join(read(page).splitlines()[:40])

    assert "make settle" in top
    assert "make test" in top


def test_a_page_without_twin_is_found():
    assert [] == twinless(["a.md"], ["a.md"])
    assert twinless(["a.md", "b.md"], ["a.md"])
    assert twinless(["a.md"], ["a.md", "b.md"])


@pytest.mark.parametrize("en", ["", "```python\ny = 1\n```", "```toml\nx = 1\n```"])
def test_twins_with_other_code_are_found(en):
    zh = (
        '甲\n\n=== "乙"\n\n    ```python title="丙"\n    x = 1\n    ```\n```text\n丁\n```\n'
    )

    assert [] == twin_pages(zh, "```python\nx = 1\n```")
    assert twin_pages(zh, en)


# The changelog


def changelog(text, version):
    versions = re.findall(r"^## (\d+(?:\.\d+)+)", text, re.MULTILINE)
    numbers = [tuple(map(int, each.split("."))) for each in versions]
    wrong = [] if version in versions else [f"expected an entry for {version}"]
    wrong += [f"{b}: expected below {a}" for a, b in pairwise(numbers) if a <= b]
    for entry in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        sections = re.findall(r"^### (.+)$", entry, re.MULTILINE)
        if sections != [each for each in CHANGE_SECTIONS if each in sections]:
            wrong.append(
                f"expected sections in the order {CHANGE_SECTIONS}, got {sections}"
            )
    return wrong


def test_the_changelog_tells_of_this_version():
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]

    assert [] == changelog(read("CHANGELOG.md"), version)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "## 0.1.0\n",
        "## 0.1.0\n## 0.2.0\n",
        "## 0.2.0\n### Added\n### Amounts\n",
        "## 0.2.0\n### News\n",
    ],
)
def test_a_changelog_that_is_behind_or_out_of_order_is_found(text):
    assert [] == changelog("## 0.2.0\n### Amounts\n### Fixed\n## 0.1.0\n", "0.2.0")
    assert changelog(text, "0.2.0")


# The tools of the workshop


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/a.css">',
        "@import url(https://fonts.example/a.css);",
    ],
)
def test_a_page_that_loads_from_elsewhere_is_found(page):
    outside = runpy.run_path(str(ROOT / "tools" / "check_offline.py"))["outside"]

    assert [] == outside('<a href="https://example.org">x</a><script src="x.js"></script>')
    assert outside(page)


def test_the_closing_line_counts_a_stopped_run_as_failed():
    closing_line = runpy.run_path(str(ROOT / "tools" / "gate.py"))["closing_line"]
    ran = '<testsuite tests="5" failures="1" errors="0" skipped="1"/>'

    assert "3 passed, 1 failed, 1 skipped" == closing_line(ran)
    assert "0 passed, 1 failed" == closing_line(None, stopped=True)


def test_a_sample_of_mutants_is_drawn_of_each_package_and_counted():
    tool = runpy.run_path(str(ROOT / "tools" / "mutants.py"))
    names = [f"sanbian.{package}.x__mutmut_{n}" for package in "ab" for n in range(9)]
    drawn = tool["sampled"](reversed(names), 4, 7)

    assert drawn == tool["sampled"](names, 4, 7) != tool["sampled"](names, 4, 8)
    assert [4, 4] == [
        sum(tool["package_of"](one) == name for one in drawn) for name in "ab"
    ]
    assert [82.6, 94.5] == [round(bound, 1) for bound in tool["interval"](90, 100)]
    statuses = dict.fromkeys(names[:9], "killed") | {names[0]: "survived"}
    assert [
        "a: 8 of 9 killed, 88.9 % (56.5 to 98.0), 1 survived",
        "  survived: sanbian.a.x__mutmut_0",
    ] == list(tool["report"](statuses))
