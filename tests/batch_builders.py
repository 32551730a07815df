"""Small batches: two contracts of five households, settled on both roads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from sanbian import (
    Base,
    BaseKind,
    Contract,
    Fund,
    Kind,
    NamedMeasure,
    OddFen,
    Party,
    PartyRole,
    Payment,
    Period,
    Pool,
    Rounding,
    ShareClass,
    Vehicle,
    Version,
)
from sanbian.batch import Proof, settle_many, settling
from sanbian.batch.layout import BOOKS_SCHEMA
from sanbian.batch.roads import Roads

FIRST = date(2020, 1, 1)


def year(number):
    return Period(date(number, 1, 1), date(number, 12, 31))


def form(*clauses, **given):
    stated = {
        "id": "form",
        "title": "入股合同",
        "vehicle": Vehicle.FARMERS_COOPERATIVE,
        "starts": FIRST,
        "parties": (
            Party(id="firm", name="公司", role=PartyRole.OPERATOR),
            Party(id="county", name="县", role=PartyRole.OTHER, pays_up_to=500),
            Party(id="team", name="组", role=PartyRole.COLLECTIVE, per_group=True),
        ),
        "share_classes": (
            ShareClass(id="land", name="土地股", par=150),
            ShareClass(id="money", name="资金股", par=100),
        ),
        "bases": (
            Base(id="profit", name="利润", base=BaseKind.NET_PROFIT, carry_loss=True),
            Base(id="income", name="收入", base=BaseKind.GROSS_RECEIPTS),
        ),
        "pools": (
            Pool(id="farmers", name="农户"),
            Pool(id="teams", name="各组"),
            Pool(id="mine", name="本组", per_group=True),
        ),
        "funds": (
            Fund(id="reserve", name="公积金", opening=700),
            Fund(id="of_team", name="组基金", per_group=True),
        ),
        "measures": (
            NamedMeasure(id="mu", name="面积", unit="mu"),
            NamedMeasure(id="capital", name="资金", unit="yuan"),
            NamedMeasure(id="grant", name="补助", unit="yuan", level="contract"),
            NamedMeasure(id="weight", name="权数", unit="", level="group"),
        ),
    }
    version = {
        "since": FIRST,
        "odd_fen": OddFen.LARGEST_REMAINDER,
        "rounding": Rounding.HALF_UP,
        "record_day": "period_end",
        "clauses": clauses,
    }
    own = {
        name: given.pop(name)
        for name in tuple(given)
        if name in {*version, "left_to", "pay_in"}
    }
    return Contract(**{**stated, **given, "versions": (Version(**{**version, **own}),)})


def households(**columns):
    """Two contracts of three and two households."""
    rows = {"contract": ["A", "A", "A", "B", "B"], "household": [5, 3, 9, 3, 4], **columns}
    return pa.table({name: column(name, values) for name, values in rows.items()})


def column(name, values):
    if any(isinstance(each, Decimal) for each in values):
        return pa.array(values, pa.decimal128(20, 2))
    if name in {"entered", "left", "noticed"}:
        return pa.array(values, pa.date32())
    return pa.array(values)


def contracts(**columns):
    return pa.table({"contract": ["A", "B"], "form": ["f", "f"], **columns})


def settled(
    made, people, agreed, *, number=2021, books=None, groups=None, period=None, rows=99
):
    return list(
        settle_many(
            made if isinstance(made, dict) else {"f": made},
            period or year(number),
            contracts=agreed,
            households=people,
            groups=() if groups is None else groups.to_batches(),
            books=() if books is None else books.to_batches(),
            rows=rows,
        )
    )


def facts_of(portions):
    told = []
    for name in ("line_block", "book_block"):
        proof = Proof()
        for each in portions:
            proof.add(getattr(each, name), each.contracts, each.first)
        told.append((proof.digest(), proof.rows, proof.totals))
    return told, [each for portion in portions for each in portion.refused]


def both(*given, alone="", **more):
    """Settle on both roads; only the named contracts may leave the columns."""
    real, went = settling.settled_alone, []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            settling,
            "settled_alone",
            lambda window, place, *rest: (
                went.append(window.agreements.ids[place]) or real(window, place, *rest)
            ),
        )
        together = settled(*given, **more)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Roads, "together", lambda *_: iter(()))
        exact = settled(*given, **more)
    assert facts_of(together) == facts_of(exact)
    assert went == list(alone)
    return together


def books_of(portions):
    return pa.Table.from_batches([each.books for each in portions], BOOKS_SCHEMA)


def lines_of(portions):
    return [row for each in portions for row in each.lines.to_pylist()]


PAYER = ("firm",)


def payment(amount, to="members", id_="1", **given):
    stated = {"kind": Kind.WAGE, "paid_from": PAYER, "unpaid": "carry"}
    return Payment(id=id_, to=to, amount=amount, **{**stated, **given})
