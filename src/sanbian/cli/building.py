"""What commands are built of: their options, their help, and how they print for programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from sanbian import Text
from sanbian.cli import helps
from sanbian.cli.helping import ChineseCommand
from sanbian.cli.streams import write_out
from sanbian.wording import Language

PATH = click.Path(path_type=Path)
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def common(language: Language) -> list[click.Parameter]:
    """What every command takes: `main` has read both before click does."""
    return [
        click.Option(
            ["--lang"],
            type=click.Choice(["zh", "en"]),
            expose_value=False,
            help=helps.LANG.of(language),
        ),
        click.Option(
            ["--debug"], is_flag=True, expose_value=False, help=helps.DEBUG.of(language)
        ),
    ]


def command(
    language: Language, name: str, told: Text, callback: Any, params: list[click.Parameter]
) -> click.Command:
    """A command with what every command takes."""
    kind = ChineseCommand if language == "zh" else click.Command
    return kind(
        name,
        callback=callback,
        params=[*params, *common(language)],
        help=told.of(language),
        short_help=helps.first_line(told, language),
        context_settings=CONTEXT,
    )


def option(language: Language, told: Text, *names: str, **kwargs: Any) -> click.Option:
    """An option with its help in one language."""
    return click.Option(names, help=told.of(language), **kwargs)


def json_option(language: Language) -> click.Option:
    """The option that asks for JSON."""
    return option(language, helps.JSON, "--json", "as_json", is_flag=True)


def result_options(language: Language) -> list[click.Parameter]:
    """The options of a command that writes results; `wishes_of` reads those of the files."""
    return [
        option(language, helps.OUT, "--out", type=PATH),
        option(
            language,
            helps.FORMAT,
            "--format",
            "sheets",
            type=click.Choice(["csv", "xlsx"]),
            default="csv",
            show_default=True,
        ),
        option(language, helps.WHOLE_ACCOUNTS, "--whole-accounts", is_flag=True),
        option(language, helps.FORCE, "--force", "is_forced", is_flag=True),
        json_option(language),
    ]


def write_json(document: Any) -> None:
    """Print a document for programs."""
    write_out(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
