"""Words of the command line that are no help texts: what went wrong with the typing."""

from __future__ import annotations

import click

from sanbian.wording import Language, Text


def said(text: Text, language: Language) -> str:
    """A sentence on a line of its own."""
    return f"{text.of(language)}\n"


def usage_text(error: click.ClickException, language: Language) -> str:
    """What was wrong with the typing, and how to get help."""
    context = getattr(error, "ctx", None)
    asked = f"{context.command_path} --help" if context is not None else "sanbian --help"
    if language == "en":
        return f"{error.format_message()}\nSee: {asked}\n"
    return f"{_chinese(error)}\n用法见：{asked}\n"


def _chinese(error: click.ClickException) -> str:
    match error:
        case click.MissingParameter():
            hint = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
            if isinstance(error.param, click.Option):
                hint = f"{error.param.opts[0]} {hint}"
            return f"还缺参数：{hint}"
        case click.NoSuchOption():
            near = "、".join(error.possibilities or ())
            return f"没有这个选项：{error.option_name}" + (
                f"；是否要用 {near}" if near else ""
            )
        case click.BadParameter():
            name = error.param.opts[0] if error.param is not None else ""
            return f"{name} 的值不对：{error.message}"
        case _:
            return f"用法不对：{error.format_message()}"
