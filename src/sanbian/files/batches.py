"""A batch folder: forms of contract, a period, and shards of tables (批量文件夹).

```
batch.toml                        format = 1, period = { start = ..., end = ... }
forms/<form>/contract.toml        the text of a contract that many share
shards/<shard>/contracts.parquet  one row a contract
              /households.parquet one row a household, in the order of the contracts
              /groups.parquet     measures of groups, where there are any
              /books.parquet      what the period before left, where there was one
```
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from attrs import evolve, frozen

from sanbian.contract import Contract
from sanbian.errors import InvalidInputError, Problem, raise_any
from sanbian.files.contracts import load_contract
from sanbian.files.documents import in_file, read_toml
from sanbian.files.fact_forms import period_form
from sanbian.files.folders import CONTRACT
from sanbian.files.forms import Form
from sanbian.files.records import Forms, plain_forms
from sanbian.files.versioned import versioned_form
from sanbian.period import Period
from sanbian.wording import Text

BATCH, FORMS, SHARDS = "batch.toml", "forms", "shards"
CONTRACTS_FILE = "contracts.parquet"
HOUSEHOLDS_FILE = "households.parquet"
GROUPS_FILE = "groups.parquet"
BOOKS_FILE = "books.parquet"


@frozen(kw_only=True)
class BatchFile:
    """What ``batch.toml`` says.

    Attributes:
        period: The days that are settled.
    """

    period: Period


@frozen(kw_only=True)
class BatchFolder:
    """What a batch folder holds, but for the tables (批量文件夹).

    Attributes:
        folder: Where it is.
        period: The days that are settled.
        forms: Contracts by the name of their form.
        form_digests: The SHA-256 of the file of each, as it was read.
        shards: Names of the shards, in order.
    """

    folder: Path
    period: Period
    forms: Mapping[str, Contract]
    form_digests: Mapping[str, str]
    shards: tuple[str, ...]

    def shard(self, name: str) -> Path:
        """The folder of a shard."""
        return self.folder / SHARDS / name


def load_batch(path: str | Path) -> BatchFolder:
    """Read a batch folder; its tables are read when they are settled.

    Raises:
        InvalidInputError: Every problem of its files at once.

    Examples:
        >>> from sanbian.files import load_batch
        >>> load_batch("batches/example").shards
        ('east', 'west')
    """
    folder = Path(path)
    problems: list[Problem] = []
    period: Period | None = None
    try:
        period = _period(folder / BATCH)
    except InvalidInputError as error:
        problems.extend(error.problems)
    files = {
        each.parent.name: each for each in sorted((folder / FORMS).glob(f"*/{CONTRACT}"))
    }
    forms: dict[str, Contract] = {}
    digests: dict[str, str] = {}
    for name, file in files.items():
        digests[name] = _digest(file)  # before it is read: what changes then is found later
        try:
            forms[name] = load_contract(file)
        except InvalidInputError as error:
            where = f"{FORMS}/{name}"
            problems += (evolve(each, at=f"{where}/{each.at}") for each in error.problems)
    shards = tuple(
        sorted(each.name for each in (folder / SHARDS).glob("[!.]*") if each.is_dir())
    )
    if not files:
        problems.append(_nothing(f"{FORMS}/…/{CONTRACT}"))
    if not shards:
        problems.append(_nothing(f"{SHARDS}/…/{CONTRACTS_FILE}"))
    raise_any(problems)
    assert period is not None
    return BatchFolder(
        folder=folder, period=period, forms=forms, form_digests=digests, shards=shards
    )


def _digest(file: Path) -> str:
    """The SHA-256 of a form; of one that cannot be read nothing, since reading it tells that."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _period(file: Path) -> Period:
    """The period that a batch file states."""
    document = read_toml(file)
    try:
        made = _form().read(document, "$")
    except InvalidInputError as error:
        raise in_file(file.name, error.problems) from None
    assert isinstance(made, BatchFile)
    return made.period


@cache
def _form() -> Form:
    forms = Forms(known=plain_forms())
    forms.known[Period] = period_form(forms)
    return versioned_form(forms.of(BatchFile))


def _nothing(wanted: str) -> Problem:
    return Problem(
        at=wanted,
        says=Text(zh="应有这样的文件，得到空白", en="expected such files, got none"),
        do=Text(
            zh="按说明排好文件夹（见“批量结算”一页）",
            en="lay the folder out as the page on many contracts says",
        ),
    )
