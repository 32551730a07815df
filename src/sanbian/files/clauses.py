"""Clauses in a contract file: the key `kind` says which clause a table is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from sanbian.clause import (
    Allotment,
    Averaging,
    Deduction,
    Deliver,
    Dividend,
    Exit,
    Grade,
    Guarantee,
    Kind,
    LateFee,
    LendAndReturn,
    LossPart,
    LossSharing,
    OrderPurchase,
    PatronageRefund,
    Payment,
    Payout,
    PreferredDividend,
    Reinvestment,
    Reserve,
    Retention,
    Split,
    SplitOfEach,
    SplitPart,
    TopUp,
)
from sanbian.errors import InvalidInputError
from sanbian.files.choices import CLAUSE_KINDS
from sanbian.files.composites import Key, choice_form, missing_key, optional_form
from sanbian.files.forms import PRICE, RATE, TEXT, Definitions, Form, Schema, refused, shown
from sanbian.files.records import Field, Forms
from sanbian.files.splits import RATIO_SCHEMA, with_parts
from sanbian.wording import Text

PAYMENTS: Mapping[str, Kind] = {
    "rent": Kind.RENT,
    "wage": Kind.WAGE,
    "custody_fee": Kind.CUSTODY_FEE,
    "levy": Kind.LEVY,
    "management_fee": Kind.LEVY,
    "cost": Kind.COST,
    "subsidy": Kind.SUBSIDY,
    "insurance": Kind.INSURANCE,
    "interest": Kind.INTEREST,
    "principal": Kind.PRINCIPAL,
    "compensation": Kind.COMPENSATION,
    "result_share": Kind.DIVIDEND,
    "trade_payment": Kind.ORDER_PAYMENT,
    "debt": Kind.DEBT,
}
"""The words for a `Payment`, with the kind of its money."""

OTHERS: Mapping[str, type[Any]] = {
    "guarantee": Guarantee,
    "preferred_dividend": PreferredDividend,
    "order_purchase": OrderPurchase,
    "split": Split,
    "split_of_each": SplitOfEach,
    "allotment": Allotment,
    "dividend": Dividend,
    "patronage_refund": PatronageRefund,
    "reserve": Reserve,
    "retention": Retention,
    "top_up": TopUp,
    "lend_and_return": LendAndReturn,
    "payout": Payout,
    "deliver": Deliver,
    "late_fee": LateFee,
    "loss_sharing": LossSharing,
    "deduction": Deduction,
    "reinvestment": Reinvestment,
    "averaging": Averaging,
    "exit": Exit,
}
"""The words for the clauses that have a class of their own."""

PAYMENT_WORDS = {word: CLAUSE_KINDS[word] for word in PAYMENTS}

_WRITTEN_DOWN = evolve(
    TEXT,
    expected=Text(zh="折减的计量项", en="a measure of what is written down"),
    do=Text(
        zh='不折减写 "never"，否则写全合同的金额计量项',
        en='write "never", or a measure in yuan of the whole contract',
    ),
)
_YEAR_END = evolve(
    TEXT,
    expected=Text(zh="会计年度最后一日", en="the last day of the fiscal year"),
    do=Text(zh='写成 "12-31"', en='write it as "12-31"'),
)

CLAUSE_FIELDS: Mapping[tuple[type, str], Field] = {
    (Payment, "kind"): Field(form=choice_form(PAYMENTS, PAYMENT_WORDS)),
    (Dividend, "kind"): Field(name="pays_as"),
    (SplitPart, "kind"): Field(name="pays_as"),
    (SplitPart, "ratio"): Field(form=RATE),
    (PreferredDividend, "rate"): Field(form=RATE),
    (PatronageRefund, "rate"): Field(form=RATE),
    (Reserve, "rate"): Field(form=optional_form(RATE)),
    (LossPart, "ratio"): Field(form=RATE),
    (Deduction, "kind"): Field(name="pays_as"),
    (Deduction, "holders"): Field(name="from"),
    (Reinvestment, "rate"): Field(form=RATE),
    (Averaging, "written_down"): Field(form=_WRITTEN_DOWN),
    (Exit, "year_end"): Field(form=_YEAR_END),
    (Payout, "at_least"): Field(form=optional_form(RATE)),
    (Payout, "at_most"): Field(form=optional_form(RATE)),
    (OrderPurchase, "floor_price"): Field(form=optional_form(PRICE)),
    (Grade, "floor_price"): Field(form=PRICE),
    (OrderPurchase, "fee"): Field(form=PRICE),
    (LendAndReturn, "lost_price"): Field(form=optional_form(PRICE)),
    (LateFee, "rate"): Field(form=RATE),
    (LateFee, "at_most"): Field(form=optional_form(RATE)),
    (Deliver, "kind"): Field(name="pays_as"),
}

_BY_RATIO = {Split, SplitOfEach}
_CLASS_WORD = {cls: word for word, cls in OTHERS.items()}
_A_CLAUSE = Text(zh="条款", en="a clause")
_WRITE_CLAUSE = Text(
    zh="写在 [[versions.clauses]] 下", en="write it under [[versions.clauses]]"
)


@frozen
class ClauseMark:
    """Stands for any clause among the types of a contract file."""


def clause_form(forms: Forms) -> Form:
    """The form of any clause."""
    words = choice_form({word: word for word in CLAUSE_KINDS}, CLAUSE_KINDS)
    kind = Key(name="kind", attribute="kind", form=words)

    def read(value: object, at: str) -> Any:
        if not isinstance(value, dict):
            raise refused(at, _A_CLAUSE, shown(value), _WRITE_CLAUSE)
        if "kind" not in value:
            raise InvalidInputError(missing_key(at, kind))
        word = words.read(value["kind"], f"{at}.kind")
        if word in PAYMENTS:
            return forms.of(Payment).read(value, at)
        rest = {key: inner for key, inner in value.items() if key != "kind"}
        cls = OTHERS[word]
        return forms.of(cls).read(with_parts(rest, at) if cls in _BY_RATIO else rest, at)

    def write(clause: Any) -> Any:
        cls = type(clause)
        table = forms.of(cls).write(clause)
        if cls is Payment:
            return table
        number = {"id": table.pop("id")}
        return {**number, "kind": _CLASS_WORD[cls], **table}

    def schema(known: Definitions) -> Schema:
        if "Clause" not in known:
            known["Clause"] = {}
            kinds = [forms.of(Payment).schema(known)]
            kinds += [_with_kind(forms, cls, known) for cls in OTHERS.values()]
            known["Clause"] |= {
                "description": f"{words.do.zh}\n{words.do.en}",
                "anyOf": kinds,
            }
        return {"$ref": "#/$defs/Clause"}

    return Form(expected=_A_CLAUSE, do=_WRITE_CLAUSE, read=read, write=write, schema=schema)


def _with_kind(forms: Forms, cls: type[Any], known: Definitions) -> Schema:
    """The schema of a clause with its word; a split may give its ratio in one text."""
    reference = forms.of(cls).schema(known)
    made = known[cls.__name__]
    made["properties"] = {"kind": {"const": _CLASS_WORD[cls]}, **made["properties"]}
    made["required"] = ["kind", *made["required"]]
    if cls in _BY_RATIO:
        made["properties"] |= RATIO_SCHEMA
        made["required"].remove("parts")
        written = {"anyOf": [{"required": ["ratio"]}, {"required": ["between"]}]}
        made["oneOf"] = [
            {"required": ["parts"], "not": written},
            {"required": ["ratio", "between"], "not": {"required": ["parts"]}},
        ]
    return reference
