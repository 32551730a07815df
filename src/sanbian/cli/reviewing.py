"""`sanbian review`: read, review, print; several folders at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from attrs import fields_dict, frozen

from sanbian import Finding, InvalidInputError, Problem, SanbianError, Text
from sanbian.cli import helps
from sanbian.cli.building import PATH, command, json_option, option, write_json
from sanbian.cli.outlooking import OutlookWishes, show_outlook
from sanbian.cli.review_screens import (
    Refused,
    record_of_reviews,
    show_check,
    show_checklist,
    show_review,
)
from sanbian.cli.screens import console, show_problems
from sanbian.contract import stable_place
from sanbian.files import (
    checklist_of,
    load_review,
    read_problem_list,
    review_dossier,
    write_problem_list,
)
from sanbian.files.writing import write_aside
from sanbian.findings import (
    CHECKS,
    Check,
    Looked,
    counted_rows,
    rectification,
    selected,
)
from sanbian.report import html_of, markdown_of
from sanbian.report.pages import seen
from sanbian.report.reviews import Reviewed, review_report
from sanbian.wording import Language

CLEAN, FOUND, REFUSED = 0, 1, 2


@frozen(kw_only=True)
class Wishes:
    """What is asked of a review."""

    on: date | None
    codes: tuple[str, ...]
    ignored: tuple[str, ...]
    is_checklist: bool
    markdown: Path | None
    html: Path | None
    problem_list: Path | None
    as_json: bool


@frozen(kw_only=True)
class Read:
    """A folder that was reviewed: what was said of it, and what was looked at."""

    reviewed: Reviewed
    looked: Looked


def today() -> date:
    """The day on which the command runs."""
    return date.today()  # noqa: DTZ011 - a day has no time zone here


def review_command(language: Language) -> click.Command:
    """The command ``sanbian review``."""

    def reviewed(
        paths: tuple[Path, ...],
        on: datetime | None,
        codes: tuple[str, ...],
        explained: str | None,
        *,
        is_outlook: bool,
        **others: Any,
    ) -> int:
        if explained is not None:
            show_check(check_of(explained), language, console())
            return CLEAN
        if not paths:
            raise click.UsageError(_NO_FOLDER.of(language))
        asked = {name: others.pop(name) for name in fields_dict(OutlookWishes)}
        if is_outlook:
            reports = {name: others[name] for name in ("markdown", "html", "as_json")}
            if len(paths) > 1:
                raise click.UsageError(_ONE_FOLDER.of(language))
            show_outlook(paths[0], OutlookWishes(**asked), language, **reports)
            return CLEAN
        day = None if on is None else on.date()
        wishes = Wishes(on=day, codes=codes or ("SB",), **others)
        return run(paths, wishes, language)

    return command(language, "review", helps.REVIEW, reviewed, _parameters(language))


def _parameters(language: Language) -> list[click.Parameter]:
    day = click.DateTime(["%Y-%m-%d"])
    file = {"type": PATH, "metavar": "FILE"}
    sheet = {"type": PATH, "metavar": "FILE.xlsx|FILE.csv"}
    return [
        click.Argument(["paths"], type=PATH, nargs=-1, metavar="FOLDER|CONTRACT..."),
        option(language, helps.ON, "--on", type=day, metavar="YYYY-MM-DD"),
        option(language, helps.SELECT, "--select", "codes", multiple=True),
        option(language, helps.IGNORE, "--ignore", "ignored", multiple=True),
        option(language, helps.CHECKLIST, "--checklist", "is_checklist", is_flag=True),
        option(language, helps.MARKDOWN, "--markdown", **file),
        option(language, helps.HTML, "--html", **file),
        option(language, helps.PROBLEM_LIST, "--list", "problem_list", **sheet),
        *_outlook_parameters(language),
        option(language, helps.EXPLAIN_CODE, "--explain", "explained"),
        json_option(language),
    ]


def _outlook_parameters(language: Language) -> list[click.Parameter]:
    base = {"multiple": True, "metavar": "BASE=YUAN"}
    year = {"multiple": True, "metavar": "NAME=PERCENT"}
    chart = {"type": PATH, "metavar": "FILE.svg|FILE.png"}
    return [
        option(language, helps.OUTLOOK, "--outlook", "is_outlook", is_flag=True),
        option(language, helps.EXPECT, "--expect", "expected", **base),
        option(language, helps.YEAR, "--year", "years", **year),
        option(language, helps.EXAMPLE, "--example", default="", metavar="NAME"),
        option(language, helps.CHART, "--chart", **chart),
        option(language, helps.OUTLOOK_CSV, "--csv", type=PATH, metavar="FILE"),
        option(language, helps.FONT, "--font", type=PATH, metavar="FILE"),
    ]


def run(paths: Sequence[Path], wishes: Wishes, language: Language) -> int:
    """Review each folder; one that is refused is told and does not stop the others."""
    read: list[Read] = []
    refused: list[Refused] = []
    for path in paths:
        try:
            read.append(read_at(path, wishes))
        except SanbianError as error:
            refused.append(Refused(str(path), error.problems))
    reviews = [one.reviewed for one in read]
    check_ignored(reviews, wishes.ignored)
    if reviews:
        _write_reports(reviews, wishes, language)
    told = None
    if read and wishes.problem_list is not None:
        told = carry_list_on(wishes.problem_list, read, language)
    if wishes.as_json:
        write_json(record_of_reviews(reviews, refused))
    else:
        _show(reviews, wishes, language, is_named=len(paths) > 1)
        _show_refused(refused, language, is_named=len(paths) > 1)
        if told is not None:
            console().print(seen(told.of(language)), soft_wrap=True)
    if refused:
        return REFUSED
    is_wrong = any(each.severity == "error" for one in reviews for each in one.open)
    return FOUND if is_wrong else CLEAN


def read_at(path: Path, wishes: Wishes) -> Read:
    """What is found and asked in a folder or a contract file.

    Raises:
        SanbianError: It cannot be read or settled.
    """
    dossier = load_review(path)
    found = review_dossier(dossier, on=wishes.on, today=today())
    asked = checklist_of(dossier, on=wishes.on)
    codes = tuple(each.upper() for each in wishes.codes)
    reviewed = Reviewed(
        contract=dossier.contract,
        found=selected(found, codes),
        asked=tuple(each for each in asked if each.code.startswith(codes)),
        on=wishes.on,
        name=str(path),
    )
    settlement = dossier.settlement
    looked = Looked(
        on=today(),
        codes=codes,
        period="" if settlement is None else str(settlement.period),
        has_register=dossier.register is not None,
    )
    return Read(reviewed=reviewed, looked=looked)


def _write_reports(reviews: Sequence[Reviewed], wishes: Wishes, language: Language) -> None:
    for file, write in ((wishes.markdown, markdown_of), (wishes.html, html_of)):
        if file is not None:
            report = review_report(reviews, language)
            write_aside(file, write(report).encode("utf-8"))


def carry_list_on(file: Path, read: Sequence[Read], language: Language) -> Text:
    """Carry a rectification list on by what was found, and say what became of its rows.

    Raises:
        InvalidInputError: The list cannot be read, and stays as it is; or not be written.
    """
    ids = [one.reviewed.contract.id for one in read]
    twice = next((each for each in ids if ids.count(each) > 1), None)
    if twice is not None:  # one review would call solved what the other found
        raise InvalidInputError(_one_of_each(twice))
    rows = read_problem_list(file) if file.exists() else ()
    for one in read:
        rows = rectification(
            rows,
            one.reviewed.found,
            contract=one.reviewed.contract,
            looked=one.looked,
            language=language,
        )
    write_problem_list(file, rows, language)
    counts = counted_rows(rows)
    return Text(
        zh=f"问题清单 {file}：共 {len(rows)} 行。{counts.zh}",
        en=f"List {file}: {len(rows)} row{'' if len(rows) == 1 else 's'}. {counts.en}",
    )


def _show(
    reviews: Sequence[Reviewed], wishes: Wishes, language: Language, *, is_named: bool
) -> None:
    screen = console()
    for one in reviews:
        if wishes.is_checklist:
            show_checklist(one, language, screen, is_named=is_named)
        else:
            show_review(one, language, screen, is_named=is_named)


def _show_refused(
    refused: Sequence[Refused], language: Language, *, is_named: bool
) -> None:
    for one in refused:
        if is_named:
            click.echo(seen(one.name), err=True)
        show_problems(one.problems, language)


def check_ignored(reviews: Sequence[Reviewed], codes: Sequence[str]) -> None:
    """Refuse to leave out a finding without a reason, and say how to give one.

    Raises:
        InvalidInputError: A code is to be ignored; the words to write stand in it.
    """
    problems = [
        problem for code in codes for problem in _reasons_wanted(code.upper(), reviews)
    ]
    if problems:
        raise InvalidInputError(*problems)


def _reasons_wanted(code: str, reviews: Sequence[Reviewed]) -> Iterator[Problem]:
    found: list[tuple[str, Finding | None]] = [
        (stable_place(one.contract, each.at), each)
        for one in reviews
        for each in one.open
        if each.code == code
    ]
    for place, _ in found or [("...", None)]:
        words = f'[[review.accepted]] code = "{code}", at = "{place}", reason, by, until'
        yield Problem(
            at=f"--ignore {code}",
            says=Text(
                zh="应在合同文件中写明理由，得到没有理由的搁置",
                en="expected a reason in the contract file, got none",
            ),
            do=Text(
                zh=f"在合同文件中写 {words}", en=f"write in the contract file: {words}"
            ),
        )


def _one_of_each(contract: str) -> Problem:
    return Problem(
        at="--list",
        says=Text(
            zh=f"一次每份合同应只有一个文件夹，得到两个 “{contract}”",
            en=f"expected one folder of each contract at a time, got two of {contract!r}",
        ),
        do=Text(
            zh="分两次运行，各写各的清单，或更正合同的 id",
            en="run it twice with a list each, or correct the id of a contract",
        ),
    )


def check_of(code: str) -> Check:
    """The check with a code.

    Raises:
        InvalidInputError: There is none.
    """
    for check in CHECKS:
        if check.code == code.upper():
            return check
    first, last = CHECKS[0].code, CHECKS[-1].code
    raise InvalidInputError(
        Problem(
            at="--explain",
            says=Text(
                zh=f"应为 {first} 至 {last} 中的一个代码，得到 “{code}”",
                en=f"expected a code from {first} to {last}, got {code!r}",
            ),
            do=Text(
                zh="代码见文档“审查意见的代码”",
                en="see the page 'Codes of findings'",
            ),
        )
    )


_ONE_FOLDER = Text(
    zh="--outlook 一次只看一个文件夹", en="--outlook looks at one folder at a time"
)
_NO_FOLDER = Text(zh="写一个文件夹或合同文件", en="name a folder or a contract file")
