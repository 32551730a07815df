"""Conditions in a contract file: ``{ of = "sold_rate", more_than = "70%" }``.

A bound is written as people write it: money in yuan, a rate in per cent, anything else with
its unit, ``"300 kg"``.
"""

from __future__ import annotations

import re
from typing import Any, cast

from attrs import evolve, frozen

from sanbian.clause import Condition, Fixed, Number
from sanbian.clause.terms import RelationWord
from sanbian.files.choices import CONDITION_RELATIONS, listed
from sanbian.files.composites import Key, keys_schema, read_keys
from sanbian.files.forms import (
    MONEY,
    NUMBER,
    RATE,
    TEXT,
    Definitions,
    Form,
    Schema,
    plain_number,
    refused,
    shown,
)
from sanbian.files.records import Forms
from sanbian.wording import Text

_RATE_UNITS = ("%", "‰", "")
_WITH_UNIT = re.compile(r"\s*([+-]?\d+(?:\.\d+|/\d+)?)\s*([^\s\d.,/+-][^\s\d]{0,11})?\s*\Z")
_IN_YUAN = {"元", "yuan"}
_A_CONDITION = Text(zh="条件", en="a condition")
_WRITE_CONDITION = Text(
    zh='写成 { of = "sold_rate", more_than = "70%" }；',
    en='write { of = "sold_rate", more_than = "70%" }; ',
) + listed(CONDITION_RELATIONS)
_ONE_RELATION = Text(zh="恰好一个比较词", en="exactly one relation")


@frozen
class NamedAmountMark:
    """Stands for a name or a term among the types of a contract file."""


def named_amount_form(forms: Forms, term: Form) -> Form:
    """The form of an amount by its name, or by a term in a table."""

    def read(value: object, at: str) -> Any:
        return (term if isinstance(value, dict) else TEXT).read(value, at)

    def write(amount: Any) -> Any:
        return amount if isinstance(amount, str) else forms.of(type(amount)).write(amount)

    return evolve(TEXT, do=term.do, read=read, write=write, schema=term.schema)


def condition_form(amount: Form, term: Form) -> Form:
    """The form of a condition: what is compared, and one relation with its bound."""
    of = Key(name="of", attribute="of", form=amount)
    bound = bound_form(term)
    keys = {
        word: (of, Key(name=word, attribute="bound", form=bound))
        for word in CONDITION_RELATIONS
    }

    def read(value: object, at: str) -> Condition:
        if not isinstance(value, dict):
            raise refused(at, _A_CONDITION, shown(value), _WRITE_CONDITION)
        words = [word for word in keys if word in value]
        if len(words) != 1:
            got = ", ".join(words)
            found = Text(zh=f" {got}" if got else "空白", en=got or "nothing")
            raise refused(at, _ONE_RELATION, found, _WRITE_CONDITION)
        (word,) = cast("list[RelationWord]", words)
        return Condition(relation=word, **read_keys(value, keys[word], at))

    def write(condition: Condition) -> Any:
        return {
            "of": amount.write(condition.of),
            condition.relation: bound.write(condition.bound),
        }

    def schema(known: Definitions) -> Schema:
        if "Condition" not in known:
            known["Condition"] = {}
            every = (of, *(of_bound for _, of_bound in keys.values()))
            known["Condition"] |= {
                **keys_schema(every, known),
                "description": f"{_WRITE_CONDITION.zh}\n{_WRITE_CONDITION.en}",
                "required": ["of"],
                "minProperties": 2,
                "maxProperties": 2,
            }
        return {"$ref": "#/$defs/Condition"}

    return Form(
        expected=_A_CONDITION, do=_WRITE_CONDITION, read=read, write=write, schema=schema
    )


def bound_form(term: Form) -> Form:
    """The form of a bound: money, a rate or a number with its unit, or any term."""

    def read(value: object, at: str) -> Any:
        found = _WITH_UNIT.match(value) if isinstance(value, str) else None
        if found is None:
            return term.read(value, at)
        written, unit = found[1], found[2] or ""
        if unit in _IN_YUAN or (not unit and "/" not in written):
            return Fixed(MONEY.read(written, at))
        if unit in _RATE_UNITS:
            return Number(RATE.read(value, at), "%")
        return Number(NUMBER.read(written, at), unit)

    def write(bound: Any) -> Any:
        if isinstance(bound, Number):
            is_rate = bound.unit == "%"
            number = plain_number(bound.value)
            text = RATE.write(bound.value) if is_rate else f"{number} {bound.unit}"
            if _WITH_UNIT.match(text) and read(text, "") == bound:
                return text
        return term.write(bound)

    return evolve(term, read=read, write=write)
