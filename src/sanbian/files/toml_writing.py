"""Plain values -> TOML text that a person can read: blocks for tables, a line per key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z", re.ASCII)
_BLOCK_DEPTH = 2  # [[versions]] and [[versions.clauses]] are blocks; what is in them is not

_LONG = ("examples",)  # its tables are rows, not blocks; long values are broken
_WIDTH = 88


def toml_text(document: Mapping[str, Any]) -> str:
    """Write a table as TOML.

    Args:
        document: Text, whole numbers, flags, days, lists and tables.

    Examples:
        >>> from sanbian.files.toml_writing import toml_text
        >>> print(toml_text({"format": 1, "pools": [{"id": "a", "by": {"x": "1"}}]}), end="")
        format = 1
        <BLANKLINE>
        [[pools]]
        id = "a"
        by = { x = "1" }
    """
    return "\n".join([*_block(document, ())]).lstrip("\n") + "\n"


def _block(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The lines of a table: first its own keys, then the blocks in it."""
    blocks = {key: value for key, value in table.items() if _is_block(value, path)}
    for key, value in table.items():
        if key not in blocks:
            yield from _entry(_key(key), value, is_broken=path == _LONG)
    for key, value in blocks.items():
        name = ".".join(map(_key, (*path, key)))
        if isinstance(value, list):
            for item in value:
                yield from ("", f"[[{name}]]", *_block(item, (*path, key)))
        else:
            yield from ("", f"[{name}]", *_block(value, (*path, key)))


def _entry(key: str, value: object, *, is_broken: bool) -> Iterator[str]:
    """A key with its value: on one line, or a line for each row or each inner key."""
    line = f"{key} = {_inline(value)}"
    if not is_broken or len(line) <= _WIDTH:
        yield line
    elif isinstance(value, Mapping):
        for inner, item in value.items():
            yield from _entry(f"{key}.{_key(inner)}", item, is_broken=True)
    elif isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
        yield from (f"{key} = [", *(f"  {_inline(item)}," for item in value), "]")
    else:
        yield line


def _is_block(value: object, path: tuple[str, ...]) -> bool:
    if len(path) >= _BLOCK_DEPTH or path == _LONG or not value:
        return False
    if isinstance(value, list):
        return all(isinstance(item, Mapping) for item in value)
    return isinstance(value, Mapping) and not path


def _inline(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case str():
            return _quoted(value)
        case date():
            return value.isoformat()
        case Mapping():
            inner = [f"{_key(key)} = {_inline(item)}" for key, item in value.items()]
            return f"{{ {', '.join(inner)} }}" if inner else "{}"
        case list() | tuple():
            return f"[{', '.join(map(_inline, value))}]"
        case _:
            raise AssertionError(value)


def _key(name: str) -> str:
    return name if _BARE.match(name) else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
