"""One contract of a few households, as what tables are made of."""

from __future__ import annotations

from datetime import date

from attrs import evolve
from batch_builders import form, year

from sanbian import (
    Books,
    Claim,
    Household,
    Register,
    facts_of,
)
from sanbian.batch import World


def world(*clauses, households=(), entries=(), books=None, facts=None, **given_):
    return World(
        contract=evolve(form(*clauses, **given_), id="A"),
        register=Register(households=households, entries=entries),
        facts=facts or facts_of(year(2021), amounts={"profit": 100, "income": 0}),
        books=books,
    )


def people(*codes):
    return tuple(Household(code=code, people=2) for code in codes)


def owed(*codes):
    return Books(
        contract="A",
        claims=tuple(
            Claim(
                account="owed/1", since=date(2020, 12, 31), level="member", key=c, amount=1
            )
            for c in codes
        ),
    )
