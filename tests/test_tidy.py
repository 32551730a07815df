"""The code keeps its own rules, and each check is seen to fail on a bad snippet.

A check is a plain function from text to complaints. It is used twice: on the tree, where it
must find nothing, and on a snippet, where it must find something.
"""

from __future__ import annotations

import ast
import doctest
import inspect
import io
import re
import subprocess
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 50

# Spelt so that this file does not hold the words that it looks for.
BANNED = {
    "unfinished": re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b"),
    "a machine's path": re.compile(
        r"(?<![\w.])/(?:hom[e]|roo[t]|User[s])/|\b[A-Z]:\\User[s]\b"
    ),
    "a registry's host": re.compile(
        r"pyp[i]\.\w|pythonhoste[d]|npmj[s]\.|anacond[a]\.org|crate[s]\.io|deb[.]debia[n]"
    ),
}
SILENCER = re.compile(
    r"#\s*(?:(?:ruff|flake8|mypy):\s*)?"
    r"(?P<what>noqa|(?:type|pyright):\s*ignore|pragma:\s*no\s+(?:cover|mutate))(?P<rest>.*)"
)
NOQA_CODES = re.compile(r":\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\b(?P<reason>.*)")
IGNORE_CODES = re.compile(r"\[[\w-]+(?:,\s*[\w-]+)*\](?P<reason>.*)")
WORD = re.compile(r"[^\W\d_]{2,}")


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def found_under(*folders, suffixes):
    return sorted(
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes and path.is_file()
    )


def python_files():
    own = [name for name in ("conftest.py",) if (ROOT / name).exists()]
    return found_under("src", "tests", "tools", "bench", suffixes={".py"}) + own


def text_files():
    folders = ("src", "docs", "tests", "tools", "bench", "examples", ".ci")
    suffixes = {".py", ".md", ".toml", ".json", ".csv", ".html", ".j2", ".txt", ".yml", ""}
    top = ("Makefile", "mkdocs.yml", "pyproject.toml", "CONTRIBUTING.md", "CHANGELOG.md")
    return [*found_under(*folders, suffixes=suffixes), *top, "README.md", "README.zh.md"]


# Sizes


def module_size(source):
    lines = len(source.splitlines())
    if lines <= MODULE_LINES_MAX:
        return []
    return [f"expected a module of at most {MODULE_LINES_MAX} lines, got {lines}; split it"]


def function_sizes(source):
    return [
        f"{node.name}: expected at most {FUNCTION_LINES_MAX} lines, got {lines}; split it"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := lines_without_docstring(node)) > FUNCTION_LINES_MAX
    ]


def lines_without_docstring(function):
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - (docstring.end_lineno - docstring.lineno + 1)


@pytest.mark.parametrize("path", python_files())
def test_modules_and_functions_stay_small(path):
    assert [] == module_size(read(path)) + function_sizes(read(path))


def test_a_long_module_is_found():
    assert [] == module_size("x = 1\n" * 400)
    assert module_size("x = 1\n" * 401)


def test_a_long_function_is_found_and_its_docstring_not_counted():
    told = 'def f():\n    """' + "word\n" * 60 + '    """\n' + "    x = 1\n" * 49

    assert [] == function_sizes(told)
    assert function_sizes(told + "    x = 1\n")


# Silencers carry a code and a reason


def silencers(source):
    comments = [
        (token.start[0], found)
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT and (found := SILENCER.search(token.string))
    ]
    return [
        f"line {line}: expected a code and a reason after {found['what']!r}"
        for line, found in comments
        if not has_code_and_reason(found["what"], found["rest"])
    ]


def has_code_and_reason(what, rest):
    if what.startswith("pragma"):
        return bool(WORD.search(rest))
    coded = (NOQA_CODES if what == "noqa" else IGNORE_CODES).match(rest)
    return coded is not None and bool(WORD.search(coded["reason"]))


@pytest.mark.parametrize("path", python_files())
def test_silencers_say_what_and_why(path):
    assert [] == silencers(read(path))


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "# noqa: S101",
        "# noqa: because it is fine",
        "# ruff: noqa: D",
        "# type: ignore",
        "# type: ignore # why not",
        "# type: ignore[arg-type]",
        "# pyright: ignore",
        "# pragma: no cover",
    ],
)
def test_a_bare_silencer_is_found(comment):
    assert silencers(f"x = 1  {comment}\n")


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: S314, S101 - our own file",
        "# type: ignore[arg-type]  # looked at above",
        "# pragma: no cover - only on Windows",
    ],
)
def test_a_silencer_with_code_and_reason_passes(comment):
    assert [] == silencers(f"x = 1  {comment}\ny = '# noqa'\n")


# Words that have no place in the tree


def banned_words(text):
    return [
        f"line {number}: {what}: {found[0]!r}"
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in BANNED.items()
        if (found := pattern.search(line))
    ]


@pytest.mark.parametrize("path", text_files())
def test_nothing_unfinished_local_or_downloaded_is_named(path):
    text = (ROOT / path).read_text(encoding="utf-8", errors="replace")

    assert [] == banned_words(text)


@pytest.mark.parametrize(
    "line",
    [
        "# TO" + "DO: later",
        "x = 1  # FIX" + "ME",
        "X" * 3,
        "open('/hom" + "e/li/roster.csv')",
        "cd /roo" + "t/sanbian",
        "index-url = https://pyp" + "i.org/simple",
        "files.pythonhoste" + "d.org",
    ],
)
def test_a_banned_word_is_found(line):
    assert banned_words(f"fine\n{line}\n")


# Every public name is told and shown


def public_name(name, value):
    is_class = inspect.isclass(value)
    if not is_class and not inspect.isroutine(value):
        return []
    docstring = vars(value).get("__doc__") if is_class else value.__doc__
    if not docstring:
        return [f"{name}: expected a docstring"]
    if is_class:
        return []
    test = doctest.DocTestParser().get_doctest(docstring, {}, name, None, 0)
    if not any(name in example.source for example in test.examples):
        return [f"{name}: expected an example that uses it"]
    said = io.StringIO()
    doctest.DocTestRunner(verbose=False).run(test, out=said.write)
    return [f"{name}: {said.getvalue()}"] if said.getvalue() else []


def test_public_names_have_docstrings_and_examples_that_run():
    import sanbian  # noqa: PLC0415 - the other checks must run when this fails

    complaints = [
        complaint
        for name in sanbian.__all__
        for complaint in public_name(name, getattr(sanbian, name))
    ]

    assert [] == complaints


def _untold(): ...


def _unshown():
    """Tell, but do not show."""


def _wrong(): ...


def _right(): ...


# Put together, so that the example runner does not take them for the tree's own.
_wrong.__doc__ = "Show something not so.\n\n" + ">" * 3 + " str(_wrong := 1)\n'2'\n"
_right.__doc__ = "Show something so.\n\n" + ">" * 3 + " str(_right := 1)\n'1'\n"


class _Untold:
    pass


@pytest.mark.parametrize("value", [_untold, _unshown, _wrong, _Untold])
def test_a_public_name_without_words_or_with_a_wrong_example_is_found(value):
    assert public_name(value.__name__, value)


def test_a_public_name_that_is_told_and_shown_passes():
    assert [] == public_name("_right", _right)
    assert [] == public_name("DAYS", 360)


# --- what is kept ----------------------------------------------------------------------------

FOLDERS = {".ci", "batches", "bench", "docs", "examples", "schema", "src", "tests", "tools"}


def strange_folders(tracked):
    """Folders at the top that are none of the project's own: what a trial left behind."""
    return {name.partition("/")[0] for name in tracked if "/" in name} - FOLDERS


def test_nothing_is_kept_that_a_trial_left_behind():
    listed = subprocess.run(
        ["git", "ls-files"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,  # not a checkout: nothing is kept
    )
    assert not strange_folders(listed.stdout.splitlines())


def test_a_folder_that_was_left_behind_is_found():
    assert strange_folders(["README.md", "src/a.py", "results/east/proof.json"]) == {
        "results"
    }
