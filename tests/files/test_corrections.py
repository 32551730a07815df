"""Corrections as JSON: read as they were written, refused where they were edited."""

from __future__ import annotations

import json

import pytest
from test_corrections import corrected, facts

from sanbian import InvalidInputError
from sanbian.files import load_correction, save_correction


def test_a_correction_is_read_as_it_was_written(tmp_path):
    _, correction = corrected((facts(2020),))
    path = tmp_path / "correction.json"
    save_correction(correction, path)
    first = path.read_bytes()

    assert correction == load_correction(path)
    save_correction(load_correction(path), path)
    assert first == path.read_bytes()


def test_an_edited_correction_is_refused(tmp_path):
    _, correction = corrected((facts(2020),))
    path = tmp_path / "correction.json"
    save_correction(correction, path)
    document = json.loads(path.read_text(encoding="utf-8"))
    document["books"]["claims"][0]["amount"] = 0
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InvalidInputError, match="a whole number above zero"):
        load_correction(path)
