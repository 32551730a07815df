"""TOML and JSON files -> plain values, within bounds; what is wrong is said in our words.

Nothing in a file is carried out. A file is small, flat and in UTF-8, or it is refused; a
number with a decimal point keeps its text, so that the message can quote it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from sanbian.errors import InvalidInputError, Problem
from sanbian.files.sheets import too_large
from sanbian.files.syntax import syntax_problem
from sanbian.wording import Text, same

TOML_BYTES_MAX = 4 * 2**20
JSON_BYTES_MAX = 256 * 2**20
TOML_DEPTH_MAX = 32
JSON_DEPTH_MAX = 200
TOML_DIGITS_MAX = 40
JSON_DIGITS_MAX = 1000
PROBLEMS_MAX = 200

_MANY_KEYS = re.compile(
    rf"(?:^|[{{,\[])\s*+(?:[\w\"'-]++[ \t]*+\.[ \t]*+){{{TOML_DEPTH_MAX}}}", re.MULTILINE
)
_NESTED = Text(
    zh=f"应最多嵌套 {TOML_DEPTH_MAX} 层，得到更深",
    en=f"expected at most {TOML_DEPTH_MAX} levels of nesting, got more",
)
_FLATTEN = Text(zh="减少嵌套", en="nest less deeply")
_A_FILE = Text(zh="可读的文件", en="a file that can be read")
_CHECK = Text(zh="核对路径", en="check the path")


@frozen
class Float:
    """A number with a decimal point or an exponent, as it is written (小数)."""

    written: str


def read_toml(path: str | Path) -> dict[str, Any]:
    """Read a TOML file of at most 4 MiB.

    Args:
        path: A file in UTF-8, with or without its mark.

    Returns:
        Its values: text, whole numbers, `Float`, days, lists and tables.

    Raises:
        InvalidInputError: The file is missing, too large, in another encoding, nested too
            deeply, or no TOML; with line and column.
    """
    file = Path(path)
    text = _decoded(file, _content(file, TOML_BYTES_MAX))
    if _MANY_KEYS.search(text):
        raise InvalidInputError(Problem(file.name, _NESTED, _FLATTEN))
    try:
        document = tomllib.loads(text, parse_float=Float)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInputError(syntax_problem(file.name, text, str(error))) from None
    except RecursionError:
        raise InvalidInputError(Problem(file.name, _NESTED, _FLATTEN)) from None
    except ValueError:
        raise InvalidInputError(_too_long(file.name, "$", TOML_DIGITS_MAX)) from None
    _check_bounds(file.name, document, depth=TOML_DEPTH_MAX, digits=TOML_DIGITS_MAX)
    return document


def read_json(path: str | Path) -> Any:
    """Read a JSON file of at most 256 MiB; a key that stands twice is refused."""
    file = Path(path)
    text = _decoded(file, _content(file, JSON_BYTES_MAX))
    try:
        document = json.loads(
            text,
            parse_float=Float,
            parse_constant=Float,
            object_pairs_hook=_Once(file.name),
        )
    except InvalidInputError:
        raise
    except json.JSONDecodeError as error:
        at = f"{file.name} · {error.lineno}:{error.colno}"
        raise InvalidInputError(
            Problem(
                at=at,
                says=Text(
                    zh=f"应为 JSON，得到不完整或损坏的内容（{error.msg}）",
                    en=f"expected JSON, got something incomplete or damaged ({error.msg})",
                ),
                do=Text(
                    zh="这个文件由程序写出，请从备份恢复，不要手工修改",
                    en="a program writes this file: restore it from a copy, do not edit it",
                ),
            )
        ) from None
    except RecursionError:
        raise InvalidInputError(Problem(file.name, _NESTED, _FLATTEN)) from None
    except ValueError:
        raise InvalidInputError(_too_long(file.name, "$", JSON_DIGITS_MAX)) from None
    _check_bounds(file.name, document, depth=JSON_DEPTH_MAX, digits=JSON_DIGITS_MAX)
    return document


def of_another_contract(written: object, id_: str) -> Iterator[Problem]:
    """The problem that a file is of another contract: its names say nothing here."""
    if isinstance(written, str) and written != id_:
        yield Problem(
            at="$.contract",
            says=Text(
                zh=f"应为合同 “{id_}”，得到 “{written}”",
                en=f"expected the contract {id_!r}, got {written!r}",
            ),
            do=Text(
                zh="核对是不是这份合同的文件",
                en="check that the file is of this contract",
            ),
        )


def in_file(file: str, problems: Iterable[Problem]) -> InvalidInputError:
    """The same problems with the name of the file in front of each place."""
    found = tuple(problems)
    listed = [
        evolve(problem, at=f"{file}: {problem.at}" if problem.at else file)
        for problem in found[:PROBLEMS_MAX]
    ]
    if (more := len(found) - PROBLEMS_MAX) > 0:
        says = Text(zh=f"还有 {more} 个问题未列出", en=f"and {more} more problems")
        do = Text(zh="先改正以上问题", en="mend those above first")
        listed.append(Problem(at=file, says=says, do=do))
    return InvalidInputError(*listed)


def _content(file: Path, size: int) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(size + 1)
    except FileNotFoundError:
        raise _unread(file, Text(zh="没有这个文件", en="no such file")) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        got = Text(zh=f"无法打开（{reason}）", en=f"one that cannot be opened ({reason})")
        raise _unread(file, got) from None
    if len(content) > size:
        raise too_large(file.name, size // 2**20, "MiB")
    return content


def _unread(file: Path, got: Text) -> InvalidInputError:
    says = Text(zh="应为", en="expected ") + _A_FILE + Text(zh="，得到", en=", got ") + got
    return InvalidInputError(Problem(file.name or ".", says, _CHECK))


def _decoded(file: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    got = Text(zh="其他编码的内容", en="another encoding")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        got = same("UTF-16")
    elif _is_gb18030(content):
        got = same("GB18030 (GBK)")
    says = Text(zh="应为 UTF-8 编码的文字，得到", en="expected text in UTF-8, got ") + got
    do = Text(
        zh="在编辑器中用 UTF-8 编码另存（记事本：另存为 → 编码 → UTF-8）",
        en="save it as UTF-8 in the editor (Notepad: Save as, Encoding, UTF-8)",
    )
    raise InvalidInputError(Problem(f"{file.name} · {line}", says, do))


def _is_gb18030(content: bytes) -> bool:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


@frozen
class _Once:
    """Refuses a JSON object in which a key stands twice."""

    file: str

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise InvalidInputError(
                Problem(
                    at=self.file,
                    says=Text(
                        zh=f"每个键应只出现一次，得到两个 “{twice}”",
                        en=f"expected each key once, got {twice!r} twice",
                    ),
                    do=Text(zh="只留一个", en="keep one of them"),
                )
            )
        return made


def _check_bounds(file: str, document: object, *, depth: int, digits: int) -> None:
    """Refuse what is nested too deeply, and whole numbers that are too long."""
    limit = 10**digits
    level: list[tuple[str, object]] = [("$", document)]
    for _ in range(depth + 1):
        level = [
            inner
            for at, value in level
            for inner in _inside(at, value, file, limit, digits)
        ]
        if not level:
            return
    says = Text(
        zh=f"应最多嵌套 {depth} 层，得到更深",
        en=f"expected at most {depth} levels of nesting, got more",
    )
    raise InvalidInputError(Problem(f"{file}: {level[0][0]}", says, _FLATTEN))


def _inside(
    at: str, value: object, file: str, limit: int, digits: int
) -> Iterator[tuple[str, object]]:
    match value:
        case dict():
            yield from ((f"{at}.{key}", inner) for key, inner in value.items())
        case list() if any(isinstance(inner, dict | list) for inner in value):
            yield from ((f"{at}[{place}]", inner) for place, inner in enumerate(value))
        case list():
            if any(isinstance(each, int) and abs(each) >= limit for each in value):
                raise InvalidInputError(_too_long(file, at, digits))
        case int() if abs(value) >= limit:
            raise InvalidInputError(_too_long(file, at, digits))
        case _:
            pass


def _too_long(file: str, at: str, digits: int) -> Problem:
    return Problem(
        at=f"{file}: {at}",
        says=Text(
            zh=f"应为不超过 {digits} 位的整数，得到更长的数",
            en=f"expected a whole number of at most {digits} digits, got a longer one",
        ),
        do=Text(zh="核对这个数", en="check the number"),
    )
