"""JSON Schemas of the files that people write, from the very forms that read them."""

from __future__ import annotations

import json
from typing import Any

from sanbian.files.contracts import contract_form
from sanbian.files.estates import estate_form
from sanbian.files.fact_forms import facts_form
from sanbian.files.forms import Definitions, Form
from sanbian.files.record_files import records_form
from sanbian.files.regions import region_form

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def contract_schema() -> dict[str, Any]:
    """The JSON Schema of a contract file.

    It tells editors which keys and words there are. Days are texts in it, since JSON has
    none; whether names are declared and phases have no gap is checked on loading.

    Examples:
        >>> from sanbian.files import contract_schema
        >>> contract_schema()["properties"]["vehicle"]["enum"][0]
        'farmers_cooperative'
    """
    return _schema(contract_form(), "三变合同 contract.toml")


def facts_schema() -> dict[str, Any]:
    """The JSON Schema of a facts file.

    Examples:
        >>> from sanbian.files import facts_schema
        >>> facts_schema()["required"]
        ['format', 'contract']
    """
    return _schema(facts_form(None), "当期事实 facts.toml")


def estate_schema() -> dict[str, Any]:
    """The JSON Schema of a file of what is wound up.

    Examples:
        >>> from sanbian.files import estate_schema
        >>> estate_schema()["required"][:3]
        ['format', 'contract', 'since']
    """
    return _schema(estate_form(), "清算 winding-up.toml")


def region_schema() -> dict[str, Any]:
    """The JSON Schema of a region file.

    Examples:
        >>> from sanbian.files import region_schema
        >>> region_schema()["required"]
        ['format', 'name']
    """
    return _schema(region_form(), "地方规定 region.toml")


def records_schema() -> dict[str, Any]:
    """The JSON Schema of a records file.

    Examples:
        >>> from sanbian.files import records_schema
        >>> records_schema()["required"]
        ['format', 'contract']
    """
    return _schema(records_form(), "凭证 records.toml")


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as it is published."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(form: Form, title: str) -> dict[str, Any]:
    known: Definitions = {}
    root = form.schema(known)
    return {
        "$schema": DIALECT,
        "title": title,
        **root,
        "$defs": dict(sorted(known.items())),
    }
