"""Write the published JSON Schemas; with ``--check`` only say whether they are current."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from sanbian.files.schema import (
    contract_schema,
    estate_schema,
    facts_schema,
    records_schema,
    region_schema,
    schema_text,
)

FOLDER = Path(__file__).parents[1] / "schema"


def published() -> dict[Path, str]:
    """The text of each published schema by its file."""
    return {
        FOLDER / "contract.schema.json": schema_text(contract_schema()),
        FOLDER / "winding-up.schema.json": schema_text(estate_schema()),
        FOLDER / "facts.schema.json": schema_text(facts_schema()),
        FOLDER / "region.schema.json": schema_text(region_schema()),
        FOLDER / "records.schema.json": schema_text(records_schema()),
    }


def main(arguments: Sequence[str]) -> int:
    """Write the files, or complain about those that are not current."""
    stale = [
        path
        for path, text in published().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            print(f"Expected {path.name} to be current: run tools/write_schemas.py.")
        return int(bool(stale))
    FOLDER.mkdir(exist_ok=True)
    for path in stale:
        path.write_text(published()[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
