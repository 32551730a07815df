"""Region files: what a province or county has set, beside the contract (region.toml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sanbian.errors import InvalidInputError
from sanbian.files.documents import in_file, read_toml
from sanbian.files.forms import COUNT, MONEY, RATE, Form
from sanbian.files.records import Field, Forms, plain_forms
from sanbian.files.toml_writing import toml_text
from sanbian.files.versioned import versioned_form
from sanbian.region import Region, RegionalAmount, RegionalRate

REGION = "region.toml"


def load_region(path: str | Path) -> Region:
    """Read a region file.

    Args:
        path: A TOML file in UTF-8, or a folder that holds a ``region.toml``.

    Raises:
        InvalidInputError: Every problem of the file at once, each with its place.
    """
    file = Path(path) / REGION if Path(path).is_dir() else Path(path)
    document = read_toml(file)
    try:
        made: Region = region_form().read(document, "$")
    except InvalidInputError as error:
        raise in_file(file.name, error.problems) from None
    return made


def region_text(region: Region) -> str:
    """Write a region as the text of a region file, which loads equal to it."""
    written: dict[str, Any] = region_form().write(region)
    return toml_text(written)


@cache
def region_form() -> Form:
    """The form of a region file."""
    forms = Forms(
        known={**plain_forms(), int: COUNT},
        fields={
            (RegionalRate, "rate"): Field(form=RATE),
            (RegionalAmount, "amount"): Field(form=MONEY),
        },
    )
    return versioned_form(forms.of(Region))
