"""Contract folders: everything that one contract is settled from, in files by their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from attrs import frozen

from sanbian.books import Books
from sanbian.contract import Contract
from sanbian.errors import InvalidInputError, Problem, raise_any
from sanbian.facts import Facts
from sanbian.files.books import load_books
from sanbian.files.contracts import load_contract
from sanbian.files.facts import load_facts
from sanbian.files.placing import BOOKS
from sanbian.files.registers import load_register
from sanbian.register import Register
from sanbian.wording import Text

CONTRACT = "contract.toml"


@frozen(kw_only=True)
class Folder:
    """What a contract folder holds (合同文件夹).

    Attributes:
        contract: From ``contract.toml``.
        register: From ``roster.csv`` or ``.xlsx``, and ``entries`` and ``persons`` where
            they are there.
        facts: From ``facts*.toml``, in order of their periods.
        books: From ``books.json``: the opening books; None where there are none.
    """

    contract: Contract
    register: Register
    facts: tuple[Facts, ...]
    books: Books | None


def load_folder(path: str | Path) -> Folder:
    """Read a contract folder.

    Args:
        path: A folder with ``contract.toml``, ``roster.csv`` or ``roster.xlsx``, and, where
            there are any, ``entries.csv`` or ``.xlsx``, ``persons.csv`` or ``.xlsx``,
            ``facts*.toml`` and ``books.json``.

    Raises:
        InvalidInputError: Every problem of all files at once. The other files use the names
            of the contract, so they are read when it is in order.
    """
    read = read_folder(Path(path))
    assert read.register is not None
    return Folder(
        contract=read.contract,
        register=read.register,
        facts=tuple(each for _, each in read.facts),
        books=read.books,
    )


@frozen(kw_only=True)
class FilesRead:
    """What the files of a folder say, facts with the file that each came from."""

    contract: Contract
    roster: Path | None
    register: Register | None
    facts: tuple[tuple[Path, Facts], ...]
    books: Books | None


def read_folder(folder: Path, *, needs_roster: bool = True) -> FilesRead:
    """Read all files of a contract folder.

    Args:
        folder: The folder.
        needs_roster: Whether a folder without a roster is refused. Facts and books name
            households, so they are not read without one.

    Raises:
        InvalidInputError: Every problem of all files at once.
    """
    problems: list[Problem] = []
    roster = _one_sheet(folder, "roster", problems, is_needed=needs_roster)
    entries = _one_sheet(folder, "entries", problems, is_needed=False)
    persons = _one_sheet(folder, "persons", problems, is_needed=False)
    contract = gather(problems, lambda: load_contract(folder / CONTRACT))
    if contract is None:
        raise InvalidInputError(*problems)
    register, books, read = None, None, []
    if roster is not None:
        register = gather(
            problems,
            lambda: load_register(roster, contract, entries=entries, persons=persons),
        )
    if roster is not None or needs_roster:
        read = _facts_of(folder, contract, register, problems)
        books = _books_of(folder, contract, problems)
    raise_any(problems)
    return FilesRead(
        contract=contract, roster=roster, register=register, facts=tuple(read), books=books
    )


def _facts_of(
    folder: Path, contract: Contract, register: Register | None, problems: list[Problem]
) -> list[tuple[Path, Facts]]:
    files = sorted(folder.glob("facts*.toml"))
    facts = [
        (file, gather(problems, partial(load_facts, file, contract, register)))
        for file in files
    ]
    read = [(file, each) for file, each in facts if each is not None]
    read.sort(key=lambda pair: (pair[1].period.start, pair[0].name))
    problems.extend(overlaps(read))
    return read


def _books_of(folder: Path, contract: Contract, problems: list[Problem]) -> Books | None:
    if not (folder / BOOKS).exists():
        return None
    books: Books | None = gather(problems, lambda: load_books(folder / BOOKS))
    if books is not None:
        problems.extend(other_contract(BOOKS, books.contract, contract))
    return books


def gather(problems: list[Problem], load: Callable[[], Any]) -> Any:
    """What a file says; None, with its problems kept, where it is refused."""
    try:
        return load()
    except InvalidInputError as error:
        problems.extend(error.problems)
        return None


def _one_sheet(
    folder: Path, stem: str, problems: list[Problem], *, is_needed: bool = True
) -> Path | None:
    """The one sheet of a name."""
    found = [
        folder / f"{stem}{suffix}"
        for suffix in (".csv", ".xlsx")
        if (folder / f"{stem}{suffix}").exists()
    ]
    old = folder / f"{stem}.xls"
    if not found and old.exists():
        return old  # reading it says how to save it
    if len(found) == 1:
        return found[0]
    if found or is_needed:
        there = (
            sorted(each.name for each in folder.glob("*"))[:20] if folder.is_dir() else ()
        )
        got = "、".join(each.name for each in found) if found else "、".join(there)
        problems.append(
            Problem(
                at=folder.name or ".",
                says=Text(
                    zh=f"应有 {stem}.csv 或 {stem}.xlsx 之一，得到 {got or '空文件夹'}",
                    en=f"expected {stem}.csv or {stem}.xlsx, one of them, "
                    f"got {got or 'an empty folder'}",
                ),
                do=Text(zh="只放一个，按此命名", en="keep one file of that name"),
            )
        )
    return None


def overlaps(facts: Sequence[tuple[Path, Facts]]) -> Iterator[Problem]:
    """Facts, in order of their periods, that speak of the same days as those before."""
    for (earlier, one), (later, other) in pairwise(facts):
        if other.period.overlaps(one.period):
            yield Problem(
                at=f"{later.name}: $.period",
                says=Text(
                    zh=f"应为 {one.period.end} 之后的期间（{earlier.name}），得到 {other.period}",
                    en=f"expected a period after {one.period.end} of {earlier.name}, "
                    f"got {other.period}",
                ),
                do=Text(zh="每个期间只写一个文件", en="write each period in one file"),
            )


def other_contract(file: str, named: str, contract: Contract) -> Iterator[Problem]:
    """The problem that a file is of another contract than the folder's."""
    if named != contract.id:
        yield Problem(
            at=f"{file}: $.contract",
            says=Text(
                zh=f"应为合同 “{contract.id}” 的账，得到 “{named}” 的",
                en=f"expected the books of {contract.id!r}, got those of {named!r}",
            ),
            do=Text(zh="换成该合同的账", en="take the books of this contract"),
        )
