"""The files of one contract: where they are, and all that is wrong with them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen

from sanbian import (
    Books,
    Contract,
    Facts,
    InvalidInputError,
    MissingFactError,
    Problem,
    Register,
    SanbianError,
    Text,
)
from sanbian.files import load_books, load_contract, load_facts, read_register
from sanbian.files.folders import overlaps
from sanbian.files.placing import BOOKS
from sanbian.files.placing import placed as problems_placed

CONTRACT = "contract.toml"
ROSTERS = ("roster.csv", "roster.xlsx")
ENTRIES = ("entries.csv", "entries.xlsx")
PERSONS = ("persons.csv", "persons.xlsx")
OLD = ("roster.xls", "entries.xls", "persons.xls")  # reading one says how to save it


@frozen(kw_only=True)
class Places:
    """Where the files of one contract are.

    Attributes:
        contract: The contract.
        roster: The roster, or None where it is not to be read.
        entries: The dated entries, or None where there are none.
        persons: The list of persons, or None where there is none.
        facts: One file per settlement.
        books: The opening books, or None for the first settlement.
    """

    contract: Path
    roster: Path | None
    entries: Path | None
    persons: Path | None
    facts: tuple[Path, ...]
    books: Path | None

    @property
    def all(self) -> tuple[Path, ...]:
        """All files, in the order in which they are read."""
        single = (
            self.contract, self.roster, self.entries, self.persons, *self.facts, self.books
        )  # fmt: skip
        return tuple(path for path in single if path is not None)


@frozen(kw_only=True)
class Loaded:
    """What the files say.

    Attributes:
        places: Where it stands.
        contract: The contract.
        register: Who holds what.
        facts: By file, in order of the period.
        books: The opening books, or None.
        unread: Headers of the roster that the contract has no use for.
    """

    places: Places
    contract: Contract
    register: Register
    facts: tuple[tuple[Path, Facts], ...]
    books: Books | None
    unread: tuple[str, ...] = ()


def find(
    folder: Path | None,
    *,
    contract: Path | None = None,
    roster: Path | None = None,
    facts: Sequence[Path] = (),
    books: Path | None = None,
    needs_facts: bool = True,
) -> Places:
    """Find the files of a contract in its folder; a file that is named goes first.

    Raises:
        InvalidInputError: No contract, no roster or no facts there, or two rosters.
    """
    if folder is not None and not folder.is_dir():
        raise InvalidInputError(_missing(folder, _A_FOLDER, _NAME_FOLDER))
    if folder is None and contract is None:
        raise InvalidInputError(_missing(Path(CONTRACT), _A_CONTRACT, _NAME_FOLDER))
    home = folder if folder is not None else None if contract is None else contract.parent
    assert home is not None
    rosters = [] if roster is not None else _there(home, ROSTERS) or _there(home, OLD[:1])
    problems = []
    if len(rosters) > 1:
        problems.append(_missing(home, _ONE_ROSTER, _KEEP_ONE))
    if roster is None and not rosters:
        problems.append(_missing(home, _A_ROSTER, _ADD_ROSTER))
    entries = _there(home, ENTRIES) or _there(home, OLD[1:2])
    if len(entries) > 1:
        problems.append(_missing(home, _ONE_LIST, _KEEP_ONE_LIST))
    persons = _there(home, PERSONS) or _there(home, OLD[2:])
    if len(persons) > 1:
        problems.append(_missing(home, _ONE_OF_PERSONS, _KEEP_ONE_OF_PERSONS))
    in_folder = sorted(home.glob("facts*.toml"), key=lambda path: path.name)
    if needs_facts and not facts and not in_folder:
        problems.append(_missing(home, _SOME_FACTS, _add_facts(home)))
    written = contract or home / CONTRACT
    if not written.is_file():
        problems.insert(0, _missing(written, _A_CONTRACT, _NAME_FOLDER))
    if problems:
        raise InvalidInputError(*problems)
    beside = next(iter(_there(home, (BOOKS,))), None)
    return Places(
        contract=written,
        roster=roster or rosters[0],
        entries=next(iter(entries), None),
        persons=next(iter(persons), None),
        facts=tuple(facts) or tuple(in_folder),
        books=books or beside,
    )


def _there(home: Path, names: Iterable[str]) -> list[Path]:
    return [home / name for name in names if (home / name).is_file()]


def load(places: Places) -> Loaded:
    """Read all files of a contract.

    Raises:
        SanbianError: Every problem of every file.
    """
    loaded, problems = load_all(places)
    if loaded is None:
        raise InvalidInputError(*problems)
    return loaded


def load_all(places: Places) -> tuple[Loaded | None, tuple[Problem, ...]]:
    """Read all files of a contract, or tell all that is wrong with them.

    Nothing but the contract can be read without the contract.
    """
    try:
        contract = load_contract(places.contract)
    except SanbianError as error:
        return None, error.problems
    problems: list[Problem] = []
    register: Register | None = None
    facts: list[tuple[Path, Facts]] = []
    books: Books | None = None
    unread: tuple[str, ...] = ()
    try:
        assert places.roster is not None
        register, unread = read_register(
            places.roster, contract, entries=places.entries, persons=places.persons
        )
    except SanbianError as error:
        problems += error.problems
    for path in places.facts:
        try:
            facts.append((path, load_facts(path, contract, register)))
        except SanbianError as error:
            problems += error.problems
    try:
        books = None if places.books is None else load_books(places.books)
    except SanbianError as error:
        problems += error.problems
    facts.sort(key=lambda found: (found[1].period.start, found[0].name))
    problems += overlaps(facts)
    if problems or register is None:
        return None, tuple(problems)
    loaded = Loaded(
        places=places,
        contract=contract,
        register=register,
        facts=tuple(facts),
        books=books,
        unread=unread,
    )
    return loaded, ()


def placed(
    error: SanbianError, places: Places, facts: Path, unread: Sequence[str] = ()
) -> Iterator[Problem]:
    """Problems of a settlement with the file in front that has to be mended.

    Where a number of the households is missing, a column of the roster that was not read
    may be it under another name.
    """
    columns = Text(
        zh=f"；名册中没有认出的列：{'、'.join(unread)}",
        en=f"; columns of the roster that were not read: {', '.join(unread)}",
    )
    is_missing = isinstance(error, MissingFactError) and bool(unread)
    for each in _placed(error, places, facts):
        of_households = is_missing and "activity" in each.do.en
        yield evolve(each, do=each.do + columns) if of_households else each


def _placed(error: SanbianError, places: Places, facts: Path) -> Iterator[Problem]:
    return problems_placed(
        error,
        contract=places.contract.name,
        roster="" if places.roster is None else places.roster.name,
        facts=facts.name,
        books=BOOKS if places.books is None else places.books.name,
    )


_A_FOLDER = Text(zh="文件夹", en="a folder")
_A_CONTRACT = Text(zh="合同文件", en="a contract")
_A_ROSTER = Text(zh="名册 roster.csv 或 roster.xlsx", en="a roster.csv or roster.xlsx")
_ONE_ROSTER = Text(zh="一份名册", en="one roster")
_SOME_FACTS = Text(zh="当期事实 facts*.toml", en="facts*.toml of a period")
_NAME_FOLDER = Text(
    zh=f"写出有 {CONTRACT} 的文件夹；新建一份用 sanbian new",
    en=f"name a folder with a {CONTRACT}; sanbian new makes one",
)
_ADD_ROSTER = Text(
    zh="放入名册，或用 --roster 指定", en="add one, or name it with --roster"
)
_KEEP_ONE = Text(
    zh="有 roster.csv 也有 roster.xlsx：移走一份，或用 --roster 指定",
    en="there is roster.csv and roster.xlsx: move one away, or name one with --roster",
)
_ONE_LIST = Text(zh="一份股权变动表", en="one list of entries")
_ONE_OF_PERSONS = Text(zh="一份人员名单", en="one list of persons")
_KEEP_ONE_OF_PERSONS = Text(
    zh="有 persons.csv 也有 persons.xlsx：移走一份",
    en="there is persons.csv and persons.xlsx: move one away",
)
_KEEP_ONE_LIST = Text(
    zh="有 entries.csv 也有 entries.xlsx：移走一份",
    en="there is entries.csv and entries.xlsx: move one away",
)
_ADD_FACTS = Text(
    zh="放入 facts.toml，或用 --facts 指定", en="add one, or name it with --facts"
)


def _add_facts(home: Path) -> Text:
    """Where facts may be found: a file that is called otherwise may be meant for them."""
    others = [
        each.name for each in home.glob("*.toml") if not each.name.startswith(_NOT_FACTS)
    ]
    if not others:
        return _ADD_FACTS
    names = sorted(others)[:_NAMED_MAX]
    return Text(
        zh=f"文件夹里有 {'、'.join(names)}：是当期事实的，改名为 facts-….toml",
        en=f"there is {', '.join(names)}: if it holds the facts, call it facts-….toml",
    )


_NOT_FACTS = ("contract", "records", "region", "winding-up")
_NAMED_MAX = 5


def _missing(where: Path, what: Text, do: Text) -> Problem:
    got = Text(zh="没有", en="none")
    if what in {_ONE_ROSTER, _ONE_LIST, _ONE_OF_PERSONS}:
        got = Text(zh="两份", en="two")
    return Problem(
        at=where.name or str(where),
        says=Text(
            zh=f"应有{what.zh}，得到{got.zh}", en=f"expected {what.en}, got {got.en}"
        ),
        do=do,
    )
