"""The form of signatures: a code alone where the household signed itself, else a table."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from sanbian.contract import Signature
from sanbian.files.forms import TEXT, Form, refused, shown
from sanbian.wording import Text

_EXPECTED = Text(
    zh="户编号，或写明谁代签的表", en="a household's code, or a table of who signed for it"
)
_DO = Text(
    zh='写 "H1"，代签的写 { household = "H1", by = "…", mandate = "…" }',
    en='write "H1", or { household = "H1", by = "...", mandate = "..." } where another signed',
)


def signature_form(table: Form) -> Form:
    """A signature: the code of the household, or a table with more.

    Args:
        table: The form of the table.
    """

    def read(value: object, at: str) -> Any:
        if isinstance(value, str) and value.strip():
            return Signature(household=value)
        if isinstance(value, dict):
            return table.read(value, at)
        raise refused(at, _EXPECTED, shown(value), _DO)

    def write(signature: Signature) -> Any:
        is_plain = signature == Signature(household=signature.household)
        return signature.household if is_plain else table.write(signature)

    return evolve(
        table,
        expected=_EXPECTED,
        do=_DO,
        read=read,
        write=write,
        schema=lambda known: {"anyOf": [TEXT.schema(known), table.schema(known)]},
    )
