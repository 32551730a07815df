"""`import sanbian` stays light; the lower floors import and ask only what they may."""

from __future__ import annotations

import ast
import os
import runpy
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import sanbian

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "sanbian"
THIRD_PARTY = {"attr", "attrs", "dateutil"}
EXTRAS = {  # floors that no import of sanbian loads
    "columnar": {"numpy"},
    "batch": {"numpy", "pyarrow"},
}
LOADED_WITH_US = THIRD_PARTY | {"sanbian", "six"}
WORLD = {  # modules that reach the disk, the net, the clock or chance
    *("os", "io", "pathlib", "shutil", "tempfile", "glob", "fileinput", "sqlite3", "mmap"),
    *("socket", "ssl", "http", "urllib", "subprocess", "asyncio", "threading"),
    *("time", "random", "secrets", "uuid", "locale", "getpass", "platform"),
}
HANDED = {"random": {"Random"}}  # a type that a caller hands in
ASKS = {"today", "now", "utcnow", "fromtimestamp"}
CALLS = {"open", "input", "print", "eval", "exec", "__import__"}
SECONDS_MAX = 0.1
RUNS = 7

floors_below_files = runpy.run_path(str(ROOT / "tools" / "gate.py"))["floors_below_files"]
FLOORS = floors_below_files((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def modules_of(floor):
    module = SOURCE / f"{floor}.py"
    return [module] if module.exists() else sorted((SOURCE / floor).rglob("*.py"))


def imports(source):
    """What a module imports, as (line, module, names)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, frozenset[str]()
        elif isinstance(node, ast.ImportFrom):
            names = frozenset(alias.name for alias in node.names)
            yield node.lineno, "." * node.level + (node.module or ""), names


def strangers(source, floor=""):
    """Third parties, relative imports, and the package's root imported from inside."""
    extra = EXTRAS.get(floor, set())
    allowed = sys.stdlib_module_names | THIRD_PARTY | {"sanbian"} | extra
    return [
        f"line {line}: expected stdlib, attrs, dateutil or sanbian.<floor>, got {module}"
        for line, module, _ in imports(source)
        if module.partition(".")[0] not in allowed or module == "sanbian"
    ]


def world(source):
    """Where a module would ask the disk, the net, the clock or chance by itself."""
    found = [
        f"line {line}: expected it to be handed in, got an import of {module}"
        for line, module, names in imports(source)
        if (top := module.partition(".")[0]) in WORLD
        and not (names and names <= HANDED.get(top, set()))
    ]
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                found.append(f"line {node.lineno}: expected no call of {name}()")
            case ast.Call(func=ast.Attribute(attr=name)) if name in ASKS:
                found.append(
                    f"line {node.lineno}: expected the day as an argument, got {name}()"
                )
    return found


def fresh(code):
    """What a fresh interpreter prints, with this one's settings left out."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=kept,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("floor", FLOORS)
def test_each_floor_below_files_exists(floor):
    assert modules_of(floor), f"expected src/sanbian/{floor}.py or a folder of that name"


@pytest.mark.parametrize("floor", FLOORS)
def test_floors_below_files_import_only_attrs_and_dateutil(floor):
    for module in modules_of(floor):
        assert [] == strangers(module.read_text(encoding="utf-8"), floor), module.name


@pytest.mark.parametrize("floor", FLOORS)
def test_floors_below_files_ask_no_disk_no_clock_and_no_dice(floor):
    for module in modules_of(floor):
        assert [] == world(module.read_text(encoding="utf-8")), module.name


def test_import_loads_only_attrs_and_dateutil():
    code = (
        "import sys; before = {*sys.modules}; from sanbian import *; "
        "print(*{name.partition('.')[0] for name in {*sys.modules} - before})"
    )

    assert set() == {*fresh(code).split()} - sys.stdlib_module_names - LOADED_WITH_US


def test_the_stub_names_what_the_package_loads():
    stub = ast.parse((SOURCE / "__init__.pyi").read_text(encoding="utf-8"))
    homes = {
        name.name: node.module
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }

    assert sorted(homes) == sanbian.__all__ == dir(sanbian)
    for name, home in homes.items():
        assert getattr(sanbian, name) is getattr(import_module(home), name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sanbian.nothing


def test_import_is_quick():
    """Timed within the process, so without the bare start; the best of several counts."""
    code = (
        "from time import perf_counter; start = perf_counter(); import sanbian; "
        "print(perf_counter() - start)"
    )

    assert min(float(fresh(code)) for _ in range(RUNS)) < SECONDS_MAX


@pytest.mark.parametrize(
    "line",
    [
        "import numpy",
        "from openpyxl.cell import Cell",
        "def f():\n    import rich",
        "from sanbian import settle",
        "import sanbian",
        "from . import money",
    ],
)
def test_a_strange_import_is_found(line):
    assert strangers(f"import re\nfrom attrs import frozen\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "import pathlib",
        "from os.path import join",
        "import random",
        "from random import Random, choice",
        "day = date.today()",
        "text = open('a').read()",
    ],
)
def test_a_question_to_the_world_is_found(line):
    assert world(f"import re\n{line}\n")


def test_fine_imports_pass():
    fine = (
        "from random import Random\nimport dateutil.rrule\nfrom sanbian.money import yuan\n"
    )

    assert [] == strangers(fine) + world(fine)
