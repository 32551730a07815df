"""Many contracts give what each gives alone: line by line, and in the closing books."""

from __future__ import annotations

from collections import defaultdict

import pyarrow as pa
from attrs import evolve
from contract_worlds import many_worlds
from hypothesis import given, settings
from hypothesis import strategies as st
from many_tables import tables_of

from sanbian import OddFen, SanbianError, lines, settle
from sanbian.batch import Proof
from sanbian.batch.layout import BOOKS_SCHEMA
from sanbian.batch.roads import IN_COLUMNS
from sanbian.batch.windows import Sheet
from sanbian.batch.worlds import _books

few = settings(max_examples=max(15, settings().max_examples // 4))  # of several worlds
LINE = ("clause", "kind", "payer", "payee", "amount", "unit", "odd")


def lines_alone(settlement, codes):
    """The lines as the tables tell them: by holder, each in order of the moves."""
    found = defaultdict(list)
    for line in lines(settlement):
        found[str(codes.get(line.holder, line.holder))].append(
            (
                line.clause,
                line.kind.value,
                line.payer,
                line.payee,
                line.amount,
                line.unit,
                line.odd,
            )
        )
    return dict(found)


def books_alone(books, codes):
    """Books with the numbers of the tables; what was got in a year that is over is not kept."""

    def numbered(code):
        return str(codes.get(code, code))

    def keyed(balances):
        return {
            name: {numbered(key): each for key, each in inner.items()}
            for name, inner in balances.items()
            if inner
        }

    is_over = (books.settled[-1].end.month, books.settled[-1].end.day) == (12, 31)
    return evolve(
        books,
        funds=keyed(books.funds),
        goods=keyed(books.goods),
        claims=tuple(evolve(each, key=numbered(each.key)) for each in books.claims),
        year_to_date={} if is_over else keyed(books.year_to_date),
        credits_micro=keyed(books.credits_micro),
    )


def lines_together(portions):
    found = defaultdict(lambda: defaultdict(list))
    for portion in portions:
        for row in portion.lines.to_pylist():
            who = row["group"] if row["household"] is None else str(row["household"])
            found[row["contract"]][who or ""].append(tuple(row[name] for name in LINE))
    return {contract: dict(by_holder) for contract, by_holder in found.items()}


def books_table(portions):
    return pa.Table.from_batches([each.books for each in portions], BOOKS_SCHEMA)


def books_together(portions):
    found = {}
    for portion in portions:
        ids = portion.contracts
        batch = portion.books
        places = pa.array(batch.column("contract").to_pylist(), pa.string())
        sheet = Sheet(
            table="books",
            rows=batch,
            places=portion.book_block.places - portion.first,
            ids=ids,
            first=0,
            until=len(ids),
        )
        assert len(places) == len(sheet)
        for place, id_ in enumerate(ids):
            found[id_] = _books(sheet, place, id_)
    return found


class Worlds(tuple):
    """Some worlds, told shortly: all of them written out are too long for a report."""

    __slots__ = ()

    def __repr__(self):
        return f"{len(self)} worlds"


def in_columns(world):
    """A world without the clauses that only the exact road knows, where it can do without."""
    (version,) = world.contract.versions
    clauses = tuple(each for each in version.clauses if isinstance(each, IN_COLUMNS))
    rule = version.odd_fen
    if rule in {OddFen.CARRY_FORWARD, OddFen.LOTTERY}:
        rule = OddFen.LARGEST_REMAINDER
    try:
        version = evolve(version, clauses=clauses, odd_fen=rule)
        return evolve(world, contract=evolve(world.contract, versions=(version,)))
    except SanbianError:
        return world


def several_worlds(least, most, **given_):
    worlds = many_worlds(**given_)
    each = worlds | worlds.map(in_columns)
    return st.lists(each, min_size=least, max_size=most).map(Worlds)


def settled_alone(world, facts, books):
    try:
        return settle(world.contract, world.register, facts, books)
    except SanbianError as error:
        return error


def as_alone(portions, alone, codes):
    """Each contract got what it gets alone, or was refused as it is; those that were settled."""
    refused = {each.contract for portion in portions for each in portion.refused}
    assert refused == {id_ for id_, one in alone.items() if isinstance(one, SanbianError)}
    settled = {id_: one for id_, one in alone.items() if id_ not in refused}
    assert lines_together(portions) == {
        id_: told for id_, one in settled.items() if (told := lines_alone(one, codes[id_]))
    }
    together = books_together(portions)
    for id_, one in settled.items():
        assert books_alone(one.books, codes[id_]) == together[id_]
    return settled


@few
@given(several_worlds(1, 4), st.sampled_from([1, 2, 5, 99]))
def test_many_contracts_give_what_each_gives_alone(worlds, rows):
    """Over some years, each with the books that the tables of the last have left."""
    worlds = {
        f"V{number}": evolve(world, contract=evolve(world.contract, id=f"V{number}"))
        for number, world in enumerate(worlds)
    }
    books, opened = {}, ()
    for year in range(3):
        here = {id_: world for id_, world in worlds.items() if len(world.facts) > year}
        if not here:
            break
        tables = tables_of(here, {id_: world.facts[year] for id_, world in here.items()})
        portions = tables.settled(books=opened, rows=rows, batch_rows=rows)
        alone = {
            id_: settled_alone(world, world.facts[year], books.get(id_))
            for id_, world in here.items()
        }
        alone = as_alone(portions, alone, tables.codes)
        worlds = {id_: world for id_, world in worlds.items() if id_ in alone}
        books = {id_: one.books for id_, one in alone.items()}
        kept = books_table(portions)
        goes_on = {id_ for id_, world in worlds.items() if len(world.facts) > year + 1}
        still = [id_ in goes_on for id_ in kept.column("contract").to_pylist()]
        opened = kept.filter(pa.array(still, pa.bool_()))


def proofs(portions):
    lines_, books = Proof(), Proof()
    for each in portions:
        lines_.add(each.line_block, each.contracts, each.first)
        books.add(each.book_block, each.contracts, each.first)
    return lines_.digest(), books.digest(), lines_.totals, books.counts


@few
@given(several_worlds(2, 5, years_max=1), st.data())
def test_the_size_of_windows_and_batches_changes_nothing(worlds, data):
    named = {f"V{number}": world for number, world in enumerate(worlds)}
    tables = tables_of(named, {id_: world.facts[0] for id_, world in named.items()})
    whole = tables.settled()
    sizes = st.sampled_from([1, 2, 3, 7])
    cut = tables.settled(rows=data.draw(sizes), batch_rows=data.draw(sizes))

    assert proofs(whole) == proofs(cut)
    assert [each for portion in whole for each in portion.refused] == [
        each for portion in cut for each in portion.refused
    ]
