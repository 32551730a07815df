"""Checking files: everything that is wrong with them, without writing anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from sanbian import (
    Contract,
    ExampleResult,
    InvalidInputError,
    Problem,
    SanbianError,
    Text,
    check_examples,
)
from sanbian.cli.exampling import both, record_of_example
from sanbian.cli.reading import CONTRACT, Loaded, Places, find, load_all
from sanbian.cli.screens import file_and_place
from sanbian.cli.settling import periods_of, settled_in_order
from sanbian.cli.winding import wound_up_of
from sanbian.files import (
    load_books,
    load_contract,
    load_estate,
    load_facts,
    load_register,
    load_settlement,
)
from sanbian.files.entries import entries_out_of_order, read_entries
from sanbian.files.estates import ESTATE
from sanbian.files.identities import doubtful_numbers
from sanbian.files.placing import BOOKS
from sanbian.report.pages import seen

SHEETS = {".csv", ".xlsx"}
BESIDE_ROSTER = ("entries", "persons")


@frozen(kw_only=True)
class Checked:
    """What a check found (检查结果).

    Attributes:
        read: Names of the files that were read.
        problems: All that is wrong.
        periods: How many periods were settled on trial.
        households: How many the roster has, or None where it was not read with the rest.
        unread: Files that could not be checked because of another.
        examples: What the worked examples of the contract came to.
        doubts: What should be looked at, and stops nothing.
    """

    read: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    periods: int = 0
    households: int | None = None
    unread: tuple[str, ...] = ()
    examples: tuple[ExampleResult, ...] = ()
    doubts: tuple[Problem, ...] = ()

    @property
    def code(self) -> int:
        """The exit code: 2 with a problem, 1 with a worked example that fails, else 0."""
        if self.problems:
            return 2
        return 0 if all(each.holds for each in self.examples) else 1


def check(paths: Sequence[Path]) -> Checked:
    """Check a folder, or single files of one contract."""
    if len(paths) == 1 and not paths[0].is_file():
        return check_folder(paths[0])
    return _check_files(paths)


def check_folder(folder: Path) -> Checked:
    """Read all files of a folder and settle its periods on trial."""
    try:
        places = find(folder)
    except SanbianError as error:
        return Checked(read=(), problems=error.problems)
    read = tuple(path.name for path in places.all)
    if _estate_beside(places).is_file():
        read += (ESTATE,)
    loaded, problems = load_all(places)
    if loaded is None:
        first = places.contract.name
        is_contract = all(file_and_place(problem.at)[0] == first for problem in problems)
        unread = read[1:] if is_contract else ()
        return Checked(read=read, problems=problems, unread=unread)
    return _tried(loaded, read)


def _tried(loaded: Loaded, read: tuple[str, ...]) -> Checked:
    """Settle on trial, and wind up if that is asked; what cannot be settled stops the trial.

    Nothing is settled, on trial or not, while a worked example fails.
    """
    examples = check_examples(loaded.contract)
    households = len(loaded.register.households)
    if not all(each.holds for each in examples):
        return Checked(read=read, households=households, examples=examples)
    count = 0

    def told() -> None:
        nonlocal count
        count += 1

    estate, books = _estate_beside(loaded.places), loaded.books
    try:
        periods = periods_of(loaded, None)
        for one in settled_in_order(loaded, periods, told):
            books = one.settlement.books
        if estate.is_file():
            wound_up_of(loaded, estate, books)
    except SanbianError as error:
        return Checked(read=read, problems=error.problems, periods=count, examples=examples)
    return Checked(
        read=read,
        periods=count,
        households=households,
        examples=examples,
        doubts=_doubts(loaded),
    )


def _estate_beside(places: Places) -> Path:
    """Where the file of a winding up would be."""
    return places.contract.parent / ESTATE


def _doubts(loaded: Loaded) -> tuple[Problem, ...]:
    """What looks wrong: identity numbers, or that they cannot be looked at; the rest."""
    places = loaded.places
    late: tuple[Problem, ...] = tuple(_not_filled_in(loaded.contract))
    if places.entries is not None:
        codes = [each.code for each in loaded.register.households]
        told = read_entries(places.entries, loaded.contract, codes, {})
        late += tuple(entries_out_of_order(told))
    try:
        found = tuple(doubtful_numbers(loaded.register))
    except InvalidInputError as error:
        return (*error.problems, *late)
    people = {person.code for person in loaded.register.persons}
    numbers = (
        evolve(each, at=f"{file.name}: {each.at}")
        for each in found
        if (file := places.persons if each.at in people else places.roster) is not None
    )
    return (*numbers, *late)


def _not_filled_in(contract: Contract) -> Iterator[Problem]:
    """Names that are still those of the model; the notice would print them."""
    names = (contract.title, *(party.name for party in contract.parties))
    left = [name for name in names if name.startswith(("（", "("))]
    if left:
        listed = "、".join(f"“{name}”" for name in left)
        yield Problem(
            at=f"{CONTRACT}: $.title",
            says=Text(
                zh=f"标题和当事人应为纸面上的名称，得到范本里的 {listed}",
                en="expected the title and the parties as on paper, got those of the model: "
                + ", ".join(left),
            ),
            do=Text(
                zh="改成纸面上的：公示和结算单会照印",
                en="write them as on paper: the notice and the slips print them",
            ),
        )


def _check_files(paths: Sequence[Path]) -> Checked:
    """Read single files; those that need the contract find it among them or beside them."""
    contracts = [path for path in paths if path.name == CONTRACT or _is_contract(path)]
    beside = paths[0].parent / CONTRACT
    written = contracts[0] if contracts else beside
    others = [path for path in paths if path != written]
    names = tuple(path.name for path in paths)
    needs = [path for path in others if path.suffix != ".json"]
    problems: list[Problem] = []
    contract: Contract | None = None
    if contracts or needs:
        try:
            contract = load_contract(written)
        except SanbianError as error:
            problems += error.problems
    unread = []
    for path in others:
        if contract is None and path in needs:
            unread.append(path.name)
            continue
        problems += _file_problems(path, contract)
    examples = check_examples(contract) if contracts and contract is not None else ()
    return Checked(
        read=names, problems=tuple(problems), unread=tuple(unread), examples=examples
    )


def _is_contract(path: Path) -> bool:
    """Whether a TOML file is a contract: it has versions of clauses."""
    if path.suffix != ".toml" or not path.is_file():
        return False
    return "[[versions" in path.read_text(encoding="utf-8", errors="replace")


def _file_problems(path: Path, contract: Contract | None) -> Iterator[Problem]:
    try:
        _read(path, contract)
    except SanbianError as error:
        yield from error.problems


def _read(path: Path, contract: Contract | None) -> None:
    suffix = path.suffix.lower()
    if suffix == ".json":
        if path.name == BOOKS or path.name.startswith("books"):
            load_books(path)
        else:
            load_settlement(path)
    elif contract is not None and path.name == ESTATE:
        load_estate(path, contract)
    elif contract is not None and suffix == ".toml":
        load_facts(path, contract)
    elif contract is not None and suffix in SHEETS and path.stem in BESIDE_ROSTER:
        _read_beside_roster(path, contract)
    elif contract is not None and suffix in SHEETS:
        load_register(path, contract)
    else:
        raise InvalidInputError(
            Problem(
                at=path.name,
                says=Text(
                    zh=f"应为 .toml、.csv、.xlsx 或 .json，得到 “{suffix}”",
                    en=f"expected .toml, .csv, .xlsx or .json, got {suffix!r}",
                ),
                do=Text(zh="核对文件", en="check the file"),
            )
        )


def _read_beside_roster(path: Path, contract: Contract) -> None:
    """Read entries or persons with the roster beside them, whose households they name."""
    beside = {
        stem: next(
            (
                file
                for file in sorted(path.parent.glob(f"{stem}.*"))
                if file.suffix in SHEETS
            ),
            None,
        )
        for stem in ("roster", *BESIDE_ROSTER)
    }
    roster = beside.pop("roster")
    if roster is None:
        raise InvalidInputError(
            Problem(
                at=path.name,
                says=Text(
                    zh="旁边应有名册 roster.csv 或 roster.xlsx，得到没有",
                    en="expected a roster.csv or roster.xlsx beside it, got none",
                ),
                do=Text(
                    zh="把名册放进同一个文件夹，或检查整个文件夹",
                    en="put the roster into its folder, or check the whole folder",
                ),
            )
        )
    given = beside | {path.stem: path}
    load_register(roster, contract, entries=given["entries"], persons=given["persons"])


def clean_line(checked: Checked) -> Text:
    """What is said of files without a problem, on one line."""
    files, periods = len(checked.read), checked.periods
    told = Text(
        zh=f"没有问题：{files} 个文件", en=f"clean: {files} file{'' if files == 1 else 's'}"
    )
    if periods:
        told += Text(
            zh=f"，试算 {periods} 期",
            en=f", {periods} period{'' if periods == 1 else 's'} settled on trial",
        )
    if checked.households is not None:
        told += Text(
            zh=f"，名册 {checked.households} 户", en=f", {checked.households} households"
        )
    count = len(checked.examples)
    if count:
        told += Text(
            zh=f"，算例 {count} 个都相符",
            en=f", {count} worked example{' holds' if count == 1 else 's hold'}",
        )
    proposed = sum(each.proposed for each in checked.examples)
    if proposed:
        told += Text(
            zh=f"（其中 {proposed} 个是程序建议的，还没有人核对）",
            en=f" ({proposed} of them proposed by the program and not yet checked by a person)",
        )
    if checked.doubts:
        told += Text(
            zh=f"。请核对 {len(checked.doubts)} 处：",
            en=f". Please look at {len(checked.doubts)}:",
        )
    return told


def record_of_check(checked: Checked) -> dict[str, Any]:
    """A check for programs."""
    return {
        "format": 1,
        "is_clean": not checked.code,
        "read": list(checked.read),
        "not_checked": list(checked.unread),
        "periods_settled_on_trial": checked.periods,
        "problems": [problem_record(problem) for problem in checked.problems],
        "examples": [record_of_example(each) for each in checked.examples],
        "doubts": [problem_record(each) for each in checked.doubts],
    }


def problem_record(problem: Problem) -> dict[str, Any]:
    """A problem for programs."""
    file, place = file_and_place(problem.at)
    return {
        "file": file,
        "at": seen(place),
        "says": both(problem.says),
        "do": both(problem.do),
    }
