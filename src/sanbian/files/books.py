"""Books and settlements as JSON: the same value gives the same bytes, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sanbian.books import Balances, Books, Claim
from sanbian.errors import InvalidInputError, Problem
from sanbian.files.composites import map_form, optional_form
from sanbian.files.documents import in_file, read_json
from sanbian.files.fact_forms import period_form
from sanbian.files.forms import WHOLE, Form
from sanbian.files.records import Forms, plain_forms
from sanbian.files.versioned import versioned_form
from sanbian.files.writing import write_aside
from sanbian.period import Period
from sanbian.settlement import Correction, Settlement
from sanbian.settlement.figures import Figure, Later
from sanbian.settlement.opening import books_problems, claim_problems
from sanbian.wording import Text


def load_books(path: str | Path) -> Books:
    """Read the books that an earlier settlement left.

    Raises:
        InvalidInputError: Every problem of the file at once.
    """
    made = _load(Path(path), Books)
    assert isinstance(made, Books)
    return made


def save_books(books: Books, path: str | Path) -> None:
    """Write books: the same books give the same bytes."""
    write_aside(Path(path), json_text(_form(Books).write(books)).encode())


def load_settlement(path: str | Path) -> Settlement:
    """Read a settlement with all its figures.

    Raises:
        InvalidInputError: Every problem of the file at once.
    """
    made = _load(Path(path), Settlement)
    assert isinstance(made, Settlement)
    return made


def save_settlement(settlement: Settlement, path: str | Path) -> None:
    """Write a settlement: the same settlement gives the same bytes."""
    write_aside(Path(path), json_text(_form(Settlement).write(settlement)).encode())


def load_correction(path: str | Path) -> Correction:
    """Read a correction; its `books` are those for the next settlement.

    Raises:
        InvalidInputError: Every problem of the file at once.
    """
    made = _load(Path(path), Correction)
    assert isinstance(made, Correction)
    return made


def save_correction(correction: Correction, path: str | Path) -> None:
    """Write a correction: the same correction gives the same bytes."""
    write_aside(Path(path), json_text(_form(Correction).write(correction)).encode())


def json_text(document: Any) -> str:
    """JSON with sorted keys, an indent of one, and a line break at its end.

    Examples:
        >>> from sanbian.files.books import json_text
        >>> print(json_text({"b": [1, 2], "a": "社"}), end="")
        {
         "a": "社",
         "b": [
          1,
          2
         ]
        }
    """
    return (
        json.dumps(
            document, ensure_ascii=False, indent=1, sort_keys=True, default=_day_text
        )
        + "\n"
    )


def _day_text(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()


def _load(file: Path, cls: type[Books | Correction | Settlement]) -> Any:
    document = read_json(file)
    try:
        return _form(cls).read(document, "$")
    except InvalidInputError as error:
        raise in_file(file.name, error.problems) from None


def _form(cls: type[Books | Correction | Settlement]) -> Form:
    return versioned_form(_forms().of(cls))


@cache
def _forms() -> Forms:
    """The forms of all that books and settlements hold."""
    forms = Forms(
        known={**plain_forms(), int: WHOLE},
        checks={
            Books: books_problems,
            Claim: claim_problems,
            Settlement: _settlement_problems,
        },
    )
    forms.known[Period] = period_form(forms)
    forms.known[Figure | Later | None] = optional_form(forms.of(Figure))
    forms.known[Balances] = map_form(map_form(WHOLE))
    return forms


def _settlement_problems(settlement: Settlement, at: str) -> Iterator[Problem]:
    """What reading a settlement would stumble over."""
    sizes = {level: len(keys) for level, keys in settlement.levels.items()}
    for place, flow in enumerate(settlement.flows):
        if sizes.get(flow.level) != len(flow.amounts):
            yield Problem(
                at=f"{at}.flows[{place}].amounts",
                says=Text(
                    zh=f"应每个 {flow.level} 一个数，得到 {len(flow.amounts)} 个",
                    en=f"expected one number for each {flow.level}, got {len(flow.amounts)}",
                ),
                do=_RESTORE,
            )
        for name in ("source", "target"):
            since = (getattr(flow, name) or "").rpartition("@")[2]
            if "@" in (getattr(flow, name) or "") and not _is_day(since):
                yield Problem(
                    at=f"{at}.flows[{place}].{name}",
                    says=Text(
                        zh=f"@ 之后应为日期，得到 “{since}”",
                        en=f"expected a day behind the @, got {since!r}",
                    ),
                    do=_RESTORE,
                )


_RESTORE = Text(
    zh="这个文件由程序写出，请从备份恢复，不要手工修改",
    en="a program writes this file: restore it from a copy, do not edit it",
)


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
