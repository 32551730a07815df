"""The worked folders as tables: each year gives what `settle` gives, lines and closing books."""

from __future__ import annotations

import pyarrow as pa
import pytest
from attrs import evolve, frozen
from many_tables import tables_of
from test_settle_many import (
    books_alone,
    books_table,
    books_together,
    lines_alone,
    lines_together,
)
from worked_folders import SETTLED, folder_of

from sanbian import settle


@frozen
class World:
    """A contract and who is in it."""

    contract: object
    register: object


def fits(folder):
    """Whether the tables can say what the folder says."""
    return not any(
        len(each.parts) > 1 or each.advances or each.draws or each.waivers or each.paid_on
        for each in folder.facts
    )


FITTING = [name for name in SETTLED if fits(folder_of(name))]


def test_most_folders_fit_into_tables():
    assert len(FITTING) > len(SETTLED) / 2


@pytest.mark.parametrize("name", FITTING)
def test_a_folder_settles_as_tables_as_it_does_alone(name):
    folder = folder_of(name)
    id_ = folder.contract.id
    contract = evolve(folder.contract, examples=())
    books, opened = None, ()
    for facts in folder.facts:
        alone = settle(contract, folder.register, facts, books)
        tables = tables_of({id_: World(contract, folder.register)}, {id_: facts})
        portions = tables.settled(books=opened)

        assert not [each for portion in portions for each in portion.refused]
        told = lines_alone(alone, tables.codes[id_])
        assert lines_together(portions) == ({id_: told} if told else {})
        assert books_together(portions)[id_] == books_alone(alone.books, tables.codes[id_])
        books, opened = alone.books, books_table(portions)
        assert isinstance(opened, pa.Table)
