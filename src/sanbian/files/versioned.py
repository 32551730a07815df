"""The number of the file format, which each file carries."""

from __future__ import annotations

from attrs import evolve

from sanbian.files.composites import Key, missing_key
from sanbian.files.forms import Definitions, Form, Gathering, Schema, refused, shown
from sanbian.wording import Text

FORMAT = 1

_THE_FORMAT = Text(zh=f"文件格式 {FORMAT}", en=f"file format {FORMAT}")
_WRITE_FORMAT = Text(
    zh=f"写 format = {FORMAT}；若文件来自更新的 sanbian，请升级",
    en=f"write format = {FORMAT}; if a newer sanbian wrote the file, update",
)


def _read_format(value: object, at: str) -> int:
    if isinstance(value, bool) or value != FORMAT:
        raise refused(at, _THE_FORMAT, shown(value), _WRITE_FORMAT)
    return FORMAT


_KEY = Key(
    name="format",
    attribute="format",
    form=Form(
        expected=_THE_FORMAT,
        do=_WRITE_FORMAT,
        read=_read_format,
        write=lambda value: value,
        schema=lambda _: {"const": FORMAT},
    ),
)


def versioned_form(inner: Form) -> Form:
    """A table with the number of the format beside its other keys."""

    def read(value: object, at: str) -> object:
        if not isinstance(value, dict):
            return inner.read(value, at)
        gathered = Gathering()
        if "format" in value:
            _read_format(value["format"], f"{at}.format")  # another has other keys
        else:
            gathered.problems.append(missing_key(at, _KEY))
        rest = {key: each for key, each in value.items() if key != "format"}
        made = gathered.read(inner, rest, at)
        gathered.close()
        return made

    def schema(known: Definitions) -> Schema:
        name = inner.schema(known)["$ref"].rpartition("/")[2]
        table = known.pop(name)
        table["properties"] = {"format": _KEY.form.schema(known), **table["properties"]}
        table["required"] = ["format", *table.get("required", [])]
        return table

    return evolve(
        inner,
        read=read,
        write=lambda value: {"format": FORMAT, **inner.write(value)},
        schema=schema,
    )
