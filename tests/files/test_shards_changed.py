"""Files of a batch that change while it runs: what was settled is never taken for the new."""

from __future__ import annotations

import shutil

import pytest
from shard_builders import EXAMPLE, settled_all, wishes

from sanbian import InvalidInputError
from sanbian.files import load_batch, settle_shard


@pytest.fixture
def folder(tmp_path):
    copied = tmp_path / "county"
    shutil.copytree(EXAMPLE, copied)
    return copied


def test_a_form_that_changes_after_it_was_read_is_settled_again(folder, tmp_path):
    batch = load_batch(folder)
    form = folder / "forms" / "land" / "contract.toml"
    form.write_text(form.read_text("utf-8").replace("600.00", "700.00"), "utf-8")
    first = settle_shard(batch, "east", wishes(tmp_path))

    assert first.outcome == "settled"
    assert settled_all(folder, tmp_path)["east"].outcome == "settled"
    assert settled_all(folder, tmp_path)["east"].outcome == "kept"


def test_a_form_that_vanishes_after_it_was_read_stops_nothing(folder, tmp_path):
    batch = load_batch(folder)
    shutil.rmtree(folder / "forms" / "land")

    assert settle_shard(batch, "east", wishes(tmp_path)).outcome == "settled"


def test_a_folder_in_place_of_a_form_is_named(folder):
    form = folder / "forms" / "land" / "contract.toml"
    form.unlink()
    form.mkdir()

    with pytest.raises(InvalidInputError, match="forms/land"):
        load_batch(folder)
