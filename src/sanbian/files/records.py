"""The form of a frozen value, from its own attributes and their types."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from attrs import Factory, define, frozen

from sanbian.errors import Problem, raise_any
from sanbian.files.composites import (
    REQUIRED,
    Key,
    built,
    choice_form,
    keys_schema,
    list_form,
    map_form,
    optional_form,
    read_keys,
    written_keys,
)
from sanbian.files.forms import (
    DAY,
    DUE_DAY,
    FLAG,
    NUMBER,
    TEXT,
    YEARS_OF_TERM,
    Definitions,
    Form,
    Schema,
)
from sanbian.period import Due, Years
from sanbian.wording import Text

Check = Callable[[Any, str], Iterable[Problem]]

_TOLD = re.compile(r"^ {8}(\w+): (.*(?:\n {9,}.*)*)", re.MULTILINE)
_TOLD_ONCE = re.compile(r"^- ((?:`\w+`(?:, )?)+): (.*(?:\n {2,}.*)*)", re.MULTILINE)


@frozen(kw_only=True)
class Field:
    """What is special about an attribute in a file.

    Attributes:
        name: Its key, or empty where the key is the attribute's name.
        form: Its form, or None where the type decides.
        is_left_out: Whether the file does not have it.
    """

    name: str = ""
    form: Form | None = None
    is_left_out: bool = False


@define
class Forms:
    """The forms of types in one kind of file.

    Attributes:
        known: Forms that are given, by type.
        aliases: Types that names in annotations stand for.
        fields: What is special, by class and attribute.
        checks: Further checks of a value, by class.
    """

    known: dict[Any, Form]
    aliases: Mapping[str, Any] = Factory(dict)
    fields: Mapping[tuple[type, str], Field] = Factory(dict)
    checks: Mapping[type, Check] = Factory(dict)

    def of(self, hint: Any) -> Form:
        """The form of a type."""
        if hint not in self.known:
            self.known[hint] = self._made(hint)
        return self.known[hint]

    def _made(self, hint: Any) -> Form:
        origin, inner = get_origin(hint), get_args(hint)
        if origin in {Union, UnionType}:
            (one,) = (each for each in inner if each is not type(None))
            return optional_form(self.of(one))
        if origin is tuple:
            assert inner[1] is Ellipsis
            return list_form(self.of(inner[0]))
        if origin is Literal:
            return choice_form({word: word for word in inner})
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return map_form(self.of(inner[1]))
        if isinstance(hint, type) and issubclass(hint, Enum):
            return choice_form({member.value: member for member in hint})
        return self._record(hint)

    def _record(self, cls: type[Any]) -> Form:
        """A table with a key for each attribute."""
        check = self.checks.get(cls)
        keys = cache(lambda: self.keys(cls))

        def read(value: object, at: str) -> Any:
            values = read_keys(value, keys(), at)
            made = built(cls, values, at)
            if check is not None:
                raise_any(check(made, at))
            return made

        def schema(known: Definitions) -> Schema:
            name = cls.__name__
            if name not in known:
                known[name] = {}
                known[name] |= keys_schema(keys(), known, told_of(cls))
            return {"$ref": f"#/$defs/{name}"}

        return Form(
            expected=Text(zh="表", en="a table"),
            do=Text(zh="写成 { 键 = 值 }", en="write { key = value }"),
            read=read,
            write=lambda value: written_keys(value, keys()),
            schema=schema,
        )

    def keys(self, cls: type[Any]) -> tuple[Key, ...]:
        """The keys of a class, in the order of its attributes."""
        hints = get_type_hints(cls, localns=dict(self.aliases))
        words = words_of(cls)
        made = []
        for attribute in attrs.fields(cls):
            special = self.fields.get((cls, attribute.name), Field())
            if not attribute.init or special.is_left_out:
                continue
            made.append(
                Key(
                    name=special.name or attribute.alias,
                    attribute=attribute.alias,
                    form=special.form or self.of(hints[attribute.name]),
                    default=_default(attribute),
                    words=words.get(attribute.name, ""),
                )
            )
        return tuple(made)


def _default(attribute: attrs.Attribute[Any]) -> Any:
    """What holds where nothing is said."""
    default: Any = attribute.default
    if default is attrs.NOTHING:
        return REQUIRED
    return default.factory() if hasattr(default, "factory") else default


def plain_forms() -> dict[Any, Form]:
    """The forms that are the same in every file."""
    return {
        str: TEXT,
        bool: FLAG,
        date: DAY,
        Fraction: NUMBER,
        Years: YEARS_OF_TERM,
        Due: DUE_DAY,
    }


def told_of(cls: type[Any]) -> str:
    """The first line of a class's docstring."""
    return (cls.__doc__ or "").partition("\n")[0]


def words_of(cls: type[Any]) -> dict[str, str]:
    """What a class, or else its module, says of its attributes."""
    module = sys.modules[cls.__module__].__doc__ or ""
    words = {
        name: " ".join(said.split())
        for names, said in _TOLD_ONCE.findall(module)
        for name in re.findall(r"\w+", names)
    }
    for name, said in _TOLD.findall(cls.__doc__ or ""):
        words[name] = " ".join(said.split())
    return words
