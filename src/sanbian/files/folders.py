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
from sanbian.files.registers import load_register
from sanbian.register import Register
from sanbian.wording import Text

CONTRACT = "contract.toml"
BOOKS = "books.json"


@frozen(kw_only=True)
class Folder:
    """What a contract folder holds (合同文件夹).

    Attributes:
        contract: From ``contract.toml``.
        register: From ``roster.csv`` or ``.xlsx``, and ``entries`` where it is there.
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
            there are any, ``entries.csv`` or ``.xlsx``, ``facts*.toml`` and ``books.json``.

    Raises:
        InvalidInputError: Every problem of all files at once. The other files use the names
            of the contract, so they are read when it is in order.
    """
    folder = Path(path)
    problems: list[Problem] = []
    roster = _one_sheet(folder, "roster", problems)
    entries = _one_sheet(folder, "entries", problems, is_needed=False)
    contract = _read(problems, lambda: load_contract(folder / CONTRACT))
    if contract is None:
        raise InvalidInputError(*problems)
    register = None
    if roster is not None:
        register = _read(problems, lambda: load_register(roster, contract, entries=entries))
    files = sorted(folder.glob("facts*.toml"))
    facts = [
        (file, _read(problems, partial(load_facts, file, contract, register)))
        for file in files
    ]
    read = [(file, each) for file, each in facts if each is not None]
    read.sort(key=lambda pair: (pair[1].period.start, pair[0].name))
    problems.extend(_overlaps(read))
    books = None
    if (folder / BOOKS).exists():
        books = _read(problems, lambda: load_books(folder / BOOKS))
        if books is not None:
            problems.extend(_other_contract(books, contract))
    raise_any(problems)
    assert register is not None
    return Folder(
        contract=contract,
        register=register,
        facts=tuple(each for _, each in read),
        books=books,
    )


def _read(problems: list[Problem], load: Callable[[], Any]) -> Any:
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


def _overlaps(facts: Sequence[tuple[Path, Facts]]) -> Iterator[Problem]:
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


def _other_contract(books: Books, contract: Contract) -> Iterator[Problem]:
    if books.contract != contract.id:
        yield Problem(
            at=f"{BOOKS}: $.contract",
            says=Text(
                zh=f"应为合同 “{contract.id}” 的账，得到 “{books.contract}” 的",
                en=f"expected the books of {contract.id!r}, got those of {books.contract!r}",
            ),
            do=Text(zh="换成该合同的账", en="take the books of this contract"),
        )
