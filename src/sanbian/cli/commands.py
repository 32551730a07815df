"""The commands: each reads, calls one function, prints, and returns an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from sanbian import Text, __version__, describe, explain
from sanbian.cli import helps
from sanbian.cli.accounting import account_command
from sanbian.cli.batching import batch_command
from sanbian.cli.building import (
    CONTEXT,
    PATH,
    command,
    common,
    json_option,
    option,
    result_options,
    write_json,
)
from sanbian.cli.checking import check, clean_line, record_of_check
from sanbian.cli.exampling import proposal_text, show_examples
from sanbian.cli.explaining import holder_of, record_of_explanation, settlement_of
from sanbian.cli.helping import ChineseGroup
from sanbian.cli.outputs import wishes_of, write_results
from sanbian.cli.reading import find, load
from sanbian.cli.reviewing import review_command
from sanbian.cli.rostering import (
    lay_beside,
    record_of_beside,
    show_beside,
    write_proposed,
)
from sanbian.cli.screens import (
    console,
    paid_line,
    progress,
    show_files,
    show_note,
    show_problems,
    show_settlement,
)
from sanbian.cli.settling import (
    is_wanted,
    period_tag,
    periods_of,
    record_of,
    settled_in_order,
)
from sanbian.cli.starting import MODELS, start
from sanbian.cli.streams import write_out
from sanbian.cli.winding import wind_up_command
from sanbian.report.pages import seen
from sanbian.wording import Language

Decorator = Callable[[Any], Any]


def command_line(language: Language) -> click.Group:
    """All commands, with help in one language."""
    kind = ChineseGroup if language == "zh" else click.Group
    group = kind(
        "sanbian",
        help=helps.ALL.of(language),
        context_settings=CONTEXT,
        params=common(language),
    )
    click.version_option(
        __version__,
        message="sanbian %(version)s",
        help=Text(zh="显示版本号。", en="Show the version.").of(language),
    )(group)
    for build in (
        _settle,
        _explain,
        account_command,
        wind_up_command,
        _check,
        review_command,
        _roster,
        _examples,
        batch_command,
        _new,
    ):
        group.add_command(build(language))
    for each in (group, *group.commands.values()):
        told = Text(zh="显示本帮助。", en="Show this help.").of(language)
        click.help_option("-h", "--help", help=told)(each)
    return group


# --- settle --------------------------------------------------------------------------


def _settle(language: Language) -> click.Command:
    def settle_command(**given: Any) -> int:
        return _settled(language, **given)

    path_options = [
        option(language, told, name, type=PATH, **more)
        for name, told, more in (
            ("--contract", helps.CONTRACT, {}),
            ("--roster", helps.ROSTER, {}),
            ("--facts", helps.FACTS, {"multiple": True}),
            ("--books", helps.BOOKS, {}),
        )
    ]
    return command(
        language,
        "settle",
        helps.SETTLE,
        settle_command,
        [
            click.Argument(["folder"], type=PATH, required=False),
            option(language, helps.PERIOD, "--period"),
            *path_options,
            *result_options(language),
        ],
    )


def _settled(  # noqa: PLR0913 - one argument for each option of the command
    language: Language,
    *,
    folder: Path | None,
    out: Path | None,
    period: str | None,
    contract: Path | None,
    roster: Path | None,
    facts: tuple[Path, ...],
    books: Path | None,
    as_json: bool,
    **given: Any,
) -> int:
    loaded = load(find(folder, contract=contract, roster=roster, facts=facts, books=books))
    periods = periods_of(loaded, period)
    for before in periods.before:
        told = Text(
            zh=f"{period_tag(before)} 在期初账中已经结算，不再重算。",
            en=f"{period_tag(before)} is settled in the opening books already: left out.",
        )
        show_note(told, language)
    with progress(language, len(periods.to_settle)) as bar:
        task = bar.add_task("", total=len(periods.to_settle))
        settled = [
            one
            for one in settled_in_order(loaded, periods, lambda: bar.advance(task))
            if is_wanted(one, period)
        ]
    written: tuple[str, ...] = ()
    if out is not None:
        written = write_results(out, loaded, settled, wishes_of(language, **given))
    if as_json:
        records = [record_of(one.settlement) for one in settled]
        write_json({"format": 1, "settlements": records, "files": list(written)})
        return 0
    screen = console()
    for one in settled[:-1]:
        screen.print(paid_line(one.settlement).of(language))
    show_settlement(settled[-1].settlement, loaded.contract, language, screen)
    if out is not None:
        show_files(str(out), written, language, screen)
    return 0


# --- explain -------------------------------------------------------------------------


def _explain(language: Language) -> click.Command:
    def explain_command(
        source: Path, household: str, period: str | None, *, is_whole: bool, as_json: bool
    ) -> int:
        settlement = settlement_of(source, period)
        found = explain(settlement, holder_of(settlement, household))
        if as_json:
            write_json(record_of_explanation(found))
        else:
            told = describe(found, language, whole=is_whole)
            write_out("".join(f"{seen(line)}\n" for line in told.splitlines()))
        return 0

    return command(
        language,
        "explain",
        helps.EXPLAIN,
        explain_command,
        [
            click.Argument(["source"], type=PATH, metavar="FOLDER|SETTLEMENT.json"),
            click.Argument(["household"]),
            option(language, helps.WHOLE, "--whole", "is_whole", is_flag=True),
            option(language, helps.PERIOD_SHOWN, "--period"),
            json_option(language),
        ],
    )


# --- check ---------------------------------------------------------------------------


def _check(language: Language) -> click.Command:
    def check_command(paths: tuple[Path, ...], *, as_json: bool) -> int:
        checked = check(paths)
        code = checked.code
        if as_json:
            write_json(record_of_check(checked))
            return code
        show_examples(checked.examples, language, console())
        if checked.problems:
            show_problems(checked.problems, language, sys.stdout)
            if checked.unread:
                told = Text(
                    zh="合同更正后才能检查：" + "、".join(checked.unread),
                    en="to be checked once the contract is mended: "
                    + ", ".join(checked.unread),
                )
                console().print(told.of(language))
        if code:
            return code
        clean = clean_line(checked)
        write_out(f"{clean.of(language)}\n")
        if checked.doubts:
            show_problems(checked.doubts, language, sys.stdout, counted=False)
        return code

    return command(
        language,
        "check",
        helps.CHECK,
        check_command,
        [
            click.Argument(
                ["paths"], nargs=-1, required=True, type=PATH, metavar="FOLDER|FILE..."
            ),
            json_option(language),
        ],
    )


# --- roster --------------------------------------------------------------------------


def _roster(language: Language) -> click.Command:
    def roster_command(
        folder: Path, roster: Path, day: datetime, out: Path | None, *, as_json: bool
    ) -> int:
        beside = lay_beside(find(folder), roster, day.date())
        written = out if beside.found.entries else None
        if written is not None:
            write_proposed(written, beside.found.entries, beside.contract)
        if as_json:
            write_json(record_of_beside(beside, written))
        else:
            screen = console()
            show_beside(beside, language, screen)
            if written is not None:
                show_files(str(written.parent), [written.name], language, screen)
        return 0 if beside.found.is_same else 1

    return command(
        language,
        "roster",
        helps.BESIDE,
        roster_command,
        [
            click.Argument(["folder"], type=PATH),
            click.Argument(["roster"], type=PATH, metavar="NEW_ROSTER"),
            option(
                language,
                helps.DAY,
                "--day",
                type=click.DateTime(["%Y-%m-%d"]),
                required=True,
                metavar="YYYY-MM-DD",
            ),
            option(language, helps.PROPOSED, "--out", type=PATH),
            json_option(language),
        ],
    )


# --- examples ------------------------------------------------------------------------


def _examples(language: Language) -> click.Command:
    def examples_command(folder: Path) -> int:
        write_out(proposal_text(load(find(folder)), language))
        return 0

    return command(
        language,
        "examples",
        helps.EXAMPLES,
        examples_command,
        [click.Argument(["folder"], type=PATH)],
    )


# --- new -----------------------------------------------------------------------------


def _new(language: Language) -> click.Command:
    def new_command(
        model: str | None, folder: Path | None, roster: Any, *, is_list: bool
    ) -> int:
        if is_list or model is None:
            width = max(map(len, MODELS))
            for name, told in MODELS.items():
                write_out(f"{name:<{width}}  {told.of(language)}\n")
            return 0
        target = folder or Path(model)
        names = start(model, target, language, roster)
        told = Text(
            zh=f"已在 {target} 中写入 {'、'.join(names)}。\n"
            f"填好名册和金额后运行：sanbian check {target}\n",
            en=f"Written to {target}: {', '.join(names)}.\n"
            f"Fill in the roster and the amounts, then run: sanbian check {target}\n",
        )
        write_out(told.of(language))
        return 0

    return command(
        language,
        "new",
        helps.NEW,
        new_command,
        [
            click.Argument(["model"], required=False),
            click.Argument(["folder"], required=False, type=PATH, metavar="[DIR]"),
            option(language, helps.LIST, "--list", "is_list", is_flag=True),
            option(
                language,
                helps.ROSTER_KIND,
                "--roster",
                type=click.Choice(["xlsx", "csv"]),
                default="xlsx",
                show_default=True,
            ),
        ],
    )
