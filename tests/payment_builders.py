"""Contracts of a few clauses on one stated amount, for the cases of other projects."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from contract_builders import contract, version, year

from sanbian import (
    Base,
    BaseKind,
    Household,
    Kind,
    Party,
    PartyRole,
    Payment,
    Pool,
    Register,
    facts_of,
    outcome,
    settle,
)

BASE = Base(id="all", name="款", base=BaseKind.STATED_AMOUNT, carry_loss=False)


def party(name):
    return Party(id=name, name=name, role=PartyRole.OTHER)


def agreed(clauses, *, parties, pools=(), funds=(), measures=(), bases=(BASE,), **given):
    return contract(
        bases=bases,
        parties=tuple(party(name) for name in dict.fromkeys(parties)),
        pools=tuple(Pool(id=name, name=name) for name in pools),
        funds=funds,
        measures=measures,
        versions=(version(*clauses, **given),),
    )


def register(**measures):
    columns = {name: list(map(Fraction, numbers)) for name, numbers in measures.items()}
    count = max(map(len, columns.values()), default=1)
    return Register(
        households=tuple(
            Household(
                code=f"H{place}",
                measures={name: numbers[place] for name, numbers in columns.items()},
            )
            for place in range(count)
        )
    )


def settled(agreement, amount=0, who=None, **given):
    facts = facts_of(year(2020), amounts={"all": amount}, **given)
    return outcome(settle(agreement, who or register(), facts))


def got_by(found, names):
    """What each party got, of every clause together."""
    sums = Counter()
    for total, amount in found.totals.items():
        sums[total.rsplit(" ", 1)[1]] += amount
    return {name: sums[name] for name in names}


def numbered(clauses, build, **fields):
    clauses.append(build(id=str(len(clauses) + 1), **fields))


def paid_to(clauses, name, source, amount, unpaid="lapse", **given):
    numbered(
        clauses,
        Payment,
        kind=Kind.LEVY,
        to=name,
        paid_from=source,
        amount=amount,
        unpaid=unpaid,
        **given,
    )
