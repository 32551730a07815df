"""Futures beside what each gives alone: payments, debts, books, sums and lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction

from attrs import evolve

from sanbian import Register, SanbianError, lines, settle, statements
from sanbian.batch import settle_futures

LINE = ("clause", "kind", "payer", "payee", "amount", "unit", "odd")


def lines_alone(settlement):
    found = defaultdict(list)
    for line in lines(settlement):
        told = (
            line.clause,
            line.kind.value,
            line.payer,
            line.payee,
            line.amount,
            line.unit,
        )
        found[line.holder].append((*told, line.odd))
    return dict(found)


def lines_together(year):
    found = defaultdict(lambda: defaultdict(list))
    for row in year.lines.to_pylist():
        holder = row["household"] or row["group"] or ""
        found[row["future"]][holder].append(tuple(row[name] for name in LINE))
    return found


def own_years(facts, future, varied):
    """The facts of one future."""

    def own(family, year):
        by_name = varied.get(family, {})
        kind = Fraction if family == "measures" else int
        return {name: kind(int(rows[year][future])) for name, rows in by_name.items()}

    return [
        evolve(
            each,
            parts=tuple(
                evolve(
                    part,
                    amounts={**part.amounts, **own("amounts", year)},
                    measures={**part.measures, **own("measures", year)},
                )
                for part in each.parts
            ),
            put_up={**each.put_up, **own("put_up", year)},
        )
        for year, each in enumerate(facts)
    ]


def assert_agrees(year, future, one):
    """A future of a year is what was settled alone."""
    place = future - year.first
    told = {each.holder: each for each in statements(one)}
    for column, code in enumerate(year.households):
        mine = told.get(code)
        assert year.paid[place, column] == (mine.paid if mine else 0)
        assert year.arrears[place, column] == (mine.arrears if mine else 0)
    end = year.period.end
    is_over = (end.month, end.day) == (12, 31)
    expected = evolve(one.books, year_to_date={}) if is_over else one.books
    assert year.books(future) == expected
    held = one.books.funds
    assert {name: each[place] for name, each in year.funds.items() if each[place]} == {
        name: sum(by_key.values()) for name, by_key in held.items() if sum(by_key.values())
    }
    owed = Counter()
    for claim in one.books.claims:
        owed[claim.account] += claim.amount
    assert {name: each[place] for name, each in year.claims.items() if each[place]} == owed
    sums = Counter()
    for line in lines(one):
        sums[line.clause, line.kind.value, line.payer, line.payee, line.unit] += line.amount
    assert sums == {
        (key.clause, key.kind, key.payer, key.payee, key.unit): each[place]
        for key, each in year.flows.items()
        if each[place]
    }


def assert_as_alone(contract, register, facts, books=None, *, rows=99, **varied):
    """Every future of every year is what `settle` gives it, or refused as `settle` refuses.

    Returns:
        How many futures were refused.
    """
    together = list(settle_futures(contract, register, facts, books, rows=rows, **varied))
    (by_name, *_) = varied.values()
    count = len(next(iter(by_name.values()))[0])
    registers = [register] * len(facts) if isinstance(register, Register) else register
    refused = 0
    for future in range(count):
        mine = [year for year in together if 0 <= future - year.first < len(year.settled)]
        own = own_years(facts, future, varied)
        refused += _assert_as_alone(contract, registers, own, books, future, mine)
    return refused


def _assert_as_alone(contract, registers, facts, books, future, mine):
    is_refused = False
    for year, register, happened in zip(mine, registers, facts, strict=True):
        told = [each for each in year.refused if each.future == future]
        one = None if is_refused else settled_alone(contract, register, happened, books)
        if one is None or isinstance(one, SanbianError):
            place = future - year.first
            assert not year.settled[place]
            assert not year.paid[place].any()
            assert len(told) == int(not is_refused)
            if told:
                assert told[0].problems == one.problems
                assert told[0].period == happened.period
            is_refused = True
            continue
        assert not told
        assert_agrees(year, future, one)
        assert lines_together(year)[future] == lines_alone(one)
        books = one.books
    return int(is_refused)


def settled_alone(contract, register, facts, books):
    try:
        return settle(contract, register, facts, books)
    except SanbianError as error:
        return error
