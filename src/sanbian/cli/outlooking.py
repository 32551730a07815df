"""`sanbian review --outlook`: what each side gets or bears, as a table and as a chart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from attrs import evolve, frozen
from dateutil.relativedelta import relativedelta

from sanbian import (
    Contract,
    Expectation,
    Facts,
    InvalidInputError,
    Outlook,
    OutlookYear,
    Period,
    Problem,
    Text,
    UnknownNameError,
    expectation_of,
    facts_of,
    outlook,
    rational,
    yuan,
)
from sanbian.cli.building import write_json
from sanbian.cli.exampling import both
from sanbian.cli.screens import console, rich_table
from sanbian.contract import Base
from sanbian.errors import unknown_name
from sanbian.files.contracts import load_contract
from sanbian.files.folders import FilesRead, read_folder
from sanbian.files.writing import write_aside, write_csv
from sanbian.outlooks import YEARS
from sanbian.report import html_of, markdown_of
from sanbian.report.charts import chart_of
from sanbian.report.outlooks import (
    outlook_document,
    outlook_notes,
    outlook_sheet,
    outlook_table,
)
from sanbian.report.pages import seen
from sanbian.wording import Language, join, money, plain_yuan

_T = TypeVar("_T")
CHARTS = {".svg": "svg", ".png": "png"}


@frozen(kw_only=True)
class OutlookWishes:
    """What is asked of an outlook.

    Attributes:
        expected: ``NAME=YUAN``, for bases of a normal year.
        years: ``NAME=PERCENT``; none for the four of the library.
        example: Name of the worked example that a normal year is, or empty.
        chart: File of the chart, or None.
        csv: File of the table, or None.
        font: Font file of the chart, or None.
    """

    expected: tuple[str, ...]
    years: tuple[str, ...]
    example: str
    chart: Path | None
    csv: Path | None
    font: Path | None


def show_outlook(
    path: Path,
    wishes: OutlookWishes,
    language: Language,
    *,
    markdown: Path | None = None,
    html: Path | None = None,
    as_json: bool = False,
) -> None:
    """Print the outlook of a folder, and write what is asked for.

    Raises:
        SanbianError: It cannot be read, nothing is expected, no year can be settled, or no
            font has the characters of the chart.
    """
    if wishes.chart is not None and wishes.chart.suffix not in CHARTS:
        raise InvalidInputError(_no_chart(wishes.chart))
    contract, expected = expected_in(path, wishes)
    years = tuple(map(year_of, wishes.years)) or YEARS
    looked = outlook(contract, expected.register, expected.facts, years=years)
    if wishes.chart is not None:  # first, since it can be refused
        drawn = chart_of(
            looked,
            contract.title,
            language,
            kind=CHARTS[wishes.chart.suffix],
            font=wishes.font,
        )
        write_aside(wishes.chart, drawn)
    if wishes.csv is not None:
        write_csv(wishes.csv, *outlook_sheet(looked, language))
    for file, write in ((markdown, markdown_of), (html, html_of)):
        if file is not None:
            told = outlook_document(looked, contract.title, expected.says, language)
            write_aside(file, write(told).encode("utf-8"))
    if as_json:
        write_json(record_of_outlook(looked, expected.says))
    else:
        _show(looked, contract, expected.says, language)


def record_of_outlook(looked: Outlook, expected: Text) -> dict[str, Any]:
    """An outlook for programs: money as text in yuan, None where a year is not settled."""
    return {
        "format": 1,
        "expected": both(expected),
        "years": [
            {
                "name": both(year.name),
                "multiple": str(year.multiple),
                "refused": [both(each.says) for each in looked.refused.get(place, ())],
            }
            for place, year in enumerate(looked.years)
        ],
        "rows": [
            {
                "side": row.side,
                "says": both(row.says),
                "count": row.count,
                "amounts": [None if a is None else plain_yuan(a) for a in row.amounts],
            }
            for row in looked.rows
        ],
    }


def expected_in(path: Path, wishes: OutlookWishes) -> tuple[Contract, Expectation]:
    """The contract of a folder, and what a normal year of it is.

    That is the contract's own worked example; without one the facts of the last period; with
    neither all that `--expect` states, for the households of the roster.

    Raises:
        SanbianError: A file cannot be read, or nothing is expected.
    """
    if path.is_file():
        read = FilesRead(
            contract=load_contract(path), roster=None, register=None, facts=(), books=None
        )
    else:
        read = read_folder(path, needs_roster=False)
    contract = read.contract
    expected = expectation_of(contract, wishes.example) or _of_folder(read, wishes)
    if expected is None:
        raise InvalidInputError(_NOTHING_EXPECTED)
    if wishes.expected:
        amounts = dict(_amount(contract, each) for each in wishes.expected)
        expected = _with(expected, contract, amounts)
    return contract, expected


def _of_folder(read: FilesRead, wishes: OutlookWishes) -> Expectation | None:
    if read.register is None:
        return None
    if read.facts:
        file, facts = read.facts[-1]
        says = Text(zh=f"当期事实 {file.name}", en=f"the facts of {file.name}")
        return Expectation(register=read.register, facts=facts, says=says)
    if not wishes.expected:
        return None
    first = read.contract.starts
    year = Period(first, first + relativedelta(years=1, days=-1))
    says = Text(zh="给出的数", en="what is stated")
    return Expectation(register=read.register, facts=facts_of(year), says=says)


def _amount(contract: Contract, stated: str) -> tuple[str, int]:
    """A base and its amount in fen, from ``NAME=YUAN``; a base may be called by its title."""
    name, _, amount = stated.partition("=")
    called = {each.name: each.id for each in contract.bases}
    name = called.get(name.strip(), name.strip())
    known = contract.names.of(Base)
    if name not in known:
        what = Text(zh="分配基数", en="base")
        raise UnknownNameError(unknown_name("--expect", name=name, known=known, what=what))
    plain = amount.strip().replace(",", "")
    return name, _read(lambda: yuan(plain), f"--expect {name}")


def _with(
    expected: Expectation, contract: Contract, amounts: dict[str, int]
) -> Expectation:
    """What is expected with some bases as stated: the whole of it in the last part."""
    *before, last = expected.facts.parts
    cleared = [
        evolve(part, amounts={**part.amounts, **dict.fromkeys(amounts, 0)})
        for part in before
    ]
    changed: Facts = evolve(
        expected.facts,
        parts=(*cleared, evolve(last, amounts={**last.amounts, **amounts})),
    )
    titles = {each.id: each for each in contract.bases}
    told = join(
        [
            Text(zh=titles[name].name, en=titles[name].name_en or titles[name].name)
            + Text(zh=" ", en=" ")
            + money(amount)
            for name, amount in amounts.items()
        ]
    )
    says = expected.says + Text(zh=f"，其中 {told.zh}", en=f" with {told.en}")
    return evolve(expected, facts=changed, says=says)


def year_of(stated: str) -> OutlookYear:
    """A year from ``NAME=PERCENT``.

    Examples:
        >>> from sanbian.cli.outlooking import year_of
        >>> year_of("旱年=20%").multiple
        Fraction(1, 5)
    """
    name, found, multiple = stated.rpartition("=")
    if not found or not name.strip():
        raise InvalidInputError(
            Problem(
                at="--year",
                says=Text(
                    zh=f"应为 名称=百分比，得到 “{stated}”",
                    en=f"expected NAME=PERCENT, got {stated!r}",
                ),
                do=Text(zh="例如 --year 旱年=20%", en="for example --year drought=20%"),
            )
        )
    times = _read(lambda: rational(multiple.strip()), f"--year {name.strip()}")
    return OutlookYear(name=Text(zh=name.strip(), en=name.strip()), multiple=times)


def _read(read: Callable[[], _T], at: str) -> _T:
    """What an option says, or its problem with the option as its place."""
    try:
        return read()
    except InvalidInputError as error:
        raise InvalidInputError(*(evolve(e, at=at) for e in error.problems)) from None


def _show(looked: Outlook, contract: Contract, expected: Text, language: Language) -> None:
    screen = console()
    table = outlook_table(looked, language)
    screen.print(rich_table(table, seen(contract.title), gap=1))
    for note in outlook_notes(looked, expected):
        screen.print(seen(note.of(language)), soft_wrap=True)


def _no_chart(file: Path) -> Problem:
    return Problem(
        at="--chart",
        says=Text(
            zh=f"应为 .svg 或 .png 文件，得到 “{file.name}”",
            en=f"expected a .svg or .png file, got {file.name!r}",
        ),
        do=Text(zh="换一个文件名", en="choose another name"),
    )


_NOTHING_EXPECTED = Problem(
    at="--outlook",
    says=Text(
        zh="应有合同中的算例，或名册和当期事实，得到都没有",
        en="expected a worked example in the contract, or a roster with facts, got neither",
    ),
    do=Text(
        zh="在合同中写 [[examples]]，或放入名册并写 --expect 基数=金额",
        en="write [[examples]] in the contract, or add a roster and --expect BASE=YUAN",
    ),
)
