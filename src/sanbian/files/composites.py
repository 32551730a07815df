"""Forms made of other forms: choices, lists, tables by name, and tables of one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from enum import Enum
from typing import Any

from attrs import evolve, frozen

from sanbian.errors import NAMES_MAX, InvalidInputError, Problem
from sanbian.files.choices import listed, meanings
from sanbian.files.forms import Definitions, Form, Gathering, Schema, refused, shown
from sanbian.wording import LENGTH_MAX, Text, brief

_A_LIST = Text(zh="列表", en="a list")
ONE_OF = Text(zh="所列词语之一", en="one of the listed words")
_A_TABLE = Text(zh="表", en="a table")


def below(at: str, key: str) -> str:
    """The place of a key in a table.

    Examples:
        >>> from sanbian.files.composites import below
        >>> below("$.amounts", "profit"), below("$.draws", "6.1")
        ('$.amounts.profit', "$.draws['6.1']")
    """
    is_word = key.isidentifier() and len(key) <= LENGTH_MAX
    return f"{at}.{key}" if is_word else f"{at}[{brief(key).en}]"


UNKNOWN_MAX = 20  # a table with more unknown keys is told of the first


def nearest(name: str, known: Iterable[str]) -> Text:
    """Which of the known names may have been meant, or what to do where there is none."""
    names = tuple(sorted(set(known)))
    if not names:
        return Text(zh="删去它，或核对名称", en="take it out, or check its name")
    near = get_close_matches(name[:LENGTH_MAX], names, n=3)
    offered = (
        Text(zh="、".join(near), en=", ".join(near))
        if near
        else in_each_language(names, most=3 * NAMES_MAX)
    )
    return Text(zh=f"可选：{offered.zh}", en=f"did you mean one of: {offered.en}")


def in_each_language(words: Iterable[str], *, most: int | None = None) -> Text:
    """Words that may be written, listed: of two languages each reader sees his own."""
    listed = tuple(words)
    english = tuple(word for word in listed if word.isascii())
    chinese = tuple(word for word in listed if not word.isascii())
    return Text(
        zh="、".join((chinese or listed)[:most]), en=", ".join((english or listed)[:most])
    )


# --- choices -------------------------------------------------------------------------


def choice_form(
    words: Mapping[str, Any], glosses: Mapping[str, Text] | None = None
) -> Form:
    """One of several words.

    Args:
        words: What each word stands for.
        glosses: What each word means; None to look it up.
    """
    glosses = meanings(words) if glosses is None else glosses
    do = listed(glosses)
    expected = ONE_OF
    written = {value: word for word, value in reversed(list(words.items()))}

    def read(value: object, at: str) -> Any:
        if isinstance(value, str) and value in words:
            return words[value]
        raise refused(at, expected, shown(value), _chosen(value, glosses, do))

    def schema(_: Definitions) -> Schema:
        return {"enum": list(words), "description": f"{do.zh}\n{do.en}"}

    return Form(
        expected=expected, do=do, read=read, write=written.__getitem__, schema=schema
    )


def _chosen(value: object, glosses: Mapping[str, Text], do: Text) -> Text:
    """All the words, with the one first that seems to be meant: by its spelling or meaning."""
    if not isinstance(value, str):
        return do
    near = get_close_matches(value, glosses, n=1) or _meant(value.strip(), glosses)
    if not near:
        return do
    gloss = glosses[near[0]]
    word, meaning = near[0], f"（{gloss.zh}）" if gloss.zh else ""
    asked = Text(zh=f"是否指 “{word}”{meaning}？", en=f"did you mean {word!r}? ")
    return asked + do


def _meant(value: str, glosses: Mapping[str, Text]) -> list[str]:
    """The one word whose Chinese meaning is the value, or holds it."""
    exact = [word for word, gloss in glosses.items() if gloss.zh == value]
    holding = [word for word, gloss in glosses.items() if value and value in gloss.zh]
    return exact or (holding if len(holding) == 1 else [])


# --- lists, and tables by name -------------------------------------------------------


def list_form(inner: Form) -> Form:
    """A list of values of one form."""

    def read(value: object, at: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            got = f'"{value}"' if isinstance(value, str) and len(value) < 60 else "…"  # noqa: PLR2004 - what fits a line
            do = Text(zh=f"写成 [{got}]", en=f"write [{got}]".replace("…", "..."))
            if isinstance(value, dict):
                do = Text(zh="表名用双方括号 [[…]]", en="write the table's name in [[...]]")
            raise refused(at, _A_LIST, shown(value), do)
        gathered = Gathering()
        made = tuple(
            gathered.read(inner, item, f"{at}[{place}]") for place, item in enumerate(value)
        )
        gathered.close()
        return made

    def schema(known: Definitions) -> Schema:
        return {"type": "array", "items": inner.schema(known)}

    return Form(
        expected=_A_LIST,
        do=Text(zh="写成 [ … ]", en="write [ ... ]"),
        read=read,
        write=lambda values: [inner.write(value) for value in values],
        schema=schema,
    )


def map_form(inner: Form) -> Form:
    """A table of values of one form by name."""

    def read(value: object, at: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise refused(at, _A_TABLE, shown(value), _WRITE_TABLE)
        gathered = Gathering()
        made = {
            key: gathered.read(inner, item, below(at, key)) for key, item in value.items()
        }
        gathered.close()
        return made

    def schema(known: Definitions) -> Schema:
        return {"type": "object", "additionalProperties": inner.schema(known)}

    return Form(
        expected=_A_TABLE,
        do=_WRITE_TABLE,
        read=read,
        write=lambda values: {key: inner.write(value) for key, value in values.items()},
        schema=schema,
    )


_WRITE_TABLE = Text(zh="写成 { 名称 = 值 }", en="write { name = value }")


def optional_form(inner: Form) -> Form:
    """A value of a form, or nothing."""
    return evolve(
        inner,
        read=lambda value, at: None if value is None else inner.read(value, at),
        write=lambda value: None if value is None else inner.write(value),
    )


# --- tables with keys of their own ---------------------------------------------------


class Required(Enum):
    """Stands where a key has no default."""

    REQUIRED = "required"


REQUIRED = Required.REQUIRED


@frozen(kw_only=True)
class Key:
    """One key of a table (键).

    Attributes:
        name: As it is written.
        attribute: Name of the attribute that takes its value.
        form: How the value is written.
        default: What holds where the key is not there; `REQUIRED` if it must be.
        words: What it means, for the schema.
    """

    name: str
    attribute: str
    form: Form
    default: Any = REQUIRED
    words: str = ""

    @property
    def is_required(self) -> bool:
        """Whether the key must be there."""
        return self.default is REQUIRED


def read_keys(value: object, keys: Iterable[Key], at: str) -> dict[str, Any]:
    """The values of a table by attribute; what is not there is left out.

    Raises:
        InvalidInputError: Unknown keys, missing keys and refused values, all at once.
    """
    keys = tuple(keys)
    if not isinstance(value, dict):
        raise refused(at, _A_TABLE, shown(value), _WRITE_TABLE)
    known = {key.name for key in keys}
    gathered = Gathering()
    unknown = [name for name in value if name not in known]
    gathered.problems.extend(
        unknown_key(at, name, known - value.keys()) for name in unknown[:UNKNOWN_MAX]
    )
    made = {}
    for key in keys:
        if key.name in value:
            made[key.attribute] = gathered.read(
                key.form, value[key.name], below(at, key.name)
            )
        elif key.is_required:
            gathered.problems.append(missing_key(at, key))
    gathered.close()
    return made


def unknown_key(at: str, name: str, known: Iterable[str]) -> Problem:
    """The problem that a table has no such key."""
    quoted = brief(name)
    return Problem(
        at=below(at, name),
        says=Text(
            zh=f"应为这里可用的键，得到 {quoted.zh}",
            en=f"expected a key that is known here, got {quoted.en}",
        ),
        do=nearest(name, known),
    )


def missing_key(at: str, key: Key) -> Problem:
    """The problem that a key is not there, with how to write it."""
    is_choice = key.form.expected == ONE_OF
    zh = key.name if is_choice else f"{key.name}（{key.form.expected.zh.strip()}）"
    en = key.name if is_choice else f"{key.name} ({key.form.expected.en})"
    return Problem(
        at=below(at, key.name),
        says=Text(zh=f"应写明 {zh}，得到空白", en=f"expected {en}, got nothing"),
        do=key.form.do,
    )


def written_keys(values: Any, keys: Iterable[Key]) -> dict[str, Any]:
    """The table of a value; what equals its default is left out."""
    table = {}
    for key in keys:
        value = getattr(values, key.attribute)
        if key.is_required or value != key.default:
            table[key.name] = key.form.write(value)
    return table


def keys_schema(keys: Iterable[Key], known: Definitions, words: str = "") -> Schema:
    """The JSON Schema of a table."""
    keys = tuple(keys)
    properties = {}
    for key in keys:
        properties[key.name] = key.form.schema(known)
        if key.words:
            lines = (key.words, properties[key.name].get("description", ""))
            properties[key.name]["description"] = "\n".join(filter(None, lines))
    schema: Schema = {"description": words} if words else {}
    schema |= {"type": "object", "additionalProperties": False, "properties": properties}
    if required := [key.name for key in keys if key.is_required]:
        schema["required"] = required
    return schema


def built(cls: Callable[..., Any], values: Mapping[str, Any], at: str) -> Any:
    """A value from its attributes; its own problems get the place in front."""
    try:
        return cls(**values)
    except InvalidInputError as error:
        raise InvalidInputError(
            *(evolve(found, at=at + found.at.removeprefix("$")) for found in error.problems)
        ) from None
