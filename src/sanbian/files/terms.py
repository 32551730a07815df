"""Terms in a contract file: ``"1600.00"``, ``"area_mu"``, ``{ rate = "5%", of = … }``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import evolve, frozen

from sanbian.clause import (
    Band,
    Bands,
    ByStatus,
    Conditional,
    Daily,
    Equally,
    Escalating,
    Fixed,
    Greatest,
    Least,
    LeftOf,
    Measured,
    Monthly,
    Number,
    PartOf,
    PerUnit,
    Phased,
    Product,
    SharedTotal,
    SumOf,
    Yearly,
)
from sanbian.files.choices import meanings
from sanbian.files.composites import choice_form, nearest, optional_form
from sanbian.files.documents import Float
from sanbian.files.forms import (
    DAY,
    MONEY,
    PRICE,
    RATE,
    Definitions,
    Form,
    Schema,
    refused,
    shown,
)
from sanbian.files.records import Field, Forms
from sanbian.wording import Text

HEADS: Mapping[str, type[Any]] = {
    "yearly": Yearly,
    "monthly": Monthly,
    "daily": Daily,
    "bands": Bands,
    "when": Conditional,
    "escalates": Escalating,
    "phases": Phased,
    "by_status": ByStatus,
    "equally": Equally,
    "greatest": Greatest,
    "least": Least,
    "sum": SumOf,
    "product": Product,
    "total": SharedTotal,
    "per": PerUnit,
    "rate": PartOf,
    "left": LeftOf,
    "number": Number,
    "measure": Measured,
    "amount": Fixed,
}
"""By which key a term is known; of several, the first in this order."""

TERM_FIELDS: Mapping[tuple[type, str], Field] = {
    (Escalating, "amount"): Field(name="escalates"),
    (Escalating, "rate"): Field(form=RATE),
    (ByStatus, "weights"): Field(name="by_status"),
    (Equally, "total"): Field(name="equally"),
    (Greatest, "terms"): Field(name="greatest"),
    (Least, "terms"): Field(name="least"),
    (SumOf, "terms"): Field(name="sum"),
    (Product, "terms"): Field(name="product"),
    (PerUnit, "price"): Field(name="yuan", form=PRICE),
    (PartOf, "rate"): Field(form=RATE),
    (Band, "rate"): Field(form=RATE),
    (Band, "up_to"): Field(form=optional_form(MONEY)),
    (Yearly, "amount"): Field(name="yearly"),
    (Monthly, "amount"): Field(name="monthly"),
    (Daily, "amount"): Field(name="daily"),
    (LeftOf, "of"): Field(name="left"),
    (Number, "value"): Field(name="number"),
    (Measured, "of"): Field(name="measure"),
}

_LIKE_AMOUNT = re.compile(r"\s*[+-]?\s*[\d￥¥]")
_A_TERM = Text(zh="金额、计量项或计算式", en="an amount, a measure or a formula")
_WRITE_TERM = Text(
    zh='定额写 "1600.00"；计量项写 "area_mu"；按单位写 { per = "area_mu", yuan = "800.00" }；'
    '按比例写 { rate = "5%", of = "capital" }；总额分摊写 { total = …, by = … }',
    en='write an amount as "1600.00", a measure as "area_mu", so much per unit as '
    '{ per = "area_mu", yuan = "800.00" }, a rate as { rate = "5%", of = "capital" }, '
    "a shared total as { total = ..., by = ... }",
)


@frozen
class TermMark:
    """Stands for any term among the types of a contract file."""


@frozen
class CountedFromMark:
    """Stands for the day from which years count."""


def term_form(forms: Forms) -> Form:
    """The form of any term."""

    def read(value: object, at: str) -> Any:
        if isinstance(value, str) and not _LIKE_AMOUNT.match(value) and value.strip():
            return Measured(value)
        if isinstance(value, str | int | Float) and not isinstance(value, bool):
            return Fixed(MONEY.read(value, at))
        if not isinstance(value, dict):
            raise refused(at, _A_TERM, shown(value), _WRITE_TERM)
        return forms.of(_class_of(value, at)).read(value, at)

    def write(term: Any) -> Any:
        if isinstance(term, Fixed):
            return MONEY.write(term.amount)
        is_word = isinstance(term, Measured) and not _LIKE_AMOUNT.match(term.of)
        if is_word and term.of.strip():
            return term.of
        return forms.of(type(term)).write(term)

    def schema(known: Definitions) -> Schema:
        if "Term" not in known:
            known["Term"] = {}
            tables = [forms.of(cls).schema(known) for cls in HEADS.values()]
            known["Term"] |= {
                "description": f"{_WRITE_TERM.zh}\n{_WRITE_TERM.en}",
                "anyOf": [{"type": "string"}, {"type": "integer"}, *tables],
            }
        return {"$ref": "#/$defs/Term"}

    return Form(expected=_A_TERM, do=_WRITE_TERM, read=read, write=write, schema=schema)


def _class_of(table: Mapping[str, Any], at: str) -> type[Any]:
    """Which term a table is, by the keys that it has."""
    for head, cls in HEADS.items():
        if head in table:
            return cls
    partners = {
        "then": Conditional,
        "otherwise": Conditional,
        "by": SharedTotal,
        "yuan": PerUnit,
        "of": PartOf,
    }
    for partner, cls in partners.items():
        if partner in table:
            return cls
    do = _WRITE_TERM
    if table:
        do = nearest(next(iter(table)), HEADS)
    keys = Text(zh=f"键 {', '.join(table) or '（无）'}", en=", ".join(table) or "no key")
    raise refused(at, _A_TERM, keys, do)


def counted_from_form() -> Form:
    """The form of the day from which years count: two words, or a day."""
    words = choice_form({"start": "start", "entry": "entry"}, meanings(("start", "entry")))
    do = words.do + Text(zh="，或一个日期", en=", or a day")

    def read(value: object, at: str) -> Any:
        if isinstance(value, date) or (isinstance(value, str) and value[:1].isdigit()):
            return DAY.read(value, at)
        if value in ("start", "entry"):
            return value
        raise refused(at, words.expected, shown(value), do)

    return evolve(
        words,
        do=do,
        read=read,
        write=lambda value: value,
        schema=lambda known: {"anyOf": [words.schema(known), DAY.schema(known)]},
    )
